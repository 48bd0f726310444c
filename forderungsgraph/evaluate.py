"""Compare extracted records with gold (annotation guideline): plain counts, so that a reader can recompute.

Demands are matched one to one by overlap (intersection over union of their spans), best pairs first.
Gold spans marked ``ignore`` and repeated ones (``dup_of``) reward and punish nobody: a found span that
overlaps only such a span is left out of the count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Record = Mapping[str, Any]


@dataclass(slots=True)
class Count:
    """True positives, found in all, expected in all."""

    hit: float = 0.0
    found: float = 0.0
    expected: float = 0.0

    @property
    def precision(self) -> float:
        """Share of what was found that is right (1 if nothing was found)."""
        return self.hit / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what was expected that was found (1 if nothing was expected)."""
        return self.hit / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.found + self.expected
        return 2 * self.hit / total if total else 1.0

    def add(self, hit: float, found: float, expected: float) -> None:
        """Add counts."""
        self.hit += hit
        self.found += found
        self.expected += expected


@dataclass(slots=True)
class Evaluation:
    """Measures over a set of documents."""

    demands: Count = field(default_factory=Count)
    strict: Count = field(default_factory=Count)
    by_type: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_kind: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    demander: Count = field(default_factory=Count)
    addressee: Count = field(default_factory=Count)
    demand_laws: Count = field(default_factory=Count)
    demand_services: Count = field(default_factory=Count)
    laws: Count = field(default_factory=Count)
    services: Count = field(default_factory=Count)
    facts: dict[str, Count] = field(default_factory=dict)
    false_in_empty: int = 0
    empty_documents: int = 0
    misses: list[Record] = field(default_factory=list)
    false_alarms: list[Record] = field(default_factory=list)
    attribute_errors: list[tuple[str, Record, Record]] = field(default_factory=list)

    def measures(self) -> dict[str, Count]:
        """Return the counts by German name, in the order in which a reader wants them."""
        return {
            "Forderungen": self.demands,
            "Forderungen, streng (Überdeckung ≥ 0,8)": self.strict,
            "Fordernde": self.demander,
            "Adressaten": self.addressee,
            "Gesetze je Forderung": self.demand_laws,
            "Dienste je Forderung": self.demand_services,
            "Gesetze je Dokument": self.laws,
            "Dienste je Dokument": self.services,
            **{f"Angabe {FACTS[name]}": self.facts[name] for name in FACTS if name in self.facts},
            **{f"Typ {name}": count for name, count in sorted(self.by_type.items())},
        }

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values for JSON."""
        return {
            "measures": {
                name: {
                    "precision": round(count.precision, 4),
                    "recall": round(count.recall, 4),
                    "f1": round(count.f1, 4),
                    "hit": count.hit,
                    "found": count.found,
                    "expected": count.expected,
                }
                for name, count in self.measures().items()
            },
            "emptyDocuments": self.empty_documents,
            "falseInEmptyDocuments": self.false_in_empty,
            "misses": [dict(row) for row in self.misses],
            "falseAlarms": [dict(row) for row in self.false_alarms],
        }


FACTS = {
    "type": "Art", "title": "Titel", "date": "Datum", "place": "Ort", "publisher": "Herausgeber", "authors": "Verfasser",
}  # fmt: skip
"""Facts of documents that are compared, with their German names."""


def overlap(first: Record, second: Record) -> float:
    """Return intersection over union of two spans with ``start`` and ``end``."""
    common = min(first["end"], second["end"]) - max(first["start"], second["start"])
    if common <= 0:
        return 0.0
    return float(common / (first["end"] - first["start"] + second["end"] - second["start"] - common))


def match(gold: Sequence[Record], found: Sequence[Record], threshold: float) -> list[tuple[int, int]]:
    """Return index pairs of gold and found spans, one to one, with overlap ≥ ``threshold``, best first."""
    scored = sorted(
        (-overlap(expected, candidate), i, j)
        for i, expected in enumerate(gold)
        for j, candidate in enumerate(found)
        if overlap(expected, candidate) >= threshold
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, i, j in scored:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((i, j))
    return pairs


_STATES = {
    "baden-württemberg": "bw", "baden-württembergisch": "bw", "bayern": "by", "bayerisch": "by",
    "berlin": "be", "berliner": "be", "brandenburg": "bb", "brandenburgisch": "bb", "bremen": "hb", "bremisch": "hb",
    "bremer": "hb", "hamburg": "hh", "hamburger": "hh", "hamburgisch": "hh",
    "hessen": "he", "hessisch": "he", "mecklenburg-vorpommern": "mv", "niedersachsen": "ni",
    "niedersächsisch": "ni", "nordrhein-westfalen": "nw", "nordrhein-westfälisch": "nw", "nrw": "nw",
    "rheinland-pfalz": "rp", "rheinland-pfälzisch": "rp", "saarland": "sl", "saarländisch": "sl",
    "sachsen": "sn", "sächsisch": "sn", "sachsen-anhalt": "st", "sachsen-anhaltisch": "st",
    "schleswig-holstein": "sh", "schleswig-holsteinisch": "sh", "thüringen": "th", "thüringer": "th",
}  # fmt: skip
_GOVERNMENT = frozenset(
    """land landes landesregierung freistaat freistaats freistaates staatsregierung senat senats
    saarland saarlands saarlandes""".split()
)
_ATTRIBUTES = frozenset(
    "der die das des von und regierung freie freien hansestadt künftige neue kommende".split()
)


def _state(word: str) -> str | None:
    """Return the key of the Land that a word in any case names: *Hessens*, *hessischen*, *Saarlandes*."""
    endings = ("", "s", "es", "e", "er", "en", "em", "r", "n")
    stems = (word.removesuffix(ending) for ending in endings if word.endswith(ending))
    return next((_STATES[stem] for stem in stems if stem in _STATES), None)


def actor_key(name: str) -> str:
    """Return a key by which names of the same actor are equal (guideline, section 5).

    >>> actor_key("Land Hessen") == actor_key("Hessische Landesregierung")
    True
    >>> actor_key("Saarland") == actor_key("Landesregierung des Saarlandes")
    True
    >>> actor_key("Deutscher Bundestag") == actor_key("Bundestag")
    True
    >>> actor_key("Hessischer Landtag") == actor_key("Land Hessen")
    False
    """
    plain = re.sub(r"\be\.\s?v\.|\b(?:ggmbh|gmbh|eg|aör|kdör)\b|\([^)]*\)|„|“|\"", " ", name.casefold())
    words = re.findall(r"[\wäöüß/-]+", plain)
    if set(words) & {"bund", "bundesregierung"} and len(words) <= 2:
        return "bund"
    states = {word: _state(word) for word in words}
    state = next(filter(None, states.values()), None)
    others = set(words) - _GOVERNMENT - _ATTRIBUTES - {word for word in words if states.get(word)}
    if state and set(words) & _GOVERNMENT and not others:
        return f"land-{state}"
    if state and re.search(r"minister|senator|sekretär|kanzle|rechnungshof", plain):
        # „Bayerischer Ministerpräsident“ and „Ministerpräsident des Freistaats Bayern“ are one office
        words = [*(word for word in words if not states.get(word) and word not in _GOVERNMENT), state]
    words = [
        word
        for word in words
        if word not in ("deutscher", "deutschen") or not set(words) & {"bundestag", "bundestages"}
    ]
    stop = {"der", "die", "das", "des", "den", "von", "und", "e", "v", "für", "im", "in"}
    return "-".join(re.sub(r"(?:es|en|er|e|s|n)$", "", w) for w in words if w not in stop)


def name_key(name: str) -> str:
    """Return a key by which spellings of a law's or service's name are equal."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _set_score(
    answers: Iterable[Sequence[str]], found: Sequence[str], key: Callable[[str], str]
) -> tuple[int, int, int]:
    """Return (hits, found, expected) against the best of several right answers."""
    given = {key(name) for name in found}
    best: tuple[float, tuple[int, int, int]] | None = None
    for answer in answers:
        expected = {key(name) for name in answer}
        hit = len(given & expected)
        total = len(given) + len(expected)
        score = 2 * hit / total if total else 1.0
        if best is None or score > best[0]:
            best = (score, (hit, len(given), len(expected)))
    assert best is not None
    return best[1]


