"""What a query probably meant: prefixes without declaration, words, variables, terms and things unknown.

A misspelt term is no error for SPARQL; the query then simply finds nothing. So advice is given for good
queries too.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from forderungsgraph.errors import QuerySyntaxError
from forderungsgraph.store.scan import Token, tokens

from .vocabulary import Vocabulary

_MOST: Final = 5
_ALIKE: Final = 0.6
_SUGGESTIONS: Final = 3
_LONGEST_QUERY: Final = 50_000
_VERY_ALIKE: Final = 0.75
_WORDS: Final = frozenset(
    """
    a true false base prefix select distinct reduced construct describe ask from named where order limit offset
    filter optional graph by asc desc as having undef values group minus in not service silent union bind exists
    separator with count sum min max avg sample group_concat str lang langmatches datatype bound iri uri bnode rand
    abs ceil floor round concat strlen ucase lcase encode_for_uri contains strstarts strends strbefore strafter year
    month day hours minutes seconds timezone tz now uuid struuid md5 sha1 sha256 sha384 sha512 coalesce if strlang
    strdt sameterm isiri isuri isblank isliteral isnumeric regex substr replace
    """.split()
)
"""The words of SPARQL 1.1 (grammar, 19.8)."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A place in the query where something else was probably meant.

    :param line: counted from 1
    :param column: in code points, counted from 1
    :param written: what stands there
    :param meant: what it may have been, likeliest first
    :param declaration: the PREFIX line that is missing
    """

    line: int
    column: int
    written: str
    meant: tuple[str, ...] = ()
    declaration: str | None = None


def advise(query: str, vocabulary: Vocabulary, things: Mapping[str, str]) -> list[Advice]:
    """Return advice on a query, at most five pieces in the order of the text.

    :param things: names of the things of the graph by IRI
    """
    found: list[Advice] = []
    if len(query) > _LONGEST_QUERY:
        return found
    declared: dict[str, str] = {}
    seen: set[str] = set()
    before: list[Token] = []
    read = list(_readable(query))
    unbound = _unbound(read)
    for token in read:
        if token.kind == "iri" and len(before) == 2 and before[0].text.upper() == "PREFIX":
            declared[before[1].text[:-1]] = token.text[1:-1]
        elif token.text not in seen and not _declares(before):
            advice = None
            if token.kind == "name":
                advice = _of_name(token, query, declared, vocabulary)
            elif token.kind == "iri":
                advice = _of_iri(token, query, vocabulary, things)
            elif token.kind == "word" and token.text.lower() not in _WORDS:
                advice = _of_word(token, query)
            elif token.kind == "variable" and token.text in unbound:
                advice = _at(token, query, token.text, unbound[token.text])
            if advice is not None:
                seen.add(token.text)
                found.append(advice)
        before = [*before[-1:], token]
    return found[:_MOST]


def _unbound(read: list[Token]) -> dict[str, tuple[str, ...]]:
    """Return variables that are asked for and stand nowhere in the pattern, with those they resemble there."""
    start = next((i for i, token in enumerate(read) if token.text == "{"), len(read))
    inside = {token.text[1:] for token in read[start:] if token.kind == "variable"}
    found = {}
    for before, token in itertools.pairwise(read[:start]):
        made = before.kind == "word" and before.text.upper() == "AS"
        if token.kind == "variable" and not made and token.text[1:] not in inside:
            close = difflib.get_close_matches(token.text[1:], sorted(inside), _SUGGESTIONS, _VERY_ALIKE)
            if close:
                found[token.text] = tuple(f"?{name}" for name in close)
    return found


def _of_word(token: Token, query: str) -> Advice | None:
    close = difflib.get_close_matches(token.text.lower(), sorted(_WORDS), _SUGGESTIONS, _VERY_ALIKE)
    return _at(token, query, token.text, tuple(word.upper() for word in close)) if close else None


def _declares(before: list[Token]) -> bool:
    return bool(before) and before[-1].kind == "word" and before[-1].text.upper() == "PREFIX"


def _readable(query: str) -> Iterator[Token]:
    """Yield the tokens up to the first sign that begins none."""
    try:
        yield from tokens(query)
    except QuerySyntaxError:
        return


def _of_name(token: Token, query: str, declared: Mapping[str, str], vocabulary: Vocabulary) -> Advice | None:
    prefix, _, local = token.text.partition(":")
    namespace = declared.get(prefix) or vocabulary.prefixes.get(prefix)
    if namespace is None:
        near = _near(prefix, {name: name for name in vocabulary.prefixes})
        return _at(token, query, token.text, tuple(f"{name}:{local}" for name in near))
    line = None if prefix in declared else f"PREFIX {prefix}: <{namespace}>"
    known = any(word.iri == namespace + local for word in vocabulary.words)
    meant = () if known or not local else _near(local, _spellings(vocabulary, namespace))
    # of other vocabularies the graph uses some terms only; what resembles none of them is left alone
    if line is None and (known or not (meant or namespace == vocabulary.prefixes.get("fg"))):
        return None
    return _at(token, query, token.text, tuple(f"{prefix}:{name}" for name in meant), line)


def _of_iri(token: Token, query: str, vocabulary: Vocabulary, things: Mapping[str, str]) -> Advice | None:
    iri = token.text[1:-1]
    ours = vocabulary.prefixes.get("fg", "")
    if ours and iri.startswith(ours) and iri != ours:
        if any(word.iri == iri for word in vocabulary.words):
            return None
        return _at(token, query, token.text, tuple(
            f"<{ours}{name}>" for name in _near(iri[len(ours) :], _spellings(vocabulary, ours))
        ))  # fmt: skip
    start, folder, key = iri.rpartition("/")
    if "/id/" not in f"{start}/" or iri in things or not key:
        return None
    siblings = {other[len(start) + 1 :] for other in things if other.startswith(f"{start}{folder}")}
    if not siblings:
        return None
    return _at(token, query, token.text, tuple(f"<{start}/{name}>" for name in _near_keys(key, siblings)))


def _spellings(vocabulary: Vocabulary, namespace: str) -> dict[str, str]:
    """Return names of our terms by what people may write: the name itself or its label without blanks."""
    found: dict[str, str] = {}
    for word in vocabulary.words:
        if word.iri.startswith(namespace):
            local = word.iri[len(namespace) :]
            found.setdefault(re.sub(r"\W", "", word.label), local)
    for word in vocabulary.words:
        if word.iri.startswith(namespace):
            local = word.iri[len(namespace) :]
            found[local] = local
    return found


def _near(written: str, spellings: Mapping[str, str]) -> tuple[str, ...]:
    folded = {spelling.casefold(): name for spelling, name in spellings.items()}
    close = difflib.get_close_matches(written.casefold(), list(folded), _SUGGESTIONS * 2, _ALIKE)
    return tuple(dict.fromkeys(folded[spelling] for spelling in close))[:_SUGGESTIONS]


def _near_keys(written: str, keys: Collection[str]) -> tuple[str, ...]:
    close = difflib.get_close_matches(written.casefold(), sorted(keys)[:20_000], _SUGGESTIONS, _ALIKE)
    return tuple(close)


def _at(
    token: Token, query: str, written: str, meant: tuple[str, ...], declaration: str | None = None
) -> Advice:
    line = query.count("\n", 0, token.start) + 1
    column = token.start - (query.rfind("\n", 0, token.start) + 1) + 1
    return Advice(line, column, written, meant, declaration)
