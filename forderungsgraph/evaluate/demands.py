"""Compare extracted records with gold by the annotation guideline.

Demands are matched one to one by overlap (intersection over union of their spans), best pairs first.
Gold spans marked ``ignore`` and repeated ones (``dup_of``) reward and punish nobody: a found span that
matches no demand and lies on such a span is left out of the count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .groups import groups_of
from .matching import RIGHT, STRICT, Record, excused, is_neutral, match, overlap
from .measures import FACTS, Evaluation, Wrong
from .names import actor_key, answers, compare, name_key


def evaluate(
    gold: Sequence[Record],
    found: Sequence[Record],
    gold_documents: Sequence[Record],
    found_documents: Sequence[Record],
    texts: Mapping[str, str] | None = None,
) -> Evaluation:
    """Return the measures of the guideline for the documents listed in ``gold_documents``.

    :param texts: the texts by ``doc``, by which documents with lists are told
    """
    result = Evaluation()
    found_by_doc = {record["doc"]: record for record in found_documents}
    for document in gold_documents:
        doc = document["doc"]
        result.documents += 1
        all_gold = [row for row in gold if row["doc"] == doc]
        candidates = [row for row in found if row["doc"] == doc]
        _score_demands(result, document, all_gold, candidates, (texts or {}).get(doc))
        _score_mentions(result, document, found_by_doc.get(doc, {}))
        _score_facts(result, document, found_by_doc.get(doc, {}))
    return result


def _score_demands(
    result: Evaluation,
    document: Record,
    all_gold: Sequence[Record],
    found: Sequence[Record],
    text: str | None,
) -> None:
    gold = [row for row in all_gold if not is_neutral(row)]
    neutral = [row for row in all_gold if is_neutral(row)]
    pairs = match(gold, found, RIGHT)
    matched = {i for i, _ in pairs}
    taken = {j for _, j in pairs}
    missed = [row for i, row in enumerate(gold) if i not in matched]
    unmatched = [row for j, row in enumerate(found) if j not in taken]
    false = [row for row in unmatched if not excused(row, neutral)]
    counts = (len(pairs), len(pairs) + len(false), len(gold))
    result.demands.add(*counts)
    result.strict.add(len(match(gold, found, STRICT)), *counts[1:])
    result.by_type[str(document.get("type") or "ohne Angabe")].add(*counts)
    for group in groups_of(document, gold, text):
        result.groups[group].add(*counts)
    if not gold:
        result.empty_documents += 1
        result.false_in_empty += len(false)
    repeated = [row for row in neutral if row.get("dup_of") and not row.get("ignore")]
    again = len(match(repeated, unmatched, RIGHT))
    result.repetitions.add(again, again, len(repeated))
    result.misses += [_shown(row, text) for row in missed]
    result.false_alarms += false
    for row in missed:
        result.by_kind[row["kind"]].add(0, 0, 1)
    for row in false:
        result.by_kind[row["kind"]].add(0, 1, 0)
    for i, j in pairs:
        # a hit counts for the kind that it should have, so that the kinds add up to all demands
        result.by_kind[gold[i]["kind"]].add(1, 1, 1)
        if overlap(gold[i], found[j]) < STRICT:
            result.partial.append((_shown(gold[i], text), found[j]))
        _score_pair(result, gold[i], found[j])


def _shown(row: Record, text: str | None) -> Record:
    """Return a row of gold with its quotation, for readers."""
    return row if text is None else {**row, "text": text[row["start"] : row["end"]]}


def _score_pair(result: Evaluation, gold: Record, found: Record) -> None:
    right = gold["kind"] == found["kind"]
    result.kind.add(right, 1, 1)
    if not right:
        result.wrong.append(_wrong("kind", gold, [gold["kind"]], [found["kind"]]))
    for name, count, mean in (
        ("demander", result.demander, result.demander_mean),
        ("addressee", result.addressee, result.addressee_mean),
    ):
        scores = compare(answers(gold, name), found[name], actor_key)
        count.add(*scores)
        hit, given, expected = scores
        mean.total += 2 * hit / (given + expected) if given + expected else 1.0
        mean.n += 1
        if not hit == given == expected:
            result.wrong.append(_wrong(name, gold, gold[name], found[name]))
    for name, count in (("laws", result.demand_laws), ("services", result.demand_services)):
        optional = {name_key(each) for each in (gold.get(f"{name}_optional") or [])}
        expected_keys = {name_key(each) for each in gold[name]}
        names = [each for each in found[name] if name_key(each) not in optional - expected_keys]
        scores = compare([gold[name]], names, name_key)
        count.add(*scores)
        if not scores[0] == scores[1] == scores[2]:
            result.wrong.append(_wrong(name, gold, gold[name], names))


def _wrong(name: str, row: Record, expected: Sequence[str], found: Sequence[str]) -> Wrong:
    span = (row["start"], row["end"]) if "start" in row else None
    return Wrong(row["doc"], name, span, tuple(expected), tuple(found))


def _score_mentions(result: Evaluation, document: Record, found: Record) -> None:
    """Count laws and services of the whole document where gold has them."""
    for name, count in (("laws", result.laws), ("services", result.services)):
        if name not in document:
            continue
        optional = {name_key(n) for n in (document.get(f"{name}_optional") or [])}
        expected = {name_key(n) for n in (document[name] or [])}
        names = [n for n in found.get(name, []) if name_key(n) not in optional - expected]
        given = {name_key(n) for n in names}
        count.add(len(given & expected), len(given), len(expected))
        if given != expected:
            result.wrong.append(_wrong(name, {"doc": document["doc"]}, document[name] or [], names))


def _score_facts(result: Evaluation, document: Record, found: Record) -> None:
    """Count each fact that both records have a field for; what is unknown to both counts nowhere."""
    for name in FACTS:
        if name not in document or name not in found:
            continue
        key = actor_key if name in ("publisher", "authors") else name_key
        wanted, values = _values(document[name]), _values(found[name])
        expected, given = {key(value) for value in wanted}, {key(value) for value in values}
        result.facts[name].add(len(expected & given), len(given), len(expected))
        if given != expected:
            result.wrong.append(_wrong(name, {"doc": document["doc"]}, wanted, values))


def _values(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]
