"""Registers: the shipped tables, the lookup by name, and every kind of bad table."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import pytest

from forderungsgraph.corpus import read_corpus
from forderungsgraph.errors import RegisterError
from forderungsgraph.files import folder
from forderungsgraph.model import Certainty, EntityKind, NameKind
from forderungsgraph.registers import LawRelationKind, Registers, name_key, read_registers

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
SHIPPED = folder("data") / "registers"
LAND_OF_SEED = {"000": "ni", "001": "ni", "002": "ni", "003": "ni", "004": "nw"}
NOT_A_LAW = {"Datenschutzrecht"}  # a field of law (annotation guideline, 6)
LAENDER = ["bb", "be", "bw", "by", "hb", "he", "hh", "mv", "ni", "nw", "rp", "sh", "sl", "sn", "st", "th"]


class Fact(Protocol):
    @property
    def source(self) -> str: ...
    @property
    def certainty(self) -> Certainty: ...


@pytest.fixture(scope="module")
def registers() -> Registers:
    return read_registers()


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may break."""
    shutil.copytree(SHIPPED, tmp_path / "registers")
    shutil.copytree(SHIPPED.parent / "lexicon", tmp_path / "lexicon")
    return tmp_path / "registers"


def append(path: Path, *cells: str) -> int:
    """Add a row and return the line on which it stands."""
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(cells)
    return path.read_text(encoding="utf-8").count("\n")


def seed_names() -> list[tuple[str, EntityKind, str]]:
    path = SHARED / "gold" / "seed_docs.jsonl"
    if not path.is_file():
        return []
    fields = {
        "laws": EntityKind.LAW,
        "laws_optional": EntityKind.LAW,
        "services": EntityKind.SERVICE,
        "programmes": EntityKind.PROGRAMME,
        "organisations": EntityKind.ORGANISATION,
    }
    documents = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        (LAND_OF_SEED[document["doc"][:3]], kind, name)
        for document in documents
        for field, kind in fields.items()
        for name in document[field]
        if name not in NOT_A_LAW
    ]


def test_everything_that_the_five_documents_name_is_in_the_registers(registers: Registers) -> None:
    names = seed_names()
    if not names:
        pytest.skip("../shared/gold/seed_docs.jsonl is not there")
    assert len(names) > 70
    entities = {(kind, name, land): registers.resolve(kind, name, land) for land, kind, name in names}
    assert [key for key, entity in entities.items() if entity is None or not entity.reviewed] == []


def test_mentions_are_shown_as_the_gold_writes_them(registers: Registers) -> None:
    names = seed_names()
    if not names:
        pytest.skip("../shared/gold/seed_docs.jsonl is not there")
    differing = []
    for land, kind, name in names:
        entity = registers.resolve(kind, name, land)
        assert entity is not None
        shown = {
            entry.shown or entry.text for entry in entity.names if name_key(entry.text) == name_key(name)
        }
        if name not in shown:
            differing.append((name, shown))
    assert differing == []


def test_the_territories_are_the_union_germany_and_16_laender(registers: Registers) -> None:
    assert sorted(row.key for row in registers.territories) == sorted([*LAENDER, "de", "eu"])
    geocoded = {row.key: row.geocoding for row in registers.territories if row.geocoding}
    assert geocoded == {
        "ni": "http://dcat-ap.de/def/politicalGeocoding/stateKey/03",
        "nw": "http://dcat-ap.de/def/politicalGeocoding/stateKey/05",
    }


def test_facts_of_the_ozg_and_its_amendment(registers: Registers) -> None:
    ozg = registers.get(EntityKind.LAW, "ozg")
    assert ozg is not None
    assert ozg.label == "Gesetz zur Verbesserung des Onlinezugangs zu Verwaltungsleistungen"
    assert [(event.date, event.kind.value) for event in registers.law_events if event.law == "ozgaendg"] == [
        ("2024-03-22", "consent-refused"),
        ("2024-04-10", "mediation"),
        ("2024-06-12", "mediation-result"),
        ("2024-06-14", "passed"),
        ("2024-07-19", "adopted"),
        ("2024-07-23", "promulgated"),
        ("2024-07-24", "entry-into-force"),
    ]
    assert ("ozgaendg", LawRelationKind.AMENDS, "ozg") in {
        (row.law, row.kind, row.other) for row in registers.law_relations
    }
    headings = {row.key: row.heading for row in registers.provisions}
    assert headings["ozg/par-1a"] == "Portalverbund für digitale Verwaltungsleistungen"
    assert headings["ndig/par-12"] is None


