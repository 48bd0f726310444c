"""Writes the files of one version into its unfinished folder, stage by stage."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from rdflib import Graph

from ..errors import PublishingError
from ..files import folder as shipped
from ..iri import Iris
from ..ntriples import lines_of, turtle_of
from ..query import library
from ..release import DATA, MANIFEST, SUMS, Release, file_digest
from ..search.index import INDEX
from ..store import EmbeddedStore
from ..turtle import read_turtle
from .canonical import canonical, difference, digest_of, merged, parsed, text_of
from .catalog import CATALOG_PREFIXES, Imprint, catalogue
from .changes import Changes, tombstones
from .csvw import METADATA, csv_of, excel_csv_of, metadata_of
from .examples import examples_graph
from .packed import gzipped, zipped, zstandarded
from .pages import changes_page, ontology_page
from .parts import CATALOGUE, Part
from .provenance import provenance_graph
from .serialise import in_order, write_json_ld, write_rdf_xml, write_trig
from .settings import Publication
from .source import Source
from .tables import Filled, filled, shipped_tables
from .void import void_graph
from .workbook import write_workbook

STEM: Final = "forderungsgraph"
DUMPS: Final = tuple(f"{STEM}.{extension}" for extension in ("nq", "trig", "nt", "jsonld", "rdf"))
_OWN_GRAPHS: Final = ("void", "queries", "withdrawn")


class Writing:
    """The files of one version.

    :param folder: where they go
    :param build: what is published
    :param before: canonical N-Quads of the previous version
    """

    def __init__(
        self,
        folder: Path,
        build: Release,
        source: Source,
        imprint: Imprint,
        publication: Publication,
        changes: Changes,
        before: Sequence[str],
    ) -> None:
        self.folder = folder
        self.build = build
        self.source = source
        self.imprint = imprint
        self.publication = publication
        self.changes = changes
        self.before = before
        self.lines: list[str] = []
        self.graphs: list[dict[str, object]] = []
        self.table_titles: dict[str, str] = {}

    def formats(self) -> None:
        """Write the data in every RDF format, and each graph by itself."""
        iris = Iris(self.imprint.base)
        (self.folder / "graphs").mkdir()
        for listed in self.build.manifest["graphs"]:
            shutil.copyfile(self.build.folder / listed["file"], self.folder / listed["file"])
            self.graphs.append(listed)
        lines = list(self.source.lines)
        gone = lines_of(tombstones(self.changes.gone))
        examples = lines_of(examples_graph(library().values(), self.imprint.base, self.imprint.site))
        known = [*self._quads(iris, "withdrawn", gone), *self._quads(iris, "queries", examples)]
        described = void_graph(
            EmbeddedStore(text_of([*lines, *known])), self.imprint.base, self.imprint.site,
            imprint=self.imprint, publication=self.publication, dumps=DUMPS,
        )  # fmt: skip
        void = lines_of(described)
        for name, own in (("queries", examples), ("void", void), ("withdrawn", gone)):
            if own:
                file = f"graphs/{name}.ttl"
                (self.folder / file).write_bytes(turtle_of(own))
                self.graphs.append({"name": str(iris.graph(name)), "file": file, "triples": len(own)})
        self.lines = canonical(parsed([*lines, *known, *self._quads(iris, "void", void)]))
        if self.changes.previous is not None:
            added, removed = difference(self.before, self.lines)
            self.changes = replace(self.changes, added=added, removed=removed)
        (self.folder / "void.ttl").write_bytes(turtle_of(void))
        (self.folder / DATA).write_bytes(text_of(self.lines))
        quads = in_order(parsed(self.lines))
        write_trig(self.folder / f"{STEM}.trig", quads)
        write_json_ld(self.folder / f"{STEM}.jsonld", quads, self._context())
        del quads
        triples = list(merged(self.lines))
        (self.folder / f"{STEM}.nt").write_bytes(text_of(triples))
        write_rdf_xml(self.folder / f"{STEM}.rdf", _triples(triples))

    def _quads(self, iris: Iris, name: str, lines: Sequence[str]) -> list[str]:
        return [f"{line.removesuffix(' .')} {iris.graph(name).n3()} ." for line in lines]

    def _context(self) -> dict[str, object]:
        context: dict[str, object] = json.loads((shipped("ontology") / "kontext.jsonld").read_bytes())[
            "@context"
        ]
        return context

    def tables(self) -> None:
        """Write the tables as CSV with metadata, as CSV for spreadsheets, and as one workbook."""
        found = [filled(table, self.source.store, self.imprint.base) for table in shipped_tables()]
        for name, write in (("tables", csv_of), ("excel", excel_csv_of)):
            (self.folder / name).mkdir()
            for each in found:
                (self.folder / name / f"{each.table.name}.csv").write_bytes(write(each))
        texts, imprint = self.publication.texts, self.imprint
        about = {
            "dc:title": [{"@value": texts["title"], "@language": "de"}, {"@value": texts["title_en"], "@language": "en"}],
            "dc:license": {"@id": self.publication.licence.iri},
            "dc:issued": {"@value": imprint.date, "@type": "xsd:date"},
            "dc:hasVersion": imprint.version,
        }  # fmt: skip
        (self.folder / "tables" / METADATA).write_bytes(metadata_of(found, about))
        self._workbook(found)
        self.table_titles = {each.table.name: each.table.title for each in found}

    def _workbook(self, found: Sequence[Filled]) -> None:
        texts, imprint = self.publication.texts, self.imprint
        about = [
            ("Titel", texts["title"]),
            ("Inhalt", texts["description"]),
            ("Version", f"{imprint.version} vom {imprint.date}"),
            ("Herausgeber", self.publication.publisher.name),
            ("Lizenz", f"{self.publication.licence.label}; Namensnennung: {texts['attribution']}"),
            ("Rechte", texts["rights"]),
            ("Herkunft", texts["provenance"]),
            (
                "Adressen",
                "Jede Zeile nennt die Adresse ihres Dings; dort stehen alle Angaben mit Fundstelle.",
            ),
            ("Mehrere Werte", "In einer Zelle sind sie mit | getrennt."),
        ]
        write_workbook(self.folder / f"{STEM}.xlsx", found, about, imprint.date)

    def descriptions(self, evaluation: Path | None) -> None:
        """Write ontology, report, provenance, figures and the list of changes."""
        self._ontology()
        for name in ("report.json", "report.ttl", INDEX):
            # a build of an earlier program has no index
            if (self.build.folder / name).is_file():
                shutil.copyfile(self.build.folder / name, self.folder / name)
        provenance = provenance_graph(self.imprint, self.build.manifest)
        (self.folder / "provenance.ttl").write_bytes(turtle_of(lines_of(provenance)))
        if evaluation is not None:
            (self.folder / "evaluation.json").write_bytes(_figures(evaluation))
        changed = self.changes
        if changed.previous is not None:
            (self.folder / "added.nq").write_bytes(text_of(changed.added))
            (self.folder / "removed.nq").write_bytes(text_of(changed.removed))
        record = {"version": self.imprint.version, "date": self.imprint.date, **changed.record()}
        _write_json(self.folder / "changes.json", record)
        page = changes_page(changed, self.imprint.version, self.imprint.date)
        (self.folder / "changes.html").write_bytes(page.encode("utf-8"))

    def _ontology(self) -> None:
        place = self.folder / "ontology"
        place.mkdir()
        ontology = read_turtle(self.folder / "graphs" / "ontology.ttl")
        lines = lines_of(ontology)
        (place / "ontology.nt").write_bytes(text_of(lines))
        (place / "ontology.ttl").write_bytes(turtle_of(lines))
        write_rdf_xml(place / "ontology.rdf", _triples(lines))
        write_json_ld(
            place / "ontology.jsonld",
            in_order(_quads_of("https://w3id.org/forderungsgraph/def", lines)),
            self._context(),
        )
        shutil.copyfile(shipped("ontology") / "kontext.jsonld", place / "context.jsonld")
        (place / "index.html").write_bytes(ontology_page(ontology, self.imprint.schema).encode("utf-8"))

    def packages(self) -> None:
        """Write compressed copies beside the large files, and one package of all graphs."""
        for name in DUMPS:
            gzipped(self.folder / name)
            zstandarded(self.folder / name)
        zipped(self.folder / "graphs.zip", (self.folder / "graphs").glob("*.ttl"), self.folder)

    def catalogue(self, parts: Sequence[Part]) -> Graph:
        """Write the catalogue; return it."""
        described = catalogue(self.imprint, self.publication, parts)
        triples = sorted(_triples(lines_of(described)), key=str)
        for extension, fmt in (
            ("ttl", ox.RdfFormat.TURTLE), ("rdf", ox.RdfFormat.RDF_XML), ("jsonld", ox.RdfFormat.JSON_LD)
        ):  # fmt: skip
            used = {
                name: iri for name, iri in CATALOG_PREFIXES.items() if any(iri in str(t) for t in triples)
            }
            written = ox.serialize(triples, format=fmt, prefixes=used) or b""
            (self.folder / f"{CATALOGUE}.{extension}").write_bytes(written)
        return described

    def finish(self, parts: Sequence[Part]) -> Release:
        """Write manifest and checksums."""
        imprint, before = self.imprint, self.build.manifest
        files = {part.name: part.size for part in parts}
        files |= {path.name: path.stat().st_size for path in self.folder.glob(f"{CATALOGUE}.*")}
        manifest = {
            **before,
            "version": imprint.version,
            "date": imprint.date,
            "previous": imprint.previous,
            "schema": imprint.schema,
            "build": before["version"],
            "site": imprint.site,
            "data": {
                "file": DATA,
                "sha256": digest_of(self.lines),
                "canonical": "RDFC-1.0",
                "quads": len(self.lines),
            },
            "graphs": sorted(self.graphs, key=lambda graph: str(graph["name"])),
            "summary": self.changes.sentence,
            "files": dict(sorted(files.items())),
        }
        _write_json(self.folder / MANIFEST, manifest)
        written = sorted(
            path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()
        )
        sums = "".join(f"{file_digest(self.folder / name)}  {name}\n" for name in written)
        (self.folder / SUMS).write_bytes(sums.encode("utf-8"))
        return Release(self.folder, manifest)


def _write_json(place: Path, value: object) -> None:
    place.write_bytes((json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def _triples(lines: Sequence[str]) -> list[ox.Triple]:
    return [
        quad.triple
        for quad in ox.parse("\n".join(lines), format=ox.RdfFormat.N_TRIPLES)
        if isinstance(quad, ox.Quad)
    ]


def _quads_of(graph: str, lines: Sequence[str]) -> list[ox.Quad]:
    name = ox.NamedNode(graph)
    return [ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in _triples(lines)]


def _figures(place: Path) -> bytes:
    try:
        content = place.read_bytes()
        json.loads(content)
    except (OSError, ValueError):
        raise PublishingError(
            "Die Messwerte sind nicht lesbar",
            place=place,
            hint="Mit forderungsgraph evaluate --json schreiben",
        ) from None
    return content
