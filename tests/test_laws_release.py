"""What a release takes of an archive of acts: what texts name, or all; without one nothing changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS

from forderungsgraph import cli
from forderungsgraph.build import BuildResult, build
from forderungsgraph.cache import Cache
from forderungsgraph.convert.document import Converter
from forderungsgraph.errors import RegisterError
from forderungsgraph.iri import DEFAULT_BASE, ELI, FG, Iris
from forderungsgraph.laws.importing import import_laws
from forderungsgraph.laws.selection import AllLaws, Laws, Named, NeededLaws, take
from forderungsgraph.model import EntityKind
from forderungsgraph.process import Job
from forderungsgraph.registers import read_registers
from forderungsgraph.registers.lawarchive import LawArchive

DATA = Path(__file__).resolve().parent / "data" / "laws"
TEXT = """Niedersächsischer Städtetag
Resolution vom 12. März 2021

Der Niedersächsische Städtetag fordert das Land auf, § 1a des Erfundenen Digitalgesetzes anzuwenden.
Das Land muss § 99 OZG streichen und § 1 OZG achten. Der Bund soll § 77 ErfDigG erlassen.
"""
LAW = f"{DEFAULT_BASE}id/law/"
INVENTED = f"{LAW}bjnr999910020"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return import_laws([DATA], tmp_path_factory.mktemp("archive") / "laws").folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("corpus")
    (place / "probe.txt").write_bytes(TEXT.encode())
    (place / "probe.toml").write_text(
        'title = "Probe"\ntype = "Resolution"\npublisher = "Niedersächsischer Städtetag"\n'
        'authors = ["Niedersächsischer Städtetag"]\ndate = 2021-03-12\ndate_certainty = "stated"\nterritory = "ni"\n'
        'source = "erfunden"\nrights = "erfunden"\nlanguage = "de"\n'
        f'sha256 = "{hashlib.sha256(TEXT.encode()).hexdigest()}"\n',
        encoding="utf-8",
    )
    return place


def built(corpus: Path, output: Path, laws: Laws | None, base: str = DEFAULT_BASE) -> BuildResult:
    result = build(corpus, output, base=base, laws=laws, workers=1)
    assert (result.left_out, result.violations) == ((), 0)
    return result


def graph_of(result: BuildResult, file: str) -> Graph:
    return Graph().parse(result.release.folder / "graphs" / file)


def test_what_texts_name_comes_in(archive: Path, corpus: Path, tmp_path: Path) -> None:
    result = built(corpus, tmp_path / "release", NeededLaws(archive))
    acts = graph_of(result, "register-federal-law.ttl")
    document = graph_of(result, "document-probe.ttl")
    law, paragraph = URIRef(INVENTED), URIRef(f"{INVENTED}/par-1a")
    # named: the act by a name that no lexicon has, one paragraph, and the divisions in which it stands
    subjects = {str(node).removeprefix(LAW) for node in acts.subjects()}
    assert subjects == {
        "bjnr999910020", "bjnr999910020/par-1a", "bjnr999910020/gl-010020", "bjnr999910020/gl-010",
        "ozg", "ozg/par-1", "ozg/par-99",
    }  # fmt: skip
    assert paragraph in set(document.objects(predicate=FG.concernsLaw))
    assert acts.value(paragraph, DCTERMS.title) == Literal("Mehrzeilige Überschrift", lang="de")
    assert acts.value(law, FG.inRegister) == Literal(True)
    # the document leaves the description to the archive, but for a paragraph that is not there
    assert (law, RDF.type, None) not in document
    assert (paragraph, RDF.type, None) not in document
    assert document.value(URIRef(f"{INVENTED}/par-77"), FG.inRegister) == Literal(False)
    # the chain from paragraph to act is drawn as for the register's
    inferred = graph_of(result, "inferred.ttl")
    demand = next(document.subjects(FG.concernsLaw, paragraph))
    assert (demand, FG.concernsLaw, law) in inferred
    assert result.release.manifest["laws"]["selection"] == "needed"


def test_the_register_goes_first(archive: Path, corpus: Path, tmp_path: Path) -> None:
    result = built(corpus, tmp_path / "release", NeededLaws(archive))
    acts, register = graph_of(result, "register-federal-law.ttl"), graph_of(result, "register-laws.ttl")
    law = URIRef(f"{LAW}ozg")
    assert not set(acts.predicates(law)) & set(register.predicates(law))
    assert acts.value(law, FG.lastAmendedOn) == Literal(
        "2024-07-19", datatype=URIRef("http://www.w3.org/2001/XMLSchema#date")
    )
    # § 1 is in the register, which knows its heading; the archive adds where it stands
    assert set(acts.predicates(URIRef(f"{LAW}ozg/par-1"))) == {FG.position}
    assert acts.value(URIRef(f"{LAW}ozg/par-99"), DCTERMS.title) == Literal("Erfunden", lang="de")


def test_everything_comes_in_where_that_is_wanted(archive: Path, corpus: Path, tmp_path: Path) -> None:
    result = built(corpus, tmp_path / "release", AllLaws(archive))
    acts = graph_of(result, "register-federal-law.ttl")
    assert len(set(acts.subjects(RDF.type, FG.Provision))) == 6  # § 1 OZG is the register's
    assert (URIRef(f"{INVENTED}/anlage-1-zu-par-1"), ELI.is_part_of, URIRef(INVENTED)) in acts
    assert result.release.manifest["laws"]["selection"] == "all"


def test_without_an_archive_nothing_changes(corpus: Path, tmp_path: Path) -> None:
    result = built(corpus, tmp_path / "release", None)
    assert not (result.release.folder / "graphs" / "register-federal-law.ttl").exists()
    assert "laws" not in result.release.manifest
    document = graph_of(result, "document-probe.ttl")
    # what no register knows is named, not described
    unknown = {str(node).removeprefix(LAW) for node in document.subjects(FG.inRegister, Literal(False))}
    assert {"ozg/par-99", "erfdigg/par-77"} <= unknown
    assert not any(name.startswith("bjnr") for name in unknown)


def test_another_base_moves_the_acts_too(archive: Path, corpus: Path, tmp_path: Path) -> None:
    base = "https://example.org/fg/"
    result = built(corpus, tmp_path / "release", NeededLaws(archive), base)
    acts = graph_of(result, "register-federal-law.ttl")
    law = URIRef(f"{base}id/law/bjnr999910020")
    assert acts.value(law, FG.territory) == URIRef(f"{base}id/territory/de")
    # the vocabulary stays where it is
    assert str(acts.value(law, FG.certainty)).startswith(DEFAULT_BASE)
    assert {str(node)[: len(base)] for node in acts.subjects()} == {base}


def test_the_same_release_twice(archive: Path, corpus: Path, tmp_path: Path) -> None:
    one = built(corpus, tmp_path / "one", NeededLaws(archive)).release
    two = built(corpus, tmp_path / "two", NeededLaws(archive)).release
    assert (one.folder / "SHA256SUMS").read_bytes() == (two.folder / "SHA256SUMS").read_bytes()


def test_documents_converted_with_another_archive_are_not_reused(archive: Path, tmp_path: Path) -> None:
    states = {
        cache.state
        for laws in (None, archive)
        if (cache := Cache.open(tmp_path / "cache", Job(DEFAULT_BASE, None, None, Converter, laws=laws)))
    }
    assert len(states) == 2


def test_imported_acts_are_recognised(archive: Path) -> None:
    registers = read_registers(None, archive)
    act = registers.get(EntityKind.LAW, "bjnr999910020")
    assert act is not None
    assert [name.text for name in act.names] == [
        "Erfundenes Digitalgesetz", "Gesetz über erfundene digitale Dienste", "ErfDigG",
    ]  # fmt: skip
    assert registers.is_described("bjnr999910020", "par-1a")
    assert registers.is_described("ozg", "par-1")
    assert not registers.is_described("ozg", "par-77")
    assert not read_registers().is_described("bjnr999910020")


def test_an_archive_from_before_a_change_of_the_register_is_refused(archive: Path) -> None:
    opened = LawArchive.open(archive)
    opened.check_keys({"BJNR313800017": "ozg"}, {})
    with pytest.raises(RegisterError, match="neu einlesen"):
        opened.check_keys({"BJNR313800017": "ozg", INVENTED.rsplit("/", 1)[1].upper(): "erfdigg"}, {})
    with pytest.raises(RegisterError, match="inzwischen anders"):
        opened.check_keys({}, {})


def test_named_acts_are_gathered_from_lines() -> None:
    named = Named(Iris())
    named.add(
        [
            f"<urn:x> <urn:p> <{LAW}ozg/par-3> .",
            f'<{LAW}gg> <urn:p> "{LAW}bdg" .',
            "<urn:x> <urn:p> <urn:y> .",
        ]
    )
    assert named.parts == {"ozg": {"par-3"}, "gg": set()}


def test_nothing_named_nothing_taken(archive: Path) -> None:
    taken = take(NeededLaws(archive), Named(Iris()), [], DEFAULT_BASE)
    assert (taken.needed, taken.further) == ([], [])
    assert (
        len(take(AllLaws(archive), Named(Iris()), [], DEFAULT_BASE).further)
        == LawArchive.open(archive).manifest["triples"]
    )


def test_on_the_command_line(
    archive: Path, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call = ["build", "--corpus", str(corpus), "--output", str(tmp_path / "release"), "--no-cache"]
    assert cli.main([*call, "--laws", str(archive)]) == cli.GOOD
    assert cli.main([*call, "--laws", str(tmp_path / "none")]) == cli.WRONG_USE
    assert "kein Gesetzesarchiv" in capsys.readouterr().err
    graph = Graph().parse(tmp_path / "release" / "graphs" / "register-federal-law.ttl")
    assert graph.value(URIRef(INVENTED), RDFS.label) == Literal(
        "Gesetz über erfundene digitale Dienste", lang="de"
    )
