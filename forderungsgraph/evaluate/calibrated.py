"""From cases to the file that the converter reads, and to the tables of the documentation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..convert.calibration import FAMILIES, LINKS, SURE
from .calibration import (
    Bin,
    Case,
    Step,
    by_group,
    cross_validated,
    expected_error,
    fit,
    rates,
    reliability,
    to_steps,
)
from .cases import Cases

_BINS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_HEAD: Final = """\
# Wie oft Funde richtig waren, nach Regelfamilie und Gewicht, und wie oft Verknüpfungen, nach ihrer Regel.
# Gemessen und geschrieben von scripts/calibrate.py; nicht von Hand ändern. Erklärt in docs/extraction.md.
#
# How often findings and links were right; measured and written by scripts/calibrate.py.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """Cases of the texts for developing and of those kept back.

    :param documents: number of documents
    """

    documents: int
    demands: tuple[Case, ...]
    links: Mapping[str, tuple[Case, ...]]


def together(found: Iterable[Cases]) -> Measured:
    """Return the cases of many documents."""
    demands: list[Case] = []
    links: dict[str, list[Case]] = {kind: [] for kind in LINKS}
    documents = 0
    for each in found:
        documents += 1
        demands += each.demands
        for kind, case in each.links:
            links[kind].append(case)
    return Measured(documents, tuple(demands), {kind: tuple(cases) for kind, cases in links.items()})


def calibration_text(dev: Measured, held: Measured) -> str:
    """Return ``data/lexicon/calibration.toml``: fitted to ``dev`` alone; what ``held`` shows is only told.

    The reliability of ``dev`` is cross-validated, that of ``held`` is that of the probabilities as fitted.
    """
    families = fit(dev.demands, FAMILIES)
    steps = {name: to_steps(found) for name, found in families.items()}
    lines = [_HEAD, "[measured]", *_counts("dev", dev), *_counts("held", held)]
    lines += ["", "[demands]", *(_table(name, map(_step, found)) for name, found in families.items())]
    for kind in LINKS:
        lines += ["", f"[links.{kind}]", *_link_lines(dev.links[kind], held.links[kind])]
    for name, cases, shares in (
        ("dev", dev.demands, cross_validated(dev.demands, FAMILIES)),
        ("held", held.demands, [steps[case.group].at(case.weight) for case in held.demands]),
    ):
        lines += ["", f"[reliability.{name}]", *_reliability_lines(cases, [min(s, SURE) for s in shares])]
    return "\n".join(lines) + "\n"


def _counts(name: str, measured: Measured) -> Iterator[str]:
    yield f"{name} = {{ documents = {measured.documents}, findings = {len(measured.demands)} }}"


def _link_lines(dev: Sequence[Case], held: Sequence[Case]) -> Iterator[str]:
    by_rule, otherwise = rates(dev)
    yield f"otherwise = {_places(otherwise)}"
    yield f"dev = {{ n = {len(dev)}, right = {sum(case.right for case in dev)} }}"
    yield f"held = {{ n = {len(held)}, right = {sum(case.right for case in held)} }}"
    yield _table("rules", (_rate(rule, step) for rule, step in by_rule.items()))


def _reliability_lines(cases: Sequence[Case], shares: Sequence[float]) -> Iterator[str]:
    bins = reliability(cases, shares, _BINS)
    yield f"error = {_places(expected_error(bins))}"
    yield _table("bins", (f"from = {each.start}, {_bin(each)}" for each in bins))
    groups = by_group(cases, shares)
    yield _table("families", (f'family = "{name}", {_bin(each)}' for name, each in groups.items()))


def _table(name: str, rows: Iterable[str]) -> str:
    return f"{name} = [\n" + "".join(f"  {{ {row} }},\n" for row in rows) + "]"


def _step(step: Step) -> str:
    return f"from = {step.start}, share = {_places(step.share)}, n = {step.n}, right = {step.right}"


def _rate(rule: str, step: Step) -> str:
    return f'rule = "{rule}", share = {_places(step.share)}, n = {step.n}, right = {step.right}'


def _bin(each: Bin) -> str:
    return f"n = {each.n}, mean = {_places(each.mean)}, right = {each.right}"


def _places(value: float) -> float:
    return round(value, 4)


# the tables of the documentation


def calibration_tables(text: str) -> str:
    """Return the tables for readers from the text of ``calibration.toml``."""
    known = tomllib.loads(text)
    measured = known["measured"]
    parts = [
        f"Gemessen an {measured['dev']['documents']} Entwicklungsdokumenten ({measured['dev']['findings']} Funde) "
        f"und {measured['held']['documents']} zurückgehaltenen ({measured['held']['findings']} Funde).",
        "",
        "| Familie | Sicherheit nach Gewicht (auf den Entwicklungssätzen: richtige von Funden) |",
        "|---|---|",
    ]
    for name in FAMILIES:
        steps = "; ".join(
            f"ab {_comma(row['from'])}: **{_comma(min(row['share'], SURE), 2)}** ({row['right']} von {row['n']})"
            for row in known["demands"][name]
        )
        parts.append(f"| `{name}` | {steps} |")
    parts += ["", *_reliability_table(known["reliability"]), "", *_family_table(known["reliability"])]
    parts += ["", *_links_table(known["links"])]
    return "\n".join(parts) + "\n"


def _reliability_table(known: Mapping[str, Any]) -> Iterator[str]:
    yield "| Sicherheit | Entwicklung: Funde | genannt | richtig | zurückgehalten: Funde | genannt | richtig |"
    yield "|---|---|---|---|---|---|---|"
    rows = {name: {row["from"]: row for row in known[name]["bins"]} for name in ("dev", "held")}
    for start in sorted({*rows["dev"], *rows["held"]}):
        cells = (cell for name in ("dev", "held") for cell in _cells(rows[name].get(start)))
        yield f"| {_comma(start)}–{_comma(start + 0.1)} | {' | '.join(cells)} |"
    errors = (f"{_comma(known[name]['error'], 3)}" for name in ("dev", "held"))
    yield "| mittlerer Fehler (ECE) | " + " | ".join(f"| | **{error}**" for error in errors) + " |"


def _family_table(known: Mapping[str, Any]) -> Iterator[str]:
    yield "| Familie | Entwicklung: Funde | genannt | richtig | zurückgehalten: Funde | genannt | richtig |"
    yield "|---|---|---|---|---|---|---|"
    rows = {name: {row["family"]: row for row in known[name]["families"]} for name in ("dev", "held")}
    for family in FAMILIES:
        cells = (cell for name in ("dev", "held") for cell in _cells(rows[name].get(family)))
        yield f"| `{family}` | {' | '.join(cells)} |"


def _links_table(known: Mapping[str, Any]) -> Iterator[str]:
    yield "| Verknüpfung | gefunden durch | Sicherheit | Entwicklung: richtig von | zurückgehalten, alle Regeln: richtig von |"
    yield "|---|---|---|---|---|"
    names = {"demander": "Fordernde", "addressee": "Adressaten", "laws": "Gesetze", "services": "Dienste"}
    words = {"stated": "im Satz genannt", "inferred": "erschlossen"}
    for kind in LINKS:
        record = known[kind]
        for row in record["rules"]:
            rule = words.get(row["rule"], f"`{row['rule']}`")
            share = _comma(min(row["share"], SURE), 2)
            yield f"| {names[kind]} | {rule} | {share} | {row['right']} von {row['n']} | |"
        share = _comma(min(record["otherwise"], SURE), 2)
        dev, held = record["dev"], record["held"]
        yield (
            f"| {names[kind]} | alle | {share} | {dev['right']} von {dev['n']} | {held['right']} von {held['n']} |"
        )


def _cells(row: Mapping[str, Any] | None) -> tuple[str, str, str]:
    if row is None:
        return "0", "–", "–"
    return str(row["n"]), _comma(row["mean"], 2), _comma(row["right"] / row["n"], 2)


def _comma(value: float, places: int | None = None) -> str:
    shown = f"{round(value, 2):g}" if places is None else f"{value:.{places}f}"
    return shown.replace(".", ",")
