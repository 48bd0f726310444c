"""One name for one thing all over a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from forderungsgraph.model import EntityKind, Mention

from .places import state_of_adjective, state_of_word

_NUMBER = re.compile(r"\d/\d")
_ABBREVIATION = re.compile(
    r"(?=(?:.*[A-ZÄÖÜ]){2})\S{2,12}(?: (?:[A-Z]{2,3}|[A-Z]-[A-Z]|Bln|[XVI]+|\d(?:\.\d)?))?"
)
_ENDS = (("verordnung", ("V", "VO")), ("gesetz", ("G",)), ("ordnung", ("O",)), ("satzung", ("S",)))
_TREATY = "Staatsvertrag"
_PAYMENT = "epayment"
_PLAIN_PAYMENT = "Bezahldienst"
# a payment service that has a name of its own, best first; all others are descriptions
_PAYMENT_NAMES = ("ePayBL", "ePayment", "Zahlungsverkehrsplattform", "pmPayment", "GiroCheckout")
_ORGANISATION_ACCOUNT = "organisationskonto"
_DATA_CENTRE = "rechenzentrum"
_REGISTERS = "register"
_PLAIN_REGISTER = "Register"


def one_name_each(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Call each law by the shortest name that the document uses, and each payment service by one name.

    A kind of register that no lexicon knows is a register like the others, if the document speaks of any.
    """
    mentions = _one_treaty(tuple(mentions))
    letters = _by_letters(
        mention.name for mention in mentions if mention.kind is EntityKind.LAW and mention.key is None
    )
    laws: dict[str, str] = {}
    services: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.key is None:
            continue  # by its letters, below
        if mention.kind is EntityKind.LAW:
            laws[mention.key] = min(laws.get(mention.key, mention.name), mention.name, key=_readable)
        elif mention.kind is EntityKind.SERVICE:
            services.setdefault(mention.key, []).append(mention.name)
    payment = _payment(services.get(_PAYMENT, ()))
    return tuple(
        replace(mention, name=letters[mention.name])
        if mention.key is None and mention.kind is EntityKind.LAW and mention.name in letters
        else _renamed(mention, laws, services, payment)
        for mention in mentions
    )


def _one_treaty(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Let *der Staatsvertrag* mean the one treaty that the document calls by name; of several, none."""
    named = {
        (mention.name, mention.key)
        for mention in mentions
        if mention.kind is EntityKind.LAW
        and mention.name != _TREATY
        and mention.name.lower().endswith("staatsvertrag")
    }
    if not named:
        return mentions
    name, key = next(iter(named))
    return tuple(
        replace(mention, name=name, key=key) if mention.name == _TREATY else mention
        for mention in mentions
        if mention.kind is not EntityKind.LAW or mention.name != _TREATY or len(named) == 1
    )


def _renamed(
    mention: Mention, laws: Mapping[str, str], services: Mapping[str, list[str]], payment: str | None
) -> Mention:
    name = mention.name
    if mention.kind is EntityKind.LAW and mention.key is not None:
        name = laws[mention.key]
    elif mention.kind is EntityKind.SERVICE and mention.key == _PAYMENT:
        name = payment or name
    elif mention.kind is EntityKind.SERVICE and mention.key == _ORGANISATION_ACCOUNT:
        if name == "Unternehmenskonto" and "Organisationskonto" in services[_ORGANISATION_ACCOUNT]:
            name = "Organisationskonto"
    elif mention.kind is EntityKind.SERVICE and mention.key == _DATA_CENTRE:
        longer = {other for other in services[_DATA_CENTRE] if other.endswith(f" {name}")}
        name = longer.pop() if len(longer) == 1 else name
    elif mention.rule == "service.type" and mention.key == _REGISTERS:
        name = _PLAIN_REGISTER if _PLAIN_REGISTER in services[_REGISTERS] else name
    return mention if name == mention.name else replace(mention, name=name)


def _readable(name: str) -> tuple[int, bool, int]:
    """Return a key by which an abbreviation comes first, then a name with its Land, numbers last."""
    words = name.split()
    if _ABBREVIATION.fullmatch(name):
        rank = 0
    elif _NUMBER.search(name):
        rank = 3
    else:
        rank = 1 if len(words) <= 3 else 2
    of_a_land = state_of_adjective(words[0]) is not None or state_of_word(words[-1]) is not None
    return rank, not of_a_land, len(name)


def _by_letters(names: Iterable[str]) -> dict[str, str]:
    """Return by full name the abbreviation that the document uses for it: *…gleichstellungsgesetz* → *BbgBGG*."""
    names = set(names)
    short = [name for name in names if len(name) > 3 and _ABBREVIATION.fullmatch(name)]
    found: dict[str, str] = {}
    for name in names.difference(short):
        fitting = [letters for letters in short if _stands_for(letters, name)]
        if len(fitting) == 1:
            found[name] = fitting[0]
    return found


def _stands_for(letters: str, name: str) -> bool:
    """Whether the letters of an abbreviation stand in a name, in their order, and both are of one kind."""
    plain = letters.split()[0]
    if plain[0].lower() != name[0].lower():
        return False
    ends = next((ends for noun, ends in _ENDS if name.lower().endswith(noun)), None)
    if ends is None or not plain.endswith(ends):
        return False
    rest = iter(name.lower())
    return all(letter in rest for letter in plain.lower() if letter.isalpha())


def _payment(names: Iterable[str]) -> str | None:
    """Return by what name the payment service of a document is called; None if it has none."""
    different = set(names)
    proper = next((name for name in _PAYMENT_NAMES if name in different), None)
    if proper is not None:
        return proper
    return different.pop() if len(different) == 1 else _PLAIN_PAYMENT if different else None
