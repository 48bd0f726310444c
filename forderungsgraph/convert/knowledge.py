"""What holds for a whole document: its names for bodies, its only addressee, what the sidecar knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..model import Certainty, DocumentFacts, DocumentType, NameKind, RegisterEntity, RegisterName, Sidecar
from .bodies import Body
from .findings import MEMBERS, Finding
from .score import NARRATIVE, THRESHOLD
from .states import STATE_NAMES


def shown_name(entity: RegisterEntity, name: RegisterName) -> str:
    """Return how a body is written out: as the text calls it, abbreviations in full (guideline, section 5)."""
    if name.kind in (NameKind.ABBREVIATION, NameKind.SHORT):
        return name.shown or entity.label
    return name.shown or name.text


def too_generic(name: str) -> bool:
    """Whether a register's name is a common noun that only the document's Land makes a body."""
    return name.lower() in (
        "land",
        "bund",
        "länder",
        "kommunen",
        "kommission",
        "verwaltung",
        "senat",
        "freistaat",
        "staat",
        "landtag",
        "landesregierung",
    )


def aliases(name: str) -> list[str]:
    """Return the generic words by which a text calls the body ``name``: *der Verband*, *das Bündnis*."""
    lowered = name.lower()
    aliases = []
    for word, forms in (
        ("verband", "Verband"), ("bund", "Verband"), ("tag", "Verband"), ("bündnis", "Bündnis"), ("netzwerk", "Netzwerk"), ("kammer", "Kammer"),
        ("stiftung", "Stiftung"), ("gewerkschaft", "Gewerkschaft"), ("vereinigung", "Vereinigung"), ("initiative", "Initiative"),
        ("fraktion", "Fraktion"), ("gesellschaft", "Gesellschaft"), ("verein", "Verein"), ("arbeitsgemeinschaft", "Arbeitsgemeinschaft"),
        ("allianz", "Allianz"), ("forum", "Forum"), ("ausschuss", "Ausschuss"), ("verbund", "Verbund"), ("union", "Union"), ("partei", "Partei"),
        ("städtetag", "Städtetag"), ("landkreistag", "Landkreistag"), ("gemeindebund", "Gemeindebund"), ("städtebund", "Städtebund"), ("gemeindetag", "Gemeindetag"),
        ("versammlung", "Verbandsversammlung"), ("verband", "Mitgliederversammlung"), ("tag", "Mitgliederversammlung"), ("bund", "Mitgliederversammlung"),
        ("verband", "Präsidium"), ("tag", "Präsidium"), ("bund", "Präsidium"), ("verband", "Vorstand"), ("tag", "Vorstand"), ("bund", "Vorstand"),
        ("beirat", "Beirat"), ("liste", "Liste"), ("kammer", "Vollversammlung"),
    ):  # fmt: skip
        if word in lowered and forms not in aliases:
            aliases.append(forms)
    return aliases


def known_facts(facts: DocumentFacts, sidecar: Sidecar | None) -> DocumentFacts:
    """Return the facts with what the sidecar knows better."""
    if sidecar is None:
        return facts
    return replace(
        facts,
        type=sidecar.type or facts.type,
        title=sidecar.title,
        publisher=sidecar.publisher or facts.publisher,
        authors=sidecar.authors or facts.authors,
        date=sidecar.date.isoformat() if sidecar.date else None,
        date_certainty=sidecar.date_certainty or (Certainty.STATED if sidecar.date else None),
        place=sidecar.place,
        territory=_land(sidecar.territory) if sidecar.territory else facts.territory,
        number=sidecar.number or facts.number,
    )


def _land(territory: str) -> str | None:
    """Return the Land that a sidecar names; None where it names the Federation or the Union."""
    return territory if territory in STATE_NAMES else None


_RULING = re.compile(
    r"^(?:Bund|Bundesregierung|Land|Freistaat|Saarland|Länder|Senat)\b|[Rr]egierung|[Mm]inisterium|Staatskanzlei|IT-Planungsrat|"
    r"[Ll]andtag|Bundestag|Abgeordnetenhaus|Bürgerschaft|Senatsverwaltung|Kommission"
)
_DIRECTED = frozenset(
    (
        DocumentType.PRESS_RELEASE,
        DocumentType.RESOLUTION,
        DocumentType.DECISION,
        DocumentType.STATEMENT,
        DocumentType.OPEN_LETTER,
    )
)
"""Kinds of documents that turn to somebody: the only government or parliament that they name is meant."""
MAIN_OF_ALL = 0.6
"""The same among all public bodies, mayors and offices included."""
SPARSE = 4
"""To so many demands without an addressee, one that is named but once may still be the only one."""
MAIN_SHARE = 0.85
"""From this share of the demands on governments and parliaments on, an addressee is taken for the document's only one."""


def inherit_addressee(
    findings: Sequence[Finding],
    letter: tuple[Body, ...],
    facts: DocumentFacts,
    named: Iterable[Body] = (),
) -> list[Finding]:
    """Give demands without an addressee the only one that the document has (guideline, section 5).

    :param letter: to whom it is written
    :param named: the bodies it names, in order
    """
    told: Counter[str] = Counter()
    ruled: Counter[str] = Counter()
    bodies: dict[str, Body] = {}
    for finding in findings:
        if finding.candidate.weight < THRESHOLD or not finding.addressees:
            continue
        for body in finding.addressees:
            if body.public and not (body.plural and body.name in MEMBERS):
                level = _level(body)
                told[level] += 1
                ruled[level] += _RULING.search(level) is not None
                bodies.setdefault(level, body)
    only: tuple[Body, ...] = letter
    narrative = facts.type in NARRATIVE or facts.type is DocumentType.ELECTION_PROGRAMME
    if not only and told and not narrative:
        first, count = told.most_common(1)[0]
        ruling = bodies[first].public and _RULING.search(first) is not None
        open_ones = sum(1 for f in findings if not f.addressees and f.candidate.weight >= THRESHOLD)
        alone = len(told) == 1 and (count > 1 or open_ones <= SPARSE)
        most = count >= 3 and count >= MAIN_SHARE * ruled.total() and count >= MAIN_OF_ALL * told.total()
        if ruling and (alone or most):
            only = (bodies[first],)
    if not only and facts.type in _DIRECTED and (not told or facts.type is not DocumentType.PRESS_RELEASE):
        ruling_ones = {_level(b): b for b in named if b.public and not b.plural and _RULING.search(_level(b))}
        if len(ruling_ones) == 1 and set(told) <= set(ruling_ones):
            only = tuple(ruling_ones.values())
    return [replace(f, addressees=only, inherited=True) if not f.addressees and only else f for f in findings]


def _level(body: Body) -> str:
    name = body.name
    if name in ("Bund", "Bundesregierung"):
        return "Bund"
    if re.match(r"(?:Land|Freistaat|Landesregierung|\w+ (?:Landes|Staats)regierung|Senat|Saarland)\b", name):
        return "Land"
    return name
