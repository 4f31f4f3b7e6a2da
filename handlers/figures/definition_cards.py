"""口径: how one figure came about: its value, what was divided by what, and by which rules, to the second."""

from bot.card import Card, Element, big_number, card, facts, headline, note
from bot.context import Context
from bot.controls import button, buttons
from bot.kpi_definitions import DEFINITIONS
from bot.kpi_words import PIECES, said
from bot.money import exact
from bot.opened import ROWS, ShowRows
from bot.text import Text, joined, same
from bot.words import span
from handlers.figures.pressed import Opened, board_for, figure_in
from sales.kpi import Figure, Na
from sales.measures import Measure, key_of, variants
from sales.money import Money, half_up
from storage.calendars import calendar_of
from storage.figure_rows import MONEY
from storage.figure_rows import ROWS as KNOWN
from storage.postings import watermark
from storage.scoreboards import Board

_DAYS = {Measure.DAYS_PRESENT, Measure.ELAPSED_DAYS, Measure.WHOLE_DAYS}


def definition_card(ctx: Context, what: Opened) -> Card:
    """The very figure that was pressed, its two sides, and what is and is not counted."""
    board = board_for(ctx, what)
    figure = figure_in(ctx, what, board)
    words = DEFINITIONS[what.code]
    title = Text("口径：{name}", "Definition: {name}").fill(name=what.name)
    sides = facts(*_sides(figure, board, what), *_changed(ctx, what, figure))
    return card(
        title,
        headline(note(what.asked.sight.name), big_number(said(figure, short=False))),
        sides,
        facts((_FORMULA, words.formula), (_WITHOUT, words.without), (_CREDIT, words.credit)),
        facts(*_circumstances(ctx, what)),
        _rows_button(ctx, what),
        subtitle=span(what.asked.stretch.first, what.asked.stretch.end),
        summary=joined([title, said(figure)], " · "),
        icon="info_outlined",
    )


def _sides(figure: Figure, board: Board, what: Opened) -> list[tuple[Text, Text]]:
    """Numerator and denominator as they are, with the target as it was where it has changed."""
    if what.code == "K04":
        return _pace(board, what)
    if figure.why is Na.MIXED_UNITS:
        return _by_unit(board, what)
    pairs = [(_OF if figure.per is not None else _COUNTED, _amount(figure, figure.of, upper=True))]
    if figure.per is not None:
        pairs += [(_PER, _NO_TARGET if figure.why is Na.NO_TARGET else _amount(figure, figure.per, upper=False))]
    return [*pairs, *_was(board, what)]


def _by_unit(board: Board, what: Opened) -> list[tuple[Text, Text]]:
    """Pieces of different units are no sum, but of each unit there is one."""
    sums = board.sums(what.scope)
    units = variants(sums, Measure.QUANTITY)
    return [(same(unit), same(f"{half_up(sums[key_of(Measure.QUANTITY, unit)], PIECES):,}")) for unit in units]


def _pace(board: Board, what: Opened) -> list[tuple[Text, Text]]:
    pace = board.pace(what.scope)
    target = exact(Money(pace.target)) if pace.target else _NO_TARGET
    days = Text("{n} / {m} 个工作日", "{n} of {m} working days").fill(n=pace.elapsed, m=pace.whole)
    return [(_NET, exact(Money(pace.net))), (_TARGET, target), (_OVER, days), *_was(board, what)]


def _was(board: Board, what: Opened) -> list[tuple[Text, Text]]:
    target = board.targets.get(what.scope)
    if target is None or target.was is None:
        return []
    said_before = Text("{was}（{reason}）", "{was} ({reason})")
    return [(_TARGET_WAS, said_before.fill(was=exact(Money(target.was)), reason=target.reason or "—"))]


def _amount(figure: Figure, value: int, *, upper: bool) -> Text:
    """One side in its own unit: money to the cent, pieces, days, or a plain count."""
    terms = figure.kpi.of if upper else figure.kpi.per
    measures = {measure for term in terms for measure in term.measures}
    if measures & (MONEY | {Measure.TARGET}):
        return exact(Money(value))
    if measures & {Measure.QUANTITY}:
        return same(f"{half_up(value, PIECES):,}")
    return Text("{n} 天", "{n} days").fill(n=f"{value:,}") if measures & _DAYS else same(f"{value:,}")


def _changed(ctx: Context, what: Opened, figure: Figure) -> list[tuple[Text, Text]]:
    """What the figure is by now, where the card that was pressed knew less of the ledger."""
    if what.upto is None:
        return []
    now = figure_in(ctx, what, board_for(ctx, what, now=True))
    return [(_NOW, said(now, short=False))] if now.value != figure.value else []


def _circumstances(ctx: Context, what: Opened) -> list[tuple[Text, Text]]:
    """The filters, the zone, the calendar and the instant; the last row of the ledger that is counted."""
    teams = what.asked.sight.teams
    zone = teams[0].zone if teams else ctx.now.tzinfo
    names = joined([same(team.name) for team in teams[:3]], Text("、", ", ")) if teams else same("—")
    more = Text(" 等 {n} 个", " … {n} in all").fill(n=len(teams)) if len(teams) > 3 else None
    version = calendar_of(ctx.db, ctx.house.gazettes, teams[0]).version if teams else "—"
    return [
        (_TEAMS, joined([names, more], "") if more else names),
        (_ZONE, same(ctx.house.timezone)),
        (_AS_OF, same(f"{ctx.now.astimezone(zone):%Y-%m-%d %H:%M:%S}")),
        (_CALENDAR, same(version)),
        (_LEDGER, same(f"{what.code} · {what.upto or watermark(ctx.db)}")),
    ]


def _rows_button(ctx: Context, what: Opened) -> Element | None:
    if what.code not in KNOWN:
        return None
    return buttons(button(ROWS, ShowRows(*stamp_of(what)).stamp(to=ctx.open_id)))


def stamp_of(what: Opened) -> tuple[str, str, str, str, str, int]:
    """A figure as the hidden fields of the forms that open it."""
    first, end = what.asked.stretch.first.isoformat(), what.asked.stretch.end.isoformat()
    code = f"{what.code}:{what.variant}" if what.variant else what.code
    return code, what.scope.level.value, what.scope.key, first, end, what.upto or 0


_COUNTED = Text("数值", "Counted")
_OF, _PER = Text("分子", "Numerator"), Text("分母", "Denominator")
_NET, _TARGET = Text("销售额", "Sales"), Text("目标", "Target")
_TARGET_WAS, _NO_TARGET = Text("目标原为", "Target before"), Text("未设目标", "none set")
_OVER, _NOW = Text("已过", "Over"), Text("现在", "By now")
_FORMULA = Text("怎么算", "Formula")
_WITHOUT = Text("不含与限制", "Left out, and limits")
_CREDIT = Text("归谁", "Whose it is")
_TEAMS = Text("统计范围", "Counted in")
_ZONE = Text("日期按时区", "Dates by time zone")
_AS_OF = Text("截至", "As of")
_CALENDAR = Text("日历版本", "Calendar version")
_LEDGER = Text("指标代码 · 账本行", "Code · ledger row")
