"""Acts that no register knows, recognised by the form of their names.

A named type (*ein Schriftformabbaugesetz*, *NOOTS-Staatsvertrag*) counts, a generic word (*Landesgesetz*,
*Änderungsgesetz*, *Rechtsverordnung*) does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .lexicon import shipped_lexicon
from .states import STATE_ADJECTIVES, STATE_NAMES
from .tokens import PREPOSITIONS, Token

_HEADS = re.compile(
    r"(?P<stem>(?:[A-ZÄÖÜ0-9e]|i(?=-))[\w./]*?(?:-[\w./]+?)*?-?)"
    r"(?P<head>[Gg]esetzbuch|[Gg]esetz|[Ss]taatsvertrag|[Vv]erordnung|[Ss]atzung|[Rr]ichtlinie|[Oo]rdnung|[Vv]erfassung|"
    r"(?<=-)VO|(?<=-)RL)"
    r"(?P<ending>e?s|en)?"
)
_ADJECTIVE = re.compile(r"[A-ZÄÖÜ][a-zäöüß-]+(?:e[nrsm]?|er)")
_NO_ADJECTIVE = re.compile(
    r"Novelle|Reform|Frage|Debatte|Lücke|Vorgabe|Kommune|Gemeinde|Länder|Bürger|Städte|Kreise"
)
_NEUTER = ("gesetz", "gesetzbuch")
_FEMININE = ("verordnung", "satzung", "richtlinie", "ordnung", "verfassung")
_ABBREVIATED = (
    r"(?:e(?=[A-ZÄÖÜ]))?[A-ZÄÖÜ][\w-]*[A-ZÄÖÜ][\w./-]*(?: (?:[A-Z]{2,4}|[A-Z]-[A-Z]|Bln|\d(?:\.\d)?))?"
)
DEFINED = re.compile(
    r"\s*(?:\(\s*(?:[–-]\s*)?"
    r"(?:(?:im Folgenden|im Weiteren|nachfolgend|kurz|abgekürzt|künftig)\s*:?\s*)?"
    r"(?:[A-ZÄÖÜ][\w-]*(?:[Gg]esetz|ordnung|satzung)(?: (?!und|oder)[\w-]+)?\s*[–-]\s*|[„\"])?"
    rf"(?P<abbreviation>{_ABBREVIATED})[“”\"]?(?:\s*[–-])?\s*(?:[,;][^)]{{0,60}})?\)"
    rf"|\s*,\s*kurz:?\s+[„\"]?(?P<short>{_ABBREVIATED})[“”\"]?"
    rf"|\s*[–-]\s*(?:kurz:?\s+)?[„\"]?(?P<dashed>{_ABBREVIATED})[“”\"]?\s*[–-])"
)
_OF_A_LAW = re.compile(r"G(?:[A-Z]\w*)?(?:[ -]\S+)?$|(?:V|VO|RL|O|StV|Verf)(?:[ -]\S+)?$")
_TITLE = re.compile(
    r"(?<![\w-])(?P<head>(?:Landes|Bundes)?[Gg]esetz(?:es)?|Gesetz(?:es)?entwurf(?:e?s)?|Staatsvertrag(?:e?s)?|(?:Rechts)?[Vv]erordnung|Satzung)\s+"
    r"(?P<link>zur|zum|über|für|betreffend|gegen)\s+"
)
_TITLE_DEFINED = re.compile(
    rf"(?P<title>(?:(?!, (?:die|der|das|dem|den) )(?:[^.;:()„“]|\((?:EU|EG|EWG)\)|(?<=Nr)\.)){{3,200}}?)\s(?:\((?!EU\)|EG\)|EWG\)|BGBl)(?:(?:im Folgenden|kurz|nachfolgend|künftig)\s*:?\s*)?[„\"]?"
    rf"(?P<short>{_ABBREVIATED})[“\"]?\)|[–-]\s*kurz:?\s+[„\"]?(?P<dashed>{_ABBREVIATED}))"
)
_NUMBERED = re.compile(
    r"(?<![\w-])(?P<name>EU-Richtlinie|EU-Verordnung)\s+(?P<plain>(?:Nr\.\s*)?\d{2,4}/\d{1,5})|"
    r"(?<![\w-])(?P<act>(?:Durchführungsv|Delegierte V|V)erordnung|(?:EU-)?Richtlinie)(?:en)?\s+"
    r"(?P<number>\((?:EU|EG|EWG)\)\s*(?:Nr\.\s*)?\d{2,4}/\d{1,5}|\d{2,4}/\d{1,4}/(?:EU|EG|EWG))"
)
_LAND_BEHIND = re.compile(
    r"\s+(?:(?:des|für das|für den|der)\s+(?:Landes?|Freistaate?s?|Freistaat|Bundes)\b"
    rf"(?:\s+(?:{'|'.join(map(re.escape, STATE_NAMES.values()))}))?"
    r"|(?:zur|zum)\s+[A-ZÄÖÜ][\w-]*(?:[Gg]esetz|ordnung))"
)
_COMPOUND = re.compile(
    r"(?P<law>[A-ZÄÖÜ][\w-]*?(?:gesetz|-Gesetz|ordnung|satzung|staatsvertrag))(?:e?s|-)?"
    r"(?:änderung|[Nn]ovelle|novellierung|reform|[Ee]ntwurf|umsetzung|vorlage|ergänzung|initiative)\w*"
)
_PLACE = rf"(?:{'|'.join(f'{re.escape(name)}s?' for name in STATE_NAMES.values())}|Saarlandes|Berlins?)"
_CONSTITUTION = re.compile(
    r"\b(?:Landesv|V)erfassung\s+(?:(?:des|für|von|der|das|den|Landes|Land|Freistaate?s?|Freistaats?|Freien|und|"
    rf"Hansestadt)\s+){{0,5}}{_PLACE}(?![\w-])|"
    rf"\b(?P<adjective>{'|'.join(f'[{stem[0]}{stem[0].upper()}]{stem[1:]}' for stem in STATE_ADJECTIVES.values() if not stem.endswith('er'))}"
    r"|Thüringer|Berliner|Bremer|Hamburger)(?:e|en|er)?\s+(?P<noun>Landesverfassung|Verfassung)(?![\w-])"
)
# what stands before a title that goes on to the end of its phrase: a draft, or the Land whose act it is
_DRAFT = re.compile(r"\b[Ee]ntwurf(?:s|es)?\s+(?:eines|des|für ein|zum)\s+(?:[A-ZÄÖÜ]\w+ten\s+)?$")
# *das Gesetz zur Stärkung der Teilhabe* is a name, *ein Gesetz zur Stärkung der Teilhabe* tells what is wanted
_DEFINITE = re.compile(
    r"(?:\b(?:das|des|dem|im|vom|zum|die|der|ihre[rn]?|seine[rn]?|unsere[rn]?|dieses|nach)\s+)$", re.I
)
_NEXT_PHRASE = frozenset(
    """die das dem den ein eine einen einem sich nicht auch es er sie wir ihr ihre ihrem ihren unser unsere sehr hier
    schreiben stellungnahme anhörung drucksache bezug""".split()
)
_NEXT_ACT = re.compile(
    r"(?:und|oder|sowie)\s+(?:das|dem|die|der|des)\s+(?:[A-ZÄÖÜ]\S*(?:gesetz|ordnung|vertrag|satzung)|Gesetz\b)"
)
_SUBJECT = re.compile(
    r"(?!Änderung|Umsetzung|Ausführung|Durchführung|Anpassung|Novellierung|Reform|Kenntnis|Abstimmung|Anlass|Beratung|Beschlussfassung|Verfügung|Vorlage|Sprache|Köpfe|Bühne|Runden|Hürden?|Jahre)"
    r"(?:[a-zäöüß]+(?:en|er|es|e)\s+){0,2}[A-ZÄÖÜ][\w-]+(?:\s+(?:und|sowie)\s+(?:[a-zäöüß]+e[nrs]?\s+)?[A-ZÄÖÜ][\w-]+)?"
    r"(?P<more>\s+(?:(?:der|des|von|in|im|für|bei|und|zur|zum|an)\s|[a-zäöüß]{3,}er\s+[A-ZÄÖÜ]))?"
)
_LAND_ADJECTIVE = re.compile(
    rf"\b(?P<adjective>(?:{'|'.join(stem.capitalize() for stem in STATE_ADJECTIVES.values() if not stem.endswith('er'))})"
    r"e[nrsm]?|Thüringer|Berliner|Bremer|Hamburger)\s+$"
)
_CONNECTORS = frozenset(
    (
        "der",
        "des",
        "die",
        "das",
        "den",
        "dem",
        "und",
        "sowie",
        "von",
        "in",
        "im",
        "zur",
        "zum",
        "für",
        "über",
        "bei",
        "an",
        "auf",
        "mit",
        "am",
        "vom",
        "aus",
    )
)


def law_type(word: str) -> tuple[str, str] | None:
    """Return name in the nominative and kind if ``word`` names a type of law, else None.

    >>> law_type("Schriftformabbaugesetzes")
    ('Schriftformabbaugesetz', 'gesetz')
    >>> law_type("Landesgesetzes") is None
    True
    """
    match = _HEADS.fullmatch(word)
    if match is None:
        return None
    stem, head, ending = match["stem"], match["head"].lower(), match["ending"] or ""
    plain = stem.lower().rstrip("-")
    if (len(plain) < 3 and not stem.isupper()) or re.match(r"\w{1,3}/", stem):
        return None
    generic = shipped_lexicon().section("law_generic").get(head, ())
    if ending == "en" or plain in generic or stem.lower() in generic:
        return None
    if head in ("rl", "richtlinie") and not re.search(r"(?:^|-)EU|Eu|\d", stem):
        return None
    forms = shipped_lexicon().section("law_forms").get(head)
    if forms is not None and not plain.endswith(forms):
        return None
    return stem + match["head"], {"vo": "verordnung", "rl": "richtlinie"}.get(head, head)


def is_law_abbreviation(short: str) -> bool:
    """Whether ``short`` looks like an act's abbreviation: *KomStG*, *BITV*; not *NOOTS*."""
    return _OF_A_LAW.search(short) is not None


