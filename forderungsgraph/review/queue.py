"""What of the review list is still open, each proposal with its place in the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..convert.quoted import QuotedText
from ..corpus import Corpus, CorpusText
from ..curate import is_decided
from ..curation import Corrections
from ..iri import text_key
from ..model import Span
from ..proposals import Proposal, read_proposals
from ..release import Release

AROUND = 320
"""Characters of the text that are shown on each side of a proposal."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a proposal stands.

    :param text: of the document, prepared for looking up quotations
    """

    corpus: CorpusText
    text: QuotedText
    span: Span


@dataclass(frozen=True, slots=True)
class Task:
    """A proposal that nobody has decided on.

    :param place: None where the text is not at hand, or not the one that the release was built of
    """

    proposal: Proposal
    place: Place | None

    @property
    def key(self) -> str:
        """The ten digits at the end of the identifier."""
        return self.proposal.demand[-10:]

    @property
    def quote(self) -> str:
        """The quotation for readers; contact data is left out where the text is not at hand."""
        if self.place is None:
            return _folded(self.proposal.text)
        return self.place.text.wording(self.place.span).text

    def surroundings(self) -> tuple[str, str]:
        """Return what stands before and behind the quotation, for readers."""
        if self.place is None:
            before, _, after = _folded(self.proposal.sentence).partition(self.quote)
            return before, after
        source, span = self.place.text.source, self.place.span
        before, after = source[max(0, span.start - AROUND) : span.start], source[span.end : span.end + AROUND]
        if span.start > AROUND:
            before = f"… {before.partition(' ')[2]}"
        if span.end + AROUND < len(source):
            after = f"{after.rpartition(' ')[0]} …"
        return _folded(f"{before}|")[:-1], _folded(f"|{after}")[1:]


def open_tasks(release: Release, corpus: Corpus, corrections: Corrections) -> tuple[Task, ...]:
    """Return the proposals of a release on which no correction decides, in the order of the list.

    :raises ReleaseError: if the list is missing or broken
    """
    texts = {text.sidecar.slug: text for text in corpus.texts}
    prepared: dict[str, QuotedText] = {}
    tasks = []
    for proposal in read_proposals(release):
        place = _place(proposal, texts, prepared)
        task = Task(proposal, place)
        known = corrections.by_document.get(proposal.document, ())
        span = Span(proposal.start, proposal.end)
        if not any(is_decided(one, span, task.key, place.text if place else None) for one in known):
            tasks.append(task)
    return tuple(tasks)


def _place(
    proposal: Proposal, texts: Mapping[str, CorpusText], prepared: dict[str, QuotedText]
) -> Place | None:
    found = texts.get(proposal.document)
    if found is None:
        return None
    if text_key(found.text[proposal.start : proposal.end]) != proposal.demand[-10:]:
        return None
    if proposal.document not in prepared:
        prepared[proposal.document] = QuotedText.of(found.text)
    return Place(found, prepared[proposal.document], Span(proposal.start, proposal.end))


def _folded(text: str) -> str:
    return " ".join(text.split())
