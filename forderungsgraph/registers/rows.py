"""The rows of the register tables, one frozen dataclass per table; field order = column order.

The annotation of a field says how its cell is read (see ``tables``): ``str | None`` may be empty,
``tuple[str, ...]`` is separated by ``|``, ``Ref("laws")`` marks cells that name a row of another table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from forderungsgraph.iri import slug
from forderungsgraph.model import Certainty, EntityKind, NameKind

from .kinds import (
    EventKind,
    Key,
    LawKind,
    LawRelationKind,
    OrganisationClass,
    PartialDate,
    Ref,
    SourceKind,
    TerritoryKind,
    Url,
)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    key: Key
    kind: SourceKind
    citation: str
    url: Url | None


@dataclass(frozen=True, slots=True)
class Territory:
    """The Union, Germany, or a Land.

    :param state_key: two digits of the official municipal key
    :param geocoding: identifier of the territory in DCAT-AP.de's vocabulary of state keys
    """

    key: Key
    label: str
    label_en: str
    kind: TerritoryKind
    part_of: Annotated[str | None, Ref("territories")]
    state_key: str | None
    geocoding: Url | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Law:
    """An act, regulation, treaty or draft.

    :param citation: where it was published, e.g. ``BGBl. I 2017 S. 3122, 3138``
    :param identifier: official number, e.g. the BJNR of federal law or ``(EU) 2018/1724``
    """

    key: Key
    abbreviation: str | None
    label: str
    label_en: str
    kind: LawKind
    jurisdiction: Annotated[str, Ref("territories")]
    citation: str | None
    identifier: str | None
    eli: Url | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class LawName:
    """A name of a law; see ``RegisterName``."""

    law: Annotated[str, Ref("laws")]
    text: str
    kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]


@dataclass(frozen=True, slots=True)
class Process:
    """The legislative process of a law: what a demand means while the law does not exist yet."""

    key: Key
    label: str
    label_en: str
    law: Annotated[str, Ref("laws")]
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class LawEvent:
    """What happened to a law on a day.

    :param process: the legislative process of which the event is a step
    :param scope: part of the law that it concerns (empty: the whole), e.g. ``§ 12 Abs. 1–3``
    """

    law: Annotated[str, Ref("laws")]
    kind: EventKind
    date: PartialDate
    scope: str | None
    process: Annotated[str | None, Ref("processes")]
    citation: str | None
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty

    @property
    def key(self) -> str:
        """Identifier, e.g. ``ndig-entry-into-force-2019-11-02``."""
        base = f"{self.law}-{self.kind.value}-{self.date}"
        return f"{base}-{slug(self.scope)}" if self.scope else base


@dataclass(frozen=True, slots=True)
class LawVersion:
    """The text of a law as valid from one day to another.

    :param valid_to: last day (empty: no later version is known)
    """

    law: Annotated[str, Ref("laws")]
    valid_from: PartialDate
    valid_to: PartialDate | None
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty

    @property
    def key(self) -> str:
        """Identifier, e.g. ``ozg-2024-07-24``."""
        return f"{self.law}-{self.valid_from}"


@dataclass(frozen=True, slots=True)
class Provision:
    """A part of a law.

    :param part: identifier within the law, e.g. ``par-12``, ``art-91c``
    :param designation: as cited, e.g. ``§ 12``
    """

    law: Annotated[str, Ref("laws")]
    part: Key
    designation: str
    heading: str | None
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty

    @property
    def key(self) -> str:
        """Identifier among all provisions, e.g. ``ndig/par-12``."""
        return f"{self.law}/{self.part}"


@dataclass(frozen=True, slots=True)
class LawRelation:
    """One law relates to another: the amending act amends the amended one."""

    law: Annotated[str, Ref("laws")]
    kind: LawRelationKind
    other: Annotated[str, Ref("laws")]
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Organisation:
    """An association, body, parliamentary group, party, company, or level of government.

    :param member_of: associations and bodies it belongs to, or the larger body it is a part of
    """

    key: Key
    abbreviation: str | None
    label: str
    label_en: str
    cls: OrganisationClass
    territory: Annotated[str | None, Ref("territories")]
    member_of: Annotated[tuple[str, ...], Ref("organisations")]
    homepage: Url | None
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class OrganisationName:
    """A name of an organisation; see ``RegisterName``."""

    organisation: Annotated[str, Ref("organisations")]
    text: str
    kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]


@dataclass(frozen=True, slots=True)
class Office:
    """A person in a public role, as a source names them on a day.

    :param date: the day for which the source shows it (nothing is said of other days)
    """

    key: Key
    post: str
    post_en: str
    organisation: Annotated[str, Ref("organisations")]
    holder: str
    date: PartialDate
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Service:
    """A basic service as a concept, e.g. user account (not one Land's account: ``ServiceInstance``).

    :param broader: more general concepts
    :param regulated_by: provisions ``law/part`` that define or demand it
    """

    key: Key
    label: str
    label_en: str
    definition: str
    definition_en: str
    broader: Annotated[tuple[str, ...], Ref("services")]
    regulated_by: Annotated[tuple[str, ...], Ref("provisions")]
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class ServiceName:
    """A name of a basic service; see ``RegisterName``."""

    service: Annotated[str, Ref("services")]
    text: str
    kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]


@dataclass(frozen=True, slots=True)
class ServiceInstance:
    """A basic service as one operator runs it, e.g. Servicekonto.NRW."""

    key: Key
    service: Annotated[str, Ref("services")]
    label: str
    territory: Annotated[str | None, Ref("territories")]
    operator: Annotated[str | None, Ref("organisations")]
    valid_from: PartialDate | None
    valid_to: PartialDate | None
    successor: Annotated[str | None, Ref("service_instances")]
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Programme:
    """A strategy, programme, funding scheme, guideline or paper that demands refer to."""

    key: Key
    label: str
    label_en: str
    territory: Annotated[str | None, Ref("territories")]
    owner: Annotated[str | None, Ref("organisations")]
    date: PartialDate | None
    note: str | None
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class ProgrammeName:
    """A name of a programme; see ``RegisterName``."""

    programme: Annotated[str, Ref("programmes")]
    text: str
    kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]


@dataclass(frozen=True, slots=True)
class Principle:
    """A principle of digital administration, e.g. Once-Only."""

    key: Key
    label: str
    label_en: str
    definition: str
    definition_en: str
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class PrincipleName:
    """A name of a principle; see ``RegisterName``."""

    principle: Annotated[str, Ref("principles")]
    text: str
    kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting at which documents were adopted or presented."""

    key: Key
    label: str
    label_en: str
    date: PartialDate
    place: str | None
    territory: Annotated[str | None, Ref("territories")]
    organiser: Annotated[str | None, Ref("organisations")]
    source: Annotated[str, Ref("sources")]
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class LexiconName:
    """A row of ``data/lexicon/names_*.csv``: a name to search for, not a reviewed fact.

    The first row of a key is the name that stands for it and says its territory and class.

    :param territory: territory to which the thing belongs (first row of a key)
    :param only_in: territory in whose documents alone the name means the thing
    :param cls: local name of the ontology class (first row of a key; empty: the usual one of the kind)
    """

    kind: EntityKind
    key: Key
    name: str
    name_kind: NameKind
    shown: str | None
    territory: Annotated[str | None, Ref("territories")]
    only_in: Annotated[str | None, Ref("territories")]
    cls: str | None


@dataclass(frozen=True, slots=True)
class FederalLaw:
    """A row of ``data/lexicon/federal_laws.csv``, which ``scripts/federal_laws`` writes.

    :param abbreviation: the official one
    :param name: short title, or the title if it is short
    :param title: full title, if it is short enough to be written out in a text
    :param identifier: number of the published file, e.g. ``BJNR313800017``
    """

    key: Key
    abbreviation: str | None
    name: str
    title: str | None
    identifier: str | None
