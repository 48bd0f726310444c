"""Facts of documents: type, title, date, place, publisher, authors, number, events, territory."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.blocks import blocks
from forderungsgraph.convert.dates import dateline, lead_place, month_date
from forderungsgraph.convert.facts import document_facts
from forderungsgraph.convert.masthead import masthead
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.publisher import plain_name
from forderungsgraph.convert.roles import Role, is_organisation, role_of, spaced_out, type_at
from forderungsgraph.convert.zones import zones
from forderungsgraph.model import Certainty, DocumentFacts, DocumentType, EventFact

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
HEADS: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).resolve().parent / "data" / "facts" / "heads.toml").read_text("utf-8")
)["head"]
BODY = (
    "Die Digitalisierung der Verwaltung kommt im Land nur langsam voran. In vielen Rathäusern fehlen Personal "
    "und Geld, und die zugesagten Basisdienste stehen noch immer nicht bereit. Deshalb fordert der Verband das "
    "Land auf, die Kosten zu übernehmen.\n\nDie Kommunen haben in den vergangenen Jahren viel geleistet. Sie "
    "haben Anträge ins Netz gestellt und ihre Beschäftigten geschult, ohne dass ihnen jemand dabei geholfen hätte."
)


def facts_of(text: str) -> DocumentFacts:
    found = blocks(clean(text))
    return document_facts(text, found, zones(found))


def test_the_table_of_heads_is_read() -> None:
    assert len(HEADS) >= 40
    assert {head["type"] for head in HEADS} == {kind.value for kind in DocumentType}


@pytest.mark.parametrize("head", HEADS, ids=[f"{i}-{h['type']}" for i, h in enumerate(HEADS)])
def test_heads(head: dict[str, Any]) -> None:
    facts = facts_of(head["text"].replace("{body}", BODY))
    given = {key: value for key, value in head.items() if key != "text"}
    read = {key: getattr(facts, key) for key in given}
    read = {key: list(v) if isinstance(v, tuple) else "" if v is None else v for key, v in read.items()}
    assert read == given


def test_crlf_does_not_change_the_facts() -> None:
    for head in HEADS:
        text = head["text"].replace("{body}", BODY)
        assert facts_of(text.replace("\n", "\r\n")) == facts_of(text)


def test_an_empty_text_states_nothing() -> None:
    assert facts_of("") == DocumentFacts()
    assert facts_of(" \n\n ") == DocumentFacts()


def test_certainty_and_events() -> None:
    resolution = facts_of(
        "Resolution des Gemeindetages Nordpfalz zur\n41. Mitgliederversammlung am 6. Oktober 2021 in Kirn\n\n"
        f"Aufgaben neu ordnen\n\n{BODY}"
    )
    assert resolution.date == "2021-10-06"
    assert resolution.date_certainty is Certainty.STATED
    assert resolution.events == (EventFact("41. Mitgliederversammlung", "2021-10-06", "Kirn"),)
    programme = facts_of(
        f"Liste Weserstadt\n\nWahlprogramm zur Bürgerschaftswahl 2015\n\nMut zur Kürze\n\n{BODY}"
    )
    assert (programme.date, programme.date_certainty) == ("2015", Certainty.ESTIMATED)
    assert programme.events == (EventFact("Bürgerschaftswahl 2015"),)
    assert facts_of(BODY).date_certainty is None


def test_the_territory_is_the_land_that_the_document_is_about() -> None:
    text = f"Städtebund Nordhessen\n\nResolution\n\nHessen muss handeln\n\n{BODY} Das Land Hessen hat Zeit."
    assert facts_of(text).territory == "he"
    assert facts_of(BODY).territory is None


@pytest.mark.parametrize(
    ("line", "date", "place"),
    [
        ("Hannover, den 07.05.2024", "2024-05-07", "Hannover"),
        ("Kiel, im Mai 2022", "2022-05", "Kiel"),
        ("Halle (Saale), 31. März 2016", "2016-03-31", "Halle (Saale)"),
        ("St. Ingbert, 17.06.2024", "2024-06-17", "St. Ingbert"),
        ("Dessau-Roßlau, 14. März 2023", "2023-03-14", "Dessau-Roßlau"),
        ("Frankfurt am Main, den 1. Juli 2020", "2020-07-01", "Frankfurt am Main"),
        ("Stand: 11. Mai 2022", "2022-05-11", None),
        ("3. März 2020", "2020-03-03", None),
        ("2023-11-07", "2023-11-07", None),
        ("23. 03. 2021", "2021-03-23", None),
    ],
)
def test_datelines(line: str, date: str, place: str | None) -> None:
    found = dateline(line)
    assert found is not None
    assert (found.date, found.place) == (date, place)


@pytest.mark.parametrize(
    "line",
    ["Am 31.02.2020", "31.02.2020", "Das Präsidium hat sich am 3. März 2020 in Kiel damit befasst", "Resolution, 3. Mai 2020", ""],
)  # fmt: skip
def test_no_datelines(line: str) -> None:
    assert dateline(line) is None


def test_months_and_leads() -> None:
    assert month_date("Ausgabe Mai 2022") == "2022-05"
    assert month_date("Mai") is None
    assert lead_place("(Bremen) Anlässlich der Sitzung") == "Bremen"
    assert lead_place("HOLTEBÜTTEL. Sechs Wochen vor dem Start") == "Holtebüttel"
    assert lead_place("Ingolstadt/Neumarkt. – Vierzehn Landräte") == "Ingolstadt/Neumarkt"
    assert lead_place("Der Verband sieht das anders. Er warnt.") is None


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("Städtebund Nordhessen e. V. (SBN)", Role.ORGANISATION),
        ("LANDTAG RHEINLAND-PFALZ", Role.ORGANISATION),
        ("P R E S S E M I T T E I L U N G", Role.TYPE),
        ("Presseinformation Nr. 8 / 2020", Role.TYPE),
        ("Kleine Anfrage", Role.TYPE),
        ("NIEDERSCHRIFT (Auszug)", Role.TYPE),
        ("Berlin, den 2. Februar 2024", Role.DATELINE),
        ("An das", Role.ADDRESSEE),
        ("z. Hd. der Referatsleitung", Role.ADDRESSEE),
        ("nur per E-Mail", Role.ADDRESSEE),
        ("Drucksache 7/99418", Role.REFERENCE),
        ("Ihr Schreiben vom 20. Januar 2023", Role.REFERENCE),
        ("Ausgabe 4/2022", Role.REFERENCE),
        ("Tel. 0511/000", Role.CONTACT),
        ("c/o Haus der Beratung, Musterdamm 5, 12999 Berlin", Role.CONTACT),
        ("Startseite > Verwaltung > Bayern", Role.NAVIGATION),
        ("der Abgeordneten Wiebke Thormählen", Role.AUTHOR),
        ("Von Henrike Aulenbach", Role.AUTHOR),
        ("der 41. Mitgliederversammlung am 6. Oktober 2021 in Kirn", Role.EVENT),
        ("Der Vorstand", Role.UNIT),
        ("Allerland-Bote", Role.MEDIUM),
        ("Digitale Rathäuser gibt es nicht zum Nulltarif", Role.PLAIN),
        ("Hamburger Erklärung zu Transparenz und Open Data", Role.PLAIN),
        ("Wer bestellt, der bezahlt", Role.PLAIN),
    ],
)
def test_roles(line: str, role: Role) -> None:
    assert role_of(line) is role


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Sozial- und Wohlfahrtsverbund Förde e. V.", True),
        ("Rheinisch-Westfälischer Kommunalrat (RWK)", True),
        ("BMSD – Bundesvereinigung mittelständischer Digitalunternehmen e. V.", True),
        ("Landkreis Havelbruch", True),
        ("AG der Personalräte kommunaler Verwaltungen", True),
        ("Registermodernisierung: Nicht an den Registern vorbei", False),
        ("Landräte schlagen Alarm", False),
        ("Der Verband muss handeln.", False),
        ("Digitale Verwaltung in Sachsen 2025", False),
        ("", False),
    ],
)
def test_lines_that_name_a_body(line: str, expected: bool) -> None:
    assert is_organisation(line) is expected


def test_type_words() -> None:
    assert spaced_out("B e s c h l u s s vom 3. Mai") == "Beschluss vom 3. Mai"
    assert spaced_out("z. B. im Amt") == "z. B. im Amt"
    assert type_at("A n t r a g der Fraktion X") == (DocumentType.MOTION, "der Fraktion X")
    assert type_at("Digitale Verwaltung") is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Kommunalbund Elbe-Saale e.V. (KBES)", "Kommunalbund Elbe-Saale e. V."),
        ("BMSD – Bundesvereinigung Digitaler Firmen", "Bundesvereinigung Digitaler Firmen"),
        ("LANDTAG MECKLENBURG-VORPOMMERN", "Landtag Mecklenburg-Vorpommern"),
        ("Liste Weserstadt – Bürger für Bremen", "Liste Weserstadt"),
        ("der Brandenburgischen Volksunion (BVU)", "Brandenburgische Volksunion"),
    ],
)
def test_names_in_letterheads(line: str, name: str) -> None:
    assert plain_name(line) == name


def test_columns_and_addresses_of_a_letterhead() -> None:
    text = (
        "Landkreisverbund Süd e. V.\nGeschäftsstelle\n\nAn das\nBayerische Staatsministerium für Digitales\nReferat B 4\n"
        "80333 München\n\nIhr Zeichen: B4-1103          Unser Zeichen: 020          Altfurt,\n9. September 2025\n\n"
        f"Entwurf eines Gesetzes zur Änderung des Digitalgesetzes\n\nSehr geehrte Damen und Herren,\n\n{BODY}"
    )
    found = blocks(clean(text))
    head = masthead(text, found, zones(found))
    assert [(line.role.value, line.text) for line in head] == [
        ("organisation", "Landkreisverbund Süd e. V."),
        ("contact", "Geschäftsstelle"),
        ("addressee", "An das"),
        ("addressee", "Bayerische Staatsministerium für Digitales"),
        ("addressee", "Referat B 4"),
        ("addressee", "80333 München"),
        ("reference", "Ihr Zeichen: B4-1103"),
        ("reference", "Unser Zeichen: 020"),
        ("dateline", "Altfurt, 9. September 2025"),
        ("plain", "Entwurf eines Gesetzes zur Änderung des Digitalgesetzes"),
    ]


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared folder with the seeds' gold is absent")
def test_the_seeds() -> None:
    gold = [
        json.loads(line) for line in (SHARED / "gold" / "seed_docs.jsonl").read_text("utf-8").splitlines()
    ]
    assert len(gold) == 5
    for record in gold:
        facts = facts_of((SHARED / "seeds" / record["doc"]).read_bytes().decode("utf-8"))
        assert facts.type == record["type"]
        assert facts.title == record["title"]
        assert facts.date == record["date"]
        assert facts.place == record["place"]
        if record["type"] != "Artikel":
            # the page of the article does not name its magazine
            assert facts.publisher == record["publisher"]
        assert list(facts.authors) == record["authors"]
