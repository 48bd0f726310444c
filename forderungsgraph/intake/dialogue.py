"""The dialogue about a proposal: accept it, change a value, leave the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, Protocol

from ..convert.dates import first_date
from ..convert.ingest.dates import iso_date
from ..corpus import FIELD_NAMES
from ..errors import ForderungsgraphError, UsageError
from ..graph import has_contact
from ..iri import slug
from ..model import DocumentType, EntityKind
from ..registers import Registers
from .add import Again, Case, Decide, Finished
from .draft import FIELDS, NEEDED, Draft, FieldValue, as_day

NAME: Final = "name"
CHANGEABLE: Final = (*FIELDS, NAME)
"""what can be changed, in the order in which it is numbered from 1"""
COMMANDS: Final = f"[a] aufnehmen  [1–{len(CHANGEABLE)}] Angabe ändern  [s] überspringen  [q] beenden"
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "accept": ("a", "j", "ja", "aufnehmen"),
    "skip": ("s", "n", "nein", "überspringen"),
    "quit": ("q", "ende", "beenden"),
}
_HINTS: Final[Mapping[str, str]] = {
    "type": ", ".join(DocumentType),
    "authors": "mehrere mit ; getrennt",
    "date": "JJJJ-MM-TT oder 3. März 2020",
    "territory": "Land oder Kürzel, etwa Hessen oder he",
    NAME: "steht in den Adressen des Graphen; Kleinbuchstaben, Ziffern, Bindestriche",
}


class Talk(Protocol):
    """How the dialogue reaches the person."""

    def show(self, case: Case) -> None:
        """Show a file: what is proposed and what is demanded in it."""
        ...

    def show_changed(self, case: Case) -> None:
        """Show what is proposed now, after a change."""
        ...

    def say(self, text: str) -> None:
        """Say a sentence."""
        ...

    def ask(self, question: str) -> str:
        """Return the answer to a question.

        :raises EOFError: if there will be none
        """
        ...


def dialogue(talk: Talk, registers: Registers) -> Decide:
    """Return what asks about each proposal."""

    def decide(case: Case, again: Again) -> Draft | None:
        try:
            return _decided(case, again, talk, registers)
        except EOFError:
            raise Finished from None

    return decide


def _decided(case: Case, again: Again, talk: Talk, registers: Registers) -> Draft | None:
    talk.show(case)
    while True:
        command = _command(talk)
        if command == "quit":
            raise Finished
        if command == "skip":
            return None
        if command == "accept":
            return replace(case.draft, accepted=True)
        try:
            case = again(_changed(case.draft, CHANGEABLE[int(command) - 1], talk, registers))
            talk.show_changed(case)
        except ForderungsgraphError as error:
            talk.say(str(error))


def _command(talk: Talk) -> str:
    while True:
        answer = talk.ask(COMMANDS).strip().casefold()
        for command, words in _WORDS.items():
            if answer in words:
                return command
        if answer.isdecimal() and 1 <= int(answer) <= len(CHANGEABLE):
            return answer
        talk.say("Bitte einen Buchstaben in Klammern oder die Nummer einer Angabe eingeben.")


def _changed(draft: Draft, key: str, talk: Talk, registers: Registers) -> Draft:
    label = "Name" if key == NAME else FIELD_NAMES[key]
    hint = f" ({_HINTS[key]})" if key in _HINTS else ""
    empty = "" if key in (*NEEDED, NAME) else "; - heißt: nicht bekannt"
    answer = " ".join(talk.ask(f"{label}{hint}; Enter lässt alles{empty}").split())
    if not answer:
        return draft
    if key == NAME:
        return replace(draft, name=slug(answer), named=True)
    return draft.with_value(key, _value(key, answer, registers))


def _value(key: str, answer: str, registers: Registers) -> FieldValue:
    """Return an answer as the value of a key.

    :raises UsageError: if it is none
    """
    if answer == "-":
        if key in NEEDED:
            raise UsageError(f"{FIELD_NAMES[key]}: Ohne diese Angabe geht es nicht")
        return None
    if has_contact(answer):
        raise UsageError("Die Angabe enthält eine Telefonnummer oder Mailadresse", hint="Ohne sie angeben")
    match key:
        case "type":
            return _type(answer)
        case "date":
            day = as_day(iso_date(answer) or first_date(answer))
            if day is None:
                raise UsageError(f"„{answer}“ ist kein Tag", hint="Form: 2020-03-03 oder 3. März 2020")
            return day
        case "authors":
            return tuple(part.strip() for part in answer.split(";") if part.strip())
        case "territory":
            return _territory(answer, registers)
        case "publisher":
            known = registers.resolve(EntityKind.ORGANISATION, answer)
            return known.label if known is not None and known.reviewed else answer
    return answer


def _type(answer: str) -> DocumentType:
    found = [kind for kind in DocumentType if kind.casefold().startswith(answer.casefold())]
    exact = [kind for kind in found if kind.casefold() == answer.casefold()]
    if len(exact or found) != 1:
        raise UsageError(f"„{answer}“ ist keine Art", hint=f"Bekannt sind {', '.join(DocumentType)}")
    return (exact or found)[0]


def _territory(answer: str, registers: Registers) -> str:
    for row in registers.territories:
        if answer.casefold() in (row.key.casefold(), row.label.casefold()) and len(row.key) == 2:
            return str(row.key)
    raise UsageError(f"„{answer}“ ist kein Land", hint="Etwa Hessen oder he angeben; de heißt Bund")
