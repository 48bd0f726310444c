"""In whose voice a text says *wir* where no letterhead tells: a blog post, a campaign page, a copied press release.

Points are given for what an organisation says of itself only: *wir von der X*, *Forderungen der X* as the title, *Die
X fordert …* as the first sentence, *Die X ist ein Verein …* as the last paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from .actors import ActorFinder
from .affiliations import can_speak
from .bodies import ActorMention, Body
from .sentences import split
from .tokens import tokenize

QUOTED = re.compile(r"[„“»\"][^„“”«»\"]{3,}[“”«»\"]")
_WE = re.compile(r"\b(?:[Ww]ir|[Uu]ns|[Uu]nser\w*)\b")
_WE_OF = re.compile(
    r"\b[Ww]ir,?(?: (?:als|von|vom|bei|beim|aus|in|im))?(?: (?:der|dem|den|die|das))?(?: [a-zäöüß-]+[enrs])? ?$"
)
_OURS = re.compile(
    r"\b[Uu]nser(?:e|em|en|er|es)? (?:\w+en? )?(?:Verein|Verband|Projekt|Netzwerk|Organisation|Bündnis|Initiative|Team|Labor|"
    r"Stiftung|Dachverband|Arbeit (?:bei|beim|in)(?: der| dem)?),? (?:(?:die|der|das|dem|den) )?$"
)
_OF = re.compile(
    r"(?:Forderung|Empfehlung|Stellungnahme|Position|Erklärung|Beitrag|Antwort|Kommentar|Vorschl[aä]g|Leitlinie|Thesen|Bilanz|"
    r"[Pp]apier|Programm|Katalog|Prüfstein)\w* (?:\w+ )?(?:der|des|von|vom|von der|vom) $"
)
_DEMANDS = re.compile(
    r"\s*(?:\([^)]*\))?,?\s+(?:fordert|fordern|erwartet|verlangt|appelliert|warnt|kritisiert|begrüßt|lehnt|ruft|setzt sich|bittet|"
    r"mahnt|schlägt|wendet sich|veröffentlicht|publiziert|stellt|setzen sich|sprechen sich|lehnen|wenden sich|hat|legt|freut sich|plädiert|empfiehlt|äußert|nimmt)\b"
)
_IS_A = re.compile(
    r"\s*(?:\([^)]*\))?\s+(?:ist|sind|setzt sich|setzen sich|vertritt|engagiert|arbeitet|unterstützt|wurde|bietet)\b"
)
_ACTS_BEFORE = re.compile(
    r"\b(?:fordert|erwartet|verlangt|empfiehlt|bietet|begrüßt|lehnt|bittet|appelliert|schlägt|plädiert|warnt|unterstützt|kritisiert) "
    r"(?:die|der|das) $"
)
_DASHED = re.compile(
    r" [-–—] (?:Feedback|Stellungnahme|Rückmeldung|Position|Forderung|Empfehlung|Kommentar|Anmerkung|Antwort|Vorschl)"
)
_SIGNED = re.compile(
    r"(?:\W*(?:Autor(?:in|en|:in)?|Verfasser(?:in)?|Verfasst von|Herausgegeben von|Eingereicht von|Absender(?:in)?|Einsender(?:in)?|Organisation|"
    r"Institution|Verband|Stellungnehmende(?:r|:r)?|Eine (?:Stellungnahme|Rückmeldung) von)\W{0,4}[:–-]?\s*)(?P<name>\S[^\n]{3,90})"
)
_FORMED = re.compile(
    r"\b(?:AG|GmbH|gGmbH|SE|eG|AöR|KdöR|e\. ?V\.|UG|KG|Verein|Verband|\w*verband|\w*verein|Bund|\w*bund|Stiftung|\w*stiftung|Gesellschaft|"
    r"\w*gesellschaft|Initiative|Bündnis|Netzwerk|Kammer|\w*kammer|Institut|\w*institut|Club|Zentrum|Foundation|Allianz|Gewerkschaft)(?!\w)"
)
_BELOW = re.compile(
    r"(?P<name>[^,.:;!?\n]{4,60}), (?:[A-ZÄÖÜ][\w-]+ ){1,3}(?:des|der) [A-ZÄÖÜ][^.:!?\n]{3,60}"
)
"""A last line *lötstelle nordstadt, Ortsgruppe des Technikbundes*: a name that no list has, and what it belongs to."""
_HEADING = 2
_LEAD = 4
_TAIL = 3
_SIGNATURE = 120


def own_voice(texts: Sequence[str], finder: ActorFinder, enough: int = 3) -> Body | None:
    """Return the organisation whose text this is; None if it does not speak of itself as *wir*, or nobody is clear.

    Where nobody says *wir* it needs more points, and nobody may be quoted: then it is a report.

    :param texts: the blocks of the document in order
    :param enough: points that the organisation needs
    """
    plain = [QUOTED.sub(lambda quote: " " * len(quote.group()), text) for text in texts]
    told = sum(len(_WE.findall(text)) for text in plain) < 2
    if told and plain != list(texts):
        return None  # somebody is quoted: a report
    points: Counter[Body] = Counter()
    for index, text in enumerate(plain):
        near = index < _LEAD or index >= len(plain) - _TAIL
        for a, b in split(text):
            if near or told or _WE.search(text, a, b):
                for mention in finder.find(tokenize(text, a, b)):
                    if can_speak(mention) and not (mention.body.public or mention.body.plural):
                        body = _section(text, mention) if index >= len(plain) - _TAIL else mention.body
                        points[body] += _points(text, a, mention, index, len(plain))
    ranked = points.most_common(2)
    if not ranked or ranked[0][1] < enough + 2 * told or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def signature(texts: Sequence[str]) -> str | None:
    """Return the organisation that a line at either end says has written it: *Autor: Musterwerk AG*.

    >>> signature(["Rückmeldung", "Wir sehen Mängel.", "Autor: Musterwerk AG für Register"])
    'Musterwerk AG für Register'
    """
    for text in (*texts[-2:], *texts[:4]):
        match = _SIGNED.fullmatch(text.strip())
        if match is not None and _FORMED.search(match["name"]) and not re.search(r"[.!?]\s", match["name"]):
            return re.sub(r"\be\. ?V\.", "e. V.", match["name"].strip(" *"))
    last = texts[-1].strip() if texts else ""
    below = _BELOW.fullmatch(last)
    if (
        below is not None
        and _FORMED.search(re.sub(r"e?s$", "", last))
        and any(_WE.search(text) for text in texts)
    ):
        return below["name"]
    return None


def _section(text: str, mention: ActorMention) -> Body:
    """Return the local section that signs: *Bund der Archive Kassel* on a line of its own."""
    place = re.fullmatch(r" (?P<place>[A-ZÄÖÜ][\w-]+)", text[mention.end :].rstrip(" ."))
    own_line = text[: mention.start].strip() == "" and place is not None
    return Body(f"{mention.body.name} {place['place']}") if own_line and place else mention.body


def _points(text: str, a: int, mention: ActorMention, index: int, count: int) -> int:
    """Return how much the sentence from ``a`` on says that the body of ``mention`` is the one who writes."""
    before, after = text[a : mention.start], text[mention.end :]
    found = 0
    if _WE_OF.search(before) or _OURS.search(before):
        found += 4
    opens = re.fullmatch(r"\W*(?:(?:[Dd]ie|[Dd]er|[Dd]as) )?(?:[A-ZÄÖÜ][\w-]+er )?", before) is not None
    if index < _HEADING and (_OF.search(before) or (opens and after.startswith(":"))):
        found += 3
    if index < _HEADING and opens and _DASHED.match(after):
        found += 3
    if _DEMANDS.match(after) or _ACTS_BEFORE.search(before):
        found += 2 if index < _LEAD else 1
    if index >= count - _TAIL and (
        _IS_A.match(after) or re.match(r"\W*Über (?:die|den|das|uns:?)? ?$", before)
    ):
        found += 3
    signs = index > 0 and opens and len(text.strip()) < _SIGNATURE and not re.search(r"[.!?]\s*$", text)
    if index >= count - _TAIL and signs:
        found += 3
    return found
