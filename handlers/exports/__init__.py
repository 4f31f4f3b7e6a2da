"""Orders and receivables as sheets, sent to the person who asked: as much as they may see, and no more."""

from bot.context import Context, Reply
from bot.errors import Refusal
from bot.orders import in_private, is_director
from bot.router import Part, Router
from bot.sheets import send_sheet
from bot.text import Text
from handlers.exports.debts import DEBTS, debts_card, debts_sheet
from handlers.exports.orders import ORDERS, export_card, sheet_of
from sales.periods import month_of
from sales.stretches import Stretch, read_stretch
from storage.order_rows import Extent, rows_over
from storage.people import every_team
from storage.receivables import Receivable, open_of_rep, open_of_team

MOST = 5_000
"""How many rows are sent at once: they are made while the person waits. Beyond it a shorter stretch is asked for."""

router = Router(Part.TRADE)


@router.command(
    Text("导出", "export"),
    Text("把订单或应收导出成表格", "Get orders or receivables as a sheet"),
    example=Text("导出 订单 本月", "export orders this month"),
)
def export(ctx: Context, said: str) -> Reply:
    """The asker's own, and what their teams have; orders of this month, if nothing else is named."""
    if said.strip().casefold() in (DEBTS.zh, DEBTS.en):
        return _debts(ctx)
    words = said.strip()
    name = next((name for name in _NAMES if words.casefold().startswith(name)), "")
    return _orders(ctx, words[len(name) :].strip())


def _orders(ctx: Context, words: str) -> Reply:
    stretch, extent = _stretch(ctx, words), _extent(ctx)
    rows = rows_over(ctx.db, stretch.first, stretch.end, extent, MOST + 1)
    _check(len(rows))
    if rows:
        send_sheet(ctx, ctx.open_id, sheet_of(rows, stretch, extent), "export")
    return in_private(ctx, lambda: export_card(rows, stretch, extent))


def _extent(ctx: Context) -> Extent:
    return Extent(ctx.managed_ids, ctx.me.id, is_director(ctx))


def _stretch(ctx: Context, words: str) -> Stretch:
    if not words:
        this = month_of(ctx.today)
        return Stretch(this.first, this.end)
    found = read_stretch(words, ctx.today)
    if found is None:
        raise Refusal(_WHEN.fill(words=words[:40]))
    return found


def _debts(ctx: Context) -> Reply:
    """Each shipment once, be it the asker's own, their customer's or one of their teams'."""
    owed: dict[int, Receivable] = {each.id: each for each in open_of_rep(ctx.db, ctx.me.id)}
    extent = _extent(ctx)
    teams = [team.id for team in every_team(ctx.db)] if extent.all_teams else sorted(extent.team_ids)
    for team_id in teams:
        owed |= {each.id: each for each in open_of_team(ctx.db, team_id)}
    rows = sorted(owed.values(), key=lambda each: (each.due_on, each.id))
    _check(len(rows))
    if rows:
        send_sheet(ctx, ctx.open_id, debts_sheet(rows, ctx.today), "export")
    return in_private(ctx, lambda: debts_card(rows, ctx.today))


def _check(rows: int) -> None:
    if rows > MOST:
        raise Refusal(_TOO_MANY.fill(most=f"{MOST:,}"))


_NAMES = (ORDERS.zh, ORDERS.en, ORDERS.en.removesuffix("s"))
_TOO_MANY = Text(
    "超过 {most} 行，请缩短时间，例如「导出 订单 本周」。",
    'More than {most} rows: please ask for less, such as "export orders this week".',
)
_WHEN = Text(
    "没看懂「{words}」。可以说：今天、本周、上月、Q3、2026-03、3月1日到3月15日。",
    "{words} was not understood. Say today, this week, last month, Q3, 2026-03 or 2026-03-01 to 2026-03-15.",
)
