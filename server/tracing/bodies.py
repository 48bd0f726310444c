"""``/verband/…``: what a body demands, about what and since when, and how much of it has a known outcome."""

from __future__ import annotations

from collections import Counter
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from forderungsgraph.search import About, Link
from forderungsgraph.store import Iri

from .. import schema, views
from ..drawing.bars import Amount, strips
from ..languages import at, say
from ..lists import Paging
from ..site import site
from . import asking, counting, demands
from .asking import Record, key_of

blueprint = Blueprint("bodies", __name__)
_MOST_DOCUMENTS: Final = 30
_MOST_TOPICS: Final = 10


@blueprint.get("/verband/<slug>")
def body(slug: str) -> Response | str:
    """Show an association or another body, or its data."""
    iri, data = asking.as_data("organisation", slug)
    if data is not None:
        return data
    by = About(Link.DEMANDER, iri)
    total = demands.count(by)
    asked = demands.count(About(Link.ADDRESSEE, iri))
    pages = Paging.of(request.args, site().settings.page_size, total)
    thing = views.entity(
        site().store, site().tallies, site().labels, iri, start=0, size=site().settings.page_size
    )
    counts: dict[str, Counter[str]] = {}
    for (topic, year), number in site().tallies.years(Link.TOPIC, by).items():
        counts.setdefault(topic, Counter())[year] = number
    years = sorted({year for counter in counts.values() for year in counter})
    topics = sorted(counts.items(), key=lambda item: (-item[1].total(), site().labels.name(item[0])))
    hits = counting.hits_of("verband", slug)
    outcomes = counting.by_outcome(hits, counting.searched("verband", slug, "stand"))
    return render_template(
        "tracing/body.html",
        thing=thing,
        key=key_of(iri),
        total=total,
        asked=asked,
        outcomes=outcomes,
        drawn_outcomes=counting.drawn_outcomes("ausgang", outcomes),
        counted=hits.total,
        drawn_topics=strips(
            "themen-bild",
            say("Themen im Lauf der Jahre"),
            say("Je Thema eine Zeile, je Jahr eine Säule mit ihrer Zahl; alle haben denselben Maßstab."),
            years,
            [
                (site().labels.name(topic), [_amount(slug, topic, year, counter[year]) for year in years])
                for topic, counter in topics[:_MOST_TOPICS]
            ],
        ),
        left_out=max(0, len(topics) - _MOST_TOPICS),
        years=years,
        topics=[
            (Iri(topic), [counter[year] for year in years], counter.total()) for topic, counter in topics
        ],
        documents=_newest_first(demands.documents(by)),
        most=_MOST_DOCUMENTS,
        pages=pages,
        rows=demands.rows(by, start=pages.start, size=pages.size),
        schema=[schema.thing("Organization", iri, thing.name)],
        alternates=asking.alternates(iri),
    )


def _amount(body: str, topic: str, year: str, number: int) -> Amount:
    wanted = urlencode({"verband": body, "thema": key_of(topic), "jahr": year})
    return Amount(f"{site().labels.name(topic)}, {year}", number, at(f"/suche?{wanted}") if number else None)


def _newest_first(documents: list[Record]) -> list[Record]:
    # sorting keeps the order by name of what has the same date
    return sorted(documents, key=lambda each: each["date"].value if "date" in each else "", reverse=True)
