"""What follows the head noun of a name: attributes, appositions, places."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .closed import Word, adjacent, is_closed
from .nameforms import ADDRESSED, ADJECTIVE, ADJECTIVE_STEM, DEMONYM, HEAD, NEVER, is_place

_LINKS = frozenset(("der", "des", "für"))


@dataclass(frozen=True, slots=True)
class Behind:
    """Where the words that belong to a head end.

    :param sure: no other reading is possible
    :param strong: they are more than a mere genitive
    """

    end: int
    sure: bool
    strong: bool


def behind(text: str, words: list[Word], i: int) -> Behind:
    """Return what belongs to the head ``words[i]`` behind it."""
    head = words[i].text
    j = i + 1
    if j >= len(words):
        return Behind(j, True, False)
    if words[j].text[0] == "„" and len(words[j].text) > 3 and _QUOTED.search(head):
        placed = j + 1
        while placed < len(words) and is_place(words[placed].text) and adjacent(text, words, placed):
            placed = _places(text, words, placed + 1)
        return Behind(placed, True, True)
    end = _attribute(text, words, j, head)
    if end is None:
        end, sure = _apposition(text, words, i)
        return Behind(_at_a_place(text, words, end) if sure and end > j else end, sure, end > j)
    strong = words[j].text == "für" and not re.search(
        r"(?i)(?:stelle|plattform|versammlung|netz|liste|runde)n?$", head
    )
    if end < len(words) and words[end].text == "für":
        end = _attribute(text, words, end, head) or end
        strong = True
    placed = end
    while placed < len(words) and is_place(words[placed].text) and adjacent(text, words, placed):
        placed = _places(text, words, placed + 1)
    last = _at_a_place(text, words, placed)
    return Behind(last, True, strong or last > end)


_QUOTED = re.compile(r"(?i)(?:initiative|bündnis|verein|netzwerk|fraktion|gruppe|allianz|forum)s?$")


def _at_a_place(text: str, words: list[Word], end: int) -> int:
    """Return the end of *am Bodensee*, *an Rhein und Ruhr* behind a name."""
    if not (end + 1 < len(words) and adjacent(text, words, end)):
        return end
    if words[end].text == "zwischen":
        between = re.match(
            r" (?:den |der )?[A-ZÄÖÜ][\w-]+(?: und (?:der |dem |den )?[A-ZÄÖÜ][\w-]+)?",
            text[words[end].end :],
        )
        if between is None:
            return end
        stop = words[end].end + between.end()
        return next((k for k in range(end, len(words)) if words[k].start >= stop), len(words))
    if words[end].text in ("in", "im"):
        # „in Hessen e. V.“ belongs to the name; „fordert der Verband in Hessen“ need not
        behind_place = text[words[end + 1].end :]
        named = re.match(r"\s+e\. ?V\.|\s*\([A-ZÄÖÜ]{2}|,? kurz\b|,? im Folgenden\b|\s*$", behind_place)
        return end + 2 if named and words[end + 1].text[0].isupper() else end
    if words[end].text not in ("am", "an"):
        return end
    place = words[end + 1].text
    if (
        not place[0].isupper()
        or ADDRESSED.fullmatch(place)
        or _TIME.search(place)
        or not (is_place(place) or _WATER.search(place))
    ):
        return end
    end += 2
    if (
        end + 1 < len(words)
        and words[end].text == "und"
        and words[end + 1].text[0].isupper()
        and not HEAD.fullmatch(words[end + 1].text)
    ):
        end += 2
    return end


_WATER = re.compile(
    r"(?i)(?:see|rhein|main|neckar|inn|lech|isar|donau|elbe|weser|ems|oder|spree|havel|saale|ruhr|lippe|mosel|nahe|lahn|fulda|werra|alb|harz|meer|haff|bucht|förde|küste|berg|wald|"
    r"hafen|saar|blies|iller|regen|naab|altmühl|peene|trave|eider|schlei|leine|aller|hunte|sieg|erft|wupper|tauber|kocher|jagst|pegnitz|rems|fils|dreisam|müritz|bodden|moor|heide)$"
)
_TIME = re.compile(
    r"(?i)(?:tag|woche|mittwoch|abend|morgen|ende|anfang|januar|februar|märz|april|mai|juni|juli|august|"
    r"september|oktober|november|dezember|\d)"
)


_SHAPED = re.compile(r"[a-zäöüß][A-ZÄÖÜ]|^[A-ZÄÖÜ]{3,}$|[A-Za-z]\d")
"""How names without type word are written: behind *und* they are a body of their own."""


def _is_noun(word: str) -> bool:
    whole = word[0].isupper() and word[-1].isalnum() and len(word) > 1
    return whole or re.fullmatch(r"[A-ZÄÖÜ]\w+-", word) is not None


def _attribute(text: str, words: list[Word], j: int, head: str) -> int | None:
    """Return the end of *der …*, *für …* or a genitive plural without article behind a head."""
    link = words[j].text
    k = j
    if link in _LINKS:
        k = j + 1
        if (
            link == "für"
            and k < len(words)
            and words[k].text in ("einen", "ein", "eine")
            and head.endswith("nitiative")
        ):
            k += 1
    elif not re.fullmatch(rf"[\w-]*{ADJECTIVE_STEM}er", link) or not link[0].islower():
        return None
    while k < len(words) and words[k].text[0].islower() and _ADJECTIVE_WORD.fullmatch(words[k].text):
        k += 1
    if k >= len(words) or not _is_noun(words[k].text):
        return None
    if ADJECTIVE.fullmatch(words[k].text) and adjacent(text, words, k + 1) and _is_noun(words[k + 1].text):
        # „Gewerkschaft der Technischen Dienste“: a capital adjective and its noun
        k += 1
    if link in ("der", "des") and (
        ADDRESSED.fullmatch(words[k].text) or ADDRESSED.fullmatch(words[k - 1].text)
    ):
        return None
    k += 1
    # coordinated nouns: „für Inneres, Kommunales und Digitales“, „Melde- und Personenstandsbehörden“
    probe = k
    if link == "für":
        while (
            probe + 1 < len(words)
            and words[probe].text == ","
            and _is_noun(words[probe + 1].text)
            and not HEAD.fullmatch(words[probe + 1].text)
        ):
            probe += 2
    if probe < len(words) and words[probe].text in ("und", "&", "sowie"):
        after = probe + 1
        while (
            after < len(words)
            and words[after].text[0].islower()
            and _ADJECTIVE_WORD.fullmatch(words[after].text)
        ):
            after += 1
        hyphen = words[probe - 1].text.endswith("-")
        if (
            after < len(words)
            and _is_noun(words[after].text)
            and (hyphen or not (HEAD.fullmatch(words[after].text) or _SHAPED.search(words[after].text)))
        ):
            k = after + 1
    return _genitive_plural(words, k)


_ADJECTIVE_WORD = re.compile(r"[a-zäöüß-]{3,}(?:er|en|e|em|es)")


def _places(text: str, words: list[Word], end: int) -> int:
    """Return the end of places that *und* joins to the one before ``end``: *Pfalz und Rheinhessen*.

    A verb in the plural behind them makes two subjects of them.
    """
    if not (adjacent(text, words, end) and adjacent(text, words, end + 1)):
        return end
    if words[end].text not in ("und", "&") or end + 1 >= len(words) or not is_place(words[end + 1].text):
        return end
    following = words[end + 2].text if end + 2 < len(words) else ""
    return end if re.fullmatch(r"[a-zäöüß]{3,}en", following) else end + 2


def _genitive_plural(words: list[Word], k: int) -> int:
    """Return the end of a genitive without article behind an attribute.

    *der Leitungen hessischer Landkreise und kreisfreier Städte*
    """

    def phrase(begin: int) -> int:
        end = begin
        while end < len(words) and re.fullmatch(rf"[\w-]*{ADJECTIVE_STEM}er", words[end].text):
            if not words[end].text[0].islower():
                return begin
            end += 1
        return end + 1 if end > begin and end < len(words) and _is_noun(words[end].text) else begin

    end = phrase(k)
    if end > k and end < len(words) and words[end].text in ("und", "sowie"):
        joined = phrase(end + 1)
        return joined if joined > end + 1 else end
    return end


def _apposition(text: str, words: list[Word], i: int) -> tuple[int, bool]:
    """Return the end of capitalised words behind head ``i`` and whether they surely belong to it."""
    j = i + 1
    sure = False
    while j < len(words) and j - i <= 5 and adjacent(text, words, j):
        word = words[j].text
        if _region_pair(words, j):
            return j + 3, True
        if j + 1 < len(words) and words[j + 1].text == "Land" and _LANDSCAPE.fullmatch(word):
            return j + 2, True
        if is_place(word):
            return _places(text, words, j + 1), True
        if (
            not (word[0].isupper() or re.match(r"e[A-Z]", word))
            or len(word) == 1
            or word in _OBJECTS
            or (word[0].isupper() and ADDRESSED.fullmatch(word) and not _described(words, j))
        ):
            break
        if (
            word == "Pro"
            and j + 1 < len(words)
            and adjacent(text, words, j + 1)
            and _is_noun(words[j + 1].text)
        ):
            j, sure = j + 2, True
            continue
        if (
            HEAD.fullmatch(word)
            and j == i + 1
            and not NEVER.fullmatch(word)
            and not _goes_on(text, words, j)
            and not is_closed(text, words, i, j + 1)
        ):
            break
        if (
            j + 1 < len(words)
            and adjacent(text, words, j + 1)
            and _is_noun(words[j + 1].text)
            and (ADJECTIVE.fullmatch(word) or DEMONYM.fullmatch(word))
        ):
            j, sure = j + 2, True
            if words[j - 1].text.endswith("-") and j + 1 < len(words) and words[j].text in ("und", "&"):
                j += 2
            continue
        upper = (
            (word.isupper() and len(word) > 2)
            or re.match(r"e[A-Z]|[A-ZÄÖÜ]?[a-zäöü]+[A-ZÄÖÜ]", word) is not None
            or (
                word in _MARKS
                and not (j + 1 < len(words) and adjacent(text, words, j + 1) and _is_noun(words[j + 1].text))
            )
        )
        if sure and not upper:
            # „Die Initiative Offene Akte Musterfurt fordert“: one constituent before the verb
            return (j + 1 if is_closed(text, words, i, j + 1) else j), True
        j += 1
        sure = sure or upper
        if not sure and j == i + 2 and _joined(text, words, i, j):
            return j + 2, True
        if not sure and not (j < len(words) and (is_place(words[j].text) or words[j].text in _MARKS)):
            return (j, True) if is_closed(text, words, i, j) else (j, False)
    return j, sure


def _joined(text: str, words: list[Word], i: int, j: int) -> bool:
    """Whether *und* and a bare noun belong to the name: *die Gewerkschaft Amt und Dienst warnt*."""
    if j + 1 >= len(words) or words[j].text != "und" or not adjacent(text, words, j + 1):
        return False
    second = words[j + 1].text
    if not _is_noun(second) or HEAD.fullmatch(second) or ADDRESSED.fullmatch(second):
        return False
    if re.match(r"\s+e\. ?V\.", text[words[j + 1].end :]):
        return True
    verb = words[j + 2].text if j + 2 < len(words) else ""
    return re.fullmatch(r"[a-zäöüß]{2,}(?:t|te)", verb) is not None and is_closed(text, words, i, j + 2)


# an adjective behind its noun is written so in names only: *Verein Ausweis Digital*
_LANDSCAPE = re.compile(
    r"(?:Bergisches|Märkisches|Oberes|Unteres|Mittleres|Altes|Weites|Hohenloher|Tecklenburger|Osnabrücker|Dithmarscher|Wittgensteiner|Schaumburger|Sauer)"
)
"""*Bergisches Land* is a place, *Land* alone none."""
_MARKS = frozenset(
    "Digital Plus Online Open Aktiv Mobil International National Konkret Direkt Vernetzt Gemeinsam Sozial Regional Kommunal Lokal Jetzt".split()
)


def _region_pair(words: list[Word], j: int) -> bool:
    """Whether two regions joined by *und* stand at ``j``: *Pfalz und Rheinhessen*, *Küste und Seenplatte*."""
    if j + 2 >= len(words) or words[j + 1].text != "und" or not words[j].text[0].isupper():
        return False
    second = words[j + 2].text
    return is_place(second) and not HEAD.fullmatch(second) and not ADDRESSED.fullmatch(words[j].text)


def _described(words: list[Word], j: int) -> bool:
    """Whether a capital adjective before a noun makes it part of a name: *Stiftung Lesbare Verwaltung*."""
    return words[j - 1].text[0].isupper() and ADJECTIVE.fullmatch(words[j - 1].text) is not None


def _goes_on(text: str, words: list[Word], j: int) -> bool:
    """Whether a second head noun belongs to the name: a place follows it at once (*Seniorenforum Netz Thüringen*)."""
    return j + 1 < len(words) and adjacent(text, words, j + 1) and is_place(words[j + 1].text)


_OBJECTS = frozenset(
    [
        "Land",
        "Bund",
        "Länder",
        "Stadt",
        "Kommunen",
        "Landkreis",
        "Bundestag",
        "Landtag",
        "Geld",
        "Verwaltung",
        "Staat",
    ]
)
