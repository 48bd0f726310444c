"""Counts that a reader can recompute: what was right, what was found, what was expected."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Count:
    """True positives, found in all, expected in all."""

    hit: int = 0
    found: int = 0
    expected: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right (1 if nothing was found)."""
        return self.hit / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was expected that was found (1 if nothing was expected)."""
        return self.hit / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall (1 if nothing was found or expected)."""
        total = self.found + self.expected
        return 2 * self.hit / total if total else 1.0

    def add(self, hit: int, found: int, expected: int) -> None:
        """Add counts."""
        self.hit += hit
        self.found += found
        self.expected += expected

    def to_dict(self) -> dict[str, float | int]:
        """Return the counts and what follows from them, rounded to four digits."""
        return {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "hit": self.hit,
            "found": self.found,
            "expected": self.expected,
        }
