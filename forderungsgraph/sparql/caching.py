"""Whether a client's copy still holds: ETag and Last-Modified of answers (RFC 9110, sections 8.8 and 13).

An answer depends on the release, the query, its dataset and the format, so its tag is known before the
query runs. The tag is weak: the order of rows without ORDER BY may differ, and so may the compression.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from typing import Final

from forderungsgraph.formats import Format

from .message import Request
from .operation import Operation

_PARTS: Final = re.compile(
    r"""
      (?P<kept>"{3}(?:[^"\\]|\\.|"(?!""))*"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' | <[^\x00-\x20<>"{}|^`\\]*>)
    | (?P<gap>(?:[\x20\t\r\n]|\#[^\r\n]*)+)
    """,
    re.VERBOSE | re.DOTALL,
)
# their values differ from call to call
_VOLATILE: Final = re.compile(r"(?:now|rand|uuid) ?\(", re.IGNORECASE)
_TAG: Final = re.compile(r'(?:W/)?("[^"]*")')


@dataclass(frozen=True, slots=True)
class Edition:
    """What is served, for as long as it does not change.

    :param name: version of the release
    :param modified: when it was put in place, in seconds since 1970, None if that is not known
    """

    name: str
    modified: int | None = None

    @property
    def last_modified(self) -> str | None:
        """Value of the header, None if it is not known."""
        return None if self.modified is None else formatdate(self.modified, usegmt=True)

    def tag(self, *parts: str) -> str:
        """Return the weak ETag of what depends on the edition and on ``parts`` alone."""
        digest = hashlib.sha256("\0".join((self.name, *parts)).encode("utf-8", "replace"))
        return f'W/"{digest.hexdigest()[:32]}"'

    def query_tag(self, operation: Operation, fmt: Format) -> str | None:
        """Return the ETag of an answer, None if the query may answer otherwise the next time."""
        text = canonical(operation.text)
        if _VOLATILE.search(text):
            return None
        return self.tag(
            fmt.short_name, text, *operation.dataset.default, "\n", *operation.dataset.named, "\n",
            operation.download or "",
        )  # fmt: skip

    def freshness(self, tag: str) -> tuple[tuple[str, str], ...]:
        """Return the headers that tell how long an answer holds: copies may be kept and must be asked about.

        A new release counts at once.
        """
        dated = (("Last-Modified", self.last_modified),) if self.last_modified else ()
        return (("Cache-Control", "no-cache"), ("ETag", tag), *dated)

    def unchanged(self, request: Request, tag: str | None) -> bool:
        """Tell whether the client's copy still holds; a tag counts before a date (RFC 9110, 13.2.2)."""
        if request.method not in ("GET", "HEAD") or tag is None:
            return False
        if request.if_none_match is not None:
            return tag.removeprefix("W/") in _TAG.findall(request.if_none_match)
        if request.if_modified_since is None or self.modified is None:
            return False
        try:
            return self.modified <= parsedate_to_datetime(request.if_modified_since).timestamp()
        except (ValueError, OverflowError):
            return False


# a text that is canonical already, seen without a call per blank
_CANONICAL: Final = re.compile(
    r"""(?:[^\s"'<\#]++ | \x20(?![\s\#]) | <[^\x00-\x20<>"{}|^`\\]*+> | <(?![^\x00-\x20<>"{}|^`\\]*>) | "[^"\\\r\n]++" | '[^'\\\r\n]++')*+""",
    re.VERBOSE,
)


def canonical(query: str) -> str:
    """Return a query with comments and blanks between its words folded into one blank each.

    >>> canonical("ASK  # ob\\n{ ?s ?p 'a  # b' }")
    "ASK { ?s ?p 'a  # b' }"
    """
    if _CANONICAL.fullmatch(query):
        return query.strip()
    return _PARTS.sub(lambda match: match["kept"] or " ", query).strip()
