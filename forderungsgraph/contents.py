"""What a release says of itself: the entries of its manifest, and the lists beside the data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rdflib import SH

from .graph import Tally
from .leftout import LeftOut
from .process import Summary
from .proposals import REJECTED, REVIEW
from .report import Report


def facts_of(
    kept: Sequence[Summary], left_out: Sequence[LeftOut], tally: Tally, report: Report
) -> dict[str, Any]:
    """Return what the manifest says of the contents."""
    return {
        "counts": {
            "documents": len(kept),
            "demands": sum(len(document.demands) for document in kept),
            "laws": tally.laws,
            "services": tally.services,
            "review": sum(len(document.review) for document in kept),
            "rejected": sum(len(document.rejected) for document in kept),
            "reviewed": sum(document.reviewed for document in kept),
            "triples": tally.triples,
            "violations": sum(result.severity == str(SH.Violation) for result in report.results),
        },
        "documents": [
            {
                "slug": document.slug,
                "title": document.title,
                "demands": len(document.demands),
                "review": len(document.review),
                "sha256": document.sha256,
                **({"unchecked": list(document.unchecked)} if document.unchecked else {}),
            }
            for document in kept
        ],
        "leftOut": [{"name": entry.name, "reason": entry.reason} for entry in left_out],
    }


def files_of(kept: Sequence[Summary]) -> dict[str, bytes]:
    """Return the lists that lie beside the data."""
    lists = {
        REVIEW: (line for document in kept for line in document.review),
        REJECTED: (line for document in kept for line in document.rejected),
    }
    return {name: "".join(f"{line}\n" for line in lines).encode("utf-8") for name, lines in lists.items()}
