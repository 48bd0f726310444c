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


_SILENT = frozenset(
    """Kommunen Städte Gemeinden Landkreise Kreise Samtgemeinden Verbandsgemeinden Politik Staat Verwaltung Landrat Bezirke
    Oberbürgermeister Länder Gesetzgeber Kommunalverwaltungen Ministerien Schulträger Hersteller Bund Ausschuss
    Gebietskörperschaften Geschäftsstelle Geschäftsführung Kommune Gemeinde Landtag""".split()
)


def can_speak(actor: ActorMention) -> bool:
    """Whether a person or quotation may speak for the body; *das Land* and *die Kommunen* say nothing themselves."""
    name = actor.body.name
    if actor.body.generic:
        return False
    return name not in _SILENT and not name.startswith(
        ("Land ", "Freistaat ", "Landtag ", "Landesverwaltung", "kommunale ")
    )


_OF = r"(?:des|der|vom|von der|von den|von|beim|bei der|bei|im|in der|für den|für die|für das)"
_ADJECTIVES = r"(?:[a-zäöüß-]+e[nrs]? ){0,3}"
_BELONGS = re.compile(
    rf"\s*,?\s*(?:von|vom|von der|bei|beim|bei der|für|aus dem|aus der)(?: (?:der|dem|den|die|das))? {_ADJECTIVES}$"
)
# „Senior Policy Manager der“: a title that no list of roles has
_TITLED = re.compile(
    r",\s+(?:(?:die|der)\s+)?(?:[A-ZÄÖÜ][\w&/-]+\s+){1,6}(?:der|des|bei der|bei|beim|von|vom|im|in der)\s+"
)
_WORKS = re.compile(
    r"\s+(?:ist|war|leitet|führt|vertritt|arbeitet|spricht|sitzt|lehrt|gehört|steht|amtiert)\b"
)
# „Jan Muster, der dem Verband der Muster vorsteht“
_RELATIVE = re.compile(
    r",\s+(?:der|die)\s+[^,.;]{3,90}\b(?:vorsteht|leitet|führt|vertritt|angehört|arbeitet|steht|sitzt|anführt|spricht|ist|gründete|gegründet hat),"
)
_LEADS = re.compile(r"\b(?:führt|leitet|lenkt|verantwortet|vertritt|steuert)\s+$")
_TITLES = r"(?:(?:Dr|Prof|Dipl|Ing|jur|med|phil|rer|pol|h|c)\.(?:-Ing\.)?|Professor(?:in)?|Frau|Herrn?)"
_RELATED = re.compile(
    r"\b(?:[Dd]essen|[Dd]eren|[Ii]hre?|[Ss]eine?) [A-ZÄÖÜ][\w-]+(?: für [A-ZÄÖÜ][\w-]+)?,? "
    rf"(?:(?:der|die) )?(?:[A-ZÄÖÜ][\w-]+ ){{0,2}}(?:{_TITLES}\s*)*$"
)
_TERRITORY = re.compile(r"(?:Land|Freistaat|Landkreis|Kreis|Stadt|Gemeinde|Samtgemeinde|Verbandsgemeinde) ")
_COMPOUND = re.compile(
    r"(?P<prefix>[\wÄÖÜäöüß-]+?)-?(?:[Hh]aupt|[Gg]eneral|Co-?)?(?P<role>[Vv]ize\w*|[Cc]hef(?:in)?|[Pp]räsident(?:in)?|[Vv]orsitzende[rn]?|[Ss]precher(?:in)?|[Gg]eschäftsführer(?:in)?|"
    r"[\w]*[Ee]xpert(?:e|in)|[\w]*[Pp]olitiker(?:in)?|[Oo]bmann|[Oo]bfrau|[Aa]bgeordnete[rn]?|[Dd]irektor(?:in)?|[Ss]ekretär(?:in)?|[Vv]orstand|[Ll]eiter(?:in)?|[Vv]orständin|[Ww]ortführer(?:in)?)(?=\s|$|,)"
)


