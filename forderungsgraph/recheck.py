"""Finds every quotation of a release again in its source, at its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from .corpus import Corpus
from .iri import OA
from .release import Release


@dataclass(frozen=True, slots=True)
class Recheck:
    """The result.

    :param checked: number of passages
    :param wrong: IRIs of passages that are incomplete, or whose quotation is not at its offsets
    :param missing: IRIs of documents that are quoted, but are not in the corpus
    """

    checked: int
    wrong: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether every quotation was found at its place."""
        return not self.wrong and not self.missing


def recheck(release: Release, corpus: Corpus) -> Recheck:
    """Compare each quotation of the release with the texts of the corpus, in code points.

    :raises ReleaseError: if the release cannot be read
    """
    values: dict[str, dict[str, list[str]]] = {}
    for quad in release.quads():
        if quad.predicate.value.startswith(str(OA)) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            node = values.setdefault(_iri(quad.subject), {})
            node.setdefault(quad.predicate.value.removeprefix(str(OA)), []).append(quad.object.value)
    texts = {f"{release.base}id/document/{text.sidecar.slug}": text.text for text in corpus.texts}
    passages = {node: found for node, found in values.items() if "hasSource" in found}
    missing = {found["hasSource"][0] for found in passages.values()} - set(texts)
    wrong = [
        node
        for node, found in passages.items()
        if found["hasSource"][0] in texts and not _found(found, values, texts[found["hasSource"][0]])
    ]
    return Recheck(len(passages), tuple(sorted(wrong)), tuple(sorted(missing)))


def _found(
    passage: Mapping[str, list[str]], values: Mapping[str, Mapping[str, list[str]]], text: str
) -> bool:
    """Tell whether the text holds what the selectors of a passage quote, where they say."""
    parts: dict[str, set[str]] = {}
    for selector in passage.get("hasSelector", []):
        for name, found in values.get(selector, {}).items():
            parts.setdefault(name, set()).update(found)
    try:
        (start,), (end,), (exact,) = parts["start"], parts["end"], parts["exact"]
    except (KeyError, ValueError):
        return False
    before, after = parts.get("prefix", {""}), parts.get("suffix", {""})
    return (
        text[int(start) : int(end)] == exact
        and all(text[: int(start)].endswith(part) for part in before)
        and all(text[int(end) :].startswith(part) for part in after)
    )


def _iri(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
