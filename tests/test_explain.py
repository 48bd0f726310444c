"""Why something is a demand and why a sentence is none: golden output, hostile texts, unknown names.

The golden files beside the invented interview are written anew by
``SNAPSHOTS=write python -m pytest tests/test_explain.py``; read the difference before committing it.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Callable
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import SKOS
from rich.console import Console

from forderungsgraph import cli
from forderungsgraph.convert.blocks import BlockKind
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import DocumentFormat
from forderungsgraph.convert.rules import shipped_rules
from forderungsgraph.convert.segments import SegmentKind
from forderungsgraph.convert.zones import Zone
from forderungsgraph.corpus import read_corpus
from forderungsgraph.errors import LexiconError, UsageError
from forderungsgraph.explain.document import explain_text
from forderungsgraph.explain.labels import label, read_labels
from forderungsgraph.explain.model import Explanation, Mark
from forderungsgraph.explain.page import page
from forderungsgraph.explain.records import explanation_record
from forderungsgraph.explain.segments import stretches
from forderungsgraph.explain.targets import explain, explain_corpus_text
from forderungsgraph.explain.terminal import explanation_view
from forderungsgraph.explain.visible import visible
from forderungsgraph.files import folder
from forderungsgraph.graph import Source, keyed_demands
from forderungsgraph.model import EntityKind
from forderungsgraph.registers import read_registers

DATA = Path(__file__).resolve().parent / "data" / "explain"
INTERVIEW = DATA / "gespraech.txt"
CURATION = DATA / "curation"
CORPUS = folder("data") / "corpus"
CONVERTER = Converter(read_registers())


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
        return Ended(cli.main(list(arguments)), *capsys.readouterr())

    return command


@pytest.fixture(scope="module")
def interview() -> Explanation:
    return explain(str(INTERVIEW), CONVERTER, CORPUS, CURATION)


def told(text: str, name: str = "text.txt") -> Explanation:
    return explain_text(text, CONVERTER, name=name, slug="text")


def printed(explanation: Explanation, *, terminal: bool = False) -> str:
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=110,
        highlight=False,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
    )
    for part in explanation_view(explanation):
        console.print(part)
    return stream.getvalue()


# -- golden


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_the_interview_is_explained_as_written(run: Run, form: str) -> None:
    ended = run("explain", str(INTERVIEW), "--curation", str(CURATION), "--format", form)
    assert (ended.status, ended.err) == (0, "")
    golden = DATA / f"gespraech.{form}"
    out = "".join(f"{line.rstrip()}\n" for line in ended.out.splitlines())
    if os.environ.get("SNAPSHOTS") == "write":
        golden.write_text(out, encoding="utf-8")
    assert out == golden.read_text("utf-8"), "SNAPSHOTS=write python -m pytest tests/test_explain.py"


def test_the_interview_has_every_outcome_and_decision(interview: Explanation) -> None:
    outcomes = {sentence.outcome for sentence in interview.sentences}
    assert outcomes == set(shipped_rules().outcomes)
    decisions = {one.decision for sentence in interview.sentences for one in sentence.candidates}
    assert decisions == {"demand", "review", "below", "overlapped", "withdrawn"}
    statuses = {one.status for one in interview.demands}
    assert statuses == {"graph", "repetition", "nobody", "review", "rejected", "replaced"}


def outcome_of(explanation: Explanation, words: str) -> str:
    (sentence,) = [one for one in explanation.sentences if words in one.mark.text]
    return sentence.outcome


def test_each_sentence_says_why_it_is_no_demand(interview: Explanation) -> None:
    expected = {
        "hören Sie aus den Ämtern": "asked",
        "Gut.": "short",
        "Störungen werden von Monat": "no cue",
        "folgende Forderungen:": "lead-in",
        "Magazin Beispiel": "running header",
        "Einrichtung eines gemeinsamen": "neutral",
        "Man muss die Register": "below",
        "keine Sonderlösungen": "refused",
        "Wunsch nach Ruhe": "no rule",
        "nötig manches": "review",
        "wünscht sich": "rejected",
        "Foto:": "zone",
    }
    assert {words: outcome_of(interview, words) for words in expected} == expected


def test_a_candidate_tells_each_factor_by_name_and_value(interview: Explanation) -> None:
    (sentence,) = [one for one in interview.sentences if "ihren Antrag bisher händisch" in one.mark.text]
    (candidate,) = sentence.candidates
    assert (candidate.rule, candidate.base, candidate.decision) == ("M-must", 0.74, "below")
    assert [(factor.name, factor.value) for factor in candidate.factors] == [
        ("said by somebody", 1.05),
        ("as it was or is", 0.68),
        ("duty of citizens", 0.62),
        ("course of things", 0.57),
        ("how it is done", 0.82),
        ("nobody demands", 0.6),
    ]
    weight = candidate.base
    for factor in candidate.factors:
        assert factor.before == weight
        weight *= factor.value
    assert candidate.weight == weight < interview.threshold


def test_the_stronger_candidate_is_named(interview: Explanation) -> None:
    (beaten,) = [
        one for sentence in interview.sentences for one in sentence.candidates if one.decision == "overlapped"
    ]
    assert (beaten.rule, beaten.stronger) == ("M-dass", "E-dass-fordern")


def test_a_demand_says_how_each_of_its_parts_is_known(interview: Explanation) -> None:
    (quoted,) = [one for one in interview.demands if one.demand.text == "Der Bund muss die Register anbinden"]
    assert (quoted.voice, quoted.addressed, quoted.status) == ("quotation", "clause", "graph")
    item = interview.demands[1]
    assert item.lead is not None
    assert item.lead.mark.text == "Daraus ergeben sich folgende Forderungen:"
    assert item.candidate is not None
    assert item.candidate.rule == "L-F-noun"
    assert [(one.scheme, one.key, one.cues) for one in item.details] == [
        ("topic", "funding-finance", ("kosten", "euro")),
        ("topic", "portals", ("portal",)),
        ("instrument", "funding", ("kosten", "euro")),
    ]


def test_facts_say_where_they_come_from() -> None:
    stated = told(
        "Verband der Beispielgemeinden e. V.\n\nPressemitteilung\n\nMusterstadt, 3. März 2026\n\n"
        "Portale brauchen Geld\n\nDer Verband der Beispielgemeinden fordert vom Land ein Budget."
    )
    facts = {fact.name: fact for fact in stated.facts}
    assert (facts["date"].value, facts["date"].source) == ("2026-03-03", "text")
    assert facts["date"].place is not None
    assert facts["date"].place.text == "3. März 2026"
    assert facts["type"].source == "text"
    assert facts["number"].source == "missing"


def test_a_normalised_block_tells_what_was_changed(interview: Explanation) -> None:
    (paragraph,) = [one for one in interview.paragraphs if "Kolle" in one.mark.text]
    assert "Kolleginnen aus der Technik" in paragraph.running
    assert [(one.source, one.running) for one in paragraph.changes] == [("-\n", "")]


def test_changes_beyond_white_space_are_told() -> None:
    text = "Die\u00a0o\ufb03zielle Ver\u00adbin\u00addung zu den Ämtern\x07 der Städte war\nlange gut."
    (paragraph,) = told(text).paragraphs
    assert paragraph.running == "Die offizielle Verbindung zu den Ämtern der Städte war lange gut."
    assert [(one.source, one.running) for one in paragraph.changes] == [
        ("\ufb03", "ffi"), ("\u00ad", ""), ("\u00ad", ""), ("\x07", " "),
    ]  # fmt: skip
    assert paragraph.folded == 2


# -- any text


_PIECES = st.sampled_from(
    [
        "Wir fordern das Land auf,", "die Kosten zu tragen", "Der Bund muss zahlen.", "Unsere Forderungen:",
        "- ", "1. ", "\n", "\n\n", " ", "„", "“", "so der Verband der Beispielgemeinden", "Gut.", "Was fehlt?",
        "Die Versammlung begrüßt:", "dass das OZG gilt", "zu tragen und sicherzustellen.", "Tel.: 0000", "Foto: Archiv", "Verwal-\ntung", "\x1b[31m",
        "\u202e", "\x00", "\ufb03", "a\u0308", "<b>&amp;", "\ud800", "\f", "\r\n", "Seite 2", "bis Ende 2027", "§ 3 OZG",
    ]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_is_explained_and_marks_are_the_source(text: str) -> None:
    explanation = told(text)
    record = json.dumps(explanation_record(explanation))
    for found in _marks(json.loads(record)):
        assert text[found["start"] : found["end"]] == found["text"]
    for sentence in explanation.sentences:
        assert text[sentence.mark.span.start : sentence.mark.span.end] == sentence.mark.text
    assert "".join(stretch.text for stretch in stretches(explanation)) == text
    assert _Page.of(page(explanation)).source == visible(text)
    assert "\x1b" not in printed(explanation)


def _marks(value: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        found += _marks(inner)
    if isinstance(value, dict) and {"start", "end", "text"} <= value.keys():
        found.append(value)
    return found


class _Page(HTMLParser):
    """Collects what a browser would see of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.source = ""
        self.text = ""
        self._depth = 0

    @classmethod
    def of(cls, text: str) -> _Page:
        made = cls()
        made.feed(text)
        made.close()
        return made

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self._depth or (tag == "div" and dict(attrs).get("class") == "source"):
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._depth -= bool(self._depth)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._depth:
            self.source += data


