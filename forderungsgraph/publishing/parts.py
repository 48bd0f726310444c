"""What each file of a version is: title, format and media type, by its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..release import file_digest
from ..search.index import INDEX

_FORMATS: Final = {
    "nq": ("RDF_N_QUADS", "application/n-quads", "N-Quads"),
    "trig": ("RDF_TRIG", "application/trig", "TriG"),
    "nt": ("RDF_N_TRIPLES", "application/n-triples", "N-Triples"),
    "ttl": ("RDF_TURTLE", "text/turtle", "Turtle"),
    "rdf": ("RDF_XML", "application/rdf+xml", "RDF/XML"),
    "jsonld": ("JSON_LD", "application/ld+json", "JSON-LD"),
    "json": ("JSON", "application/json", "JSON"),
    "jsonl": ("JSON", "application/json", "JSON, eine Angabe je Zeile"),
    "csv": ("CSV", "text/csv", "CSV"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel"),
    "html": ("HTML", "text/html", "HTML"),
}  # fmt: skip
_PACKING: Final = {"gz": ("application/gzip", "gzip"), "zst": ("application/zstd", "Zstandard")}
_TITLES: Final = {
    "forderungsgraph": "Alle Daten",
    "graphs": "Alle Daten, je Graph eine Datei",
    "added": "Neue Aussagen gegenüber der vorigen Version",
    "removed": "Weggefallene Aussagen gegenüber der vorigen Version",
    "changes": "Änderungen gegenüber der vorigen Version",
    "void": "Beschreibung des Bestands (VoID)",
    "provenance": "Herkunft (PROV)",
    "report": "Prüfbericht (SHACL)",
    "evaluation": "Messwerte der Auswertung",
    "review": "Vorschläge zur Prüfung",
    "rejected": "Von Menschen verworfene Funde",
    "ontology/ontology": "Ontologie",
    "ontology/index": "Ontologie",
    "ontology/context": "JSON-LD-Kontext",
}
CATALOGUE: Final = "catalogue"
_NOT_LISTED: Final = ("SHA256SUMS", "manifest.json", INDEX)


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a version.

    :param name: path in the folder, with slashes
    :param size: in bytes
    :param file_type: code of the EU list, e.g. ``RDF_TURTLE``
    :param compression: media type of the compression, or None
    :param package: media type of the package, or None
    """

    name: str
    size: int
    sha256: str
    title: str
    file_type: str
    media_type: str
    compression: str | None = None
    package: str | None = None

    @property
    def is_data(self) -> bool:
        """Whether the catalogue offers it by itself: single graphs come in one package."""
        return not self.name.startswith("graphs/")


def part_of(folder: Path, name: str, titles: dict[str, str]) -> Part:
    """Return what a file is.

    :param titles: titles of tables by their name
    """
    stem, _, extension = name.rpartition(".")
    compression = package = None
    how = ""
    if extension in _PACKING:
        compression, label = _PACKING[extension]
        how = f", mit {label} gepackt"
        stem, _, extension = stem.rpartition(".")
    if extension == "zip":
        package, extension, how = "application/zip", "ttl", ", in einem ZIP-Archiv"
    file_type, media_type, label = _FORMATS[extension]
    where, _, last = stem.rpartition("/")
    title = titles.get(last) if where in ("tables", "excel") else _TITLES.get(stem)
    if where == "excel":
        label = "CSV für Excel"
    if last == "csv-metadata":
        title = "Beschreibung der Tabellen (CSV on the Web)"
    if where == "graphs":
        title = f"Graph {last}"
    place = folder / name
    return Part(
        name, place.stat().st_size, file_digest(place), f"{title or last} ({label}{how})",
        file_type, media_type, compression, package,
    )  # fmt: skip


def parts_of(folder: Path, titles: dict[str, str]) -> tuple[Part, ...]:
    """Return the files of a folder that a catalogue may name, sorted."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return tuple(
        part_of(folder, name, titles)
        for name in names
        if name not in _NOT_LISTED and not name.startswith(f"{CATALOGUE}.")
    )
