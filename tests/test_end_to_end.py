"""The whole way as a stranger goes it: build the shipped texts in a process of its own, serve them, ask."""

from __future__ import annotations

import html
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from forderungsgraph.corpus import Corpus, read_corpus
from forderungsgraph.files import folder
from forderungsgraph.release import Release

CORPUS = folder("data") / "corpus"
QUESTION = """
# Which demands of which associations concern the OZG, with the sentence and where it stands?
PREFIX fg: <https://w3id.org/forderungsgraph/def#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?association ?sentence ?document ?start ?end WHERE {
  ?law fg:abbreviation "OZG" .
  ?demand a fg:Demand ; fg:concernsLaw ?law ; fg:demandedBy ?who ; fg:evidence ?passage .
  ?who a fg:Association ; rdfs:label ?association . FILTER(LANG(?association) = "de")
  ?passage oa:hasSource ?document ; oa:hasSelector ?quote, ?position .
  ?quote oa:exact ?sentence .
  ?position oa:start ?start ; oa:end ?end .
} ORDER BY ?document ?start
"""


def _tree(place: Path) -> dict[str, bytes]:
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


def test_the_shipped_texts_give_the_same_bytes_everywhere(built_release: Release, tmp_path: Path) -> None:
    """Hash seed, time zone, language, working folder and processes change nothing of a release."""
    surroundings = (
        ("1", {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C", "LC_ALL": "C"}),
        ("2", {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LANG": "de_DE.UTF-8"}),
    )
    running = []
    for workers, environment in surroundings:
        place = tmp_path / f"ort-{workers}" / "tief"
        place.mkdir(parents=True)
        command = [sys.executable, "-m", "forderungsgraph", "build", "--output", "../r", "--workers", workers]
        running.append(
            subprocess.Popen(
                command,
                cwd=place,
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        )
    for process in running:
        _, told = process.communicate(timeout=300)
        assert process.returncode == 0, told.decode()
    expected = _tree(built_release.folder)
    assert len(expected) > 30
    for workers, _ in surroundings:
        found = _tree(tmp_path / f"ort-{workers}" / "r")
        assert found.keys() == expected.keys()
        assert [name for name in expected if found[name] != expected[name]] == []


@pytest.fixture(scope="module")
def address(built_release: Release) -> Iterator[str]:
    """The address of a server in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "forderungsgraph", "serve", "--release", str(built_release.folder), "--port", str(port),
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    where = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(600):
            assert process.poll() is None, process.communicate()[1].decode()
            try:
                urllib.request.urlopen(where, timeout=30).close()
                break
            except urllib.error.URLError:
                time.sleep(0.1)
        yield where
    finally:
        # as Ctrl+C does it
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            out, told = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    assert where in out.decode() + told.decode()
    assert "Traceback" not in told.decode()
    if os.name == "posix":
        assert process.returncode in (0, 130)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    found = read_corpus(CORPUS)
    assert len(found.texts) == 5
    return found


def fetch(url: str, accept: str, data: bytes | None = None) -> tuple[str, bytes]:
    """Return media type and body of an answer."""
    request = urllib.request.Request(url, data, {"Accept": accept})
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert answer.status == 200
        return answer.headers.get_content_type(), answer.read()


def rows(answer: bytes) -> list[dict[str, str]]:
    result: Mapping[str, Any] = json.loads(answer)
    return [{name: cell["value"] for name, cell in row.items()} for row in result["results"]["bindings"]]


def test_the_start_page_is_there(address: str, built_release: Release) -> None:
    kind, page = fetch(address, "text/html")
    assert kind == "text/html"
    assert "Forderungsgraph" in page.decode()
    assert str(built_release.manifest["counts"]["demands"]) in page.decode()


@pytest.mark.parametrize("form", [True, False], ids=["form", "direct"])
def test_demands_on_the_ozg_with_the_sentence_and_where_it_stands(
    address: str, corpus: Corpus, built_release: Release, form: bool
) -> None:
    if form:
        body = urllib.parse.urlencode({"query": QUESTION}).encode()
        request = urllib.request.Request(
            f"{address}sparql", body, {"Accept": "application/sparql-results+json"}
        )
    else:
        headers = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
        request = urllib.request.Request(f"{address}sparql", QUESTION.encode(), headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        found = rows(answer.read())
    texts = {f"{built_release.base}id/document/{text.sidecar.slug}": text.text for text in corpus.texts}
    for row in found:
        assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["sentence"]
    said = {(row["association"], row["document"].rsplit("/", 1)[1][:8]) for row in found}
    assert ("Niedersächsischer Städtetag", "nst-2019") in said
    assert any("OZG" in row["sentence"] or "Onlinezugangsgesetz" in row["sentence"] for row in found)


def test_a_demand_leads_to_its_data(address: str, built_release: Release) -> None:
    _, answer = fetch(
        f"{address}sparql?" + urllib.parse.urlencode({"query": QUESTION}), "application/sparql-results+json"
    )
    document = rows(answer)[0]["document"]
    kind, data = fetch(document.replace(built_release.base, address), "text/turtle")
    assert kind == "text/turtle"
    assert document.encode() in data or b"fg:" in data


def test_a_wrong_query_is_told_in_one_shape(address: str) -> None:
    url = f"{address}sparql?" + urllib.parse.urlencode({"query": "SELECT nix"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(
            urllib.request.Request(url, headers={"Accept": "application/json"}), timeout=60
        )
    with caught.value as answer:
        assert answer.status == 400
        assert answer.headers.get_content_type() == "application/problem+json"
        assert json.loads(answer.read())["status"] == 400


def test_the_page_of_a_demand_says_why_its_rule_exists(address: str) -> None:
    _, page = fetch(f"{address}seite/demand/nst-2020-presseinformation-8-0778002017", "text/html")
    text = html.unescape(page.decode())
    assert (
        "<code>E-zu-auffordern</code><br>„fordert das Land auf, … zu tragen“: ein Infinitiv je Forderung"
        in text
    )
