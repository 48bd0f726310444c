"""Parts of DOCX and ODT: ZIP entries and XML, read within limits and without entities."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
import zipfile
import zlib
from io import BytesIO

from forderungsgraph.errors import TextError

from . import limits

_NAMESPACE = re.compile(r"\{[^}]*\}")


class Archive:
    """A ZIP file whose parts are read on demand.

    :param name: file name, for error messages
    :raises TextError: if it is damaged, protected, or would unpack to an unreasonable size
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
            raise self._damaged() from None
        entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > limits.ENTRIES or unpacked > limits.UNPACKED:
            raise self._bomb(f"{len(entries)} Teile, entpackt {unpacked / limits.MEBIBYTE:.0f} MB")
        self._parts = {entry.filename: entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part in self._parts

    def read(self, part: str) -> bytes:
        """Return the bytes of a part, within the limits, whatever size the archive claims."""
        entry = self._parts.get(part)
        if entry is None:
            raise self._damaged()
        if entry.flag_bits & 1:
            raise TextError(
                "Das Dokument ist mit einem Kennwort geschützt",
                place=self._name,
                hint="Ohne Kennwort speichern",
            )
        packed = max(entry.compress_size, 1)
        large = entry.file_size > limits.XML_PART
        if large or (entry.file_size > limits.MEBIBYTE and entry.file_size / packed > limits.RATIO):
            size = f"entpackt {entry.file_size / limits.MEBIBYTE:.0f} MB"
            raise self._bomb(f"{part} ist {size}, {entry.file_size / packed:.0f}-mal so groß wie gepackt")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(limits.XML_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
            ValueError,
        ):
            raise self._damaged() from None
        if len(content) > limits.XML_PART:
            raise self._bomb(f"{part} ist größer als angegeben")
        return content

    def xml(self, part: str) -> ET.Element:
        """Return the root of an XML part.

        :raises TextError: if it is not well-formed, declares a document type, or nests too deeply
        """
        content = self.read(part)
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content[:200]:
            raise TextError(
                f"{part} enthält eine Dokumenttyp-Deklaration; sie könnte beim Lesen beliebig wachsen",
                place=self._name,
                hint="Das Dokument in einem Textprogramm öffnen und neu speichern",
            )
        depth = 0
        root: ET.Element | None = None
        try:
            for event, element in ET.iterparse(BytesIO(content), ("start", "end")):
                depth += 1 if event == "start" else -1
                if depth > limits.DEPTH:
                    raise self._bomb(f"{part} ist tiefer als {limits.DEPTH} Ebenen geschachtelt")
                root = element
        except ET.ParseError:
            raise self._damaged() from None
        if root is None:
            raise self._damaged()
        return root

    def _damaged(self) -> TextError:
        return TextError(
            "Das Dokument ist beschädigt oder unvollständig",
            place=self._name,
            hint="Die Datei noch einmal holen oder neu speichern",
        )

    def _bomb(self, detail: str) -> TextError:
        return TextError(
            f"Das Dokument wird nicht entpackt, es wäre unmäßig groß ({detail})",
            place=self._name,
            hint="Das Dokument als .pdf oder .txt ablegen",
        )


def local(element: ET.Element) -> str:
    """Return an element's name without its namespace."""
    return _NAMESPACE.sub("", element.tag) if isinstance(element.tag, str) else ""


def attribute(element: ET.Element | None, name: str) -> str | None:
    """Return an attribute by its name without the namespace."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if key == name or key.endswith("}" + name):
            return value
    return None


def child(element: ET.Element | None, name: str) -> ET.Element | None:
    """Return the first child of a name without the namespace."""
    if element is None:
        return None
    return next((each for each in element if local(each) == name), None)


def core_title(root: ET.Element, text: str) -> str | None:
    """Return ``dc:title`` if the text itself begins with these words somewhere near its head."""
    return _repeated(root, "title", text[:3000])


def core_author(root: ET.Element, text: str) -> str | None:
    """Return the author that the file names if the text names the same."""
    return _repeated(root, "initial-creator", text) or _repeated(root, "creator", text)


def _repeated(root: ET.Element, name: str, text: str) -> str | None:
    for element in root.iter():
        if local(element) == name and element.text and len(element.text.strip()) > 3:
            value = " ".join(element.text.split())
            if value.casefold() in " ".join(text.split()).casefold():
                return value
    return None
