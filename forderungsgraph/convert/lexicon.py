"""Cue lexicons: reading ``data/lexicon/*.toml`` into typed, immutable values."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import LexiconError
from ..files import folder
from ..model import DemandKind, SpeechAct


@dataclass(frozen=True, slots=True)
class Performative:
    """A verb or noun by which somebody demands; fields as in ``performatives.toml``."""

    lemma: str
    kind: DemandKind
    act: SpeechAct
    split: tuple[str, str] | None = None
    addressee: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    noun: bool = False
    needs_complement: bool = False
    reflexive: bool = False
    subject: str = "any"
    example: str = ""


@dataclass(frozen=True, slots=True)
class Idiom:
    """A turn of phrase that demands or refuses; fields as in ``idioms.toml``."""

    rule: str
    weight: float
    pattern: re.Pattern[str]
    at_start: bool
    demanded: str
    told: str
    example: str

    def match(self, text: str) -> re.Match[str] | None:
        """Return where the idiom stands in a clause."""
        return self.pattern.match(text) if self.at_start else self.pattern.search(text)


@dataclass(frozen=True, slots=True)
class Question:
    """A kind of question; fields as in ``questions.toml``."""

    asks: str
    pattern: re.Pattern[str]
    example: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All cue words.

    :param verbs: performative verbs by lemma; separable ones also by (verb, particle)
    :param nouns: performative nouns by lemma
    :param idioms: turns of phrase, the first that matches wins
    :param questions: questions that ask for demands, the first that matches wins
    :param words: word sets by ``section.key`` of ``cues.toml``
    """

    verbs: Mapping[str, Performative]
    split_verbs: Mapping[tuple[str, str], Performative]
    nouns: Mapping[str, Performative]
    idioms: tuple[Idiom, ...]
    questions: tuple[Question, ...]
    words: Mapping[str, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the words of ``section.key``.

        :raises LexiconError: if the lexicon has no such list
        """
        try:
            return self.words[name]
        except KeyError:
            raise LexiconError(f"Das Lexikon kennt „{name}“ nicht", place="data/lexicon/cues.toml") from None

    def section(self, name: str) -> dict[str, tuple[str, ...]]:
        """Return the lists of one section by key."""
        prefix = f"{name}."
        return {
            key.removeprefix(prefix): words for key, words in self.words.items() if key.startswith(prefix)
        }


def load_toml(path: Path) -> dict[str, Any]:
    """Return what a lexicon holds.

    :raises LexiconError: if it is missing or malformed
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(
            f"Das Lexikon ist nicht lesbar ({error})",
            place=path,
            hint="Die Datei berichtigen oder neu installieren",
        ) from error


def _performative(entry: Mapping[str, Any], path: Path) -> Performative:
    try:
        split = entry.get("split")
        return Performative(
            lemma=entry["lemma"],
            kind=DemandKind(entry["kind"]),
            act=SpeechAct(entry["act"]),
            split=(split[0], split[1]) if split else None,
            addressee=tuple(entry.get("addressee", ())),
            needs=tuple(entry.get("needs", ())),
            noun=bool(entry.get("noun", False)),
            needs_complement=bool(entry.get("needs_complement", False)),
            reflexive=bool(entry.get("reflexive", False)),
            subject=str(entry.get("subject", "any")),
            example=str(entry.get("example", "")),
        )
    except (KeyError, ValueError) as error:
        raise LexiconError(f"Der Eintrag {dict(entry)!r} ist unvollständig ({error})", place=path) from error


def _idiom(entry: Mapping[str, Any], path: Path) -> Idiom:
    try:
        told = str(entry.get("told", "agents"))
        if told not in ("agents", "owner", "subject", "object", "nominative", "dative"):
            raise ValueError(f"told = {told!r}")
        return Idiom(
            rule=str(entry["rule"]),
            weight=float(entry["weight"]),
            pattern=re.compile(entry["pattern"]),
            at_start=entry.get("at") == "start",
            demanded=str(entry.get("demanded", "clause")),
            told=told,
            example=str(entry["example"]),
        )
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise LexiconError(f"Der Eintrag {dict(entry)!r} ist fehlerhaft ({error})", place=path) from error


def _question(entry: Mapping[str, Any], path: Path) -> Question:
    try:
        asks = str(entry["asks"])
        if asks not in ("demand", "follow", "nothing"):
            raise ValueError(f"asks = {asks!r}")
        return Question(asks, re.compile(entry["pattern"]), str(entry["example"]))
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise LexiconError(f"Der Eintrag {dict(entry)!r} ist fehlerhaft ({error})", place=path) from error


def read_lexicon(directory: Path) -> Lexicon:
    """Read the cue lexicons of ``directory``.

    :raises LexiconError: if a file is missing or malformed
    """
    path = directory / "performatives.toml"
    performatives = load_toml(path)
    verbs = [_performative(entry, path) for entry in performatives.get("verb", ())]
    nouns = [_performative(entry, path) for entry in performatives.get("noun", ())]
    phrases = directory / "idioms.toml"
    idioms = tuple(_idiom(entry, phrases) for entry in load_toml(phrases).get("idiom", ()))
    asked = directory / "questions.toml"
    questions = tuple(_question(entry, asked) for entry in load_toml(asked).get("question", ()))
    words: dict[str, tuple[str, ...]] = {}
    for section, lists in (
        *load_toml(directory / "cues.toml").items(),
        *load_toml(directory / "persons.toml").items(),
    ):
        for key, values in lists.items():
            words[f"{section}.{key}"] = tuple(values.split() if isinstance(values, str) else values)
    return Lexicon(
        {verb.lemma: verb for verb in verbs},
        {verb.split: verb for verb in verbs if verb.split},
        {noun.lemma: noun for noun in nouns},
        idioms,
        questions,
        words,
    )


@cache
def shipped_lexicon() -> Lexicon:
    """Return the lexicon that comes with the package."""
    return read_lexicon(folder("data") / "lexicon")
