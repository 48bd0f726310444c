"""The examples of the manual's page on SPARQL, run as they stand there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from forderungsgraph.formats import Content, Format
from forderungsgraph.server import Settings
from forderungsgraph.sparql import Access
from forderungsgraph.store import Share
from tests.conformance.service import TOKEN, running

PAGE = Path(__file__).resolve().parents[1] / "docs" / "sparql.md"
HERE = "http://127.0.0.1:8080"
pytestmark = [
    pytest.mark.skipif(not PAGE.is_file(), reason="the manual belongs to the checkout"),
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork"),
]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def address(sample_release: Path) -> Iterator[str]:
    settings = Settings(workers=1, access=Access(TOKEN), share=Share(queries=64, seconds=600.0))
    with running(sample_release, settings) as found:
        yield found


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_calls(address: str) -> None:
    calls = blocks("bash")
    assert len(calls) == 3
    answers = []
    for call in calls:
        script = call.replace(HERE, address).replace("curl ", "curl -sSf ")
        environment = {**os.environ, "FORDERUNGSGRAPH_TOKEN": TOKEN}
        done = subprocess.run(
            ["bash", "-ec", script], env=environment, capture_output=True, timeout=60, check=True
        )
        answers.append(done.stdout.decode())
    asked, updated, replaced = answers
    assert asked.startswith("s\r\n")
    assert asked.count("\r\n") == 4
    assert updated == ""
    assert replaced.endswith(
        '<https://beispiel.example/notizen#a> <https://beispiel.example/notizen#sagt> "ersetzt" .\n'
    )


def test_federation(address: str) -> None:
    (data,), (query,) = blocks("turtle"), blocks("sparql")
    store = ox.Store()
    store.load(data.encode(), ox.RdfFormat.TURTLE)
    found = store.query(query.replace(HERE, address))
    assert isinstance(found, ox.QuerySolutions)
    rows = [(row["notiz"], row["verband"]) for row in found]
    note, association = rows[0]
    assert note == ox.Literal("betrifft unser Portal", language="de")
    assert isinstance(association, ox.Literal)
    assert association.language == "de"


def test_every_format_has_its_row() -> None:
    table = {name for row in re.findall(r"^\| (`.*?) \|", PAGE.read_text("utf-8"), re.MULTILINE) for name in re.findall(r"`([\w-]+)`", row)}  # fmt: skip
    formats = (*Format.carrying(Content.RESULTS), *Format.carrying(Content.GRAPH))
    assert {fmt.short_name for fmt in formats} <= table
    text = PAGE.read_text("utf-8")
    assert [fmt for fmt in formats if f"`{fmt.media_type}`" not in text] == []
