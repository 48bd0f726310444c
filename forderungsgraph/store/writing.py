"""The engine's answers written in a format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, cast

import pyoxigraph as ox

from forderungsgraph.errors import QueryError
from forderungsgraph.formats import Format

from .chunks import Sink

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


def rdf_format(fmt: Format) -> ox.RdfFormat:
    """Return the engine's name of a format of graphs.

    :raises ValueError: if it is none
    """
    known = ox.RdfFormat.from_media_type(fmt.media_type)
    if known is None:
        raise ValueError(f"{fmt.label} is not a format of graphs")
    return known


def write_answer(answer: Answer, fmt: Format, sink: Sink, prefixes: Mapping[str, str]) -> None:
    """Write an answer into a sink; what a write raises ends the work and is raised.

    :param prefixes: names that graphs are written with
    :raises QueryError: if the engine fails on the way, or the format cannot carry a term
    """
    file = _File(sink)
    # the engine asks for no more than write and flush
    output = cast(IO[bytes], file)
    try:
        if isinstance(answer, ox.QueryTriples):
            triples: Iterable[ox.Triple] = _for_xml(answer) if fmt is Format.RDF_XML else answer
            ox.serialize(triples, output, format=rdf_format(fmt), prefixes=dict(prefixes))
        else:
            answer.serialize(output, format=ox.QueryResultsFormat.from_media_type(fmt.media_type))
    except (OSError, ValueError) as error:
        if file.error is not None:
            raise file.error from None
        raise QueryError(f"Die Abfrage ließ sich nicht auswerten: {error}") from error


class _File:
    """Passes writes on, and remembers which error came from the sink and not from the engine."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.error: OSError | ValueError | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._sink.write(data)
        except (OSError, ValueError) as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._sink.flush()


def _for_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Pass triples on; raise at a predicate that RDF/XML cannot write (the engine writes broken XML)."""
    for triple in triples:
        local = re.search(r"[\w.-]*\Z", triple.predicate.value)
        if local is None or not re.search(r"[^\W\d]", local[0]):
            raise ValueError(f"RDF/XML kann das Prädikat {triple.predicate.value} nicht schreiben")
        yield triple
