"""The title of a document: not its letterhead, not its type line, not its addressee."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from forderungsgraph.model import DocumentType

from .masthead import HeadLine
from .roles import Role, type_at
from .states import state_of
from .tokens import is_verb, tokenize

_BRACKET = re.compile(r"\[(\d{1,2}\.\d{1,2}\.\d{4})\]")
_SINGLE_TITLE = (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PAPER, DocumentType.PRESS_RELEASE,
                 DocumentType.MOTION, DocumentType.PARLIAMENTARY_QUESTION, DocumentType.DECISION)  # fmt: skip
_LABEL = re.compile(r"(?:Betreff|Betr\.|Titel|Thema|Gegenstand)\s*: ?")


def title_of(head: Sequence[HeadLine], kind: DocumentType | None) -> str | None:
    """Return the title, subtitles joined where they belong to it."""
    for line in head:
        label = _LABEL.match(line.text)
        if label and label.end() < len(line.text):
            return line.text[label.end() :].strip()
    lines = _title_lines(head)
    if not lines:
        if kind in (DocumentType.ARTICLE, DocumentType.INTERVIEW, None):
            names = [line.text for line in head if line.role is Role.ORGANISATION]
            return _unglued(names[-1]) if names else None
        return None
    first = 0
    if kind in (DocumentType.ARTICLE, DocumentType.INTERVIEW, DocumentType.PRESS_RELEASE):
        while first + 1 < len(lines) and _kicker(lines[first], lines[first + 1]):
            first += 1
    title = _without_type(lines[first].text)
    if kind not in _SINGLE_TITLE and first + 1 < len(lines) and _subtitle(lines[first], lines[first + 1]):
        below = lines[first + 1].text
        title += (" " if title[-1] in ".!?:;" else " – ") + below
    title = re.sub(r"(?<!;) hier: .*$| \((?:Forderungs|Positions)\w+, [^)]*\)$", "", title)
    return re.sub(r"(?:,| –) (?:Drs\.?|Drucksache|DS) [\w/.-]+$", "", _unglued(title)).strip()


def _title_lines(head: Sequence[HeadLine]) -> list[HeadLine]:
    """Return the lines that can be a title; a type line joins the subject that follows it."""
    found: list[HeadLine] = []
    for i, line in enumerate(head):
        text = _BRACKET.sub("", line.text).strip()
        line = replace(line, text=text)
        about = re.match(r"(?:zu|zum|zur|zu den|über|für) ", text) is not None
        typed = i > 0 and head[i - 1].role is Role.TYPE and about
        if typed and (
            line.role is Role.PLAIN
            or (line.role is Role.EVENT and head[i - 1].kind is DocumentType.STATEMENT)
        ):
            found.append(
                HeadLine(f"{head[i - 1].text} {text}", Role.PLAIN, head[i - 1].gap, line.block, None)
            )
        elif i > 0 and head[i - 1].role is Role.TYPE and text.startswith(("des ", "der ", "von ", "vom ")):
            continue
        elif line.role is Role.PLAIN and not text.endswith((",", ":")) and len(text) < 320 and len(text) > 5:
            found.append(line)
    typed_only = [line for line in found if line.kind is not None and _names_issuer(line.text)]
    rest = [line for line in found if line not in typed_only]
    return rest or found


def _names_issuer(text: str) -> bool:
    """Whether a line says what the paper is and whose: ``Position der DKMP zum …``."""
    return (
        re.match(
            r"(?:Position|Positionspapier|Resolution|Beschluss) (?:der|des) |Koalitionsv\w+ (?:für|\d|"
            r"zwischen)",
            text,
        )
        is not None
    )


def _kicker(line: HeadLine, below: HeadLine) -> bool:
    """Whether ``line`` is a topic above the title: *NOOTS-Staatsvertrag*, *E-Government in Thüringen*."""
    text = line.text
    if re.match(r"\w+thema: |Rubrik: |Serie: ", text):
        return True
    words = text.split()
    if re.search(r"[.!?:,–„“\"]", text) or len(below.text.split()) < 3:
        return False
    short = len(words) <= 2 or (len(words) <= 4 and len(below.text) < 100)
    return short and not any(is_verb(token) for token in tokenize(text))


def _subtitle(line: HeadLine, below: HeadLine) -> bool:
    if below.block - line.block > 2 or not 2 < len(below.text.split()) < 25 or below.text.startswith("+++"):
        return False
    sentence = re.match(r"(?:Der|Die|Das|Wir|Es) .*\b(?:hat|haben|ist|sind|wird|werden)\b", below.text)
    return not sentence and not re.match(r"\d+(?:\.\d+)* |[IVX]+\. ", below.text)


def _without_type(text: str) -> str:
    """Return the title behind ``Offener Brief: …``."""
    typed = type_at(text)
    match = re.match(r"[^:]{4,40}: (?P<rest>\S.*)", text)
    return match["rest"] if typed and match and type_at(match["rest"]) is None else text


def _unglued(text: str) -> str:
    """Return ``text`` without a kicker that extraction glued to it: ``NiedersachsenInitiative für …``."""
    match = re.match(
        r"(?P<kicker>[A-ZÄÖÜ][a-zäöüß]{4,}(?:-[A-ZÄÖÜ][a-zäöüß]+)?)(?P<rest>[A-ZÄÖÜ][a-zäöüß]+ .*)", text
    )
    return match["rest"] if match and state_of(match["kicker"]) is not None else text
