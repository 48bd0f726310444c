"""Drawings of a demand: its trace to law, services and outcome."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from forderungsgraph.store import Iri

from ..drawing.network import Line, Relation, Thing, network
from ..languages import at, language, say
from ..present import confidence, initial, short_day
from ..site import site
from .demands import DemandRow, Outcome
from .trace import Edge, Origin

SIGNS: Final = {"good": "✓", "partly": "◐", "open": "○", "bad": "✕", "nothing": "∅", "unknown": "?"}
"""Signs of statuses, the same as those of the badges in the stylesheet."""
_LONGEST: Final = 160


def kind_of(iri: str) -> str:
    """Return what a thing is called above its name, from the kind in its identifier."""
    kind, _, rest = iri.removeprefix(f"{site().release.base}id/").partition("/")
    match kind:
        case "law":
            return say("Vorschrift") if "/" in rest else say("Gesetz")
        case "law-version":
            return say("Fassung")
        case "process":
            return say("Verfahren")
        case "service":
            return say("Basisdienst")
        case "service-instance":
            return say("Ausprägung")
        case "organisation":
            return say("Verband oder Stelle")
        case "demand":
            return say("Forderung")
        case _:
            return ""


def thing(iri: str, look: str = "", note: str = "") -> Thing:
    """Return the box of a thing of the graph; its abbreviation stands beside its kind."""
    labels = site().labels
    small = [part for part in (kind_of(iri), labels.abbreviations.get(iri), note) if part]
    page = site().links.page(iri)
    name = labels.name(iri)
    return Thing(
        iri,
        initial(" · ".join(small)),
        name if len(name) <= _LONGEST else f"{name[:_LONGEST]}…",
        at(page) if page else None,
        look,
        labels.foreign.get(iri),
    )


def demand_box(row: DemandRow, look: str = "demand") -> Thing:
    """Return the box of a demand: its year and its wording."""
    page = site().links.page(row.iri)
    kind = initial(" · ".join(part for part in (say("Forderung"), row.year) if part))
    german = None if language() == "de" else "de"
    return Thing(row.iri, kind, f"„{row.wording}“", at(page) if page else None, look, german)


def drawn_trace(row: DemandRow, edges: list[Edge]) -> Markup | None:
    """Draw the trace of a demand, and at its end what became of it; None where neither is known."""
    boxes = {row.iri: demand_box(row, "centre")}
    relations = []
    for edge in edges:
        for iri in (edge.source.value, edge.target.value):
            boxes.setdefault(iri, thing(iri))
        relations.append(_relation(edge))
    for outcome in row.outcomes:
        boxes[outcome.iri] = _outcome_box(outcome)
        relations.append(
            Relation(row.iri, outcome.iri, say("Ausgang beobachtet"), _source_of(outcome), Line.REGISTER)
        )
    for each in row.suggestions:
        kind = f"{say('Vorschlag')} · {short_day(each.since.value)}" if each.since else say("Vorschlag")
        name = f"≈ {site().labels.name(each.status.value)}"
        boxes[each.iri] = Thing(each.iri, kind, name, look="suggested", last=True)
        relations.append(Relation(row.iri, each.iri, say("Ausgang"), say("erschlossen"), Line.CONCLUDED))
    if not row.outcomes and not row.suggestions and edges:
        boxes["\0unexamined"] = Thing(
            "\0unexamined", initial(say("Stand")), f"? {say('nicht geprüft')}", look="unknown", last=True
        )
        relations.append(Relation(row.iri, "\0unexamined", say("Ausgang"), "", Line.CONCLUDED))
    description = say(
        "Von links nach rechts: die Forderung, das Recht und die Basisdienste, die sie betrifft, und ihr Ausgang. "
        "Durchgezogene Linien stehen im Dokument oder im Register, gestrichelte sind erschlossen."
    )
    return network("spur", say("Spur der Forderung"), description, list(boxes.values()), relations)


def _relation(edge: Edge) -> Relation:
    line, note = Line.CONCLUDED, say("erschlossen")
    if edge.origin is Origin.STATED:
        line, note = Line.STATED, say("im Wortlaut")
    elif edge.origin is Origin.REGISTER:
        line, note = Line.REGISTER, say("Register")
    if edge.confidence:
        note = f"{note}, {confidence(edge.confidence)[1]}"
    return Relation(edge.source.value, edge.target.value, edge.heading, note, line)


def _outcome_box(outcome: Outcome) -> Thing:
    name = f"{SIGNS.get(outcome.look, '')} {site().labels.name(outcome.status.value)}".strip()
    kind = f"{say('Stand')} · {short_day(outcome.observed.value)}" if outcome.observed else say("Stand")
    return Thing(outcome.iri, initial(kind), name, look=f"status {outcome.look}", last=True)


def _source_of(outcome: Outcome) -> str:
    parts = [] if outcome.official is None else [say("amtlich") if outcome.official else say("unabhängig")]
    if isinstance(outcome.certainty, Iri):
        parts.append(site().labels.name(outcome.certainty.value))
    return ", ".join(parts)
