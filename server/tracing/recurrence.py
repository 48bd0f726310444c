"""The same demand in other documents: earlier and later ones in time, with the words that changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from forderungsgraph.lineage import pieces
from forderungsgraph.lineage.difference import Piece
from forderungsgraph.store import Iri

from . import demands
from .asking import ask

_RELATIONS: Final = """
SELECT DISTINCT ?relation ?other ?kind ?similarity ?suggestion WHERE {{
  # all of it in each branch: a store that joins a UNION with what follows reads every relation
  {{
    ?relation fg:fromDemand {thing} ; fg:toDemand ?other ; a fg:DemandRelation ;
      fg:relationKind ?kind ; fg:similarity ?similarity ; fg:suggestion ?suggestion
  }} UNION {{
    ?relation fg:toDemand {thing} ; fg:fromDemand ?other ; a fg:DemandRelation ;
      fg:relationKind ?kind ; fg:similarity ?similarity ; fg:suggestion ?suggestion
  }}
}} ORDER BY DESC(?similarity) ?other
"""
_REASONS: Final = """
SELECT DISTINCT ?relation ?term ?thing WHERE {{
  {{ VALUES ?relation {{ {relations} }} ?relation fg:sharedTerm ?term }}
  UNION {{ VALUES ?relation {{ {relations} }} ?relation fg:sharedThing ?thing }}
}} ORDER BY ?relation ?term ?thing
"""
_LOOKS: Final = {"repeats": "good", "specifies": "partly", "contradicts": "bad"}


@dataclass(slots=True)
class Recurrence:
    """A demand of another document that resembles the one shown.

    :param changes: from the earlier wording to the later one, in runs of words; empty for mere relatives
    :param earlier: whether it is earlier than the one shown
    """

    row: demands.DemandRow
    kind: Iri
    look: str
    similarity: float
    suggestion: bool
    earlier: bool
    changes: tuple[Piece, ...]
    terms: list[str]
    things: list[Iri]


def recurrences(shown: demands.DemandRow) -> list[Recurrence]:
    """Return what resembles a demand, in order of time."""
    records = ask(_RELATIONS.format(thing=Iri(shown.iri).sparql()))
    rows = demands.rows_of([record["other"].value for record in records])
    found: dict[str, Recurrence] = {}
    for record in records:
        row, kind = rows.get(record["other"].value), record["kind"]
        if row is None or not isinstance(kind, Iri):
            continue
        name = kind.value.rpartition("/")[2]
        earlier = _when(row) < _when(shown)
        old, new = (row, shown) if earlier else (shown, row)
        found[record["relation"].value] = Recurrence(
            row,
            kind,
            _LOOKS.get(name, "unknown"),
            float(record["similarity"].value),
            record["suggestion"].value in ("true", "1"),
            earlier,
            () if name == "related" else pieces(old.wording, new.wording),
            [],
            [],
        )
    if found:
        relations = " ".join(Iri(iri).sparql() for iri in found)
        for record in ask(_REASONS.format(relations=relations)):
            each, thing = found[record["relation"].value], record.get("thing")
            if isinstance(thing, Iri):
                each.things.append(thing)
            elif "term" in record:
                each.terms.append(record["term"].value)
    return sorted(found.values(), key=lambda each: (_when(each.row), -each.similarity, each.row.iri))


def _when(row: demands.DemandRow) -> str:
    return row.date.value if row.date else "9999"
