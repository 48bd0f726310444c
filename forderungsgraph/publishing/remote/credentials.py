"""Who writes into another store: name and password, or a token, from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from requests import PreparedRequest
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from ...errors import TargetError
from ...store.endpoint import PASSWORD_VARIABLE, TOKEN_VARIABLE, USER_VARIABLE


@dataclass(frozen=True, slots=True)
class Credentials:
    """Name and password, or a token; nobody in particular where all are empty.

    :raises TargetError: if something is missing, there twice, or cannot be sent
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        if bool(self.user) != bool(self.password) or (self.user and self.token) or ":" in self.user:
            raise TargetError(
                "Die Anmeldung beim Speicher ist unvollständig oder doppelt",
                hint=f"Entweder {USER_VARIABLE} und {PASSWORD_VARIABLE} setzen oder nur {TOKEN_VARIABLE}",
            )
        if not re.fullmatch(r"[!-~]*", self.token):
            raise TargetError(
                f"{TOKEN_VARIABLE} enthält Zeichen, die keine Kopfzeile trägt",
                hint="Nur ASCII, ohne Leerzeichen und Zeilenende",
            )

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Credentials:
        """Return what an environment holds.

        :raises TargetError: as the class does
        """
        names = (USER_VARIABLE, PASSWORD_VARIABLE, TOKEN_VARIABLE)
        return cls(*(environment.get(name, "") for name in names))

    def __bool__(self) -> bool:
        return bool(self.user or self.token)

    def answering(self, challenge: str, url: str) -> AuthBase | None:
        """Return how to answer a server that asks who is there; None if it asks in no way that is known.

        Digest goes first (RFC 7616; Virtuoso asks so): it does not tell the password.

        :param challenge: the header ``WWW-Authenticate``
        :raises TargetError: if a password or a token would be sent in the clear over a network
        """
        asked = challenge.lower()
        if self.user and re.search(r"\bdigest\b", asked):
            return HTTPDigestAuth(self.user, self.password)
        if self.user and re.search(r"\bbasic\b", asked):
            _ensure_private(url)
            # as bytes, else the library takes Latin-1
            return HTTPBasicAuth(self.user.encode(), self.password.encode())
        # a token is what a server wants that says nothing of basic or digest
        if self.token and not re.search(r"\b(?:basic|digest)\b", asked):
            _ensure_private(url)
            return _Bearer(self.token)
        return None


class _Bearer(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def _ensure_private(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https":
        return
    try:
        here = ip_address(parts.hostname or "").is_loopback
    except ValueError:
        here = parts.hostname == "localhost"
    if not here:
        raise TargetError(
            "Ein Passwort ginge unverschlüsselt durchs Netz",
            place=url,
            hint="https verwenden; http nur auf demselben Rechner",
        )
