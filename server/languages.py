"""German pages at their addresses, English ones at the same addresses below ``/en``.

German is the language that templates and modules are written in; ``english*.toml`` say each text in English.
Templates mark texts with ``{% trans %}`` or ``_("…")``, modules with :func:`say`. A test finds texts without
English, and entries that nobody asks for.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from flask import Flask, has_request_context, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_KEY: Final = "forderungsgraph.language"
_PREFIX: Final = "/en"


class Language(StrEnum):
    """The languages of the pages; the value is the language tag."""

    GERMAN = "de"
    ENGLISH = "en"

    @property
    def own_name(self) -> str:
        """How the language calls itself."""
        return "English" if self is Language.ENGLISH else "Deutsch"


def language() -> Language:
    """Return the language of the page that is asked for; German outside a request."""
    if has_request_context():
        return Language(request.environ.get(_KEY, Language.GERMAN))
    return Language.GERMAN


@functools.cache
def catalogue() -> Mapping[str, str]:
    """Return the English of each German text."""
    found: dict[str, str] = {}
    for path in catalogues():
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def catalogues() -> list[Path]:
    """Return the files of English texts, one per group of pages; a text stands in one of them only."""
    return sorted(Path(__file__).parent.glob("english*.toml"))


def say(text: str) -> str:
    """Return a German text of ours in the language of the page."""
    return text if language() is Language.GERMAN else catalogue().get(text, text)


def say_number(one: str, many: str, count: int) -> str:
    """Return the text for a number of things in the language of the page."""
    return say(one if count == 1 else many)


def either(german: str, english: str) -> str:
    """Return the text that fits the language of the page; what has no English is shown in German."""
    return german if language() is Language.GERMAN else english or german


def at(address: str) -> str:
    """Return a page's address in the language of the page; addresses elsewhere stay as they are."""
    inner = address.startswith("/") and not address.startswith(("//", "/static/"))
    return f"{_PREFIX}{address}" if inner and language() is Language.ENGLISH else address


def here(among: Language) -> str:
    """Return the address of the page that is asked for, in one of the languages."""
    path = quote(request.path, safe="/-._~!$&'()*+,;=:@")
    query = request.environ.get("QUERY_STRING", "")
    start = _PREFIX if among is Language.ENGLISH else ""
    return f"{start}{path}{'?' if query else ''}{query}"


def messages(template: str, environment: Any) -> Iterable[str]:
    """Yield the texts that a template's source marks for translation."""
    for _, _, found in environment.extract_translations(template):
        yield from (found,) if isinstance(found, str) else (part for part in found or () if part)


def register(app: Flask) -> None:
    """Let an application answer below ``/en`` too, and its templates speak both languages."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    install: Callable[..., None] = app.jinja_env.install_gettext_callables  # type: ignore[attr-defined]
    install(say, say_number, newstyle=True)
    app.jinja_env.globals.update(
        at=at, here=here, either=either, language=language, languages=tuple(Language)
    )
    app.wsgi_app = _Prefixed(app.wsgi_app)  # type: ignore[method-assign]


class _Prefixed:
    """Takes ``/en`` off the path and keeps the language beside it."""

    def __init__(self, inner: WSGIApplication) -> None:
        self._inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == _PREFIX or path.startswith(f"{_PREFIX}/"):
            environ = {**environ, "PATH_INFO": path[len(_PREFIX) :] or "/", _KEY: Language.ENGLISH}
        return self._inner(environ, start_response)
