"""The stem of a word: base form by simplemma (MIT), endings by Snowball (PyStemmer, MIT and BSD).

Snowball alone would make *fördern* and *fordern* one word, and *Förderung* another one than *fördern*.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Final

import Stemmer
from simplemma import is_known, lemmatize

from .compounds import parts_of
from .fold import fold, unfolded

_LONGEST: Final = 60
_PLAIN: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "Ä": "A", "Ö": "O", "Ü": "U"})
_SEPARABLE: Final = (
    "bereit", "zurück", "zusammen", "weiter", "voran", "fort", "fest", "sicher", "hin", "her", "mit", "nach", "vor",
    "auf", "aus", "ab", "an", "ein", "bei", "dar", "durch", "um", "über", "zu", "los", "weg", "entgegen", "teil",
)  # fmt: skip
_NOT_FEMININE: Final = frozenset(("termin", "medizin", "magazin", "disziplin", "berlin", "kantin", "routin"))
_local = threading.local()


def _snowball(word: str) -> str:
    # a stemmer keeps state while it works, so that each thread needs its own
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = Stemmer.Stemmer("german")
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """Return the base form, masculine where a feminine form names people.

    >>> lemma("Bürgerinnen"), lemma("Städte"), lemma("bereitzustellen")
    ('Bürger', 'Stadt', 'bereitstellen')
    """
    if len(word) > _LONGEST:
        return word
    head, hyphen, last = word.rpartition("-")
    if hyphen and head and last:
        return f"{head}-{lemma(last)}"
    if word.isupper() and len(word) > 5:
        word = word.capitalize()
    base = _unknown(word) if not is_known(word, "de") else str(lemmatize(word, "de"))
    return _masculine(base)


@lru_cache(maxsize=200_000)
def stem_of(word: str) -> str:
    """Return the form in which words are compared: lower case letters without umlauts.

    >>> stem_of("Finanzierung") == stem_of("finanzieren"), stem_of("Staedte") == stem_of("Stadt")
    (True, True)
    >>> stem_of("fördern") == stem_of("fordern")
    False
    """
    base = _verb_of(lemma(word))
    if len(base) > _LONGEST or not base.isalpha():
        return fold(base)
    lower = base.lower()
    plain = lower.translate(_PLAIN)
    stem = _snowball(lower)
    if plain != lower and is_known(plain, "de") and lemma(plain).lower() != lower:
        # as long as the stem without umlauts, but with them
        return fold(lower[: len(_snowball(plain))])
    return fold(stem)


def _unknown(word: str) -> str:
    """Return a better base form of a word that the dictionary does not know."""
    for other in unfolded(word):
        if is_known(other, "de"):
            return str(lemmatize(other, "de"))
        if parts_of(other):
            return _unknown(other)
    for prefix in _SEPARABLE:
        if word.startswith(f"{prefix}zu") and is_known(word[len(prefix) + 2 :], "de"):
            return prefix + str(lemmatize(word[len(prefix) + 2 :], "de"))
    parts = parts_of(word) if word[:1].isupper() and "-" not in word else ()
    if parts:
        # the end in base form: Digitalisierungskosten, Breitbandnetzes
        end = parts[-1].lower()
        at = word.lower().rfind(end[: max(3, len(end) - 3)])
        if at > 0:
            return word[:at] + lemma(parts[-1]).lower()
    return str(lemmatize(word, "de"))


def _masculine(base: str) -> str:
    lower = base.lower()
    if not base[:1].isupper() or not lower.endswith(("in", "innen")) or lower in _NOT_FEMININE:
        return base
    root = base.removesuffix("nen").removesuffix("in")
    for ending in ("", "e"):
        candidate = root + ending
        if len(root) > 2 and is_known(candidate, "de") and str(lemmatize(candidate, "de")) == candidate:
            return candidate
    if lower.endswith("erin"):
        return root
    return base


@lru_cache(maxsize=50_000)
def _verb_of(base: str) -> str:
    """Return the verb of a noun in -ung, so that *Förderung* and *fördern* are one."""
    if not base.endswith("ung") or len(base) < 6:
        return base
    root = base[:-3].lower()
    for ending in ("en", "n"):
        if is_known(root + ending, "de") and str(lemmatize(root + ending, "de")) == root + ending:
            return root + ending
    return base
