"""``/dokument/…``: the demands of a document in the order of its text, each in its context.

The text itself is shown as far as the release quotes it: what stands around a passage comes from its
selector, and what nobody quotes is left out, since many sources are protected by copyright.
"""

from __future__ import annotations

import re
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
    :param first: whether it is the first of its demand
    :param section: heading above it, where it changes
    """

    demand: Iri
    number: int
    first: bool
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
    thing = views.entity(
        site().store, site().tallies, site().labels, iri, start=0, size=site().settings.page_size
    )
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
        prefix = _words_before(record["prefix"].value) if "prefix" in record else ""
        before = prefix[-min(len(prefix), start - reached) :] if start > reached and prefix else ""
        gap = start - len(before) > reached
        suffix = _words_after(record["suffix"].value) if "suffix" in record else ""
        following = int(records[place + 1]["start"].value) if place + 1 < len(records) else end + len(suffix)
        after = suffix[: max(0, following - end)]
        named = record["section"].value if "section" in record else ""
        first = demand.value not in numbers
        number = numbers.setdefault(demand.value, len(numbers) + 1)
        parts = (re.sub(r"\s+", " ", part) for part in (before, exact, after))
        found.append(Shown(demand, number, first, named if named != section else "", gap, *parts))
        reached, section = max(reached, end + len(after)), named
    return found


def _words_before(text: str) -> str:
    """Return the whole words at the end of a context, as far as its last paragraph goes."""
    last = re.split(r"\n\s*\n", text)[-1]
    return last if last != text else text.partition(" ")[2]


def _words_after(text: str) -> str:
    """Return the whole words at the beginning of a context, as far as its first paragraph goes."""
    first = re.split(r"\n\s*\n", text)[0]
    return first if first != text else text.rpartition(" ")[0]
