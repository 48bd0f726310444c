"""What graphs say of demands and of the things around them, read back from their lines.

A build hands the lines of its graphs over one by one, so that nobody needs a store of them all: search and
lineage keep of each demand what they compare.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import RDF, RDFS, SKOS
from rdflib.namespace import DCTERMS, FOAF

from .iri import DEFAULT_BASE, ELI, FG, OA
from .ntriples import plain_of

_LAWS: Final = (
    FG.concernsLaw, FG.demandsEnactment, FG.demandsAmendment, FG.demandsEntryIntoForce, FG.reliesOn,
)  # fmt: skip
_SERVICES: Final = (FG.concernsService, FG.demandsService)
_OTHERS: Final = (FG.concernsProgramme, FG.concernsPrinciple)
_LABELS: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title, FOAF.name)
_NAMES: Final = (*_LABELS, SKOS.altLabel, FG.abbreviation)
_WANTED: Final = frozenset(
    f"<{predicate}>"
    for predicate in (
        *_LAWS, *_SERVICES, *_OTHERS, *_NAMES, RDF.type, FG.wording, FG.statedIn, FG.demandedBy, FG.addressedTo,
        FG.topic, FG.speechAct, FG.demandKind, FG.instrument, FG.targetGroup, FG.confidence, FG.deadline,
        FG.amount, FG.amountValue, FG.section, FG.hasStatus, FG.status, FG.observedOn, FG.evidence,
        DCTERMS.date, OA.hasSource, OA.hasSelector, OA.exact, OA.start, ELI.is_part_of, FG.instanceOf, FG.amends,
    )
)  # fmt: skip
_BATCH: Final = 5_000


@dataclass(frozen=True, slots=True)
class Label:
    """German and English name; the English one is the German one where there is no other."""

    de: str
    en: str


@dataclass(frozen=True, slots=True)
class KnownDemand:
    """A demand as graphs describe it; things are their IRIs, sorted.

    :param date: of the document: ``2019-09-25``, ``2019-09`` or ``2019``; None if not known
    :param laws: the acts, also those of cited provisions; ``services`` alike with those of instances
    :param others: programmes and principles
    :param instruments: last parts of their concepts; ``topics``, ``target_groups`` and ``speech_act`` alike
    :param status: what became of it as last observed, None if nobody looked
    """

    iri: str
    wording: str
    document: str
    date: str | None
    section: str
    demanders: tuple[str, ...]
    addressees: tuple[str, ...]
    laws: tuple[str, ...]
    services: tuple[str, ...]
    others: tuple[str, ...]
    topics: tuple[str, ...]
    instruments: tuple[str, ...]
    target_groups: tuple[str, ...]
    speech_act: str
    rejection: bool
    confidence: float
    deadlines: tuple[str, ...]
    amounts: tuple[Decimal, ...]
    status: str | None
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownPassage:
    """A quotation and the document it stands in; ``start`` counts the code points before it."""

    iri: str
    exact: str
    document: str
    start: int


_Values = list[tuple[str, str | None]]


class Statements:
    """Collects lines and tells what they say.

    :param base: base IRI of the identifiers
    """

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self._things = f"<{base}id/"
        self._concepts = f"<{DEFAULT_BASE}id/"
        # there are many of them, and none is a thing that a demand is about
        self._skipped = tuple(
            f"{self._things}{kind}/" for kind in ("assertion", "relation", "lineage", "topic-line", "run")
        )
        self.base = base
        self._said: dict[str, dict[str, _Values]] = {}

    def add(self, lines: Iterable[str]) -> None:
        """Keep what of these N-Triples (or N-Quads without the name of the graph) matters."""
        batch: list[str] = []
        for line in lines:
            if line.startswith(self._skipped):
                continue
            if line.startswith((self._things, self._concepts)) and line.split(" ", 2)[1] in _WANTED:
                batch.append(line)
                if len(batch) >= _BATCH:
                    self._take(batch)
                    batch = []
        self._take(batch)

    def _take(self, lines: list[str]) -> None:
        if not lines:
            return
        for subject, predicate, value, language in plain_of(lines):
            values = self._said.setdefault(subject, {}).setdefault(predicate, [])
            if (value, language) not in values:
                values.append((value, language))

    def _values(self, subject: str, *predicates: str) -> tuple[str, ...]:
        said = self._said.get(subject, {})
        return tuple(sorted({value for predicate in predicates for value, _ in said.get(predicate, ())}))

    def _one(self, subject: str, predicate: str) -> str | None:
        return next(iter(self._values(subject, predicate)), None)

    def key(self, iri: str) -> str:
        """Return the identifier without the base: ``law/ozg``."""
        for start in (self._things, self._concepts):
            if iri.startswith(start[1:]):
                return iri[len(start) - 1 :]
        return iri

    def concept(self, scheme: str, key: str) -> str:
        """Return the identifier of a concept of the vocabulary."""
        return f"{self._concepts[1:]}{scheme}/{key}"

    def label(self, iri: str) -> Label:
        """Return the names of a thing; the last part of its identifier where it has none."""
        said = self._said.get(iri, {})
        found: dict[str | None, str] = {}
        for predicate in _LABELS:
            for value, language in sorted(said.get(str(predicate), ()), key=lambda each: each[0]):
                found.setdefault(language, value)
        german = found.get("de") or found.get(None) or found.get("en") or self.key(iri).rpartition("/")[2]
        return Label(german, found.get("en") or german)

    def short_label(self, iri: str) -> Label:
        """Return the abbreviation of a thing where it has one, else its names."""
        short = self._one(iri, str(FG.abbreviation))
        return self.label(iri) if short is None else Label(short, short)

    def names(self, iri: str) -> tuple[str, ...]:
        """Return all names of a thing, sorted."""
        return self._values(iri, *map(str, _NAMES))

    def things(self, kind: str) -> tuple[str, ...]:
        """Return the things of a kind (``law``, ``organisation`` …) that have a name, parts of laws left out."""
        start = f"{self.base}id/{kind}/"
        return tuple(
            sorted(
                iri
                for iri in self._said
                if iri.startswith(start) and "/" not in iri[len(start) :] and self.names(iri)
            )
        )

    def linked(self, iri: str, predicate: str) -> tuple[str, ...]:
        """Return what a thing is linked to by a property, sorted, with what was concluded."""
        return self._values(iri, predicate)

    def is_a(self, iri: str, cls: str) -> bool:
        """Tell whether a thing belongs to a class."""
        return cls in self._values(iri, str(RDF.type))

    def amended_by(self, law: str) -> tuple[str, ...]:
        """Return the laws that a law amends, sorted."""
        return self._values(law, str(FG.amends))

    def demands(self) -> tuple[KnownDemand, ...]:
        """Return all demands, sorted by identifier."""
        start = f"{self.base}id/demand/"
        return tuple(
            self._demand(iri, said)
            for iri, said in sorted(self._said.items())
            if iri.startswith(start) and str(FG.wording) in said
        )

    def passages(self) -> Iterator[KnownPassage]:
        """Yield all quotations, sorted by identifier."""
        start = f"{self.base}id/passage/"
        for iri, said in sorted(self._said.items()):
            if iri.startswith(start) and str(OA.hasSource) in said:
                exact = first = None
                for selector in self._values(iri, str(OA.hasSelector)):
                    exact = self._one(selector, str(OA.exact)) or exact
                    first = self._one(selector, str(OA.start)) or first
                if exact is not None:
                    yield KnownPassage(iri, exact, said[str(OA.hasSource)][0][0], int(first or 0))

    def date(self, document: str) -> str | None:
        """Return the date of a document, None if not known."""
        return self._one(document, str(DCTERMS.date))

    def _demand(self, iri: str, said: Mapping[str, _Values]) -> KnownDemand:
        document = self._one(iri, str(FG.statedIn)) or ""
        laws = self._with_wholes(self._values(iri, *map(str, _LAWS)), str(ELI.is_part_of))
        acts = self._concept_keys(iri, str(FG.speechAct))
        return KnownDemand(
            iri=iri,
            wording=said[str(FG.wording)][0][0],
            document=document,
            date=self.date(document),
            section=self._one(iri, str(FG.section)) or "",
            demanders=self._values(iri, str(FG.demandedBy)),
            addressees=self._values(iri, str(FG.addressedTo)),
            laws=tuple(law for law in laws if self.key(law).count("/") == 1),
            services=self._with_wholes(self._values(iri, *map(str, _SERVICES)), str(FG.instanceOf)),
            others=self._values(iri, *map(str, _OTHERS)),
            topics=self._concept_keys(iri, str(FG.topic)),
            instruments=self._concept_keys(iri, str(FG.instrument)),
            target_groups=self._concept_keys(iri, str(FG.targetGroup)),
            speech_act=acts[0] if acts else "",
            rejection=str(FG.Rejection) in self._values(iri, str(RDF.type)),
            confidence=float(self._one(iri, str(FG.confidence)) or 0),
            deadlines=self._values(iri, str(FG.deadline)),
            amounts=tuple(sorted(self._amounts(iri))),
            status=self._status(iri),
            passages=self._values(iri, str(FG.evidence)),
        )

    def _with_wholes(self, things: tuple[str, ...], predicate: str) -> tuple[str, ...]:
        """Return things with those of which they are a part or instance."""
        found, waiting = set(things), list(things)
        while waiting:
            for whole in self._values(waiting.pop(), predicate):
                if whole not in found:
                    found.add(whole)
                    waiting.append(whole)
        return tuple(sorted(found))

    def _concept_keys(self, iri: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(concept.rpartition("/")[2] for concept in self._values(iri, predicate)))

    def _amounts(self, iri: str) -> Iterator[Decimal]:
        for amount in self._values(iri, str(FG.amount)):
            for value in self._values(amount, str(FG.amountValue)):
                try:
                    yield Decimal(value)
                except InvalidOperation:
                    continue

    def _status(self, iri: str) -> str | None:
        """Return the state that was observed last; one without a day counts as the earliest."""
        observed = [
            (self._one(node, str(FG.observedOn)) or "", self._one(node, str(FG.status)) or "")
            for node in self._values(iri, str(FG.hasStatus))
        ]
        return max(observed)[1].rpartition("/")[2] or None if observed else None
