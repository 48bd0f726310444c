"""The index: one SQLite file with FTS5, part of the release.

::

    entry        what can be found, in order of date, so that its number sorts it
    entry_text   FTS5 without content: the columns of ``tokens.COLUMNS``
    facet        for each value of a facet one bit per entry
    name         names of things as sequences of stems, to recognise them in queries
    tally…       demands by what they are linked to, see ``indexed``

Rows are written sorted, with fixed settings, and the file is vacuumed: the same data gives the same bytes with
the same version of SQLite, whose number stands in the file's header.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from forderungsgraph.errors import ReleaseError
from forderungsgraph.statements import KnownDemand, Label, Statements
from forderungsgraph.wordforms import WordLexicon, analyse, shipped_words

from . import indexed
from .model import UNKNOWN
from .tokens import COLUMNS, columns, thing_token, token

INDEX: Final = "suche.sqlite"
VERSION: Final = "2"
_THINGS: Final = ("law", "service", "service-instance", "organisation", "programme", "principle")
_KIND_OF: Final = {"service-instance": "service"}
_LONGEST_NAME: Final = 12
_BANDS: Final = ((0.85, "high"), (0.7, "medium"), (0.0, "low"))
_BAND_LABELS: Final = {
    "high": Label("hoch (ab 0,85)", "high (0.85 and more)"),
    "medium": Label("mittel (0,70 bis 0,85)", "medium (0.70 to 0.85)"),
    "low": Label("niedrig (unter 0,70)", "low (below 0.70)"),
}
_KIND_LABELS: Final = {
    "demand": Label("Forderung", "demand"),
    "passage": Label("Belegstelle", "passage"),
    "law": Label("Gesetz", "law"),
    "service": Label("Basisdienst", "basic service"),
    "organisation": Label("Verband oder Stelle", "association or body"),
    "programme": Label("Programm", "programme"),
    "principle": Label("Grundsatz", "principle"),
}
_NOTHING: Final = {
    "year": Label("ohne Datum", "no date"),
    "status": Label("nicht geprüft", "not examined"),
}
_SCHEMA: Final = f"""
CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, iri TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, date TEXT, document TEXT);
CREATE VIRTUAL TABLE entry_text USING fts5({", ".join(COLUMNS)}, content='', tokenize='ascii');
CREATE TABLE facet (facet TEXT, value TEXT, label TEXT, label_en TEXT, entries BLOB, PRIMARY KEY (facet, value))
  WITHOUT ROWID;
CREATE TABLE name (stems TEXT, thing TEXT, PRIMARY KEY (stems, thing)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    iri: str
    title: str
    text: str
    date: str | None
    document: str | None
    names: tuple[str, ...]
    context: str
    facets: tuple[tuple[str, str], ...]


def check_fts5() -> None:
    """Find out whether SQLite can search texts.

    :raises ReleaseError: if not
    """
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        except sqlite3.OperationalError:
            raise ReleaseError(
                f"Das SQLite dieses Pythons ({sqlite3.sqlite_version}) hat keine Volltextsuche (FTS5)",
                hint="Ein Python mit vollständigem SQLite benutzen, etwa das von python.org oder der Distribution",
            ) from None


def write_index(path: Path, statements: Statements, lexicon: WordLexicon | None = None) -> int:
    """Write the index of all that ``statements`` know; return the number of entries.

    :param path: a file that does not exist yet
    :raises ReleaseError: if SQLite has no FTS5, or the file cannot be written
    """
    lexicon = lexicon or shipped_words()
    check_fts5()
    try:
        # nobody else sees the file before it is complete: no journal, no waiting for the disk
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.executescript(
                "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA encoding='UTF-8';"
            )
            connection.execute("BEGIN")
            for statement in filter(str.strip, (_SCHEMA + indexed.SCHEMA).split(";")):
                connection.execute(statement)
            count = _fill(connection, statements, lexicon)
            connection.execute("COMMIT")
            connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise ReleaseError(
            f"Der Suchindex lässt sich nicht schreiben ({error})", place=path, hint="Platz und Rechte prüfen"
        ) from None
    return count


def _fill(connection: sqlite3.Connection, statements: Statements, lexicon: WordLexicon) -> int:
    entries = sorted(_entries(statements), key=lambda entry: (entry.date or "", entry.kind, entry.iri))
    labels = _Labels(statements)
    bits: dict[tuple[str, str], list[int]] = {}
    connection.execute("INSERT INTO about VALUES ('version', ?)", (VERSION,))
    for number, entry in enumerate(entries, 1):
        connection.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, entry.kind, entry.iri, entry.title, entry.text, entry.date, entry.document),
        )
        connection.execute(
            f"INSERT INTO entry_text (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)",
            (number, *columns(entry.text, entry.names, lexicon, entry.context)),
        )
        for pair in {("kind", entry.kind), *entry.facets}:
            bits.setdefault(pair, []).append(number)
    connection.execute("INSERT INTO entry_text (entry_text) VALUES ('optimize')")
    for (facet, value), numbers in sorted(bits.items()):
        label = labels.of(facet, value)
        connection.execute(
            "INSERT INTO facet VALUES (?, ?, ?, ?, ?)", (facet, value, label.de, label.en, bitmap(numbers))
        )
    connection.executemany("INSERT INTO name VALUES (?, ?)", sorted(_names(statements, lexicon)))
    indexed.fill(connection, statements.demands(), statements)
    return len(entries)


