"""SPARQL 1.1 Protocol without a web framework: a request's values in, status, headers and body out.

Sources: SPARQL 1.1 Protocol and Graph Store HTTP Protocol (W3C, 2013), HTTP semantics (RFC 9110), problem
details (RFC 9457).
"""

from __future__ import annotations

from forderungsgraph.store import Chunks

from .access import TOKEN_VARIABLE, Access
from .answers import CORS, METHODS, choose, data_response, problem_response
from .caching import Edition
from .compression import compressed
from .graphs import GraphService
from .message import Request, Response
from .operation import Operation, plain_query, read_query
from .service import Service
from .updates import UpdateService

__all__ = [
    "CORS",
    "METHODS",
    "TOKEN_VARIABLE",
    "Access",
    "Chunks",
    "Edition",
    "GraphService",
    "Operation",
    "Request",
    "Response",
    "Service",
    "UpdateService",
    "choose",
    "compressed",
    "data_response",
    "plain_query",
    "problem_response",
    "read_query",
]
