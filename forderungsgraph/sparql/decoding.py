"""From bytes to text: percent-decoding once, UTF-8 checked, media types split."""

from __future__ import annotations

import binascii
import re
from typing import Final
from urllib.parse import unquote_to_bytes

from forderungsgraph.problems import Problem

from .refusal import refusal

FORM: Final = "application/x-www-form-urlencoded"
_MOST_FIELDS: Final = 1000
# without line breaks and blanks at the end, which quoted-printable treats on its own
_WELL_FORMED: Final = re.compile(rb"(?:[!-$&-~]++|%[0-9A-Fa-f]{2})*+")
_CHARSETS: Final = ("", "utf-8", "utf8", "us-ascii")


def pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Decode ``application/x-www-form-urlencoded`` once.

    :raises RefusalError: if the bytes are not UTF-8, hold a null character or too many fields
    """
    fields = [field for field in encoded.split(b"&") if field]
    if len(fields) > _MOST_FIELDS:
        raise refusal(
            Problem.BAD_REQUEST, "Die Anfrage hat zu viele Felder.", "The request has too many fields."
        )
    halves = [field.replace(b"+", b"%20").partition(b"=") for field in fields]
    return [(decode(unquoted(key)), decode(unquoted(value))) for key, _, value in halves]


def unquoted(data: bytes) -> bytes:
    """Return percent-encoded bytes as they were, once; what is no encoding stays.

    Well-formed ones are decoded by the C code for quoted-printable, which differs in its sign only.

    >>> unquoted(b"a%20=%C3%BC"), unquoted(b"100%")
    (b'a =\xc3\xbc', b'100%')
    """
    if _WELL_FORMED.fullmatch(data):
        return binascii.a2b_qp(data.replace(b"=", b"=3D").replace(b"%", b"="))
    return unquote_to_bytes(data)


def decode(data: bytes) -> str:
    """Return bytes as text.

    :raises RefusalError: if they are not UTF-8, or hold a null character
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal(
            Problem.BAD_REQUEST,
            "Die Anfrage ist nicht in UTF-8 kodiert.",
            "The request is not encoded in UTF-8.",
        ) from None
    if "\0" in text:
        raise refusal(
            Problem.BAD_REQUEST,
            "Die Anfrage enthält ein Nullzeichen.",
            "The request contains a null character.",
        )
    return text


def media_type(header: str | None) -> str:
    """Return the media type of a Content-Type header in lower case, empty if there is none.

    :raises RefusalError: if it names a charset other than UTF-8
    """
    kind, _, rest = (header or "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([^\s;\"]+)", rest, re.IGNORECASE)
    if charset and charset[1].lower() not in _CHARSETS:
        raise refusal(
            Problem.MEDIA_TYPE, "Anfragen werden in UTF-8 angenommen.", "Requests are accepted in UTF-8."
        )
    return kind.strip().lower()
