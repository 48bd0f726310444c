"""Pages as the web has them: main text, teasers, metadata, lists, footnotes."""

from __future__ import annotations

import json

import pytest

from forderungsgraph.convert.ingest import Metadata, ingest

PROSE = (
    "Die Kommunen im Land stehen vor großen Aufgaben, die sie ohne zusätzliche Mittel nicht bewältigen können, "
    "wie der Vorstand des Bündnisses am Dienstag in Musterstadt erklärte."
)
MORE = "Das Bündnis fordert das Land deshalb auf, die Kosten der Digitalisierung vollständig zu übernehmen."
NAVIGATION = '<ul><li><a href="/">Startseite</a></li><li><a href="/presse">Presse</a></li></ul>'


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang=de><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode()


def text_of(body: str, head: str = "") -> str:
    return ingest(page(body, head), name="seite.html").text


TEASERS = {
    "linked headings": "".join(
        f'<h3><a href="/m/{n}">Andere Meldung Nummer {n} über die Schulen</a></h3><p>1{n}.02.2019: Die Gemeinden fordern '
        "den Bund auf, die Schulen besser auszustatten.</p>"
        for n in range(3)
    ),
    "more links": "".join(
        f"<h3>Andere Meldung Nummer {n} über die Schulen</h3><p>Die Gemeinden fordern den Bund auf, Schulen zu bauen. "
        f'<a href="/m/{n}">mehr »</a></p>'
        for n in range(3)
    ),
    "heading": "<h2>Weitere Meldungen</h2>"
    + "".join(f"<p>1{n}.02.2019 Der Bund muss andere Schulen bauen.</p>" for n in range(3)),
    "linked paragraphs": "".join(
        f'<p><a href="/m/{n}">Andere Meldung {n}: Der Bund muss die Schulen besser ausstatten</a></p>'
        for n in range(4)
    ),
    "classes": '<div class="teaser-list"><h3>Noch etwas</h3><p>Der Bund muss andere Schulen bauen.</p></div>',
    "aside": "<aside><h3>Noch etwas</h3><p>Der Bund muss andere Schulen bauen.</p></aside>",
}


@pytest.mark.parametrize("kind", TEASERS)
@pytest.mark.parametrize("frame", ["<div>{}</div>", "<main><article>{}</article></main>", "{}"])
def test_teasers_of_other_articles_are_cut_off(kind: str, frame: str) -> None:
    body = f"<h1>Bündnis fordert Geld</h1><p>{PROSE}</p><p>{MORE}</p><p>{PROSE}</p>{TEASERS[kind]}"
    assert text_of(NAVIGATION + frame.format(body)) == (
        f"Bündnis fordert Geld\n\n{PROSE}\n\n{MORE}\n\n{PROSE}\n"
    )


def test_a_text_of_short_sections_is_no_teaser() -> None:
    sections = "".join(
        f"<h2>Punkt {n}: Mittel für Schulen</h2><p>Das Land muss die Schulen in der Region {n} ausstatten.</p>"
        for n in range(1, 7)
    )
    text = text_of(f"<h1>Sechs Punkte</h1><p>{PROSE}</p>{sections}")
    assert text.count("Das Land muss die Schulen") == 6


def test_lists_keep_items_numbers_and_levels() -> None:
    body = (
        f"<h1>Titel der Seite</h1><p>{PROSE}</p><p>Wir fordern das Land auf,</p>"
        "<ul><li>Mittel zu geben,<ol type=a><li>für Kitas,</li><li>für Schulen,</li></ol></li><li><p>Personal zu geben,</p>"
        "<p>und zwar bald.</p></li></ul>"
        f"<p>{MORE}</p><ol start=3><li>drei</li><li value=7>sieben</li><li><h4>Acht</h4><p>Text zu acht.</p></li></ol>"
    )
    assert text_of(body) == (
        f"Titel der Seite\n\n{PROSE}\n\nWir fordern das Land auf,\n\n"
        "• Mittel zu geben,\n  a. für Kitas,\n  b. für Schulen,\n• Personal zu geben,\n  und zwar bald.\n\n"
        f"{MORE}\n\n3. drei\n7. sieben\n\n8. Acht\n\nText zu acht.\n"
    )


def test_a_list_at_the_end_belongs_to_its_lead_in() -> None:
    items = "".join(f"<li>Punkt {n}</li>" for n in range(1, 4))
    text = text_of(f"<h1>Titel der Seite</h1><p>{PROSE}</p><p>{MORE}</p><p>Wir fordern:</p><ul>{items}</ul>")
    assert text.endswith("Wir fordern:\n\n• Punkt 1\n• Punkt 2\n• Punkt 3\n")


