"""Names of organisations that no register knows, recognised by their form.

A name is a head noun of a closed list (*Verband*, *Städtebund*, *Gewerkschaft* …) with what belongs to it:
a capitalised adjective or a hyphenated first part before it; behind it an attribute (*der …*, *für …*), an
apposition (*Nordhessen*, *Junge Verwaltung Rhein-Ruhr*), a legal form and an abbreviation in brackets.
German capitalises every noun, so that an apposition can be an object (*fordert der Städtebund Nachbesserungen*):
a single noun behind the head counts only where the sentence leaves no other reading, here or elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MASCULINE, FEMININE, NEUTER = "m", "f", "n"

_STRONG = {
    MASCULINE: """verband verbund bund städtetag gemeindetag landkreistag kreisverband verein beirat kommunalrat expertenrat
        rat kreis ring ausschuss dachverband club arbeitskreis""",
    FEMININE: """kammer stiftung gewerkschaft vereinigung gemeinschaft initiative gesellschaft allianz genossenschaft
        konferenz fraktion liga union gruppe partei liste runde föderation gilde innung stelle agentur akademie
        versammlung kommission plattform""",
    NEUTER: """bündnis netzwerk netz forum institut zentrum kollektiv""",
}  # fmt: skip
GENDERS = {head: gender for gender, heads in _STRONG.items() for head in heads.split()}
_HEAD = re.compile(
    rf"(?P<stem>[\w-]*?(?:{'|'.join(sorted(GENDERS, key=len, reverse=True))}))(?P<case>e?s|ses)?", re.I
)
# nouns that end like an organisation and are none, or a body that generic names cover
_NEVER = re.compile(
    r"(?:[\w-]*(?:portal|register|dienste|115-|leitungs|daten|it-|rechner|geräte|auf|vor|appa|inven|haus|unter|sach)"
    r"(?:verbund|rat|netz(?:werk)?)|bundesrat|stadtrat|gemeinderat|kreisrat|landrat|personalrat|betriebsrat|aufsichtsrat|"
    r"land?kreis|landkreis|kreis|lenkungskreis|umkreis|teilnehmerkreis|nutzerkreis|personenkreis|kundenkreis|freundeskreis|"
    r"bund|rat|ring|stelle|gruppe|liste|runde|plattform|netz|[\w-]*(?:ziel|arbeits|projekt|nutzer|alters|bevölkerungs|berufs|"
    r"steuerungs|unter)gruppe|[\w-]*(?:an|bau|schnitt|arbeits|geschäfts|melde|verwaltungs|plan|meldebehörden|presse|ober|"
    r"dienst|fach|kontakt|haupt|personal|beschwerde|anlauf|zulassungs|ausbildungs|press|beratungs|voll)stelle|"
    r"[\w-]*(?:check|warte|tages|rang|prioritäten|link|mängel|wunsch|merk|namens|preis)liste|"
    r"[\w-]*(?:vergabe|antrags|lern|bezahl|handels|online|cloud|daten|bildungs|video|integrations|entwicklungs|eingangs)plattform|"
    r"[\w-]*(?:wissens|zivil|informations|mehrheits|stadt)gesellschaft|[\w-]*gesamtgesellschaft|"
    r"[\w-]*(?:gesetzes|bundesrats|eigen)initiative|[\w-]*(?:video|presse|telefon|regional|bundespresse)konferenz|"
    r"[\w-]*(?:rechen|bürgerservice|impf|kunden|service|stadt|daten|kompetenz)zentrum|europäische union|"
    r"[\w-]*(?:mitglieder|verbands|haupt|städte|stadtverordneten|vertreter|delegierten|voll|bürger|kreis)versammlung|"
    r"(?:landkreis|kreis|sport|innen|haupt|finanz|fach|unter|vermittlungs|digital|rechts|kreis|petitions|bildungs|landes|"
    r"haushalts|stadt|verbands)ausschuss|ausschuss|versammlung|kommission|gemeinschaft|hausgemeinschaft|[\w-]*gemeinschaft(?<!arbeitsgemeinschaft)(?<!interessengemeinschaft)|"
    r"gespräch?srunde|verhandlungsrunde|[\w-]*(?:gesprächs|verhandlungs|frage|tisch|haupt)runde|werbeagentur|arbeitsagentur|"
    r"daten(?:schutz)?netz|[\w-]*(?:landes|breitband|glasfaser|mobilfunk|verwaltungs|strom|verkehrs|fest|telefon)netz|"
    r"[\w-]*(?:eu|europa)-?kommission|zustellrat|hintergrund|vorstandsgruppe)",
    re.I,
)
# heads that are a name only with an attribute or apposition, even under a capital adjective
_BARE = re.compile(r"(?:fraktion|konferenz|gesellschaft|gruppe|liste|partei|runde|initiative|institut|zentrum|forum)", re.I)  # fmt: skip
_TERRITORIAL = re.compile(
    r"(?:Stadt|Gemeinde|Landkreis|Samtgemeinde|Verbandsgemeinde|Landeshauptstadt|Hansestadt|Hochschule|Universität)(?:e?s)?"
)
_WORD = re.compile(r"„[^“”\n]{2,60}[“”]|[^\W_][\w.*’'/-]*|&|\S")
_ADJECTIVE_STEM = r"(?:isch|lich|ig|al|iv|är|ell|eit|frei|jung|offen|deutsch|kommunal|sozial|liberal|digital|vereinigt|unabhängig|evangelisch|katholisch|bunt|grün|neu|national|international|regional|technisch|zentral|ander|gemeinsam|bürgernah|demokratisch|hoh|ober|nieder|groß|link|best|stark|schnell|modern|europäisch|verteilt|vernetzt)"
_ADJECTIVE = re.compile(rf"(?i)[\w-]*{_ADJECTIVE_STEM}(?:e[rsnm]?)")
_NO_NAME_ADJECTIVE = re.compile(
    r"(?i)(?:kommunale[nrs]?|neue[nrs]?|große[nrs]?|zuständige[nrs]?|öffentliche[nrs]?|politische[nrs]?|gemeinsame[nrs]?|regionale[nrs]?|"
    r"private[nrs]?|soziale[nrs]?|eigene[nrs]?|ehemalige[nrs]?|künftige[nrs]?|jetzige[nrs]?|nächste[nrs]?|ander[enrs]*|wichtige[nrs]?|einzelne[nrs]?|kleine[nrs]?)"
)
_GEOGRAPHIC = re.compile(
    r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:/|-)[A-ZÄÖÜ][a-zäöüß]{2,}|[A-ZÄÖÜ][a-zäöüß]*(?:hessen|sachsen|bayern|franken|schwaben|pfalz|holstein|thüringen|"
    r"westfalen|brandenburg|pommern|land|lande|tal|see|elbe|weser|donau|rhein|ruhr|mosel|eifel|harz|heide|küste|börde|altmark|mark|förde|"
    r"deutschland|nord|süd|ost|west|nordost|nordwest|südost|südwest|stadt|burg|berg|heim|furt|münster|wald|aller|saale|havel|spree|mitte|"
    r"region|alb|bodensee|neckar|main|oder|niers|lippe|haar|gäu|moor|stedt|hausen|ingen|bruch|region|metropole|ems|fulda)|NRW|Saar|Berlin|Bremen|Hamburg|Moabit",
    re.I,
)
_LEGAL = re.compile(r"\s+(?P<legal>e\. ?V\.|eV\b|gGmbH|GmbH|AöR|KdöR|eG\b|AG\b)")
_SHORT = re.compile(r"\s*\((?:kurz:? |im Folgenden:? )?[„\"]?(?P<short>[A-ZÄÖÜ][\w.&-]{1,14})[“\"]?\)")
_ADDRESSED = re.compile(r"(?i)(?:[\w-]*(?:regierung|politik|verwaltung|ministerium|kommission|parlament|öffentlichkeit|gesetzgeber\w*)|land(?:es)?|bund(?:es)?|landtag(?:e?s)?|bundestag(?:e?s)?|senats?|stadt|gemeinde|kommunen|freistaat(?:e?s)?)")  # fmt: skip
_LINKS = frozenset(("der", "des", "für"))
_PLACE_LINKS = frozenset(("am", "an"))


@dataclass(frozen=True, slots=True)
class NamedBody:
    """An organisation recognised by the form of its name.

    :param name: in the nominative, with legal form, without the abbreviation
    :param short: the abbreviation that stands in brackets behind it
    """

    name: str
    short: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


def named_bodies(text: str) -> list[NamedBody]:
    """Return organisations whose names look like names: ``Städtebund Nordhessen (SBN)``.

    >>> [b.name for b in named_bodies("Vertreter des Hanseatischen Netzwerks Offene Daten (HNOD) fordern Geld.")]
    ['Hanseatisches Netzwerk Offene Daten']
    """
    words = [_Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]
    found: list[tuple[NamedBody, bool]] = []
    i = 0
    while i < len(words):
        candidate = _candidate(text, words, i)
        if candidate is None:
            i += 1
            continue
        body, certain, following = candidate
        found.append((body, certain))
        i = max(i + 1, following)
    sure = {body.name for body, certain in found if certain}
    return [body for body, certain in found if certain or body.name in sure]


def _candidate(text: str, words: list[_Word], i: int) -> tuple[NamedBody, bool, int] | None:
    word = words[i].text
    if not word[0].isupper():
        return None
    territorial = _TERRITORIAL.fullmatch(word) is not None
    head = _HEAD.fullmatch(word)
    if not territorial and (head is None or "/" in word):
        return None
    first, adjectives = _before(text, words, i)
    rest, last, sure = _behind(text, words, i)
    tail = words[last - 1].end
    legal = _LEGAL.match(text, tail)
    tail = legal.end() if legal else tail
    short = _SHORT.match(text, tail)
    if short and not _is_short(short["short"]):
        short = None
    marked = legal is not None or short is not None
    bare = _NEVER.fullmatch(word) is not None or (
        head is not None and _NEVER.fullmatch(head["stem"]) is not None
    )
    if territorial:
        if last != i + 2 or not _GEOGRAPHIC.fullmatch(words[i + 1].text):
            return None
    elif bare and not marked and not (rest and sure and word.lower() in _SMALL_HEADS) or (not rest and not marked and (
        not adjectives or (head is not None and _BARE.fullmatch(head["stem"])) or (
        adjectives and _NO_NAME_ADJECTIVE.fullmatch(words[i - 1].text)))):  # fmt: skip
        return None
    end = short.end() if short else tail
    start = words[first].start
    name = text[start : words[last - 1].end]
    if legal:
        name += " " + re.sub(r"^e\. ?V\.$|^eV$", "e. V.", legal["legal"])
    certain = sure or marked or bool(adjectives and not rest)
    return NamedBody(nominative(name), short["short"] if short else None, start, end), certain, last


_SMALL_HEADS = frozenset("rat bund kreis ring ausschuss kommission gruppe liste".split())


def _is_short(text: str) -> bool:
    return sum(ch.isupper() for ch in text) >= 2


def _before(text: str, words: list[_Word], i: int) -> tuple[int, list[str]]:
    """Return the index of the name's first word and its adjectives."""
    first = i
    if (
        i >= 2
        and words[i - 1].text in ("und", "&")
        and re.fullmatch(r"[A-ZÄÖÜ][\wäöüß-]+-", words[i - 2].text)
    ):
        first = i - 2
    adjectives: list[str] = []
    while first > 0 and len(adjectives) < 3:
        word = words[first - 1].text
        opens = (
            first == 1
            or text[words[first - 2].end - 1] in ".!?:„\n"
            or "\n" in text[words[first - 2].end : words[first - 1].start]
        )
        if not (word[0].isupper() and text[words[first - 1].end] == " "):
            break
        demonym = re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß-]{3,}er", word) and re.match(
            r"(?:Thüring|Berlin|Brem|Hambur|Hannover|Dresd|Leipzig|Münch|Köln|Kiel|Stuttgart|Saarl|Schweriner|Magdeburg|Mainz|Potsdam|Erfurt)", word
        )  # fmt: skip
        if not (_ADJECTIVE.fullmatch(word) or demonym):
            break
        if opens and _NO_NAME_ADJECTIVE.fullmatch(word) and not re.search(r"er$", word):
            break
        adjectives.append(word)
        first -= 1
    return first, adjectives


