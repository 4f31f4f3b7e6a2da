"""The working calendar as people see it, and the days that a company or a team rules on for itself."""

import re
from datetime import date, timedelta

from bot.context import Context, Reply
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.router import Part, Router, fold_beginning
from bot.text import Text
from handlers.calendars.cards import months_card, year_card
from handlers.calendars.forms import LiftRulings, RuleDays
from handlers.calendars.offices import Wish, check, may_rule, office, parted, read_wish, team_by_id
from handlers.calendars.rulings import confirm_card, ruled_card
from sales.breaches import RulersOnly
from sales.calendar import DAY
from sales.periods import month_of
from sales.periodwords import named_period
from storage import calendars, people
from storage.consequences import Books
from storage.people import Team

OFF, WORK = Text("放假", "off"), Text("上班", "work")
"""The words after the command by which a ruling is asked for."""

FIRST_YEAR, LAST_YEAR = 2004, 2100

router = Router(Part.TIME)


@router.command(
    Text("日历", "calendar"),
    Text("看工作日、放假和截止时间", "See working days, holidays and due times"),
    aliases=("rl",),
    example=Text("日历 2026-10", "calendar 2026-10"),
    members=False,
)
def show(ctx: Context, said: str) -> Reply:
    """This month and the next, a month or year that was named, or a ruling to be confirmed."""
    if not ctx.is_admin:
        _ = ctx.me
    first, _, rest = said.partition(" ")
    for word, works in ((OFF, False), (WORK, True)):
        if fold_beginning(first) in (word.zh, word.en):
            return ask(ctx, rest.strip(), works=works)
    return look(ctx, said)


def look(ctx: Context, said: str) -> Reply:
    """The calendar of the asker's team, or of the team named at the end."""
    named, words = parted(ctx, said)
    at = office(ctx, named or (ctx.team if ctx.seats else None))
    if re.fullmatch(r"\d{4}", words) and FIRST_YEAR <= int(words) <= LAST_YEAR:
        return Reply(year_card(ctx, at, int(words)))
    month = month_of(at.today) if not words else named_period(words, at.today)
    if month is None or month.is_week or not FIRST_YEAR <= month.first.year <= LAST_YEAR:
        raise Refusal(_HOW)
    return Reply(months_card(ctx, at, [month, month.after] if not words else [month]))


def ask(ctx: Context, words: str, *, works: bool) -> Reply:
    """What a ruling would change, to be confirmed; nothing is kept yet."""
    wish = read_wish(ctx, words, works=works)
    concerned = _concerned(ctx, wish.team)
    changes = _books(ctx).rehearse(concerned, lambda: _enter(ctx, wish))
    return Reply(confirm_card(ctx, office(ctx, wish.team), wish, changes, len(concerned)))


@router.press(RuleDays, members=False)
def rule(ctx: Context, pressed: RuleDays) -> Reply:
    """Make the ruling hold, and have what is owed follow it."""
    wish = _wished(ctx, pressed)
    if not may_rule(ctx, wish.team.id if wish.team else None):
        raise RulersOnly
    check(ctx, wish)
    changes = _books(ctx).carry_out(_concerned(ctx, wish.team), lambda: _enter(ctx, wish))
    return Reply(ruled_card(ctx, office(ctx, wish.team), wish, changes), Text("日历已更新", "The calendar is changed"))


@router.press(LiftRulings, members=False)
def lift(ctx: Context, pressed: LiftRulings) -> Reply:
    """Let rulings hold no longer, and show the calendar without them; a second press finds them gone."""
    ids = [int(part) for part in pressed.ids.split(",") if part.isdecimal() and len(part) < len("2147483647")]
    held = [found for each in ids if (found := calendars.find_ruling(ctx.db, each))]
    if not all(may_rule(ctx, team_id) for team_id in (pressed.team_id or None, *(each.team_id for each in held))):
        raise RulersOnly
    for team_id in {each.team_id for each in held}:
        _books(ctx).carry_out(_concerned(ctx, team_by_id(ctx, team_id) if team_id else None), lambda: _lift(ctx, ids))
    shown = team_by_id(ctx, pressed.team_id) if pressed.team_id else None
    at = office(ctx, shown)
    month = month_of(held[0].day if held else at.today)
    return Reply(months_card(ctx, at, [month, month.after]), _LIFTED if held else _LIFTED_BEFORE)


def _lift(ctx: Context, ids: list[int]) -> None:
    for each in ids:
        calendars.withdraw_ruling(ctx.db, each, ctx.now)


def _wished(ctx: Context, pressed: RuleDays) -> Wish:
    try:
        first, last = date.fromisoformat(pressed.first), date.fromisoformat(pressed.last)
    except ValueError:
        raise Refusal(OUTDATED) from None
    team = team_by_id(ctx, pressed.team_id) if pressed.team_id else None
    if first > last or (pressed.team_id and team is None):
        raise Refusal(OUTDATED)
    return Wish(bool(pressed.works), first, last, pressed.called[:100], team)


def _enter(ctx: Context, wish: Wish) -> None:
    """A row for each day. An admin need not have been met in any group before."""
    by = ctx.person or people.meet(ctx.db, ctx.open_id, "")
    for n in range((wish.last - wish.first) // timedelta(days=1) + 1):
        team_id = wish.team.id if wish.team else None
        calendars.rule(ctx.db, team_id, wish.first + DAY * n, wish.name, by.id, ctx.now, works=wish.works)


def _concerned(ctx: Context, team: Team | None) -> list[Team]:
    return [team] if team else people.open_teams(ctx.db)


def _books(ctx: Context) -> Books:
    return Books(ctx.db, ctx.house.gazettes, ctx.house.report_types, ctx.now)


_HOW = Text(
    "没看懂。可以发「日历」「日历 2027」「日历 2026-10」；调整请发「日历 放假 日期 名称」。",
    'I did not get that. Try "calendar", "calendar 2027", "calendar 2026-10"; to change it, "calendar off DATE NAME".',
)
_LIFTED = Text("已撤销", "The ruling holds no more")
_LIFTED_BEFORE = Text("之前已经撤销了", "It was withdrawn before")
