"""Who is speaking: quotations, reported speech, and speakers that go on (guideline, section 4).

The state is whoever spoke last. A phrase that says who speaks (*so die Präsidentin*, *nach Ansicht des
Rings*, *Muster betonte, …*, *beim Verein heißt es*) or a sentence about somebody who can speak sets it;
quotations and sentences in the subjunctive of reported speech without such a phrase go on with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .actors import ActorFinder
from .bodies import ActorMention, Body, each
from .introductions import Introductions, can_speak
from .lexicon import Lexicon
from .people import FEMININE_ROLE
from .quotes import INSERTED, quotations
from .segments import SegmentKind, segments
from .tokens import AUXILIARIES, MODAL_FORMS, RELATIVES, Token, is_participle, is_verb, tokenize

_REPORTED = frozenset(
    """sei seien habe müsse solle dürfe könne werde brauche bedürfe gehöre wolle gelte führe koste fehle mache gehe komme lasse
    stehe liege bleibe zeige trage nehme gebe sehe halte finde laufe dauere reiche drohe bestehe entstehe biete verliere
    verlange bedeute helfe entscheide verspreche erwarte lehne sorge scheitere ende beginne nutze schaffe verhindere wisse""".split()
)
_REPORTED_ON = frozenset(
    """müssten müsste sollten dürften dürfte könnten könnte würden würde hätten hätte wären wäre stünden stünde gehörten
    bräuchten brauchten kämen gäben gingen blieben""".split()
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
        self._finder = finder
        self._reports = frozenset(lexicon.of("report.verbs"))
        self._demands = frozenset((*lexicon.verbs, *(lemma for lemma, _ in lexicon.split_verbs)))
        self._introductions = introductions
        self.author = introductions.authors
        self.last: tuple[Body, ...] | None = None
        self._reporting = False

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
        for word in reversed(match["label"].split()):
            if word in self._introductions.persons:
                return self._of_person(word)
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
        said = self._named_speaker(text, start, end, tokens)
        speakers = said if said is not None else self._subject(text, tokens)
        if speakers is not None:
            self.last = speakers
        elif reported or _OWN_WISH.search(text, start, end):
            speakers = self.last
        # „sollten“ is reported speech only behind a sentence that is
        self._reporting = reported or said is not None
        pronoun = (
            re.match(r"(?:Sie|Er|Dies|Zudem|Außerdem|Ferner|Darüber hinaus|Auch|Zugleich)\b", text[start:end])
            is not None
        )
        result.append(Utterance(start, end, False, reported or said is not None, speakers, beside, pronoun))

    def _named_speaker(
        self, text: str, start: int, end: int, tokens: Sequence[Token]
    ) -> tuple[Body, ...] | None:
        """Return whom a sentence outside quotation marks names as saying it."""
        part = text[start:end]
        for match in _ACCORDING.finditer(part):
            here = start + match.start()
            behind = here if match["beside"] else start + match.end()
            window = (max(start, here - 100), here) if match["zufolge"] else (behind, end)
            found = self._identify(text, window[0], min(window[1], window[0] + 140))
            if found:
                return found
        so = _SO.search(part)
        if so and (found := self._identify(text, start + so.end(), end)):
            return found
        for i, token in enumerate(tokens[1:], 1):
            if (
                tokens[i - 1].text == ","
                and not _behind_relative(tokens, i)
                and token.text[0].islower()
                and token.lemma in self._reports
                and _is_finite_form(token)
            ):
                found = self._identify(text, token.end, min(end, token.end + 140), opening=True)
                if found:
                    return found
        return None

    def _subject(self, text: str, tokens: Sequence[Token]) -> tuple[Body, ...] | None:
        """Return who can speak and is the subject of the sentence: *Muster betonte, …*, *Der Ring fordert …*."""
        verb = _main_verb(tokens)
        if verb is None:
            return None
        if tokens[verb].lower in _DUTIES or _called_upon(tokens, verb):
            return None  # who is to act says nothing: „Die Kammer möge prüfen“, „Der Ring wird gebeten“
        lemma = tokens[verb].lemma
        demanding = (
            lemma in self._reports or lemma in self._demands or tokens[verb].lower in ("will", "wollen")
        )
        if demanding and verb == 1 and tokens[0].text in ("Er", "Sie", "Diese", "Dieser", "Beide"):
            return self._by_pronoun(tokens[0], tokens[verb])
        begin, stop = tokens[0].start, tokens[verb].start
        actors = [a for a in self._finder.find(tokens) if not a.governed and not a.genitive and can_speak(a)]
        before = [a for a in actors if a.last <= verb and a.determiner not in ("den", "dem", "des")]
        person = self._persons(text, begin, stop)
        if person is not None:
            return person
        if before and not before[0].body.public and _few(tokens, before[0].first):
            return self._coordinated(before, tokens)
        if verb == 0:
            return None
        after = tokens[verb].end
        if not before and (near := self._persons(text, after, after + 60)) is not None and demanding:
            return near
        behind = [
            a for a in actors if verb < a.first <= verb + 4 and a.determiner in ("der", "die", "das", "")
        ]
        if demanding and not before and behind and not behind[0].body.public:
            return self._coordinated(behind, tokens)
        if demanding or tokens[verb].lower in AUXILIARIES or tokens[verb].lower in MODAL_FORMS:
            return self._by_role(text, begin, stop) if demanding else None
        return None

    def _by_pronoun(self, pronoun: Token, verb: Token) -> tuple[Body, ...] | None:
        """Return who speaks by *Sie fordern*, *Er verlangt* at the beginning of a sentence."""
        if pronoun.lower == "beide" or verb.lower.endswith("en"):
            if self.last is not None and len(self.last) > 1:
                return self.last
            return self._finder.referents.company(2, pronoun.start) or self.last
        gender = "m" if pronoun.lower in ("er", "dieser") else "f"
        return self._finder.referents.speaker(gender, pronoun.start) or self.last

    @staticmethod
    def _coordinated(actors: Sequence[ActorMention], tokens: Sequence[Token]) -> tuple[Body, ...]:
        """Return the first body and those that *und* joins to it."""
        found = [actors[0]]
        for actor in actors[1:]:
            between = [t.lower for t in tokens[found[-1].last : actor.first]]
            if not between or any(w not in (",", "und", "sowie", "der", "die", "das") for w in between):
                break
            found.append(actor)
        return each(actor.body for actor in found)

    def _of_person(self, last: str) -> tuple[Body, ...]:
        person = self._introductions.persons[last]
        return person.bodies or (Body(person.name),)

    def _persons(self, text: str, start: int, end: int) -> tuple[Body, ...] | None:
        """Return for whom the persons named in ``text[start:end]`` speak; several only where *und* joins them."""
        known = self._introductions.persons
        named = self._introductions.people.named(text[start:end], known)
        if not named:
            return None
        bodies = list(self._of_person(named[0].last)) if named[0].last in known else [Body(named[0].name)]
        for previous, person in pairwise(named):
            between = text[start + previous.end : start + person.start]
            if (
                not re.fullmatch(r"\s*(?:,[^,]*,)?\s*und\s+(?:[\w-]+\s+){0,3}", between)
                or person.last not in known
            ):
                break
            bodies += self._of_person(person.last)
        return each(bodies)

    def _identify(self, text: str, start: int, end: int, *, opening: bool = False) -> tuple[Body, ...] | None:
        """Return who speaks by ``text[start:end]``: a person, a body, a role (*die Präsidentin*), a pronoun.

        :param opening: whether it must stand right at the beginning, as the subject behind its verb
        """
        part = text[start:end]
        clip = re.split(r"[„»]|[.!?](?=\s|$)", part)[0]
        if opening:
            clip = re.split(
                r",(?! (?:\w+ )?(?:\w*in\b|\w*[Vv]orsitzend|\w*[Pp]räsident|\w*[Ss]precher|\w*[Gg]eschäft))",
                clip,
            )[0]
        end = start + len(clip)
        named = self._persons(text, start, end)
        if named is not None:
            return named
        actors = [a for a in self._finder.find(tokenize(text, start, end)) if can_speak(a)]
        if actors and (not opening or _few(tokenize(text, start, end), 1)):
            preferred = next((a for a in actors if not a.body.public), actors[0])
            return self._coordinated(
                [preferred, *(a for a in actors if a.first > preferred.first)], tokenize(text, start, end)
            )
        role = self._by_role(text, start, end)
        if role is not None:
            return role
        pronoun = re.match(r"\s*(?P<word>er|sie|der|die)\b(?=\s*$|\s*[,.:“]|\s+[a-zäöü])", clip)
        if pronoun:
            return self._finder.referents.speaker(_GENDERS[pronoun["word"]], start) or self.last
        return None

    def _by_role(self, text: str, start: int, end: int) -> tuple[Body, ...] | None:
        """Return for whom *die Präsidentin*, *Verbandschefin Muster*, *die Ökonomin* speaks."""
        for match in self._introductions.people.role.finditer(text, start, end):
            if not match[0][0].isupper():
                continue
            body = self._introductions.body_of_role(match[0], start)
            if body is not None:
                return (body,)
            feminine = FEMININE_ROLE.search(match[0]) is not None
            before = text[max(start, match.start() - 5) : match.start()].strip().lower()
            if before in ("der", "die", "dem", "den", ""):
                found = self._finder.referents.speaker("f" if feminine else "m", start)
                return found or self.last or self.author or None
        return None

    def _quote_speaker(
        self, text: str, quote: tuple[int, int], sentences: Sequence[tuple[int, int]]
    ) -> tuple[Body, ...] | None:
        start, end = quote
        inserted = INSERTED.search(text, start, end)
        if inserted:
            return self._remember(
                self._identify(text, inserted.start("who"), inserted.end("who")) or self.last
            )
        sentence = next(((a, b) for a, b in sentences if a < end <= b + 1), (start, end))
        after = text[end : sentence[1]]
        tokens = tokenize(text, end, sentence[1])
        verb = next((t for t in tokens if t.is_word), None)
        behind = (
            re.match(r"[“”\"«]?,\s*[a-zäöü]", after) is not None
            and verb is not None
            and _is_finite_form(verb)
        )
        if len(after.strip(' “”"«».,')) > 3 and (
            behind or any(self._says(t) for t in tokens) or re.match(r"[“”\"«]?,?\s*so\b", after)
        ):
            found = self._identify(text, end, sentence[1])
            if found is not None:
                return self._remember(found)
        opening = next(((a, b) for a, b in sentences if a <= start <= b), (start, end))
        before = text[opening[0] : start].rstrip('„»"“ ')
        if before and (before.endswith(":") or any(self._says(t) for t in tokenize(before)[-12:])):
            found = self._identify(text, opening[0], opening[0] + len(before))
            return self._remember(
                found or self._subject(text, tokenize(text, opening[0], start)) or self.last
            )
        previous = next(((a, b) for a, b in reversed(sentences) if b <= opening[0]), None)
        if previous is not None and text[previous[0] : previous[1]].endswith(":"):
            found = self._identify(text, *previous) or self._subject(text, tokenize(text, *previous))
            return self._remember(found or self.last)
        following = text[end : end + 200]
        match = _FOLLOWING.match(following)
        if match:
            found = self._identify(text, end + match.end(), min(len(text), end + match.end() + 160))
            if found is not None:
                return self._remember(found)
        return self.last

    def _says(self, token: Token) -> bool:
        return token.lemma in self._reports and not token.text[0].isupper()

    def _remember(self, speakers: tuple[Body, ...] | None) -> tuple[Body, ...] | None:
        if speakers:
            self.last = speakers
        return speakers


_DUTIES = frozenset(
    """muss müssen müsse müssten müsste soll sollen solle sollten sollte möge mögen darf dürfen dürfe dürften""".split()
)
_OWN_WISH = re.compile(
    r"\b(?:[Ss]eine|[Ii]hre|[Dd]essen|[Dd]eren) (?:\w+e )?(?:Bitte|Forderung|Wunsch|Rat|Vorschlag|Erwartung|Antwort|Appell|Plädoyer|Empfehlung)\b"
)
_WRITTEN = re.compile(r"\b(?:heißt|hieß|steht|stand) es\b|\bso steht es\b")
_GENDERS = {"er": "m", "sie": "fp", "der": "m", "die": "f"}
_LABEL = re.compile(
    r"(?:\*{2})?(?P<label>[A-ZÄÖÜ][\wäöüß.-]+(?: [A-ZÄÖÜ][\wäöüß.-]+){0,3}):(?:\*{2})?\s+(?=\S)"
)
_ACCORDING = re.compile(
    r"(?i)\b(?:nach (?:\w+ )?(?:ansicht|auffassung|meinung|überzeugung|einschätzung|darstellung|lesart|worten)|nach den worten|"
    r"nach dem dafürhalten|aus (?:\w+ )?sicht|laut|in den augen|geht es nach|wenn es nach|"
    r"(?:heißt|hieß) es (?:bei|beim|aus|in|von|vom|seitens|im)|(?P<beside>(?:beim|bei der|bei den|aus der|aus dem|vom|von der) (?=[^,.]{3,80} (?:heißt|hieß) es))|"
    r"(?P<zufolge>zufolge))\b"
)
_SO = re.compile(
    r",\s+so(?: (?:auch|etwa))?\s+(?!wie\b|dass\b|lange\b|weit\b|etwa\b|zum\b|oft\b|viel\b|sehr\b|gut\b|schnell\b|ist\b|sind\b|wird\b|werden\b|kann\b|soll\b)"
)
_FOLLOWING = re.compile(
    r"[“”\"«.,!?\s]*(?:(?:so|sagt|sagte|erklärt|erklärte|betont|betonte|ergänzt|ergänzte|bemängelt|kritisiert|kritisierte|mahnt|mahnte|meint|meinte|"
    r"fordert|forderte|verlangt|verlangte|warnt|warnte)\b|"
    r"(?:Das|Dies|Davon|So) (?:sagt|sagte|erklärt|erklärte|meint|fordert|forderte|ist|war|betont|betonte)\b|"
    r"Mit diesen Worten\b|Damit\b)"
)


def _called_upon(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the sentence is in the passive: *Der Ring wird gebeten*."""
    passive = tokens[verb].lower in ("wird", "werden", "werde", "wurde", "wurden")
    return passive and any(is_participle(token) for token in tokens[verb + 1 :])