def _behind(text: str, words: list[_Word], i: int) -> tuple[bool, int, bool]:
    """Return whether something belongs to the head ``i``, where it ends, and whether that is sure."""
    head = words[i].text
    j = i + 1
    sure = True
    if j >= len(words):
        return False, j, True
    if (
        words[j].text[0] == "„"
        and len(words[j].text) > 3
        and head.lower().endswith(("initiative", "bündnis", "verein", "netzwerk", "fraktion", "gruppe"))
    ):
        return True, j + 1, True
    end = _attribute(text, words, j, head)
    if end is None:
        end, sure = _apposition(text, words, i)
        if end == j:
            return False, j, True
    else:
        # a place behind the attribute: „der kommunalen IT-Häuser Schwaben-Bodensee“
        while (
            end < len(words)
            and _GEOGRAPHIC.fullmatch(words[end].text)
            and _adjacent(text, words, end)
            and words[end].text[0].isupper()
            and not _HEAD.fullmatch(words[end].text)
        ):
            end += 1
    if (
        end + 1 < len(words)
        and words[end].text in _PLACE_LINKS
        and words[end + 1].text[0].isupper()
        and _adjacent(text, words, end + 1)
        and not re.search(
            r"(?i)(?:tag|woche|mittwoch|abend|morgen|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)",
            words[end + 1].text,
        )
        and sure
        and not _ADDRESSED.fullmatch(words[end + 1].text)
    ):
        end += 2
        if (
            end + 1 < len(words)
            and words[end].text == "und"
            and words[end + 1].text[0].isupper()
            and not _HEAD.fullmatch(words[end + 1].text)
        ):
            end += 2
    return True, end, sure


