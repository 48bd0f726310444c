"""Whom a document introduces: its bodies in order, its persons, and for whom each person speaks.

A person belongs to the body that the same phrase names (*Landrätin Petra Muster, Vizepräsidentin des
Kreisbundes*; *VHP-Sprecher Jan Muster*; *Lea Muster vom Bündnis*), or that the next sentence adds (*Der
Vorsitzende des Rings …*), else to whoever issues the document; only without any of them to nobody but himself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from .actors import ActorFinder
from .affiliations import ADJECTIVES, OF, TITLES, WORKS, Affiliations, can_speak
from .bodies import ActorMention, Body
from .people import FEMININE_ROLE, People, Person
from .referents import Entry, gender_of, head_of
from .sentences import split
from .tokens import tokenize


@dataclass(frozen=True, slots=True)
class Introduced:
    """A person of the document.

    :param bodies: for whom the person speaks; empty: not said
    :param official: whether the person has an office in some organisation
    :param own: whether the person's role is one of his own: *die Ökonomin*, *der Bürgermeister*
    """

    name: str
    feminine: bool | None
    bodies: tuple[Body, ...] = ()
    official: bool = False
    own: bool = False


END = 1_000_000_000
"""Behind the end of any block."""


class Introductions:
    """Reads a document once, in order, for whom it names.

    :param authors: bodies whose document it is
    """

    def __init__(self, finder: ActorFinder, people: People, authors: tuple[Body, ...]) -> None:
        self.finder = finder
        self.people = people
        self.authors = authors
        self.affiliations = Affiliations(finder, people)
        self.persons: dict[str, Introduced] = {}
        self._places: list[tuple[int, int, str]] = []

    def read(self, texts: Iterable[tuple[int, str]]) -> None:
        """Learn bodies and persons of the blocks, given as pairs of number and text."""
        referents = self.finder.referents
        referents.authors = self.authors
        for block, text in texts:
            referents.block = block
            previous: str | None = None
            for a, b in split(text):
                mentions = self.finder.find(tokenize(text, a, b))
                referents.add(_entry(block, text, mention) for mention in mentions)
                previous = self._sentence(block, text, a, b, mentions, previous)
        self._settle()
        referents.add_persons(self._person_entry(*place) for place in self._places)
        self._complete()

    def _sentence(
        self, block: int, text: str, a: int, b: int, mentions: Sequence[ActorMention], previous: str | None
    ) -> str | None:
        """Learn the persons of a sentence; return the last one that is named in it."""
        speaking = [m for m in mentions if can_speak(m)]
        if previous is not None and not self.persons[previous].bodies:
            added = self._added(text[a:b], a, speaking, self.persons[previous])
            if added is not None:
                self.persons[previous] = replace(self.persons[previous], bodies=(added,), official=True)
        for person in self.people.named(text[a:b], self.persons):
            moved = replace(person, start=person.start + a, end=person.end + a)
            known = self.persons.get(person.last)
            if known is None or not known.bodies:
                self.persons[person.last] = self._introduced(text, a, b, moved, mentions, known)
            self._places.append((block, moved.start, person.last))
            previous = person.last
        return previous

    def _introduced(
        self,
        text: str,
        a: int,
        b: int,
        person: Person,
        mentions: Sequence[ActorMention],
        known: Introduced | None,
    ) -> Introduced:
        body = self.affiliations.attached(text, a, b, person, [m for m in mentions if can_speak(m)])
        before, after = (
            text[max(a, person.start - 60) : person.start],
            text[person.end : min(b, person.end + 60)],
        )
        role = re.search(rf"([A-ZÄÖÜ][\w-]+),?\s+(?:{TITLES}\s*)*$", before)
        office = role[1] if role and self.people.role.fullmatch(role[1]) else ""
        behind = re.match(rf",\s+(?:die |der )?{ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+)", after)
        if not office and behind and self.people.role.fullmatch(behind["role"]):
            office = behind["role"]
        feminine = person.feminine
        if feminine is None and office:
            feminine = FEMININE_ROLE.search(office) is not None
        official = body is not None or self.people.organisational.fullmatch(office) is not None
        if known is not None:
            feminine = feminine if known.feminine is None else known.feminine
            official = official or known.official
        longer = known is not None and len(known.name) > len(person.name)
        name = known.name if known is not None and longer else person.name
        own = bool(office) and not official and body is None
        return Introduced(
            name, feminine, (body,) if body else (), official, own or (known is not None and known.own)
        )

    def _added(
        self, sentence: str, a: int, mentions: Sequence[ActorMention], person: Introduced
    ) -> Body | None:
        """Return the body that the sentence after a person's name adds: *Der Vorsitzende des Rings …*, *Sie leitet …*."""
        match = re.match(rf"(?P<article>Der|Die) {ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+) {OF} ", sentence)
        if match and self.people.role.fullmatch(match["role"]):
            agrees = person.feminine is None or person.feminine == (match["article"] == "Die")
            near = [m for m in mentions if m.start - a <= match.end() + 30]
            return near[0].body if agrees and near else None
        if re.match(r"(?:Er|Sie)(?= )", sentence) and WORKS.match(
            sentence[2:] if sentence[0] == "E" else sentence[3:]
        ):
            agrees = person.feminine is None or person.feminine == sentence.startswith("Sie")
            return mentions[0].body if agrees and mentions else None
        return None

    def interviewee(self, texts: Iterable[str]) -> tuple[Body, ...]:
        """Return for whom the person interviewed speaks: whoever the introduction names first."""
        opening = list(texts)[:8]
        for text in opening:
            for person in self.people.named(text, self.persons):
                if person.last in self.persons:
                    known = self.persons[person.last]
                    return known.bodies or (Body(known.name),)
        for text in opening:
            for actor in self.finder.find(tokenize(text)):
                if not actor.body.public and not actor.body.plural:
                    return (actor.body,)
        return ()

    def _complete(self) -> None:
        """Let a public body that is named shorter elsewhere be the one named in full."""
        entries = self.finder.referents.entries
        names = {
            e.body.name: e.body
            for e in entries
            if e.body.public and e.body.key is None and " " in e.body.name
        }
        for name in names:
            longer = [body for other, body in names.items() if other.startswith((f"{name} ", f"{name},"))]
            if len(longer) == 1:
                self.finder.longer[name] = longer[0]

    def _settle(self) -> None:
        """Give persons of whom nothing is said to whoever issues the document, else to whom their paragraph is about."""
        places: dict[str, tuple[int, int]] = {}
        for block, start, name in self._places:
            places.setdefault(name, (block, start))
        for last, person in self.persons.items():
            if person.bodies:
                continue
            bodies = self.authors or self._topic(*places[last], person)
            self.persons[last] = replace(person, bodies=bodies)

    def _topic(self, block: int, start: int, person: Introduced) -> tuple[Body, ...]:
        """Return the organisation that is spoken of where a person without one is named first."""
        if person.own:
            return ()
        referents = self.finder.referents
        referents.block = block
        near = [e for e in referents.before(start, 1) if e.speaks and not e.person and not e.body.public]
        if near and (near[0].block == block or person.official):
            return (near[0].body,)
        if person.official:
            behind = referents.before(END, 0)
            later = [e for e in behind if e.speaks and not e.person and not e.body.public and e.start > start]
            return (later[-1].body,) if later else ()
        return ()

    def _person_entry(self, block: int, start: int, last: str) -> Entry:
        person = self.persons[last]
        gender = "" if person.feminine is None else "f" if person.feminine else "m"
        body = person.bodies[0] if len(person.bodies) == 1 else Body(person.name, members=person.bodies)
        return Entry(block, start, body, "", gender, True, True, True)


def _entry(block: int, text: str, mention: ActorMention) -> Entry:
    noun = text[mention.start : mention.end]
    first = noun.split()[0]
    head = head_of(noun)
    governed = bool(mention.governed) or mention.genitive
    subject = not governed and mention.determiner not in ("den", "dem", "des", "einen", "einem")
    short = " " not in noun and " " in mention.body.name and not mention.body.public
    nouns = [w for w in noun.split() if w[0].isupper()]
    kernel = next((w for w in nouns if head and head_of(w) == head), nouns[0] if nouns else first)
    return Entry(
        block, mention.start, mention.body, head, gender_of(kernel, mention.determiner, plural=mention.body.plural),
        subject, can_speak(mention), False, short,
    )  # fmt: skip
