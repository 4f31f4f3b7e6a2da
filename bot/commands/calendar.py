"""`salesbot calendar`: every day of a year, and when reports are due in its weeks and months."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import click
import orjson

from bot.app import house_of
from bot.commands.settings import config_option, in_words
from bot.config import Settings
from bot.context import House
from sales.calendar import Calendar
from sales.obligations import Duty, ReportType, duty
from sales.periods import Period, month_of, week_of
from sales.specials import specials
from storage import people
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.gazettes import CHINA
from storage.people import Team
from storage.uow import reading

DAY, WEEK = timedelta(days=1), timedelta(days=7)
Printed = dict[str, object]


class Almanac:
    """A year of a calendar, ready to be printed. `zone` is the wall clock of its due moments."""

    def __init__(self, year: int, calendar: Calendar, zone: ZoneInfo, house: House) -> None:
        """Take what days and due moments follow from; the weekly and the monthly report come first in the house."""
        self.first, self.end = date(year, 1, 1), date(year + 1, 1, 1)
        self.calendar, self.zone = calendar, zone
        self.weekly, self.monthly = house.report_types[:2]

    def days(self) -> list[Printed]:
        """Every day: whether it is worked, why, its name, who says so, and whether a notice may still change it."""
        every = (self.calendar.day(self.first + DAY * n) for n in range((self.end - self.first).days))
        names = ("date", "works", "why", "name", "source", "provisional")
        return [{name: getattr(day, name) for name in names} for day in every]

    def weeks(self) -> list[Printed]:
        """Every ISO week of the year: when its report is due (null: a week off) and since when it covers facts."""
        return [self._week(week) for week in self._weeks()]

    def months(self) -> list[Printed]:
        """Every month, with when its report is due."""
        months = (month_of(self.first.replace(month=n + 1)) for n in range(12))
        return [self._month(month) for month in months]

    def _month(self, month: Period) -> Printed:
        owed = self._duty(self.monthly, month)
        return {"name": month.name, "monthly_due": self._due(owed), "provisional": bool(owed and owed.provisional)}

    def _weeks(self) -> Iterator[Period]:
        week = week_of(self.first.replace(day=4))
        last = week_of(self.end.replace(day=4) - WEEK)
        while week <= last:
            yield week
            week = week.after

    def _week(self, week: Period) -> Printed:
        owed = self._duty(self.weekly, week)
        return {
            "name": week.name,
            "weekly_due": self._due(owed),
            "covers_from": owed.first_on.isoformat() if owed else None,
            "provisional": self.calendar.is_provisional(week.first, week.last),
        }

    def _duty(self, kind: ReportType, period: Period) -> Duty | None:
        return duty(kind, period, self.calendar, self.zone)

    def _due(self, owed: Duty | None) -> str | None:
        return owed.due_at.astimezone(self.zone).isoformat() if owed else None


@click.command()
@click.argument("year", type=click.IntRange(2004, 2100))
@click.option("--team", help="By this team's region, time zone and rulings; without it no database is needed.")
@click.option("--region", default=CHINA, show_default=True, help="Whose public holidays, where no team is named.")
@click.option("--json", "as_json", is_flag=True, help="Every day, week and month as JSON.")
@config_option
def calendar(settings: Settings, year: int, team: str | None, region: str, *, as_json: bool) -> None:
    """Print the working calendar of YEAR and when weekly and monthly reports are due."""
    house = house_of(settings)
    if team is None:
        days, zone = Calendar(house.gazettes(region)), settings.team.timezone
    else:
        with in_words(), reading(settings.storage.url) as read:
            days, zone = read(lambda db: _of_team(db, house, team))
    almanac = Almanac(year, days, zone, house)
    if as_json:
        head: Printed = {
            "year": year,
            "team": team,
            "region": days.region,
            "timezone": zone.key,
            "version": days.version,
        }
        body = {"days": almanac.days(), "weeks": almanac.weeks(), "months": almanac.months()}
        click.echo(orjson.dumps(head | body, option=orjson.OPT_INDENT_2).decode())
        return
    for line in _table(almanac):
        click.echo(line)


def _of_team(db: Connection, house: House, name: str) -> tuple[Calendar, ZoneInfo]:
    team = _named(db, name)
    return calendar_of(db, house.gazettes, team), team.zone


def _named(db: Connection, name: str) -> Team:
    teams = people.open_teams(db)
    found = next((team for team in teams if team.name == name), None)
    if found is None:
        known = ", ".join(team.name for team in teams) or "none"
        msg = f"there is no team {name}; teams: {known}"
        raise click.ClickException(msg)
    return found


def _table(almanac: Almanac) -> Iterator[str]:
    """Three short tables for people: special days, months, weeks."""
    worked = len(almanac.calendar.workdays(almanac.first, almanac.end))
    yield f"{almanac.first.year}: {worked} working days (region {almanac.calendar.region}, {almanac.zone.key})"
    yield ""
    for each in specials(almanac.calendar, almanac.first, almanac.end):
        works = "work" if each.works else "off "
        doubt = "  provisional" if each.provisional else ""
        yield f"{each.first} to {each.last}  {works}  {each.why:<9}  {each.source:<7}  {each.name}{doubt}"
    yield ""
    for month in almanac.months():
        yield f"{month['name']}  {_worked(almanac, str(month['name'])):>2} working days  due {month['monthly_due']}"
    yield ""
    for week in almanac.weeks():
        since = f"since {week['covers_from']}" if week["covers_from"] else ""
        yield f"{week['name']}  due {week['weekly_due'] or 'never: a week off':<25}  {since}".rstrip()


def _worked(almanac: Almanac, name: str) -> int:
    month = month_of(date.fromisoformat(f"{name}-01"))
    return len(almanac.calendar.workdays(month.first, month.end))
