"""What differs between two versions: quads, and in words: schema first, then demands, documents, other things.

A thing that is gone leaves a tombstone (``owl:deprecated``), with the thing that took its place where one is
found: for a demand, the new one of the same document whose evidence overlaps most, or whose wording is much alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from difflib import SequenceMatcher
from typing import Any, Final

import pyoxigraph as ox
from rdflib import DCTERMS, OWL, XSD, Graph, Literal, URIRef

from ..iri import FG, OA
from .canonical import parsed

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_DEPRECATED: Final = str(OWL.deprecated)
_REPLACED: Final = str(DCTERMS.isReplacedBy)
# what says how something came into the graph, not what it is
_ASIDE: Final = ("inferred", "lineage", "provenance/", "void", "queries", "withdrawn")

_MUCH_ALIKE: Final = 0.7
"""of 1: share of the characters of two wordings that they have in common, in order"""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing as the list of changes names it.

    :param document: IRI of the document that a demand is in
    """

    iri: str
    label: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """A thing that is in both versions; ``properties`` whose values differ, sorted."""

    thing: Thing
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A thing that is gone, and what took its place."""

    thing: Thing
    replaced_by: Thing | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind of thing."""

    added: tuple[Thing, ...] = ()
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from the previous version; of the first version: everything is new, nothing is listed.

    :param schema: terms of the ontology and concepts of the vocabularies
    :param added: canonical N-Quads that are new; ``removed``: that are gone
    :param gone: IRI of each withdrawn thing, also earlier ones, and of what took its place
    """

    previous: str | None
    schema: Group = Group()
    demands: Group = Group()
    documents: Group = Group()
    others: Group = Group()
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    gone: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The changes in one German sentence."""
        if self.previous is None:
            return "Erste veröffentlichte Version."
        parts = []
        if self.schema:
            parts.append("Begriffe geändert")
        for name, group in (("Forderungen", self.demands), ("Dokumente", self.documents)):
            for word, entries in (
                ("neu", group.added),
                ("geändert", group.changed),
                ("zurückgezogen", group.withdrawn),
            ):
                if entries:
                    parts.append(f"{name} {word}: {len(entries)}")
        if not parts:
            parts.append("Forderungen, Dokumente und Begriffe unverändert")
        return f"Gegenüber {self.previous}: {'; '.join(parts)}."

    def record(self) -> dict[str, Any]:
        """Return the list as plain values."""
        return {
            "previous": self.previous,
            "summary": self.sentence,
            **{name: asdict(getattr(self, name)) for name in ("schema", "demands", "documents", "others")},
            "quadsAdded": len(self.added),
            "quadsRemoved": len(self.removed),
        }


@dataclass(slots=True)
class _Side:
    """What one version says of each thing below ``/id/`` and of each term of the ontology."""

    base: str
    facts: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    schema: set[str] = field(default_factory=set)
    kinds: dict[str, set[str]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    wordings: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, set[str]] = field(default_factory=dict)
    selectors: dict[str, set[str]] = field(default_factory=dict)
    offsets: dict[str, dict[str, int]] = field(default_factory=dict)
    gone: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, lines: Sequence[str], base: str) -> _Side:
        side = cls(base)
        for quad in parsed(lines):
            side._take(quad)
        return side

    def _take(self, quad: ox.Quad) -> None:
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(quad.graph_name, ox.NamedNode)
        subject, predicate = quad.subject.value, quad.predicate.value
        graph = quad.graph_name.value.removeprefix(f"{self.base}graph/")
        value = quad.object.value if isinstance(quad.object, ox.NamedNode | ox.Literal) else str(quad.object)
        if graph == "withdrawn":
            if predicate == _REPLACED:
                self.gone[subject] = value
            else:
                self.gone.setdefault(subject, None)
        if graph.startswith(_ASIDE):
            return
        if graph in ("ontology", "vocabulary"):
            self.schema.add(subject)
        self.facts.setdefault(subject, set()).add((predicate, str(quad.object)))
        if (
            predicate == _LABEL
            and isinstance(quad.object, ox.Literal)
            and quad.object.language in ("de", None)
        ):
            self.labels[subject] = min(value, self.labels.get(subject, value))
        elif predicate == _TYPE:
            self.kinds.setdefault(subject, set()).add(value)
        elif predicate == str(FG.statedIn):
            self.documents[subject] = value
        elif predicate == str(FG.wording):
            self.wordings[subject] = value
        elif predicate == str(FG.evidence):
            self.evidence.setdefault(subject, set()).add(value)
        elif predicate == str(OA.hasSelector):
            self.selectors.setdefault(subject, set()).add(value)
        elif predicate in (str(OA.start), str(OA.end)):
            self.offsets.setdefault(subject, {})[predicate] = int(value)

    def thing(self, iri: str) -> Thing:
        return Thing(
            iri, self.labels.get(iri, iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]), self.documents.get(iri)
        )

    def spans(self, demand: str) -> list[Span]:
        """Return where the evidence of a demand lies."""
        found = []
        for passage in self.evidence.get(demand, ()):
            for selector in self.selectors.get(passage, ()):
                place = self.offsets.get(selector, {})
                if len(place) == 2:
                    found.append((place[str(OA.start)], place[str(OA.end)]))
        return sorted(found)

    def iris(self, kind: str) -> set[str]:
        start = f"{self.base}id/{kind}/"
        return {iri for iri in self.facts if iri.startswith(start)}


