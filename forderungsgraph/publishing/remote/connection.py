"""One request to another store: tried again while that is worth it, and told in a sentence when it failed."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn
from urllib.parse import urljoin, urlsplit

import requests
from requests.auth import AuthBase

from ...errors import BrokenOffError, TargetError
from ...store.endpoint import PASSWORD_VARIABLE, TOKEN_VARIABLE, USER_VARIABLE
from .credentials import Credentials

Note = Callable[[str], None]

_WORTH_ANOTHER_TRY: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
_READ_ONLY: Final = frozenset({403, 405, 501})
_CONNECT: Final = 10.0
_LONGEST_PAUSE: Final = 60.0
_MOST_TOLD: Final = 200


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for a store, and how often.

    :param pauses: seconds before each further try, unless the store names another time (``Retry-After``)
    :param seconds: without a byte from the store
    """

    pauses: tuple[float, ...] = (0.5, 1, 2, 4, 8)
    seconds: float = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """What a store answered.

    :param media_type: in lower case, without parameters
    """

    status: int
    media_type: str
    content: bytes
    text: str

    @property
    def good(self) -> bool:
        """Whether it did what it was told."""
        return 200 <= self.status < 300


class Connection:
    """Requests to one store, one after the other.

    :param note: called with a sentence before each further try
    """

    def __init__(
        self, credentials: Credentials, patience: Patience = Patience(), note: Note = lambda _: None
    ) -> None:
        self._credentials = credentials
        self._patience = patience
        self._note = note
        self._auth: AuthBase | None = None
        self._answered = False
        self._session = requests.Session()
        # a proxy of the environment is used; passwords of ~/.netrc are not
        self._session.headers["User-Agent"] = "forderungsgraph"
        self._session.auth = _nobody

    def close(self) -> None:
        """Let go of the store."""
        self._session.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        once: bool = False,
    ) -> Reply:
        """Send a request; try again after a broken connection and after answers that say so.

        :param once: the request must not happen twice
        :raises BrokenOffError: if the connection broke, each time
        :raises TargetError: if the store is out of reach, or refuses who asks
        """
        pauses = iter(() if once else self._patience.pauses)
        while True:
            wait: str | None = None
            try:
                answer = self._logged_in(method, url, params, body, headers)
            except (requests.exceptions.SSLError, requests.exceptions.InvalidURL, UnicodeError) as error:
                raise TargetError(
                    f"Der Speicher ist nicht erreichbar ({_reason(error)})", place=url
                ) from None
            except requests.RequestException as error:
                # an address that is wrong does not get better; a server that just restarts does
                if not self._answered and _nobody_there(error):
                    raise TargetError(
                        f"Der Speicher ist nicht erreichbar ({_reason(error)})",
                        place=url,
                        hint="Adresse prüfen, und ob er läuft",
                    ) from None
                pause = next(pauses, None)
                if pause is None:
                    raise BrokenOffError(
                        f"Die Verbindung zum Speicher ist abgebrochen ({_reason(error)})",
                        place=url,
                        hint="Noch einmal aufrufen: Was schon dort ist, wird nicht noch einmal geschickt. Bricht es bei einem großen Graphen immer ab: die Adresse für SPARQL Update angeben, dann geht er in Teilen",
                    ) from None
                reason = "Die Verbindung ist abgebrochen"
            else:
                self._answered = True
                if answer.status_code not in _WORTH_ANOTHER_TRY:
                    return _reply(answer)
                pause = next(pauses, None)
                if pause is None:
                    return _reply(answer)
                reason, wait = (
                    f"Der Speicher antwortet mit {answer.status_code}",
                    answer.headers.get("Retry-After"),
                )
            if wait is not None and wait.isascii() and wait.isdigit():
                pause = min(float(wait), _LONGEST_PAUSE)
            self._note(f"{reason}; neuer Versuch in {pause:g} s".replace(".", ","))
            time.sleep(pause)

    def _logged_in(
        self,
        method: str,
        url: str,
        params: Mapping[str, str] | None,
        body: bytes | Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
    ) -> requests.Response:
        """Send once; say who asks where the store wants to know."""

        def request() -> requests.Response:
            # in pieces, so that the time limit is one for each of them; and it is that for connecting which counts
            # while sending: an address is tried for a short time, a store that has answered may think
            data = io.BytesIO(body) if isinstance(body, bytes) else body
            first = self._patience.seconds if self._answered else min(_CONNECT, self._patience.seconds)
            return self._session.request(
                method, url, params=params, data=data, headers=headers, auth=self._auth,
                timeout=(first, self._patience.seconds),
                # a redirect could lead data and password elsewhere, and makes a PUT a GET
                allow_redirects=False,
            )  # fmt: skip

        answer = request()
        if answer.status_code == 401 and self._auth is None:
            self._auth = self._credentials.answering(answer.headers.get("WWW-Authenticate", ""), url)
            if self._auth is not None:
                answer = request()
        if answer.status_code == 401:
            self._answered = True
            if self._auth is not None:
                raise TargetError(
                    "Der Speicher lehnt die Anmeldung ab (401)",
                    place=url,
                    hint=f"{USER_VARIABLE} und {PASSWORD_VARIABLE} prüfen, oder {TOKEN_VARIABLE}",
                )
            asked = answer.headers.get("WWW-Authenticate", "").partition(" ")[0] or "ohne Angabe, welche"
            raise TargetError(
                f"Der Speicher verlangt eine Anmeldung ({asked[:20]})",
                place=url,
                hint=f"{USER_VARIABLE} und {PASSWORD_VARIABLE} setzen, oder {TOKEN_VARIABLE}",
            )
        return answer


