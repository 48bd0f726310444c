"""``/dokument/…``: the demands of a document in the order of its text, each in its context.

The text itself is shown as far as the release quotes it: what stands around a passage comes from its
selector, and what nobody quotes is left out, since many sources are protected by copyright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from forderungsgraph.store import Iri

from .. import schema, views
from ..site import site
from . import asking, demands
from .asking import ask

blueprint = Blueprint("documents", __name__)
_PASSAGES: Final = """
SELECT DISTINCT ?demand ?exact ?prefix ?suffix ?start ?end ?section WHERE {{
  ?demand fg:statedIn {document} ; a fg:Demand ; fg:evidence ?passage .
  ?passage oa:hasSource {document} ; oa:hasSelector ?quote, ?position .
  ?quote oa:exact ?exact . ?position oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?quote oa:prefix ?prefix }} OPTIONAL {{ ?quote oa:suffix ?suffix }}
  OPTIONAL {{ ?demand fg:section ?section }}
}} ORDER BY ?start ?end ?demand
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as the annotated document shows it.

    :param before: context before it that no earlier passage shows already
    :param gap: whether text between it and the one before is left out
    :param section: heading above it, where it changes
    """

    demand: Iri
    number: int
    section: str
    gap: bool
    before: str
    exact: str
    after: str


@blueprint.get("/dokument/<slug>")
def document(slug: str) -> Response | str:
    """Show a document with its demands in place, or its data."""
    iri, data = asking.as_data("document", slug)
    if data is not None:
        return data
    thing = views.entity(site().store, site().labels, iri, start=0, size=1)
    passages = shown(ask(_PASSAGES.format(document=Iri(iri).sparql())))
    rows = demands.rows_of(list(dict.fromkeys(passage.demand.value for passage in passages)))
    return render_template(
        "tracing/document.html",
        thing=thing,
        passages=passages,
        rows=rows,
        schema=[schema.thing("CreativeWork", iri, thing.name)],
        alternates=asking.alternates(iri),
    )


def shown(records: list[asking.Record]) -> list[Shown]:
    """Return the passages in the order of the text; context that overlaps is shown once."""
    found: list[Shown] = []
    numbers: dict[str, int] = {}
    reached, section = 0, ""
    for place, record in enumerate(records):
        demand = record["demand"]
        assert isinstance(demand, Iri)
        start, end = int(record["start"].value), int(record["end"].value)
        exact = record["exact"].value[max(0, reached - start) :] if start < reached else record["exact"].value
        if not exact:
            continue
        prefix = record["prefix"].value if "prefix" in record else ""
        before = prefix[-max(0, min(len(prefix), start - reached)) :] if start > reached else ""
        gap = start - len(before) > reached
        suffix = record["suffix"].value if "suffix" in record else ""
        following = int(records[place + 1]["start"].value) if place + 1 < len(records) else end + len(suffix)
        after = suffix[: max(0, following - end)]
        named = record["section"].value if "section" in record else ""
        number = numbers.setdefault(demand.value, len(numbers) + 1)
        found.append(Shown(demand, number, named if named != section else "", gap, before, exact, after))
        reached, section = max(reached, end + len(after)), named
    return found
