"""Who demands what an utterance says: whoever it names, *wir* and *die Mitglieder* resolved to who speaks."""

from __future__ import annotations

import re

from ..model import DocumentType
from .actors import ActorFinder
from .bodies import Body, each
from .candidates import SPEAKER, Candidate
from .discourse import Discourse, Utterance
from .findings import MEMBERS

_PARLIAMENT = re.compile(r"Landtag|Bundestag|Abgeordnetenhaus|Bürgerschaft$|Kreistag|[Rr]at\b")
# a demand told in the passive is whose of whom the text is telling
_TOLD = re.compile(
    r"\b(?:wird|werden|wurde|wurden|werde|ist|sind) (?:[\w„“,-]+ ){0,14}?(?:gefordert|verlangt|angeregt|angemahnt|empfohlen|vorgeschlagen|gebeten|ersucht|aufgefordert|gewünscht|beantragt|"
    r"abgelehnt|erwartet|eingefordert|reklamiert)\b|\b(?:[Gg]efordert|[Vv]erlangt|[Aa]ngeregt|[Aa]ngemahnt|[Ee]mpfohlen|[Vv]orgeschlagen|[Gg]ewünscht|[Bb]eantragt|[Aa]bgelehnt) (?:wird|werden|wurde|wurden)\b|"
    r"^(?:Darin|Dort|In dem (?:Papier|Schreiben|Brief|Antrag)|In der (?:Erklärung|Resolution|Stellungnahme))\b"
)
_ASSEMBLED = frozenset(
    """Delegierten Delegierte Mitglieder Teilnehmer Teilnehmende Teilnehmenden Teilnehmerinnen Versammelten Anwesenden
    Unterzeichner Unterzeichnenden Unterzeichnerinnen Tagungsteilnehmer Bürgermeister Verbandsmitglieder""".split()
)


# „…; er verlangt eine Neufassung“, „was sie verlangt“
_PRONOUN = re.compile(
    r"(?:^|[;,:–] |\b(?:und|was|Was) )(?P<before>[Ee]r|[Ss]ie) (?:\w+ )?(?:fordert|verlangt|will|erwartet|bittet|empfiehlt|regt|schlägt|lehnt|plädiert|drängt|mahnt|rät|ruft|wünscht|hofft|richtet|tritt|spricht|setzt)|"
    r"\b(?:fordert|verlangt|erwartet|bittet|empfiehlt|lehnt|plädiert|drängt|mahnt|rät|ruft|wünscht|richtet[e]?) (?P<after>er|sie)\b"
)


class Demanders:
    """Resolves who demands in one document.

    :param finder: knows whom the document has named
    :param discourse: knows who speaks and who spoke last
    :param kind: type of the document
    """

    def __init__(self, finder: ActorFinder, discourse: Discourse, kind: DocumentType | None) -> None:
        self._finder = finder
        self._discourse = discourse
        self._kind = kind

    def of(self, demanders: tuple[Body, ...] | None, utterance: Utterance | None) -> tuple[Body, ...]:
        """Return who demands: the bodies named, „wir“ and „die Mitglieder“ resolved to who speaks."""
        speaking = (utterance.speakers if utterance else None) or self._discourse.speakers.author
        if utterance is not None and utterance.quoted and utterance.speakers is None:
            speaking = self._discourse.speakers.last or self._discourse.speakers.author
        if not speaking and utterance is not None and self._discourse.speakers.last:
            speaking = self._discourse.speakers.last if utterance.pronoun else ()
        if demanders is None:
            return each(speaking)
        if utterance is not None and not utterance.quoted and not utterance.reported:
            # „wir“ outside quotations is the author, whoever else the sentence is about
            speaking = self._discourse.speakers.author or speaking
        resolved: list[Body] = []
        for body in each(demanders):
            members = (body.plural and (body.generic or body.name in MEMBERS)) or body.name in _ASSEMBLED
            members = members or self._speaks_for_authors(body)
            for actual in (
                speaking if body is SPEAKER or (members and self._discourse.speakers.author) else (body,)
            ):
                if actual not in resolved:
                    resolved.append(actual)
        return tuple(resolved) or each(speaking)

    def told(self, candidate: Candidate, utterance: Utterance, text: str) -> tuple[Body, ...]:
        """Return whose demand a sentence without subject tells: *Gefordert wird …*, *Darin wird verlangt, …*."""
        part = text[utterance.start : utterance.end]
        if utterance.quoted or candidate.demanders or not candidate.rule.startswith(("E-", "S-")):
            return ()
        pronoun = _PRONOUN.search(part)
        if pronoun is not None:
            word = (pronoun["before"] or pronoun["after"] or "").lower()
            return self._finder.referents.speaker(
                "m" if word == "er" else "fp", utterance.start + pronoun.start()
            )
        if _TOLD.search(part) is None:
            return ()
        return self._discourse.speakers.last or self._discourse.speakers.near(utterance.start) or ()

    def _speaks_for_authors(self, body: Body) -> bool:
        """Whether a body stands for the authors: the parliament in a motion, *der Bund* of a *Deutscher Bund der …*."""
        if self._kind is DocumentType.MOTION:
            return body.public and _PARLIAMENT.search(body.name) is not None
        return body.name == "Bund" and any(
            re.search(r"(?:^|\s)Bund\s", author.name) for author in self._discourse.speakers.author
        )