def evaluate(
    gold: Sequence[Record],
    found: Sequence[Record],
    gold_documents: Sequence[Record],
    found_documents: Sequence[Record],
) -> Evaluation:
    """Return the measures of the guideline for the documents listed in ``gold_documents``."""
    result = Evaluation()
    found_by_doc = {record["doc"]: record for record in found_documents}
    for document in gold_documents:
        doc = document["doc"]
        all_gold = [g for g in gold if g["doc"] == doc]
        scored = [g for g in all_gold if not g.get("ignore") and not g.get("dup_of")]
        neutral = [g for g in all_gold if g.get("ignore") or g.get("dup_of")]
        candidates = [f for f in found if f["doc"] == doc]
        _score_document(result, document, scored, neutral, candidates)
        _score_mentions(result, document, found_by_doc.get(doc, {}))
        _score_facts(result, document, found_by_doc.get(doc, {}))
    return result


def _score_document(
    result: Evaluation,
    document: Record,
    gold: Sequence[Record],
    neutral: Sequence[Record],
    found: Sequence[Record],
) -> None:
    pairs = match(gold, found, 0.5)
    taken = {j for _, j in pairs}
    excused = {
        j
        for j, candidate in enumerate(found)
        if j not in taken
        and any(
            overlap(n, candidate) >= 0.5
            or min(n["end"], candidate["end"]) - max(n["start"], candidate["start"])
            >= 0.5 * min(n["end"] - n["start"], candidate["end"] - candidate["start"])
            for n in neutral
        )
    }
    counted = len(found) - len(excused)
    result.demands.add(len(pairs), counted, len(gold))
    strict = match(gold, found, 0.8)
    result.strict.add(len(strict), len(found) - len(excused - {j for _, j in strict}), len(gold))
    result.by_type[str(document.get("type"))].add(len(pairs), counted, len(gold))
    if not gold:
        result.empty_documents += 1
        result.false_in_empty += counted
    matched_gold = {i for i, _ in pairs}
    for i, expected in enumerate(gold):
        result.by_kind[expected["kind"]].add(i in matched_gold, 0, 1)
        if i not in matched_gold:
            result.misses.append(expected)
    for j, candidate in enumerate(found):
        if j in excused:
            continue
        result.by_kind[candidate["kind"]].add(0, 1, 0)
        if j not in taken:
            result.false_alarms.append(candidate)
    for i, j in pairs:
        expected, candidate = gold[i], found[j]
        for name, count in (("demander", result.demander), ("addressee", result.addressee)):
            answers = [expected[name], *(expected.get(f"{name}_alt") or [])]
            scores = _set_score(answers, candidate[name], actor_key)
            count.add(*scores)
            if scores[0] != scores[1] or scores[0] != scores[2]:
                result.attribute_errors.append((name, expected, candidate))
        for name, count in (("laws", result.demand_laws), ("services", result.demand_services)):
            optional = {name_key(n) for n in (expected.get(f"{name}_optional") or [])}
            given = [n for n in candidate[name] if name_key(n) not in optional]
            scores = _set_score([expected[name]], given, name_key)
            count.add(*scores)
            if scores[0] != scores[1] or scores[0] != scores[2]:
                result.attribute_errors.append((name, expected, candidate))


