"""Looking after the installation itself: tidying up, counting calls, and telling the admins what went wrong."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.context import House
from bot.feishu.meters import Meter
from scheduler.omissions import Watch
from scheduler.push import Push
from scheduler.quotas import Quota, Tally
from scheduler.retention import Retention, Terms
from storage.uow import UnitOfWork


class Care:
    """The steps of a tick that serve nobody but the operator, and what they go by.

    `meter` counts the calls that this process makes to Feishu, of which the tenant's plan allows `allowed` a month
    (0: without end); `tally` is how the sender writes them down. `watch` hears how each step of a tick goes.
    """

    def __init__(self, db: UnitOfWork, house: House, pushes: Sequence[Push], terms: Terms, allowed: int) -> None:
        self.meter = Meter()
        self.tally = Tally(self.meter, house)
        self.watch = Watch(db, house, pushes)
        self._retention, self._quota = Retention(db, house, terms), Quota(db, house, allowed)

    @property
    def steps(self) -> Sequence[tuple[str, Callable[[datetime], int | None]]]:
        """Each by its name in the log; the watch is the last, when it is known how the others went."""
        return ("retention", self._retention.step), ("quota", self._quota.step), ("watch", self.watch.step)
