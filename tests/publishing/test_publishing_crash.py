"""A release process that is killed: what is served stays whole, the next run completes, nothing is lost."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forderungsgraph.publishing.archive import Archive
from forderungsgraph.publishing.make import STAGES, publish
from forderungsgraph.publishing.settings import Publication
from forderungsgraph.release import Release

from .conftest import tree

KILLED = """
import os, signal, sys
from pathlib import Path
from forderungsgraph.publishing.make import publish
from forderungsgraph.publishing.settings import read_publication

def tell(progress):
    if progress.stage == sys.argv[3] and progress.done == int(sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

publish(Path(sys.argv[1]), Path(sys.argv[2]), "1.1.0", read_publication(), tell=tell)
"""


def killed(build: Path, output: Path, stage: str, done: int = 0) -> None:
    call = [sys.executable, "-c", KILLED, str(build), str(output), stage, str(done)]
    assert subprocess.run(call, check=False, capture_output=True).returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def shipped_publication() -> Publication:
    from forderungsgraph.publishing.settings import read_publication

    return read_publication()


def test_killed_at_each_stage(tiny: Path, tmp_path: Path, shipped_publication: Publication) -> None:
    output = tmp_path / "versionen"
    publish(tiny, output, "1.0.0", shipped_publication)
    before = tree(output)
    assert len(STAGES) == 10
    for stage in STAGES:
        # each run also has to cope with what the one before left behind
        killed(tiny, output, stage)
        served = Release.open(output)
        assert (served.version, served.damaged()) == ("1.0.0", ())
        after = tree(output)
        assert {name: after.get(name) for name in before} == before
        left = [
            path.name for path in output.iterdir() if path.name not in (".lock", "1.0.0", "versions.json")
        ]
        assert len(left) == (0 if stage == STAGES[0] else 1)
    result = publish(tiny, output, "1.1.0", shipped_publication)
    assert result.archive.current == "1.1.0"
    assert sorted(path.name for path in output.iterdir()) == [".lock", "1.0.0", "1.1.0", "versions.json"]
    untouched = publish(tiny, tmp_path / "anderswo", "1.0.0", shipped_publication)
    again = publish(tiny, untouched.archive.folder, "1.1.0", shipped_publication)
    assert tree(result.folder) == tree(again.folder)


def test_killed_after_the_switch(tiny: Path, tmp_path: Path, shipped_publication: Publication) -> None:
    output = tmp_path / "versionen"
    publish(tiny, output, "1.0.0", shipped_publication)
    killed(tiny, output, STAGES[-1], 1)
    archive = Archive.open(output)
    assert archive.current == "1.1.0"
    assert [archive.release(entry.version).damaged() for entry in archive.entries] == [(), ()]


def test_killed_before_the_first_version(
    tiny: Path, tmp_path: Path, shipped_publication: Publication
) -> None:
    output = tmp_path / "versionen"
    killed(tiny, output, "Umschalten")
    assert Archive.open(output).entries == ()
    assert (output / "1.1.0" / "SHA256SUMS").is_file()
    assert publish(tiny, output, "1.1.0", shipped_publication).archive.current == "1.1.0"
