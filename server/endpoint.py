"""``/sparql``: the protocol for programs, a page for people."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from . import querypage
from .answers import plain_request

blueprint = Blueprint("endpoint", __name__)
_METHODS: Final = ["GET", "HEAD", "POST", "QUERY", "OPTIONS", "PUT", "DELETE", "PATCH"]


@blueprint.route("/sparql", methods=_METHODS, provide_automatic_options=False)
def sparql_endpoint() -> Response:
    """Answer by the SPARQL 1.1 Protocol, or with a page where the client prefers one."""
    return querypage.answer(plain_request())
