"""The presses that open a figure: its definition, its rows page by page, and the sheet; always in private."""

import hashlib

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.opened import ExportRows, ShowDefinition, ShowRows
from bot.privacy import in_group
from bot.router import Part, Router
from bot.sheets import send_sheet
from bot.text import Text
from handlers.figures.definition_cards import definition_card, stamp_of
from handlers.figures.pressed import Opened, opened
from handlers.figures.row_cards import export_sheet, rows_card

MOST_PAGES = 500
"""As many rows as are exported at once; beyond them nobody turns pages."""

router = Router(Part.REPORTS)


@router.press(ShowDefinition, members=False)
def define(ctx: Context, pressed: ShowDefinition) -> Reply:
    """A card of its own to whoever pressed, so that the card with the figure stays as it is."""
    what = opened(ctx, pressed)
    return _apart(ctx, what, "define", definition_card(ctx, what))


@router.press(ShowRows, members=False)
def show_rows(ctx: Context, pressed: ShowRows) -> Reply:
    """The first page as a card of its own; from there on the card turns its pages."""
    what = opened(ctx, pressed)
    if pressed.page > MOST_PAGES:
        raise Refusal(OUTDATED)
    page = rows_card(ctx, what, max(pressed.page, 1))
    return Reply(page) if pressed.page and not in_group(ctx) else _apart(ctx, what, "rows", page)


@router.press(ExportRows, members=False)
def export(ctx: Context, pressed: ExportRows) -> Reply:
    """All rows as a sheet in the presser's direct chat."""
    what = opened(ctx, pressed)
    sheet = export_sheet(ctx, what)
    if not sheet.rows:
        return Reply(toast=_NOTHING, tone="info")
    send_sheet(ctx, ctx.open_id, sheet, "export", dedupe=_once(ctx, what, "sheet"))
    return Reply(toast=_SENT.fill(n=len(sheet.rows)))


def _apart(ctx: Context, what: Opened, kind: str, shown: Card) -> Reply:
    ctx.notify(ctx.open_id, shown, about="figures", dedupe=_once(ctx, what, kind))
    return Reply(toast=_OPENED)


def _once(ctx: Context, what: Opened, kind: str) -> str:
    """A double click is one press: what was asked for twice within a minute is sent once."""
    said = f"{stamp_of(what)}/{ctx.now:%Y%m%d%H%M}"
    return f"open/{kind}/{ctx.open_id}/{hashlib.sha256(said.encode()).hexdigest()[:20]}"


_OPENED = Text("已发到和我的单聊。", "It is in your direct chat with me.")
_SENT = Text("已私信发送 {n} 行的表格。", "A sheet of {n} rows was sent to you.")
_NOTHING = Text("没有可以导出的明细。", "There are no rows to export.")
