"""Whose words a document is: the groups that move, the body that decides, persons, else the publisher."""

from __future__ import annotations

import re
from collections.abc import Sequence

from forderungsgraph.model import DocumentType

from .issuers import listed
from .masthead import HeadLine
from .nameforms import genitive, without_legal_form
from .names import named_bodies
from .organs import has_organs, owner_of
from .publisher import MEDIA, ORGANS, plain_name
from .roles import PERSON, Role, is_organisation
from .states import STATE_NAMES

_NAMES = (
    r"(?:Bündnis 90/ ?(?:Die|DIE) (?:Grünen|GRÜNEN)|[A-ZÄÖÜ„][\w&/’'„“-]*(?: (?:&|[A-ZÄÖÜ][\w/-]*|"
    r"\d{2}/Die)){0,5}(?: für (?:die |den |das |ein(?:e|en)? )?[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?)?)"
)
_ACADEMIC = re.compile(r"^(?:(?:Prof|Dr|Ass|jur|Dipl|rer|phil|h|c|Ing)\.[- ]?(?:\w{2,5}\. )?)+")
_GROUPS = re.compile(
    rf"(?P<head>Fraktion(?:en)?|(?<=der )Gruppen?)(?P<link> der| des| von)? (?P<names>{_NAMES}(?:(?:, | und |, und | / |"
    rf"; )(?P<more>der |des )?{_NAMES})*)"
)


def authors_of(
    kind: DocumentType | None, head: Sequence[HeadLine], following: Sequence[str], tail: Sequence[str], body: str,
    publisher: str | None,
) -> tuple[str, ...]:  # fmt: skip
    """Return whose words they are: groups, the deciding body, persons of a by-line, else the publisher.

    :param following: the first blocks behind the head, where a by-line may stand
    :param tail: the last blocks
    """
    head_text = "\n".join(line.text for line in head if line.role is not Role.ADDRESSEE)
    if kind is DocumentType.MOTION:
        groups = groups_in(head_text) or groups_in("\n".join(tail))
        if groups or (groups := _lands(head_text)) or (groups := _movers("\n".join((head_text, *following)))):
            return groups
    if kind is DocumentType.PARLIAMENTARY_QUESTION:
        match = re.search(rf"(?:der|des) Abgeordneten (?P<who>{PERSON})", head_text)
        return (match["who"],) if match else groups_in(head_text)
    if kind is DocumentType.DECISION:
        if publisher and has_organs(publisher):
            return (publisher,)
        organ = _organ(head, body, publisher)
        if organ:
            return (organ,)
    if kind in MEDIA:
        return _persons(head, (*following, *tail))
    if kind is DocumentType.STATEMENT and publisher:
        return (publisher, *_persons([line for line in head if line.text.startswith("Verfasser")], ()))
    if kind is DocumentType.COALITION_AGREEMENT:
        between = re.search(r"\bzwischen (?:der |dem )?(?P<who>[A-ZÄÖÜ].*)", head_text)
        partners = listed(re.sub(r", Landes\w+(?: [A-ZÄÖÜ]\w+)?", "", between["who"])) if between else ()
        named = (plain_name(line.text) for line in head if line.role in (Role.ORGANISATION, Role.UNIT))
        return partners if len(partners) > 1 else tuple(named)
    return (publisher,) if publisher else ()


_MOVER = re.compile(
    r"(?:^|\n)\W*(?:Antragsteller(?:in|innen|Innen|\*innen|:innen|_innen|/innen)?|Antragstellende|Eingebracht (?:von|durch)|Einreicher(?:in)?|Eingereicht (?:von|durch))[\s*_]*:?[\s*_]+"
    r"(?:de[rmn] |die )?(?P<who>[A-ZÄÖÜ][^\n;]{3,110})"
)


def _movers(text: str) -> tuple[str, ...]:
    """Return who a motion says has moved it: *Antragsteller: Kreisverband Musterland*.

    >>> _movers("Antrag D 4\\nAntragsteller: Kreisverband Musterland")
    ('Kreisverband Musterland',)
    """
    match = _MOVER.search(text)
    if match is None:
        return ()
    names = [plain_name(part) for part in re.split(r",\s+|\s+und\s+(?=[A-ZÄÖÜ])", match["who"].strip(" .*_"))]
    return tuple(name for name in names if name and not re.fullmatch(PERSON, name)) or (plain_name(names[0]),)


