"""Whatever the text, each stage gives places that lead back to it, and none raises."""

from __future__ import annotations

import json
import unicodedata
from functools import cache

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from forderungsgraph.convert.document import Converter
from forderungsgraph.convert.ingest import DocumentFormat, ingest
from forderungsgraph.convert.sentences import LONGEST, split
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.errors import TextError
from forderungsgraph.model import DocumentType, Sidecar
from forderungsgraph.records import demand_records, document_record
from forderungsgraph.registers import read_registers
from tests.ingest.conftest import as_docx, as_html, as_markdown, as_odt, part

# pieces of administrative texts, of page furniture, and of what programs leave behind
_PIECES = (
    """
Der Städtetag Musterland|fordert das Land|Niedersachsen|auf, die Kosten|der BundID|zu tragen|und|, sowie|dass der Bund
muss|müsse|soll|sollte|darf nicht|bis Ende 2025|bis zum 31.12.2026|5 Mio. Euro|Wir fordern:|Wir erwarten, dass|Das Land
wird aufgefordert,|1.|2.|a)|(3)|•|–|-|„|“|»|(|)|[1]|§ 3 Abs. 1 OZG|Art. 91c GG|OZG-Umsetzung|des Onlinezugangsgesetzes|sagte
der Präsident|so der Verband|, betont sie,|Sehr geehrte Damen und Herren|An das Ministerium|Hannover, den 3. März 2020
Presseinformation Nr. 8/2020|Tel. 0511/36894-0|presse@example.org|www.example.org|Seite 3 von 4|Verwal-|tung|Digitali-
sierung|z. B.|d. h.|u. a.|ist überfällig|lehnen ab|begrüßt|möge beschließen|Es ist höchste Zeit|Hände weg von|Mit
freundlichen Grüßen|Foto: privat|Begründung|Forderungen an den Bund|**fett**|## Titel|| a | b |
""".strip()
    .replace("\n", "|")
    .split("|")
)
_DEBRIS = "\u00ad\u200b\ufeff\u00a0\u2009\t\r\f\x00\x07\uf0b7\ue000\ufb01\u0308\u0301\u2011\u2028\x1f\x85"
_JOINTS = st.sampled_from([" ", " ", " ", "\n", "\n\n", "", ". ", ", ", ": ", "\r\n", "\f", "- \n", *_DEBRIS])
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.sampled_from("aÄß .,-–•*#|>()1\n„“:;!?§" + _DEBRIS), max_size=200),
    st.lists(st.tuples(st.sampled_from(_PIECES), _JOINTS), max_size=40).map(
        lambda pairs: "".join(piece + joint for piece, joint in pairs)
    ),
)
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def converter() -> Converter:
    return Converter(read_registers())


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


@settings(deadline=None)
@given(TEXTS)
@example("a" * 500)
def test_tokens_are_the_text_without_its_blanks(text: str) -> None:
    tokens = tokenize(text)
    assert "".join(token.text for token in tokens) == "".join(text.split())
    end = 0
    for token in tokens:
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end] == token.text
        end = token.end


@settings(deadline=None)
@given(TEXTS, st.integers(1, 40))
def test_sentences_are_in_order_and_never_endless(text: str, times: int) -> None:
    text = " ".join(text.split()) * times
    end = 0
    for start, stop in split(text):
        assert end <= start < stop <= len(text)
        assert stop - start <= LONGEST
        assert not text[end:start].strip()
        end = stop
    assert not text[end:].strip()


@SLOW
@given(TEXTS)
def test_every_stage_leads_back_to_the_source(text: str) -> None:
    reading = converter().read(text)
    assert len(reading.blocks) == len(reading.zones)
    for finding in reading.findings:
        block = reading.blocks[finding.block]
        assert 0 <= finding.candidate.start < finding.candidate.end <= len(block.text)
    for mention in reading.mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert letters(text[mention.span.start : mention.span.end])


@SLOW
@given(TEXTS, st.sampled_from([None, *DocumentType]), st.sampled_from([None, "ni", "de"]))
def test_demands_are_what_the_text_says(text: str, kind: DocumentType | None, territory: str | None) -> None:
    sidecar = Sidecar("x", "Titel", kind, None, "0" * 64, "", "", territory=territory, unchecked=("type",))
    conversion = converter().convert(text, name="x.txt", sidecar=sidecar)
    assert conversion.length == len(text)
    for demand in conversion.demands:
        source = text[demand.span.start : demand.span.end]
        assert demand.text == source
        # hyphens and page numbers go, nothing comes: what is read stands there, in this order
        rest = iter(letters(source))
        assert all(letter in rest for letter in letters(demand.wording))
        assert 0 < demand.confidence <= 1
        places = [deadline.span for deadline in demand.deadlines] + [money.span for money in demand.amounts]
        assert all(demand.span.start <= place.start < place.end <= demand.span.end for place in places)
    # records are data for others: they can be written, and are the same each time
    written = json.dumps([*demand_records(conversion), document_record(conversion)], ensure_ascii=False)
    again = converter().convert(text, name="x.txt", sidecar=sidecar)
    assert json.dumps([*demand_records(again), document_record(again)], ensure_ascii=False) == written


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_plain_text_is_kept_or_refused(text: str) -> None:
    assume(not any("\ud800" <= character <= "\udfff" for character in text))
    data = text.encode()
    message = ""
    try:
        ingested = ingest(data, name="a.txt")
    except TextError as error:
        message = str(error)
    if message:
        assert message.startswith(("a.txt: ", "a.txt, Zeile "))
        return
    if ingested.format is DocumentFormat.TEXT and not ingested.notes:
        assert ingested.text == text
        assert ingested.text.encode() == data
    assert all(0 <= start <= len(ingested.text) for start in ingested.pages)


@settings(max_examples=80, deadline=None)
@given(TEXTS, st.sampled_from(["a.md", "a.html", "a.docx", "a.odt"]))
def test_no_format_raises_or_invents_letters(text: str, name: str) -> None:
    legal = "".join(c for c in text if c in "\n\t" or (c.isprintable() and not "\ud800" <= c <= "\udfff"))
    text = legal.replace("{", "(").strip() or "leer"
    document = (
        part("h1", "Forderungen an das Land und den Bund"),
        part("p", text),
    )
    write = {"a.md": as_markdown, "a.html": as_html, "a.docx": as_docx, "a.odt": as_odt}[name]
    try:
        ingested = ingest(write(document), name=name)
    except TextError:
        return
    found = letters(ingested.text)
    assert found.startswith(letters("Forderungen an das Land und den Bund")) or name in ("a.md", "a.html")
    if name in ("a.docx", "a.odt"):
        assert found == letters(f"Forderungen an das Land und den Bund{text}")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a", "a.pdf"]))
@example(b"%PDF-", "a.txt")
@example(b"PK\x03\x04", "a.txt")
@example(b"<html>\xff\xfe", "a.txt")
def test_any_bytes_are_a_text_or_a_clear_error(data: bytes, name: str) -> None:
    try:
        said: str | None = ingest(data, name=name).text
    except TextError as error:
        said = error.hint
    assert said
