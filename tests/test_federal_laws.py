"""The table of federal acts: how it is made from published XML, and that texts are read with it."""

from __future__ import annotations

import csv
import importlib.machinery
import importlib.util
import io
import tarfile
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from forderungsgraph.convert.entities import EntityFinder
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.files import folder
from forderungsgraph.model import EntityKind, Mention
from forderungsgraph.registers import read_registers

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "federal_laws"


@cache
def finder() -> EntityFinder:
    return EntityFinder(read_registers())


def laws(text: str) -> list[Mention]:
    context = finder().context([text])
    return [
        mention
        for mention in finder().find(clean(text), tokenize(text), context)
        if mention.kind is EntityKind.LAW
    ]


def table() -> list[dict[str, str]]:
    with (folder("data") / "lexicon" / "federal_laws.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_act_is_found_by_its_name() -> None:
    rows = [row for row in table() if not row["name"][0].isdigit()]
    assert len(rows) > 2000
    missed = [
        row["name"] for row in rows[::25] if len(laws(f"Geändert wird: {row['name']}; mehr nicht.")) != 1
    ]
    assert missed == []


def test_abbreviations_in_capitals_count_in_citations_only() -> None:
    assert [m.name for m in laws("Der BDG-Arbeitskreis und das BDG tagen.")] == []
    assert [(m.name, m.key) for m in laws("Nach § 5 BDG gilt das.")] == [("BDG", "bdg")]
    assert [(m.name, m.key) for m in laws("Das KCanG gilt.")] == [("KCanG", "kcang")]


@pytest.fixture
def script() -> ModuleType:
    if not SCRIPT.is_file():
        pytest.skip("the scripts belong to the checkout, not to the wheel")
    loader = importlib.machinery.SourceFileLoader("federal_laws", str(SCRIPT))
    spec = importlib.util.spec_from_loader("federal_laws", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def act(number: int, abbreviation: str, name: str, title: str, date: str) -> bytes:
    return (
        f'<dokumente doknr="BJNR{number}"><norm builddate="2025" doknr="BJNR{number}">'
        "<metadaten><jurabk>X</jurabk>"
        f"<amtabk>{abbreviation}</amtabk><ausfertigung-datum>{date}</ausfertigung-datum>"
        f"<kurzue>{name}</kurzue><langue>{title}</langue></metadaten></norm></dokumente>"
    ).encode()


def test_the_table_is_made_from_published_xml(script: ModuleType, tmp_path: Path) -> None:
    acts = [
        act(0, "AltG", "Beispielgesetz", "Gesetz über alte Beispiele", "1990-01-01"),
        act(1, "NeuG 2020", "Beispielgesetz", "Gesetz über neue Beispiele", "2020-01-01"),
        act(
            2,
            "BspAusbV",
            "Beispiel-Ausbildungsverordnung",
            "Verordnung über die Berufsausbildung",
            "2001-01-01",
        ),
        act(3, "", "", "Gesetz zu dem Abkommen vom 1. Mai 1980 mit einem anderen Staat", "1981-01-01"),
        act(4, "BspO", "", "Beispielordnung", "1970-01-01"),
    ]
    archive = tmp_path / "laws.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        for number, raw in enumerate(acts):
            member = tarfile.TarInfo(f"BJNR{number}.xml")
            member.size = len(raw)
            tar.addfile(member, io.BytesIO(raw))
    out = tmp_path / "federal_laws.csv"
    script.main(str(archive), out)
    assert out.read_text(encoding="utf-8").splitlines() == [
        "key,abbreviation,name,title,identifier",
        "bspo,BspO,Beispielordnung,,BJNR4",
        "neug,NeuG 2020,Beispielgesetz,Gesetz über neue Beispiele,BJNR1",
    ]
