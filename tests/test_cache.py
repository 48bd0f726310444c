"""What an earlier build converted is used again exactly as long as nothing of it can have changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from forderungsgraph import cache as cache_module
from forderungsgraph.build import BuildResult, Shipped, build
from forderungsgraph.cache import NAME, Cache, beside
from forderungsgraph.convert.document import Converter
from forderungsgraph.corpus import read_corpus_text
from forderungsgraph.errors import CurationError, UsageError
from forderungsgraph.files import folder
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.model import Conversion, Sidecar
from forderungsgraph.process import Converted, Job, Summary
from forderungsgraph.registers import Registers
from forderungsgraph.report import Report, Violation

SIDECAR = """title = "Probe {name}"
type = "Pressemitteilung"
publisher = "Probestädtetag"
source = "Für den Test erfunden"
rights = "Frei"
sha256 = "{digest}"
"""
TEXTS = {
    "eins": "Der Probestädtetag fordert das Land auf, die Kosten der BundID zu tragen.\n",
    "zwei": "Wir fordern mehr Geld für Ämter 😀.\r\nDas Portal soll bis 2028 fertig werden.\r\n",
    "drei": "Der Verband erwartet vom Bund, dass er das OZG ändert. Das Land muss „alles“ bezahlen.\n",
}
CURATION = """[[reject]]
quote = "{quote}"
by = "Redaktion"
on = 2026-11-25
why = "Zum Test."
"""


def _write(corpus: Path, name: str, text: str) -> None:
    corpus.mkdir(exist_ok=True)
    (corpus / f"{name}.txt").write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    (corpus / f"{name}.toml").write_text(SIDECAR.format(name=name, digest=digest), encoding="utf-8")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        _write(tmp_path / "texte", name, text)
    return tmp_path / "texte"


@pytest.fixture
def lean(tmp_path: Path) -> Shipped:
    """Empty registers, no observations, no corrections: building with them takes a fraction of the time."""
    tables = tmp_path / "register"
    tables.mkdir()
    for path in (*(folder("data") / "registers").glob("*.csv"), folder("data") / "curation" / "status.csv"):
        with path.open("rb") as file:
            (tables / path.name).write_bytes(file.readline())
    curation = tmp_path / "korrekturen"
    curation.mkdir()
    return Shipped(registers=tables, status=tables / "status.csv", curation=curation)


Run = Callable[..., BuildResult]


@pytest.fixture
def run(corpus: Path, lean: Shipped, tmp_path: Path) -> Run:
    """Builds the three texts with a cache in the same place each time."""

    def go(output: str = "release", shipped: Shipped = lean, **more: object) -> BuildResult:
        place = tmp_path / output
        return build(corpus, place, shipped=shipped, **{"cache": tmp_path / "cache", **more})  # type: ignore[arg-type]

    return go


def _tree(place: Path) -> dict[str, bytes]:
    return {p.relative_to(place).as_posix(): p.read_bytes() for p in sorted(place.rglob("*")) if p.is_file()}


def _entries(place: Path) -> list[Path]:
    return sorted(place.glob("*/*.json.gz"))


def test_a_release_has_the_same_bytes_with_and_without_cache_in_one_process_and_in_two(
    run: Run, tmp_path: Path
) -> None:
    reused = [
        run("ohne", cache=None).reused,
        run("ohne-zu-zweit", cache=None, workers=2).reused,
        run("leer", workers=2).reused,
        run("voll").reused,
        run("voll-zu-zweit", workers=2).reused,
        run("anderswo", cache=tmp_path / "anderswo-cache").reused,
    ]
    assert reused == [0, 0, 0, 3, 3, 0]
    expected = _tree(tmp_path / "ohne")
    assert len(expected) > 10
    assert b"BundID" in expected["forderungsgraph.nq"]
    for name in ("ohne-zu-zweit", "leer", "voll", "voll-zu-zweit", "anderswo"):
        assert _tree(tmp_path / name) == expected, name
    assert len(_entries(tmp_path / "cache")) == 3


def test_only_what_has_changed_is_converted_again(run: Run, corpus: Path, lean: Shipped) -> None:
    run()
    _write(corpus, "zwei", "Wir fordern weniger.\n")
    assert run().reused == 2
    sidecar = corpus / "drei.toml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("Probe drei", "Andere"), encoding="utf-8")
    changed = run()
    assert changed.reused == 2
    assert [entry["title"] for entry in changed.release.manifest["documents"]] == [
        "Andere",
        "Probe eins",
        "Probe zwei",
    ]
    assert lean.curation is not None
    rejection = CURATION.format(quote="die Kosten der BundID zu tragen")
    (lean.curation / "eins.toml").write_text(rejection, encoding="utf-8")
    corrected = run()
    assert (corrected.reused, corrected.rejected) == (2, 1)
    assert corrected.demands == changed.demands - 1
    assert (run().reused, run().rejected) == (3, 1)
    (lean.curation / "eins.toml").unlink()
    # what was before is known still
    assert (run().reused, run().demands) == (3, changed.demands)


def test_nothing_is_used_that_depends_on_what_has_changed(
    run: Run, lean: Shipped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    assert run(base="https://example.org/").reused == 0
    assert run(min_confidence=0.9).reused == 0
    assert run().reused == 3
    shapes = tmp_path / "formen.ttl"
    shapes.write_bytes((folder("shapes") / "data.ttl").read_bytes() + b"# mehr\n")
    assert run(shipped=replace(lean, shapes=shapes)).reused == 0
    assert lean.registers is not None
    with (lean.registers / "topics.csv").open("ab") as file:
        file.write(b"\n")
    assert run().reused == 0
    assert run().reused == 3
    monkeypatch.setattr(cache_module, "version", lambda name: f"{name}-2")
    assert run().reused == 0


def test_the_code_and_the_lexicons_are_part_of_the_state(monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job(DEFAULT_BASE, None, None, Converter)
    before = cache_module._state(job)
    assert before == cache_module._state(job)
    code = {path.name for path in Path(cache_module.__file__).parent.rglob("*.py")}
    assert {"cache.py", "reading.py", "documents.py"} <= code
    content: Callable[[Path, str], Iterator[bytes]] = cache_module._content
    for name, pattern in (("forderungsgraph", "**/*.py"), ("lexicon", "*"), ("registers", "*")):

        def changed(place: Path, what: str, name: str = name, pattern: str = pattern) -> Iterator[bytes]:
            yield from content(place, what)
            if (place.name, what) == (name, pattern):
                yield b"more"

        monkeypatch.setattr(cache_module, "_content", changed)
        assert cache_module._state(job) != before, name


@pytest.fixture
def entry(corpus: Path, tmp_path: Path) -> tuple[Cache, str, Converted]:
    """A cache with one entry."""
    cache = Cache.open(tmp_path / "cache", Job(DEFAULT_BASE, None, None, Converter))
    assert cache is not None
    key = cache.key(read_corpus_text(corpus / "eins.txt"), ())
    document = Summary("eins", "eins.txt", "Titel", "0" * 64, (("eins-1", "Wortlaut"),), 0, Report())
    converted = Converted(document, ('<urn:a> <urn:b> "Ä" .', "<urn:a> <urn:b> <urn:c> ."), ())
    cache.put(key, converted)
    return cache, key, converted


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[:-9],
        lambda _: b"kein gzip",
        lambda _: gzip.compress(b"kein JSON"),
        lambda _: gzip.compress(b"[]"),
        lambda _: gzip.compress(b'{"key": "x"}'),
        lambda data: _edited(data, "key", "0" * 64),
        lambda data: _edited(data, "graph", None),
        lambda data: _edited(data, "graph", ["<urn:a> <urn:b> ."]),
        lambda data: _edited(data, "graph", ["<urn:a> <urn:b> <urn:c> . <urn:a> <urn:b> <urn:d> ."]),
        lambda data: _edited(data, "summary", {"slug": "eins"}),
    ],
)
def test_a_damaged_entry_counts_as_missing_and_is_written_anew(
    spoil: Callable[[bytes], bytes], entry: tuple[Cache, str, Converted], tmp_path: Path
) -> None:
    cache, key, converted = entry
    (path,) = _entries(tmp_path / "cache")
    good = path.read_bytes()
    path.write_bytes(spoil(good))
    assert cache.get(key) is None
    cache.put(key, converted)
    assert path.read_bytes() == good
    assert cache.get(key) == replace(converted, reused=True)


def test_a_build_mends_what_is_damaged(run: Run, tmp_path: Path) -> None:
    run()
    before, entries = _tree(tmp_path / "release"), _entries(tmp_path / "cache")
    good = [path.read_bytes() for path in entries]
    entries[0].write_bytes(good[0][:-9])
    entries[1].write_bytes(good[2])
    assert run().reused == 1
    assert _tree(tmp_path / "release") == before
    assert [path.read_bytes() for path in entries] == good


def _edited(data: bytes, key: str, value: object) -> bytes:
    entry = json.loads(gzip.decompress(data))
    assert key in entry
    return gzip.compress(json.dumps(entry | {key: value}).encode())


def test_an_entry_holds_all_that_is_known_of_a_document(tmp_path: Path, corpus: Path) -> None:
    violation = Violation(*(f"{number} „ä“" for number in range(13)))
    error = CurationError("Passt nicht", place=tmp_path / "eins.toml", line=3, hint="Ändern")
    document = Summary(
        "eins", "eins.txt", "Titel", "0" * 64, (("eins-1", "Wort\nlaut"),), 1, Report((violation,)), ("type",), ("{}",), ("[]",), (error,),
    )  # fmt: skip
    converted = Converted(document, ('<urn:a> <urn:b> "Ä\\n" .',), ())
    cache = Cache.open(tmp_path / "cache", Job(DEFAULT_BASE, None, None, Converter))
    assert cache is not None
    key = cache.key(read_corpus_text(corpus / "eins.txt"), ())
    assert cache.get(key) is None
    cache.put(key, converted)
    found = cache.get(key)
    assert found is not None
    assert str(found.summary.unfitting[0]) == str(error)
    assert found.summary.unfitting[0].line == 3
    assert replace(found, summary=replace(found.summary, unfitting=(error,))) == replace(
        converted, reused=True
    )
    assert [path.name for path in (tmp_path / "cache" / cache.state).iterdir()] == [f"{key}.json.gz"]


def test_a_document_that_fails_or_violates_a_shape_does_so_each_time(
    run: Run, corpus: Path, lean: Shipped, tmp_path: Path
) -> None:
    (corpus / "eins.txt").write_bytes(b"anders")
    shapes = tmp_path / "formen.ttl"
    shapes.write_text(
        (folder("shapes") / "data.ttl").read_text("utf-8")
        + """
