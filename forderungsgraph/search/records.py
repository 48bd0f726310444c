"""An answer as plain data, the same at ``/suche.json`` and in the terminal."""

from __future__ import annotations

from typing import Final

from .model import Facet, Hit, Hits

PARAMETERS: Final = {
    "art": "kind",
    "verband": "association",
    "adressat": "addressee",
    "gesetz": "law",
    "dienst": "service",
    "thema": "topic",
    "jahr": "year",
    "sprechakt": "speech-act",
    "stand": "status",
    "sicherheit": "confidence",
}
"""Facets by their German names, as addresses and commands write them."""
ALL_KINDS: Final = "alle"
"""Value of ``art`` for hits of every kind."""


def hits_record(hits: Hits) -> dict[str, object]:
    """Return an answer as JSON has it; ``marks`` and ``excerpt`` are offsets in ``text``."""
    return {
        "total": hits.total,
        "page": hits.page,
        "pages": hits.pages,
        "size": hits.size,
        "sorting": hits.sorting.value,
        "words": list(hits.words),
        "ignored": list(hits.ignored),
        "relaxed": hits.relaxed,
        "hits": [_hit(hit) for hit in hits.entries],
        "facets": [_facet(facet) for facet in hits.facets],
    }


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "kind": hit.kind,
        "iri": hit.iri,
        "title": hit.title,
        "text": hit.text,
        "date": hit.date,
        "document": hit.document,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "excerpt": [hit.excerpt.start, hit.excerpt.end],
        "score": hit.score,
    }


def _facet(facet: Facet) -> dict[str, object]:
    parameter = next(name for name, known in PARAMETERS.items() if known == facet.name)
    return {
        "name": facet.name,
        "parameter": parameter,
        "values": [
            {
                "value": value.value,
                "label": {"de": value.label, "en": value.label_en},
                "count": value.count,
                "chosen": value.chosen,
            }
            for value in facet.values
        ],
    }
