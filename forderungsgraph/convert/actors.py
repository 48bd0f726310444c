"""Who acts: noun phrases that name a body, and the names under which a document knows its own.

Known bodies come from the registers, generic ones („das Land“, „die Landesregierung“) are resolved by
the document's Land, bodies that no register knows are recognised by the form of their names, and short
forms („der Verband“, „das Ministerium“, „die beiden Kammern“) by what the text has named before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from .agents import WITH_GENITIVE, agent_at, genitive_behind
from .bodies import ActorMention, Body
from .bodynames import GENDER, PublicName, public_name
from .gazetteer import Gazetteer, Match
from .levels import generic_bodies
from .localsections import with_sections
from .mentions import governed_alike, mention_at, no_body_named, title_of_person
from .nameforms import HEAD
from .referents import Referents
from .states import SEATS, government_name, land_name, parliament_name
from .tokens import Token


class ActorFinder:
    """Finds actors in tokens.

    :param register: names of the register of organisations
    :param local: names that the document introduces; they win over generic ones
    :param state: key of the document's Land
    :param shorts: short forms that hold for the whole document where the text has named nobody else by them
    :param referents: what the document has named so far
    """

    def __init__(
        self, register: Gazetteer[Body], local: Iterable[tuple[str, Body]], state: str | None,
        shorts: Iterable[tuple[str, Body]] = (), referents: Referents | None = None,
    ) -> None:  # fmt: skip
        self._register = register
        self._state = state
        self._local: Gazetteer[Body] = Gazetteer([*local, *generic_bodies(state)])
        self._shorts: Gazetteer[Body] = Gazetteer(shorts)
        self.referents = referents or Referents()
        self.land = None if state is None else Body(land_name(state), None, True)
        self.longer: dict[str, Body] = {}

    def find(self, tokens: Sequence[Token]) -> list[ActorMention]:
        """Return the actors named in ``tokens``, in order, none overlapping another."""
        found: list[ActorMention] = []
        taken: set[int] = set()

        def take(first: int, last: int, body: Body) -> None:
            taken.update(range(first, last))
            found.append(mention_at(tokens, first, last, body))

        public = {
            i: name for i in range(len(tokens)) if (name := public_name(tokens, i, self._state)) is not None
        }
        matches = [
            m
            for m in (*self._local.find(tokens), *self._register.find(tokens))
            # „Ministerin“ and „Ministerien“ fold to the same word
            if not m.part and not (m.payload.plural and tokens[m.first].lower.endswith("ministerin"))
        ]
        spans: list[tuple[int, int, int, Match[Body] | PublicName]] = [
            *((m.first - m.last, m.first, 0, m) for m in matches),
            *((p.first - p.last, p.first, 1, p) for p in public.values()),
        ]
        for _, first, _, span in sorted(spans, key=lambda item: item[:3]):
            last = span.last
            if taken & set(range(first, last)) or no_body_named(tokens, first, last):
                continue
            if isinstance(span, PublicName):
                take(first, last, self._public(tokens, span))
            else:
                last, body = self._known(tokens, span)
                take(first, last, body)
        for i in range(len(tokens)):
            if i in taken or not tokens[i].is_noun or title_of_person(tokens, i):
                continue
            agent, last = self._short_form(tokens, i) or _own_town(tokens, i), i + 1
            if agent is None:
                agent, last = self._agent(tokens, i)
            if agent is not None:
                # „die Mitglieder des Rates“ are one body, not two
                found[:] = [mention for mention in found if not i <= mention.first < last]
                take(i, last, agent)
        ordered = governed_alike(tokens, sorted(found, key=lambda mention: mention.first))
        return _named_lands(with_sections(tokens, ordered))

    def _public(self, tokens: Sequence[Token], name: PublicName) -> Body:
        """Return the public body of a name, as the document writes it in full."""
        body = self._public_here(tokens, name)
        return self.longer.get(body.name, body)

    def _public_here(self, tokens: Sequence[Token], name: PublicName) -> Body:
        """Return the public body of a name; a bare head means the one named before."""
        before = tokens[name.first - 1].lower if name.first else ""
        if name.bare and before.startswith("zuständige"):
            ending = {"n": "s", "m": "r", "f": ""}[GENDER.get(name.name.lower(), "n")]
            return Body(f"zuständige{ending} {name.name}", None, True)
        if name.bare:
            earlier = self.referents.called(tokens[name.last - 1].text, tokens[name.first].start)
            short = self._shorts.word(tokens[name.last - 1].text)
            if earlier is not None or short is not None:
                return earlier or (short[1] if short else Body(name.name, None, True))
        return Body(name.name, None, True)

    def _known(self, tokens: Sequence[Token], match: Match[Body]) -> tuple[int, Body]:
        """Return where a known name ends and its body; *die Hersteller* may be those of something."""
        seated = self._seated(tokens, match)
        if seated is not None:
            return seated
        housed = (
            self._seat(tokens, match.first, match.last) if match.payload.key == "fraktion-koalition" else None
        )
        if housed is not None:
            return housed[1], housed[0]
        token, last = tokens[match.first], match.last
        if last - match.first == 1 and match.payload.key is None and WITH_GENITIVE.search(token.text):
            last = genitive_behind(tokens, last)
        if last == match.last:
            return last, self._meant(tokens, match)
        noun = re.sub(r"(?<=[eä]r)n$", "", token.text)
        return last, replace(
            match.payload, name=" ".join((noun, *(t.text for t in tokens[match.last : last])))
        )

    def _seated(self, tokens: Sequence[Token], match: Match[Body]) -> tuple[int, Body] | None:
        """Return the body of a Land that its capital tells: *die Landesregierung in Kiel*, *der Landtag in Mainz*."""
        after = tokens[match.last : match.last + 2]
        if len(after) < 2 or after[0].lower != "in" or match.payload.key is not None:
            return None
        name = _SEATED.get(tokens[match.first].lower)
        if name is None or after[1].text not in SEATS:
            return None
        found = [Body(name(SEATS[after[1].text]), None, True)]
        last = match.last + 2
        while tokens[match.first].lower.endswith("en") and last + 1 < len(tokens):
            if tokens[last].text not in (",", "und", "sowie") or tokens[last + 1].text not in SEATS:
                break
            found.append(Body(name(SEATS[tokens[last + 1].text]), None, True))
            last += 2
        if len(found) == 1:
            return last, found[0]
        return last, Body(" und ".join(body.name for body in found), None, True, True, members=tuple(found))

    def _meant(self, tokens: Sequence[Token], match: Match[Body]) -> Body:
        body = match.payload
        token = tokens[match.first]
        if match.last - match.first > 1 or body.key is not None:
            return body
        if re.search(r"(?:tage|tagen|regierungen)$", token.text) and not body.plural:
            return Body(
                re.sub(r"n$", "", token.text) if "tage" in token.text else token.text, None, True, True
            )
        if not body.plural:
            return body
        singular = token.text[-1] not in "en" or token.text.endswith(("schaft", "stadt"))
        if body.name in _MUNICIPALITIES and (
            singular or token.text in ("Gemeinde", "Samtgemeinde", "Verbandsgemeinde")
        ):
            earlier = self.referents.called(token.text, token.start)
            return earlier or Body(re.sub(r"(?<=kreis)e?s$", "", token.text), None, True)
        return body

    def short(self, noun: str) -> Body | None:
        """Return the body that the document calls ``noun`` throughout: *Städtetag* in *Städtetagspräsident*."""
        found = self._shorts.word(noun)
        return found[1] if found else None

    def _short_form(self, tokens: Sequence[Token], i: int) -> Body | None:
        """Return the body that *der Verband*, *die Gewerkschaft*, *beide Kammern* mean here."""
        token = tokens[i]
        company = self._company(tokens, i) or self._people_of(tokens, i)
        if company is not None:
            return company
        if HEAD.fullmatch(token.text) is None and not self._is_head(token.text):
            fixed = self._shorts.word(token.text)
            return fixed[1] if fixed else self._by_kind(tokens, i)
        if not _is_definite(tokens, i):
            return None
        start = token.start
        fixed = self._shorts.word(token.text)
        near = self.referents.called(token.text, start, 1)
        if near is not None and not (fixed and token.lower.rstrip("es") in _HYPERNYMS and near.public):
            return near
        if fixed is not None:
            return fixed[1]
        return self.referents.called(token.text, start) or self._by_kind(tokens, i)

    def _by_kind(self, tokens: Sequence[Token], i: int) -> Body | None:
        """Return the organisation named last that *die Organisation*, *der Verein* means by its kind alone."""
        before = tokens[i - 1].lower if i else ""
        if _KINDS.fullmatch(tokens[i].text) is None or before not in _THE:
            return None
        follows = tokens[i + 1] if i + 1 < len(tokens) else None
        if follows is not None and (follows.lower in ("der", "des", "für") or follows.text[0].isupper()):
            return None
        near = self.referents.before(tokens[i].start, 2)
        return next(
            (e.body for e in near if e.speaks and not e.person and not (e.body.public or e.body.plural)), None
        )

    def _people_of(self, tokens: Sequence[Token], i: int) -> Body | None:
        """Return the body whose people *die Prüfer*, *die Gewerkschafter*, *die Liberalen* are."""
        names = next((n for people, n in _PEOPLE if people.fullmatch(tokens[i].text)), None)
        if names is None or not i or tokens[i - 1].lower not in ("die", "den", "der"):
            return None
        near = self.referents.before(tokens[i].start, 3)
        return next((e.body for e in near if not e.person and names.search(e.body.name)), None)

    def _is_head(self, noun: str) -> bool:
        return len(noun) >= 5 and self.referents.called(noun, 1_000_000_000) is not None

    def _company(self, tokens: Sequence[Token], i: int) -> Body | None:
        """Return who *beide*, *die drei Verbände*, *die unterzeichnenden Kammern* are together."""
        token = tokens[i]
        before = [t.lower for t in tokens[max(0, i - 3) : i]]
        pronoun = token.text == "Beide" and i + 1 < len(tokens) and tokens[i + 1].text[0].islower()
        if not pronoun and not _COMPANIES.fullmatch(token.text):
            return None
        numbers = [_NUMBERS[word] for word in before if word in _NUMBERS]
        count = 2 if pronoun else numbers[-1] if numbers else None
        told = bool(numbers) or any(
            re.fullmatch(r"(?:unterzeichnend|genannt|beteiligt)en", word) for word in before
        )
        if (
            not pronoun
            and not told
            and not (len(self.referents.authors) > 1 and before[-1:] in (["die"], ["den"]))
        ):
            return None
        members = self.referents.company(count, token.start)
        return (
            Body(" und ".join(b.name for b in members), None, False, True, False, members)
            if members
            else None
        )

    def _owner(self, tokens: Sequence[Token], first: int, last: int) -> Body | None:
        """Return the public body that ``tokens[first:last]`` names in the genitive."""
        found = self.find(tokens[first:last])
        return found[0].body if found and found[0].body.public else None

    def _seat(self, tokens: Sequence[Token], i: int, last: int) -> tuple[Body, int] | None:
        """Return whom *die Abgeordneten im Hessischen Landtag*, *die Koalitionsfraktionen im Bundestag* means."""
        if not _OF_A_HOUSE.search(tokens[i].text) or last >= len(tokens) or tokens[last].lower != "im":
            return None
        house = next((m for m in self.find(tokens[last : last + 4]) if _HOUSE.search(m.body.name)), None)
        if house is None:
            return None
        end = last + house.last
        if re.search(r"[Ff]raktion", tokens[i].text):
            said = " ".join(t.text for t in tokens[i:end])
            return Body(re.sub(r"(?<=en)n$", "", said), None, True, True), end
        return house.body, end

    def _agent(self, tokens: Sequence[Token], i: int) -> tuple[Body | None, int]:
        """Return the body that a noun names by its form, with what a genitive behind it adds."""
        agent = agent_at(tokens, i)
        if agent is None:
            return None, i + 1
        noun, plural, last = agent
        if not plural and last == i + 1 and i and tokens[i - 1].lower in ("die", "der", "das", "dem", "den"):
            earlier = self.referents.called(noun, tokens[i].start, 3)
            if earlier is not None and earlier.public:
                return earlier, last  # „die Behörde“ after „Justizbehörde“
        seat = self._seat(tokens, i, last)
        if seat is not None:
            return seat
        owner = _OF_A_BODY.search(noun) and self._owner(tokens, i + 1, last)
        if owner:
            return owner, last  # „die Abgeordneten des Landtags“ are the parliament
        name = " ".join((noun, *(t.text for t in tokens[i + 1 : last])))
        return Body(name, None, False, plural, True), last


_PEOPLE = tuple(
    (re.compile(rf"(?:{people})(?:innen)?n?"), re.compile(names))
    for people, names in (
        (r"(?:Rechnungs|Kassen|Haushalts)?[Pp]rüfer", r"[Rr]echnungshof|[Pp]rüf"),
        (r"Gewerkschafter", r"[Gg]ewerkschaft|[Bb]eamtenbund|\bDGB\b|\bver\.di\b"),
        (r"Datenschützer", r"Datenschutz"),
        (r"Verbraucherschützer", r"Verbraucher"),
        (r"(?:Umwelt|Natur)schützer", r"Umwelt|Natur"),
        (r"(?:Wissenschaftl|Forsch)er", r"[Ii]nstitut|[Uu]niversität|[Hh]ochschule|[Zz]entrum|[Aa]kademie"),
        (r"Sozialdemokraten", r"\bSPD\b"),
        (r"Christdemokraten", r"\bCDU\b"),
        (r"Liberale", r"\bFDP\b"),
    )
)  # fmt: skip
_SEATED = {
    "landesregierung": government_name,
    "landesregierungen": government_name,
    "staatsregierung": government_name,
    "regierung": government_name,
    "landtag": parliament_name,
    "gesetzgeber": land_name,
}
_OF_A_HOUSE = re.compile(r"^(?:Abgeordneten?|Verantwortlichen|Mitglieder|Volksvertreter)n?$|[Ff]raktionen$")
_HOUSE = re.compile(r"[Ll]andtag|Bundestag|Abgeordnetenhaus|Bürgerschaft|Parlament")
_OF_A_BODY = re.compile(r"^(?:Mitglieder|Abgeordneten?|Fraktionen)$")
_MUNICIPALITIES = frozenset("Gemeinden Städte Landkreise Kreise Samtgemeinden Verbandsgemeinden".split())
_HYPERNYMS = frozenset("verband organisation zusammenschluss dachverband vereinigung verein".split())
_KINDS = re.compile(
    r"(?:(?:Bürgerrechts|Nichtregierungs|Nicht-Regierungs|Interessen|Dach|Träger)?[Oo]rganisation|(?:Branchen|Fach|Spitzen|Dach|Berufs|Wirtschafts|Industrie|Kommunal|Umwelt|"
    r"Sozial|Digital|Interessen)?[Vv]erband(?:e?s)?|Verein(?:s)?|Vereinigung|Zusammenschluss|Interessenvertretung|NGO|Initiative|Bürgerinitiative|Denkfabrik|Stiftung|Gewerkschaft|"
    r"Bündnis|Netzwerk|Kammer|Gremium)"
)
_THE = frozenset("der die das den dem des dieser diese dieses vom beim".split())
_NUMBERS = {"beide": 2, "beiden": 2, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
_COMPANIES = re.compile(
    r"(?:\w*[Vv]erbände|Kammern|Gewerkschaften|Organisationen|Vereine|Initiativen|Bündnisse|Bünde|Partner|Unterzeichner(?:innen)?|"
    r"Unterzeichnenden|Zusammenschlüsse|Institutionen|Fraktionen|Vereinigungen|Stiftungen|Netzwerke|Einrichtungen|Verbünde)n?"
)


def _own_town(tokens: Sequence[Token], i: int) -> Body | None:
    """Return the town that *die Stadt* means where the text names none: the reader's own."""
    before = tokens[i - 1].lower if i else ""
    acts = tokens[i].text == "Stadt" and before in ("die", "unsere") and (i < 2 or not tokens[i - 2].is_word)
    return Body("Stadt", None, True) if acts else None


