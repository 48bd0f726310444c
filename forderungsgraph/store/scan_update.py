"""A look at the tokens of a SPARQL update before any parser sees it, without recursion.

Refuses LOAD and SERVICE as :mod:`.scan` does, and puts the dataset of the protocol into the text, since
the engine takes none for updates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from forderungsgraph.errors import QueryRefusedError, QuerySyntaxError

from .base import Dataset
from .scan import Limits, Token, tokens
from .values import Iri


@dataclass(frozen=True, slots=True)
class UpdateScan:
    """What the tokens tell of an update.

    :param names_dataset: whether an operation itself has WITH or USING
    :param wheres: offsets in code points of each WHERE behind templates
    :param short_forms: for each DELETE WHERE the offset of WHERE, of its opening and behind its closing bracket
    """

    names_dataset: bool
    wheres: tuple[int, ...]
    short_forms: tuple[tuple[int, int, int], ...]


def scan_update(text: str, limits: Limits | None = None) -> UpdateScan:
    """Look at the tokens of an update.

    :raises QuerySyntaxError: if a character cannot stand there
    :raises QueryRefusedError: if the update uses LOAD or SERVICE, or exceeds a limit
    """
    limits = limits or Limits()
    if len(text) > limits.characters:
        raise _too_long(
            f"{len(text)} Zeichen, erlaubt sind {limits.characters}",
            f"{len(text)} characters, allowed are {limits.characters}",
        )
    names_dataset = False
    wheres: list[int] = []
    shorts: list[tuple[int, int, int]] = []
    pending: tuple[int, int] | None = None
    depth = repeated = 0
    before = Token("sign", "", 0)
    for number, token in enumerate(tokens(text), start=1):
        _refuse_outside(token, before, text, inside=depth > 0)
        if number > limits.tokens:
            raise _too_long(
                f"mehr als {limits.tokens} Wörter und Zeichen", f"more than {limits.tokens} words and signs"
            )
        if token.kind == "sign":
            repeated = repeated + 1 if token.text == before.text else 0
            depth += (token.text in "({[") - (token.text in ")}]")
            if depth > limits.depth or repeated > limits.repetition:
                raise QueryRefusedError(
                    "Die Änderung ist zu tief geschachtelt",
                    english="the update is nested too deeply",
                    hint=f"Höchstens {limits.depth} Klammern ineinander",
                )
            if pending is not None and token.text == "{" and depth == 1:
                pending = (pending[0], token.start)
            if pending is not None and token.text == "}" and depth == 0:
                shorts.append((*pending, token.start + 1))
                pending = None
        elif token.kind == "word" and depth == 0:
            word = token.text.upper()
            names_dataset = names_dataset or "USING" in word or word.startswith("WITH")
            if word == "WHERE" and before.text == "}":
                wheres.append(token.start)
            elif word == "WHERE" and before.text.upper() == "DELETE":
                pending = (token.start, token.start)
            elif word != "WHERE" and word.endswith("WHERE"):
                raise QuerySyntaxError(
                    f"Vor WHERE fehlt ein Leerzeichen: {token.text}",
                    place="Änderung",
                    english=f"a blank is missing before WHERE: {token.text}",
                )
        before = token
    return UpdateScan(names_dataset, tuple(wheres), tuple(shorts))


def _too_long(what: str, what_en: str) -> QueryRefusedError:
    return QueryRefusedError(
        f"Die Änderung hat {what}",
        english=f"the update has {what_en}",
        hint="Große Datenmengen nimmt /graphs an",
    )


def _refuse_outside(token: Token, before: Token, text: str, *, inside: bool) -> None:
    """Refuse what would reach outside; the grammar demands no blanks, so words are looked into as well."""
    start = token.text.partition(":")[0].lower() if token.kind in ("word", "name") else ""
    # a name may begin like that (load:x) where a word asks for one (CLEAR GRAPH load:x), not where an
    # operation begins
    begins = not inside and before.kind != "word"
    loads = "load" in start if token.kind == "word" else begins and start.startswith("load")
    if "service" in start or loads:
        raise QueryRefusedError(
            f"{'LOAD' if loads else 'SERVICE'} wird nicht ausgeführt: Dieser Dienst ruft keine anderen auf",
            english=f"{'LOAD' if loads else 'SERVICE'} is not carried out: this service calls no others",
            place="Änderung",
            line=text.count("\n", 0, token.start) + 1,
            hint="Daten mit INSERT DATA oder über /graphs senden",
        )


def with_dataset(text: str, scanned: UpdateScan, dataset: Dataset) -> str:
    """Return the update with USING and USING NAMED in every operation that matches patterns.

    ``DELETE WHERE`` takes no USING and is written out as ``DELETE {…} USING … WHERE {…}`` (SPARQL 1.1
    Update, 3.1.3.3).
    """
    using = "".join(
        [*(f"USING {Iri(graph).sparql()} " for graph in dataset.default)]
        + [f"USING NAMED {Iri(graph).sparql()} " for graph in dataset.named]
    )
    return "".join(_with_using(text, scanned, using))


def _with_using(text: str, scanned: UpdateScan, using: str) -> Iterator[str]:
    edits = sorted([(where, where, using) for where in scanned.wheres] + [
        (where, opening, f"{text[opening:end]} {using}WHERE ") for where, opening, end in scanned.short_forms
    ])  # fmt: skip
    position = 0
    for start, end, new in edits:
        yield text[position:start] + new
        position = end
    yield text[position:]
