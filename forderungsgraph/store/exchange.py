"""One question to a store elsewhere over HTTP, with a deadline; what goes wrong becomes an error that tells whose fault it is.

No redirect is followed: it could lead a question, and the credentials with it, into another network.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit

from forderungsgraph.errors import (
    QueryError,
    StoreError,
    StoreTimeoutError,
    StoreUnreachableError,
)

from .endpoint import PASSWORD_VARIABLE, TOKEN_VARIABLE, USER_VARIABLE, Endpoint

_CONNECT_SECONDS: Final = 5.0
_MOST_TOLD: Final = 300
_READ: Final = 1 << 16
# Virtuoso's own way of saying that it left rows out
_CUT: Final = "X-SPARQL-MaxRows"
_STOPPED: Final = "X-SQL-State"
_BAD_QUERY: Final = (400, 422)
_BUSY: Final = (429, 503)
_SLOW: Final = (408, 504)


@dataclass(frozen=True, slots=True)
class Reply:
    """A good answer whose body is still to be read.

    :param media_type: in lower case, without parameters
    :param server: what the store calls itself
    :param ends: whether the body tells where it ends, so that a part cannot look like the whole
    """

    body: Body
    media_type: str
    server: str
    ends: bool


class Line:
    """A connection to a store, opened by the first question and used again; for one thread at a time."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._connection: http.client.HTTPConnection | None = None
        # checks the certificate and the name in it; made once, since it reads all authorities of the system
        self._context = ssl.create_default_context() if endpoint.secure else None

    def ask(self, fields: Sequence[tuple[str, str]], accept: str, deadline: float) -> Reply:
        """Send a query (SPARQL 1.1 Protocol, 2.1.2) and return the beginning of the answer.

        :param fields: of the form: ``query``, ``default-graph-uri``, ``named-graph-uri``
        :param deadline: by the monotonic clock
        :raises StoreUnreachableError: if there is no connection, or the store is busy
        :raises StoreTimeoutError: if the store did not answer in time
        :raises StoreError: if it answers with something else than results
        :raises QueryError: if it says that the query is wrong
        """
        response = self._send(urlencode(fields).encode("ascii"), accept, deadline)
        try:
            self._check(response)
        except BaseException:
            self.close()
            raise
        chunked = response.getheader("Transfer-Encoding", "").lower() == "chunked"
        return Reply(
            Body(self, response, deadline),
            response.getheader("Content-Type", "").partition(";")[0].strip().lower(),
            response.getheader("Server", ""),
            chunked or response.getheader("Content-Length") is not None,
        )

    def close(self) -> None:
        """Close the connection; the store ends what it is doing for it."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def patient_until(self, deadline: float) -> None:
        """Let the next reading wait no longer than that.

        :raises StoreTimeoutError: if it is over
        """
        left = deadline - time.monotonic()
        if left <= 0:
            raise _slow()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            connection.sock.settimeout(left)

    def _send(self, body: bytes, accept: str, deadline: float) -> http.client.HTTPResponse:
        headers = {
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": "forderungsgraph",
        }
        if self.endpoint.authorization is not None:
            headers["Authorization"] = self.endpoint.authorization
        while True:
            used_before = self._connection is not None
            try:
                connection = self._opened(deadline)
                self.patient_until(deadline)
                connection.request("POST", self.endpoint.path, body, headers)
                return connection.getresponse()
            except TimeoutError:
                self.close()
                raise _slow() from None
            except (http.client.HTTPException, OSError) as error:
                self.close()
                # a connection that rested may have been closed meanwhile; a query changes nothing, so ask again
                if not used_before:
                    raise _unreachable(error) from None

    def _opened(self, deadline: float) -> http.client.HTTPConnection:
        if self._connection is None:
            seconds = min(_CONNECT_SECONDS, max(deadline - time.monotonic(), 0.001))
            host, port = self.endpoint.host, self.endpoint.port
            if self._context is not None:
                fresh: http.client.HTTPConnection = http.client.HTTPSConnection(
                    host, port, timeout=seconds, context=self._context
                )
            else:
                fresh = http.client.HTTPConnection(host, port, timeout=seconds)
            try:
                fresh.connect()
            except TimeoutError:
                raise _unreachable(OSError("keine Antwort")) from None
            self._connection = fresh
        return self._connection

    def _check(self, response: http.client.HTTPResponse) -> None:
        status = response.status
        cut = response.getheader(_CUT)
        if status == 200 and cut is not None:
            raise StoreError(
                f"Der Speicher gibt höchstens {cut[:20]} Zeilen heraus und hat die übrigen weggelassen",
                hint="Im Speicher die Grenze heben (Virtuoso: ResultSetMaxRows), oder mit LIMIT weniger verlangen",
                english=f"the store cut the answer off at {cut[:20]} rows",
            )
        if status == 200 and response.getheader(_STOPPED) is None:
            return
        if status in _BAD_QUERY:
            said = _told(response)
            raise QueryError(
                f"Der Speicher kann die Abfrage nicht ausführen: {said}",
                english=f"the store cannot run the query: {said}",
            )
        if 300 <= status < 400:
            where = urlsplit(response.getheader("Location", "")).netloc or "anderswohin"
            raise StoreError(
                f"Der Speicher leitet um ({where[:80]}); Umleitungen wird nicht gefolgt",
                hint="Mit --store die endgültige Adresse angeben",
                english="the store redirects, and redirects are not followed",
            )
        if status in (401, 403):
            raise StoreError(
                f"Der Speicher verlangt eine andere Anmeldung ({status})",
                hint=f"{USER_VARIABLE} und {PASSWORD_VARIABLE} prüfen, oder {TOKEN_VARIABLE}",
                english=f"the store asks for other credentials ({status})",
            )
        if status in _SLOW:
            raise _slow()
        if status in _BUSY:
            raise _busy(response.getheader("Retry-After", ""))
        what = "einem Teil der Antwort" if status < 300 else f"Status {status}"
        said = _told(response) if status == 500 else ""
        raise StoreError(
            f"Der Speicher antwortet mit {what}" + (f": {said}" if said else ""),
            hint="Das Protokoll des Speichers lesen",
            english=f"the store answers with status {status}" + (f": {said}" if said else ""),
        )


class Body:
    """The body of an answer as a file to read from, up to the deadline.

    :ivar error: what went wrong, since a parser in between may tell it otherwise
    """

    def __init__(self, line: Line, response: http.client.HTTPResponse, deadline: float) -> None:
        self._line = line
        self._response = response
        self._deadline = deadline
        self.error: StoreError | None = None

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, none at the end.

        :raises StoreError: if the answer breaks off, or takes too long
        """
        try:
            self._line.patient_until(self._deadline)
            data = self._response.read(_READ if size < 0 else min(size, _READ))
            if not data and size and self._response.length:
                raise http.client.IncompleteRead(b"")
            return data
        except StoreError as error:
            self.error = error
        except TimeoutError:
            self.error = _slow()
        except (http.client.HTTPException, OSError, ValueError) as error:
            self.error = StoreError(
                f"Die Antwort des Speichers brach mittendrin ab ({type(error).__name__})",
                english="the answer of the store broke off",
            )
        self._line.close()
        raise self.error

    def finish(self) -> None:
        """Let the connection be used again if everything was read, else close it."""
        if self.error is None and not self._response.isclosed():
            with contextlib.suppress(StoreError):
                self.read()
        if not self._response.isclosed():
            self._line.close()


