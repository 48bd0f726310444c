"""The manual: the commands that it shows can be typed, and no command is missing."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from forderungsgraph import cli
from forderungsgraph.query import library

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
MANUALS = [README, *sorted((ROOT / "docs").glob("*.md"))]
SHELLS = ("bash", "sh", "console", "shell")
# words of a call that only stand for what the reader puts there
PLACEHOLDERS = re.compile(r"[A-ZÄÖÜ_]+(\.\w+)?|…|\.\.\.")


class Fence(NamedTuple):
    language: str
    text: str


def fences(path: Path) -> list[Fence]:
    """Return the fenced blocks of a Markdown file."""
    found = re.findall(r"^```(\w*)[^\n]*\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Fence(language, text) for language, text in found]


def shell_lines(path: Path) -> Iterator[str]:
    """Yield the command lines of shell blocks, those that go on over several lines joined."""
    for fence in fences(path):
        if fence.language in SHELLS:
            for line in fence.text.replace("\\\n", " ").splitlines():
                yield line.removeprefix("$ ")


def calls(line: str) -> Iterator[list[str]]:
    """Yield the arguments of each call of our command in a line of shell."""
    for part in re.split(r"&&|\|\||[;|&]|\s>\s", line):
        try:
            words = shlex.split(part, comments=True)
        except ValueError:  # a quotation that goes on over several lines, e.g. a query
            continue
        for number, word in enumerate(words):
            if word == "forderungsgraph" or word.endswith("/forderungsgraph"):
                yield words[number + 1 :]
                break


def shown_calls(path: Path) -> list[list[str]]:
    """Return the calls of our command in shell blocks."""
    return [arguments for line in shell_lines(path) for arguments in calls(line)]


def mentioned_calls(path: Path) -> list[list[str]]:
    """Return the calls of our command in code within the text."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    inline = [code for code in re.findall(r"`([^`\n]+)`", text) if re.match(r"\S*forderungsgraph ", code)]
    return [arguments for line in inline for arguments in calls(line)]


def subcommands() -> dict[str, argparse.ArgumentParser]:
    (action,) = (a for a in cli.make_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


def options(parser: argparse.ArgumentParser) -> set[str]:
    return {option for action in parser._actions for option in action.option_strings}


def problem(arguments: list[str], *, mentioned: bool = False) -> str | None:
    """Return why a call cannot be made, None if it can.

    :param mentioned: the text only speaks of it, and may leave out what every such call needs
    """
    if not arguments or arguments[0].startswith("-"):
        return None
    name, *rest = arguments
    known = subcommands()
    if name not in known:
        return f"no command {name}"
    unknown = [
        word for word in rest if word.startswith("-") and word.split("=")[0] not in options(known[name])
    ]
    if unknown:
        return f"{name} has no option {unknown[0]}"
    if "--help" in rest or any(PLACEHOLDERS.fullmatch(word) for word in rest):
        return None
    said = io.StringIO()
    try:
        with contextlib.redirect_stderr(said):
            parsed = cli.make_parser().parse_args(arguments)
    except SystemExit:
        reason = said.getvalue().strip().splitlines()[-1]
        return None if mentioned and "required" in reason else reason
    saved = getattr(parsed, "name", None) if name == "query" else None
    if saved and not saved.endswith(".rq") and saved not in library():
        return f"no query {saved}"
    return None


def test_the_manual_shows_commands() -> None:
    assert len(shown_calls(README)) >= 2
    assert len(mentioned_calls(README)) >= 8


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_shown_calls_can_be_made(path: Path) -> None:
    found = {" ".join(call): problem(call) for call in shown_calls(path)}
    found |= {" ".join(call): problem(call, mentioned=True) for call in mentioned_calls(path)}
    assert {call: reason for call, reason in found.items() if reason} == {}


def test_two_commands_lead_to_the_service_and_to_the_tests() -> None:
    lines = [line for line in shell_lines(README) if line.strip() and not line.startswith("#")]
    service, checks = lines[:2]
    assert [call[0] for call in calls(service)] == ["build", "serve"]
    assert re.search(r"python3? -m venv", service)
    assert re.search(r"pip install", service)
    assert checks.split()[-1] == "scripts/check"
    if (ROOT / "scripts").is_dir():
        assert (ROOT / "scripts" / "check").stat().st_mode & 0o111
        assert "scripts/check" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_every_command_is_explained() -> None:
    text = README.read_text("utf-8")
    named = {call[0] for call in (*shown_calls(README), *mentioned_calls(README)) if call}
    for name in subcommands():
        assert re.search(rf"^\|\s*`(?:forderungsgraph )?{name}\b", text, re.MULTILINE), f"no row for {name}"
    assert set(subcommands()) <= named


def test_exit_statuses_are_explained() -> None:
    text = README.read_text("utf-8")
    for status in (cli.GOOD, cli.FINDINGS, cli.WRONG_USE):
        assert re.search(rf"^\|\s*{status}\s*\|", text, re.MULTILINE)


@pytest.mark.parametrize("path", MANUALS, ids=lambda path: path.name)
def test_saved_queries_that_are_named_exist(path: Path) -> None:
    found = re.findall(r"/abfragen/([\w-]+)", path.read_text("utf-8"))
    assert {name for name in found if not PLACEHOLDERS.fullmatch(name)} <= library().keys()
