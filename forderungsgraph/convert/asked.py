"""Of whom something is demanded, in the clause of a performative verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .bodies import ActorMention, Body
from .candidates import Clause, chain, is_passive, own_words
from .lexicon import Performative
from .parties import SELF, before_in_dative, first_of_chain
from .tokens import Token

_DATIVES = frozenset(
    "dem den der seinen ihren unseren allen seiner ihrer unserer seinem ihrem unserem einigen vielen beiden".split()
)


_AT = frozenset({"bei", "beim", "gegenüber"})


def addressees_of_demand(
    clause: Clause, index: int, first: int, last: int, verb: Performative, subject: tuple[Body, ...] | None
) -> tuple[Body, ...]:
    """Return of whom it is demanded, as the verb marks it; empty if the clause does not say."""
    tokens = clause.tokens
    if (
        subject
        and tokens[index].lower == "gefordert"
        and {"ist", "sind", "sei", "seien"} & {t.lower for t in tokens[first:last]}
    ):
        return subject  # „Hier ist der Bund gefordert“
    accusative = [
        i
        for i, actor in enumerate(clause.actors)
        if first <= actor.first < last and not actor.governed and not actor.genitive
        and actor.determiner in ("den", "unseren", "seinen", "ihren") and not actor.body.plural
    ]  # fmt: skip
    if "akk" in verb.addressee and accusative:
        return chain(clause.actors, first_of_chain(clause, accusative[0], stop=subject or ()), tokens)
    for i, actor in enumerate(clause.actors):
        if not first <= actor.first < last or actor.genitive or actor.body in (subject or ()):
            continue
        if actor.determiner in ("unser", "unsere") and actor.first < index and not actor.governed:
            continue  # „unser Verband“ speaks
        if (
            not actor.body.public
            and actor.governed in ("von", "vom", "bei", "beim")
            and _of_a_person(tokens, actor)
        ):
            continue
        if actor.governed and (
            actor.governed in verb.addressee
            or actor.governed == "seitens"
            or (actor.governed == "an" and _written_to(tokens, actor))
            or (actor.governed in _AT and actor.body.public and not _noun_between(tokens, index, actor))
        ):
            return chain(clause.actors, i, tokens)
        if (
            "akk" in verb.addressee
            and not actor.governed
            and (actor.first < index or subject or not _is_subject_after(clause, i, index))
        ):
            return chain(clause.actors, i, tokens)
        if (
            "dat" in verb.addressee
            and not actor.governed
            and actor.determiner in _DATIVES
            and (actor.first > index or before_in_dative(tokens, first, actor))
        ):
            return chain(clause.actors, i, tokens)
    return ()


def _of_a_person(tokens: Sequence[Token], actor: ActorMention) -> bool:
    """*forderte Tanja Muster vom Kinderbund*: the body is the person's own."""
    names = [t for t in tokens[max(0, actor.first - 5) : actor.first] if t.is_word]
    while names and names[-1].lower in (actor.governed, actor.determiner):
        names.pop()
    return len(names) > 1 and all(t.text[0].isupper() and t.is_noun for t in names[-2:])


def _written_to(tokens: Sequence[Token], actor: ActorMention) -> bool:
    """*bittet in einem Schreiben an die Staatsregierung*"""
    before = [t for t in tokens[max(0, actor.first - 5) : actor.first] if t.is_noun and t.is_word]
    return (
        bool(before)
        and re.fullmatch(
            r"\w*(?:[Ss]chreiben|[Bb]rief|[Aa]ppell|[Pp]etition|[Ee]ingabe|[Bb]itte|[Mm]ail|[Pp]apier)",
            before[-1].text,
        )
        is not None
    )


def _noun_between(tokens: Sequence[Token], index: int, actor: ActorMention) -> bool:
    """Whether a noun stands between verb and phrase, to which the phrase belongs: *eine Stelle beim Amt*."""
    return any(t.is_noun and t.is_word for t in tokens[index + 1 : actor.first])


def _is_subject_after(clause: Clause, i: int, index: int) -> bool:
    """Whether the actor right behind the verb is the subject because something else stands first."""
    actor = clause.actors[i]
    if actor.first - index > 3 or not any(t.is_word for t in clause.tokens[:index]):
        return False
    if any(t.lower in SELF for t in clause.tokens[index + 1 : index + 3]):
        return False
    earlier = [a for a in clause.actors if a.last <= index and not a.governed and not a.genitive]
    later = [a for a in clause.actors[i + 1 :] if not a.governed and not a.genitive]
    follows = clause.tokens[actor.last].lower if actor.last < len(clause.tokens) else ""
    object_follows = follows in ("die", "das", "den", "alle", "unsere", "sämtliche")
    return not earlier and (bool(later) or object_follows) and actor.determiner not in ("den", "dem")


def inner_subject(clause: Clause, a: int, b: int) -> tuple[Body, ...]:
    """Return who is to act by a dass-clause: its subject, if that is an actor."""
    if clause.tokens[a].lower not in ("dass", "daß"):
        return ()
    passive = is_passive(own_words(clause, a, b))
    ends = next((t.lower for t in reversed(clause.tokens[a:b]) if t.is_word), "")
    passive = passive or ends in ("erhält", "erhalten", "bekommt", "bekommen")  # who receives does not act
    for i, actor in enumerate(clause.actors):
        if a < actor.first < b:
            if actor.governed in ("durch", "von", "vom", "seitens") and actor.body.public:
                return chain(clause.actors, i, clause.tokens)
            between = [t for t in clause.tokens[a + 1 : actor.first] if t.is_word]
            if (
                not passive
                and not actor.governed
                and not actor.genitive
                and len(between) <= 4
                and actor.determiner not in ("den", "dem", "des")
            ):
                return chain(clause.actors, i, clause.tokens)
    return ()