def test_official_titles_agree_with_the_official_xml(registers: Registers) -> None:
    selected = SHARED / "federal-law" / "selected"
    if not selected.is_dir():
        pytest.skip("../shared/federal-law/selected is not there")
    checked = 0
    for law in registers.laws:
        path = selected / f"{law.identifier}.xml"
        if law.identifier and law.identifier.startswith("BJNR"):
            text = " ".join(path.read_text(encoding="utf-8").split())
            assert law.label in text, law.key
            checked += 1
    assert checked == 24


def test_every_fact_has_a_certainty_that_may_enter(registers: Registers) -> None:
    rows: list[Fact] = [
        *registers.laws,
        *registers.law_events,
        *registers.provisions,
        *registers.organisations,
        *registers.services,
        *registers.service_instances,
        *registers.programmes,
        *registers.principles,
        *registers.events,
        *registers.offices,
    ]
    assert {row.certainty for row in rows} == {Certainty.CHECKED, Certainty.SINGLE, Certainty.STATED}
    corpus = {text.sidecar.slug for text in read_corpus(folder("data") / "corpus").texts}
    documents = {source.key for source in registers.sources if source.kind == "document"}
    assert documents == corpus
    assert {row.source for row in rows if row.certainty is Certainty.STATED} <= documents


def test_sidecars_refer_to_the_registers(registers: Registers) -> None:
    events = {event.key for event in registers.events}
    for text in read_corpus(folder("data") / "corpus").texts:
        sidecar = text.sidecar
        assert sidecar.publisher is not None
        assert registers.resolve(EntityKind.ORGANISATION, sidecar.publisher, sidecar.territory) is not None
        assert sidecar.event is None or sidecar.event in events


@pytest.mark.parametrize(
    ("kind", "name", "territory", "key"),
    [
        (EntityKind.LAW, "onlinezugangsgesetz", None, "ozg"),
        (EntityKind.LAW, "Online-Zugangs-Gesetz", None, "ozg"),
        (EntityKind.LAW, "OZG 2.0", None, "ozgaendg"),
        (EntityKind.LAW, "OZG-\u00adÄnderungs\u00adgesetz", None, "ozgaendg"),
        (EntityKind.LAW, "E-Government-Gesetz", None, "egovg"),
        (EntityKind.LAW, "E-Government-Gesetz", "nw", "egovg-nrw"),
        (EntityKind.LAW, "E-Government-Gesetz", "he", "hegovg"),
        (EntityKind.LAW, "DS-GVO", "by", "dsgvo"),
        (EntityKind.LAW, "Landesdatenschutzgesetz", "bw", "ldsg-bw"),
        (EntityKind.LAW, "Datenschutzrecht", None, None),
        (EntityKind.SERVICE, "e-akte", None, "eakte"),
        (EntityKind.SERVICE, "Servicekonto NRW", None, "nutzerkonto"),
        (EntityKind.SERVICE, "Fachverfahren", None, None),
        (EntityKind.ORGANISATION, "Landkreistag", "nw", "landkreistag-nordrhein-westfalen"),
        (EntityKind.ORGANISATION, "Landkreistag", "de", "deutscher-landkreistag"),
        (EntityKind.ORGANISATION, "Landkreistag", None, None),
        (EntityKind.ORGANISATION, "Landtag", "th", "thueringer-landtag"),
        (EntityKind.ORGANISATION, "BMI", "by", "bundesministerium-des-innern"),
        (EntityKind.PRINCIPLE, "once only", None, "once-only"),
        (EntityKind.PROGRAMME, "Koalitionsvertrag", "nw", "koalitionsvertrag-bund-2018"),
    ],
)
def test_resolve(
    registers: Registers, kind: EntityKind, name: str, territory: str | None, key: str | None
) -> None:
    entity = registers.resolve(kind, name, territory)
    assert (entity.key if entity else None) == key


