"""Generated demands in the shape of ours, and the ten queries of the comparison."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator

from .workload import Workload

FG = "https://w3id.org/forderungsgraph/def#"
ID = "https://w3id.org/forderungsgraph/id/"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DATE = "http://purl.org/dc/terms/date"
PART = "http://data.europa.eu/eli/ontology#is_part_of"
_PER_DOCUMENT = 20
_WORDS = (
    "Kommunen Land Bund Portal Nutzerkonto Finanzierung Schnittstelle Standard Register Verwaltung Digitalisierung "
    "Onlinezugang Leistung Förderung Betrieb Kosten Sicherheit Personal Breitband Schule Antrag Verfahren Frist Daten"
).split()
PREFIXES = f"PREFIX fg: <{FG}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX dct: <http://purl.org/dc/terms/> PREFIX eli: <http://data.europa.eu/eli/ontology#> "


def demand(number: int) -> str:
    """Return the IRI of a demand."""
    return f"{ID}demand/d{number}"


def quads(triples: int) -> Iterator[str]:
    """Yield about so many N-Quads, one graph per document; the same each time."""
    dice = random.Random(1)
    laws, associations, services = 400, 60, 80
    for kind, number in (("law", laws), ("organisation", associations), ("service", services)):
        for index in range(number):
            iri = f"<{ID}{kind}/{kind[0]}{index}>"
            name = {"law": "Law", "organisation": "Association", "service": "BasicService"}[kind]
            yield f'{iri} <{LABEL}> "{kind} {index}"@de <{ID}graph/registers> .'
            yield f"{iri} <{TYPE}> <{FG}{name}> <{ID}graph/registers> ."
            if kind == "law":
                for part in range(5):
                    piece = f"<{ID}law/l{index}/par-{part}>"
                    yield f"{piece} <{PART}> {iri} <{ID}graph/registers> ."
                    yield f"{piece} <{TYPE}> <{FG}Provision> <{ID}graph/registers> ."
    made = 2 * (laws + associations + services) + 10 * laws
    number = 0
    while made < triples:
        document = f"<{ID}document/p{number // _PER_DOCUMENT}>"
        graph = f"<{ID}graph/p{number // _PER_DOCUMENT}>"
        if number % _PER_DOCUMENT == 0:
            yield f'{document} <{DATE}> "20{dice.randrange(10, 26)}-0{dice.randrange(1, 10)}-11"^^<http://www.w3.org/2001/XMLSchema#date> {graph} .'
            yield f"{document} <{TYPE}> <{FG}Document> {graph} ."
            made += 2
        subject = f"<{demand(number)}>"
        words = " ".join(dice.choices(_WORDS, k=14))
        law = min(int(dice.paretovariate(0.9)), laws) - 1
        rows = [
            (TYPE, f"<{FG}Demand>"),
            (f"{FG}wording", f'"{words}"@de'),
            (f"{FG}demandedBy", f"<{ID}organisation/o{dice.randrange(associations)}>"),
            (f"{FG}addressedTo", f"<{ID}organisation/o{dice.randrange(associations)}>"),
            (f"{FG}statedIn", document),
            (
                f"{FG}confidence",
                f'"{dice.randrange(55, 99) / 100}"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            ),
            (f"{FG}concernsLaw", f"<{ID}law/l{law}/par-{dice.randrange(5)}>"),
            (f"{FG}rule", f'"R{dice.randrange(40)}"'),
        ]
        if number % 3:
            rows.append((f"{FG}concernsService", f"<{ID}service/s{dice.randrange(services)}>"))
        if number % 4 == 0 and number:
            rows.append((f"{FG}repeats", f"<{demand(dice.randrange(number))}>"))
        for predicate, value in rows:
            yield f"{subject} <{predicate}> {value} {graph} ."
        made += len(rows)
        number += 1


def lookup(number: int) -> str:
    """Return the query for all of one demand."""
    return f"SELECT ?p ?o {{ <{demand(number)}> ?p ?o }}"


def small_list(number: int) -> str:
    """Return the query for some demands of one document."""
    return f"{PREFIXES}SELECT ?d ?w {{ ?d fg:statedIn <{ID}document/p{number}> ; fg:wording ?w }} ORDER BY ?d LIMIT 10"


def path(number: int) -> str:
    """Return the query for what a demand repeats, and the laws of that."""
    return f"{PREFIXES}SELECT ?l {{ <{demand(number)}> fg:repeats*/fg:concernsLaw/eli:is_part_of* ?l }}"


QUERIES = {
    "look-up of one demand": lookup(77),
    "demands of an association, sorted": f"{PREFIXES}SELECT ?d ?w ?t {{ ?d fg:demandedBy <{ID}organisation/o7> ; fg:wording ?w ; fg:statedIn/dct:date ?t }} ORDER BY ?t ?d LIMIT 100",
    "demand → law path (+)": f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ ?d fg:concernsLaw/eli:is_part_of+ <{ID}law/l3> }}",
    "group law × association": f"{PREFIXES}SELECT ?l ?a (COUNT(?d) AS ?n) {{ ?d fg:concernsLaw/eli:is_part_of ?l ; fg:demandedBy ?a }} GROUP BY ?l ?a ORDER BY DESC(?n) LIMIT 50",
    "top-k laws": f"{PREFIXES}SELECT ?l (COUNT(?d) AS ?n) {{ ?d fg:concernsLaw ?l }} GROUP BY ?l ORDER BY DESC(?n) LIMIT 10",
    "text filter": f'{PREFIXES}SELECT ?d ?w {{ ?d fg:wording ?w FILTER(CONTAINS(LCASE(STR(?w)), "nutzerkonto breitband")) }} ORDER BY ?d LIMIT 20',
    "NOT EXISTS": f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ ?d fg:demandedBy <{ID}organisation/o7> FILTER NOT EXISTS {{ ?d fg:concernsService ?s }} }}",
    "CONSTRUCT of one entity": f"{PREFIXES}CONSTRUCT {{ <{ID}law/l399> ?p ?o . ?s ?q <{ID}law/l399> }} {{ {{ <{ID}law/l399> ?p ?o }} UNION {{ ?s ?q <{ID}law/l399> }} }}",
    "COUNT(*)": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "heavy join": f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ ?d fg:demandedBy ?a ; fg:addressedTo ?b ; fg:concernsLaw/eli:is_part_of ?l . ?e fg:demandedBy ?b ; fg:concernsLaw/eli:is_part_of ?l ; fg:repeats ?d }}",
}
STREAMS = {"look-ups/s": lookup, "small lists/s": small_list, "paths/s": path}


def workload(triples: int) -> Workload:
    """Return the workload of about so many generated triples."""
    demands = triples // 10
    spreads = {
        name: demands // _PER_DOCUMENT if make is small_list else demands for name, make in STREAMS.items()
    }
    return Workload(
        f"{triples:,} Tripel".replace(",", " "),
        functools.partial(quads, triples),
        QUERIES,
        {
            name: [make(number * 7919 % spreads[name]) for number in range(1000)]
            for name, make in STREAMS.items()
        },
    )
