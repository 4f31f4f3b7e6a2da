"""The calendar by which the playground's clock knows a working morning and the day on which a week's report is due."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from sales.cadence import OnWorkdays, moment
from sales.calendar import SATURDAY, Calendar
from sales.periods import week_of
from storage.gazettes import CHINA, Gazettes

ZONE = ZoneInfo("Asia/Shanghai")
"""Where invented people work; the page shows this zone's time."""

MORNING, NUDGE = time(9, 30), time(15)
"""When the morning's cards have all gone out, and when the bot asks for the week's report."""

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@cache
def china() -> Calendar:
    """Mainland China's holidays as announced; made when first asked for, because the tables are large."""
    return Calendar(Gazettes()(CHINA))


def next_morning(now: datetime) -> datetime:
    """Half past nine of the next working morning: on the way there its cards go out, each at its time."""
    return OnWorkdays(MORNING).following(now, ZONE, china())


def next_report_day(now: datetime) -> datetime:
    """Three o'clock of the next day on which a weekly report is due: Friday, or the last working day before it."""
    week = week_of(now.astimezone(ZONE).date())
    while (at := _report_day(week.first)) is None or at <= now:
        week = week.after
    return at


def _report_day(monday: date) -> datetime | None:
    days = china().workdays(monday, monday + DAY * SATURDAY)
    return moment(days[-1], NUDGE, ZONE) if days else None
