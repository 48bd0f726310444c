"""What a text has spoken of so far, and whom a short form or a pronoun means by it.

Every body and person that a document names is an entry with its place, head noun, gender and number. *Die
Gewerkschaft* is the one named last whose head noun ends so; *die beiden Verbände* are the two named last;
*er* is the last masculine one. Only what stands before the short form counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .bodies import Body
from .gazetteer import fold
from .nameforms import FEMININE, HEAD, MASCULINE, NEUTER, gender_of_head

PLURAL = "p"


@dataclass(frozen=True, slots=True)
class Entry:
    """A body or person named in a document, at ``start`` of the text of a block.

    :param head: folded head noun by which it was called
    :param gender: m, f, n, p (plural) or "" if the text does not show it
    :param subject: whether it is a subject there
    :param speaks: whether it can say something: a person, or an organisation that is no mere level of government
    :param person: whether it is a person; ``body`` then is for whom the person speaks
    :param short: whether it is itself only a short form
    """

    block: int
    start: int
    body: Body
    head: str = ""
    gender: str = ""
    subject: bool = False
    speaks: bool = False
    person: bool = False
    short: bool = False


@dataclass(slots=True)
class Referents:
    """The entries of a document, and the block that is being read.

    :param block: number of the block that is being read
    :param authors: bodies whose document it is
    """

    block: int = 0
    authors: tuple[Body, ...] = ()
    _entries: list[Entry] = field(default_factory=list)
    _by_tail: dict[str, list[Entry]] = field(default_factory=dict)

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries, in the order of the text."""
        return self._entries

    def add(self, entries: Iterable[Entry]) -> None:
        """Add entries; each call goes on behind the last one in the text."""
        for entry in entries:
            self._entries.append(entry)
            if entry.person or entry.short or not entry.head or entry.gender == PLURAL:
                continue
            for cut in range(max(1, len(entry.head) - MIN_TAIL + 1)):
                self._by_tail.setdefault(entry.head[cut:], []).append(entry)

    def add_persons(self, persons: Iterable[Entry]) -> None:
        """Add persons anywhere in the text."""
        self._entries += persons
        self._entries.sort(key=_place)

    def before(self, start: int, blocks: int) -> Iterator[Entry]:
        """Yield the entries before ``start`` of the present block, the last one first.

        :param blocks: how many blocks to go back
        """
        for position in range(bisect_left(self._entries, (self.block, start), key=_place) - 1, -1, -1):
            entry = self._entries[position]
            if entry.block < self.block - blocks:
                return
            yield entry

    def called(self, noun: str, start: int, blocks: int | None = None) -> Body | None:
        """Return the body named last that ``noun`` may mean: *der Verbund* after *Kreisverbund Nord*.

        :param blocks: how many blocks to go back; None: to the beginning
        """
        wanted = fold(_singular(noun))
        known = self._by_tail.get(wanted)
        if not known:
            return None
        last = bisect_left(known, (self.block, start), key=_place) - 1
        same = next(
            (known[i] for i in range(last, max(-1, last - NEAREST), -1) if known[i].head == wanted), None
        )
        entry = same or (known[last] if last >= 0 else None)
        if entry is None or (blocks is not None and entry.block < self.block - blocks):
            return None
        return entry.body

    def company(self, count: int | None, start: int) -> tuple[Body, ...]:
        """Return the bodies that *beide*, *die drei Verbände*, *die Verbände* mean; empty if it is unclear.

        :param count: how many; None: the text does not say
        """
        if len(self.authors) > 1 and count in (None, len(self.authors)):
            return self.authors
        found: list[Body] = []
        for entry in self.before(start, 3):
            if entry.speaks and not entry.person and not entry.body.public and entry.body not in found:
                found.append(entry.body)
            if len(found) == (count or 0):
                return tuple(reversed(found))
        return ()

    def antecedent(
        self, genders: str, start: int, excluded: tuple[Body, ...], *, public: bool
    ) -> Body | None:
        """Return the body named last that a pronoun of one of ``genders`` may mean, a public one first.

        :param excluded: bodies that it cannot mean, such as the one that speaks
        :param public: whether only public bodies can be meant
        """
        for entry in self.before(start, 1):
            if entry.person or entry.body in excluded or entry.gender not in genders or not entry.gender:
                continue
            if entry.body.public or not public:
                return entry.body
        return None

    def pair(self, start: int) -> tuple[Body, ...]:
        """Return the two public bodies named last in the sentence or block before, in the order of the text."""
        found: list[Body] = []
        for entry in self.before(start, 1):
            if entry.body.public and not entry.person and entry.body not in found:
                found.append(entry.body)
            if len(found) == 2:
                return tuple(reversed(found))
        return ()

    def speaker(self, genders: str, start: int) -> tuple[Body, ...]:
        """Return for whom the person or body speaks that a pronoun of one of ``genders`` means as a speaker."""
        for entry in self.before(start, 1):
            fits = entry.speaks and (entry.gender in genders or not entry.gender)
            if fits and (entry.person or not entry.body.public):
                return entry.body.members if entry.person and entry.body.members else (entry.body,)
        return ()


MIN_TAIL = 4
"""From this many letters on, the end of a compound is a short form of it."""
NEAREST = 50
"""Among so many bodies named last, one with the very noun goes before one that only ends so."""


def _place(entry: Entry) -> tuple[int, int]:
    return entry.block, entry.start


def _singular(noun: str) -> str:
    return re.sub(r"(?<=[^s])(?:es|s)$", "", noun) if len(noun) > 5 else noun


def head_of(name: str) -> str:
    """Return the folded head noun of the name of a body.

    >>> head_of("Bündnis Digitale Teilhabe") == fold("Bündnis")
    True
    >>> head_of("Norddeutscher Städtekreis") == fold("Städtekreis")
    True
    """
    words = re.findall(r"[\w-]+", name)
    for word in words:
        if word[0].isupper() and HEAD.fullmatch(word):
            return fold(_singular(word))
        if word in ("der", "des", "für", "im", "in"):
            break
    nouns = [w for w in words if w[0].isupper() and not re.search(r"(?:isch|lich|ig|deutsch)e[rsnm]?$", w)]
    return fold(_singular(nouns[0])) if nouns else ""


_FEMININE = re.compile(
    r"(?:ung|schaft|heit|keit|ion|tät|ei|in|kammer|behörde|stelle|stadt|gemeinde|ebene|gruppe|politik|kasse|agentur|"
    r"schule|liga|partei|familie|spitze|liste|runde|initiative|allianz|verwaltung|hand|zentrale)$"
)
_NEUTER = re.compile(
    r"(?:ium|land|amt|zentrum|netz|netzwerk|forum|institut|bündnis|parlament|werk|haus|kabinett|referat|dezernat|kollektiv)$"
)


def gender_of(noun: str, determiner: str, *, plural: bool) -> str:
    """Return the grammatical gender of a noun as far as its form and article show it.

    >>> [gender_of(n, "", plural=False) for n in ("Landesregierung", "Ministerium", "Bund", "Städtekreis")]
    ['f', 'n', 'm', 'm']
    """
    if plural:
        return PLURAL
    if determiner in ("das", "dieses", "vom", "beim", "zum") and determiner in ("das", "dieses"):
        return NEUTER
    head = HEAD.fullmatch(noun)
    if head is not None:
        return gender_of_head(head["stem"])
    lower = _singular(noun).lower()
    if _FEMININE.search(lower):
        return FEMININE
    if _NEUTER.search(lower):
        return NEUTER
    return MASCULINE
