"""What a single line of a document's head is for, by its form."""

from __future__ import annotations

import re
from enum import StrEnum

from forderungsgraph.model import DocumentType

from .dates import DATE, MONTH_YEAR, dateline
from .nameforms import HEAD, NEVER, TERRITORIAL
from .names import named_bodies


class Role(StrEnum):
    """What a line of the head is for."""

    ORGANISATION = "organisation"
    UNIT = "unit"
    CONTACT = "contact"
    ADDRESSEE = "addressee"
    DATELINE = "dateline"
    REFERENCE = "reference"
    TYPE = "type"
    EVENT = "event"
    AUTHOR = "author"
    NAVIGATION = "navigation"
    MEDIUM = "medium"
    PLAIN = "plain"


_TYPE_WORDS: tuple[tuple[str, DocumentType], ...] = (
    (
        r"(?:Gemeinsame )?(?:Presse|Medien)-?(?:mitteilung|information|info|erklärung|dienst|meldung|"
        r"notiz)\w*|PM\b|PRESSE\b",
        DocumentType.PRESS_RELEASE,
    ),
    (r"(?:Kleine|Große|Schriftliche|Mündliche) Anfrage|Anfrage\b", DocumentType.PARLIAMENTARY_QUESTION),
    (
        r"(?:Beschluss|Beschluß)(?:empfehlung|protokoll|auszug|niederschrift)?\b|Niederschrift|"
        r"Auszug aus (?:der|dem) "
        r"(?:Niederschrift|Protokoll|Beschluss\w*)|Empfehlung an (?:den|die|das)\b|Sitzungsprotokoll|"
        r"Protokoll\b",
        DocumentType.DECISION,
    ),
    (
        r"(?:Entschließungs|Dringlichkeits|Änderungs|Initiativ|Leit|Alternativ|Prüf)?antrag\b",
        DocumentType.MOTION,
    ),
    (r"Offener Brief", DocumentType.OPEN_LETTER),
    (
        r"(?:Gemeinsame |Schriftliche )?Stellungnahme|Verbandsanhörung|Verbändeanhörung",
        DocumentType.STATEMENT,
    ),
    (
        r"(?:Positions|Impuls|Eckpunkte|Diskussions|Thesen|Grundsatz|Strategie)papier|Position (?:des|"
        r"der)\b|Positionen?\b"
        r"|Positionierung|Eckpunkte\b|(?:\w+ )?Thesen\b|Memorandum|Denkschrift",
        DocumentType.POSITION_PAPER,
    ),
    (
        r"Forderungs(?:katalog|papier|liste)|(?:Unsere |Zentrale |Kern|Gemeinsame )?Forderungen\b|(?:\w+|"
        r"\d+)-Punkte-(?:Plan|Papier|Programm|Katalog)"
        r"|(?:Zehn|Fünf|Sechs|Sieben|Acht|Neun|Elf|Zwölf|Drei|Vier|\d+) (?:Punkte|Forderungen|Thesen|"
        r"Maßnahmen|Bitten|Erwartungen)\b"
        r"|Wahlprüfsteine|Wunschzettel",
        DocumentType.DEMAND_CATALOGUE,
    ),
    (
        r"(?:Gemeinsame |Angenommene |Verabschiedete |Beschlossene )?Resolution|Entschlie(?:ß|ss)ung\b|(?:\w+er |Gemeinsame )(?:Erklärung|Resolution|"
        r"Appell)\b|Appell\b",
        DocumentType.RESOLUTION,
    ),
    (
        r"Koalitionsv(?:ertrag|ereinbarung)|Regierungsprogramm|Vereinbarung .{0,40}(?:Wahl|Legislatur)"
        r"periode",
        DocumentType.COALITION_AGREEMENT,
    ),
    (
        r"(?:\w*[Ww]ahl|Regierungs|Partei|Grundsatz)programm\b|"
        r"(?:Unser )?Programm für (?:den|die|das) (?:\w+ )?(?:Kreistag|Stadtrat|Landtag|Gemeinderat|Bürgerschaft|Rat|Bundestag)\b|(?:Unser )?Programm (?:für die|zur|"
        r"der .{3,60} zur) \w*wahl",
        DocumentType.ELECTION_PROGRAMME,
    ),
    (
        r"(?:Das |Im )?(?:(?:Doppel|Sommer|Kurz|Streit|Exklusiv)-?)?(?:Interview|Gespräch)\b|Nachgefragt\b|"
        r"(?:Drei|Vier|Fünf|Sechs|Sieben|Acht|\d+) Fragen an\b",
        DocumentType.INTERVIEW,
    ),
    (
        r"(?:(?:Jahres|Tätigkeits|Sachstands|Fortschritts|Geschäfts|Monitoring|Evaluations|Zwischen|"
        r"Abschluss|Prüf|Rechenschafts|Lage|Status)-?)?"
        r"[Bb]ericht\b",
        DocumentType.REPORT,
    ),
    (r"(?:Fach|Grundlagen)(?:beitrag|aufsatz|artikel)|Aufsatz\b", DocumentType.PAPER),
    (
        r"(?:[\wäöüß-]*(?:leitfaden|handreichung|arbeitshilfe|merkblatt|anleitung|checkliste|handbuch|praxishilfe|ratgeber|"
        r"styleguide|steckbrief|orientierungshilfe|dienstanweisung|nutzungsbedingungen|datenschutzhinweise|schulungsunterlage))\b|"
        r"FAQs?\b|Häufige Fragen|Häufig gestellte Fragen|Fragen und Antworten|Fragen & Antworten|So geht'?s\b|Hinweise (?:für|zum|zur)\b",
        DocumentType.PAPER,
    ),
    (r"\w+bericht\b|Reportage|Kommentar\b|Meldung\b|Nachricht\b|Gastbeitrag|Artikel\b", DocumentType.ARTICLE),
)  # fmt: skip
_TYPE_REGEX = tuple((re.compile(pattern, re.I), kind) for pattern, kind in _TYPE_WORDS)
_CONTACT = re.compile(
    r"\b(?:Tel(?:efon)?|Fax|Fon|Mobil|E-?Mail|Internet|Telefax|IBAN|BIC)\b\s*[.:0-9]|\S@[^\s@]+\.\w|https?://|"
    r"\bwww\.|^c/o\b|\bPostfach \d|"
    r"\b\d{5} [A-ZÄÖÜ][a-zäöüß]+|(?:straße|str\.|platz|weg|allee|gasse|ufer|damm|ring|hof|markt|"
    r"chaussee) \d+\w?\b|"
    r"^(?:Pressestelle|Geschäftsstelle|Kontakt|Rückfragen|Ansprechpartner(?:in)?|Sprecher(?:in)?|Vorstand|"
    r"Ständige Vertretung)\b(?:\s*[:|·]|\s*$|\s+[A-ZÄÖÜ])",
    re.I,
)
ADDRESSEE = re.compile(
    r"An(?: (?:den|die|das|alle|Frau|Herrn?)\b.{0,90})?$|an (?:den|die|das)\b.{0,90}$|(?:Herrn|"
    r"Frau)\s+[A-ZÄÖÜ][^?]{0,60}$|"
    r"z\. ?Hd\b|nachrichtlich\b|(?:nur |vorab )?per (?:E-?Mail|Fax|Post)|via E-?Mail|– ?(?:Referat|"
    r"Abteilung)\b|Referat [A-Z0-9]"
)
_REFERENCE = re.compile(
    r"(?:Drucksachen?|\d{1,4}/\d{2,4}\b|Drs\.?|DS|Aktenzeichen|Az\.|Ihr(?:e)? (?:Zeichen|Schreiben|"
    r"Nachricht)|Unser Zeichen|"
    r"Vorlagen?(?:-?Nr\.|:)?|"
    r"\d{1,2}\. Wahlperiode|Nr\. ?\d|Nummer \d|Ausgabe \d|Heft \d|Jahrgang|Seite \d|TOP \d|"
    r"Tagesordnungspunkt|Berichterstatt\w+:|"
    r"Datum(?: der Sitzung)?:|Sitzung am:|Lesedauer|Stichw\w+:|Lobbyregister|Sperrfrist|Gremium:|"
    r"Beratungsfolge|hier:|Anlage|Bezug:|"
    r"Betreffend:|Finanzielle|– ?(?:Auszug|Entwurf|Kurzfassung) ?–|\(?(?:Auszug|Entwurf|Kurzfassung)\)?\s*$|"
    r"Berichtszeitraum|"
    r"einstimmig|mehrheitlich|Wahlperiode|Nur für|Der Landtag\s*$|"
    r"\[…\]|\[\.\.\.\]|Es gilt das gesprochene|Zur sofortigen|Frei ab|Abdruck|Beschlussvorschlag)",
    re.I,
)
_NAVIGATION = re.compile(
    r"(?:Startseite|Home|Sie sind hier|Menü|Zum Inhalt|Zurück)\b.*|"
    r"[^>›»]{2,40}(?:\s[>›»]\s[^>›»]{2,40}){1,}|(?:[^|]{2,30}\|\s?){3,}.*|"
    r"\W*Anzeige\W*|Seite drucken|Teilen|Drucken|Newsletter.*",
)
_AUTHOR = re.compile(
    r"(?:(?:Ein|Eine) (?:\w+ )?\w+ von [A-ZÄÖÜ][\w.-]+ [A-ZÄÖÜ][\w-]+$|Von (?:unsere[mr] \w+ )?(?:Dr\. |"
    r"Prof\. )*[A-ZÄÖÜ][\w.-]+ [A-ZÄÖÜ][\w-]+.{0,30}$|Von unsere[mr] |"
    r"Autor(?:in|en|innen)?\s*:|"
    r"Verfasser(?:in)?\s*:|Abgeordnete[rn]? [A-ZÄÖÜ]|(?:der|des|die) (?:Fraktion(?:en)?|Abgeordneten|Gruppe|"
    r"Stadtverordneten|"
    r"Mitglied(?:er|s))\b|"
    r"(?:Text|Interview|Redaktion|Bearbeitung)\s*: ?[A-ZÄÖÜ]\w+ [A-ZÄÖÜ])"
)
PERSON = (
    r"(?:(?:Prof|Dr|Ass|jur)\.(?: \w{2,5}\.)? ?)*[A-ZÄÖÜ][a-zäöüéèß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)? (?:(?:von|van|"
    r"de|zu) )?[A-ZÄÖÜ][a-zäöüéèß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?"
)
_NAMES_ONLY = re.compile(rf"{PERSON}(?:(?:,| und| /| ·) {PERSON})+")
_EVENT = re.compile(
    r"(?:(?:der|des|auf der|auf dem|anlässlich|zur|zum|im Rahmen|einstimmig )\s?.{0,60}|[Bb]eschlossen |"
    r"[Vv]erabschiedet |[Aa]ngenommen |[Vv]orgelegt |über die (?:öffentliche |nichtöffentliche )?|"
    r"\d{1,3}\. )(?:\S+ ){0,8}?\S*(?:[Vv]ersammlung|[Ss]itzung|[Tt]agung|[Kk]ongress|[Pp]arteitag|"
    r"[Kk]onferenz|[Aa]usschuss|\wtag am |[Ss]tädtetag|[Gg]emeindetag|"
    r"[Rr]at|[Vv]orstand|[Pp]räsidium)\w*\b|vom \d{1,2}\. ?\w+\.? ?\d{4}|am (?:Mon|Diens|Donners|Frei|Sams|"
    r"Sonn)tag, |am Mittwoch, "
)
_MEDIUM = re.compile(
    r"(?i)\b(?:\w*magazin|(?:Tage|Tages|Wochen|Volks|Amts|Abend|Morgen|Heimat|Sonntags)blatt|Fachdienst|Fachportal|\w*zeitung|Zeitschrift|Bote|Anzeiger|Kurier|Tageblatt|Rundschau|"
    r"Journal|Nachrichten|"
    r"Ausgabe \d+|Heft \d+|Das Portal für)\b"
)
ORGAN = re.compile(
    r"(?:Der |Die |Das )?(?:Landesausschuss|Hauptausschuss|Verbandsversammlung|Mitgliederversammlung|"
    r"Vorstand|Präsidium|Kreistag|Rat|"
    r"Stadtrat|Gemeinderat|Landesvorstand|Hauptversammlung|Städteversammlung|Landkreisversammlung|"
    r"Vollversammlung|"
    r"Delegiertenversammlung|Beirat|Sprecherrat)"
)
# the branch of a body behind its name: *…, Landesgruppe Westküste*
SECTION = re.compile(
    r"(?:,| [–|·-]) (?:Landes|Bundes|Kreis|Bezirks|Orts|Regional)(?:verband|gruppe|bezirk|sektion|verein|vereinigung|stelle|"
    r"leitung)(?: [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w-]+)?)?$"
)
_LOWER_LINKS = frozenset(
    ["der", "des", "die", "für", "und", "&", "im", "in", "am", "an", "zur", "zum", "von", "–", "e.", "V."]
)


