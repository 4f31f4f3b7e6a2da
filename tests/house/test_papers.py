"""What stands in lock files and papers is true on every machine."""

import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.house.source import ROOT, tracked

READMES = ("README.md", "README.zh-CN.md")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock", "package-lock.json")
FENCED = re.compile(r"^ *```(?:sh|bash|shell|console)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
# A folder that only somebody's machine has, where it is not the middle of an address or of a longer path.
SOMEBODYS = re.compile(r"(?<![\w.:/~<>{}-])/(?:home|Users|root|work|mnt|Volumes)/\w")


def commands(paper: str) -> list[list[str]]:
    """Give the words of every command in a paper's fenced shell blocks, prompts and comments taken off."""
    blocks = FENCED.findall((ROOT / paper).read_text(encoding="utf-8"))
    lines = [line.removeprefix("$ ").split("#")[0] for block in blocks for line in block.splitlines()]
    return [part.split() for line in lines for part in re.split(r"&&|\||;", line) if part.strip()]


def program(words: list[str]) -> tuple[str, list[str]]:
    """Tell a command's program from its arguments, settings of the environment left out."""
    while "=" in words[0]:
        words = words[1:]
    return Path(words[0]).name, words[1:]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@cache
def explain(*words: str) -> str:
    """Ask the command line for help on a command; fails when there is no such command."""
    asked = CliRunner().invoke(main, [*words, "--help"])
    assert asked.exit_code == 0, asked.output
    return asked.output


def is_name(word: str) -> bool:
    return re.fullmatch(r"[a-z][a-z-]*", word) is not None


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_files_hold_no_addresses(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}"
        for path in tracked()
        if path.suffix not in {".png", ".jpg", ".lock"} and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SOMEBODYS.search(line) or f"{ROOT}/" in line
    ]
    assert found == []


@pytest.mark.parametrize("paper", READMES)
def test_the_targets_a_readme_names_exist(paper: str) -> None:
    named = {
        word
        for name, arguments in map(program, commands(paper))
        if name == "make"
        for word in arguments
        if is_name(word)
    }
    assert named, "a newcomer's two commands are make's"
    assert named - targets() == set()


@pytest.mark.parametrize("paper", READMES)
def test_the_commands_a_readme_names_exist(paper: str) -> None:
    printed = [arguments for name, arguments in map(program, commands(paper)) if name == "salesbot"]
    assert printed, "a README shows how the bot is run"
    for arguments in printed:
        options = {word.split("=")[0] for word in arguments if word.startswith("--")}
        assert options <= {*explain(*leading_names(arguments)).split(), "--help"}, arguments


def leading_names(arguments: list[str]) -> list[str]:
    """Give the names of commands a line begins with: a command's arguments end the chain."""
    names: list[str] = []
    for word in arguments:
        if not is_name(word) or (names and "COMMAND" not in explain(*names)):
            break
        names.append(word)
    return names
