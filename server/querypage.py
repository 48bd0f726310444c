"""The page of ``/sparql``: an editor, the query library beside it, and the answer as a readable table."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from forderungsgraph import sparql
from forderungsgraph.errors import ForderungsgraphError, QueryError
from forderungsgraph.formats import Content, Format
from forderungsgraph.iri import PREFIXES
from forderungsgraph.problems import problem_of
from forderungsgraph.query import Chart, SavedQuery
from forderungsgraph.sparql.refusal import RefusalError

from . import charts, snippets
from .advice import Advice, advise
from .answers import framework_response, prefers_page, wishes
from .choices import choices
from .headers import SCRIPTED
from .languages import either
from .lists import Order, Paging
from .results import Table, shown, table_of_json, table_of_triples
from .site import site
from .texts import TRIPLE
from .vocabulary import vocabulary

blueprint = Blueprint("querypage", __name__)
FORMAT_KEYS: Final = ("format", "output", "results")
_ACCEPT: Final = f"{Format.JSON.media_type}, {Format.N_TRIPLES.media_type}"
_LONGEST_ADDRESS: Final = 6_000
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


@dataclasses.dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a query: a table or a problem, neither where nothing was asked."""

    query: str
    table: Table | None = None
    problem: Mapping[str, Any] | None = None
    status: int = 200


@blueprint.get("/sparql/begriffe")
def words() -> Response:
    """Give the editor what it completes from."""
    response = jsonify(vocabulary(site().store, site().labels).to_json())
    response.headers["Cache-Control"] = "no-cache"
    response.set_etag(f"{site().release.version}-{site().labels.language}")
    response.make_conditional(request)
    return response


def answer(plain: sparql.Request, short: str | None = None) -> Response:
    """Answer by the SPARQL 1.1 Protocol, or with a page where the client prefers one.

    :param short: the short link by which the query came
    """
    service = site().service()
    if plain.method not in ("GET", "HEAD", "POST") or _named(_wishes(service, plain)) or not prefers_page():
        return framework_response(service.answer(plain))
    chosen = site().queries.get(request.args.get("abfrage", ""))
    asked = plain.method == "POST" or "query" in request.args or short is not None
    outcome = _run(service, plain) if asked else _Outcome(_template(chosen))
    return _page(outcome, chosen, asked=asked, short=short)


def _wishes(service: sparql.Service, plain: sparql.Request) -> Sequence[str]:
    """Return the formats asked for by name, in the address or in a form."""
    if plain.method == "POST":
        with contextlib.suppress(RefusalError):
            operation = service.read(plain)
            return operation.wishes if operation else ()
    return wishes()


def _named(names: Sequence[str]) -> bool:
    """Tell whether a format that is no page was asked for by name."""
    return any((fmt := Format.named(name)) is not None and fmt is not Format.HTML for name in names)


def _template(chosen: SavedQuery | None) -> str:
    """Return what the editor starts with: a saved query with the values of the address, or an example."""
    if chosen is None:
        return _START
    plain = dataclasses.replace(chosen, text=chosen.body)
    names = {parameter.name for parameter in chosen.parameters}
    try:
        bound = plain.bind({k: v for k, v in request.args.items() if k in names}, base=site().release.base)
    except QueryError:
        bound = plain.bind({}, base=site().release.base)
    head = f"# {either(chosen.question, chosen.question_en)}\n"
    chart = next((line + "\n" for line in chosen.text.splitlines() if line.startswith("# chart:")), "")
    return head + chart + bound


def _run(service: sparql.Service, plain: sparql.Request) -> _Outcome:
    """Run a query as any client would."""
    # the page needs the body, whole and plain, even where only its head goes out
    method = "GET" if plain.method == "HEAD" else plain.method
    found = service.answer(
        sparql.Request(method, plain.query_string, plain.content_type, plain.body, _ACCEPT)
    )
    if found.status != 200:
        problem = json.loads(found.content())
        return _Outcome(str(problem.get("query", "")), problem=problem, status=found.status)
    operation = service.read(plain)
    query = operation.text if operation else ""
    reader = table_of_json if found.header("Content-Type") == Format.JSON.content_type else table_of_triples
    try:
        return _Outcome(query, reader(found.content()))
    except ForderungsgraphError as error:
        details = problem_of(error, query)
        return _Outcome(query, problem=json.loads(details.to_json()), status=details.problem.status)


def _page(outcome: _Outcome, chosen: SavedQuery | None, *, asked: bool, short: str | None) -> Response:
    table, query = outcome.table, outcome.query
    order = Order.of(request.args, table.columns if table else ())
    pages = Paging.of(request.args, site().settings.rows, table.total if table else 0)
    offers = Format.carrying(Content.GRAPH if table and table.is_graph else Content.RESULTS)
    endpoint = f"{request.host_url}sparql"
    alternates = [(fmt, f"/sparql?{urlencode({'query': query, 'format': fmt.short_name})}") for fmt in offers]
    page = render_template(
        "sparql.html",
        query=query,
        result=shown(table, order, pages, site().labels.name) if table else None,
        drawing=_drawing(query, table) if table else None,
        # an answer to POST has no address that could be sorted or paged
        order=order if request.method != "POST" else None,
        pages=pages,
        heads=TRIPLE if table and table.is_graph else {},
        problem=outcome.problem,
        advice=_advice(query) if asked else [],
        snippets=snippets.of_query(endpoint, query) if table else (),
        permalink=f"{request.host_url}{_relative(query)}" if len(query) < _LONGEST_ADDRESS else None,
        shortens=os.access(site().links_file.parent, os.W_OK),
        short=f"{request.host_url}{short.lstrip('/')}" if short else None,
        chosen=chosen,
        choices={p.name: choices(p) for p in chosen.parameters} if chosen else {},
        given={p.name: request.args.get(p.name, p.default or "") for p in chosen.parameters}
        if chosen
        else {},
        queries=site().queries.values(),
        endpoint=endpoint,
        alternates=alternates if table else [(Format.TURTLE, "/sparql?format=turtle")],
    )
    response = make_response(page, outcome.status)
    response.headers["Content-Security-Policy"] = SCRIPTED
    response.vary.add("Accept")
    return response


def _relative(query: str) -> str:
    return f"sparql?{urlencode({'query': query})}"


def _advice(query: str) -> list[Advice]:
    return advise(query, vocabulary(site().store, site().labels), site().labels.names)


def _drawing(query: str, table: Table) -> charts.Drawing | None:
    """Draw the result where the query's comments say how: ``# chart: bars demander demands``."""
    for line in query.splitlines():
        if not line.startswith("#"):
            break
        key, _, value = line[1:].partition(":")
        if key.strip() == "chart":
            try:
                return charts.draw(Chart.of(value.strip()), table, site().called)
            except ValueError:
                return None
    return None
