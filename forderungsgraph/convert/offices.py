"""Offices by which a document means those of its author: *der Landrat*, *die Geschäftsstelle*.

*Der Kreistag des Landkreises Oder-Finow* speaks of its own Landrat; the same word in two documents means
two persons, so an office without place is given the place of the body that speaks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..model import DocumentFacts, DocumentType
from .nameforms import genitive, without_legal_form

_LOCAL = (DocumentType.MOTION, DocumentType.DECISION, DocumentType.OPEN_LETTER)
_TOWN = "(?:Große Kreis|Landeshaupt|Hanse|Universitäts|Kreis)?[Ss]tadt|Gemeinde|Samtgemeinde|Verbandsgemeinde|Markt"
_PLACE = r"(?P<place>[A-ZÄÖÜ][\w-]+(?:(?: (?:am|an der|bei|im|ob der|vor der|in der)| [a-z]{2,3}\.)? [A-ZÄÖÜ][\w-]+)*)"
_SEATS = (
    re.compile(rf"\b(?P<kind>Landkreis|Kreis)(?:es)? {_PLACE}"),
    re.compile(rf"\b(?P<kind>{_TOWN}) {_PLACE}"),
    re.compile(
        rf"\b(?P<council>Stadtrat|Gemeinderat|Stadtverordnetenversammlung|Stadtvertretung|Kreistag)(?:e?s)? "
        rf"(?!der|des|von){_PLACE}"
    ),
)
_HEAD = re.compile(
    r"(?P<head>Kreistag|Stadtrat|Gemeinderat|Rat|Stadtverordnetenversammlung|Gemeindevertretung|Kreisausschuss"
    r"|Hauptausschuss|Verbandsversammlung|Fraktion|Magistrat|Personalrat|Mitgliederversammlung|Vollversammlung"
    r"|Landesvorstand|Landesausschuss|Präsidium|Vorstand)\b"
)
_ORGAN = re.compile(
    r"(?:\w+versammlung|(?:Landes|Bundes|Haupt)?(?:[Vv]orstand|[Pp]räsidium|[Aa]usschuss)|Beirat) (?=de[rs] )"
)


def offices(authors: Iterable[str]) -> list[tuple[str, str]]:
    """Return pairs of the word a document uses and the full name of the office it means.

    Words that would mean two offices are left out.

    >>> offices(["Kreistag des Landkreises Oder-Finow"])[:2]
    [('Kreistag', 'Kreistag des Landkreises Oder-Finow'), ('Landrat', 'Landrat des Landkreises Oder-Finow')]
    """
    full: dict[str, set[str]] = {}
    order: list[str] = []
    for author in authors:
        for word, name in (*_head(author), *_of_seat(author), *_of_association(author)):
            if word not in full:
                order.append(word)
            full.setdefault(word, set()).add(name)
    return [(word, next(iter(full[word]))) for word in order if len(full[word]) == 1]


def _head(author: str) -> list[tuple[str, str]]:
    match = _HEAD.match(author)
    return [(match["head"], author)] if match is not None and match.end() < len(author) else []


def _of_seat(author: str) -> list[tuple[str, str]]:
    for pattern in _SEATS:
        match = pattern.search(author)
        if match is not None:
            break
    else:
        return []
    groups = match.groupdict()
    place, kind = match["place"], groups.get("kind") or ""
    if kind in ("Landkreis", "Kreis") or groups.get("council") == "Kreistag":
        county = f"{kind or 'Landkreis'}es {place}"
        pairs = [(office, f"{office} des {county}") for office in ("Landrat", "Landrätin", "Kreistag")]
        return [*pairs, *((word, f"{kind or 'Landkreis'} {place}") for word in _own("Kreisverwaltung"))]
    town = kind or ("Gemeinde" if groups.get("council") == "Gemeinderat" else "Stadt")
    pairs = [
        (office, f"{office} der {town} {place}")
        for office in ("Oberbürgermeister", "Oberbürgermeisterin", "Bürgermeister", "Bürgermeisterin")
    ]
    council = groups.get("council") or ("Gemeinderat" if town == "Gemeinde" else "Stadtrat")
    pairs.append((council, f"{council} {place}"))
    administration = "Stadtverwaltung" if "tadt" in town else "Gemeindeverwaltung"
    pairs.append(("Magistrat", f"Magistrat der {town} {place}"))
    return [*pairs, *((word, f"{administration} {place}") for word in _own(administration))]


def _own(*names: str) -> Sequence[str]:
    return ("Verwaltung", *names)


def _of_association(author: str) -> list[tuple[str, str]]:
    """Return the office of an association: *Geschäftsstelle des Niedersächsischen Städtetages*."""
    organ = _ORGAN.match(author)
    if organ is not None:
        return [("Geschäftsstelle", f"Geschäftsstelle {author[organ.end() :].strip()}")]
    attribute = genitive(without_legal_form(author))
    if not attribute.startswith(("der ", "des ")):
        return []
    return [("Geschäftsstelle", f"Geschäftsstelle {attribute}")]


_COUNCILS = re.compile(r"\b(?:Rat(?:e?s)?|Stadtrat(?:e?s)?|Kreistag(?:e?s)?|Gemeinderat(?:e?s)?)\b")


def seats(text: str, facts: DocumentFacts) -> list[str]:
    """Return the town or county of whose council a motion or paper is, as its text names it most often.

    Only documents that speak of a council have one: elsewhere *der Bürgermeister* may be any.
    """
    group = facts.type is DocumentType.PRESS_RELEASE and (facts.publisher or "").startswith("Fraktion")
    if not (facts.type in _LOCAL or group) or not _COUNCILS.search(text):
        return []
    counts: Counter[str] = Counter()
    for pattern in _SEATS:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            kind = groups.get("kind") or ("Landkreis" if groups["council"] == "Kreistag" else "Stadt")
            counts[f"{kind} {match['place']}"] += 1
    if counts:
        return [counts.most_common(1)[0][0]]
    council = _COUNCILS.search(text)
    if not facts.place or council is None or facts.type is DocumentType.OPEN_LETTER:
        return []
    kind = {"K": "Landkreis", "G": "Gemeinde"}.get(council[0][0], "Stadt")
    return [f"{kind} {facts.place}"]
