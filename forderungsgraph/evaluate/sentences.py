"""Sentence ends compared with gold: texts with one sentence a line.

A gold file holds one sentence a line; an empty line ends a paragraph; lines that begin with ``#`` are
remarks. The lines of a paragraph are joined by blanks and split again. What is counted are the ends
*between* two sentences of a paragraph: its last end is right without any effort.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from ..errors import UsageError
from .counts import Count

Splitter = Callable[[str], Sequence[tuple[int, int]]]
_BESIDE: Final = 40
"""characters shown on either side of a wrong end"""


@dataclass(frozen=True, slots=True)
class WrongEnd:
    """An end that was found where none is (``missed`` false), or not found where one is.

    :param line: of the gold file, the line whose sentence the end is in or ends
    """

    path: Path
    line: int
    missed: bool
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values for JSON."""
        where = {"file": self.path.name, "line": self.line}
        return {**where, "missed": self.missed, "before": self.before, "after": self.after}


@dataclass(slots=True)
class Boundaries:
    """Sentence ends inside paragraphs: counts in all, per file, and what is wrong."""

    ends: Count = field(default_factory=Count)
    by_file: dict[str, Count] = field(default_factory=dict)
    sentences: int = 0
    wrong: list[WrongEnd] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "sentences": self.sentences,
            "ends": self.ends.to_dict(),
            "files": {name: count.to_dict() for name, count in self.by_file.items()},
            "wrong": [each.to_dict() for each in self.wrong],
        }


def evaluate_sentences(paths: Iterable[Path], split: Splitter) -> Boundaries:
    """Return how well ``split`` finds the sentence ends of gold files; a folder stands for its ``.txt`` files.

    :param split: returns the half-open ranges of the sentences of a paragraph
    :raises UsageError: if a file is missing, no UTF-8 text or holds no sentence
    """
    result = Boundaries()
    for path in (path for each in paths for path in _files(each)):
        count = result.by_file.setdefault(path.name, Count())
        paragraphs = _paragraphs(path)
        for paragraph in paragraphs:
            result.wrong += _compare(path, paragraph, split, count)
            result.sentences += len(paragraph)
        if not paragraphs:
            raise UsageError("Die Datei enthält keinen Satz", place=path, hint="Ein Satz je Zeile")
    for count in result.by_file.values():
        result.ends.add(count.hit, count.found, count.expected)
    return result


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.glob("*.txt"))
    if not files:
        raise UsageError("Im Ordner ist keine .txt-Datei", place=path, hint="Ordner mit Sätzen angeben")
    return files


def _paragraphs(path: Path) -> list[list[tuple[int, str]]]:
    """Return the paragraphs as lines with their numbers, without remarks."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise UsageError("Die Datei ist nicht lesbar", place=path, hint="Pfad und Rechte prüfen") from None
    paragraphs: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, 1):
        if not line.strip():
            paragraphs.append([])
        elif not line.startswith("#"):
            paragraphs[-1].append((number, " ".join(line.split())))
    return [paragraph for paragraph in paragraphs if paragraph]


def _compare(path: Path, paragraph: list[tuple[int, str]], split: Splitter, count: Count) -> list[WrongEnd]:
    text = " ".join(sentence for _, sentence in paragraph)
    ends = list(accumulate(len(sentence) + 1 for _, sentence in paragraph))
    wanted = {end - 1 for end in ends} - {len(text)}
    found = {end for _, end in split(text)} - {len(text)}
    count.add(len(wanted & found), len(found), len(wanted))
    return [
        WrongEnd(
            path,
            next(number for (number, _), last in zip(paragraph, ends, strict=True) if end <= last),
            end in wanted,
            text[max(0, end - _BESIDE) : end],
            text[end : end + _BESIDE].strip(),
        )
        for end in sorted(wanted ^ found)
    ]
