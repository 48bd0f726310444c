"""Which pieces of a page are its main text.

trafilatura says where the main text lies; what stands between its first and last piece is kept from the
page itself, since trafilatura drops list items and numbers. Where it finds too little, everything beside
navigation counts. Teasers of other articles at the end are cut off: trafilatura keeps them in markup
without class names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any, Final

import trafilatura

from .htmltree import PageBlock
from .layout import PieceKind

# it reports to the log what is told to the user otherwise
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
LARGEST: Final = 2_000_000
"""characters of markup given to trafilatura; it takes about a second per million"""
_TAIL_HEADING: Final = re.compile(
    r"(?:Weitere (?:Meldungen|Beiträge|Artikel|Nachrichten|Themen|News|Pressemitteilungen)|"
    r"(?:Verwandte|Ähnliche|Empfohlene|Neueste|Aktuelle|Beliebte) "
    r"(?:Artikel|Beiträge|Meldungen|Nachrichten|Themen)|"
    r"Lesen Sie (?:auch|dazu|mehr)|Mehr zum Thema|Das könnte Sie (?:auch )?interessieren|Auch interessant|"
    r"Meistgelesen|Aus dem Archiv|Zum Weiterlesen|Kommentare?(?: \(\d+\))?|\d+ Kommentare?|Newsletter|"
    r"(?:Diesen )?(?:Artikel |Beitrag )?[Tt]eilen|Schlagw(?:o|ö)rt\w*|Stichw(?:o|ö)rt\w*|Tags|Top-?Themen|"
    r"Vorheriger Beitrag|Nächster Beitrag|Related)\b.{0,40}",
    re.I,
)
_MORE: Final = re.compile(
    r"(?:»|›|>|→|…|\.\.\.|\[)?\s*(?:mehr(?: (?:lesen|erfahren|dazu|Informationen))?|weiter ?lesen|weiter|"
    r"zum (?:Artikel|Beitrag)|"
    r"(?:Artikel|Beitrag|Meldung) lesen|lesen(?: Sie mehr)?|Details|read more)\s*(?:»|›|>|→|…|\.\.\.|\])*",
    re.I,
)
_SHORT_TEASER: Final = 420
_MOST_TEASERS: Final = 200
"""pieces that teasers have at most together"""
_WINDOW: Final = 50_000
"""letters behind the last piece found among which the next is looked for"""
_KEY: Final = re.compile(r"[\W_]+")


def main_blocks(root: Any, blocks: Sequence[PageBlock]) -> list[PageBlock]:
    """Return the pieces of the main text in order.

    :param root: tree of the page, which is changed; None if it is too large for trafilatura
    :param blocks: all pieces of the page
    """
    found = _found(root)
    matched = _matched(blocks, found)
    prose = sum(len(block.piece.text) for block in blocks if block.link_share < 0.5)
    covered = sum(len(block.piece.text) for block, hit in zip(blocks, matched, strict=True) if hit)
    long = [i for i, block in enumerate(blocks) if matched[i] and len(block.piece.text) >= 40]
    if not long or covered < 0.3 * prose:
        return [block for block in _without_teasers(blocks) if not _is_navigation(block)]
    first, last = _head(blocks, matched, long[0]), _tail(blocks, matched, long[-1])
    kept = _without_teasers(blocks[first : last + 1])
    return [
        block
        for block, hit in zip(kept, matched[first:], strict=False)
        if (hit and block.link_share < 0.9) or not _is_navigation(block)
    ]


def _found(root: Any) -> tuple[str, frozenset[str]]:
    """Return the letters of trafilatura's main text, and its lines."""
    if root is None:
        return "", frozenset()
    try:
        document = trafilatura.bare_extraction(
            root, with_metadata=False, include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:  # any failure on odd markup: the page's own pieces remain
        return "", frozenset()
    text = getattr(document, "text", None) or ""
    return _key(text), frozenset(_key(line) for line in text.split("\n"))


def _key(text: str) -> str:
    return _KEY.sub("", text).casefold()


def _matched(blocks: Sequence[PageBlock], found: tuple[str, frozenset[str]]) -> list[bool]:
    """Return of each piece whether trafilatura kept it. Its text has the order of the page."""
    whole, lines = found
    place = 0
    result = []
    for block in blocks:
        keys = [key for key in (_key(line) for line in block.piece.text.split("\n")) if key]
        hit = bool(keys)
        for key in keys:
            if key in lines:
                continue
            at = whole.find(key, max(0, place - _WINDOW), place + _WINDOW) if len(key) >= 20 else -1
            if at < 0:
                hit = False
                break
            place = at
        result.append(hit)
    return result


def _is_navigation(block: PageBlock) -> bool:
    return block.link_share > 0.6 and (block.level != 1)


def _head(blocks: Sequence[PageBlock], matched: Sequence[bool], first: int) -> int:
    """Return where the text begins: at the page's title if that is near, else with what stands beside it."""
    for index in range(first, max(-1, first - 12), -1):
        if blocks[index].level == 1:
            return index
    around = {block.parent for block, hit in zip(blocks, matched, strict=True) if hit}
    while first:
        before = blocks[first - 1]
        if before.link_share > 0.5 or not (before.level or before.parent in around):
            break
        first -= 1
    return first


def _tail(blocks: Sequence[PageBlock], matched: Sequence[bool], last: int) -> int:
    """Return where the text ends: with the list or section of the last piece found."""
    around = {blocks[index].parent for index in range(len(blocks)) if matched[index]}
    while last + 1 < len(blocks):
        following = blocks[last + 1]
        lead_in = blocks[last].piece.text.rstrip().endswith(":")
        belongs = following.parent in around or (following.piece.kind is PieceKind.ITEM and lead_in)
        goes_on = following.piece.kind is PieceKind.ITEM and blocks[last].piece.kind is PieceKind.ITEM
        if not (belongs or goes_on) or following.link_share > 0.5:
            break
        last += 1
    return last


def _without_teasers(blocks: Sequence[PageBlock]) -> Sequence[PageBlock]:
    total = sum(len(block.piece.text) for block in blocks)
    seen = 0
    for index, block in enumerate(blocks):
        if seen > 0.2 * total and index > 1 and _opens_teasers(blocks, index):
            return blocks[:index]
        seen += len(block.piece.text)
    return blocks


def _opens_teasers(blocks: Sequence[PageBlock], index: int) -> bool:
    """Whether nothing but teasers follows from ``index`` on."""
    block = blocks[index]
    if len(blocks) - index > _MOST_TEASERS:
        return False
    rest = blocks[index:]
    short = sum(1 for each in rest if len(each.piece.text) < _SHORT_TEASER) >= 0.8 * len(rest)
    if len(block.piece.text) < 80 and _TAIL_HEADING.fullmatch(block.piece.text):
        return short
    if not short or any(each.piece.kind is PieceKind.ITEM and each.link_share < 0.5 for each in rest):
        return False
    titles = [each for each in rest if _is_linked_title(each)]
    more = [each for each in rest if _has_more(each)]
    headings = [each for each in rest if each.level]
    if _is_linked_title(block):
        return len(titles) >= 2 and len(titles) >= len(headings) and len(rest) <= 4 * len(titles)
    if block.level or _has_more(block):
        return len(more) >= 2 and len(more) >= len(headings) and len(rest) <= 4 * len(more)
    return False


def _is_linked_title(block: PageBlock) -> bool:
    return block.link_share > 0.8 and len(block.piece.text) > 15 and block.level != 1


def _has_more(block: PageBlock) -> bool:
    return bool(block.last_link) and _MORE.fullmatch(block.last_link) is not None
