"""Tallies by SPARQL 1.1, from any store."""

from __future__ import annotations

from typing import Final

from forderungsgraph.iri import ELI, FG
from forderungsgraph.store import Bindings, Iri, Store, Term

from .tallies import WHOLES, About, Group, Link, Period, Written

_PREFIXES: Final = f"""
PREFIX fg: <{FG._NS}>
PREFIX eli: <{ELI}>
PREFIX dct: <http://purl.org/dc/terms/>
"""
_NUMBER: Final = "(COUNT(DISTINCT ?demand) AS ?number)"
_DATED: Final = "?demand fg:statedIn ?document . OPTIONAL { ?document dct:date ?date }"
Record = dict[str, Term]


class QueriedTallies:
    """Asks a store; fulfils :class:`~forderungsgraph.search.tallies.Tallies`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def count(self, *about: About) -> int:
        """Return how many demands there are."""
        return sum(_number(row) for row in self._ask(f"SELECT {_NUMBER} WHERE {{ {_pattern(about)} }}"))

    def newest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, the newest first."""
        return self._page(about, "DESC", start, size)

    def oldest(self, *about: About, start: int, size: int) -> tuple[str, ...]:
        """Return demands by date, the oldest first."""
        return self._page(about, "ASC", start, size)

    def wholes(self, link: Link) -> dict[str, int]:
        """Return the demands of each thing that stands for itself in overviews."""
        return self._counts(f"?demand a fg:Demand . {_whole(link, '?thing')}")

    def parts(self, law: str) -> dict[str, int]:
        """Return the demands of each paragraph of an act that has some."""
        return self._counts(
            f"?thing eli:is_part_of {Iri(law).sparql()} ; a fg:Provision . "
            "?demand fg:concernsLaw ?thing ; a fg:Demand ."
        )

    def years(self, link: Link, *about: About) -> dict[tuple[str, str], int]:
        """Return the demands by what they are linked to and by year."""
        pattern = (
            f"{_pattern(about)} ?demand fg:{link} ?thing ; fg:statedIn ?document . ?document dct:date ?date"
        )
        rows = self._ask(
            f"SELECT ?thing ?year {_NUMBER} WHERE {{ {pattern} BIND(SUBSTR(STR(?date), 1, 4) AS ?year) }} "
            "GROUP BY ?thing ?year"
        )
        return {(row["thing"].value, row["year"].value): _number(row) for row in rows if "thing" in row}

    def documents(self, *about: About) -> tuple[Written, ...]:
        """Return the documents with such demands, by date."""
        rows = self._ask(
            f"SELECT ?document ?date {_NUMBER} WHERE {{ {_pattern(about)} {_DATED} }} GROUP BY ?document ?date"
        )
        found = [
            Written(row["document"].value, row["date"].value if "date" in row else None, _number(row))
            for row in rows
            if "document" in row
        ]
        return tuple(sorted(found, key=lambda each: (each.date or "", each.document)))

    def groups(self, link: Link, *about: About, most: int) -> dict[str | None, Group]:
        """Return the demands by what they are linked to, None for none."""
        rows = self._ask(
            f"SELECT DISTINCT ?thing ?demand ?date WHERE {{ {_pattern(about)} OPTIONAL {{ ?demand fg:{link} ?thing }} "
            f"{_DATED} }} ORDER BY DESC(?date) ?demand"
        )
        found: dict[str | None, dict[str, None]] = {}
        for row in rows:
            found.setdefault(row["thing"].value if "thing" in row else None, {})[row["demand"].value] = None
        return {thing: Group(len(group), tuple(group)[:most]) for thing, group in found.items()}

    def periods(self, link: Link, *about: About) -> dict[str, Period]:
        """Return the demands by what they are linked to, with first and last date."""
        # an aggregate over what is not bound is an error: one date after the other
        rows = self._ask(
            f"SELECT ?thing ?date {_NUMBER} WHERE {{ {_pattern(about)} ?demand fg:{link} ?thing . {_DATED} }} "
            "GROUP BY ?thing ?date"
        )
        found: dict[str, list[tuple[str | None, int]]] = {}
        for row in rows:
            if "thing" in row:
                date = row["date"].value if "date" in row else None
                found.setdefault(row["thing"].value, []).append((date, _number(row)))
        return {
            thing: Period(
                sum(number for _, number in dates),
                min((date for date, _ in dates if date is not None), default=None),
                max((date for date, _ in dates if date is not None), default=None),
            )
            for thing, dates in found.items()
        }

    def _page(self, about: tuple[About, ...], direction: str, start: int, size: int) -> tuple[str, ...]:
        rows = self._ask(
            f"SELECT DISTINCT ?demand ?date WHERE {{ {_pattern(about)} {_DATED} }} "
            f"ORDER BY {direction}(?date) ?demand LIMIT {size} OFFSET {start}"
        )
        return tuple(dict.fromkeys(row["demand"].value for row in rows))

    def _counts(self, pattern: str) -> dict[str, int]:
        rows = self._ask(f"SELECT ?thing {_NUMBER} WHERE {{ {pattern} }} GROUP BY ?thing")
        # a group of nothing is one row without a thing
        return {row["thing"].value: _number(row) for row in rows if "thing" in row}

    def _ask(self, text: str) -> list[Record]:
        result = self._store.query(_PREFIXES + text)
        assert isinstance(result, Bindings)
        return list(result.records())


def _pattern(about: tuple[About, ...]) -> str:
    conditions = [
        f"?demand fg:{each.link} {f'?any{number}' if each.thing is None else Iri(each.thing).sparql()} ."
        for number, each in enumerate(about)
    ]
    return " ".join(("?demand a fg:Demand .", *conditions))


def _whole(link: Link, variable: str) -> str:
    kind = f" {variable} a {Iri(WHOLES[link]).sparql()} ." if link in WHOLES else ""
    return f"?demand fg:{link} {variable} .{kind}"


def _number(row: Record) -> int:
    return int(row["number"].value)
