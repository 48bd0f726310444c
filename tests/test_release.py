"""Building releases: what goes in, what is left out, that nothing half-written is ever seen."""

from __future__ import annotations

import errno
import hashlib
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from forderungsgraph.build import BuildResult, Shipped, build
from forderungsgraph.check import check
from forderungsgraph.corpus import read_corpus
from forderungsgraph.errors import (
    ForderungsgraphError,
    InconsistencyError,
    InputError,
    RegisterError,
    ReleaseError,
    ShapesError,
    SyntaxGraphError,
    UsageError,
)
from forderungsgraph.files import folder
from forderungsgraph.graph import has_contact
from forderungsgraph.model import (
    Actor,
    Conversion,
    Demand,
    DemandKind,
    DocumentFacts,
    Origin,
    Progress,
    Sidecar,
    Span,
    SpeechAct,
)
from forderungsgraph.recheck import recheck
from forderungsgraph.registers import Registers
from forderungsgraph.release import Release, staged

SHIPPED_CORPUS = folder("data") / "corpus"
SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""


class Double:
    """A converter that takes each line beginning with „Wir fordern“ for a demand."""

    confidence = 0.5

    def __init__(self, registers: Registers) -> None:
        del registers

    def convert(self, text: str, *, name: str, sidecar: Sidecar | None = None) -> Conversion:
        assert sidecar is not None
        if "Absturz" in text:
            raise ZeroDivisionError("division by zero")
        demander = Actor("Niedersächsischer Städtetag", "nst", Origin.STATED, "double")
        demands = tuple(
            Demand(
                (Span(*found.span()),), found[0], found[0], DemandKind.EXPLICIT, SpeechAct.REQUEST, (demander,), (), (),
                "", 2.0 if "Verstoß" in found[0] else self.confidence, "double",
            )
            for found in re.finditer(r"^Wir fordern .+$", text, re.M)
        )  # fmt: skip
        return Conversion(name, sidecar.sha256, len(text), DocumentFacts(), demands)