def changes(old: Sequence[str], new: Sequence[str], base: str, previous: str) -> Changes:
    """Compare two versions, given as canonical N-Quads.

    :param base: base IRI of both
    :param previous: number of the older one
    """
    before, after = _Side.of(old, base), _Side.of(new, base)
    replaced = _successors(before, after)
    here, gone_here = (
        {iri for iri in side.facts if iri.startswith(f"{base}id/")} for side in (after, before)
    )
    gone: dict[str, str | None] = {iri: where for iri, where in before.gone.items() if iri not in here}
    gone |= {iri: replaced.get(iri) for iri in gone_here - here - before.schema}
    # parts of a demand's evidence, and statements about statements, need no line of their own
    plain = [
        iri
        for iri in sorted(here | gone_here)
        if not iri.startswith(
            tuple(
                f"{base}id/{kind}/"
                for kind in ("demand", "document", "passage", "assertion", "run", "status")
            )
        )
        and iri not in before.schema | after.schema
    ]
    return Changes(
        previous,
        _group(before, after, sorted(before.schema | after.schema), {}),
        _group(before, after, sorted(before.iris("demand") | after.iris("demand")), replaced),
        _group(before, after, sorted(before.iris("document") | after.iris("document")), {}),
        _group(before, after, plain, {}),
        gone={iri: _followed(where, gone) for iri, where in sorted(gone.items())},
    )


def tombstones(gone: Mapping[str, str | None]) -> Graph:
    """Return the graph of what was withdrawn."""
    graph = Graph(bind_namespaces="none")
    for iri, where in gone.items():
        graph.add((URIRef(iri), OWL.deprecated, Literal("true", datatype=XSD.boolean)))
        if where is not None:
            graph.add((URIRef(iri), DCTERMS.isReplacedBy, URIRef(where)))
    return graph


def _followed(where: str | None, gone: Mapping[str, str | None]) -> str | None:
    """Return where a chain of withdrawn things ends; None if it ends nowhere."""
    seen: set[str] = set()
    while where is not None and where in gone:
        if where in seen:
            return None
        seen.add(where)
        where = gone[where]
    return where


def _group(before: _Side, after: _Side, iris: Iterable[str], replaced: Mapping[str, str]) -> Group:
    added, changed, withdrawn = [], [], []
    for iri in iris:
        old, new = before.facts.get(iri), after.facts.get(iri)
        if old is None:
            added.append(after.thing(iri))
        elif new is None:
            where = replaced.get(iri)
            withdrawn.append(Withdrawn(before.thing(iri), None if where is None else after.thing(where)))
        elif old != new:
            properties = tuple(sorted({predicate for predicate, _ in old ^ new}))
            changed.append(Changed(after.thing(iri), properties))
    return Group(tuple(added), tuple(changed), tuple(withdrawn))


def _successors(before: _Side, after: _Side) -> dict[str, str]:
    """Return for each demand that is gone the new demand of its document that took its place.

    That is the one whose evidence overlaps most; where none does, e.g. because the text was stored anew, the one
    whose wording is most alike, if it is much alike.
    """
    fresh: dict[str, list[str]] = {}
    for demand in sorted(after.iris("demand") - before.iris("demand")):
        fresh.setdefault(after.documents.get(demand, ""), []).append(demand)
    found = {}
    for demand in before.iris("demand") - after.iris("demand"):
        others = fresh.get(before.documents.get(demand, ""), [])
        spans, wording = before.spans(demand), before.wordings.get(demand, "")
        overlaps = max(((_overlap(spans, after.spans(other)), other) for other in others), default=(0, ""))
        if overlaps[0] > 0:
            found[demand] = overlaps[1]
            continue
        alike = max(
            ((_alike(wording, after.wordings.get(other, "")), other) for other in others), default=(0.0, "")
        )
        if alike[0] >= _MUCH_ALIKE:
            found[demand] = alike[1]
    return found


def _alike(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right, autojunk=False).ratio()


def _overlap(left: Sequence[Span], right: Sequence[Span]) -> int:
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)
