"""Who is to act where the demand itself only says *er*, *sie*, *diese*, or names its subject in its own clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .actors import ActorFinder
from .bodies import Body
from .candidates import Candidate, Clause, chain, is_passive
from .modal import subject_of
from .referents import Referents
from .segments import position_at
from .tokens import AUXILIARIES, MODAL_FORMS, Token, is_verb, tokenize

_GENDERS = {"er": "m", "es": "n", "dieser": "m", "dieses": "n", "ersterer": "m", "letzterer": "m"}
_OBJECTS = {
    "ihn": "m",
    "ihm": "mn",
    "ihr": "f",
    "ihnen": "p",
    "diesen": "mp",
    "diesem": "mn",
    "dieser": "f",
    "denen": "p",
}
_DEMONSTRATIVES = {"Die": "fp", "Den": "m", "Dem": "mn", "Denen": "p"}
_ACTING = frozenset(("M-must", "M-should", "M-shall", "M-may-not", "M-wish", "M-has-to"))
_STATES = frozenset("sein bleiben werden gelten heißen geben gehen".split())
_PLURAL_OR_FEMININE = frozenset(("sie", "diese", "letztere"))
_VOCATIVE = re.compile(
    r"(?:^|[,„»“] ?|\b)(?:(?:[Ss]ehr )?[Gg]eehrte[rn]? |[Ll]iebe[rn]? )?(?:Herr|Frau|Herren) (?P<office>[A-ZÄÖÜ][\wäöüß-]*"
    r"(?:minister|präsident|senator|kanzler|sekretär|meister|rat)(?:in)?|(?:Landr|R)ätin|Minister(?:in)?|Senator(?:in)?)\b"
)


def subject_in_span(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """Return who is to act by the candidate's own words: *Vorschlag: Der Bund solle …*."""
    inside = [i for i, t in enumerate(clause.tokens) if candidate.start <= t.start < candidate.end]
    if not inside:
        return ()
    first, last = inside[0], inside[-1] + 1
    verb = next(
        (i for i in inside if clause.tokens[i].lower in MODAL_FORMS and clause.tokens[i].text[0].islower()),
        None,
    )
    if (
        verb is None
        or candidate.rule.startswith(("M-", "N-"))
        or clause.tokens[first].lower in ("dass", "daß")
    ):
        return ()
    if is_passive(clause.tokens[verb:last]):
        return ()
    subject = subject_of(clause, verb, first, last)
    return chain(clause.actors, clause.actors.index(subject), clause.tokens) if subject else ()


def pronoun_genders(clause: Clause, candidate: Candidate) -> tuple[str, int] | None:
    """Return the genders of the pronoun that is the subject of the candidate, and where it stands.

    None if its subject is no pronoun.
    """
    tokens = [t for t in clause.tokens if candidate.start <= t.start < candidate.end and t.is_word]
    acting = (
        (candidate.rule in _ACTING or candidate.rule.startswith(("S-colon", "E-colon", "S-so")))
        and not is_passive(tokens)
        and tokens[-1:]
        and tokens[-1].lemma not in _STATES
    )
    opens = tokens[0].lower if tokens else ""
    if not tokens or not (acting or (candidate.rule.startswith("E-") and opens in ("dass", "daß", "und"))):
        return None
    if opens == "und":
        tokens = tokens[1:]
    if tokens and tokens[0].lower in ("dass", "daß"):
        found = next((t for t in tokens[1:3] if t.lower in _GENDERS or t.lower in _PLURAL_OR_FEMININE), None)
        finite = next((t for t in reversed(tokens) if _is_finite(t)), None)
        return (_genders(found, finite), found.start) if found is not None and finite is not None else None
    verb = next((i for i, t in enumerate(tokens) if _is_finite(t)), None)
    if verb is None or verb > 12:
        return None
    near = [*reversed(tokens[max(0, verb - 2) : verb]), *tokens[verb + 1 : verb + 3]]
    for token in near:
        if token.lower in _GENDERS or token.lower in _PLURAL_OR_FEMININE:
            attributive = _before_noun(tokens, token)
            if not attributive:
                return _genders(token, tokens[verb]), token.start
        elif token.is_noun and token is not tokens[0]:
            return None
    return None


def object_genders(clause: Clause, candidate: Candidate) -> tuple[str, int] | None:
    """Return the genders of the pronoun of whom it is demanded: *Wir ersuchen ihn, …*, *rät ihnen, …*."""
    if not candidate.rule.startswith("E-"):
        return None
    return object_pronoun([t for t in clause.tokens if t.start < candidate.start and t.is_word])


