"""Which figure a press means, and whether whoever presses may open it: the card only names it."""

from datetime import date

from bot.context import Context
from bot.errors import Refusal
from bot.figure_asks import Asked, check_asker, is_askable
from bot.form import OUTDATED
from bot.kpi_words import NAMES
from bot.opened import ExportRows, ShowDefinition, ShowRows
from bot.sights import COSTS, sight_of
from bot.text import Text
from sales.kpi import CATALOGUE, Figure
from sales.measures import Measure
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from storage.calendars import calendars_of
from storage.figure_parts import Wanted
from storage.measures import Ask
from storage.scoreboards import Board, board_of

SIGHTED = (Level.TEAM, Level.REP)
"""The levels whose key is an id."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure that may be opened: whose, over which days, its code, the type of report, and the ledger's watermark."""

    asked: Asked
    code: str
    variant: str
    upto: int | None

    @property
    def scope(self) -> Scope:
        """Whose figure it is."""
        return self.asked.sight.scope

    @property
    def rep_id(self) -> int | None:
        """The one person it is of, if it is of one."""
        return self.scope.id if self.scope.level is Level.REP else None

    @property
    def name(self) -> Text:
        """What the figure is called, with the type of report where it is of one."""
        if not self.variant:
            return NAMES[self.code]
        return Text("{name}（{kind}）", "{name} ({kind})").fill(name=NAMES[self.code], kind=self.variant)


def opened(ctx: Context, pressed: ShowDefinition | ShowRows | ExportRows) -> Opened:
    """What a press opens; raises a refusal for what no card of ours holds, and for what the presser may not see."""
    check_asker(ctx)
    chosen = getattr(pressed, "chosen", "") or pressed.kpi
    code, _, variant = chosen.partition(":")
    scope, stretch = _scope(pressed), _stretch(pressed)
    if code not in CATALOGUE or scope is None or stretch is None:
        raise Refusal(OUTDATED)
    sight = sight_of(ctx, scope)
    if Measure.COST in CATALOGUE[code].needs and not sight.costs:
        raise Refusal(COSTS)
    return Opened(Asked(sight, stretch), code, variant, pressed.upto or None)


def _scope(pressed: ShowDefinition | ShowRows | ExportRows) -> Scope | None:
    if pressed.level not in set(Level):
        return None
    scope = Scope(Level(pressed.level), pressed.key)
    return scope if scope.level not in SIGHTED or (pressed.key.isdecimal() and len(pressed.key) < 10) else None


def _stretch(pressed: ShowDefinition | ShowRows | ExportRows) -> Stretch | None:
    try:
        found = Stretch(date.fromisoformat(pressed.first), date.fromisoformat(pressed.end))
    except ValueError:
        return None
    return found if is_askable(found) else None


def figure_in(ctx: Context, what: Opened, board: Board) -> Figure:
    """The figure on a board."""
    return board.figure(what.scope, what.code, what.variant, small=ctx.house.kpi.small)


def board_for(ctx: Context, what: Opened, *, now: bool = False) -> Board:
    """The count behind a figure; `now` leaves the card's watermark aside."""
    sight, upto = what.asked.sight, None if now else what.upto
    gazettes, stretch = ctx.house.gazettes, what.asked.stretch
    return board_of(ctx.db, gazettes, sight.teams, stretch, ctx.now, [what.code], scopes=[what.scope], upto=upto)


def wanted_by(ctx: Context, what: Opened) -> Wanted:
    """Which rows are behind it."""
    teams, stretch = what.asked.sight.teams, what.asked.stretch
    calendars = calendars_of(ctx.db, ctx.house.gazettes, teams)
    ask = Ask(teams, stretch.first, stretch.end, ctx.now, calendars, what.upto)
    return Wanted(ask, what.rep_id, what.variant)
