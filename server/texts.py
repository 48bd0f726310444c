"""German words of the pages that do not stand in templates: heads of rows and lists."""

from __future__ import annotations

from typing import Final

from forderungsgraph.iri import ELI, FG, PREFIXES

_DCT: Final = PREFIXES["dct"]
_ORG: Final = PREFIXES["org"]
_PROV: Final = PREFIXES["prov"]
_OA: Final = PREFIXES["oa"]
_SKOS: Final = PREFIXES["skos"]
_FOAF: Final = PREFIXES["foaf"]
_SCHEMA: Final = PREFIXES["schema"]
_RDF: Final = PREFIXES["rdf"]
_RDFS: Final = PREFIXES["rdfs"]

PROPERTIES: Final[dict[str, str]] = {
    str(FG.demandedBy): "gefordert von",
    str(FG.addressedTo): "gerichtet an",
    str(FG.indirectlyTo): "mittelbar gerichtet an",
    str(FG.spokenBy): "geäußert von",
    str(FG.concernsLaw): "betrifft Gesetz",
    str(FG.demandsEnactment): "fordert Erlass von",
    str(FG.demandsAmendment): "fordert Änderung von",
    str(FG.demandsEntryIntoForce): "fordert Inkrafttreten von",
    str(FG.reliesOn): "beruft sich auf",
    str(FG.touchesLaw): "berührt Gesetz",
    str(FG.concernsService): "betrifft Basisdienst",
    str(FG.demandsService): "fordert Basisdienst",
    str(FG.concernsProgramme): "betrifft Programm",
    str(FG.concernsPrinciple): "betrifft Prinzip",
    str(FG.topic): "Thema",
    str(FG.speechAct): "Sprechhandlung",
    str(FG.demandKind): "erkannt an",
    str(FG.instrument): "gefordertes Mittel",
    str(FG.targetGroup): "Zielgruppe",
    str(FG.section): "Abschnitt",
    str(FG.deadline): "Frist",
    str(FG.deadlineText): "Frist im Wortlaut",
    str(FG.amount): "Betrag",
    str(FG.amountValue): "Wert",
    str(FG.amountCurrency): "Währung",
    str(FG.amountText): "Betrag im Wortlaut",
    str(FG.condition): "Bedingung",
    str(FG.repeats): "wiederholt",
    str(FG.refersToVersion): "Fassung am Tag der Forderung",
    str(FG.refersToProcess): "Verfahren am Tag der Forderung",
    str(FG.hasStatus): "Stand",
    str(FG.hasSuggestedStatus): "erschlossener Stand, nicht geprüft",
    str(FG.examination): "Ausgang",
    str(FG.examinedOn): "nachgesehen am",
    str(FG.observer): "nachgesehen von",
    str(FG.status): "Stand",
    str(FG.observedOn): "beobachtet am",
    str(FG.officialStatement): "amtliche Angabe",
    str(FG.abbreviation): "Abkürzung",
    str(FG.amends): "ändert",
    str(FG.citation): "Fundstelle",
    str(FG.entryIntoForce): "in Kraft seit",
    str(FG.versionOf): "Fassung von",
    str(FG.aimsAt): "zielt auf",
    str(FG.inDivision): "Gliederung",
    str(FG.position): "Stelle im Gesetz",
    str(FG.lastAmendment): "letzte Änderung",
    str(FG.lastAmendedOn): "Änderungsgesetz vom",
    str(FG.eventOf): "Ereignis zu",
    str(FG.eventKind): "Art des Ereignisses",
    str(FG.instanceOf): "Ausprägung von",
    str(FG.regulatedBy): "geregelt durch",
    str(FG.operatedBy): "betrieben von",
    str(FG.succeededBy): "abgelöst durch",
    str(FG.negativeLabel): "nicht zu verwechseln mit",
    str(FG.validFrom): "gilt ab",
    str(FG.validTo): "gilt bis",
    str(FG.statedIn): "steht in",
    str(FG.evidence): "Beleg",
    str(FG.documentNumber): "Nummer",
    str(FG.adoptedAt): "beschlossen auf",
    str(FG.rule): "gefunden durch Regel",
    str(FG.confidence): "Sicherheit der Auswertung",
    str(FG.territory): "Gebiet",
    f"{_DCT}type": "Art",
    f"{ELI}type_document": "Art",
    f"{_DCT}title": "Titel",
    f"{_DCT}date": "Datum",
    f"{_DCT}publisher": "herausgegeben von",
    f"{_DCT}creator": "verfasst von",
    f"{_DCT}issued": "veröffentlicht am",
    f"{_DCT}spatial": "Gebiet",
    f"{_DCT}source": "Quelle",
    f"{_DCT}rights": "Rechte",
    f"{_DCT}language": "Sprache",
    f"{_DCT}description": "Beschreibung",
    f"{_DCT}identifier": "Kennung",
    f"{_DCT}bibliographicCitation": "Nachweis",
    f"{_DCT}isReplacedBy": "abgelöst durch",
    f"{_DCT}isPartOf": "Teil von",
    f"{_DCT}hasPart": "enthält",
    f"{_DCT}alternative": "auch",
    f"{_ORG}memberOf": "Mitglied von",
    f"{_ORG}hasMember": "Mitglieder",
    f"{_ORG}heldBy": "Inhaber",
    f"{_ORG}postIn": "Amt in",
    f"{_SCHEMA}location": "Ort",
    f"{_SCHEMA}organizer": "veranstaltet von",
    f"{_FOAF}page": "Internetseite",
    f"{_FOAF}homepage": "Internetseite",
    f"{_FOAF}name": "Name",
    f"{_PROV}wasGeneratedBy": "entstanden in",
    f"{_PROV}wasDerivedFrom": "abgeleitet aus",
    f"{_PROV}used": "ausgewertet",
    f"{_OA}hasSource": "Dokument",
    f"{_OA}hasSelector": "Stelle",
    f"{_OA}exact": "Wortlaut",
    f"{_OA}prefix": "davor",
    f"{_OA}suffix": "danach",
    f"{_OA}start": "Anfang (Zeichen)",
    f"{_OA}end": "Ende (Zeichen)",
    f"{ELI}is_part_of": "Teil von",
    f"{ELI}has_part": "Teile",
    f"{ELI}implements": "setzt um",
    f"{ELI}based_on": "beruht auf",
    f"{ELI}jurisdiction": "Rechtsraum",
    f"{ELI}title": "Titel",
    f"{ELI}title_short": "Kurztitel",
    f"{ELI}id_local": "Kennung",
    f"{_SKOS}prefLabel": "Bezeichnung",
    f"{_SKOS}altLabel": "auch",
    f"{_SKOS}hiddenLabel": "auch gefunden als",
    f"{_SKOS}definition": "Bedeutung",
    f"{_SKOS}example": "Beispiel",
    f"{_SKOS}scopeNote": "Hinweis",
    f"{_SKOS}note": "Anmerkung",
    f"{_SKOS}inScheme": "Vokabular",
    f"{_SKOS}topConceptOf": "oberster Begriff in",
    f"{_SKOS}hasTopConcept": "oberste Begriffe",
    f"{_SKOS}broader": "Oberbegriff",
    f"{_SKOS}narrower": "Unterbegriffe",
    f"{_SKOS}exactMatch": "entspricht",
    f"{_SKOS}closeMatch": "entspricht etwa",
    f"{_SKOS}notation": "Notation",
    str(FG.mentions): "nennt",
    str(FG.dateCertainty): "Sicherheit des Datums",
    str(FG.textDigest): "Prüfsumme des Textes (SHA-256)",
    str(FG.originalDigest): "Prüfsumme der Vorlage (SHA-256)",
    str(FG.originalMediaType): "Medientyp der Vorlage",
    str(FG.certainty): "Sicherheit der Angabe",
    str(FG.inRegister): "im Register geführt",
    str(FG.softwareVersion): "Programmversion",
    str(FG.reviewedBy): "geprüft von",
    str(FG.reviewedOn): "geprüft am",
    str(FG.reviewNote): "Prüfvermerk",
    f"{_RDF}subject": "Aussage über",
    f"{_RDF}predicate": "Beziehung",
    f"{_RDF}object": "Aussage mit",
    f"{_RDFS}seeAlso": "siehe auch",
    f"{_RDFS}comment": "Anmerkung",
    f"{_RDFS}label": "Bezeichnung",
}
"""How properties are called at the head of a row; others take their label from the ontology."""