# -- hostile texts

HOSTILE = (
    "<script>alert(1)</script> Der Verband der Beispielgemeinden fordert das Land auf, "
    '<img src="https://example.org/x" onerror="alert(2)"> die Kosten\x1b]0;Titel\x07 zu tragen. '
    "[red]Das Land[/red] muss\x1b[2J\x1b[31m \u202ezahlen\u202c, {{ 7*7 }} und \x9b31m \x00 \ud800 nicht warten."
)


def test_a_page_of_a_hostile_text_runs_and_loads_nothing() -> None:
    seen = _Page.of(page(told(HOSTILE, "<script>x.txt")))
    names = {tag for tag, _ in seen.tags}
    assert not names & {"script", "img", "link", "iframe", "object", "form", "base", "svg"}
    for tag, attributes in seen.tags:
        assert not any(name.startswith("on") or name in ("src", "action") for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#")
    policy = next(a["content"] for t, a in seen.tags if t == "meta" and "http-equiv" in a)
    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "<script>alert(1)</script>" in seen.source
    assert "{{ 7*7 }}" in seen.source
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", seen.text)


def test_no_code_in_the_page_but_our_own_style() -> None:
    text = page(told(HOSTILE))
    assert text.count("<style>") == 1
    style = text.partition("<style>")[2].partition("</style>")[0]
    assert not re.search(r"url\(|@import|expression", style)
    assert "prefers-color-scheme: dark" in style


def test_a_terminal_is_steered_by_nobody_but_us() -> None:
    coloured = printed(told(HOSTILE, "\x1b[2J.txt"), terminal=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[\d;]*m", "", coloured)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", plain)
    folded = " ".join(plain.split())
    assert "[red]Das Land[/red] muss␛[2J␛[31m" in folded


def test_what_steers_becomes_visible_and_nothing_moves() -> None:
    text = "a\x1b\x00\x7f\x85\u00ad\u200b\u2066\r\n\tb\u00a0c\ud800"
    assert visible(text) == "a␛␀␡\ufffd¬\ufffd\ufffd␍\n\tb\u00a0c\ufffd"
    assert len(visible(text)) == len(text)
    assert visible("Übliches „Zitat“ – mit § 3") == "Übliches „Zitat“ – mit § 3"


def test_a_hostile_file_goes_through_all_formats(run: Run, tmp_path: Path) -> None:
    (tmp_path / "boese.txt").write_text(HOSTILE.replace("\ud800", "").replace("\x00", ""), encoding="utf-8")
    for form in ("text", "json", "html"):
        ended = run("explain", "boese.txt", "--format", form)
        assert (ended.status, ended.err) == (0, "")
        assert "\x1b" not in ended.out


# -- what can be named


def test_every_demand_of_the_corpus_is_explained_by_its_identifier() -> None:
    checked = 0
    for text in read_corpus(CORPUS).texts:
        conversion = CONVERTER.convert(text.text, name=text.path.name, sidecar=text.sidecar)
        source = Source(text.text, text.sidecar, conversion)
        explanation = explain_corpus_text(text, CONVERTER)
        by_key = {one.key: one for one in explanation.demands if one.status == "graph"}
        assert list(by_key) == [key for key, _ in keyed_demands(source)]
        for key, (demand, *_) in keyed_demands(source):
            assert by_key[key].demand == demand
            checked += 1
    assert checked > 50


def test_a_demand_by_key_and_by_address(run: Run) -> None:
    name = "nst-2020-presseinformation-8-0778002017"
    short = run("explain", name, "--format", "json")
    long = run("explain", f"https://w3id.org/forderungsgraph/id/demand/{name}", "--format", "json")
    assert (short.status, short.err) == (0, "")
    assert short == long
    data = json.loads(short.out)
    assert [one["key"] for one in data["demands"]] == [name]
    (paragraph,) = data["paragraphs"]
    assert [one["number"] for one in paragraph["sentences"]] == data["focus"]
    document = run(
        "explain", "https://example.org/id/document/nst-2020-presseinformation-8", "--format", "json"
    )
    assert document.out == run("explain", "nst-2020-presseinformation-8", "--format", "json").out


def test_a_sentence_by_its_words_and_by_its_place(run: Run) -> None:
    words = run(
        "explain", str(INTERVIEW), "--sentence", "sagen die Kolleginnen aus der  TECHNIK", "--format", "json"
    )
    (paragraph,) = json.loads(words.out)["paragraphs"]
    (sentence,) = paragraph["sentences"]
    assert (sentence["outcome"], sentence["number"]) == ("no cue", 6)
    place = run("explain", str(INTERVIEW), "--offset", str(sentence["start"] + 3), "--format", "json")
    assert place.out == words.out
    text = run("explain", str(INTERVIEW), "--sentence", "Foto: Beispielarchiv").out
    assert "nicht durchsucht: der Teil der Seite gehört nicht zum Text" in text
    assert "Angaben und woher" not in text


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("nst-2020-presseinformation-8-0778002018",), 2,
         "Eine Forderung „nst-2020-presseinformation-8-0778002018“ findet die Auswertung in "
         "nst-2020-presseinformation-8.txt nicht. Ähnlich: nst-2020-presseinformation-8-0778002017,"),
        (("nst-2020-presse",), 2,
         "„nst-2020-presse“ ist weder eine Datei noch ein Text oder eine Forderung des Korpus. "
         "Ähnlich: nst-2020-presseinformation-8,"),
        (("zzz",), 2, "„zzz“ ist weder eine Datei noch ein Text oder eine Forderung des Korpus. Texte liegen in "),
        (("\x1b[2J",), 2, "„␛[2J“ ist weder eine Datei noch ein Text"),
        (("gibtsnicht.pdf",), 2, "gibtsnicht.pdf: Die Datei lässt sich nicht lesen"),
        (("$GESPRAECH", "--sentence", "Die Stürungen werden von Monat zu Monat wenger"), 2,
         "Diese Worte stehen nicht in gespraech.txt: „Die Stürungen werden von Monat zu Monat wenger“. "
         "Ähnlich: „Die Zahlen sind stabil, und die Störungen werden von Monat zu Monat weniger,"),
        (("$GESPRAECH", "--sentence", "…"), 2, "Die gesuchten Worte enthalten keinen Buchstaben."),
        (("$GESPRAECH", "--offset", "99999"), 2, "Stelle 99999 liegt hinter dem Ende von gespraech.txt."),
        (("$GESPRAECH", "--format", "html", "--output", "nirgends/x.html"), 2,
         "nirgends/x.html: Die Datei lässt sich nicht schreiben"),
        (("x", "--corpus", "nirgends"), 2, "nirgends: Diesen Ordner gibt es nicht."),
        (("$GESPRAECH", "--curation", "nirgends"), 1, "nirgends: "),
    ],
)  # fmt: skip
def test_wrong_names_are_one_sentence(
    run: Run, arguments: tuple[str, ...], status: int, sentence: str
) -> None:
    ended = run("explain", *(argument.replace("$GESPRAECH", str(INTERVIEW)) for argument in arguments))
    assert (ended.status, ended.out) == (status, "")
    assert ended.err.startswith(f"Fehler: {sentence}")
    assert ended.err.count("\n") == 1


