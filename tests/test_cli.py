"""The commands as a user meets them: what they print, where, and how they end."""

from __future__ import annotations

import csv
import errno
import hashlib
import io
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from forderungsgraph import __version__, cli
from forderungsgraph.files import folder
from forderungsgraph.query import library
from forderungsgraph.release import Release

COMMANDS = (
    "build",
    "check",
    "add",
    "query",
    "search",
    "serve",
    "mcp",
    "extract",
    "evaluate",
    "explain",
    "rules",
    "review",
    "laws",
    "release",
    "publish",
    "rollback",
    "mqa",
    "version",
)
GERMAN = (
    "Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, die Kosten der BundID zu tragen.\n"
)
SIDECAR = {
    "title": "Basisdienste bezahlen",
    "type": "Pressemitteilung",
    "publisher": "Verband der Beispielgemeinden",
    "rights": "beim Herausgeber",
    "source": "Mitteilung Nr. 1",
}


class Ended(NamedTuple):
    status: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Ended:
        capsys.readouterr()
        try:
            status = cli.main(list(arguments))
        except SystemExit as end:  # argparse
            status = int(str(end.code))
        return Ended(status, *capsys.readouterr())

    return command


def write(place: Path, name: str, text: bytes, **changes: str) -> None:
    """Write a text with its sidecar into a corpus."""
    place.mkdir(exist_ok=True)
    (place / f"{name}.txt").write_bytes(text)
    values = {**SIDECAR, "sha256": hashlib.sha256(text).hexdigest(), **changes}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()]
    (place / f"{name}.toml").write_text("".join(lines), encoding="utf-8")


def tree(place: Path) -> dict[str, bytes]:
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


# help and wrong use


def test_help_names_every_command(run: Run) -> None:
    ended = run("--help")
    assert (ended.status, ended.err) == (0, "")
    listed = re.findall(r"^    (\w+)", ended.out.partition("Befehle:")[2], re.MULTILINE)
    assert tuple(listed) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_says_what_it_does_with_an_example(run: Run, command: str) -> None:
    ended = run(command, "--help")
    assert (ended.status, ended.err) == (0, "")
    (example,) = [line for line in ended.out.splitlines() if line.startswith("Beispiel: ")]
    words = shlex.split(example.removeprefix("Beispiel: "))
    assert words[:2] == ["forderungsgraph", command]
    parsed = cli.make_parser().parse_args(words[1:])
    assert parsed.command is not None


def test_without_a_command_the_manual_is_shown(run: Run) -> None:
    ended = run()
    assert ended.status == 2
    assert ended.out.startswith("usage: forderungsgraph")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bauen"], "'bauen'"),
        (["serve", "--port", "abc"], "„abc“ ist keine positive ganze Zahl"),
        (["serve", "--port", "0"], "„0“ ist keine positive ganze Zahl"),
        (["build", "--workers", "-1"], "„-1“ ist keine positive ganze Zahl"),
        (["check", "--format", "xml"], "'xml'"),
        (["extract"], "DATEI"),
        (["extract", "nirgends.pdf"], "nirgends.pdf"),
        (["explain", "nirgends.pdf"], "nirgends.pdf"),
        (["evaluate", "--gold", "nirgends.jsonl"], "nirgends.jsonl"),
        (["evaluate"], "--gold --sentences"),
    ],
)
def test_wrong_use_ends_with_two(run: Run, arguments: list[str], words: str) -> None:
    ended = run(*arguments)
    assert (ended.status, ended.out) == (2, "")
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_version(run: Run) -> None:
    assert run("version") == Ended(0, f"forderungsgraph {__version__}\n", "")


def test_the_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text("utf-8"))
    assert __version__ == project["project"]["version"]


# build


