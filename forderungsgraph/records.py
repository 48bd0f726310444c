"""What the converter found, as flat records in the schema of the gold (for ``extract`` and ``evaluate``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .model import Actor, Conversion, Demand, EntityKind, Mention


def demand_records(conversion: Conversion) -> Iterator[dict[str, Any]]:
    """Yield one record per demand; ``start`` and ``end`` are code points of the file's text."""
    for demand in conversion.demands:
        yield demand_record(conversion.name, demand)


def demand_record(document: str, demand: Demand) -> dict[str, Any]:
    """Return the record of one demand.

    :param document: file name of its text
    """
    return {
        "doc": document,
        "start": demand.span.start,
        "end": demand.span.end,
        "text": demand.text,
        "demander": _actors(demand.demanders),
        "addressee": _actors(demand.addressees),
        "laws": _names(demand.mentions, EntityKind.LAW),
        "services": _names(demand.mentions, EntityKind.SERVICE),
        "kind": demand.kind.value,
        "section": demand.section,
        "confidence": demand.confidence,
        "rule": demand.rule,
    }


def document_record(conversion: Conversion) -> dict[str, Any]:
    """Return what is known of the document as a whole."""
    facts = conversion.facts
    return {
        "doc": conversion.name,
        "type": facts.type.value if facts.type else None,
        "title": facts.title,
        "date": facts.date,
        "place": facts.place,
        "publisher": facts.publisher,
        "authors": list(facts.authors),
        "laws": _names(conversion.mentions, EntityKind.LAW),
        "services": _names(conversion.mentions, EntityKind.SERVICE),
        "programmes": _names(conversion.mentions, EntityKind.PROGRAMME),
        "organisations": _names(conversion.mentions, EntityKind.ORGANISATION),
    }


def _actors(actors: Iterable[Actor]) -> list[str]:
    return list(dict.fromkeys(actor.name for actor in actors))


def _names(mentions: Iterable[Mention], kind: EntityKind) -> list[str]:
    return list(dict.fromkeys(mention.name for mention in mentions if mention.kind is kind))
