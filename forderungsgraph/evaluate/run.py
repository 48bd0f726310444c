"""Measuring the converter on sets of gold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..convert.sentences import split
from ..errors import UsageError
from ..model import Conversion
from ..records import demand_records, document_record
from .demands import evaluate
from .gold import GoldDocument, GoldSet
from .measures import Evaluation
from .sentences import Boundaries, evaluate_sentences

Convert = Callable[[str, str], Conversion]
"""text and file name to what was found"""


def measure(gold: GoldSet, convert: Convert) -> Evaluation:
    """Return how what ``convert`` finds compares with a set of gold.

    :raises UsageError: if a span of gold ends behind its text
    """
    result = Evaluation()
    for document in gold.documents:
        result.add(_measure_one(document, convert))
    return result


def _measure_one(document: GoldDocument, convert: Convert) -> Evaluation:
    name = str(document.facts["doc"])
    text = document.text()
    beyond = next((row for row in document.demands if row["end"] > len(text)), None)
    if beyond is not None:
        raise UsageError(
            f"Die Annotation {beyond['start']}–{beyond['end']} endet hinter dem Text", place=name,
            hint="Positionen zählen Unicode-Zeichen im Text, wie er gespeichert ist",
        )  # fmt: skip
    conversion = convert(text, name)
    found = list(demand_records(conversion))
    result = evaluate(document.demands, found, [document.facts], [document_record(conversion)], {name: text})
    shifted = sum(not _quoted(row, text) for row in document.demands)
    if shifted:
        result.remarks.append(
            f"{name}: {shifted} von {len(document.demands)} Zitaten der Annotation stehen nicht an ihrer Stelle"
        )
    return result


def _quoted(demand: Mapping[str, Any], text: str) -> bool:
    """Whether the quotation that a row of gold carries stands at its place; white space does not matter."""
    head = "".join(str(demand.get("quote_head") or "").split())
    return "".join(text[demand["start"] : demand["end"]].split()).startswith(head)


def added(results: Iterable[Evaluation]) -> Evaluation:
    """Return the measures over the documents of all ``results`` together."""
    total = Evaluation()
    for result in results:
        total.add(result)
    return total


def whole(sets: Sequence[tuple[str, Evaluation]], *, faults: bool) -> dict[str, Any]:
    """Return the measures over all sets, and those of each, as plain values for JSON.

    :param faults: with every miss, false alarm and wrong value
    """
    total = added(result for _, result in sets)
    parts = {name: result.figures() for name, result in sets}
    return (total.to_dict() if faults else total.figures()) | {"sets": parts}


def measure_sentences(paths: Iterable[Path]) -> Boundaries:
    """Return how well the converter finds the sentence ends of gold files.

    :raises UsageError: if a file is missing or holds no sentence
    """
    return evaluate_sentences(paths, split)
