"""Words without meaning of their own, words that all demands share, and groups of one meaning.

They are data: ``data/lexicon/words.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from ..errors import LexiconError
from ..files import folder
from .stems import stem_of


@dataclass(frozen=True, slots=True)
class WordLexicon:
    """The words by their stems.

    :param function: words that say nothing on what is spoken of, in lower case
    :param light: stems that nearly every demand has
    :param asks: stems that say what is to happen rather than with what, the groups of their synonyms by name
    :param near: names of the rows of asks that are near to each other, by ask
    :param targets: groups of those for whom something is to be done: alone they do not make two demands one thing
    :param groups: stem of the word that names its group, by stem
    """

    function: frozenset[str]
    light: frozenset[str]
    asks: frozenset[str]
    near: Mapping[str, frozenset[str]]
    targets: frozenset[str]
    groups: Mapping[str, str]

    def group(self, stem: str) -> str:
        """Return the stem that stands for all words of one meaning; ``stem`` itself if there are no others."""
        return self.groups.get(stem, stem)


def read_words(path: Path) -> WordLexicon:
    """Read a lexicon.

    :raises LexiconError: if it cannot be read, or a word stands in two groups
    """
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        function = frozenset(data["function_words"].split())
        light = frozenset(stem_of(word) for word in data["light_words"].split())
        asks = [stem_of(word) for word in data["asks"].split()]
        targets = [stem_of(word) for word in data["target_words"].split()]
        rows = [[stem_of(word) for word in line.split()] for line in data["near_asks"]]
        groups: dict[str, str] = {}
        for line in data["synonyms"]:
            words = line.split()
            name = stem_of(words[0])
            for word in words:
                if groups.setdefault(stem_of(word), name) != name:
                    raise LexiconError(
                        f"„{word}“ steht in zwei Gruppen", place=path, hint="Das Wort einer Gruppe nehmen"
                    )
    except (
        OSError,
        UnicodeDecodeError,
        tomllib.TOMLDecodeError,
        KeyError,
        AttributeError,
        TypeError,
    ) as error:
        raise LexiconError(
            f"Die Wörter sind nicht lesbar ({error})", place=path, hint="Die Datei berichtigen"
        ) from None
    near: dict[str, frozenset[str]] = {}
    for row in rows:
        names = {groups.get(stem, stem) for stem in row}
        for name in names:
            near[name] = near.get(name, frozenset()) | {f"near/{groups.get(row[0], row[0])}"}
    return WordLexicon(
        function,
        light,
        frozenset(groups.get(stem, stem) for stem in asks),
        MappingProxyType(near),
        frozenset(groups.get(stem, stem) for stem in targets),
        MappingProxyType(groups),
    )


@cache
def shipped_words() -> WordLexicon:
    """Return the shipped lexicon.

    :raises LexiconError: if it cannot be read
    """
    return read_words(folder("data") / "lexicon" / "words.toml")
