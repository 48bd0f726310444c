"""Services that no register lists, by the form of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lexicon import shipped_lexicon
from .states import STATE_NAMES

_KEYS = {"register": "register", "portal": "verwaltungsportal", "konto": "nutzerkonto", "cloud": "cloud"}
_TYPE = re.compile(
    r"(?P<stem>[A-ZÄÖÜ][\wäöüß/-]*?[\wäöüß]-?)"
    r"(?P<head>[Rr]egister|[Pp]ortal|[Kk]onto|[Kk]onten|[Cc]loud)(?P<ending>en|es|e|n|s)?"
)
_COMPONENT = re.compile(
    r"(?P<whole>[A-ZÄÖÜ][\wäöüß-]{5,}?)(?:s|-)?(?:komponenten?|funktion(?:en|alität)?|lösung(?:en)?|anbindung(?:en)?|"
    r"nutzung|einführung|infrastruktur(?:en)?|modul[es]?|schnittstellen?)"
)
_PHRASES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (key, name, re.compile(pattern))
    for key, name, pattern in (
        (
            "eakte",
            "eAkte",
            r"\b[Aa]kten?\b(?:\s+\w+){0,5}?\s+(?:elektronisch|digital)\s+(?:zu\s+führen|geführt|führen)\b",
        ),
        ("eakte", "eAkte", r"\b(?:elektronisch|digital)\s+geführten?\s+Akten?\b"),
        (
            "eakte",
            "eAkte",
            r"\bführ(?:t|en|te|ten)\s+(?:\w+\s+){0,3}Akten\s+(?:\w+\s+){0,3}(?:elektronisch|digital)\b",
        ),
        (
            "verwaltungsportal",
            "Portal",
            r"\b[Ee]in(?:em|en|es)?\s+(?:einzige[snm]?|einheitliche[snm]?)\s+Portals?\b",
        ),
        ("eid", "eID", r"\b(?:Personala|A)usweis\w*\s+mit\s+(?:\w+\s+){0,2}Online-?[Ff]unktion\b"),
        ("eid", "eID", r"\bOnline-?[Ff]unktion\b"),
    )
)
_PLACE_NAMES = sorted((*STATE_NAMES.values(), "NRW", "MV", "SH", "Bund"), key=len, reverse=True)
_PLACES = re.compile("|".join(re.escape(name) for name in _PLACE_NAMES))


def service_type(word: str) -> tuple[str, str] | None:
    """Return name (in the nominative) and key if ``word`` is a kind of a basic service.

    >>> service_type("Grenzgängerportals")
    ('Grenzgängerportal', 'verwaltungsportal')
    >>> service_type("Fördermittelportalen")
    ('Fördermittelportale', 'verwaltungsportal')
    >>> service_type("Algorithmenregisters")
    ('Algorithmenregister', 'register')
    >>> service_type("Girokonto") is None
    True
    """
    match = _TYPE.fullmatch(word)
    if match is None:
        return None
    stem, head, ending = match["stem"], match["head"], match["ending"] or ""
    lowered = stem.lower().rstrip("-")
    suffix = "konto" if head.lower() == "konten" else head.lower()
    key, stopped = _KEYS[suffix], shipped_lexicon().section("service_generic").get(suffix, ())
    if len(lowered) < 3 or any(
        lowered == stop or (len(stop) > 4 and lowered.endswith(stop)) for stop in stopped
    ):
        return None
    plural = "e" if suffix == "portal" and ending in ("e", "en") else ""
    return stem + head + plural, key


def component_of(word: str) -> str | None:
    """Return of what ``word`` names a component or the introduction: *Postfachkomponente* → *Postfach*."""
    match = _COMPONENT.fullmatch(word)
    return match["whole"] if match is not None else None


def heads_of(instance: str) -> tuple[str, ...]:
    """Return the general words in an instance's name.

    >>> heads_of("Service-Portal Berlin"), heads_of("Hamburg-Gateway")
    (('Service-Portal',), ('Gateway',))
    """
    rest = _PLACES.sub("", instance).strip(" .-")
    return (
        (rest,)
        if rest and rest != instance and " " not in rest and len(rest) > 5 and rest[0].isupper()
        else ()
    )


def phrases(text: str) -> Iterable[tuple[int, int, str, str]]:
    """Yield services described by a phrase: start, end, key, name."""
    for key, name, pattern in _PHRASES:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), key, name
