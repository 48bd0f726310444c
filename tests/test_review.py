"""Walking through the review list: what is asked, what is saved, where it goes on."""

from __future__ import annotations

import datetime
import hashlib
import io
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph import cli
from forderungsgraph.build import BuildResult, Shipped, build
from forderungsgraph.corpus import read_corpus
from forderungsgraph.curation import read_corrections
from forderungsgraph.errors import CurationError, UsageError
from forderungsgraph.files import folder
from forderungsgraph.model import (
    Actor,
    Conversion,
    Demand,
    DemandKind,
    DocumentFacts,
    Origin,
    Span,
    SpeechAct,
)
from forderungsgraph.registers import Registers
from forderungsgraph.review.queue import Task
from forderungsgraph.review.session import Session, open_session
from forderungsgraph.review.walk import Walked

DAY = datetime.date(2026, 11, 25)
TEXT = """Vor dem Satz steht etwas.
? Das Portal soll bis 2028
fertig werden.
Dazwischen steht noch etwas.
? Die Bundesregierung muss die BundID bezahlen.
?? Mehr Tempo wäre gut.
? Rufen Sie 0511 36894-0 an und fordern Sie mehr.
! Wir fordern das Land auf, alles zu bezahlen.
Am Ende steht auch etwas.
"""
SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""


class Marked:
    """Finds what a text marks: ``!`` a demand, ``?`` an unsure one, ``??`` one that nobody makes."""

    def __init__(self, registers: Registers) -> None:
        del registers

    def convert(self, text: str, *, name: str, sidecar: object = None) -> Conversion:
        del sidecar
        found = [
            self._demand(text, match["mark"], Span(*match.span("quote")))
            for match in re.finditer(r"^(?P<mark>[?!]+) (?P<quote>[^.]*\.)", text, re.MULTILINE)
        ]
        digest = hashlib.sha256(text.encode()).hexdigest()
        sure = tuple(demand for demand in found if demand.confidence > 0.5)
        unsure = tuple(demand for demand in found if demand.confidence < 0.5)
        return Conversion(name, digest, len(text), DocumentFacts(), sure, review=unsure)

    def _demand(self, text: str, mark: str, span: Span) -> Demand:
        quote = text[span.start : span.end]
        demanders = (
            () if mark == "??" else (Actor("Niedersächsischer Städtetag", "nst", Origin.DOCUMENT, "M-shall"),)
        )
        return Demand(
            (span,), quote, " ".join(quote.split()), DemandKind.MODAL, SpeechAct.OBLIGATION, demanders,
            (Actor("Land Niedersachsen", "land-niedersachsen", Origin.STATED, "M-shall"),), (), "Abschnitt",
            0.9 if mark == "!" else 0.4, "M-shall", sentence=" ".join(quote.split()), notes=("plan", "unbekannt"),
        )  # fmt: skip


