"""What a comparison with gold yields: counts by name, and everything that was wrong."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

from .counts import Count
from .matching import Record

FACTS: Final = {
    "type": "Art", "title": "Titel", "date": "Datum", "place": "Ort", "publisher": "Herausgeber", "authors": "Verfasser",
}  # fmt: skip
"""Facts of documents that are compared, with their German names."""


@dataclass(slots=True)
class Mean:
    """A mean over demands."""

    total: float = 0.0
    n: int = 0

    @property
    def value(self) -> float:
        """The mean (1 over nothing)."""
        return self.total / self.n if self.n else 1.0


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that differs from gold, of a demand or (``span`` None) of a document.

    :param name: ``demander``, ``laws``, ``kind``, ``title`` …
    :param expected: the first right answer
    """

    doc: str
    name: str
    span: tuple[int, int] | None
    expected: tuple[str, ...]
    found: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        place = {} if self.span is None else {"start": self.span[0], "end": self.span[1]}
        values = {"expected": list(self.expected), "found": list(self.found)}
        return {"doc": self.doc, "name": self.name, **place, **values}


def _counts() -> defaultdict[str, Count]:
    return defaultdict(Count)


@dataclass(slots=True)
class Evaluation:
    """Measures over a set of documents.

    :param repetitions: gold spans with ``dup_of`` that were found; they count nowhere else
    :param kind: matched demands whose kind is right
    :param demander_mean: set-F1 per matched demand, averaged; ``demander`` sums names instead
    :param groups: demands by group of documents; a document can be in several or in none
    :param partial: matched demands whose borders are wrong (overlap below 0.8)
    :param remarks: what does not fit between gold and texts
    """

    documents: int = 0
    demands: Count = field(default_factory=Count)
    strict: Count = field(default_factory=Count)
    repetitions: Count = field(default_factory=Count)
    kind: Count = field(default_factory=Count)
    demander: Count = field(default_factory=Count)
    demander_mean: Mean = field(default_factory=Mean)
    addressee: Count = field(default_factory=Count)
    addressee_mean: Mean = field(default_factory=Mean)
    demand_laws: Count = field(default_factory=Count)
    demand_services: Count = field(default_factory=Count)
    laws: Count = field(default_factory=Count)
    services: Count = field(default_factory=Count)
    groups: defaultdict[str, Count] = field(default_factory=_counts)
    by_kind: defaultdict[str, Count] = field(default_factory=_counts)
    by_type: defaultdict[str, Count] = field(default_factory=_counts)
    facts: defaultdict[str, Count] = field(default_factory=_counts)
    false_in_empty: int = 0
    empty_documents: int = 0
    misses: list[Record] = field(default_factory=list)
    false_alarms: list[Record] = field(default_factory=list)
    partial: list[tuple[Record, Record]] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def false_per_empty(self) -> float:
        """False demands per document without demands (0 if there is no such document)."""
        return self.false_in_empty / self.empty_documents if self.empty_documents else 0.0

    def add(self, other: Evaluation) -> None:
        """Add the measures over other documents."""
        self.documents += other.documents
        self.false_in_empty += other.false_in_empty
        self.empty_documents += other.empty_documents
        for mine, theirs in zip(self._plain(), other._plain(), strict=True):
            mine.add(theirs.hit, theirs.found, theirs.expected)
        for ours, others in zip(self._named(), other._named(), strict=True):
            for name, count in others.items():
                ours[name].add(count.hit, count.found, count.expected)
        for mean, more in (
            (self.demander_mean, other.demander_mean),
            (self.addressee_mean, other.addressee_mean),
        ):
            mean.total += more.total
            mean.n += more.n
        self.misses += other.misses
        self.false_alarms += other.false_alarms
        self.partial += other.partial
        self.wrong += other.wrong
        self.remarks += other.remarks

    def _plain(self) -> tuple[Count, ...]:
        return (
            self.demands, self.strict, self.repetitions, self.kind, self.demander, self.addressee,
            self.demand_laws, self.demand_services, self.laws, self.services,
        )  # fmt: skip

    def _named(self) -> tuple[defaultdict[str, Count], ...]:
        return (self.groups, self.by_kind, self.by_type, self.facts)

    def measures(self) -> dict[str, Count]:
        """Return the counts by German name, in the order in which a reader wants them."""
        return {
            "Forderungen": self.demands,
            "Forderungen, streng (Überdeckung ≥ 0,8)": self.strict,
            "Fordernde": self.demander,
            "Adressaten": self.addressee,
            "Gesetze je Forderung": self.demand_laws,
            "Dienste je Forderung": self.demand_services,
            "Gesetze je Dokument": self.laws,
            "Dienste je Dokument": self.services,
            **{f"Gruppe {name}": count for name, count in sorted(self.groups.items())},
            **{f"Form {name}": count for name, count in sorted(self.by_kind.items())},
            "Form richtig bestimmt": self.kind,
            "Wiederholungen (zählen nicht mit)": self.repetitions,
            **{f"Typ {name}": count for name, count in sorted(self.by_type.items())},
            **{f"Angabe {FACTS[name]}": self.facts[name] for name in FACTS if name in self.facts},
        }

    def figures(self) -> dict[str, Any]:
        """Return the figures as plain values for JSON, without a word of the texts."""
        return {
            "documents": self.documents,
            "measures": {name: count.to_dict() for name, count in self.measures().items()},
            "means": {
                "Fordernde": round(self.demander_mean.value, 4),
                "Adressaten": round(self.addressee_mean.value, 4),
            },
            "emptyDocuments": self.empty_documents,
            "falseInEmptyDocuments": self.false_in_empty,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return self.figures() | {
            "misses": [dict(row) for row in self.misses],
            "falseAlarms": [dict(row) for row in self.false_alarms],
            "partial": [{"expected": dict(gold), "found": dict(found)} for gold, found in self.partial],
            "wrong": [each.to_dict() for each in self.wrong],
        }
