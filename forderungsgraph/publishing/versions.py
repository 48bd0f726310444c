"""The number of a published version: ``major.minor.patch`` (Semantic Versioning 2.0.0, without suffixes)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..errors import UsageError

_FORM: Final = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})")


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A version of the data; the version of the ontology is counted apart.

    >>> Version.parse("1.10.0") > Version.parse("1.9.3")
    True
    """

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Version:
        """Read a version.

        :raises UsageError: if it is not three numbers without leading zeros
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise UsageError(
                f"„{text}“ ist keine Versionsnummer",
                hint="Drei Zahlen mit Punkten angeben, zum Beispiel 1.2.0",
            )
        return cls(*map(int, found.groups()))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def is_version(text: str) -> bool:
    """Tell whether a name is a version."""
    return _FORM.fullmatch(text) is not None
