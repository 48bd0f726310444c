"""The pages of a version that need nothing else: the ontology, and the list of changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from ..iri import PREFIXES
from .changes import Changes

_HERE: Final = Path(__file__).parent
_ABOUT: Final = (
    ("Unterklasse von", "Subclass of", RDFS.subClassOf),
    ("Untereigenschaft von", "Subproperty of", RDFS.subPropertyOf),
    ("Von", "Domain", RDFS.domain),
    ("Nach", "Range", RDFS.range),
    ("Umkehrung von", "Inverse of", OWL.inverseOf),
)
_KINDS: Final = (
    ("Klassen", "Classes", OWL.Class),
    ("Eigenschaften zu Dingen", "Object properties", OWL.ObjectProperty),
    ("Eigenschaften zu Werten", "Datatype properties", OWL.DatatypeProperty),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A line about a term: what it says in both languages, and the terms it leads to (name, address)."""

    name: str
    name_en: str
    targets: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology as the page shows it."""

    iri: str
    name: str
    label: str
    label_en: str
    definition: str
    definition_en: str
    examples: tuple[str, ...]
    facts: tuple[Fact, ...]


def ontology_page(ontology: Graph, version: str) -> str:
    """Return the ontology as a page: every term with label, definition, example and place, in both languages."""
    header = URIRef(min(str(s) for s in ontology.subjects(RDF.type, OWL.Ontology)))
    sections = [
        (name, name_en, [_term(ontology, term) for term in _declared(ontology, kind, header)])
        for name, name_en, kind in _KINDS
    ]
    return _render(
        "ontology.html",
        title=_text(ontology, header, DCTERMS.title, "de"),
        title_en=_text(ontology, header, DCTERMS.title, "en"),
        description=_text(ontology, header, DCTERMS.description, "de"),
        description_en=_text(ontology, header, DCTERMS.description, "en"),
        iri=str(header),
        version=version,
        sections=sections,
    )


def changes_page(changes: Changes, version: str, date: str) -> str:
    """Return the list of changes as a page: schema first, then demands, documents, the rest."""
    groups = [
        ("Begriffe und Vokabulare", changes.schema),
        ("Forderungen", changes.demands),
        ("Dokumente", changes.documents),
        ("Gesetze, Organisationen, Dienste und Weiteres", changes.others),
    ]
    return _render("changes.html", changes=changes, groups=groups, version=version, date=date, short=_short)


def _render(name: str, **values: object) -> str:
    # our own file, the only text that is not escaped
    style = Markup((_HERE / "page.css").read_text(encoding="utf-8"))
    return _environment().get_template(name).render(style=style, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _declared(graph: Graph, kind: URIRef, header: URIRef) -> Sequence[URIRef]:
    own = {s for s in graph.subjects(RDFS.isDefinedBy, header) if (s, RDF.type, kind) in graph}
    return sorted(
        (term for term in own if isinstance(term, URIRef)), key=lambda term: _short(str(term)).lower()
    )


def _term(graph: Graph, term: URIRef) -> Term:
    facts = []
    for name, name_en, predicate in _ABOUT:
        targets = sorted(str(o) for o in graph.objects(term, predicate) if isinstance(o, URIRef))
        shown = tuple((_short(target), target) for target in targets if "/genid/" not in target)
        if shown:
            facts.append(Fact(name, name_en, shown))
    return Term(
        str(term),
        _short(str(term)),
        _text(graph, term, RDFS.label, "de"),
        _text(graph, term, RDFS.label, "en"),
        _text(graph, term, SKOS.definition, "de"),
        _text(graph, term, SKOS.definition, "en"),
        tuple(
            sorted(str(o) for o in graph.objects(term, SKOS.example) if getattr(o, "language", None) == "de")
        ),
        tuple(facts),
    )


def _text(graph: Graph, subject: URIRef, predicate: URIRef, language: str) -> str:
    found = sorted(
        str(o) for o in graph.objects(subject, predicate) if getattr(o, "language", None) == language
    )
    return found[0] if found else ""


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
