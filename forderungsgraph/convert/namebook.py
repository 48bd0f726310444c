"""By which names a document knows bodies before it is read: its authors, names by form, short forms, offices."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ..model import DocumentFacts, DocumentType, EntityKind
from ..registers import Registers
from .bodies import Body
from .bodynames import public_name
from .families import Family, shared_names
from .knowledge import aliases
from .levels import generic_bodies
from .nameforms import genitive, without_legal_form
from .names import named_bodies, short_forms
from .newnames import acting_names, spells
from .offices import offices, seats
from .organs import has_organs, organ_words, owner_of
from .roles import PERSON, is_organisation
from .states import parliament_name
from .tokens import tokenize

PUBLIC_CLASSES = frozenset(
    {"PublicBody", "Government", "Parliament", "Authority", "LevelOfGovernment", "Municipality"}
)
_ORGANS = frozenset(("Präsidium", "Vorstand", "Mitgliederversammlung", "Vollversammlung"))
# „Digitalverband Bitkom“, „Beamtenbund dbb“: what it is stands before its name
_DESCRIBED = re.compile(
    r"[A-ZÄÖÜ]\w+(?:verband|bund|gewerkschaft|verein|organisation|initiative) (?P<name>\S.*)"
)
_COMMITTEE = re.compile(r"\bAusschuss für [A-ZÄÖÜ][\w-]+(?:(?:, | und )[A-ZÄÖÜ][\w-]+)*")
_ROUND_TABLES = (("Runder", ""), ("Runde", ""), ("Runden", ""), ("Runden", "s"), ("Runden", "es"))
_SPOKEN_OF = (
    DocumentType.ARTICLE,
    DocumentType.PAPER,
    DocumentType.INTERVIEW,
    DocumentType.PARLIAMENTARY_QUESTION,
)


@dataclass(frozen=True, slots=True)
class Names:
    """Pairs of name and body.

    :param full: names that always mean the body
    :param short: short forms that mean it where the text has named nobody else by them
    """

    full: tuple[tuple[str, Body], ...]
    short: tuple[tuple[str, Body], ...]


def body_named(name: str, registers: Registers) -> Body:
    """Return the body of a name, with the key of the register if it has one."""
    entity = registers.resolve(EntityKind.ORGANISATION, name)
    if entity is None and (described := _DESCRIBED.fullmatch(name)) is not None:
        entity = registers.resolve(EntityKind.ORGANISATION, described["name"])
    if entity is None:
        return Body(name)
    return Body(entity.label, entity.key, entity.cls in PUBLIC_CLASSES)


def authors(facts: DocumentFacts, registers: Registers) -> tuple[Body, ...]:
    """Return whose demands a document states as its own; persons only where no organisation stands beside them."""
    if facts.type in _SPOKEN_OF:
        return ()
    names = facts.authors or ((facts.publisher,) if facts.publisher else ())
    bodies = [name for name in names if not re.fullmatch(PERSON, name) or is_organisation(name)]
    return tuple(body_named(name, registers) for name in bodies or names)


def names_of(
    texts: Sequence[str],
    author: tuple[Body, ...],
    facts: DocumentFacts,
    registers: Registers,
    shared: Sequence[Family] = (),
) -> Names:
    """Return the names under which a document knows bodies.

    :param texts: the texts of its blocks
    :param shared: names that several bodies share
    """
    full: list[tuple[str, Body]] = []
    short: list[tuple[str, Body]] = []
    by_head: dict[str, dict[str, Body]] = {}
    generic = {name for name, _ in generic_bodies(facts.territory)}
    whole = "\n".join(texts)
    # one pass over the whole text: what one passage makes sure counts in the others, too
    named_here = named_bodies(whole)
    owners = {owner for named in named_here if (owner := owner_of(named.name)) is not None}
    completed = _completed({named.name for named in named_here} | owners, author)
    for named in named_here:
        owner = owner_of(named.name)
        body = completed.get(named.name) or body_named(named.name, registers)
        if owner is not None:
            # what an organ demands, its body demands
            body = Body(named.name, members=(completed.get(owner) or body_named(owner, registers),))
        full.append((without_legal_form(named.name), body))
        if named.short and named.short not in generic:
            full.append((named.short, body))
        for head in short_forms(named.name)[-1:]:
            if " " not in head and head not in generic and len(head) > 6:
                by_head.setdefault(head, {}).setdefault(without_legal_form(named.name), body)
    full += _abbreviated(whole, facts.territory)
    for body in author:
        full.append((re.sub(r"\s+e\. ?V\.$|\s*\([^)]*\)$", "", body.name), body))
        plain = without_legal_form(body.name)
        abbreviated = re.search(
            rf"{re.escape(plain)}(?: e\. ?V\.)?\s*\((?P<short>[A-ZÄÖÜ][\w&-]*(?: [A-ZÄÖÜ]\w+)?)\)", whole
        )
        if abbreviated and sum(letter.isupper() for letter in abbreviated["short"]) > 1:
            full.append((abbreviated["short"], body))
        short += [
            (
                alias,
                Body(f"{alias} {genitive(without_legal_form(body.name))}", members=(body,))
                if alias in _ORGANS
                else body,
            )
            for alias in aliases(body.name)
        ]
        section = re.search(
            rf"{re.escape(plain)}(?: e\. ?V\.)?(?: \([^)]*\))?[\s,–|·-]+"
            r"(?P<name>(?P<word>(?:Landes|Bundes|Kreis|Bezirks|Orts|Regional)(?:verband|gruppe|bezirk|sektion|verein))"
            r"(?: [A-ZÄÖÜ][\w-]+)?)",
            "\n".join(texts[:6]),
        )
        if section:
            full.append((section["name"], body))
            short.append((section["word"], body))
        if re.match(r"Runder Tisch ", body.name):
            full += [(f"{form} Tisch{case}", body) for form, case in _ROUND_TABLES]
    if len(author) == 1:
        owner_name = without_legal_form(author[0].name)
        committee = _COMMITTEE.search("\n".join(texts[:4]))
        if facts.type is DocumentType.DECISION and has_organs(owner_name) and committee is not None:
            organ = Body(f"{committee.group()} {genitive(owner_name)}", members=author)
            full.insert(0, (committee.group(), organ))
            short.append(("Ausschuss", organ))
        short += [
            (word, Body(f"{word} {genitive(owner_name)}", members=author)) for word in organ_words(owner_name)
        ]
    own = {body.name: body for body in author}
    speaking = [body.name for body in author]
    publisher = [facts.publisher] if facts.publisher and facts.publisher not in speaking else []
    told = dict(offices([*speaking, *publisher]))
    for word, name in {**dict(offices(seats(whole, facts))), **told}.items():
        pair = (word, own.get(name) or replace(body_named(name, registers), public=True))
        full.append(pair)
    if facts.type is DocumentType.STATEMENT and (parliament := _parliament(texts[:8], facts.territory)):
        short.append(("Ausschuss", Body(parliament, None, True)))
    known = {name for name, _ in (*full, *short)} | generic
    full += _acting(whole, known, author, registers)
    own_names = [named.name for named in named_here if body_named(named.name, registers).key is None]
    for name, body in shared_names(shared, whole, facts.territory, own_names):
        (full if " " in name else short).append((name, body))
    # „der Städtebund“ is the one named in full, if only one is
    short += [(head, body) for head, found in by_head.items() if len(found) == 1 for body in found.values()]
    return Names(tuple(full), tuple(short))


def _acting(
    text: str, known: Collection[str], author: tuple[Body, ...], registers: Registers
) -> list[tuple[str, Body]]:
    """Return the bodies of names that only their acting shows; services, laws and known names are none."""
    found: list[tuple[str, Body]] = []
    for name in acting_names(text):
        part_of_known = any(name == other or name in re.split(r"[ -]", other) for other in known)
        things = (EntityKind.LAW, EntityKind.SERVICE, EntityKind.PROGRAMME)
        if part_of_known or any(registers.resolve(kind, name) is not None for kind in things):
            continue
        if registers.resolve(EntityKind.ORGANISATION, name) is None:
            own = next((body for body in author if spells(name, body.name)), None)
            found.append((name, own or Body(name)))
    return found


def _completed(names: Collection[str], author: tuple[Body, ...]) -> dict[str, Body]:
    """Return the author for each name that only is the beginning of his: *Landesarbeitskreis Inklusion* of one *… Nord*."""
    found: dict[str, Body] = {}
    for body in author:
        plain = without_legal_form(body.name)
        found |= {name: body for name in names if plain.startswith(f"{without_legal_form(name)} ")}
    return found


_PUBLIC_SHORT = re.compile(
    r"(?P<name>[A-ZÄÖÜ][\w-]{0,80}(?:amt|ministerium|behörde|agentur|kanzlei|verwaltung|hof)(?:e?s)?(?: [\w-]+){0,8}?) \((?P<short>[A-ZÄÖÜ]{2,}[\w-]*)\)"
)


def _abbreviated(text: str, state: str | None) -> list[tuple[str, Body]]:
    """Return the abbreviations that a text gives public bodies: *Landesamt für Einwanderung (LEA)*."""
    found: list[tuple[str, Body]] = []
    for match in _PUBLIC_SHORT.finditer(text):
        name = public_name(tokenize(match["name"]), 0, state)
        if name is not None and not name.bare:
            found.append((match["short"], Body(name.name, None, True)))
    return found


def _parliament(head: Sequence[str], state: str | None) -> str | None:
    """Return the parliament before which a statement is made; *der Ausschuss* speaks for it."""
    text = "\n".join(head)
    if re.search(r"Bundestag", text):
        return "Deutscher Bundestag"
    if state is not None and re.search(r"Landtag|Bürgerschaft|Abgeordnetenhaus", text):
        return parliament_name(state)
    return None
