"""Published versions over HTTP: catalogue, VoID, feed, all versions, what was withdrawn, a new version at once."""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import threading
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from forderungsgraph.publishing.archive import Archive, missing
from forderungsgraph.publishing.make import publish
from forderungsgraph.publishing.mqa import score_of, shipped_catalogue
from forderungsgraph.publishing.settings import Publication
from forderungsgraph.release import Release
from forderungsgraph.server import FolderSource, Settings, create_app

from .conftest import Edit, demands

current_module = importlib.import_module("forderungsgraph.server.current")
metrics = importlib.import_module("forderungsgraph.server.metrics")

BASE = "https://w3id.org/forderungsgraph/"
HTML = {"Accept": "text/html"}


class Client(FlaskClient):
    def open(self, *args: object, **kwargs: object) -> TestResponse:
        return super().open(*args, **{"buffered": True, **kwargs})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def versions(
    tiny: Path,
    edited_once: Callable[[str, Edit], Path],
    publication: Publication,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Versions 1.0.0 and 1.1.0; in the second a demand has another address, and another is gone."""
    one, two = demands(tiny)
    output = tmp_path_factory.mktemp("dienst") / "versionen"
    publish(tiny, output, "1.0.0", publication)
    build = edited_once(
        "zwei",
        lambda lines: [
            line.replace(f"demand/{one}", "demand/probe-neu") for line in lines if f"demand/{two}" not in line
        ],
    )
    publish(build, output, "1.1.0", publication)
    return output


@pytest.fixture(scope="module")
def served(versions: Path) -> Iterator[Client]:
    yield from _client(versions)


@pytest.fixture(scope="module")
def served_build(tiny: Path) -> Iterator[Client]:
    yield from _client(tiny)


def _client(folder: Path) -> Iterator[Client]:
    app = create_app(folder, Settings(workers=1))
    app.test_client_class = Client
    client = app.test_client()
    assert isinstance(client, Client)
    yield client
    app.extensions["forderungsgraph"].close()


# the catalogue


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ttl", "text/turtle; charset=utf-8"),
        ("rdf", "application/rdf+xml"),
        ("jsonld", "application/ld+json"),
    ],
)
def test_the_catalogue_is_served_as_it_was_made(served: Client, versions: Path, name: str, kind: str) -> None:
    response = served.get(f"/katalog.{name}")
    assert (response.status_code, response.content_type) == (200, kind)
    assert response.data == (versions / "1.1.0" / f"catalogue.{name}").read_bytes()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    head = served.head(f"/katalog.{name}")
    assert (head.status_code, head.content_type, head.data) == (200, kind, b"")
    assert head.content_length == len(response.data)


def test_the_catalogue_by_the_wish_of_the_client(served: Client) -> None:
    for accept, where in (
        ("application/rdf+xml", "/katalog.rdf"), ("application/ld+json", "/katalog.jsonld"),
        ("*/*", "/katalog.ttl"), ("text/html", "/daten/"),
    ):  # fmt: skip
        response = served.get("/katalog", headers={"Accept": accept})
        assert (response.status_code, response.location) == (303, where)
    assert served.get("/katalog", headers={"Accept": "image/png"}).status_code == 406


def test_an_incomplete_version_has_no_catalogue(versions: Path, tmp_path: Path) -> None:
    copied = tmp_path / "versionen"
    shutil.copytree(versions, copied)
    for client in _client(copied):
        assert client.get("/katalog.ttl").status_code == 200
        part = copied / "1.1.0" / "graphs.zip"
        content = part.read_bytes()
        for broken in (content[:100], None):
            part.write_bytes(broken) if broken else part.unlink()
            assert missing(Release.open(copied)) == ("graphs.zip",)
            for address in ("/katalog.ttl", "/katalog.rdf", "/katalog.jsonld", "/aenderungen.atom"):
                for response in (
                    client.get(address),
                    client.head(address),
                    client.get(address, headers=HTML),
                ):
                    assert (response.status_code, response.headers["Retry-After"]) == (503, "120")
        problem = client.get("/katalog.ttl").get_json()
        assert problem["type"] == f"{BASE}problem/incomplete"
        part.write_bytes(content)
        assert client.get("/katalog.ttl").status_code == 200


def test_a_build_has_no_catalogue(served_build: Client) -> None:
    for address in ("/katalog.ttl", "/aenderungen.atom", "/daten/1.0.0/"):
        assert served_build.get(address).status_code == 404
    assert "Hier wird ein Bau gezeigt" in served_build.get("/katalog.ttl").get_json()["detail"]
    assert served_build.get("/daten/aktuell/forderungsgraph.nq").location == "/daten/forderungsgraph.nq"


def test_every_address_of_the_catalogue_answers(tiny: Path, publication: Publication, tmp_path: Path) -> None:
    output = tmp_path / "versionen"
    place = make_server("127.0.0.1", 0, lambda *_: [])
    port = place.server_port
    place.server_close()
    publish(tiny, output, "1.0.0", replace(publication, url=f"http://127.0.0.1:{port}/"))
    app = create_app(output, Settings(workers=1))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        score = score_of(shipped_catalogue(output))
        assert score.unreachable == ()
        assert score.points >= 385
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/daten/1.0.0/excel/demands.csv") as answer:
            assert "Fordernde" in answer.read().decode("utf-8-sig")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["forderungsgraph"].close()


# VoID


@pytest.mark.parametrize(
    ("accept", "kind", "fmt"),
    [
        ("*/*", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_void_describes_a_version(
    served: Client, versions: Path, accept: str, kind: str, fmt: ox.RdfFormat
) -> None:
    response = served.get("/.well-known/void", headers={"Accept": accept})
    assert (response.status_code, response.content_type) == (200, kind)
    expected = {
        str(q.triple)
        for q in ox.parse((versions / "1.1.0" / "void.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
        if isinstance(q, ox.Quad)
    }
    assert {str(q.triple) for q in ox.parse(response.data, format=fmt) if isinstance(q, ox.Quad)} == expected


def test_void_describes_a_build_where_it_is_asked(served_build: Client) -> None:
    text = served_build.get("/.well-known/void", base_url="http://graph.example.org:8080/").text
    assert "void:sparqlEndpoint <http://graph.example.org:8080/sparql>" in text
    assert "dataDump" not in text


# the feed


def test_the_feed_lists_versions_newest_first(served: Client) -> None:
    response = served.get("/aenderungen.atom")
    assert response.content_type == "application/atom+xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", namespaces=ns) for entry in root.findall("a:entry", ns)] == [
        "Version 1.1.0",
        "Version 1.0.0",
    ]
    first = root.findall("a:entry", ns)[0]
    summary = "Gegenüber 1.0.0: Forderungen neu: 1; Forderungen zurückgezogen: 2."
    assert first.findtext("a:summary", namespaces=ns) == summary
    assert first.findtext("a:updated", namespaces=ns) == "2024-05-06T00:00:00Z"
    for entry in [root, *root.findall("a:entry", ns)]:
        assert all(entry.findtext(f"a:{name}", namespaces=ns) for name in ("id", "title", "updated"))
    assert first.findall("a:link", ns)[0].get("href") == "https://daten.example.org/daten/1.1.0/changes.html"


# all versions


def test_all_versions_lie_below_their_number(served: Client, versions: Path) -> None:
    for number in ("1.0.0", "1.1.0"):
        response = served.get(f"/daten/{number}/forderungsgraph.nq")
        assert response.data == (versions / number / "forderungsgraph.nq").read_bytes()
    assert served.get("/daten/1.0.0").location == "/daten/1.0.0/"
    listed = served.get("/daten/1.0.0/?format=json").get_json()
    sums = {entry["name"]: entry["sha256"] for entry in listed}
    content = served.get("/daten/1.0.0/tables/demands.csv").data
    assert sums["tables/demands.csv"] == hashlib.sha256(content).hexdigest()
    assert (
        served.get("/daten/forderungsgraph.nq").data
        == (versions / "1.1.0" / "forderungsgraph.nq").read_bytes()
    )
    page = served.get("/daten/", headers=HTML).text
    assert page.index('href="/daten/1.1.0/"') < page.index('href="/daten/1.0.0/"')
    assert "wird hier gezeigt" in page


def test_the_current_version_is_a_redirect(served: Client) -> None:
    for address, where in (
        ("/daten/aktuell", "/daten/1.1.0/"), ("/daten/aktuell/", "/daten/1.1.0/"),
        ("/daten/aktuell/tables/laws.csv", "/daten/1.1.0/tables/laws.csv"),
    ):  # fmt: skip
        response = served.get(address)
        assert (response.status_code, response.location) == (302, where)


@pytest.mark.parametrize(
    "address",
    ["/daten/3.0.0/", "/daten/1.0.0/fehlt.nq", "/daten/1.0.0/../versions.json", "/daten/1.0.0/%2e%2e/versions.json", "/daten/versions.json", "/daten/1.0.0//etc/passwd"],
)  # fmt: skip
def test_nothing_else_is_sent(served: Client, address: str) -> None:
    assert served.get(address).status_code == 404


def test_pages_of_a_version_may_use_their_own_style_only(served: Client) -> None:
    for name in ("changes.html", "ontology/index.html"):
        response = served.get(f"/daten/1.1.0/{name}")
        assert response.content_type == "text/html; charset=utf-8"
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert "unsafe" not in policy
        assert "script" not in policy


# what was withdrawn


def test_what_was_withdrawn_is_gone_and_says_where_it_went(served: Client, tiny: Path) -> None:
    one, two = demands(tiny)
    for address in (
        f"/id/demand/{one}",
        f"/seite/demand/{one}",
        f"/forderung/{one}",
        f"/forderung/{one}.ttl",
    ):
        response = served.get(address)
        assert response.status_code == 410
        assert response.headers["Link"] == '</forderung/probe-neu>; rel="successor-version"'
        assert response.get_json()["hint"] == f"An seine Stelle trat {BASE}id/demand/probe-neu"
    page = served.get(f"/forderung/{one}", headers=HTML)
    assert (page.status_code, "probe-neu" in page.text) == (410, True)
    nowhere = served.get(f"/id/demand/{two}")
    assert (nowhere.status_code, "Link" in nowhere.headers, "hint" in nowhere.get_json()) == (
        410,
        False,
        False,
    )
    assert served.get("/id/demand/probe-neu").status_code == 303
    assert served.get("/id/demand/nie-da-gewesen").status_code == 404


# a new version while the service runs


def test_a_new_version_and_a_rollback_are_served_at_once(
    tiny: Path, publication: Publication, tmp_path: Path
) -> None:
    output = tmp_path / "versionen"
    publish(tiny, output, "1.0.0", publication)
    current = current_module.Current(FolderSource(output), Settings(workers=1), metrics.Metrics())
    try:
        assert current.version == "1.0.0"
        before = current._source.stamp()
        publish(tiny, output, "1.1.0", publication)
        assert current._source.stamp() != before
        assert current.renew()
        assert current.version == "1.1.0"
        Archive.open(output).switched("1.0.0")
        assert current.renew()
        assert current.version == "1.0.0"
        assert json.loads((output / "versions.json").read_bytes())["current"] == "1.0.0"
    finally:
        current.close()
