"""Read an act from the XML in which federal law is published (gii-norm DTD 1.01, gesetze-im-internet.de).

An act is a list of ``norm`` elements: the first one tells about the act as a whole, each other one is a
heading of its structure (``gliederungseinheit``), a paragraph (``enbez``, ``titel``), or both at once. Files
come from others: entities that a file declares itself are refused, none is ever resolved, nothing is
fetched, and an act is read norm by norm so that a large one takes no more memory than its largest part.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from forderungsgraph.errors import LawFileError

from .kinds import PartialDate

LARGEST: Final = 64 * 2**20
"""Bytes of one file: twenty times the largest of 2026."""

_REPEALED: Final = "(XXXX)"
_FORMAL: Final = re.compile(r"(?:Eingangs|Schlu(?:ss|ß))formel|Inhalts(?:übersicht|verzeichnis)", re.I)
_NUMBER: Final = re.compile(r"(?P<sign>§§?|Art(?:ikel|\.)?)\s*(?P<number>\d+\s?[a-z]{0,2})")
_SPELLED: Final = re.compile(r"^Art(?=\s)")
_DAY: Final = r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})"
_LAST: Final = re.compile(rf"geändert\s+durch\b.*?\bv\.\s*{_DAY}", re.S)
# *Es ist gem. Art. 25 Abs. 1 dieses G am 18.8.2017 in Kraft getreten*; parts of an act *sind* in Kraft getreten
_IN_FORCE: Final = re.compile(
    r"\b(?:Es|Sie|Das\s+G|Die\s+V|Das\s+Gesetz|Die\s+Verordnung)\s+ist\s"
    rf"(?:(?!\bsind\b|in\s+Kraft\b).){{0,160}}?\bam\s+{_DAY}\s+in\s+Kraft\s+getreten",
    re.S,
)
_REMARKS: Final = re.compile(r"\s*\((?:Fn|FNA|X{3})[^)]*\)")
_BREAKS: Final = frozenset({"P", "BR", "DT", "DD", "LA", "row", "entry", "Title", "Subtitle", "DL"})


@dataclass(frozen=True, slots=True)
class Division:
    """A part of an act's structure: book, part, chapter.

    :param key: part of its identifier, e.g. ``gl-010020``
    :param designation: e.g. ``Abschnitt 2``
    :param parent: key of the division in which it lies, None on the top
    """

    key: str
    designation: str
    heading: str | None
    parent: str | None
    position: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered part of an act: §, article, annex.

    :param key: part of its identifier, as citations have it: ``par-12``, ``art-91c``, ``anlage-1``
    :param designation: as it is cited: ``§ 12``, ``Art. 91c``
    :param division: key of the division in which it stands
    :param text: only where texts were wanted
    """

    key: str
    designation: str
    heading: str | None
    division: str | None
    position: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as published.

    :param identifier: number of the documentation, e.g. ``BJNR313800017``
    :param abbreviation: the official one, else the one under which it is filed; may end in a year
    :param short: official short title
    :param date: on which it was issued
    :param citations: where it was published, in the usual form
    :param last_amendment: what the file says of its state
    :param notes: what else the file says of it: new version, repeal, hints
    :param in_force: on which it entered into force, where the file says one day only
    :param state: on which the file was made
    """

    identifier: str
    abbreviation: str | None
    short: str | None
    title: str
    date: PartialDate | None
    citations: tuple[str, ...]
    last_amendment: str | None
    last_amended: PartialDate | None
    notes: tuple[str, ...]
    in_force: PartialDate | None
    state: PartialDate | None
    divisions: tuple[Division, ...]
    paragraphs: tuple[Paragraph, ...]


def read_act(raw: bytes, place: str) -> Act:
    """Return the act of one file without its text.

    :param place: name of the file, for errors
    :raises LawFileError: not XML, not this format, too large, or with entities of its own
    """
    return _read(raw, place, with_text=False)


def read_act_with_text(raw: bytes, place: str) -> Act:
    """Return the act of one file with the text of each paragraph.

    :raises LawFileError: as ``read_act``
    """
    return _read(raw, place, with_text=True)


def _read(raw: bytes, place: str, *, with_text: bool) -> Act:
    if len(raw) > LARGEST:
        raise LawFileError(
            f"Die Datei ist größer als {LARGEST // 2**20} MB", place=place, hint="Sie bleibt außen vor"
        )
    structure = _Structure(with_text)
    head: dict[str, Any] | None = None
    try:
        for norm in _norms(raw, place):
            meta = norm.find("metadaten")
            if meta is None:
                continue
            if head is None:
                head = _head(norm, meta, place)
            else:
                structure.add(norm, meta)
    except etree.XMLSyntaxError as error:
        raise LawFileError(
            f"Die Datei ist kein wohlgeformtes XML ({error.msg})",
            place=place,
            line=error.lineno,
            hint="Die Datei neu beziehen",
        ) from None
    if head is None:
        raise LawFileError(
            "Die Datei enthält kein Gesetz",
            place=place,
            hint="Erwartet ist XML nach gii-norm mit norm-Elementen",
        )
    return Act(**head, divisions=tuple(structure.divisions), paragraphs=tuple(structure.paragraphs))


def _norms(raw: bytes, place: str) -> Iterator[Any]:
    """Yield each norm, and forget it afterwards."""
    # only the ends of norms are told: an event for each element would take four times as long
    norms = etree.iterparse(
        io.BytesIO(raw),
        events=("end",),
        tag="norm",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    for _, norm in norms:
        _check(norm.getroottree().getroot(), place)
        yield norm
        norm.clear()
        while norm.getprevious() is not None:
            del norm.getparent()[0]
    _check(norms.root, place)


def _check(root: Any, place: str) -> None:
    """Refuse what is no act, before anything is taken from it."""
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise LawFileError(
            "Die Datei erklärt eigene Entitäten",
            place=place,
            hint="Das kommt in Gesetzen nicht vor; Herkunft prüfen",
        )
    if root.tag != "dokumente":
        raise LawFileError(
            f"Die Datei beginnt mit „{str(root.tag)[:40]}“ statt mit „dokumente“",
            place=place,
            hint="Erwartet ist das XML der Gesetze im Internet (gii-norm)",
        )


def _head(norm: Any, meta: Any, place: str) -> dict[str, Any]:
    """Return what the first norm tells about the act."""
    identifier = norm.get("doknr") or ""
    if re.fullmatch(r"[A-Z]{2}NR[0-9A-Z]{6,12}", identifier) is None:
        raise LawFileError(
            f"„{identifier[:40]}“ ist keine Nummer eines Gesetzes",
            place=place,
            hint="Das Attribut doknr prüfen",
        )
    title = _REMARKS.sub("", _text(meta, "langue") or _text(meta, "kurzue") or "").strip(" –-")
    short = _text(meta, "kurzue")
    if not title:
        raise LawFileError("Das Gesetz hat keinen Titel", place=place, hint="Das Element langue prüfen")
    states = [
        (_text(entry, "standtyp"), _text(entry, "standkommentar")) for entry in meta.findall("standangabe")
    ]
    amendments = [comment for kind, comment in states if kind == "Stand" and comment]
    notes = [
        f"{kind}: {comment}" if kind != "Sonst" else comment
        for kind, comment in states
        if comment and kind != "Stand"
    ]
    last = _LAST.search(amendments[0]) if amendments else None
    date = _day(_text(meta, "ausfertigung-datum"))
    days = {day for match in _IN_FORCE.finditer("".join(norm.itertext())) if (day := _iso(match)) is not None}
    in_force = days.pop() if len(days) == 1 else None
    return {
        "identifier": identifier,
        "abbreviation": _text(meta, "amtabk") or _text(meta, "jurabk"),
        "short": short if short != title else None,
        "title": title,
        "date": date,
        "citations": tuple(_citation(entry) for entry in meta.findall("fundstelle")),
        "last_amendment": "; ".join(amendments) or None,
        "last_amended": _iso(last) if last is not None else None,
        "notes": tuple(notes),
        "in_force": in_force if in_force is not None and (date is None or date <= in_force) else None,
        "state": _day(_stamp(norm.get("builddate"))),
    }


class _Structure:
    """Divisions and paragraphs in their order."""

    def __init__(self, with_text: bool) -> None:
        self.divisions: list[Division] = []
        self.paragraphs: list[Paragraph] = []
        self._with_text = with_text
        self._numbers: dict[str, str] = {}
        self._keys: set[str] = set()
        self._current: str | None = None
        self._position = 0

    def add(self, norm: Any, meta: Any) -> None:
        unit = meta.find("gliederungseinheit")
        if unit is not None:
            self._enter(unit)
        designation = _text(meta, "enbez")
        if designation is None or designation.startswith(_REPEALED) or _FORMAL.match(designation):
            return
        self._position += 1
        designation = _SPELLED.sub("Art.", designation)
        self.paragraphs.append(
            Paragraph(
                self._free(part_key(designation)), designation, _text(meta, "titel"), self._current, self._position,
                _running(norm.find("textdaten/text")) if self._with_text else None,
            )
        )  # fmt: skip

    def _enter(self, unit: Any) -> None:
        """Open the division that a norm begins or goes on with."""
        number, designation = _text(unit, "gliederungskennzahl") or "", _text(unit, "gliederungsbez") or "-"
        if not number.strip("0") or designation == "-":
            self._current = None  # what stands before or outside the structure
            return
        heading = _text(unit, "gliederungstitel")
        known = self._numbers.get(number)
        if known is not None and any(
            (each.key, each.designation, each.heading) == (known, designation, heading)
            for each in self.divisions
        ):
            self._current = known
            return
        above = (number[:length] for length in range(len(number) - 3, 0, -3))
        parent = next((self._numbers[each] for each in above if each in self._numbers), None)
        self._position += 1
        self._current = self._numbers[number] = self._free(f"gl-{number}")
        self.divisions.append(Division(self._current, designation, heading, parent, self._position))

    def _free(self, key: str) -> str:
        """Return ``key``, numbered where an act counts its paragraphs anew in each article."""
        free, number = key, 1
        while free in self._keys:
            number += 1
            free = f"{key}-{number}"
        self._keys.add(free)
        return free


def part_key(designation: str) -> str:
    """Return the key of a part by the way in which it is cited.

    >>> part_key("§ 12a"), part_key("Art. 91c"), part_key("§ 1.01"), part_key("Anlage 2 (zu § 3)")
    ('par-12a', 'art-91c', 'par-1-01', 'anlage-2-zu-par-3')
    """
    found = _NUMBER.fullmatch(designation.strip())
    if found is not None:
        return f"{'par' if found['sign'].startswith('§') else 'art'}-{found['number'].replace(' ', '')}"
    words = re.sub(r"§+", " par ", designation.translate(_UMLAUTS)).lower()
    return re.sub(r"[^a-z0-9]+", "-", words)[:60].strip("-") or "x"


_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _text(node: Any, tag: str) -> str | None:
    """Return the text of the first child ``tag``, white space folded, None if there is none."""
    found = node.find(tag)
    return None if found is None else _folded(_pieces(found)) or None


def _folded(pieces: Iterable[str]) -> str:
    return " ".join("".join(pieces).replace("\u00ad", "").split())


def _pieces(node: Any) -> Iterator[str]:
    """Yield the texts of a node; footnote marks are none."""
    if node.text:
        yield node.text
    for child in node:
        if child.tag == "BR":
            yield " "
        elif child.tag not in ("FnR", "fussnoten"):
            yield from _pieces(child)
        if child.tail:
            yield child.tail


def _running(node: Any) -> str | None:
    """Return the text of a paragraph, one line for each of its parts."""
    if node is None:
        return None
    parts: list[list[str]] = [[]]
    for event, element in etree.iterwalk(node, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element.tag in _BREAKS and not (element.tag in ("DD", "LA") and parts[-1]):
                parts.append([])
            parts[-1].append(element.text or "")
        elif element is not node:
            parts[-1].append((" " if element.tag == "DT" else "") + (element.tail or ""))
    lines = (_folded(part) for part in parts)
    return "\n".join(line for line in lines if line) or None


def _citation(entry: Any) -> str:
    """Return where an act was published as the usual citation.

    ``BGBl I`` and ``2017, 3122, 3138`` are *BGBl. I 2017 S. 3122, 3138*; since 2023 *BGBl. 2024 I Nr. 245*.
    """
    gazette, place = _text(entry, "periodikum") or "", _text(entry, "zitstelle") or ""
    found = re.fullmatch(r"BGBl\.?( I{1,3})?", gazette)
    numbered = re.fullmatch(r"(\d{4}), Nr\.? (\d+)(?:, (\d[\d, ]*))?( \(.*)?", place)
    if found is not None and numbered is not None:
        page = f" S. {numbered[3]}" if numbered[3] else ""
        return f"BGBl. {numbered[1]}{found[1] or ''} Nr. {numbered[2]}{page}{numbered[4] or ''}"
    paged = re.fullmatch(r"(\d{4}), (\d.*)", place)
    if found is not None and paged is not None:
        return f"BGBl.{found[1] or ''} {paged[1]} S. {paged[2]}"
    return f"{gazette} {place}".strip()


def _stamp(value: str | None) -> str | None:
    found = re.match(r"(\d{4})(\d{2})(\d{2})", value or "")
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def _day(value: str | None) -> PartialDate | None:
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value or "")
    return _calendar(int(found[1]), int(found[2]), int(found[3])) if found else None


def _iso(match: re.Match[str]) -> PartialDate | None:
    return _calendar(int(match[3]), int(match[2]), int(match[1]))


def _calendar(year: int, month: int, day: int) -> PartialDate | None:
    """Return a day of the calendar; a file that names another one names none."""
    try:
        return PartialDate(datetime.date(year, month, day).isoformat())
    except ValueError:
        return None
