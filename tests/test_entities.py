"""Entities: golden sentences of our own, one table per kind; properties for any text."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forderungsgraph.convert.entities import EntityContext, EntityFinder, resolve_back
from forderungsgraph.convert.gazetteer import Gazetteer, fold
from forderungsgraph.convert.lawnames import law_type, titles
from forderungsgraph.convert.naming import one_name_each
from forderungsgraph.convert.normalise import clean, join
from forderungsgraph.convert.provisions import citations
from forderungsgraph.convert.servicetypes import service_type
from forderungsgraph.convert.tokens import tokenize
from forderungsgraph.model import EntityKind, Mention
from forderungsgraph.registers import read_registers


@cache
def finder() -> EntityFinder:
    return EntityFinder(read_registers())


def mentions(text: str, territory: str | None = None) -> tuple[Mention, ...]:
    context = finder().context([text], territory)
    return finder().find(clean(text), tokenize(text), context)


def names(text: str, kind: EntityKind, territory: str | None = None) -> list[str]:
    return list(dict.fromkeys(m.name for m in mentions(text, territory) if m.kind is kind))


def laws(text: str, territory: str | None = None) -> list[str]:
    return names(text, EntityKind.LAW, territory)


def services(text: str, territory: str | None = None) -> list[str]:
    return names(text, EntityKind.SERVICE, territory)


@pytest.mark.parametrize(
    ("text", "territory", "expected"),
    [
        ("Die Umsetzung des Onlinezugangsgesetzes stockt.", None, ["OZG"]),
        ("Das Online-Zugangsgesetz gilt.", None, ["OZG"]),
        ("Die OZG-Umsetzung stockt.", None, ["OZG"]),
        ("Das OZG-Änderungsgesetz liegt vor.", None, ["OZGÄndG"]),
        ("Das OZG 2.0 liegt vor.", None, ["OZGÄndG"]),
        ("Das Gesetz zur Änderung des Onlinezugangsgesetzes liegt vor.", None, ["OZGÄndG", "OZG"]),
        ("Die Änderungen des Onlinezugangsgesetzes sind zahlreich.", None, ["OZG"]),
        ("Ein OZG-Ausführungsgesetz des Landes fehlt.", "ni", ["OZG-Ausführungsgesetz"]),
        ("Das E-Government-Gesetz bindet die Gemeinden.", "th", ["ThürEGovG"]),
        ("Das E-Government-Gesetz bindet die Gemeinden.", None, ["EGovG"]),
        ("Das E-Government-Gesetz des Bundes gilt.", "th", ["EGovG"]),
        ("Das Thüringer E-Government-Gesetz gilt.", None, ["ThürEGovG"]),
        ("Im sächsischen E-Government-Gesetz steht es.", None, ["SächsEGovG"]),
        ("Das Hessische E-Government-Gesetz gilt.", None, ["HEGovG"]),
        ("Wir werden ein E-Government-Gesetz vorlegen.", "he", ["HEGovG"]),
        ("Wir brauchen ein modernes Informationsfreiheitsgesetz.", "ni", ["Informationsfreiheitsgesetz"]),
        ("Im Finanzausgleichsgesetz steht es.", "ni", ["Finanzausgleichsgesetz"]),
        ("Im Finanzausgleichsgesetz steht es.", None, ["Finanzausgleichsgesetz"]),
        ("Im E-Government-Gesetz (EGovG) steht es, das EGovG gilt.", "th", ["EGovG"]),
        ("Im Thüringer E-Government-Gesetz (EGovG) steht es, das EGovG gilt.", "th", ["ThürEGovG"]),
        ("Im E-Government-Gesetz des Landes (EGovG SH) steht es, das EGovG SH gilt.", "sh", ["EGovG SH"]),
        ("Der Städte- und Gemeindebund (StGB NRW) klagt nach dem StGB.", "nw", ["StGB"]),
        ("Im Informationszugangsgesetz (IZG LSA) steht es.", None, ["IZG LSA"]),
        ("Das NDiG gilt.", "ni", ["NDiG"]),
        ("Das NDIG gilt.", "ni", ["NDIG"]),
        ("Onlinezugangs- und E-Government-Gesetz gelten.", None, ["OZG", "EGovG"]),
        ("Ein Transparenzgesetz und ein Schriftformabbaugesetz fehlen.", "ni",
         ["Transparenzgesetz", "Schriftformabbaugesetz"]),
        ("Dem NOOTS-Staatsvertrag ist beizutreten.", None, ["NOOTS-Staatsvertrag"]),
        ("Mit dem NOOTS kommt der Staatsvertrag hierzu.", None, ["NOOTS-Staatsvertrag"]),
        ("Das Gesetz zur Stärkung der Rathäuser (RathStG) hilft. Das RathStG gilt.", None, ["RathStG"]),
        ("Das Rathausstärkungsgesetz (im Folgenden: RathStG) hilft, das RathStG gilt.", None, ["RathStG"]),
        ("Zum Entwurf eines Gesetzes zur Stärkung der digitalen Teilhabe nehmen wir Stellung.", None,
         ["Gesetz zur Stärkung der digitalen Teilhabe"]),
        ("Das Kommunalabgabengesetz Sachsen-Anhalt gilt.", "st", ["Kommunalabgabengesetz Sachsen-Anhalt"]),
        ("Die Verordnung (EU) 2018/1724 und die Verordnung (EU) 2023/1234 gelten.", None,
         ["SDG-VO", "Verordnung (EU) 2023/1234"]),
        ("Die Datenschutz-Grundverordnung und die DSGVO gelten.", None, ["DSGVO"]),
        ("Das saarländische Pflegeentlastungsgesetz gilt.", "sl", ["Saarländisches Pflegeentlastungsgesetz"]),
        # no laws
        ("Das Gesetz, ein Landesgesetz, ein Änderungsgesetz, der Gesetzentwurf.", None, []),
        ("Das Datenschutzrecht, die Gesetzgebung, die Verordnung, der Koalitionsvertrag.", None, []),
        ("Das Haushaltsgesetz, die Satzung, die Tagesordnung, die Förderrichtlinie.", None, []),
        ("Die Informationsfreiheitsgesetze der Länder sind verschieden.", None, []),
    ],
)  # fmt: skip
def test_laws(text: str, territory: str | None, expected: Sequence[str]) -> None:
    assert laws(text, territory) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nach § 3 Abs. 1 OZG gilt das.", [("OZG", "§ 3 Abs. 1")]),
        ("Die §§ 3, 4 und 12 NDIG gelten.", [("NDIG", "§ 3"), ("NDIG", "§ 4"), ("NDIG", "§ 12")]),
        ("Art. 91c Abs. 5 GG gilt.", [("GG", "Art. 91c Abs. 5")]),
        ("Nach Artikel 28 Absatz 2 Satz 1 des Grundgesetzes", [("GG", "Art. 28 Abs. 2 Satz 1")]),
        ("nach § 12 des NDIG", [("NDIG", "§ 12")]),
        ("§ 2 Abs. 5 und § 3 Abs. 1 OZG", [("OZG", "§ 2 Abs. 5"), ("OZG", "§ 3 Abs. 1")]),
        ("im OZG (§ 9)", [("OZG", "§ 9")]),
        ("§§ 1 bis 3 OZG", [("OZG", "§ 1"), ("OZG", "§ 2"), ("OZG", "§ 3")]),
        ("Das OZG gilt.", [("OZG", None)]),
    ],
)
def test_provisions(text: str, expected: Sequence[tuple[str, str | None]]) -> None:
    assert [(m.name, m.provision) for m in mentions(text) if m.kind is EntityKind.LAW] == expected


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Dieses Gesetz ist zu ändern.", "OZG"),
        ("Die Verabschiedung dieses Gesetzes ist nötig.", "OZG"),
        ("Eine Verwässerung des Gesetzes lehnen wir ab.", "OZG"),
        ("In das Gesetz ist eine Grenze aufzunehmen.", "OZG"),
        ("Wir fordern, den Gesetzentwurf zurückzuweisen.", "OZG"),
        ("Von dieser Vorschrift sollte abgewichen werden.", "OZG"),
        ("Dem Staatsvertrag ist beizutreten.", "NOOTS-Staatsvertrag"),
        ("Bis zum Inkrafttreten des Gesetzes ist zu warten.", None),
        ("Wir fordern, den Gesetzentwurf zur Vergabe zurückzuweisen.", None),
        ("Ein Gesetz muss her.", None),
    ],
)
def test_what_a_demand_refers_back_to(wording: str, expected: str | None) -> None:
    before = mentions("Der NOOTS-Staatsvertrag und das OZG gelten.")
    found = resolve_back(wording, reversed(before), 60)
    assert (found.name if found else None) == expected


def test_one_name_for_one_thing() -> None:
    def named(text: str) -> list[str]:
        kinds = (EntityKind.LAW, EntityKind.SERVICE)
        return list(dict.fromkeys(m.name for m in one_name_each(mentions(text)) if m.kind in kinds))

    assert named("Das Konsumcannabisgesetz gilt. Das KCanG auch.") == ["KCanG"]
    assert named("Verordnung (EU) 2024/903, also der Interoperable Europe Act.") == [
        "Interoperable Europe Act"
    ]
    assert named("Die Bezahlplattform und ePayBL.") == ["ePayBL"]
    assert named("Eine Bezahlplattform und eine Bezahlfunktion.") == ["Bezahldienst"]
    assert named("Eine Bezahlplattform.") == ["Bezahlplattform"]
    assert named("Unternehmenskonto und Organisationskonto.") == ["Organisationskonto"]
    assert named("Register und ein Leerstandsregister.") == ["Register"]
    assert named("Ein Leerstandsregister.") == ["Leerstandsregister"]


def test_citations_keep_numbers_apart_that_are_no_list() -> None:
    assert [c.parts for c in citations("§ 3 und 12 Euro")] == [("§ 3",)]
    assert [c.parts for c in citations("§ 55 Absatz 2 Satz 3, Absatz 3")] == [
        ("§ 55 Abs. 2 Satz 3", "§ 55 Abs. 3")
    ]
    assert citations("Art und Weise") == []


@pytest.mark.parametrize(
    ("text", "territory", "expected"),
    [
        ("Die eAkten, die E-Akte und elektronische Akten fehlen.", None, ["eAkte"]),
        ("Akten sind elektronisch zu führen.", None, ["eAkte"]),
        ("Service- und Organisationskonten fehlen.", None, ["Servicekonto", "Organisationskonto"]),
        ("Melde- und Personenstandsregister", None, ["Melderegister", "Personenstandsregister"]),
        ("Die Registers, Registern und Papierregister", None, ["Register"]),
        ("die elektronische Identifizierung und Signatur", None, ["eID", "elektronische Signatur"]),
        ("Das Nutzerkonto Bund (BundID) wird genutzt.", None, ["BundID"]),
        ("Die EfA-Dienste, die Einer-für-Alle-Dienste", None, ["EfA-Onlinedienste"]),
        ("Das Servicekonto Bremen hakt. Das Servicekonto hakt noch immer.", "hb", ["Servicekonto Bremen"]),
        ("Das Serviceportal.SH ist da.", None, ["Serviceportal.SH"]),
        ("Das Fachanwenderportal des Kreises", None, ["Fachanwenderportal"]),
        ("Die Postfachkomponente fehlt.", None, ["Postfach"]),
        ("Die 115 ist auszubauen.", None, ["Behördennummer 115"]),
        ("Die 115 Gemeinden zahlen.", None, []),
        ("Postfach 1234, 30159 Hannover", None, []),
        ("Das De-Mail-Gesetz gilt.", None, []),
        ("Die De-Mail-Adresse fehlt.", None, ["De-Mail"]),
        ("Once-Only-Prinzip, Open Data, Breitband, Mobilfunk, Fachverfahren", None, []),
        ("Das Girokonto, das Karriereportal, das Inhaltsregister, der Rechnungshof", None, []),
        ("Das Forum elektronische Rechnung e. V. tagt.", None, []),
    ],
)
def test_services(text: str, territory: str | None, expected: Sequence[str]) -> None:
    assert services(text, territory) == expected


def test_principles_programmes_and_organisations_come_from_the_registers() -> None:
    assert names("Das Once-Only-Prinzip und Open Data", EntityKind.PRINCIPLE) == [
        "Once-Only-Prinzip",
        "Open Data",
    ]
    assert names("Der IT-Planungsrat und der Bund", EntityKind.ORGANISATION) == ["IT-Planungsrat", "Bund"]
    assert names("Der Masterplan Digitalisierung", EntityKind.PROGRAMME, "ni") == [
        "Masterplan Digitalisierung"
    ]


def test_a_generic_name_means_the_body_of_the_documents_land() -> None:
    found = {m.key for m in mentions("Der Landtag berät.", "ni") if m.kind is EntityKind.ORGANISATION}
    assert found == {"niedersaechsischer-landtag"}


def test_spans_are_those_of_the_source() -> None:
    source = "Das Onlinezu-\ngangsgesetz und die  eAkte\nsind da."
    lines = clean(source)
    offsets = [0, *(match.end() for match in re.finditer("\n", source)), len(source)]
    running = join([lines.slice(first, last) for first, last in pairwise(offsets)])
    found = finder().find(running, tokenize(running.text), EntityContext())
    assert [source[m.span.start : m.span.end] for m in found] == ["Onlinezu-\ngangsgesetz", "eAkte"]


def test_resolve_back_takes_the_last_law_before() -> None:
    before = mentions("Nach dem OZG und dem NDIG")
    found = resolve_back("die zeitnahe Verabschiedung dieses Gesetzes", reversed(before), 2000)
    assert found is not None
    assert found.name == "NDIG"
    assert resolve_back("die zeitnahe Verabschiedung", before, 40) is None
    assert resolve_back("dieses Gesetz", (), 0) is None
    assert resolve_back("Das ist im Gesetz zu regeln.", reversed(before), 200) is not None
    assert resolve_back("Das ist im Gesetz zu regeln.", reversed(before), 2000) is None


def test_the_documents_own_abbreviation_holds_in_all_its_blocks() -> None:
    blocks = ["Das Gesetz zur Stärkung der Rathäuser (RathStG) liegt vor.", "Das RathStG gilt ab 2027."]
    context = finder().context(blocks)
    second = finder().find(clean(blocks[1]), tokenize(blocks[1]), context)
    assert [(m.name, m.key, m.rule) for m in second if m.kind is EntityKind.LAW] == [
        ("RathStG", None, "law.defined")
    ]


def test_negative_names_win_over_positive_ones() -> None:
    gazetteer = Gazetteer([("Akte", 1), ("Akteneinsicht", 0), ("elektronische Akte", 2)])
    found = gazetteer.find(tokenize("Akteneinsicht in die elektronischen Akten"))
    assert [(match.name, match.payload) for match in found] == [
        ("Akteneinsicht", 0),
        ("elektronische Akte", 2),
    ]


@pytest.mark.parametrize(
    ("one", "other"), [("Registers", "Registern"), ("Konto", "Konten"), ("Zentrum", "Zentren")]
)
def test_inflected_forms_fold_together(one: str, other: str) -> None:
    assert fold(f"Rechen{one.lower()}") == fold(f"Rechen{other.lower()}")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Bürgerbeteiligungsgesetzes", "Bürgerbeteiligungsgesetz"),
        ("Landesbauordnung", "Landesbauordnung"),
        ("Hauptsatzung", "Hauptsatzung"),
        ("EU-Webseitenrichtlinie", "EU-Webseitenrichtlinie"),
        ("Rechtsverordnung", None),
        ("Neuordnung", None),
        ("Transparenzgesetze", None),
        ("Gesetz", None),
    ],
)
def test_types_of_law(word: str, expected: str | None) -> None:
    found = law_type(word)
    assert (found[0] if found else None) == expected


def test_types_of_service() -> None:
    assert service_type("Bibliotheksportalen") == ("Bibliotheksportale", "verwaltungsportal")
    assert service_type("Zeitkonten") is None


def test_titles_end_where_the_noun_phrase_ends() -> None:
    text = (
        "Zum Entwurf eines Gesetzes zur Stärkung der Teilhabe (Drucksache 1/2) "
        "und „Gesetz über Dienste“ (DienstG)"
    )
    assert [(title, short) for _, _, title, short in titles(text)] == [
        ("Gesetz zur Stärkung der Teilhabe", None),
        ("Gesetz über Dienste", "DienstG"),
    ]


_PIECES = (
    "OZG NDiG § §§ Abs. Art. 3 12 115 Gesetz Gesetzes Gesetz- zur des Bundes NRW Hessen ( ) „ “ - – / eAkte "
    "Service- und Organisationskonto Serviceportal Serviceportal.NRW NOOTS Staatsvertrag BundID Register, "
    "Postfach 1234 ein E-Government-Gesetz Thüringer Transparenzgesetz (DigiG) kurz elektronische Signatur"
)
_WORDS = st.sampled_from([*_PIECES.split(), "A\u0308\u0308", "\u00ad", "\t", "."])
_TEXTS = st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=25).map(" ".join))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.lists(_WORDS, max_size=25).map(" ".join)),
    st.sampled_from([None, "ni", "nw"]),
)
def test_no_text_makes_it_raise_and_every_span_shows_the_name(text: str, territory: str | None) -> None:
    mapped = clean(text)
    context = finder().context([mapped.text], territory)
    for mention in finder().find(mapped, tokenize(mapped.text), context):
        source = text[mention.span.start : mention.span.end]
        assert any(character.isalnum() for character in source)
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        if mention.rule == "law.abbreviation":
            assert mention.name[0].casefold() in source.casefold()
    assert resolve_back(text, (), 0) is None


def test_a_long_document_is_read_in_a_moment() -> None:
    # measured without coverage and other load: below 50 ms; a quadratic search would take many seconds
    text = "Nach § 3 Abs. 1 OZG stellt das Land den Kommunen Basisdienste und ein Nutzerkonto bereit. " * 110
    mapped, tokens = clean(text), tokenize(text)
    finder().find(mapped, tokens)
    best = min(_seconds(lambda: finder().find(mapped, tokens)) for _ in range(3))
    assert best < 2, f"{len(text)} characters took {best:.3f} s"


def _seconds(work: object) -> float:
    assert callable(work)
    start = time.process_time()
    work()
    return time.process_time() - start
