"""Making every customer findable: those that came with an older version, or in bulk, are given their spellings."""

from storage import sounds
from storage.names import complete_spellings
from storage.uow import UnitOfWork

AT_ONCE = 500
"""How many customers are completed in one transaction: half a second of pinyin at most."""


class Completion:
    """Completes a few customers each time it is asked, until there is nothing left to do in this process's life."""

    def __init__(self, db: UnitOfWork) -> None:
        """Work on a database."""
        self._db = db
        self._started = self._done = False

    def step(self) -> None:
        """Complete the next ones, if there may be any; the first time, leave the processor to the start."""
        if self._started and not self._done:
            # Outside of the write: who files the first visit with a new name shall not wait for the lists.
            sounds.load()
            self._done = self._db.write(lambda at: complete_spellings(at, AT_ONCE)) < AT_ONCE
        self._started = True