def _adjacent(text: str, words: list[_Word], j: int) -> bool:
    return j > 0 and re.fullmatch(r"[ \n]", text[words[j - 1].end : words[j].start]) is not None


def _is_noun(word: str) -> bool:
    return (word[0].isupper() and word[-1].isalnum() and len(word) > 1) or re.fullmatch(r"[A-ZÄÖÜ][\w]+-", word) is not None  # fmt: skip


def _attribute(text: str, words: list[_Word], j: int, head: str) -> int | None:
    """Return the end of *der …*, *für …* or a genitive plural without article behind a head."""
    link = words[j].text
    k = j
    if link in _LINKS:
        k = j + 1
        if (
            link == "für"
            and k < len(words)
            and words[k].text in ("einen", "ein", "eine")
            and head.endswith("nitiative")
        ):
            k += 1
    elif not re.fullmatch(rf"[\w-]*{_ADJECTIVE_STEM}er", link) or not link[0].islower():
        return None
    while k < len(words) and words[k].text[0].islower() and _ADJECTIVE_WORD.fullmatch(words[k].text):
        k += 1
    if k >= len(words) or not _is_noun(words[k].text):
        return None
    if link in ("der", "des") and (
        _ADDRESSED.fullmatch(words[k].text) or _ADDRESSED.fullmatch(words[k - 1].text)
    ):
        return None
    k += 1
    # coordinated nouns: „für Inneres, Kommunales und Digitales“, „Melde- und Personenstandsbehörden“
    probe = k
    if link == "für":
        while (
            probe + 1 < len(words)
            and words[probe].text == ","
            and _is_noun(words[probe + 1].text)
            and not _HEAD.fullmatch(words[probe + 1].text)
        ):
            probe += 2
    if probe < len(words) and words[probe].text in ("und", "&", "sowie"):
        after = probe + 1
        while (
            after < len(words)
            and words[after].text[0].islower()
            and _ADJECTIVE_WORD.fullmatch(words[after].text)
        ):
            after += 1
        hyphen = words[probe - 1].text.endswith("-")
        if (
            after < len(words)
            and _is_noun(words[after].text)
            and (hyphen or not _HEAD.fullmatch(words[after].text))
        ):
            k = after + 1
    while (
        k < len(words)
        and _GEOGRAPHIC.fullmatch(words[k].text)
        and _adjacent(text, words, k)
        and words[k].text[0].isupper()
        and not _HEAD.fullmatch(words[k].text)
    ):
        k += 1
    if link not in _LINKS or k < len(words):
        # „Gewerkschaft der Technischen Dienste Ruhr“: a capital adjective and its noun
        if (
            _ADJECTIVE.fullmatch(words[k - 1].text)
            and k < len(words)
            and _is_noun(words[k].text)
            and _adjacent(text, words, k)
        ):
            k += 1
    return k


