"""Who issues a document where the form of a line does not say: by its place in the head, and several together.

A name that no list of head nouns knows is still a letterhead when it stands first and the rest of the
document confirms it: contact data below, an abbreviation that the text goes on to use, the text speaking
of its head noun as of somebody who acts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from forderungsgraph.model import DocumentType

from .masthead import HeadLine
from .nameforms import HEAD, NEVER, is_place, nominative
from .names import named_bodies
from .people import is_person
from .roles import Role, is_organisation, type_at
from .tokens import is_verb, tokenize

_SHORT = re.compile(r"\((?:kurz:? |im Folgenden:? )?(?P<short>[A-ZÄÖÜ][\wäöü& -]{1,14})\)")
_ACTS = (
    r"(?:fordert|fordern|erwartet|verlangt|appelliert|warnt|kritisiert|begrüßt|vertritt|spricht|ruft|lehnt|sieht|"
    r"setzt|bittet|mahnt|schlägt|erklärt|hat|haben|will|regt|plädiert|dringt|tritt|empfiehlt|hält|wird|stellt|sitzt|bietet|ist|war)"
)
_BELOW = re.compile(
    r"(?:(?:Landes|Bundes|Haupt)?[Gg]eschäftsstelle|Pressestelle|Landesgruppe|Landesbezirk|(?:Ein )?Zusammenschluss|Verband|Vereinigung|Referat|Abteilung)\b"
)
_LEGAL = re.compile(r"\s(?:e\. ?V\.|eV|gGmbH|GmbH|eG|AöR|KdöR)(?=\s|$|,)")
_IMPRINT_LINE = re.compile(
    r"^(?P<name>[A-ZÄÖÜ][^,·|:@]{4,90}?)\s*(?:[,·|]|\s–\s)\s.*(?:\d{5}|\bTel\b|@|(?:straße|str\.|platz|weg|allee|markt|haus)\b)"
)
_DATED = re.compile(
    r"^(?P<name>[^,·|]{6,90})(?:,| [·|]) [A-ZÄÖÜ][\w/ -]+(?:,| [·|]) (?:im |den )?(?:\d{1,2}\. ?)?[A-ZÄÖÜ\d]\w+\.? ?\d{4}$"
)
_TITLES = re.compile(
    r"(?i)^(?:vorstand|präsidium|sprecher|geschäftsführ|verantwortlich|text|redaktion|kontakt|herausgeber)"
)
MIN_EVIDENCE = 4
"""From this many points on, a line is taken for the name of the issuer; each point is a hint of the document."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The name of the issuer.

    :param line: index of the head line that gives it, None if it stands in the imprint
    """

    name: str
    line: int | None


def letterhead_by_place(head: Sequence[HeadLine], tail: Sequence[str], body: str) -> Letterhead | None:
    """Return the issuer that no form of a name shows, but its place and the rest of the document do.

    :param tail: the last blocks, where an imprint may stand
    """
    found: list[tuple[int, int, str, int | None]] = []
    for index, line in enumerate(head[:6]):
        if (
            line.role not in (Role.PLAIN, Role.UNIT, Role.MEDIUM, Role.ORGANISATION, Role.DATELINE)
            or line.kind is not None
        ):
            continue
        dated = _DATED.match(line.text)
        for cell in _cells(dated["name"] if dated else line.text):
            below = head[index + 1] if index + 1 < len(head) else None
            points = (
                (1 if index == 0 else 0)
                + (2 if dated else 0)
                + _beside(below)
                + (_above_type(cell, below) if index == 0 else 0)
                + _evidence(cell, line.text, tail, body)
            )
            found.append((points, -index, issuer_name(cell), index))
    for text in tail[-4:]:
        imprint = _IMPRINT_LINE.match(text.strip("*_ "))
        name = imprint["name"].strip() if imprint else ""
        if imprint and not is_person(name) and not _TITLES.match(name) and _can_be_name(issuer_name(name)):
            found.append((2 + _evidence(name, text, tail, body), -99, issuer_name(name), None))
    best = max(found, default=None, key=lambda item: item[:2])
    return Letterhead(best[2], best[3]) if best is not None and best[0] >= MIN_EVIDENCE else None


def _cells(line: str) -> list[str]:
    """Return the parts of a line that bars and dots divide; *DBM – Dachverband der …* is an abbreviation and the name."""
    cells = [cell.strip() for cell in re.split(r"\s+[|·•]\s+", line)]
    for cell in list(cells):
        match = re.match(
            r"(?P<short>[A-ZÄÖÜ][\wÄÖÜ-]{1,9}(?: [A-ZÄÖÜ][a-zäöü]+)?) – (?P<name>[A-ZÄÖÜ].+)", cell
        )
        if match and match["short"].split()[0].isupper():
            cells[cells.index(cell)] = match["name"]
    return [cell for cell in cells if _can_be_name(issuer_name(cell))]


def issuer_name(line: str) -> str:
    """Return a letterhead without abbreviation, year and motto."""
    text = re.split(r" [–|·•] ", _SHORT.sub("", line))[0]
    return re.sub(r"\s+", " ", re.sub(r"\s(?:19|20)\d\d$", "", text.strip())).strip(" ,;–")


def _can_be_name(plain: str) -> bool:
    words = plain.split()
    if not 2 <= len(words) <= 12 or type_at(plain) is not None:
        return False
    if re.search(r"[.!?:]|\d|^[„»\"]", re.sub(r"\be\. ?V\.", "", plain)) or is_person(plain):
        return False
    if _is_head(words[0]) and len(words) > 2:
        return True  # „Komitee Rettet den Park“
    return plain[0].isupper() and not any(is_verb(token) for token in tokenize(plain))


def _is_head(word: str) -> bool:
    noun = word.capitalize() if word.isupper() else word
    return HEAD.fullmatch(noun) is not None and NEVER.fullmatch(noun) is None and noun[0].isupper()


def _beside(below: HeadLine | None) -> int:
    told = (
        below is not None
        and below.gap <= 1
        and (below.role is Role.CONTACT or _BELOW.match(below.text) is not None)
    )
    return 2 if told else 0


def _above_type(cell: str, below: HeadLine | None) -> int:
    """Return how much a line of the type under the first line speaks for a name: *Mitte Nordland* / *Wahlprogramm*."""
    if below is None or below.gap > 2 or below.kind is None:
        return 0
    words = issuer_name(cell).split()
    programme = below.kind is DocumentType.ELECTION_PROGRAMME and all(word[0].isupper() for word in words)
    return (2 if programme else 1) + (1 if is_place(words[-1].capitalize()) else 0)


def _evidence(cell: str, line: str, tail: Sequence[str], body: str) -> int:
    """Return how much the rest of the document speaks for ``cell`` as the name of its issuer."""
    plain = issuer_name(cell)
    rest = body.replace(line, " ", 1)
    points = 3 if _LEGAL.search(cell) else 0
    if is_organisation(cell):
        points += 2
    elif any(_is_head(word) for word in plain.split()[:3]):
        points += 1
    short = _SHORT.search(line)
    if short:
        points += 1 + (re.search(rf"(?<![\w-]){re.escape(short['short'])}(?![\w-])", rest) is not None) * 2
    before = re.search(
        rf"(?P<short>[A-ZÄÖÜ][\wÄÖÜ-]{{1,9}}(?: [A-ZÄÖÜ][a-zäöü]+)?) [–·|] {re.escape(cell)}", line
    )
    if before and re.search(rf"(?<![\w-]){re.escape(before['short'])}(?![\w-])", rest):
        points += 3
    core = _LEGAL.sub("", plain)
    if any(core in text and text != line for text in tail[-6:]):
        points += 2
    for noun in re.findall(r"[A-ZÄÖÜ][a-zäöüß]{4,}(?:-[A-ZÄÖÜ][a-zäöüß]+)*", plain)[:3]:
        tails = "|".join(re.escape(form) for form in (noun, _tail(noun)) if form)
        if re.search(
            rf"\b(?:[Dd]er|[Dd]ie|[Dd]as|[Uu]nsere?) (?:[A-ZÄÖÜ]?\w+en? )?(?:{tails})(?:,| (?:\w+ ){{0,2}}?{_ACTS}\b)",
            rest,
        ):
            points += 2
            break
        if re.search(
            rf"\b(?:[Dd]e[rsnm]|[Ii]m|[Aa]m|[Vv]om|[Bb]eim|[Ff]ür den|[Dd]ie|[Uu]nsere?[nmrs]?) (?:Runden )?(?:{tails})(?:e?s)?\b",
            rest,
        ):
            points += 1
            break
    return points


def _tail(noun: str) -> str:
    """Return the last part of a compound as a word: *Kommunalkongress* is called *Kongress*."""
    match = re.search(
        r"(?:kongress|beirat|ausschuss|initiative|bündnis|allianz|zentrum|institut|stiftung|verbund|vereinigung|gewerkschaft|gemeinschaft|gruppe|kreis|bewegung|konferenz|kammer|verband|bund|verein|rat|netz|tag|dienst|werk|runde|block|forum)$",
        noun,
    )
    return match.group().capitalize() if match and match.group() != noun.lower() else ""


_JOINT = re.compile(r"(?i)\bgemeinsame[rsn]?\b|\bunterzeichne|\bgetragen von\b")
_ISSUED_BY = re.compile(
    r"(?i:gemeinsame[rsnm]?) (?:[A-ZÄÖÜ][\w-]+ ){1,2}(?=(?:des|der|von|vom)\b)(?P<who>.+)|(?:^|\s)(?:zwischen|von) (?P<among>[A-ZÄÖÜ].+)"
)
_CLOSING = re.compile(
    r"(?:Mit (?:freundlichen|besten|herzlichen|kollegialen) Grüßen|Hochachtungsvoll|Freundliche Grüße|Gezeichnet|"
    r"(?:Die )?[Uu]nterzeichn\w+|Erstunterzeichn\w+|Für die unterzeichnenden \w+)\b"
)


def joint_issuers(head: Sequence[HeadLine], tail: Sequence[str]) -> tuple[str, ...]:
    """Return the bodies that issue a document together; empty if one alone does.

    :param tail: the last blocks, in which a letter is signed
    """
    for found in (_stated(head), _side_by_side(head), _signed(tail)):
        if len(found) > 1:
            return found
    return ()


def _stated(head: Sequence[HeadLine]) -> tuple[str, ...]:
    """*Gemeinsame Pressemitteilung des A, der B und von C*, the list perhaps on the lines below."""
    for index, line in enumerate(head):
        if not _JOINT.search(line.text):
            continue
        text = line.text
        for below in head[index + 1 :]:
            if below.gap > 1 or not re.match(r"(?:des|der|von|vom|und|sowie)\b", below.text):
                break
            text += " " + below.text
        match = _ISSUED_BY.search(text)
        if match:
            return listed(match["who"] or match["among"])
    return ()


_TOGETHER = re.compile(r"\s*(?:,|und|sowie)\s+(?:der|die|das)\s+")
_PLURAL_VERB = re.compile(
    r"\s+(?:haben|fordern|verlangen|wollen|warnen|begrüßen|sehen|kritisieren|appellieren|rufen|sind|erwarten|lehnen|unterstützen)\b"
)


def speaking_together(body: str) -> tuple[str, ...]:
    """Return the bodies that a release without letterhead presents together: *Der A und der B haben …*."""
    opening = body[:1500]
    chain: list[str] = []
    last = None
    for named in named_bodies(opening):
        joined = last is not None and _TOGETHER.fullmatch(opening[last : named.start]) is not None
        chain = [*chain, named.name] if joined else [named.name]
        last = named.end
        if len(chain) > 1 and _PLURAL_VERB.match(opening[named.end :]):
            return tuple(chain)
    return ()


def _side_by_side(head: Sequence[HeadLine]) -> tuple[str, ...]:
    """Bodies in one line of the letterhead, or each in a line of its own above a joint paper."""
    for line in head[:5]:
        cells = [cell.strip() for cell in re.split(r"\s+[·|•/+]\s+", line.text)]
        short = (
            re.fullmatch(r"[A-ZÄÖÜ]\w+(?: [A-ZÄÖÜ]\w+)?", cells[0]) and sum(c.isupper() for c in cells[0]) > 2
        )
        if len(cells) > 1 and not short and all(is_organisation(cell) for cell in cells):
            return tuple(issuer_name(cell) for cell in cells)
    if not any(_JOINT.search(line.text) for line in head[:8]):
        return ()
    named = [line for line in head[:10] if line.role in (Role.ORGANISATION, Role.UNIT)]
    bodies = [issuer_name(line.text) for line in named if is_organisation(line.text)]
    return tuple(dict.fromkeys(bodies))


def _signed(tail: Sequence[str]) -> tuple[str, ...]:
    """The bodies that sign: lines behind the complimentary close."""
    begin = next((i for i in range(len(tail) - 1, -1, -1) if _CLOSING.search(tail[i])), None)
    if begin is None:
        last = [line.strip(" •–-*") for text in tail[-3:] for line in text.split("\n")]
        while last and not is_organisation(last[0]):
            last.pop(0)
        signing = len(last) > 1 and all(is_organisation(line) for line in last)
        return tuple(dict.fromkeys(issuer_name(line) for line in last)) if signing else ()
    lines = [
        line.strip(" •–-*")
        for text in tail[begin:]
        for line in re.split(r"\n|[,;] (?=[A-ZÄÖÜ])| · | \| ", text)
    ]
    return tuple(dict.fromkeys(issuer_name(line) for line in lines if is_organisation(line)))


def listed(text: str) -> tuple[str, ...]:
    """Return the bodies that a list names, in the nominative.

    >>> listed("des Gemeindeverbands Muster, der Kammer Testland und des Kreisbundes Ost")
    ('Gemeindeverband Muster', 'Kammer Testland', 'Kreisbund Ost')
    """
    parts = re.split(
        r",?\s+(?:und|sowie)\s+(?=(?:des|der|dem|von|vom)\b)|,\s+(?=(?:des|der|dem|von|vom)\b|[A-ZÄÖÜ])", text
    )
    found: list[str] = []
    for part in parts:
        plain = re.sub(r"^(?:des|der|dem|von|vom)\s+(?:(?:der|dem)\s+)?", "", part.strip(" .;:"))
        plain = re.split(r" (?:zu|zum|zur|anlässlich|am|für die) ", plain)[0]
        names = _split_names(plain)
        if len(names) > 1:
            found += [_named(name) for name in names]
        elif plain and plain[0].isupper():
            found.append(_named(plain))
    return tuple(dict.fromkeys(name for name in found if " " in name))


def _split_names(text: str) -> list[str]:
    """Split at *und* between names of two words or more: *Kammer Süd und Verein Nord*, but *Verwaltung und Recht*."""
    names: list[str] = []
    for part in re.split(r"\s+(?:und|sowie|&)\s+", text):
        if names and (names[-1].endswith("-") or not re.match(r"[A-ZÄÖÜ][\w-]+ [A-ZÄÖÜ]", part)):
            names[-1] += f" und {part}"
        else:
            names.append(part)
    return names


def _named(text: str) -> str:
    return nominative(issuer_name(text))
