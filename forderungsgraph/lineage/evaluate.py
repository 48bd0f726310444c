"""How well recurring demands are found: recall among five and precision, on gold of invented demands.

The gold (``tests/data/lineage/README.md``) lists demands in groups; each goes through the converter, so that laws,
services and deadlines come from the text as in a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from forderungsgraph.convert.document import Converter
from forderungsgraph.errors import InputError
from forderungsgraph.model import Demand, DocumentType, EntityKind, Mention, Sidecar, SpeechAct
from forderungsgraph.relations import Relation, RelationKind
from forderungsgraph.statements import KnownDemand

from .relate import FACT, relations, scored

_KINDS: Final = {
    "=": RelationKind.REPEATS,
    "+": RelationKind.SPECIFIES,
    "!": RelationKind.CONTRADICTS,
}
_OTHER: Final = "-"
_PUBLISHER: Final = "Niedersächsischer Städtetag"


@dataclass(frozen=True, slots=True)
class GoldDemand:
    """A line of the gold.

    :param kind: what it is to the first one of its group; None: no pair at all
    """

    group: str
    number: int
    year: str
    kind: RelationKind | None
    text: str

    @property
    def iri(self) -> str:
        """Identifier in the measurement."""
        return f"gold/{self.group}/{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured.

    :param pairs: positive pairs of the gold
    :param recall: share of the pairs, looked at from both sides, whose other demand is among the best five
    :param kept: relations above the least similarity; ``kept_right`` those between demands of one group
    :param found: positive pairs among them
    :param named: relations that rules have typed, that is, all but the merely related; ``named_right`` alike
    :param facts: relations that are facts; ``facts_right`` those between demands of one group
    :param typed: positive pairs whose kind the gold tells and that were found; ``typed_right`` those of this kind
    """

    pairs: int
    recall: float
    kept: int
    kept_right: int
    found: int
    named: int
    named_right: int
    facts: int
    facts_right: int
    typed: int
    typed_right: int


def read_gold(path: Path) -> tuple[GoldDemand, ...]:
    """Read a file of groups.

    :raises InputError: if a line cannot be read; with its number
    """
    found: list[GoldDemand] = []
    group, number = "", 0
    for line_number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.startswith("== "):
            group, number = line[3:].strip(), 0
            continue
        sign, _, rest = line.partition(" ")
        year, _, text = rest.partition(" ")
        if not group or sign not in {*_KINDS, _OTHER} or not year.isdigit() or not text:
            raise InputError("Keine Zeile der Form „= 2019 Text“", place=path, line=line_number)
        found.append(GoldDemand(group, number, year, _KINDS.get(sign), text))
        number += 1
    return tuple(found)


def known_demands(gold: Iterable[GoldDemand], converter: Converter) -> tuple[KnownDemand, ...]:
    """Return the demands of the gold as a build would know them, each in a document of its own."""
    return tuple(_known(entry, converter) for entry in gold)


def _known(entry: GoldDemand, converter: Converter) -> KnownDemand:
    sidecar = Sidecar(
        slug=f"gold-{entry.number}",
        title="Resolution",
        type=DocumentType.RESOLUTION,
        publisher=_PUBLISHER,
        sha256="",
        rights="",
        source="",
        territory="ni",
    )
    found = converter.convert(entry.text, name=entry.iri, sidecar=sidecar)
    demand = max((*found.demands, *found.review), key=lambda each: len(each.text), default=None)
    return _known_demand(demand, found.mentions, entry)


def _known_demand(demand: Demand | None, named: Sequence[Mention], entry: GoldDemand) -> KnownDemand:
    """Return a demand as graphs would describe it; of one that no rule finds, text and names are known."""
    mentions = named if demand is None else demand.mentions

    def things(kind: EntityKind) -> tuple[str, ...]:
        return tuple(
            sorted({f"{kind.value}/{each.key or each.name}" for each in mentions if each.kind is kind})
        )

    return KnownDemand(
        iri=entry.iri,
        wording=demand.wording if demand is not None else entry.text,
        document=f"{entry.iri}/document",
        date=entry.year,
        section="",
        demanders=(),
        addressees=tuple(sorted({each.name for each in demand.addressees})) if demand is not None else (),
        laws=things(EntityKind.LAW),
        services=things(EntityKind.SERVICE),
        others=tuple(sorted((*things(EntityKind.PROGRAMME), *things(EntityKind.PRINCIPLE)))),
        topics=tuple(sorted(demand.topics)) if demand is not None else (),
        instruments=tuple(sorted(each.value for each in demand.instruments)) if demand is not None else (),
        target_groups=(),
        speech_act=demand.speech_act.value if demand is not None else "",
        rejection=demand is not None and demand.speech_act is SpeechAct.REJECTION,
        confidence=demand.confidence if demand is not None else 0.0,
        deadlines=tuple(sorted(each.value or each.text for each in demand.deadlines))
        if demand is not None
        else (),
        amounts=tuple(sorted((each.value for each in demand.amounts), key=Decimal))
        if demand is not None
        else (),
        status=None,
        passages=(),
    )


def positive_pairs(gold: Sequence[GoldDemand]) -> dict[frozenset[str], RelationKind | None]:
    """Return the pairs of the gold with the kind of relation, None where the gold does not tell it."""
    pairs: dict[frozenset[str], RelationKind | None] = {}
    groups: dict[str, list[GoldDemand]] = {}
    for entry in gold:
        if entry.kind is not None:
            groups.setdefault(entry.group, []).append(entry)
    for members in groups.values():
        for place, one in enumerate(members):
            for other in members[place + 1 :]:
                told = one.kind is RelationKind.REPEATS
                pairs[frozenset((one.iri, other.iri))] = other.kind if told else None
    return pairs


def measure(gold: Sequence[GoldDemand], demands: Sequence[KnownDemand], *, fact: float = FACT) -> Figures:
    """Measure on demands that were made of ``gold``."""
    return figures(positive_pairs(gold), demands, fact=fact)


def figures(
    pairs: Mapping[frozenset[str], RelationKind | None], demands: Sequence[KnownDemand], *, fact: float = FACT
) -> Figures:
    """Measure against pairs of identifiers."""
    best = {frozenset((one.demand.iri, other.demand.iri)) for one, other, _ in scored(demands, least=0.0)}
    kept = relations(demands, fact=fact)
    by_pair = {frozenset((relation.source, relation.target)): relation for relation in kept}
    named = [relation for relation in kept if relation.kind is not RelationKind.RELATED]
    facts = [relation for relation in kept if not relation.suggestion]
    told = [(by_pair[pair], kind) for pair, kind in pairs.items() if kind is not None and pair in by_pair]
    return Figures(
        pairs=len(pairs),
        recall=sum(pair in best for pair in pairs) / len(pairs) if pairs else 0.0,
        kept=len(kept),
        kept_right=sum(_right(relation, pairs) for relation in kept),
        found=sum(pair in by_pair for pair in pairs),
        named=len(named),
        named_right=sum(_right(relation, pairs) for relation in named),
        facts=len(facts),
        facts_right=sum(_right(relation, pairs) for relation in facts),
        typed=len(told),
        typed_right=sum(relation.kind is kind for relation, kind in told),
    )


def _right(relation: Relation, pairs: Mapping[frozenset[str], RelationKind | None]) -> bool:
    return frozenset((relation.source, relation.target)) in pairs
