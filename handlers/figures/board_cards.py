"""Somebody's, a team's or the company's figures over any days: the pace, what went into it, and what came of it."""

from collections.abc import Mapping

from bot.boards import as_of, counted, named
from bot.card import Card, Element, card, facts, metrics
from bot.context import Context
from bot.figure_asks import Asked
from bot.kpi_cards import changed, figure_metric, pace_block, pace_colour
from bot.kpi_words import NAMES, said
from bot.opened import opened_buttons
from bot.text import Text, joined, same
from bot.words import span
from sales.comparable import Pair, comparable
from sales.grains import before, name_of
from sales.kpi import Figure
from sales.scopes import Scope
from sales.stretches import Stretch
from storage.calendars import calendar_of
from storage.scoreboards import Board

CODES = ("K01", "K03", "K04", "K10", "K21", "K07a", "K08", "K25", "K26", "K34", "K39")
"""What the card is made of, in the order in which it can be opened."""

COMPARED = ("K01", "K10", "K21")
"""What is held against the period before."""

_TILES = ("K10", "K21", "K07a", "K08")
_FACTS = ("K25", "K26", "K34", "K39")


def board_card(ctx: Context, asked: Asked) -> Card:
    """Net sales against the target first and large, then what else there is, each with its change."""
    sight, scope, stretch = asked.sight, asked.sight.scope, asked.stretch
    board = counted(ctx, asked, CODES, [scope])
    pair = _pair(ctx, asked)
    changes = _changes(ctx, asked, pair) if pair else {}
    pace, small = board.pace(scope), ctx.house.kpi.small
    title = Text("业绩：{name}", "Figures: {name}").fill(name=sight.name)
    return card(
        title,
        pace_block(pace, Text("{name} · {days}", "{name} · {days}").fill(name=NAMES["K01"], days=named(stretch)),
                   changes.get("K01")),
        metrics(*(figure_metric(board.figure(scope, code, small=small), changes.get(code)) for code in _TILES)),
        _facts(board, scope, small),
        opened_buttons(scope, CODES, stretch),
        as_of(ctx, asked, *([_PARTIAL] if pair and pair.partial else [])),
        subtitle=span(stretch.first, stretch.end),
        summary=joined([title, named(stretch), said(board.figure(scope, "K01"))], " · "),
        colour=pace_colour(pace) or "blue",
        icon="data-board_outlined",
    )  # fmt: skip


def _facts(board: Board, scope: Scope, small: int) -> Element:
    return facts(*((NAMES[code], said(board.figure(scope, code, small=small))) for code in _FACTS))


def _pair(ctx: Context, asked: Asked) -> Pair | None:
    """What can be compared, by the calendar of the first of the teams."""
    if not asked.sight.teams:
        return None
    home = asked.sight.teams[0]
    today = ctx.now.astimezone(home.zone).date()
    return comparable(calendar_of(ctx.db, ctx.house.gazettes, home), asked.stretch, today)


def _changes(ctx: Context, asked: Asked, pair: Pair) -> Mapping[str, Text]:
    """What has changed against the period before, over as many working days of each."""
    scope = asked.sight.scope
    now, then = (counted(ctx, Asked(asked.sight, each), COMPARED, ()) for each in (pair.now, pair.then))
    against = _same_days(asked.stretch) if pair.partial else same(name_of(before(asked.stretch)))
    found = {code: changed(_figure(now, scope, code), _figure(then, scope, code), against) for code in COMPARED}
    return {code: words for code, words in found.items() if words}


def _figure(board: Board, scope: Scope, code: str) -> Figure:
    return board.figure(scope, code)


def _same_days(stretch: Stretch) -> Text:
    """The beginning of the period before, as far as this one has come."""
    return Text("{period}同期", "same days of {period}").fill(period=name_of(before(stretch)))


_PARTIAL = Text("未结束的时段按相同的工作日数比较（不含今天）", "compared over as many working days, today left out")
