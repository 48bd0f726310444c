"""``forderungsgraph add``: what is proposed, what a person may change, what is stored, what a build makes of it."""

from __future__ import annotations

import datetime
import errno
import hashlib
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph import cli, display_intake
from forderungsgraph.build import build
from forderungsgraph.convert.ingest import DocumentFormat, Ingested, Metadata, ingest
from forderungsgraph.corpus import read_corpus, read_corpus_text, read_sidecar
from forderungsgraph.errors import InputError, UsageError
from forderungsgraph.extract import Failure
from forderungsgraph.intake.add import (
    Added,
    Case,
    Decide,
    Passed,
    Present,
    shipped_registers,
    take,
    take_all,
)
from forderungsgraph.intake.dialogue import dialogue
from forderungsgraph.intake.draft import RIGHTS, Draft, draft, proposed_name
from forderungsgraph.intake.shelf import Shelf, corpus_folder, text_digest, to_toml
from forderungsgraph.model import Certainty, DocumentFacts, DocumentType, Sidecar
from forderungsgraph.registers import Registers
from tests.ingest.conftest import DOCUMENT, PdfWriter, as_docx, as_html, as_markdown, as_odt, as_text, part

LETTER = """Niedersächsischer Städtetag

Presseinformation Nr. 12/2021

Hannover, den 4. Mai 2021

Städtetag verlangt Geld für die BundID

Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, die Kosten der BundID dauerhaft zu tragen.

Rückfragen: Tel. 0511 36894-0, presse@example.org
"""
NAMELESS = (
    "die Kosten sind gestiegen, und niemand weiß, wie es weitergehen soll.\n\n"
    "Das Land muss die Kosten der Schulen tragen. Es muss auch für die Gemeinden sorgen, die es nicht können.\n"
)


@pytest.fixture(scope="module")
def registers() -> Registers:
    return shipped_registers()


