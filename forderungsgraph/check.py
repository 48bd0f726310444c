"""Checks a release: its files, what the validation found, and every quotation against the texts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from .corpus import read_corpus
from .recheck import Recheck, recheck
from .release import Release
from .report import Report


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found.

    :param report: of the validation when the release was built, also about documents that were left out
    :param damaged: names of files that are missing or changed
    :param quotations: None where the texts are not at hand
    """

    release: Release
    report: Report
    damaged: tuple[str, ...]
    quotations: Recheck | None

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self.report.conforms and not self.damaged and (self.quotations is None or self.quotations.good)


def check(folder: Path, corpus: Path | None = None) -> Checked:
    """Check the release in ``folder``.

    :param corpus: folder of the texts that it quotes
    :raises ReleaseError: if the release cannot be read
    :raises UsageError: if there is no such corpus
    """
    release = Release.open(folder)
    damaged = release.damaged()
    quotations = None if corpus is None else recheck(release, read_corpus(corpus))
    return Checked(release, release.report(), damaged, quotations)
