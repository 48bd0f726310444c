"""Compressed copies whose bytes depend on the content alone: no time, no name, no owner."""

from __future__ import annotations

import gzip
import shutil
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import zstandard

_LEVEL: Final = 9
_ZSTD: Final = 12
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""the first moment that a ZIP file can name"""


def gzipped(place: Path) -> Path:
    """Write a ``.gz`` beside a file; return where."""
    target = place.with_name(f"{place.name}.gz")
    with (
        place.open("rb") as source,
        target.open("wb") as raw,
        gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed,
    ):
        shutil.copyfileobj(source, packed, 1 << 20)
    return target


def zstandarded(place: Path) -> Path:
    """Write a ``.zst`` beside a file; return where."""
    target = place.with_name(f"{place.name}.zst")
    with place.open("rb") as source, target.open("wb") as packed:
        zstandard.ZstdCompressor(level=_ZSTD).copy_stream(source, packed, size=place.stat().st_size)
    return target


def zipped(target: Path, files: Iterable[Path], folder: Path) -> None:
    """Write files of a folder into one ZIP file, sorted by name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as packed:
        for file in sorted(files):
            entry = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else the operating system would show
            entry.external_attr = 0o100644 << 16
            with file.open("rb") as source, packed.open(entry, "w") as part:
                shutil.copyfileobj(source, part, 1 << 20)