def test_the_lexicon_adds_names_but_no_facts(registers: Registers) -> None:
    assert set(registers.entities) < set(registers.recognised)
    unreviewed = registers.get(EntityKind.LAW, "hegovg")
    assert unreviewed is not None
    assert (unreviewed.reviewed, unreviewed.abbreviation, unreviewed.territory) == (False, "HEGovG", "he")
    assert all(entity.reviewed for entity in registers.entities.values())
    bare, full = (
        registers.entities[EntityKind.SERVICE, "eid"],
        registers.recognised[EntityKind.SERVICE, "eid"],
    )
    assert set(bare.names) < set(full.names)
    assert registers.of_kind(EntityKind.LAW) == tuple(
        sorted(registers.of_kind(EntityKind.LAW), key=lambda entity: entity.key)
    )


def test_the_lexicon_is_broad(registers: Registers) -> None:
    count = {
        kind: sum(len(entity.names) for entity in registers.of_kind(kind))
        for kind in (EntityKind.LAW, EntityKind.SERVICE, EntityKind.ORGANISATION)
    }
    assert all(number > 800 for number in count.values()), count
    for land in LAENDER:
        government = "Landesregierung" if land not in ("be", "hb", "hh") else "Senat"
        entity = registers.resolve(EntityKind.ORGANISATION, government, land)
        assert entity is not None, land
        assert (entity.cls, entity.territory) == ("Government", land)


def test_every_shown_form_is_itself_known(registers: Registers) -> None:
    """What the output writes can be looked up again, and is no negative name."""
    for entity in registers.recognised.values():
        for name in entity.names:
            if name.kind is not NameKind.NEGATIVE and name.shown and name.territory is None:
                back = registers.resolve(entity.kind, name.shown, entity.territory)
                assert back is not None, (entity.key, name)


def set_cell(path: Path, line: int, column: str, value: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[line - 1][rows[0].index(column)] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def test_a_duplicate_identifier(tables: Path) -> None:
    path = tables / "principles.csv"
    line = append(path, "once-only", "Once only", "Once only", "x", "x", "gii", "checked")
    with pytest.raises(RegisterError) as caught:
        read_registers(tables)
    assert str(caught.value) == (
        f"{path}, Zeile {line}: Der Eintrag „once-only“ steht schon in Zeile 2. "
        "Eine der beiden Zeilen löschen oder umbenennen."
    )


@pytest.mark.parametrize(
    ("table", "column", "value", "message"),
    [
        ("laws", "key", "OZG neu", "Spalte „key“: der Wert „OZG neu“ ist kein Bezeichner"),
        (
            "laws",
            "kind",
            "gesetz",
            "Spalte „kind“: der Wert „gesetz“ ist keiner der Werte act, constitution,",
        ),
        ("laws", "label", "", "Spalte „label“: der Wert fehlt"),
        ("laws", "label", " OZG", "Spalte „label“: der Wert „ OZG“ beginnt oder endet mit Leerraum"),
        ("laws", "source", "wikipedia", "Spalte „source“: „wikipedia“ steht nicht in sources.csv"),
        (
            "laws",
            "eli",
            "recht.bund.de",
            "Spalte „eli“: der Wert „recht.bund.de“ ist keine vollständige Adresse",
        ),
        (
            "law_events",
            "date",
            "2019-02-30",
            "Spalte „date“: der Wert „2019-02-30“ ist kein Tag des Kalenders",
        ),
        ("law_events", "date", "25.9.2019", "Spalte „date“: der Wert „25.9.2019“ ist kein Datum der Form"),
        (
            "organisations",
            "cls",
            "Verein",
            "Spalte „cls“: der Wert „Verein“ ist keiner der Werte Association,",
        ),
        ("organisations", "member_of", "a||b", "Spalte „member_of“: der Wert „a||b“ hat einen leeren"),
        (
            "services",
            "regulated_by",
            "ozg/par-99",
            "Spalte „regulated_by“: „ozg/par-99“ steht nicht in provisions.csv",
        ),
        ("services", "certainty", "memory", "Spalte „certainty“: der Wert „memory“ ist keiner der Werte"),
    ],
)
def test_a_bad_cell_says_where(tables: Path, table: str, column: str, value: str, message: str) -> None:
    path = tables / f"{table}.csv"
    set_cell(path, 3, column, value)
    with pytest.raises(RegisterError) as caught:
        read_registers(tables)
    assert caught.value.message.startswith(message)
    assert (caught.value.place, caught.value.line) == (path, 3)
    assert caught.value.hint


Change = Callable[[str], str]


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (lambda text: text.replace("label_en", "englisch", 1), "Unbekannte Spalte „englisch“", 1),
        (lambda text: text.replace(",label_en", "", 1), "Die Spalte „label_en“ fehlt", 1),
        (
            lambda text: text.replace("key,label,", "label,key,", 1),
            "Die Spalten stehen in anderer Reihenfolge",
            1,
        ),
        (lambda _: "", "Die Tabelle ist leer", None),
        (lambda text: text + "nur,drei,Zellen\n", "Die Zeile hat 3 statt 7 Spalten", 10),
        (lambda text: text + '"offen,x\n', "Die Tabelle ist kein gültiges CSV (unexpected end of data)", 10),
    ],
)
def test_a_broken_file_says_where(tables: Path, change: Change, message: str, line: int | None) -> None:
    path = tables / "principles.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        read_registers(tables)
    assert (caught.value.message, caught.value.place, caught.value.line) == (message, path, line)


