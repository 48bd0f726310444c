"""``/abfragen/``: the saved queries, as pages with form fields and as an API (``/openapi.json``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from forderungsgraph import sparql
from forderungsgraph.errors import ForderungsgraphError, QueryError
from forderungsgraph.formats import Content, Format
from forderungsgraph.problems import Details, problem_of
from forderungsgraph.query import SavedQuery
from forderungsgraph.sparql import choose, problem_response

from . import charts, openapi, snippets
from .answers import framework_response, plain_request, wishes
from .choices import choices
from .headers import SCRIPTED
from .languages import either
from .lists import CONTROLS, Order, Paging
from .querypage import FORMAT_KEYS
from .results import Table, shown, table_of_json, translated
from .site import site
from .texts import COLUMNS

blueprint = Blueprint("library", __name__)
_RESULTS: Final = Format.carrying(Content.RESULTS)
_OFFERS: Final = (Format.HTML, *_RESULTS)


@blueprint.get("/openapi.json")
def description() -> Response:
    """Describe the saved queries and the SPARQL endpoint as OpenAPI 3.1."""
    document = openapi.describe(site().queries, site().release.version)
    response = jsonify(document)
    response.headers.extend(sparql.CORS)
    return response


@blueprint.get("/abfragen/")
def index() -> Response | str:
    """List the saved queries."""
    if choose(wishes(), request.headers.get("Accept"), (Format.HTML, Format.JSON)) is Format.JSON:
        response = jsonify([_described(query) for query in site().queries.values()])
        response.headers.extend(sparql.CORS)
        return response
    return render_template(
        "library.html",
        queries=site().queries.values(),
        alternates=[(Format.JSON, "/abfragen/?format=json")],
    )


def _described(query: SavedQuery) -> dict[str, object]:
    return {
        "name": query.name,
        "title": {"de": query.title, "en": query.title_en},
        "question": {"de": query.question, "en": query.question_en},
        "parameters": [
            {"name": p.name, "type": p.type, "default": p.default, "label": {"de": p.label, "en": p.label_en}}
            for p in query.parameters
        ],
        "columns": list(query.columns),
        "keywords": list(query.keywords),
        "url": f"/abfragen/{query.name}",
    }


@blueprint.get("/abfragen/<name>")
def saved(name: str) -> Response:
    """Run a saved query; a table for people, by extension, ``?format=`` or Accept data."""
    query, fmt = _asked_for(name)
    try:
        values = _values(query, page=fmt is Format.HTML)
        text = query.bind(values, base=site().release.base)
    except QueryError as error:
        details = problem_of(error, query.text)
        if fmt is not Format.HTML:
            return framework_response(problem_response(details))
        return _page(query, dict(request.args.items()), None, details)
    if fmt is Format.HTML:
        return _shown(query, values, text)
    return _as_data(query, text, fmt)


def _asked_for(name: str) -> tuple[SavedQuery, Format]:
    """Return the query and the format that an address and its headers ask for."""
    stem, _, extension = name.rpartition(".")
    named = [fmt for fmt in _RESULTS if extension in (fmt.extension, fmt.short_name)] if stem else []
    query = site().queries.get(stem if named else name)
    if query is None:
        abort(
            404, either(f"Keine gespeicherte Abfrage heißt „{name}“.", f"No saved query is called “{name}”.")
        )
    # several formats share an extension: the wish chooses among them
    fmt = choose(wishes(), None, named) if named else choose(wishes(), request.headers.get("Accept"), _OFFERS)
    if fmt is None:
        offers = ", ".join(offer.label for offer in _OFFERS)
        abort(406, either(f"Verfügbar: {offers}.", f"Available: {offers}."))
    return query, fmt


def _values(query: SavedQuery, *, page: bool) -> dict[str, str]:
    """Return the values of the parameters in the address.

    :raises QueryError: if one is given twice, or data is asked for with keys of pages
    """
    ours = (*FORMAT_KEYS, *CONTROLS) if page else FORMAT_KEYS
    given = [(key, value) for key, value in request.args.items(multi=True) if key not in ours]
    values = dict(given)
    if len(values) < len(given):
        twice = sorted({key for key, _ in given if len(request.args.getlist(key)) > 1})
        raise QueryError(
            f"Der Parameter „{twice[0]}“ der Abfrage „{query.name}“ steht mehrfach da",
            hint="Jeden Parameter einmal angeben",
            english=f"the parameter “{twice[0]}” of the query “{query.name}” is given twice; give each once",
        )
    return values


def _as_data(query: SavedQuery, text: str, fmt: Format) -> Response:
    """Answer as the SPARQL endpoint does: under its limits, in chunks, compressed, with its ETag."""
    plain = plain_request()
    asked = sparql.Request(
        plain.method,
        urlencode({"query": text, "format": fmt.short_name, "download": query.name}).encode("ascii"),
        None,
        b"",
        None,
        plain.accept_encoding,
        plain.if_none_match,
        plain.if_modified_since,
    )
    return framework_response(site().service().answer(asked))


def _shown(query: SavedQuery, values: Mapping[str, str], text: str) -> Response:
    try:
        table = translated(
            table_of_json(site().guarded.serialise(text, Format.JSON)), site().labels.translated
        )
    except ForderungsgraphError as error:
        return _page(query, values, None, problem_of(error, query.text))
    return _page(query, values, table, None)


def _page(
    query: SavedQuery, values: Mapping[str, str], table: Table | None, problem: Details | None
) -> Response:
    order = Order.of(request.args, query.columns)
    pages = Paging.of(request.args, site().settings.rows, table.total if table else 0)
    drawing = charts.draw(query.chart, table, site().called) if query.chart and table else None
    ending = f"?{urlencode(values)}" if values else ""
    data = f"{request.host_url}abfragen/{query.name}.csv"
    page = render_template(
        "saved.html",
        order=order,
        pages=pages,
        saved=query,
        given={p.name: values.get(p.name, p.default or "") for p in query.parameters},
        choices={p.name: choices(p) for p in query.parameters},
        result=shown(table, order, pages, site().labels.name) if table else None,
        drawing=drawing,
        heads=COLUMNS,
        problem=problem,
        snippets=snippets.of_saved(data, values) if table else (),
        permalink=f"{data}{ending}",
        editing=urlencode({"abfrage": query.name, **values}),
        alternates=[(fmt, f"/abfragen/{query.name}.{fmt.short_name}{ending}") for fmt in _RESULTS]
        if table
        else [],
    )
    response = make_response(page, problem.problem.status if problem else 200)
    response.headers["Content-Security-Policy"] = SCRIPTED
    return response
