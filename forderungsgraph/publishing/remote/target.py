"""What a store has to be able to do; by the Graph Store Protocol, or by SPARQL Update where there is none."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from typing import Final, Protocol

import pyoxigraph as ox

from ...errors import TargetError
from ..canonical import text_of
from .compare import compared
from .connection import Connection, Reply, ensure_good

TRIPLES: Final = "application/n-triples"
# as N-Triples first: what Virtuoso writes as Turtle turns some decimals into integers
ACCEPT: Final = f"{TRIPLES}, text/turtle;q=0.5, application/rdf+xml;q=0.2"
_FORMATS: Final = {
    TRIPLES: ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/ntriples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/x-turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
_RESULTS: Final = "application/sparql-results+json"
UPDATE: Final = "application/sparql-update"
_PAGE: Final = 1000
_SUSPICIOUS: Final = 1000
"""triples from which on an answer may be a part of the whole; stores are not made to give less"""
_DEEPEST: Final = 3
_BATCH: Final = 100_000
"""characters of one INSERT DATA; stores bound the length of a request, and of its text once parsed"""


class Target(Protocol):
    """A store that graphs are published to. A graph is its triples as sorted lines of N-Triples."""

    def read(self, name: str) -> list[str]:
        """Return a graph as the store has it; an empty one where there is none.

        :raises TargetError: if it cannot be had
        """

    def put(self, name: str, lines: Sequence[str]) -> None:
        """Let a graph be these lines and nothing else.

        :raises BrokenOffError: if it is not known whether it is
        :raises TargetError: if the store refuses
        """

    def remove(self, name: str) -> None:
        """Let there be no such graph.

        :raises TargetError: if the store refuses
        """


class GraphStore:
    """A store by the SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation 2013, 4.1, 5.2 to 5.4).

    :param url: to which ``?graph=`` is added
    :param queries: the same store's answers to queries, where they are known
    """

    def __init__(self, connection: Connection, url: str, queries: Queries | None) -> None:
        self._connection = connection
        self._url = url
        self._queries = queries

    def read(self, name: str) -> list[str]:
        """Return a graph, by GET."""
        reply = self._connection.send("GET", self._url, params={"graph": name}, headers={"Accept": ACCEPT})
        # 404 says that there is no such graph; where the whole address is wrong, putting fails with 404
        if reply.status == 404:
            return []
        ensure_good(reply, self._url, f"Der Graph {name} ist nicht lesbar")
        lines = lines_in(reply, self._url)
        # Virtuoso bounds answers here too, and does not say so
        if self._queries is not None and len(lines) >= _SUSPICIOUS:
            number = self._queries.count(name)
            if len(lines) < number:
                return self._queries.sliced(name, number, len(lines))
        return lines

    def put(self, name: str, lines: Sequence[str]) -> None:
        """Put a graph, by PUT: in one request, so as a whole wherever the store keeps to the protocol."""
        reply = self._connection.send(
            "PUT", self._url, params={"graph": name}, body=text_of(lines), headers={"Content-Type": TRIPLES}
        )
        ensure_good(reply, self._url, f"Der Graph {name} wurde nicht angenommen")

    def remove(self, name: str) -> None:
        """Remove a graph, by DELETE."""
        reply = self._connection.send("DELETE", self._url, params={"graph": name})
        if reply.status != 404:
            ensure_good(reply, self._url, f"Der Graph {name} wurde nicht entfernt")


class Updates:
    """A store by SPARQL 1.1 Update (W3C Recommendation 2013, 3.1.1, 3.2.3, 3.2.5).

    A graph comes in parts into one beside it, is read back there, and takes the place of the old one in a single
    MOVE: whatever breaks before, the old one stays whole.

    :param url: takes updates
    :param queries: answers queries
    """

    def __init__(self, connection: Connection, url: str, queries: Queries) -> None:
        self._connection = connection
        self._url = url
        self._queries = queries

    def read(self, name: str) -> list[str]:
        """Return a graph, by CONSTRUCT."""
        return self._queries.graph(name)

    def put(self, name: str, lines: Sequence[str]) -> None:
        """Put a graph by way of one beside it."""
        if not lines:
            self.remove(name)
            return
        beside = beside_of(name)
        refused = f"Der Graph {name} wurde nicht angenommen"
        self._send(f"DROP SILENT GRAPH <{beside}>", refused)
        for part in _parts(lines):
            self._send(f"INSERT DATA {{ GRAPH <{beside}> {{\n{part}}} }}", refused)
        difference = compared(lines, self.read(beside))
        if not difference.same:
            raise TargetError(
                f"{refused}: Beim Zurücklesen ist er anders ({difference.sentence})",
                place=self._url,
                hint="Der bisherige Graph ist unverändert; das Protokoll des Speichers lesen",
            )
        # a second MOVE would find nothing beside it, and some stores then clear the graph: not twice
        self._send(f"MOVE GRAPH <{beside}> TO GRAPH <{name}>", refused, once=True)

    def remove(self, name: str) -> None:
        """Remove a graph, by DROP."""
        self._send(f"DROP SILENT GRAPH <{name}>", f"Der Graph {name} wurde nicht entfernt")

    def _send(self, update: str, what: str, *, once: bool = False) -> None:
        reply = self._connection.send(
            "POST", self._url, body=update.encode(), headers={"Content-Type": UPDATE}, once=once
        )
        ensure_good(reply, self._url, what)


class Queries:
    """The same store's answers to queries (SPARQL 1.1 Protocol, 2.1.2).

    :param url: takes queries
    """

    def __init__(self, connection: Connection, url: str) -> None:
        self._connection = connection
        self.url = url

    def names(self, beginning: str) -> list[str]:
        """Return the graphs whose names begin so, sorted.

        :raises TargetError: if the store does not answer
        """
        what = "Die Graphen des Speichers sind nicht zu ermitteln"
        names: list[str] = []
        # page by page, each after the last name, since stores bound the rows of an answer
        while True:
            after = f' && STR(?g) > "{names[-1]}"' if names else ""
            rows = self._rows(
                f'SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{beginning}")'
                f"{after}) }} ORDER BY ?g LIMIT {_PAGE}",
                what,
            )
            # no name is trusted that was not asked for: what is found may be removed
            found = sorted({str(row["g"]["value"]) for row in rows if "g" in row})
            found = [name for name in found if name.startswith(beginning) and (not names or name > names[-1])]
            if not found:
                return names
            names += found

    def _rows(self, query: str, what: str) -> list[dict[str, dict[str, str]]]:
        reply = self._ask(query, _RESULTS)
        ensure_good(reply, self.url, what)
        try:
            rows = json.loads(reply.content)["results"]["bindings"]
            return [{key: {"value": str(cell["value"])} for key, cell in row.items()} for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TargetError(
                f"{what}: Die Antwort ist kein Ergebnis einer Abfrage", place=self.url, hint="Adresse prüfen"
            ) from None

    def graph(self, name: str) -> list[str]:
        """Return a graph, by CONSTRUCT.

        :raises TargetError: if the store does not answer, or leaves a part out
        """
        lines = self._construct(name, "")
        number = self.count(name)
        return lines if len(lines) >= number else self.sliced(name, number, len(lines))

    def count(self, name: str, condition: str = "") -> int:
        """Return how many triples a graph has.

        :raises TargetError: if the store does not answer
        """
        rows = self._rows(
            f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{name}> {{ ?s ?p ?o{condition} }} }}",
            f"Der Graph {name} ist nicht zu zählen",
        )
        return int(rows[0]["n"]["value"]) if rows else 0

    def sliced(self, name: str, number: int, most: int) -> list[str]:
        """Return a graph slice by slice, since the store bounds its answers (Virtuoso: ResultSetMaxRows).

        A slice has the subjects whose checksum begins alike.

        :param number: of its triples; ``most``: that the store gave at once
        :raises TargetError: if a part is left out all the same
        """
        depth = 1
        while depth < _DEEPEST and 16**depth * most < number * 4:
            depth += 1
        lines: list[str] = []
        for slice_number in range(16**depth if most else 0):
            lines += self._construct(name, f' FILTER(STRSTARTS(MD5(STR(?s)), "{slice_number:0{depth}x}"))')
        if len(lines) < number:
            raise TargetError(
                f"Der Graph {name} ist nicht lesbar: Der Speicher gibt nur {len(lines)} von {number} Aussagen heraus",
                place=self.url,
                hint="Seine Grenze für Antworten erhöhen (bei Virtuoso ResultSetMaxRows)",
            )
        return sorted(lines)

    def _construct(self, name: str, condition: str) -> list[str]:
        reply = self._ask(
            f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o{condition} }} }}", ACCEPT
        )
        ensure_good(reply, self.url, f"Der Graph {name} ist nicht lesbar")
        return lines_in(reply, self.url)

    def answers(self) -> bool:
        """Whether somebody answers queries here at all."""
        reply = self._ask("ASK {}", _RESULTS)
        try:
            # Virtuoso answers ASK with a table of one cell
            return reply.good and not {"boolean", "results"}.isdisjoint(json.loads(reply.content))
        except (ValueError, TypeError):
            return False

    def _ask(self, query: str, accept: str) -> Reply:
        return self._connection.send("POST", self.url, body={"query": query}, headers={"Accept": accept})


def beside_of(name: str) -> str:
    """Return the name of the graph in which the new state of a graph gathers."""
    stem, found, rest = name.partition("/graph/")
    digest = hashlib.sha256(rest.encode()).hexdigest()[:16]
    return f"{stem}{found}unfinished/{digest}"


def is_rdf(reply: Reply) -> bool:
    """Whether an answer is in a format of RDF that is read here."""
    return reply.media_type in _FORMATS


def lines_in(reply: Reply, url: str) -> list[str]:
    """Return the triples of an answer.

    :raises TargetError: if it is no RDF
    """
    fmt = _FORMATS.get(reply.media_type)
    try:
        if fmt is None:
            raise SyntaxError(reply.media_type or "ohne Angabe des Formats")
        return sorted(
            {f"{quad.triple} ." for quad in ox.parse(reply.content, format=fmt) if isinstance(quad, ox.Quad)}
        )
    except (SyntaxError, ValueError) as error:
        raise TargetError(
            f"Was der Speicher herausgibt, ist nicht lesbar ({str(error)[:200]})",
            place=url,
            hint="Adresse prüfen: Erwartet wird RDF",
        ) from None


def _parts(lines: Sequence[str]) -> Iterator[str]:
    part: list[str] = []
    size = 0
    for line in lines:
        if part and size + len(line) > _BATCH:
            yield "".join(f"{one}\n" for one in part)
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield "".join(f"{one}\n" for one in part)