def test_a_build_shows_progress_figures_and_where_the_result_lies(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "texte", "eins", GERMAN.encode())
    ended = run("build", "--corpus", "texte")
    assert ended.status == 0
    release = Release.open(tmp_path / "release")
    rows = dict(line.rsplit("  ", 1) for line in ended.out.splitlines() if "  " in line.strip())
    found = {name.strip(): value.strip() for name, value in rows.items()}
    assert found["Dokumente"] == "1"
    assert found["Forderungen"] == str(release.manifest["counts"]["demands"]) == "1"
    assert found["Tripel"].replace(" ", "") or found["Verstöße gegen SHACL-Formen"] == "0"
    assert "Sekunden insgesamt" in found
    assert ended.out.splitlines()[-1] == f"Release {release.version} liegt in release"
    assert ended.err.splitlines() == [
        "Texte, Register, Ontologie lesen …", "Dokumente auswerten und prüfen …", "Forderungen vergleichen …",
        "Register prüfen …", "Schlüsse ziehen …", "Suchindex schreiben …", "Release schreiben …",
    ]  # fmt: skip


def test_unusable_texts_are_named_with_what_to_do_and_the_rest_is_built(run: Run, tmp_path: Path) -> None:
    texts = tmp_path / "texte"
    write(texts, "gut", GERMAN.encode())
    write(texts, "geaendert", GERMAN.encode(), sha256="0" * 64)
    write(texts, "leer", b"\n")
    write(texts, "latin", "Die Städte fordern mehr Geld.".encode("latin-1"))
    write(texts, "englisch", b"The association demands that the government must pay for the services which it has ordered and that it should not delay them.")  # fmt: skip
    write(texts, "schluessel", GERMAN.encode(), autor="Anna")
    write(texts, "datum", GERMAN.encode(), date="30.2.2019")
    write(texts, "fehlt", GERMAN.encode())
    (texts / "fehlt.txt").unlink()
    write(texts, "lose", GERMAN.encode())
    (texts / "lose.toml").unlink()
    ended = run("build", "--corpus", "texte")
    assert ended.status == 1
    left_out = [line for line in ended.out.splitlines() if line.startswith("Ausgelassen: ")]
    assert left_out == [
        "Ausgelassen: datum.toml – Zeile 7: Schlüssel „date“: „30.2.2019“ ist kein Datum der Form JJJJ-MM-TT. Den Wert berichtigen.",
        "Ausgelassen: englisch.txt – Der Text ist nicht deutsch (er sieht nach Englisch aus). Ausgewertet werden nur deutsche Texte.",
        "Ausgelassen: fehlt.toml – Zu dieser Begleitdatei fehlt der Text. fehlt.txt daneben ablegen.",
        f"Ausgelassen: geaendert.txt – Der Text hat die Prüfsumme {hashlib.sha256(GERMAN.encode()).hexdigest()[:12]}…, seine Begleitdatei nennt 000000000000…. Den Text wiederherstellen oder bei gewollter Änderung sha256 in der Begleitdatei erneuern.",
        "Ausgelassen: latin.txt – Zeile 1: Der Text ist nicht in UTF-8 geschrieben (er sieht nach Latin-1 oder Windows-1252 aus). Den Text als UTF-8 speichern.",
        "Ausgelassen: leer.txt – Der Text ist leer. Den Text einfügen oder die Datei entfernen.",
        "Ausgelassen: lose.txt – Zu diesem Text fehlt die Begleitdatei. lose.toml daneben anlegen.",
        "Ausgelassen: schluessel.toml – Zeile 7: Unbekannter Schlüssel „autor“. Gemeint ist wohl „authors“.",
    ]
    manifest = Release.open(tmp_path / "release").manifest
    assert [document["slug"] for document in manifest["documents"]] == ["gut"]
    assert len(manifest["leftOut"]) == 8


