"""Identifiers of things that texts name, and descriptions of those which no register knows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from rdflib import RDF, SKOS, Graph, URIRef

from forderungsgraph.iri import ELI, FG, Iris, slug
from forderungsgraph.model import EntityKind, Mention
from forderungsgraph.registers import Registers, name_key

from .contacts import without_contacts
from .terms import boolean, label, text

CLASSES: Final[dict[EntityKind, URIRef]] = {
    EntityKind.LAW: FG.Law,
    EntityKind.SERVICE: FG.BasicService,
    EntityKind.PROGRAMME: FG.Programme,
    EntityKind.PRINCIPLE: FG.Principle,
    EntityKind.ORGANISATION: FG.Actor,
}
CONCEPTS: Final = frozenset({EntityKind.SERVICE, EntityKind.PRINCIPLE})


def part_of_citation(citation: str) -> str:
    """Return the key of the section or article that a citation names, e.g. ``par-12``, ``art-91c``.

    >>> part_of_citation("§ 12 Abs. 1 Satz 2"), part_of_citation("Artikel 91c GG")
    ('par-12', 'art-91c')
    """
    found = re.match(r"(§+|Art(?:ikel|\.)?)\s*(\d+\s?[a-z]?)\b", citation.strip())
    if found is None:
        return slug(citation)
    return f"{'par' if found[1].startswith('§') else 'art'}-{found[2].replace(' ', '')}"


@dataclass(frozen=True, slots=True)
class Entities:
    """Maps names and register keys to nodes, and describes nodes that are in no register table."""

    registers: Registers
    iris: Iris

    def node(self, kind: EntityKind, name: str, key: str | None) -> URIRef:
        """Return the identifier; a name without a key is its own key."""
        return self.iris.thing(kind.value, key or slug(name))

    def describe(self, graph: Graph, kind: EntityKind, name: str, key: str | None) -> URIRef:
        """Return the identifier and say in ``graph`` what it is, unless a register table does."""
        node = self.node(kind, name, key)
        own_key = key or slug(name)
        known_law = kind is EntityKind.LAW and self.registers.is_described(own_key)
        if known_law or (kind, own_key) in self.registers.entities or (node, RDF.type, None) in graph:
            return node
        known = self.registers.get(kind, own_key)
        shown = without_contacts(known.label if known else name)
        graph.add((node, RDF.type, FG[known.cls] if known else CLASSES[kind]))
        label(graph, node, shown)
        if kind in CONCEPTS:
            graph.add((node, SKOS.prefLabel, text(shown, "de")))
        graph.add((node, FG.inRegister, boolean(False)))
        if known and known.abbreviation:
            graph.add((node, FG.abbreviation, text(known.abbreviation)))
        return node

    def mention(self, graph: Graph, mention: Mention) -> URIRef:
        """Return the node that a mention means: the provision where a law's part is cited."""
        node = self.describe(graph, mention.kind, mention.name, mention.key)
        if mention.kind is not EntityKind.LAW or mention.provision is None:
            return node
        law = mention.key or slug(mention.name)
        part = part_of_citation(mention.provision)
        provision = self.iris.thing("law", f"{law}/{part}")
        if not self.registers.is_described(law, part):
            graph.add((provision, RDF.type, FG.Provision))
            cited = re.sub(r"\s+(?:Abs|Absatz|Satz|S|Nr|Nummer|Buchst)\b.*", "", mention.provision)
            label(graph, provision, without_contacts(f"{cited} {mention.name}"))
            graph.add((provision, ELI.is_part_of, node))
            graph.add((provision, FG.inRegister, boolean(False)))
        return provision

    def instance(self, mention: Mention, shown: str) -> URIRef | None:
        """Return the one operator's instance of a service that the text names, if it names one."""
        names = {name_key(mention.name), name_key(shown)}
        for row in self.registers.service_instances:
            if row.service == mention.key and name_key(row.label) in names:
                return self.iris.thing("service-instance", row.key)
        return None
