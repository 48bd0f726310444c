"""The review list of a release: findings that wait for a person, kept apart from the graph.

One JSON object a line, in the order of documents and positions: what ``extract`` tells of a demand, and

* ``demand``: the identifier that it would have in the graph, behind ``…/id/demand/``
* ``document``: slug of the document
* ``act``: speech act
* ``sentence``: the whole sentences in which it stands
* ``confidence``: of findings like this one, the share that was right on annotated texts
* ``notes``: what raised or lowered the weight by which it is no demand

Contact data is left out of all texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from typing import Any, Final

from .errors import ReleaseError
from .graph import Source, demand_key, keyed_demands, without_contacts
from .model import Demand
from .records import demand_record
from .release import Release

REVIEW: Final = "review.jsonl"
REJECTED: Final = "rejected.jsonl"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding that may be a demand.

    :param demand: the identifier that it would have
    :param doc: file name of the text; ``start`` and ``end`` are code points in it
    :param confidence: low, or high where nobody is known who demands
    """

    demand: str
    document: str
    doc: str
    start: int
    end: int
    text: str
    sentence: str
    demander: tuple[str, ...]
    addressee: tuple[str, ...]
    laws: tuple[str, ...]
    services: tuple[str, ...]
    kind: str
    act: str
    section: str
    confidence: float
    rule: str
    notes: tuple[str, ...]


def proposals(source: Source) -> Iterator[Proposal]:
    """Yield what a document leaves to a person, in order of position.

    That is what is too unsure, and demands of which nobody is known who makes them. What is repeated word
    for word has one identifier and stands here once, or not at all where the graph has it.
    """
    known = {key for key, _ in keyed_demands(source)}
    nobody = (demand for demand in source.conversion.demands if not demand.demanders)
    for demand in sorted((*source.conversion.review, *nobody), key=lambda demand: demand.spans):
        key = demand_key(source.slug, demand, source.text)
        if key not in known:
            known.add(key)
            yield proposal(demand, source)


def proposal(demand: Demand, source: Source) -> Proposal:
    """Return one finding of a document as it stands in the list."""
    known = demand_record(source.conversion.name, demand)
    known |= {
        "demand": demand_key(source.slug, demand, source.text),
        "document": source.slug,
        "act": demand.speech_act.value,
        "text": without_contacts(demand.text),
        "sentence": without_contacts(demand.sentence),
        "section": without_contacts(demand.section),
        "notes": demand.notes,
    }
    return Proposal(**{name: _frozen(known[name]) for name in _NAMES})


_NAMES: Final = tuple(field.name for field in fields(Proposal))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def to_line(found: Proposal) -> str:
    """Return a finding as it stands in the review list."""
    return _line(asdict(found))


def rejected_lines(source: Source, rejected: Iterable[Demand]) -> tuple[str, ...]:
    """Return what people rejected, in the same shape, with ``by`` whom, ``on`` what day and ``why``."""
    lines = []
    for demand in sorted(rejected, key=lambda demand: demand.spans):
        assert demand.reviewed is not None
        who = {"by": demand.reviewed.by, "on": demand.reviewed.on.isoformat(), "why": demand.reviewed.why}
        lines.append(_line(asdict(proposal(demand, source)) | who))
    return tuple(lines)


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)


def read_proposals(release: Release) -> tuple[Proposal, ...]:
    """Return the review list of a release.

    :raises ReleaseError: if it is missing or broken
    """
    place = release.folder / REVIEW
    try:
        rows = [json.loads(line) for line in place.read_bytes().splitlines()]
        return tuple(Proposal(**{name: _frozen(row[name]) for name in _NAMES}) for row in rows)
    except (OSError, ValueError, KeyError, TypeError):
        raise ReleaseError(
            "Die Prüfliste ist nicht lesbar", place=place, hint="Das Release neu bauen: forderungsgraph build"
        ) from None