def initials(short: str, title: str) -> bool:
    """Whether ``short`` is made of initials of a title: *Gesetz über kommunale Zusammenarbeit (GkZ)*."""
    initials = iter(word[0].lower() for word in title.split())
    return short[0] == title[0].upper() and all(letter in initials for letter in short.lower())


def number_of(title: str) -> str | None:
    """Return the number in a title that is nothing but kind and number: *Verordnung (EU) Nr. 910/2014*.

    >>> number_of("Richtlinie 2014/55/EU"), number_of("Verordnung (EU) Nr. 910/2014 über Identifizierung")
    ('2014/55', None)
    """
    match = _NUMBERED.fullmatch(title)
    if match is None:
        return None
    digits = re.search(r"\d+/\d+", match["plain"] or match["number"])
    return digits.group() if digits is not None else None


def end_with_land(text: str, end: int) -> int:
    """Return the end of a name with *des Landes*, *zur Bauordnung* behind it, if an abbreviation follows in brackets.

    >>> end_with_land("E-Government-Gesetz des Landes (EGovG SH)", 19)
    30
    """
    match = _LAND_BEHIND.match(text, end)
    return match.end() if match is not None and text[match.end() :].lstrip().startswith("(") else end


def law_in_compound(word: str) -> str | None:
    """Return what looks like an act in *Grundgesetzänderung*, *Transparenzgesetzentwurf*.

    >>> law_in_compound("Grundgesetzänderungen"), law_in_compound("Gesetzesnovelle")
    ('Grundgesetz', None)
    """
    match = _COMPOUND.fullmatch(word)
    return match["law"] if match is not None else None


