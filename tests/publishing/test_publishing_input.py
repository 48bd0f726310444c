"""Bad input: a clear sentence, exit status 1, and the versions as they were."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from forderungsgraph.cli import main
from forderungsgraph.errors import ForderungsgraphError, PublishingError, ReleaseError, UsageError
from forderungsgraph.files import folder
from forderungsgraph.publishing.archive import locked
from forderungsgraph.publishing.make import publish
from forderungsgraph.publishing.settings import Publication, read_publication

from .conftest import tree


def refused(error: type[ForderungsgraphError], match: str, output: Path, run: Callable[[], object]) -> None:
    """Assert that a call fails and leaves the versions as they were."""
    before = tree(output) if output.exists() else {}
    with pytest.raises(error, match=match):
        run()
    assert (tree(output) if output.exists() else {}) == before


@pytest.fixture(scope="module")
def once(tiny: Path, publication: Publication, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with version 1.1.0; tests that fail to change it."""
    place = tmp_path_factory.mktemp("einmal") / "versionen"
    publish(tiny, place, "1.1.0", publication, date="2025-06-01")
    return place


def test_a_version_that_exists_is_refused(tiny: Path, once: Path, publication: Publication) -> None:
    refused(
        ReleaseError,
        r"Die Version 1\.1\.0 gibt es schon\. Veröffentlichtes wird nie geändert",
        once,
        lambda: publish(tiny, once, "1.1.0", publication),
    )


def test_a_lower_version_is_refused(tiny: Path, once: Path, publication: Publication) -> None:
    refused(
        ReleaseError,
        r"Die Version 1\.0\.9 ist niedriger als die letzte, 1\.1\.0",
        once,
        lambda: publish(tiny, once, "1.0.9", publication),
    )


def test_an_earlier_date_is_refused(tiny: Path, once: Path, publication: Publication) -> None:
    refused(
        ReleaseError,
        "Das Datum 2025-05-31 liegt vor dem der Version 1.1.0",
        once,
        lambda: publish(tiny, once, "1.2.0", publication, date="2025-05-31"),
    )
    refused(
        UsageError,
        "„heute“ ist kein Datum",
        once,
        lambda: publish(tiny, once, "1.2.0", publication, date="heute"),
    )


def test_other_addresses_are_refused(
    tiny: Path, once: Path, publication: Publication, tmp_path: Path
) -> None:
    shutil.copytree(tiny, tmp_path / "bau")
    manifest = json.loads((tmp_path / "bau" / "manifest.json").read_bytes())
    content = json.dumps({**manifest, "base": "https://example.org/"}).encode()
    (tmp_path / "bau" / "manifest.json").write_bytes(content)
    refused(
        ReleaseError,
        "Der Bau ist beschädigt: manifest.json",
        once,
        lambda: publish(tmp_path / "bau", once, "1.2.0", publication),
    )
    sums = (tmp_path / "bau" / "SHA256SUMS").read_text("utf-8").splitlines()
    (tmp_path / "bau" / "SHA256SUMS").write_text(
        "\n".join(line for line in sums if "manifest" not in line) + "\n", "utf-8"
    )
    refused(
        PublishingError,
        r"Die Adressen beginnen mit https://example\.org/, die der Version 1\.1\.0 mit",
        once,
        lambda: publish(tmp_path / "bau", once, "1.2.0", publication),
    )


def test_what_is_no_build_is_refused(once: Path, tmp_path: Path, publication: Publication) -> None:
    refused(
        ReleaseError,
        "Hier liegt kein lesbares Release",
        once,
        lambda: publish(tmp_path / "nichts", once, "1.2.0", publication),
    )
    refused(
        ReleaseError,
        "Das ist schon eine veröffentlichte Version",
        once,
        lambda: publish(once / "1.1.0", once, "1.2.0", publication),
    )


