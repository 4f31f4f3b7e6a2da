"""明细: the rows behind one figure, ten a page, and all of them as a sheet that adds up to it to the cent."""

from collections.abc import Sequence

from bot.card import Card, Column, Element, card, cut, note, plain, table
from bot.context import Context
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.kpi_words import PIECES, said
from bot.money import exact
from bot.opened import DEFINITION, ExportRows, ShowDefinition, ShowRows
from bot.sheets import Cell, Sheet
from bot.text import Text, joined, same
from bot.words import span
from handlers.figures.definition_cards import stamp_of
from handlers.figures.pressed import Opened, board_for, figure_in, wanted_by
from sales.kpi import Figure, Na
from sales.money import Money
from storage.figure_parts import Part
from storage.figure_rows import ROWS, is_money, makes_denominator, rows_of

PAGE = 10
"""How many rows a page has."""

MOST = 5_000
"""How many rows are sent at once: they are made while the person waits."""


def rows_card(ctx: Context, what: Opened, page: int) -> Card:
    """One page (from 1) of the rows, with the figure that all of them make above it."""
    found = _rows(ctx, what, page * PAGE + 1)
    shown = found[(page - 1) * PAGE : page * PAGE]
    figure = figure_in(ctx, what, board_for(ctx, what))
    title = Text("明细：{name}", "Rows: {name}").fill(name=what.name)
    total = _total(what, figure)
    return card(
        title,
        plain(total, size="heading"),
        table(_columns(what), [_row(what, each) for each in shown], page_size=PAGE) if shown else plain(_NONE),
        note(Text("第 {n} 页", "Page {n}").fill(n=page)) if found and (page > 1 or len(found) > PAGE) else None,
        _ways(ctx, what, page, found),
        subtitle=joined([what.asked.sight.name, span(what.asked.stretch.first, what.asked.stretch.end)], " · "),
        summary=joined([title, total], " · "),
        icon="list_outlined",
    )


def _total(what: Opened, figure: Figure) -> Text:
    """What the rows come to; of the pace, and of pieces of different units, the figure itself."""
    if what.code == "K04" or figure.why is Na.MIXED_UNITS:
        return said(figure)
    return Text("合计 {of}", "In all {of}").fill(of=_part(what, figure.of))


def _rows(ctx: Context, what: Opened, most: int) -> list[Part]:
    if what.code not in ROWS:
        raise Refusal(_NO_ROWS)
    return rows_of(ctx.db, what.code, wanted_by(ctx, what), most)


def _ways(ctx: Context, what: Opened, page: int, found: Sequence[Part]) -> Element:
    """To the pages beside this one, to the definition, and to the sheet where it has anything in it."""
    stamp, to = stamp_of(what), ctx.open_id
    row = [button(_BACK, ShowRows(*stamp, page - 1).stamp(to=to))] if page > 1 else []
    row += [button(_ON, ShowRows(*stamp, page + 1).stamp(to=to))] if len(found) > page * PAGE else []
    row += [button(DEFINITION, ShowDefinition(*stamp).stamp(to=to), style="text")]
    return buttons(*row, *([button(_EXPORT, ExportRows(*stamp).stamp(to=to))] if found else []))


def _part(what: Opened, value: int) -> Text:
    """A part of the numerator as people read it."""
    if is_money(what.code):
        return exact(Money(value))
    return same(_number(value)) if what.code == "K02" else same(f"{value:,}")


def _number(tenthousandths: int) -> str:
    whole, rest = divmod(abs(tenthousandths), PIECES)
    sign = "−" if tenthousandths < 0 else ""
    return f"{sign}{whole:,}" + (f".{rest:04}".rstrip("0") if rest else "")


def _columns(what: Opened) -> list[Column]:
    both = makes_denominator(what.code)
    heads = [Column("on", _DATE, width="17%"), Column("what", _WHAT, width="19%" if both else "22%")]
    heads += [Column("who", _WHO, width="20%" if both else "26%")]
    heads += [Column("of", _OF if both else _VALUE, width="22%" if both else "35%", align="right")]
    return [*heads, Column("per", _PER, width="22%", align="right")] if both else heads


def _row(what: Opened, part: Part) -> dict[str, object]:
    """The customer and the rep, of whom there is no need to speak on their own card."""
    who = [part.customer] if part.customer else []
    who += [part.rep] if what.rep_id is None or not part.customer else []
    told = {"on": f"{part.on:%m-%d}" if part.on else "—", "what": _named(part), "who": cut(" · ".join(who), 40)}
    return told | {"of": _part(what, part.of), "per": _part(what, part.per)}


def _named(part: Part) -> str:
    return part.what if part.what.startswith(_IDS) else f"{part.what} {part.more}".strip()


def export_sheet(ctx: Context, what: Opened) -> Sheet:
    """All rows with their sums; raises a refusal for more than can be sent at once."""
    found = _rows(ctx, what, MOST + 1)
    if len(found) > MOST:
        raise Refusal(_TOO_MANY.fill(most=f"{MOST:,}"))
    both = makes_denominator(what.code)
    heads = [_DATE, _WHAT, _REP, _CUSTOMER, _MORE, *((_OF, _PER) if both else (_VALUE,))]
    name = f"{what.name.zh} {what.asked.sight.name.zh} {what.asked.stretch.first} {what.asked.stretch.last}"
    rows = [_cells(what, part, both=both) for part in found]
    return Sheet(name[:80], [_both(head) for head in heads], rows, _sums(what, found, both=both) if rows else [])


def _cells(what: Opened, part: Part, *, both: bool) -> list[Cell]:
    told: list[Cell] = [part.on, part.what, part.rep, part.customer, part.more]
    return [*told, _cell(what, part.of), *([_cell(what, part.per)] if both else [])]


def _sums(what: Opened, found: Sequence[Part], *, both: bool) -> list[Cell]:
    of, per = sum(part.of for part in found), sum(part.per for part in found)
    mixed = what.code == "K02" and len({part.more.rpartition(" ")[2] for part in found}) > 1
    sums: list[Cell] = [_both(_TOTAL), None, None, None, None, None if mixed else _cell(what, of)]
    return [*sums, _cell(what, per)] if both else sums


def _cell(what: Opened, value: int) -> Cell:
    if is_money(what.code):
        return Money(value)
    if what.code == "K02":
        return value // PIECES if value % PIECES == 0 else _number(value)
    return value


def _both(words: Text) -> str:
    """A cell has one text, for readers of either language."""
    return words.zh if words.zh == words.en else f"{words.zh} / {words.en}"


_IDS = ("SO-", "V-", "P-", "T-", "C-")
_DATE, _WHAT, _WHO = Text("日期", "Date"), Text("单号", "No."), Text("客户", "For")
_VALUE, _OF, _PER = Text("数额", "Value"), Text("分子", "Numerator"), Text("分母", "Denominator")
_REP, _CUSTOMER, _MORE = Text("销售", "Rep"), Text("客户", "Customer"), Text("说明", "Note")
_TOTAL = Text("合计", "Total")
_BACK, _ON, _EXPORT = Text("上一页", "Previous"), Text("下一页", "Next"), Text("导出", "Export")
_NONE = Text("没有明细：这段时间什么都没发生。", "There are no rows: nothing happened in that time.")
_NO_ROWS = Text("这个数字没有明细。", "This figure has no rows.")
_TOO_MANY = Text(
    "超过 {most} 行，请查更短的时间，例如「业绩 本周」，再导出。",
    'More than {most} rows: ask for a shorter time, such as "kpi this week", and export again.',
)