def _score_mentions(result: Evaluation, document: Record, found: Record) -> None:
    for name, count in (("laws", result.laws), ("services", result.services)):
        optional = {name_key(n) for n in (document.get(f"{name}_optional") or [])}
        expected = {name_key(n) for n in (document.get(name) or [])}
        given = {name_key(n) for n in found.get(name, [])} - (optional - expected)
        count.add(len(given & expected), len(given), len(expected))
        if given != expected:
            result.attribute_errors.append(
                (f"document {name}", document, {"doc": document["doc"], name: sorted(given ^ expected)})
            )


def _score_facts(result: Evaluation, document: Record, found: Record) -> None:
    """Count each fact that both records have a field for; what is unknown to both counts nowhere."""
    for name in FACTS:
        if name not in document or name not in found:
            continue
        key = actor_key if name in ("publisher", "authors") else name_key
        expected, given = ({key(value) for value in _values(record[name])} for record in (document, found))
        result.facts.setdefault(name, Count()).add(len(expected & given), len(given), len(expected))
        if given != expected:
            wrong = {"doc": document["doc"], name: found[name]}
            result.attribute_errors.append((f"document {name}", document, wrong))


def _values(value: Any) -> list[str]:
    return [str(each) for each in (value if isinstance(value, list) else [value]) if each]
