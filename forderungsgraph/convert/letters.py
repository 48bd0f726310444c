"""To whom a letter or statement is written: address, subject line, salutation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .actors import ActorFinder
from .blocks import Block
from .bodies import Body, each
from .masthead import HeadLine
from .roles import Role
from .states import parliament_name
from .tokens import tokenize
from .zones import Zone

_COPY = re.compile(r"(?i)\b(?:nachrichtlich|in Kopie|cc)\b")
_PERSONAL = re.compile(
    r"^(?:z\. ?Hd|zu Händen|Frau|Herrn?|– ?(?:Referat|Abteilung)|Referat|per |via |nur per )"
)
_POSTAL = re.compile(
    r"\b(?:D-)?\d{5} [A-ZÄÖÜ]|(?:straße|str\.|platz|weg|allee|damm|ufer|ring|moabit|hof|markt) \d|\bPostfach\b",
    re.I,
)
_PARLIAMENT = re.compile(r"Landtag|Bundestag|Abgeordnetenhaus|Bürgerschaft")
_OPEN_LETTER = re.compile(r"Offener Brief\s+(?P<whom>an (?:den|die|das|alle)\b.*)")
_DRAFT = re.compile(
    r"(?:Gesetz|Referenten|Verordnungs|Regierungs)[Ee]ntwurf (?P<whom>(?:der|des) (?:Bundes|Landes|Staats)\w+.{0,60})"
)
_HEARING = re.compile(r"[Aa]nhörung|[Aa]usschuss|Landtag|Bundestag")
_OF_WHOM = frozenset(("mitglieder", "abgeordneten"))
_SALUTATION = re.compile(r"Sehr geehrte[rn]? (?P<whom>(?:Frau|Herrn?|Herren|Damen)\b.*)")


def letter_addressees(
    head: Sequence[HeadLine],
    blocks: Sequence[Block],
    zones: Sequence[Zone],
    finder: ActorFinder,
    state: str | None,
) -> tuple[Body, ...]:
    """Return to whom a letter is written, as its address says; several where it has several.

    :param state: key of the document's Land: a committee stands for the parliament of its Land
    """
    for text in (_address(head), *_announced(head)):
        found = tuple(body for body in _addressed(text, finder) if not body.generic)
        parliament = next((body for body in found if _PARLIAMENT.search(body.name)), None)
        if parliament is not None:
            return (parliament,)
        if found and "Bundestag" in text:
            return (Body("Deutscher Bundestag", None, True),)
        if found and re.search(r"ausschuss\b", found[0].name, re.I) and state is not None:
            return (Body(parliament_name(state), None, True),)
        if found:
            return _fullest(found)
    drafted = _DRAFT.search(" ".join(line.text for line in head))
    if drafted and not any(_HEARING.search(line.text) for line in head):
        author = _addressed(drafted["whom"], finder)
        if author and author[0].public:
            return author[:1]
    salutations = (
        match["whom"]
        for block, zone in zip(blocks[:20], zones[:20], strict=True)
        if zone not in (Zone.TEASER, Zone.NOISE) and (match := _SALUTATION.match(block.text.text))
    )
    return next((found for whom in salutations if (found := _addressed(whom.split(",")[0], finder))), ())


def _address(head: Sequence[HeadLine]) -> str:
    """Return the lines of the address block, without copies and persons."""
    lines: list[str] = []
    for line in head:
        if line.role is Role.ADDRESSEE:
            if _COPY.search(line.text):
                break
            if not (_PERSONAL.match(line.text) and lines) and not _POSTAL.search(line.text):
                lines.append(line.text)
        elif lines and any(len(text.split()) > 1 for text in lines):
            break
    return "\n".join(lines)


def _announced(head: Sequence[HeadLine]) -> list[str]:
    """Return what follows *Offener Brief* in the head: *an die Landesregierung …*."""
    text = " ".join(
        line.text for line in head if line.role is not Role.ADDRESSEE or line.text.startswith("an ")
    )
    match = _OPEN_LETTER.search(text)
    return [match["whom"][:160]] if match else []


def _addressed(text: str, finder: ActorFinder) -> tuple[Body, ...]:
    """Return the bodies that the lines of an address name, one for each line."""
    found: list[Body] = []
    for line in text.split("\n"):
        tokens = tokenize(line)
        actors = [
            a
            for a in finder.find(tokens)
            if not (a.genitive and a.first > 1) or tokens[a.first - 2].lower in _OF_WHOM
        ]
        found += [actors[0].body] if actors else []
        found += [a.body for a in actors[1:] if a.body.public and a.determiner in ("die", "den", "das")]
    return each(found)


def _fullest(found: Sequence[Body]) -> tuple[Body, ...]:
    """Return the bodies without the Land, county or town beside its own office: *Landkreis Muster, Der Landrat*."""
    governments = [
        body for body in found if "regierung" in body.name.lower() or body.name.startswith("Senat")
    ]
    lands = [body for body in found if body.name.startswith(("Land ", "Freistaat ", "Saarland"))]
    seats = [
        body
        for body in found
        if re.match(r"(?:Landkreis|Kreis|Stadt|Gemeinde) ", body.name)
        and any(other is not body and other.name.endswith(body.name.split(" ")[-1]) for other in found)
    ]
    return tuple(body for body in found if not (governments and body in lands) and body not in seats)
