"""The bot under test: the real program with a clock that can be turned from outside, and steps at which it may die.

`python -m tests.faults.subject WORDS…` is `salesbot WORDS…`. The environment says what is different:
`FAULTS_CLOCK` is a file with the seconds that the bot's clock is ahead of the machine's, `FAULTS_STEPS` one that says
at which step of its work it meets its end (see `steps.py`).
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bot.app
from bot.cli import main
from tests.faults.steps import STEPS, watch

CLOCK = "FAULTS_CLOCK"


class FileClock:
    """The machine's clock, ahead by the seconds that a file says at this moment."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        """The present instant by this clock, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=float(self._file.read_text(encoding="ascii")))


def run() -> None:
    """Change what the environment asks for, then be the program."""
    if CLOCK in os.environ:
        file = Path(os.environ[CLOCK])
        bot.app.SystemClock = lambda: FileClock(file)  # type: ignore[assignment,misc,return-value]  # serve makes it
    if STEPS in os.environ:
        watch(Path(os.environ[STEPS]))
    main()


if __name__ == "__main__":
    run()