INCOMING: Final[dict[str, str]] = {
    str(FG.demandedBy): "Forderungen von hier",
    str(FG.addressedTo): "Forderungen, die hierher gerichtet sind",
    str(FG.indirectlyTo): "Forderungen, die mittelbar hierher gerichtet sind",
    str(FG.concernsLaw): "Forderungen dazu",
    str(FG.concernsService): "Forderungen dazu",
    str(FG.touchesLaw): "Forderungen, die es über einen Basisdienst berühren",
    str(FG.concernsProgramme): "Forderungen dazu",
    str(FG.concernsPrinciple): "Forderungen dazu",
    str(FG.topic): "Forderungen zu diesem Thema",
    str(FG.statedIn): "Forderungen in diesem Dokument",
    str(FG.repeats): "Wird wiederholt von",
    str(FG.evidence): "Belegt",
    str(FG.mentions): "Genannt in",
    str(FG.regulatedBy): "Regelt",
    str(FG.eventOf): "Ereignisse",
    str(FG.amends): "Geändert durch",
    str(FG.instanceOf): "Ausprägungen",
    f"{_DCT}publisher": "Herausgegebene Dokumente",
    f"{_OA}hasSource": "Textstellen",
    f"{ELI}is_part_of": "Vorschriften",
    f"{_ORG}memberOf": "Mitglieder",
    f"{_ORG}postIn": "Ämter",
    f"{ELI}based_on": "Beruht darauf",
    f"{_SKOS}inScheme": "Begriffe",
    f"{_DCT}source": "Angaben aus dieser Quelle",
    f"{_DCT}spatial": "Betrifft dieses Gebiet",
}
"""Heads of the lists of what points to a thing; others read ‘Beziehung: …’."""

