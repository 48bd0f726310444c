"""How a body stands in its clause: article, preposition, case; and words that name a body elsewhere only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .bodies import ActorMention, Body
from .people import given_names
from .tokens import COORDINATORS, DETERMINERS, PREPOSITIONS, Token

# words that are capital only because they open a sentence
_NO_NOUNS = frozenset(
    """und auch aber denn doch oder nur nun jetzt hier dort da dann dass wenn weil ob sowie selbst gerade ebenso deshalb daher
    dabei dazu dafür zudem außerdem ferner zugleich hingegen dagegen wie als erst so nicht
    sowohl weder entweder insbesondere besonders vorrangig allein alleine letztlich schließlich endlich zunächst vielmehr allerdings
    dennoch trotzdem gleichwohl hierbei hierfür hierzu insofern somit folglich ansonsten andernfalls einerseits andererseits spätestens
    künftig zukünftig langfristig kurzfristig mittelfristig gemeinsam stattdessen anschließend abschließend zuletzt natürlich
    selbstverständlich leider mithin wiederum umgekehrt solange sobald bevor nachdem obwohl indem falls sofern muss müsste soll sollte
    darf kann wird hat ist sind braucht gefragt gefordert geboten nötig notwendig zuständig verantwortlich eigentlich längst bisher
    bislang derzeit aktuell grundsätzlich parallel ebenfalls gleichzeitig danach darüber darum deswegen daran darauf dadurch damit
    was wo warum wann bitte mag möge hätte wäre ob während sodann überdies obendrein nochmals nunmehr heute morgen""".split()
)


def no_body_named(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether words that could name a body do not: *auf dem Land*, *Thüringer Landkreise*, *Stadtrat Jan Muster*."""
    title = (
        last - first == 1
        and tokens[first].text in ("Stadtrat", "Gemeinderat", "Landrat")
        and last < len(tokens)
        and tokens[last].is_noun
        and tokens[last].is_word
    ) or (
        first > 0
        and tokens[first].text.startswith("Stadtrat")
        and tokens[first - 1].text in ("Erste", "Erster", "Ersten")
    )
    title = title or (last - first == 1 and title_of_person(tokens, first))
    return title or _on_the_land(tokens, first, last) or _of_a_land(tokens, first, last)


_TITLE = re.compile(
    r"(?:(?:Ober|Bezirks|Orts|Alt|Ex-|Verbands)?[Bb]ürgermeister(?:in)?|(?:Landtags|Bundestags|Europa)?[Aa]bgeordnete[rn]?|Stadträtin|Kreisrat|Kreisrätin|Dezernent(?:in)?|"
    r"Beigeordnete[rn]?|Kämmerer|Kämmerin)"
)


def title_of_person(tokens: Sequence[Token], first: int) -> bool:
    """Whether a noun is but the title of a person: *Bürgermeister Jan Muster*, *der Abgeordnete Jan Muster*: the person speaks, not the office."""
    if _TITLE.fullmatch(tokens[first].text) is None or first + 2 >= len(tokens):
        return False
    given, last = tokens[first + 1], tokens[first + 2]
    while given.text in ("Dr", "Dr.", "Prof", "Prof.", ".") and first + 3 < len(tokens):
        first += 1
        given, last = tokens[first + 1], tokens[first + 2]
    return given.text.split("-")[0] in given_names() and last.text[0].isupper()


def _of_a_land(tokens: Sequence[Token], first: int, last: int) -> bool:
    """*die Thüringer Landkreise*: the word says of which Land, it does not name it."""
    adjective = last - first == 1 and tokens[first].text in (
        "Thüringer",
        "Berliner",
        "Bremer",
        "Hamburger",
        "Brandenburger",
    )
    return adjective and last < len(tokens) and tokens[last].is_noun


def _on_the_land(tokens: Sequence[Token], first: int, last: int) -> bool:
    """*auf dem Land*, *über Land* and *Stadt und Land* speak of the countryside."""
    if last - first != 1 or tokens[first].text not in ("Land", "Lande"):
        return False
    before = [t.lower for t in tokens[max(0, first - 2) : first]]
    return before in (["auf", "dem"], ["über", "das"]) or before[-2:] == ["stadt", "und"]


def mention_at(tokens: Sequence[Token], first: int, last: int, body: Body) -> ActorMention:
    """Return the mention of ``body`` by ``tokens[first:last]`` with what stands before it."""
    i = first - 1
    determiner = ""
    while i >= 0 and first - i <= 5:
        lower = tokens[i].lower
        if lower in DETERMINERS:
            determiner = lower
            i -= 1
            break
        if (
            tokens[i].is_word
            and tokens[i].text[0].islower()
            and lower not in PREPOSITIONS
            and lower not in COORDINATORS
            and re.search(r"(?:e|en|er|em|es)$", lower)
        ):
            i -= 1
            continue
        break
    before = tokens[i].lower if i >= 0 else ""
    governed = before if before in PREPOSITIONS else ""
    if before == "seiten" and i > 0 and tokens[i - 1].lower == "von":
        governed = "seitens"  # „von Seiten der Länder“
    elif before == "vonseiten":
        governed = "seitens"
    follows = tokens[last] if last < len(tokens) else None
    attributive = (follows is not None and follows.lower.endswith(("enden", "ende", "ender")) and last + 1 < len(tokens)
                   and tokens[last + 1].is_noun)  # fmt: skip
    contracted = {"vom", "zum", "zur", "beim", "im", "am", "ins", "ans"}
    genitive = (determiner in ("des", "der", "dieses", "dieser", "unseres", "seines", "ihres") and not governed and i >= 0
                and tokens[i].is_word and tokens[i].text[0].isupper() and tokens[i].lower not in _NO_NOUNS)  # fmt: skip
    if not determiner and before in contracted:
        governed = before
    return ActorMention(
        first,
        last,
        tokens[first].start,
        tokens[last - 1].end,
        body,
        governed,
        genitive or attributive,
        determiner,
    )


def governed_alike(tokens: Sequence[Token], mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """Let a preposition or genitive hold for the second of two bodies, too: *in Bund und Ländern*, *des Bundes und der Länder*."""
    found: list[ActorMention] = []
    for mention in mentions:
        last = found[-1] if found else None
        if last is not None and not mention.governed and not mention.genitive:
            between = [t.lower for t in tokens[last.last : mention.first]]
            joined = between[:1] in (["und"], ["sowie"], ["oder"]) and between[1:] in (
                [],
                [mention.determiner],
            )
            bare = len(between) == 1 and last.governed and mention.determiner == ""
            same = len(between) == 2 and last.genitive and mention.determiner in ("der", "des")
            if joined and (bare or same):
                mention = replace(mention, governed=last.governed, genitive=last.genitive)
        found.append(mention)
    return found
