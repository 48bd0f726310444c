"""The engine's answers written in a format, and its syntax errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Final, cast

import pyoxigraph as ox

from forderungsgraph.errors import QueryError, QuerySyntaxError
from forderungsgraph.formats import Format

from .chunks import Sink
from .tables import write_excel_csv, write_xlsx

_TRUTHS: Final = {Format.CSV: b"boolean\r\n%b\r\n", Format.TSV: b"?boolean\n%b\n"}
_NOT_XML: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
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
    _guarded(sink, fmt, lambda file: _write(answer, fmt, file, prefixes))


def write_triples(triples: Iterable[ox.Triple], fmt: Format, sink: Sink, prefixes: Mapping[str, str]) -> None:
    """Write triples into a sink as :func:`write_answer` does."""
    _guarded(sink, fmt, lambda file: _write_triples(triples, fmt, file, prefixes))


def _guarded(sink: Sink, fmt: Format, write: Callable[[_File], None]) -> None:
    file = _XmlFile(sink) if fmt in (Format.XML, Format.RDF_XML) else _File(sink)
    try:
        write(file)
    except (OSError, ValueError, RuntimeError) as error:
        if file.error is not None:
            raise file.error from None
        raise evaluation_error(error) from error
    finally:
        # the error holds this frame: in a circle, it and the engine's answer would wait for another thread's collector
        file.error = None


def _write(answer: Answer, fmt: Format, file: _File, prefixes: Mapping[str, str]) -> None:
    # the engine asks for no more than write and flush
    output = cast(IO[bytes], file)
    if isinstance(answer, ox.QueryTriples):
        _write_triples(answer, fmt, file, prefixes)
    elif fmt is Format.EXCEL:
        write_excel_csv(answer, file)
    elif fmt is Format.XLSX:
        write_xlsx(answer, file)
    elif isinstance(answer, ox.QueryBoolean) and fmt in _TRUTHS:
        # the recommendation on CSV and TSV knows no ASK; the engine writes a bare word, which readers of
        # tables take for the name of a column
        file.write(_TRUTHS[fmt] % (b"true" if answer else b"false"))
    else:
        answer.serialize(output, format=ox.QueryResultsFormat.from_media_type(fmt.media_type))


def _write_triples(
    triples: Iterable[ox.Triple], fmt: Format, file: _File, prefixes: Mapping[str, str]
) -> None:
    safe = _for_xml(triples) if fmt is Format.RDF_XML else triples
    ox.serialize(safe, cast(IO[bytes], file), format=rdf_format(fmt), prefixes=dict(prefixes))


class _File:
    """Passes writes on, and remembers which error came from the sink and not from the engine."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.error: Exception | None = None

    def write(self, data: bytes) -> int:
        try:
            return self._sink.write(data)
        except Exception as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._sink.flush()


class _XmlFile(_File):
    """Mends what the engine writes as it is: a carriage return, which XML readers would turn into a line feed.

    Other control characters cannot be written in XML at all (XML 1.0, 2.2).
    """

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink)
        self._tail = b""

    def write(self, data: bytes) -> int:
        if _NOT_XML.search(self._tail + data):
            raise ValueError("XML kann ein Steuerzeichen im Ergebnis nicht darstellen; JSON oder CSV kann es")
        self._tail = data[-2:]
        super().write(data.replace(b"\r", b"&#13;"))
        return len(data)


def _for_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """Pass triples on; raise at a predicate that RDF/XML cannot write (the engine writes broken XML)."""
    for triple in triples:
        local = re.search(r"[\w.-]*\Z", triple.predicate.value)
        if local is None or not re.search(r"[^\W\d]", local[0]):
            raise ValueError(f"RDF/XML kann das Prädikat {triple.predicate.value} nicht schreiben")
        yield triple


def evaluation_error(error: Exception, what: str = "Die Abfrage ließ sich nicht auswerten") -> QueryError:
    """Return the engine's error while it evaluates, in words."""
    function = re.search(r"custom (?:aggregate )?function <([^>]*)> is not supported", str(error))
    if function:
        return QueryError(
            f"Die Funktion <{function[1]}> gibt es hier nicht",
            hint="Es gibt die Funktionen von SPARQL 1.1 und xsd:… zum Umwandeln",
            english=f"there is no function <{function[1]}> here",
        )
    return QueryError(
        f"{what}: {error}",
        english=f"the query could not be evaluated: {error}",
    )


def syntax_error(error: SyntaxError, form: str, undeclared: Sequence[str] = ()) -> QuerySyntaxError:
    """Return the engine's syntax error with line, column and a hint.

    :param form: what was to be read, e.g. ``SELECT``
    :param undeclared: prefixes that are used without a declaration
    """
    message = str(error)
    match = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if undeclared:
        return QuerySyntaxError(
            f"Das Präfix {undeclared[0]}: ist nicht vereinbart",
            place="Abfrage",
            line=int(match[1]) if match else None,
            hint=f"PREFIX {undeclared[0]}: <…> am Anfang der Abfrage ergänzen",
            english=f"the prefix {undeclared[0]}: is not declared",
        )
    if match is None:
        return QuerySyntaxError(
            f"Kein gültiges SPARQL: {message}", place="Abfrage", english=f"not valid SPARQL: {message}"
        )
    detail = match[3] if len(match[3]) <= 120 else "der Anfang oder das Ende eines Ausdrucks fehlt"
    return QuerySyntaxError(
        f"Spalte {match[2]}: kein gültiges SPARQL ({detail})",
        place="Abfrage",
        line=int(match[1]),
        hint=f"Die {form}-Abfrage kurz vor dieser Stelle prüfen",
        english=f"not valid SPARQL, line {match[1]}, column {match[2]}: look shortly before",
    )
