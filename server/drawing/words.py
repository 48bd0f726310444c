"""How wide texts are and where their lines break, without a browser: widths are those of a wide font.

The widths are upper bounds (DejaVu Sans, one of the widest fonts of interfaces, rounded up), so that a label
that fits here fits in any font of the stylesheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_WIDTHS: Final = {
    0.3: "'IJijl",
    0.35: " ,./:;\\|‚‘·\N{NO-BREAK SPACE}",
    0.4: "()-[]ft",
    0.45: "!r²³",
    0.5: "\"*_`–§°",
    0.55: "?csz„“”",
    0.6: "FLkvxy•",
    0.65: "$0123456789EPSTYabdeghnopqu{}äöüßéè€",
    0.7: "ABCKRVXZÄ",
    0.75: "NUÜ",
    0.8: "&DGHOQÖ",
    0.85: "#+<=>^w~×→←≈",
    0.9: "M●○",
}  # fmt: skip
_OF_SIGN: Final = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_OTHER: Final = 1.05
_BOLD: Final = 1.15
_VOWEL: Final = re.compile("[aeiouyäöü]", re.IGNORECASE)
_SYLLABLE: Final = re.compile(r"(?:sch|ch|ck|ph|th|qu|[bcdfghjklmnpqrstvwxzß])[aeiouyäöü]", re.IGNORECASE)
_PAIRS: Final = tuple("sc ch ck ph th qu kr tr br gr dr fr pr kl bl gl fl pl".split())
_LEAST: Final = 3
_HALF: Final = 0.4
_LONG: Final = 10


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return an upper bound of the width of a text in units; ``size`` is that of the font."""
    return sum(_OF_SIGN.get(sign, _OTHER) for sign in text) * size * (_BOLD if bold else 1)


def wrap(text: str, room: float, size: float, most: int, *, bold: bool = False) -> tuple[str, ...]:
    """Return a text in at most ``most`` lines, none wider than ``room``; what is left out leaves a ``…``.

    Words that are too long are divided, at a syllable where there is one.

    >>> wrap("Niedersächsisches Gesetz", 100, 12, 3)
    ('Niedersächsi-', 'sches Gesetz')
    """
    lines: list[str] = []
    line = ""
    # what a no-break space joins stays together
    pieces = [piece for piece in re.split(r"[ \t\r\n]+", text) if piece]
    while pieces:
        piece = pieces.pop(0)
        joined = f"{line} {piece}" if line else piece
        if width(joined, size, bold=bold) <= room:
            line = joined
            continue
        taken = width(f"{line} ", size, bold=bold) if line else 0
        # a word moves to the next line whole if it fits there, unless that leaves most of this one empty
        whole = width(piece, size, bold=bold) <= room and taken > room * _HALF
        place = 0 if whole and line else _syllable(piece, room - taken, size, bold)
        head = piece[:place] + ("-" if place and piece[place - 1] not in "-/" else "")
        if not place and not line:
            place = _start(piece, room, size, bold)
            head = piece[:place]
        lines.append(f"{line} {head}" if line and head else line or head)
        line = ""
        pieces.insert(0, piece[place:])
    if line:
        lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _shortened(lines[most - 1], room, size, bold))


def soften(text: str, longest: int = _LONG) -> str:
    """Return a text with soft hyphens in its long words, for narrow columns: browsers may lack the dictionary.

    :param longest: words, and parts of words between hyphens, that stay whole

    >>> soften("Verwaltungsportal NRW").replace("\N{SOFT HYPHEN}", "|")
    'Verwal|tungs|portal NRW'
    """
    return " ".join(_softened(word, longest) for word in text.split(" "))


def _softened(word: str, longest: int) -> str:
    if max(map(len, re.split("[-/]", word))) <= longest:
        return word
    length = len(word)
    for place in _breaks(word):
        if word[place - 1] not in "-/" and _LEAST < place < length - _LEAST:
            word = f"{word[:place]}\N{SOFT HYPHEN}{word[place:]}"
    return word


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text in one line that is no wider than ``room``."""
    flat = " ".join(text.split())
    return flat if width(flat, size, bold=bold) <= room else _shortened(flat, room, size, bold)


def _shortened(line: str, room: float, size: float, bold: bool) -> str:
    while line and width(f"{line}…", size, bold=bold) > room:
        line = line[:-1]
    return f"{line.rstrip(' -,–')}…"


def _syllable(word: str, room: float, size: float, bold: bool) -> int:
    """Return where the longest start of a word ends that fits with its hyphen; 0 where none does."""
    for place in _breaks(word):
        head = word[:place] if word[place - 1] in "-/" else f"{word[:place]}-"
        if width(head, size, bold=bold) <= room:
            return place
    return 0


def _start(word: str, room: float, size: float, bold: bool) -> int:
    """Return how many signs there is room for, at least one, so that wrapping ends."""
    count = len(word) - 1
    while count > 1 and width(word[:count], size, bold=bold) > room:
        count -= 1
    return max(1, count)


def _breaks(word: str) -> Iterator[int]:
    """Yield where a German word may be divided, last places first.

    Behind hyphens, and before the last consonant in front of a vowel, where *ch*, *sch* and the like count as one.
    """
    for place in range(len(word) - _LEAST, _LEAST - 1, -1):
        before, after = word[:place], word[place:]
        if before[-1] in "-/" or (
            _SYLLABLE.match(after)
            and before[-1].isalpha()
            and _VOWEL.search(before)
            and (before[-1] + after[0]).lower() not in _PAIRS
            and not (before[-1] in "sS" and after.startswith("ch"))
        ):
            yield place