def strip_markup(text: str) -> str:
    """Return ``text`` without Markdown emphasis and dashes that frame it."""
    plain = re.sub(r"\s+\*{2,}\s+", " · ", re.sub(r"^[*_#\s]+|[*_\s]+$", "", text))
    return re.sub(r"^[–—-] |\s[–—-]$", "", plain).strip()


def spaced_out(text: str) -> str:
    """Return ``text`` with letter-spaced words closed up: ``A n t r a g`` → ``Antrag``.

    >>> spaced_out("P R E S S E M I T T E I L U N G Nr. 3")
    'PRESSEMITTEILUNG Nr. 3'
    """
    return re.sub(
        r"(?<![\w-])(?:[A-ZÄÖÜa-zäöüß] ){3,}[A-ZÄÖÜa-zäöüß](?![\w-])",
        lambda m: m.group().replace(" ", ""),
        text,
    )


def type_at(line: str) -> tuple[DocumentType, str] | None:
    """Return the type that ``line`` begins with and the rest of the line."""
    text = spaced_out(line)
    for regex, kind in _TYPE_REGEX:
        match = regex.match(text)
        if match:
            return kind, text[match.end() :].strip(" :–-.")
    return None


def role_of(line: str) -> Role:
    """Return the role of a line by itself."""
    if not re.search(r"\w", line) or _NAVIGATION.fullmatch(line):
        return Role.NAVIGATION
    if _AUTHOR.match(line):
        return Role.AUTHOR
    if ORGAN.fullmatch(line):
        return Role.UNIT
    organ = re.match(rf"{ORGAN.pattern} (?:des|der) ", line)
    if (
        organ
        and len(line) < 100
        and (owner := named_bodies(line[organ.end() - 4 :]))
        and owner[0].end > len(line) - organ.end()
    ):
        return Role.ORGANISATION
    typed = type_at(line)
    if re.search(r" [–|-] Fraktion (?:im|in)\b", line):
        return Role.ORGANISATION
    if re.fullmatch(r"[A-ZÄÖÜ]\w+er (?:Erklärung|Resolution|Appell)", line):
        return Role.PLAIN
    if typed and typed[0] is DocumentType.INTERVIEW and typed[1].startswith("mit "):
        return Role.TYPE
    if typed and typed[0] is DocumentType.OPEN_LETTER and re.match(r"an ", typed[1]):
        return Role.TYPE
    if dateline(line) or re.match(r"Stand\s*:", line):
        return Role.DATELINE
    if ADDRESSEE.match(line) and len(line) < 110:
        return Role.ADDRESSEE
    if typed and (_bare_type(typed[1]) or (_EVENT.search(typed[1]) and DATE.search(line))):
        return Role.TYPE
    if (_REFERENCE.match(line) and not typed) or re.search(
        r"\bIhre? (?:Schreiben|Nachricht|E-Mail) vom\b", line
    ):
        return Role.REFERENCE
    if _CONTACT.search(line):
        return Role.CONTACT
    if _EVENT.match(line):
        return Role.EVENT
    if _NAMES_ONLY.fullmatch(line):
        return Role.AUTHOR
    issue = re.fullmatch(r"[A-ZÄÖÜ][^,:.]{3,40}, " + MONTH_YEAR.pattern, line)
    if (_MEDIUM.search(line) and len(line) < 90) or (issue and not is_organisation(line.split(", ")[0])):
        return Role.MEDIUM
    if typed is None and is_organisation(line):
        return Role.ORGANISATION
    return Role.PLAIN


