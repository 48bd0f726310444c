"""The registers as triples: one named graph per table; each row says its source and certainty."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, Protocol

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG

from forderungsgraph.iri import ELI, FG, SCHEMA, Iris, slug
from forderungsgraph.model import Certainty, NameKind
from forderungsgraph.registers import EventKind, LawRelationKind, Registers, SourceKind

from .terms import boolean, date, label, text

_RELATIONS: Final[dict[LawRelationKind, URIRef]] = {
    LawRelationKind.AMENDS: FG.amends,
    LawRelationKind.PART_OF: ELI.is_part_of,
    LawRelationKind.BASED_ON: ELI.based_on,
    LawRelationKind.IMPLEMENTS: ELI.implements,
    LawRelationKind.REPLACES: DCTERMS.replaces,
}


class _Row(Protocol):
    """A row that says where it was read."""

    @property
    def source(self) -> str: ...

    @property
    def certainty(self) -> Certainty: ...


class _Name(Protocol):
    """A row of a table of names."""

    @property
    def text(self) -> str: ...

    @property
    def kind(self) -> NameKind: ...


def register_graphs(registers: Registers, iris: Iris) -> Mapping[str, Graph]:
    """Return the graph of each register by the name of its table; names go to the things they name."""
    makers: dict[str, Callable[[_Table], None]] = {
        "sources": _sources,
        "territories": _territories,
        "laws": _laws,
        "law-events": _law_events,
        "law-relations": _law_relations,
        "law-versions": _law_versions,
        "processes": _processes,
        "provisions": _provisions,
        "organisations": _organisations,
        "offices": _offices,
        "services": _services,
        "service-instances": _service_instances,
        "programmes": _programmes,
        "principles": _principles,
        "events": _events,
    }
    graphs = {}
    for name, make in makers.items():
        table = _Table(registers, iris)
        make(table)
        graphs[name] = table.graph
    return graphs


class _Table:
    """One register graph in the making."""

    def __init__(self, registers: Registers, iris: Iris) -> None:
        self.registers = registers
        self.iris = iris
        self.graph = Graph(bind_namespaces="none")

    def thing(self, kind: str, key: str, row: _Row, cls: URIRef) -> URIRef:
        """Add a node with its class, source and certainty."""
        node = self.iris.thing(kind, key)
        self.graph.add((node, RDF.type, cls))
        self.evidence(node, row)
        return node

    def evidence(self, node: URIRef, row: _Row) -> None:
        self.graph.add((node, DCTERMS.source, self.iris.thing("source", row.source)))
        self.graph.add((node, FG.certainty, self.iris.concept("certainty", row.certainty.value)))

    def link(self, node: URIRef, predicate: URIRef, kind: str, key: str | None) -> None:
        if key is not None:
            self.graph.add((node, predicate, self.iris.thing(kind, key)))

    def string(self, node: URIRef, predicate: URIRef, value: str | None, language: str | None = None) -> None:
        if value is not None:
            self.graph.add((node, predicate, text(value, language)))

    def day(self, node: URIRef, predicate: URIRef, value: str | None) -> None:
        if value is not None:
            self.graph.add((node, predicate, date(value)))

    def names(self, node: URIRef, own: Iterable[str | None], rows: Iterable[_Name]) -> None:
        for row in rows:
            if row.kind is NameKind.NEGATIVE:
                self.string(node, FG.negativeLabel, row.text, "de")
            elif row.text not in own:
                self.string(node, SKOS.altLabel, row.text, "de")

    def concept(self, node: URIRef, german: str, english: str) -> None:
        """Label a SKOS concept."""
        label(self.graph, node, german, english)
        self.string(node, SKOS.prefLabel, german, "de")
        self.string(node, SKOS.prefLabel, english, "en")


def _sources(table: _Table) -> None:
    for row in table.registers.sources:
        node = table.iris.thing("source", row.key)
        table.graph.add((node, RDF.type, DCTERMS.BibliographicResource))
        label(table.graph, node, row.citation)
        table.string(node, DCTERMS.bibliographicCitation, row.citation, "de")
        if row.url is not None:
            table.graph.add((node, FOAF.page, URIRef(row.url)))
        if row.kind is SourceKind.DOCUMENT:
            table.link(node, RDFS.seeAlso, "document", row.key)


def _territories(table: _Table) -> None:
    for row in table.registers.territories:
        node = table.thing("territory", row.key, row, FG.Territory)
        label(table.graph, node, row.label, row.label_en)
        table.link(node, DCTERMS.isPartOf, "territory", row.part_of)
        table.string(node, DCTERMS.identifier, row.state_key)
        if row.geocoding is not None:
            table.graph.add((node, SKOS.exactMatch, URIRef(row.geocoding)))


def _laws(table: _Table) -> None:
    for row in table.registers.laws:
        node = table.thing("law", row.key, row, FG.Law)
        label(table.graph, node, row.label, row.label_en)
        table.graph.add((node, DCTERMS.type, table.iris.concept("law-kind", row.kind.value)))
        table.graph.add((node, FG.inRegister, boolean(True)))
        table.string(node, FG.abbreviation, row.abbreviation)
        table.link(node, FG.territory, "territory", row.jurisdiction)
        table.string(node, FG.citation, row.citation)
        table.string(node, DCTERMS.identifier, row.identifier)
        if row.eli is not None:
            table.graph.add((node, RDFS.seeAlso, URIRef(row.eli)))
        names = (name for name in table.registers.law_names if name.law == row.key)
        table.names(node, (row.label, row.abbreviation), names)
        for event in table.registers.law_events:
            if (event.law, event.kind, event.scope) == (row.key, EventKind.ENTRY_INTO_FORCE, None):
                table.day(node, FG.entryIntoForce, event.date)


def _law_events(table: _Table) -> None:
    for row in table.registers.law_events:
        node = table.thing("law-event", row.key, row, FG.LegislativeEvent)
        law = next(law for law in table.registers.laws if law.key == row.law)
        german, english = _EVENTS[row.kind]
        of = f"{law.abbreviation or law.label}, {row.scope}" if row.scope else law.abbreviation or law.label
        # what part of the law it is about is told as the source tells it
        of_en = f"{law.abbreviation or law.label_en or law.label}{f', {row.scope}' if row.scope else ''}"
        label(table.graph, node, f"{german}: {of} ({row.date})", f"{english}: {of_en} ({row.date})")
        table.link(node, FG.eventOf, "law", row.law)
        table.link(node, FG.eventOf, "process", row.process)
        table.graph.add((node, FG.eventKind, table.iris.concept("event-kind", row.kind.value)))
        table.day(node, DCTERMS.date, row.date)
        table.string(node, FG.citation, row.citation)
        table.string(node, RDFS.comment, row.note, "de")


_EVENTS: Final[dict[EventKind, tuple[str, str]]] = {
    EventKind.INTRODUCED: ("Eingebracht", "Introduced"),
    EventKind.PASSED: ("Beschlossen", "Passed"),
    EventKind.CONSENT_REFUSED: ("Zustimmung versagt", "Consent refused"),
    EventKind.MEDIATION: ("Vermittlung angerufen", "Mediation called"),
    EventKind.MEDIATION_RESULT: ("Ergebnis der Vermittlung", "Mediation result"),
    EventKind.ADOPTED: ("Ausgefertigt", "Signed"),
    EventKind.PROMULGATED: ("Verkündet", "Promulgated"),
    EventKind.ENTRY_INTO_FORCE: ("In Kraft getreten", "Entered into force"),
    EventKind.AMENDED: ("Geändert", "Amended"),
    EventKind.INSERTED: ("Eingefügt", "Inserted"),
    EventKind.REPEALED: ("Aufgehoben", "Repealed"),
    EventKind.DEADLINE: ("Frist", "Deadline"),
    EventKind.REVIEW: ("Überprüfung", "Reviewed"),
}


def _law_relations(table: _Table) -> None:
    """Add each relation, and a statement about it that carries its source and certainty."""
    for row in table.registers.law_relations:
        law, other = table.iris.thing("law", row.law), table.iris.thing("law", row.other)
        predicate = _RELATIONS[row.kind]
        table.graph.add((law, predicate, other))
        node = table.thing("statement", f"{row.law}-{row.kind.value}-{row.other}", row, RDF.Statement)
        table.graph.add((node, RDF.subject, law))
        table.graph.add((node, RDF.predicate, predicate))
        table.graph.add((node, RDF.object, other))


def _law_versions(table: _Table) -> None:
    laws = {str(law.key): law.abbreviation or law.label for law in table.registers.laws}
    for row in table.registers.law_versions:
        node = table.thing("law-version", row.key, row, FG.LawVersion)
        until, to = (f" bis {row.valid_to}", f" to {row.valid_to}") if row.valid_to else ("", "")
        name = laws[row.law]
        label(
            table.graph,
            node,
            f"{name}, Fassung vom {row.valid_from}{until}",
            f"{name}, version of {row.valid_from}{to}",
        )
        table.link(node, FG.versionOf, "law", row.law)
        table.day(node, FG.validFrom, row.valid_from)
        table.day(node, FG.validTo, row.valid_to)
        table.string(node, RDFS.comment, row.note, "de")


def _processes(table: _Table) -> None:
    for row in table.registers.processes:
        node = table.thing("process", row.key, row, FG.LegislativeProcess)
        label(table.graph, node, row.label, row.label_en)
        table.link(node, FG.aimsAt, "law", row.law)


def _provisions(table: _Table) -> None:
    laws = {str(law.key): law.abbreviation or law.label for law in table.registers.laws}
    for row in table.registers.provisions:
        node = table.thing("law", row.key, row, FG.Provision)
        label(table.graph, node, f"{row.designation} {laws[row.law]}")
        table.link(node, ELI.is_part_of, "law", row.law)
        table.string(node, FG.citation, f"{row.designation} {laws[row.law]}")
        table.string(node, DCTERMS.title, row.heading, "de")
        table.string(node, RDFS.comment, row.note, "de")
        table.graph.add((node, FG.inRegister, boolean(True)))


def _organisations(table: _Table) -> None:
    for row in table.registers.organisations:
        node = table.thing("organisation", row.key, row, FG[row.cls.value])
        label(table.graph, node, row.label, row.label_en)
        table.graph.add((node, FG.inRegister, boolean(True)))
        table.string(node, FG.abbreviation, row.abbreviation)
        table.link(node, FG.territory, "territory", row.territory)
        for parent in row.member_of:
            table.link(node, ORG.memberOf, "organisation", parent)
        if row.homepage is not None:
            table.graph.add((node, FOAF.homepage, URIRef(row.homepage)))
        table.string(node, RDFS.comment, row.note, "de")
        names = (name for name in table.registers.organisation_names if name.organisation == row.key)
        table.names(node, (row.label, row.abbreviation), names)


def _offices(table: _Table) -> None:
    """Add persons in public roles: the post, who held it, and the day for which the source shows it."""
    bodies = {str(body.key): (body.label, body.label_en) for body in table.registers.organisations}
    for row in table.registers.offices:
        node = table.thing("post", row.key, row, ORG.Post)
        german, english = bodies[row.organisation]
        label(table.graph, node, f"{row.post}, {german}", f"{row.post_en}, {english}")
        table.link(node, ORG.postIn, "organisation", row.organisation)
        table.day(node, DCTERMS.date, row.date)
        holder = table.iris.thing("person", slug(row.holder))
        table.graph.add((node, ORG.heldBy, holder))
        table.graph.add((holder, RDF.type, FOAF.Person))
        table.string(holder, FOAF.name, row.holder)
        label(table.graph, holder, row.holder)


def _services(table: _Table) -> None:
    for row in table.registers.services:
        node = table.thing("service", row.key, row, FG.BasicService)
        table.concept(node, row.label, row.label_en)
        table.graph.add((node, FG.inRegister, boolean(True)))
        table.string(node, SKOS.definition, row.definition, "de")
        table.string(node, SKOS.definition, row.definition_en, "en")
        for broader in row.broader:
            table.link(node, SKOS.broader, "service", broader)
        for provision in row.regulated_by:
            table.link(node, FG.regulatedBy, "law", provision)
        names = (name for name in table.registers.service_names if name.service == row.key)
        table.names(node, (row.label,), names)


def _service_instances(table: _Table) -> None:
    for row in table.registers.service_instances:
        node = table.thing("service-instance", row.key, row, FG.ServiceInstance)
        label(table.graph, node, row.label)
        table.link(node, FG.instanceOf, "service", row.service)
        table.link(node, FG.territory, "territory", row.territory)
        table.link(node, FG.operatedBy, "organisation", row.operator)
        table.day(node, FG.validFrom, row.valid_from)
        table.day(node, FG.validTo, row.valid_to)
        table.link(node, FG.succeededBy, "service-instance", row.successor)
        table.string(node, RDFS.comment, row.note, "de")


def _programmes(table: _Table) -> None:
    for row in table.registers.programmes:
        node = table.thing("programme", row.key, row, FG.Programme)
        label(table.graph, node, row.label, row.label_en)
        table.graph.add((node, FG.inRegister, boolean(True)))
        table.link(node, FG.territory, "territory", row.territory)
        table.link(node, DCTERMS.creator, "organisation", row.owner)
        table.day(node, DCTERMS.date, row.date)
        table.string(node, RDFS.comment, row.note, "de")
        names = (name for name in table.registers.programme_names if name.programme == row.key)
        table.names(node, (row.label,), names)


def _principles(table: _Table) -> None:
    for row in table.registers.principles:
        node = table.thing("principle", row.key, row, FG.Principle)
        table.concept(node, row.label, row.label_en)
        table.graph.add((node, FG.inRegister, boolean(True)))
        table.string(node, SKOS.definition, row.definition, "de")
        table.string(node, SKOS.definition, row.definition_en, "en")
        names = (name for name in table.registers.principle_names if name.principle == row.key)
        table.names(node, (row.label,), names)


def _events(table: _Table) -> None:
    for row in table.registers.events:
        node = table.thing("event", row.key, row, FG.Event)
        label(table.graph, node, row.label, row.label_en)
        table.day(node, DCTERMS.date, row.date)
        table.string(node, SCHEMA.location, row.place, "de")
        table.link(node, FG.territory, "territory", row.territory)
        table.link(node, SCHEMA.organizer, "organisation", row.organiser)
