"""One name for one thing all over a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from forderungsgraph.model import EntityKind, Mention

_NUMBER = re.compile(r"\d/\d")
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
    mentions = tuple(mentions)
    laws: dict[str, str] = {}
    services: dict[str, list[str]] = {}
    for mention in mentions:
        if mention.key is None:
            continue
        if mention.kind is EntityKind.LAW:
            laws[mention.key] = min(laws.get(mention.key, mention.name), mention.name, key=_readable)
        elif mention.kind is EntityKind.SERVICE:
            services.setdefault(mention.key, []).append(mention.name)
    payment = _payment(services.get(_PAYMENT, ()))
    return tuple(_renamed(mention, laws, services, payment) for mention in mentions)


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


def _readable(name: str) -> tuple[bool, int]:
    """Return a key by which short names come first, bare numbers (*Verordnung (EU) 2024/903*) last."""
    return _NUMBER.search(name) is not None, len(name)


def _payment(names: Iterable[str]) -> str | None:
    """Return by what name the payment service of a document is called; None if it has none."""
    different = set(names)
    proper = next((name for name in _PAYMENT_NAMES if name in different), None)
    if proper is not None:
        return proper
    return different.pop() if len(different) == 1 else _PLAIN_PAYMENT if different else None
