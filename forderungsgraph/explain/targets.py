"""What can be explained: a file in any format, a text of the corpus, a demand by its identifier."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from ..convert.document import Converter
from ..corpus import CorpusText, read_corpus_text
from ..curate import curate
from ..curation import read_corrections
from ..errors import UsageError
from ..extract import read_document
from ..graph import Source
from ..iri import slug
from ..registers import read_registers
from .document import explain_text
from .model import Explanation
from .passages import focused, sentence_at, sentences_with
from .reviewed import with_reviews
from .visible import visible

_IRI: Final = re.compile(r"https?://\S*/id/(?:demand|document)/(?P<key>[^/?#\s]+)")
_PATH: Final = re.compile(r"[/\\]|\.(?:txt|md|html?|pdf|docx|odt)$", re.I)


def explain(
    target: str,
    converter: Converter,
    corpus: Path,
    curation: Path | None = None,
    *,
    words: str | None = None,
    offset: int | None = None,
) -> Explanation:
    """Return the explanation of a document, of one demand in it, or of some sentences.

    :param target: file; slug of a text of the corpus; identifier or IRI of a demand or document
    :param corpus: folder of the texts that slugs and identifiers refer to
    :param curation: folder of the reviewed corrections; None: the shipped one
    :param words: only the sentences in which these words stand
    :param offset: only the sentence at this position of the text (code points from 0)
    :raises UsageError: if nothing is called so; the hint names what is similar
    :raises InputError: if the text cannot be used
    """
    iri = _IRI.fullmatch(target)
    name = iri["key"] if iri else target
    path = Path(target)
    if iri is None and (path.is_file() or _PATH.search(target)):
        explanation = explain_file(path, converter, curation)
    else:
        text, rest = _in_corpus(name, corpus)
        explanation = explain_corpus_text(text, converter, curation)
        if rest:
            explanation = _demand(explanation, name)
    if words is not None:
        explanation = focused(explanation, sentences_with(explanation, words))
    if offset is not None:
        explanation = focused(explanation, sentence_at(explanation, offset))
    return explanation


def explain_file(path: Path, converter: Converter, curation: Path | None = None) -> Explanation:
    """Explain a file; one with a sidecar beside it as the corpus would have it.

    :raises InputError: if it cannot be used
    """
    if path.suffix == ".txt" and path.is_file() and path.with_suffix(".toml").is_file():
        return explain_corpus_text(read_corpus_text(path), converter, curation)
    read = read_document(path)
    return explain_text(
        read.text,
        converter,
        name=path.name,
        slug=slug(path.stem),
        form=read.format.value,
        notes=read.notes,
    )


def explain_corpus_text(text: CorpusText, converter: Converter, curation: Path | None = None) -> Explanation:
    """Explain a text of the corpus with what its sidecar knows and what people decided.

    :raises CurationError: if there is no such folder of corrections
    """
    name, sidecar = text.path.name, text.sidecar
    explanation = explain_text(text.text, converter, name=name, slug=sidecar.slug, sidecar=sidecar)
    corrections = read_corrections(curation).by_document.get(sidecar.slug, ())
    if not corrections:
        return explanation
    conversion = converter.convert(text.text, name=name, sidecar=sidecar)
    curated = curate(Source(text.text, sidecar, conversion), corrections, read_registers())
    return with_reviews(explanation, curated)


def _in_corpus(name: str, corpus: Path) -> tuple[CorpusText, str]:
    """Return the text that ``name`` or its beginning calls, and what is left of the name."""
    if not corpus.is_dir():
        raise UsageError("Diesen Ordner gibt es nicht", place=corpus, hint="Den Pfad der Texte prüfen")
    known = {slug(path.stem): path for path in sorted(corpus.glob("*.txt"))}
    fitting = [one for one in known if name == one or name.startswith(f"{one}-")]
    if not fitting:
        close = get_close_matches(re.sub(r"-[0-9a-f]{6,10}$", "", name), known, n=3, cutoff=0.4)
        raise UsageError(
            f"„{visible(name)}“ ist weder eine Datei noch ein Text oder eine Forderung des Korpus",
            hint=f"Ähnlich: {', '.join(close)}" if close else f"Texte liegen in {corpus}",
        )
    best = max(fitting, key=len)
    return read_corpus_text(known[best]), name.removeprefix(best)


def _demand(explanation: Explanation, key: str) -> Explanation:
    """Return the explanation of one demand.

    :raises UsageError: if the text has none of this name
    """
    sentences = [n for one in explanation.demands if one.key == key for n in one.sentences]
    if not sentences:
        known = list(dict.fromkeys(one.key for one in explanation.demands))
        close = get_close_matches(key, known, n=3, cutoff=0.0)
        raise UsageError(
            f"Eine Forderung „{visible(key)}“ findet die Auswertung in {explanation.name} nicht",
            hint=f"Ähnlich: {', '.join(close)}"
            if close
            else f"forderungsgraph explain {explanation.slug} zeigt, was dort steht",
        )
    return focused(explanation, sentences)
