"""Offsets survive cleaning and joining: each character leads back to where it came from."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forderungsgraph.convert.blocks import blocks
from forderungsgraph.convert.facts import document_facts
from forderungsgraph.convert.names import named_bodies
from forderungsgraph.convert.normalise import BULLET, MappedText, clean, join
from forderungsgraph.convert.sentences import split
from forderungsgraph.convert.zones import zones
from forderungsgraph.model import Span

# what extraction from PDF leaves behind, beside ordinary text
DEBRIS = "\u00ad\u200b\ufeff\u00a0\u2009\t\r\f\x00\x07\uf0b7\ue000\ufb01\ufb02\u0308\u0301\u2011\u2028"
TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("aÄß .,-–•*#|>()1\n„“" + DEBRIS)), max_size=160
)
LINES = st.lists(
    st.sampled_from(
        """Presseinformation Nr. 3/2020|Hannover, den 3. März 2020|An das|Ministerium des Innern|10557 Berlin
        Städtebund Musterland e. V. (SBM)|Tel. 0511/000|Das Land muss zahlen. Und nun?|• die Kosten
        1. Portale|a) Geld,|(1) Das Land|– und Zeit|||   eingerückt|Verwal-|tung wird moderner|## Titel
        **fett**|        Seite 3 von 4|[03.05.2021] Meldung mehr …|Frau Meier, was nun?|Der Landtag wolle beschließen:|________
        ¹ Vgl. Anlage|Foto: privat|Startseite > Politik|Fraktion Neue Mitte|Antrag|zum Entwurf eines Gesetzes
        """.replace("\n        ", "|").split("|")
    ),
    max_size=24,
).map("\n".join)


def _letters(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKC", text) if ch.isalnum())


def _check_offsets(source: str, mapped: MappedText) -> None:
    assert len(mapped.text) == len(mapped.starts) == len(mapped.ends)
    for character, start, end in zip(mapped.text, mapped.starts, mapped.ends, strict=True):
        assert 0 <= start <= end <= len(source)
        part = source[start:end]
        if character.isalnum():
            assert character in part or character in unicodedata.normalize("NFKC", part), part
    assert list(mapped.starts) == sorted(mapped.starts)


@given(TEXTS)
@example("o\u0308ffentlich \ufb01nden")
@example("Zeile\r\nZeile\u2028Ende\r")
def test_each_character_leads_back_to_its_source(source: str) -> None:
    mapped = clean(source)
    _check_offsets(source, mapped)
    whole = join([mapped.slice(*bounds) for bounds in _line_bounds(mapped.text)])
    _check_offsets(source, whole)


@given(TEXTS)
def test_joining_never_loses_a_letter(source: str) -> None:
    mapped = clean(source)
    parts = [mapped.slice(*bounds) for bounds in _line_bounds(mapped.text)]
    assert _letters(join(parts).text) == _letters(mapped.text)


@settings(deadline=None)
@given(st.one_of(TEXTS, LINES))
def test_no_stage_raises_and_blocks_lose_nothing(source: str) -> None:
    mapped = clean(source)
    found = blocks(mapped)
    zoned = zones(found)
    assert len(zoned) == len(found)
    document_facts(source, found, zoned)
    covered = set()
    for block in found:
        _check_offsets(source, block.text)
        named_bodies(block.text.text)
        split(block.text.text)
        covered |= set(block.text.starts)
    markers = sum(len(block.marker) for block in found)
    letters = [i for i, ch in enumerate(mapped.text) if ch.isalnum()]
    lost = [mapped.text[i] for i in letters if mapped.starts[i] not in covered]
    assert len(lost) <= markers, lost


def _line_bounds(text: str) -> list[tuple[int, int]]:
    bounds, start = [], 0
    for line in text.split("\n"):
        bounds.append((start, start + len(line)))
        start += len(line) + 1
    return bounds


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("Ver\u00adwal\u00adtung", "Verwaltung"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("eins\r\nzwei\rdrei\fvier", "eins\nzwei\ndrei\nvier"),
        ("\uf0b7 Punkt", f"{BULLET} Punkt"),
        ("Text \uf0b7 Punkt", "Text   Punkt"),
        ("\x07Punkt", f"{BULLET}Punkt"),
        ("\ufb01nden und schaf\ufb00en", "finden und schafffen"),
        ("fu\u0308r", "für"),
        ("E\u2011Akte", "E-Akte"),
        ("", ""),
    ],
)
def test_debris_is_replaced(source: str, cleaned: str) -> None:
    assert clean(source).text == cleaned


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Verwal-", "tung"], "Verwaltung"),
        (["Bund-", "und Länderebene"], "Bund- und Länderebene"),
        (["Melde-", "oder Passregister"], "Melde- oder Passregister"),
        (["E-Government-", "Gesetz"], "E-Government-Gesetz"),
        (["Rhein-", "Ruhr"], "Rhein-Ruhr"),
        (["eins", "", "zwei"], "eins zwei"),
        (["viele   Blanks", "hier"], "viele Blanks hier"),
        (["ein Strich -", "kein Trennstrich"], "ein Strich - kein Trennstrich"),
        ([], ""),
    ],
)
def test_lines_are_joined(lines: list[str], joined: str) -> None:
    assert join([clean(line) for line in lines]).text == joined


def test_a_span_covers_the_source_behind_a_hyphen() -> None:
    source = "die Verwal-\n  tung zahlt"
    mapped = clean(source)
    whole = join([mapped.slice(0, 11), mapped.slice(12, len(mapped))])
    start = whole.text.index("Verwaltung")
    span = whole.span(start, start + len("Verwaltung"))
    assert span == Span(4, 18)
    assert source[span.start : span.end] == "Verwal-\n  tung"
