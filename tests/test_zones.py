"""Zones: page furniture is never body, and no demand of the gold lies outside the body."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.convert.blocks import blocks
from forderungsgraph.convert.normalise import clean
from forderungsgraph.convert.zones import Zone, zones

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
BODY = (
    "Das Land muss die Kosten der Basisdienste tragen. Die Kommunen haben in den vergangenen Jahren viel geleistet "
    "und warten noch immer auf verlässliche Zusagen, wie es nach dem Jahresende weitergehen soll."
)


def zoned(text: str) -> dict[str, Zone]:
    found = blocks(clean(text))
    return {block.text.text: zone for block, zone in zip(found, zones(found), strict=True)}


def paragraphs(*texts: str) -> str:
    return "\n\n".join(texts)


def numbered(count: int) -> list[str]:
    return [BODY.replace("Jahren", f"{number} Jahren") for number in range(count)]


@pytest.mark.parametrize(
    ("line", "zone"),
    [
        ("Tel. 0511/000-0, Fax 0511/000-1", Zone.CONTACT),
        ("Prinzenstraße 17, 30159 Hannover", Zone.CONTACT),
        ("Internet: <http://www.example.org>, E-Mail: post@example.org", Zone.CONTACT),
        ("V. i. S. d. P.: Katja Brömme, Am Markt 1", Zone.CONTACT),
        ("Ansprechpartner: Dr. Jan Muster", Zone.CONTACT),
        ("(Bildquelle: Archiv/example.org)", Zone.CAPTION),
        ("Foto: privat", Zone.CAPTION),
        ("Kleine Gemeinden werben für sich. (Foto: Stadt)", Zone.CAPTION),
        ("¹ Vgl. den Bericht der Stiftung, 2019.", Zone.FOOTNOTE),
        ("[1] Nachweise bei Muster, 2023, S. 31.", Zone.FOOTNOTE),
        ("Startseite > Verwaltung > Bayern", Zone.NOISE),
        ("________", Zone.NOISE),
        ("– Anzeige –", Zone.NOISE),
        ("Moderner Staat und digitale Verwaltung ............ 27", Zone.NOISE),
        ("(2.780 Zeichen, Abdruck honorarfrei)", Zone.NOISE),
        ("Mit freundlichen Grüßen", Zone.SIGNATURE),
        ("gez. Dr. Annegret Lohfeld", Zone.SIGNATURE),
        ("Für die Richtigkeit des Auszugs:", Zone.SIGNATURE),
        ("Das Interview führte Sabine Reuter.", Zone.SIGNATURE),
        ("Was das Land tun muss", Zone.HEADING),
        ("Das Land muss zahlen.", Zone.BODY),
        ("Die Länder müssen ihre Register öffnen, und zwar sofort.", Zone.BODY),
        ("Wir fordern ein Landesbudget von 5 Mio. Euro.", Zone.BODY),
        ("Telefonische Auskünfte muss es weiter geben.", Zone.BODY),
        ("Die Behördennummer 115 gehört in jedes Amt.", Zone.BODY),
        ("„Das Land muss liefern“, sagte Präsidentin Meier.", Zone.BODY),
    ],
)
def test_a_line_between_paragraphs(line: str, zone: Zone) -> None:
    found = zoned(paragraphs(*numbered(4), line, *numbered(8)[4:]))
    assert next(z for text, z in found.items() if text.strip("– ") == line.strip("– ")) is zone


@pytest.mark.parametrize(
    "opener",
    [
        "Weitere Meldungen und Beiträge", "Lesen Sie auch:", "Das könnte Sie auch interessieren:", "Mehr zum Thema",
        "Stichwörter: Portale, Kommunen", "Ähnliche Artikel", "Aktuelle Meldungen",
    ],
)  # fmt: skip
def test_everything_after_the_opener_of_teasers_is_teaser(opener: str) -> None:
    teasers = [
        "Bayern: Verband fordert neue Portale",
        "[04.07.2025] Die Kreise müssen entlastet werden, verlangt der Landkreisbund. mehr …",
        "Hessen: E-Akte für alle",
        "[02.07.2025] Das Land soll zahlen. mehr …",
    ]
    found = zoned(paragraphs(*numbered(6), opener, *teasers))
    assert [found[teaser] for teaser in teasers] == [Zone.TEASER] * 4
    assert [found[text] for text in numbered(6)] == [Zone.BODY] * 6


def test_hints_in_the_last_part_are_teasers() -> None:
    hint = "Im nächsten Heft: Bremens Weg zur E-Rechnung – warum der Verbund eine Plattform für alle Länder fordert"
    assert zoned(paragraphs(*numbered(8), hint))[hint] is Zone.TEASER


@pytest.mark.parametrize(
    "portrait",
    [
        "Der Landkreisverbund Altmühl-Donau vertritt vierzehn Landkreise aus drei Regierungsbezirken.",
        "Der Städtebund Nordhessen ist ein Zusammenschluss von 31 Städten.",
        "Dr. Thekla Osterburg ist wissenschaftliche Mitarbeiterin in Halle.",
    ],
)
def test_portraits_at_the_end_are_boilerplate(portrait: str) -> None:
    assert zoned(paragraphs(*numbered(8), portrait))[portrait] is Zone.BOILERPLATE


@pytest.mark.parametrize(
    "demand",
    [
        "Der Landkreisverbund Altmühl-Donau fordert die Landesregierung auf, endlich zu zahlen.",
        "Der Städtebund Nordhessen ist eine starke Stimme und erwartet Antworten vom Land.",
        "Das Land muss seiner Verantwortung gerecht werden.",
    ],
)
def test_a_demand_at_the_end_stays_body(demand: str) -> None:
    assert zoned(paragraphs(*numbered(8), demand))[demand] is Zone.BODY


def test_a_section_about_the_publisher_is_boilerplate_up_to_the_next_heading() -> None:
    about = "Der Bund vertritt 480 Unternehmen. Er setzt sich für offene Standards ein."
    found = zoned(paragraphs(*numbered(8), "Über den Bund", about))
    assert found[about] is Zone.BOILERPLATE


def test_background_in_the_first_half_stays_body() -> None:
    first, *rest = numbered(9)
    assert zoned(paragraphs("Titel des Papiers", "Hintergrund", first, *rest))[first] is Zone.BODY


def test_nothing_gives_nothing() -> None:
    assert zones([]) == []


@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the shared folder with the seeds' gold is absent")
def test_demands_of_the_seeds_lie_in_the_body_and_contacts_do_not() -> None:
    gold: list[dict[str, Any]] = [
        json.loads(line) for line in (SHARED / "gold" / "seed_gold.jsonl").read_text("utf-8").splitlines()
    ]
    documents = sorted((SHARED / "seeds").glob("*.txt"))
    assert len(documents) == 5
    checked = 0
    for path in documents:
        source = path.read_bytes().decode("utf-8")
        found = blocks(clean(source))
        pairs = list(zip(found, zones(found), strict=True))
        for block, zone in pairs:
            contact = "@" in block.text.text or "Tel.:" in block.text.text or "Mobil:" in block.text.text
            assert not (contact and zone is Zone.BODY), block.text.text
        for record in gold:
            if record["doc"] != path.name or record.get("ignore"):
                continue
            for block, zone in pairs:
                start, end = block.text.starts[0], block.text.ends[-1]
                if min(end, record["end"]) - max(start, record["start"]) > 3 and zone is not Zone.NOISE:
                    assert zone is Zone.BODY, record["id"]
            checked += 1
    assert checked > 60
