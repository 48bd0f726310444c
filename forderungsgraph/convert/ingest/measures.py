"""What is usual in the lines of a PDF: the size of its text, the distance of its lines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .columns import TextLine


@dataclass(frozen=True, slots=True)
class Measures:
    """What is usual in the document.

    :param size: of running text
    :param pitches: usual distance of baselines, by rounded size
    :param indent: by how much the first lines of paragraphs are indented, 0 if they are not
    """

    size: float
    pitches: dict[int, float]
    indent: float = 0.0

    def pitch(self, size: float) -> float:
        """Return the usual distance of baselines for a font size.

        Headings often stand alone, and the distance between two of them is not that of lines.
        """
        usual = self.pitches.get(round(self.size), 1.15 * self.size)
        if round(size) == round(self.size):
            return usual
        fitting = 1.05 * size * usual / self.size
        return min(self.pitches.get(round(size), fitting), fitting)


def body_size(pages: Sequence[Sequence[TextLine]]) -> float:
    """Return the size in which most characters are set."""
    weights: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weights[round(line.size, 1)] += len(line.text)
    return max(weights, key=lambda size: (weights[size], size)) if weights else 12.0


def usual_pitches(pages: Sequence[Sequence[TextLine]]) -> dict[int, float]:
    """Return the usual distance of baselines by rounded size."""
    distances: defaultdict[int, Counter[float]] = defaultdict(Counter)
    for lines in pages:
        for before, line in pairwise(lines):
            distance = before.y - line.y
            if before.column == line.column and 0.8 * line.size < distance < 2.5 * line.size:
                distances[round(line.size)][round(distance * 2) / 2] += 1
    return {size: max(found, key=lambda d: (found[d], -d)) for size, found in distances.items()}
