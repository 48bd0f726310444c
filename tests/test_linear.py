"""Time in proportion to the length of the text, whatever its layout: told by counting calls, not by a clock."""

from __future__ import annotations

import cProfile
import re
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from forderungsgraph.convert.blocks import BlockKind, blocks
from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.lexicon import shipped_lexicon
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.paragraphs import LONGEST_PARAGRAPH, pieces
from forderungsgraph.convert.people import People
from forderungsgraph.convert.quotes import quotations
from forderungsgraph.registers import read_registers

SENTENCES = (
    "Der Städtetag fordert das Land auf, die Kosten nach § 3 OZG zu tragen. Das Land muss handeln, sagte "
    "Präsident Dr. Frank Klug. „Der Bund hat die BundID bis 2027 auszubauen.“ Dieses Gesetz ist überfällig. "
)


@cache
def converter() -> Converter:
    return Converter(read_registers())


def calls(action: Callable[[], object]) -> int:
    """Return how many functions are called, those of Python and those written in C; steps of generators count."""
    profile = cProfile.Profile()
    profile.runcall(action)
    return sum(entry.callcount for entry in profile.getstats())


def surname(number: int) -> str:
    return f"K{chr(97 + number % 26)}{chr(97 + number // 26)}l"


SHAPES: dict[str, Callable[[int], str]] = {
    "one paragraph": lambda size: (SENTENCES * (size // len(SENTENCES) + 1))[:size],
    "one sentence": lambda size: re.sub(r"[.!?]", "", SENTENCES * (size // len(SENTENCES) + 1))[:size],
    "quotations that do not close": lambda size: "„Das Land muss zahlen, sagte Frank Klug. " * (size // 41),
    "opening marks": lambda size: "„a " * (size // 3),
    "a list": lambda size: "Wir fordern:\n\n" + "- die BundID nach dem OZG auszubauen;\n" * (size // 38),
    "persons": lambda size: " ".join(
        f"Präsident Frank {surname(i)} sagte, das Land müsse zahlen." for i in range(size // 56)
    ),
    "private characters": lambda size: "Wort \x07\uf0b7 " * (size // 8),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_three_times_the_text_takes_three_times_the_calls(shape: str) -> None:
    small, large = SHAPES[shape](8_000), SHAPES[shape](24_000)
    converter().convert(small, name="warm.txt")  # base forms are looked up once
    once = calls(lambda: converter().convert(small, name="a.txt"))
    assert calls(lambda: converter().convert(large, name="a.txt")) < 3.6 * once


# overlong paragraphs


def test_what_people_write_is_not_cut() -> None:
    assert list(pieces("")) == [(0, 0)]
    text = SENTENCES * (LONGEST_PARAGRAPH // len(SENTENCES))
    assert list(pieces(text)) == [(0, len(text))]


def test_an_overlong_paragraph_is_cut_behind_sentences_outside_quotations() -> None:
    quoted = "Sie sagte: „Das Land muss zahlen. Der Bund muss handeln.“ "
    text = quoted * 150
    found = list(pieces(text))
    assert [text[a:b][-len(quoted) + 1 :] for a, b in found] == [quoted.strip()] * len(found)
    assert [b - a for a, b in found] == [68 * len(quoted) - 1, 68 * len(quoted) - 1, 14 * len(quoted) - 1]


def test_only_the_first_piece_keeps_the_marker() -> None:
    item = "die BundID auszubauen. " + SENTENCES * 40
    found = blocks(clean(f"Wir fordern:\n\n1. {item}\n\n2. das OZG umzusetzen."))
    assert [(block.kind, block.marker, block.number) for block in found] == [
        (BlockKind.PARAGRAPH, "", None), (BlockKind.ITEM, "1.", 1), (BlockKind.PARAGRAPH, "", None),
        (BlockKind.PARAGRAPH, "", None), (BlockKind.ITEM, "2.", 2),
    ]  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["Das Land muss zahlen.", "„", "“", "a" * 900, "und so weiter", " z. B.", "!"])),
    st.integers(1, 300),
)
@example(["a" * 900], 30)
@example(["„", "Das Land muss zahlen."], 300)
def test_pieces_are_the_text(parts: list[str], times: int) -> None:
    text = (" ".join(parts) * times)[:30_000].strip()
    end = 0
    for start, stop in pieces(text):
        assert end <= start <= stop
        assert stop - start <= LONGEST_PARAGRAPH
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


# what was made linear finds the same


def test_surnames_stand_alone_with_and_without_the_genitive() -> None:
    people = People(shipped_lexicon())
    known = {"Klug", "Klugs", "Groß-Klug"}
    found = people.named("Klug, Klugs und Groß-Klugs Rede; Klugheit und Klug-Weber nicht.", known)
    assert [(person.start, person.name) for person in found] == [(0, "Klug"), (6, "Klugs"), (16, "Groß-Klug")]


def test_a_quotation_that_is_none_hides_none_behind_it() -> None:
    text = f"„an {'für Netze, ' * 20}„im „Netz“, dann „Das Land muss die Kosten zahlen“ und „dort“."
    start = text.index("Das Land")
    assert quotations(text) == [(start, start + len("Das Land muss die Kosten zahlen"))]


def test_bullets_of_fonts_only_at_the_beginning_of_a_line() -> None:
    assert clean("\uf0b7 a \uf0b7 b\n \t\uf0b7c\r\n\x07\uf0b7").text == "• a   b\n  •c\n• "
