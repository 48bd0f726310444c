"""Names of organisations that no register knows, recognised by their form.

A name is a head noun of a closed list (*Verband*, *Städtebund*, *Gewerkschaft* …) with what belongs to it:
a capitalised adjective or a hyphenated first part before it; behind it an attribute (*der …*, *für …*), an
apposition (*Nordhessen*, *Junge Verwaltung Rhein-Ruhr*), a legal form and an abbreviation in brackets.
German capitalises every noun, so that an apposition can be an object
(*fordert der Städtebund Nachbesserungen*): a single noun behind the head counts only where
the sentence leaves no other reading, here or elsewhere in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .closed import OFFICE, Word, adjacent
from .nameforms import (
    ADDRESSED,
    ADJECTIVE,
    ADJECTIVE_STEM,
    BARE,
    COMMON,
    DEMONYM,
    GROUP,
    HEAD,
    LEGAL,
    NEVER,
    NO_NAME_ADJECTIVE,
    SHORT,
    TERRITORIAL,
    WORD,
    is_place,
    nominative,
    without_legal_form,
)  # fmt: skip
from .nameparts import behind


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


def named_bodies(text: str) -> list[NamedBody]:
    """Return organisations whose names look like names: ``Städtebund Nordhessen (SBN)``.

    >>> [b.name for b in named_bodies("Teile des Hanseatischen Netzwerks Offene Daten (HNOD) warnen.")]
    ['Hanseatisches Netzwerk Offene Daten']
    """
    words = [Word(m.group(), m.start(), m.end()) for m in WORD.finditer(text)]
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


def _candidate(text: str, words: list[Word], i: int) -> tuple[NamedBody, bool, int] | None:
    word = words[i].text
    if not word[0].isupper():
        return None
    group = GROUP.match(text, words[i].start)
    if group:
        return _group(words, i, group)
    if TERRITORIAL.fullmatch(word):
        return _territorial(text, words, i)
    head = HEAD.fullmatch(word)
    special = _abbreviated(words[i], i) or _federation(text, words, i) or _round_table(text, words, i)
    if special is not None:
        return special
    if head is None:
        return None
    network = (
        head["stem"] == "Verbund"
        and i + 1 < len(words)
        and (
            words[i + 1].text in ("der", "für")
            or (i + 2 < len(words) and re.fullmatch(rf"[A-ZÄÖÜ]\w*{ADJECTIVE_STEM}er", words[i + 1].text))
        )
    )
    abbreviated = re.match(r"[A-ZÄÖÜ]{2,}-[A-ZÄÖÜ]", word) is not None  # „IHK-Verbund Nord“
    network = network or abbreviated
    if not network and (NEVER.fullmatch(word) or NEVER.fullmatch(head["stem"])):
        return None
    if _ROUND.fullmatch(word) and i + 1 < len(words) and words[i + 1].text.startswith("Tisch"):
        return None
    first, adjectives = _before(text, words, i)
    following = behind(text, words, i)
    last = following.end
    tail = words[last - 1].end
    legal = LEGAL.match(text, tail)
    tail = legal.end() if legal else tail
    short = SHORT.match(text, tail)
    if short and not _is_short(short["short"]):
        short = None
    marked = legal is not None or (short is not None and (bool(adjectives) or last > i + 1 or first < i))
    has_rest = last > i + 1
    if not marked:
        if not has_rest and (
            not adjectives
            or BARE.fullmatch(head["stem"])
            or (COMMON.fullmatch(head["stem"]) and len(adjectives) < 2)
            or NO_NAME_ADJECTIVE.fullmatch(words[i - 1].text)
        ):
            return None
        if (
            has_rest
            and COMMON.fullmatch(head["stem"])
            and not abbreviated
            and not (following.sure and following.strong)
        ):
            return None
    end = short.end() if short else tail
    start = words[first].start
    name = text[start : words[last - 1].end]
    if legal:
        name += " " + re.sub(r"^e\. ?V\.$|^eV$", "e. V.", legal["legal"])
    certain = marked or not has_rest or following.sure
    return NamedBody(nominative(name), short["short"] if short else None, start, end), certain, last


def _abbreviated(word: Word, i: int) -> tuple[NamedBody, bool, int] | None:
    """*FDP-Fraktion*: the abbreviation before the head makes a name of it."""
    if _PARTY_GROUP.fullmatch(word.text) is None:
        return None
    return NamedBody(word.text, None, word.start, word.end), True, i + 1


_PARTY_GROUP = re.compile(
    r"(?:[A-ZÄÖÜ][\w/]*[A-ZÄÖÜ][\w/]*|Linken?|Grünen)-(?:Landtags|Rats|Kreistags|Stadtrats|Bundestags|Bürgerschafts)?[Ff]raktion"
)
_ARTICLES = frozenset("der Der des dem den vom beim Beim zum".split())


def _federation(text: str, words: list[Word], i: int) -> tuple[NamedBody, bool, int] | None:
    """*der Bund Kommunaler Informatiker*, *des Bunds der Personalräte Ost*: an association, not the Federation."""
    if (
        words[i].text not in ("Bund", "Bundes", "Bunds")
        or i + 2 >= len(words)
        or not adjacent(text, words, i + 1)
    ):
        return None
    first = i
    if (
        i
        and (ADJECTIVE.fullmatch(words[i - 1].text) or DEMONYM.fullmatch(words[i - 1].text))
        and words[i - 1].text[0].isupper()
    ):
        first = i - 1
    if first == i and i and words[i - 1].text not in _ARTICLES:
        return None
    link, noun = words[i + 1].text, words[i + 2].text
    described = (
        link[0].isupper()
        and (ADJECTIVE.fullmatch(link) or DEMONYM.fullmatch(link))
        and link.endswith("er")
        and noun[0].isupper()
    )
    of = (
        link == "der"
        and noun[0].isupper()
        and noun.endswith(("n", "e", "er"))
        and not ADDRESSED.fullmatch(noun)
    )
    # „Geld vom Bund für Schulen“ names none; an office in it does
    of_office = (
        link == "für"
        and noun[0].isupper()
        and words[i].text != "Bund"
        and first == i
        and i > 1
        and OFFICE.search(words[i - 2].text) is not None
    )
    if not (described or of or of_office) or noun in ("Länder", "Kommunen", "Städte", "Gemeinden"):
        return None
    following = behind(text, words, i)
    last = max(following.end, i + 3)
    if last + 1 < len(words) and words[last].text == "in" and is_place(words[last + 1].text):
        last += 2
    short = SHORT.match(text, words[last - 1].end)
    before = text[words[first].start : words[i].start]
    name = nominative(f"{before}Bund {text[words[i + 1].start : words[last - 1].end]}")
    end = short.end() if short else words[last - 1].end
    return NamedBody(name, short["short"] if short else None, words[first].start, end), True, last


_ROUND = re.compile(r"Runde[rnms]?")


def _round_table(text: str, words: list[Word], i: int) -> tuple[NamedBody, bool, int] | None:
    """*Runder Tisch der Standesämter*: the table takes what belongs to it; alone it names none."""
    if not _ROUND.fullmatch(words[i].text) or not adjacent(text, words, i + 1):
        return None
    if not re.fullmatch(r"Tisch(?:e?s)?", words[i + 1].text):
        return None
    following = behind(text, words, i + 1)
    if following.end == i + 2 or not following.sure:
        return None
    tail = words[following.end - 1].end
    short = SHORT.match(text, tail)
    if short and not _is_short(short["short"]):
        short = None
    name = f"Runder Tisch {text[words[i + 2].start : tail]}"
    end = short.end() if short else tail
    return NamedBody(name, short["short"] if short else None, words[i].start, end), True, following.end


def _group(words: list[Word], i: int, match: re.Match[str]) -> tuple[NamedBody, bool, int]:
    last = next((k for k in range(i, len(words)) if words[k].start >= match.end()), len(words))
    return NamedBody(match.group(), None, match.start(), match.end()), True, last


def _territorial(text: str, words: list[Word], i: int) -> tuple[NamedBody, bool, int] | None:
    if i + 1 >= len(words) or not adjacent(text, words, i + 1):
        return None
    place = words[i + 1].text
    if (
        place in ("Bad", "Sankt", "St.", "Neu", "Alt")
        and i + 2 < len(words)
        and words[i + 2].text[0].isupper()
    ):
        stem = re.sub("(?<=kreis)es$|(?<=tag)e?s$|(?<=rat)e?s$", "", words[i].text)
        return (
            NamedBody(f"{stem} {place} {words[i + 2].text}", None, words[i].start, words[i + 2].end),
            True,
            i + 3,
        )
    if not re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]{2,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*", place) or HEAD.fullmatch(place):
        return None
    before = words[i - 1].text.lower() if i else ""
    feminine = words[i].text[-1] in "tet" and not words[i].text.startswith(
        ("Landkreis", "Kreistag", "Stadtrat", "Gemeinderat")
    )
    sure = is_place(place) or before in ("(", "zur", "des", "vom", "beim") or (before == "der" and feminine)
    # „Der Landkreis Mühlgrund fordert“: one constituent stands before the verb
    opens = i > 0 and words[i - 1].text in ("Der", "Die") and i + 2 < len(words)
    sure = sure or (
        opens and words[i + 2].text[0].islower() and words[i + 2].text not in ("und", "oder", "für")
    )
    name = f"{re.sub('(?<=kreis)es$|(?<=tag)e?s$|(?<=rat)e?s$', '', words[i].text)} {place}"
    return NamedBody(name, None, words[i].start, words[i + 1].end), sure, i + 2


def _is_short(text: str) -> bool:
    return sum(ch.isupper() for ch in text) >= 2


def _before(text: str, words: list[Word], i: int) -> tuple[int, list[str]]:
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
        if not (ADJECTIVE.fullmatch(word) or DEMONYM.fullmatch(word)):
            break
        if opens and NO_NAME_ADJECTIVE.fullmatch(word) and not re.search(r"er$", word):
            break
        adjectives.append(word)
        first -= 1
    return first, adjectives


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
        if HEAD.fullmatch(word):
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
