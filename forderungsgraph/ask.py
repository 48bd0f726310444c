"""Saved and own SPARQL queries on a release, without a server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import QueryError, QuerySyntaxError, UsageError
from .query import SavedQuery, library, named, read
from .release import DATA, Release
from .store import Bindings, EmbeddedStore, Term, Triples


@dataclass(frozen=True, slots=True)
class Answer:
    """A table: column names and rows of plain strings; unbound cells are empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def names() -> tuple[SavedQuery, ...]:
    """Return the saved queries that come with the package, sorted by name."""
    return tuple(library().values())


def parameters(pairs: Sequence[str]) -> dict[str, str]:
    """Read ``NAME=VALUE`` pairs.

    :raises UsageError: if one has no equals sign
    """
    values: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise UsageError(f"„{pair}“ ist kein Parameter", hint="--param NAME=WERT angeben")
        values[name] = value
    return values


def answer(release: Path, query: str, values: Mapping[str, str]) -> Answer:
    """Run a saved query by name, or the query in a ``.rq`` file, on a release.

    :raises UsageError: if there is no such query or file
    :raises QueryError: if the query or a parameter is wrong
    :raises ReleaseError: if the release cannot be read
    """
    opened = Release.open(release)
    path = Path(query)
    if path.suffix == ".rq" or path.is_file():
        text = _text(path, values, opened.base)
    else:
        text = named(query, library()).bind(values, base=opened.base)
    store = EmbeddedStore(opened.folder / DATA)
    try:
        result = store.query(text)
    except QuerySyntaxError as error:
        error.place = query
        raise
    finally:
        store.close()
    if isinstance(result, Triples):
        raise QueryError(
            "Die Abfrage ergibt einen Graphen, keine Tabelle", place=path, hint="SELECT oder ASK verwenden"
        )
    if isinstance(result, Bindings):
        return Answer(result.variables, tuple(tuple(_plain(cell) for cell in row) for row in result.rows))
    return Answer(("ergebnis",), (("ja" if result.value else "nein",),))


def _text(path: Path, values: Mapping[str, str], base: str) -> str:
    """Return the query of a file: a saved one with its header, or plain SPARQL."""
    try:
        return read(path).bind(values, base=base)
    except QueryError as error:
        if values:
            raise
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise error from None


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value
