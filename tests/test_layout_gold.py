"""Layout and facts measured on the invented gold: no demand is cut or lost to page furniture."""

from __future__ import annotations

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.blocks import BlockKind, blocks
from forderungsgraph.convert.facts import document_facts
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.zones import Zone, zones

HERE = Path(__file__).resolve().parent
SETS = ("dev-a", "dev-b", "dev-c", "dev-d", "dev-e")


def compiled(name: str, target: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the documents and demands of a gold set, whose texts then stand in ``target``."""
    specification = importlib.util.spec_from_file_location(
        "compile_marks", HERE / "gold" / "compile_marks.py"
    )
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    assert module.compile_folder(HERE / "gold" / "sources" / name, target) > 0
    return tuple(
        [json.loads(line) for line in (target / file).read_text("utf-8").splitlines()]
        for file in ("docs.jsonl", "gold.jsonl")
    )  # type: ignore[return-value]


def same(field: str, given: object, wanted: object) -> bool:
    """Whether two facts agree but for legal form, abbreviation and punctuation."""
    texts = [
        re.sub(r"\s*\([^)]*\)|\s+e\. ?V\.| – Bürger .*", "", str(value or "")) for value in (given, wanted)
    ]
    if field == "title":
        texts = [re.sub(r"\W+", " ", text).strip().casefold() for text in texts]
    return texts[0] == texts[1]


@pytest.mark.parametrize("name", SETS)
def test_no_demand_is_cut_or_lies_outside_the_body(name: str, tmp_path: Path) -> None:
    documents, demands = compiled(name, tmp_path)
    checked = cut = lost = 0
    for document in documents:
        source = (tmp_path / document["doc"]).read_bytes().decode("utf-8")
        found = blocks(clean(source))
        zoned = list(zip(found, zones(found), strict=True))
        for demand in demands:
            if demand["doc"] != document["doc"] or demand.get("ignore"):
                continue
            touched = [
                zone
                for block, zone in zoned
                if block.kind is not BlockKind.NOISE
                and min(block.text.ends[-1], demand["end"]) - max(block.text.starts[0], demand["start"]) > 3
            ]
            checked += 1
            cut += len(touched) != 1
            lost += any(zone is not Zone.BODY for zone in touched)
    assert checked > 20
    assert cut <= max(1, 0.005 * checked)
    assert lost <= max(1, 0.005 * checked)


def test_facts_of_the_development_sets(tmp_path: Path) -> None:
    floors = {"type": 0.97, "date": 0.88, "publisher": 0.88, "title": 0.86, "place": 0.85}
    right: Counter[str] = Counter()
    total = 0
    for name in SETS:
        documents, _ = compiled(name, tmp_path / name)
        for document in documents:
            source = (tmp_path / name / document["doc"]).read_bytes().decode("utf-8")
            found = blocks(clean(source))
            facts = document_facts(source, found, zones(found))
            total += 1
            for field in floors:
                right[field] += same(field, getattr(facts, field), document.get(field))
    assert total > 40
    for field, floor in floors.items():
        assert right[field] / total >= floor, field
