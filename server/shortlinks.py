"""``/k/``: short links to queries, named by what the query says.

The same query always gets the same link (the beginning of its SHA-256), so nothing can be guessed into it and
nothing is counted. Queries lie in one small file beside the release, never in it: releases stay as they were
built. The file holds a bounded number of short queries; the one that nobody opened for longest goes first.
Where no file can be written, the page offers the full address alone.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, abort, redirect, request
from werkzeug.wrappers import Response

from forderungsgraph.sparql import Request
from forderungsgraph.store import scan

from . import querypage
from .languages import at, say
from .site import site

blueprint = Blueprint("shortlinks", __name__)
_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS link (code TEXT PRIMARY KEY, query TEXT NOT NULL, used INTEGER NOT NULL)"
)
_NEXT: Final = "(SELECT COALESCE(MAX(used), 0) + 1 FROM link)"
_LENGTHS: Final = (10, 16, 24)
_SAME_SITE: Final = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Book:
    """The file of short links.

    :param most: number of queries kept
    :param longest: characters of a query
    """

    path: Path
    most: int = 5_000
    longest: int = 10_000

    def add(self, query: str) -> str:
        """Keep a query and return its code; a query that is known keeps the code it has.

        :raises ValueError: if the query is too long
        :raises sqlite3.Error: if the file cannot be written
        """
        if len(query) > self.longest:
            raise ValueError(query[:20])
        with self._open() as book:
            book.execute(_TABLE)
            for code in _codes(query):
                book.execute(f"INSERT OR IGNORE INTO link VALUES (?, ?, {_NEXT})", (code, query))
                if self._read(book, code) == query:
                    break
            else:
                raise ValueError(code)
            book.execute(f"UPDATE link SET used = {_NEXT} WHERE code = ?", (code,))
            book.execute(
                "DELETE FROM link WHERE code NOT IN (SELECT code FROM link ORDER BY used DESC LIMIT ?)",
                (self.most,),
            )
        return code

    def query(self, code: str) -> str | None:
        """Return the query of a code, None if there is none; asking keeps it from being dropped."""
        if not self.path.is_file():
            return None
        with contextlib.suppress(sqlite3.Error), self._open() as book:
            found = self._read(book, code)
            # a file that can only be read still gives its links
            with contextlib.suppress(sqlite3.Error):
                book.execute(f"UPDATE link SET used = {_NEXT} WHERE code = ?", (code,))
            return found
        return None

    @staticmethod
    def _read(book: sqlite3.Connection, code: str) -> str | None:
        row = book.execute("SELECT query FROM link WHERE code = ?", (code,)).fetchone()
        return str(row[0]) if row else None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=2)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _codes(query: str) -> Iterator[str]:
    """Yield codes of a query, longer ones for when another query has the shorter."""
    digest = base64.b32encode(hashlib.sha256(query.encode("utf-8")).digest()).decode("ascii").lower()
    return (digest[:length] for length in _LENGTHS)


@blueprint.post("/k/")
def add() -> Response:
    """Keep a query that the query page sends, and go to its short link."""
    if not _from_here():
        abort(400, say("Kurzlinks legt nur die Seite dieses Dienstes an."))
    query = request.form.get("query", "").replace("\r\n", "\n")
    scan(query, site().settings.limits, base=site().release.base)
    try:
        code = Book(site().links_file).add(query)
    except ValueError:
        abort(413, say("Die Abfrage ist zu lang für einen Kurzlink."))
    except sqlite3.Error:
        abort(
            503, say("Kurzlinks lassen sich gerade nicht anlegen; die volle Adresse der Seite gilt weiter.")
        )
    return redirect(at(f"/k/{code}"), 303)


def _from_here() -> bool:
    fetched = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if fetched is not None:
        return fetched in _SAME_SITE
    return origin is None or urlsplit(origin).netloc == request.host


@blueprint.get("/k/<code>")
def follow(code: str) -> Response:
    """Answer as ``/sparql`` does for the query behind a link, page or data."""
    query = Book(site().links_file).query(code.lower())
    if query is None:
        abort(404, say("Diesen Kurzlink gibt es nicht oder nicht mehr."))
    kept = [(key, value) for key, value in request.args.items(multi=True) if key in querypage.FORMAT_KEYS]
    asked = urlencode([("query", query), *kept]).encode("ascii")
    plain = Request("GET", asked, None, b"", request.headers.get("Accept"))
    return querypage.answer(plain, short=at(f"/k/{code.lower()}"))
