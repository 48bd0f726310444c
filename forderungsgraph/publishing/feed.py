"""The feed of versions (Atom, RFC 4287): what changed in each, newest first."""

from __future__ import annotations

import json
from typing import Final
from xml.etree import ElementTree

from ..release import Release
from .archive import Archive

_ATOM: Final = "http://www.w3.org/2005/Atom"
_MIDNIGHT: Final = "T00:00:00Z"


def feed(archive: Archive, base: str, site: str) -> bytes:
    """Return the feed of all published versions.

    :param base: base IRI of the identifiers
    :param site: where the service stands, ending in a slash
    :raises ReleaseError: if a version is not readable
    """
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "de"})

    def add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
        element = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
        element.text = text or None
        return element

    add(root, "title", "Forderungsgraph: Änderungen")
    add(root, "id", f"{base}aenderungen.atom")
    add(root, "link", rel="self", type="application/atom+xml", href=f"{site}aenderungen.atom")
    add(root, "link", rel="alternate", type="text/html", href=f"{site}daten/")
    add(add(root, "author"), "name", "Forderungsgraph")
    add(root, "updated", f"{max((entry.date for entry in archive.entries), default='1970-01-01')}{_MIDNIGHT}")
    for version in reversed(archive.entries):
        place = f"{site}daten/{version.version}/"
        entry = add(root, "entry")
        add(entry, "title", f"Version {version.version}")
        add(entry, "id", f"{base}daten/{version.version}/")
        add(entry, "updated", f"{version.date}{_MIDNIGHT}")
        add(entry, "link", rel="alternate", type="text/html", href=f"{place}changes.html")
        add(entry, "link", rel="related", type="application/json", href=f"{place}changes.json")
        add(entry, "summary", _summary(archive.release(version.version)))
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _summary(release: Release) -> str:
    try:
        return str(json.loads((release.folder / "changes.json").read_bytes())["summary"])
    except (OSError, ValueError, KeyError):
        return str(release.manifest.get("summary", ""))
