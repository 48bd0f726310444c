"""Stage *entities*: laws, services, programmes, principles and organisations that a block names.

Names come from the registers and the lexicon of names; beyond them laws and services are recognised by
the form of their names (``laws``, ``services``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from forderungsgraph.model import EntityKind, Mention, NameKind, Span
from forderungsgraph.registers import Registers

from .gazetteer import is_abbreviation
from .lawhits import LawContext
from .laws import LawFinder
from .names import NamedBody, named_bodies
from .normalise import MappedText
from .readings import choose, readings
from .services import ServiceFinder
from .tokens import Token, tokenize

_PLAIN_KINDS = (EntityKind.PROGRAMME, EntityKind.PRINCIPLE, EntityKind.ORGANISATION)
_DEFINING = re.compile(
    r"(?:[Gg]esetz|[Oo]rdnung|[Vv]ertrag|[Rr]ichtlinie|[Ss]atzung|[Vv]erfassung)[^()]{0,220}(?:\([^)]{0,60}[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ]|kurz|–)"
    r"|(?:sche[nrsm]?|[ei]ner|inger|mer|ger)\s+[A-ZÄÖÜ][\w-]*(?:[Gg]esetz|ordnung|satzung)"
)
_NAMING = re.compile(
    r"[Pp]ortal|[Kk]onto|-Gateway|[Cc]loud|-Stack|[Cc]ockpit|Wallet|[Pp]lattform|netz\b|24\b|-bw\b|AVEL\b"
)
_PROGRAMME = re.compile(
    r"\b(?P<head>(?:[A-ZÄÖÜ][\w-]{0,60})?(?:[Pp]rogramm|[Pp]rojekt|[Ss]trategie|[Ii]nitiative|[Mm]asterplan|[Aa]ktionsplan|"
    r"[Hh]andlungsplan|[Ff]örderaufruf|[Kk]ampagne))(?:e?s)?\s+(?P<name>„[^“„]{3,60}“)"
)
# *dieses Gesetz*, *in das Gesetz*, *den Gesetzentwurf*; when an act enters into force is only a date
_BACK = re.compile(
    r"\b(?:[Dd]iese[smr]?|[Jj]ene[sm]?|"
    r"(?:[Dd]as|(?<!Inkrafttreten )(?<!Verabschiedung )(?<!Verkündung )(?<!Beschluss )[Dd]es|[Dd]em|[Ii]m|[Vv]om|[Zz]um|[Ii]ns)(?:\s+(?:genannte|neue|geplante|geltende)n?)?|[Vv]orliegende[snm]?)\s+"
    r"(?P<noun>Gesetz(?:es|entwurfs?|entwurfes)?|Novelle|Reform|Staatsvertrag(?:e?s)?|Entwurfs?|Verordnung|Vorschrift|Norm)"
    r"\b(?!-)|\b[Dd]en\s+(?P<bill>Gesetzentwurf)\b(?!\s+(?:der|des|zu|zur|zum|für|über)\b)"
)

_FEDERAL = re.compile(r"\bBund(?:es)?\b|\bBundes(?:regierung|tag|rat|ministeri\w+)\b|\bBM(?:I|DS|F|WK)\b")
_OF_BERLIN = re.compile(
    r"\bSenats?\b|\bSenats(?:verwaltung|kanzlei)|Abgeordnetenhaus|\bBezirk(?:e|en|s)?\b|Bezirksamt|Bezirksämter|Land(?:es)? Berlin|"
    r"\bITDZ\b|\bBerliner[ns]?\b|\bBln\b|Berlins\b|Service-Konto Berlin|Service-Portal Berlin"
)
_POINTING = re.compile(r"[Dd]iese|[Jj]ene|[Vv]orliegend")
_SHORTLY = 300
"""characters: two or three sentences"""
_TREATY = re.compile(r"[Vv]ertrag|StV$")
_REGULATION = re.compile(r"[Vv]erordnung|VO?$")
_NO_ACT = re.compile(r"[Vv]erfassung|Verf$|^GG$|[Vv]ertrag|[Vv]erordnung|VO$|RL$|[Rr]ichtlinie|[Ss]atzung")


@dataclass(frozen=True, slots=True)
class EntityContext:
    """What a document adds to the registers; made by ``EntityFinder.context``.

    :param territory: key of the document's Land, None if it has none
    :param laws: the abbreviations that the document defines
    :param back: general words for services that it names: word → (name, key)
    """

    territory: str | None = None
    laws: LawContext = field(default_factory=LawContext)
    back: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class EntityFinder:
    """Finds entities; made once from the registers, then used for any number of documents."""

    def __init__(self, registers: Registers) -> None:
        self._laws = LawFinder(registers.of_kind(EntityKind.LAW))
        self._services = ServiceFinder(registers.of_kind(EntityKind.SERVICE))
        self._plain = {kind: readings(registers.of_kind(kind)) for kind in _PLAIN_KINDS}

    def context(self, texts: Iterable[str], territory: str | None = None) -> EntityContext:
        """Return the context of a document.

        :param texts: the running texts of its blocks
        :param territory: key of its Land, None if it has none
        """
        texts = tuple(texts)
        territory = _own_land(texts, territory)
        defining = [(text, tokenize(text)) for text in texts if _DEFINING.search(text)]
        naming = [(text, tokenize(text)) for text in texts if _NAMING.search(text)]
        return EntityContext(
            territory,
            self._laws.context(texts, defining, territory),
            self._services.back_words(naming, territory),
        )

    def find(
        self, text: MappedText, tokens: Sequence[Token], context: EntityContext | None = None
    ) -> tuple[Mention, ...]:
        """Return the mentions in one block in the order of their places.

        :param text: the block's running text; the spans of mentions are those of the source
        :param tokens: the tokens of ``text.text``
        """
        context = context or EntityContext()
        found: list[Mention] = []
        blocked: list[tuple[int, int]] = []
        for hit, mentions in self._laws.find(text, tokens, context.laws):
            found += mentions
            blocked.append((hit.start, hit.end))
        bodies = named_bodies(text.text)
        named = tuple((body.start, body.end) for body in bodies)
        found += self._services.find(text, tokens, context.territory, blocked, named, context.back)
        for kind in _PLAIN_KINDS:
            found += self._find_plain(kind, text, tokens, context.territory)
        found = _outside_bodies(found)
        found += _programmes(text, found)
        found += _unknown_bodies(text, bodies, found)
        return tuple(sorted(found, key=lambda mention: (mention.span, mention.kind, mention.name)))

    def _find_plain(
        self, kind: EntityKind, text: MappedText, tokens: Sequence[Token], territory: str | None
    ) -> Iterable[Mention]:
        for match in self._plain[kind].find(tokens):
            if match.part and not is_abbreviation(match.name):
                continue
            if any(name.kind is NameKind.NEGATIVE for _, name in match.payload):
                continue
            chosen = choose(match.payload, territory, None, text.text[match.start : match.end])
            if chosen is not None:
                entity, name = chosen
                span = text.span(match.start, match.end)
                yield Mention(kind, name.shown or name.text, entity.key, span, f"{kind.value}.name")


def _outside_bodies(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out laws inside a longer name of a body: *StGB NRW* is an association."""
    bodies = [mention.span for mention in mentions if mention.kind is EntityKind.ORGANISATION]
    return [
        mention
        for mention in mentions
        if mention.kind is not EntityKind.LAW
        or not any(
            body.start <= mention.span.start
            and mention.span.end <= body.end
            and body.end - body.start > mention.span.end - mention.span.start
            for body in bodies
        )
    ]