def _is_definite(tokens: Sequence[Token], i: int) -> bool:
    """Whether the noun speaks of somebody known: *der Verband*, *beim Bündnis*, *unsere Kammer*."""
    before = tokens[i - 1].lower if i else ""
    return before in _DEFINITE or _is_paired(tokens, i)


def _is_paired(tokens: Sequence[Token], i: int) -> bool:
    """Whether the noun is one of two without article, as only known ones are: *Stadt und Landkreis müssen*."""
    if i + 2 < len(tokens) and tokens[i + 1].lower in ("und", "sowie"):
        return tokens[i + 2].is_noun and (i == 0 or not tokens[i - 1].text[0].isalpha())
    paired = i > 1 and tokens[i - 1].lower in ("und", "sowie") and tokens[i - 2].is_noun
    return paired and (i == 2 or not tokens[i - 3].text[0].isalpha())


_DEFINITE = frozenset(
    """der die das dem den des dieser diese dieses diesem diesen unser unsere unserem unseren unserer unseres beim vom zum zur im
    ihr ihre ihrem ihrer sein seine seinem seiner meine mein meiner""".split()
)


def _named_lands(mentions: list[ActorMention]) -> list[ActorMention]:
    """Drop *die Länder* where their names follow at once: *den Ländern Hessen und Thüringen*."""
    kept: list[ActorMention] = []
    for mention in mentions:
        last = kept[-1] if kept else None
        named = mention.body.name.startswith(("Land ", "Freistaat ", "Saarland"))
        if last is not None and last.body.name == "Länder" and last.last == mention.first and named:
            kept.pop()
            mention = replace(
                mention, governed=last.governed, genitive=last.genitive, determiner=last.determiner
            )
        kept.append(mention)
    return kept
