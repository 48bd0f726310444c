"""Markdown to text: markup goes, where possible character by character, so that offsets stay."""

from __future__ import annotations

import html
import re
from typing import Final

from .dates import iso_date
from .result import Metadata

_FRONT: Final = re.compile(r"\A---[ \t]*\n(?P<body>(?:.*\n){0,100}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD: Final = re.compile(r"(?P<key>[A-Za-zÄÖÜäöü_-]+):[ \t]*(?P<value>\S.*?)[ \t]*$")
_FENCE: Final = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_SETEXT: Final = re.compile(r"[ ]{0,3}(?:=+|-{2,})[ \t]*")
_RULE: Final = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_BULLET: Final = re.compile(r"(?P<indent>[ \t]*)[-*+](?P<gap>[ \t]+)(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTE: Final = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_HEADING: Final = re.compile(r"(?P<mark>[ ]{0,3}#{1,6})(?P<text>[ \t].*?)(?:[ \t]+#+)?[ \t]*")
_BELOW: Final = "\x00"
"""stands for the blank line that a heading needs if none follows"""
_TABLE_RULE: Final = re.compile(r"[ \t]*\|?[ \t:]*-{2,}[ \t:]*(?:\|[ \t:]*-{2,}[ \t:]*)*\|?[ \t]*")
_REFERENCE: Final = re.compile(r"[ ]{0,3}\[(?!\^)[^\]]+\]:[ \t]*\S+.*")
_NOTE: Final = re.compile(r"[ ]{0,3}\[\^(?P<name>[^\]]+)\]:[ \t]*(?P<text>.*)")
_COMMENT: Final = re.compile(r"<!--.*?-->", re.S)
# replaced one after the other; order matters
_INLINE: Final = (
    (re.compile(r"!\[[^\]\n]*\](?:\([^)\n]*\)|\[[^\]\n]*\])"), ""),
    (re.compile(r"\[\^[^\]\s]+\]"), ""),
    (re.compile(r"\[(?P<t>[^\]\[\n]+)\]\([^)\s]*(?:[ \t]+\"[^\"\n]*\")?\)"), r"\g<t>"),
    (re.compile(r"\[(?P<t>[^\]\[\n]+)\]\[[^\]\n]*\]"), r"\g<t>"),
    (re.compile(r"<(?P<t>(?:https?://|mailto:)[^>\s]+)>"), r"\g<t>"),
    (re.compile(r"<br[ \t]*/?>", re.I), " "),
    (
        re.compile(
            r"</?(?:a|abbr|b|cite|code|em|i|kbd|mark|q|small|span|strong|sub|u|font|p|div|section|article|center|"
            r"details|summary|hr|img)\b[^<>\n]*>",
            re.I,
        ),
        "",
    ),
    (re.compile(r"<sup>[^<\n]*</sup>", re.I), ""),
    (re.compile(r"(?<![`\\])`{1,2}(?P<t>[^`\n]+)`{1,2}(?!`)"), r"\g<t>"),
    (re.compile(r"(?<![\w*\\])\*\*\*(?=\S)(?P<t>[^*]{1,2000}?)(?<=\S)\*\*\*(?![\w*])"), r"\g<t>"),
    (re.compile(r"(?<![*\\])\*\*(?=\S)(?P<t>(?:[^*]|\*(?!\*)){1,2000}?)(?<=\S)\*\*(?!\*)"), r"\g<t>"),
    (re.compile(r"(?<![\w_\\])__(?=\S)(?P<t>[^_]{1,2000}?)(?<=\S)__(?![\w_])"), r"\g<t>"),
    # not inside words: „Bürger*innen“
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])(?P<t>[^*\n]{1,500}(?:\n[^*\n]{1,200})?)(?<=\S)\*(?![\w*])"),
     r"\g<t>"),
    (re.compile(r"(?<![\w_\\])_(?=[^\s_])(?P<t>[^_\n]{1,500}(?:\n[^_\n]{1,200})?)(?<=\S)_(?![\w_])"),
     r"\g<t>"),
    (re.compile(r"~~(?P<t>[^~\n]+)~~"), ""),
    (re.compile(r"\\(?P<t>[\\`*_{}\[\]()#+.!|<>~-])"), r"\g<t>"),
)  # fmt: skip


def render(source: str) -> tuple[str, Metadata]:
    """Return the text without inline markup, and what its front matter says.

    The ``#`` of headings become blanks, list glyphs ``•``; footnotes stand at the end as ``[1] …``. A text
    without inline markup, quotes and fences, with blank lines around its headings, keeps all its offsets.
    """
    source = source.replace("\r\n", "\n")
    metadata = Metadata()
    front = _FRONT.match(source)
    if front and any(map(_FIELD.fullmatch, front["body"].splitlines())):
        metadata = _metadata(front["body"])
        source = source[front.end() :]
    source = _COMMENT.sub("", source)
    lines: list[str] = []
    notes: list[str] = []
    note_goes_on = False
    for line in source.split("\n"):
        note = _NOTE.fullmatch(line)
        if note:
            notes.append(_note(note))
            note_goes_on = True
        elif note_goes_on and line.startswith(("    ", "\t")):
            notes[-1] += "\n" + line.strip()
        else:
            note_goes_on = False
            lines += _line(line, lines)
            if len(lines) > 1 and lines[-2] == _BELOW and not lines[-1].strip():
                del lines[-2]
    text = _inline("\n".join(lines).replace(_BELOW, ""))
    if notes:
        text = text.rstrip("\n") + "\n\n" + "\n\n".join(_inline(note) for note in notes) + "\n"
    return text, metadata


def _line(line: str, before: list[str]) -> list[str]:
    if _FENCE.match(line) or _REFERENCE.fullmatch(line):
        return []
    if _SETEXT.fullmatch(line) and before and before[-1].strip() and before[-1] != _BELOW:
        if "|" not in before[-1]:
            before[-1] = before[-1].strip()
        return [""]
    if _RULE.fullmatch(line) or (_TABLE_RULE.fullmatch(line) and "|" in line):
        return [""] if _RULE.fullmatch(line) else []
    line = _QUOTE.sub("", line)
    heading = _HEADING.fullmatch(line)
    if heading:
        above = [""] if before and before[-1].strip() else []
        return [*above, " " * len(heading["mark"]) + heading["text"], _BELOW]
    if line.lstrip().startswith("|") and line.rstrip().endswith("|"):
        line = " | ".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    bullet = _BULLET.match(line)
    if bullet:
        line = f"{bullet['indent']}•{bullet['gap']}{line[bullet.end() :]}"
    return [line]


def _note(match: re.Match[str]) -> str:
    return f"[{match['name']}] {match['text']}"


def _inline(text: str) -> str:
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return html.unescape(text) if "&" in text else text


def _metadata(front: str) -> Metadata:
    fields: dict[str, str] = {}
    for line in front.splitlines():
        match = _FIELD.fullmatch(line)
        if match:
            fields.setdefault(match["key"].lower(), match["value"].strip("\"'"))
    return Metadata(
        title=fields.get("title") or fields.get("titel"),
        author=fields.get("author") or fields.get("autor"),
        date=iso_date(fields.get("date") or fields.get("datum") or ""),
        publisher=fields.get("publisher") or fields.get("herausgeber"),
    )
