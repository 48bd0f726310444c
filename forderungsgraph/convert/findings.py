"""What reading a document finds, and what it remembers between blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .actors import ActorFinder
from .bodies import Body
from .candidates import Candidate
from .frames import Frame
from .lexicon import Lexicon
from .questions import Asked
from .score import THRESHOLD
from .segments import finite_position
from .sentences import split
from .tables import Columns
from .tokens import is_participle, tokenize, zu_infinitives


@dataclass(frozen=True, slots=True)
class Finding:
    """A candidate in its block.

    :param speakers: who demands; empty: nobody could be found
    :param addressees: who is to act as said by the clause or its lead-in; None: not said
    """

    block: int
    candidate: Candidate
    section: str
    speakers: tuple[Body, ...]
    addressees: tuple[Body, ...] | None
    inherited: bool = False


_SPOKEN = re.compile(r"[“”«»\"],? (?:so|sagte?|erklärte?|betonte?|meinte?|fordert|forderte)\b")
"""An item in which somebody is quoted is a paragraph behind a dash."""


def as_one_item(found: Sequence[Finding], text: str) -> tuple[list[Finding], list[Finding]]:
    """Return what a bullet of several sentences demands as one demand, the whole bullet (guideline 2.2, rule 1).

    The findings given up for it come second.

    :param found: what its sentences demand
    :param text: the bullet
    """
    certain = [f for f in found if f.candidate.weight >= THRESHOLD]
    if not certain or len(split(text)) < 2 or _SPOKEN.search(text):
        return list(found), []
    first = max(certain, key=lambda f: (f.candidate.weight, -f.candidate.start))
    whole = replace(first, candidate=replace(first.candidate, start=0, end=len(text.rstrip())))
    return [whole], [f for f in found if f is not first]


@dataclass(slots=True)
class State:
    """What reading remembers from block to block.

    :param frame: what the lead-in in force makes of items
    :param asked: what the last question asked for
    :param answered: number of the block whose sentences so far are answers without a verb
    :param catalogue: whether a section of a list of demands is read
    :param stating: whether the section below a numbered heading states what is demanded
    :param table: columns of the table that is read
    :param counting: how many sentences may still be counted demands (*Erstens …*)
    :param suspended: the frame of each style of numbering, should a list go on after an interruption
    :param governing: addressees of the announcement or section in force
    :param governing_style: how the heading is numbered whose section has them, "" if an announcement has
    :param levels: list levels with the frame under which each began
    """

    section: str = ""
    frame: Frame | None = None
    listing: bool = False
    asked: Asked = Asked.NOTHING
    answered: int = -1
    catalogue: bool = False
    stating: bool = False
    table: Columns | None = None
    counting: int = 0
    governing: tuple[Body, ...] = ()
    governing_style: str = ""
    opened_by: str = ""
    last_public: tuple[Body, ...] = ()
    last_block: int = -1
    numbers: dict[str, int] = field(default_factory=dict)
    suspended: dict[str, Frame] = field(default_factory=dict)
    levels: list[tuple[str, Frame | None]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def frame_at(style: str, state: State) -> Frame | None:
    """Return the frame of a list level: the one under which its first item stood."""
    for position, (known, frame) in enumerate(state.levels):
        if known == style:
            del state.levels[position + 1 :]
            return frame
    state.levels.append((style, state.frame))
    return state.frame


_WORDED = re.compile(
    r"folgend|wie folgt|\b(?:soll|sollte|sollten|muss|müsste|müssten) (?:\w+ ){0,5}(?:heißen|lauten|ergänzt werden|eingefügt werden)$"
)


def with_quoted_wording(candidate: Candidate, text: str) -> Candidate:
    """Let *folgenden Satz anzufügen: „…“*, *Es sollte heißen: „…“* reach to the end of the wording."""
    match = re.match(r"\s*:\s*[„»\"“][^“”«\"]{3,600}[“”«\"]\.?", text[candidate.end :])
    if (
        match is None
        or not candidate.rule.startswith(("E-", "L-", "M-"))
        or not _WORDED.search(text[candidate.start : candidate.end])
    ):
        return candidate
    return replace(candidate, end=candidate.end + match.end())


_FACTUAL = re.compile(
    r"\b(?:seit|bereits|bislang|bisher|derzeit|nach wie vor|inzwischen|zuletzt|wurden?|hat|haben|war|waren|läuft|gab|gibt es|sind|ist)\b"
)


def is_fact(text: str, finder: ActorFinder, lexicon: Lexicon) -> bool:
    """Whether an item is a statement of fact: a full sentence without label, cue, or somebody who is to act."""
    if text[:1].islower() or (re.match(r"[^.:]{2,70}[:.–]\s", text) and not text.endswith(".")):
        return False
    first = text[slice(*split(text)[0])]
    if re.match(r"[^.:]{2,60}:\s", first) or len(first.split()) < 6:
        return False
    words = [t for t in tokenize(first) if t.is_word]
    position = finite_position(words)
    if position is None or position == 0 or words[0].lower == "dass":
        return False
    if not _FACTUAL.search(first):
        return False
    cues = {
        *lexicon.of("modal.must"),
        *lexicon.of("modal.should"),
        *lexicon.of("modal.may"),
        *lexicon.of("modal.wish"),
        "wir",
        "braucht",
        "bedarf",
    }
    if any(
        w.lower in cues or w.lemma in lexicon.verbs for t in [tokenize(text)] for w in t
    ) or zu_infinitives(words):
        return False
    if words[position].lower in ("hat", "haben") and is_participle(words[-1]):
        return True  # „Die Landkreise haben bereits ein Konzept beschlossen.“
    return not any(a.body.public and a.first <= 3 and not a.governed for a in finder.find(tokenize(first)))


_POSITION = re.compile(
    r"\W*(?:Auch |Selbst )?(?:[Dd]er |[Dd]ie |[Dd]as )?\**[A-ZÄÖÜ](?:[^.,;:!?]|\be\. ?V\.|\bu\. ?a\.|, ){1,110}? "
    r"(?:(?P<says>kritisier|bemängel|forder|verlang|lehn|empfiehl|empfehl|warn|mahn|begrüß|bezweifel|befürchte|rüg|plädier|erwarte|"
    r"monier|appellier)(?:e?t|e?n)|(?:sieht|sehen|weist|weisen|hält|halten|spricht sich|sprechen sich|schlägt|schlagen|legt))"
    r"\b(?! (?:fest|sicher))[^?]*\.\W*$"
)


def tells_a_position(text: str, finder: ActorFinder) -> bool:
    """Whether an item tells what one of several bodies says: *• Die Kammer lehnt den Entwurf ab.* under *Viele fordern …:*."""
    match = _POSITION.match(text)
    if match is None:
        return False
    opening = [actor for actor in finder.find(tokenize(text)) if actor.first <= 3]
    return not any(actor.body.public for actor in opening) and (match["says"] is not None or bool(opening))


TRAILING = re.compile(r"(?:\s*[,;]\s*(?:und|sowie|oder|beziehungsweise)?|\s+(?:und|sowie|oder))\s*$")


STATING = re.compile(
    r"^(?:Zur Klarstellung|(?:Ein )?Hinweis|Anmerkung|Zum Vergleich|Zur Erinnerung|Zum Hintergrund)\b|\b(?:zur Kenntnis|Kenntnis (?:genommen|nimmt)|verpflicht(?:et|en) sich|bekenn(?:t|en) sich|dankt|danken|bedankt sich|bedauert|sieht mit Sorge|erkennt an|begrüßt|(?:stellt|stellen) (?:\w+ ){0,2}fest(?!,? dass (?:\w+ ){1,12}(?:muss|müssen|sollen?|sollte|sollten|darf|dürfen) )|werden wir|wir werden|würdigt|im Gegenzug|bietet an|bieten an|stehen bereit|zur Verfügung stehen)\b"
)


QUESTION = re.compile(r"\?[\W_]*(?:[-–—(] ?[^.?!]{2,60})?$")
"""A question, also with whoever asks behind it: *Sind Sie dafür? – Bündnis Offene Schule*"""
PRONOUN = re.compile(
    r"(?:Er|Es|Dieser|Dieses|Letzterer|Ersterer) (?:wird|ist|sei|muss|müsse|soll|solle|sollte|hat|darf|dürfe|möge)\b|Sie (?:wird|ist|muss|müsse|soll|solle|sollte|möge)\b|(?:Hier|Dafür|Dazu|Deshalb|Daher) (?:muss|soll|sollte|müsse) (?:er|sie|es)\b"
)


MEMBERS = frozenset("Kommunen Städte Gemeinden Kreise Landkreise Samtgemeinden Verbandsgemeinden".split())