fgsh:NoTwo a sh:NodeShape ; sh:targetClass fg:PressRelease ; sh:property fgsh:NoTwo-title ;
    sh:description "Ändern."@de, "Change it."@en .
fgsh:NoTwo-title a sh:PropertyShape ; sh:path dct:title ; sh:pattern "eins|drei" ;
    sh:message "Nicht zwei."@de, "Not two."@en .
""",
        encoding="utf-8",
    )
    first, second = (run(shipped=replace(lean, shapes=shapes)) for _ in range(2))
    assert (first.reused, second.reused) == (0, 2)
    assert [entry.name for entry in first.left_out] == ["eins.txt", "zwei.txt"]
    assert "Nicht zwei." in first.left_out[1].reason
    assert first.left_out == second.left_out
    assert first.violations == second.violations == 1


def test_old_states_and_what_was_used_longest_ago_go(tmp_path: Path, corpus: Path) -> None:
    place = tmp_path / "cache"
    job = Job(DEFAULT_BASE, None, None, Converter)
    caches = []
    for number in range(5):
        cache = Cache.open(place, replace(job, min_confidence=number / 10))
        assert cache is not None
        caches.append(cache)
        os.utime(place / cache.state, ns=(number, number))
    document = Summary("eins", "eins.txt", "Titel", "0" * 64, (), 0, Report())
    keys = [caches[4].key(read_corpus_text(corpus / f"{name}.txt"), ()) for name in ("eins", "zwei", "drei")]
    for number, key in enumerate(keys):
        caches[4].put(key, Converted(document, (), ()))
        os.utime(place / caches[4].state / f"{key}.json.gz", ns=(number, number))
    size = (place / caches[4].state / f"{keys[0]}.json.gz").stat().st_size
    os.utime(place / caches[4].state, ns=(9, 9))
    assert caches[4].get(keys[0]) is not None  # used just now
    caches[4].tidy(largest=2 * size + 10, states=3)
    assert sorted(path.name for path in place.iterdir() if path.is_dir()) == sorted(
        cache.state for cache in caches[2:]
    )
    assert [caches[4].get(key) is not None for key in keys] == [True, False, True]


def test_nothing_else_is_ever_removed(tmp_path: Path) -> None:
    cache = Cache.open(tmp_path / "cache", Job(DEFAULT_BASE, None, None, Converter))
    assert cache is not None
    (tmp_path / "cache" / "notizen").mkdir()
    (tmp_path / "cache" / "notizen" / "wichtig.txt").write_text("bleibt", encoding="utf-8")
    cache.tidy(states=0)
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [
        ".gitignore",
        "CACHEDIR.TAG",
        "notizen",
    ]
    assert (tmp_path / "cache" / "notizen" / "wichtig.txt").read_text(encoding="utf-8") == "bleibt"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("release", "läge im Release"),
        ("release/cache", "läge im Release"),
        ("texte", "enthält anderes"),
        ("texte/eins.txt", "lässt sich nicht schreiben"),
    ],
)
def test_a_place_that_cannot_be_a_cache_is_told(place: str, words: str, run: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        run(cache=tmp_path / place)
    assert caught.value.hint
    assert not (tmp_path / "release").exists()
    assert sorted(path.name for path in (tmp_path / "texte").iterdir()) == sorted(
        f"{name}.{end}" for name in TEXTS for end in ("toml", "txt")
    )


def test_a_full_disk_only_costs_the_entry(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    assert run().documents == 3
    assert _entries(tmp_path / "cache") == []


class Foreign:
    """A converter of which nobody knows on what it depends."""

    def __init__(self, registers: Registers) -> None:
        self._ours = Converter(registers)

    def convert(self, text: str, *, name: str, sidecar: Sidecar | None = None) -> Conversion:
        return self._ours.convert(text, name=name, sidecar=sidecar)


def test_results_of_another_converter_are_not_kept(run: Run, tmp_path: Path) -> None:
    assert [run(converter=Foreign).reused for _ in range(2)] == [0, 0]
    assert not (tmp_path / "cache").exists()


def test_the_cache_of_a_release_lies_beside_it(tmp_path: Path) -> None:
    assert beside(tmp_path / "release") == tmp_path.resolve() / NAME