def test_a_file_with_a_wrong_sidecar_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Die Städte fordern mehr Geld.", encoding="utf-8")
    (tmp_path / "a.toml").write_text('title = "x"\n', encoding="utf-8")
    ended = run("explain", "a.txt")
    assert (ended.status, ended.out) == (1, "")
    assert (
        ended.err
        == 'Fehler: a.toml: Der Schlüssel „type“ fehlt. type = … oder unchecked = ["type"] ergänzen.\n'
    )


def test_other_formats_are_explained_by_their_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "brief.html").write_text(
        "<html lang=de><body><article><h1>Portale brauchen Geld</h1><p>Der Verband der Beispielgemeinden "
        "fordert das Land auf, die Kosten der Portale zu tragen.</p><p>Er hat seit vielen Jahren darauf "
        "hingewiesen, dass die Mittel der Gemeinden dafür nicht reichen.</p></article></body></html>",
        encoding="utf-8",
    )
    data = json.loads(run("explain", "brief.html", "--format", "json").out)
    assert data["document"]["format"] == "html"
    assert [one["text"] for one in data["demands"]] == ["die Kosten der Portale zu tragen."]
    assert data["demands"][0]["key"].startswith("brief-")


def test_a_page_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    ended = run("explain", str(INTERVIEW), "--format", "html", "--output", "seite.html")
    assert ended == Ended(0, "", "")
    assert (tmp_path / "seite.html").read_text("utf-8").startswith('<!doctype html>\n<html lang="de">')


