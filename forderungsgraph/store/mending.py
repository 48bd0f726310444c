"""What Virtuoso says otherwise than the recommendations: truth values, alone and in tables.

It answers ASK with a table of one cell, and writes booleans as 1 and 0, which mean true and false (XML Schema,
part 2, 3.2.2) but are other terms.
"""

from __future__ import annotations

import json
from typing import Final

import pyoxigraph as ox

from .values import XSD

_BOOLEAN: Final = f"{XSD}boolean"
_WORDS: Final = {"1": "true", "0": "false"}
_STRINGS: Final = (f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
_BATCH: Final = 100


def is_virtuoso(server: str) -> bool:
    """Tell whether a store that calls itself so needs mending."""
    return server.startswith("Virtuoso")


def truth_of(table: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the answer to ASK that is told as a table: one cell with 1, or 0, or none."""
    cells = [cell for row in table for cell in row]
    true = any(isinstance(cell, ox.Literal) and cell.value in ("1", "true") for cell in cells)
    document = json.dumps({"head": {}, "boolean": true})
    found = ox.parse_query_results(document, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QueryBoolean)
    return found


def mended_triple(triple: ox.Triple) -> ox.Triple:
    """Return a triple whose object, if it is a truth value, is a word."""
    term = triple.object
    if isinstance(term, ox.Literal) and term.datatype.value == _BOOLEAN and term.value in _WORDS:
        return ox.Triple(
            triple.subject, triple.predicate, ox.Literal(_WORDS[term.value], datatype=term.datatype)
        )
    return triple


class MendedRows:
    """A table as a file in JSON (SPARQL 1.1 Query Results JSON Format), truth values as words, read row by row."""

    def __init__(self, table: ox.QuerySolutions) -> None:
        self._names = [variable.value for variable in table.variables]
        self._table = table
        head = json.dumps({"vars": self._names})
        self._held = f'{{"head":{head},"results":{{"bindings":['.encode()
        self._first = True
        self._over = False

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, none at the end."""
        while not self._over and (size < 0 or len(self._held) < size):
            self._more()
        data = self._held if size < 0 else self._held[:size]
        self._held = self._held[len(data) :]
        return data

    def _more(self) -> None:
        parts = []
        for row in self._table:
            cells = {
                name: _record(cell) for name, cell in zip(self._names, row, strict=True) if cell is not None
            }
            parts.append(("" if self._first else ",") + json.dumps(cells))
            self._first = False
            if len(parts) >= _BATCH:
                break
        else:
            parts.append("]}}")
            self._over = True
        self._held += "".join(parts).encode()


def _record(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        raise ValueError("RDF 1.2 triple terms are not supported")
    if term.language is not None:
        return {"type": "literal", "value": term.value, "xml:lang": term.language}
    kind = term.datatype.value
    value = _WORDS.get(term.value, term.value) if kind == _BOOLEAN else term.value
    return {"type": "literal", "value": value} | ({} if kind in _STRINGS else {"datatype": kind})