def test_a_folder_of_other_things_is_refused(tiny: Path, tmp_path: Path, publication: Publication) -> None:
    place = tmp_path / "fotos"
    place.mkdir()
    (place / "urlaub.jpg").write_bytes(b"x")
    with pytest.raises(
        ReleaseError, match="Der Ordner ist nicht leer und enthält keine veröffentlichten Versionen"
    ):
        publish(tiny, place, "1.0.0", publication)
    assert (place / "urlaub.jpg").read_bytes() == b"x"
    with pytest.raises(ReleaseError, match="Die Version lässt sich nicht schreiben"):
        publish(tiny, place / "urlaub.jpg", "1.0.0", publication)


def test_figures_that_are_none_are_refused(
    tiny: Path, once: Path, tmp_path: Path, publication: Publication
) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    refused(
        PublishingError,
        "Die Messwerte sind nicht lesbar",
        once,
        lambda: publish(tiny, once, "1.2.0", publication, evaluation=tmp_path / "a.json"),
    )


def test_figures_belong_to_the_version(
    tiny: Path, output: Path, tmp_path: Path, publication: Publication
) -> None:
    (tmp_path / "a.json").write_text('{"f1": 0.9}', encoding="utf-8")
    result = publish(tiny, output, "1.0.0", publication, evaluation=tmp_path / "a.json")
    assert (result.folder / "evaluation.json").read_text("utf-8") == '{"f1": 0.9}'
    assert "Messwerte der Auswertung" in (result.folder / "catalogue.ttl").read_text("utf-8")


