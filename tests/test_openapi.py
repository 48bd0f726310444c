"""The saved queries as an API: the description is valid, and the service does what it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

from forderungsgraph.query import library


@pytest.fixture(scope="module")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = app.test_client().get("/openapi.json").get_json()
    return found


def test_description_is_valid(description: dict[str, Any]) -> None:
    assert description["openapi"] == "3.1.0"
    validate(description)
    assert description["info"]["version"] == "0-probe"


def test_every_query_is_described_with_its_parameters(description: dict[str, Any]) -> None:
    for name, query in library().items():
        operation = description["paths"][f"/abfragen/{name}"]["get"]
        assert operation["operationId"] == name
        assert [p["name"] for p in operation["parameters"]] == [*(p.name for p in query.parameters), "format"]
        assert "text/csv" in operation["responses"]["200"]["content"]


@pytest.mark.parametrize("name", sorted(library()))
def test_every_query_answers_as_described(
    client: FlaskClient, description: dict[str, Any], name: str
) -> None:
    operation = description["paths"][f"/abfragen/{name}"]["get"]
    offered = operation["parameters"][-1]["schema"]["examples"]
    assert set(offered) >= {"json", "csv", "tsv", "xml", "excel", "xlsx", "html"}
    for fmt in offered:
        response = client.get(f"/abfragen/{name}", query_string={"format": fmt})
        assert response.status_code == 200
        assert response.mimetype in operation["responses"]["200"]["content"]
    schema = {"$ref": "#/components/schemas/Results", "components": description["components"]}
    Draft202012Validator(schema).validate(client.get(f"/abfragen/{name}.json").get_json(force=True))


@pytest.mark.parametrize(
    ("address", "hint"),
    [
        ("/abfragen/vor-und-nach-einer-aenderung.csv?day=2019-02-30", "JJJJ-MM-TT"),
        ("/abfragen/unsichere-forderungen.json?highest=viel", "Zahl"),
        ("/abfragen/forderungen-zum-gesetz.csv?law=a%20b", "Schlüssel"),
        ("/abfragen/forderungen-zum-gesetz.csv?gesetz=ozg", "Parameter: law"),
        ("/abfragen/forderungen-zum-gesetz.csv?law=ozg&law=ndig", "einmal"),
        ("/abfragen/ablehnungen.csv?seite=2", "keine"),
    ],
)
def test_wrong_parameters_are_told(
    client: FlaskClient, description: dict[str, Any], address: str, hint: str
) -> None:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    found = response.get_json()
    schema = {"$ref": "#/components/schemas/Problem", "components": description["components"]}
    Draft202012Validator(schema).validate(found)
    assert hint in found["hint"]


def test_formats_by_extension_name_and_accept(client: FlaskClient) -> None:
    plain = client.get("/abfragen/ablehnungen.csv").data
    assert client.get("/abfragen/ablehnungen?format=csv").data == plain
    assert client.get("/abfragen/ablehnungen", headers={"Accept": "text/csv"}).data == plain
    excel = client.get("/abfragen/ablehnungen.csv?format=excel")
    assert excel.data.startswith(b"\xef\xbb\xbf")
    assert client.get("/abfragen/ablehnungen.excel").data == excel.data
    sheet = client.get("/abfragen/ablehnungen.xlsx")
    assert sheet.data.startswith(b"PK")
    assert sheet.headers["Content-Disposition"] == 'attachment; filename="ablehnungen.xlsx"'
    assert client.get("/abfragen/ablehnungen", headers={"Accept": "image/png"}).status_code == 406


def test_data_of_saved_queries_can_be_kept(client: FlaskClient) -> None:
    first = client.get("/abfragen/ablehnungen.csv")
    again = client.get("/abfragen/ablehnungen.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/abfragen/ablehnungen.tsv")
    assert other.headers["ETag"] != first.headers["ETag"]
    assert client.head("/abfragen/ablehnungen.csv").headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_service_does_what_it_says(app: Flask, mode: GenerationMode) -> None:
    operations: list[Any] = [
        found.ok()  # type: ignore[union-attr]
        for found in schemathesis.openapi.from_wsgi("/openapi.json", app).get_all_operations()
    ]
    assert len(operations) == len(library()) + 3
    for operation in operations:
        _fuzz(operation, mode)


def _fuzz(operation: Any, mode: GenerationMode) -> None:
    # what is SPARQL no schema can say; an empty value asks for all, of whatever type the parameter is
    unsaid = {"/sparql": "positive_data_acceptance"}.get(operation.path, "negative_data_rejection")

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def check(case: Any) -> None:
        empty = operation.path != "/sparql" and "" not in (case.query or {}).values()
        excluded = [] if empty else CHECKS.get_by_names([unsaid])
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

    check()
