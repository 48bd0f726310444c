"""Reading of texts and sidecars: the shipped ones, and every kind of bad input."""

from __future__ import annotations

import datetime
import hashlib
import json
from pathlib import Path

import pytest

from forderungsgraph.corpus import read_corpus, read_corpus_text, read_sidecar
from forderungsgraph.errors import ChecksumError, InputError, SidecarError, TextError, UsageError
from forderungsgraph.files import folder
from forderungsgraph.model import Certainty, DocumentType
from forderungsgraph.texts import other_language, read_text

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
GERMAN = (
    "Der Verband fordert das Land auf, die Kosten der Basisdienste zu tragen. Die Gemeinden sind auf eine "
    "verlässliche Finanzierung angewiesen.\r\nDas Land muss liefern.\n"
)
SIDECAR = {
    "title": "Basisdienste bezahlen",
    "type": "Pressemitteilung",
    "publisher": "Verband der Beispielgemeinden",
    "rights": "beim Herausgeber",
    "source": "Mitteilung Nr. 1",
}


def write(place: Path, name: str, text: bytes, **changes: object) -> Path:
    """Write a text with a sidecar; a change to None leaves the key out, raw TOML comes as ``Toml``."""
    (place / f"{name}.txt").write_bytes(text)
    values: dict[str, object] = {**SIDECAR, "sha256": hashlib.sha256(text).hexdigest(), **changes}
    lines = [
        f"{key} = {value.source if isinstance(value, Toml) else json.dumps(value, ensure_ascii=False)}"
        for key, value in values.items()
        if value is not None
    ]
    (place / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
    return place / f"{name}.txt"


class Toml:
    def __init__(self, source: str) -> None:
        self.source = source


def test_the_shipped_corpus_is_sound() -> None:
    corpus = read_corpus(folder("data") / "corpus")
    assert corpus.failures == ()
    assert [(text.sidecar.slug, text.sidecar.type, text.sidecar.date) for text in corpus.texts] == [
        ("kommune21-2024-initiative-digitale-kommune", DocumentType.ARTICLE, datetime.date(2024, 12, 5)),
        ("lktnrw-2018-erwartungen-digitalisierung", DocumentType.POSITION_PAPER, datetime.date(2018, 5, 11)),
        ("ltnds-2024-antrag-digitalisierung", DocumentType.MOTION, datetime.date(2024, 5, 7)),
        ("nst-2019-resolution-digitalisierung", DocumentType.RESOLUTION, datetime.date(2019, 9, 25)),
        ("nst-2020-presseinformation-8", DocumentType.PRESS_RELEASE, datetime.date(2020, 3, 3)),
    ]
    by_slug = {text.sidecar.slug: text.sidecar for text in corpus.texts}
    undated = by_slug["lktnrw-2018-erwartungen-digitalisierung"]
    assert undated.date_certainty is Certainty.ESTIMATED
    assert undated.date_note is not None
    assert by_slug["nst-2020-presseinformation-8"].number == "8/2020"


def test_the_shipped_texts_are_the_users_own() -> None:
    if not (SHARED / "seeds").is_dir():
        pytest.skip("../shared/seeds is not there")
    seeds = {path.read_bytes() for path in (SHARED / "seeds").glob("*.txt")}
    shipped = {path.read_bytes() for path in (folder("data") / "corpus").glob("*.txt")}
    assert len(seeds) == 5
    assert shipped == seeds


def test_a_text_is_kept_as_stored(tmp_path: Path) -> None:
    text = read_corpus_text(
        write(tmp_path, "a", GERMAN.encode("utf-8"), date=Toml("2024-02-29"), date_certainty="stated")
    )
    assert text.text == GERMAN
    assert text.sidecar.date == datetime.date(2024, 2, 29)
    assert read_text(text.path) == GERMAN


def test_a_date_may_be_a_string(tmp_path: Path) -> None:
    path = write(tmp_path, "a", GERMAN.encode(), date="2024-02-29", date_certainty="checked")
    assert read_sidecar(path.with_suffix(".toml")).date == datetime.date(2024, 2, 29)


def test_a_wrong_checksum_is_one_clear_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, "a", GERMAN.encode("utf-8"))
    path.write_bytes(GERMAN.replace("Kosten", "Schulden").encode("utf-8"))
    with pytest.raises(ChecksumError) as caught:
        read_corpus_text(path)
    now, then = (
        hashlib.sha256(text.encode()).hexdigest()[:12]
        for text in (GERMAN.replace("Kosten", "Schulden"), GERMAN)
    )
    assert str(caught.value) == (
        f"{path}: Der Text hat die Prüfsumme {now}…, seine Begleitdatei nennt {then}…. Den Text "
        "wiederherstellen oder bei gewollter Änderung sha256 in der Begleitdatei erneuern."
    )


