"""The queries as tools for language models: schemas, calls, errors; the server by the SDK's own client."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from forderungsgraph.errors import ForderungsgraphError, QueryError, ServiceError, UsageError
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.mcpserver import serve
from forderungsgraph.query import library
from forderungsgraph.store import EmbeddedStore
from forderungsgraph.toolbox import OUTPUT, Toolbox


@pytest.fixture(scope="module")
def toolbox(sample_release: Path) -> Toolbox:
    return Toolbox(EmbeddedStore.of_release(sample_release), library(), DEFAULT_BASE, "0-probe")


def test_every_query_is_a_tool_with_a_sound_schema(toolbox: Toolbox) -> None:
    tools = toolbox.tools()
    assert [tool.name for tool in tools] == ["begriffe", "schluessel", "sparql", *library()]
    for tool in tools:
        assert re.fullmatch(r"[a-z0-9-]{1,64}", tool.name)
        Draft202012Validator.check_schema(dict(tool.schema))
        assert tool.schema["additionalProperties"] is False
        assert tool.description
    law = next(tool for tool in tools if tool.name == "forderungen-zum-gesetz").schema["properties"]["law"]
    assert (law["type"], law["default"]) == ("string", "ozg")
    Draft202012Validator.check_schema(dict(OUTPUT))


def test_answers_come_in_parts_and_say_how_much_there_is(toolbox: Toolbox) -> None:
    whole = toolbox.call("forderungen-zum-gesetz", {"law": ""})
    assert whole["columns"][:2] == ["demander", "wording"]
    assert whole["total"] == len(whole["rows"]) > 2
    assert whole["release"] == "0-probe"
    part = toolbox.call("forderungen-zum-gesetz", {"law": "", "limit": 1, "offset": 1})
    assert part["rows"] == whole["rows"][1:2]
    assert (part["total"], part["offset"]) == (whole["total"], 1)
    Draft202012Validator(dict(OUTPUT)).validate(whole)
    assert {type(row["start"]) for row in whole["rows"]} <= {int, type(None)}


def test_general_tools(toolbox: Toolbox) -> None:
    keys = toolbox.call("schluessel", {"text": "onlinezugang", "kind": "law"})
    assert keys["rows"][0] == {
        "key": "ozg",
        "name": "Onlinezugangsgesetz",
        "iri": "https://w3id.org/forderungsgraph/id/law/ozg",
    }
    assert toolbox.call("schluessel", {"text": '") } #'})["total"] == 0
    terms = {row["term"].rpartition("#")[2]: row for row in toolbox.call("begriffe", {})["rows"]}
    assert (terms["Demand"]["label_de"], terms["Demand"]["label_en"]) == ("Forderung", "Demand")
    assert toolbox.call("sparql", {"query": "ASK {}"})["rows"] == [{"boolean": True}]
    triples = toolbox.call("sparql", {"query": "CONSTRUCT { <x:a> <x:b> true } {}"})
    assert triples["rows"] == [{"subject": "x:a", "predicate": "x:b", "object": True}]


@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        ("fehlt", {}, UsageError, "Keine Abfrage heißt „fehlt“"),
        ("sparql", {}, UsageError, "fehlt der Parameter „query“"),
        ("sparql", {"query": 7}, QueryError, "7 passt nicht"),
        ("sparql", {"query": "kein SPARQL"}, QueryError, "Abfrage"),
        ("sparql", {"query": "SELECT * { SERVICE <http://x/> {} }"}, QueryError, "SERVICE"),
        ("sparql", {"query": "INSERT DATA { <x:a> <x:b> 1 }"}, QueryError, ""),
        ("schluessel", {"text": "x", "kind": "alles"}, QueryError, "Erlaubt: law"),
        ("begriffe", {"text": "x"}, QueryError, "keinen Parameter „text“"),
        ("ablehnungen", {"law": "ozg"}, QueryError, "keinen Parameter „law“"),
        ("ablehnungen", {"limit": 501}, QueryError, "von 1 bis 500"),
        ("ablehnungen", {"limit": True}, QueryError, "ganze Zahl"),
        ("ablehnungen", {"offset": -1}, QueryError, "ganze Zahl"),
        ("vor-und-nach-einer-aenderung", {"day": "gestern"}, QueryError, "JJJJ-MM-TT"),
    ],
)
def test_wrong_calls(
    toolbox: Toolbox, name: str, arguments: dict[str, Any], error: type[ForderungsgraphError], message: str
) -> None:
    with pytest.raises(error) as caught:
        toolbox.call(name, arguments)
    assert message in str(caught.value)


def test_without_the_sdk(sample_release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    with pytest.raises(ServiceError, match=r'pip install "forderungsgraph\[mcp\]"'):
        serve(sample_release)


def test_over_standard_input_and_output(sample_release: Path) -> None:
    mcp = pytest.importorskip("mcp", reason="the extra forderungsgraph[mcp] is not installed")
    stdio = pytest.importorskip("mcp.client.stdio")
    command = ["-m", "forderungsgraph", "mcp", "--release", str(sample_release)]
    server = stdio.StdioServerParameters(command=sys.executable, args=command)

    async def talk() -> tuple[Any, ...]:
        async with mcp.Client(server) as client:
            return (
                await client.list_tools(),
                await client.call_tool("forderungen-zum-gesetz", {"law": "ndig", "limit": 1}),
                await client.call_tool("sparql", {"query": "SELECT * { SERVICE <http://x/> {} }"}),
            )

    listed, found, refused = asyncio.run(talk())
    assert len(listed.tools) == len(library()) + 3
    assert all(tool.annotations.read_only_hint for tool in listed.tools)
    assert found.structured_content["columns"][0] == "demander"
    assert len(found.structured_content["rows"]) == 1
    assert not found.is_error
    assert refused.is_error
    assert "SERVICE wird nicht ausgeführt" in refused.content[0].text
