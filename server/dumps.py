"""``/daten/``: the files of the release, with sizes and checksums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_from_directory

from forderungsgraph.formats import Format
from forderungsgraph.sparql import CORS, choose

from .answers import wishes
from .site import site

blueprint = Blueprint("dumps", __name__)


@dataclass(frozen=True, slots=True)
class Dump:
    """A file of the release; size in bytes."""

    name: str
    size: int
    sha256: str | None


def dumps(folder: Path) -> Sequence[Dump]:
    """Return the files of a release folder, sorted; checksums from its ``SHA256SUMS``."""
    sums: dict[str, str] = {}
    listing = folder / "SHA256SUMS"
    if listing.is_file():
        for line in listing.read_text("utf-8").splitlines():
            digest, _, name = line.partition(" ")
            sums[name.strip().lstrip("*").removeprefix("./")] = digest
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return [Dump(name, (folder / name).stat().st_size, sums.get(name)) for name in names]


@blueprint.get("/daten/")
def index() -> Response | str:
    """List the files."""
    found = dumps(site().release.folder)
    if choose(wishes(), request.headers.get("Accept"), (Format.HTML, Format.JSON)) is Format.JSON:
        return jsonify([{"name": d.name, "size": d.size, "sha256": d.sha256} for d in found])
    return render_template(
        "dumps.html",
        dumps=found,
        release=site().release,
        alternates=[(Format.JSON, "/daten/?format=json")],
    )


@blueprint.get("/daten/<path:name>")
def file(name: str) -> Response:
    """Send one file; nothing outside the release folder."""
    if name not in {dump.name for dump in dumps(site().release.folder)}:
        abort(404, f"Das Release enthält keine Datei „{name}“.")
    fmt = next((fmt for fmt in Format if name.endswith(f".{fmt.extension}")), None)
    kind = "application/json" if name.endswith(".json") else fmt.content_type if fmt else None
    response = send_from_directory(site().release.folder.resolve(), name)
    response.content_type = kind or "text/plain; charset=utf-8"
    response.headers.extend(CORS)
    return response
