"""Who publishes a document and who speaks in it: letterhead, issuing line, imprint, self-naming, medium."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from forderungsgraph.model import DocumentType

from .masthead import HeadLine
from .nameforms import genitive, without_legal_form
from .names import NamedBody, named_bodies
from .roles import PERSON, Role, is_organisation
from .states import parliament_name

_PARLIAMENT = re.compile(
    r"(?i)(?:\w+er )?(?:Landtag|Bundestag|Bürgerschaft|Abgeordnetenhaus|Kreistag|Stadtrat|Gemeinderat|"
    r"Bezirkstag|Stadtverordnetenversammlung)\b.*"
)
_IMPRINT = re.compile(
    r"(?:Herausgeber(?:in)?|Verantwortlich(?: im Sinne des Presserechts)?|V\. ?i\. ?S\. ?d\. ?P\.?|Kontakt|"
    r"Rückfragen|Absender|Impressum|"
    r"Pressekontakt|Pressestelle (?:des|der)|Erstellt von)\s*:?\s*(?P<who>.+)"
)
_ISSUED = re.compile(
    r"^(?:[Zz]uerst )?(?:[Ee]rschienen in:?|Quelle:|Aus:)\s*(?P<medium>[A-ZÄÖÜ][^,|(]{3,60})"
)
_DEMANDS = (
    r"(?:fordert|fordern|erwartet|verlangt|appelliert|warnt|kritisiert|begrüßt|vertritt|spricht sich|ruft|"
    r"lehnt|sieht|setzt sich|bittet|mahnt|"
    r"schlägt vor|erklärt|hat .{0,60}(?:gefordert|verabschiedet|beschlossen|aufgefordert))"
)
_NAMES = (
    r"(?:Bündnis 90/ ?(?:Die|DIE) (?:Grünen|GRÜNEN)|[A-ZÄÖÜ„][\w&/’'„“-]*(?: (?:&|[A-ZÄÖÜ][\w/-]*|"
    r"\d{2}/Die)){0,5})"
)
_OF = re.compile(
    r"\b(?:Resolution|Position\w*|Forderungen|Beschluss|Stellungnahme|Erklärung|\w+papier|\w+programm|"
    r"\w+katalog|"
    r"[Bb]eschlossen) (?:des|der|vom|von der) (?P<who>.*)"
)
_ACADEMIC = re.compile(r"^(?:(?:Prof|Dr|Ass|jur|Dipl|rer|phil|h|c|Ing)\.[- ]?(?:\w{2,5}\. )?)+")
_GROUPS = re.compile(
    rf"(?P<head>Fraktion(?:en)?)(?P<link> der| des| von)? (?P<names>{_NAMES}(?:(?:, | und |, und |"
    rf"; )(?P<more>der |des )?{_NAMES})*)"
)
_MEDIA = (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER)


def publisher_of(
    kind: DocumentType | None, head: Sequence[HeadLine], tail: Sequence[str], body: str, state: str | None
) -> str | None:
    """Return who publishes the document.

    :param tail: texts of the last blocks
    :param body: the whole text but teasers
    :param state: key of the Land the document is about
    """
    if kind in _MEDIA:
        return _medium(head, tail) or (_letterhead(head, body) if kind is not DocumentType.ARTICLE else None)
    if kind in (DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION):
        return _parliament(head, body, state) or _letterhead(head, body)
    if kind is DocumentType.COALITION_AGREEMENT:
        return None
    return _letterhead(head, body) or _issuer(head, body) or _imprint(tail) or _self_naming(body)


def authors_of(
    kind: DocumentType | None, head: Sequence[HeadLine], tail: Sequence[str], body: str, publisher: str | None
) -> tuple[str, ...]:
    """Return whose words they are: groups, the deciding body, persons of a by-line, else the publisher."""
    head_text = "\n".join(line.text for line in head if line.role is not Role.ADDRESSEE)
    if kind is DocumentType.MOTION:
        groups = groups_in(head_text) or groups_in("\n".join(tail))
        if groups:
            return groups
    if kind is DocumentType.PARLIAMENTARY_QUESTION:
        match = re.search(rf"(?:der|des) Abgeordneten (?P<who>{PERSON})", head_text)
        return (match["who"],) if match else groups_in(head_text)
    if kind is DocumentType.DECISION:
        organ = _organ(head, body, publisher)
        if organ:
            return (organ,)
    if kind in _MEDIA:
        return _persons(head, tail)
    if kind is DocumentType.STATEMENT and publisher:
        return (publisher, *_persons([line for line in head if line.text.startswith("Verfasser")], ()))
    if kind is DocumentType.COALITION_AGREEMENT:
        return tuple(_plain(line.text) for line in head if line.role in (Role.ORGANISATION, Role.UNIT))
    return (publisher,) if publisher else ()


def _plain(line: str) -> str:
    """Return the name in a line of a letterhead: without abbreviation, motto, capitals."""
    text = re.sub(r"\s*\([^)]*\)", "", line).strip()
    text = re.sub(r"^[A-ZÄÖÜ]{2,8} – (?=[A-ZÄÖÜ])", "", text)
    text = re.split(r" [–|·•] ", text)[0]
    text = re.sub(r"\be\. ?V\.|\beV$", "e. V.", text)
    if text.isupper() or re.match(r"[A-ZÄÖÜ]{6,}", text):
        text = " ".join(
            "-".join(part.capitalize() for part in word.split("-"))
            if word.isupper() and len(word) > 3
            else word
            for word in text.split()
        )
    return text.strip(" ,;")


def _letterhead(head: Sequence[HeadLine], body: str) -> str | None:
    for i, line in enumerate(head):
        if line.role is not Role.ORGANISATION or re.match(r"(?i)(?:Landtag|Fraktion (?:im|in)\b)", line.text):
            continue
        name = _plain(line.text)
        owned = re.match(rf"{_ORGANS} (?=des |der )", name)
        if owned and (owner := named_bodies(name[owned.end() :])):
            return owner[0].name
        if i + 1 < len(head) and head[i + 1].role is Role.UNIT and head[i + 1].text.startswith("Fraktion"):
            return (
                f"Fraktion der {name}"
                if re.search(rf"Fraktion\s+der\s+{re.escape(name)}", body)
                else f"Fraktion {name}"
            )
        return _completed(name, body)
    return None


def _completed(name: str, body: str) -> str:
    """Return ``name`` as the text gives it in full: ``eVerwaltung Saar-Pfalz`` → ``Zweckverband …``."""
    if named_bodies(name):
        return name
    longer = Counter(b.name for b in named_bodies(body) if b.name.endswith(f" {name}"))
    return longer.most_common(1)[0][0] if longer else name


def _issuer(head: Sequence[HeadLine], body: str) -> str | None:
    """Return the body in *Resolution des …*, *Forderungen des …*, *Position der DKMP*."""
    bodies = named_bodies(body)
    shorts = {b.short: b.name for b in bodies if b.short}
    for line in head:
        if line.role in (Role.TYPE, Role.PLAIN, Role.EVENT):
            match = _OF.search(line.text)
            if match:
                short = re.match(r"[A-ZÄÖÜ]{2,}[\w-]*", match["who"])
                if short and short.group() in shorts:
                    return shorts[short.group()]
                found = named_bodies("des " + match["who"])
                if found and found[0].start <= 8:
                    return found[0].name
    return None


def _imprint(tail: Sequence[str]) -> str | None:
    for text in tail:
        match = _IMPRINT.match(text.strip("*_ "))
        if match:
            found = named_bodies(match["who"])
            if found:
                return _core(found[0], match["who"])
    for text in reversed(tail):
        line = text.strip("*_ ")
        if len(line) < 90 and is_organisation(line):
            return _plain(line)
    return None


def _core(body: NamedBody, text: str) -> str:
    """Return the body whose organ ``body`` is: ``Sprecherrat des Bündnisses X`` → ``Bündnis X``."""
    later = [b for b in named_bodies(text) if b.start > body.start]
    if later and re.search(r"\b(?:des|der)\s+$", text[: later[0].start]) and later[0].start <= body.end + 2:
        return later[0].name
    return body.name


def _self_naming(body: str) -> str | None:
    """Return the body that the text says demands, explains, represents; most often named first."""
    counts: Counter[str] = Counter()
    for found in named_bodies(body):
        weight = 1
        before, after = body[max(0, found.start - 30) : found.start], body[found.end : found.end + 90]
        if re.match(rf"\s+{_DEMANDS}", after):
            weight += 2
        if re.search(rf"{_DEMANDS}\s+(?:der|die|das)\s+$", before):
            weight += 2
        counts[found.name] += weight
    return counts.most_common(1)[0][0] if counts else None


def _parliament(head: Sequence[HeadLine], body: str, state: str | None) -> str | None:
    for line in head:
        if line.role in (Role.ORGANISATION, Role.UNIT) and _PARLIAMENT.fullmatch(_plain(line.text)):
            return _plain(line.text)
    if re.search(r"\bLandtag|\bBürgerschaft|\bAbgeordnetenhaus", body[:4000]):
        return parliament_name(state)
    return None


def _medium(head: Sequence[HeadLine], tail: Sequence[str]) -> str | None:
    for text in reversed(tail):
        match = _ISSUED.search(text)
        if match:
            return match["medium"].strip()
    for line in head[:4]:
        if line.role in (Role.MEDIUM, Role.ORGANISATION):
            text = re.split(r" [–|] | \d", line.text)[0].strip()
            text = re.sub(r"^(?:MAGAZIN|Magazin) ", "", text)
            return _plain(text) if text.isupper() and "&" not in text else text
    return None


_BYLINE = re.compile(
    rf"(?:Von (?:unsere[mr] \w+ )?|Autor(?:in|en|innen)?\s*: ?|Verfasser(?:in)?\s*: ?|Text: ?|Interview: ?|"
    rf"(?:Das|Dieses) (?:Interview|Gespräch) führten? |Die Fragen stellten? )(?P<who>{PERSON}(?:(?:,|"
    rf" und) {PERSON})*)"
)


def _persons(head: Sequence[HeadLine], tail: Sequence[str]) -> tuple[str, ...]:
    for text in (*(line.text for line in head if line.role is Role.AUTHOR), *tail):
        match = _BYLINE.match(text)
        if match:
            return _split(match["who"])
    for line in head:
        if line.role is Role.AUTHOR and re.fullmatch(rf"{PERSON}(?:(?:,| und| /| ·) {PERSON})*", line.text):
            return _split(line.text)
    for text in tail:
        if re.fullmatch(PERSON, text) and not is_organisation(text):
            return (text,)
        match = re.match(rf"(?P<who>{PERSON}) (?:ist|arbeitet|leitet|lehrt) ", text)
        if match and len(text) < 260:
            return (match["who"],)
    return ()


def _split(names: str) -> tuple[str, ...]:
    parts = [part.strip() for part in re.split(r",| und | / | · ", names)]
    return tuple(_ACADEMIC.sub("", part).strip() for part in parts if part)


def groups_in(text: str) -> tuple[str, ...]:
    """Return the parliamentary groups named in ``text`` in the nominative.

    >>> groups_in("der Fraktionen der SPD und Bündnis 90/Die Grünen")
    ('Fraktion der SPD', 'Fraktion Bündnis 90/Die Grünen')
    """
    found: dict[str, str] = {}
    for match in _GROUPS.finditer(re.sub(r"[ \t]{3,}", "\n", text)):
        link = (match["link"] or "").strip()
        for part in re.split(r", und |, | und |; ", match["names"]):
            own = re.match(r"(der|des) ", part)
            article = own[1] if own else link
            name = re.sub(r"^(?:der|des) ", "", part).strip()
            if not name or name in ("Drucksache", "Im", "Fraktion"):
                continue
            link = ""
            if name not in found:
                found[name] = f"Fraktion {article + ' ' if article == 'der' else ''}{name}"
    return tuple(found.values())[:6]


_ORGANS = (
    r"(?:Landesausschuss|Hauptausschuss|Verbandsversammlung|Mitgliederversammlung|Vorstand|Präsidium|"
    r"Kreistag|Rat|Stadtrat|Gemeinderat|"
    r"Landesvorstand|Hauptversammlung|Städteversammlung|Landkreisversammlung|"
    r"Ausschuss(?: für [A-ZÄÖÜ][\wäöüß]+(?:, [A-ZÄÖÜ]\w+)*(?: und [A-ZÄÖÜ]\w+)?)?|"
    r"Vollversammlung|Delegiertenversammlung)"
)


_DECIDING = re.compile(
    r"(?:über die (?:öffentliche |nichtöffentliche )?Sitzung (?:der|des) |[Bb]eschlossen (?:vom|von der) |"
    r"(?:Der|Die) )"
    rf"(?P<organ>{_ORGANS})(?:e?s)?\b"
)


def _organ(head: Sequence[HeadLine], body: str, publisher: str | None) -> str | None:
    """Return the deciding body: ``Landesausschuss des Kommunalen Spitzenbundes Thüringen``."""
    for line in head:
        if line.role in (Role.ORGANISATION, Role.UNIT, Role.PLAIN) and re.fullmatch(_ORGANS, line.text):
            return line.text if " " in line.text else _with_owner(line.text, publisher)
    text = "\n".join(line.text for line in head) + "\n" + body
    match = _DECIDING.search(text)
    if match:
        return match["organ"] if " " in match["organ"] else _with_owner(match["organ"], publisher)
    return None


def _with_owner(organ: str, publisher: str | None) -> str:
    if publisher is None or organ in publisher:
        return organ
    if re.match(r"(?:Landkreis|Kreis) ", publisher):
        return f"{organ} des {re.sub('(?<=kreis)(?= )', 'es', publisher, flags=re.I)}"
    return f"{organ} {genitive(without_legal_form(publisher))}"