@pytest.mark.parametrize(
    ("raw", "message", "line"),
    [
        (b"", "Der Text ist leer", None),
        ("\ufeff \r\n\u00a0\n".encode(), "Der Text ist leer", None),
        (
            GERMAN.encode("latin-1"),
            "Der Text ist nicht in UTF-8 geschrieben (er sieht nach Latin-1 oder Windows-1252 aus)",
            1,
        ),
        (
            ("Zeile\n" * 4 + "„Zitat“").encode("cp1252"),
            "Der Text ist nicht in UTF-8 geschrieben (er sieht nach Latin-1 oder Windows-1252 aus)",
            5,
        ),
        (GERMAN.encode("utf-16"), "Der Text ist nicht in UTF-8 geschrieben (er sieht nach UTF-16 aus)", None),
        (
            GERMAN.encode("utf-16-be"),
            "Der Text ist nicht in UTF-8 geschrieben (er sieht nach UTF-16 aus)",
            None,
        ),
        (bytes(4096), "Der Text enthält Nullbytes (4096); er ist beschädigt oder keine Textdatei", 1),
        (
            b"Der\nSt\x00dtetag fordert.",
            "Der Text enthält Nullbytes (1); er ist beschädigt oder keine Textdatei",
            2,
        ),
        (b"ab\n\xff", "Der Text ist nicht in UTF-8 geschrieben (Byte 0xff an Stelle 3)", 2),
        (b"%PDF-1.7 \xe2\xe3", "Die Datei ist kein Text, sondern PDF", None),
        (b"PK\x03\x04rest", "Die Datei ist kein Text, sondern DOCX oder ein anderes ZIP", None),
        (
            b"The association demands that the government must pay for the services which it has ordered "
            b"and that it should not delay them.",
            "Der Text ist nicht deutsch (er sieht nach Englisch aus)",
            None,
        ),
        ("Lorem ipsum dolor sit amet " * 6, "Der Text ist nicht deutsch", None),
    ],
)
def test_an_unusable_text_says_why(tmp_path: Path, raw: bytes | str, message: str, line: int | None) -> None:
    path = write(tmp_path, "a", raw.encode() if isinstance(raw, str) else raw)
    with pytest.raises(TextError) as caught:
        read_corpus_text(path)
    assert (caught.value.message, caught.value.place, caught.value.line) == (message, path, line)
    assert caught.value.hint
    with pytest.raises(TextError) as without_sidecar:
        read_text(path)
    assert str(without_sidecar.value) == str(caught.value)


