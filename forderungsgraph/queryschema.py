"""The parameters of saved queries as JSON Schema, for OpenAPI and for language models' tools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .query import Parameter

# an empty value asks for all
_KEY: Final = {"pattern": r"^([A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9._-]+)*)?$"}
_IRI: Final = {"format": "iri", "pattern": "^https?://"}
_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "iri": {"type": "string", "format": "iri"},
    "id": {"type": "string", "anyOf": [_KEY, _IRI]},
    "concept": {"type": "string", "anyOf": [_KEY, _IRI]},
}


def schema_of(parameter: Parameter) -> dict[str, Any]:
    """Return the JSON Schema of a parameter's values, with its default."""
    kind = parameter.type.partition("/")[0]
    schema = dict(_TYPES[kind])
    if parameter.default is not None:
        schema["default"] = {"integer": int, "decimal": float}.get(kind, str)(parameter.default)
    return schema


def described(parameter: Parameter) -> str:
    """Return what a parameter means, in German and English."""
    kind = parameter.type.partition("/")[0]
    what = f" ({parameter.type})" if kind in ("id", "concept") else ""
    return f"{parameter.label} · {parameter.label_en}{what}; leer: alle · empty: all"
