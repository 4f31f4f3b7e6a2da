"""The group's digest of the weeks before: how many reports and visits; nobody is named unless the team wants it.

It goes out at its time whatever came in, even at 0/8. What comes later is counted in it by `scheduler.digests`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.card import Card
from bot.task_views import task_summary
from bot.text import Text
from sales.cadence import OnFirstWorkday, moment
from sales.obligations import Every, ReportType, rates
from sales.periods import week_of
from sales.stretches import Stretch
from scheduler.digest_cards import Line, Summary, digest_card
from scheduler.push import Occasion, Push
from scheduler.week_sales import corrections, look_again, publish, sales_of
from storage import digests, obligations, publications
from storage.digests import Digest
from storage.figures import visits_over
from storage.obligations import Obligation
from storage.outbox import Outgoing

LATER = timedelta(days=21)
"""A week's report may fall due so long after it, for somebody who was away."""


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for the group; a team without reps gets none."""
    found = summary(occasion)
    occasion.found["summary"], occasion.found["corrections"] = found, corrections(occasion)
    if found.reps:
        yield occasion.team.chat_id, digest_card(occasion, found)


def summary(occasion: Occasion) -> Summary:
    """What the digest of an occasion has to say as things stand now; a few questions, however many reps."""
    first, end = covered(occasion)
    team, house = occasion.team, occasion.house
    visits = visits_over(occasion.db, team, first, end, house.daily_visit_norm, occasion.calendar)
    begins = moment(first, time(), team.zone)
    due = obligations.due_between(occasion.db, begins, moment(end, time(), team.zone) + LATER, team_id=team.id)
    by_kind = {kind: [each for each in due if _counts(each, kind, occasion, first, end)] for kind in house.report_types}
    counted = [each for owed in by_kind.values() for each in owed]
    late = [each.rep for each in counted if each.is_open and each.due_at <= occasion.now]
    lines = (_line(kind, owed, occasion.now) for kind, owed in by_kind.items())
    return Summary(
        first,
        end,
        tuple(line for line in lines if line.rates.owed),
        len(visits.reps),
        visits.total,
        visits.norm,
        tuple(dict.fromkeys(late)) if team.names_missing else (),
        any(each.provisional for each in counted),
        sales_of(occasion, Stretch(first, end)),
        sum(rep.visits >= rep.norm > 0 for rep in visits.reps),
        task_summary(occasion.db, team, Stretch(first, end), occasion.due.date()),
    )


def covered(occasion: Occasion) -> tuple[date, date]:
    """The whole weeks since the digest before: more than one after a week off."""
    this = week_of(occasion.due.date())
    earlier = moment(this.first, time(), occasion.team.zone)
    cadence = OnFirstWorkday(occasion.house.digest_at)
    before = cadence.latest(earlier, occasion.team.zone, occasion.calendar)
    return week_of(before.date()).first, this.first


def _keep(occasion: Occasion, outgoing: Outgoing) -> None:
    found: Summary = occasion.found["summary"]
    message = outgoing.dedupe or ""
    digest = Digest(occasion.team.id, occasion.due, found.first, found.end, message, found.mark)
    digests.keep_digest(occasion.db, digest)
    publications.told(occasion.db, [each.id for each in occasion.found["corrections"]], occasion.now)
    if found.sales.sells:
        publish(occasion, found.sales)


push = Push(
    "weekly_digest", lambda house: house.digest_at, compose, OnFirstWorkday, _keep, before=look_again, kept_for=3
)


def _counts(owed: Obligation, kind: ReportType, occasion: Occasion, first: date, end: date) -> bool:
    """A week's report belongs to its week, whenever it is due; a month's to the week in which it is due."""
    if owed.type != kind.name:
        return False
    on = owed.last_on if kind.every is Every.WEEK else owed.due_at.astimezone(occasion.team.zone).date()
    return first <= on < end


def _line(kind: ReportType, owed: Sequence[Obligation], now: datetime) -> Line:
    not_due = sum(each.is_open and each.due_at > now for each in owed)
    return Line(Text(kind.zh, kind.en), rates([each.state for each in owed]), not_due)
