"""The federal law archive (``forderungsgraph laws import``) as a workload: ten queries of the same kinds."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from .sample import ID, PREFIXES
from .workload import Workload

_GRAPH = f"<{ID}graph/laws>"
_TITLE = "PREFIX terms: <http://purl.org/dc/terms/> "


def workload(archive: Path) -> Workload:
    """Return the workload of an archive.

    :raises OSError: if the folder holds none
    """
    with (archive / "index.csv").open(encoding="utf-8", newline="") as file:
        parts = [(row["key"], row["parts"].split()) for row in csv.DictReader(file)]
    laws = [key for key, _ in parts]
    provisions = [f"{key}/{part}" for key, found in parts for part in found[:3]]
    spread = [provisions[number * 7919 % len(provisions)] for number in range(1000)]

    def lines() -> Iterator[str]:
        with gzip.open(archive / "acts.nt.gz", "rt", encoding="utf-8") as file:
            for line in file:
                yield f"{line.rstrip().removesuffix('.').rstrip()} {_GRAPH} ."

    return Workload("Bundesrecht", lines, _queries(), {
        "look-ups/s": [f"SELECT ?p ?o {{ <{ID}law/{one}> ?p ?o }}" for one in spread],
        "small lists/s": [
            f"{PREFIXES}SELECT ?p ?l {{ ?p eli:is_part_of <{ID}law/{laws[number * 7919 % len(laws)]}> ; rdfs:label ?l }} ORDER BY ?p LIMIT 10"
            for number in range(1000)
        ],
        "paths/s": [
            f"{PREFIXES}SELECT ?t {{ <{ID}law/{one}> fg:inDivision*/eli:is_part_of*/rdfs:label ?t }}" for one in spread
        ],
    })  # fmt: skip


def _queries() -> dict[str, str]:
    code = f"<{ID}law/bgb>"
    return {
        "look-up of one provision": f"SELECT ?p ?o {{ <{ID}law/ozg/par-10> ?p ?o }}",
        "provisions of a law, sorted": f"{PREFIXES}SELECT ?p ?l ?n {{ ?p eli:is_part_of {code} ; rdfs:label ?l ; fg:position ?n }} ORDER BY ?n ?p LIMIT 100",
        "provision → law path (+)": f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ ?p fg:inDivision*/eli:is_part_of+ {code} }}",
        "group kind × year": f"{PREFIXES}{_TITLE}SELECT ?k ?y (COUNT(?p) AS ?n) {{ ?p eli:is_part_of ?l . ?l terms:type ?k ; eli:date_document ?d BIND(YEAR(?d) AS ?y) }} GROUP BY ?k ?y ORDER BY DESC(?n) LIMIT 50",
        "top-k laws": f"{PREFIXES}SELECT ?l (COUNT(?p) AS ?n) {{ ?p eli:is_part_of ?l }} GROUP BY ?l ORDER BY DESC(?n) LIMIT 10",
        "text filter": f'{PREFIXES}{_TITLE}SELECT ?p ?t {{ ?p terms:title ?t FILTER(CONTAINS(LCASE(STR(?t)), "verordnungsermächtigung")) }} ORDER BY ?p LIMIT 20',
        "NOT EXISTS": f"{PREFIXES}SELECT (COUNT(*) AS ?n) {{ ?p eli:is_part_of {code} FILTER NOT EXISTS {{ ?p fg:inDivision ?d }} }}",
        "CONSTRUCT of one entity": f"{PREFIXES}CONSTRUCT {{ <{ID}law/ozg> ?p ?o . ?s ?q <{ID}law/ozg> }} {{ {{ <{ID}law/ozg> ?p ?o }} UNION {{ ?s ?q <{ID}law/ozg> }} }}",
        "COUNT(*)": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "heavy join": f'{PREFIXES}{_TITLE}SELECT (COUNT(*) AS ?n) {{ ?p terms:title "Begriffsbestimmungen"@de ; eli:is_part_of ?l . ?q terms:title "Begriffsbestimmungen"@de ; eli:is_part_of ?m . ?m terms:type ?k . ?l terms:type ?k FILTER(?l != ?m) }}',
    }
