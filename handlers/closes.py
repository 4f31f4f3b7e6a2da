"""关账: a month is closed: its figures stand, and what comes late for it counts as the company has set."""

from bot.card import Card, Element, card, facts, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.form import Form, carried
from bot.orders import is_director
from bot.router import Part, Router
from bot.text import Text, joined, same
from bot.words import day
from sales.grains import Grain, grain_of, name_of, read_name
from sales.records import dataclass
from sales.stretches import Stretch, read_stretch
from storage import calendars, closes, closing, people
from storage.closes import Close
from storage.closing import Outstanding
from storage.measures import Ask

MOST = 12
"""How many closed months are listed."""

router = Router(Part.TEAM)


@dataclass(frozen=True)
class CloseMonth(Form):
    """The button below the question: which month, such as `2026-11`."""

    period: str = carried("")


@router.command(
    Text("关账", "close"),
    Text("关闭一个月，冻结当月数字（总监）", "Close a month, freeze its figures (directors)"),
    example=Text("关账 2026-11", "close 2026-11"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """What closing a month will do; without a month those that are closed."""
    _check(ctx)
    if not said.strip():
        return Reply(list_card(ctx))
    month = _month(ctx, said)
    known = closes.closed(ctx.db, name_of(month))
    return Reply(closed_card(ctx, known) if known else question_card(ctx, month))


@router.press(CloseMonth, members=False)
def close(ctx: Context, pressed: CloseMonth) -> Reply:
    """Close it and freeze its figures; once it is closed a second press changes nothing."""
    _check(ctx)
    month = _month(ctx, pressed.period)
    by = ctx.person or people.meet(ctx.db, ctx.open_id, "")
    rules = ctx.house.kpi
    is_new = closes.close(ctx.db, month, by.id, ctx.now, restates=rules.restate_closed)
    if is_new:
        closing.freeze(ctx.db, month, _all_of_it(ctx, month), rules.small)
    known = closes.closed(ctx.db, name_of(month))
    said = _CLOSED if is_new else _BEFORE
    return Reply(closed_card(ctx, known) if known else None, said.fill(period=name_of(month)))


def _check(ctx: Context) -> None:
    if not is_director(ctx):
        raise Refusal(_DIRECTORS)


def _month(ctx: Context, said: str) -> Stretch:
    """A month that is over by the company's date; raises a refusal for anything else."""
    today = ctx.house.business_day(ctx.now)
    month = read_name(said.strip()) or read_stretch(said, today)
    if month is None or grain_of(month) is not Grain.MONTH:
        raise Refusal(_WHICH)
    if month.end > today:
        raise Refusal(_NOT_OVER.fill(period=name_of(month), first=day(month.end)))
    return month


def _all_of_it(ctx: Context, month: Stretch) -> Ask:
    """Every team there is or was, as things stand now."""
    teams = people.every_team(ctx.db)
    by = calendars.calendars_of(ctx.db, ctx.house.gazettes, teams)
    return Ask(teams, month.first, month.end, ctx.now, by)


def question_card(ctx: Context, month: Stretch) -> Card:
    """What will happen, what is still open, and the button."""
    period = name_of(month)
    title = Text("关账 {period}？", "Close {period}?").fill(period=period)
    press = button(Text("确认关账", "Close it"), CloseMonth(period).stamp(to=ctx.open_id), style="primary_filled")
    return card(
        title,
        plain(_WILL),
        plain(_late(restates=ctx.house.kpi.restate_closed)),
        _open_facts(closing.outstanding(ctx.db, month, _all_of_it(ctx, month))),
        note(_FOR_GOOD),
        buttons(press),
        summary=title,
        icon="lock_outlined",
    )


def _open_facts(found: Outstanding) -> Element:
    counts = (
        (Text("未提交的订单", "Orders not submitted"), found.drafts),
        (Text("待审批", "Waiting for approval"), found.waiting),
        (Text("未发完货", "Not fully shipped"), found.unshipped),
    )
    return facts(*((label, Text("{n} 单", "{n}").fill(n=n)) for label, n in counts))


def closed_card(ctx: Context, known: Close) -> Card:
    """A closed month: when, and what becomes of what comes late."""
    title = _CLOSED.fill(period=known.period)
    at = day(ctx.house.business_day(known.closed_at))
    when = Text("{day}起，当月数字已冻结。", "Its figures stand since {day}.").fill(day=at)
    late = plain(_late(restates=known.restates))
    return card(title, plain(when), late, summary=title, colour="green", icon="lock_outlined")


def list_card(ctx: Context) -> Card:
    """The months that are closed, the latest first."""
    known = closes.latest_closes(ctx.db, MOST)
    title = Text("已关账的月份", "Closed months")
    lines = [_line(ctx, each) for each in known]
    said = plain(joined(lines, "\n")) if lines else plain(_NONE)
    return card(title, said, note(_HOW), summary=lines[0] if lines else _NONE, icon="lock_outlined")


def _line(ctx: Context, known: Close) -> Text:
    policy = _RESTATES if known.restates else _PRESENT
    at = day(ctx.house.business_day(known.closed_at))
    return joined([same(known.period), at, policy], " · ")


def _late(*, restates: bool) -> Text:
    return _LATE_RESTATES if restates else _LATE_PRESENT


_WILL = Text(
    "当月公司、大区和团队的数字将被冻结，不再改动。",
    "The figures of the company, its areas and teams for the month are frozen.",
)
_LATE_PRESENT = Text(
    "之后才发生的取消、退货和补录，计入当期。",
    "Cancellations, returns and entries that come later count in the present.",
)
_LATE_RESTATES = Text(
    "之后的取消、退货和补录仍计入该月，并在下一张卡片上说明更正。",
    "Later cancellations, returns and entries still count in the month, and the next card says so.",
)
_PRESENT = Text("迟到的计入当期", "what is late counts in the present")
_RESTATES = Text("迟到的更正该月", "what is late restates it")
_FOR_GOOD = Text("关账后不能撤销。", "A month stays closed.")
_CLOSED = Text("{period} 已关账", "{period} is closed")
_BEFORE = Text("{period} 之前已经关账了", "{period} was closed before")
_NONE = Text("还没有关过账。", "No month has been closed yet.")
_HOW = Text("关账请发「关账 2026-11」。", 'To close one, send "close 2026-11".')
_WHICH = Text("请写明哪个月，例如「关账 2026-11」。", 'Please name a month, such as "close 2026-11".')
_NOT_OVER = Text("{period} 还没有结束，{first}起才能关账。", "{period} is not over: it can be closed from {first}.")
_DIRECTORS = Text("只有总监和管理员可以关账。", "Only directors and admins close months.")
