"""What the page about a thing says: rows, evidence, incoming links. Values only, no HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from forderungsgraph.formats import Format
from forderungsgraph.iri import FG
from forderungsgraph.search import About, Link, Tallies
from forderungsgraph.store import Bindings, Iri, Literal, Store, Term

from .labels import Labels
from .languages import language, say
from .texts import HIDDEN, HIDDEN_INCOMING, INCOMING, ORDER

_BLANK_LINES: Final = re.compile(r"\s*\n\s*")
_RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PREFIXES: Final = f"""
PREFIX fg: <{FG._NS}>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_EVIDENCE: Final = """
SELECT DISTINCT ?passage ?exact ?prefix ?suffix ?start ?end ?source WHERE {{
  {thing} fg:evidence ?passage .
  ?passage oa:hasSource ?source ; oa:hasSelector ?quote, ?position .
  ?quote oa:exact ?exact . ?position oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?quote oa:prefix ?prefix }} OPTIONAL {{ ?quote oa:suffix ?suffix }}
}} ORDER BY ?source ?start
"""
_ASSERTIONS: Final = """
SELECT DISTINCT ?predicate ?object ?rule ?confidence WHERE {{
  ?assertion rdf:subject {thing} ; rdf:predicate ?predicate ; rdf:object ?object ; fg:rule ?rule .
  OPTIONAL {{ ?assertion fg:confidence ?confidence }}
}} ORDER BY ?predicate ?object ?rule
"""
_INCOMING: Final = (
    # stores of others may count a link that lies in two graphs twice
    "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ ?s ?p {thing} FILTER(ISIRI(?s) && ?p NOT IN ("
    + ", ".join(f"<{name}>" for name in sorted(HIDDEN_INCOMING))
    + ")) }} GROUP BY ?p"
)
_VALUES: Final = (
    # of thousands of demands the page shows none
    f"SELECT DISTINCT ?p ?o WHERE {{{{ {{thing}} ?p ?o FILTER(?p NOT IN (<{FG.demands}>, <{FG.states}>)) }}}}"
)
_GENERAL: Final = (str(FG.concernsLaw), str(FG.concernsService))
"""These two stand for all below them; of others, the most exact one is shown."""
_TALLIED: Final = {str(FG[link]): link for link in Link}
_DATA: Final = """
CONSTRUCT {{ {thing} ?p ?o . ?o rdfs:label ?l . ?s ?q {thing} . ?x ?y ?z }} WHERE {{
  {{ {thing} ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} }}
  UNION {{ SELECT ?s ?q WHERE {{ ?s ?q {thing} }} ORDER BY ?s ?q LIMIT 1000 }}
  UNION {{ {thing} (fg:evidence/oa:hasSelector?)|oa:hasSelector ?x . ?x ?y ?z }}
}}
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values."""

    heading: str
    values: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a document, by code points of the stored text."""

    passage: Iri
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    source: Iri


@dataclass(frozen=True, slots=True)
class Incoming:
    """Links from other things by one property; ``shown`` is one page of ``total``."""

    heading: str
    total: int
    shown: tuple[Iri, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing of the graph as its page shows it.

    :param types: the most specific classes
    :param classes: all classes
    :param incoming: lists on this page of incoming links
    :param incoming_total: number of all incoming links
    """

    iri: str
    name: str
    types: tuple[Iri, ...]
    classes: frozenset[str]
    wording: str | None
    rows: tuple[Row, ...]
    evidence: tuple[Evidence, ...]
    assertions: tuple[dict[str, Term], ...]
    incoming: tuple[Incoming, ...]
    incoming_total: int

    @property
    def is_demand(self) -> bool:
        """Whether the wording comes first."""
        return self.wording is not None


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A property by which things link to another one.

    :param pattern: SPARQL over ``?s``
    """

    property: str
    pattern: str
    total: int


_WITHDRAWN: Final = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?where WHERE {{ {thing} owl:deprecated true OPTIONAL {{ {thing} dct:isReplacedBy ?where }} }}
"""