def test_markup_inside_words_breaks_and_entities() -> None:
    body = (
        f"<h1>Titel <em>der</em> Seite</h1><p>{PROSE}</p>"
        "<p>Das <b>Online</b>zugangs&shy;gesetz<sup>1</sup> gilt&nbsp;f&uuml;r alle&#8203;.<br>Neue\nZeile mit m<sup>2</sup></p>"
        "<script>weg()</script><style>p{}</style><figure><img><figcaption>Foto: weg</figcaption></figure>"
        f"<p style='display: none'>Das Land muss verborgen bleiben.</p><p>{MORE}</p>"
    )
    assert text_of(body) == (
        f"Titel der Seite\n\n{PROSE}\n\nDas Onlinezugangsgesetz¹ gilt für alle.\nNeue Zeile mit m²\n\n{MORE}\n"
    )


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ('<sup><a href="#fn1">1</a></sup>', '<ol><li id="fn1">Vgl. Bericht. <a href="#r1">↩</a></li></ol>'),
        ('<a href="#_ftn1">[1]</a>', '<div id="ftn1"><p><a href="#_ftnref1">[1]</a> Vgl. Bericht.</p></div>'),
        ("<sup>[1]</sup>", '<p id="fussnote-1">1) Vgl. Bericht.</p>'),
    ],
)
def test_footnotes(mark: str, note: str) -> None:
    text = text_of(f"<h1>Titel der Seite</h1><p>{PROSE}{mark} {MORE}</p><hr>{note}")
    assert text == f"Titel der Seite\n\n{PROSE} {MORE}\n\n[1] Vgl. Bericht.\n"


def test_tables_are_rows_or_layout() -> None:
    data = "<table><tr><th>Jahr</th><th>Betrag</th></tr><tr><td>2022</td><td>5 Mio. Euro</td></tr></table>"
    text = text_of(f"<h1>Titel der Seite</h1><p>{PROSE}</p>{data}<p>{MORE}</p>")
    assert text == f"Titel der Seite\n\n{PROSE}\n\nJahr | Betrag\n2022 | 5 Mio. Euro\n\n{MORE}\n"
    layout = f"<table><tr><td>{NAVIGATION}</td><td><h1>Titel der Seite</h1><p>{PROSE}</p><p>{MORE}</p></td></tr></table>"
    assert text_of(layout) == f"Titel der Seite\n\n{PROSE}\n\n{MORE}\n"


def linked_data(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


ARTICLE = f"<h1>Bündnis fordert Geld</h1><p>{PROSE}</p><p>{MORE}</p>"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<title>Bündnis fordert Geld | Portal</title>", Metadata("Bündnis fordert Geld")),
        (
            '<meta name="DC.date" content="2020-05-04"><meta name="author" content="A. Beispiel">'
            '<meta name="DC.publisher" content="Bündnis Beispiel">',
            Metadata("Bündnis fordert Geld", "A. Beispiel", "2020-05-04", "Bündnis Beispiel"),
        ),
        (
            linked_data(
                headline="Bündnis fordert Geld",
                datePublished="2020-05-04T10:00:00Z",
                author={"name": "A. Beispiel"},
                publisher=[{"name": "Bündnis Beispiel"}],
            ),
            Metadata("Bündnis fordert Geld", "A. Beispiel", "2020-05-04", "Bündnis Beispiel"),
        ),
        # another article's data, and nonsense, count for nothing
        (
            linked_data(headline="Andere Meldung", datePublished="2020-05-04"),
            Metadata("Bündnis fordert Geld"),
        ),
        ('<script type="application/ld+json">{kaputt</script>', Metadata("Bündnis fordert Geld")),
        ('<meta name="date" content="gestern">', Metadata("Bündnis fordert Geld")),
    ],
)
def test_metadata(head: str, expected: Metadata) -> None:
    assert ingest(page(ARTICLE, head), name="a.html").metadata == expected


def test_a_teaser_date_is_not_taken() -> None:
    teaser = '<h3><a href="/a">Andere Meldung über Schulen</a></h3><time datetime="2018-01-01">1.1.2018</time><p>Kurz.</p>'
    assert ingest(page(ARTICLE + teaser * 3), name="a.html").metadata.date is None


def test_encodings_of_pages() -> None:
    markup = f"<html><head><meta charset='{{}}'></head><body>{ARTICLE}</body></html>"
    expected = f"Bündnis fordert Geld\n\n{PROSE}\n\n{MORE}\n"
    for declared, encoding in (("iso-8859-1", "latin-1"), ("utf-8", "utf-8"), ("utf-16", "utf-16")):
        assert ingest(markup.format(declared).encode(encoding), name="a.html").text == expected
    assert ingest(markup.format("utf-8").encode("latin-1"), name="a.html").notes != ()
    assert ingest(b'<?xml version="1.0" encoding="UTF-8"?>' + page(ARTICLE), name="a.xhtml").text == expected


def test_footnotes_of_word_processors() -> None:
    """As LibreOffice and Word save them: the mark is a link, the note begins with its number."""
    page = (
        "<html><body><p>Das Land muss die Kosten tragen.<a class='sdfootnoteanc' href='#sdfootnote1sym'><sup>1</sup></a> "
        "Auch der Bund ist für die Städte in der Pflicht.<a href='#_ftn2' name='_ftnref2'><sup>[2]</sup></a></p>"
        "<div id='sdfootnote1'><p><a class='sdfootnotesym' href='#sdfootnote1anc'>1</a>Vgl. die Umfrage.</p></div>"
        "<div id='ftn2'><p><a href='#_ftnref2' name='_ftn2'>[2]</a> Siehe dort.</p></div></body></html>"
    )
    assert ingest(page.encode(), name="a.html").text == (
        "Das Land muss die Kosten tragen. Auch der Bund ist für die Städte in der Pflicht.\n\n"
        "[1] Vgl. die Umfrage.\n\n[2] Siehe dort.\n"
    )
