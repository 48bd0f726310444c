"""Who may change something: a bearer token (RFC 6750), and no other site's page."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from forderungsgraph.errors import UsageError
from forderungsgraph.problems import Problem

from .decoding import pairs
from .message import Request
from .refusal import refusal

TOKEN_VARIABLE: Final = "FORDERUNGSGRAPH_TOKEN"
SHORTEST_TOKEN: Final = 16
_SAME_SITE: Final = ("same-origin", "none")
_IN_URL: Final = ("access_token", "token")


@dataclass(frozen=True, slots=True)
class Access:
    """The right to change, for those who know the token.

    :raises UsageError: if the token is missing, too short to be safe, or no header could carry it
    """

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        usable = self.token.isascii() and self.token.isprintable() and " " not in self.token
        if len(self.token) < SHORTEST_TOKEN or not usable:
            raise UsageError(
                f"Zum Schreiben fehlt ein Schlüssel in der Umgebungsvariablen {TOKEN_VARIABLE} "
                f"(mindestens {SHORTEST_TOKEN} Zeichen ASCII ohne Leerzeichen)",
                hint=f"Etwa so: export {TOKEN_VARIABLE}=$(openssl rand -hex 24)",
            )

    def check(self, request: Request) -> None:
        """Return if the request may change something.

        :raises RefusalError: if not
        """
        # what stands in an address ends up in logs and histories
        if any(key in _IN_URL for key, _ in pairs(request.query_string)):
            raise refusal(
                Problem.BAD_REQUEST,
                "Der Schlüssel gehört nicht in die Adresse.",
                "The token does not belong in the address.",
                _HINT,
            )
        if request.sec_fetch_site is not None and request.sec_fetch_site.strip().lower() not in _SAME_SITE:
            raise refusal(
                Problem.CROSS_SITE,
                "Die Anfrage kommt von der Seite eines anderen Dienstes.",
                "The request comes from a page of another site.",
            )
        if request.origin is not None and not _same_host(request.origin, request.host):
            raise refusal(
                Problem.CROSS_SITE,
                "Die Anfrage kommt von der Seite eines anderen Dienstes.",
                "The request comes from a page of another site.",
            )
        if not self.knows(request.authorization):
            raise refusal(
                Problem.UNAUTHORISED,
                "Der Schlüssel fehlt oder ist falsch.",
                "The token is missing or wrong.",
                _HINT,
            )

    def knows(self, authorization: str | None) -> bool:
        """Tell whether a header of that name carries the token."""
        scheme, _, given = (authorization or "").strip().partition(" ")
        # compared in constant time, so that no answer's duration tells how much of it was right
        right = hmac.compare_digest(given.strip().encode("utf-8", "replace"), self.token.encode())
        return right and scheme.lower() == "bearer"


_HINT: Final = "Kopfzeile senden: Authorization: Bearer …"


def _same_host(origin: str, host: str | None) -> bool:
    try:
        return bool(host) and urlsplit(origin).netloc.lower() == (host or "").lower()
    except ValueError:
        return False
