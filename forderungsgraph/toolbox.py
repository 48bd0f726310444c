"""The saved queries as tools for language models: names, JSON Schemas, calls; no protocol.

Besides one tool for each query there are three: ``begriffe`` (terms of the ontology), ``schluessel`` (keys
of laws, bodies and services by name) and ``sparql`` (free, read-only). Results come in parts, and each part
says how much there is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .errors import QueryError, UsageError
from .iri import DEFAULT_BASE, PREFIXES
from .query import SavedQuery, named
from .queryschema import described, schema_of
from .store import Bindings, Iri, Literal, Result, Store, Term, Truth
from .store.values import XSD

MOST_ROWS: Final = 500
_USUAL_ROWS: Final = 50
_WINDOW: Final = {
    "limit": {
        "type": "integer",
        "minimum": 1,
        "maximum": MOST_ROWS,
        "default": _USUAL_ROWS,
        "description": "Zeilen je Aufruf · rows per call",
    },
    "offset": {
        "type": "integer",
        "minimum": 0,
        "default": 0,
        "description": "Zeilen davor überspringen · rows to skip",
    },
}
OUTPUT: Final[Mapping[str, Any]] = {
    "type": "object",
    "required": ["columns", "rows", "total", "offset"],
    "properties": {
        "columns": {"type": "array", "items": {"type": "string"}},
        "rows": {"type": "array", "items": {"type": "object"}},
        "total": {"type": "integer", "description": "Zeilen insgesamt · rows in all"},
        "offset": {"type": "integer"},
        "release": {"type": "string"},
    },
}
"""JSON Schema of every answer."""
_TERMS: Final = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind (MIN(?de) AS ?label_de) (MIN(?en) AS ?label_en) (MIN(?text) AS ?definition) WHERE {
  VALUES (?class ?kind) {
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
  }
  ?term a ?class .
  OPTIONAL { ?term rdfs:label ?de FILTER(LANG(?de) = "de") }
  OPTIONAL { ?term rdfs:label ?en FILTER(LANG(?en) = "en") }
  OPTIONAL { ?term skos:definition ?text FILTER(LANG(?text) = "en") }
} GROUP BY ?term ?kind ORDER BY ?kind ?term
"""
_KEYS: Final = """
PREFIX fg: <{fg}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?key ?name ?iri WHERE {{
  VALUES ?start {{ {starts} }}
  ?iri rdfs:label|skos:prefLabel|skos:altLabel|fg:abbreviation ?name
  FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), ?start) && CONTAINS(LCASE(STR(?name)), LCASE({text})))
  BIND(STRAFTER(STR(?iri), ?start) AS ?key)
}} ORDER BY STRLEN(STR(?name)) ?key ?name
"""


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model may call; ``schema`` is the JSON Schema of its arguments."""

    name: str
    title: str
    description: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The tools over one release.

    :param store: answers under a deadline and a memory limit
    :param base: base IRI of the release
    :param version: of the release, told with every answer
    """

    store: Store
    queries: Mapping[str, SavedQuery]
    base: str
    version: str

    def tools(self) -> tuple[Tool, ...]:
        """Return all tools, the general ones first."""
        return (*_GENERAL, *(_tool(query) for query in self.queries.values()))

    def call(self, name: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Run a tool; the answer fits :data:`OUTPUT`.

        :raises UsageError: if there is no such tool
        :raises QueryError: if an argument is unknown or wrong, or the query fails; its subclasses tell why
        """
        values = dict(arguments)
        limit = _whole(values, "limit", _USUAL_ROWS, 1, MOST_ROWS)
        offset = _whole(values, "offset", 0, 0, 10**9)
        text = self._text(name, values)
        columns, rows = _table(self.store.query(text))
        return {
            "columns": list(columns),
            "rows": [dict(zip(columns, row, strict=True)) for row in rows[offset : offset + limit]],
            "total": len(rows),
            "offset": offset,
            "release": self.version,
        }

    def _text(self, name: str, values: dict[str, Any]) -> str:
        general = next((tool for tool in _GENERAL if tool.name == name), None)
        if general is not None:
            _check(general, values)
        if name == "sparql":
            return str(values["query"])
        if name == "begriffe":
            return _TERMS
        if name == "schluessel":
            return self._keys(str(values["text"]), values.get("kind"))
        # JSON's numbers and truth values are written as the parameters are read
        given = {key: "" if value is None else str(value) for key, value in values.items()}
        return named(name, self.queries).bind(given, base=self.base)

    def _keys(self, text: str, kind: object) -> str:
        kinds = (str(kind),) if kind else tuple(_KINDS)
        starts = sorted({f"{base}id/{kind}/" for kind in kinds for base in (self.base, DEFAULT_BASE)})
        return _KEYS.format(
            fg=PREFIXES["fg"],
            starts=" ".join(Literal(start).sparql() for start in starts),
            text=Literal(text).sparql(),
        )


_KINDS: Final = ("law", "organisation", "service", "programme", "topic", "document", "speech-act", "status")
_GENERAL: Final = (
    Tool(
        "begriffe",
        "Begriffe der Ontologie · terms of the ontology",
        "Klassen und Beziehungen mit Bezeichnung und Bedeutung; davor eine SPARQL-Abfrage schreiben hilft das. "
        "Classes and properties with labels and definitions; read them before writing SPARQL.",
        {"type": "object", "properties": _WINDOW, "additionalProperties": False},
    ),
    Tool(
        "schluessel",
        "Schlüssel nach Namen · keys by name",
        "Findet die Schlüssel von Gesetzen, Stellen, Diensten, Themen, die andere Werkzeuge als Parameter nehmen. "
        "Finds the keys of laws, bodies, services and topics that other tools take as parameters.",
        {
            "type": "object",
            "required": ["text"],
            "properties": {
                "text": {"type": "string", "description": "Teil des Namens · part of the name"},
                "kind": {"type": "string", "enum": list(_KINDS)},
                **_WINDOW,
            },
            "additionalProperties": False,
        },
    ),
    Tool(
        "sparql",
        "Eigene Abfrage · own query",
        "SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE), nur lesend, ohne SERVICE, mit Zeit- und Speichergrenze. "
        f"SPARQL 1.1, read-only, no SERVICE, limited in time and memory. PREFIX fg: <{PREFIXES['fg']}>",
        {
            "type": "object",
            "required": ["query"],
            "properties": {"query": {"type": "string"}, **_WINDOW},
            "additionalProperties": False,
        },
    ),
)


def _tool(query: SavedQuery) -> Tool:
    return Tool(
        query.name,
        f"{query.title} · {query.title_en}",
        f"{query.question} {query.question_en} Spalten · columns: {', '.join(query.columns)}.",
        {
            "type": "object",
            "properties": {
                **{p.name: {**schema_of(p), "description": described(p)} for p in query.parameters},
                **_WINDOW,
            },
            "additionalProperties": False,
        },
    )


def _check(tool: Tool, values: Mapping[str, Any]) -> None:
    known = tool.schema["properties"]
    for name, value in values.items():
        if name not in known:
            raise QueryError(
                f"Das Werkzeug „{tool.name}“ hat keinen Parameter „{name}“",
                hint=f"Parameter: {', '.join(known)}",
            )
        if not isinstance(value, str) or value not in known[name].get("enum", [value]):
            allowed = known[name].get("enum")
            raise QueryError(
                f"Der Wert {value!r} passt nicht zum Parameter „{name}“",
                hint=f"Erlaubt: {', '.join(allowed)}" if allowed else "Ein Text wird erwartet",
            )
    for name in tool.schema.get("required", ()):
        if name not in values:
            raise UsageError(f"Dem Werkzeug „{tool.name}“ fehlt der Parameter „{name}“")


def _whole(values: dict[str, Any], name: str, usual: int, least: int, most: int) -> int:
    value = values.pop(name, usual)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise QueryError(
            f"Der Wert {value!r} passt nicht zum Parameter „{name}“",
            hint=f"Eine ganze Zahl von {least} bis {most}",
        )
    return value


def _table(result: Result) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    if isinstance(result, Truth):
        return ("boolean",), [(result.value,)]
    if isinstance(result, Bindings):
        return result.variables, [tuple(_plain(cell) for cell in row) for row in result.rows]
    return ("subject", "predicate", "object"), [tuple(_plain(term) for term in t) for t in result.triples]


def _plain(term: Term | None) -> object:
    if term is None or isinstance(term, Iri):
        return term.value if term else None
    if isinstance(term, Literal) and term.datatype == f"{XSD}integer":
        return int(term.value)
    if isinstance(term, Literal) and term.datatype == f"{XSD}boolean":
        return term.value in ("true", "1")
    return term.value if isinstance(term, Literal) else f"_:{term.value}"
