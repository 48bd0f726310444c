"""Reviewed corrections: how they are written and read, and what they do to what was extracted."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from forderungsgraph.build import Shipped, build
from forderungsgraph.convert.quoted import QuotedText
from forderungsgraph.curate import Curated, curate
from forderungsgraph.curation import (
    Action,
    Correction,
    append_correction,
    correction_key,
    read_corrections,
    to_toml,
)
from forderungsgraph.errors import CurationError
from forderungsgraph.files import folder
from forderungsgraph.graph import Source, demand_key, document_graph, keyed_demands, provenance_graph
from forderungsgraph.iri import FG, Iris, text_key
from forderungsgraph.model import (
    Actor,
    Conversion,
    Demand,
    DemandKind,
    DocumentFacts,
    DocumentType,
    EntityKind,
    Instrument,
    Mention,
    Origin,
    Reviewed,
    Sidecar,
    Span,
    SpeechAct,
)
from forderungsgraph.proposals import proposals
from forderungsgraph.registers import Registers, read_registers
from forderungsgraph.validate import load_shapes, validate

IRIS = Iris("https://example.org/")
DAY = datetime.date(2026, 11, 25)
WHO = Reviewed("Redaktion", DAY, "Gelesen.")
SURE = "Wir fordern das Land auf, das OZG zu novellieren und die BundID zu bezahlen."
UNSURE = "Das Portal soll bis 2028 fertig werden."
TEXT = f"""Probeverband

{SURE}