def bitmap(numbers: Iterable[int]) -> bytes:
    """Return the numbers as bits, the lowest one first."""
    numbers = list(numbers)
    found = bytearray(max(numbers, default=0) // 8 + 1)
    for number in numbers:
        found[number >> 3] |= 1 << (number & 7)
    return bytes(found)


def _entries(statements: Statements) -> Iterator[_Entry]:
    of_passage: dict[str, KnownDemand] = {}
    for demand in statements.demands():
        for place in demand.passages:
            of_passage.setdefault(place, demand)
        yield _demand_entry(demand, statements)
    for passage in statements.passages():
        owner = of_passage.get(passage.iri)
        yield _Entry(
            "passage",
            passage.iri,
            statements.label(passage.document).de,
            passage.exact,
            statements.date(passage.document),
            passage.document,
            () if owner is None else _linked(owner, statements),
            "",
            () if owner is None else _facets(owner, statements),
        )
    for kind in _THINGS:
        for iri in statements.things(kind):
            names = statements.names(iri)
            title = statements.label(iri).de
            text = "; ".join((title, *(name for name in names if name != title)))
            key = thing_token(statements.key(iri))
            yield _Entry(_KIND_OF.get(kind, kind), iri, title, text, None, None, (key,), "", ())


def _demand_entry(demand: KnownDemand, statements: Statements) -> _Entry:
    title = statements.label(demand.document).de
    return _Entry(
        "demand",
        demand.iri,
        title,
        demand.wording,
        demand.date,
        demand.document,
        _linked(demand, statements),
        f"{title} {demand.section}",
        _facets(demand, statements),
    )


def _linked(demand: KnownDemand, statements: Statements) -> tuple[str, ...]:
    things = (*demand.laws, *demand.services, *demand.others, *demand.demanders, *demand.addressees)
    return tuple(sorted({thing_token(statements.key(thing)) for thing in things}))


def _facets(demand: KnownDemand, statements: Statements) -> tuple[tuple[str, str], ...]:
    band = next(name for least, name in _BANDS if demand.confidence >= least)
    found = [
        ("year", demand.date[:4] if demand.date else UNKNOWN),
        ("status", demand.status or UNKNOWN),
        ("confidence", band),
        *(("topic", topic) for topic in demand.topics),
    ]
    if demand.speech_act:
        found.append(("speech-act", demand.speech_act))
    for facet, things in (
        ("association", demand.demanders),
        ("addressee", demand.addressees),
        ("law", demand.laws),
        ("service", demand.services),
    ):
        found += [(facet, statements.key(thing).partition("/")[2]) for thing in things]
    return tuple(found)


class _Labels:
    """Names of the values of facets."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._fixed: Mapping[str, Mapping[str, Label]] = {"kind": _KIND_LABELS, "confidence": _BAND_LABELS}

    def of(self, facet: str, value: str) -> Label:
        if facet in self._fixed:
            return self._fixed[facet][value]
        if value == UNKNOWN:
            return _NOTHING.get(facet, Label("ohne Angabe", "not stated"))
        if facet == "year":
            return Label(value, value)
        if facet in ("topic", "speech-act", "status"):
            return self._statements.label(self._statements.concept(facet, value))
        kinds = {
            "association": "organisation",
            "addressee": "organisation",
            "law": "law",
            "service": "service",
        }
        for kind in (kinds[facet], "service-instance"):
            iri = f"{self._statements.base}id/{kind}/{value}"
            if self._statements.names(iri):
                return self._statements.short_label(iri) if facet == "law" else self._statements.label(iri)
        return Label(value, value)


def _names(statements: Statements, lexicon: WordLexicon) -> set[tuple[str, str]]:
    """Return names of things as stems, with the token of the thing."""
    found = set()
    for kind in _THINGS:
        for iri in statements.things(kind):
            for name in statements.names(iri):
                stems = [token(word.stem) for word in analyse(name, lexicon)]
                if 0 < len(stems) <= _LONGEST_NAME and all(stems):
                    found.add((" ".join(stems), thing_token(statements.key(iri))))
    return found
