"""Overlong paragraphs in pieces: what goes on for thousands of characters is a file without its line ends.

The later stages compare the words, quotations and names of a paragraph with each other. Cutting makes their
time proportional to the length of the text whatever its layout. The longest paragraph of the development texts
has 1,563 characters, so that nothing of what people write is cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .sentences import LONGEST, split

LONGEST_PARAGRAPH: Final = 2 * LONGEST
"""characters of a paragraph"""


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``text`` cut at ends of sentences, as half-open ranges of at most ``LONGEST_PARAGRAPH`` characters.

    The cut is behind the last sentence before the limit, if possible one behind which no quotation is open.
    """
    if len(text) <= LONGEST_PARAGRAPH:
        yield 0, len(text)
        return
    sentences = split(text)
    first = outside = 0  # first sentence of the piece, and the one behind the last place outside quotations
    opened = 0
    for i, (a, b) in enumerate(sentences):
        start = sentences[first][0]
        if b - start > LONGEST_PARAGRAPH:
            # what is left behind a place outside quotations fits into one piece with this sentence
            quiet = outside > first and sentences[outside - 1][1] - start >= LONGEST
            following = outside if quiet else i
            yield start, sentences[following - 1][1]
            first = following
        opened = max(0, opened + text.count("„", a, b) - text.count("“", a, b) - text.count("”", a, b))
        if not opened:
            outside = i + 1
    if sentences:
        yield sentences[first][0], sentences[-1][1]
