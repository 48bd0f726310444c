"""Values as TOML, for the files that we write ourselves; the standard library only reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable


def toml_string(text: str) -> str:
    """Return ``text`` as a TOML string on one line, white space folded.

    >>> toml_string('Städte\\n„heute“')
    '"Städte „heute“"'
    """
    # what JSON writes is TOML, too, but for the one control character that JSON leaves as it is
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_strings(texts: Iterable[str]) -> str:
    """Return ``texts`` as a TOML array of strings."""
    return f"[{', '.join(map(toml_string, texts))}]"