_ADJECTIVE_WORD = re.compile(r"[a-zäöüß-]{3,}(?:er|en|e|em|es)")


def _apposition(text: str, words: list[_Word], i: int) -> tuple[int, bool]:
    """Return the end of capitalised words behind head ``i`` and whether they surely belong to it."""
    j = i + 1
    sure = False
    count = 0
    while j < len(words) and count < 5 and _adjacent(text, words, j):
        word = words[j].text
        if not (word[0].isupper() or word in ("&",) or (count and word == "und" and sure is False)) or (
            word[0].isupper() and len(word) == 1
        ):
            break
        if word == "und" or (
            _HEAD.fullmatch(word)
            and not _HEAD.fullmatch(words[i].text + "x")
            and word[0].isupper()
            and count == 0
            and not words[i].text.startswith("Fraktion")
        ):
            break
        if _GEOGRAPHIC.fullmatch(word) and word not in ("Land", "Bund", "Stadt", "Verwaltung", "Landkreis"):
            return j + 1, True
        if word in ("Land", "Bund", "Länder", "Stadt", "Kommunen", "Landkreis", "Bundestag", "Landtag"):
            break
        if (
            _ADJECTIVE.fullmatch(word)
            and j + 1 < len(words)
            and _adjacent(text, words, j + 1)
            and _is_noun(words[j + 1].text)
        ):
            j, count, sure = j + 2, count + 2, True
            continue
        if count and sure and not _is_upper(word):
            break
        j, count = j + 1, count + 1
        sure = sure or _is_upper(word) and len(word) > 2
        if not sure and count == 1:
            sure = _closed(text, words, i, j)
            if not sure and not (j < len(words) and _adjacent(text, words, j) and words[j].text[0].isupper()):
                break
    if not sure and count > 1:
        sure = _closed(text, words, i, j)
    if words[i].text.startswith("Fraktion") and count:
        sure = True
    return j, sure


