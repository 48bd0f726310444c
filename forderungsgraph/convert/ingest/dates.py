"""Dates as metadata write them."""

from __future__ import annotations

import datetime
import re
from typing import Final

_ISO: Final = re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[T ].*)?")
_GERMAN: Final = re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})")


def iso_date(written: str) -> str | None:
    """Return the ISO 8601 day of a metadata field, None if it is none.

    >>> iso_date("2021-03-12T08:00:00+01:00"), iso_date("12.3.2021"), iso_date("2021")
    ('2021-03-12', '2021-03-12', None)
    """
    match = _ISO.fullmatch(written.strip()) or _GERMAN.fullmatch(written.strip())
    if match is None:
        return None
    try:
        return datetime.date(int(match["y"]), int(match["m"]), int(match["d"])).isoformat()
    except ValueError:
        return None
