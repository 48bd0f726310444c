"""The saved queries and the SPARQL endpoint as an OpenAPI 3.1 description.

It is made from the queries' own headers, so that it cannot say anything else than what the service does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from forderungsgraph.formats import Content, Format
from forderungsgraph.problems import Problem
from forderungsgraph.query import Parameter, SavedQuery
from forderungsgraph.queryschema import described, schema_of

_RESULTS: Final = Format.carrying(Content.RESULTS)
_GRAPHS: Final = Format.carrying(Content.GRAPH)
_FAILURES: Final = {
    "400": ("A parameter is unknown or not of its type, or the query is wrong", ()),
    "406": ("None of the formats asked for is available", ()),
    "422": ("The query exceeded its limits of time or memory", ()),
    "429": ("Too many queries from one client", ("Retry-After",)),
    "503": ("The service is busy", ("Retry-After",)),
}


def describe(queries: Mapping[str, SavedQuery], version: str) -> dict[str, Any]:
    """Return the description.

    :param version: of the release that is served
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Forderungsgraph",
            "version": version,
            "summary": "Forderungen kommunaler Verbände zur digitalen Verwaltung als offene Daten",
            "description": "Demands of Germany's municipal associations about digital administration. "
            "Each saved query is an operation of its own; free queries go to /sparql. Read-only.",
            "license": {"name": "CC BY 4.0 (data)", "identifier": "CC-BY-4.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "abfragen", "description": "Gespeicherte Abfragen · saved queries"},
            {"name": "sparql", "description": "SPARQL 1.1 Protocol"},
        ],
        "paths": {
            "/abfragen/": {"get": _listing()},
            **{f"/abfragen/{query.name}": {"get": _operation(query)} for query in queries.values()},
            "/sparql": {"get": _sparql(), "post": _sparql_post()},
        },
        "components": {"schemas": _SCHEMAS},
    }


def _listing() -> dict[str, Any]:
    return {
        "operationId": "abfragen",
        "tags": ["abfragen"],
        "summary": "Alle gespeicherten Abfragen · all saved queries",
        "parameters": [_format_of(("json", "html"))],
        "responses": {
            "200": {
                "description": "The queries with their parameters and columns",
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"$ref": "#/components/schemas/SavedQuery"}}
                    },
                    "text/html": {"schema": {"type": "string"}},
                },
            }
        },
    }


def _operation(query: SavedQuery) -> dict[str, Any]:
    return {
        "operationId": query.name,
        "tags": ["abfragen"],
        "summary": f"{query.title} · {query.title_en}",
        "description": f"{query.question}\n\n{query.question_en}\n\nColumns: {', '.join(query.columns)}",
        "parameters": [
            *(_parameter(parameter) for parameter in query.parameters),
            _format_of((*(fmt.short_name for fmt in _RESULTS), "html")),
        ],
        "responses": {"200": _answer(_RESULTS, html=True), **_failures()},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "allowEmptyValue": True,
        "description": described(parameter),
        "schema": schema_of(parameter),
    }


def _format_of(names: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "Format der Antwort, unbekannte zählen nicht; sonst entscheidet Accept · "
        "format of the answer, unknown ones count for nothing; else by Accept",
        # clients send names of their own here, so this is no closed list
        "schema": {"type": "string", "examples": list(names)},
    }


def _answer(formats: tuple[Format, ...], *, html: bool) -> dict[str, Any]:
    # two formats may share a media type
    content: dict[str, Any] = {fmt.media_type: {"schema": {"type": "string"}} for fmt in formats}
    if Format.JSON in formats:
        content[Format.JSON.media_type] = {"schema": {"$ref": "#/components/schemas/Results"}}
    if html:
        content[Format.HTML.media_type] = {"schema": {"type": "string"}}
    return {"description": "The result", "content": content}


def _failures() -> dict[str, Any]:
    content = {Format.PROBLEM.media_type: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    page = {Format.HTML.media_type: {"schema": {"type": "string"}}}
    return {
        status: {
            "description": text,
            "content": {**content, **page},
            **({"headers": {name: {"schema": {"type": "string"}} for name in headers}} if headers else {}),
        }
        for status, (text, headers) in _FAILURES.items()
    }


def _sparql() -> dict[str, Any]:
    return {
        "operationId": "sparql",
        "tags": ["sparql"],
        "summary": "SPARQL 1.1 · without a query: the service description",
        "parameters": [
            {
                "name": "query",
                "in": "query",
                "required": False,
                "schema": {"type": "string"},
                "example": "SELECT * { ?s ?p ?o } LIMIT 10",
            },
            _format_of(tuple(fmt.short_name for fmt in (*_RESULTS, *_GRAPHS))),
        ],
        "responses": {"200": _answer((*_RESULTS, *_GRAPHS), html=True), **_failures()},
    }


def _sparql_post() -> dict[str, Any]:
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {"query": {"type": "string"}, "format": {"type": "string"}},
    }
    failures = _failures()
    for status, text in (("413", "The request is too large"), ("415", "This media type is not accepted")):
        failures[status] = {**failures["400"], "description": text}
    failures["403"] = {**failures["400"], "description": "Updates are refused: the service is read-only"}
    return {
        "operationId": "sparqlPost",
        "tags": ["sparql"],
        "summary": "SPARQL 1.1 by POST",
        "requestBody": {
            "required": True,
            "content": {
                "application/x-www-form-urlencoded": {"schema": form},
                "application/sparql-query": {"schema": {"type": "string"}},
            },
        },
        "responses": {"200": _answer((*_RESULTS, *_GRAPHS), html=True), **failures},
    }


_BOTH: Final = {
    "type": "object",
    "required": ["de", "en"],
    "properties": {"de": {"type": "string"}, "en": {"type": "string"}},
}
_STRINGS: Final = {"type": "array", "items": {"type": "string"}}
_SCHEMAS: Final[Mapping[str, Any]] = {
    "SavedQuery": {
        "type": "object",
        "required": ["name", "title", "question", "parameters", "columns", "url"],
        "properties": {
            "name": {"type": "string"},
            "title": _BOTH,
            "question": _BOTH,
            "parameters": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["name", "type", "label"],
                    "properties": {
                        "name": {"type": "string"},
                        "type": {"type": "string"},
                        "default": {"type": ["string", "null"]},
                        "label": _BOTH,
                    },
                },
            },
            "columns": _STRINGS,
            "keywords": _STRINGS,
            "url": {"type": "string"},
        },
    },
    "Results": {
        "description": "SPARQL 1.1 Query Results JSON",
        "type": "object",
        "required": ["head"],
        "properties": {
            "head": {"type": "object", "properties": {"vars": _STRINGS}},
            "boolean": {"type": "boolean"},
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": {"$ref": "#/components/schemas/Term"},
                        },
                    }
                },
            },
        },
    },
    "Term": {
        "type": "object",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode"]},
            "value": {"type": "string"},
            "datatype": {"type": "string"},
            "xml:lang": {"type": "string"},
        },
    },
    "Problem": {
        "description": "RFC 9457",
        "type": "object",
        "required": ["type", "title", "title_en", "status", "detail"],
        "properties": {
            "type": {"enum": [problem.iri for problem in Problem]},
            "title": {"type": "string"},
            "title_en": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "detail_en": {"type": "string"},
            "hint": {"type": "string"},
            "line": {"type": "integer"},
            "query": {"type": "string"},
        },
    },
}
