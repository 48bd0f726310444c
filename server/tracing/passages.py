"""``/beleg/…``: exactly one passage, in its context, with all it takes to check it to the character."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from forderungsgraph.store import Iri

from .. import schema, views
from ..languages import at, say
from ..site import site
from . import asking, demands
from .asking import ask, key_of

blueprint = Blueprint("passages", __name__)
_PASSAGE: Final = """
SELECT DISTINCT ?document ?exact ?prefix ?suffix ?start ?end ?digest ?source ?date WHERE {{
  {passage} oa:hasSource ?document ; oa:hasSelector ?quote, ?position .
  ?quote oa:exact ?exact . ?position oa:start ?start ; oa:end ?end .
  OPTIONAL {{ ?quote oa:prefix ?prefix }} OPTIONAL {{ ?quote oa:suffix ?suffix }}
  OPTIONAL {{ ?document fg:textDigest ?digest }} OPTIONAL {{ ?document dct:source ?source }}
  OPTIONAL {{ ?document dct:date ?date }}
}} ORDER BY ?digest ?source LIMIT 1
"""
_PROVES: Final = """
SELECT DISTINCT ?demand ?predicate ?object WHERE {{
  {{ ?demand fg:evidence {passage} ; a fg:Demand }}
  UNION {{ ?assertion fg:evidence {passage} ; rdf:subject ?demand ; rdf:predicate ?predicate ; rdf:object ?object }}
}} ORDER BY ?demand ?predicate ?object
"""
_FILE: Final = re.compile(r"[A-Za-z0-9._-]+")


@blueprint.get("/beleg/<path:slug>")
def passage(slug: str) -> Response | str:
    """Show a passage, or its data; a part of a passage leads to the whole."""
    iri, data = asking.as_data("passage", slug)
    if data is not None:
        return data
    records = ask(_PASSAGE.format(passage=Iri(iri).sparql()))
    if not records:
        whole = iri.rpartition("/")[0]
        page = site().links.page(whole) if views.exists(site().store, whole) else None
        return redirect(at(page), 303) if page else abort(404)
    found = records[0]
    proves = ask(_PROVES.format(passage=Iri(iri).sparql()))
    rows = demands.rows_of(asking.iris(proves, "demand"))
    start, end = int(found["start"].value), int(found["end"].value)
    exact, name = found["exact"].value, key_of(found["document"].value)
    return render_template(
        "tracing/passage.html",
        iri=iri,
        found=found,
        exact=exact,
        start=start,
        end=end,
        checksum=hashlib.sha256(exact.encode()).hexdigest(),
        command=_command(name, start, end),
        rows=list(rows.values()),
        links=[record for record in proves if "predicate" in record],
        schema=[schema.thing("Quotation", iri, say("Belegstelle"), text=exact)],
        alternates=asking.alternates(iri),
    )


def _command(name: str, start: int, end: int) -> str:
    """Return a command that prints what the page shows: checksum of the text, the passage, its checksum."""
    file = name if _FILE.fullmatch(name) else "text"
    return (
        'python3 -c "\n'
        "import hashlib\n"
        f"text = open('{file}.txt', 'rb').read()\n"
        f"part = text.decode('utf-8')[{start}:{end}]\n"
        "print(hashlib.sha256(text).hexdigest())\n"
        "print(part)\n"
        "print(hashlib.sha256(part.encode('utf-8')).hexdigest())\n"
        '"'
    )