def exists(store: Store, iri: str) -> bool:
    """Tell whether the graph says anything of ``iri``."""
    result = store.query(f"SELECT ?p WHERE {{ {Iri(iri).sparql()} ?p ?o }} LIMIT 1")
    return isinstance(result, Bindings) and bool(result.rows)


def withdrawn(store: Store, iri: str) -> str | None:
    """Return the IRI of what took the place of a withdrawn thing, "" where nothing did; None if it is there."""
    if not any(name.endswith("/graph/withdrawn") for name in store.graphs()):
        return None
    result = store.query(_WITHDRAWN.format(thing=Iri(iri).sparql()))
    if not isinstance(result, Bindings) or not result.rows:
        return None
    where = result.rows[0][0]
    return "" if where is None else where.value


def data(store: Store, iri: str, fmt: Format) -> bytes:
    """Return the triples about a thing, with up to 1,000 incoming links, in a graph format."""
    return store.serialise(_PREFIXES + _DATA.format(thing=Iri(iri).sparql()), fmt)


def entity(store: Store, tallies: Tallies, labels: Labels, iri: str, *, start: int, size: int) -> Entity:
    """Collect what the page about ``iri`` shows; incoming links from ``start`` on."""
    return entity_linked(store, tallies, labels, iri, links_to(store, labels, iri), start=start, size=size)


def entity_linked(
    store: Store,
    tallies: Tallies,
    labels: Labels,
    iri: str,
    links: Sequence[LinkTo],
    *,
    start: int,
    size: int,
) -> Entity:
    """Collect what the page about ``iri`` shows, with what links to it as :func:`links_to` has it."""
    thing = Iri(iri).sparql()
    values: dict[str, list[Term]] = {}
    for record in _ask(store, _VALUES.format(thing=thing)):
        values.setdefault(record["p"].value, []).append(record["o"])
    classes = frozenset(term.value for term in values.get(_RDF_TYPE, ()) if isinstance(term, Iri))
    own = frozenset(cls for cls in classes if cls.startswith(str(FG._NS))) or classes
    incoming, total = _incoming(store, tallies, labels, iri, links, start, size)
    return Entity(
        iri,
        labels.name(iri),
        tuple(Iri(cls) for cls in labels.most_specific(own)),
        classes,
        next((term.value for term in values.get(str(FG.wording), ())), None),
        _rows(labels, values),
        tuple(_evidence(record) for record in _ask(store, _EVIDENCE.format(thing=thing))),
        tuple(_ask(store, _ASSERTIONS.format(thing=thing))),
        incoming,
        total,
    )


def _ask(store: Store, text: str) -> list[dict[str, Term]]:
    result = store.query(_PREFIXES + text)
    assert isinstance(result, Bindings)
    return list(result.records())


def _rows(labels: Labels, values: dict[str, list[Term]]) -> tuple[Row, ...]:
    # what a more exact property says already is left out
    said = {
        (general, term)
        for name in values
        for general in labels.superproperties.get(name, ())
        for term in values[name]
    }
    values = {name: [term for term in terms if (name, term) not in said] for name, terms in values.items()}
    order = {name: index for index, name in enumerate(ORDER)}
    names = sorted(values, key=lambda name: (order.get(name, len(order)), labels.heading(name), name))
    return tuple(
        Row(labels.heading(name), _sorted(labels, values[name]))
        for name in names
        if name not in HIDDEN and values[name]
    )


def _sorted(labels: Labels, terms: Sequence[Term]) -> tuple[Term, ...]:
    """Sort by what is shown; of texts in several languages that of the page comes first."""

    def key(term: Term) -> tuple[bool, str, str]:
        foreign = isinstance(term, Literal) and term.language not in (None, language())
        return foreign, labels.name(term.value) if isinstance(term, Iri) else term.value, term.value

    return tuple(sorted(terms, key=key))


def _evidence(record: dict[str, Term]) -> Evidence:
    passage, source = record["passage"], record["source"]
    assert isinstance(passage, Iri)
    assert isinstance(source, Iri)
    return Evidence(
        passage,
        _BLANK_LINES.sub("\n", record["exact"].value),
        _before(record["prefix"].value, int(record["start"].value)) if "prefix" in record else "",
        _after(record["suffix"].value) if "suffix" in record else "",
        int(record["start"].value),
        int(record["end"].value),
        source,
    )