def _is_upper(word: str) -> bool:
    return word.isupper() and len(word) > 1


def _closed(text: str, words: list[_Word], i: int, j: int) -> bool:
    """Whether ``words[i:j]`` can only be one noun phrase: genitive, or first constituent before the verb."""
    head = _HEAD.fullmatch(words[i].text)
    before = words[i - 1].text if i else ""
    if head is not None and head["case"] and before.lower() in ("des", "eines"):
        return True
    following = text[words[j - 1].end : words[j - 1].end + 2]
    opens = i == 1 or (i >= 2 and words[i - 2].text[-1] in ".!?:“")
    if before in ("Der", "Die", "Das") and opens:
        return j < len(words) and words[j].text[0].islower() and following[:1] == " " and words[j].text not in ("und", "oder")  # fmt: skip
    return False


def nominative(name: str) -> str:
    """Undo the case of a name: ``Hanseatischen Netzwerks Offene Daten`` → ``Hanseatisches Netzwerk Offene Daten``.

    >>> nominative("Städtebundes Nordhessen")
    'Städtebund Nordhessen'
    """
    words = re.sub(r"\s+", " ", name).strip(" ,.;:").split(" ")
    if words[-1:] == ["V"]:
        words[-1] = "V."
    for i, word in enumerate(words[:4]):
        head = _HEAD.fullmatch(word)
        if head is None:
            continue
        stem = head["stem"]
        if head["case"] and not re.fullmatch(r"(?i).*(?:kreis|ausschus|bündnis)", stem):
            words[i] = stem
        elif head["case"]:
            words[i] = re.sub(r"(?i)(?<=kreis|chuss)es$|(?<=bündnis)ses$", "", word)
        gender = _gender(words[i])
        for k in range(i):
            words[k] = _strong(words[k], gender)
        break
    return " ".join(words)