Ab 2027 gilt dies. Das Portal soll bis
2028 fer-
tig werden. Das ist ein Land.
Es ist kein Land. Niemand weiß das: {UNSURE}
Der Bund lobt den Verein Muster. Der Verein wünscht sich mehr Tempo.
"""


@pytest.fixture(scope="module")
def registers() -> Registers:
    return read_registers()


def _span(part: str, start: int = 0) -> Span:
    begin = TEXT.index(part, start)
    return Span(begin, begin + len(part))


def _demand(span: Span, kind: DemandKind, confidence: float, *mentions: Mention) -> Demand:
    return Demand(
        (span,), TEXT[span.start : span.end], " ".join(TEXT[span.start : span.end].split()), kind,
        SpeechAct.REQUEST if kind is DemandKind.EXPLICIT else SpeechAct.OBLIGATION,
        (Actor("Probeverband", None, Origin.DOCUMENT, "E-zu-auffordern"),),
        (Actor("Land Niedersachsen", "land-niedersachsen", Origin.STATED, "E-zu-auffordern"),), mentions, "Abschnitt",
        confidence, "E-zu-auffordern",
    )  # fmt: skip


OZG = Mention(EntityKind.LAW, "OZG", "ozg", _span("OZG"), "law.abbreviation")
BUNDID = Mention(EntityKind.SERVICE, "BundID", "bundid", _span("BundID"), "service.name")
FIRST = _span("Das Portal soll bis\n2028 fer-\ntig werden.")
SECOND = _span(UNSURE)


def _source() -> Source:
    sure = _demand(_span(SURE), DemandKind.EXPLICIT, 0.9, OZG, BUNDID)
    unsure = tuple(_demand(span, DemandKind.MODAL, 0.4) for span in (FIRST, SECOND))
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    sidecar = Sidecar(
        "probe", "Probe", DocumentType.RESOLUTION, "Probeverband", digest, "Beim Herausgeber.", "Für den Test.",
        territory="ni",
    )  # fmt: skip
    conversion = Conversion("probe.txt", digest, len(TEXT), DocumentFacts(), (sure,), (OZG, BUNDID), unsure)
    return Source(TEXT, sidecar, conversion)


Apply = Callable[..., Curated]


@pytest.fixture(scope="module")
def apply(registers: Registers) -> Apply:
    """Apply one correction to the small document."""

    def run(action: str, **values: Any) -> Curated:
        correction = Correction(Action(action), "probe", WHO, **values, place=Path("probe.toml"), line=7)
        return curate(_source(), [correction], registers)

    return run


def _told(curated: Curated) -> str:
    (error,) = curated.unfitting
    assert (error.place, error.line) == (Path("probe.toml"), 7)
    assert curated.conversion == _source().conversion
    assert curated.rejected == ()
    return f"{error.message}. {error.hint}."


# finding quotations again


@pytest.mark.parametrize(
    ("quote", "prefix", "found"),
    [
        (UNSURE, "", [FIRST, SECOND]),
        ("das portal SOLL bis 2028 fertig werden!", "", [Span(FIRST.start, FIRST.end - 1), Span(SECOND.start, SECOND.end - 1)]),
        (UNSURE, "Niemand weiß das:", [SECOND]),
        (UNSURE, "weiß es", []),
        ("ein Land", "", [_span("ein Land")]),
        ("Land", "", [_span("Land"), _span("Land", TEXT.index("ein Land")), _span("Land", TEXT.index("kein Land"))]),
        ("202", "", []),
        ("…", "", []),
        ("", "", []),
    ],
)  # fmt: skip
def test_a_quotation_is_found_by_its_letters_as_whole_words(
    quote: str, prefix: str, found: list[Span]
) -> None:
    assert list(QuotedText.of(TEXT).find(quote, prefix)) == found


def test_a_quotation_is_found_in_a_text_with_debris() -> None:
    source = "\ufeffDie Be\u00adhörden mu\u0308ssen \ue000 „pru\u0308fen“.\r\n"
    (span,) = QuotedText.of(source).find("Die Behörden müssen „prüfen“.")
    assert source[span.start : span.end] == "Die Be\u00adhörden mu\u0308ssen \ue000 „pru\u0308fen“."
    assert QuotedText.of(source).wording(span).text.startswith("Die Behörden müssen")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60), st.data())
@settings(deadline=None)
def test_what_is_found_has_the_letters_that_were_asked_for(source: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    quote = source[start : data.draw(st.integers(start, len(source)))]
    text = QuotedText.of(source)
    for span in text.find(quote):
        assert text_key(source[span.start : span.end]) == text_key(quote)
        assert text.wording(span).text
    # a quotation that is the whole text is found
    assert len(text.find(source)) == (1 if text.letters else 0)


# what corrections do


def test_without_corrections_nothing_changes(registers: Registers) -> None:
    assert curate(_source(), [], registers) == Curated(_source().conversion)


def test_a_confirmed_finding_becomes_a_demand_with_its_confidence(apply: Apply) -> None:
    curated = apply("confirm", quote=UNSURE)
    assert curated.unfitting == ()
    assert curated.conversion.review == ()
    sure, first, second = curated.conversion.demands
    assert sure.reviewed is None
    assert (first.spans, second.spans) == ((FIRST,), (SECOND,))
    for demand in (first, second):
        assert (demand.confidence, demand.rule, demand.reviewed) == (0.4, "E-zu-auffordern", WHO)
        assert demand.demanders[0].origin is Origin.DOCUMENT


def test_one_of_several_places_is_meant_by_what_stands_before_it(apply: Apply) -> None:
    curated = apply("confirm", quote=UNSURE, prefix="Niemand weiß das:")
    assert [demand.span for demand in curated.conversion.demands] == [_span(SURE), SECOND]
    assert [demand.span for demand in curated.conversion.review] == [FIRST]


def test_a_demand_is_confirmed_by_its_identifier(apply: Apply) -> None:
    curated = apply("confirm", demand=text_key(SURE))
    assert [demand.reviewed for demand in curated.conversion.demands] == [WHO]
    assert len(curated.conversion.review) == 2


def test_what_a_confirmation_names_holds_whatever_is_extracted_later(apply: Apply) -> None:
    curated = apply("confirm", quote=SURE, demander=("nst",), addressee=())
    (demand,) = curated.conversion.demands
    assert demand.addressees == ()
    (actor,) = demand.demanders
    assert (actor.key, actor.origin, actor.rule) == ("nst", Origin.REVIEWED, "reviewed")


def test_a_rejected_demand_is_left_out_and_listed(apply: Apply) -> None:
    curated = apply("reject", quote=SURE)
    assert curated.conversion.demands == ()
    assert len(curated.conversion.review) == 2
    assert [(demand.span, demand.reviewed) for demand in curated.rejected] == [(_span(SURE), WHO)]
    assert [d.span for d in apply("reject", demand=text_key(UNSURE)).rejected] == [FIRST, SECOND]


def test_a_rejection_holds_when_the_extraction_shifts_a_little_or_finds_nothing(
    apply: Apply,
) -> None:
    shifted = apply("reject", quote=SURE.removeprefix("Wir "))
    assert [demand.span for demand in shifted.rejected] == [_span(SURE)]
    moot = apply("reject", quote="Ab 2027 gilt dies.")
    assert (moot.rejected, moot.unfitting, moot.conversion) == ((), (), _source().conversion)


def test_an_edit_changes_what_it_names_and_nothing_else(apply: Apply) -> None:
    curated = apply(
        "edit", quote=SURE, addressee=("Bund",), laws=("§ 3 OZG", "ndig"), services=(), act=SpeechAct.EXPECTATION
    )  # fmt: skip
    assert curated.unfitting == ()
    (demand,) = curated.conversion.demands
    assert demand.demanders == _source().conversion.demands[0].demanders
    assert [(actor.name, actor.origin) for actor in demand.addressees] == [("Bund", Origin.REVIEWED)]
    assert {(m.name, m.key, m.provision, m.rule) for m in demand.mentions} == {
        ("OZG", "ozg", "§ 3", "reviewed"), ("NDIG", "ndig", None, "reviewed"),
    }  # fmt: skip
    assert demand.speech_act is SpeechAct.EXPECTATION
    assert (demand.kind, demand.section, demand.confidence) == (DemandKind.EXPLICIT, "Abschnitt", 0.9)


def test_a_law_that_stands_in_the_quotation_keeps_its_place(apply: Apply) -> None:
    (demand,) = apply("edit", quote=SURE, laws=("Onlinezugangsgesetz",)).conversion.demands
    assert [mention for mention in demand.mentions if mention.kind is EntityKind.LAW] == [OZG]


def test_an_edit_narrows_a_demand_and_an_addition_takes_the_rest(registers: Registers) -> None:
    one, other = "das OZG zu novellieren", "die BundID zu bezahlen."
    corrections = [
        Correction(Action.EDIT, "probe", WHO, quote=SURE, new_quote=one),
        Correction(Action.ADD, "probe", WHO, quote=other, demander=("Probeverband",), kind=DemandKind.EXPLICIT),
    ]  # fmt: skip
    curated = curate(_source(), corrections, registers)
    assert curated.unfitting == ()
    first, second = curated.conversion.demands
    assert (first.text, first.wording, second.text) == (one, one, other)
    assert (first.mentions, second.mentions) == ((OZG,), (BUNDID,))
    assert first.instruments == (Instrument.AMENDMENT,)
    # what the extraction knew holds for the part that was edited
    assert (first.confidence, first.section, first.rule) == (0.9, "Abschnitt", "E-zu-auffordern")
    assert (second.confidence, second.section, second.rule) == (1.0, "", "reviewed")
    assert second.speech_act is SpeechAct.REQUEST


def test_an_addition_survives_without_any_finding(apply: Apply) -> None:
    curated = apply(
        "add", quote="Der Verein wünscht sich mehr Tempo.", demander=("Verein Muster",), addressee=("Bund",),
        kind=DemandKind.EXPECTATION,
    )  # fmt: skip
    _, demand = curated.conversion.demands
    assert demand.text == "Der Verein wünscht sich mehr Tempo."
    assert demand.demanders == (Actor("Verein Muster", None, Origin.REVIEWED, "reviewed"),)
    assert demand.speech_act is SpeechAct.EXPECTATION


def test_a_reviewed_quotation_takes_the_place_of_what_overlaps_it(apply: Apply) -> None:
    longer = f"Niemand weiß das: {UNSURE}"
    curated = apply("add", quote=longer, demander=("Probeverband",), kind=DemandKind.MODAL)
    assert [demand.text for demand in curated.conversion.demands] == [SURE, longer]
    assert [demand.span for demand in curated.conversion.review] == [FIRST]


def test_a_part_of_a_demand_is_added_and_the_overlap_told(apply: Apply) -> None:
    curated = apply(
        "add", quote="die BundID zu bezahlen", demander=("Probeverband",), kind=DemandKind.EXPLICIT
    )
    assert [demand.text for demand in curated.conversion.demands] == [SURE, "die BundID zu bezahlen"]
    (error,) = curated.unfitting
    assert (error.place, error.line) == (Path("probe.toml"), 7)
    assert error.message.startswith("Das Zitat überschneidet sich mit einer anderen Forderung")
    assert error.hint is not None
    assert SURE in error.hint


# what does not fit


@pytest.mark.parametrize(
    ("action", "values", "sentence"),
    [
        ("reject", {"quote": "Das Portal soll bis 2026 fertig sein."},
         "Das Zitat „Das Portal soll bis 2026 fertig sein.“ steht nicht (mehr) im Text. Am nächsten kommt „Das Portal soll bis 2028 fertig werden.“."),
        ("confirm", {"quote": "Ganz etwas anderes, von vorn bis hinten"},
         "Das Zitat „Ganz etwas anderes, von vorn bis hinten“ steht nicht (mehr) im Text. Das Zitat berichtigen oder den Eintrag löschen."),
        ("confirm", {"quote": UNSURE, "prefix": "Jemand weiß das:"},
         f"Vor dem Zitat „{UNSURE}“ steht nicht (mehr) „Jemand weiß das:“. prefix berichtigen: die Worte unmittelbar davor."),
        ("reject", {"demand": "0123456789"},
         "Keine Forderung des Textes hat mehr den Bezeichner 0123456789. Das Zitat als quote angeben; die Prüfliste und forderungsgraph extract nennen es."),
        ("reject", {"quote": "das OZG zu novellieren"},
         f"Das Zitat ist nur ein Teil dessen, was gefunden wurde. Vollständig lautet es „{SURE}“."),
        ("confirm", {"quote": "das OZG zu novellieren"},
         f"Das Zitat ist nur ein Teil dessen, was gefunden wurde. Vollständig lautet es „{SURE}“."),
        ("confirm", {"quote": "Der Verein wünscht sich mehr Tempo."},
         "Die Auswertung findet diese Forderung nicht mehr. demander und kind ergänzen, dann gilt sie auch ohne die Auswertung."),
        ("edit", {"quote": SURE, "demander": ()}, 'Es fehlt, wer fordert. demander = ["…"] ergänzen.'),
        ("edit", {"quote": SURE, "new_quote": "Der Bund lobt"},
         "Das neue Zitat steht an anderer Stelle als das bisherige. Das bisherige mit [[reject]] ablehnen, das neue mit [[add]] ergänzen."),
        ("edit", {"quote": SURE, "new_quote": "das OZG aendern"},
         "Das Zitat „das OZG aendern“ steht nicht (mehr) im Text. Das Zitat berichtigen oder den Eintrag löschen."),
        ("edit", {"quote": SURE, "addressee": ("Niedersächsischer Städtetga",)},
         "Die Stelle „Niedersächsischer Städtetga“ ist unbekannt: kein Register nennt den Namen, der Text auch nicht. Gemeint ist wohl „Niedersächsischer Städtetag“."),
        ("edit", {"quote": SURE, "laws": ("Qqq-Gesetzchen",)},
         "Das Gesetz „Qqq-Gesetzchen“ ist unbekannt: kein Register nennt den Namen, der Text auch nicht. Den Namen berichtigen oder in data/lexicon/names_laws.csv eintragen."),
        ("edit", {"quote": SURE, "addressee": ("Anna, 0511 36894-0",)},
         "Ein Name enthält Kontaktdaten. Telefonnummern und Mailadressen entfernen."),
    ],
)  # fmt: skip
def test_a_correction_that_does_not_fit_is_told_and_changes_nothing(
    action: str, values: dict[str, Any], sentence: str, apply: Apply
) -> None:
    assert _told(apply(action, **values)) == sentence


def test_the_others_hold_where_one_does_not_fit(registers: Registers) -> None:
    corrections = [
        Correction(Action.CONFIRM, "probe", WHO, quote="Das steht da nicht.", line=1),
        Correction(Action.REJECT, "probe", Reviewed("ab@example.org", DAY), quote=UNSURE, line=2),
        Correction(Action.CONFIRM, "probe", WHO, quote=SURE, line=3),
        Correction(Action.EDIT, "probe", WHO, quote=SURE.removesuffix("."), laws=(), line=4),
    ]
    curated = curate(_source(), corrections, registers)
    assert [(error.line, error.message) for error in curated.unfitting] == [
        (2, "Wer oder warum enthält Kontaktdaten"),
        (1, "Das Zitat „Das steht da nicht.“ steht nicht (mehr) im Text"),
        (4, "Über diese Stelle ist schon in Zeile 3 entschieden"),
    ]
    assert [demand.reviewed for demand in curated.conversion.demands] == [WHO]


# in the graph


def test_the_graph_says_who_reviewed_a_demand_when_and_why(apply: Apply, registers: Registers) -> None:
    curated = apply("edit", quote=SURE, addressee=("bund",), laws=("ndig",))
    source = dataclasses.replace(_source(), conversion=curated.conversion)
    graph = document_graph(source, IRIS, registers) + provenance_graph(source, IRIS, registers)
    assert validate(graph, load_shapes()).results == ()
    demand = IRIS.thing("demand", demand_key("probe", curated.conversion.demands[0], TEXT))
    assert demand == IRIS.thing("demand", f"probe-{text_key(SURE)}")
    assert list(graph.objects(demand, FG.reviewedBy)) == [Literal("Redaktion")]
    assert list(graph.objects(demand, FG.reviewedOn)) == [Literal("2026-11-25", datatype=XSD.date)]
    assert list(graph.objects(demand, FG.reviewNote)) == [Literal("Gelesen.", lang="de")]
    checked = IRIS.concept("certainty", "checked")
    assert list(graph.objects(demand, FG.certainty)) == [checked]
    assert list(graph.objects(demand, FG.addressedTo)) == [IRIS.thing("organisation", "bund")]
    for link, target in (("addressedTo", "organisation-bund"), ("demandsAmendment", "law-ndig")):
        assertion = IRIS.thing("assertion", f"probe-{text_key(SURE)}-{link}-{target}")
        assert list(graph.objects(assertion, FG.rule)) == [Literal("reviewed")]
        assert list(graph.objects(assertion, FG.certainty)) == [checked]
        assert all(isinstance(passage, URIRef) for passage in graph.objects(assertion, FG.evidence))


def test_what_is_confirmed_waits_no_longer(apply: Apply) -> None:
    before = _source()
    assert [entry.text for entry in proposals(before)] == ["Das Portal soll bis\n2028 fer-\ntig werden."]
    after = dataclasses.replace(before, conversion=apply("confirm", quote=UNSURE).conversion)
    assert list(proposals(after)) == []
    assert len(list(keyed_demands(after))) == 2


# files


GOOD = """[[confirm]]
demand = "probe-0123456789"
by = "ab"
on = 2026-11-25