_OF_LANDS = re.compile(
    r"(?:^|\n|\bAntrag )(?:des Landes|der Länder|des Freistaate?s|der Freistaaten|der Freien (?:und )?Hansestadt) (?P<names>[A-ZÄÖÜ][^\n]*)"
)


def _lands(head: str) -> tuple[str, ...]:
    """Return the Länder that move in the Bundesrat: *Antrag der Länder Hessen, Bremen*.

    >>> _lands("Antrag\\nder Länder Hessen, Bremen")
    ('Land Hessen', 'Land Bremen')
    """
    match = _OF_LANDS.search(head)
    if match is None:
        return ()
    names = [
        name for name in STATE_NAMES.values() if re.search(rf"\b{re.escape(name)}\b(?!-)", match["names"])
    ]
    return tuple(f"Land {name}" for name in sorted(names, key=match["names"].index))


# „Konkrete Forderungen“ is written like a name
_THING = re.compile(
    r"(?:ung|heit|keit|schaft|tion|ment|tät|nis|tum|recht|schutz|politik|daten|tausch|bericht|gesetz|plan|ziel|punkt|thema|"
    r"fazit|blick|wesen|arbeit|rahmen|prozess|ergebnis|werk)(?:e|en|er|s|es|se)?$"
)
_BYLINE = re.compile(
    rf"(?:(?:Ein|Eine) (?:\w+ )?\w+ von |Von (?:unsere[mr] \w+ )?|Autor(?:in|en|innen)?\s*: ?|Verfasser(?:in)?\s*: ?|Text: ?|Interview: ?|"
    rf"(?:Das|Dieses) (?:Interview|Gespräch) führten? |Die Fragen stellten? )(?P<who>{PERSON}(?:(?:,|"
    rf" und) {PERSON})*)"
)


def _persons(head: Sequence[HeadLine], tail: Sequence[str]) -> tuple[str, ...]:
    bylines = [line.text for line in head if line.role in (Role.AUTHOR, Role.PLAIN)]
    for text in (*(_lowered(text) for text in bylines), *tail):
        match = _BYLINE.match(text)
        if match:
            return _split(match["who"])
    for line in head:
        if line.role is Role.AUTHOR and re.fullmatch(rf"{PERSON}(?:(?:,| und| /| ·) {PERSON})*", line.text):
            return _split(line.text)
    for text in tail:
        if re.fullmatch(PERSON, text) and not is_organisation(text) and not _THING.search(text):
            return (text,)
        match = re.match(rf"(?P<who>{PERSON}) (?:ist|arbeitet|leitet|lehrt) ", text)
        if match and len(text) < 260:
            return (match["who"],)
    return ()


def _lowered(byline: str) -> str:
    """Return ``VON MAX MUSTER`` as ``Von Max Muster``."""
    return byline.title() if re.match(r"VON [A-ZÄÖÜ]{2,}", byline) and byline.isupper() else byline


def _split(names: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r",| und | / | · ", names)]
    return tuple(_ACADEMIC.sub("", part).strip() for part in parts if part)


def groups_in(text: str) -> tuple[str, ...]:
    """Return the parliamentary groups named in ``text`` in the nominative.

    >>> groups_in("der Fraktionen der SPD und Bündnis 90/Die Grünen")
    ('Fraktion der SPD', 'Fraktion Bündnis 90/Die Grünen')
    >>> groups_in("der Fraktion Mitte (FM) und der Gruppe Bürger für Musterstadt")
    ('Fraktion Mitte', 'Gruppe Bürger für Musterstadt')
    >>> groups_in("eingebracht von: Fraktion Offene Liste, Fraktion Bürger für Musterstadt")
    ('Fraktion Offene Liste', 'Fraktion Bürger für Musterstadt')
    """
    found: dict[str, str] = {}
    without_short = re.sub(r"\s*\([A-ZÄÖÜ][\w/&-]{1,12}\)", "", text)
    for match in _GROUPS.finditer(re.sub(r"[ \t]{3,}", "\n", without_short)):
        link = (match["link"] or "").strip()
        head = "Gruppe" if match["head"].startswith("Gruppe") else "Fraktion"
        for part in _parts(match["names"], one=match["head"] == "Fraktion"):
            own = re.match(
                r"(?:(?:der|des) )?(?P<head>Fraktion|Gruppe)\b(?P<link> der)?|(?P<article>der|des)\b", part
            )
            if own:
                head = own["head"] or head
                link = own["article"] or (own["link"] or "").strip()
            name = part[own.end() :].strip() if own else part.strip()
            if not name or name in ("Drucksache", "Im", "Fraktion"):
                continue
            if name not in found:
                found[name] = f"{head} {'der ' if link == 'der' else ''}{name}"
            link = ""
    return tuple(found.values())[:6]