def _nobody(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _nobody_there(error: requests.RequestException) -> bool:
    return bool(re.search(r"NewConnectionError|NameResolutionError|Timeout|timed out", repr(error)))


def _reply(answer: requests.Response) -> Reply:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.is_redirect:
        text = urljoin(answer.url, answer.headers["Location"])
        return Reply(answer.status_code, kind, answer.content, text)
    return Reply(answer.status_code, kind, answer.content, _told(answer.content, kind))


def _told(content: bytes, kind: str) -> str:
    """Return what a store says of what went wrong, in one short line."""
    text = content[:4000].decode("utf-8", "replace")
    if "html" in kind or "xml" in kind:
        text = re.sub(r"(?s)<(?:style|head)\b.*?</(?:style|head)>|</?[a-zA-Z!][^<>]*>", " ", text)
    return re.sub(r"[\x00-\x20\x7f]+", " ", text).strip()[:_MOST_TOLD].rstrip(". ")


def _reason(error: Exception) -> str:
    """Return why, in a few words; the library's own texts repeat addresses and names of classes."""
    text = str(error)
    for pattern, words in (
        (r"certificate|SSL", "das Zertifikat gilt nicht, oder dort antwortet kein TLS"),
        (r"Name or service not known|getaddrinfo|NameResolution|nodename", "den Rechner gibt es nicht"),
        (r"refused", "niemand nimmt die Verbindung an"),
        (r"[Tt]imed? ?out", "keine Antwort in der Zeit"),
        (r"label|Invalid|invalid|Failed to parse", "die Adresse ist nicht lesbar"),
    ):
        if re.search(pattern, text):
            return words
    return "die Verbindung wurde geschlossen"


def ensure_good(reply: Reply, url: str, what: str) -> None:
    """Find out whether a store did what it was told.

    :param what: it was told, e.g. ``Der Graph …/status wurde nicht angenommen``
    :raises TargetError: if not
    """
    if not reply.good:
        _refused(reply, url, what)


def _refused(reply: Reply, url: str, what: str) -> NoReturn:
    said = f": {reply.text}" if reply.text else ""
    if 300 <= reply.status < 400:
        raise TargetError(
            f"Der Speicher leitet um nach {urlsplit(reply.text)._replace(query='').geturl()[:200]}; Umleitungen wird nicht gefolgt",
            place=url,
            hint="Die endgültige Adresse angeben",
        )
    if reply.status in _READ_ONLY:
        raise TargetError(
            f"{what}: Der Speicher nimmt hier keine Änderungen an ({reply.status}{said})",
            place=url,
            hint="Die Adresse zum Schreiben angeben, oder dort das Recht dazu erteilen",
        )
    if reply.status == 404:
        raise TargetError(
            f"{what}: Diese Adresse gibt es dort nicht (404{said})", place=url, hint="Adresse prüfen"
        )
    if reply.status == 413:
        raise TargetError(
            f"{what}: Die Anfrage ist dem Speicher zu groß (413)",
            place=url,
            hint="Seine Grenze erhöhen, oder mit --protocol update und der Adresse für Änderungen in Teilen schicken",
        )
    raise TargetError(
        f"{what}: Der Speicher antwortet mit Status {reply.status}{said}",
        place=url,
        hint="Das Protokoll des Speichers lesen",
    )