def _is_finite_form(token: Token) -> bool:
    """Whether the word is a finite verb by its form and not a plain infinitive or participle."""
    return (
        token.text[0].islower()
        and (
            token.lower in AUXILIARIES
            or token.lower in MODAL_FORMS
            or (is_verb(token) and not token.lower.startswith("ge"))
        )
        and not token.lower.endswith(("end", "ende", "enden"))
    )


def _main_verb(tokens: Sequence[Token]) -> int | None:
    """Return the finite verb of the first main clause; of a sentence that only is a clause, its first one."""
    finite = [
        i for i, t in enumerate(tokens) if _is_finite_form(t) and (is_verb(t) or t.lower in AUXILIARIES)
    ]
    main = [part for part in segments(tokens) if part.kind in (SegmentKind.MAIN, SegmentKind.FRAGMENT)]
    return next(
        (i for part in main for i in finite if part.first <= i < part.last), finite[0] if finite else None
    )


def _behind_relative(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the verb behind a comma goes on with the main clause: *Der Ring, der … zählt, verlangt …*."""
    commas = [i for i, token in enumerate(tokens[:verb]) if token.text == ","]
    if len(commas) < 2:
        return False
    opening, relative = tokens[: commas[0]], tokens[commas[-2] + 1 : commas[-1]]
    told = any(_is_finite_form(token) for token in opening)
    return not told and bool(relative) and any(token.lower in RELATIVES for token in relative[:2])


def _few(tokens: Sequence[Token], first: int) -> bool:
    """Whether at most six words stand before the subject."""
    return sum(1 for token in tokens[:first] if token.is_word) <= 6
