"""German words in one form: lemma, stem, parts of compounds, gender and suspended forms, synonyms.

The search and the lineage of demands compare words by this package, so that what one finds the other links.
"""

from __future__ import annotations

from .analyse import Word, analyse
from .fold import fold
from .lexicon import WordLexicon, read_words, shipped_words
from .stems import stem_of

__all__ = ["Word", "WordLexicon", "analyse", "fold", "read_words", "shipped_words", "stem_of"]