def _bare_type(rest: str) -> bool:
    """Whether what follows the type word is only number, date, organisation or addressee."""
    if not rest or re.fullmatch(r"\(?(?:Auszug|Entwurf|Kurzfassung)\)?", rest, re.I):
        return True
    plain = re.sub(r"^(?:Nr\.?|Nummer)\s*", "", rest)
    if re.fullmatch(r"[\w/ .–-]{0,14}\d[\w/ .–-]{0,14}", plain) or re.fullmatch(
        r".{0,24}?(?:vom|–|-|,|\|)?\s*(?:den )?(?:" + DATE.pattern + ")", plain
    ):
        return True
    if re.match(r"(?:des|der) ", rest):
        body = named_bodies(rest)
        if body and body[0].start <= 12 and body[0].end > 0.6 * len(rest):
            return True
        return re.match(r"(?:der|des) (?:Fraktion|Abgeordnet)", rest) is not None
    without_date = DATE.sub(" ", rest)
    if without_date != rest and len(re.findall(r"\w+", without_date)) <= 4:
        return True
    remark = r"(?:zur|mit|und|auf) (?:\w+ )?(?:Beantwortung|Antwort|Bericht|Anfrage)\b.{0,30}"
    return re.fullmatch(remark, rest) is not None


_TOWN = re.compile(
    r"(?:Große Kreisstadt|Kreisstadt|Universitätsstadt|Messestadt|Residenzstadt|Verbandsstadt) [A-ZÄÖÜ][\w-]+(?: [\w-]+)?"
)
_COMMISSIONER = re.compile(
    r"(?:Die |Der )?\w*[Bb]eauftragte[rn]? (?:der |des )?(?:\w+ )?(?:für|zum|zur) [^.:!?]{4,80}"
)
_GROUP_OF = re.compile(
    r"(?:(?:Arbeits|Fach|Projekt|Bezirks|Regional|Orts)gruppe|\w*(?:[Aa]rbeitskreis|[Ff]achausschuss|[Ff]achbereich|[Ss]ektion|[Kk]ommission|[Aa]usschuss))"
    r" [A-ZÄÖÜ][^.:!?]{2,60}? (?:im|in der|des|der|beim|bei der) (?=[A-ZÄÖÜ])"
)


