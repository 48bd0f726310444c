"""The dialogue: each open proposal is shown and decided on; every answer is saved at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Protocol, TypeVar

from ..curation import Action, Correction, append_correction, checked_role, take_back
from ..errors import CurationError, UsageError
from ..graph import Source, has_contact
from ..known import Known
from ..model import Conversion, DemandKind, DocumentFacts, EntityKind, Reviewed, SpeechAct
from ..registers import Registers
from .queue import Place, Task

COMMANDS: Final = "[a] annehmen  [x] ablehnen  [e] ändern  [s] später  [z] zurück  [q] beenden"
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("a", "j", "ja", "annehmen"),
    "reject": ("x", "n", "nein", "ablehnen"),
    "edit": ("e", "ä", "ändern"),
    "skip": ("s", "später"),
    "back": ("z", "zurück"),
    "quit": ("q", "ende", "beenden"),
}
_NOBODY: Final = "-"
T = TypeVar("T")


class Talk(Protocol):
    """How the dialogue reaches the person."""

    def show(self, task: Task, number: int, total: int) -> None:
        """Show a proposal; ``number`` counts from 1."""
        ...

    def say(self, text: str) -> None:
        """Say a sentence."""
        ...

    def ask(self, question: str) -> str:
        """Return the answer to a question.

        :raises EOFError: if there will be none
        """
        ...


@dataclass(frozen=True, slots=True)
class Walked:
    """How it ended.

    :param decided: number of proposals that were decided on this time; ``left`` are still open
    """

    decided: int
    left: int


class _CancelledError(Exception):
    """The person wants to decide otherwise."""


@dataclass(slots=True)
class _Walk:
    """A dialogue under way.

    :param done: by the number of a task, its correction and what its file held before
    """

    folder: Path
    registers: Registers
    talk: Talk
    by: str
    today: datetime.date
    done: dict[int, tuple[Correction, bytes | None]] = field(default_factory=dict)

    def who(self) -> str:
        while True:
            try:
                return _role(self.talk.ask("Wer prüft? Rolle oder Kürzel; es wird veröffentlicht").strip())
            except CurationError as error:
                self.talk.say(str(error))

    def run(self, tasks: Sequence[Task]) -> None:
        index = 0
        while index < len(tasks):
            self.talk.show(tasks[index], index + 1, len(tasks))
            command = self._command()
            if command == "quit":
                return
            if command == "back":
                index = self._back(index)
                continue
            try:
                correction = self._decision(command, tasks[index])
            except _CancelledError:
                continue
            if correction is not None:
                self.done[index] = correction, append_correction(self.folder, correction)
            index += 1

    def _command(self) -> str:
        while True:
            answer = self.talk.ask(COMMANDS).strip().casefold()
            for command, words in _WORDS.items():
                if answer in words:
                    return command
            self.talk.say("Bitte einen der Buchstaben in Klammern eingeben.")

    def _back(self, index: int) -> int:
        if index == 0:
            self.talk.say("Das ist der erste Vorschlag.")
            return index
        known = self.done.pop(index - 1, None)
        if known is not None:
            try:
                take_back(self.folder, *known)
                self.talk.say("Die vorige Entscheidung ist zurückgenommen.")
            except CurationError as error:
                self.done[index - 1] = known
                self.talk.say(str(error))
        return index - 1

    def _decision(self, command: str, task: Task) -> Correction | None:
        match command:
            case "accept":
                return self._accepted(task)
            case "reject":
                return self._rejected(task)
            case "edit":
                return self._edited(task)
        return None

    def _accepted(self, task: Task) -> Correction:
        if not task.proposal.demander:
            self.talk.say("Wer fordert, ist nicht bekannt; ohne ihn kommt nichts in den Graphen.")
            return self._edited(task)
        return self._confirmation(task)

    def _confirmation(self, task: Task) -> Correction:
        proposal = task.proposal
        # what the person has seen is written down: it holds even if the rules no longer find it
        return replace(
            self._correction(Action.CONFIRM, task, None),
            demander=proposal.demander,
            addressee=proposal.addressee,
            kind=DemandKind(proposal.kind),
            act=SpeechAct(proposal.act),
        )

    def _rejected(self, task: Task) -> Correction:
        return self._correction(Action.REJECT, task, self._why("Keine Forderung."))

    def _correction(self, action: Action, task: Task, why: str | None) -> Correction:
        reviewed = Reviewed(self.by, self.today, why)
        if task.place is None or has_contact(task.quote):
            return Correction(action, task.proposal.document, reviewed, demand=task.key)
        return Correction(action, task.proposal.document, reviewed, quote=task.quote)

    def _why(self, usual: str) -> str:
        def checked(answer: str) -> str:
            if has_contact(answer):
                raise CurationError("Der Grund enthält Kontaktdaten", hint="Ohne sie angeben")
            return answer

        return self._asked("Warum?", usual, checked)

    def _edited(self, task: Task) -> Correction:
        """Ask for each value; Enter keeps it."""
        self.talk.say(
            "Enter lässt eine Angabe, wie sie ist; - heißt niemand oder nichts, ; trennt Namen, z bricht ab."
        )
        proposal, names = task.proposal, _Answers(task, _known(task.place, self.registers))
        demander = self._asked("Fordernde", proposal.demander, names.actors)
        while not demander:
            self.talk.say("Ohne Fordernde kommt nichts in den Graphen.")
            demander = self._asked("Fordernde", proposal.demander, names.actors)
        addressee = self._asked("Adressaten", proposal.addressee, names.actors)
        laws = self._asked("Gesetze", proposal.laws, names.laws)
        services = self._asked("Dienste", proposal.services, names.services)
        kind = self._asked(f"Erkannt an: {', '.join(DemandKind)}", DemandKind(proposal.kind), DemandKind)
        act = self._asked(f"Sprechhandlung: {', '.join(SpeechAct)}", SpeechAct(proposal.act), SpeechAct)
        quote = self._asked("Zitat", task.quote, names.quote)
        changed = replace(
            self._confirmation(task),
            demander=demander,
            addressee=addressee,
            kind=kind,
            act=act,
            laws=None if laws == proposal.laws else laws,
            services=None if services == proposal.services else services,
            new_quote=None if quote == task.quote else quote,
        )
        if changed == self._confirmation(task):
            return changed
        reviewed = Reviewed(self.by, self.today, self._why("Angaben berichtigt."))
        return replace(changed, action=Action.EDIT, reviewed=reviewed)

    def _asked(self, what: str, usual: T, read: Callable[[str], T]) -> T:
        """Return the answer to a question, ``usual`` where only Enter was pressed; ask again if it is wrong."""
        shown = "; ".join(usual) if isinstance(usual, tuple) else usual
        while True:
            answer = self.talk.ask(f"{what} [{shown or _NOBODY}]").strip()
            if not answer:
                return usual
            if answer.casefold() in _WORDS["back"]:
                raise _CancelledError
            try:
                return read(answer)
            except CurationError as error:
                self.talk.say(str(error))
            except ValueError:
                self.talk.say(f"Möglich sind {', '.join(type(usual))}.")  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class _Answers:
    """Reads what a person writes about one proposal.

    :param known: what names may mean; None where the text is not at hand
    """

    task: Task
    known: Known | None

    def actors(self, answer: str) -> tuple[str, ...]:
        names = _list(answer)
        for name in names:
            if self.known is not None:
                self.known.actor(name)
        return names

    def laws(self, answer: str) -> tuple[str, ...]:
        return self._mentioned(EntityKind.LAW, answer)

    def services(self, answer: str) -> tuple[str, ...]:
        return self._mentioned(EntityKind.SERVICE, answer)

    def _mentioned(self, kind: EntityKind, answer: str) -> tuple[str, ...]:
        names = _list(answer)
        for name in names:
            if self.known is not None and self.task.place is not None:
                self.known.mentions(kind, name, self.task.place.span)
        return names

    def quote(self, answer: str) -> str:
        place = self.task.place
        if place is None:
            raise CurationError(
                "Ohne den Text lässt sich das Zitat nicht ändern",
                hint="Den Ordner der Texte angeben: --corpus",
            )
        if has_contact(answer):
            raise CurationError("Das Zitat enthält Kontaktdaten", hint="Ein Zitat ohne sie wählen")
        if not any(span.overlap(place.span) > 0 for span in place.text.find(answer)):
            raise CurationError(
                "Das steht dort nicht",
                hint="Wörtlich aus dem gezeigten Text übernehmen; Enter lässt es, wie es ist",
            )
        return answer


def _list(answer: str) -> tuple[str, ...]:
    if answer == _NOBODY:
        return ()
    return tuple(dict.fromkeys(part.strip() for part in answer.split(";") if part.strip()))


def _known(place: Place | None, registers: Registers) -> Known | None:
    if place is None:
        return None
    corpus = place.corpus
    nothing = Conversion(corpus.path.name, corpus.sidecar.sha256, len(corpus.text), DocumentFacts(), ())
    return Known(Source(corpus.text, corpus.sidecar, nothing), registers)


def walk(
    tasks: Sequence[Task],
    folder: Path,
    registers: Registers,
    talk: Talk,
    *,
    by: str | None,
    today: datetime.date,
) -> Walked:
    """Show each task and save each answer; end after the last one, or when the person wants to.

    :param folder: of the corrections
    :param by: role or initials of the person; None: ask
    :raises UsageError: if ``by`` is no role
    :raises CurationError: if an answer cannot be saved
    """
    if by is not None:
        try:
            _role(by)
        except CurationError as error:
            raise UsageError(error.message, hint=error.hint) from None
    dialogue = _Walk(folder, registers, talk, by or "", today)
    try:
        if tasks and by is None:
            dialogue.by = dialogue.who()
        dialogue.run(tasks)
    except EOFError:
        pass  # every answer is saved
    return Walked(len(dialogue.done), len(tasks) - len(dialogue.done))


def _role(answer: str) -> str:
    try:
        return checked_role(answer)
    except ValueError as error:
        raise CurationError(str(error), hint="Es wird mit der Forderung veröffentlicht") from None
