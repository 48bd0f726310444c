"""``/forderung/…``: the wording, where it stands, its trace, its lineage, what became of it."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from .. import schema, views
from ..site import site
from . import asking, demands
from .chronicle import drawn_lineage
from .neighbours import around_demand
from .pictures import drawn_trace
from .recurrence import recurrences
from .topicline import lines_of_demand, since
from .trace import trace_of

blueprint = Blueprint("demand", __name__)


@blueprint.get("/forderung/<slug>")
def demand(slug: str) -> Response | str:
    """Show a demand, or its data."""
    iri, data = asking.as_data("demand", slug)
    if data is not None:
        return data
    thing = views.entity(
        site().store, site().tallies, site().labels, iri, start=0, size=site().settings.page_size
    )
    row = demands.rows_of([iri]).get(iri)
    trace = trace_of(iri)
    others = recurrences(row) if row else []
    return render_template(
        "tracing/demand.html",
        thing=thing,
        row=row,
        trace=trace,
        drawn=drawn_trace(row, trace) if row else None,
        recurrences=others,
        lines=lines_of_demand(row) if row else [],
        since=since(row) if row else [],
        around=around_demand(row, others) if row else None,
        drawn_lineage=drawn_lineage(row, others) if row else None,
        schema=[
            schema.thing(
                "Claim",
                iri,
                thing.name,
                text=thing.wording,
                datePublished=row.date.value if row and row.date else None,
            )
        ],
        alternates=asking.alternates(iri),
    )
