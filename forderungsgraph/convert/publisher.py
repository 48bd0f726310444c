"""Who publishes a document: letterhead, issuing line, imprint, self-naming, medium."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from forderungsgraph.model import DocumentType

from .imprint import imprint_of
from .masthead import HeadLine
from .nameforms import nominative
from .names import named_bodies
from .organs import owner_of
from .roles import SECTION, Role, is_organisation
from .states import parliament_name

_PARLIAMENT = re.compile(
    r"(?i)(?:\w+er )?(?:Landtag|Bundestag|Bürgerschaft|Abgeordnetenhaus|Kreistag|Stadtrat|Gemeinderat|"
    r"Bezirkstag|Stadtverordnetenversammlung)\b.*"
)
_ISSUED = re.compile(
    r"^(?:[Zz]uerst )?(?:[Ee]rschienen in:?|Quelle:|Aus:)\s*(?P<medium>[A-ZÄÖÜ][^,|(]{3,60})"
)
_DEMANDS = (
    r"(?:fordert|fordern|erwartet|verlangt|appelliert|warnt|kritisiert|begrüßt|vertritt|spricht sich|ruft|"
    r"lehnt|sieht|setzt sich|bittet|mahnt|bedankt sich|dankt|empfiehlt|regt an|plädiert|unterstützt|dringt|drängt|rät|betont|weist|nimmt|erneuert|"
    r"hält|bedauert|bemängelt|rügt|beklagt|pocht|ersucht|äußert|tritt|stellt fest|teilt die|legt (?:hiermit|nachfolgend|heute|ein|seine|ihre)|"
    r"schlägt vor|wendet sich|wendet|schreibt|tagt|vereint|erklärt|hat .{0,80}(?:gefordert|verabschiedet|beschlossen|aufgefordert|gefasst|angenommen|vorgelegt|veröffentlicht|gestartet|verfasst|formuliert))"
)
_OF = re.compile(
    r"\b(?:Resolution|Position\w*|Forderungen|Beschluss|Stellungnahme|Erklärung|Thesen|Empfehlungen|Vorschläge|Eckpunkte|Leitlinien|Anregungen|Erwartungen|"
    r"Appell|Aufruf|Manifest|Memorandum|Standpunkt|Einschätzung|Anmerkungen|Wünsche|Bitte|Denkanstöße|Hinweise|Rückmeldung|Beitrag|Plädoyer|Zwischenruf|"
    r"\w+papier|(?:\w+p|P)rogramm|"
    r"\w+katalog|\w+dienst|\w+mitteilung|\w+information|"
    r"[Bb]eschlossen) (?:des|der|vom|von der) (?P<who>.*)"
)
_TYPE_OF = re.compile(r"(?:^|\s)[A-ZÄÖÜ][\w-]+(?: \d{4})? (?:des|der|vom|von der) (?P<who>[A-ZÄÖÜ].*)")
ORGANS = (
    r"(?:Landesausschuss|Hauptausschuss|Verbandsversammlung|Mitgliederversammlung|Vorstand|Präsidium|"
    r"Kreistag|Rat|Stadtrat|Gemeinderat|"
    r"Landesvorstand|Hauptversammlung|Städteversammlung|Landkreisversammlung|"
    r"Ausschuss(?: für [A-ZÄÖÜ][\wäöüß]+(?:, [A-ZÄÖÜ]\w+)*(?: und [A-ZÄÖÜ]\w+)?)?|"
    r"Vollversammlung|Delegiertenversammlung)"
)
_UNKNOWN = re.compile(
    r"(?P<noun>[A-ZÄÖÜ][a-zäöüß]{4,}?)(?:(?<=[^s])es|(?<=[^s])s)? (?P<rest>(?:(?:der|für|des) )?[A-ZÄÖÜ][\w-]+(?: (?:und )?[A-ZÄÖÜ][\w-]+)*)$"
)
SELF_NAMING = 3
"""Points from which a body that the text names is taken for its issuer; a mere mention has one."""
MEDIA = (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER)


def publisher_of(
    kind: DocumentType | None,
    head: Sequence[HeadLine],
    tail: Sequence[str],
    body: str,
    state: str | None,
    running: Sequence[str] = (),
) -> str | None:
    """Return who publishes the document.

    :param tail: texts of the last blocks
    :param body: the whole text but teasers
    :param state: key of the Land the document is about
    :param running: lines that repeat on the pages
    """
    if kind in MEDIA:
        return _medium(head, tail) or (_letterhead(head, body) if kind is not DocumentType.ARTICLE else None)
    if kind in (DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION):
        return _parliament(head, body, state) or _letterhead(head, body)
    if kind is DocumentType.COALITION_AGREEMENT:
        return None
    # a press release names its issuer, if only as somebody of whom it tells
    points = 1 if kind is DocumentType.PRESS_RELEASE else SELF_NAMING
    found = _letterhead(head, body) or _issuer(head, body)
    ends = [*(line.text for line in head if line.role is Role.CONTACT or line.text.startswith("Hrsg")), *tail]
    if found is None and (named := imprint_of(ends, running)) is not None:
        found = _completed(plain_name(named), body)
    return body_of_office(found or _self_naming(body, points))


_TOWN = re.compile(
    r"(?:Große Kreisstadt|Kreisstadt|Universitätsstadt|Messestadt|Residenzstadt|Verbandsstadt) (?P<place>[A-ZÄÖÜ][\w-]+(?: [\w-]+)?)"
)
_SEAT = {
    "Landratsamt": "Landkreis",
    "Kreisverwaltung": "Landkreis",
    "Stadtverwaltung": "Stadt",
    "Gemeindeverwaltung": "Gemeinde",
}


def body_of_office(name: str | None) -> str | None:
    """Return the county or town whose administration issues: *Landratsamt Musterkreis* → *Landkreis Musterkreis*."""
    town = _TOWN.fullmatch(name or "")
    if town is not None:
        return f"Stadt {town['place']}"
    word, _, place = (name or "").partition(" ")
    return f"{_SEAT[word]} {place}" if word in _SEAT and place else name


def plain_name(line: str) -> str:
    """Return the name in a line of a letterhead: without abbreviation, motto, capitals."""
    text = re.sub(r"\s*\([^)]*\)", "", line).strip()
    text = re.sub(r"^[\w-]{2,8} [–|-] (?=[A-ZÄÖÜ])|(?<=\w) (?:19|20)\d\d$", "", text)
    if text.startswith(("der ", "die ", "das ")) or re.match(
        rf"D(?:er|ie|as) (?:{ORGANS}|\w*[Bb]eauftragte)\b", text
    ):
        text = nominative(text[4:])
    text = _SITE.sub("", text)
    cells = re.split(r" [–|·•] ", text)
    abbreviated = (
        len(cells) > 1
        and re.fullmatch(r"[A-ZÄÖÜ][\wÄÖÜ-]{1,11}(?: [A-ZÄÖÜ]\w{1,8})?", cells[0])
        and sum(c.isupper() for c in cells[0]) > (2 if " " in cells[0] else 1)
    )
    text = cells[1] if abbreviated else cells[0]
    text = re.sub(
        r"^((?:Fraktion|Gruppe) .+?) (?:im|in der|in dem) (?:\w+er )?(?:Rat|Kreistag|Stadtrat|Gemeinderat|Landtag|Bürgerschaft|"
        r"Stadtverordnetenversammlung|Bezirkstag|Abgeordnetenhaus)\b.*",
        r"\1",
        SECTION.sub("", text),
    )
    text = re.sub(r"\be\. ?V\.|\beV$", "e. V.", text)
    topic = _TOPIC.search(text)
    if topic is not None and is_organisation(text[: topic.start()]):
        text = text[: topic.start()]
    if text.isupper() or re.match(r"[A-ZÄÖÜ]{6,}", text):
        text = " ".join(_lowered(word) for word in text.split())
    return text.strip(" ,;")


_SITE = re.compile(
    r"\s+[-–|·:]\s+(?:(?:Das |Der |Unser )?Blog|Newsletter|Aktuelles|Presse\w*|News|Startseite|Homepage|Website|Pressestelle|Kommunikation|Meldung(?:en)?|Nachrichten|Themen)\b.*$"
)
"""What a web page puts behind the name of whose it is."""
# „Bauernbund Nord zur Reform des …“; an association may itself be one *zur Förderung der …*
_TOPIC = re.compile(
    r" (?:zur|zum|zu|über) (?!(?:Förderung|Rettung|Pflege|Bewahrung|Erhaltung|Stärkung|Wahrung)\b)(?=[A-ZÄÖÜ])"
)
_LINK_WORDS = frozenset("DER DES DIE DAS DEN DEM FÜR UND IM IN AM AN ZUR ZUM ZU VON VOM BEI OHNE MIT".split())


def _lowered(word: str) -> str:
    if word in _LINK_WORDS:
        return word.lower()
    capitals = word.isupper() and len(word) > 3
    return "-".join(part.capitalize() for part in word.split("-")) if capitals else word


def _letterhead(head: Sequence[HeadLine], body: str) -> str | None:
    for i, line in enumerate(head):
        if line.role is not Role.ORGANISATION or re.match(r"(?i)(?:Landtag|Fraktion (?:im|in)\b)", line.text):
            continue
        name = plain_name(line.text)
        owned = re.match(rf"{ORGANS} (?=des |der )", name)
        if owned and (owner := named_bodies(name[owned.end() :])):
            return owner[0].name
        if re.search(r" [–|-] Fraktion (?:im|in)\b", line.text):
            return f"Fraktion {name}"
        if i + 1 < len(head) and head[i + 1].role is Role.UNIT and head[i + 1].text.startswith("Fraktion"):
            return _group(name, body)
        return _completed(_continued(name, head, i), body)
    for line in head:
        first = re.split(r" [|·•] |, ", line.text)[0]
        if line.role is Role.CONTACT and is_organisation(first):
            return plain_name(first)
    return None


def _group(name: str, body: str) -> str:
    """Return the parliamentary group of a party as its text calls it: *FREIE LISTE NORD* → *Fraktion Freie Liste*."""
    words = name.split()
    for count in range(len(words), 0, -1):
        party = r"\s+".join(re.escape(word) for word in words[:count])
        match = re.search(rf"Fraktion(?P<link>\s+der)?\s+{party}\b", body)
        if match:
            return f"Fraktion {'der ' if match['link'] else ''}{' '.join(words[:count])}"
    return f"Fraktion {name}"


def _continued(name: str, head: Sequence[HeadLine], index: int) -> str:
    """Return a name that goes on below in small letters: *AG der IT-Leitungen / rheinland-pfälzischer Landkreise*."""
    for line in head[index + 1 : index + 3]:
        if (
            line.gap == 0
            and re.match(r"[a-zäöü-]+er [A-ZÄÖÜ]|(?:der|des|für|in|im|und) [A-ZÄÖÜ]", line.text)
            and len(line.text) < 90
            and not re.match(rf"(?:der|des) {ORGANS}\b", line.text)
        ):
            return f"{name} {plain_name(line.text)}"
    return name


_BELOW = re.compile(
    r"[a-zäöü]+er [A-ZÄÖÜ]|(?:der|des|für|in|im|und|von|zur|zum) (?:[a-zäöü-]+ ){0,3}[A-ZÄÖÜ]"
)


def _completed(name: str, body: str) -> str:
    """Return ``name`` as the text gives it in full: ``eVerwaltung Saar-Pfalz`` → ``Zweckverband …``."""
    if named_bodies(name):
        return name
    longer = Counter(b.name for b in named_bodies(body) if b.name.endswith(f" {name}"))
    return longer.most_common(1)[0][0] if longer else name


def _issuer(head: Sequence[HeadLine], body: str) -> str | None:
    """Return the body in *Resolution des …*, *Forderungen des …*, *Position der DKMP*."""
    shorts = {b.short: b.name for b in named_bodies(body) if b.short}
    for i, line in enumerate(head):
        if line.role not in (Role.TYPE, Role.PLAIN, Role.EVENT):
            continue
        below = (
            head[i + 1].text if i + 1 < len(head) and head[i + 1].text.startswith(("des ", "der ")) else ""
        )
        stated = re.split(r"\ban (?:den|die|das|alle) ", line.text)[
            0
        ]  # behind it stands to whom it is written
        match = _OF.search(f"{stated} {below}")
        if match is None and (line.kind is not None or line.role is Role.TYPE):
            match = _TYPE_OF.search(f"{stated} {below}")
        if match is None:
            continue
        who = match["who"]
        short = re.match(r"[A-ZÄÖÜ]{2,}[\w-]*", who)
        if short and short.group() in shorts:
            return shorts[short.group()]
        organ = re.match(rf"{ORGANS}(?:e?s)? (?=des |der )", who)
        who = re.sub(r"^(?:des|der) ", "", who[organ.end() :]) if organ else who
        whole = re.split(r" (?:zu|zum|zur|für die|anlässlich|vom|am)\b|[,:;(]", who)[0].strip()
        if is_organisation(whole) and " und des " not in whole:
            return nominative(whole)
        found = named_bodies("des " + who)
        if found and found[0].start <= 8:
            return found[0].name
        unknown = _UNKNOWN.match(whole)
        if unknown and not re.search(r"(?i)regierung|ministeri|landtag|bundestag", whole):
            return f"{unknown['noun']} {unknown['rest']}"
    return None


def _self_naming(body: str, points: int) -> str | None:
    """Return the body that the text says demands, explains, represents; most often named first.

    :param points: how many it needs at least: one for a mention, three where it demands
    """
    counts: Counter[str] = Counter()
    for found in named_bodies(body):
        # of a town or an office much is told by others
        weight = 0 if points == SELF_NAMING and _SPOKEN_OF.match(found.name) else 1
        if points == 1 and found.start < _OPENING:
            weight += 2  # a release opens with whose it is
        before, after = body[max(0, found.start - 30) : found.start], body[found.end : found.end + 90]
        if re.match(rf"\s+{_DEMANDS}", after):
            weight += 2
        if re.search(rf"{_DEMANDS}\s+(?:der|die|das)\s+$", before):
            weight += 2
        counts[owner_of(found.name) or found.name] += weight  # an organ speaks for its body
    for name in list(counts):
        longer = [other for other in counts if other.startswith(f"{name} ")]
        if len(longer) == 1:
            counts[longer[0]] += counts.pop(name)
    speaking = counts.most_common(1)
    return speaking[0][0] if speaking and speaking[0][1] >= points else None


_OPENING = 500
"""Within so many characters a press release names its issuer."""
_SPOKEN_OF = re.compile(
    r"(?:Landeshauptstadt|Hansestadt|Stadt|Gemeinde|Samtgemeinde|Landkreis|Kreis|Land|Freistaat|Universitätsstadt|Kreistag|"
    r"(?:Stadt|Gemeinde|Bundes)rat|(?:Land|Bundes)tag)\b|\w+(?:amt|ministerium|behörde|verwaltung)\b"
)


def _parliament(head: Sequence[HeadLine], body: str, state: str | None) -> str | None:
    for line in head:
        if line.role in (Role.ORGANISATION, Role.UNIT) and _PARLIAMENT.fullmatch(plain_name(line.text)):
            return plain_name(line.text)
    if re.search(r"\bLandtag|\bBürgerschaft|\bAbgeordnetenhaus", body[:4000]):
        return parliament_name(state)
    return None


def _medium(head: Sequence[HeadLine], tail: Sequence[str]) -> str | None:
    for text in reversed(tail):
        match = _ISSUED.search(text)
        if match:
            return match["medium"].strip()
    for i, line in enumerate(head[:4]):
        if line.role in (Role.MEDIUM, Role.ORGANISATION):
            above = head[i - 1] if i and line.gap == 0 and head[i - 1].role is Role.PLAIN else None
            if above is not None and len(above.text.split()) < 6:
                # a motto stands under the name
                return above.text
            text = re.split(r" [–|] | \d", line.text)[0].strip()
            text = re.sub(r"^(?:MAGAZIN|Magazin) ", "", text)
            return plain_name(text) if text.isupper() and "&" not in text else text
    return None