def _before(context: str, start: int) -> str:
    """Return the whole words at the end of a context that ends at ``start``; the beginning of a text is not cut."""
    return context if start <= len(context) else context.partition(" ")[2]


def _after(context: str) -> str:
    """Return the whole words at the beginning of a context."""
    return context if context.endswith((".", "!", "?", "“")) else context.rpartition(" ")[0]


def links_to(store: Store, labels: Labels, iri: str) -> list[LinkTo]:
    """Return by which properties other things link to a thing, each link by one property only."""
    thing = Iri(iri).sparql()
    counts = {
        record["p"].value: int(record["n"].value) for record in _ask(store, _INCOMING.format(thing=thing))
    }
    closed = any(name.endswith("/graph/inferred") for name in store.graphs())
    found: list[LinkTo] = []
    unsure: list[LinkTo] = []
    for name in sorted(counts):
        above = labels.superproperties.get(name, frozenset())
        general = [each for each in _GENERAL if each in above and each in counts]
        exact = [each for each in counts if name in labels.superproperties.get(each, ())]
        if name in _GENERAL:
            exact = []
        if closed and (general or any(counts[each] == counts[name] for each in exact)):
            # what follows is in the store: the other property links the same things
            continue
        pattern = f"?s <{name}> {thing} . FILTER(ISIRI(?s))"
        for other in sorted({*general, *exact}):
            pattern += f" FILTER NOT EXISTS {{ ?s <{other}> {thing} }}"
        (unsure if general or exact else found).append(LinkTo(name, pattern, counts[name]))
    if unsure:
        parts = " UNION ".join(f"{{ {link.pattern} BIND(<{link.property}> AS ?p) }}" for link in unsure)
        left = _ask(store, f"SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {parts} }} GROUP BY ?p")
        totals = {record["p"].value: int(record["n"].value) for record in left if "p" in record}
        found += [replace(link, total=totals.get(link.property, 0)) for link in unsure]
    return sorted((link for link in found if link.total), key=lambda link: link.property)


def _incoming(
    store: Store, tallies: Tallies, labels: Labels, iri: str, links: Sequence[LinkTo], start: int, size: int
) -> tuple[tuple[Incoming, ...], int]:
    lists: dict[str, tuple[Iri, ...]] = {}
    asked: list[str] = []
    passed = 0
    for link in links:
        first, last = max(0, start - passed), min(link.total, start + size - passed)
        passed += link.total
        if first >= last:
            continue
        known = _TALLIED.get(link.property)
        about = None if known is None else About(known, iri)
        if about is not None and tallies.count(about) == link.total:
            # sorting thousands of demands for the first fifty takes the store longer than all else
            newest = tallies.newest(about, start=first, size=last - first)
            lists[link.property] = tuple(map(Iri, newest))
        else:
            asked.append(
                f"{{ SELECT DISTINCT (<{link.property}> AS ?p) ?s WHERE {{ {link.pattern} }} "
                f"ORDER BY ?s LIMIT {last - first} OFFSET {first} }}"
            )
    for record in _ask(store, f"SELECT ?p ?s WHERE {{ {' UNION '.join(asked)} }}") if asked else ():
        if isinstance(subject := record["s"], Iri):
            lists[record["p"].value] = (*lists.get(record["p"].value, ()), subject)
    found = tuple(
        Incoming(
            say(INCOMING[link.property])
            if link.property in INCOMING
            else f"{say('Beziehung')}: {labels.heading(link.property)}",
            link.total,
            tuple(sorted(lists[link.property], key=lambda each: (labels.name(each.value), each.value))),
        )
        for link in links
        if link.property in lists
    )
    order = {say(heading): index for index, heading in reversed(list(enumerate(INCOMING.values())))}
    return tuple(sorted(found, key=lambda item: (order.get(item.heading, 99), item.heading))), sum(
        link.total for link in links
    )