@pytest.mark.parametrize(
    ("changes", "message", "line"),
    [
        ({"titel": "x"}, "Unbekannter Schlüssel „titel“", 7),
        ({"type": "Zeitung"}, "Schlüssel „type“: „Zeitung“ ist keiner der Werte Resolution, Beschluss,", 2),
        ({"publisher": None}, "Der Schlüssel „publisher“ fehlt", None),
        (
            {"publisher": "  "},
            "Schlüssel „publisher“: erwartet wird eine Zeichenkette, die nicht leer ist",
            3,
        ),
        ({"authors": "Anna"}, "Schlüssel „authors“: erwartet wird eine Liste von Zeichenketten", 7),
        (
            {"sha256": "abc"},
            "Schlüssel „sha256“: erwartet werden 64 Hexadezimalziffern in Kleinbuchstaben",
            6,
        ),
        ({"date": Toml("2019-02-30")}, "Dieses Datum gibt es nicht", 7),
        ({"date": "30.2.2019"}, "Schlüssel „date“: „30.2.2019“ ist kein Datum der Form JJJJ-MM-TT", 7),
        ({"date": "2019-09-25"}, "Die Schlüssel „date“ und „date_certainty“ stehen nur zusammen", None),
        ({"territory": "Bayern"}, "Schlüssel „territory“: „Bayern“ ist kein Gebiet aus", 7),
        ({"language": "en"}, "Schlüssel „language“: „en“: ausgewertet werden nur deutsche Texte (de)", 7),
        ({"title": Toml("Basis")}, "Die Begleitdatei ist kein gültiges TOML", 1),
    ],
)
def test_a_bad_sidecar_says_where(
    tmp_path: Path, changes: dict[str, object], message: str, line: int | None
) -> None:
    path = write(tmp_path, "a", GERMAN.encode(), **changes)
    with pytest.raises(SidecarError) as caught:
        read_corpus_text(path)
    assert caught.value.message.startswith(message)
    assert (caught.value.place, caught.value.line) == (path.with_suffix(".toml"), line)
    assert caught.value.hint


def test_an_unknown_key_gets_a_suggestion(tmp_path: Path) -> None:
    path = write(tmp_path, "a", GERMAN.encode(), autors=["Anna"])
    with pytest.raises(SidecarError, match=r"Gemeint ist wohl „authors“"):
        read_corpus_text(path)


def test_a_sidecar_in_another_encoding(tmp_path: Path) -> None:
    path = write(tmp_path, "a", GERMAN.encode())
    sidecar = path.with_suffix(".toml")
    sidecar.write_bytes(
        sidecar.read_text(encoding="utf-8").replace("Basisdienste", "Gebühren").encode("latin-1")
    )
    with pytest.raises(SidecarError, match="Die Begleitdatei ist nicht in UTF-8 geschrieben"):
        read_corpus_text(path)


def test_broken_documents_do_not_stop_the_others(tmp_path: Path) -> None:
    write(tmp_path, "gut", GERMAN.encode())
    write(tmp_path, "leer", b"")
    write(tmp_path, "lose", GERMAN.encode()).with_suffix(".toml").unlink()
    write(tmp_path, "ohne-text", GERMAN.encode()).unlink()
    write(tmp_path, "Gut_", GERMAN.encode())
    (tmp_path / "README.md").write_text("kein Text", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [text.path.name for text in corpus.texts] == ["Gut_.txt"]
    assert [(type(failure), failure.message) for failure in corpus.failures] == [
        (SidecarError, "Der Text heißt in Adressen „gut“ wie Gut_.txt"),
        (TextError, "Der Text ist leer"),
        (SidecarError, "Zu diesem Text fehlt die Begleitdatei"),
        (SidecarError, "Zu dieser Begleitdatei fehlt der Text"),
    ]
    assert all(isinstance(failure, InputError) and failure.hint for failure in corpus.failures)


def test_a_missing_or_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Diesen Ordner gibt es nicht"):
        read_corpus(tmp_path / "nirgends")
    with pytest.raises(UsageError, match="Der Ordner enthält keine Texte"):
        read_corpus(tmp_path)
    with pytest.raises(UsageError, match="Die Datei lässt sich nicht lesen"):
        read_text(tmp_path / "nirgends.txt")


def test_short_texts_are_not_judged() -> None:
    assert other_language("Hello world") is None
    assert other_language("le et la les des " * 10) == "Französisch"