ORDER: Final[tuple[str, ...]] = tuple(PROPERTIES)
"""Order of rows: as they stand in :data:`PROPERTIES`, all others behind."""

HIDDEN: Final = frozenset(
    {
        f"{_RDF}type",
        f"{_RDFS}label",
        f"{_RDFS}isDefinedBy",
        f"{_SKOS}prefLabel",
        f"{_DCT}title",
        str(FG.wording),
        str(FG.evidence),
        str(FG.demands),
        str(FG.states),
    }
)
"""Properties that the page shows elsewhere, or that merely mirror a list of incoming links."""

HIDDEN_INCOMING: Final = frozenset(
    {f"{_RDF}subject", f"{_RDF}object", f"{_RDF}predicate", str(FG.demands), str(FG.states)}
)
"""Incoming links that say nothing more than other rows."""

EXAMPLES: Final = (
    "forderungen-zum-gesetz",
    "basisdienste-und-wer-sie-fordert",
    "wer-fordert-von-wem",
    "stand-der-forderungen",
    "forderungen-nach-thema-und-jahr",
    "wiederholte-forderungen",
)
"""Saved queries that the start page shows."""

COLUMNS: Final = {
    "abbreviation": "Abkürzung",
    "addressee": "Adressat",
    "addressees": "Adressaten",
    "confidence": "Sicherheit",
    "currency": "Währung",
    "certainty": "Gewissheit",
    "date": "Datum",
    "deadline": "Frist",
    "demand": "Forderung",
    "demanded": "gefordert am",
    "demander": "Fordernde",
    "demanders": "Fordernde",
    "demands": "Forderungen",
    "division": "Gliederung",
    "document": "Dokument",
    "documents": "Dokumente",
    "end": "Ende",
    "exact": "wörtlich",
    "examination": "Ausgang",
    "first": "Basisdienst",
    "force": "in Kraft seit",
    "heading": "Überschrift",
    "iri": "Seite",
    "since": "zuerst",
    "until": "zuletzt",
    "law": "Gesetz",
    "laws": "Gesetze",
    "link": "Bezug",
    "observed": "beobachtet",
    "official": "amtlich",
    "outcome": "Ergebnis vom",
    "passage": "Textstelle",
    "phase": "vor oder nach",
    "provision": "Vorschrift",
    "publisher": "herausgegeben von",
    "rule": "Regel",
    "second": "mit",
    "service": "Basisdienst",
    "services": "Basisdienste",
    "source": "Quelle",
    "start": "Anfang",
    "state": "Zustand des Gesetzes",
    "status": "Stand",
    "suggested": "vorgeschlagen",
    "subject": "Gegenstand",
    "text": "im Wortlaut",
    "topic": "Thema",
    "amount": "Betrag",
    "direct": "unmittelbar",
    "indirect": "über Basisdienste",
    "wording": "Wortlaut",
    "year": "Jahr",
    "basis": "Grund",
    "kind": "Beziehung",
    "similarity": "Ähnlichkeit",
    "suggestion": "Vorschlag",
    "other": "andere Forderung",
    "otherDate": "Datum (andere)",
    "otherDemander": "Fordernde (andere)",
    "otherWording": "Wortlaut (andere)",
    "earlierDate": "früher: Datum",
    "earlierDemander": "früher: Fordernde",
    "earlierWording": "früher: Wortlaut",
}
"""Heads of the columns of saved queries; queries that people type keep their own names."""