_GROUPS = {
    "AG": "Arbeitsgemeinschaft",
    "IG": "Interessengemeinschaft",
    "BI": "Bürgerinitiative",
    "LAG": "Arbeitsgemeinschaft",
}


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
        body = self._attached(text, a, b, person, [m for m in mentions if can_speak(m)])
        before, after = (
            text[max(a, person.start - 60) : person.start],
            text[person.end : min(b, person.end + 60)],
        )
        role = re.search(rf"([A-ZÄÖÜ][\w-]+),?\s+(?:{_TITLES}\s*)*$", before)
        office = role[1] if role and self.people.role.fullmatch(role[1]) else ""
        behind = re.match(rf",\s+(?:die |der )?{_ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+)", after)
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

    def _attached(
        self, text: str, a: int, b: int, person: Person, mentions: Sequence[ActorMention]
    ) -> Body | None:
        """Return the body that the phrase around a person's name names."""
        # „in einer Stadt im Landkreis X“ says where, not for whom
        mentions = [
            m for m in mentions if m.governed not in ("in", "im") or not _TERRITORY.match(m.body.name)
        ]
        after = [m for m in mentions if m.start >= person.end]
        before = [m for m in mentions if m.end <= person.start]
        tail = text[person.end : b]
        bracket = re.match(r"\s*\(([^)]*)\)", tail)
        if bracket:
            inside = [m for m in after if m.end <= person.end + bracket.end()]
            if inside:
                return inside[0].body
        if after and (
            _BELONGS.fullmatch(text[person.end : after[0].start])
            or re.fullmatch(r",? ", text[person.end : after[0].start])
        ):
            return after[0].body
        if after and _TITLED.fullmatch(text[person.end : after[0].start]):
            return after[0].body
        relative = _RELATIVE.match(tail)
        if relative:
            inside = [m for m in after if m.end <= person.end + relative.end() and not m.body.public]
            if inside:
                return inside[0].body
        apposition = self._apposition(tail)
        if apposition:
            inside = [m for m in after if m.start < person.end + apposition]
            if inside:
                return next((m for m in inside if not m.body.public), inside[0]).body
        return (
            self._by_compound(text, person)
            or (
                after[0].body
                if after and _LEADS.search(text[a : person.start]) and not after[0].body.public
                else None
            )
            or self._by_relation(text, person)
            or self._named_before(text, a, person, before)
            or (after[0].body if after and _WORKS.match(tail) else None)
            or _by_firm(tail)
        )

    def _by_relation(self, text: str, person: Person) -> Body | None:
        """*Dessen Geschäftsführer Jan Muster*, *Ihr Sprecher, der Bauer Jan Muster*: of the body named last."""
        if _RELATED.search(text[max(0, person.start - 120) : person.start]) is None:
            return None
        entries = self.finder.referents.before(person.start, 1)
        return next((e.body for e in entries if e.speaks and not e.person and not e.body.public), None)

    def _apposition(self, tail: str) -> int:
        """Return the length of *, Vizepräsidentin des Kreisbundes …*; 0 if no role follows the name."""
        match = re.match(
            rf"(?: [a-zäöüß]+)?,\s+(?:(?:die|der|ein|eine|zugleich|selbst)\s+)?{_ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+)",
            tail,
        )
        if match is None or not self.people.role.fullmatch(match["role"]):
            return 0
        end = re.compile(r",|$").search(tail, match.end())
        return end.start() if end else len(tail)

    def _by_compound(self, text: str, person: Person) -> Body | None:
        """*VHP-Vizepräsidentin*, *Verbandschef*: the first part of the role names the body."""
        before = re.sub(rf"(?:{_TITLES}\s*)+$", "", text[: person.start].rstrip()).rstrip()
        word = re.search(r"[\w-]+$", before)
        return self.body_of_role(word[0], person.start) if word else None

    def body_of_role(self, role: str, start: int) -> Body | None:
        """Return the body of *VHP-Vizepräsidentin* or *Verbandschefin*, as it is known at ``start``."""
        match = _COMPOUND.match(role)
        if match is None or len(match["prefix"]) < 2:
            return None
        prefix = match["prefix"].rstrip("-")
        if prefix in ("Regierungs", "Senats"):
            ruling = self.finder.find(tokenize(prefix.rstrip("s")))
            return ruling[0].body if ruling else None
        called = f"Die {prefix}" if prefix in ("Grünen", "Linken") else prefix
        found = [m for m in self.finder.find(tokenize(called)) if can_speak(m) and not m.body.public]
        if found:
            return found[0].body
        prefix = _GROUPS.get(prefix, prefix)
        noun = re.sub(r"(?<=[a-zäöü]{4})(?:s|n)$", "", prefix)
        if noun.lower() in (
            "bundes",
            "landes",
            "vize",
            "bezirk",
            "haupt",
            "bunde",
            "lande",
            "general",
            "presse",
            "projekt",
        ):
            return None
        return self.finder.referents.called(noun, start) or self.finder.short(noun) or self._by_parts(noun)

    def _by_parts(self, noun: str) -> Body | None:
        """*Kulturverbandschef* of the *Fachverband Kultur*: the parts of the word are apart in the name."""
        parts = re.fullmatch(
            r"(?P<field>[A-ZÄÖÜ]\w{3,}?)(?P<head>verband|bund|kammer|verein|rat|tag|netzwerk|bündnis)", noun
        )
        if parts is None:
            return None
        field = re.sub(r"s$", "", parts["field"])
        entries = self.finder.referents.entries
        named = (e.body for e in entries if e.speaks and not e.person and field in e.body.name)
        return next((body for body in named if parts["head"] in body.name.lower()), None)

    def _named_before(self, text: str, a: int, person: Person, before: Sequence[ActorMention]) -> Body | None:
        """*der Sprecher des Rings, Bürgermeister Jan Muster*; *für den Verein sagt Lea Muster*; *Minister Jan Muster*."""
        if not before:
            return None
        last = before[-1]
        between = text[last.end : person.start]
        if last.body.public and re.fullmatch(rf"\s+(?:{_TITLES}\s*)*", between):
            return last.body
        between = re.sub(rf"{_TITLES}\s*", "", between)
        roles = r"(?:[A-ZÄÖÜ][\w-]+ )?"
        opening = text[max(a, last.start - 60) : last.start]
        office = re.search(rf"(?P<role>[A-ZÄÖÜa-zäöü][\w-]+)\s+{_OF}\s+{_ADJECTIVES}$", opening)
        if (
            office
            and self.people.role.fullmatch(office["role"])
            and re.fullmatch(rf"(?:\s*\([^)]*\))?,?\s+{roles}", between)
        ):
            return last.body
        if re.search(
            r"\b(?:[Ff]ür|[Vv]on|[Vv]om|[Bb]eim|[Bb]ei)\s+(?:(?:den|die|das|der|dem)\s+)?$", opening
        ) and re.fullmatch(rf"(?:,[^.]*,)?\s+[a-zäöüß]+(?:te|t|et)?\s+{_ADJECTIVES}{roles}", between):
            return last.body
        return None

    def _added(
        self, sentence: str, a: int, mentions: Sequence[ActorMention], person: Introduced
    ) -> Body | None:
        """Return the body that the sentence after a person's name adds: *Der Vorsitzende des Rings …*, *Sie leitet …*."""
        match = re.match(rf"(?P<article>Der|Die) {_ADJECTIVES}(?P<role>[A-ZÄÖÜ][\w-]+) {_OF} ", sentence)
        if match and self.people.role.fullmatch(match["role"]):
            agrees = person.feminine is None or person.feminine == (match["article"] == "Die")
            near = [m for m in mentions if m.start - a <= match.end() + 30]
            return near[0].body if agrees and near else None
        if re.match(r"(?:Er|Sie)(?= )", sentence) and _WORKS.match(
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


def _by_firm(tail: str) -> Body | None:
    """*Jan Muster von der Firma Datenwerk*: a firm is named by what follows the word."""
    match = re.match(
        r"\s+(?:von|bei|vom|beim)(?: der| dem)? (?:Firma|Unternehmen|Hersteller|Anbieter|Dienstleister|Verlag|Startup|Start-up) "
        r"(?P<name>[A-ZÄÖÜ][\w&.-]*(?: [A-ZÄÖÜ&][\w.-]*)*)", tail,
    )  # fmt: skip
    return Body(match["name"].rstrip(".,")) if match else None


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
