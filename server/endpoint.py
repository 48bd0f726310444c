"""``/sparql``: the protocol for programs, a form and a readable table for people."""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from forderungsgraph import sparql
from forderungsgraph.formats import Content, Format
from forderungsgraph.iri import PREFIXES

from .answers import framework_response, plain_request, prefers_page, wishes
from .languages import either
from .lists import Order, Paging
from .results import Table, shown, table_of_json, table_of_triples
from .site import site

blueprint = Blueprint("endpoint", __name__)
_ACCEPT: Final = f"{Format.JSON.media_type}, {Format.N_TRIPLES.media_type}"
_METHODS: Final = ["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"]
_START: Final = (
    "\n".join(f"PREFIX {name}: <{PREFIXES[name]}>" for name in ("fg", "rdfs", "dct"))
    + """

SELECT ?wording ?demander ?document
WHERE {
  ?demand a fg:Demand ; fg:wording ?wording ; fg:demandedBy ?demander ; fg:statedIn ?document .
}
LIMIT 20
"""
)


@blueprint.route("/sparql", methods=_METHODS, provide_automatic_options=False)
def sparql_endpoint() -> Response:
    """Answer by the SPARQL 1.1 Protocol, or with a page where the client prefers one."""
    plain = plain_request()
    service = site().service()
    if plain.method not in ("GET", "HEAD", "POST") or _named(wishes()) or not prefers_page():
        return framework_response(service.answer(plain))
    return _page(service, plain)


def _named(names: list[str]) -> bool:
    """Tell whether a format that is no page was asked for by name."""
    return any((fmt := Format.named(name)) is not None and fmt is not Format.HTML for name in names)


def _page(service: sparql.Service, plain: sparql.Request) -> Response:
    """Run the query as any client would, and show what came back."""
    pairs = request.args
    chosen = site().queries.get(pairs.get("abfrage", ""))
    table: Table | None = None
    problem: dict[str, Any] | None = None
    status = 200
    query = _START
    if chosen:
        bound = dataclasses.replace(chosen, text=chosen.body).bind({}, base=site().release.base)
        query = f"# {either(chosen.question, chosen.question_en)}\n{bound}"
    asked = plain.method == "POST" or "query" in pairs
    if asked:
        answer = service.answer(_as_data(plain))
        status = answer.status
        if status == 200:
            operation = service.read(plain)
            query = operation.text if operation else ""
            kind = answer.header("Content-Type")
            reader = table_of_json if kind == Format.JSON.content_type else table_of_triples
            table = reader(answer.content())
        else:
            problem = json.loads(answer.content())
            query = str(problem.get("query", ""))
    offers = Format.carrying(Content.GRAPH if table and table.is_graph else Content.RESULTS)[:4]
    alternates = [(fmt, f"/sparql?{urlencode({'query': query, 'format': fmt.short_name})}") for fmt in offers]
    order = Order.of(pairs, table.columns if table else ())
    pages = Paging.of(pairs, site().settings.rows, table.total if table else 0)
    page = render_template(
        "sparql.html",
        order=order,
        pages=pages,
        query=query,
        result=shown(table, order, pages, site().labels.name) if table else None,
        problem=problem,
        chosen=chosen,
        alternates=alternates if asked and not problem else [(Format.TURTLE, "/sparql?format=turtle")],
        queries=site().queries.values(),
    )
    response = make_response(page, status)
    response.vary.add("Accept")
    return response


def _as_data(plain: sparql.Request) -> sparql.Request:
    # the page needs the body, whole and plain, even where only its head goes out
    method = "GET" if plain.method == "HEAD" else plain.method
    return sparql.Request(method, plain.query_string, plain.content_type, plain.body, _ACCEPT)
