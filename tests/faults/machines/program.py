"""A program of another age: `FAULTS_PROGRAM=9001 python -m tests.faults.machines.program WORDS…`.

It is today's program, but holds another revision for its own, and knows the steps of the folder beside this file.
"""

import importlib
import os
from pathlib import Path

import storage.migrations
from tests.faults.machines import steps

PROGRAM = "FAULTS_PROGRAM"


def run() -> None:
    """Change what is believed before anything reads it."""
    storage.migrations.HEAD = os.environ[PROGRAM]
    importlib.import_module("storage.upgrade").STEPS.append(str(Path(steps.__file__).parent))
    importlib.import_module("tests.faults.subject").run()


if __name__ == "__main__":
    run()
