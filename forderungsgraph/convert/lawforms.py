"""Acts that are recognised by the form of an abbreviation: cited (*§ 3 XyzG*), or with a Land's (*SächsKAG*)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .lawnames import is_law_abbreviation
from .provisions import Citation
from .tokens import Token

_LAND_MARK = r"NRW|LSA|Bln|Bbg|M-V|MV|SH|S-H|SL|RP|RLP|BW|Nds|HB|HH"
_CITED = re.compile(
    r"\s*(?:(?:des|der|dem|vom|im|nach dem)\s+)?"
    r"(?P<name>(?=\w*[A-ZÄÖÜ][\w/-]*[A-ZÄÖÜ])[A-ZÄÖÜ][\w/]*(?:-[A-ZÄÖÜ]\w*)*"
    rf"(?:\s(?:{_LAND_MARK}|[XVI]+)(?![\w-]))?)"
)
_DRAFT = re.compile(r"-(?:RefE|E|Entwurf|neu|alt)$|s$")
# abbreviations that begin with their Land's: BayKAG, SächsStrG, ThürKGG, HmbGleiG
_OF_A_LAND = re.compile(
    r"(?:Bay|Sächs|Thür|Hmb|Brem|Bbg|Bln|Nds|Saarl|LSA|MV)[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]*?(?:G|O|VO|V|Verf|StV)|"
    r"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]+G(?:Bbg|RP|LSA|NRW|Bln)|"
    rf"[A-ZÄÖÜ][A-Za-zÄÖÜäöü]*[A-ZÄÖÜ]*(?:G|VO)-(?:{_LAND_MARK})"
)
_MARK = re.compile(_LAND_MARK)
_BEFORE_MARK = re.compile(
    r"(?=.*[a-zäöüß])[A-ZÄÖÜ][A-Za-zÄÖÜäöüß-]*[A-ZÄÖÜ]?(?:G|VO|O|V)|[A-ZÄÖÜ]{2,4}(?:VG|G|O)"
)
# das KiföG, im SchulG, nach dem WindBG; an act is neuter in German, a company is not
_WITH_ARTICLE = re.compile(r"(?:[A-ZÄÖÜ][a-zäöüß]{1,11}){1,4}[A-ZÄÖÜ]{0,2}G")
_NEUTER_BEFORE = frozenset("das des dem im vom zum beim ins nach gemäß laut dieses diesem".split())
_ACT = re.compile(
    r"\b(?:(?!(?:Der|Die|Das|Den|Dem|Des|Mit|Im|Ein|Zum|Vom)\b)[A-Z][A-Za-z]{1,30}(?:-[A-Z][a-z]{1,30}){0,4}\s){1,4}Act\b"
)
# what ends like an act and is a body or a company: LAG NRW (Landesarbeitsgemeinschaft)
_NO_LAW = frozenset(("AG", "LAG", "BAG", "IG", "KG", "UG", "TH", "PRO", "GO-", "VKO", "DStG", "HPG", "ARG"))


def letters(abbreviation: str) -> str:
    """Return what spellings of an abbreviation share.

    >>> letters("E-GovG") == letters("EGovG")
    True
    """
    return re.sub(r"[\W_]", "", abbreviation).casefold()


def cited_abbreviations(text: str, cited: Iterable[Citation]) -> Iterable[tuple[int, int, str]]:
    """Yield start, end and name of the abbreviations that stand directly behind a citation.

    >>> from .provisions import citations
    >>> text = "nach § 31a GwG und § 2 Abs. 1 des MuSchG-E"
    >>> list(cited_abbreviations(text, citations(text)))
    [(11, 14, 'GwG'), (34, 42, 'MuSchG')]
    """
    for citation in cited:
        match = _CITED.match(text, citation.end)
        if match is None:
            continue
        name = _DRAFT.sub("", match["name"])
        if is_law_abbreviation(name) and len(name) <= 20:
            yield match.start("name"), match.end("name"), name


def land_abbreviations(tokens: Sequence[Token]) -> Iterable[tuple[int, int, str]]:
    """Yield first token, last token and name of the abbreviations that say their Land or stand with an article.

    >>> from .tokens import tokenize
    >>> list(land_abbreviations(tokenize("SächsKAG, SchulG NRW und LAG NRW; im KiföG")))
    [(0, 1, 'SächsKAG'), (2, 4, 'SchulG NRW'), (9, 10, 'KiföG')]
    """
    for i, token in enumerate(tokens):
        if not token.text[0].isupper():
            continue
        word = _DRAFT.sub("", token.text)
        following = tokens[i + 1].text if i + 1 < len(tokens) else ""
        if _MARK.fullmatch(following) and _BEFORE_MARK.fullmatch(word) and word not in _NO_LAW:
            yield i, i + 2, f"{word} {following}"
        elif _OF_A_LAND.fullmatch(word) or (
            i > 0 and tokens[i - 1].lower in _NEUTER_BEFORE and _WITH_ARTICLE.fullmatch(word)
        ):
            yield i, i + 1, word


def english_acts(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield start, end and name of acts of the Union that are called in English: *Chips Act*."""
    for match in _ACT.finditer(text):
        yield match.start(), match.end(), match.group()