[[reject]]
quote = '''
Über zwei
Zeilen.'''
by = "Redaktion"
on = 2026-11-24
why = "Keine Forderung."
"""


def test_corrections_are_read_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "Probe.toml").write_text(GOOD, "utf-8")
    (tmp_path / "status.csv").write_text("document\n", "utf-8")
    read = read_corrections(tmp_path)
    assert read.failures == ()
    (document,) = read.by_document
    assert document == "probe"
    first, second = read.by_document["probe"]
    assert first == Correction(
        Action.CONFIRM, "probe", Reviewed("ab", DAY), demand="0123456789", place=tmp_path / "Probe.toml", line=1
    )  # fmt: skip
    assert (second.quote, second.line, second.reviewed.why) == ("Über zwei\nZeilen.", 6, "Keine Forderung.")
    assert correction_key(first) == "0123456789"
    assert correction_key(second) == text_key("Über zwei Zeilen")


REJECT = '[[reject]]\nquote = "Text"\nby = "R"\non = 2026-11-25\nwhy = "x"\n'


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        ("[[reject]\n", 1, "kein gültiges TOML"),
        ("[[drop]]\n", 1, "Unbekannter Eintrag „drop“. Erlaubt sind [[confirm]], [[reject]], [[edit]], [[add]]."),
        ("titel = 1\n", 1, "Unbekannter Eintrag „titel“"),
        ("[reject]\nquote = 'x'\n", 1, "Unbekannter Eintrag „reject“"),
        (REJECT.replace("why", "warum"), 1, "[[reject]]: unbekannter Schlüssel „warum“. Erlaubt sind demand, quote, prefix, by, on, why."),
        (REJECT.replace("quote", "quotes"), 1, "[[reject]]: unbekannter Schlüssel „quotes“. Gemeint ist wohl „quote“."),
        (REJECT.replace('why = "x"\n', ""), 1, "[[reject]]: der Schlüssel „why“ fehlt. why = … ergänzen."),
        (REJECT.replace('quote = "Text"\n', ""), 1, "[[reject]]: es fehlt, was gemeint ist. quote = „…“ mit dem genauen Zitat ergänzen."),
        (REJECT.replace('"Text"', '"…"'), 1, "[[reject]]: „quote“: erwartet wird eine Zeichenkette mit Buchstaben. Den Wert berichtigen."),
        (REJECT.replace("2026-11-25", '"gestern"'), 1, "„gestern“ ist kein Datum. Form: on = 2026-11-25, ohne Anführungszeichen."),
        (REJECT.replace("2026-11-25", "2026-11-25T10:00:00"), 1, "ist kein Datum"),
        (REJECT.replace('"R"', '"anna@example.org"'), 1, "„by“: erwartet wird eine Rolle oder ein Kürzel"),
        (REJECT.replace('"R"', '"Tel. 0511 36894"'), 1, "„by“: erwartet wird eine Rolle oder ein Kürzel"),
        (REJECT.replace('"x"', r'"a\u0000b"'), 1, "[[reject]]: „why“ enthält ein Steuerzeichen."),
        (REJECT.replace('quote = "Text"', 'demand = "nst-2019"'), 1, "„nst-2019“ ist nicht das Ende einer Adresse. Die letzten zehn Zeichen angeben."),
        (f"{REJECT}\n{REJECT.replace('reject', 'edit')}", 7, "[[edit]]: es fehlt, was sich ändert. Erlaubt sind new_quote, demander, addressee, laws, services, kind, act."),
        (f"{REJECT}\n{REJECT.replace('reject', 'confirm')}", 7, "Zu dieser Stelle steht schon eine Entscheidung in Zeile 1. Eine der beiden löschen."),
        (REJECT.replace("reject", "add"), 1, "[[add]]: der Schlüssel „demander“ fehlt"),
        (REJECT.replace("reject", "edit") + 'laws = "OZG"\n', 1, '„laws“: erwartet wird eine Liste von Namen. Form: laws = ["…"].'),
        (REJECT.replace("reject", "edit") + 'kind = "dringend"\n', 1, "„kind“: „dringend“ ist keiner der Werte explicit, modal, expectation. Den Wert berichtigen."),
        ("reject = [1]\n", 1, "[[reject]]: erwartet wird eine Tabelle. Den Wert berichtigen."),
    ],
)  # fmt: skip
def test_a_faulty_correction_is_told_with_file_and_line(
    content: str, line: int, sentence: str, tmp_path: Path
) -> None:
    (tmp_path / "gut.toml").write_text(REJECT, "utf-8")
    (tmp_path / "probe.toml").write_text(content, "utf-8")
    read = read_corrections(tmp_path)
    assert len(read.by_document["gut"]) == 1
    (error,) = read.failures
    assert isinstance(error, CurationError)
    assert (error.place, error.line) == (tmp_path / "probe.toml", line)
    assert sentence in str(error)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(REJECT.replace("Text", "Städte").encode("latin-1"))
    (tmp_path / "ordner.toml").mkdir()
    read = read_corrections(tmp_path)
    assert read.by_document == {}
    assert [error.message for error in read.failures] == [
        "Die Korrekturen sind nicht in UTF-8 geschrieben",
        f"Die Korrekturen lassen sich nicht lesen ({os.strerror(21)})",
    ]
    with pytest.raises(CurationError, match="Diesen Ordner gibt es nicht"):
        read_corrections(tmp_path / "nirgends")


_TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: any(ch.isalnum() for ch in text)
)
_NAMES = st.none() | st.lists(_TEXT, max_size=2).map(tuple)


@given(
    st.builds(
        Correction,
        st.just(Action.EDIT),
        st.just("probe"),
        st.builds(Reviewed, st.just("Redaktion"), st.dates(), _TEXT),
        demand=st.none() | st.from_regex(r"[0-9a-f]{10}", fullmatch=True),
        quote=_TEXT,
        prefix=st.none() | _TEXT,
        new_quote=_TEXT,
        demander=_NAMES,
        addressee=_NAMES,
        laws=_NAMES,
        services=_NAMES,
        kind=st.none() | st.sampled_from(DemandKind),
        act=st.none() | st.sampled_from(SpeechAct),
    )
)
@settings(deadline=None)
def test_what_is_written_is_read_again(correction: Correction) -> None:
    (table,) = tomllib.loads(to_toml(correction))["edit"]

    def folded(value: Any) -> Any:
        if isinstance(value, tuple):
            return [folded(part) for part in value]
        return " ".join(value.split()) if isinstance(value, str) else value

    expected = {
        field.name: folded(getattr(correction, field.name))
        for field in dataclasses.fields(correction)
        if field.name not in ("action", "document", "reviewed", "place", "line")
        and getattr(correction, field.name) is not None
    }
    assert table == {
        **expected,
        "by": "Redaktion",
        "on": correction.reviewed.on,
        "why": folded(correction.reviewed.why),
    }


def test_a_correction_is_appended_and_what_stood_there_stays(tmp_path: Path) -> None:
    one = Correction(Action.REJECT, "probe", Reviewed("R", DAY, "Nein."), quote="Der erste\n Satz „da“.")
    two = Correction(Action.CONFIRM, "probe", Reviewed("R", DAY), quote="Der zweite.", demander=("A", "B"))
    assert append_correction(tmp_path, one) is None
    path = tmp_path / "probe.toml"
    before = path.read_bytes()
    assert before.decode() == (
        "# Geprüfte Korrekturen; die Schlüssel erklärt README.md im Ordner data/curation.\n\n"
        '[[reject]]\nquote = "Der erste Satz „da“."\nby = "R"\non = 2026-11-25\nwhy = "Nein."\n'
    )
    assert append_correction(tmp_path, two) == before
    assert path.read_text("utf-8") == before.decode() + (
        '\n[[confirm]]\nquote = "Der zweite."\ndemander = ["A", "B"]\nby = "R"\non = 2026-11-25\n'
    )
    assert [entry.name for entry in tmp_path.iterdir()] == ["probe.toml"]
    with pytest.raises(CurationError, match="Die Entscheidung lässt sich nicht speichern"):
        append_correction(tmp_path / "nirgends", one)


def test_the_shipped_folder_holds_no_invented_corrections() -> None:
    read = read_corrections()
    assert read.failures == ()
    assert (folder("data") / "curation" / "README.md").is_file()
    for corrections in read.by_document.values():
        assert all(correction.reviewed.by for correction in corrections)


# the build

SENTENCE = (
    "Der Niedersächsische Städtetag fordert das Land Niedersachsen auf, die Kosten der BundID zu tragen."
)
SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_build_applies_what_fits_and_tells_the_rest(workers: int, tmp_path: Path) -> None:
    texts, curation = tmp_path / "texte", tmp_path / "pruefung"
    texts.mkdir()
    curation.mkdir()
    for name in ("eins", "zwei"):
        text = f"Resolution {name}\n\n{SENTENCE}\n"
        (texts / f"{name}.txt").write_text(text, "utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        (texts / f"{name}.toml").write_text(SIDECAR.format(digest=digest), "utf-8")
    reject = REJECT.replace("Text", "die Kosten der BundID zu tragen.")
    (curation / "eins.toml").write_text(reject, "utf-8")
    (curation / "zwei.toml").write_text(f"{REJECT}\n{reject.replace('reject', 'confirm')}", "utf-8")
    (curation / "anderswo.toml").write_text(REJECT, "utf-8")
    (curation / "drei.toml").write_text("[[reject]\n", "utf-8")
    result = build(texts, tmp_path / "release", shipped=Shipped(curation=curation), workers=workers)
    assert not result.good
    assert (result.documents, result.demands, result.rejected, result.violations) == (2, 1, 1, 0)
    assert [(error.place and Path(error.place).name, error.line) for error in result.unfitting] == [
        ("drei.toml", 1),
        ("zwei.toml", 1),
    ]
    counts = result.release.manifest["counts"]
    assert (counts["rejected"], counts["reviewed"]) == (1, 1)
    (row,) = map(json.loads, (result.release.folder / "rejected.jsonl").read_text("utf-8").splitlines())
    assert (row["document"], row["text"]) == ("eins", "die Kosten der BundID zu tragen.")
    assert (row["by"], row["on"], row["why"]) == ("R", "2026-11-25", "x")
    assert result.release.damaged() == ()
    assert "rejected.jsonl" in (result.release.folder / "SHA256SUMS").read_text("utf-8")


def test_corrections_of_a_text_that_is_called_otherwise_are_told(tmp_path: Path) -> None:
    texts, curation = tmp_path / "texte", tmp_path / "pruefung"
    texts.mkdir()
    curation.mkdir()
    (texts / "resolution-2019.txt").write_text(SENTENCE, "utf-8")
    digest = hashlib.sha256(SENTENCE.encode()).hexdigest()
    (texts / "resolution-2019.toml").write_text(SIDECAR.format(digest=digest), "utf-8")
    (curation / "resolution-2018.toml").write_text(REJECT, "utf-8")
    result = build(texts, tmp_path / "release", shipped=Shipped(curation=curation))
    (error,) = result.unfitting
    assert error.message == "Zu diesen Korrekturen gibt es keinen Text „resolution-2018“"
    assert error.hint == "Gemeint ist wohl „resolution-2019“"


def test_the_example_of_the_manual_is_read(tmp_path: Path) -> None:
    text = (folder("data") / "curation" / "README.md").read_text("utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    (tmp_path / "probe.toml").write_text(example, "utf-8")
    read = read_corrections(tmp_path)
    assert read.failures == ()
    assert [entry.action for entry in read.by_document["probe"]] == [Action.REJECT, Action.EDIT]
    for key in (field.name for field in dataclasses.fields(Correction)):
        assert key in ("action", "document", "reviewed", "place", "line") or f"`{key}`" in text
