"""Versions: what changed, what was withdrawn and where it went, which one is current."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from forderungsgraph.cli import main
from forderungsgraph.errors import ReleaseError, UsageError
from forderungsgraph.publishing.archive import Archive
from forderungsgraph.publishing.changes import Changes, changes, tombstones
from forderungsgraph.publishing.make import Published, publish
from forderungsgraph.publishing.settings import Publication
from forderungsgraph.publishing.versions import Version
from forderungsgraph.release import Release

from .conftest import BASE, Edit, demands, tree

Edited = Callable[[str, Edit], Path]


def renamed(old: str, new: str) -> Edit:
    """A re-extraction that gives a demand another key; its evidence stays where it is."""
    return lambda lines: [line.replace(f"id/demand/{old}", f"id/demand/{new}") for line in lines]


def without(key: str) -> Edit:
    return lambda lines: [line for line in lines if f"id/demand/{key}" not in line]


# versions


def test_versions_compare_as_numbers() -> None:
    texts = ["1.10.0", "1.9.9", "0.0.1", "10.0.0"]
    assert [str(version) for version in sorted(map(Version.parse, texts))] == [
        "0.0.1",
        "1.9.9",
        "1.10.0",
        "10.0.0",
    ]


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0-rc1", "v1.0.0", "01.0.0", "1.0.0.0", "1.0.٣", "../1.0.0", " 1.0.0"]
)
def test_what_is_no_version_is_refused(text: str, tiny: Path, output: Path, publication: Publication) -> None:
    with pytest.raises(UsageError, match="ist keine Versionsnummer"):
        publish(tiny, output, text, publication)
    assert not output.exists()


def test_the_first_version_stands_alone(tiny: Path, output: Path, publication: Publication) -> None:
    result = publish(tiny, output, "0.1.0", publication)
    assert result.changes == Changes(None)
    assert not (result.folder / "added.nq").exists()
    assert json.loads((output / "versions.json").read_bytes()) == {
        "current": "0.1.0",
        "versions": [
            {
                "version": "0.1.0",
                "date": "2024-05-06",
                "build": Release.open(tiny).version,
                "schema": result.entry.schema,
                "sums": result.entry.sums,
            }
        ],
    }
    assert Release.open(output).folder == output / "0.1.0"
    assert sorted(path.name for path in output.iterdir()) == [".lock", "0.1.0", "versions.json"]


def test_a_date_comes_from_the_data_the_configuration_or_the_call(
    tiny: Path, tmp_path: Path, publication: Publication
) -> None:
    dated = replace(publication, date="2025-01-02")
    assert publish(tiny, tmp_path / "a", "1.0.0", dated).entry.date == "2025-01-02"
    result = publish(tiny, tmp_path / "b", "1.0.0", dated, date="2025-03-04")
    assert result.entry.date == "2025-03-04"
    assert '"2025-03-04"^^<http://www.w3.org/2001/XMLSchema#date>' in (
        result.folder / "forderungsgraph.nq"
    ).read_text("utf-8")


# changes


def test_changes_are_told_in_words_and_in_quads(
    tiny: Path, edited: Edited, output: Path, publication: Publication
) -> None:
    one, two = demands(tiny)
    publish(tiny, output, "1.0.0", publication)

    def edit(lines: list[str]) -> Sequence[str]:
        after = without(two)(lines)
        after = [
            line.replace('"0.95"', '"0.90"') if f"demand/{one}>" in line and "#confidence" in line else line
            for line in after
        ]
        graph = f"<{BASE}graph/ontology>"
        new = "<https://w3id.org/forderungsgraph/def#Wish>"
        return [*after, f'{new} <http://www.w3.org/2000/01/rdf-schema#label> "Wunsch"@de {graph} .']

    changed = [
        line
        for line in (tiny / "forderungsgraph.nq").read_text("utf-8").splitlines()
        if f"demand/{one}>" in line and "#confidence" in line
    ]
    assert changed
    before = changed[0].split('"')[1]
    build = edited(
        "zwei",
        lambda lines: [
            line.replace(f'"{before}"', '"0.11"') if line in changed else line for line in edit(lines)
        ],
    )
    result = publish(build, output, "1.1.0", publication)
    record = json.loads((result.folder / "changes.json").read_bytes())
    assert (
        record["summary"]
        == "Gegenüber 1.0.0: Begriffe geändert; Forderungen geändert: 1; Forderungen zurückgezogen: 1."
    )
    assert [thing["iri"] for thing in record["schema"]["added"]] == [
        "https://w3id.org/forderungsgraph/def#Wish"
    ]
    assert record["demands"]["changed"][0]["properties"] == [
        "https://w3id.org/forderungsgraph/def#confidence"
    ]
    (gone,) = record["demands"]["withdrawn"]
    assert gone["thing"]["iri"] == f"{BASE}id/demand/{two}"
    assert gone["replaced_by"] is None
    page = (result.folder / "changes.html").read_text("utf-8")
    assert page.index("Begriffe und Vokabulare") < page.index("<h2>Forderungen") < page.index("Zurückgezogen")
    old = set((output / "1.0.0" / "forderungsgraph.nq").read_text("utf-8").splitlines())
    added = (result.folder / "added.nq").read_text("utf-8").splitlines()
    removed = (result.folder / "removed.nq").read_text("utf-8").splitlines()
    assert (
        sorted((old - set(removed)) | set(added))
        == (result.folder / "forderungsgraph.nq").read_text("utf-8").splitlines()
    )
    assert set(removed) <= old
    assert not set(added) & old


def test_what_is_withdrawn_leaves_a_tombstone_that_says_where_it_went(
    tiny: Path, edited: Edited, output: Path, publication: Publication
) -> None:
    one, two = demands(tiny)
    publish(tiny, output, "1.0.0", publication)
    publish(edited("zwei", renamed(one, "probe-neu")), output, "1.1.0", publication)
    third = edited("drei", lambda lines: without(two)(list(renamed(one, "probe-ganzneu")(lines))))
    result = publish(third, output, "2.0.0", publication)
    assert result.changes.gone[f"{BASE}id/demand/{one}"] == f"{BASE}id/demand/probe-ganzneu"
    assert result.changes.gone[f"{BASE}id/demand/probe-neu"] == f"{BASE}id/demand/probe-ganzneu"
    assert result.changes.gone[f"{BASE}id/demand/{two}"] is None
    quads = list(ox.parse(path=str(result.folder / "graphs" / "withdrawn.ttl"), format=ox.RdfFormat.TURTLE))
    replaced = {str(q.subject): str(q.object) for q in quads if "isReplacedBy" in str(q.predicate)}
    assert replaced[f"<{BASE}id/demand/{one}>"] == f"<{BASE}id/demand/probe-ganzneu>"
    assert sum("deprecated" in str(q.predicate) for q in quads) == len(result.changes.gone)
    back = publish(tiny, output, "2.1.0", publication)
    assert f"{BASE}id/demand/{one}" not in back.changes.gone
    assert back.changes.gone[f"{BASE}id/demand/probe-ganzneu"] == f"{BASE}id/demand/{one}"


def test_a_demand_that_moved_and_was_reworded_is_found_by_its_wording(
    tiny: Path, edited: Edited, output: Path, publication: Publication
) -> None:
    one, two = demands(tiny)
    publish(tiny, output, "1.0.0", publication)
    start = "http://www.w3.org/ns/oa#start"

    def edit(lines: list[str]) -> Sequence[str]:
        # every passage lies elsewhere, and both demands have other addresses; one lost a word
        moved = [
            re.sub(r'"(\d+)"(?=\^\^)', r'"9\g<1>"', x) if start in x or "oa#end" in x else x for x in lines
        ]
        named = [
            x.replace(f"demand/{one}", "demand/probe-eins").replace(f"demand/{two}", "demand/probe-zwei")
            for x in moved
        ]
        return [x.replace("dauerhaft ", "") if "#wording" in x else x for x in named]

    gone = publish(edited("zwei", edit), output, "1.1.0", publication).changes.gone
    assert gone[f"{BASE}id/demand/{one}"] == f"{BASE}id/demand/probe-eins"
    assert gone[f"{BASE}id/demand/{two}"] == f"{BASE}id/demand/probe-zwei"


def test_a_circle_of_replacements_ends() -> None:
    assert tombstones({}) is not None
    line = "<{0}> <http://purl.org/dc/terms/isReplacedBy> <{1}> <{2}graph/withdrawn> ."
    a, b = f"{BASE}id/demand/a", f"{BASE}id/demand/b"
    old = sorted([line.format(a, b, BASE), line.format(b, a, BASE)])
    assert changes(old, [], BASE, "1.0.0").gone == {a: None, b: None}


def test_the_same_data_changes_nothing_but_its_number(
    tiny: Path, output: Path, publication: Publication
) -> None:
    publish(tiny, output, "1.0.0", publication)
    result = publish(tiny, output, "1.0.1", publication)
    assert result.changes.sentence == "Gegenüber 1.0.0: Forderungen, Dokumente und Begriffe unverändert."
    assert all(
        line.endswith(f"<{BASE}graph/void> .") for line in (*result.changes.added, *result.changes.removed)
    )
    catalogue = (result.folder / "catalogue.ttl").read_text("utf-8")
    assert f"dcat:previousVersion <{BASE}daten/1.0.0/>" in catalogue


# back to an older version


def test_rolling_back_is_one_command(
    tiny: Path, output: Path, publication: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(tiny, output, "1.0.0", publication)
    publish(tiny, output, "1.1.0", publication)
    before = tree(output)
    assert main(["rollback", "1.0.0", "--out", str(output)]) == 0
    assert "Aktuell ist jetzt Version 1.0.0" in capsys.readouterr().out
    assert Release.open(output).version == "1.0.0"
    after = tree(output)
    assert {name for name in before if before[name] != after[name]} == {"versions.json"}
    result = publish(tiny, output, "1.2.0", publication)
    assert result.changes.previous == "1.1.0"
    assert Archive.open(output).current == "1.2.0"


def test_only_whole_published_versions_can_be_current(
    tiny: Path, output: Path, publication: Publication
) -> None:
    publish(tiny, output, "1.0.0", publication)
    publish(tiny, output, "1.1.0", publication)
    with pytest.raises(
        UsageError, match=r"Die Version 3\.0\.0 ist nicht veröffentlicht\. Veröffentlicht: 1\.0\.0, 1\.1\.0"
    ):
        Archive.open(output).switched("3.0.0")
    (output / "1.0.0" / "void.ttl").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"Die Version 1\.0\.0 ist beschädigt: void\.ttl"):
        Archive.open(output).switched("1.0.0")
    assert Archive.open(output).current == "1.1.0"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        '{"current": "9.9.9", "versions": []}',
        '{"current": "1.0.0", "versions": [{"version": "1.0.0"}]}',
    ],
)
def test_a_broken_list_is_told(output: Path, content: str) -> None:
    output.mkdir()
    (output / "versions.json").write_text(content, encoding="utf-8")
    with pytest.raises(ReleaseError, match="Die Liste der Versionen ist beschädigt"):
        Archive.open(output)


def test_what_was_published_is_told(tiny: Path, output: Path, publication: Publication) -> None:
    result: Published = publish(tiny, output, "1.0.0", publication)
    files = tree(result.folder)
    assert (result.files, result.size) == (len(files), sum(map(len, files.values())))
