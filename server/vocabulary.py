"""What queries may speak of: prefixes, our classes and properties, and those of other vocabularies in use.

The editor completes from it, and :mod:`.advice` finds the word that was meant.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.iri import PREFIXES
from forderungsgraph.store import Bindings, Store

from .labels import Labels
from .languages import Language
from .present import shortened

_OURS: Final = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?term ?kind (MIN(?text) AS ?definition) WHERE {{
  VALUES (?class ?kind) {{
    (owl:Class "class") (owl:ObjectProperty "property") (owl:DatatypeProperty "property")
  }}
  ?term a ?class FILTER(STRSTARTS(STR(?term), "{start}"))
  OPTIONAL {{ ?term skos:definition ?text FILTER(LANG(?text) = "{language}") }}
}} GROUP BY ?term ?kind
"""
_PROPERTIES_IN_USE: Final = "SELECT DISTINCT ?term { ?s ?term ?o }"
_CLASSES_IN_USE: Final = "SELECT DISTINCT ?term { ?s a ?term }"


@dataclass(frozen=True, slots=True)
class Word:
    """A term with its prefixed name; ``kind`` is ``class`` or ``property``."""

    name: str
    iri: str
    kind: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Prefixes with their namespaces, and terms sorted by name, ours first."""

    prefixes: Mapping[str, str]
    words: tuple[Word, ...]

    def to_json(self) -> dict[str, object]:
        """Return what the editor reads."""
        return {
            "prefixes": dict(self.prefixes),
            "terms": [
                {"name": w.name, "kind": w.kind, "label": w.label, "definition": w.definition}
                for w in self.words
            ],
        }


_MADE: Final[weakref.WeakKeyDictionary[Store, dict[Language, Vocabulary]]] = weakref.WeakKeyDictionary()


def vocabulary(store: Store, labels: Labels) -> Vocabulary:
    """Return the vocabulary of a store in the language of the labels; made once per store."""
    made = _MADE.setdefault(store, {})
    if labels.language not in made:
        made[labels.language] = _make(store, labels)
    return made[labels.language]


def _make(store: Store, labels: Labels) -> Vocabulary:
    words: dict[str, Word] = {}
    for row in _rows(store, _OURS.format(start=PREFIXES["fg"], language=labels.language)):
        words[row["term"]] = _word(labels, row["term"], row["kind"], row.get("definition", ""))
    for query, kind in ((_PROPERTIES_IN_USE, "property"), (_CLASSES_IN_USE, "class")):
        for row in _rows(store, query):
            if row["term"] not in words and shortened(row["term"]) != row["term"]:
                words[row["term"]] = _word(labels, row["term"], kind, "")
    ordered = sorted(words.values(), key=lambda word: (not word.name.startswith("fg:"), word.name))
    used = {word.name.partition(":")[0] for word in ordered} | {"fg", "rdfs", "xsd"}
    return Vocabulary({name: iri for name, iri in PREFIXES.items() if name in used}, tuple(ordered))


def _word(labels: Labels, iri: str, kind: str, definition: str) -> Word:
    return Word(shortened(iri), iri, kind, labels.names.get(iri) or labels.heading(iri), definition)


def _rows(store: Store, text: str) -> list[dict[str, str]]:
    result = store.query(text)
    assert isinstance(result, Bindings)
    return [{name: term.value for name, term in row.items()} for row in result.records()]
