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
_MARK = re.compile(rf"(?P<mark>{_LAND_MARK})(?:-E)?")
# EGovG-SH, L-BGG: one word, of which a federal act's abbreviation is a part
_MARKED = re.compile(rf"(?P<law>[A-ZÄÖÜ]\w*[A-ZÄÖÜ]\w*)-(?P<mark>{_LAND_MARK})(?:-E)?|L-[A-ZÄÖÜ]\w*G")
# with what the abbreviations of a Land's acts begin, beside those that say its name: NBGG, HBKG, LHG
_INITIALS = {"ni": "N", "he": "H", "bw": "L", "rp": "L", "sh": "L", "sl": "S"}
_BEFORE_MARK = re.compile(
    r"(?=.*[a-zäöüß])[A-ZÄÖÜ][A-Za-zÄÖÜäöüß-]*[A-ZÄÖÜ]?(?:G|VO|O|V)|[A-ZÄÖÜ]{2,4}(?:VG|G|O)"
)
# das KiföG, im SchulG, nach dem WindBG; an act is neuter in German, a company is not
_WITH_ARTICLE = re.compile(r"(?:[A-ZÄÖÜ][a-zäöüß]{1,11}){1,4}[A-ZÄÖÜ]{0,2}G")
# die CoronaVO, nach der BauPrüfVO
_REGULATION = re.compile(r"(?=\w*[a-zäöüß])(?:[A-ZÄÖÜ][a-zäöüß]{0,11}){1,5}VO")
NEUTER_BEFORE = frozenset("das des dem im vom zum beim ins nach gemäß laut dieses diesem".split())
_ACT = re.compile(
    r"\b(?:(?!(?:Der|Die|Das|Den|Dem|Des|Mit|Im|Ein|Zum|Vom)\b)[A-Z][A-Za-z]{1,30}(?:-[A-Z][a-z]{1,30}){0,4}\s){1,4}Act\b"
)
_BOOKS = re.compile(
    r"(?<![\w-])SGB\s+(?P<books>[IVX]+\b(?:\s*(?:,|/|und|oder|sowie|bis)\s*(?:das\s+)?[IVX]+\b)*)"
)
_YEARLY = re.compile(
    r"(?<![\w-])(?P<name>(?:Jahressteuer|Haushalts|Haushaltsbegleit|Nachtragshaushalts|Zensus)gesetz)(?:es)?\s+"
    r"(?P<year>20\d\d(?:/(?:20)?\d\d)?)(?!\d)"
)
_NEVER = re.compile(r"(?!)")
_OTHERS = frozenset(("StGB", "AG", "LAG"))
"""What is something else with a Land's mark: *StGB NRW* is the Städte- und Gemeindebund."""
# what ends like an act and is a court, a body, a payment: das OVG, LAG NRW (Landesarbeitsgemeinschaft), beim BAföG
NO_LAW = frozenset(
    """AG LG OLG BAG LAG SG LSG BSG VG OVG FG ArbG AmtsG EuG BPatG BVerfG BVerwG LVerfG VerfG BayObLG IG KG UG TH PRO
    GO- VKO DStG HPG ARG ÖDG PG SPG THG MHG BAföG""".split()
)


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


def with_mark(tokens: Sequence[Token], first: int) -> tuple[str, int] | None:
    """Return name and end of an abbreviation to which a Land's mark belongs: *BGG NRW*, *EGovG SH-E*, *L-BGG*.

    >>> from .tokens import tokenize
    >>> with_mark(tokenize("EGovG SH-E"), 0), with_mark(tokenize("EGovG-SH"), 0), with_mark(tokenize("EGovG gilt"), 0)
    (('EGovG SH', 2), ('EGovG SH', 1), None)
    """
    word = tokens[first].text
    whole = _MARKED.fullmatch(word)
    if whole is not None:
        return (f"{whole['law']} {whole['mark']}" if whole["law"] else word), first + 1
    following = _MARK.fullmatch(tokens[first + 1].text) if first + 1 < len(tokens) else None
    if following is None or not re.search(r"[A-ZÄÖÜ].*[A-ZÄÖÜ]", word) or "-" in word or word in _OTHERS:
        return None
    return f"{word} {following['mark']}", first + 2


def land_abbreviations(
    tokens: Sequence[Token], territory: str | None = None
) -> Iterable[tuple[int, int, str]]:
    """Yield first token, last token and name of the abbreviations that say their Land or stand with an article.

    :param territory: key of the document's Land

    >>> from .tokens import tokenize
    >>> list(land_abbreviations(tokenize("SächsKAG, SchulG NRW und LAG NRW; im KiföG")))
    [(0, 1, 'SächsKAG'), (2, 4, 'SchulG NRW'), (9, 10, 'KiföG')]
    """
    initial = _INITIALS.get(territory or "")
    own = re.compile(rf"{initial}[A-ZÄÖÜ][A-Za-zÄÖÜäöüß]{{0,9}}G") if initial else _NEVER
    for i, token in enumerate(tokens):
        if not token.text[0].isupper():
            continue
        word = _DRAFT.sub("", token.text)
        following = _MARK.fullmatch(tokens[i + 1].text if i + 1 < len(tokens) else "")
        if following and _BEFORE_MARK.fullmatch(word) and word not in NO_LAW:
            yield i, i + 2, f"{word} {following['mark']}"
        elif (
            _OF_A_LAND.fullmatch(word)
            or _REGULATION.fullmatch(word)
            or (
                i > 0
                and tokens[i - 1].lower in NEUTER_BEFORE
                and word not in NO_LAW
                and (_WITH_ARTICLE.fullmatch(word) or own.fullmatch(word))
            )
        ):
            yield i, i + 1, word


def social_books(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield start, end and name of the books that share the letters: *SGB II und XII*, *SGB VIII/IX*.

    >>> [name for _, _, name in social_books("Für SGB II und XII sowie das SGB VIII/IX")]
    ['SGB II', 'SGB XII', 'SGB VIII', 'SGB IX']
    """
    for match in _BOOKS.finditer(text):
        for k, book in enumerate(re.finditer(r"[IVX]+", text[match.start("books") : match.end()])):
            start, end = (match.start("books") + at for at in book.span())
            yield (match.start() if k == 0 else start), end, f"SGB {book.group()}"


def yearly_acts(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield start, end and name of acts that are made anew for each year and called by it: *Jahressteuergesetz 2024*."""
    for match in _YEARLY.finditer(text):
        yield match.start(), match.end(), f"{match['name']} {match['year']}"


def english_acts(text: str) -> Iterable[tuple[int, int, str]]:
    """Yield start, end and name of acts of the Union that are called in English: *Chips Act*."""
    for match in _ACT.finditer(text):
        yield match.start(), match.end(), match.group()
