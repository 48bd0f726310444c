"""Keeps contact data of persons out of the graph: telephone numbers and mail addresses.

A quotation must stay exact, so a passage is not altered but cut around what must not be published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from forderungsgraph.model import Span

_MAIL: Final = r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"
# a number after a telephone word, or one that begins as German and international numbers do
_PHONE_WORD: Final = (
    r"(?i:\b(?:tel(?:efon)?|mobil(?:telefon)?|handy|durchwahl|(?:tele)?fax|fon)\b)"
    r"[.:\s]{1,4}\(?\+?\d[\d\s/().–-]{2,}\d"
)
_PHONE: Final = r"(?<![\w/.,§-])(?:(?:\+|00)\d{2}[\s(/.–-]{0,3}(?:\(0\)\s?)?|\(?0)[1-9]\d{1,4}[\s)/.–-]{0,3}\d[\d\s/–-]{3,}\d(?!\w)"
CONTACT: Final = re.compile(f"{_MAIL}|{_PHONE_WORD}|{_PHONE}")

# characters that no XML document may hold; page breaks are the usual ones
_ILLEGAL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_CUT: Final = re.compile(f"{CONTACT.pattern}|{_ILLEGAL}")
_TRACE: Final = re.compile(rf"@|\(at\)|\d{{4,}}|\d[\d\s/().–-]{{2,}}\d|{_ILLEGAL}")

REPLACEMENT: Final = "[…]"


def has_contact(text: str) -> bool:
    """Tell whether ``text`` holds a telephone number or a mail address.

    >>> has_contact("Rückfragen: 0511 36894-0"), has_contact("BGBl. I S. 3122, 3138 vom 14.08.2017")
    (True, False)
    """
    return CONTACT.search(text) is not None


def without_contacts(text: str) -> str:
    """Return ``text`` with a sign of omission for each contact and a blank for each illegal character."""
    return re.sub(_ILLEGAL, " ", CONTACT.sub(REPLACEMENT, text))


def publishable(text: str, span: Span) -> Iterator[Span]:
    """Yield the parts of ``span`` that may be quoted exactly: without contacts and illegal characters."""
    start = span.start
    for hit in (*_CUT.finditer(text, span.start, span.end), None):
        end = span.end if hit is None else hit.start()
        part = text[start:end]
        if any(character.isalnum() for character in part):
            # white space at a cut is no part of the quotation; at the ends of the span it is
            left = len(part) - len(part.lstrip()) if start != span.start else 0
            right = len(part) - len(part.rstrip()) if hit is not None else 0
            yield Span(start + left, end - right)
        if hit is not None:
            start = hit.end()


def neighbourhood(text: str) -> str | None:
    """Return the text beside a quotation if it may be published, None if it could hold a contact's part."""
    return None if not text or _TRACE.search(text) else text
