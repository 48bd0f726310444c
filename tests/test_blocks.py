"""Blocks: wrapped, double-spaced and broken pages; every kind of list; the gold's spans are never cut."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.blocks import Block, BlockKind, blocks
from forderungsgraph.convert.normalise import clean

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def laid_out(text: str) -> list[Block]:
    return [block for block in blocks(clean(text)) if block.kind is not BlockKind.NOISE]


def texts(text: str) -> list[str]:
    return [block.text.text for block in laid_out(text)]


def items(text: str) -> list[tuple[str, str]]:
    return [(block.marker, block.text.text) for block in laid_out(text) if block.kind is BlockKind.ITEM]


WRAPPED = """Die Digitalisierung der Verwaltung kommt im Land nur langsam voran, weil Geld und
Personal fehlen und weil die zugesagten Basisdienste noch immer nicht bereit-
stehen. Deshalb fordern die Kreise das Land auf, endlich zu handeln und zu zahlen.

Der zweite Absatz beginnt hier und geht über mehr als eine Zeile, damit man sieht,
dass er ein eigener Absatz ist."""


OTHER = """Auf der nächsten Seite geht es um die Register, die der Bund verknüpfen will, ohne dass er
sagt, wer die Daten bereinigt. Auch dafür braucht es Geld, Personal und viel Geduld."""


def test_wrapped_lines_make_paragraphs() -> None:
    first, second = texts(WRAPPED)
    assert first.startswith("Die Digitalisierung")
    assert "bereitstehen. Deshalb" in first
    assert second.endswith("ein eigener Absatz ist.")


def test_double_spaced_lines_make_the_same_paragraphs() -> None:
    spaced = (
        WRAPPED.replace("\n\n", "\n\n\n")
        .replace("\nPersonal", "\n\nPersonal")
        .replace("\nstehen", "\n\nstehen")
    )
    spaced = spaced.replace("\ndass", "\n\ndass")
    assert texts(spaced) == texts(WRAPPED)


def test_a_page_break_with_header_and_number_stays_inside_the_sentence() -> None:
    pages = [
        "Die Kreise erwarten vom Land, dass es die Kosten der neuen Portale in voller Höhe",
        "übernimmt und dass es bei neuen Aufgaben vorher mit den Kommunen spricht.",
    ]
    text = f"{WRAPPED}\n\n{pages[0]}\n\n- 2 -\n\n{pages[1]}\n\n{WRAPPED}"
    assert " ".join(pages) in texts(text)
    assert [b.text.text for b in blocks(clean(text)) if b.kind is BlockKind.NOISE] == ["- 2 -"]


@pytest.mark.parametrize(
    "number",
    ["- 3 -", "3", "Seite 3", "Seite 3 von 12", "Positionspapier Cloud | Seite 3", "– 47 –", "S. 4", "2/7"],
)
def test_page_numbers_are_noise(number: str) -> None:
    found = blocks(clean(f"{WRAPPED}\n\n{number}\n\n{OTHER}"))
    assert [b.text.text for b in found if b.kind is BlockKind.NOISE] == [number]


def test_running_headers_are_noise() -> None:
    header = "Landkreistag Muster · Position 2024"
    text = "\n\n\n".join(f"{header}\n\n\n{WRAPPED}" for _ in range(3))
    assert not any(header in block for block in texts(text))


@pytest.mark.parametrize("glyph", ["•", "-", "–", "*", "▪", "o", "➢", "\uf0b7", "»", "✓", "⇒"])
def test_glyphs_open_items(glyph: str) -> None:
    text = f"Wir fordern das Land auf,\n{glyph} die Kosten zu tragen,\n{glyph} die Fristen zu verlängern\nund\n{glyph} uns zu hören."
    marked = [t for m, t in items(text)]
    assert [t.removesuffix(" und") for t in marked] == [
        "die Kosten zu tragen,",
        "die Fristen zu verlängern",
        "uns zu hören.",
    ]


@pytest.mark.parametrize(
    "markers",
    [("1.", "2.", "3."), ("1)", "2)", "3)"), ("(1)", "(2)", "(3)"), ("a)", "b)", "c)"), ("(a)", "(b)", "(c)"),
     ("I.", "II.", "III."), ("1.1", "1.2", "1.3"), ("Forderung 1:", "Forderung 2:", "Forderung 3:")],
)  # fmt: skip
def test_numbers_in_sequence_open_items(markers: tuple[str, str, str]) -> None:
    wishes = ["Das Land trägt die Kosten.", "Der Bund verlängert die Fristen.", "Beide hören uns zu."]
    text = "\n\n".join(f"{marker} {wish}" for marker, wish in zip(markers, wishes, strict=True))
    assert items(f"{WRAPPED}\n\n{text}") == list(zip(markers, wishes, strict=True))


def test_an_item_keeps_its_wrapped_lines() -> None:
    text = """Die Kreise erwarten vom Land die folgenden Schritte, die sofort beginnen müssen:

