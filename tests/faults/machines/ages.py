"""Running programs of different ages against one database."""

import os
import subprocess
import sys
from pathlib import Path

from tests.bot.commands.test_commands import ROOT
from tests.faults.grounds import Ground
from tests.faults.machines.program import PROGRAM
from tests.faults.subjects import Subject

MODULE = "tests.faults.machines.program"


def program(ground: Ground, age: str, *words: str) -> Subject:
    """A process of a program of this age on the ground's clock and database, not yet started; any free port."""
    environment = {**ground.subject.environment, PROGRAM: age}
    return Subject(ground.file, (*words, "--port", "0"), environment, module=MODULE)


def command(file: Path, age: str, *words: str, **environment: str) -> subprocess.Popen[str]:
    """Begin a command of a program of this age."""
    return subprocess.Popen(
        [sys.executable, "-m", MODULE, *words, "--config", str(file)],
        cwd=ROOT,
        env=os.environ | environment | {PROGRAM: age},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def done(process: subprocess.Popen[str], code: int = 0) -> str:
    """Wait for a command's end, and give what it said."""
    try:
        said, _ = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == code, said
    return said
