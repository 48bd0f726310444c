"""What services answered, in a form that can be compared: they write numbers and order rows in their own ways."""

from __future__ import annotations

import json
from typing import Any

Told = tuple[object, ...]


def told(body: bytes) -> Told:
    """Return the number of rows, and the value of an answer that is one number; of RDF the number of triples."""
    try:
        found: dict[str, Any] = json.loads(body)
    except ValueError:
        return ("triples", len({line for line in body.splitlines() if line.strip()}))
    if "boolean" in found:
        return (found["boolean"],)
    rows = found["results"]["bindings"]
    if len(rows) == 1 and len(rows[0]) == 1:
        (cell,) = rows[0].values()
        return ("value", cell["value"])
    return ("rows", len(rows))
