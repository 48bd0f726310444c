"""The whole data in every RDF format; each file depends on the quads alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from ..iri import PREFIXES

_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Sort quads by graph, then subject, its class first."""
    return sorted(
        quads,
        key=lambda q: (
            str(q.graph_name),
            str(q.subject),
            q.predicate.value != _TYPE,
            str(q.predicate),
            str(q.object),
        ),
    )


def write_trig(place: Path, quads: Sequence[ox.Quad]) -> None:
    """Write quads, sorted by graph, as TriG."""
    with place.open("wb") as file:
        ox.serialize(quads, file, format=ox.RdfFormat.TRIG, prefixes=PREFIXES)


def write_rdf_xml(place: Path, triples: Sequence[ox.Triple]) -> None:
    """Write triples, sorted by subject, as RDF/XML."""
    with place.open("wb") as file:
        ox.serialize(triples, file, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES)


def write_json_ld(place: Path, quads: Sequence[ox.Quad], context: Mapping[str, Any]) -> None:
    """Write quads, sorted by graph, as JSON-LD 1.1 with the context inside; one thing a line.

    :param context: the value of ``@context``
    """
    terms = _Terms(context)
    with place.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {_json(context)},\n"@graph": [')
        for number, (name, group) in enumerate(groupby(quads, key=lambda q: q.graph_name)):
            assert isinstance(name, ox.NamedNode)
            file.write(("," if number else "") + f'\n{{"@id": {_json(name.value)}, "@graph": [\n')
            file.write(",\n".join(_json(node) for node in _nodes(group, terms)))
            file.write("\n]}")
        file.write("\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _nodes(quads: Iterable[ox.Quad], terms: _Terms) -> Iterator[dict[str, Any]]:
    for subject, group in groupby(quads, key=lambda q: q.subject):
        assert isinstance(subject, ox.NamedNode)
        node: dict[str, Any] = {"@id": subject.value}
        for predicate, same in groupby(group, key=lambda q: q.predicate):
            for key, values in terms.compacted(predicate.value, [quad.object for quad in same]):
                node[key] = values
        yield node


class _Terms:
    """The terms of a context, by the IRI that they stand for (JSON-LD 1.1, section 4.1 and 4.2.3)."""

    def __init__(self, context: Mapping[str, Any]) -> None:
        self._prefixes = {
            name: value
            for name, value in context.items()
            if isinstance(value, str) and value.endswith(("#", "/"))
        }
        self._terms: dict[str, tuple[str, Mapping[str, str]]] = {}
        for name, value in context.items():
            definition = {"@id": value} if isinstance(value, str) else value
            if isinstance(definition, Mapping) and ":" in str(definition.get("@id", "")):
                iri = self._expanded(definition["@id"])
                if name not in self._prefixes:
                    self._terms.setdefault(iri, (name, definition))

    def _expanded(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        start = self._prefixes.get(prefix)
        return name if start is None else start + local

    def compacted(
        self, predicate: str, objects: Sequence[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]
    ) -> Iterator[tuple[str, Any]]:
        """Yield keys and values: what fits the term of a predicate under it, the rest under the whole IRI."""
        if predicate == _TYPE:
            yield "@type", _one([self._class(o.value) for o in objects if isinstance(o, ox.NamedNode)])
            return
        name, definition = self._terms.get(predicate, ("", {}))
        plain, others, languages = [], [], dict[str, list[str]]()
        for term in objects:
            if name and isinstance(term, ox.Literal) and definition.get("@container") == "@language":
                if term.language:
                    languages.setdefault(term.language, []).append(term.value)
                    continue
            elif name and (short := self._coerced(term, definition)) is not None:
                plain.append(short)
                continue
            others.append(_value(term))
        if plain:
            yield name, _one(plain)
        if languages:
            yield name, {language: _one(texts) for language, texts in sorted(languages.items())}
        if others:
            yield predicate, _one(others)

    def _coerced(
        self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, definition: Mapping[str, str]
    ) -> str | None:
        kind = definition.get("@type")
        if isinstance(term, ox.NamedNode):
            return term.value if kind == "@id" else None
        if isinstance(term, ox.Literal) and not term.language and kind != "@id":
            wanted = _STRING if kind is None else self._expanded(kind)
            return term.value if term.datatype.value == wanted else None
        return None

    def _class(self, iri: str) -> str:
        return self._terms.get(iri, (iri, {}))[0]


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"@id": term.value}
    assert isinstance(term, ox.Literal)
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == _STRING:
        return {"@value": term.value}
    return {"@value": term.value, "@type": term.datatype.value}


def _one(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