def _gender(head: str) -> str:
    lowered = head.lower()
    return next(
        (GENDERS[h] for h in sorted(GENDERS, key=len, reverse=True) if lowered.endswith(h)), MASCULINE
    )


def _strong(word: str, gender: str) -> str:
    """Return an adjective with the ending it has without article in the nominative."""
    if not _ADJECTIVE.fullmatch(word) or word.endswith("-"):
        return word
    stem = re.sub(r"e[rsnm]?$", "", word)
    return stem + {MASCULINE: "er", FEMININE: "e", NEUTER: "es"}[gender]


def genitive(name: str) -> str:
    """Return a name as attribute, with article: ``des Kommunalen Spitzenbundes Thüringen``."""
    words = re.sub(r" e\. V\.$", "", name).split(" ")
    for i, word in enumerate(words[:4]):
        if _HEAD.fullmatch(word) is None:
            continue
        gender = _gender(word)
        for k in range(i):
            if _ADJECTIVE.fullmatch(words[k]):
                words[k] = re.sub(r"e[rsnm]?$", "en", words[k])
        if gender != FEMININE:
            ending = (
                "ses"
                if word.endswith("nis")
                else "es"
                if re.search(r"(?:bund|tag|rat|kreis|chuss)$", word)
                else "s"
            )
            words[i] = word + ending
        return ("der " if gender == FEMININE else "des ") + " ".join(words)
    return " ".join(words)


def without_legal_form(name: str) -> str:
    """Return ``name`` without *e. V.*, *GmbH* and an abbreviation in brackets."""
    return re.sub(
        r"\s*\([A-ZÄÖÜ][\w.&-]*\)|\s+(?:e\. ?V\.|gGmbH|GmbH|AöR|KdöR|eG|AG)(?=\s|$)", "", name
    ).strip()


def short_forms(name: str, short: str | None = None) -> tuple[str, ...]:
    """Return by what else a text may call the body ``name``: without legal form, abbreviated, its first noun.

    >>> short_forms("Kommunalbund Elbe-Saale e. V.", "KBES")
    ('Kommunalbund Elbe-Saale', 'KBES', 'Kommunalbund')
    """
    plain = without_legal_form(name)
    forms = [plain] if plain != name else []
    if short:
        forms.append(short)
    words = plain.split(" ")
    for i, word in enumerate(words):
        if _HEAD.fullmatch(word):
            if i + 1 < len(words) or i:
                forms.append(word)
            break
    return tuple(dict.fromkeys(forms))


def local_names(bodies: Iterable[NamedBody]) -> list[tuple[str, str]]:
    """Return pairs of name and full name for the bodies of one document; ambiguous forms are left out."""
    full: dict[str, str] = {}
    for body in sorted(bodies, key=lambda b: (-len(b.name), b.name)):
        plain = without_legal_form(body.name)
        full.setdefault(plain, body.name)
    shorts = {b.short: full[without_legal_form(b.name)] for b in bodies if b.short}
    pairs: dict[str, set[str]] = {}
    for plain, name in full.items():
        for form in (name, plain):
            pairs.setdefault(form, set()).add(name)
    for short, name in shorts.items():
        pairs.setdefault(short, set()).add(name)
    return sorted((form, next(iter(names))) for form, names in pairs.items() if len(names) == 1)