def _told(response: http.client.HTTPResponse) -> str:
    """Return what a store says of a wrong query, in one short line."""
    with contextlib.suppress(http.client.HTTPException, OSError):
        text = response.read(4096).decode("utf-8", "replace")
        # Virtuoso repeats the query after its message
        text = re.sub(r"<[^<>]*>", "", text.partition("SPARQL query:")[0])
        text = re.sub(r"[\x00-\x20]+", " ", text).strip()
        if text:
            return text[:_MOST_TOLD].rstrip(".")
    return f"Status {response.status}"


def _slow() -> StoreTimeoutError:
    return StoreTimeoutError(
        "Der Speicher hat nicht rechtzeitig geantwortet",
        hint="Die Abfrage eingrenzen, oder später noch einmal fragen",
        english="the store did not answer in time",
    )


def _unreachable(error: Exception) -> StoreUnreachableError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = f"sein Zertifikat gilt nicht: {error.verify_message}"
    return StoreUnreachableError(
        f"Der Speicher ist nicht erreichbar ({reason})",
        hint="In einer Minute noch einmal versuchen",
        english="the store cannot be reached",
    )


def _busy(wait: str) -> StoreUnreachableError:
    error = StoreUnreachableError(
        "Der Speicher ist gerade ausgelastet",
        hint="Gleich noch einmal versuchen",
        english="the store is busy right now",
    )
    if wait.isascii() and wait.isdigit() and len(wait) < 5:
        error.retry_after = int(wait)
    return error
