"""Controlled vocabularies that the catalogue uses: which codes there are, from ``data/publishing/codes.csv``."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from ..errors import PublishingError
from ..files import folder


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a list.

    :param list: short name of the list, e.g. ``theme``
    :param scheme: IRI of the list
    :param code: as it stands in a configuration, e.g. ``GOVE``
    """

    list: str
    scheme: str
    iri: str
    code: str
    label: str


def read_codes(place: Path) -> tuple[Code, ...]:
    """Read the codes of a file.

    :raises PublishingError: if it cannot be read, lacks a column or names a code twice
    """
    try:
        with place.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            codes = tuple(
                Code(row["list"], row["scheme"], row["iri"], row["code"], row["label"]) for row in rows
            )
    except (OSError, UnicodeDecodeError, KeyError, csv.Error):
        raise PublishingError(
            "Die Codelisten sind nicht lesbar", place=place, hint="Das Paket neu installieren"
        ) from None
    if len({code.iri for code in codes}) != len(codes):
        raise PublishingError("Ein Code steht zweimal da", place=place, hint="Eine der Zeilen streichen")
    return codes


@cache
def shipped_codes() -> Mapping[str, Mapping[str, Code]]:
    """Return the shipped codes by list and code."""
    lists: dict[str, dict[str, Code]] = {}
    for code in read_codes(folder("data") / "publishing" / "codes.csv"):
        lists.setdefault(code.list, {})[code.code] = code
    return lists


def code_named(list_name: str, name: str, *, key: str, place: Path | str | None = None) -> Code:
    """Return a code.

    :param key: what the code stands for in the configuration
    :raises PublishingError: if the list has no such code
    """
    codes = shipped_codes()[list_name]
    if name in codes:
        return codes[name]
    close = get_close_matches(name, codes, n=3, cutoff=0.5) or sorted(codes)[:6]
    raise PublishingError(
        f"„{name}“ ist kein Code für „{key}“",
        place=place,
        hint=f"Codes werden nicht erfunden; es gibt zum Beispiel {', '.join(close)}",
    )
