"""RDF terms and query results as plain values, the same for every store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_STRING: Final = f"{XSD}string"
_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """An absolute IRI.

    :raises ValueError: if it holds a character that SPARQL forbids, or no scheme
    """

    value: str

    def __post_init__(self) -> None:
        if not _IRI.fullmatch(self.value):
            raise ValueError(f"not an absolute IRI: {self.value!r}")

    def sparql(self) -> str:
        """Return the term as SPARQL text."""
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A literal; ``language`` only with the datatype rdf:langString."""

    value: str
    datatype: str = _STRING
    language: str | None = None

    def __post_init__(self) -> None:
        if self.language is not None and not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"not a language tag: {self.language!r}")

    @classmethod
    def in_language(cls, value: str, language: str) -> Literal:
        """Return a language-tagged string."""
        return cls(value, _LANG_STRING, language)

    def sparql(self) -> str:
        """Return the term as SPARQL text; every character that could end the string is escaped."""
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
        quoted = '"' + "".join(escapes.get(ch, ch) for ch in self.value) + '"'
        if self.language is not None:
            return f"{quoted}@{self.language}"
        return quoted if self.datatype == _STRING else f"{quoted}^^{Iri(self.datatype).sparql()}"


@dataclass(frozen=True, slots=True, order=True)
class Blank:
    """A blank node; the name means something within one result only."""

    value: str


Term = Iri | Literal | Blank


@dataclass(frozen=True, slots=True)
class Bindings:
    """Result of SELECT; each row has one cell per variable, None where it is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def records(self) -> Iterator[dict[str, Term]]:
        """Yield each row as a dictionary without the unbound variables."""
        for row in self.rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


@dataclass(frozen=True, slots=True)
class Truth:
    """Result of ASK."""

    value: bool


@dataclass(frozen=True, slots=True)
class Triples:
    """Result of CONSTRUCT or DESCRIBE, without duplicates."""

    triples: tuple[tuple[Iri | Blank, Iri, Term], ...]


Result = Bindings | Truth | Triples
