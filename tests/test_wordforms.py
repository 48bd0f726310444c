"""Words in one form: stems, compounds, gender and suspended forms, synonyms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.errors import LexiconError
from forderungsgraph.wordforms import analyse, fold, read_words, shipped_words, stem_of
from forderungsgraph.wordforms.compounds import parts_of
from forderungsgraph.wordforms.ellipsis import completed, neutral
from forderungsgraph.wordforms.stems import lemma

LEXICON = shipped_words()


def stems(text: str) -> list[str]:
    return [word.stem for word in analyse(text, LEXICON) if not word.function]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Städte", "Stadt"),
        ("Staedte", "Städten"),
        ("STÄDTE", "Stadt"),
        ("Finanzierung", "finanzieren"),
        ("Förderung", "fördern"),
        ("Bereitstellung", "bereitzustellen"),
        ("Einführung", "einzuführen"),
        ("Bürgerinnen", "Bürger"),
        ("Kundinnen", "Kunden"),
        ("Digitallotsinnen", "Digitallotse"),
        ("Digitalisierungskosten", "Digitalisierungskosten"),
        ("Breitbandnetzes", "Breitbandnetz"),
        ("Unterstuetzung", "unterstützen"),
    ],
)
def test_one_word(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), [("fördern", "fordern"), ("Rat", "Rad"), ("Bürger", "Burg")])
def test_different_words(one: str, other: str) -> None:
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Breitbandausbau", ("Breitband", "Ausbau")),
        ("Digitallotsen", ("digital", "Lotse")),
        ("Onlinezugangsgesetz", ("online", "Zugang", "Gesetz")),
        ("Verwaltungsdigitalisierungsgesetz", ("Verwaltung", "Digitalisierung", "Gesetz")),
        ("Schriftformerfordernis", ("Schrift", "Form", "Erfordernis")),
        ("IT-Sicherheitsleitlinie", ("IT", "Sicherheit", "Leitlinie")),
        ("Serverräumen", ("Server", "Raum")),
        ("Förderprogramm", ("förder", "Programm")),
        ("Haushaltsmittel", ("Haushalt", "Mittel")),
        ("Personalausstattung", ("Personal", "Ausstattung")),
        ("Wohnungsbau", ("Wohnung", "Bau")),
        # no compounds, though their end is a noun
        ("Weiterentwicklung", ()),
        ("Bereitstellung", ()),
        ("Unterstützung", ()),
        ("Verwaltung", ()),
        ("Mitarbeiter", ()),
        ("Gesetz", ()),
        ("Interessen", ()),
        ("Bürgerschaft", ()),
    ],
)
def test_parts_of_compounds(word: str, parts: tuple[str, ...]) -> None:
    assert parts_of(word) == parts


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Bürger:innen", "Bürger"),
        ("Bürger*innen", "Bürger"),
        ("Bürger_innen", "Bürger"),
        ("Mitarbeiter/-innen", "Mitarbeiter"),
        ("Mitarbeiter/innen", "Mitarbeiter"),
        ("Lehrer(innen)", "Lehrer"),
        ("LehrerInnen", "Lehrer"),
        ("Kolleg*innen", "Kollege"),
        ("NutzerInnenkonto", "Nutzerkonto"),
        ("Linie", "Linie"),
        ("GmbH/IT", "GmbH/IT"),
    ],
)
def test_gender_forms(word: str, plain: str) -> None:
    assert neutral(word) == plain


def test_the_underscore_belongs_to_the_word() -> None:
    assert stems("Bürger_innen") == stems("Bürger")


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Bau- und Umweltrecht", "Baurecht"),
        ("Städte- und Gemeindebund", "Städtebund"),
        ("Aufgaben- und Prozesskritik", "Aufgabenkritik"),
        ("Ausbildungs- und Studienangebote", "Ausbildungsangebote"),
        ("IT- und Telefon-Infrastruktur", "IT-Infrastruktur"),
        ("ver- und entsorgen", "versorgen"),
        ("Land-, Kreis- und Stadtrat", "Landrat"),
    ],
)
def test_suspended_beginnings(text: str, full: str) -> None:
    assert completed(text.replace(",", " ,").split(), 0) == full


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Digitallotsinnen und -lotsen", "Digitallotsen"),
        ("Verwaltungskundinnen und -kunden", "Verwaltungskunden"),
        ("IT-Dienstleisterinnen und -leister", "IT-Dienstleister"),
        ("Hochschulplanung und -entwicklung", "Hochschulentwicklung"),
    ],
)
def test_suspended_ends(text: str, full: str) -> None:
    words = text.split()
    assert completed(words, len(words) - 1) == full


def test_a_suspended_word_without_its_other_half_stays() -> None:
    assert completed(["Bau-", "und", "weiter"], 0) is None
    assert completed(["Bau-"], 0) is None
    assert completed(["und", "-lotsen"], 1) is None


def test_gender_and_suspended_forms_are_the_plain_words() -> None:
    assert stems("Digitallotsinnen und -lotsen") == ["digitallots", "digitallots"]
    assert stems("Bürgerinnen und Bürger") == stems("Bürger:innen, Bürger")


def test_words_know_their_place_and_whether_they_say_anything() -> None:
    text = "Das Land soll die Städte stärken."
    words = analyse(text, LEXICON)
    assert [text[word.start : word.end] for word in words] == [
        "Das",
        "Land",
        "soll",
        "die",
        "Städte",
        "stärken",
    ]
    assert [word.function for word in words] == [True, False, True, True, False, False]


def test_synonyms_have_one_name() -> None:
    names = {
        LEXICON.group(stem_of(word)) for word in ("Kommune", "kommunal", "Gemeinden", "Städte", "Landkreise")
    }
    assert names == {stem_of("Kommune")}
    assert LEXICON.group("xyz") == "xyz"


def test_a_word_in_two_groups_is_an_error(tmp_path: Path) -> None:
    place = tmp_path / "words.toml"
    place.write_text(
        'function_words = ""\nlight_words = ""\nasks = ""\nnear_asks = []\ntarget_words = ""\nsynonyms = ["Haus Wohnung", "Hof Haus"]\n',
        "utf-8",
    )
    with pytest.raises(LexiconError, match="„Haus“ steht in zwei Gruppen"):
        read_words(place)
    place.write_text("function_words = 1\n", "utf-8")
    with pytest.raises(LexiconError, match=r"words\.toml"):
        read_words(place)
    with pytest.raises(LexiconError):
        read_words(tmp_path / "fehlt.toml")


def test_folding_is_for_comparing() -> None:
    assert fold("Straße") == fold("STRASSE") == "strasse"
    assert fold("Ä") == "ae"


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    end = 0
    for word in analyse(text, LEXICON):
        assert end <= word.start < word.end <= len(text)
        end = word.end


@given(st.text(alphabet="abcäöüßABC-:*/()", min_size=1, max_size=70))
def test_any_word_has_a_stem(word: str) -> None:
    assert isinstance(stem_of(word), str)
    assert isinstance(lemma(word), str)
    assert stem_of(word) == stem_of(word)
