"""What a graph holds, in numbers."""

from __future__ import annotations

from typing import Final

from rdflib import RDF

from ..iri import FG

_TYPE: Final = RDF.type.n3()
_LAW, _SERVICE = FG.Law.n3(), FG.BasicService.n3()
_CONCERNS: Final = {FG.concernsLaw.n3(): _LAW, FG.concernsService.n3(): _SERVICE}


class Tally:
    """Counts triples that are told one after the other, each once, as N-Triples without the final dot."""

    def __init__(self) -> None:
        self.triples = 0
        self._concerned: dict[str, set[str]] = {_LAW: set(), _SERVICE: set()}
        self._known: dict[str, set[str]] = {_LAW: set(), _SERVICE: set()}

    def add(self, triple: str) -> None:
        """Count a triple."""
        self.triples += 1
        subject, predicate, value = triple.split(" ", 2)
        if predicate == _TYPE and value in self._known:
            self._known[value].add(subject)
        elif predicate in _CONCERNS:
            self._concerned[_CONCERNS[predicate]].add(value)

    @property
    def laws(self) -> int:
        """How many laws demands concern, also through what was inferred."""
        return len(self._concerned[_LAW] & self._known[_LAW])

    @property
    def services(self) -> int:
        """How many basic services demands concern, also through what was inferred."""
        return len(self._concerned[_SERVICE] & self._known[_SERVICE])
