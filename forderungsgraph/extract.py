"""Reading files that need no sidecar: what they demand, as records, and how that compares with gold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .convert.document import Converter
from .convert.ingest import Ingested, Remark, read_file, walk
from .convert.ingest.apart import Ingester, ingest_apart
from .errors import ForderungsgraphError, InputError
from .evaluate import Evaluation
from .evaluate.gold import read_gold
from .evaluate.run import measure
from .model import Conversion
from .records import demand_records, document_record
from .registers import read_registers


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read or evaluated."""

    error: ForderungsgraphError


@cache
def shipped_converter() -> Converter:
    """Return a converter with the shipped registers."""
    return Converter(read_registers())


def read_document(path: Path) -> Ingested:
    """Return the text of a file in any format that can be read; plain text stays as stored.

    :raises UsageError: if it is not there
    :raises TextError: if it is empty, damaged, without text, or not German
    """
    return ingest_apart(read_file(path), name=str(path))


def convert_file(path: Path) -> Conversion:
    """Convert one file; offsets refer to its text as ``read_document`` gives it.

    :raises UsageError: if it is not there
    :raises TextError: if it is empty, damaged, without text, or not German
    """
    return _convert(read_document(path), path)


def _convert(document: Ingested, path: Path) -> Conversion:
    return shipped_converter().convert(document.text, name=path.name)


def extract(
    paths: Sequence[Path], *, documents: bool, min_confidence: float | None = None
) -> Iterator[dict[str, Any] | Failure | Remark]:
    """Yield the records of each file in order: its demands, or one record for the document.

    A folder stands for the files in it. A file that fails becomes a ``Failure``; the others go on.

    :param min_confidence: findings from this confidence on are demands; None: as the converter decides
    """
    with Ingester() as ingester:
        for found in (found for each in paths for found in walk(each)):
            if not isinstance(found, Path):
                yield found if isinstance(found, Remark) else Failure(found)
                continue
            for read in _converted(found, ingester):
                if not isinstance(read, Conversion):
                    yield read
                    continue
                conversion = read if min_confidence is None else read.with_border(min_confidence)
                if documents:
                    yield document_record(conversion)
                else:
                    yield from demand_records(conversion)


def _converted(path: Path, ingester: Ingester) -> Iterator[Conversion | Failure | Remark]:
    """Yield what had to be assumed about a file, then what it holds, or why it cannot be used."""
    try:
        document = ingester.ingest(read_file(path), name=str(path))
        yield from (Remark(path, note) for note in document.notes)
        yield _convert(document, path)
    except ForderungsgraphError as error:
        yield Failure(error)
    except Exception as error:
        message = f"Der Text ließ sich nicht auswerten ({type(error).__name__}: {error})"
        yield Failure(InputError(message, place=path, hint="Bitte mit diesem Text als Fehler melden"))


def measure_sets(
    gold: Sequence[Path], documents: Path | None = None, facts: Path | None = None
) -> tuple[tuple[str, Evaluation], ...]:
    """Return the name and the measures of each set of gold, compared with what the converter finds.

    :param gold: folders of marked texts, folders with ``gold.jsonl``, or files of JSON lines
    :param documents: folder of the texts that JSON lines are about (default: that of the gold)
    :param facts: one JSON object per document (default: ``docs.jsonl`` beside the texts or the gold)
    :raises UsageError: if a file is missing or wrong
    :raises TextError: if a document cannot be used
    """

    def read_text(path: Path) -> str:
        return read_document(path).text

    def convert(text: str, name: str) -> Conversion:
        return shipped_converter().convert(text, name=name)

    sets = [read_gold(path, read_text, documents=documents, facts=facts) for path in gold]
    names = [each.name for each in sets]
    return tuple(
        (each.name if names.count(each.name) == 1 else str(path), measure(each, convert))
        for path, each in zip(gold, sets, strict=True)
    )
