"""What a review needs, gathered: the open proposals of a release and where decisions are kept."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from ..corpus import read_corpus
from ..curation import read_corrections
from ..files import folder
from ..registers import read_registers
from ..release import Release
from .queue import Task, open_tasks
from .walk import Talk, Walked, walk


@dataclass(frozen=True, slots=True)
class Session:
    """A review that can begin.

    :param curation: folder of the corrections
    """

    tasks: tuple[Task, ...]
    curation: Path

    def walk(self, talk: Talk, *, by: str | None, today: datetime.date | None = None) -> Walked:
        """Ask about each proposal; see ``walk.walk``.

        :param today: the day that is written into decisions; None: of the clock
        """
        day = datetime.date.today() if today is None else today
        return walk(self.tasks, self.curation, read_registers(), talk, by=by, today=day)


def open_session(release: Path, corpus: Path | None = None, curation: Path | None = None) -> Session:
    """Find out what is open; None: the shipped texts, the shipped corrections.

    :raises ReleaseError: if the release or its review list cannot be read
    :raises UsageError: if there is no such corpus
    :raises CurationError: if corrections cannot be read: nobody would know what is decided
    """
    corpus = folder("data") / "corpus" if corpus is None else corpus
    curation = folder("data") / "curation" if curation is None else curation
    corrections = read_corrections(curation)
    if corrections.failures:
        raise corrections.failures[0]
    return Session(open_tasks(Release.open(release), read_corpus(corpus), corrections), curation)
