"""Sentence ends: a table of hard cases (``|`` marks each end), precision, recall, and what always holds."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forderungsgraph.convert.abbreviations import read_abbreviations
from forderungsgraph.convert.sentences import split
from forderungsgraph.errors import LexiconError, UsageError
from forderungsgraph.evaluate.run import measure_sentences
from forderungsgraph.evaluate.sentences import WrongEnd, evaluate_sentences

GOLD = Path(__file__).resolve().parent / "gold" / "sentences"

CASES = (
    "Das Land zahlt.| Der Bund nicht.",
    "Das gilt z. B. für Register.| Es gilt auch für Portale.",
    "Das gilt z.B. für Register.| Danach folgt mehr.",
    "Die Frist endet am 31. Dezember 2022.| Danach gilt nichts.",
    "Sie tagten am 3. Mai in Kiel.| Es ging um Geld.",
    "Am 17.06.2024 ging der Dienst ans Netz.| Er läuft.",
    "Die 20. Städteversammlung tagte.| Sie beschloss viel.",
    "In der 19. Wahlperiode geschah wenig.| In der 20. auch.",
    "Nach § 3 Abs. 1 S. 2 OZG ist das Pflicht.| Das gilt auch nach Art. 91c GG.",
    "Art. 91c GG regelt die Zusammenarbeit.| Er wurde 2017 geändert.",
    "Vgl. § 12 Abs. 1 Nr. 6 NDIG.| Der Paragraf trat später in Kraft.",
    "Der Städtebund Nordhessen e. V. fordert Geld.| Er erhält keines.",
    "Absender ist der Städtebund Nordhessen e. V.| Die Antwort steht aus.",
    "Herr Dr. Arning erklärte das.| Frau Prof. Dr. Meier widersprach.",
    "Die Kosten betragen ca. 3 Mio. Euro im Jahr.| Das Land trägt 1,5 Mrd. davon.",
    "Bund, Länder usw. sind gefragt.| Alle müssen handeln.",
    "Es fehlen Geld, Personal usw.| Das Land muss helfen.",
    "Die Anlagen, Pläne etc. liegen bei.| Weiteres folgt.",
    "„Wir brauchen Geld.“| Das sagte sie.",
    "„Wir brauchen Geld“, sagte sie.| Niemand antwortete.",
    "„Das Land muss zahlen.| Es hat genug“, sagte er.| Dann ging er.",
    "„Wer zahlt?“, fragte der Landrat.| Es blieb still.",
    "„So geht es nicht!“, rief sie.| Der Saal lachte.",
    "Er sagte: „Das Land muss zahlen.“| Danach schwieg er.",
    "Er sagte: „Wir warten.| Wir warten lange.“| Mehr kam nicht.",
    "Was ist zu tun?| Zuerst dies.| Dann das!",
    "Kein Go-live ohne Test!| Die Tests sind zu vergüten.",
    "Die Lösung (vgl. Anlage 2) ist gut.| Sie reicht.",
    "Die Lösung (sie ist neu. Und gut.) kommt.| Alle warten.",
    "Das Gesetz ist gut (Stand: 3. Mai).| Es fehlt Geld.",
    "Es heißt … warten.| Und zwar lange.",
    "Man wartet und wartet …| Nichts geschieht.",
    "Sie sagte: … nichts.| Er auch nicht.",
    "Das steht in Kapitel 3.| Kapitel 4 fehlt.",
    "Es waren 2023 mehr als 2022.| Der Trend hält an.",
    "Die Zahl stieg auf 1.130 Fälle.| Das ist viel.",
    "Version 2.0 kommt.| Die alte bleibt.",
    "Das OZG 2.0 ist da.| Es reicht nicht.",
    "Die Seite www.example.org ist neu.| Sie lädt langsam.",
    "Schreiben Sie an post@nst.de oder rufen Sie an.| Wir helfen.",
    "Nr. 5 entfällt.| Nr. 6 bleibt.",
    "Die Ziff. 3 lit. b wird gestrichen.| Das ist richtig.",
    "Der Abschnitt I. Allgemeines fehlt.| Wir bedauern das.",
    "Friedrich II. regierte lange.| Das ist her.",
    "Die sog. Basisdienste fehlen.| Sie sind nötig.",
    "Das betrifft u. a. die Kreise.| Sie zahlen.",
    "Es fehlt an Geld u. a.| Die Lage ist ernst.",
    "Die Abt. IT bzw. das Amt prüft.| Es dauert.",
    "Das gilt i. d. R. sofort.| Ausnahmen sind selten.",
    "Das gilt d. h. ab heute.| Wir sind bereit.",
    "Der Antrag v. 3. Mai liegt vor.| Er ist kurz.",
    "Laut BGBl. I S. 3122 gilt das.| Niemand bestreitet es.",
    "Der Bund (Az. 10.24) antwortete nicht.| Wir warten.",
    "Die Stadt St. Ingbert macht mit.| Andere folgen.",
    "Sie wohnt in Bad St. Peter.| Er nicht.",
    "Max. 5 Tage sind erlaubt.| Mehr nicht.",
    "Mind. 20 Prozent fehlen.| Das ist bitter.",
    "Die Prüfung erfolgt gem. § 5.| Sie ist streng.",
    "Das ist ggf. zu ändern.| Wir prüfen es.",
    "Wir fordern: Geld.| Und Zeit.",
    "Zur Lage: „Das Land muss zahlen“, sagte sie.| Es blieb dabei.",
    "Das Land zahlt.| „Gut so“, meint der Landrat.",
    "Das Land zahlt.“| Der Bund nicht.",
    "Drei Fragen bleiben: Wer zahlt?| Wer haftet?| Wer prüft?",
    "Die Kosten (3 Mio. Euro) trägt das Land.| Punkt.",
    "Am 1. Januar 2024 beginnt es.| Am 1. auch.",
    "Im 3. Quartal kommt der Bericht.| Im 4. nichts.",
    "Die Arbeit endet im Jahr 2025.| Danach ist Schluss.",
    "Er kam um 17 Uhr.| Sie ging um 18.30 Uhr.",
    "Das ist der 1. Schritt.| Der 2. Schritt folgt.",
    "Es gab 5 Treffer.| Das waren 3.| Keiner war neu.",
    "Der RWK lehnt das ab.| Er begründet es.",
    "Mehr dazu in Abb. 3 und Tab. 4.| Beide sind neu.",
    "Die Frist (31.12.2022) ist vorbei.| Na und?",
    "Sehr geehrte Frau Dr. h. c. Meier!| Wir schreiben Ihnen.",
    "Sie nannte es »ein Ärgernis«.| Er nannte es »normal«.",
    "»Wir zahlen nicht.«| Das war deutlich.",
    "Der Abg. Müller fragte nach.| Die Antwort fehlt.",
    "Der Hrsg. ist unbekannt.| Das Werk auch.",
    "Das Amt, vertr. d. d. Leiter, zahlt.| Gut.",
    "Die E-Akte ist da!| Wirklich?",
    "Bund und Länder (Stand 2023!) zögern.| Wir nicht.",
    "Das 21. Jahrhundert ist digital.| Die Ämter nicht.",
    "Karl I. und Otto II. waren Könige.| Lange her.",
    "Die Fa. Meier liefert.| Der Staat zahlt.",
    "Das ist Sache des Landes.| Z. B. zahlt es die Portale.",
    "Die Stelle ist seit Jan. 2022 frei.| Sie bleibt es.",
    "Das steht auf S. 14 ff. des Berichts.| Lesen Sie es.",
    "Dies regeln §§ 3 ff.| Die Norm ist klar.",
    "Sie leitet das Amt i. V. seit Mai.| Er nicht.",
    "gez. Dr. A. Lohfeld\u00a0hat unterschrieben.| Das genügt.",
    "J. P. Ohlendorf sprach.| Alle hörten zu.",
    "Das Wort „Digitalisierung.“ fiel oft.| Taten fehlten.",
    "Es geht um die 115.| Die Nummer ist bekannt.",
    "Die Quote liegt bei 78 %.| Das ist gut.",
)


def _expected(case: str) -> tuple[str, list[str]]:
    return case.replace("|", ""), [part.strip() for part in case.split("|")]


def test_precision_and_recall_on_the_table() -> None:
    hit = found = expected = 0
    wrong: list[str] = []
    for case in CASES:
        text, sentences = _expected(case)
        ends = {end for _, end in split(text)} - {len(text.rstrip())}
        wanted: set[int] = set()
        position = 0
        for sentence in sentences[:-1]:
            position = text.index(sentence, position) + len(sentence)
            wanted.add(position)
        hit += len(ends & wanted)
        found += len(ends)
        expected += len(wanted)
        if ends != wanted:
            wrong.append(case)
    assert len(CASES) >= 80
    assert hit / found >= 0.98, wrong
    assert hit / expected >= 0.99, wrong


def test_precision_and_recall_on_the_gold() -> None:
    result = measure_sentences([GOLD])
    assert result.sentences >= 600
    assert len(result.by_file) >= 5
    for name, count in result.by_file.items():
        assert (count.precision >= 0.98, count.recall >= 0.98) == (True, True), name
    assert result.ends.precision >= 0.98, result.wrong
    assert result.ends.recall >= 0.99, result.wrong


def test_ends_between_the_sentences_of_a_paragraph_are_counted(tmp_path: Path) -> None:
    gold = tmp_path / "eins.txt"
    gold.write_text("# Bemerkung\n\nA. b.\nC   d.\nE.\n\nF.\n", "utf-8")
    # „A. b. C d. E.“ with ends at 5 and 10; „F.“ has none inside
    result = evaluate_sentences(
        [gold], lambda text: [(0, 2), (3, 5), (6, 13)] if len(text) == 13 else [(0, 2)]
    )
    assert (result.sentences, result.ends.hit, result.ends.found, result.ends.expected) == (4, 1, 2, 2)
    assert (result.ends.precision, result.ends.recall) == (0.5, 0.5)
    assert result.wrong == [
        WrongEnd(gold, 3, False, "A.", "b. C d. E."),
        WrongEnd(gold, 4, True, "A. b. C d.", "E."),
    ]
    assert result.to_dict()["wrong"][1] == {
        "file": "eins.txt", "line": 4, "missed": True, "before": "A. b. C d.", "after": "E.",
    }  # fmt: skip


def test_gold_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Im Ordner ist keine \.txt-Datei"):
        measure_sentences([tmp_path])
    (tmp_path / "leer.txt").write_text("# nichts\n", "utf-8")
    with pytest.raises(UsageError, match=r"leer\.txt: Die Datei enthält keinen Satz"):
        measure_sentences([tmp_path])
    with pytest.raises(UsageError, match=r"fehlt\.txt: Die Datei ist nicht lesbar"):
        measure_sentences([tmp_path / "fehlt.txt"])


def test_a_lexicon_of_abbreviations_lacks_a_group(tmp_path: Path) -> None:
    path = tmp_path / "abbreviations.toml"
    path.write_text('never = "z.b"\n', "utf-8")
    with pytest.raises(LexiconError, match=r"Es fehlen: numbered, open, closing"):
        read_abbreviations(path)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("   ", []),
        ("Ohne Ende", ["Ohne Ende"]),
        ("  Ein Satz.  ", ["Ein Satz."]),
        ("Eins. Zwei.", ["Eins.", "Zwei."]),
    ],
)
def test_edges(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split(text)] == sentences


@given(st.text(alphabet="aZ. !?…:„“»«()\n3ß,;-", max_size=80))
def test_sentences_cover_all_but_blanks(text: str) -> None:
    ranges = split(text)
    assert ranges == sorted(ranges)
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(ranges))
    assert "".join(text[a:b] for a, b in ranges).replace(" ", "").replace("\n", "") == text.replace(
        " ", ""
    ).replace("\n", "")
    assert all(not text[a].isspace() and not text[b - 1].isspace() for a, b in ranges)
