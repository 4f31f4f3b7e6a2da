"""What a team's group reads of its sales in the weekly digest: the team's money as a whole, never a person's."""

from collections.abc import Sequence

from sales.grains import Grain, stretch_of
from sales.kpi import CATALOGUE, Figure, Pace, figure
from sales.measures import Measure, Sums, added
from sales.records import dataclass
from sales.scopes import team
from sales.stretches import Stretch
from sales.workdays import elapsed
from scheduler.push import Occasion
from storage import publications, restatements, sources, targets
from storage.measures import Ask
from storage.publications import Published, Restated
from storage.said_before import said_before
from storage.sales_ledger import watermark

CARD, FOR_MANAGERS = "weekly", "week"
"""Under which names the digest's figures are published: the group and the managers each hear once of what changes."""

CODES = ("K01", "K10")
MEASURES = (Measure.NET, Measure.NEW_CUSTOMERS, Measure.LOST_CUSTOMERS)


@dataclass(frozen=True, slots=True)
class WeekSales:
    """Net sales and new customers of the span, and the pace of the month that its last working day lies in.

    What has been published of the span stays as it was said, however often the digest is written anew. `upto` is the
    newest row of the sales ledger that was counted.
    """

    span: Stretch
    net: Figure
    new: Figure
    pace: Pace
    upto: int

    @property
    def sells(self) -> bool:
        """Whether there is anything to say of sales."""
        return bool(self.pace.target or self.pace.net or self.net.of)


def sales_of(occasion: Occasion, span: Stretch) -> WeekSales:
    """What stands in the digest of a span; a handful of questions, however many reps."""
    today, whose = occasion.due.date(), team(occasion.team.id)
    month = stretch_of(Grain.MONTH, occasion.calendar.workday_to(span.last))
    said = said_before(occasion.db, CARD, whose, span)
    upto = watermark(occasion.db) if said.upto is None else said.upto
    sums = _counted(occasion, span, upto)
    net, new = (said.figures.get(code) or figure(CATALOGUE[code], sums) for code in CODES)
    so_far = _counted(occasion, Stretch(month.first, min(month.end, today)), upto)
    target = targets.targets_for(occasion.db, [whose], month).get(whose)
    over, whole = elapsed(occasion.calendar, month, today)
    pace = Pace(so_far.get(Measure.NET, 0), target.value if target else None, over, whole)
    return WeekSales(span, net, new, pace, upto)


def _counted(occasion: Occasion, span: Stretch, upto: int) -> Sums:
    calendars = {occasion.team.id: occasion.calendar}
    ask = Ask([occasion.team], span.first, span.end, occasion.due, calendars, upto)
    return added(sources.count(occasion.db, ask, MEASURES).values())


def publish(occasion: Occasion, found: WeekSales) -> None:
    """Freeze what the group reads, once for each who is to hear of it."""
    of_team = team(occasion.team.id)
    said = [Published(of_team, found.span, each) for each in (found.net, found.new)]
    for card in (CARD, FOR_MANAGERS):
        publications.publish(occasion.db, card, said, occasion.now, found.upto)


def look_again(occasions: Sequence[Occasion]) -> None:
    """Count again what earlier digests of these teams have said."""
    first, teams = occasions[0], [occasion.team for occasion in occasions]
    calendars = {occasion.team.id: occasion.calendar for occasion in occasions}
    ask = Ask(teams, first.due.date(), first.due.date(), first.now, calendars)
    restatements.restated(first.db, [CARD], [team(each.id) for each in teams], ask, small=first.house.kpi.small)


def corrections(occasion: Occasion) -> list[Restated]:
    """What earlier digests have said that came out differently, and that the group has not been told of."""
    return publications.untold(occasion.db, [CARD], [team(occasion.team.id)])
