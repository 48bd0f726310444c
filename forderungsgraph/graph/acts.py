"""Published acts as triples. A whole collection makes a million of them, so lines are written without a graph.

The lines are as ``ntriples.lines_of`` would give them; a test compares both. Superclasses of others'
vocabularies are said here, since nothing is inferred over a whole collection.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rdflib import RDF, RDFS, SKOS, XSD, URIRef
from rdflib.namespace import DCTERMS

from forderungsgraph.iri import ELI, FG, Iris
from forderungsgraph.model import Certainty
from forderungsgraph.registers import LawKind
from forderungsgraph.registers.giinorm import Act, Division, Paragraph

from .contacts import without_contacts

SOURCE: Final = "gii"
"""Key of the source in the registers: the published XML."""

_KINDS: Final = (
    (re.compile("gesetz(?!lich)", re.I), LawKind.ACT),
    (re.compile("verordnung", re.I), LawKind.REGULATION),
    (re.compile("vertrag|abkommen|übereinkommen", re.I), LawKind.TREATY),
)
_YEAR: Final = re.compile(r"\s+(?:19|20)\d\d$")
_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_TYPE: Final = RDF.type.n3()
_LABEL: Final = RDFS.label.n3()
_PART: Final = ELI.is_part_of.n3()
_IN_REGISTER: Final = f'{FG.inRegister.n3()} "true"^^{XSD.boolean.n3()}'


def short_abbreviation(abbreviation: str) -> str:
    """Return an abbreviation without the year by which the documentation tells acts of one name apart.

    >>> short_abbreviation("BSIG 2025")
    'BSIG'
    """
    return _YEAR.sub("", abbreviation)


def act_lines(act: Act, key: str, abbreviation: str | None, iris: Iris) -> list[str]:
    """Return an act with its structure and paragraphs as sorted N-Triples.

    :param key: of the act in identifiers
    :param abbreviation: by which the project calls it; None: the published one
    """
    return sorted(set(_Writer(act, key, abbreviation, iris).lines()))


class _Writer:
    """The lines of one act in the making."""

    def __init__(self, act: Act, key: str, abbreviation: str | None, iris: Iris) -> None:
        self._act = act
        self._key = key
        self._law = iris.thing("law", key).n3()
        self._iris = iris
        self._short = abbreviation or (short_abbreviation(act.abbreviation) if act.abbreviation else None)
        self._called = self._short or act.short or act.title
        source, certainty = iris.thing("source", SOURCE), iris.concept("certainty", Certainty.CHECKED.value)
        self._evidence = (
            f"{DCTERMS.source.n3()} {source.n3()}",
            f"{FG.certainty.n3()} {certainty.n3()}",
        )

    def lines(self) -> Iterator[str]:
        """Yield them in no order."""
        for statement in self._of_act():
            yield f"{self._law} {statement} ."
        for division in self._act.divisions:
            node = self._node(division.key)
            for statement in self._of_division(division):
                yield f"{node} {statement} ."
        for paragraph in self._act.paragraphs:
            node = self._node(paragraph.key)
            for statement in self._of_paragraph(paragraph):
                yield f"{node} {statement} ."

    def _of_act(self) -> Iterator[str]:
        act = self._act
        yield f"{_TYPE} {FG.Law.n3()}"
        yield f"{_TYPE} {ELI.LegalResource.n3()}"
        yield f"{_LABEL} {_german(act.title)}"
        yield f"{ELI.title.n3()} {_german(act.title)}"
        yield _IN_REGISTER
        yield from self._evidence
        yield f"{FG.territory.n3()} {self._iris.thing('territory', 'de').n3()}"
        yield f"{DCTERMS.identifier.n3()} {_plain(act.identifier)}"
        kind = _kind(act.title)
        if kind is not None:
            yield f"{DCTERMS.type.n3()} {self._iris.concept('law-kind', kind.value).n3()}"
        if self._short is not None:
            yield f"{FG.abbreviation.n3()} {_plain(self._short)}"
        if act.short is not None:
            yield f"{ELI.title_short.n3()} {_german(act.short)}"
            yield f"{SKOS.altLabel.n3()} {_german(act.short)}"
        if act.abbreviation is not None and act.abbreviation != self._short:
            yield f"{SKOS.altLabel.n3()} {_german(act.abbreviation)}"
        for citation in act.citations[:1]:
            yield f"{FG.citation.n3()} {_plain(citation)}"
        for citation in act.citations[1:]:
            yield f"{DCTERMS.bibliographicCitation.n3()} {_plain(citation)}"
        for predicate, day in (
            (ELI.date_document, act.date),
            (FG.entryIntoForce, act.in_force),
            (FG.lastAmendedOn, act.last_amended),
            (DCTERMS.modified, act.state),
        ):
            if day is not None:
                yield f'{predicate.n3()} "{day}"^^{XSD.date.n3()}'
        if act.last_amendment is not None:
            yield f"{FG.lastAmendment.n3()} {_german(act.last_amendment)}"
        for note in act.notes:
            yield f"{RDFS.comment.n3()} {_german(note)}"

    def _of_division(self, division: Division) -> Iterator[str]:
        name = (
            division.designation if division.heading is None else f"{division.designation} {division.heading}"
        )
        yield f"{_TYPE} {FG.LawDivision.n3()}"
        yield f"{_TYPE} {ELI.LegalResourceSubdivision.n3()}"
        yield f"{_LABEL} {_german(name)}"
        yield f"{_PART} {self._law}"
        yield from self._placed(division.parent, division.position, division.heading)

    def _of_paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        name = f"{paragraph.designation} {self._called}"
        yield f"{_TYPE} {FG.Provision.n3()}"
        yield f"{_TYPE} {ELI.LegalResourceSubdivision.n3()}"
        yield f"{_LABEL} {_german(name)}"
        yield f"{FG.citation.n3()} {_plain(name)}"
        yield f"{_PART} {self._law}"
        yield _IN_REGISTER
        yield from self._evidence
        yield from self._placed(paragraph.division, paragraph.position, paragraph.heading)
        if paragraph.text is not None:
            yield f"{_TEXT} {_german(paragraph.text)}"

    def _placed(self, division: str | None, position: int, heading: str | None) -> Iterator[str]:
        if division is not None:
            yield f"{FG.inDivision.n3()} {self._node(division)}"
        if heading is not None:
            yield f"{DCTERMS.title.n3()} {_german(heading)}"
        yield f'{FG.position.n3()} "{position}"^^{XSD.nonNegativeInteger.n3()}'

    def _node(self, part: str) -> str:
        return self._iris.thing("law", f"{self._key}/{part}").n3()


_TEXT: Final = URIRef("https://schema.org/text").n3()


def _kind(title: str) -> LawKind | None:
    """Return the kind of act that a title names first; *Strafprozeßordnung* does not say what it is."""
    found = [
        (match.start(), kind) for pattern, kind in _KINDS if (match := pattern.search(title)) is not None
    ]
    return min(found)[1] if found else None


def _plain(value: str) -> str:
    return f'"{without_contacts(value).translate(_ESCAPES)}"'


def _german(value: str) -> str:
    return f"{_plain(value)}@de"
