"""The files of a version: every format says the same, tables validate, bytes depend on the input alone."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import zstandard
from csvw import CSVW
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.errors import PublishingError
from forderungsgraph.formats import Format
from forderungsgraph.iri import FG
from forderungsgraph.publishing.canonical import canonical, merged, parsed
from forderungsgraph.publishing.csvw import excel_csv_of, metadata_of
from forderungsgraph.publishing.make import Published
from forderungsgraph.publishing.tables import Column, Filled, Table, filled, read_tables, shipped_tables
from forderungsgraph.publishing.workbook import write_workbook
from forderungsgraph.release import Release
from forderungsgraph.store import EmbeddedStore

from .conftest import tree

BASE = "https://w3id.org/forderungsgraph/"
TABLES = [
    "demands",
    "documents",
    "evidence",
    "laws",
    "links",
    "organisations",
    "provisions",
    "services",
    "status",
]


def test_a_version_has_the_promised_files(published: Published) -> None:
    files = set(tree(published.folder))
    formats = {f"forderungsgraph.{name}" for name in ("nq", "trig", "nt", "jsonld", "rdf")}
    packed = {f"{name}.{how}" for name in formats for how in ("gz", "zst")}
    described = {
        "SHA256SUMS", "manifest.json", "forderungsgraph.xlsx", "graphs.zip", "void.ttl", "provenance.ttl",
        "report.json", "report.ttl", "changes.json", "changes.html", "catalogue.ttl", "catalogue.rdf",
        "catalogue.jsonld", "suche.sqlite",
    }  # fmt: skip
    assert {name for name in files if "/" not in name} == formats | packed | described
    assert sorted(name for name in files if name.startswith("tables/")) == [
        "tables/csv-metadata.json",
        *(f"tables/{name}.csv" for name in TABLES),
    ]
    assert sorted(name for name in files if name.startswith("excel/")) == [
        f"excel/{name}.csv" for name in TABLES
    ]
    assert {name for name in files if name.startswith("ontology/")} == {
        "ontology/index.html", "ontology/context.jsonld", "ontology/ontology.ttl", "ontology/ontology.nt",
        "ontology/ontology.rdf", "ontology/ontology.jsonld",
    }  # fmt: skip
    assert {"graphs/void.ttl", "graphs/queries.ttl", "graphs/inferred.ttl"} <= files
    assert len(files) == published.files


def test_checksums_cover_every_other_file(published: Published) -> None:
    files = tree(published.folder)
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert lines == [
        f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())
    ]
    assert Release.open(published.folder).damaged() == ()


def test_the_n_quads_are_canonical(published: Published) -> None:
    content = (published.folder / "forderungsgraph.nq").read_bytes()
    dataset = ox.Dataset(ox.parse(content, format=ox.RdfFormat.N_QUADS))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = sorted(ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"" for quad in dataset)
    assert b"".join(lines) == content
    manifest = json.loads((published.folder / "manifest.json").read_bytes())
    assert manifest["data"] == {
        "file": "forderungsgraph.nq",
        "sha256": hashlib.sha256(content).hexdigest(),
        "canonical": "RDFC-1.0",
        "quads": len(lines),
    }


# RDF Dataset Canonicalization 1.0, 5, and N-Triples 1.2, canonical form
ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def _escaped(text: str) -> str:
    return "".join(
        ESCAPES.get(ch) or (f"\\u{ord(ch):04X}" if ord(ch) < 32 or ord(ch) == 127 else ch) for ch in text
    )


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\ufffe\uffff")))
def test_any_text_is_written_canonically(text: str) -> None:
    node, graph = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/g")
    (line,) = canonical([ox.Quad(node, node, ox.Literal(text), graph)])
    assert (
        line == f'<http://example.org/a> <http://example.org/a> "{_escaped(text)}" <http://example.org/g> .'
    )
    assert [quad.object for quad in parsed([line])] == [ox.Literal(text)]


def test_a_triple_of_two_graphs_is_one_triple() -> None:
    lines = ["<a:s> <a:p> <a:o> <a:g> .", "<a:s> <a:p> <a:o> <a:h> .", '<a:s> <a:p> "x" <a:g> .']
    assert list(merged(lines)) == ['<a:s> <a:p> "x" .', "<a:s> <a:p> <a:o> ."]


@pytest.mark.parametrize("name", ["trig", "jsonld"])
def test_formats_with_graphs_say_the_same(published: Published, name: str) -> None:
    fmt = {"trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}[name]
    quads = ox.parse(path=str(published.folder / f"forderungsgraph.{name}"), format=fmt)
    expected = (published.folder / "forderungsgraph.nq").read_text("utf-8").splitlines()
    assert canonical(quad for quad in quads if isinstance(quad, ox.Quad)) == expected


@pytest.mark.parametrize("name", ["nt", "rdf"])
def test_formats_without_graphs_say_the_same(published: Published, name: str) -> None:
    fmt = {"nt": ox.RdfFormat.N_TRIPLES, "rdf": ox.RdfFormat.RDF_XML}[name]
    found = ox.parse(path=str(published.folder / f"forderungsgraph.{name}"), format=fmt)
    lines = (published.folder / "forderungsgraph.nq").read_text("utf-8").splitlines()
    assert sorted(f"{quad.triple} ." for quad in found if isinstance(quad, ox.Quad)) == list(merged(lines))


def test_graphs_together_are_all_quads(published: Published) -> None:
    manifest = json.loads((published.folder / "manifest.json").read_bytes())
    names = [graph["file"] for graph in manifest["graphs"]]
    assert sorted(names) == sorted(f"graphs/{p.name}" for p in (published.folder / "graphs").iterdir())
    quads = []
    for graph in manifest["graphs"]:
        triples = list(ox.parse(path=str(published.folder / graph["file"]), format=ox.RdfFormat.TURTLE))
        assert len(triples) == graph["triples"]
        quads += [
            ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(graph["name"]))
            for triple in triples
            if isinstance(triple, ox.Quad)
        ]
    assert canonical(quads) == (published.folder / "forderungsgraph.nq").read_text("utf-8").splitlines()
    with zipfile.ZipFile(published.folder / "graphs.zip") as packed:
        assert packed.namelist() == sorted(names)


def test_json_ld_uses_the_terms_of_the_context(published: Published) -> None:
    content = json.loads((published.folder / "forderungsgraph.jsonld").read_bytes())
    nodes = [node for graph in content["@graph"] for node in graph["@graph"]]
    demands = [node for node in nodes if node.get("@type") == "Demand" and "wording" in node]
    assert len(demands) > 50
    assert {"de"} == set(demands[0]["wording"])
    assert demands[0]["statedIn"].startswith(f"{BASE}id/document/")
    assert not [key for key in demands[0] if key.startswith("https://w3id.org/forderungsgraph/def#")]


def test_compressed_copies_hold_the_same(published: Published) -> None:
    for name in ("nq", "trig", "nt", "jsonld", "rdf"):
        plain = (published.folder / f"forderungsgraph.{name}").read_bytes()
        packed = (published.folder / f"forderungsgraph.{name}.gz").read_bytes()
        assert gzip.decompress(packed) == plain
        assert packed[4:8] == b"\0\0\0\0"
        other = (published.folder / f"forderungsgraph.{name}.zst").read_bytes()
        assert zstandard.ZstdDecompressor().decompress(other) == plain


# tables


def test_the_tables_validate_as_csv_on_the_web(published: Published, tmp_path: Path) -> None:
    assert CSVW(str(published.folder / "tables" / "csv-metadata.json"), validate=True).is_valid
    for path in (published.folder / "tables").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    broken = tmp_path / "evidence.csv"
    broken.write_bytes(re.sub(rb",\d+,(\d+),", rb",hier,\1,", broken.read_bytes(), count=1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        described = CSVW(str(tmp_path / "csv-metadata.json"), validate=True)
        with pytest.raises(ValueError, match="Invalid value"):
            assert described.is_valid


def test_tables_have_a_row_for_each_thing(published: Published) -> None:
    rows = {}
    for name in TABLES:
        text = (published.folder / "tables" / f"{name}.csv").read_text("utf-8")
        rows[name] = list(csv.DictReader(io.StringIO(text, newline="")))
    manifest = json.loads((published.folder / "manifest.json").read_bytes())
    assert len(rows["demands"]) == manifest["counts"]["demands"]
    assert len(rows["documents"]) == manifest["counts"]["documents"]
    demands = {row["demand"] for row in rows["demands"]}
    assert {row["demand"] for row in rows["evidence"]} == demands
    assert {row["demand"] for row in rows["links"]} <= demands
    assert {row["inferred"] for row in rows["links"]} == {"true", "false"}
    (ozg,) = (row for row in rows["laws"] if row["law"] == f"{BASE}id/law/ozg")
    assert ozg["abbreviation"] == "OZG"
    assert "Gesetz zur Verbesserung des Onlinezugangs" in ozg["name"]
    assert "Bürgerkonto" in "".join(row["other_names"] for row in rows["services"])


def _filled(*rows: tuple[str, ...]) -> Filled:
    columns = (Column("text", "Text", "Text"), Column("share", "Anteil", "Share", "decimal"), Column("good", "Gut", "Good", "boolean"),
               Column("day", "Tag", "Day", "date"))  # fmt: skip
    return Filled(Table("t", "Tabelle", "Table", "Probe", columns, None, "SELECT"), rows)


def test_spreadsheets_run_nothing_and_read_german_numbers() -> None:
    content = excel_csv_of(
        _filled(
            ("=1+1", "0.5", "true", "2024-01-02"),
            ("@SUM(A1)", "-1.25", "false", ""),
            ("Größe; äöü", "", "", ""),
        )
    )
    assert content.startswith(b"\xef\xbb\xbfText;Anteil;Gut;Tag\r\n")
    assert content.decode("utf-8-sig").splitlines()[1:] == [
        "'=1+1;0,5;ja;2024-01-02",
        "'@SUM(A1);-1,25;nein;",
        '"Größe; äöü";;;',
    ]


NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_the_workbook_has_typed_cells_and_a_sheet_per_table(published: Published, tmp_path: Path) -> None:
    with zipfile.ZipFile(published.folder / "forderungsgraph.xlsx") as book:
        sheets = [
            node.get("name")
            for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{NS}sheet")
        ]
        assert sheets == ["Lies mich", *(table.title for table in shipped_tables())]
    write_workbook(
        tmp_path / "a.xlsx",
        [_filled(("=1+1", "0.5", "true", "2024-01-02"))],
        [("Titel", "Probe")],
        "2026-01-02",
    )
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet2.xml"))
        cells = {
            cell.get("r"): (cell.get("t"), cell.findtext(f"{NS}v"), cell.find(f"{NS}f"))
            for cell in sheet.iter(f"{NS}c")
        }
        assert (cells["A2"][0], cells["A2"][2]) == ("s", None)
        assert cells["B2"] == (None, "0.5", None)
        assert cells["C2"] == ("b", "1", None)
        assert cells["D2"] == (None, "45293", None)
        assert b"2026-01-02T00:00:00Z" in book.read("docProps/core.xml")


def test_two_values_where_one_was_expected_make_a_list() -> None:
    store = EmbeddedStore(b'<a:s> a <a:T> ; <a:p> "x", "y|z" ; <a:q> 1.5, 2.5 .', fmt=Format.TURTLE)
    columns = (
        Column("s", "S", "S", "anyURI"),
        Column("p", "P", "P", path="<a:p>"),
        Column("q", "Q", "Q", "decimal", path="<a:q>"),
        Column("r", "R", "R", path="<a:r>"),
    )
    made = filled(Table("t", "Tabelle", "Table", "", columns, "?s a <a:T>", None), store, BASE)
    assert made.rows == [("a:s", "x|y¦z", "1.5|2.5", "")]
    assert [column.many for column in made.table.columns] == [False, True, True, False]
    described = json.loads(metadata_of([made], {}))["tables"][0]["tableSchema"]["columns"]
    assert [column.get("separator") for column in described] == [None, "|", "|", None]
    assert excel_csv_of(made).decode("utf-8-sig").splitlines()[1] == "a:s;x|y¦z;1.5|2.5;"


def test_descriptions_of_tables_are_checked(tmp_path: Path) -> None:
    place = tmp_path / "tables.toml"
    place.write_text('[[table]]\nname = "x"\n', encoding="utf-8")
    with pytest.raises(PublishingError, match="Die Beschreibung der Tabellen ist nicht lesbar"):
        read_tables(place)


# pages and descriptions


def test_the_ontology_is_a_page(published: Published) -> None:
    page = (published.folder / "ontology" / "index.html").read_text("utf-8")
    terms = [name for name in FG.__annotations__ if not name.startswith("_")]
    assert page.count("<section id=") == len(terms) > 100
    assert '<section id="Demand">' in page
    assert "/ Demand</span>" in page
    assert "<script" not in page
    assert not re.search(
        r'(?:src|href)="https?://(?!w3id\.org|www\.w3\.org|purl\.org|xmlns\.com|data\.europa\.eu|schema\.org)',
        page,
    )


def test_provenance_names_the_build(published: Published, built_release: Release) -> None:
    text = (published.folder / "provenance.ttl").read_text("utf-8")
    assert built_release.version in text
    assert built_release.manifest["data"]["sha256"] in text


# the same bytes


SCRIPT = """
import sys
from pathlib import Path
from forderungsgraph.publishing.make import publish
from forderungsgraph.publishing.settings import read_publication
for number in ("1.0.0", "1.1.0"):
    publish(Path(sys.argv[1]), Path(sys.argv[2]), number, read_publication())
"""


def test_bytes_depend_on_the_input_alone(tiny: Path, tmp_path: Path) -> None:
    trees = []
    for place, seed, zone, locale in (
        ("a", "1", "Asia/Tokyo", "C"),
        ("weit/weg/Größe", "77", "America/New_York", "tr_TR.UTF-8"),
    ):
        output = tmp_path / place
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": zone,
            "LC_ALL": locale,
            "LANG": locale,
            "PYTHONUTF8": "1",
        }
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tiny), str(output)], check=True, env=environment, cwd=tmp_path
        )
        trees.append(tree(output))
    assert len(trees[0]) > 120
    assert {name for name in trees[0] if trees[0][name] != trees[1].get(name)} == set()
    assert trees[0].keys() == trees[1].keys()
