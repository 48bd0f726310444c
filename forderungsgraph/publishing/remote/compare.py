"""Whether a store gives back what was put into it: the same, the same values in another spelling, or something else.

Some stores keep values, not spellings. Oxigraph gives ``"7"`` of type xsd:nonNegativeInteger back as xsd:integer,
Virtuoso ``"0.50"`` of type xsd:decimal as ``"0.5"``. That is told, and counts as the same only where the standard
says that both are one value (XSD 1.1 part 2: the value spaces of decimal with the types derived from it, double,
boolean, dateTime; language tags: RDF 1.1 Concepts, 3.3). Everything else has to come back to the letter, with its
data type.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """How a graph differs from what it should be.

    :param respelled: ways in which values are written otherwise, and how many
    :param missing: triples that are not there; ``extra``: that should not be
    """

    respelled: Mapping[str, int]
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether it says the same."""
        return not self.missing and not self.extra

    @property
    def sentence(self) -> str:
        """What differs, with an example."""
        numbers = f"{len(self.missing)} Aussagen fehlen, {len(self.extra)} sind zu viel"
        example = (*self.missing, *self.extra)[:1]
        return f"{numbers}; zum Beispiel {example[0][:_SHOWN]}" if example else numbers


def compared(expected: Sequence[str], found: Sequence[str]) -> Difference:
    """Compare two graphs, each as lines of N-Triples."""
    wanted, there = set(expected), set(found)
    missing, extra = wanted - there, there - wanted
    if not missing and not extra:
        return Difference({}, (), ())
    # two spellings of one value may be one triple on the other side: look among all of them
    values_there = dict(_by_value(there).values())
    values_wanted = {value for value, _ in _by_value(wanted).values()}
    lost, kinds = [], Counter[str]()
    for line, (value, kind) in _by_value(missing).items():
        if value in values_there:
            kinds[_otherwise(kind, values_there[value])] += 1
        else:
            lost.append(line)
    added = [line for line, (value, _) in _by_value(extra).items() if value not in values_wanted]
    return Difference(dict(sorted(kinds.items())), tuple(lost), tuple(added))


def _otherwise(wanted: str, there: str) -> str:
    return f"{wanted} als {there}" if wanted != there else f"{wanted} in anderer Schreibweise"


def _by_value(lines: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return what lines say, and the kind of their objects, in order."""
    found = sorted(lines)
    quads = ox.parse("\n".join(found), format=ox.RdfFormat.N_TRIPLES)
    return {f"{quad.triple} .": _value(quad) for quad in quads if isinstance(quad, ox.Quad)}


def _value(quad: ox.Quad) -> tuple[str, str]:
    term = quad.object
    said, kind = str(term), "Adresse"
    if isinstance(term, ox.Literal):
        said, kind = _literal(term)
    return f"{quad.subject} {quad.predicate} {said}", kind


def _literal(term: ox.Literal) -> tuple[str, str]:
    if term.language is not None:
        return str(ox.Literal(term.value, language=term.language.lower())), "Sprachangabe"
    name = term.datatype.value.removeprefix(_XSD)
    if name not in _SPACES or name == term.datatype.value:
        return str(term), str(term.datatype)
    space, spell = _SPACES[name]
    plain = spell(term.value)
    return str(term) if plain is None else f'"{plain}"^^{space}', f"xsd:{name}"


def _decimal(text: str) -> str | None:
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", text):
        return None
    whole, _, rest = text.lstrip("+-").partition(".")
    number = f"{whole.lstrip('0') or '0'}.{rest.rstrip('0')}".rstrip(".")
    return f"-{number}" if text.startswith("-") and number != "0" else number


def _double(text: str) -> str | None:
    if not re.fullmatch(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", text):
        return None
    number = float(text)
    # two numbers that differ only beyond what a double holds are the same value; infinity is written INF
    return None if math.isinf(number) else repr(number)


def _boolean(text: str) -> str | None:
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text)


def _moment(text: str) -> str | None:
    """Drop zeros at the end of seconds; the time zone stays as it is, Z for an offset of nothing."""
    found = re.fullmatch(
        r"(-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?",
        text,
    )
    if found is None:
        return None
    fraction = (found[2] or "").rstrip("0").rstrip(".")
    zone = re.sub(r"^[+-]00:00$", "Z", found[3] or "")
    return f"{found[1]}{fraction}{zone}"


_NUMBERS: Final = (
    "decimal", "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip
# the types of one space are derived from each other, so that their values are the same things (XSD 1.1, 2.2)
_SPACES: Final[dict[str, tuple[str, Callable[[str], str | None]]]] = {
    **dict.fromkeys(_NUMBERS, ("decimal", _decimal)),
    "double": ("double", _double),
    "boolean": ("boolean", _boolean),
    "dateTime": ("dateTime", _moment),
}
