"""What a validation found: as text for people, as JSON, and as a SHACL validation report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from .iri import DEFAULT_BASE, PREFIXES

_VIOLATION: Final = str(SH.Violation)


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is wrong.

    :param document: name of the document or register table; empty where none was given
    :param focus: IRI of the node
    :param label: what people call the node
    :param shape: IRI of the node shape that fired
    :param source_shape: IRI of the shape whose constraint fired: the property shape, or ``shape`` itself
    :param path: IRI of the property, empty if the node as a whole is wrong
    :param component: IRI of the kind of constraint
    :param value: the wrong value, shortened; empty if one is missing
    :param severity: IRI: sh:Violation, sh:Warning or sh:Info
    :param message_de: what is wrong, in German; ``message_en``: in English
    :param hint: how to mend it, in German; ``hint_en``: in English
    """

    document: str
    focus: str
    label: str
    shape: str
    source_shape: str
    path: str
    component: str
    value: str
    severity: str
    message_de: str
    message_en: str
    hint: str
    hint_en: str

    @property
    def key(self) -> str:
        """16 hexadecimal digits that depend on where, what and by which constraint."""
        parts = (self.document, self.focus, self.source_shape, self.component, self.path, self.value)
        return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a validation; ``results`` are sorted by document, node and shape."""

    results: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong; warnings and information do not count."""
        return not any(result.severity == _VIOLATION for result in self.results)

    @classmethod
    def merged(cls, reports: Iterable[Report]) -> Report:
        """Return one report of several graphs."""
        return cls(tuple(sorted({result for report in reports for result in report.results})))

    def to_text(self) -> str:
        """Return the report for people, in German: document, node, what is wrong, how to mend it."""
        if not self.results:
            return "Keine Verstöße gegen die SHACL-Formen.\n"
        count = sum(result.severity == _VIOLATION for result in self.results)
        lines = [f"{count or 'Keine'} {'Verstoß' if count == 1 else 'Verstöße'} gegen die SHACL-Formen"]
        if count < len(self.results):
            lines[0] += (
                f", {len(self.results) - count} {'Hinweis' if len(self.results) - count == 1 else 'Hinweise'}"
            )
        document = None
        for result in self.results:
            if result.document != document:
                document = result.document
                lines += ["", document or "(ohne Dokument)"]
            lines += [f"  {result.label}", f"    <{result.focus}>", _said(result)]
            if result.path or result.value:
                place = f" bei {_compact(result.path)}" if result.path else ""
                lines.append(f"    Wert{place}: {f'„{result.value}“' if result.value else 'fehlt'}")
            lines += [f"    Abhilfe: {result.hint}", f"    Form: {_compact(result.shape)}"]
        return "\n".join(lines) + "\n"

    def to_json(self) -> str:
        """Return the report as a JSON object with ``conforms`` and ``results``."""
        results = [asdict(result) for result in self.results]
        return (
            json.dumps({"conforms": self.conforms, "results": results}, ensure_ascii=False, indent=2) + "\n"
        )

    def to_graph(self, base: str = DEFAULT_BASE) -> Graph:
        """Return the report as a SHACL validation report whose nodes all have an IRI.

        :param base: base IRI of the release
        """
        graph = Graph(bind_namespaces="none")
        for prefix in ("sh", "rdfs", "xsd", "fg"):
            graph.bind(prefix, PREFIXES[prefix])
        report = URIRef(f"{base}report")
        graph.add((report, RDF.type, SH.ValidationReport))
        conforms = Literal("true" if self.conforms else "false", datatype=XSD.boolean, normalize=False)
        graph.add((report, SH.conforms, conforms))
        for result in self.results:
            node = URIRef(f"{base}report/{result.key}")
            graph.add((report, SH.result, node))
            graph.add((node, RDF.type, SH.ValidationResult))
            graph.add((node, SH.focusNode, URIRef(result.focus)))
            graph.add((node, SH.sourceShape, URIRef(result.source_shape)))
            graph.add((node, SH.sourceConstraintComponent, URIRef(result.component)))
            graph.add((node, SH.resultSeverity, URIRef(result.severity)))
            graph.add((node, SH.resultMessage, Literal(result.message_de, lang="de")))
            graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
            if result.path:
                graph.add((node, SH.resultPath, URIRef(result.path)))
            if result.value:
                graph.add((node, SH.value, Literal(result.value)))
            text = f"{result.document}: {result.label}" if result.document else result.label
            graph.add((node, RDFS.label, Literal(text, lang="de")))
            graph.add((node, RDFS.comment, Literal(result.hint, lang="de")))
            graph.add((node, RDFS.comment, Literal(result.hint_en, lang="en")))
        return graph


def _compact(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.rsplit("#", 1)[-1]


def _said(result: Violation) -> str:
    return f"    {'Falsch' if result.severity == _VIOLATION else 'Hinweis'}: {result.message_de}"