def test_a_text_without_sentences_has_no_place() -> None:
    with pytest.raises(UsageError, match="enthält keinen Satz"):
        explain_at(told(" \n "), 0)


def explain_at(explanation: Explanation, offset: int) -> tuple[int, ...]:
    from forderungsgraph.explain.passages import sentence_at

    return sentence_at(explanation, offset)


def test_a_place_between_sentences_means_the_next() -> None:
    explanation = told("Erster Satz ist kurz.   \n\nZweiter Satz ist auch kurz.")
    assert [explain_at(explanation, offset) for offset in (0, 22, 30)] == [(1,), (2,), (2,)]


# -- names


def test_concepts_are_called_as_in_the_vocabularies() -> None:
    graph = Graph()
    graph.parse(folder("ontology") / "vocabularies.ttl")
    names = {
        tuple(str(concept).split("/id/")[1].split("/")): str(name)
        for concept, name in graph.subject_objects(SKOS.prefLabel)
        if getattr(name, "language", None) == "de" and "/id/" in str(concept)
    }
    for scheme in ("topic", "instrument", "target-group", "speech-act", "demand-kind", "certainty"):
        own = {key: name for (kind, key), name in names.items() if kind == scheme}
        assert own
        assert {key: label(scheme, key) for key in own} == own


