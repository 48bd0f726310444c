"""Which words two wordings share and which only one has, whatever their order and forms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forderungsgraph.wordforms import WordLexicon, analyse, shipped_words, stem_of


@dataclass(frozen=True, slots=True)
class Words:
    """Words that say something, as written, in order, each once.

    :param shared: as the later wording writes them
    """

    shared: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


def words_compared(
    before: str, after: str, names: Collection[str] = (), lexicon: WordLexicon | None = None
) -> Words:
    """Return which words ``before`` and ``after`` share and which only one of them has; other forms are the same.

    Words that nearly every demand has are left out.

    :param names: of one thing, which both may call by another of them

    >>> words_compared("die Kosten der Kommunen zu tragen", "Kommunen mehr Personal zu geben")
    Words(shared=(), before=('Kosten',), after=('Personal',))
    >>> words_compared("das OZG umzusetzen", "Umsetzung des Onlinezugangsgesetzes", ("OZG", "Onlinezugangsgesetz"))
    Words(shared=('Umsetzung', 'Onlinezugangsgesetzes'), before=(), after=())
    """
    lexicon = lexicon or shipped_words()
    named = frozenset(stem_of(name) for name in names if " " not in name)
    old, new = _words(before, named, lexicon), _words(after, named, lexicon)
    return Words(
        tuple(text for stem, text in new.items() if stem in old),
        tuple(text for stem, text in old.items() if stem not in new),
        tuple(text for stem, text in new.items() if stem not in old),
    )


def _words(text: str, named: frozenset[str], lexicon: WordLexicon) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in analyse(text, lexicon):
        written = text[word.start : word.end]
        pieces = written.split("-")
        stems = [stem_of(piece) for piece in pieces]
        if len(pieces) == 1 or not named.intersection(stems):
            stems, pieces = [word.stem], [written]
        for stem, piece in zip(stems, pieces, strict=True):
            if stem in named:
                # OZG-Umsetzung names the law, too
                found.setdefault("", piece)
            elif stem and not word.function and stem not in lexicon.light:
                found.setdefault(stem, piece)
    return found
