"""New customers by rep (K10): first effective orders, less those of which everything came back."""

from sqlalchemy import func, literal, select, union_all

from sales.measures import Measure
from storage.debuts import debuts
from storage.engine import Connection
from storage.measures import Ask, Counted


def gained(db: Connection, ask: Ask) -> Counted:
    """Whose first order was dated in the span, and whose last piece of it came back in the span, in one question."""
    who = (debuts.c.team_id, debuts.c.rep_id)
    parts = (
        select(*who, literal(measure.value), func.count())
        .where(debuts.c.team_id.in_(ask.team_ids), day >= ask.first, day < ask.end)
        .group_by(*who)
        for measure, day in ((Measure.NEW_CUSTOMERS, debuts.c.first_on), (Measure.LOST_CUSTOMERS, debuts.c.lost_on))
    )
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for team_id, rep_id, measure, many in db.execute(union_all(*parts)):
        counted.setdefault((team_id, rep_id), {})[measure] = many
    return counted