@pytest.mark.parametrize(
    ("section", "kinds"),
    [
        ("zone", Zone),
        ("block", BlockKind),
        ("segment", SegmentKind),
        ("entity", EntityKind),
        ("format", DocumentFormat),
    ],
)
def test_every_kind_has_a_name(section: str, kinds: type[StrEnum]) -> None:
    labels = read_labels(folder("data") / "lexicon" / "labels.toml")
    assert labels[section].keys() == {kind.value for kind in kinds}


def test_spoilt_names_are_one_sentence(tmp_path: Path) -> None:
    place = tmp_path / "labels.toml"
    place.write_text("[zone]\nbody = ", encoding="utf-8")
    with pytest.raises(LexiconError, match="Die Bezeichnungen sind nicht lesbar"):
        read_labels(place)


def test_marks_are_what_they_say(interview: Explanation) -> None:
    marks: list[Mark] = [one.mark for one in interview.sentences]
    for sentence in interview.sentences:
        marks += [*sentence.refusals, *(cue.mark for cue in sentence.cues)]
        for said in sentence.said:
            marks += [said.mark, *said.clauses, *said.actors]
    assert len(marks) > 80
    assert all(interview.text[mark.span.start : mark.span.end] == mark.text for mark in marks)


# -- the manual

MANUAL = Path(__file__).resolve().parents[1] / "docs" / "explain.md"
INLINE = {"place", "spans[]", "reviewed", "rules", "factors", "refusals", "outcomes"}


def _documented() -> dict[str, set[str]]:
    """Return the keys of each kind of object in the manual's schema."""
    schema = MANUAL.read_text("utf-8").partition("<!-- SCHEMA -->")[2].partition("<!-- END SCHEMA -->")[0]
    found: dict[str, set[str]] = {}
    for section in schema.split("\n### ")[1:]:
        title, _, body = section.partition("\n")
        keys = re.findall(r"^\| `(\w+)` \| \S", body, re.MULTILINE)
        for kind in re.findall(r"`([\w\[\]]+)`", title) or [""]:
            found[kind] = set(keys)
    return found


def _objects(value: Any, kind: str = "") -> list[tuple[str, set[str]]]:
    """Return each object of the data with the name under which it stands."""
    if isinstance(value, list):
        return [found for one in value for found in _objects(one, f"{kind}[]")]
    if not isinstance(value, dict):
        return []
    found = [] if kind in INLINE else [(kind, set(value))]
    return found + [one for key, inner in value.items() if kind not in INLINE for one in _objects(inner, key)]


@pytest.mark.skipif(not MANUAL.is_file(), reason="the manual belongs to the checkout")
def test_the_schema_names_every_key(interview: Explanation) -> None:
    documented = _documented()
    seen = _objects(explanation_record(interview))
    assert {kind for kind, _ in seen} == set(documented)
    for kind, keys in seen:
        assert keys == documented[kind], kind


@pytest.mark.skipif(not MANUAL.is_file(), reason="the manual belongs to the checkout")
def test_the_example_of_the_manual_is_what_is_printed(run: Run) -> None:
    text = MANUAL.read_text("utf-8")
    (shown,) = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (words,) = re.findall(r'^forderungsgraph explain \S+ --sentence "(all .*)"$', text, re.MULTILINE)
    out = run("explain", "nst-2019-resolution-digitalisierung", "--sentence", words).out
    assert shown in "".join(f"{line.rstrip()}\n" for line in out.splitlines())
