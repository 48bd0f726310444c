"""Read all register tables and make the entities that converters look for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from forderungsgraph.errors import RegisterError
from forderungsgraph.files import folder as shipped
from forderungsgraph.model import EntityKind, NameKind, RegisterEntity, RegisterName

from . import rows
from .federal import add_federal_laws, keys_by_number, keys_by_title, names_in_texts
from .kinds import OrganisationClass
from .lawarchive import LawArchive
from .lookup import NameIndex, build_index, name_clash
from .tables import Read, Table, check_references, read_table

TABLES: Final[tuple[Table[Any], ...]] = (
    Table("sources", rows.Source, ("key",), "key"),
    Table("territories", rows.Territory, ("key",), "key"),
    Table("laws", rows.Law, ("key",), "key"),
    Table("law_names", rows.LawName, ("law", "text", "territory")),
    Table("processes", rows.Process, ("key",), "key"),
    Table("law_events", rows.LawEvent, ("law", "kind", "date", "scope")),
    Table("law_versions", rows.LawVersion, ("law", "valid_from"), "key"),
    Table("provisions", rows.Provision, ("law", "part"), "key"),
    Table("law_relations", rows.LawRelation, ("law", "kind", "other")),
    Table("organisations", rows.Organisation, ("key",), "key"),
    Table("organisation_names", rows.OrganisationName, ("organisation", "text", "territory")),
    Table("offices", rows.Office, ("key",), "key"),
    Table("services", rows.Service, ("key",), "key"),
    Table("service_names", rows.ServiceName, ("service", "text", "territory")),
    Table("service_instances", rows.ServiceInstance, ("key",), "key"),
    Table("programmes", rows.Programme, ("key",), "key"),
    Table("programme_names", rows.ProgrammeName, ("programme", "text", "territory")),
    Table("principles", rows.Principle, ("key",), "key"),
    Table("principle_names", rows.PrincipleName, ("principle", "text", "territory")),
    Table("events", rows.Event, ("key",), "key"),
)
LEXICON: Final = Table("lexicon", rows.LexiconName, ("kind", "key", "name", "only_in"))
FEDERAL_LAWS: Final = Table("federal_laws", rows.FederalLaw, ("key",))

_CLASSES: Final[Mapping[EntityKind, str]] = {
    EntityKind.LAW: "Law",
    EntityKind.SERVICE: "BasicService",
    EntityKind.PROGRAMME: "Programme",
    EntityKind.PRINCIPLE: "Principle",
}
_Entities = Mapping[tuple[EntityKind, str], RegisterEntity]


@dataclass(frozen=True, slots=True)
class Registers:
    """All that is known beforehand. Rows are in the order of their tables.

    :param entities: reviewed entities by kind and key, with the names of the registers
    :param recognised: the same with the names of the lexicon added, and entities known by name only
    :param provision_keys: of the table of provisions, ``ndig/par-12``
    :param law_keys: keys of federal acts by the number of their published file
    :param law_titles: keys of further federal acts by the letters of their titles
    :param imported: keys of the paragraphs of each act in the archive, by the key of the act
    """

    sources: tuple[rows.Source, ...]
    territories: tuple[rows.Territory, ...]
    laws: tuple[rows.Law, ...]
    law_names: tuple[rows.LawName, ...]
    processes: tuple[rows.Process, ...]
    law_events: tuple[rows.LawEvent, ...]
    law_versions: tuple[rows.LawVersion, ...]
    provisions: tuple[rows.Provision, ...]
    law_relations: tuple[rows.LawRelation, ...]
    organisations: tuple[rows.Organisation, ...]
    organisation_names: tuple[rows.OrganisationName, ...]
    offices: tuple[rows.Office, ...]
    services: tuple[rows.Service, ...]
    service_names: tuple[rows.ServiceName, ...]
    service_instances: tuple[rows.ServiceInstance, ...]
    programmes: tuple[rows.Programme, ...]
    programme_names: tuple[rows.ProgrammeName, ...]
    principles: tuple[rows.Principle, ...]
    principle_names: tuple[rows.PrincipleName, ...]
    events: tuple[rows.Event, ...]
    entities: _Entities
    recognised: _Entities
    index: NameIndex
    provision_keys: frozenset[str]
    law_keys: Mapping[str, str]
    law_titles: Mapping[str, str]
    imported: Mapping[str, frozenset[str]]

    def is_described(self, law: str, part: str | None = None) -> bool:
        """Tell whether a register or the archive describes an act, or a part of it."""
        if part is None:
            return (EntityKind.LAW, law) in self.entities or law in self.imported
        return part in self.imported.get(law, ()) or f"{law}/{part}" in self.provision_keys

    def of_kind(self, kind: EntityKind) -> tuple[RegisterEntity, ...]:
        """Return all recognised entities of ``kind``, reviewed or not, sorted by key."""
        return tuple(entity for (of, _), entity in sorted(self.recognised.items()) if of is kind)

    def get(self, kind: EntityKind, key: str) -> RegisterEntity | None:
        """Return the recognised entity with this key."""
        return self.recognised.get((kind, key))

    def resolve(self, kind: EntityKind, name: str, territory: str | None = None) -> RegisterEntity | None:
        """Return the entity that ``name`` means, whatever its case, hyphens, dots and white space.

        A name that is bound to a territory counts in this territory, and without ``territory`` if only
        one entity bears it. Negative names mean nothing.
        """
        return self.index.resolve(kind, name, territory)


def read_registers(folder: Path | None = None, laws: Path | None = None) -> Registers:
    """Read the tables of ``folder``, or the shipped ones, with the lexicon of names beside them.

    :param folder: a folder like ``data/registers``; names come from its sibling ``lexicon``, if there
    :param laws: an archive of imported acts, whose names are recognised, too
    :raises RegisterError: for the first fault, with file and line
    """
    folder = shipped("data") / "registers" if folder is None else folder
    reads: dict[str, Read[Any]] = {
        table.name: read_table(folder / f"{table.name}.csv", table) for table in TABLES
    }
    lexicons = [read_table(path, LEXICON) for path in sorted((folder.parent / "lexicon").glob("names_*.csv"))]
    check_references(
        (*((table, reads[table.name]) for table in TABLES), *((LEXICON, read) for read in lexicons))
    )
    entities = {(entity.kind, entity.key): entity for entity in _reviewed(reads)}
    recognised = dict(entities)
    for read in lexicons:
        _add_lexicon(recognised, read)
    path = folder.parent / "lexicon" / f"{FEDERAL_LAWS.name}.csv"
    federal = read_table(path, FEDERAL_LAWS).rows if path.is_file() else ()
    add_federal_laws(recognised, federal)
    law_keys = keys_by_number(reads["laws"].rows, federal, recognised)
    law_titles = keys_by_title(recognised, law_keys.values())
    imported = None if laws is None else LawArchive.open(laws)
    if imported is not None:
        imported.check_keys(law_keys, law_titles)
        add_federal_laws(recognised, names_in_texts(imported.acts))
    clash = name_clash(recognised.values())
    if clash is not None:
        first, second, text = clash
        raise RegisterError(
            f"Der Name „{text}“ meint zugleich „{first.key}“ und „{second.key}“ ({first.kind.value})",
            place=folder,
            hint="Den Namen einem der beiden nehmen oder an ein Gebiet binden",
        )
    return Registers(
        **{name: read.rows for name, read in reads.items()},
        entities=MappingProxyType(entities),
        recognised=MappingProxyType(recognised),
        index=build_index(recognised.values()),
        provision_keys=frozenset(row.key for row in reads["provisions"].rows),
        law_keys=MappingProxyType(law_keys),
        law_titles=MappingProxyType(law_titles),
        imported=MappingProxyType({} if imported is None else {act.key: act.parts for act in imported.acts}),
    )


def _reviewed(reads: Mapping[str, Read[Any]]) -> Iterator[RegisterEntity]:
    """Yield the entities of the reviewed tables."""
    for kind, table, names, owner in (
        (EntityKind.LAW, "laws", "law_names", "law"),
        (EntityKind.SERVICE, "services", "service_names", "service"),
        (EntityKind.PROGRAMME, "programmes", "programme_names", "programme"),
        (EntityKind.PRINCIPLE, "principles", "principle_names", "principle"),
        (EntityKind.ORGANISATION, "organisations", "organisation_names", "organisation"),
    ):
        known: dict[str, list[RegisterName]] = {}
        for name in reads[names].rows:
            entry = RegisterName(name.text, name.kind, name.shown, name.territory)
            known.setdefault(getattr(name, owner), []).append(entry)
        for row in reads[table].rows:
            abbreviation = cast("str | None", getattr(row, "abbreviation", None))
            yield RegisterEntity(
                kind=kind,
                key=row.key,
                label=row.label,
                label_en=row.label_en,
                cls=str(getattr(row, "cls", None) or _CLASSES[kind]),
                names=_with_own(kind, row.label, abbreviation, known.get(row.key, ())),
                territory=getattr(row, "territory", None) or getattr(row, "jurisdiction", None),
                abbreviation=abbreviation,
            )


def _with_own(
    kind: EntityKind, label: str, abbreviation: str | None, listed: Iterable[RegisterName]
) -> tuple[RegisterName, ...]:
    """Return the names of an entity: its label and abbreviation (unless listed), then those listed.

    Output calls laws by their abbreviation and bodies by their full name (annotation guideline, 5 and 6).
    """
    listed = tuple(listed)
    texts = {name.text for name in listed}
    own: list[RegisterName] = []
    if label not in texts:
        own.append(RegisterName(label, NameKind.OFFICIAL, abbreviation if kind is EntityKind.LAW else None))
    if abbreviation is not None and abbreviation not in texts and abbreviation != label:
        shown = None if kind is EntityKind.LAW else label
        own.append(RegisterName(abbreviation, NameKind.ABBREVIATION, shown))
    return (*own, *listed)


def _add_lexicon(
    recognised: dict[tuple[EntityKind, str], RegisterEntity], read: Read[rows.LexiconName]
) -> None:
    """Add the names of one lexicon file: to known entities, or as entities known by name only."""
    for row, line in zip(read.rows, read.lines, strict=True):
        name = RegisterName(row.name, row.name_kind, row.shown, row.only_in)
        entity = recognised.get((row.kind, str(row.key)))
        try:
            added = _first_name(row, name) if entity is None else _further_name(entity, row, name)
        except ValueError as error:
            raise RegisterError(
                str(error), place=read.path, line=line, hint="Die Zeile berichtigen"
            ) from None
        recognised[row.kind, str(row.key)] = added


def _first_name(row: rows.LexiconName, name: RegisterName) -> RegisterEntity:
    cls = row.cls or _CLASSES.get(row.kind)
    if cls is None:
        raise ValueError("Spalte „cls“: der Wert fehlt")
    if row.kind is EntityKind.ORGANISATION and cls not in set(OrganisationClass):
        raise ValueError(f"Spalte „cls“: „{cls}“ ist keine Klasse der Ontologie")
    return RegisterEntity(
        kind=row.kind,
        key=row.key,
        label=row.name,
        label_en=row.name,
        cls=cls,
        names=(name,),
        territory=row.territory,
        abbreviation=row.name if row.name_kind is NameKind.ABBREVIATION else None,
        reviewed=False,
    )


def _further_name(entity: RegisterEntity, row: rows.LexiconName, name: RegisterName) -> RegisterEntity:
    if row.cls is not None and row.cls != entity.cls:
        raise ValueError(f"Spalte „cls“: „{row.cls}“ statt „{entity.cls}“ für „{row.key}“")
    if row.territory is not None and row.territory != entity.territory:
        raise ValueError(f"Spalte „territory“: „{row.territory}“ statt „{entity.territory}“ für „{row.key}“")
    if any(name.text == known.text and name.territory == known.territory for known in entity.names):
        raise ValueError(f"Der Name „{row.name}“ von „{row.key}“ steht schon im Register")
    abbreviation = entity.abbreviation
    if abbreviation is None and name.kind is NameKind.ABBREVIATION and not entity.reviewed:
        abbreviation = name.text
    return replace(entity, names=(*entity.names, name), abbreviation=abbreviation)
