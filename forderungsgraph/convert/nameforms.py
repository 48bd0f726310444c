"""By what forms names of organisations are known: head nouns, adjectives, places; and their cases."""

from __future__ import annotations

import re

from .regions import PLACES

MASCULINE, FEMININE, NEUTER = "m", "f", "n"

_HEADS = {
    MASCULINE: """verband verbund bund städtetag gemeindetag landkreistag kreisverband verein beirat
        kommunalrat expertenrat rat kreis ring ausschuss dachverband club arbeitskreis konvent bürgerblock zirkel
        bürgertag rätetag personalrätetag handwerkstag handwerkskammertag unternehmertag wirtschaftstag bauerntag frauenrat kommunalkongress
        arbeitnehmertag jugendtag bürgermeistertag kommunaltag ärztetag""",
    FEMININE: """kammer stiftung gewerkschaft vereinigung gemeinschaft initiative gesellschaft allianz
        genossenschaft bauernschaft landsmannschaft denkfabrik konferenz fraktion liga union gruppe partei liste runde föderation gilde innung stelle
        agentur akademie versammlung kommission plattform zentrale bewegung handwerkerschaft werkstatt
        kooperation vertretung lobby front""",
    NEUTER: """kollegium bündnis netzwerk netz forum institut zentrum kollektiv labor komitee kuratorium konsortium
        syndikat bildungswerk hilfswerk sozialwerk jugendwerk studierendenwerk diakoniewerk
        missionswerk kolpingwerk dorfhilfswerk jugendparlament kinderparlament seniorenparlament""",
}
GENDERS = {head: gender for gender, heads in _HEADS.items() for head in heads.split()}
HEAD = re.compile(
    rf"(?P<stem>[\w-]*?(?:{'|'.join(sorted(GENDERS, key=len, reverse=True))}))(?P<case>e?s|ses)?", re.I
)
# nouns that end like an organisation and never are one
NEVER = re.compile(
    r"(?:[\w-]*(?:portal|register|dienste|115-|leitungs|rechner|geräte)verbund|verbund|verbunds|"
    r"[\w-]*(?:vor|appa|inven|hei|zie|"
    r"ver)rat|bundesrat|landrat|[\w-]*landrat|bund|[\w-]*(?:land|um|teilnehmer|nutzer|personen|kunden|"
    r"freundes|empfänger)kreis|"
    r"[\w-]*(?:ziel|arbeits|projekt|nutzer|alters|bevölkerungs|berufs|steuerungs|unter)gruppe|[\w-]*(?:an|"
    r"bau|schnitt|arbeits|"
    r"geschäfts|melde|verwaltungs|plan|presse|ober|dienst|fach|kontakt|haupt|personal|beschwerde|anlauf|"
    r"zulassungs|ausbildungs|"
    r"beratungs|voll|bei|her|vor|teil|halb|fest|zu|nach|fehler)stelle|[\w-]*(?:check|warte|tages|rang|"
    r"prioritäten|link|mängel|"
    r"wunsch|merk|namens|preis)liste|[\w-]*(?:vergabe|antrags|lern|bezahl|handels|online|cloud|daten|"
    r"bildungs|video|"
    r"integrations|entwicklungs|eingangs)plattform|[\w-]*(?:wissens|zivil|informations|mehrheits|gesamt|"
    r"stadt)gesellschaft|"
    r"[\w-]*(?:gesetzes|bundesrats|eigen)initiative|[\w-]*(?:video|presse|telefon|regional)konferenz|"
    r"europäische union|"
    r"[\w-]*(?<!arbeits)(?<!interessen)(?<!wähler)(?<!werbe)(?<!schutz)(?<!siedler)(?<!dorf)(?<!solidar)gemeinschaft|[\w-]*(?:gesprächs|verhandlungs|frage|tisch|haupt)runde|"
    r"[\w-]*(?:daten|landes|"
    r"breitband|glasfaser|mobilfunk|verwaltungs|strom|verkehrs|fest|telefon|inter|extra|intra|kunden|"
    r"straßen|schienen|leitungs|"
    r"gigabit)netz|[\w-]*kommission|[\w-]*(?:bürger|haus|voll)versammlung|"
    r"(?!gemeindering)[a-zäöü]*[eo]ring|(?:schlüssel|autobahn|straßen|dichtungs|finger|ohr|wall|stadt|außen|innen|box|"
    r"nürburg|rettungs|jahres)?ring|"
    r"werkstatt|[\w-]*(?:kfz-|auto|fahrrad|lehr|zukunfts|ausbildungs|reparatur|schreib)werkstatt|labor|[\w-]*(?:sprach|"
    r"medien|reallabor|test|innovations|prüf|real)labor|vertretung|(?![\w-]*(?:schüler|eltern|studierenden|personal|"
    r"interessen|arbeitnehmer|senioren|bürger|jugend|behinderten)vertretung)[\w-]*vertretung|[\w-]*(?:bau|wasser|häuser|wetter|stadt|kampf)front|front|kooperation|lobby|"
    r"[\w-]*(?:telefon|einsatz|notruf|schalt|leit|alarm|konzern|firmen|bundes|landes|ruf|tarif|de)zentrale|zentrale|"
    r"[\w-]*(?:fort|wellen|daten|gegen|zug|kreis|auf|ab|vor|fahrt|luft|erd|geld|konto|frei|ver)bewegung|bewegung)",
    re.I,
)
# heads too common to be a name with a mere genitive (*Liste der Bedingungen*)
COMMON = re.compile(
    r"(?:gesellschaft|rat|kreis|stelle|gruppe|liste|runde|plattform|netz|partei|[\w-]*zentrum|"
    r"[\w-]*versammlung|[\w-]*ausschuss|konferenz|"
    r"stadtrat|gemeinderat|[\w-]*personalrat|betriebsrat|aufsichtsrat|agentur|union|verbund|ring|konvent|labor|werkstatt|"
    r"zirkel|[\w-]*vertretung|kooperation|komitee|"
    r"[\w-]*agentur)",
    re.I,
)
# heads that are a name only with an attribute or apposition, even under a capital adjective
BARE = re.compile(
    r"(?:fraktion|konferenz|gesellschaft|gruppe|liste|partei|runde|initiative|institut|zentrum|forum)",
    re.I,
)
TERRITORIAL = re.compile(
    r"(?:Stadt|Gemeinde|Landkreis|Samtgemeinde|Verbandsgemeinde|Landeshauptstadt|Hansestadt|Hochschule|"
    r"Universität|Kreistag|"
    r"Kreisverwaltung|Landratsamt|Stadtverwaltung|Gemeindeverwaltung|Stadtrat|Gemeinderat)(?:e?s)?"
)
GROUP = re.compile(
    r"(?P<head>Fraktion|Ratsfraktion|Kreistagsfraktion|Landtagsfraktion|Bürgerschaftsfraktion)(?P<link> der|"
    r" des| von)?"
    r"(?P<name>(?: (?:Bündnis 90/ ?(?:Die|DIE) (?:Grünen|GRÜNEN)|(?!Fraktion|Die\b|Der\b|Das\b|Zu\b|Wie\b|"
    r"Für\b)[A-ZÄÖÜ][\w/-]*\w|&|\d{2}/Die)){1,4}(?: für [A-ZÄÖÜ][\w-]+)?"
    r"(?:(?<=[a-zäöüß]) und (?!Fraktion|der\b|die\b)[A-ZÄÖÜ][a-zäöüß]{4,}(?![\w-]))?)"
)
WORD = re.compile(r"„[^“”\n]{2,60}[“”]|[^\W_](?:[\w.*’'/-]*\w)?-?|&|\S")
ADJECTIVE_STEM = (
    r"(?:isch|lich|ig|al|iv|är|ell|eit|frei|jung|offen|deutsch|kommunal|sozial|liberal|digital|vereinigt|"
    r"unabhängig|evangelisch|katholisch|bunt|grün|neu|national|international|regional|technisch|zentral|"
    r"ander|gemeinsam|bürgernah|demokratisch|hoh|ober|nieder|groß|link|best|stark|schnell|modern|europäisch|"
    r"verteilt|vernetzt|bar|sam|los|reich|haft|gerecht|fähig|sicher|fair|smart|gläsern|mutig|klug|einfach|schlank|leicht|klar|kurz|gut|weit|wert|lebendig|flink|hell)"
)
ADJECTIVE = re.compile(rf"(?i)[\w-]*{ADJECTIVE_STEM}(?:e[rsnm]?)")
NO_NAME_ADJECTIVE = re.compile(
    r"(?i)(?:kommunale[nrs]?|neue[nrs]?|große[nrs]?|zuständige[nrs]?|öffentliche[nrs]?|politische[nrs]?|"
    r"gemeinsame[nrs]?|regionale[nrs]?|"
    r"private[nrs]?|soziale[nrs]?|eigene[nrs]?|ehemalige[nrs]?|künftige[nrs]?|jetzige[nrs]?|nächste[nrs]?|"
    r"ander[enrs]*|wichtige[nrs]?|einzelne[nrs]?|kleine[nrs]?)"
)
_PLACE = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:[/-][A-ZÄÖÜ][a-zäöüß]{2,})+|(?i:[a-zäöüß]*(?:hessen|sachsen|bayern|franken|"
    r"schwaben|pfalz|holstein|"
    r"thüringen|westfalen|brandenburg|pommern|land|tal|see|elbe|weser|donau|rhein|ruhr|mosel|eifel|harz|"
    r"heide|küste|börde|altmark|"
    r"mark|förde|deutschland|nord|süd|ost|west|stadt|burg|berg|heim|furt|münster|wald|aller|saale|havel|"
    r"spree|mitte|alb|neckar|"
    r"lippe|moor|(?<!ab)(?<!ein)(?<!auf)marsch|stedt|hausen|bruch|metropole|fulda))|NRW|Saar|Berlin|Bremen|Hamburg|Leipzig|Moabit"
)
_NO_PLACE = re.compile(
    r"(?i)(?:[\w-]*(?:digital|portal|kapital|quartal|abbruch|umbruch|aufbruch|pflegeheim|ausland|inland|"
    r"umland|innenstadt|hauptstadt)|land|"
    r"stadt|see|wald|heim|berg|burg|mark|küste|tal|bundesland|hansestadt|landeshauptstadt|stadtstaat)"
)
LEGAL = re.compile(r"\s+(?P<legal>e\. ?V\.|eV\b|gGmbH|GmbH|AöR|KdöR|eG\b|AG\b)")
SHORT = re.compile(
    r"(?:\s*\((?:kurz:? |im Folgenden:? )?|,? (?:kurz|im Folgenden):? )[„\"]?(?P<short>[A-ZÄÖÜ][\w&-]{1,14}|[A-ZÄÖÜ][\w.&-]{1,14}(?=[“\")]))[“\"]?\)?"
)
ADDRESSED = re.compile(
    r"(?i)(?:[\w-]*(?:regierung|politik|verwaltung|ministerium|kommission|parlament|öffentlichkeit|"
    r"gesetzgeber\w*)|land(?:es)?|bund(?:es)?|landtag(?:e?s)?|bundestag(?:e?s)?|senats?|stadt|gemeinde|"
    r"kommunen|freistaat(?:e?s)?)"
)


DEMONYM = re.compile(
    r"(?:Thüring|Berlin|Brem|Hamburg|Hannovers?ch?|Hannovera?n?|Dresd[e]?n|Leipzig|Münchn|Köln|Kiel|"
    r"Stuttgart|Saarländ|Schwerin|Magdeburg|Mainz|"
    r"Potsdam|Erfurt|Frankfurt|Nürnberg|Düsseldorf|Wiesbaden|Rostock|Lübeck|Kassel|Dortmund|Essen|Duisburg|"
    r"Bonn|Schweriner)er"
)


def is_place(word: str) -> bool:
    """Whether a capitalised word looks like the name of a place or region."""
    known = word in PLACES or _PLACE.fullmatch(word) is not None
    return word[0].isupper() and known and _NO_PLACE.fullmatch(word) is None


def nominative(name: str) -> str:
    """Undo the case of a name.

    >>> nominative("Hanseatischen Netzwerks Offene Daten")
    'Hanseatisches Netzwerk Offene Daten'
    >>> nominative("Städtebundes Nordhessen")
    'Städtebund Nordhessen'
    """
    words = re.sub(r"\s+", " ", name).strip(" ,.;:").split(" ")
    if words[-1:] == ["V"]:
        words[-1] = "V."
    for i, word in enumerate(words[:4]):
        head = HEAD.fullmatch(word)
        if head is None:
            continue
        words[i] = head["stem"]
        gender = gender_of_head(words[i])
        for k in range(i):
            words[k] = _strong(words[k], gender)
        break
    return " ".join(words)


def gender_of_head(head: str) -> str:
    """Return the gender of a head noun without case ending."""
    lowered = head.lower()
    return next(
        (GENDERS[h] for h in sorted(GENDERS, key=len, reverse=True) if lowered.endswith(h)), MASCULINE
    )


def _strong(word: str, gender: str) -> str:
    """Return an adjective with the ending it has without article in the nominative."""
    if not ADJECTIVE.fullmatch(word) or word.endswith("-") or word.isupper():
        return word
    stem = re.sub(r"e[rsnm]?$", "", word)
    return stem + {MASCULINE: "er", FEMININE: "e", NEUTER: "es"}[gender]


def genitive_ending(word: str) -> str:
    """Return how a masculine or neuter noun ends in the genitive: ``es``, ``ses``, ``s`` or nothing.

    >>> [genitive_ending(word) for word in ("Netz", "Bündnis", "Verband", "Forum", "Kreis", "Ausschuss", "Campus")]
    ['es', 'ses', 's', 's', 'es', 'es', '']
    """
    if word.endswith("nis"):
        return "ses"
    if re.search(r"(?:us|[A-ZÄÖÜ]{2})$", word) and not re.search(r"(?:aus|[Bb]us|chluss)$", word):
        return ""
    return "es" if re.search(r"(?:bund|tag|rat|[sßzx]|sch)$", word, re.I) else "s"


def genitive(name: str) -> str:
    """Return a name as attribute, with article: ``des Kommunalen Spitzenbundes Thüringen``.

    A name without a head noun of organisations comes back unchanged.
    """
    words = re.sub(r" e\. V\.$", "", name).split(" ")
    for i, word in enumerate(words[:4]):
        if HEAD.fullmatch(word) is None and not word.endswith("tag"):
            continue
        gender = gender_of_head(word)
        for k in range(i):
            if ADJECTIVE.fullmatch(words[k]):
                words[k] = re.sub(r"e[rsnm]?$", "en", words[k])
        if gender != FEMININE:
            words[i] = word + genitive_ending(word)
        return ("der " if gender == FEMININE else "des ") + " ".join(words)
    return " ".join(words)


def without_legal_form(name: str) -> str:
    """Return ``name`` without *e. V.*, *GmbH* and an abbreviation in brackets."""
    return re.sub(
        r"\s*\([A-ZÄÖÜ][\w.&-]*\)|\s+(?:e\. ?V\.|gGmbH|GmbH|AöR|KdöR|eG|AG)(?=\s|$)", "", name
    ).strip()
