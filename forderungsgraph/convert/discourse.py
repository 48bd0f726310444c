"""Who is speaking: quotations, reported speech, and speakers that go on (guideline, section 4).

The state is whoever spoke last. A phrase that says who speaks (*so die Präsidentin*, *nach Ansicht des
Rings*, *Muster betonte, …*, *beim Verein heißt es*) or a sentence about somebody who can speak sets it;
quotations and sentences in the subjunctive of reported speech without such a phrase go on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .actors import ActorFinder
from .bodies import Body
from .introductions import Introductions
from .lexicon import Lexicon
from .quotes import INSERTED, quotations
from .speakers import Speakers
from .tokens import tokenize
from .verbforms import is_finite_form

_REPORTED = frozenset(
    """sei seien habe müsse solle dürfe könne werde brauche bedürfe gehöre wolle gelte führe koste fehle mache gehe komme lasse
    stehe liege bleibe zeige trage nehme gebe sehe halte finde laufe dauere reiche drohe bestehe entstehe biete verliere
    verlange bedeute helfe entscheide verspreche erwarte lehne sorge scheitere ende beginne nutze schaffe verhindere wisse""".split()
)
_REPORTED_ON = frozenset(
    """müssten müsste sollten dürften dürfte könnten könnte würden würde hätten hätte wären wäre stünden stünde gehörten
    bräuchten brauchten kämen gäben gingen blieben""".split()
)
_OWN_WISH = re.compile(
    r"\b(?:[Ss]eine|[Ii]hre|[Dd]essen|[Dd]eren) (?:\w+e )?(?:Bitte|Forderung|Wunsch|Rat|Vorschlag|Erwartung|Antwort|Appell|Plädoyer|Empfehlung)\b"
)
_WRITTEN = re.compile(r"\b(?:heißt|hieß|steht|stand) es\b|\bso steht es\b")
_LABEL = re.compile(
    r"(?:\*{2})?(?P<label>[A-ZÄÖÜ][\wäöüß.-]*(?: [A-ZÄÖÜ][\wäöüß.-]*){0,3}):(?:\*{2})?\s+(?=\S)"
)
_PARTY = re.compile(
    r"(?:\*{2})?(?P<party>CDU(?:/CSU)?|CSU|SPD|FDP|AfD|BSW|SSW|B(?:ündnis|ÜNDNIS) ?90/ ?D(?:ie|IE) G(?:rünen|RÜNEN)|(?:Die )?Grünen?|GRÜNE|"
    r"(?:Die |DIE )?L(?:inke|INKE)|Freie Wähler|Piratenpartei|Piraten|PIRATEN|Volt|ÖDP|Die PARTEI):?(?:\*{2})?(?:\s+(?=\S)|$)"
)
_PARTIES = {"grüne": "Bündnis 90/Die Grünen", "linke": "Die Linke", "pirat": "Piratenpartei"}
_INITIALS = re.compile(r"(?:[A-ZÄÖÜ]\.? ?){1,3}")
_FOLLOWING = re.compile(
    r"[“”\"«.,!?\s]*(?:(?:so|sagt|sagte|erklärt|erklärte|betont|betonte|ergänzt|ergänzte|bemängelt|kritisiert|kritisierte|mahnt|mahnte|meint|meinte|"
    r"fordert|forderte|verlangt|verlangte|warnt|warnte)\b|"
    r"(?:Das|Dies|Davon|So) (?:sagt|sagte|erklärt|erklärte|meint|fordert|forderte|ist|war|betont|betonte)\b|"
    r"Mit diesen Worten\b|Damit\b)"
)


@dataclass(frozen=True, slots=True)
class Utterance:
    """``text[start:end]`` of a block, said by one speaker.

    :param speakers: None: the author of the document
    :param pronoun: whether it begins with a pronoun for whoever spoke before
    :param attributes: whether it only says who said the quotation beside it
    """

    start: int
    end: int
    quoted: bool
    reported: bool
    speakers: tuple[Body, ...] | None
    attributes: bool = False
    pronoun: bool = False


class Discourse:
    """Keeps track of speakers through a document.

    :param introductions: the bodies and persons of the document
    """

    def __init__(self, finder: ActorFinder, lexicon: Lexicon, introductions: Introductions) -> None:
        self._introductions = introductions
        self.speakers = Speakers(finder, lexicon, introductions)
        self._reporting = False
        self._named: set[str] = set()

    @property
    def persons(self) -> Sequence[str]:
        """Last names of the persons of the document."""
        return tuple(self._introductions.persons)

    def interviewee(self, texts: Iterable[str]) -> tuple[Body, ...]:
        """Return for whom the person interviewed speaks, by the first of ``texts``."""
        return self._introductions.interviewee(texts)

    def utterances(self, text: str, sentences: Sequence[tuple[int, int]]) -> list[Utterance]:
        """Return who says what in a block, in order."""
        quotes = quotations(text)
        self._reporting = False
        result: list[Utterance] = []
        speakers: dict[tuple[int, int], tuple[Body, ...] | None] = {}
        for start, end in sentences:
            position = start
            for quote in quotes:
                a, b = max(start, quote[0]), min(end, quote[1])
                if a >= b:
                    continue
                if a > position:
                    self._outside(text, position, a, result, beside=True)
                if quote not in speakers:
                    speakers[quote] = self._quote_speaker(text, quote, sentences)
                result.append(Utterance(a, b, True, False, speakers[quote]))
                position = b
            if position < end:
                self._outside(text, position, end, result, beside=position > start)
        return result

    def turn(self, text: str) -> tuple[Body, ...] | None:
        """Return who takes the word by a label at the beginning of a block: *Muster: Das Land muss …*."""
        match = _LABEL.match(text)
        if match is None:
            return None
        name = self._labelled(match["label"])
        if name is None:
            return None
        if name in match["label"]:
            self._named.add(name)
        return self.speakers.of_person(name)

    def party(self, text: str) -> tuple[tuple[Body, ...] | None, int]:
        """Return the party whose answer a block is by its label, and where the answer begins: *SPD: Das Land …*."""
        match = _PARTY.match(text)
        if match is None or (":" not in match.group() and match.end() < len(text)):
            return None, 0
        name = match["party"]
        party = next((full for stem, full in _PARTIES.items() if stem in name.lower()), name)
        return (Body(party),), match.end()

    def take_turn(self, text: str) -> None:
        """Let the person speak whose label opens a block, until another one does."""
        self.speakers.author = self.turn(text) or self.speakers.author

    def answers(self, text: str) -> None:
        """Let the party speak whose label opens a block, until another one answers."""
        self.speakers.author = self.party(text)[0] or self.speakers.author

    def is_questionnaire(self, texts: Iterable[str]) -> bool:
        """Whether several parties answer by their labels: an election questionnaire."""
        return len({self.party(text)[0] for text in texts} - {None}) > 1

    def label_end(self, text: str) -> int:
        """Return where the words of a turn begin, behind the label of who says them; 0 without one."""
        match = _LABEL.match(text)
        known = match is not None and (
            self._labelled(match["label"]) is not None or _INITIALS.fullmatch(match["label"]) is not None
        )
        return match.end() if match is not None and known else 0

    def _labelled(self, label: str) -> str | None:
        """Return the last name of whom a label means: *Frau Muster*, or initials that fit one person only."""
        persons = self._introductions.persons
        for word in reversed(label.split()):
            if word in persons:
                return word
        initials = re.sub(r"[^A-ZÄÖÜ]", "", label)
        if _INITIALS.fullmatch(label):
            meant = [name for name in persons if name.startswith(initials[-1])]
            # who asked is a person of the page, too, but never had a label of their own
            meant = [name for name in meant if name in self._named] or meant
            return meant[0] if len(meant) == 1 else None
        return None

    def _outside(self, text: str, start: int, end: int, result: list[Utterance], *, beside: bool) -> None:
        while start < end and text[start] in '“”"«»‘’, –-':
            start += 1
        while end > start and text[end - 1] in '„»"« :':
            end -= 1
        if end - start < 8:
            return
        tokens = tokenize(text, start, end)
        reported = not any(t.lower == "ich" for t in tokens) and (
            any(t.lower in _REPORTED for t in tokens)
            or _WRITTEN.search(text, start, end) is not None
            or (self._reporting and any(t.lower in _REPORTED_ON for t in tokens))
        )
        said = self.speakers.named(text, start, end, tokens)
        speakers = said if said is not None else self.speakers.subject(text, tokens)
        if speakers is not None:
            self.speakers.last = speakers
        elif reported or _OWN_WISH.search(text, start, end):
            speakers = self.speakers.last or self.speakers.near(start)
        # „sollten“ is reported speech only behind a sentence that is
        self._reporting = reported or said is not None
        pronoun = (
            re.match(r"(?:Sie|Er|Dies|Zudem|Außerdem|Ferner|Darüber hinaus|Auch|Zugleich)\b", text[start:end])
            is not None
        )
        result.append(Utterance(start, end, False, reported or said is not None, speakers, beside, pronoun))

    def _quote_speaker(
        self, text: str, quote: tuple[int, int], sentences: Sequence[tuple[int, int]]
    ) -> tuple[Body, ...] | None:
        start, end = quote
        inserted = INSERTED.search(text, start, end)
        if inserted:
            return self.speakers.remember(
                self.speakers.identify(text, inserted.start("who"), inserted.end("who")) or self.speakers.last
            )
        sentence = next(((a, b) for a, b in sentences if a < end <= b + 1), (start, end))
        after = text[end : sentence[1]]
        tokens = tokenize(text, end, sentence[1])
        verb = next((t for t in tokens if t.is_word), None)
        behind = (
            re.match(r"[“”\"«]?,\s*[a-zäöü]", after) is not None and verb is not None and is_finite_form(verb)
        )
        if len(after.strip(' “”"«».,')) > 3 and (
            behind or any(self.speakers.says(t) for t in tokens) or re.match(r"[“”\"«]?,?\s*so\b", after)
        ):
            found = self.speakers.identify(text, end, sentence[1])
            if found is not None:
                return self.speakers.remember(found)
        opening = next(((a, b) for a, b in sentences if a <= start <= b), (start, end))
        before = text[opening[0] : start].rstrip('„»"“ ')
        if before and (before.endswith(":") or any(self.speakers.says(t) for t in tokenize(before)[-12:])):
            found = self.speakers.identify(text, opening[0], opening[0] + len(before))
            return self.speakers.remember(
                found or self.speakers.subject(text, tokenize(text, opening[0], start)) or self.speakers.last
            )
        previous = next(((a, b) for a, b in reversed(sentences) if b <= opening[0]), None)
        if previous is not None and text[previous[0] : previous[1]].endswith(":"):
            found = self.speakers.identify(text, *previous) or self.speakers.subject(
                text, tokenize(text, *previous)
            )
            return self.speakers.remember(found or self.speakers.last)
        following = text[end : end + 200]
        match = _FOLLOWING.match(following)
        if match:
            found = self.speakers.identify(text, end + match.end(), min(len(text), end + match.end() + 160))
            if found is not None:
                return self.speakers.remember(found)
        return self.speakers.last
