"""What is done for the sales ledger unasked: old orders are posted once, and customers change hands on their day."""

from datetime import date, datetime
from functools import partial

from bot.context import House
from storage import openings, transfers
from storage.uow import UnitOfWork

AT_ONCE = 100
"""How many orders are posted in one transaction: some tenths of a second."""
IN_A_ROW = 5
"""How many such transactions are made at one tick."""


class Opening:
    """Posts what is not posted yet, a part at each tick, until nothing is left to do in this process's life."""

    def __init__(self, db: UnitOfWork, house: House) -> None:
        """Work on a database, by a company's dates."""
        self._db, self._house = db, house
        self._last: int | None = 0
        self._handed: date | None = None

    def step(self, now: datetime) -> None:
        """Post the next ones, if there may be any, and see once a day whose customers are to be somebody else's."""
        today = self._house.business_day(now)
        for _ in range(IN_A_ROW):
            if self._last is not None:
                more = partial(openings.post_unposted, after_id=self._last, most=AT_ONCE, today=today, at=now)
                self._last = self._db.write(more)
        if self._handed != today:
            self._db.write(partial(transfers.carry_out, today=today))
            self._handed = today
