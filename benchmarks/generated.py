"""Invented demands in any number, the same each time: for measuring at the size of years.

:func:`demand_lines` gives triples, for what needs no more; :func:`documents` gives texts with sidecars, which a
build makes demands of. Every tenth demand repeats an earlier one of another document in other words, so that
there is something to find. Titles, rights and publishers say that all of it is generated.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

BASE: Final = "https://w3id.org/forderungsgraph/"
_FG: Final = f"{BASE}def#"
_FIRST: Final = """Breitband Digital Schul Verwaltungs Personal Wohnungs Verkehrs Energie Wasser Abfall Klima Bildungs
Kultur Sport Gesundheits Pflege Kranken Jugend Sozial Integrations Asyl Sicherheits Feuerwehr Katastrophen Haushalts
Steuer Finanz Förder Planungs Bau Umwelt Natur Boden Mobilitäts Radwege Straßen Brücken Bahn Bus Fähr Hafen Industrie
Gewerbe Handels Tourismus Innenstadt Dorf Land Kreis Gemeinde Bürger Vereins Ehrenamts Wahl Melde Standes Register
Daten Netz Server Cloud Portal Konto Ausweis Signatur Akten Archiv Bibliotheks Museums Theater Musik Kita Hort
Ganztags Berufs Hochschul Forschungs Gründer Markt Preis Tarif Beamten Besoldungs Renten Kassen""".split()
_LAST: Final = """ausbau förderung gesetz ordnung strategie plan konzept programm fonds pauschale umlage ausgleich
bericht statistik stelle amt behörde zentrum netzwerk dienst verfahren prozess portal register konto standard
schnittstelle lösung infrastruktur ausstattung kosten mittel personal schulung beratung aufsicht kontrolle prüfung
reform novelle richtlinie verordnung vorgabe pflicht frist garantie initiative offensive kampagne""".split()
_ACTS: Final = (
    "{o} dauerhaft zu finanzieren", "die Kosten für {o} vollständig zu erstatten", "{o} zügig voranzubringen",
    "die Kommunen bei {o} zu unterstützen", "{o} landesweit einheitlich bereitzustellen", "auf {o} zu verzichten",
    "{o} bis Ende 20{n} einzuführen", "bei {o} die kommunalen Spitzenverbände frühzeitig zu beteiligen",
    "für {o} einen verlässlichen Zeitplan vorzulegen", "{o} um {n} Prozent zu erhöhen", "{o} gesetzlich zu regeln",
    "{o} und {p} besser miteinander zu verzahnen", "bürokratische Hürden bei {o} abzubauen", "{o} zu evaluieren",
)  # fmt: skip
_ASKS: Final = (
    "Das Land muss dafür sorgen, {a}.", "{a}", "Wir erwarten, {a}.", "Der Verband fordert die Landesregierung auf, {a}.",
    "Es ist dringend nötig, {a}.", "Bund und Land sind gefordert, {a}.",
)  # fmt: skip

_SERVICES: Final = (
    "Nutzerkonto", "Organisationskonto", "Portalverbund", "ePayment", "eAkte", "Formularserver", "E-Rechnung", "De-Mail",
    "DVDV", "FIT-Connect", "Verwaltungscloud", "Onlinedienste", "Behördennummer 115", "Open-Data-Portal",
)  # fmt: skip
_BODIES: Final = 120
_CALLS: Final = (
    "Wir fordern die Landesregierung auf, {a}.", "Der Verband fordert das Land Niedersachsen auf, {a}.",
    "Die Bundesregierung ist aufgefordert, {a}.", "Das Land ist gefordert, {a}.", "Wir erwarten vom Land, {a}.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """An act as texts cite it, e.g. ``OZG``, with the numbers of its paragraphs."""

    name: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invented:
    """A text that nobody wrote, with its sidecar in TOML."""

    name: str
    text: str
    sidecar: str


def documents(count: int, laws: Sequence[Cited], per_document: int = 20) -> Iterator[Invented]:
    """Yield ``count`` texts with ``per_document`` demands each, from 2010 to 2025.

    :param laws: what every third demand cites; the first ones far more often than the last ones
    """
    dice = random.Random(20260101)
    acts: list[str] = []
    for number in range(count):
        body = min(int(dice.paretovariate(0.7)), _BODIES)
        topic = _object(dice)
        parts = [
            f"Resolution zu {topic}",
            "",
            f"Erzeugter Text {number}, zum Messen. {topic} im Überblick.",
            "",
        ]
        for place in range(per_document):
            if place % 5 == 0:
                parts += [_object(dice).capitalize(), ""]
            act = acts[dice.randrange(len(acts))] if acts and place % 10 == 0 else _act(dice)
            if place % 3 == 0:
                law = laws[min(int(dice.paretovariate(0.6)), len(laws)) - 1]
                cited = (
                    f"§ {dice.choice(law.paragraphs)} {law.name}"
                    if dice.random() < 0.6
                    else f"dem {law.name}"
                )
                act = f"nach {cited} {act}"
            elif place % 4 == 0:
                act = f"mit dem {_SERVICES[min(int(dice.paretovariate(0.8)), len(_SERVICES)) - 1]} {act}"
            acts.append(act)
            parts += [dice.choice(_CALLS).format(a=act), ""]
        text = "\n".join(parts)
        date = f"{2010 + number * 16 // count}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
        yield Invented(
            f"erzeugt-{number:05d}",
            text,
            f'title = "Erzeugter Text {number}: Resolution zu {topic}"\ntype = "Resolution"\n'
            f'publisher = "Erzeugter Verband {body}"\nauthors = ["Erzeugter Verband {body}"]\n'
            f'date = {date}\ndate_certainty = "stated"\nterritory = "ni"\n'
            'source = "Von benchmarks.corpus erzeugt; niemand hat das geschrieben oder gefordert"\n'
            'rights = "Gemeinfrei, da erzeugt"\nlanguage = "de"\n'
            f'sha256 = "{hashlib.sha256(text.encode("utf-8")).hexdigest()}"\n',
        )


def questions(count: int) -> list[str]:
    """Return what people might search for: words, pairs, parts of compounds, beginnings, phrases, exclusions."""
    dice = random.Random(20260102)
    makes = (
        lambda: _object(dice),
        lambda: f"{_object(dice)} {_object(dice)}",
        lambda: dice.choice(_FIRST),
        lambda: dice.choice(_LAST),
        lambda: f"{dice.choice(_FIRST)} {dice.choice(_LAST)}",
        lambda: f"{dice.choice(_FIRST)[:4]}*",
        lambda: f'"{_act(dice)}"',
        lambda: f"{dice.choice(_LAST)} -{dice.choice(_FIRST)}",
        lambda: _act(dice),
        lambda: f"{dice.choice(_SERVICES)} {dice.choice(_LAST)}",
    )
    return [makes[number % len(makes)]() for number in range(count)]


def demand_lines(count: int, per_document: int = 20) -> Iterator[str]:
    """Yield the N-Triples of ``count`` demands in documents of ``per_document`` each, from 2010 to 2025."""
    dice = random.Random(20260101)
    acts: list[str] = []
    for law in range(60):
        yield _label("law", f"gesetz-{law}", f"{_object(dice)}sgesetz")
    for body in range(120):
        yield _label("organisation", f"verband-{body}", f"Verband {_object(dice)} {body}")
    for number in range(count):
        document = f"dokument-{number // per_document:05d}"
        if number % per_document == 0:
            date = f"{2010 + number * 16 // count}-{dice.randint(1, 12):02d}-{dice.randint(1, 28):02d}"
            yield _label("document", document, f"Resolution zu {_object(dice)}")
            yield (
                f"{_thing('document', document)} <http://purl.org/dc/terms/date> "
                f'"{date}"^^<http://www.w3.org/2001/XMLSchema#date> .'
            )
            body = dice.randrange(120)
        act = acts[dice.randrange(len(acts))] if acts and number % 10 == 0 else _act(dice)
        acts.append(act)
        wording = dice.choice(_ASKS).format(a=act)
        node = _thing("demand", f"{document}-{number:06d}")
        yield f"{node} <{_FG}wording> {json.dumps(wording, ensure_ascii=False)}@de ."
        yield f"{node} <{_FG}statedIn> {_thing('document', document)} ."
        yield f"{node} <{_FG}demandedBy> {_thing('organisation', f'verband-{body}')} ."
        yield f"{node} <{_FG}addressedTo> {_thing('organisation', f'verband-{dice.randrange(10)}')} ."
        yield f"{node} <{_FG}speechAct> {_thing('speech-act', dice.choice(('request', 'obligation')))} ."
        yield f"{node} <{_FG}topic> {_thing('topic', f'thema-{dice.randrange(40)}')} ."
        yield f'{node} <{_FG}confidence> "{dice.choice(("0.6", "0.8", "0.95"))}"^^<http://www.w3.org/2001/XMLSchema#decimal> .'
        if number % 3 == 0:
            yield f"{node} <{_FG}concernsLaw> {_thing('law', f'gesetz-{dice.randrange(60)}')} ."


def _act(dice: random.Random) -> str:
    return dice.choice(_ACTS).format(o=_object(dice), p=_object(dice), n=dice.randint(20, 40))


def _object(dice: random.Random) -> str:
    # a few words are frequent, most are rare, as in real texts
    first = _FIRST[min(dice.randrange(len(_FIRST)), dice.randrange(len(_FIRST)))]
    return first + _LAST[min(dice.randrange(len(_LAST)), dice.randrange(len(_LAST)))]


def _thing(kind: str, key: str) -> str:
    return f"<{BASE}id/{kind}/{key}>"


def _label(kind: str, key: str, text: str) -> str:
    return f"{_thing(kind, key)} <http://www.w3.org/2000/01/rdf-schema#label> {json.dumps(text, ensure_ascii=False)}@de ."
