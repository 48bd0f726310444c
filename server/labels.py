"""Names of everything in the graph in the languages of the pages, looked up once at the start."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.formats import Format
from forderungsgraph.store import Bindings, Iri, Literal, Store

from .languages import Language, catalogue
from .texts import PROPERTIES

_LABELS: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?thing ?about (STR(?label) AS ?text) (LANG(?label) AS ?tag) WHERE {
  VALUES ?about { rdfs:label skos:prefLabel dct:title } ?thing ?about ?label
  FILTER(ISIRI(?thing) && ISLITERAL(?label))
}
"""
_TITLE: Final = "http://purl.org/dc/terms/title"
_ABBREVIATIONS: Final = """
PREFIX fg: <https://w3id.org/forderungsgraph/def#>
SELECT ?thing (MIN(?text) AS ?short) WHERE { ?thing fg:abbreviation ?text } GROUP BY ?thing
"""
# some stores walk a path only from a known end: the first pattern gives it
_CLASSES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sub ?super WHERE {
  ?sub rdfs:subClassOf ?near . ?sub rdfs:subClassOf+ ?super FILTER(ISIRI(?super) && ?sub != ?super)
}
"""
_PROPERTIES: Final = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sub ?super WHERE {
  ?sub rdfs:subPropertyOf ?near . ?sub rdfs:subPropertyOf+ ?super FILTER(ISIRI(?super) && ?sub != ?super)
}
"""


def _rank(tag: str | None, wanted: Language) -> int:
    if tag in (wanted, None):
        return 0 if tag == wanted else 1
    return 2 if tag in tuple(Language) else 3


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels by IRI in one language, and what is above the classes and properties, directly or not.

    :param foreign: languages of the labels that there were not in the wanted one
    :param translated: of labels in German those in the wanted language, where all things so called share it
    """

    language: Language
    names: Mapping[str, str]
    abbreviations: Mapping[str, str]
    superclasses: Mapping[str, frozenset[str]]
    superproperties: Mapping[str, frozenset[str]]
    foreign: Mapping[str, str]
    translated: Mapping[str, str]

    @classmethod
    def of(cls, store: Store) -> dict[Language, Labels]:
        """Read the labels of a store once, for each language: those in it before unmarked before other ones.

        A title is the name of what has no label.
        """
        # a store of 150,000 labels sorts them in half a minute, and compares titles with labels in another
        found: dict[Language, dict[str, tuple[bool, int, str, str]]] = {each: {} for each in Language}
        for thing, about, text, tag in _table(store, _LABELS):
            is_title = about == _TITLE
            for wanted, best in found.items():
                candidate = (is_title, _rank(tag or None, wanted), text, tag)
                if thing not in best or candidate < best[thing]:
                    best[thing] = candidate
        abbreviations = {row["thing"].value: row["short"].value for row in _rows(store, _ABBREVIATIONS)}
        classes, properties = _above(store, _CLASSES), _above(store, _PROPERTIES)
        return {
            language: cls(
                language,
                {iri: label for iri, (_, _, label, _) in best.items()},
                abbreviations,
                classes,
                properties,
                {iri: tag for iri, (_, _, _, tag) in best.items() if tag and tag != language},
                _translated(found[Language.GERMAN], best) if language is not Language.GERMAN else {},
            )
            for language, best in found.items()
        }

    def name(self, iri: str) -> str:
        """Return the name of a thing, or the last part of its IRI."""
        return self.names.get(iri) or iri.rstrip("/#").rpartition("#")[2].rpartition("/")[2] or iri

    def full_name(self, iri: str) -> str:
        """Return the name of a thing, behind its abbreviation if it has one."""
        short, name = self.abbreviations.get(iri), self.name(iri)
        return f"{short} – {name}" if short and short != name else name

    def heading(self, iri: str) -> str:
        """Return how a property is called at the head of a row."""
        known = PROPERTIES.get(iri)
        if known and self.language is Language.ENGLISH:
            known = catalogue().get(known)
        name = known or self.name(iri)
        return name[:1].upper() + name[1:]

    def most_specific(self, classes: frozenset[str]) -> list[str]:
        """Return those of ``classes`` that are above no other one, sorted by name."""
        general = {upper for cls in classes for upper in self.superclasses.get(cls, ())}
        return sorted(classes - general, key=self.name)


def _translated(
    german: Mapping[str, tuple[bool, int, str, str]], other: Mapping[str, tuple[bool, int, str, str]]
) -> dict[str, str]:
    found: dict[str, str] = {}
    unlike: set[str] = set()
    for iri, (_, _, label, tag) in german.items():
        _, _, its, its_tag = other[iri]
        if tag == Language.GERMAN and its_tag != Language.GERMAN and found.setdefault(label, its) != its:
            unlike.add(label)
    return {label: its for label, its in found.items() if label not in unlike}


def _above(store: Store, text: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _rows(store, text):
        found.setdefault(row["sub"].value, set()).add(row["super"].value)
    return {iri: frozenset(supers) for iri, supers in found.items()}


def _table(store: Store, text: str) -> Iterator[list[str]]:
    """Yield the rows of a large answer as texts: a value of ours for each term would take five times as long."""
    rows = csv.reader(io.StringIO(store.serialise(text, Format.CSV).decode("utf-8"), newline=""))
    next(rows)
    return rows


def _rows(store: Store, text: str) -> list[dict[str, Iri | Literal]]:
    result = store.query(text)
    assert isinstance(result, Bindings)
    return [
        {name: term for name, term in row.items() if isinstance(term, Iri | Literal)}
        for row in result.records()
    ]
