"""``/daten/``: the files of the release, with sizes and checksums; all published versions below their number."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from forderungsgraph.errors import ReleaseError
from forderungsgraph.formats import Format
from forderungsgraph.inventory import StoredRelease
from forderungsgraph.publishing.archive import Archive
from forderungsgraph.publishing.versions import is_version
from forderungsgraph.release import LISTING, Release
from forderungsgraph.sparql import CORS, choose

from .answers import wishes
from .languages import either
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


def archive() -> Archive | None:
    """Return the published versions beside the one that is served; None for a build."""
    release = site().release
    folder = release.folder.parent
    if "build" not in release.manifest or not (folder / LISTING).is_file():
        return None
    return Archive.open(folder)


@blueprint.get("/daten/")
def index() -> Response | str:
    """List the files of what is served, and the other versions."""
    return _listed(site().release, "/daten/")


@blueprint.get("/daten/aktuell")
@blueprint.get("/daten/aktuell/")
@blueprint.get("/daten/aktuell/<path:name>")
def current(name: str = "") -> AnyResponse:
    """Send to the current version; its address changes with the next one."""
    if archive() is None:
        return redirect(f"/daten/{name}", 302)
    return redirect(f"/daten/{site().release.version}/{name}", 302)


@blueprint.get("/daten/<path:name>")
def file(name: str) -> AnyResponse | str:
    """Send one file of what is served or of a published version; nothing outside their folders."""
    number, slash, rest = name.partition("/")
    if not is_version(number):
        return _sent(site().release, name)
    release = _version(number)
    if not slash:
        return redirect(f"/daten/{number}/", 301)
    return _sent(release, rest) if rest else _listed(release, f"/daten/{number}/")


def _version(number: str) -> Release:
    found = archive()
    try:
        if found is not None and number in {entry.version for entry in found.entries}:
            return found.release(number)
    except ReleaseError:
        pass
    return abort(
        404, either(f"Die Version {number} gibt es hier nicht.", f"There is no version {number} here.")
    )


def _listed(release: Release, address: str) -> Response | str:
    if isinstance(release, StoredRelease) and not release.has_files:
        abort(404, "Dieser Dienst liest aus einem anderen Speicher; Dateien liegen hier nicht.")
    found = dumps(release.folder)
    if choose(wishes(), request.headers.get("Accept"), (Format.HTML, Format.JSON)) is Format.JSON:
        return jsonify([{"name": d.name, "size": d.size, "sha256": d.sha256} for d in found])
    versions = archive()
    return render_template(
        "dumps.html",
        dumps=found,
        release=release,
        address=address,
        published="build" in release.manifest,
        versions=list(reversed(versions.entries)) if versions else [],
        current=site().release.version,
        alternates=[(Format.JSON, f"{address}?format=json")],
    )


def _sent(release: Release, name: str) -> Response:
    filed = not isinstance(release, StoredRelease) or release.has_files
    if not filed or name not in {dump.name for dump in dumps(release.folder)}:
        abort(404, either(f"Das Release enthält keine Datei „{name}“.", f"The release has no file “{name}”."))
    fmt = next((fmt for fmt in Format if name.endswith(f".{fmt.extension}")), None)
    kind = "application/json" if name.endswith(".json") else fmt.content_type if fmt else None
    if name.endswith((".gz", ".zst", ".zip", ".sqlite")):
        kind = "application/octet-stream"
    response = send_from_directory(release.folder.resolve(), name)
    response.content_type = kind or "text/plain; charset=utf-8"
    response.headers.extend(CORS)
    if fmt is Format.HTML:
        response.headers["Content-Security-Policy"] = _policy(release.folder / name)
    return response


def _policy(page: Path) -> str:
    """Return the policy of a page that stands alone: its own style, no script, no request."""
    style = re.search(rb"<style>(.*?)</style>", page.read_bytes(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[1] if style else b"").digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
