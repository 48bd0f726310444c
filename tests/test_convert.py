"""Behaviour of the converter on sentences of our own, rule by rule, and on whole gold sets."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import forderungsgraph
from forderungsgraph.convert.document import Converter
from forderungsgraph.evaluate import Evaluation, evaluate
from forderungsgraph.files import folder
from forderungsgraph.model import Conversion, DocumentType, Sidecar
from forderungsgraph.records import demand_records, document_record
from forderungsgraph.registers import read_registers

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"


@cache
def converter() -> Converter:
    return Converter(read_registers())


def sidecar(kind: DocumentType, publisher: str = "Verband der Musterkommunen") -> Sidecar:
    return Sidecar("x", "Muster", kind, publisher, "", "", "", territory="he")


def demands(text: str, kind: DocumentType = DocumentType.POSITION_PAPER) -> list[tuple[str, str]]:
    """Return (text, rule) of what a paper of the invented association demands."""
    filler = "Die Lage in den Rathäusern ist seit Jahren bekannt und vielfach beschrieben worden.\n\n"
    found = converter().convert(filler + text, name="muster.txt", sidecar=sidecar(kind))
    return [(demand.text, demand.rule) for demand in found.demands]


FOUND = [
    ("Der Verband fordert das Land auf, die Kosten zu tragen.", ["die Kosten zu tragen."], "E-zu"),
    (
        "Wir fordern den Bund auf, Mittel bereitzustellen und die Fristen zu verlängern.",
        ["Mittel bereitzustellen", "die Fristen zu verlängern."],
        "E-zu",
    ),
    ("Wir erwarten, dass das Land die Anschubkosten übernimmt.", ["dass das Land die Anschubkosten übernimmt."], "E-dass"),
    ("Der Verband fordert ein Landesbudget.", ["Der Verband fordert ein Landesbudget."], "E-np"),
    ("Eine Zentralisierung der Register lehnen wir ab.", ["Eine Zentralisierung der Register lehnen wir ab."], "E-np"),
    ("Der Bund muss die Schnittstellen offenlegen.", ["Der Bund muss die Schnittstellen offenlegen."], "M-must"),
    (
        "Der Bund muss zahlen und darf nicht länger bremsen.",
        ["Der Bund muss zahlen und darf nicht länger bremsen."],
        "M-must",
    ),
    (
        "Der Bund muss die Mittel erhöhen, die Länder müssen die Standards festlegen.",
        ["Der Bund muss die Mittel erhöhen", "die Länder müssen die Standards festlegen."],
        "M-must",
    ),
    ("Die Förderung sollte dauerhaft gesichert werden.", ["Die Förderung sollte dauerhaft gesichert werden."], "M-should"),
    ("Es braucht ein verlässliches Budget.", ["Es braucht ein verlässliches Budget."], "N-it-needs"),
    ("Notwendig ist ein gemeinsamer Fahrplan.", ["Notwendig ist ein gemeinsamer Fahrplan."], "N-necessary"),
    ("Die Doppelstrukturen gehören abgeschafft.", ["Die Doppelstrukturen gehören abgeschafft."], "N-belongs"),
    ("Die Verträge sind offenzulegen.", ["Die Verträge sind offenzulegen."], "M-is-to"),
    ("Wir halten es für geboten, die Aufsicht zu stärken.", ["die Aufsicht zu stärken."], "S-judge"),
    (
        "Damit verbinden wir die Erwartung, dass die Länder sich einigen.",
        ["dass die Länder sich einigen."],
        "S-dass",
    ),
    ("Stellen Sie sicher, dass niemand ausgeschlossen wird.", ["Stellen Sie sicher, dass niemand ausgeschlossen wird."], "E-imperative"),
    (
        "Der Verband betont, dass der Bund dauerhaft zahlen muss.",
        ["dass der Bund dauerhaft zahlen muss."],
        "M-dass",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rule"), FOUND, ids=[row[0][:40] for row in FOUND])
def test_finds(text: str, expected: Sequence[str], rule: str) -> None:
    found = demands(text)
    assert [wording for wording, _ in found] == list(expected)
    assert all(name.startswith(rule) for _, name in found)


NOT_FOUND = [
    "Das Land hat die Mittel im vergangenen Jahr gekürzt.",
    "Wir begrüßen den Beschluss des Landtages.",
    "Das Gesetz verpflichtet die Behörden, ihre Leistungen online anzubieten.",
    "Nicht jede Kommune muss alles selbst machen.",
    "Wir werden unsere eigenen Verfahren bis zum Jahresende prüfen.",
    "Das Vorhaben könnte den Kommunen helfen.",
    "Die Kritik am Zeitplan weist der Verband zurück.",
    "Warum muss eine Rentnerin dafür in die Kreisstadt fahren?",
    "Wie sich das auswirkt, muss sich erst noch zeigen.",
    "Berechtigte können ab dem nächsten Jahr verlangen, dass der Bescheid digital zugestellt wird.",
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_finds_no_demand(text: str) -> None:
    assert demands(text) == []


def test_a_bare_infinitive_behind_und_belongs_to_the_demand_before() -> None:
    text = "Der Städtetag fordert das Land auf, den Betrieb zu tragen und sicherzustellen."
    assert demands(text) == [("den Betrieb zu tragen und sicherzustellen.", "E-zu-auffordern")]


def test_a_list_after_a_lead_in_holds_one_demand_an_item() -> None:
    text = (
        "Der Verband fordert die Landesregierung auf,\n\n"
        "• die Portalkosten zu tragen,\n\n"
        "• die Kommunen früh einzubinden und\n\n"
        "• jährlich zu berichten.\n"
    )
    assert [wording for wording, _ in demands(text)] == [
        "die Portalkosten zu tragen",
        "die Kommunen früh einzubinden",
        "jährlich zu berichten.",
    ]


def test_a_list_after_a_welcome_holds_none() -> None:
    text = "Der Landtag begrüßt,\n\n• die Bereitstellung der Basisdienste,\n\n• den Ausbau der Netze.\n"
    assert demands(text, DocumentType.MOTION) == []


def test_lost_list_glyphs_leave_an_indent() -> None:
    text = (
        "Die Mitglieder des Verbandes stehen seit vielen Jahren vor denselben ungelösten Fragen der\n"
        "Finanzierung, die sie allein nicht beantworten können und auch nicht beantworten wollen.\n\n"
        "Wir fordern das Land auf, \n\n"
        " die Betriebskosten der zentralen Dienste dauerhaft und ohne Antrag der Gemeinden zu \nübernehmen, \n\n"
        " ein gemeinsames Portal zu schaffen. \n"
    )
    assert [wording.split()[0] for wording, _ in demands(text)] == ["die", "ein"]


def actors(text: str, kind: DocumentType = DocumentType.POSITION_PAPER) -> list[tuple[list[str], list[str]]]:
    found = converter().convert(text, name="muster.txt", sidecar=sidecar(kind))
    return [([a.name for a in d.demanders], [a.name for a in d.addressees]) for d in found.demands]


@pytest.mark.parametrize(
    ("text", "addressees"),
    [
        ("Bund und Länder müssen die Kosten übernehmen.", ["Bund", "Länder"]),
        ("Wir fordern vom Bund ein Förderprogramm.", ["Bund"]),
        ("Das Land wird aufgefordert, die Mittel zu erhöhen.", ["Land Hessen"]),
        ("Wir appellieren an Bund und Länder, sich zu einigen.", ["Bund", "Länder"]),
        ("Wir erwarten, dass die Landesregierung die Kosten trägt.", ["Hessische Landesregierung"]),
    ],
)
def test_addressees(text: str, addressees: Sequence[str]) -> None:
    assert actors(text) == [(["Verband der Musterkommunen"], list(addressees))]


def test_a_quotation_belongs_to_the_body_of_its_speaker() -> None:
    text = (
        "„Das Land muss die Kosten der Portale dauerhaft tragen“, sagt Petra Muster, Präsidentin des "
        "Städtebundes Hinterland. „Die Schnittstellen müssen offengelegt werden“, so Muster weiter."
    )
    assert actors(text, DocumentType.ARTICLE) == [
        (["Städtebund Hinterland"], ["Land Hessen"]),
        (["Städtebund Hinterland"], []),
    ]


def test_offsets_lead_to_the_source_across_hyphens_and_page_breaks() -> None:
    text = (
        "Die Kommunen haben in den vergangenen Jahren erhebliche eigene Mittel in die Digitali-\n"
        "sierung gesteckt. Das Land Hessen muss die Betriebskosten der zentralen Basis-\n\n- 2 -\n\n"
        "dienste dauerhaft übernehmen. Darüber wird seit Jahren ohne jedes Ergebnis gesprochen.\n"
    )
    (demand,) = converter().convert(text, name="x.txt", sidecar=sidecar(DocumentType.POSITION_PAPER)).demands
    assert text[demand.span.start : demand.span.end] == demand.text
    assert demand.text.startswith("Das Land Hessen muss")
    assert (
        demand.wording
        == "Das Land Hessen muss die Betriebskosten der zentralen Basisdienste dauerhaft übernehmen."
    )


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_the_converter_raise(text: str) -> None:
    found = converter().convert(text, name="x.txt")
    for demand in found.demands:
        assert text[demand.span.start : demand.span.end] == demand.text


def records(conversion: Conversion) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    return list(demand_records(conversion)), document_record(conversion)


def measure(folder: Path, gold: Path, documents: Path) -> Evaluation:
    gold_rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    document_rows = [json.loads(line) for line in documents.read_text(encoding="utf-8").splitlines()]
    assert gold_rows
    assert document_rows
    found: list[dict[str, Any]] = []
    found_documents: list[dict[str, Any]] = []
    for row in document_rows:
        text = (folder / row["doc"]).read_bytes().decode("utf-8")
        demands_of, document = records(converter().convert(text, name=row["doc"]))
        found += demands_of
        found_documents.append(document)
    return evaluate(gold_rows, found, document_rows, found_documents)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the seed gold lies beside the project, not in it")
def test_seed_gold() -> None:
    gold = SHARED / "gold"
    result = measure(SHARED / "seeds", gold / "seed_gold.jsonl", gold / "seed_docs.jsonl")
    assert result.demands.f1 >= 0.90
    assert result.demander.f1 >= 0.90
    assert result.addressee.f1 >= 0.90
    assert result.laws.f1 >= 0.95
    assert result.services.f1 >= 0.95
    noise = [row for row in result.false_alarms if row["doc"].startswith("003") and row["start"] > 6800]
    assert noise == []


def compile_marks() -> ModuleType:
    specification = importlib.util.spec_from_file_location(
        "compile_marks", HERE / "gold" / "compile_marks.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("name", "floor"), [("dev-a", 0.9), ("dev-b", 0.86), ("dev-c", 0.86), ("dev-d", 0.87), ("dev-e", 0.76)]
)
def test_invented_gold(name: str, floor: float, tmp_path: Path) -> None:
    source = HERE / "gold" / "sources" / name
    assert compile_marks().compile_folder(source, tmp_path) >= 18
    result = measure(tmp_path, tmp_path / "gold.jsonl", tmp_path / "docs.jsonl")
    assert result.demands.f1 >= floor


def test_every_list_of_cue_words_is_read() -> None:
    package = Path(forderungsgraph.__file__).parent
    source = "".join(path.read_text("utf-8") for path in (package / "convert").glob("*.py"))
    with (folder("data") / "lexicon" / "cues.toml").open("rb") as file:
        cues = tomllib.load(file)
    assert len(cues) > 8
    unread = [
        f"{section}.{name}"
        for section, lists in cues.items()
        for name in lists
        if f'"{section}.{name}"' not in source and f'"{section}"' not in source
    ]
    assert unread == []


@pytest.mark.parametrize(
    ("object", "name"),
    [
        ("den Intendanten", "Intendant"),
        ("den Beauftragten für Statistik", "Beauftragte für Statistik"),
        ("den Vorstand", "Vorstand"),
    ],
)
def test_whom_a_noun_in_the_accusative_calls_upon(object: str, name: str) -> None:
    text = f"Der Kreisring Nord fordert {object} auf, die Kosten zu tragen."
    (demand,) = Converter(read_registers()).convert(text, name="a.txt").demands
    assert [body.name for body in demand.addressees] == [name]