def _own_land(texts: Sequence[str], territory: str | None) -> str | None:
    """Return the Land whose acts and services a document means: none, if Berlin is just a seat in it."""
    if territory != "be":
        return territory
    whole = "\n".join(texts)
    return None if _FEDERAL.search(whole) and not _OF_BERLIN.search(whole) else territory


def _programmes(text: MappedText, known: Sequence[Mention]) -> list[Mention]:
    """Return programmes that no register knows: *das Förderprogramm „Digitales Dorf“*."""
    found: list[Mention] = []
    for match in _PROGRAMME.finditer(text.text):
        span = text.span(*match.span())
        if not _meets(span, known, EntityKind.PROGRAMME):
            name = f"{match['head']} {match['name']}"
            found.append(Mention(EntityKind.PROGRAMME, name, None, span, "programme.form"))
    return found


def _unknown_bodies(text: MappedText, bodies: Iterable[NamedBody], known: Sequence[Mention]) -> list[Mention]:
    """Return the organisations that no register knows, by the form of their names."""
    return [
        Mention(EntityKind.ORGANISATION, body.name, None, span, "organisation.form")
        for body in bodies
        if not _meets(span := text.span(body.start, body.end), known, EntityKind.ORGANISATION)
        and not _meets(span, known, EntityKind.PROGRAMME)
    ]


def _meets(span: Span, mentions: Iterable[Mention], kind: EntityKind) -> bool:
    """Whether a mention of ``kind`` begins where ``span`` does or covers it."""
    return any(
        m.kind is kind
        and m.span.start < span.end
        and span.start < m.span.end
        and (m.span.start <= span.start or m.span.end - m.span.start > (span.end - span.start) / 2)
        for m in mentions
    )


def resolve_back(wording: str, before: Iterable[Mention], at: int) -> Mention | None:
    """Return the law to which *dieses Gesetz* in ``wording`` refers: the last law mentioned ``before``.

    *Das Gesetz* without a demonstrative refers back plainly (guideline, section 6) only if the law was named shortly
    before; farther off it may be the bill of which the whole document speaks, or any act.

    :param before: mentions of the document that stand before ``wording``, the nearest first
    :param at: where ``wording`` begins
    """
    match = _BACK.search(wording)
    if match is None:
        return None
    far = 0 if _POINTING.match(match.group()) else at - _SHORTLY
    laws = (mention for mention in before if mention.kind is EntityKind.LAW and mention.span.end >= far)
    noun = match["noun"] or match["bill"]
    if noun.startswith(("Staatsvertrag", "Verordnung")):
        form = _TREATY if noun.startswith("Staatsvertrag") else _REGULATION
        return next((mention for mention in laws if form.search(mention.name)), None)
    return next((mention for mention in laws if not _NO_ACT.search(mention.name)), None)
