"""The commands that the README prints for an operator, run as printed, one after another, in a folder of their own."""

import os
import shlex
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from playground import FakeFeishu, HandClock
from tests.house.source import ROOT
from tests.house.test_papers import READMES, commands
from tests.installation import MONDAY

UNENDING = "serve"


def printed(paper: str) -> list[list[str]]:
    """Every `salesbot` command of a README, in its order, `db upgrade` first as it stands there."""
    return [words for words in commands(paper) if Path(words[0]).name == "salesbot"]


def test_both_readmes_print_the_same_commands() -> None:
    first, second = (printed(paper) for paper in READMES)
    assert first == second


@pytest.mark.timeout(180)
def test_the_readmes_commands_do_what_they_say(tmp_path: Path) -> None:
    shutil.copy(ROOT / "config.example.toml", tmp_path / "config.toml")
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        for words in printed("README.md"):
            if UNENDING not in words:
                done = run(words, tmp_path, feishu)
                assert done.returncode == 0, (shlex.join(words), done.stderr)
                assert "Traceback" not in done.stderr


def run(words: list[str], folder: Path, feishu: FakeFeishu) -> "subprocess.CompletedProcess[str]":
    """Run one command with the installation's own program and the local Feishu's credentials."""
    program = Path(sysconfig.get_path("scripts")) / "salesbot"
    secrets = {name: getattr(feishu, name) for name in ("app_id", "app_secret", "encrypt_key", "verification_token")}
    settings = {f"SALESBOT_FEISHU__{name.upper()}": value for name, value in secrets.items()}
    environment = os.environ | settings | {"SALESBOT_FEISHU__DOMAIN": feishu.url}
    command = [str(program), *words[1:]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