def is_organisation(line: str) -> bool:
    """Whether a whole line is the name of a body, as in a letterhead."""
    if "," in line and (whole := SECTION.sub("", line)) != line and len(whole) > 8:
        return is_organisation(whole)
    plain = re.sub(r"\s*\([^)]*\)|\s+e\. ?V\.|\s+c/o .*", "", line).strip(" –·")
    plain = re.sub(r"^[\w-]{2,8} [–|-] (?=[A-ZÄÖÜ])|^(?:der|die|das) (?=[A-ZÄÖÜ])", "", plain)
    words = plain.split()
    if (
        _COMMISSIONER.fullmatch(plain)
        or _TOWN.fullmatch(plain)
        or ((group := _GROUP_OF.match(plain)) and is_organisation(plain[group.end() :]))
    ):
        return True
    if (
        re.match(r"(?:B?AG|LAG|ARGE) (?:der|für|[A-ZÄÖÜ])", plain)
        and len(words) < 9
        and plain[-1] not in ".:"
    ):
        return True
    if (
        re.search(r"\be\. ?V\.(?:\s*\([^)]*\))?$", line)
        and 1 < len(words) < 9
        and words[0][0].isupper()
        and ":" not in line
    ):
        return True
    abbreviated = re.search(r"\([A-ZÄÖÜ][\wÄÖÜ-]*[A-ZÄÖÜ][\wÄÖÜ-]*\)$", line.strip())
    if abbreviated and 1 < len(words) < 9 and any(HEAD.fullmatch(w) for w in words) and ":" not in line:
        return True
    quoted = re.fullmatch(r"(?P<before>[\w -]+ )„[^“”]{3,60}[“”](?P<behind> [A-ZÄÖÜ][\w-]+)?", plain)
    if quoted and HEAD.fullmatch(quoted["before"].split()[-1]) and words[0][0].isupper():
        return True
    if not words or len(words) > 11 or re.search(r"[.!?:;„“\"]|\d{3}", plain) or not plain[0].isalnum():
        return False
    if re.fullmatch(
        r"(?:Der |Die |Das )?(?:[\w-]+er )?(?:LANDTAG|Landtag|Bundestag|Kreistag|Stadtrat|Bürgerschaft|"
        r"Abgeordnetenhaus)(?: .{0,40})?",
        plain,
    ):
        return True
    bodies = named_bodies(plain)
    if bodies and bodies[0].start <= 4 and bodies[0].end - bodies[0].start > 0.75 * len(plain):
        return True
    lowered = [w for w in words if w[0].islower() and w not in _LOWER_LINKS]
    if any(not re.search(r"(?:er|en|e)$", w) for w in lowered) or words[-1][0].islower():
        return False
    heads = [
        i
        for i, w in enumerate(words[:4])
        if w[0].isupper() and HEAD.fullmatch(w.title() if w.isupper() else w)
    ]
    if not heads or NEVER.fullmatch(words[heads[0]]):
        return TERRITORIAL.fullmatch(words[0]) is not None and 1 < len(words) < 4
    if lowered[1:] or (heads[0] == 0 and len(words) == 1):
        return False
    return all(w[0].isupper() or w in ("und", "&") for w in words[: heads[0]])