def constitutions(text: str) -> list[tuple[int, int, str]]:
    """Return the constitutions of Länder named in ``text``: start, end, name in the nominative."""
    found: list[tuple[int, int, str]] = []
    for match in _CONSTITUTION.finditer(text):
        name = match.group()
        if match["adjective"]:
            town = match["adjective"].endswith(("inger", "iner", "mer", "ger"))
            adjective = match["adjective"]
            name = f"{adjective[0].upper()}{adjective[1:]}{'' if town else 'e'} {match['noun']}"
        found.append((match.start(), match.end(), name))
    return found


def nominative(adjective: str, kind: str) -> str:
    """Return the adjective of a law's name as it stands without article: *Sächsisches* for *Sächsischen*."""
    if re.search(r"(?:inger|iner|mer|ger)$", adjective):
        return adjective  # Thüringer, Berliner, Bremer, Hamburger
    stem = re.sub(r"e[nrsm]?$", "", adjective)
    ending = "es" if kind in _NEUTER else "e" if kind in _FEMININE else "er"
    return stem + ending


def adjective_before(tokens: Sequence[Token], first: int) -> int:
    """Return where the name with its adjective begins: *ein Kommunales Regelungsbefreiungsgesetz*."""
    if (
        first < 2
        or not _ADJECTIVE.fullmatch(tokens[first - 1].text)
        or _NO_ADJECTIVE.match(tokens[first - 1].text)
    ):
        return first
    before = tokens[first - 2]
    return first - 1 if before.is_word and before.text[0].islower() else first


