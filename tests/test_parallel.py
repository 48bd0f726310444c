"""Many documents in several processes: what one of them does never reaches the others."""

from __future__ import annotations

import hashlib
import importlib
import os
import subprocess
import sys
from pathlib import Path
from types import GeneratorType

import pytest

from forderungsgraph import parallel
from forderungsgraph.errors import ForderungsgraphError, InputError
from forderungsgraph.files import folder
from forderungsgraph.iri import DEFAULT_BASE
from forderungsgraph.parallel import convert_all
from forderungsgraph.process import Converted, Job, MakeConverter

SIDECAR = """title = "Probe"
type = "Resolution"
publisher = "Niedersächsischer Städtetag"
source = "Für den Test geschrieben"
rights = "Frei"
sha256 = "{digest}"
"""
STRANGE = """
import os
from forderungsgraph.errors import GraphError
from forderungsgraph.model import Conversion, DocumentFacts

class Strange:
    def __init__(self, registers):
        pass

    def convert(self, text, *, name, sidecar=None):
        if "Tod" in text:
            os._exit(7)
        if "Fehler" in text:
            raise ZeroDivisionError("division by zero")
        if "Graph" in text:
            raise GraphError("Das geht nicht", place="urn:x", hint="Anders machen")
        if "Speicher" in text:
            bytearray(3 * 2**30)
        if "endlos" in text:
            raise RecursionError("maximum recursion depth exceeded")
        return Conversion(name, sidecar.sha256, len(text), DocumentFacts(), ())
"""


def _write(corpus: Path, name: str, text: str) -> Path:
    corpus.mkdir(exist_ok=True)
    place = corpus / f"{name}.txt"
    place.write_bytes(text.encode())
    digest = hashlib.sha256(text.encode()).hexdigest()
    place.with_suffix(".toml").write_text(SIDECAR.format(digest=digest), encoding="utf-8")
    return place


@pytest.fixture
def strange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeConverter:
    """A converter that does what a text says; other processes find it, too."""
    name = f"strange_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text(STRANGE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    made: MakeConverter = importlib.import_module(name).Strange
    return made


@pytest.fixture
def registers(tmp_path: Path) -> Path:
    """Empty tables."""
    tables = tmp_path / "register"
    tables.mkdir()
    for path in (folder("data") / "registers").glob("*.csv"):
        with path.open("rb") as file:
            (tables / path.name).write_bytes(file.readline())
    return tables


def _told(results: parallel.Results) -> dict[str, str]:
    """Return what became of each text by its name."""
    told: dict[str, str] = {}
    for result in results:
        if isinstance(result, Converted):
            told[result.summary.name] = "gut"
        else:
            assert isinstance(result, ForderungsgraphError)
            assert isinstance(result.place, Path)
            assert result.hint
            told[result.place.name] = str(result.message)
    return told


def test_each_text_fails_for_itself_and_all_others_are_done(
    tmp_path: Path, strange: MakeConverter, registers: Path
) -> None:
    wrong = {
        "a-tod": "Tod",
        "b-tod": "Tod",
        "fehler": "Fehler",
        "graph": "Graph",
        "endlos": "endlos",
        "leer": "",
    }
    texts = wrong | {f"gut-{number:02}": f"Text {number}" for number in range(12)}
    places = [_write(tmp_path / "texte", name, text) for name, text in texts.items()]
    (tmp_path / "texte" / "gut-03.toml").unlink()
    told = _told(convert_all(places, Job(DEFAULT_BASE, registers, None, strange), workers=2))
    assert len(told) == len(texts)
    dead = "Die Auswertung brach ab, weil ihr Prozess endete"
    assert {name: words for name, words in told.items() if words != "gut"} == {
        "a-tod.txt": dead,
        "b-tod.txt": dead,
        "fehler.txt": "Das Dokument ließ sich nicht auswerten (ZeroDivisionError: division by zero)",
        "graph.txt": "Das geht nicht",
        "endlos.txt": "Das Dokument ließ sich nicht auswerten (RecursionError: maximum recursion depth exceeded)",
        "leer.txt": "Der Text ist leer",
        "gut-03.txt": "Zu diesem Text fehlt die Begleitdatei",
    }


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there processes have a memory limit")
def test_a_text_that_takes_too_much_memory_is_told(
    tmp_path: Path, strange: MakeConverter, registers: Path
) -> None:
    texts = {"eins": "gut", "viel": "Speicher", "zwei": "gut"}
    places = [_write(tmp_path / "texte", name, text) for name, text in texts.items()]
    told = _told(convert_all(places, Job(DEFAULT_BASE, registers, None, strange), workers=2))
    assert told == {
        "eins.txt": "gut",
        "viel.txt": "Das Dokument braucht mehr Arbeitsspeicher, als ein Prozess nehmen darf",
        "zwei.txt": "gut",
    }


def test_where_no_process_can_start_the_work_is_done_here(tmp_path: Path, registers: Path) -> None:
    """Python cannot start further processes for a script that it reads from standard input."""
    for number in range(3):
        _write(tmp_path / "texte", f"t{number}", f"Wir fordern {number} Portale.")
    script = f"""
from pathlib import Path
from forderungsgraph.build import Shipped, build
place = Path({str(tmp_path)!r})
result = build(place / "texte", place / "release", workers=2, shipped=Shipped(registers=Path({str(registers)!r})))
print(result.documents, result.good)
"""
    done = subprocess.run(
        [sys.executable, "-"], input=script, capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.returncode, done.stdout) == (0, "3 True\n"), done.stderr


def test_results_come_one_by_one_and_texts_are_read_when_their_turn_comes(
    tmp_path: Path, strange: MakeConverter, registers: Path
) -> None:
    places = [_write(tmp_path / "texte", name, "a" * size) for size, name in ((9, "lang"), (5, "kurz"))]
    results = convert_all(places, Job(DEFAULT_BASE, registers, None, strange))
    assert isinstance(results, GeneratorType)
    first = next(results)
    assert isinstance(first, Converted)
    assert first.summary.name == "lang.txt"
    places[1].unlink()
    assert isinstance(next(results), InputError)
    assert list(results) == []


@pytest.mark.parametrize(
    ("sizes", "processors", "expected"),
    [
        ([1_000] * 50, 8, 0),
        ([60_000], 8, 0),
        ([60_000] * 3, 8, 3),
        ([60_000] * 30, 8, 8),
        ([500_000, 10], 8, 2),
        ([60_000] * 3, 1, 0),
    ],
)
def test_further_processes_are_started_where_that_pays(
    sizes: list[int],
    processors: int,
    expected: int,
    tmp_path: Path,
    strange: MakeConverter,
    registers: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[int] = []

    def note(waiting: list[Path], *others: object) -> parallel.Results:
        started.append(int(str(others[-1])))
        waiting.clear()
        yield from ()

    places = [tmp_path / f"{number}.txt" for number in range(len(sizes))]
    monkeypatch.setattr(parallel, "_processors", lambda: processors)
    monkeypatch.setattr(parallel, "_size", lambda place: sizes[places.index(place)])
    monkeypatch.setattr(parallel, "_in_processes", note)
    results = list(convert_all(places, Job(DEFAULT_BASE, registers, None, strange)))
    assert started == ([expected] if expected else [])
    assert len(results) == (0 if expected else len(sizes))


def test_all_processors_that_this_process_may_use_count() -> None:
    assert 1 <= parallel._processors() <= (os.cpu_count() or 1)