def _registers(place: Path) -> Path:
    shutil.copytree(folder("data"), place / "data", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    return place / "data"


def _spoil_nothing(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault lies in the arguments."""
    del place, monkeypatch


def _spoil_register(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = _registers(place)
    table = data / "registers" / "services.csv"
    lines = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join([*lines, lines[1]]), encoding="utf-8")
    monkeypatch.setattr("forderungsgraph.registers.read.shipped", lambda name: place / name)


def _spoil_ontology(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "ontology").mkdir()
    (place / "ontology" / "a.ttl").write_text(
        "@prefix fg: <https://w3id.org/forderungsgraph/def#> .\nfg:Law a", "utf-8"
    )
    monkeypatch.setattr("forderungsgraph.turtle.folder", lambda name: place / name)


def _spoil_shapes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place / "shapes").mkdir()
    (place / "shapes" / "data.ttl").write_text("<a> <b> .", "utf-8")
    monkeypatch.setattr("forderungsgraph.validate.folder", lambda name: place / name)


def _remove_shapes(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forderungsgraph.validate.folder", lambda name: place / name)


def _fill_disk(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del place

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)


def _forbid(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del place

    def forbidden(**_: object) -> str:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.mkdtemp", forbidden)


HINT = "Platz und Rechte prüfen; ein bisheriges Release ist unverändert."


@pytest.mark.parametrize(
    ("spoil", "arguments", "status", "sentence"),
    [
        (_spoil_nothing, ("--corpus", "nirgends"), 2,
         "nirgends: Diesen Ordner gibt es nicht. Den Pfad der Texte prüfen."),
        (_spoil_nothing, ("--corpus", "leer"), 2,
         "leer: Der Ordner enthält keine Texte. Texte als .txt mit Begleitdatei .toml ablegen."),
        (_spoil_nothing, ("--corpus", "schlecht"), 1,
         "schlecht: Kein Text ist brauchbar. a.txt: Zu diesem Text fehlt die Begleitdatei. a.toml daneben anlegen."),
        (_spoil_nothing, ("--base", "example.org"), 2,
         "„example.org“ taugt nicht als Anfang von Adressen. Eine http- oder https-Adresse mit / am Ende angeben."),
        (_spoil_nothing, ("--output", "texte/a.txt"), 1, "texte/a.txt: Hier liegt eine Datei. Einen anderen Ordner angeben."),
        (_spoil_nothing, ("--output", "texte"), 1,
         "texte: Der Ordner ist nicht leer und kein Release. Einen anderen Ordner angeben oder diesen leeren."),
        (_spoil_nothing, ("--output", "texte/a.txt/release"), 1,
         f"texte/a.txt/release: Das Release lässt sich nicht schreiben ({os.strerror(errno.EEXIST)}). {HINT}"),
        (_forbid, (), 1, f"release: Das Release lässt sich nicht schreiben ({os.strerror(errno.EACCES)}). {HINT}"),
        (_fill_disk, (), 1, f"release: Das Release lässt sich nicht schreiben ({os.strerror(errno.ENOSPC)}). {HINT}"),
        (_spoil_register, (), 1, "$TMP/data/registers/services.csv, Zeile 31: Der Eintrag „basisdienst“ steht schon in Zeile 2. Eine der beiden Zeilen löschen oder umbenennen."),
        (_spoil_ontology, (), 1, "$TMP/ontology/a.ttl, Zeile 2: Kein gültiges Turtle (Unexpected end). Punkt, Anführungszeichen, Präfixe und Kodierung (UTF-8) an dieser Stelle prüfen."),
        (_spoil_shapes, (), 1, "$TMP/shapes/data.ttl, Zeile 1: Kein gültiges Turtle (. is not a valid RDF object). Punkt, Anführungszeichen, Präfixe und Kodierung (UTF-8) an dieser Stelle prüfen."),
        (_remove_shapes, (), 1, "$TMP/shapes/data.ttl: Die SHACL-Formen fehlen oder lassen sich nicht lesen. Den Pfad prüfen oder das Paket neu installieren."),
    ],
)  # fmt: skip
def test_what_stops_a_build_is_one_sentence_and_the_release_before_stays(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path, pytest.MonkeyPatch], None], arguments: tuple[str, ...], status: int, sentence: str,
) -> None:  # fmt: skip
    write(tmp_path / "texte", "a", GERMAN.encode())
    (tmp_path / "leer").mkdir()
    (tmp_path / "schlecht").mkdir()
    (tmp_path / "schlecht" / "a.txt").write_text(GERMAN, "utf-8")
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "manifest.json").write_text("bisher", "utf-8")
    spoil(tmp_path, monkeypatch)
    before = tree(tmp_path)
    ended = run("build", "--no-cache", "--corpus", "texte", *arguments)
    assert ended.err.splitlines()[-1] == f"Fehler: {sentence.replace('$TMP', str(tmp_path))}"
    assert (ended.status, ended.out) == (status, "")
    monkeypatch.undo()
    assert tree(tmp_path) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_a_build_tells_what_it_did_not_have_to_do_again(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "texte", "a", GERMAN.encode())
    call = ("build", "--corpus", "texte")
    assert "schon ausgewertet" not in run(*call).out
    assert re.search(r"davon schon ausgewertet +1\n", run(*call).out)
    assert (tmp_path / ".forderungsgraph-cache" / "CACHEDIR.TAG").is_file()
    assert "schon ausgewertet" not in run(*call, "--no-cache").out
    assert "schon ausgewertet" not in run(*call, "--cache", "anderswo").out
    assert (tmp_path / "anderswo" / "CACHEDIR.TAG").is_file()
    refused = run(*call, "--cache", "release/darin")
    assert (refused.status, refused.err.splitlines()[-1]) == (
        2,
        "Fehler: release/darin: Der Zwischenspeicher läge im Release. Einen anderen Ordner angeben.",
    )


def test_an_interrupted_command_ends_with_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("forderungsgraph.build.build", interrupted)
    ended = run("build")
    assert (ended.status, ended.out) == (130, "")


# check


def test_a_check_of_a_good_release(run: Run, built_release: Release) -> None:
    place = str(built_release.folder)
    ended = run("check", "--release", place, "--corpus", str(folder("data") / "corpus"))
    assert (ended.status, ended.out) == (0, "Keine Verstöße gegen die SHACL-Formen.\n")
    assert ended.err.endswith(" Zitate an ihrer Stelle im Text gesucht.\n")
    assert json.loads(run("check", "--release", place, "--format", "json").out) == {
        "conforms": True,
        "results": [],
    }
    turtle = run("check", "--release", place, "--format", "turtle").out
    (report,) = {
        quad.subject.value
        for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)
        if isinstance(quad, ox.Quad) and isinstance(quad.subject, ox.NamedNode)
    }
    assert report == f"{built_release.base}report"


def test_a_check_shows_document_node_fault_and_remedy(
    run: Run, tmp_path: Path, built_release: Release
) -> None:
    shutil.copytree(built_release.folder, tmp_path / "release")
    violation = {
        "document": "nst-2019", "focus": "https://example.org/id/demand/x", "label": "die Kosten zu tragen",
        "shape": "https://w3id.org/forderungsgraph/shapes#Demand", "source_shape": "https://example.org/s",
        "path": "https://w3id.org/forderungsgraph/def#demandedBy", "component": "https://example.org/c", "value": "",
        "severity": "http://www.w3.org/ns/shacl#Violation", "message_de": "Niemand fordert.",
        "message_en": "Nobody demands.", "hint": "Den Fordernden angeben.", "hint_en": "Name the demander.",
    }  # fmt: skip
    report = {"conforms": False, "results": [violation]}
    (tmp_path / "release" / "report.json").write_text(json.dumps(report), "utf-8")
    ended = run("check")
    assert ended.status == 1
    assert ended.out == (
        "1 Verstoß gegen die SHACL-Formen\n\nnst-2019\n  die Kosten zu tragen\n    <https://example.org/id/demand/x>\n"
        "    Falsch: Niemand fordert.\n    Wert bei fg:demandedBy: fehlt\n    Abhilfe: Den Fordernden angeben.\n"
        "    Form: Demand\n"
    )
    assert ended.err == "Fehlt oder ist verändert: report.json\n"


def test_a_check_without_a_release(run: Run) -> None:
    assert run("check") == Ended(
        1, "", "Fehler: release: Hier liegt kein lesbares Release. Erst bauen: forderungsgraph build.\n"
    )


# query


def test_all_queries_are_listed(run: Run) -> None:
    ended = run("query")
    assert (ended.status, ended.err) == (0, "")
    assert len(library()) >= 15
    for name in library():
        assert any(line.startswith(name) for line in ended.out.splitlines())


def test_a_query_as_table_csv_and_json(run: Run, built_release: Release) -> None:
    place = str(built_release.folder)
    asked = ("query", "forderungen-zum-gesetz", "--param", "law=ozg", "--release", place)
    table, plain, data = (run(*asked, "--format", form) for form in ("table", "csv", "json"))
    assert [ended.status for ended in (table, plain, data)] == [0, 0, 0]
    header, *rows = csv.reader(io.StringIO(plain.out, newline=""))
    assert tuple(header) == library()["forderungen-zum-gesetz"].columns
    assert len(rows) >= 3
    assert json.loads(data.out) == [dict(zip(header, row, strict=True)) for row in rows]
    assert table.out.splitlines()[-1] == f"{len(rows)} Zeilen"
    assert plain.out.count("\r\n") == len(rows) + 1


def test_an_own_query_file(run: Run, tmp_path: Path, built_release: Release) -> None:
    own = tmp_path / "eigene.rq"
    own.write_text("SELECT (COUNT(?d) AS ?n) { ?d a <https://w3id.org/forderungsgraph/def#Demand> }", "utf-8")
    ended = run("query", str(own), "--release", str(built_release.folder), "--format", "csv")
    assert ended.out == f"n\r\n{built_release.manifest['counts']['demands']}\r\n"
    own.write_text("ASK { ?d a <https://w3id.org/forderungsgraph/def#Demand> }", "utf-8")
    ended = run("query", str(own), "--release", str(built_release.folder), "--format", "csv")
    assert (ended.status, ended.out) == (0, "ergebnis\r\nja\r\n")


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("forderungen-zum-gesetz", "--param", "gesetz=ozg"), 1,
         "Die Abfrage „forderungen-zum-gesetz“ hat keinen Parameter „gesetz“. Parameter: law."),
        (("forderungen-zum-gesetz", "--param", "ozg"), 2, "„ozg“ ist kein Parameter. --param NAME=WERT angeben."),
        (("nirgends.rq",), 2, "nirgends.rq: Die Datei ist nicht lesbar. Pfad und Rechte prüfen."),
        (("baut.rq",), 1, "baut.rq: Die Abfrage ergibt einen Graphen, keine Tabelle. SELECT oder ASK verwenden."),
        (("kaputt.rq",), 1, "kaputt.rq, Zeile 2: Spalte 16: kein gültiges SPARQL (expected one of LATERAL, SERVICE, [_]). Die SELECT-Abfrage kurz vor dieser Stelle prüfen."),
        (("latin.rq",), 1, "latin.rq: Die Datei ist nicht in UTF-8. In UTF-8 speichern."),
        (("dienst.rq",), 1, "Abfrage, Zeile 1: SERVICE wird nicht ausgeführt: Dieser Dienst ruft keine anderen Dienste auf. Umgekehrt geht es: diesen Dienst aus einem anderen Speicher mit SERVICE abfragen."),
    ],
)  # fmt: skip
def test_wrong_queries_are_one_sentence(
    run: Run, tmp_path: Path, built_release: Release, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    (tmp_path / "baut.rq").write_text("CONSTRUCT WHERE { ?s ?p ?o }", "utf-8")
    (tmp_path / "kaputt.rq").write_text("SELECT ?s\nWHERE { ?s ?p }", "utf-8")
    (tmp_path / "latin.rq").write_bytes("SELECT ?ä {}".encode("latin-1"))
    (tmp_path / "dienst.rq").write_text("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "utf-8")
    ended = run("query", *arguments, "--release", str(built_release.folder))
    assert ended == Ended(status, "", f"Fehler: {sentence}\n")


def test_a_mistyped_name_gets_proposals(run: Run, built_release: Release) -> None:
    ended = run("query", "forderungen-zum-gesets", "--release", str(built_release.folder))
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("Fehler: Keine Abfrage heißt „forderungen-zum-gesets“. Vielleicht: ")
    assert "forderungen-zum-gesetz" in ended.err


# extract, evaluate, serve


def test_extract_prints_one_object_per_demand_and_goes_on_after_a_fault(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(f"An das Land\n\n{GERMAN}", "utf-8")
    (tmp_path / "leer.txt").write_bytes(b"")
    # a file that cannot be used is a finding, a path that is not there a wrong call
    assert run("extract", "leer.txt", "brief.txt").status == 1
    ended = run("extract", "leer.txt", "nirgends.txt", "brief.txt")
    assert ended.status == 2
    assert ended.err.splitlines() == [
        "Fehler: leer.txt: Der Text ist leer. Den Text einfügen oder die Datei entfernen.",
        f"Fehler: nirgends.txt: Die Datei lässt sich nicht lesen ({os.strerror(errno.ENOENT)}). Pfad und Rechte prüfen.",
    ]
    (row,) = map(json.loads, ended.out.splitlines())
    assert list(row) == [
        "doc", "start", "end", "text", "demander", "addressee", "laws", "services", "kind", "section", "confidence",
        "rule",
    ]  # fmt: skip
    text = (tmp_path / "brief.txt").read_bytes().decode("utf-8")
    assert (row["doc"], row["text"]) == ("brief.txt", text[row["start"] : row["end"]])
    assert (row["addressee"], row["services"]) == (["Land Niedersachsen"], ["BundID"])


def test_a_file_to_add_that_is_not_there_is_a_wrong_call(run: Run) -> None:
    ended = run("add", "nirgends.pdf", "--corpus", "texte", "--yes")
    assert (ended.status, ended.out) == (2, "1 nicht verwendbar\n")
    assert ended.err.startswith("Fehler: nirgends.pdf: Die Datei lässt sich nicht lesen")


def test_extract_counts_code_points_of_the_stored_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_bytes(f"\ufeffKopf 😀\r\n\r\n{GERMAN}".encode())
    ended = run("extract", "brief.txt")
    (row,) = map(json.loads, ended.out.splitlines())
    text = (tmp_path / "brief.txt").read_bytes().decode("utf-8")
    assert text[row["start"] : row["end"]] == row["text"]
    assert "Kosten der BundID" in row["text"]


def test_extract_describes_documents(run: Run) -> None:
    texts = sorted((folder("data") / "corpus").glob("*.txt"))
    assert len(texts) == 5
    ended = run("extract", "--documents", *map(str, texts))
    rows = [json.loads(line) for line in ended.out.splitlines()]
    assert (ended.status, ended.err) == (0, "")
    assert [row["doc"] for row in rows] == [path.name for path in texts]
    assert {
        "type",
        "title",
        "date",
        "place",
        "publisher",
        "laws",
        "services",
        "programmes",
        "organisations",
    } <= set(rows[0])


def test_evaluate_compares_with_gold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text(GERMAN, "utf-8")
    found = json.loads(run("extract", "brief.txt").out)
    (tmp_path / "gold.jsonl").write_text(json.dumps({**found, "types": []}) + "\n", "utf-8")
    facts = run("extract", "--documents", "brief.txt").out
    (tmp_path / "docs.jsonl").write_text(facts, "utf-8")
    ended = run("evaluate", "--gold", "gold.jsonl", "--documents", ".", "--json")
    assert ended.status == 0
    assert json.loads(ended.out)
    shown = run("evaluate", "--gold", "gold.jsonl", "--documents", ".")
    assert shown.status == 0
    assert "Vergleich mit der Annotation (1 Dokument)" in shown.out
    sets = run("evaluate", "--gold", "gold.jsonl", "gold.jsonl", "--figures", "--json")
    assert json.loads(sets.out)["documents"] == 2
    assert "Je Satz" in run("evaluate", "--gold", "gold.jsonl", "gold.jsonl").out
    (tmp_path / "saetze.txt").write_text("Der Bund muss zahlen.\nEr zögert.\n", "utf-8")
    assert json.loads(run("evaluate", "--sentences", "saetze.txt", "--json").out)["ends"]["hit"] == 1
    assert "Satzgrenzen: 2 Sätze" in run("evaluate", "--sentences", "saetze.txt").out
    (tmp_path / "gold.jsonl").write_text("{}\nnein\n", "utf-8")
    assert run("evaluate", "--gold", "gold.jsonl", "--documents", ".") == Ended(
        2, "", "Fehler: gold.jsonl, Zeile 1: Der Zeile fehlt „doc“.\n"
    )


def test_serve_tells_a_port_in_use_and_a_missing_release(run: Run, built_release: Release) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = run("serve", "--release", str(built_release.folder), "--port", str(port))
    assert ended == Ended(
        1, "",
        f"Fehler: An 127.0.0.1:{port} kann der Dienst nicht lauschen ({os.strerror(errno.EADDRINUSE)}). "
        "Läuft er schon? Sonst mit --port einen anderen Port wählen.\n",
    )  # fmt: skip
    ended = run("serve", "--port", str(port))
    assert ended == Ended(
        1, "", "Fehler: release: Hier liegt kein lesbares Release. Erst bauen: forderungsgraph build.\n"
    )


def test_a_reader_that_goes_away_is_no_fault() -> None:
    # `forderungsgraph query | head -1`
    command = [sys.executable, "-m", "forderungsgraph", "query"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


# rules


def test_all_rules_with_weight_reason_and_example(run: Run) -> None:
    ended = run("rules")
    assert (ended.status, ended.err) == (0, "")
    lines = ended.out.splitlines()
    must = lines.index(next(line for line in lines if line.startswith("M-must ")))
    assert lines[must].split()[:2] == ["M-must", "0,74"]
    assert "Beispiel: Der Bund muss die" in lines[must + 1] + lines[must + 2]
    assert "E: ausdrücklich  explicit: somebody says that they demand" in lines
    assert any(line.startswith("state  ") for line in lines)
    data = json.loads(run("rules", "--json").out)
    assert list(data) == [
        "threshold", "groups", "subjects", "factors", "refusals", "outcomes", "conclusions", "words",
    ]  # fmt: skip
    assert "law.version-of-day" in {each["id"] for each in data["conclusions"]}
    assert [group["id"] for group in data["groups"]] == ["E", "M", "N", "S", "L", "mentions"]
    (rule,) = [rule for rule in data["groups"][1]["rules"] if rule["id"] == "M-must"]
    assert rule == {
        "id": "M-must",
        "title": None,
        "weights": [0.74],
        "from_subject": False,
        "reason": {
            "de": "„Der Bund muss …“: Hauptsatz mit müssen",
            "en": "main clause with “müssen”: “The Federation must …”",
        },
        "example": "Der Bund muss die Register der Gemeinden anbinden.",
        "example_type": "Resolution",
    }


def test_one_rule_as_it_stands_at_a_demand(run: Run) -> None:
    verb = json.loads(run("rules", "E-zu-auffordern", "--json").out)
    assert [rule["id"] for group in verb["groups"] for rule in group["rules"]] == ["E-zu-…"]
    assert [word["lemma"] for word in verb["words"]] == ["auffordern"]
    assert len(verb["subjects"]) == 10
    item = json.loads(run("rules", "L-F-M-wish", "--json").out)
    assert [rule["id"] for group in item["groups"] for rule in group["rules"]] == ["M-wish", "L-F-…"]
    assert "Beispiel: Wir fordern das Land auf, die Kosten zu tragen." in run("rules", "E-zu-auffordern").out
    assert run("rules", "questoin") == Ended(
        2, "", "Fehler: Eine Regel oder einen Faktor „questoin“ gibt es nicht. Ähnlich: question.\n"
    )
