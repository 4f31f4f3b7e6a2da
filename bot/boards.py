"""Figures of what somebody asked for, counted once, and the words around them: the period, and as of when."""

from collections.abc import Iterable, Sequence

from bot.card import Element, note
from bot.context import Context
from bot.figure_asks import Asked
from bot.text import Text, joined, same
from bot.words import clock
from sales.grains import name_of
from sales.scopes import Scope
from sales.stretches import Stretch
from storage.scoreboards import Board, board_of


def counted(ctx: Context, asked: Asked, codes: Iterable[str], scopes: Sequence[Scope]) -> Board:
    """The board of what the asker may see, with the targets of some scopes in it."""
    teams, gazettes = asked.sight.teams, ctx.house.gazettes
    return board_of(ctx.db, gazettes, teams, asked.stretch, ctx.now, codes, scopes=scopes)


def named(stretch: Stretch) -> Text:
    """A stretch by the name of its period, such as 2026-11 or 2026-Q3."""
    return same(name_of(stretch))


def as_of(ctx: Context, asked: Asked, *more: Text) -> Element:
    """The instant for which it holds, on the clock of the teams, and what else there is to be said of it."""
    zone = asked.sight.teams[0].zone if asked.sight.teams else ctx.now.tzinfo
    at = Text("截至 {at}", "As of {at}").fill(at=clock(ctx.now.astimezone(zone)))
    return note(joined([at, *more], Text("；", "; ")))