FACETS: Final = {
    "art": "Art",
    "verband": "Verband",
    "adressat": "Adressat",
    "gesetz": "Gesetz",
    "dienst": "Basisdienst",
    "thema": "Thema",
    "jahr": "Jahr",
    "sprechakt": "Sprechhandlung",
    "stand": "Stand",
    "sicherheit": "Sicherheit",
}
"""What facets are called, by their names in the address."""

SORTINGS: Final = {"relevanz": "Beste zuerst", "neu": "Neueste zuerst", "alt": "Älteste zuerst"}
"""Orders of hits, by their names in the address."""

MATRIX: Final = {
    "verband": "Fordernde",
    "adressat": "Adressaten",
    "gesetz": "Gesetze",
    "dienst": "Basisdienste",
    "thema": "Themen",
}
"""What the rows and columns of the matrix are called, by their names in the address."""

NAVIGATION: Final = (
    ("/suche", "Suche"),
    ("/matrix", "Matrix"),
    ("/vergleich", "Vergleich"),
    ("/zeitachse", "Zeitachse"),
    ("/abfragen/", "Abfragen"),
    ("/sparql", "SPARQL"),
    ("/def", "Begriffe"),
    ("/daten/", "Daten"),
)
"""The main menu: addresses and names."""

SCHEMA_TYPES: Final = {
    str(FG.Law): "Legislation",
    str(FG.Provision): "Legislation",
    str(FG.Document): "CreativeWork",
    str(FG.Demand): "Claim",
    str(FG.BasicService): "GovernmentService",
    str(FG.PublicBody): "GovernmentOrganization",
    str(FG.Association): "Organization",
    str(FG.Territory): "AdministrativeArea",
    str(FG.Event): "Event",
}
"""Our classes, the narrowest first, and what schema.org calls such things."""

TRIPLE: Final = {"subject": "Subjekt", "predicate": "Prädikat", "object": "Objekt"}
"""Heads of the columns of a graph."""
