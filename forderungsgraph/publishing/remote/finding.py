"""What an address takes, graphs or updates, and where the same store answers queries: found by asking."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from ...errors import TargetError
from ...store.endpoint import PASSWORD_VARIABLE, USER_VARIABLE
from .connection import Connection, ensure_good
from .target import ACCEPT, UPDATE, GraphStore, Queries, Target, Updates, is_rdf, lines_in


class Way(enum.Enum):
    """How graphs get into a store."""

    GRAPHS = "graphs"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Found:
    """A store that answered.

    :param queries: its answers to queries; None where it is not known where it gives them
    """

    target: Target
    way: Way
    queries: Queries | None


# where products answer queries, seen from where they take graphs or updates: Virtuoso and this service, Oxigraph
# and Jena, the same address, and above it (RDF4J and GraphDB)
_PLACES: Final = ("../sparql", "../query", ".", "..", "../..")
_NEITHER: Final = "Die Adresse nimmt weder Graphen noch Änderungen an"
_BAD_ADDRESS: Final = "Das ist keine Adresse eines Speichers"


def check_url(url: str) -> None:
    """Find out whether an address may be that of a store.

    :raises TargetError: if not, or if it holds a password
    """
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise TargetError(
            "Name und Passwort gehören nicht in die Adresse",
            hint=f"{USER_VARIABLE} und {PASSWORD_VARIABLE} setzen",
        )
    try:
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.fragment or not url.isprintable() or " " in url:
        raise TargetError(
            _BAD_ADDRESS,
            place=url,
            hint="Erwartet: http:// oder https://, Rechner und Pfad, etwa https://speicher.example.org/sparql-graph-crud-auth",
        )


def found(
    connection: Connection, url: str, probe: str, *, way: Way | None = None, queries: str | None = None
) -> Found:
    """Return the store at an address.

    :param probe: name of a graph that is not there
    :param way: None: find out; nothing is changed by that
    :param queries: address for queries; None: find out
    :raises TargetError: if the address takes neither, or the store cannot be reached
    """
    way = way or _way(connection, url, probe)
    asked = _asked(connection, url, queries)
    if way is Way.GRAPHS:
        return Found(GraphStore(connection, url, asked), way, asked)
    if asked is None:
        raise TargetError(
            "Wo der Speicher Abfragen beantwortet, ist nicht zu ermitteln",
            place=url,
            hint="Mit --query angeben; ohne sie lässt sich nicht prüfen, was angekommen ist",
        )
    return Found(Updates(connection, url, asked), way, asked)


def _way(connection: Connection, url: str, probe: str) -> Way:
    graph = connection.send("GET", url, params={"graph": probe}, headers={"Accept": ACCEPT})
    # where there is something, it is no such graph: addresses for updates describe themselves when they are read
    if graph.good and is_rdf(graph) and not lines_in(graph, url):
        return Way.GRAPHS
    # an update that changes nothing
    update = connection.send("POST", url, body=b"INSERT DATA {}", headers={"Content-Type": UPDATE}, once=True)
    # Virtuoso shows a form to whoever posts to its address for graphs
    if update.good and b"<form" not in update.content:
        return Way.UPDATE
    if graph.status == 404:
        return Way.GRAPHS
    ensure_good(graph, url, "Der Speicher ist nicht zu lesen")
    ensure_good(update, url, _NEITHER)
    raise TargetError(_NEITHER, place=url, hint="Adresse prüfen, oder mit --protocol sagen, was sie annimmt")


def _asked(connection: Connection, url: str, given: str | None) -> Queries | None:
    if given is not None:
        queries = Queries(connection, given)
        if not queries.answers():
            raise TargetError("Diese Adresse beantwortet keine Abfragen", place=given, hint="--query prüfen")
        return queries
    for place in _PLACES:
        queries = Queries(connection, _near(url, place))
        if queries.answers():
            return queries
    return None


def _near(url: str, place: str) -> str:
    """Return an address beside another; ``..`` is the folder without its slash."""
    parts = urlsplit(url)
    steps = [step for step in parts.path.split("/") if step]
    for step in place.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    path = "/" + "/".join(steps)
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query if place == "." else "", ""))
