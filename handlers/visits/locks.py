"""Whose visit it is, and until when it may be changed without a reason."""

import re
from datetime import datetime

from bot.context import Context
from sales import visits as rules
from sales.breaches import AlreadyWithdrawn, NotFound, NotYours
from storage import visits
from storage.visits import Visit

_NUMBER = re.compile(r"(?:v\s*-?\s*)?([0-9]{1,9})", re.IGNORECASE)


def own_visit(ctx: Context, visit_id: int) -> Visit:
    """The rep's own standing visit, held until the commit."""
    visit = visits.hold_visit(ctx.db, visit_id)
    if visit is None:
        raise NotFound(rules.number(visit_id))
    if visit.rep_id != ctx.me.id:
        raise NotYours(visit.number)
    if visit.withdrawn_at:
        raise AlreadyWithdrawn(visit.number)
    return visit


def named_visit(ctx: Context, said: str) -> Visit:
    """The rep's own visit by the number people say (`V-12`, `12`); without one the visit they filed last."""
    match = _NUMBER.fullmatch(said.strip())
    found = int(match[1]) if match else visits.latest_of(ctx.db, ctx.me.id) if not said else None
    if found is None:
        raise NotFound(said[:40] or rules.number(0))
    return own_visit(ctx, found)


def locked_from(ctx: Context, visit: Visit) -> datetime:
    """The instant from which the visit is locked, on the team's wall clock."""
    zone = ctx.team.zone
    return rules.changeable_until(visit.entered_at.astimezone(zone).date(), zone, ctx.calendar)


def is_locked(ctx: Context, visit: Visit) -> bool:
    """Whether changing it takes a reason by now."""
    return ctx.now >= locked_from(ctx, visit)
