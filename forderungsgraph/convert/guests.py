"""For whom the author of a guest commentary speaks: *Die Autorin ist Geschäftsführerin des Vereins X*.

What a guest demands in a medium is demanded by his organisation (guideline, section 4); a journalist reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .blocks import Block, BlockKind
from .names import named_bodies
from .organs import owner_of
from .roles import PERSON

_GUEST = re.compile(
    r"(?i)\W*(?:(?:Ein(?:e)? )?Gast(?:beitrag|kommentar|artikel|essay|kolumne)\w*|Kommentar|Standpunkt|Meinung|Zwischenruf|"
    r"Debatte|Debattenbeitrag|Plädoyer|Essay|Außenansicht|Namensbeitrag|Position)\b(?:\s*[:|–-]\s.*|\s+(?:von|aus)\b.*|\W*)"
)
_ABOUT = re.compile(
    rf"(?:(?:Der|Die|Unser|Unsere) (?:Gast)?[Aa]utor(?:in)?|Zur Person|Zum Autor|Zur Autorin|{PERSON})\b"
)
_OFFICE = re.compile(
    r"\b(?:ist|leitet|führt|arbeitet|war\b.*\bund ist|vertritt|spricht für|sitzt|lehrt|forscht)\b|"
    r"\b(?:\w*[Ll]eiter(?:in)?|\w*[Vv]orsitzende[rn]?|\w*[Ss]precher(?:in)?|\w*[Gg]eschäftsführer(?:in)?|\w*[Pp]räsident(?:in)?|"
    r"\w*[Dd]irektor(?:in)?|\w*[Rr]eferent(?:in)?|\w*[Vv]orstand\w*|\w*[Mm]itglied|\w*[Ss]ekretär(?:in)?) "
    r"(?:de[rs]|beim|bei|im|in|von)\b"
)
_LONGEST = 420


def guest_of(blocks: Sequence[Block], authors: Sequence[str] = ()) -> str | None:
    """Return the organisation for which a guest commentary speaks; None if the text is none.

    :param authors: who wrote the text; a guest who is introduced with no organisation speaks for himself
    """
    texts = [block.text.text.strip("*_# ") for block in blocks if block.kind is not BlockKind.NOISE]
    opening = [text for text in texts[:10] if len(text) < 200]
    commentary = any(_GUEST.fullmatch(text) for text in opening) or any(
        re.match(r"(?:Der|Die) (?:Gast)?[Aa]utor(?:in)? (?:ist|leitet|führt)\b", text) for text in texts[-6:]
    )
    if not commentary:
        return None
    for text in (*reversed(texts[-8:]), *opening):
        byline = re.match(rf"(?i:von) (?:(?:Prof|Dr)\. )*{PERSON}, ", text)
        about = _ABOUT.match(text) is not None and len(text) < _LONGEST and _OFFICE.search(text) is not None
        if not (about or byline):
            continue
        office = _OFFICE.search(text)
        found = [body for body in named_bodies(text) if office is None or body.start > office.start()]
        if found:
            return owner_of(found[0].name) or found[0].name
    signed = any(text.startswith(("Gast", "Ein Gast")) for text in opening)
    return authors[0] if signed and authors else None
