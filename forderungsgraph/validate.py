"""Checks graphs against SHACL shapes and reports readably what is wrong and how to mend it.

Shapes are applied to the graph as it is, without inference. pyshacl is kept at arm's length: its report is
an untyped tuple that may hold an exception, and after some errors it leaves rdflib's process-wide
settings changed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyshacl
import rdflib
import rdflib.term
from rdflib import RDF, RDFS, SH, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, FOAF
from rdflib.term import Node

from .errors import GraphError, ShapesError, SyntaxGraphError
from .files import folder
from .iri import FG, OA
from .report import Report, Violation
from .turtle import read_turtle

_LABELS: Final = (RDFS.label, SKOS.prefLabel, DCTERMS.title, FOAF.name, FG.wording)
# a violation of a part is told of the thing that it is a part of
_PARTS: Final = (OA.hasSelector,)
_LONG: Final = 120


def load_shapes(path: Path | None = None) -> Graph:
    """Return the shapes of the instance data.

    :param path: another file of shapes
    :raises ShapesError: if the file is missing, cannot be read, or holds no shape
    :raises SyntaxGraphError: if it is not Turtle; with file and line
    """
    place = path or folder("shapes") / "data.ttl"
    try:
        shapes = read_turtle(place)
    except SyntaxGraphError:
        raise
    except GraphError as error:
        raise ShapesError(
            "Die SHACL-Formen fehlen oder lassen sich nicht lesen",
            place=place,
            hint="Den Pfad prüfen oder das Paket neu installieren",
        ) from error
    if (None, RDF.type, SH.NodeShape) not in shapes:
        raise ShapesError(
            "Die Datei enthält keine SHACL-Form (sh:NodeShape)",
            place=place,
            hint="Eine Datei mit Formen angeben",
        )
    return shapes


def validate(data: Graph, shapes: Graph, *, document: str = "") -> Report:
    """Check ``data`` against ``shapes``, without inference.

    :param data: one graph, e.g. of one document; it is not changed
    :param shapes: as from ``load_shapes``
    :param document: name of the document or table in the report
    :raises ShapesError: if a shape is wrong
    """
    results = _run(data, shapes)
    violations = {
        _violation(results, node, data, shapes, document) for node in results.objects(None, SH.result)
    }
    return Report(tuple(sorted(violations)))


def conforming(data: Graph, report: Report) -> Graph:
    """Return ``data`` without the nodes that violate a shape, and without links to them.

    :param report: of ``data``
    """
    wrong = {URIRef(result.focus) for result in report.results if result.severity == str(SH.Violation)}
    kept = Graph(bind_namespaces="none")
    for subject, predicate, target in data:
        if subject not in wrong and target not in wrong:
            kept.add((subject, predicate, target))
    return kept


def _run(data: Graph, shapes: Graph) -> Graph:
    with _settings_restored():
        try:
            _, results, text = pyshacl.validate(
                data, shacl_graph=shapes, inference="none", advanced=False, inplace=True, do_owl_imports=False
            )
        except Exception as error:  # pyshacl raises many types, all of them about the shapes
            raise _broken(error) from error
    if not isinstance(results, Graph):
        raise _broken(results if isinstance(results, Exception) else text)
    return results


def _broken(reason: object) -> ShapesError:
    message = " ".join(str(getattr(reason, "message", reason)).split())[:_LONG]
    return ShapesError(f"Die SHACL-Formen sind fehlerhaft ({message})", hint="Die genannte Form berichtigen")


@contextmanager
def _settings_restored() -> Iterator[None]:
    """Put back what pyshacl changes in rdflib for the whole process, and keep it from writing to stderr."""
    log = logging.getLogger("pyshacl-validate")
    silent, log.disabled = log.disabled, True
    boolean = URIRef(str(XSD.boolean))
    mapping = rdflib.term._toPythonMapping
    normalize, converter = rdflib.NORMALIZE_LITERALS, mapping[boolean]
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
        mapping[boolean] = converter
        log.disabled = silent


def _violation(results: Graph, result: Node, data: Graph, shapes: Graph, document: str) -> Violation:
    source = results.value(result, SH.sourceShape)
    focus, path = results.value(result, SH.focusNode), results.value(result, SH.resultPath)
    value = results.value(result, SH.value)
    if isinstance(focus, Literal):
        # the shape looks at a text itself: tell where it stands
        subject, predicate = min(data.subject_predicates(focus))
        focus, path, value = subject, predicate, focus
    shape = _owner(source, shapes)
    messages = _texts(shapes, source, SH.message)
    hints = _texts(shapes, source, SH.description) or _texts(shapes, shape, SH.description)
    return Violation(
        document=document,
        focus=str(focus),
        label=_label(focus, data),
        shape=str(shape),
        source_shape=str(source),
        path="" if path is None else str(path),
        component=str(results.value(result, SH.sourceConstraintComponent)),
        value="" if value is None else _shortened(str(value)),
        severity=str(results.value(result, SH.resultSeverity) or SH.Violation),
        message_de=messages.get("de", ""),
        message_en=messages.get("en", ""),
        hint=hints.get("de", ""),
        hint_en=hints.get("en", ""),
    )


def _owner(source: Node | None, shapes: Graph) -> Node | None:
    """Return the node shape that a property shape belongs to, or the shape itself."""
    return None if source is None else next(shapes.subjects(SH.property, source), source)


def _texts(shapes: Graph, shape: Node | None, *predicates: URIRef) -> dict[str, str]:
    return {
        str(text.language): str(text)
        for predicate in predicates
        for text in shapes.objects(shape, predicate)
        if isinstance(text, Literal)
    }


def _label(node: Node | None, data: Graph) -> str:
    for part in _PARTS:
        node = data.value(predicate=part, object=node) or node
    for predicate in _LABELS:
        labels = [o for o in data.objects(node, predicate) if isinstance(o, Literal) and str(o).strip()]
        if labels:
            return _shortened(str(min(labels, key=lambda o: (o.language != "de", str(o)))))
    return str(node).rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"
