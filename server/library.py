"""``/abfragen/``: the saved queries with their parameters as form fields, and their results as data."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request

from forderungsgraph.errors import ForderungsgraphError
from forderungsgraph.formats import Content, Format
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.problems import Details, problem_of
from forderungsgraph.query import Parameter, SavedQuery
from forderungsgraph.sparql import choose, problem_response

from .answers import data_answer, framework_response, wishes
from .lists import CONTROLS, Order, Paging
from .results import Table, shown, table_of_json
from .site import site
from .texts import COLUMNS

blueprint = Blueprint("library", __name__)
_RESULTS: Final = Format.carrying(Content.RESULTS)
_OFFERS: Final = (Format.HTML, *_RESULTS)
_MOST_OPTIONS: Final = 400
_FORMAT_KEYS: Final = ("format", "output", "results")


@blueprint.get("/abfragen/")
def index() -> Response | str:
    """List the saved queries."""
    if choose(wishes(), request.headers.get("Accept"), (Format.HTML, Format.JSON)) is Format.JSON:
        return jsonify([_described(query) for query in site().queries.values()])
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
    stem, _, extension = name.rpartition(".")
    by_extension = next((fmt for fmt in _RESULTS if extension in (fmt.extension, fmt.short_name)), None)
    query = site().queries.get(stem if by_extension and stem else name)
    if query is None:
        abort(404, f"Keine gespeicherte Abfrage heißt „{name}“.")
    fmt = by_extension if by_extension and stem else choose(wishes(), request.headers.get("Accept"), _OFFERS)
    if fmt is None:
        abort(406, "Verfügbar: HTML, JSON, XML, CSV, TSV.")
    values = {key: value for key, value in request.args.items() if key not in (*_FORMAT_KEYS, *CONTROLS)}
    try:
        text = query.bind(values, base=site().release.base)
        body = site().guarded.serialise(text, Format.JSON if fmt is Format.HTML else fmt)
    except ForderungsgraphError as error:
        details = problem_of(error, query.text)
        if fmt is not Format.HTML:
            return framework_response(problem_response(details))
        return _page(query, values, None, details)
    if fmt is Format.HTML:
        return _page(query, values, table_of_json(body), None)
    disposition = f'inline; filename="{query.name}.{fmt.short_name}"'
    return data_answer(fmt, body, ("Content-Disposition", disposition))


def _page(
    query: SavedQuery, values: dict[str, str], table: Table | None, problem: Details | None
) -> Response:
    given = {p.name: values.get(p.name, p.default or "") for p in query.parameters}
    ending = f"?{urlencode(values)}" if values else ""
    order = Order.of(request.args, query.columns)
    pages = Paging.of(request.args, site().settings.rows, table.total if table else 0)
    page = render_template(
        "saved.html",
        order=order,
        pages=pages,
        saved=query,
        given=given,
        choices={p.name: _choices(p) for p in query.parameters},
        result=shown(table, order, pages, site().labels.name) if table else None,
        heads=COLUMNS,
        problem=problem,
        alternates=[(fmt, f"/abfragen/{query.name}.{fmt.short_name}{ending}") for fmt in _RESULTS],
    )
    return make_response(page, problem.problem.status if problem else 200)


def _choices(parameter: Parameter) -> list[tuple[str, str]]:
    """Return keys and names that a parameter may take, empty where people type the value."""
    kind, _, name = parameter.type.partition("/")
    if kind not in ("id", "concept"):
        return []
    start = f"{site().release.base if kind == 'id' else DEFAULT_BASE}id/{name}/"
    found = [
        (iri[len(start) :], site().labels.full_name(iri))
        for iri in site().labels.names
        if iri.startswith(start) and "/" not in iri[len(start) :]
    ]
    return sorted(found, key=lambda item: (item[1], item[0])) if len(found) <= _MOST_OPTIONS else []