class Scripted:
    """Answers from a list; remembers what was shown, said and asked."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.shown: list[tuple[str, int, int]] = []
        self.said: list[str] = []
        self.asked: list[str] = []

    def show(self, task: Task, number: int, total: int) -> None:
        self.shown.append((task.quote, number, total))

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str) -> str:
        self.asked.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)


class Place:
    """A corpus, its release and a folder of corrections."""

    def __init__(self, root: Path) -> None:
        self.texts, self.release, self.curation = root / "texte", root / "release", root / "pruefung"
        self.texts.mkdir()
        self.curation.mkdir()
        self.write(TEXT)

    def write(self, text: str) -> None:
        (self.texts / "probe.txt").write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        (self.texts / "probe.toml").write_text(SIDECAR.format(digest=digest), "utf-8")

    def build(self) -> BuildResult:
        return build(
            self.texts, self.release, converter=Marked, shipped=Shipped(curation=self.curation), workers=1
        )

    def session(self) -> Session:
        return open_session(self.release, self.texts, self.curation)

    def walk(self, *answers: str) -> tuple[Walked, Scripted]:
        talk = Scripted(*answers)
        return self.session().walk(talk, by="Redaktion", today=DAY), talk

    def saved(self) -> dict[str, Any]:
        return tomllib.loads((self.curation / "probe.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = Place(tmp_path_factory.mktemp("review"))
    assert (place.build().demands, place.build().review) == (1, 4)
    return place.release


@pytest.fixture
def place(tmp_path: Path, built_once: Path) -> Place:
    made = Place(tmp_path)
    made.release = built_once
    return made


PORTAL = "Das Portal soll bis 2028 fertig werden."
BUNDID = "Die Bundesregierung muss die BundID bezahlen."
TEMPO = "Mehr Tempo wäre gut."


def test_what_is_open_stands_in_its_surroundings(place: Place) -> None:
    tasks = place.session().tasks
    assert [task.quote for task in tasks][:3] == [PORTAL, BUNDID, TEMPO]
    before, after = tasks[1].surroundings()
    assert before.endswith("Dazwischen steht noch etwas. ? ")
    assert after.startswith(" ?? Mehr Tempo")
    assert before.startswith("Vor dem Satz")


def test_an_accepted_proposal_is_confirmed_with_what_was_seen(place: Place) -> None:
    ended, talk = place.walk("a", "q")
    assert ended == Walked(1, 3)
    assert [number for _, number, _ in talk.shown] == [1, 2]
    assert talk.shown[0] == (PORTAL, 1, 4)
    assert place.saved() == {
        "confirm": [
            {
                "quote": PORTAL, "demander": ["Niedersächsischer Städtetag"], "addressee": ["Land Niedersachsen"],
                "kind": "modal", "act": "obligation", "by": "Redaktion", "on": DAY,
            }
        ]
    }  # fmt: skip


def test_a_rejection_has_a_reason(place: Place) -> None:
    place.walk("x", "", "ablehnen", "Nur ein Wunsch.", "q")
    first, second = place.saved()["reject"]
    assert (first["quote"], first["why"]) == (PORTAL, "Keine Forderung.")
    assert (second["quote"], second["why"]) == (BUNDID, "Nur ein Wunsch.")


def test_every_answer_is_saved_at_once_and_the_next_time_goes_on_there(place: Place) -> None:
    ended, _ = place.walk("x", "")  # the terminal goes away
    assert ended == Walked(1, 3)
    ended, talk = place.walk("s", "q")
    assert ended == Walked(0, 3)
    assert [quote for quote, _, _ in talk.shown] == [BUNDID, TEMPO]
    # what was put off is asked again
    assert place.session().tasks[0].quote == BUNDID


def test_an_edit_asks_for_each_value_until_it_is_right(place: Place) -> None:
    _, talk = place.walk(
        "s", "e", "", "Bnud;Bund", "Bund; Land Niedersachsen", "Qqq", "OZG", "-", "dringend", "expectation", "",
        "Das steht nirgends.", "Die Bundesregierung muss die BundID bezahlen", "Steht im Satz davor.", "q",
    )  # fmt: skip
    assert talk.answers == []
    assert place.saved() == {
        "edit": [
            {
                "quote": BUNDID, "new_quote": BUNDID.removesuffix("."), "demander": ["Niedersächsischer Städtetag"],
                "addressee": ["Bund", "Land Niedersachsen"], "laws": ["OZG"], "kind": "expectation", "act": "obligation",
                "by": "Redaktion", "on": DAY, "why": "Steht im Satz davor.",
            }
        ]
    }  # fmt: skip
    told = " ".join(talk.said)
    for part in ("„Bnud“ ist unbekannt", "„Qqq“ ist unbekannt", "Möglich sind explicit, modal", "Das steht dort nicht"):  # fmt: skip
        assert part in told


def test_an_edit_that_changes_nothing_confirms(place: Place) -> None:
    place.walk("e", *[""] * 7, "q")
    assert list(place.saved()) == ["confirm"]


def test_an_edit_can_be_called_off(place: Place) -> None:
    ended, talk = place.walk("e", "", "z", "q")
    assert ended == Walked(0, 4)
    assert [number for _, number, _ in talk.shown] == [1, 1]
    assert list(place.curation.iterdir()) == []


def test_what_nobody_demands_is_only_accepted_with_somebody(place: Place) -> None:
    _, talk = place.walk("s", "s", "a", "", "Deutscher Städtetag", *[""] * 6, "", "q")
    (edit,) = place.saved()["edit"]
    assert (edit["quote"], edit["demander"]) == (TEMPO, ["Deutscher Städtetag"])
    assert "Wer fordert, ist nicht bekannt; ohne ihn kommt nichts in den Graphen." in talk.said
    assert "Ohne Fordernde kommt nichts in den Graphen." in talk.said


def test_back_takes_the_decision_before_back(place: Place) -> None:
    ended, talk = place.walk("z", "a", "x", "", "z", "z", "x", "Doch nicht.", "s", "z", "q")
    assert [number for _, number, _ in talk.shown] == [1, 1, 2, 3, 2, 1, 2, 3, 2]
    assert talk.said == ["Das ist der erste Vorschlag.", *["Die vorige Entscheidung ist zurückgenommen."] * 2]
    assert ended == Walked(1, 3)
    assert list(place.saved()) == ["reject"]
    place.walk("z", "a", "z", "q")
    assert list(place.saved()) == ["reject"]


def test_back_takes_nothing_back_where_somebody_else_has_written(place: Place) -> None:
    class Meddling(Scripted):
        def ask(self, question: str) -> str:
            if len(self.asked) == 1:
                file = place.curation / "probe.toml"
                file.write_text(f"{file.read_text('utf-8')}\n# von Hand\n", "utf-8")
            return super().ask(question)

    talk = Meddling("a", "z", "q")
    assert place.session().walk(talk, by="R", today=DAY) == Walked(1, 3)
    assert "Die Datei hat sich seit der Entscheidung geändert" in talk.said[0]
    assert len(place.saved()["confirm"]) == 1


def test_contact_data_is_not_written_down(place: Place) -> None:
    _, talk = place.walk("s", "s", "s", "x", "Tel. 0511 36894-0", "Keine Forderung an jemanden.", "q")
    assert "Der Grund enthält Kontaktdaten" in talk.said[0]
    (reject,) = place.saved()["reject"]
    assert "quote" not in reject
    assert re.fullmatch(r"[0-9a-f]{10}", reject["demand"])
    assert "36894" not in (place.curation / "probe.toml").read_text("utf-8")


def test_who_reviews_is_asked_until_it_is_a_role(place: Place) -> None:
    talk = Scripted("anna@example.org", "", "Redaktion", "q")
    assert place.session().walk(talk, by=None, today=DAY) == Walked(0, 4)
    assert len([text for text in talk.said if "Rolle oder ein Kürzel" in text]) == 2
    with pytest.raises(UsageError, match="Rolle oder ein Kürzel"):
        place.session().walk(Scripted(), by="a" * 41, today=DAY)


def test_unknown_answers_are_asked_again(place: Place) -> None:
    ended, talk = place.walk("", "vielleicht", "Q")
    assert ended == Walked(0, 4)
    assert talk.said == ["Bitte einen der Buchstaben in Klammern eingeben."] * 2


def test_a_build_applies_what_was_decided(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.build()
    ended, _ = place.walk(
        "a", "e", "", "Bund", *[""] * 5, "", "a", "Deutscher Städtetag", *[""] * 6, "", "x", ""
    )
    assert ended == Walked(4, 0)
    result = place.build()
    assert result.good
    assert (result.demands, result.review, result.rejected) == (4, 0, 1)
    assert result.release.manifest["counts"]["reviewed"] == 3
    assert place.session().tasks == ()
    assert place.walk()[0] == Walked(0, 0)


def test_a_text_that_has_changed_or_is_missing_is_decided_by_the_identifier(
    tmp_path: Path, built_once: Path
) -> None:
    place = Place(tmp_path)
    place.release = built_once
    place.write(f"Ein neuer Anfang.\n{TEXT}")
    (first, *_) = place.session().tasks
    assert first.place is None
    assert first.quote == PORTAL
    assert first.surroundings() == ("", "")
    _, talk = place.walk("x", "", "e", "", "", "", "", "", "", "Neues Zitat", "", "", "q")
    assert "Ohne den Text lässt sich das Zitat nicht ändern" in talk.said[1]
    saved = place.saved()
    assert "quote" not in saved["reject"][0]
    assert len(place.session().tasks) == 2


def test_broken_corrections_stop_a_review(place: Place) -> None:
    (place.curation / "andere.toml").write_text("[[reject]\n", "utf-8")
    with pytest.raises(CurationError, match="kein gültiges TOML"):
        place.session()


# the command


class Keyboard(io.StringIO):
    def isatty(self) -> bool:
        return True


def _options(place: Place) -> Sequence[str]:
    return (
        "--release", str(place.release), "--corpus", str(place.texts), "--curation", str(place.curation), "--by", "R",
    )  # fmt: skip


def test_the_list_is_shown_without_a_terminal(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "--list", *_options(place)]) == 0
    shown = capsys.readouterr().out
    assert f"»{PORTAL}«" in " ".join(shown.split())
    assert re.search(r"^Adressaten +Land Niedersachsen *$", shown, re.MULTILINE)
    assert re.search(r"^Regel +M-shall: „soll“", shown, re.MULTILINE)
    assert re.search(r"^Grund +plan: ", shown, re.MULTILINE)
    assert re.search(r"^Grund +unbekannt *$", shown, re.MULTILINE)
    assert shown.splitlines()[-1] == "4 Vorschläge sind offen."
    assert list(place.curation.iterdir()) == []


def test_without_a_terminal_nothing_is_asked(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    assert cli.main(["review", *_options(place)]) == 2
    assert capsys.readouterr().err == (
        "Fehler: Gefragt wird nur im Terminal, und hier ist keines. Mit --list die Vorschläge nur zeigen.\n"
    )


def test_the_command_asks_in_the_terminal(
    place: Place, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard("x\n\nq\n"))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert cli.main(["review", *_options(place)]) == 0
    shown = capsys.readouterr().out
    assert "[a] annehmen" in shown
    assert "1 entschieden, 3 offen." in shown
    assert f"Gespeichert in {place.curation};" in shown
    (reject,) = place.saved()["reject"]
    assert (reject["by"], reject["quote"]) == ("R", PORTAL)
    assert isinstance(reject["on"], datetime.date)


def test_the_shipped_release_can_be_reviewed(built: BuildResult) -> None:
    session = open_session(built.release.folder)
    assert session.curation == folder("data") / "curation"
    assert len(session.tasks) == built.review
    texts = {text.path.name: text.text for text in read_corpus(folder("data") / "corpus").texts}
    for task in session.tasks:
        assert task.place is not None
        assert task.place.span.end <= len(texts[task.proposal.doc])
        assert task.place.text.find(task.quote)
    assert read_corrections().failures == ()
