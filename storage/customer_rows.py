"""The customers behind what was won, kept and covered: one row for each of them."""

from collections.abc import Sequence

from sqlalchemy import select

from storage.debuts import debuts
from storage.figure_parts import Question, Wanted, columns, joined


def debuted(wanted: Wanted) -> Sequence[Question]:
    """Customers who bought for the first time, and less those of whom everything came back (K10)."""
    ask = wanted.ask
    return [
        joined(
            select(*columns(day, "SO-", debuts.c.order_id, of)).select_from(debuts),
            debuts.c.rep_id,
            debuts.c.customer_id,
        ).where(*wanted.whose(debuts.c.team_id, debuts.c.rep_id), day >= ask.first, day < ask.end)
        for day, of in ((debuts.c.first_on, 1), (debuts.c.lost_on, -1))
    ]
