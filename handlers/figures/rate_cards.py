"""完成率: who has reached how much of their target, from the whole down to its parts, best first."""

from collections.abc import Iterable, Mapping

from bot.boards import as_of, counted, named
from bot.card import Card, Column, Element, card, note, table
from bot.charts import Bar, bars
from bot.context import Context
from bot.figure_asks import Asked
from bot.kpi_cards import achieved, pace_block, pace_colour, pace_index, tenth
from bot.kpi_words import said
from bot.money import brief
from bot.opened import opened_buttons
from bot.text import Text, joined, same
from bot.words import span
from sales import scopes
from sales.kpi import Pace
from sales.money import Money
from sales.records import dataclass
from sales.scopes import Level, Scope
from storage.people import Team
from storage.scoreboards import reps_of

CODES = ("K03", "K01", "K04")
MOST_BARS = 12
"""So many parts are drawn; the table has all of them."""

MOST_NAMES = 20
"""How many without a target are named."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was asked for, and how it stands."""

    name: Text
    pace: Pace


def rate_card(ctx: Context, asked: Asked) -> Card:
    """The whole with its target and pace, then its parts by how much they have reached."""
    scope = asked.sight.scope
    names = parts_of(ctx, asked)
    board = counted(ctx, asked, CODES, [scope, *names])
    parts = [Part(name, board.pace(each)) for each, name in names.items()]
    ranked = sorted((part for part in parts if part.pace.achieved is not None), key=_by_rate)
    unset = [part.name for part in parts if part.pace.achieved is None]
    title = Text("完成率：{name}", "Target progress: {name}").fill(name=asked.sight.name)
    pace = board.pace(scope)
    return card(
        title,
        pace_block(pace, named(asked.stretch)),
        _chart(ranked) if len(ranked) > 1 else None,
        table(_COLUMNS, [_row(part) for part in ranked], page_size=10) if ranked else None,
        note(_unset(unset)) if unset else None,
        opened_buttons(scope, CODES, asked.stretch),
        as_of(ctx, asked),
        subtitle=span(asked.stretch.first, asked.stretch.end),
        summary=joined([title, named(asked.stretch), said(achieved(pace))], " · "),
        colour=pace_colour(pace) or "blue",
        icon="todo_outlined",
    )


def _by_rate(part: Part) -> tuple[int, int, str]:
    return -(part.pace.achieved or 0), -part.pace.net, part.name.zh


def parts_of(ctx: Context, asked: Asked) -> Mapping[Scope, Text]:
    """What a scope is made of: the company of its areas and of teams without one, an area of teams, a team of reps."""
    sight = asked.sight
    match sight.scope.level:
        case Level.COMPANY:
            areas = {scopes.area(team.area): same(team.area) for team in sight.teams if team.area}
            return areas | _teams(team for team in sight.teams if not team.area and not team.closed_at)
        case Level.AREA:
            return _teams(team for team in sight.teams if not team.closed_at)
        case Level.TEAM:
            reps = reps_of(ctx.db, [sight.scope.id])[sight.scope.id]
            return {scopes.rep(person.id): same(person.name) for person in reps}
        case Level.REP:
            return {}


def _teams(teams: Iterable[Team]) -> dict[Scope, Text]:
    return {scopes.team(team.id): same(team.name) for team in teams}


def _chart(ranked: list[Part]) -> Element:
    shown = ranked[:MOST_BARS]
    done = sum((part.pace.achieved or 0) >= _WHOLE for part in ranked)
    lead = Text("{done} / {all} 已达成目标（%）", "{done} of {all} have reached their target (%)")
    drawn = [Bar(part.name.zh, round((part.pace.achieved or 0) / 100, 1)) for part in shown]
    return bars(lead.fill(done=done, all=len(ranked)), drawn, target=100)


def _row(part: Part) -> dict[str, object]:
    return {
        "name": part.name,
        "rate": tenth(part.pace.achieved or 0),
        "pace": said(pace_index(part.pace)) if part.pace.index is not None else None,
        "net": joined([brief(Money(part.pace.net)), brief(Money(part.pace.target or 0))], " / "),
    }


def _unset(names: list[Text]) -> Text:
    shown = joined(names[:MOST_NAMES], Text("、", ", "))
    more = Text(" 等 {n} 个", " … {n} in all").fill(n=len(names)) if len(names) > MOST_NAMES else None
    lead = Text("未设目标（不参加排名）：{names}", "No target set, not ranked: {names}").fill(names=shown)
    return joined([lead, more], "") if more else lead


_WHOLE = 10_000
_COLUMNS = (
    Column("name", Text("名称", "Name"), width="28%"),
    Column("rate", Text("完成率", "Reached"), width="22%", align="right"),
    Column("pace", Text("进度", "Pace"), width="16%", align="right"),
    Column("net", Text("净额 / 目标", "Net / target"), width="34%", align="right"),
)
