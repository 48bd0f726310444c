"""Importing published federal law: what is read of an act, what becomes of bad files, and that it repeats."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from forderungsgraph import cli
from forderungsgraph.errors import InputError, LawFileError, RegisterError, UsageError
from forderungsgraph.graph import act_lines
from forderungsgraph.iri import DEFAULT_BASE, ELI, FG, Iris
from forderungsgraph.laws.importing import Imported, import_laws, import_laws_with_text
from forderungsgraph.laws.sources import LawFile, law_files
from forderungsgraph.ntriples import lines_of
from forderungsgraph.registers import read_registers
from forderungsgraph.registers.giinorm import LARGEST, Act, part_key, read_act, read_act_with_text
from forderungsgraph.registers.lawarchive import ACTS, INDEX, MANIFEST, LawArchive
from forderungsgraph.validate import load_shapes, validate

DATA = Path(__file__).resolve().parent / "data" / "laws"
SHARED = Path(__file__).resolve().parents[2] / "shared" / "federal-law"
INVENTED = "BJNR999910020"
LAW = f"{DEFAULT_BASE}id/law/"


def raw(name: str = INVENTED) -> bytes:
    return (DATA / f"{name}.xml").read_bytes()


def act() -> Act:
    return read_act(raw(), "invented.xml")


def graph_of(lines: list[str]) -> Graph:
    return Graph().parse(data="\n".join(lines), format="nt")


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_what_the_head_of_an_act_says() -> None:
    read = act()
    assert (read.identifier, read.abbreviation, read.short) == (
        INVENTED,
        "ErfDigG",
        "Erfundenes Digitalgesetz",
    )
    assert read.title == "Gesetz über erfundene digitale Dienste"
    assert (read.date, read.in_force, read.state) == ("2020-02-03", "2020-03-01", "2025-03-01")
    assert read.citations == ("BGBl. I 2020 S. 9991, 9992",)
    assert read.last_amendment == "Zuletzt geändert durch Art. 7 G v. 5.3.2024 I Nr. 99"
    assert read.last_amended == "2024-03-05"
    assert read.notes == ("Hinweis: Änderung durch Art. 8 noch nicht berücksichtigt",)


def test_structure_and_paragraphs_in_their_order() -> None:
    read = act()
    assert [(d.key, d.designation, d.heading, d.parent, d.position) for d in read.divisions] == [
        ("gl-010", "Teil 1", "Allgemeines", None, 1),
        ("gl-010020", "Abschnitt 2", None, "gl-010", 2),
        ("gl-020", "Art 2", None, None, 5),
    ]
    # formulas and repealed paragraphs are none; a paragraph that is counted anew gets a key of its own
    assert [(p.key, p.designation, p.heading, p.division, p.position) for p in read.paragraphs] == [
        ("par-1", "§ 1", "Zweck und „Ziel“", "gl-010020", 3),
        ("par-1a", "§ 1a", "Mehrzeilige Überschrift", "gl-010020", 4),
        ("par-1-2", "§ 1", None, "gl-020", 6),
        ("art-91c", "Art. 91c", None, "gl-020", 7),
        ("anlage-1-zu-par-1", "Anlage 1 (zu § 1)", None, "gl-020", 8),
    ]
    assert {p.text for p in read.paragraphs} == {None}


def test_texts_only_where_they_are_wanted() -> None:
    read = read_act_with_text(raw(), "invented.xml")
    assert read.paragraphs[0].text == (
        "(1) Dieses Gesetz dient\n1. den Kommunen und\n2. dem Land.\n(2) Rückfragen: amt@example.org."
    )
    (text,) = graph_of(act_lines(read, "erf", None, Iris())).objects(
        URIRef(f"{LAW}erf/par-1"), URIRef("https://schema.org/text")
    )
    assert "[…]" in str(text)
    assert "@" not in str(text)  # contact data never enters the graph


@pytest.mark.parametrize(
    ("gazette", "place", "citation"),
    [
        ("BGBl I", "2017, 3122, 3138", "BGBl. I 2017 S. 3122, 3138"),
        ("BGBl I", "2024, Nr. 245", "BGBl. 2024 I Nr. 245"),
        ("BGBl. I", "2025, Nr. 301, 2", "BGBl. 2025 I Nr. 301 S. 2"),
        ("BGBl", "1949, 1", "BGBl. 1949 S. 1"),
        ("BAnz", "AT 08.01.2015 V1", "BAnz AT 08.01.2015 V1"),
    ],
)
def test_citations_in_the_usual_form(gazette: str, place: str, citation: str) -> None:
    changed = raw().replace(b"<periodikum>BGBl I<", f"<periodikum>{gazette}<".encode())
    changed = changed.replace(b"<zitstelle>2020, 9991, 9992<", f"<zitstelle>{place}<".encode())
    assert read_act(changed, "x").citations == (citation,)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kein wohlgeformtes XML"),
        (b"\x00\xff", "kein wohlgeformtes XML"),
        (b"<html/>", "beginnt mit „html“"),
        (b"<dokumente/>", "kein Gesetz"),
        (b'<dokumente><norm doknr="../x"><metadaten/></norm></dokumente>', "keine Nummer"),
        (b'<dokumente><norm doknr="BJNR000010000"><metadaten/></norm></dokumente>', "keinen Titel"),
        (raw()[:2000], "kein wohlgeformtes XML"),
        (
            b'<!DOCTYPE dokumente [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><dokumente><norm>&b;</norm></dokumente>',
            "eigene Entitäten",
        ),
        (b"x" * (LARGEST + 1), "größer als 64 MB"),
    ],
)
def test_bad_files_say_what_is_wrong(content: bytes, reason: str) -> None:
    with pytest.raises(LawFileError, match=reason) as caught:
        read_act(content, "bad.xml")
    assert caught.value.place == "bad.xml"
    assert caught.value.hint


def test_no_file_of_the_machine_is_read() -> None:
    hostile = b'<!DOCTYPE dokumente SYSTEM "file:///nothing/here.dtd">' + raw().split(b"?>", 1)[1].strip()
    assert read_act(hostile, "x").identifier == INVENTED


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with pytest.raises(LawFileError):
        read_act(content, "x")


@pytest.mark.parametrize(
    ("designation", "key"),
    [
        ("§ 12", "par-12"), ("§ 12a", "par-12a"), ("Art. 91c", "art-91c"), ("§ 1.01", "par-1-01"),
        ("Art IV", "art-iv"), ("Präambel", "praeambel"), ("Anlage 2 (zu § 3)", "anlage-2-zu-par-3"), ("…", "x"),
    ],
)  # fmt: skip
def test_keys_of_parts(designation: str, key: str) -> None:
    assert part_key(designation) == key


def test_triples_of_an_act() -> None:
    lines = act_lines(act(), "erf", None, Iris())
    graph = graph_of(lines)
    assert lines == lines_of(graph)  # sorted, each once, in the form of the rest of the project
    law, paragraph, division = (URIRef(LAW + name) for name in ("erf", "erf/par-1a", "erf/gl-010020"))
    assert set(graph.objects(law, RDF.type)) == {FG.Law, ELI.LegalResource}
    assert graph.value(law, RDFS.label) == Literal("Gesetz über erfundene digitale Dienste", lang="de")
    assert graph.value(law, FG.abbreviation) == Literal("ErfDigG")
    assert str(graph.value(law, FG.lastAmendedOn)) == "2024-03-05"
    assert graph.value(law, DCTERMS.identifier) == Literal(INVENTED)
    assert set(graph.objects(paragraph, RDF.type)) == {FG.Provision, ELI.LegalResourceSubdivision}
    assert graph.value(paragraph, RDFS.label) == Literal("§ 1a ErfDigG", lang="de")
    assert graph.value(paragraph, DCTERMS.title) == Literal("Mehrzeilige Überschrift", lang="de")
    assert graph.value(paragraph, ELI.is_part_of) == law
    assert graph.value(paragraph, FG.inDivision) == division
    assert graph.value(division, FG.inDivision) == URIRef(f"{LAW}erf/gl-010")
    assert validate(graph, load_shapes(), document="laws").conforms


def test_an_archive_is_made_of_files_folders_tar_and_zip(tmp_path: Path) -> None:
    tar, archive = tmp_path / "laws.tar.xz", tmp_path / "laws.zip"
    with tarfile.open(tar, "w:xz") as writer:
        for path in sorted(DATA.glob("*.xml"), reverse=True):
            writer.add(path, path.name)
    with zipfile.ZipFile(archive, "w") as packer:
        for path in sorted(DATA.glob("*.xml")):
            packer.write(path, f"folder/{path.name}")
    singles = sorted(DATA.glob("*.xml"))
    assert len(singles) == 2
    made = []
    for number, paths in enumerate(([DATA], [tar], [archive], singles)):
        result = import_laws(paths, tmp_path / str(number))
        assert (result.acts, result.provisions, result.divisions) == (2, 7, 3)
        assert (result.failures, result.doubles, result.changed) == ((), (), True)
        made.append(files_of(result.folder))
    assert made[0] == made[1] == made[2] == made[3]
    assert set(made[0]) == {ACTS, INDEX, MANIFEST}
    assert gzip.decompress(made[0][ACTS]).decode().count("\n") == json.loads(made[0][MANIFEST])["triples"]


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    first = import_laws([DATA], tmp_path / "laws")
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in first.folder.iterdir()}
    again = import_laws([DATA], tmp_path / "laws")
    assert not again.changed
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in again.folder.iterdir()} == before
    texts = import_laws_with_text([DATA], tmp_path / "laws")
    assert texts.changed
    assert texts.triples == first.triples + 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["laws"]  # nothing is left beside it


def test_processes_make_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("forderungsgraph.laws.importing._PAYS", 1)
    monkeypatch.setattr("forderungsgraph.laws.importing._BATCH", 1)
    one = import_laws([DATA], tmp_path / "one", workers=1)
    two = import_laws([DATA], tmp_path / "two", workers=2)
    assert files_of(one.folder) == files_of(two.folder)


def test_bad_files_are_told_and_the_rest_imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(DATA, tmp_path / "xml")
    (tmp_path / "xml" / "bad.xml").write_bytes(b"<dokumente><norm>")
    (tmp_path / "xml" / "other.txt").write_bytes(b"no act")
    status = cli.main(["laws", "import", str(tmp_path / "xml"), "--out", str(tmp_path / "laws")])
    shown = capsys.readouterr()
    assert status == cli.FINDINGS
    assert "Gesetze und Verordnungen    2\n" in shown.out
    assert "bad.xml" in shown.err
    assert LawArchive.open(tmp_path / "laws").manifest["acts"] == 2


def test_an_archive_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode="w") as writer:
        for name in (INVENTED, "BJNR313800017"):
            info = tarfile.TarInfo(f"{name}.xml")
            info.size = len(raw(name))
            writer.addfile(info, io.BytesIO(raw(name)))
    tar = tmp_path / "laws.tar"
    tar.write_bytes(whole.getvalue()[: 512 + len(raw()) + 1500])
    found = list(law_files([tar]))
    assert [type(file) for file in found] == [LawFile, LawFileError]
    result = import_laws([tar], tmp_path / "laws")
    assert result.acts == 1
    assert "bricht ab" in str(result.failures[0])


def test_of_two_files_of_one_act_the_younger_one_counts(tmp_path: Path) -> None:
    old = (
        raw()
        .replace(b"20250301000000", b"20190301000000")
        .replace(b"Erfundenes Digitalgesetz", b"Alter Name")
    )
    (tmp_path / "a.xml").write_bytes(raw())
    (tmp_path / "b.xml").write_bytes(old)
    result = import_laws([tmp_path / "a.xml", tmp_path / "b.xml"], tmp_path / "laws")
    assert result.doubles == (INVENTED,)
    (entry,) = LawArchive.open(result.folder).acts
    assert (entry.name, entry.key, entry.is_known) == ("Erfundenes Digitalgesetz", "bjnr999910020", False)


@pytest.mark.parametrize("name", ["missing", "empty", "file.txt"])
def test_wrong_paths_are_wrong_calls(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.txt").write_text("no act")
    with pytest.raises(UsageError):
        import_laws([tmp_path / name], tmp_path / "laws")
    assert not (tmp_path / "laws").exists()


def test_other_folders_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")
    with pytest.raises(UsageError, match="etwas anderes"):
        import_laws([DATA], tmp_path)
    (tmp_path / "none.xml").write_text("<dokumente/>")
    with pytest.raises(InputError, match="Keine Datei enthält ein Gesetz"):
        import_laws([tmp_path / "none.xml"], tmp_path / "laws")
    assert (tmp_path / "letter.txt").read_text() == "keep me"


def test_a_damaged_archive_is_refused(tmp_path: Path) -> None:
    folder = import_laws([DATA], tmp_path / "laws").folder
    archive = LawArchive.open(folder)
    (folder / ACTS).write_bytes((folder / ACTS).read_bytes()[:-40])
    with pytest.raises(RegisterError, match="beschädigt"):
        list(archive.lines(archive.acts))
    (folder / INDEX).write_bytes((folder / INDEX).read_bytes() + b"x")
    with pytest.raises(RegisterError, match="beschädigt"):
        LawArchive.open(folder)
    with pytest.raises(UsageError, match="kein Gesetzesarchiv"):
        LawArchive.open(tmp_path)


def test_registers_and_lexicon_give_the_keys() -> None:
    keys = read_registers().law_keys
    assert (keys["BJNR313800017"], keys["BJNR000010949"]) == ("ozg", "gg")
    assert len(keys) > 2400
    assert len(set(keys.values())) == len(keys)
    known = {law.identifier: law.key for law in read_registers().laws if law.identifier in keys}
    assert len(known) >= 24
    assert all(keys[str(number)] == key for number, key in known.items())


@pytest.fixture(scope="module")
def selected(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    if not (SHARED / "selected").is_dir():
        pytest.skip("the published law lies beside the checkout of its developers only")
    return import_laws([SHARED / "selected"], tmp_path_factory.mktemp("selected") / "laws")


def test_published_acts(selected: Imported) -> None:
    assert (selected.acts, selected.provisions, selected.divisions) == (24, 788, 117)
    assert selected.failures == ()
    archive = LawArchive.open(selected.folder)
    assert all(entry.is_known for entry in archive.acts)
    registers = read_registers()
    by_key = {law.key: law for law in registers.laws}
    for entry, lines in zip(archive.acts, archive.lines(archive.acts), strict=True):
        graph = graph_of(lines)
        law = URIRef(LAW + entry.key)
        # the reviewed register and the published file agree
        citation = by_key[entry.key].citation
        assert citation is not None
        assert str(graph.value(law, FG.citation)).startswith(citation), entry.key
        assert str(graph.value(law, RDFS.label)).startswith(str(by_key[entry.key].label)), entry.key
        assert by_key[entry.key].abbreviation in (None, str(graph.value(law, FG.abbreviation)))
    provisions = {row.key for row in registers.provisions}
    ours = {f"{entry.key}/{part}" for entry in archive.acts for part in entry.parts}
    missing = {key for key in provisions - ours if key.split("/")[0] in {entry.key for entry in archive.acts}}
    assert missing == set()
