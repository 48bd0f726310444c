"""Findings too unsure for the graph: kept apart, listed in the release, and where the border lies."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph import cli
from forderungsgraph.build import BuildResult, build
from forderungsgraph.convert.calibration import FAMILIES, LINKS, Calibration, Rates, Steps
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.score import THRESHOLD
from forderungsgraph.errors import ReleaseError
from forderungsgraph.model import Conversion, Demand, DemandKind, DocumentFacts, Span, SpeechAct
from forderungsgraph.proposals import Proposal, read_proposals, to_line
from forderungsgraph.registers import Registers, read_registers

SURE = "Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, die Kosten der BundID zu tragen."
UNSURE = "Ab 2028 soll das Portal die Anträge automatisch weiterleiten."
TEXT = f"Resolution\n\n{SURE}\n\n{UNSURE}\n\nDas ist lange bekannt. {UNSURE}\n"
SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""


@pytest.fixture(scope="module")
def registers() -> Registers:
    return read_registers()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "texte"
    place.mkdir()
    (place / "probe.txt").write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (place / "probe.toml").write_text(SIDECAR.format(digest=digest), "utf-8")
    return place


def test_what_is_below_the_threshold_is_kept_apart_with_its_reasons(registers: Registers) -> None:
    halves = Calibration(
        {family: Steps((0.0, THRESHOLD), (0.2, 0.7)) for family in FAMILIES},
        {kind: Rates({}, 0.9) for kind in LINKS},
    )
    conversion = Converter(registers, calibration=halves).convert(TEXT, name="probe.txt")
    assert [demand.rule for demand in conversion.demands] == ["E-zu-auffordern"]
    first, second = conversion.review
    assert first.text == second.text == first.sentence == UNSURE
    assert first.rule == "M-shall"
    assert first.notes
    assert [demand.confidence for demand in conversion.demands] == [0.7]
    assert [demand.confidence for demand in conversion.review] == [0.2, 0.2]
    assert conversion.demands[0].sentence == SURE


def _demand(start: int, confidence: float) -> Demand:
    return Demand(
        (Span(start, start + 1),), "x", "x", DemandKind.MODAL, SpeechAct.OBLIGATION, (), (), (), "", confidence, "M"
    )  # fmt: skip


@given(st.lists(st.integers(0, 100)), st.integers(0, 100))
@settings(deadline=None)
def test_moving_the_border_loses_nothing_and_keeps_the_order(values: list[int], border: int) -> None:
    found = [_demand(start, value / 100) for start, value in enumerate(values)]
    before = Conversion("a.txt", "", 0, DocumentFacts(), tuple(found[::2]), review=tuple(found[1::2]))
    after = before.with_border(border / 100)
    assert sorted((*after.demands, *after.review), key=lambda demand: demand.spans) == found
    assert [d.span.start for d in after.demands] == sorted(d.span.start for d in after.demands)
    assert all(demand.confidence >= border / 100 for demand in after.demands)
    assert all(demand.confidence < border / 100 for demand in after.review)
    assert after.with_border(border / 100) == after


def test_the_release_lists_what_waits_for_a_person(corpus: Path, tmp_path: Path) -> None:
    result = build(corpus, tmp_path / "release")
    assert result.good
    assert (result.demands, result.review) == (1, 1)
    (found,) = read_proposals(result.release)
    # the sentence stands there twice and has one identifier
    assert found.demand.startswith("probe-")
    assert (found.document, found.doc) == ("probe", "probe.txt")
    assert TEXT[found.start : found.end] == found.text == UNSURE
    assert (found.kind, found.act, found.rule) == ("modal", "obligation", "M-shall")
    assert found.demander == ("Niedersächsischer Städtetag",)
    manifest = result.release.manifest
    assert (manifest["counts"]["review"], manifest["documents"][0]["review"]) == (1, 1)
    assert manifest["minConfidence"] is None
    assert "review.jsonl" in (result.release.folder / "SHA256SUMS").read_text("utf-8")
    assert result.release.damaged() == ()
    assert found.text not in (result.release.folder / "forderungsgraph.nq").read_text("utf-8")


def test_min_confidence_moves_the_border(corpus: Path, tmp_path: Path) -> None:
    (unsure,) = read_proposals(build(corpus, tmp_path / "a").release)
    lower = build(corpus, tmp_path / "b", min_confidence=unsure.confidence)
    assert (lower.demands, lower.review) == (2, 0)
    assert lower.release.manifest["minConfidence"] == unsure.confidence
    assert (lower.release.folder / "review.jsonl").read_bytes() == b""
    higher = build(corpus, tmp_path / "c", min_confidence=1.0)
    assert (higher.demands, higher.review) == (0, 2)
    assert [entry.text for entry in read_proposals(higher.release)] == [
        "die Kosten der BundID zu tragen.", UNSURE,
    ]  # fmt: skip


def test_the_commands_move_the_border(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(corpus.parent)
    counts = []
    for value in ("0,01", "0.5", "1"):
        assert cli.main(["extract", "texte/probe.txt", "--min-confidence", value]) == 0
        counts.append(len(capsys.readouterr().out.splitlines()))
    assert counts == [3, 1, 0]
    assert cli.main(["build", "--corpus", "texte", "--min-confidence", "0.01"]) == 0
    assert re.search(r"^Vorschläge zur Prüfung +0$", capsys.readouterr().out, re.MULTILINE)
    for wrong in ("2", "-1", "viel"):
        with pytest.raises(SystemExit) as ended:
            cli.main(["build", "--min-confidence", wrong])
        assert ended.value.code == 2
        assert "keine Zahl von 0 bis 1" in capsys.readouterr().err


def test_a_demand_that_nobody_makes_waits_for_a_person(tmp_path: Path) -> None:
    class Nobody:
        def __init__(self, registers: Registers) -> None:
            self._converter = Converter(registers)

        def convert(self, text: str, *, name: str, sidecar: object = None) -> Conversion:
            start = text.index(SURE)
            del sidecar
            demand = Demand(
                (Span(start, start + len(SURE)),), SURE, SURE, DemandKind.EXPLICIT, SpeechAct.REQUEST, (), (), (),
                "Abschnitt, 0511 36894-0", 0.9, "E-zu-fordern",
            )  # fmt: skip
            return Conversion(name, "0" * 64, len(text), DocumentFacts(), (demand,))

    place = tmp_path / "texte"
    place.mkdir()
    (place / "probe.txt").write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    (place / "probe.toml").write_text(SIDECAR.format(digest=digest), "utf-8")
    result = build(place, tmp_path / "release", converter=Nobody)
    assert (result.demands, result.review) == (0, 1)
    (found,) = read_proposals(result.release)
    assert (found.demander, found.confidence) == ((), 0.9)
    assert found.section == "Abschnitt, […]"


def test_the_list_of_the_shipped_texts_holds_what_the_graph_does_not(built: BuildResult) -> None:
    found = read_proposals(built.release)
    assert len(found) == built.review >= 5
    assert [(entry.document, entry.start) for entry in found] == sorted(
        (entry.document, entry.start) for entry in found
    )
    data = (built.release.folder / "forderungsgraph.nq").read_text("utf-8")
    assert not [entry for entry in found if f"/id/demand/{entry.demand}>" in data]
    assert all(entry.confidence < 0.5 or not entry.demander for entry in found)
    assert (built.release.folder / "review.jsonl").read_text("utf-8").splitlines() == list(
        map(to_line, found)
    )


@pytest.mark.parametrize("content", [None, b"{", b'{"demand": "x"}\n', b"[]\n"])
def test_a_broken_list_is_told(content: bytes | None, tmp_path: Path, built: BuildResult) -> None:
    release = built.release
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "manifest.json").write_bytes((release.folder / "manifest.json").read_bytes())
    if content is not None:
        (folder / "review.jsonl").write_bytes(content)
    with pytest.raises(ReleaseError, match="Die Prüfliste ist nicht lesbar"):
        read_proposals(type(release).open(folder))


def test_a_proposal_survives_writing_and_reading() -> None:
    entry = Proposal(
        "probe-0123456789", "probe", "probe.txt", 1, 5, "Text\n", "Satz", ("A",), (), (), ("B", "C"), "modal",
        "request", "", 0.4, "M-must", ("plan",),
    )  # fmt: skip
    assert json.loads(to_line(entry)) == {
        "demand": "probe-0123456789", "document": "probe", "doc": "probe.txt", "start": 1, "end": 5, "text": "Text\n",
        "sentence": "Satz", "demander": ["A"], "addressee": [], "laws": [], "services": ["B", "C"], "kind": "modal",
        "act": "request", "section": "", "confidence": 0.4, "rule": "M-must", "notes": ["plan"],
    }  # fmt: skip
