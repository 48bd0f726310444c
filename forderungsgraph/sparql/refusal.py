"""What ends the reading of a request: a problem that the client is told."""

from __future__ import annotations

from forderungsgraph.problems import Details, Problem


class RefusalError(Exception):
    """The request gets the answer of a problem; never leaves this package."""

    def __init__(self, details: Details) -> None:
        super().__init__(details.detail)
        self.details = details


def refusal(
    problem: Problem, detail: str, english: str, hint: str | None = None, query: str | None = None
) -> RefusalError:
    """Return the error to raise for a problem; ``query`` goes back, so that it is not lost.

    :param english: the detail in English
    """
    return RefusalError(Details(problem, detail, hint, query, english=english))