def test_another_encoding_and_a_missing_file(tables: Path) -> None:
    path = tables / "principles.csv"
    good = path.read_text(encoding="utf-8")
    path.write_bytes(good.encode("latin-1", "replace"))
    with pytest.raises(RegisterError) as caught:
        read_registers(tables)
    assert caught.value.message == "Die Tabelle ist nicht in UTF-8 geschrieben"
    assert (caught.value.place, caught.value.line) == (path, 2)
    path.unlink()
    with pytest.raises(RegisterError, match="Die Tabelle lässt sich nicht lesen"):
        read_registers(tables)


def test_two_things_must_not_share_a_name(tables: Path) -> None:
    append(tables / "law_names.csv", "egovg", "Online-Zugangsgesetz", "alias", "", "")
    with pytest.raises(RegisterError, match="meint zugleich „ozg“ und „egovg“"):
        read_registers(tables)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (
            ("organisation", "neue-stelle", "Neue Stelle", "official", "", "", "", ""),
            "Spalte „cls“: der Wert fehlt",
        ),
        (
            ("organisation", "neue-stelle", "Neue Stelle", "official", "", "", "", "Verein"),
            "Spalte „cls“: „Verein“ ist keine Klasse der Ontologie",
        ),
        (
            ("organisation", "bundesrat", "Länderkammer", "alias", "", "", "", "Parliament"),
            "Spalte „cls“: „Parliament“ statt „PublicBody“ für „bundesrat“",
        ),
        (
            ("law", "ozg", "Netzzugangsgesetz", "alias", "", "ni", "", ""),
            "Spalte „territory“: „ni“ statt „de“ für „ozg“",
        ),
        (("law", "ozg", "OZG", "alias", "", "", "", ""), "Der Name „OZG“ von „ozg“ steht schon im Register"),
        (
            ("law", "neu", "Neugesetz", "official", "", "xx", "", ""),
            "Spalte „territory“: „xx“ steht nicht in",
        ),
    ],
)
def test_a_bad_row_of_the_lexicon(tables: Path, cells: tuple[str, ...], message: str) -> None:
    path = tables.parent / "lexicon" / "names_organisations.csv"
    line = append(path, *cells)
    with pytest.raises(RegisterError) as caught:
        read_registers(tables)
    assert caught.value.message.startswith(message)
    assert (caught.value.place, caught.value.line) == (path, line)


def test_registers_work_without_a_lexicon(tables: Path) -> None:
    shutil.rmtree(tables.parent / "lexicon")
    registers = read_registers(tables)
    assert registers.recognised == registers.entities
    assert len(registers.entities) > 100