_PARTY = re.compile(
    r"(?:CDU|CSU|SPD|FDP|AfD|BSW|SSW|(?:DIE|Die) (?:LINKE|Linke)|Bündnis 90|Grüne|GRÜNE|Freie Wähler|FREIE WÄHLER)\b"
)


def _parts(names: str, *, one: bool) -> list[str]:
    """Return the names of groups in a list; *Fraktion Küste und Land* is one, unless an article parts them."""
    joined = one and _PARTY.match(re.sub(r"^(?:der|des) ", "", names)) is None
    if joined:
        return re.split(r", und |, | und (?=(?:der|des|Fraktion|Gruppe)\b)|; | / ", names)
    return re.split(r", und |, | und |; | / ", names)


_DECIDING = re.compile(
    r"(?:über die (?:öffentliche |nichtöffentliche )?Sitzung (?:der|des) |[Bb]eschlossen (?:vom|von der) )"
    rf"(?P<organ>{ORGANS})(?:e?s)?\b"
)
_DECIDES = re.compile(
    rf"\b(?:Der|Die) (?P<organ>{ORGANS}) (?:hat|beschließt|beschloss|fasst|fordert|bittet|empfiehlt|begrüßt|lehnt|nimmt|spricht|ersucht|"
    r"stellt|verlangt|beauftragt|unterstützt|erwartet|erneuert|möge|wolle)\b"
)
_DECIDED = re.compile(
    r"\b(?:Der|Die|Das) (?P<who>[A-ZÄÖÜ][\w-]+)(?: [^.:]{0,80})? (?:hat|haben)\b[^.:]{0,140}\b(?:beschlossen|Beschl)"
)


_OWNED = re.compile(rf"\b(?:Der|Die|Das) (?P<organ>{ORGANS}) (?=(?:des|der) [A-ZÄÖÜ])")


def _organ(head: Sequence[HeadLine], body: str, publisher: str | None) -> str | None:
    """Return the deciding body: ``Landesausschuss des Kommunalen Spitzenbundes Thüringen``."""
    for line in head:
        if line.role in (Role.ORGANISATION, Role.UNIT, Role.PLAIN) and re.fullmatch(ORGANS, line.text):
            return line.text if " " in line.text else _with_owner(line.text, publisher)
        if line.role is Role.ORGANISATION and re.match(rf"{ORGANS} (?:des|der) ", line.text):
            return line.text
    text = "\n".join(line.text for line in head) + "\n" + body
    decided = _DECIDED.search(text)
    if decided and publisher and decided["who"] in publisher.split():
        return publisher
    owned = _OWNED.search(text)
    if (
        owned
        and publisher is None
        and (named := named_bodies(text[owned.start("organ") : owned.end() + 120]))
    ):
        return owner_of(named[0].name) or named[0].name
    match = _DECIDING.search(text) or _DECIDES.search(text)
    if match:
        return match["organ"] if " " in match["organ"] else _with_owner(match["organ"], publisher)
    return None


def _with_owner(organ: str, publisher: str | None) -> str:
    if publisher is not None and publisher.startswith(f"{organ} "):
        return publisher
    if publisher is None or organ in publisher:
        return organ
    if re.match(r"(?:Landkreis|Kreis) ", publisher):
        return f"{organ} des {re.sub('(?<=kreis)(?= )', 'es', publisher, flags=re.I)}"
    return f"{organ} {genitive(without_legal_form(publisher))}"
