"""A look at the tokens of a SPARQL query before any parser sees it, without recursion.

It tells the query form and the graphs asked for, finds SERVICE, and refuses what would overflow the
stack of a recursive parser. The engine's grammar does not demand blanks between words (``trueSERVICE``
is two tokens for it), so SERVICE is looked for inside words and prefixes too: rather one query too many
refused than one request sent into the host's network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urljoin

from forderungsgraph.errors import QueryRefusedError, QuerySyntaxError

_TOKEN: Final = re.compile(
    r"""
      (?P<space>[\x20\t\r\n]+ | \#[^\r\n]*)
    | (?P<iri><[^\x00-\x20<>"{}|^`\\]*(?:(?:\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})[^\x00-\x20<>"{}|^`\\]*)*>)
    | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blank>_:\w(?:[\w.·-]*[\w·-])?)
    | (?P<name>(?:[^\W\d_](?:[\w.·-]{0,200}[\w·-])?)?:(?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[^\w\s])
        (?:(?:[\w.:·-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*(?:[\w:·-]|%[0-9A-Fa-f]{2}|\\[^\w\s]))?)?)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    | (?P<word>\w+)
    | (?P<sign>[^\w\s\x00-\x1f\x7f"'])
    """,
    re.VERBOSE | re.DOTALL,
)
_PARTS: Final = frozenset("UNION OPTIONAL MINUS FILTER BIND EXISTS GRAPH VALUES SELECT".split())
_OPERATORS: Final = frozenset("+-*/|&=<>^")
_OPENING: Final = frozenset("({[")
_CLOSING: Final = {")": "(", "}": "{", "]": "["}


class Form(StrEnum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        """Whether the answer is RDF rather than a table or a truth value."""
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


@dataclass(frozen=True, slots=True)
class Limits:
    """What is refused unseen; well below what aborts the engine (docs/architecture.md).

    :param characters: length of the query
    :param tokens: number of tokens that are neither comments nor blanks
    :param depth: brackets open at the same time
    :param repetition: the same sign in a row, e.g. ``!!!!``
    :param parts: of UNION, OPTIONAL, MINUS, FILTER, BIND, EXISTS, GRAPH, VALUES and SELECT each
    :param operators: signs that join expressions or steps of paths (``+ - * / | & = < > ^``)
    """

    characters: int = 500_000
    tokens: int = 20_000
    depth: int = 100
    repetition: int = 100
    parts: int = 500
    operators: int = 2_000


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a query: kind is the group's name in the scanner, start an offset in code points."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the tokens tell of a query.

    :param default_graphs: absolute IRIs after FROM
    :param named_graphs: absolute IRIs after FROM NAMED
    :param undeclared: prefixes used without a declaration, in order of use
    :param by_graph: whether the query may ask for graphs by name (GRAPH)
    """

    form: Form
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    undeclared: tuple[str, ...] = ()
    by_graph: bool = False


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens without blanks and comments.

    :raises QuerySyntaxError: at a character that begins no token (an open string, a control character)
    """
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None or match.lastgroup is None:
            raise QuerySyntaxError(
                f"Zeichen {text[position]!r} ist hier nicht erlaubt",
                place="Abfrage",
                line=text.count("\n", 0, position) + 1,
                hint="Anführungszeichen und Klammern prüfen",
            )
        if match.lastgroup != "space":
            yield Token(match.lastgroup, match[0], position)
        position = match.end()


def _absolute(base: str, iri: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", iri):
        return iri
    # urljoin drops an empty fragment, which prefixes like <b#> need
    return urljoin(base, iri) + ("#" if iri.endswith("#") else "")


def _names(keyword: str, token: Token) -> bool:
    """Tell whether a token may hold a keyword, in small letters."""
    if token.kind == "word":
        return keyword in token.text.lower()
    # the engine may read SERVICEa:b as SERVICE a:b
    return token.kind == "name" and keyword in token.text.partition(":")[0].lower()


def _count_parts(token: Token, counted: Counter[str], limits: Limits) -> None:
    """Count what makes a parsed query deep although it is written in a row."""
    if token.kind == "sign" and token.text in _OPERATORS:
        name, most = "Operatoren", limits.operators
    elif token.kind == "word" and (word := token.text.upper()) in _PARTS:
        name, most = word, limits.parts
    else:
        return
    counted[name] += 1
    if counted[name] > most:
        raise QueryRefusedError(
            f"Die Abfrage hat mehr als {most} {name}",
            hint="Mehrere Abfragen stellen, oder Werte mit VALUES aufzählen",
            english=f"the query has more than {most} {'operators' if name == 'Operatoren' else name}, "
            "ask several queries or list values with VALUES",
        )


def _check_size(text: str, limits: Limits) -> None:
    if len(text) > limits.characters:
        raise QueryRefusedError(
            f"Die Abfrage hat {len(text)} Zeichen, erlaubt sind {limits.characters}",
            hint="Werte in mehrere Abfragen aufteilen",
            english=f"the query has {len(text)} characters, {limits.characters} are allowed",
        )


def scan(text: str, limits: Limits | None = None, *, base: str = "") -> Scan:
    """Look at the tokens of a query and return its form and graphs.

    :param base: IRI that relative IRIs of a query without BASE are resolved against

    :raises QuerySyntaxError: if there is no query form, or a character that cannot stand there
    :raises QueryRefusedError: if the query uses SERVICE, or exceeds a limit
    """
    limits = limits or Limits()
    _check_size(text, limits)
    form: Form | None = None
    graphs: dict[bool, list[str]] = {False: [], True: []}
    prefixes: dict[str, str] = {}
    used: list[str] = []
    counted: Counter[str] = Counter()
    depth = repeated = number = 0
    by_graph = False
    recent = [Token("sign", "", 0)] * 3
    for number, token in enumerate(tokens(text), start=1):
        line = text.count("\n", 0, token.start) + 1 if _names("service", token) else None
        if line is not None:
            raise QueryRefusedError(
                "SERVICE wird nicht ausgeführt: Dieser Dienst ruft keine anderen Dienste auf",
                place="Abfrage",
                line=line,
                hint="Umgekehrt geht es: diesen Dienst aus einem anderen Speicher mit SERVICE abfragen",
                english="SERVICE is not run: this service calls no other",
            )
        by_graph = by_graph or _names("graph", token)
        if token.kind == "sign" and token.text in _OPENING:
            depth += 1
        elif token.kind == "sign" and token.text in _CLOSING:
            depth -= 1
        repeated = repeated + 1 if token.kind == "sign" and token.text == recent[0].text else 0
        if depth > limits.depth or repeated > limits.repetition:
            raise QueryRefusedError(
                "Die Abfrage ist zu tief geschachtelt",
                hint=f"Höchstens {limits.depth} Klammern ineinander",
                english=f"the query is nested too deeply, at most {limits.depth} brackets are open at a time",
            )
        if number > limits.tokens:
            raise QueryRefusedError(
                f"Die Abfrage hat mehr als {limits.tokens} Wörter und Zeichen",
                hint="Werte in mehrere Abfragen aufteilen",
                english=f"the query has more than {limits.tokens} tokens, split it into several",
            )
        _count_parts(token, counted, limits)
        if token.kind == "word" and form is None:
            form = next((f for f in Form if token.text.upper().startswith(f)), None)
        if token.kind == "iri":
            target = _absolute(base, token.text[1:-1])
            before = recent[0].text.upper()
            if form is None and before == "BASE":
                base = target
            elif form is None and recent[1].text.upper() == "PREFIX" and recent[0].kind == "name":
                prefixes[recent[0].text[:-1]] = target
        if token.kind == "name" and form is not None:
            used.append(token.text.partition(":")[0])
        if token.kind in ("iri", "name") and form is not None:
            named = recent[0].text.upper() == "NAMED" and recent[1].text.upper() == "FROM"
            if named or recent[0].text.upper() == "FROM":
                prefix, _, local = token.text.partition(":")
                graphs[named].append(target if token.kind == "iri" else prefixes.get(prefix, "") + local)
        recent = [token, *recent[:2]]
    if form is None:
        raise QuerySyntaxError(
            "Die Abfrage enthält weder SELECT noch ASK, CONSTRUCT oder DESCRIBE",
            hint="Änderungen (INSERT, DELETE, LOAD …) nimmt dieser Dienst nicht an",
        )
    unknown = tuple(prefix for prefix in dict.fromkeys(used) if prefix not in prefixes)
    return Scan(
        form, tuple(dict.fromkeys(graphs[False])), tuple(dict.fromkeys(graphs[True])), unknown, by_graph
    )
