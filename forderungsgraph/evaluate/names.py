"""When two names are the same actor, law or service (annotation guideline, sections 5 to 7)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

_STATES = {
    "baden-württemberg": "bw", "baden-württembergisch": "bw", "bayern": "by", "bayerisch": "by",
    "berlin": "be", "berliner": "be", "brandenburg": "bb", "brandenburgisch": "bb", "bremen": "hb", "bremisch": "hb",
    "bremer": "hb", "hamburg": "hh", "hamburger": "hh", "hamburgisch": "hh",
    "hessen": "he", "hessisch": "he", "mecklenburg-vorpommern": "mv", "niedersachsen": "ni",
    "niedersächsisch": "ni", "nordrhein-westfalen": "nw", "nordrhein-westfälisch": "nw", "nrw": "nw",
    "rheinland-pfalz": "rp", "rheinland-pfälzisch": "rp", "saarland": "sl", "saarländisch": "sl",
    "sachsen": "sn", "sächsisch": "sn", "sachsen-anhalt": "st", "sachsen-anhaltisch": "st",
    "schleswig-holstein": "sh", "schleswig-holsteinisch": "sh", "thüringen": "th", "thüringer": "th",
}  # fmt: skip
_GOVERNMENT = frozenset(
    """land landes landesregierung freistaat freistaats freistaates staatsregierung senat senats
    saarland saarlands saarlandes""".split()
)
_GROUP = re.compile(
    r"(?P<party>[\w/äöüß]+)-(?:landtags|bundestags|rats|stadtrats|kreistags|bürgerschafts)?fraktion\b"
)
_ATTRIBUTES = frozenset(
    "der die das des von und regierung freie freien hansestadt künftige neue kommende".split()
)


def _state(word: str) -> str | None:
    """Return the key of the Land that a word in any case names: *Hessens*, *hessischen*, *Saarlandes*."""
    endings = ("", "s", "es", "e", "er", "en", "em", "r", "n")
    stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return next((_STATES[stem] for stem in stems if stem in _STATES), None)


def actor_key(name: str) -> str:
    """Return a key by which names of the same actor are equal (guideline, section 5).

    >>> actor_key("Land Hessen") == actor_key("Hessische Landesregierung")
    True
    >>> actor_key("Saarland") == actor_key("Landesregierung des Saarlandes")
    True
    >>> actor_key("Deutscher Bundestag") == actor_key("Bundestag")
    True
    >>> actor_key("SPD-Landtagsfraktion") == actor_key("Fraktion der SPD")
    True
    >>> actor_key("Hessischer Landtag") == actor_key("Land Hessen")
    False
    """
    plain = re.sub(r"\be\.\s?v\.|\b(?:ggmbh|gmbh|eg|aör|kdör)\b|\([^)]*\)|„|“|\"", " ", name.casefold())
    plain = _GROUP.sub(r"fraktion \g<party>", plain)
    words = re.findall(r"[\wäöüß/-]+", plain)
    if set(words) & {"bund", "bundesregierung"} and len(words) <= 2:
        return "bund"
    states = {word: _state(word) for word in words}
    state = next(filter(None, states.values()), None)
    others = set(words) - _GOVERNMENT - _ATTRIBUTES - {word for word in words if states.get(word)}
    if state and set(words) & _GOVERNMENT and not others:
        return f"land-{state}"
    if state and re.search(r"minister|senator|sekretär|kanzle|rechnungshof", plain):
        # „Bayerischer Ministerpräsident“ and „Ministerpräsident des Freistaats Bayern“ are one office
        words = [*(word for word in words if not states.get(word) and word not in _GOVERNMENT), state]
    words = [
        word
        for word in words
        if word not in ("deutscher", "deutschen") or not set(words) & {"bundestag", "bundestages"}
    ]
    stop = {"der", "die", "das", "des", "den", "von", "und", "e", "v", "für", "im", "in"}
    return "-".join(re.sub(r"(?:es|en|er|e|s|n)$", "", w) for w in words if w not in stop)


def name_key(name: str) -> str:
    """Return a key by which spellings of a law's or service's name are equal."""
    return re.sub(r"[\W_]+", "", name.casefold())


def answers(record: Mapping[str, Any], name: str) -> list[list[str]]:
    """Return the right answers for ``demander`` or ``addressee``: the first one and the further ones."""
    further = record.get(f"{name}_alt") or []
    return [list(record[name]), *([each] if isinstance(each, str) else list(each) for each in further)]


def compare(
    right: Iterable[Sequence[str]], given: Sequence[str], key: Callable[[str], str]
) -> tuple[int, int, int]:
    """Return (hits, found, expected) against the best of several right answers, the first of equals."""
    found = {key(name) for name in given}
    best: tuple[float, tuple[int, int, int]] | None = None
    for answer in right:
        expected = {key(name) for name in answer}
        hit = len(found & expected)
        total = len(found) + len(expected)
        score = 2 * hit / total if total else 1.0
        if best is None or score > best[0]:
            best = (score, (hit, len(found), len(expected)))
    assert best is not None
    return best[1]