def object_pronoun(before: Sequence[Token]) -> tuple[str, int] | None:
    """Return the genders of the pronoun of whom a clause demands, and where it stands.

    :param before: the words of the clause
    """
    own = any(t.lower in ("wir", "ich") for t in before)
    if own and before and before[0].text in _DEMONSTRATIVES and len(before) > 1 and _is_finite(before[1]):
        return _DEMONSTRATIVES[before[0].text], before[0].start
    for token in reversed(before[-12:]):
        if token.text in _OBJECTS and not _before_noun(before, token):
            return _OBJECTS[token.text], token.start
        if token.text == "sie" and own:
            return "fp", token.start
    return None


def in_matrix(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """Return to whom a noun that demands is directed: *An die Gemeinden ergeht der Rat, …*."""
    if not candidate.rule.startswith("S-"):
        return ()
    for i, actor in enumerate(clause.actors):
        if (
            actor.start < candidate.start
            and actor.governed in ("an", "ans", "gegenüber", "von", "vom")
            and not actor.genitive
        ):
            return chain(clause.actors, i, clause.tokens)
    return ()


_BOTH = re.compile(
    r"(?:Beide|Die beiden)(?: (?:Ebenen|Seiten|Regierungen|Parteien|Partner|Länder|Häuser|Ministerien))? [a-zäöü]"
)


def both(clause: Clause, candidate: Candidate, referents: Referents) -> tuple[Body, ...]:
    """Return the two public bodies that *Beide müssen …*, *Beide Ebenen sollten …* means."""
    said = clause.text[candidate.start : candidate.end]
    if candidate.rule not in _ACTING or not _BOTH.match(said):
        return ()
    return referents.pair(candidate.start)


_IN_HANDS = re.compile(r"\bin (?:die |der )?(?:Hand|Hände|Verantwortung|Zuständigkeit|Regie)$")


def in_whose_hands(clause: Clause, candidate: Candidate) -> tuple[Body, ...]:
    """Return in whose hands a task belongs: *gehört in die Hand des Landes*."""
    for i, actor in enumerate(clause.actors):
        article = next(
            (t for t in reversed(clause.tokens[: actor.first]) if t.lower in ("des", "der", "von")), None
        )
        inside = article is not None and candidate.start <= actor.start < candidate.end
        if (
            article is not None
            and inside
            and _IN_HANDS.search(clause.text[candidate.start : article.start].rstrip())
        ):
            return chain(clause.actors, i, clause.tokens)
    return ()


def before_insertion(clause: Clause, candidate: Candidate, reports: frozenset[str]) -> tuple[Body, ...]:
    """Return the subject that an inserted speaker parts from its verb: *Das Land, verlangte sie, solle …*."""
    verb = next(
        (i for i, t in enumerate(clause.tokens) if t.start >= candidate.start and t.lower in MODAL_FORMS),
        None,
    )
    here = position_at(clause.segments, verb) if verb is not None else None
    if verb is None or here is None or here < 2 or verb > clause.segments[here].first + 1:
        return ()
    said, named = clause.segments[here - 1], clause.segments[here - 2]
    words = [t for t in clause.tokens[said.first : said.last] if t.is_word][:2]
    if not any(t.lemma in reports or t.lower == "so" for t in words):
        return ()
    for i, actor in enumerate(clause.actors):
        rest = [t for t in clause.tokens[actor.last : named.last] if t.is_word]
        if (
            named.first <= actor.first < named.last
            and not actor.governed
            and not actor.genitive
            and len(rest) <= 6
        ):
            return chain(clause.actors, i, clause.tokens)
    return ()


def vocative(sentence: str, finder: ActorFinder) -> tuple[Body, ...]:
    """Return who is spoken to: *Herr Minister, legen Sie …*."""
    match = _VOCATIVE.search(sentence)
    if match is None:
        return ()
    actors = finder.find(tokenize(match["office"]))
    return (actors[0].body,) if actors else ()


def _is_finite(token: Token) -> bool:
    return token.text[0].islower() and (
        token.lower in MODAL_FORMS
        or token.lower in AUXILIARIES
        or (is_verb(token) and token.lower != token.lemma)
    )


def _genders(pronoun: Token, verb: Token) -> str:
    if pronoun.lower in _GENDERS:
        return _GENDERS[pronoun.lower]
    plural = verb.lower.endswith(("en", "ten", "sind", "seien"))
    return "p" if plural else "f"


def _before_noun(tokens: Sequence[Token], pronoun: Token) -> bool:
    """Whether *diese*, *dieser* only determines a noun."""
    if not pronoun.lower.startswith(("diese", "ihr", "dieser", "denen")):
        return False
    position = next(i for i, t in enumerate(tokens) if t is pronoun)
    following = tokens[position + 1] if position + 1 < len(tokens) else None
    return (
        following is not None
        and (following.is_noun or re.fullmatch(r"[a-zäöü]+en?", following.text) is not None)
        and not _is_finite(following)
    )
