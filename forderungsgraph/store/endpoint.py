"""Where another store answers SPARQL, and who asks there."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from forderungsgraph.errors import UsageError

USER_VARIABLE: Final = "FORDERUNGSGRAPH_STORE_USER"
PASSWORD_VARIABLE: Final = "FORDERUNGSGRAPH_STORE_PASSWORD"
TOKEN_VARIABLE: Final = "FORDERUNGSGRAPH_STORE_TOKEN"
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a SPARQL 1.1 Protocol endpoint.

    :param url: absolute, without name and password
    :param authorization: value of the header of that name (RFC 7617, RFC 6750); None: nobody in particular asks
    :raises UsageError: if the address is no http(s) address, tells a password, or a password would be sent in
        the clear over a network
    """

    url: str
    authorization: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        try:
            sound = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
        except ValueError:
            sound = False
        printable = self.url.isascii() and self.url.isprintable() and " " not in self.url
        if not sound or not printable or parts.fragment:
            raise UsageError(
                "Das ist keine Adresse eines SPARQL-Endpunkts",
                place=self.url if "@" not in self.url else None,
                hint="Erwartet: https://rechner/pfad, etwa https://speicher.example.org/sparql",
            )
        if "@" in parts.netloc:
            raise UsageError(
                "Name und Passwort gehören nicht in die Adresse",
                hint=f"{USER_VARIABLE} und {PASSWORD_VARIABLE} setzen, oder {TOKEN_VARIABLE}",
            )
        if self.authorization is not None and parts.scheme == "http" and not _is_here(self.host):
            raise UsageError(
                "Ein Passwort ginge unverschlüsselt durchs Netz",
                place=self.url,
                hint="https verwenden; http nur auf demselben Rechner",
            )

    @classmethod
    def of(cls, url: str, environment: Mapping[str, str]) -> Endpoint:
        """Return an endpoint with the credentials that the environment holds for it.

        :raises UsageError: as the class does, or if name or password is missing or no header can carry them
        """
        user, password = environment.get(USER_VARIABLE, ""), environment.get(PASSWORD_VARIABLE, "")
        token = environment.get(TOKEN_VARIABLE, "")
        if bool(user) != bool(password) or (user and token) or ":" in user:
            raise UsageError(
                "Die Anmeldung beim Speicher ist unvollständig oder doppelt",
                hint=f"Entweder {USER_VARIABLE} und {PASSWORD_VARIABLE} setzen oder nur {TOKEN_VARIABLE}",
            )
        if token:
            if not (token.isascii() and token.isprintable() and " " not in token):
                raise UsageError(
                    f"{TOKEN_VARIABLE} enthält Zeichen, die keine Kopfzeile trägt",
                    hint="Nur ASCII ohne Leerzeichen",
                )
            return cls(url, f"Bearer {token}")
        if user:
            return cls(url, "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii"))
        return cls(url)

    @property
    def secure(self) -> bool:
        """Whether the connection is encrypted and the server's certificate is checked."""
        return urlsplit(self.url).scheme == "https"

    @property
    def host(self) -> str:
        """Name or address of the machine."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Port, also where the address does not tell."""
        parts = urlsplit(self.url)
        return parts.port or _PORTS[parts.scheme]

    @property
    def path(self) -> str:
        """What a request names: path and query of the address."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _is_here(host: str) -> bool:
    """Tell whether a name means this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
