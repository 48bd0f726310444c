"""The data of a build in memory: canonical lines, and what the descriptions need to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ..errors import ReleaseError
from ..release import Release
from ..store import Bindings, EmbeddedStore, Literal, Store
from .canonical import canonical, text_of

_DAYS: Final = """PREFIX fg: <https://w3id.org/forderungsgraph/def#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT (MIN(STR(?day)) AS ?first) (MAX(STR(?day)) AS ?last) WHERE {
  ?s %s ?day FILTER(DATATYPE(?day) = xsd:date)
}"""
_COVERED: Final = _DAYS % "a fg:Document ; dct:date"
_NEWEST: Final = _DAYS % "dct:date|dct:issued|fg:observedOn|fg:reviewedOn"
_SCHEMA: Final = """PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT (MAX(?v) AS ?version) WHERE { <https://w3id.org/forderungsgraph/def> owl:versionInfo ?v }"""


@dataclass(slots=True)
class Source:
    """What is published.

    :param lines: canonical N-Quads, without the line ends
    :param store: the same data, to ask
    :param schema: version of the ontology
    :param covered: first and last day of the documents (ISO 8601), None if none has a day
    :param newest: the newest day that the data names
    """

    lines: list[str]
    store: Store
    schema: str = field(default="")
    covered: tuple[str, str] | None = None
    newest: str = ""

    @classmethod
    def of(cls, build: Release) -> Source:
        """Read a build.

        :raises ReleaseError: if its data is not readable
        """
        lines = cls.lines_of(build)
        source = cls(lines, EmbeddedStore(text_of(lines)))
        ((schema,),) = source._asked(_SCHEMA)
        first, last = source._asked(_COVERED)[0]
        source.schema = schema or "0"
        source.covered = (first, last) if first else None
        source.newest = source._asked(_NEWEST)[0][1]
        if not source.newest:
            raise ReleaseError(
                "Die Daten nennen keinen Tag, der als Datum der Version gelten kann",
                place=build.folder,
                hint="Mit --date einen angeben",
            )
        return source

    @staticmethod
    def lines_of(release: Release) -> list[str]:
        """Return the data of a release as canonical N-Quads.

        :raises ReleaseError: if it is not readable
        """
        return canonical(release.quads())

    def _asked(self, query: str) -> Sequence[tuple[str, ...]]:
        result = self.store.query(query)
        assert isinstance(result, Bindings)
        return [tuple(cell.value if isinstance(cell, Literal) else "" for cell in row) for row in result.rows]
