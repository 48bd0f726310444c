"""Who issues a document by its end and its edges: imprint, signature, running header."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .nameforms import nominative
from .names import NamedBody, named_bodies
from .organs import owner_of
from .people import is_person
from .roles import is_organisation

_LABEL = re.compile(
    r"(?:Hrsg\.?|Herausgeber(?:in)?|Herausgegeben (?:von|vom)(?: der| dem)?|Verantwortlich(?: im Sinne des Presserechts)?|"
    r"V\. ?i\. ?S\. ?d\. ?P\.?|(?:Presse)?[Kk]ontakt|Rückfragen(?: an)?|Absender(?:in)?|Impressum|Ansprechpartner(?:in)?|"
    r"Pressestelle (?:des|der)|Erstellt von|Redaktion|Ein (?:Projekt|Papier) (?:der|des|von)|"
    r"Für (?=(?:den|die|das) [A-ZÄÖÜ][^.]*$))\s*:?\s*(?P<who>.+)"
)
_EDITOR = re.compile(r"Hrsg|Herausgeber|Herausgegeben|Absender")
_LEGAL = re.compile(r"\s(?:e\. ?V\.|gGmbH|GmbH|eG|AöR|KdöR)$")
_CLOSE = re.compile(
    r"(?:Mit [a-zäöü]+en Gr(?:üßen|uß)|Mit freundlichem Gruß|Hochachtungsvoll|[A-Z][a-zäöü]+e Grüße|Es grüß(?:t|en)|gez\.|Gezeichnet|"
    r"[Ff]ür (?:den|die|das) (?:Vorstand|[A-ZÄÖÜ])|[Ii]m Namen de[rs] [A-ZÄÖÜ])"
)
_FOR = re.compile(
    r"\b(?:[Ff]ür|[Ii]m Namen|[Ii]m Auftrag) (?:den|die|das|des|der) (?P<who>[A-ZÄÖÜ][^,;.\n]{4,90})"
)
_PAGE = re.compile(r"(?i)\bseite\b|\d+\s*$|^\d+")


def imprint_of(tail: Sequence[str], running: Sequence[str]) -> str | None:
    """Return the issuer that the imprint, the signature or a running header names.

    :param tail: texts of the last blocks
    :param running: lines that repeat on the pages
    """
    for text in tail:
        match = _LABEL.match(text.strip("*_ "))
        if match:
            named = _in_cells(match["who"], editor=_EDITOR.match(text.strip("*_ ")) is not None)
            if named is not None:
                return named
    for text in reversed(tail):
        line = text.strip("*_ ")
        if len(line) < 90 and is_organisation(line):
            return line
    return _signer(tail) or _in_header(running)


def cells(text: str) -> list[str]:
    """Return the parts of a line that commas, bars, dots and dashes divide."""
    return [cell.strip(" *_") for cell in re.split(r"\s*[,;·|•]\s+|\s+[–—]\s+", text) if cell.strip(" *_")]


def _in_cells(who: str, *, editor: bool) -> str | None:
    parts = cells(who)
    for cell in parts:
        if is_organisation(cell) or _LEGAL.search(cell):
            return cell
    found = named_bodies(who)
    if found:
        return core(found[0], who)
    name = parts[0] if parts else ""
    whole = editor and 1 < len(name.split()) < 10 and not is_person(name) and not re.search(r"[\d@:]", name)
    return name if whole and name[0].isupper() else None


def core(body: NamedBody, text: str) -> str:
    """Return the body whose organ ``body`` is: ``Sprecherrat des Bündnisses X`` → ``Bündnis X``."""
    owner = owner_of(body.name)
    if owner is not None:
        return owner
    later = [b for b in named_bodies(text) if b.start > body.start]
    if later and re.search(r"\b(?:des|der)\s+$", text[: later[0].start]) and later[0].start <= body.end + 2:
        return later[0].name
    return body.name


def _signer(tail: Sequence[str]) -> str | None:
    """Return the only body for which a letter is signed."""
    begin = next((i for i in range(len(tail) - 1, -1, -1) if _CLOSE.match(tail[i].strip("*_ "))), None)
    if begin is None:
        return None
    text = "\n".join(part for part in tail[begin:] if len(part) < 240)
    stated = _FOR.search(text)
    if stated is not None:
        who = nominative(
            re.sub(r"^(?:Vorstand|Präsidium|Sprecherkreis|Sprecherrat) de[rs] ", "", stated["who"].strip())
        )
        if is_organisation(who):
            return who
    names = {core(body, text): body for body in named_bodies(text)}
    return next(iter(names)) if len(names) == 1 else None


def _in_header(running: Sequence[str]) -> str | None:
    """Return the body that the lines on every page begin with."""
    counts: Counter[str] = Counter()
    for line in running:
        parts = cells(line)
        if len(parts) > 1 and any(_PAGE.search(part) for part in parts[1:]):
            counts.update(cell for cell in parts if is_organisation(cell))
    return counts.most_common(1)[0][0] if counts else None
