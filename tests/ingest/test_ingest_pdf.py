"""Layouts of PDF pages: columns, sidebars, indents, tables, footnotes, marks, odd orders of drawing."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Sequence

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from forderungsgraph.convert.ingest import ingest

LEFT = [
    "Die Kommunen im Land stehen vor großen Auf-",
    "gaben. Das Bündnis fordert das Land auf, die",
    "Kosten der Digitalisierung zu übernehmen und",
    "die Schulen auszustatten. Zugleich werden auch",
    "neue Stellen gebraucht, die dauerhaft bezahlt",
    "werden müssen. Das sagte der Vorsitzende des",
    "Bündnisses am Montag vor der Presse und wies",
]
RIGHT = [
    "auf die Lage der kleinen Gemeinden hin, denen",
    "das Geld schon seit vielen Jahren fehlt. Auch",
    "der Bund ist gefordert, seinen Teil beizutragen.",
    "Die Städte erwarten vom Bund mehr Tempo bei",
    "den Registern und klare Zusagen zu den Kosten.",
    "Bis zum Ende des Jahres soll ein gemeinsamer",
    "Fahrplan beschlossen werden.",
]
Drawn = tuple[float, float, str] | tuple[float, float, str, str, float]


def pdf(*pages: Iterable[Drawn]) -> bytes:
    """Return a PDF with texts drawn at x and y, in a font and size."""
    stored = io.BytesIO()
    canvas = Canvas(stored, pagesize=(595, 842), invariant=1)
    for drawn in pages:
        for each in drawn:
            canvas.setFont(*(each[3:] if len(each) == 5 else ("Helvetica", 10)))
            canvas.drawString(*each[:3])
        canvas.showPage()
    canvas.save()
    return stored.getvalue()


def lines(x: float, y: float, texts: Sequence[str], pitch: float = 14) -> list[Drawn]:
    return [(x, y - pitch * n, text) for n, text in enumerate(texts)]


def text_of(*pages: Iterable[Drawn]) -> str:
    return ingest(pdf(*pages), name="a.pdf").text


def test_two_columns_below_a_title() -> None:
    title: Drawn = (
        70,
        780,
        "Gemeinsame Forderungen der Kommunen an das Land und den Bund",
        "Helvetica-Bold",
        14,
    )
    drawn = [title, *lines(70, 740, LEFT), *lines(310, 740, RIGHT)]
    expected = f"{title[2]}\n\n" + "\n".join(LEFT + RIGHT) + "\n"
    assert text_of(drawn) == expected
    # whatever the order in which a program draws
    shuffled = drawn[:]
    random.Random(7).shuffle(shuffled)
    assert text_of(shuffled) == expected


def test_columns_end_where_a_line_runs_across() -> None:
    across = "Zwischen den beiden Teilen steht ein Satz, der über die ganze Breite der Seite hinweg läuft."
    drawn = [
        *lines(70, 740, LEFT), *lines(310, 740, RIGHT), (70, 610, across),
        *lines(70, 580, RIGHT), *lines(310, 580, LEFT),
    ]  # fmt: skip
    text = text_of(drawn)
    assert (
        text.index("Fahrplan")
        < text.index("Zwischen")
        < text.rindex("auf die Lage")
        < text.rindex("Die Kommunen im")
    )


def test_three_columns() -> None:
    thirds = [[line[:26].rsplit(" ", 1)[0] for line in part] for part in (LEFT, RIGHT, LEFT[::-1])]
    drawn = [each for n, part in enumerate(thirds) for each in lines(50 + 170 * n, 700, part)]
    assert text_of(drawn).split() == " ".join(line for part in thirds for line in part).split()


def test_a_sidebar_stays_apart() -> None:
    sidebar = [
        "Bündnis Beispiel e. V.",
        "Musterweg 1",
        "12345 Musterstadt",
        "Telefon 0123 456",
        "Herr Muster",
        "Presse",
    ]
    text = text_of([*lines(40, 740, sidebar), *lines(200, 740, [*LEFT, *RIGHT])])
    assert "\n".join(LEFT + RIGHT) in text
    assert "Musterweg 1\n12345 Musterstadt" in text


def test_rows_of_a_table_stay_rows() -> None:
    rows = [
        ("Jahr", "Betrag", "Empfänger"),
        ("2021", "5 Mio. Euro", "Städte"),
        ("2022", "6 Mio. Euro", "Kreise"),
    ]
    drawn = lines(70, 740, LEFT)
    drawn += [(70 + 110 * c, 600 - 14 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    assert "Jahr   Betrag   Empfänger\n2021   5 Mio. Euro   Städte\n2022" in text_of(drawn)


def test_first_line_indents_open_paragraphs() -> None:
    drawn = [
        *lines(70, 740, LEFT[:4]),
        (82, 684, "Zugleich braucht es neue Stellen, die das Land"),
        *lines(70, 670, LEFT[4:]),
    ]
    text = text_of(drawn)
    assert "auch\n\nZugleich braucht es neue Stellen, die das Land\nneue Stellen" in text


def test_lost_bullets_leave_their_indent() -> None:
    items = ["die Mittel für Schulen aufzustocken,", "neue Stellen zu schaffen."]
    text = text_of([*lines(70, 740, [*LEFT, "Das Land wird aufgefordert,"]), *lines(90, 620, items, 20)])
    assert "aufgefordert,\n\n    die Mittel für Schulen aufzustocken,\n\n    neue Stellen" in text


@pytest.mark.parametrize(("glyph", "font"), [("•", "Helvetica"), ("·", "Symbol"), ("\u2022", "Symbol")])
def test_bullets_apart_from_their_text(glyph: str, font: str) -> None:
    drawn: list[Drawn] = [*lines(70, 740, [*LEFT, "Das Land wird aufgefordert,"])]
    for n, item in enumerate(["die Mittel für Schulen aufzustocken,", "neue Stellen zu schaffen."]):
        drawn += [(88, 620 - 16 * n, glyph, font, 10), (106, 620 - 16 * n, item)]
    text = text_of(drawn)
    assert "• die Mittel für Schulen aufzustocken,\n" in text
    assert "• neue Stellen zu schaffen." in text


def test_paragraphs_go_on_over_pages_without_headers() -> None:
    head: list[Drawn] = [(70, 810, "Bündnis Beispiel: Forderungen")]
    text = text_of(
        [*head, *lines(70, 740, LEFT), (290, 30, "1")],
        [*head, *lines(70, 740, RIGHT), (290, 30, "2")],
        [*head, *lines(70, 740, ["Ein neuer Absatz beginnt hier.", *LEFT[2:]]), (290, 30, "3")],
    )
    assert text.startswith("Bündnis Beispiel: Forderungen\n\nDie Kommunen")
    assert text.count("Bündnis Beispiel: Forderungen") == 1
    assert "und wies\fauf die Lage" in text
    assert "beschlossen werden.\n\n\fEin neuer Absatz" in text
    assert text.endswith("und wies\n")


def test_page_offsets() -> None:
    ingested = ingest(pdf(lines(70, 740, LEFT), lines(70, 740, RIGHT), lines(70, 740, LEFT)), name="a.pdf")
    starts = [ingested.text[start : start + 12] for start in ingested.pages]
    assert starts == ["Die Kommunen", "auf die Lage", "Die Kommunen"]


def test_footnotes_over_two_pages_and_square_metres() -> None:
    def page(number: int, body: Sequence[str], note: str) -> list[Drawn]:
        return [
            *lines(70, 740, body[:-1]),
            (70, 600, "Es sind 5 m"), (121, 604, "2", "Helvetica", 6), (126, 600, "je Person nötig"),
            (196, 604, str(number), "Helvetica", 6), (201, 600, "und mehr."),
            (70, 104, str(number), "Helvetica", 5), (76, 100, note, "Helvetica", 8),
            (76, 90, "Zweite Zeile der Fußnote.", "Helvetica", 8), (290, 30, f"- {number} -"),
        ]  # fmt: skip

    text = text_of(page(1, LEFT, "Vgl. den Bericht."), page(5, RIGHT, "Siehe die Umfrage."))
    assert text.count("Es sind 5 m² je Person nötig und mehr.") == 2
    assert text.endswith(
        "\n\n[1] Vgl. den Bericht. Zweite Zeile der Fußnote.\n\n[5] Siehe die Umfrage. Zweite Zeile der Fußnote.\n"
    )


def test_turned_text_is_left_out() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    for x, y, text in lines(70, 740, LEFT):  # type: ignore[misc]
        canvas.drawString(x, y, text)
    canvas.saveState()
    canvas.translate(200, 300)
    canvas.rotate(45)
    canvas.setFont("Helvetica", 60)
    canvas.drawString(0, 0, "ENTWURF")
    canvas.restoreState()
    canvas.save()
    assert ingest(stored.getvalue(), name="a.pdf").text == "\n".join(LEFT) + "\n"


def test_headings_stand_alone() -> None:
    drawn: list[Drawn] = [
        *lines(70, 760, LEFT), (70, 655, "1. Digitale Schulen", "Helvetica-Bold", 10),
        *lines(70, 641, [*RIGHT, "Das ist das Ziel."]), (70, 522, "2. Register", "Helvetica", 13), *lines(70, 505, LEFT),
    ]  # fmt: skip
    text = text_of(drawn)
    assert "\n\n1. Digitale Schulen\n\nauf die Lage" in text
    assert "\n\n2. Register\n\nDie Kommunen" in text


def test_words_and_letters_drawn_one_by_one() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    canvas.setFont("Helvetica", 10)
    for n, line in enumerate(LEFT):
        x = 70.0
        for character in line:
            if character != " ":
                canvas.drawString(x, 740 - 14 * n, character)
            x += canvas.stringWidth(character, "Helvetica", 10)
    canvas.save()
    assert ingest(stored.getvalue(), name="a.pdf").text == "\n".join(LEFT) + "\n"


def test_metadata_counts_only_where_the_text_repeats_it() -> None:
    def titled(title: str, author: str) -> bytes:
        stored = io.BytesIO()
        canvas = Canvas(stored, invariant=1)
        canvas.setTitle(title)
        canvas.setAuthor(author)
        for x, y, text in [(70, 780, "Forderungen an das Land"), *lines(70, 740, LEFT)]:  # type: ignore[misc]
            canvas.drawString(x, y, text)
        canvas.save()
        return stored.getvalue()

    metadata = ingest(titled("Forderungen an das  Land", "mustermann"), name="a.pdf").metadata
    assert (metadata.title, metadata.author, metadata.date) == ("Forderungen an das Land", None, None)
    assert ingest(titled("Microsoft Word - Entwurf_2.docx", "x"), name="a.pdf").metadata.title is None


def test_accents_and_quotes_put_together_from_glyphs() -> None:
    """As TeX sets them with its old fonts: dots over the vowel, a closing quote moved down to open."""
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    for x, y, text in lines(70, 740, LEFT):  # type: ignore[misc]
        canvas.drawString(x, y, text)
    x = 70.0
    for piece, rise in (("Das ", 0.0), ("”", -6.0), ("Portal“ f", 0.0), ("u", 0.0), ("r alle", 0.0)):
        canvas.drawString(x, 600 + rise, piece)
        if piece == "u":
            # over the vowel, drawn behind it
            canvas.drawString(x + 1, 599.6, "¨")
        x += canvas.stringWidth(piece, "Helvetica", 12)
    canvas.save()
    assert "\n\nDas „Portal“ für alle\n" in ingest(stored.getvalue(), name="a.pdf").text


def test_drawn_bullets_are_bullets() -> None:
    stored = io.BytesIO()
    canvas = Canvas(stored, invariant=1)
    canvas.setFont("Helvetica", 10)
    for x, y, text in lines(70, 740, [*LEFT, "Das Land wird aufgefordert,"]):  # type: ignore[misc]
        canvas.drawString(x, y, text)
    for n, item in enumerate(["die Mittel für Schulen aufzustocken,", "neue Stellen zu schaffen."]):
        canvas.circle(92, 623.5 - 14 * n, 1.5, fill=1)
        canvas.drawString(100, 620 - 14 * n, item)
    canvas.circle(400, 500, 1.5, fill=1)
    canvas.rect(60, 400, 300, 80)
    canvas.save()
    text = ingest(stored.getvalue(), name="a.pdf").text
    assert text.endswith(
        "aufgefordert,\n\n    • die Mittel für Schulen aufzustocken,\n    • neue Stellen zu schaffen.\n"
    )


def test_blanks_of_justified_lines_are_no_table() -> None:
    stretched = [(70.0, "Resolution"), (140.0, "des"), (178.0, "gemeinsamen"), (262.0, "Kongresses,")]
    drawn = [*lines(70, 740, LEFT), *((x, 600.0, word) for x, word in stretched)]
    assert text_of(drawn).endswith("\n\nResolution des gemeinsamen Kongresses,\n")


def test_two_justified_columns() -> None:
    def justified(x: float, texts: Sequence[str]) -> list[Drawn]:
        drawn: list[Drawn] = []
        for n, text in enumerate(texts):
            words = text.split()
            widths = [stringWidth(word, "Helvetica", 10) for word in words]
            gap = (225 - sum(widths)) / (len(words) - 1)
            drawn += [(x + sum(widths[:m]) + m * gap, 740.0 - 14 * n, word) for m, word in enumerate(words)]
        return drawn

    wide = ["Resolution des gemeinsamen Kongresses", "zwischen den vergangenen Jahren", *LEFT]
    text = text_of([*justified(60, wide), *justified(310, [*RIGHT, *RIGHT[::-1]])])
    assert text.split() == " ".join([*wide, *RIGHT, *RIGHT[::-1]]).split()


def test_a_header_from_the_second_page_on_cuts_no_sentence() -> None:
    text = text_of(
        lines(70, 740, LEFT), [(70, 800, "Bündnis Beispiel an das Ministerium"), *lines(70, 740, RIGHT)]
    )
    assert "und wies\fauf die Lage" in text
    assert text.endswith("beschlossen werden.\n\nBündnis Beispiel an das Ministerium\n")


def test_paragraphs_of_one_indented_line() -> None:
    texts = [
        *LEFT[:4], "  Wir haben drei Bitten an Sie:", "  Testen Sie die Dienste, bevor Sie sie",
        *LEFT[4:6], "  Zugleich braucht es neue Stellen.", *RIGHT[:2], "  Auch das gehört dazu, sagen wir.", *RIGHT[2:],
        "  Und noch etwas.", *LEFT[:2],
    ]  # fmt: skip
    drawn = [(82.0 if text[0] == " " else 70.0, 740 - 14.0 * n, text.strip()) for n, text in enumerate(texts)]
    text = text_of(drawn)
    assert "\n\nTesten Sie die Dienste, bevor Sie sie\nneue Stellen" in text
    assert "wies\n" not in text


def test_a_heading_over_two_lines_is_one_line() -> None:
    drawn: list[Drawn] = [
        (70, 780, "Vereinbarung zur Zusammenarbeit in der 20.", "Helvetica-Bold", 14),
        (70, 763, "Wahlperiode zwischen zwei Listen", "Helvetica-Bold", 14),
        *lines(70, 720, LEFT),
    ]
    assert text_of(drawn).startswith(
        "Vereinbarung zur Zusammenarbeit in der 20. Wahlperiode zwischen zwei Listen\n\nDie Kommunen"
    )


def test_page_numbers_close_to_footnotes() -> None:
    def page(number: int, note: str) -> list[Drawn]:
        return [
            *lines(70, 740, LEFT), (70, 640, "Es fehlt an Personal."), (164, 644, str(number), "Helvetica", 6),
            (70, 120, f"{number} {note}", "Helvetica", 8), (70, 107, f"Seite {number}"),
        ]  # fmt: skip

    text = text_of(page(1, "Vgl. den Bericht."), page(2, "Siehe dort."))
    assert "Seite" not in text
    assert text.count("Es fehlt an Personal.\n") == 2
    assert text.endswith("\n\n[1] Vgl. den Bericht.\n\n[2] Siehe dort.\n")