class Script:
    """Answers in order; remembers what was said, and how often files were shown."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.shown: list[Case] = []
        self.changed: list[Case] = []

    def show(self, case: Case) -> None:
        self.shown.append(case)

    def show_changed(self, case: Case) -> None:
        self.changed.append(case)

    def say(self, text: str) -> None:
        self.said.append(text)

    def ask(self, question: str) -> str:
        self.asked.append(question)
        if not self.answers:
            raise EOFError
        return self.answers.pop(0)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# -- without questions


def test_every_format_gives_a_pair_that_a_build_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "eingang"
    writers = {
        "a.txt": as_text, "b.md": as_markdown, "c.html": as_html, "d.pdf": PdfWriter(height=20).write,
        "e.docx": as_docx, "f.odt": as_odt,
    }  # fmt: skip
    # each a little different: the same text from two formats is one text
    files = {
        name: writer((*DOCUMENT[:-1], part("p", f"Das ist Fassung {n}."), DOCUMENT[-1]))
        for n, (name, writer) in enumerate(writers.items())
    }
    for name, data in files.items():
        write(source / name, data)
    corpus = tmp_path / "texte"
    assert cli.main(["add", str(source), "--corpus", str(corpus), "--yes"]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert shown.out.splitlines()[-2:] == [
        "6 aufgenommen",
        f"Danach: forderungsgraph build --corpus {corpus}",
    ]
    stem = "buendnis-beispielkommunen-2021-positionspapier"
    stored = [stem, *(f"{stem}-{n}" for n in range(2, 7))]
    assert names(corpus) == sorted(f"{name}{ending}" for name in stored for ending in (".toml", ".txt"))
    for name, (file, data) in zip(stored, files.items(), strict=True):
        text = read_corpus_text(corpus / f"{name}.txt")
        assert text.text == ingest(data, name=file).text
        sidecar = text.sidecar
        assert sidecar.title == "Positionspapier zur Digitalisierung der Verwaltung"
        assert (sidecar.type, sidecar.publisher) == (DocumentType.POSITION_PAPER, "Bündnis Beispielkommunen")
        assert (sidecar.date, sidecar.date_certainty) == (datetime.date(2021, 3, 12), Certainty.STATED)
        assert sidecar.place == "Musterstadt"
        same = file == "a.txt"
        assert sidecar.original_sha256 == (None if same else hashlib.sha256(data).hexdigest())
        assert sidecar.original_media_type == {
            "a.txt": None, "b.md": "text/markdown", "c.html": "text/html", "d.pdf": "application/pdf",
            "e.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "f.odt": "application/vnd.oasis.opendocument.text",
        }[file]  # fmt: skip
    assert cli.main(["build", "--corpus", str(corpus), "--output", str(tmp_path / "release")]) == 0
    out = capsys.readouterr().out
    assert (
        f"Nicht geprüft: {stem} – Titel, Art, Herausgeber, Verfasser, Datum, Ort, Herkunft, Rechte\n" in out
    )
    assert out.count("Nicht geprüft: ") == 6


def test_what_is_shown_without_questions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "brief.txt", LETTER)
    assert cli.main(["add", str(path), "--corpus", str(tmp_path / "c"), "--yes"]) == 0
    shown = re.sub(r"· \d,\d\d (?=[A-Z]-)", "· … ", capsys.readouterr().out)
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    for expected in (
        "1 Titel Städtetag verlangt Geld für die BundID steht im Text",
        "2 Art Pressemitteilung aus dem Text erschlossen",
        "3 Herausgeber Niedersächsischer Städtetag steht im Text",
        "5 Datum 2021-05-04 steht im Text",
        "6 Ort Hannover steht im Text",
        "7 Land Niedersachsen (ni) aus dem Text erschlossen",
        "8 Nummer 12/2021 steht im Text",
        "11 Name nst-2021-pressemitteilung-12 in Adressen",
        "1 Forderung",
        "1 die Kosten der BundID dauerhaft zu tragen.",
        "Niedersächsischer Städtetag → Land Niedersachsen · Dienste: BundID · … E-zu-auffordern",
        "Aufgenommen: nst-2021-pressemitteilung-12",
        "nicht geprüft oder nicht ermittelt: Titel, Art, Herausgeber, Verfasser, Datum, Ort, Land, Nummer, Herkunft, Rechte",
    ):  # fmt: skip
        assert expected in lines, expected


def test_what_is_not_known_stays_open_and_the_build_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "notiz.txt", NAMELESS)
    corpus = tmp_path / "c"
    assert cli.main(["add", str(path), "--corpus", str(corpus), "--yes"]) == 0
    (name,) = {path.stem for path in corpus.iterdir()}
    sidecar = read_sidecar(corpus / f"{name}.toml")
    assert name.startswith("unbekannt-undatiert-")
    assert (sidecar.publisher, sidecar.date, sidecar.authors) == (None, None, ())
    assert {"publisher", "date"} <= set(sidecar.unchecked)
    written = (corpus / f"{name}.toml").read_text("utf-8")
    assert "publisher =" not in written
    assert "date =" not in written
    capsys.readouterr()
    assert cli.main(["build", "--corpus", str(corpus), "--output", str(tmp_path / "r")]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Nicht geprüft: ")]
    assert {"Herausgeber", "Datum"} <= set(line.partition(" – ")[2].split(", "))
    assert cli.main(["check", "--release", str(tmp_path / "r")]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Keine Verstöße gegen die SHACL-Formen, 1 Hinweis\n")
    assert "Hinweis: Der Herausgeber des Dokuments ist nicht ermittelt." in shown


def test_the_graph_knows_the_original_and_what_is_open(tmp_path: Path) -> None:
    data = as_docx(DOCUMENT)
    path = write(tmp_path / "papier.docx", data)
    (added,) = take([path], Shelf(tmp_path / "c"), take_all)
    assert isinstance(added, Added)
    result = build(tmp_path / "c", tmp_path / "r")
    graph = (result.release.folder / "graphs" / f"document-{added.stored.stem}.ttl").read_text("utf-8")
    assert f'fg:originalDigest "{hashlib.sha256(data).hexdigest()}"' in graph
    assert 'fg:originalMediaType "application/vnd.openxmlformats' in graph
    assert "Nicht geprüft: Titel, Art, Herausgeber" in graph
    assert result.unchecked == ((added.stored.stem, added.case.draft.unchecked),)


def test_contacts_never_get_into_a_sidecar(registers: Registers) -> None:
    facts = DocumentFacts(
        title="Anruf unter 0511 36894-0", publisher="Verband, presse@example.org", authors=("a@example.org",)
    )
    made = draft(
        Ingested("Tel. 0511 36894-0\nDas Land muss zahlen.", DocumentFormat.TEXT),
        facts,
        "x@example.org.txt",
        registers,
        None,
    )
    assert made["title"].value == "Das Land muss zahlen."
    assert (made["publisher"].value, made["authors"].value) == (None, None)
    assert "example.org" not in to_toml(made.sidecar("0" * 64))


def test_metadata_counts_where_the_text_is_silent(registers: Registers) -> None:
    def made(text: str, facts: DocumentFacts, metadata: Metadata) -> Draft:
        return draft(Ingested(text, DocumentFormat.HTML, metadata=metadata), facts, "a.html", registers, None)

    claimed = Metadata("Titel der Seite", "Anna Muster", "2022-05-03", "Verlag")
    silent = made("Text.", DocumentFacts(), claimed)
    assert [
        (silent[key].value, silent[key].certainty) for key in ("title", "authors", "date", "publisher")
    ] == [
        ("Titel der Seite", Certainty.SINGLE),
        (("Anna Muster",), Certainty.SINGLE),
        (datetime.date(2022, 5, 3), Certainty.SINGLE),
        ("Verlag", Certainty.SINGLE),
    ]
    sidecar = silent.sidecar("0" * 64)
    assert (sidecar.date_certainty, sidecar.date_note) == (
        Certainty.SINGLE,
        "Der Tag stammt aus den Angaben der Datei.",
    )
    dated = made(
        "Kiel, 2. Mai 2022", DocumentFacts(date="2022-05-02", date_certainty=Certainty.STATED), claimed
    )
    assert dated["date"].value == datetime.date(2022, 5, 2)
    assert dated.sidecar("0" * 64).date_note == "Die Datei selbst nennt den 2022-05-03."
    month = made("Mai 2022", DocumentFacts(date="2022-05"), Metadata())
    assert (month["date"].value, month.sidecar("0" * 64).date_note) == (
        None,
        "Im Text steht nur der Monat: 2022-05.",
    )


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (DocumentFacts(type=DocumentType.PRESS_RELEASE, publisher="Niedersächsischer Städtetag", date="2020-03-03", number="8/2020"), "nst-2020-pressemitteilung-8"),
        (DocumentFacts(publisher="Städteverbund Lahn-Eder (SLE)", title="Für ein besseres OZG: Was jetzt zu tun ist"), "sle-undatiert-besseres-ozg-jetzt-tun"),
        (DocumentFacts(publisher="Verband der Beispielgemeinden im Lande", title="Äcker & Öfen", date="2021-01-02"), "verband-beispielgemeinden-2021-aecker-oefen"),
        (DocumentFacts(title="Donaudampfschifffahrtsgesellschaftskapitänsversammlungsprotokollentwurf"), "unbekannt-undatiert-donaudampfschifffahrtsgesellschaftsk"),
    ],
)  # fmt: skip
def test_names_follow_publisher_year_and_title(facts: DocumentFacts, name: str, registers: Registers) -> None:
    made = draft(Ingested("Ein Text.", DocumentFormat.TEXT), facts, "a.txt", registers, None)
    assert made.name == name
    assert len(name) <= 60


# -- what is there already


def test_the_same_text_is_taken_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus = tmp_path / "c"
    first = write(tmp_path / "a.docx", as_docx(DOCUMENT))
    again = write(tmp_path / "b.txt", ingest(first.read_bytes(), name="a.docx").text)
    assert cli.main(["add", str(first), "--corpus", str(corpus), "--yes"]) == 0
    before = {path: path.read_bytes() for path in corpus.iterdir()}
    capsys.readouterr()
    # the same file, and another file with the same text
    assert cli.main(["add", str(first), str(again), "--corpus", str(corpus), "--yes"]) == 0
    name = min(before).stem
    assert capsys.readouterr().out.splitlines() == [
        f"Schon im Korpus: {first} ist {name}",
        f"Schon im Korpus: {again} ist {name}",
        "2 schon da",
    ]
    assert {path: path.read_bytes() for path in corpus.iterdir()} == before


def test_another_text_under_the_same_name_gets_a_number(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.txt", LETTER + "Anlage\n" * n) for n in range(3)]
    results = list(take(paths, Shelf(tmp_path / "c"), take_all))
    assert [result.stored.stem for result in results if isinstance(result, Added)] == [
        "nst-2021-pressemitteilung-12", "nst-2021-pressemitteilung-12-2", "nst-2021-pressemitteilung-12-3",
    ]  # fmt: skip
    assert read_corpus(tmp_path / "c").failures == ()


def test_half_a_pair_keeps_its_name(tmp_path: Path) -> None:
    write(tmp_path / "c" / "nst-2021-pressemitteilung-12.txt", "lose")
    (added,) = take([write(tmp_path / "a.txt", LETTER)], Shelf(tmp_path / "c"), take_all)
    assert isinstance(added, Added)
    assert added.stored.stem == "nst-2021-pressemitteilung-12-2"
    assert (tmp_path / "c" / "nst-2021-pressemitteilung-12.txt").read_text("utf-8") == "lose"


# -- storing


@pytest.fixture
def sidecar() -> Sidecar:
    return Sidecar(
        "a", "Titel „mit“ \\ Zeichen", DocumentType.MOTION, "Bündnis", text_digest(LETTER), RIGHTS, "Datei",
        authors=("A", "B"), date=datetime.date(2021, 5, 4), date_certainty=Certainty.STATED, unchecked=("title",),
    )  # fmt: skip


@pytest.mark.parametrize("fails", [1, 2])
def test_no_half_pair_is_left_when_storing_fails(
    tmp_path: Path, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    linked = 0
    link = os.link

    def failing(source: Path, target: Path) -> None:
        nonlocal linked
        linked += 1
        if linked == fails:
            raise FileExistsError(errno.EEXIST, "vergeben")
        link(source, target)

    monkeypatch.setattr("os.link", failing)
    with pytest.raises(UsageError, match="inzwischen vergeben"):
        Shelf(tmp_path / "c").store(LETTER, sidecar)
    assert names(tmp_path / "c") == []


def test_storing_works_without_links_and_never_replaces(
    tmp_path: Path, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_: object) -> None:
        raise OSError(errno.EPERM, "nicht erlaubt")

    monkeypatch.setattr("os.link", unsupported)
    shelf = Shelf(tmp_path / "c")
    stored = shelf.store(LETTER, sidecar)
    assert stored == read_corpus_text(tmp_path / "c" / "a.txt")
    with pytest.raises(UsageError, match="nicht erlaubt"):
        shelf.store(LETTER, sidecar)
    assert names(tmp_path / "c") == ["a.toml", "a.txt"]


def test_a_full_disk_leaves_nothing(
    tmp_path: Path, sidecar: Sidecar, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(UsageError) as caught:
        Shelf(tmp_path / "c").store(LETTER, sidecar)
    assert str(caught.value) == (
        f"{tmp_path / 'c'}: Der Text lässt sich nicht ablegen ({os.strerror(errno.ENOSPC)}). Ordner, Platz und "
        "Rechte prüfen oder mit --corpus einen anderen Ordner angeben."
    )
    assert names(tmp_path / "c") == []


def test_what_a_build_could_not_read_is_not_stored(tmp_path: Path, sidecar: Sidecar) -> None:
    shelf = Shelf(tmp_path / "c")
    with pytest.raises(InputError, match="halbe Zeichen"):
        shelf.store("Das Land \ud800 muss zahlen.", sidecar)
    with pytest.raises(InputError, match="Prüfsumme"):
        shelf.store(f"{LETTER}!", sidecar)
    assert names(tmp_path / "c") == []


def test_a_sidecar_is_read_as_it_was_written(tmp_path: Path, sidecar: Sidecar) -> None:
    assert Shelf(tmp_path / "c").store(LETTER, sidecar).sidecar == sidecar


LINE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: " ".join(text.split()))


@settings(max_examples=80, deadline=None)
@given(
    st.builds(
        DocumentFacts,
        type=st.none() | st.sampled_from(DocumentType),
        title=st.none() | LINE,
        date=st.none() | st.dates().map(str) | st.just("2021-05"),
        date_certainty=st.none() | st.sampled_from(Certainty),
        place=st.none() | LINE,
        publisher=st.none() | LINE,
        authors=st.lists(LINE.filter(bool), max_size=3).map(tuple),
        territory=st.none() | st.sampled_from(["ni", "de"]),
        number=st.none() | LINE,
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.booleans(),
)
def test_any_proposal_is_read_back_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, facts: DocumentFacts, text: str, accepted: bool
) -> None:
    made = draft(Ingested(text, DocumentFormat.TEXT), facts, "a.txt", shipped_registers(), None)
    made = Draft(made.fields, made.name, made.original, accepted=accepted)
    sidecar = made.sidecar("0" * 64)
    path = tmp_path_factory.mktemp("c") / f"{made.name}.toml"
    path.write_text(to_toml(sidecar), "utf-8")
    assert read_sidecar(path) == sidecar


# -- with questions


def asked(path: Path, corpus: Path, talk: Script, registers: Registers) -> list[object]:
    return list(take([path], Shelf(corpus), dialogue(talk, registers)))


def test_accepting_means_checked(tmp_path: Path, registers: Registers) -> None:
    talk = Script("?", "99", "a")
    (added,) = asked(write(tmp_path / "a.txt", LETTER), tmp_path / "c", talk, registers)
    assert isinstance(added, Added)
    assert added.case.document.source.sidecar.unchecked == ()
    assert talk.said == ["Bitte einen Buchstaben in Klammern oder die Nummer einer Angabe eingeben."] * 2
    assert talk.asked[0] == "[a] aufnehmen  [1–11] Angabe ändern  [s] überspringen  [q] beenden"


def test_every_value_can_be_changed_and_the_text_is_read_anew(tmp_path: Path, registers: Registers) -> None:
    talk = Script(
        "1", "Ein   anderer Titel", "2", "resol", "3", "Hessischer Verbund", "4", "Anna Muster; Rat der Stadt",
        "5", "3. Februar 2019", "6", "Kassel", "7", "hessen", "8", "-", "9", "Netzseite des Verbunds", "10",
        "gemeinfrei", "1", "", "a",
    )  # fmt: skip
    path = write(tmp_path / "a.txt", LETTER.replace("Der Niedersächsische Städtetag fordert", "Wir fordern"))
    (added,) = asked(path, tmp_path / "c", talk, registers)
    assert isinstance(added, Added)
    assert talk.said == []
    sidecar = read_sidecar(added.stored.with_suffix(".toml"))
    assert sidecar == Sidecar(
        slug="hessischer-verbund-2019-anderer-titel", title="Ein anderer Titel", type=DocumentType.RESOLUTION,
        publisher="Hessischer Verbund", sha256=text_digest(path.read_text("utf-8")), rights="gemeinfrei",
        source="Netzseite des Verbunds", authors=("Anna Muster", "Rat der Stadt"), date=datetime.date(2019, 2, 3),
        date_certainty=Certainty.SINGLE, date_note="Der Tag wurde bei der Aufnahme angegeben.", place="Kassel",
        territory="he",
    )  # fmt: skip
    assert [demand.demanders[0].name for demand in talk.shown[0].document.source.conversion.demands] == [
        "Niedersächsischer Städtetag"
    ]
    # „wir“ are the authors that the person named, as far as they are bodies
    assert [demand.demanders[0].name for demand in added.case.document.source.conversion.demands] == [
        "Rat der Stadt"
    ]


@pytest.mark.parametrize(
    ("number", "answer", "said"),
    [
        ("1", "-", "Titel: Ohne diese Angabe geht es nicht."),
        ("1", "Anruf: Tel. 0511 36894-0", "Die Angabe enthält eine Telefonnummer oder Mailadresse. Ohne sie angeben."),
        ("2", "Gedicht", "„Gedicht“ ist keine Art. Bekannt sind Resolution, Beschluss, "),
        ("2", "Pos", None),
        ("5", "gestern", "„gestern“ ist kein Tag. Form: 2020-03-03 oder 3. März 2020."),
        ("5", "2021-02-30", "„2021-02-30“ ist kein Tag."),
        ("7", "Preußen", "„Preußen“ ist kein Land. Etwa Hessen oder he angeben; de heißt Bund."),
        ("11", "Vergeben!", "„vergeben“ ist vergeben. Frei ist vergeben-2."),
    ],
)  # fmt: skip
def test_wrong_answers_change_nothing(
    tmp_path: Path, registers: Registers, number: str, answer: str, said: str | None
) -> None:
    write(tmp_path / "c" / "vergeben.txt", "lose")
    talk = Script(number, answer, "s")
    path = write(tmp_path / "a.txt", LETTER)
    assert asked(path, tmp_path / "c", talk, registers) == [Passed(path)]
    assert [line.startswith(said or "") for line in talk.said] == ([True] if said else [])
    assert len(talk.changed) == (0 if said else 1)
    assert names(tmp_path / "c") == ["vergeben.txt"]


def test_a_chosen_name_stays_when_other_values_change(tmp_path: Path, registers: Registers) -> None:
    talk = Script("11", "Mein Name", "1", "Anderer Titel", "a")
    (added,) = asked(write(tmp_path / "a.txt", LETTER), tmp_path / "c", talk, registers)
    assert isinstance(added, Added)
    assert added.stored.name == "mein-name.txt"


def test_what_stays_unknown_is_said_also_when_accepted(tmp_path: Path, registers: Registers) -> None:
    (added,) = asked(write(tmp_path / "a.txt", NAMELESS), tmp_path / "c", Script("2", "-", "a"), registers)
    assert isinstance(added, Added)
    assert added.case.document.source.sidecar.unchecked == ("type", "publisher", "date")


@pytest.mark.parametrize("answers", [("q",), ()])
def test_leaving_leaves_all_further_files(
    tmp_path: Path, registers: Registers, answers: Sequence[str]
) -> None:
    paths = [write(tmp_path / f"{n}.txt", LETTER + "Anlage\n" * n) for n in range(3)]
    talk = Script("a", *answers)
    results = list(take(paths, Shelf(tmp_path / "c"), dialogue(talk, registers)))
    assert [type(result) for result in results] == [Added]
    assert len(talk.shown) == 2


# -- folders and faults


def test_a_bad_file_in_a_folder_is_told_and_the_rest_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "eingang"
    write(source / "a.pdf", PdfWriter().write(DOCUMENT)[:3000])
    write(source / "b.txt", LETTER)
    write(
        source / "c.txt",
        "The association demands that the state must pay for the services which it has ordered. " * 3,
    )
    write(source / "d.png", b"\x89PNG\r\n\x1a\n")
    write(source / "e.txt", LETTER.replace("BundID", "eAkte").encode("utf-16"))
    write(source / "f.txt", "")
    os.mkfifo(source / "g")
    assert cli.main(["add", str(source), "--corpus", str(tmp_path / "c"), "--yes"]) == 1
    shown = capsys.readouterr()
    assert shown.err.splitlines() == [
        f"Fehler: {source}/a.pdf: Das PDF ist unvollständig, sein Ende fehlt. Die Datei noch einmal holen.",
        f"Fehler: {source}/c.txt: Der Text ist nicht deutsch (er sieht nach Englisch aus). Ausgewertet werden nur deutsche Texte.",
        f"Fehler: {source}/d.png: Die Datei ist ein Bild (PNG), kein lesbares Dokument. Den Text mit OCR gewinnen und als .txt ablegen.",
        f"Hinweis: {source}/e.txt: Der Text ist nicht in UTF-8, sondern in UTF-16 geschrieben und wurde so gelesen.",
        f"Fehler: {source}/f.txt: Der Text ist leer. Den Text einfügen oder die Datei entfernen.",
        f"Fehler: {source}/g: Das ist keine gewöhnliche Datei (Gerät, Leitung oder Anschluss). Eine Datei nennen.",
    ]  # fmt: skip
    assert shown.out.splitlines()[-2] == "2 aufgenommen, 5 nicht verwendbar"
    second = read_corpus_text(tmp_path / "c" / "nst-2021-pressemitteilung-12-2.txt")
    assert second.text == LETTER.replace("BundID", "eAkte")
    assert second.sidecar.original_media_type == "text/plain"


def test_a_fault_of_ours_stops_no_other_file(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{n}.txt", LETTER + "Anlage\n" * n) for n in range(2)]
    calls: list[Path] = []

    def decide(case: Case, _again: object) -> Draft:
        calls.append(case.path)
        if len(calls) == 1:
            raise KeyError("x")
        return case.draft

    first, second = take(paths, Shelf(tmp_path / "c"), decide)
    assert isinstance(first, Failure)
    assert str(first.error) == (
        f"{paths[0]}: Die Datei ließ sich nicht auswerten (KeyError: 'x'). Bitte mit dieser Datei als Fehler melden."
    )
    assert isinstance(second, Added)


def test_what_a_build_would_leave_out_is_not_taken(tmp_path: Path) -> None:
    def decide(case: Case, _again: object) -> Draft:
        return case.draft.with_value("title", "Tel. 0511 36894-0")

    (failure,) = take([write(tmp_path / "a.txt", LETTER)], Shelf(tmp_path / "c"), decide)
    assert isinstance(failure, Failure)
    assert "Ein Text für den Graphen enthält Kontaktdaten" in str(failure.error)
    assert not (tmp_path / "c").exists()


def test_where_texts_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.txt", LETTER)
    assert corpus_folder(tmp_path) == tmp_path
    monkeypatch.setattr("forderungsgraph.intake.shelf.is_installed", lambda: True)
    assert cli.main(["add", str(path), "--yes"]) == 2
    assert capsys.readouterr().err == (
        "Fehler: Die mitgelieferten Texte gehören zur Installation, dort wird nichts abgelegt. Einen Ordner mit "
        "--corpus angeben, etwa --corpus texte; „forderungsgraph build --corpus texte“ baut daraus.\n"
    )
    monkeypatch.setattr("forderungsgraph.intake.shelf.is_installed", lambda: False)
    assert corpus_folder(None).name == "corpus"
    assert cli.main(["add", str(path), "--yes", "--corpus", str(path)]) == 2
    assert "Das ist kein Ordner. Einen Ordner mit --corpus angeben." in capsys.readouterr().err


def test_nobody_to_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "a.txt", LETTER)
    assert cli.main(["add", str(path), "--corpus", str(tmp_path / "c")]) == 2
    assert capsys.readouterr().err == (
        "Fehler: Gefragt wird nur im Terminal, und hier ist keines. Mit --yes ohne Fragen aufnehmen.\n"
    )


def test_the_dialogue_in_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: Iterator[str] = iter(("5", "2021-05-05", "a", "s"))
    monkeypatch.setattr("builtins.input", lambda *_: next(answers))
    for stream in ("sys.stdin", "sys.stdout"):
        monkeypatch.setattr(f"{stream}.isatty", lambda: True)
    paths = [str(write(tmp_path / f"{n}.txt", LETTER + "Anlage [1]\n" * n)) for n in range(2)]
    assert cli.main(["add", *paths, "--corpus", str(tmp_path / "c")]) == 0
    out = capsys.readouterr().out
    assert "2021-05-05" in out
    assert "von Hand" in out
    assert out.endswith(
        f"Übersprungen: {paths[1]}\n1 aufgenommen, 1 übersprungen\n"
        f"Danach: forderungsgraph build --corpus {tmp_path / 'c'}\n"
    )


def test_showing_shows_before_deciding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[str] = []

    def decide(_case: Case, _again: object) -> None:
        seen.append(capsys.readouterr().out)

    shown: Decide = display_intake.showing(decide)
    list(take([write(tmp_path / "a.txt", LETTER)], Shelf(tmp_path / "c"), shown))
    assert "Städtetag verlangt Geld für die BundID" in seen[0]


def test_present_names_the_text(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", LETTER)
    shelf = Shelf(tmp_path / "c")
    list(take([path], shelf, take_all))
    assert list(take([path], shelf, take_all)) == [Present(path, "nst-2021-pressemitteilung-12")]


def test_the_name_of_a_proposal_is_stable(registers: Registers) -> None:
    made = draft(
        Ingested(LETTER, DocumentFormat.TEXT), DocumentFacts(title="Titel"), "a.txt", registers, None
    )
    assert proposed_name(made, registers) == made.name == "unbekannt-undatiert-titel"