def test_a_full_disk_is_told(
    tiny: Path, once: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("shutil.copyfileobj", full)
    refused(
        ReleaseError,
        "Die Version lässt sich nicht schreiben .No space left on device.",
        once,
        lambda: publish(tiny, once, "1.2.0", publication),
    )


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from forderungsgraph.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.mark.parametrize("most", [2_000, 100_000, 700_000])
def test_files_that_cannot_grow_are_told(tiny: Path, once: Path, most: int) -> None:
    before = tree(once)
    call = [
        sys.executable,
        "-c",
        LIMITED,
        str(most),
        "release",
        "--version",
        "1.2.0",
        "--release",
        str(tiny),
        "--out",
        str(once),
    ]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Fehler:" in done.stderr
    assert "lässt sich nicht schreiben" in done.stderr
    assert "Traceback" not in done.stderr
    assert tree(once) == before
    assert sorted(path.name for path in once.iterdir()) == [".lock", "1.1.0", "versions.json"]


def test_a_read_only_folder_is_told(
    tiny: Path, once: Path, publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(**_: object) -> str:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkdtemp", read_only)
    refused(
        ReleaseError,
        "Die Version lässt sich nicht schreiben .Read-only file system.. Platz und Rechte prüfen",
        once,
        lambda: publish(tiny, once, "1.2.0", publication),
    )


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write everywhere"
)
def test_a_folder_without_rights_is_told(tiny: Path, once: Path, publication: Publication) -> None:
    once.chmod(0o555)
    try:
        refused(
            ReleaseError,
            "Die Version lässt sich nicht schreiben",
            once,
            lambda: publish(tiny, once, "1.2.0", publication),
        )
    finally:
        once.chmod(0o755)


def test_two_processes_do_not_publish_at_once(tiny: Path, once: Path, publication: Publication) -> None:
    with locked(once):
        refused(
            ReleaseError,
            "Ein anderer Vorgang schreibt gerade in diesen Ordner",
            once,
            lambda: publish(tiny, once, "1.2.0", publication),
        )


# configuration


SHIPPED = folder("data") / "publishing" / "publishing.toml"


def configured(tmp_path: Path, old: str, new: str) -> Path:
    text = SHIPPED.read_text("utf-8")
    assert old in text
    place = tmp_path / "meine.toml"
    place.write_text(text.replace(old, new, 1), encoding="utf-8")
    return place


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"cc-by/4.0"', '"cc-by-nc/4.0"', "„cc-by-nc/4.0“ ist kein Code für „licence“. Codes werden nicht erfunden"),
        ('"GOVE"', '"GOVERNMENT"', "„GOVERNMENT“ ist kein Code für „themes“"),
        ('"DEU", "ENG"', '"Deutsch"', "„Deutsch“ ist kein Code für „languages“"),
        ('country = "DEU"', 'country = "NDS"', "„NDS“ ist kein Code für „country“"),
        ('level = "state"', 'level = "Land"', "„Land“ ist kein Code für „level“"),
        ('access = "PUBLIC"', 'access = "OPEN"', "„OPEN“ ist kein Code für „access“"),
        ('"IRREG"', '"SOMETIMES"', "„SOMETIMES“ ist kein Code für „frequency“"),
        ('"AVAILABLE"', '"FOREVER"', "„FOREVER“ ist kein Code für „availability“"),
        ('# contributor = "openNRW"', 'contributor = "forderungsgraph"', "„forderungsgraph“ ist kein Code für „contributor“"),
        ('[contact]\nname = "Forderungsgraph"', "[kontakt]", "Die Angabe „kontakt“ gibt es nicht"),
        ('url = "/"\n', "", "Der Kontakt nennt weder Seite noch Mailadresse"),
        ('url = "/"\n', 'mail = "daten"\n', "„daten“ ist keine Mailadresse"),
        ('url = "/"\n', 'url = "javascript:1"\n', "„javascript:1“ ist keine Webadresse"),
        ("[publisher]\nname", "[publisher]\nfirma", "Die Angabe „firma“ gibt es in [publisher] nicht"),
        ('# url = "https://daten.example.org/"', 'url = "https://daten.example.org"', "taugt nicht als „url“"),
        ("title =", "titel =", "Die Angabe „titel“ gibt es nicht"),
        ("title =", "title = 1 #", "Die Angabe „title“ fehlt"),
        ("keywords = [", "keywords = [1, ", "In „keywords“ steht etwas anderes als Text"),
        ("title =", "title ==", "Kein gültiges TOML"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    place = configured(tmp_path, old, new)
    with pytest.raises(PublishingError) as caught:
        read_publication(place)
    assert message in str(caught.value)
    assert str(place) in str(caught.value)


def test_a_missing_contact_is_told(tmp_path: Path) -> None:
    text = SHIPPED.read_text("utf-8")
    place = tmp_path / "meine.toml"
    place.write_text(text[: text.index("[contact]")], encoding="utf-8")
    with pytest.raises(
        PublishingError, match=r"Der Abschnitt \[contact\] fehlt\. Wen man zu den Daten fragen kann"
    ):
        read_publication(place)
    with pytest.raises(UsageError, match="nicht lesbar"):
        read_publication(tmp_path / "fehlt.toml")


def test_the_command_tells_and_changes_nothing(
    tiny: Path, once: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = tree(once)
    place = configured(tmp_path, '"GOVE"', '"GOVERNMENT"')
    call = ["release", "--release", str(tiny), "--out", str(once)]
    assert main([*call, "--version", "1.2.0", "--config", str(place)]) == 1
    assert main([*call, "--version", "1.1.0"]) == 1
    assert main([*call, "--version", "1.2"]) == 2
    told = capsys.readouterr().err
    assert "„GOVERNMENT“ ist kein Code für „themes“" in told
    assert "Die Version 1.1.0 gibt es schon" in told
    assert tree(once) == before


def test_the_command_publishes(tiny: Path, output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(
            [
                "release",
                "--version",
                "1.0.0",
                "--release",
                str(tiny),
                "--out",
                str(output),
                "--date",
                "2025-01-01",
            ]
        )
        == 0
    )
    told = capsys.readouterr().out
    assert "Erste veröffentlichte Version." in told
    assert "Version 1.0.0 vom 2025-01-01 liegt in" in told