def defined_abbreviation(text: str, end: int) -> tuple[str, int] | None:
    """Return the abbreviation that ``text`` gives directly behind ``end``, and where it ends.

    >>> defined_abbreviation("Digitalgesetz (im Folgenden: DigiG) gilt", 13)
    ('DigiG', 35)
    """
    match = DEFINED.match(text, end)
    if match is None:
        return None
    short = match["abbreviation"] or match["short"] or match["dashed"]
    # *BayDiG-E* is the draft that changes the BayDiG, not an act of its own
    return (short, match.end()) if len(short) <= 16 and not short.endswith("-E") else None


def titles(text: str) -> list[tuple[int, int, str, str | None]]:
    """Return the acts named by their titles: start, end, title in the nominative, abbreviation."""
    found: list[tuple[int, int, str, str | None]] = []
    for match in _TITLE.finditer(text):
        start = match.start()
        land = _LAND_ADJECTIVE.search(text, max(0, start - 40), start)
        quoted = start > 0 and text[start - 1] in '„"»'
        closing = re.search(r"[“”\"«]", text[match.end() : match.end() + 250]) if quoted else None
        abbreviated = _TITLE_DEFINED.match(text, match.end())
        short: str | None = None
        if closing is not None:
            end = match.end() + closing.start()
            defined = defined_abbreviation(text, end + 1)
            short = defined[0] if defined else None
        elif abbreviated is not None:
            end = abbreviated.end("title")
            letters = abbreviated["short"] or abbreviated["dashed"]
            short = letters if is_law_abbreviation(letters) or initials(letters, text[start:end]) else None
        elif land is not None or _DRAFT.search(text, max(0, start - 40), start) or _is_named(text, match):
            end = _phrase_end(text, match.end())
        else:
            continue
        title = text[start:end].rstrip(" ,–-")
        if len(title) - (match.end() - start) < 4:
            continue
        head = re.sub(r"e?s$", "", match["head"]) if match["head"].endswith("s") else match["head"]
        if short is not None and short.endswith("-E"):
            short = None
        name = head + title[len(match["head"]) :]
        if land is not None:
            adjective = nominative(land["adjective"], "gesetz" if head.endswith("esetz") else "verordnung")
            found.append((land.start(), start + len(title), f"{adjective} {name}", short))
        else:
            found.append((start, start + len(title), name, short))
    for match in _NUMBERED.finditer(text):
        name = f"{match['name'] or match['act']} {match['plain'] or match['number']}"
        found.append((match.start(), match.end(), name, None))
    return sorted(found)


def _is_named(text: str, match: re.Match[str]) -> bool:
    """Whether a title without marks is a name: definite, and about something of somebody."""
    start = match.start()
    if _DEFINITE.search(text, max(0, start - 10), start) is None:
        return False
    subject = _SUBJECT.match(text, match.end())
    if subject is None:
        return False
    return match["link"] == "über" or (match["link"] in ("zur", "zum") and subject["more"] is not None)


def _phrase_end(text: str, position: int) -> int:
    """Return the end of the noun phrase that begins at ``position``."""
    end, after_noun = position, False
    for match in re.finditer(r"\S+", text[position : position + 250]):
        if match.group() in ("(EU)", "(EG)", "(EWG)"):
            continue
        if match.group()[0] in '(„"–':
            break
        word = match.group().rstrip(".,;:()")
        stop = word != match.group()
        if (after_noun and word.lower() in _NEXT_PHRASE) or _NEXT_ACT.match(text, position + match.start()):
            break
        if after_noun and word[:1].islower() and word.endswith(("en", "te", "ten", "tet")):
            # behind a noun this is a verb, unless it begins a genitive: *die Förderung digitalen Lernens*
            genitive = re.match(r"\S+\s+[A-ZÄÖÜ]\w+s\b", text[position + match.start() :])
            if genitive is None and word.lower() not in _CONNECTORS:
                break
        after_noun = word[:1].isupper()
        if word[:1].isupper() or word[:1].isdigit():
            end = position + match.start() + len(word)
        elif word.lower() not in _CONNECTORS and (
            word.lower() in PREPOSITIONS or not re.search(r"(?:e|en|er|es|em)$", word)
        ):
            break
        if stop:
            break
    return end
