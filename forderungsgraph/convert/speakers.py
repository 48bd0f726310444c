"""Whom a phrase or sentence names as speaking: *so die Präsidentin*, *nach Ansicht des Rings*, *Muster betonte, …*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from .actors import ActorFinder
from .affiliations import can_speak
from .bodies import ActorMention, Body, each
from .introductions import Introductions
from .lexicon import Lexicon
from .people import FEMININE_ROLE
from .tokens import AUXILIARIES, FINITE_FORMS, MODAL_FORMS, Token, tokenize
from .verbforms import behind_relative, called_upon, is_finite_form, main_verb

_DUTIES = frozenset(
    """muss müssen müsse müssten müsste soll sollen solle sollten sollte möge mögen darf dürfen dürfe dürften""".split()
)
_GENDERS = {"er": "m", "sie": "fp", "der": "m", "die": "f"}
# what these say is a plan as a rule
_GOVERNS = re.compile(
    r"[Rr]egierung|[Mm]inisteri|[Ss]enat|[Kk]anzlei|Kommission|^(?:Bund|Land|Freistaat|Länder)\b"
)
_ACCORDING = re.compile(
    r"(?i)\b(?:nach (?:\w+ )?(?:ansicht|auffassung|meinung|überzeugung|einschätzung|darstellung|lesart|worten)|nach den worten|"
    r"nach dem (?:dafürhalten|willen|wunsch)|nach den (?:vorstellungen|wünschen)|aus (?:\w+ )?sicht|laut|in den augen|geht es nach|wenn es nach|"
    r"(?:heißt|hieß) es (?:bei|beim|aus|in|von|vom|seitens|im)|(?P<beside>(?:beim|bei der|bei den|aus der|aus dem|vom|von der) (?=[^,.]{3,80} (?:heißt|hieß) es))|"
    r"(?P<zufolge>zufolge))\b"
)
_COLON = re.compile(
    r"(?:Ganz |Völlig |Etwas |Auch |Nicht |Noch )?(?:[Aa]nders|[Ää]hnlich|[Gg]enauso|[Ee]benso|[Ss]keptisch\w*|[Kk]ritisch\w*|[Dd]eutlich\w*|[Kk]lar\w*|[Zz]urückhaltend\w*|[Gg]elassen\w*) (?:auch )?[^:.!?]{3,80}: "
)
_SO = re.compile(
    r",\s+so(?: (?:auch|etwa))?\s+(?!wie\b|dass\b|lange\b|weit\b|etwa\b|zum\b|oft\b|viel\b|sehr\b|gut\b|schnell\b|ist\b|sind\b|wird\b|werden\b|kann\b|soll\b)"
)


def _phrase_end(tokens: Sequence[Token], behind: int, end: int) -> int:
    """Return where the phrase ends that names a speaker: *Aus Sicht der Städte | muss das Land zahlen*."""
    return next((t.start for t in tokens if t.start > behind and t.lower in FINITE_FORMS), end)


class Speakers:
    """Identifies speakers, and knows who spoke last.

    :param introductions: the bodies and persons of the document
    """

    def __init__(self, finder: ActorFinder, lexicon: Lexicon, introductions: Introductions) -> None:
        self._finder = finder
        self._reports = frozenset(lexicon.of("report.verbs"))
        self._demands = frozenset((*lexicon.verbs, *(lemma for lemma, _ in lexicon.split_verbs)))
        self._introductions = introductions
        self.author = introductions.authors
        self.last: tuple[Body, ...] | None = None

    def named(self, text: str, start: int, end: int, tokens: Sequence[Token]) -> tuple[Body, ...] | None:
        """Return whom a sentence outside quotation marks names as saying it."""
        part = text[start:end]
        for match in _ACCORDING.finditer(part):
            here = start + match.start()
            behind = here if match["beside"] else start + match.end()
            window = (
                (max(start, here - 100), here)
                if match["zufolge"]
                else (behind, _phrase_end(tokens, behind, end))
            )
            found = self.identify(text, window[0], min(window[1], window[0] + 140))
            if found:
                return found
        colon = _COLON.match(part)
        if colon and not any(
            is_finite_form(t) and t.text[0].islower() for t in tokenize(text, start, start + colon.end() - 2)
        ):
            found = self.identify(
                text, start, start + colon.end() - 2
            )  # „Ganz anders der Musterbund: Der Bund solle …“
            if found:
                return found
        so = _SO.search(part)
        if so and (found := self.identify(text, start + so.end(), end)):
            return found
        for i, token in enumerate(tokens[1:], 1):
            if (
                tokens[i - 1].text == ","
                and not behind_relative(tokens, i)
                and token.text[0].islower()
                and token.lemma in self._reports
                and is_finite_form(token)
            ):
                found = self.identify(text, token.end, min(end, token.end + 140), opening=True)
                if found:
                    return found
        return None

    def subject(self, text: str, tokens: Sequence[Token]) -> tuple[Body, ...] | None:
        """Return who can speak and is the subject of the sentence: *Muster betonte, …*, *Der Ring fordert …*."""
        verb = main_verb(tokens)
        if verb is None:
            return None
        if tokens[verb].lower in _DUTIES or called_upon(tokens, verb):
            return None  # who is to act says nothing: „Die Kammer möge prüfen“, „Der Ring wird gebeten“
        lemma = tokens[verb].lemma
        demanding = (
            lemma in self._reports or lemma in self._demands or tokens[verb].lower in ("will", "wollen")
        )
        if demanding and verb == 1 and tokens[0].text in ("Er", "Sie", "Diese", "Dieser", "Beide"):
            return self._by_pronoun(tokens[0], tokens[verb])
        inverted = tokens[verb + 1] if verb and verb + 1 < len(tokens) else None
        if demanding and inverted is not None and inverted.text in ("er", "sie"):
            return self._by_pronoun(inverted, tokens[verb])
        begin, stop = tokens[0].start, tokens[verb].start
        actors = [a for a in self._finder.find(tokens) if not a.governed and not a.genitive and can_speak(a)]
        before = [a for a in actors if a.last <= verb and a.determiner not in ("den", "dem", "des")]
        person = self._persons(text, begin, stop)
        if person is not None:
            return person
        if before and not before[0].body.public and _few(tokens, before[0].first):
            return self._coordinated(before, tokens)
        told = before and before[0].first <= 2 and _GOVERNS.search(before[0].body.name) is None
        if told and demanding and tokens[verb].lower not in ("will", "wollen"):
            return (before[0].body,)  # an office speaks where it demands
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
        if pronoun.lower == "beide" or verb.lower.endswith("n"):
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

    def of_person(self, last: str) -> tuple[Body, ...]:
        """Return for whom a known person speaks."""
        person = self._introductions.persons[last]
        return person.bodies or (Body(person.name),)

    def _persons(self, text: str, start: int, end: int) -> tuple[Body, ...] | None:
        """Return for whom the persons named in ``text[start:end]`` speak; several only where *und* joins them."""
        known = self._introductions.persons
        named = self._introductions.people.named(text[start:end], known)
        if not named:
            return None
        bodies = list(self.of_person(named[0].last)) if named[0].last in known else [Body(named[0].name)]
        for previous, person in pairwise(named):
            between = text[start + previous.end : start + person.start]
            if (
                not re.fullmatch(r"\s*(?:,[^,]*,)?\s*und\s+(?:[\w-]+\s+){0,3}", between)
                or person.last not in known
            ):
                break
            bodies += self.of_person(person.last)
        return each(bodies)

    def identify(self, text: str, start: int, end: int, *, opening: bool = False) -> tuple[Body, ...] | None:
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
            body = self._introductions.affiliations.body_of_role(match[0], start)
            if body is not None:
                return (body,)
            feminine = FEMININE_ROLE.search(match[0]) is not None
            before = text[max(start, match.start() - 5) : match.start()].strip().lower()
            if before in ("der", "die", "dem", "den", ""):
                found = self._finder.referents.speaker("f" if feminine else "m", start)
                return found or self.last or self.author or None
        return None

    def near(self, start: int) -> tuple[Body, ...] | None:
        """Return who is spoken of last before ``start`` and can speak."""
        return self._finder.referents.speaker("mfnp", start) or None

    def says(self, token: Token) -> bool:
        """Whether the word is a verb of saying."""
        return token.lemma in self._reports and not token.text[0].isupper()

    def remember(self, speakers: tuple[Body, ...] | None) -> tuple[Body, ...] | None:
        """Let ``speakers`` be who spoke last, and return them."""
        if speakers:
            self.last = speakers
        return speakers


def _few(tokens: Sequence[Token], first: int) -> bool:
    """Whether at most six words stand before the subject."""
    return sum(1 for token in tokens[:first] if token.is_word) <= 6