def _write(corpus: Path, name: str, text: str) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / f"{name}.txt").write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    (corpus / f"{name}.toml").write_text(SIDECAR.format(digest=digest), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two texts with three demands."""
    _write(tmp_path / "texte", "eins", "Kopf\nWir fordern mehr Geld.\nWir fordern klare Regeln.\n")
    _write(tmp_path / "texte", "zwei", "\ufeffÄrger 😀 überall\r\nWir fordern Breitband – jetzt!\r\n")
    return tmp_path / "texte"


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Shipped:
    """Empty tables: what is tested here does not depend on registers, and they take most of the time."""
    tables = tmp_path_factory.mktemp("leer") / "registers"
    tables.mkdir()
    found = sorted((folder("data") / "registers").glob("*.csv"))
    assert len(found) > 10
    for path in (*found, folder("data") / "curation" / "status.csv"):
        with path.open("rb") as file:
            (tables / path.name).write_bytes(file.readline())
    return Shipped(registers=tables, status=tables / "status.csv")


Build = Callable[..., BuildResult]


@pytest.fixture
def build_small(lean: Shipped) -> Build:
    """Builds with the converter above."""

    def run(corpus: Path, output: Path, shipped: Shipped = lean, **more: Any) -> BuildResult:
        return build(corpus, output, converter=Double, shipped=shipped, **more)

    return run


def _tree(place: Path) -> dict[str, bytes]:
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


# what a release is


def test_a_build_tells_what_it_built(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    steps: list[Progress] = []
    result = build_small(corpus, tmp_path / "release", tell=steps.append)
    assert (result.documents, result.demands, result.laws, result.services) == (2, 3, 0, 0)
    assert (result.violations, result.left_out, result.unmatched, result.good) == (0, (), (), True)
    assert [name for name, _ in result.seconds] == list(dict.fromkeys(step.stage for step in steps))
    assert all(seconds > 0 for _, seconds in result.seconds)
    assert (steps[-1].done, steps[-1].total) == (1, 1)


def test_a_release_holds_the_promised_files(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    result = build_small(corpus, tmp_path / "release", base="https://example.org/")
    files = _tree(tmp_path / "release")
    assert {name for name in files if "/" not in name} == {
        "forderungsgraph.nq", "manifest.json", "report.json", "report.ttl", "review.jsonl", "rejected.jsonl", "suche.sqlite", "SHA256SUMS",
    }  # fmt: skip
    manifest = json.loads(files["manifest.json"])
    digest = hashlib.sha256(files["forderungsgraph.nq"]).hexdigest()
    assert manifest["base"] == "https://example.org/"
    assert manifest["version"] == f"{manifest['software']}-{digest[:12]}" == result.release.version
    assert manifest["counts"]["documents"] == 2
    assert [entry["slug"] for entry in manifest["documents"]] == ["eins", "zwei"]
    assert [entry["demands"] for entry in manifest["documents"]] == [2, 1]
    names = {entry["name"] for entry in manifest["graphs"]}
    expected = {
        "ontology",
        "vocabulary",
        "status",
        "inferred",
        "document/eins",
        "provenance/eins",
        "register/laws",
    }
    assert {f"https://example.org/graph/{name}" for name in expected} <= names
    assert {entry["file"] for entry in manifest["graphs"]} == {n for n in files if n.startswith("graphs/")}
    assert files["SHA256SUMS"].decode().splitlines() == [
        f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files.items() if name != "SHA256SUMS"
    ]


def test_the_parts_are_the_whole(built: BuildResult) -> None:
    """Each Turtle file holds what the N-Quads hold for its graph, the quads are sorted, all nodes have an IRI."""
    place = built.release.folder
    lines = (place / "forderungsgraph.nq").read_bytes().split(b"\n")
    assert lines[-1] == b""
    assert lines[:-1] == sorted(set(lines[:-1]))
    quads = list(built.release.quads())
    assert len(quads) == len(lines) - 1
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    assert built.triples == len({q.triple for q in quads})
    for entry in built.release.manifest["graphs"]:
        triples = {q.triple for q in quads if q.graph_name == ox.NamedNode(entry["name"])}
        parsed = list(ox.parse(path=place / entry["file"], format=ox.RdfFormat.TURTLE))
        assert {q.triple for q in parsed if isinstance(q, ox.Quad)} == triples
        assert len(triples) == entry["triples"]


def test_every_quotation_stands_at_its_place(built: BuildResult) -> None:
    found = recheck(built.release, read_corpus(SHIPPED_CORPUS))
    assert (found.wrong, found.missing) == ((), ())
    assert found.checked >= built.demands > 60


def test_no_contact_data_and_no_full_text_is_published(built: BuildResult) -> None:
    literals = {q.object for q in built.release.quads() if isinstance(q.object, ox.Literal)}
    values = [literal.value for literal in literals]
    assert len(values) > 2000
    assert [value for value in values if has_contact(value)] == []
    # the press release names a mobile number and a mail address of its contact person
    raw = (SHIPPED_CORPUS / "nst-2020-presseinformation-8.txt").read_text("utf-8")
    assert has_contact(raw)
    digits = re.sub(r"\D", "", "".join(re.findall(r"(?:Mobil|Telefon|Tel\.?)[^\n]*", raw)))
    assert len(digits) > 6
    assert not [value for value in values if digits[:9] in re.sub(r"\D", "", value) and len(value) < 200]
    for text in read_corpus(SHIPPED_CORPUS).texts:
        longest = max((len(value) for value in values if value in text.text), default=0)
        assert longest < len(text.text) / 5


def test_no_path_of_this_machine_is_in_a_release(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    (corpus / "drei.txt").write_text("Wir fordern eine Begleitdatei.", encoding="utf-8")
    result = build_small(corpus, tmp_path / "release")
    assert [entry.name for entry in result.left_out] == ["drei.txt"]
    for name, data in _tree(tmp_path / "release").items():
        assert str(tmp_path).encode() not in data, name
        assert str(folder("data").parent).encode() not in data, name


def test_the_same_input_gives_the_same_bytes(built: BuildResult, tmp_path: Path) -> None:
    """Another hash seed, time zone, working folder and number of processes change nothing."""
    environment = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        [sys.executable, "-m", "forderungsgraph", "build", "--workers", "2"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert _tree(tmp_path / "release") == _tree(built.release.folder)


# what is left out


def test_a_text_with_another_checksum_is_left_out_and_named(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    (corpus / "eins.txt").write_text("Wir fordern etwas anderes.", encoding="utf-8")
    result = build_small(corpus, tmp_path / "release")
    assert (result.documents, result.good) == (1, False)
    (entry,) = result.left_out
    assert entry.name == "eins.txt"
    assert "Prüfsumme" in entry.reason
    assert result.release.manifest["leftOut"] == [{"name": entry.name, "reason": entry.reason}]


def test_a_text_on_which_the_converter_breaks_is_left_out_and_named(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    _write(corpus, "absturz", "Absturz")
    result = build_small(corpus, tmp_path / "release")
    assert result.documents == 2
    (entry,) = result.left_out
    assert entry.name == "absturz.txt"
    assert "ZeroDivisionError: division by zero" in entry.reason


def test_a_document_that_violates_the_shapes_is_left_out_and_reported(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    _write(corpus, "falsch", "Wir fordern einen Verstoß.\n")
    result = build_small(corpus, tmp_path / "release")
    assert (result.documents, result.violations) == (2, 2)
    (entry,) = result.left_out
    assert entry.name == "falsch.txt"
    assert "Zuverlässigkeit" in entry.reason
    assert not [q for q in result.release.quads() if "/falsch" in str(q)]
    checked = check(tmp_path / "release", corpus)
    assert not checked.good
    # the demand, and the assertion who made it, which is at most as sure
    assert [(v.document, v.path.rsplit("#")[-1]) for v in checked.report.results] == [
        ("falsch", "confidence")
    ] * 2
    assert "2" in {v.value for v in checked.report.results}
    assert "Wir fordern einen Verstoß." in {v.label for v in checked.report.results}


def test_a_row_of_a_register_that_violates_the_shapes_is_left_out_and_reported(
    corpus: Path, tmp_path: Path, built: BuildResult
) -> None:
    shapes = tmp_path / "data.ttl"
    shapes.write_text(
        (folder("shapes") / "data.ttl").read_text("utf-8")
        + """
fgsh:NoOzg a sh:NodeShape ; sh:targetNode <https://w3id.org/forderungsgraph/id/law/ozg> ;
    sh:property fgsh:NoOzg-abbreviation ; sh:description "Streichen."@de, "Delete it."@en .
fgsh:NoOzg-abbreviation a sh:PropertyShape ; sh:path fg:abbreviation ; sh:maxCount 0 ;
    sh:message "Zu viel."@de, "Too much."@en .
""",
        encoding="utf-8",
    )
    result = build(corpus, tmp_path / "release", shipped=Shipped(shapes=shapes))
    assert not result.good
    assert result.violations == 1
    assert [(entry.name, entry.reason) for entry in result.left_out] == [
        (
            "register/laws: Gesetz zur Verbesserung des Onlinezugangs zu Verwaltungsleistungen",
            "Verstoß gegen die SHACL-Formen: Zu viel.",
        )
    ]
    assert result.release.manifest["leftOut"] == [
        {"name": entry.name, "reason": entry.reason} for entry in result.left_out
    ]
    ozg = ox.NamedNode("https://w3id.org/forderungsgraph/id/law/ozg")
    laws = ox.NamedNode("https://w3id.org/forderungsgraph/graph/register/laws")
    assert not [q for q in result.release.quads() if q.subject == ozg and q.graph_name == laws]
    # every other row is there
    rows = {q.subject for q in built.release.quads() if q.graph_name == laws} - {ozg}
    assert {q.subject for q in result.release.quads() if q.graph_name == laws} == rows
    assert not check(tmp_path / "release").good


DEADLY = """
import os
from forderungsgraph.model import Conversion, DocumentFacts

class Deadly:
    def __init__(self, registers):
        pass

    def convert(self, text, *, name, sidecar=None):
        if "Absturz" in text:
            os._exit(7)
        return Conversion(name, sidecar.sha256, len(text), DocumentFacts(), ())
"""


def test_a_process_that_dies_takes_no_other_text_along(
    corpus: Path, lean: Shipped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deadly_converter.py").write_text(DEADLY, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    deadly = importlib.import_module("deadly_converter").Deadly
    _write(corpus, "absturz", "Absturz")
    result = build(corpus, tmp_path / "release", converter=deadly, workers=2, shipped=lean)
    assert result.documents == 2
    assert [(entry.name, "Prozess" in entry.reason) for entry in result.left_out] == [("absturz.txt", True)]


def test_observations_on_documents_of_another_corpus_are_no_findings(
    lean: Shipped, corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    table = tmp_path / "status.csv"
    table.write_text(
        "document,demand,status,observed_on,examined_on,side,observer,certainty,source,evidence,note\n"
        "eins,mehr Geld,met,2024,2025,official,Redaktion,checked,Haushalt,,\n"
        "eins,etwas anderes,open,,2025,official,Redaktion,checked,Haushalt,,\n"
        "fremd,mehr Geld,open,,2025,official,Redaktion,checked,Haushalt,,\n",
        encoding="utf-8",
    )
    result = build_small(corpus, tmp_path / "release", shipped=replace(lean, status=table))
    assert [row.demand for row in result.unmatched] == ["etwas anderes"]
    assert not result.good


# what stops a build, and that the release before stays


def _no_text(corpus: Path, lean: Shipped) -> Shipped:
    for path in corpus.glob("*.txt"):
        path.write_bytes(b"anders")
    return lean


def _no_corpus(corpus: Path, lean: Shipped) -> Shipped:
    for path in corpus.iterdir():
        path.unlink()
    corpus.rmdir()
    return lean


def _file(corpus: Path, content: str, name: str) -> Path:
    path = corpus.parent / name
    path.write_text(content, encoding="utf-8")
    return path


def _broken_shapes(corpus: Path, lean: Shipped) -> Shipped:
    return replace(lean, shapes=_file(corpus, "@prefix ex: <http://x/> .\nex:a ex:b", "kaputt.ttl"))


def _missing_shapes(corpus: Path, lean: Shipped) -> Shipped:
    return replace(lean, shapes=corpus / "fehlt.ttl")


def _broken_ontology(corpus: Path, lean: Shipped) -> Shipped:
    return replace(lean, ontology=_file(corpus, "das ist kein Turtle", "ontologie.ttl"))


def _contradiction(corpus: Path, lean: Shipped) -> Shipped:
    axioms = (folder("ontology") / "demand.ttl").read_text(
        "utf-8"
    ) + "\nfg:Demand owl:disjointWith prov:Entity .\n"
    return replace(lean, ontology=_file(corpus, axioms, "widerspruch.ttl"))


def _duplicate(corpus: Path, lean: Shipped) -> Shipped:
    tables = corpus.parent / "register"
    tables.mkdir()
    for path in (folder("data") / "registers").glob("*.csv"):
        (tables / path.name).write_bytes(path.read_bytes())
    lines = (tables / "territories.csv").read_text("utf-8").splitlines(keepends=True)
    (tables / "territories.csv").write_text("".join([*lines, lines[1]]), encoding="utf-8")
    return replace(lean, registers=tables)


@pytest.mark.parametrize(
    ("spoil", "error", "words"),
    [
        (_no_text, InputError, "Kein Text ist brauchbar"),
        (_no_corpus, UsageError, "Diesen Ordner gibt es nicht"),
        (_broken_shapes, SyntaxGraphError, "kaputt.ttl, Zeile 2"),
        (_missing_shapes, ShapesError, "fehlt.ttl"),
        (_broken_ontology, SyntaxGraphError, "ontologie.ttl, Zeile 1"),
        (_contradiction, InconsistencyError, "was sich ausschließt"),
        (_duplicate, RegisterError, "territories.csv, Zeile"),
    ],
)
def test_what_stops_a_build_is_told_and_leaves_the_release_before(
    spoil: Callable[[Path, Shipped], Shipped],
    lean: Shipped,
    error: type[ForderungsgraphError],
    words: str,
    corpus: Path,
    tmp_path: Path,
    build_small: Build,
) -> None:
    build_small(corpus, tmp_path / "release")
    before = _tree(tmp_path / "release")
    shipped = spoil(corpus, lean)
    with pytest.raises(error) as caught:
        build_small(corpus, tmp_path / "release", shipped=shipped)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert _tree(tmp_path / "release") == before
    assert not list(tmp_path.glob(".release-*"))


def test_a_full_disk_leaves_the_release_before(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build_small: Build
) -> None:
    build_small(corpus, tmp_path / "release")
    before = _tree(tmp_path / "release")
    written: Callable[[Path, bytes], int] = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        if self.name == "manifest.json":
            written(self, data[:10])
            raise OSError(errno.ENOSPC, "No space left on device")
        return written(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ReleaseError, match="No space left on device"):
        build_small(corpus, tmp_path / "release")
    assert _tree(tmp_path / "release") == before
    assert not list(tmp_path.glob(".release-*"))


def test_a_switch_that_fails_puts_the_release_before_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "release"
    with staged(output) as place:
        (place / "manifest.json").write_text("alt", encoding="utf-8")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if self.name == "neu":
            raise OSError(errno.EIO, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(ReleaseError, match="Input/output error"), staged(output) as place:
        (place / "manifest.json").write_text("neu", encoding="utf-8")
    assert _tree(output) == {"manifest.json": b"alt"}
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_an_interrupted_build_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted() -> None:
        with staged(tmp_path / "release") as place:
            (place / "manifest.json").write_text("halb", encoding="utf-8")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_a_new_release_replaces_the_old_one_as_a_whole(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    build_small(corpus, tmp_path / "release")
    (corpus / "eins.txt").unlink()
    (corpus / "eins.toml").unlink()
    build_small(corpus, tmp_path / "release")
    assert not (tmp_path / "release" / "graphs" / "document-eins.ttl").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release", "texte"]


def test_a_folder_that_is_no_release_is_never_replaced(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    precious = tmp_path / "Dokumente"
    precious.mkdir()
    (precious / "Brief.txt").write_text("wichtig", encoding="utf-8")
    with pytest.raises(ReleaseError, match="kein Release"):
        build_small(corpus, precious)
    assert _tree(precious) == {"Brief.txt": b"wichtig"}
    with pytest.raises(ReleaseError, match="Hier liegt eine Datei"):
        build_small(corpus, precious / "Brief.txt")


def test_an_unwritable_place_is_told_before_the_work(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    steps: list[Progress] = []
    with pytest.raises(ReleaseError, match="lässt sich nicht schreiben"):
        build_small(corpus, tmp_path / "datei" / "release", tell=steps.append)
    assert steps == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_forbidden_folder_is_told(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    locked = tmp_path / "zu"
    locked.mkdir(mode=0o500)
    with pytest.raises(ReleaseError, match="Permission denied"):
        build_small(corpus, locked / "release")


# reading a release


def test_no_release_is_told_with_the_command_that_builds_one(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="forderungsgraph build"):
        Release.open(tmp_path)
    (tmp_path / "manifest.json").write_text('{"version": "1"}', encoding="utf-8")
    with pytest.raises(ReleaseError, match="kein lesbares Release"):
        Release.open(tmp_path)


def test_a_check_finds_changed_files_and_quotations(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    build_small(corpus, tmp_path / "release")
    assert check(tmp_path / "release", corpus).good
    data = tmp_path / "release" / "forderungsgraph.nq"
    data.write_bytes(
        data.read_bytes().replace(b'oa#exact> "Wir fordern mehr Geld."', b'oa#exact> "Wir wollen mehr Geld."')
    )
    (tmp_path / "release" / "report.ttl").unlink()
    checked = check(tmp_path / "release", corpus)
    assert checked.damaged == ("forderungsgraph.nq", "report.ttl")
    assert checked.quotations is not None
    assert checked.quotations.wrong == ("https://w3id.org/forderungsgraph/id/passage/eins-5-27",)


def test_a_check_without_the_texts_says_which_are_missing(
    corpus: Path, tmp_path: Path, build_small: Build
) -> None:
    build_small(corpus, tmp_path / "release")
    (corpus / "zwei.txt").unlink()
    (corpus / "zwei.toml").unlink()
    checked = check(tmp_path / "release", corpus)
    assert checked.quotations is not None
    assert checked.quotations.missing == ("https://w3id.org/forderungsgraph/id/document/zwei",)


def test_broken_data_is_told(corpus: Path, tmp_path: Path, build_small: Build) -> None:
    release = build_small(corpus, tmp_path / "release").release
    (release.folder / "forderungsgraph.nq").write_text("kaputt", encoding="utf-8")
    (release.folder / "report.json").write_text("[]", encoding="utf-8")
    with pytest.raises(ReleaseError, match="nicht lesbar"):
        list(release.quads())
    with pytest.raises(ReleaseError, match="Bericht"):
        release.report()
    (release.folder / "SHA256SUMS").unlink()
    with pytest.raises(ReleaseError, match="Prüfsummen"):
        release.damaged()