1. Das Land übernimmt die Kosten der Basisdienste auch dann, wenn sie von einem
   kommunalen Dienstleister betrieben werden, der sie selbst entwickelt hat.
2. Die Fristen werden verlängert."""
    assert items(text)[0][1].endswith("der sie selbst entwickelt hat.")
    assert items(text)[1] == ("2.", "Die Fristen werden verlängert.")


def test_lost_glyphs_leave_an_indent() -> None:
    text = """Vor diesem Hintergrund formulieren die Städte und Gemeinden folgende Forderungen an
das Land, die es in dieser Wahlperiode noch erfüllen soll, und zwar unverzüglich:

 die Förderung der Breitbandinfrastruktur fortzusetzen und auszubauen,

 die Mobilfunkversorgung zu verbessern,

 eine landesweite Bildungscloud zu schaffen."""
    found = [block for block in laid_out(f"{WRAPPED}\n\n{text}\n\n{OTHER}") if block.style == "lost"]
    assert [block.text.text for block in found] == [
        "die Förderung der Breitbandinfrastruktur fortzusetzen und auszubauen,",
        "die Mobilfunkversorgung zu verbessern,",
        "eine landesweite Bildungscloud zu schaffen.",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "3. März 2020 in Bremervörde getagt und dort über die Verwaltung beraten hatte,",
        "20. Städteversammlung verabschiedet hatte, und zwar mit großer Mehrheit aller",
        "5 Millionen Euro, die das Land im vergangenen Jahr zugesagt und nie ausgezahlt",
    ],
)
def test_a_number_inside_a_sentence_opens_no_item(line: str) -> None:
    text = f"Das Präsidium hat sich mit der Lage der Kommunen befasst, als es am oder bei der\n{line}\nhat. Danach geschah nichts mehr, was die Kommunen zufrieden gestimmt hätte, leider."
    assert items(text) == []
    assert len(texts(text)) == 1


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("I. Leistungsfähige Infrastruktur", True),
        ("## Unsere Vorschläge", True),
        ("Zu Artikel 1 Nr. 5 (§ 3 OZG-E)", True),
        ("**Mehr Geld für die IT**", True),
        ("B. Zu den einzelnen Vorschriften", True),
        ("Was wir vom Land verlangen", True),
        ("**Wir fordern vom Land:**", False),
        ("Das Land muss zahlen.", False),
        ("a) die Kosten zu tragen", False),
        ("Ihr Netzwerk fordert Geld. Was stellen Sie sich vor?", False),
        ("die Kosten zu tragen", False),
    ],
)
def test_headings(text: str, heading: bool) -> None:
    found = laid_out(f"{WRAPPED}\n\n{text}\n\n{WRAPPED}")[2]
    assert (found.kind is BlockKind.HEADING) is heading


def test_markdown() -> None:
    text = "# Titel\n\nEin Absatz, der in einer einzigen Zeile steht und dort auch bleibt, weil Markdown es so will.\n\n- eins\n- zwei\n"
    assert laid_out(text)[0].kind is BlockKind.HEADING
    assert laid_out(text)[0].text.text == "Titel"
    assert [t for _, t in items(text)] == ["eins", "zwei"]


@pytest.mark.parametrize("text", ["", "\n\n", "   \n \t\n"])
def test_nothing_gives_nothing(text: str) -> None:
    assert blocks(clean(text)) == []


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared folder with the seeds' gold is absent")
def test_no_boundary_cuts_a_demand_of_the_seeds() -> None:
    gold: list[dict[str, Any]] = [
        json.loads(line) for line in (SHARED / "gold" / "seed_gold.jsonl").read_text("utf-8").splitlines()
    ]
    checked = whole = 0
    for doc in sorted({record["doc"] for record in gold}):
        source = (SHARED / "seeds" / doc).read_bytes().decode("utf-8")
        spans = [(b, b.text.starts[0], b.text.ends[-1]) for b in laid_out(source)]
        for record in gold:
            if record["doc"] != doc or record.get("ignore"):
                continue
            touched = [s for s in spans if min(s[2], record["end"]) - max(s[1], record["start"]) > 3]
            assert len(touched) == 1, record["id"]
            block, start, end = touched[0]
            checked += 1
            behind = source[record["end"] : end].strip(" ,;.\n")
            if start == record["start"] and behind in ("", "und", "sowie"):
                whole += block.kind is BlockKind.ITEM or block.style == "lost"
    assert checked > 60
    assert whole >= 25
