"""Whose calendar it is about, who may change it, and what was asked for in words."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.errors import Refusal
from bot.text import Text
from sales.breaches import DayIsPast, RulersOnly, RulingTooWide, TeamHidden
from sales.calendar import Calendar
from sales.records import dataclass
from sales.spans import Half, HalfDays, read_span
from storage import calendars, people
from storage.calendars import Entered
from storage.gazettes import CHINA
from storage.people import Team

LONGEST = timedelta(days=31)
AHEAD = timedelta(days=550)
"""How many days one ruling is for, and how far ahead they lie, at most."""


@dataclass(frozen=True, slots=True)
class Office:
    """A team, or (None) the whole company, with the calendar and the clock it goes by."""

    team: Team | None
    calendar: Calendar
    zone: ZoneInfo
    today: date

    @property
    def team_id(self) -> int:
        """The team's id, 0 for the company."""
        return self.team.id if self.team else 0


def office(ctx: Context, team: Team | None) -> Office:
    """The calendar of a team, or what holds for the whole company where no region but China's is at hand."""
    if team is None:
        zone = ZoneInfo(ctx.house.timezone)
        calendar = Calendar(ctx.house.gazettes(CHINA), calendars.rulings_of(ctx.db, 0))
        return Office(None, calendar, zone, ctx.now.astimezone(zone).date())
    return Office(team, ctx.calendar_of(team), team.zone, ctx.now.astimezone(team.zone).date())


def may_rule(ctx: Context, team_id: int | None) -> bool:
    """Whether the person may rule on the days of a team, or (None) of the company."""
    return ctx.is_admin or team_id in ctx.managed_ids


def parted(ctx: Context, words: str) -> tuple[Team | None, str]:
    """The team that the words end with, and the words before it; who may not see that team is refused."""
    for team in sorted(people.open_teams(ctx.db), key=lambda each: -len(each.name)):
        if words == team.name or words.endswith(f" {team.name}"):
            if not (ctx.is_admin or team.id in {seat.team.id for seat in ctx.seats}):
                raise TeamHidden(team.name)
            return team, words.removesuffix(team.name).strip()
    return None, words


def team_by_id(ctx: Context, team_id: int) -> Team | None:
    """An open team by its id."""
    return next((team for team in people.open_teams(ctx.db) if team.id == team_id), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """A ruling as it was asked for: days from the first to the last (counted), for a team or (None) everybody."""

    works: bool
    first: date
    last: date
    name: str
    team: Team | None


def read_wish(ctx: Context, words: str, *, works: bool) -> Wish:
    """Dates, a name and a team out of what was said; raises `Refusal` or the rule that it breaks."""
    named, rest = parted(ctx, words) if ctx.is_admin or ctx.managed else (None, words)
    team = named or (None if ctx.is_admin or ctx.managed is None else ctx.managed.team)
    if not may_rule(ctx, team.id if team else None):
        raise RulersOnly
    span, name = _dated(rest, office(ctx, team).today)
    if span is None or (span.first_half, span.last_half) != (Half.AM, Half.PM):
        raise Refusal(_HOW)
    wish = Wish(works, span.first, span.last, name[:100], team)
    check(ctx, wish)
    return wish


def check(ctx: Context, wish: Wish) -> None:
    """Refuse days that are past, too many or too far ahead."""
    today = office(ctx, wish.team).today
    if wish.first < today:
        raise DayIsPast(today)
    if wish.last - wish.first >= LONGEST or wish.last > today + AHEAD:
        raise RulingTooWide(LONGEST.days, today + AHEAD)


def _dated(words: str, today: date) -> tuple[HalfDays | None, str]:
    """The longest beginning of the words that names days, and the rest."""
    tokens = words.split()
    for n in range(len(tokens), 0, -1):
        if span := read_span(" ".join(tokens[:n]), today):
            return span, " ".join(tokens[n:])
    return None, words


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rulings on days one after another that were made alike, shown and withdrawn as one."""

    ids: tuple[int, ...]
    team_id: int | None
    first: date
    last: date
    works: bool
    name: str


def ruled(ctx: Context, at: Office) -> list[Ruled]:
    """The rulings that hold for an office from today on."""
    found: list[Ruled] = []
    for row in _alike_together(calendars.entered_for(ctx.db, at.team_id, at.today, at.today + AHEAD * 2)):
        last = found[-1] if found else None
        if last and _goes_on(last, row):
            found[-1] = Ruled((*last.ids, row.id), last.team_id, last.first, row.day, row.works, row.name)
        else:
            found.append(Ruled((row.id,), row.team_id, row.day, row.day, row.works, row.name))
    return sorted(found, key=lambda each: each.first)


def _alike_together(rows: list[Entered]) -> Iterator[Entered]:
    return iter(sorted(rows, key=lambda row: (row.team_id or 0, row.works, row.name, row.day, row.id)))


def _goes_on(before: Ruled, row: Entered) -> bool:
    alike = (before.team_id, before.works, before.name) == (row.team_id, row.works, row.name)
    return alike and row.day - before.last <= timedelta(days=1)


_HOW = Text(
    "没看懂日期。请这样写：「日历 放假 2026-12-25 圣诞」或「日历 上班 12-26 到 12-27 盘点 团队名」，按整天算。",
    'I did not get the dates. Please write "calendar off 2026-12-25 Christmas" or "calendar work 12-26 to 12-27 '
    'stocktaking TEAM"; whole days only.',
)
