"""免打扰: for a while nothing is said unasked; who asks is answered all the same."""

from datetime import datetime, time, timedelta

from bot.attention_words import mutable_kinds, named_kind
from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.form import OUTDATED, Form, carried
from bot.router import Part, Router, fold_beginning
from bot.text import Text
from bot.words import clock
from handlers.quiet.kinds import WEEK, MuteKind, heard_card, kinds_panel, spared_card
from sales.breaches import MuteTooLong
from sales.cadence import moment
from sales.moments import MORNING, read_moment
from sales.records import dataclass
from storage import attention, mutes

LONGEST = timedelta(days=14)
"""So long may anybody be left alone at once."""

NO_MORE = (Text("取消", "off"), Text("关闭", "cancel"))
"""The words after the command that end it."""

HOUR, TODAY, WORKDAY = "hour", "today", "workday"

router = Router(Part.TIME)


@dataclass(frozen=True)
class Mute(Form):
    """One of the three choices; until when it is, is reckoned at the press."""

    until: str = carried("")


@dataclass(frozen=True)
class Unmute(Form):
    """The button that ends it."""


@router.command(
    Text("免打扰", "dnd"),
    Text("一段时间内不主动打扰我", "Leave me alone for a while"),
    aliases=("mute", "mdr"),
    example=Text("免打扰 到周一9点", "dnd until Monday 9am"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Until when it is to be; without words, three choices and what holds now."""
    if not said:
        return Reply(choices_card(ctx))
    if named := named_kind(said, ctx.house.report_types):
        return _spare(ctx, *named)
    if fold_beginning(said) in [word for each in NO_MORE for word in (each.zh, each.en)]:
        return unmute(ctx, Unmute())
    until = read_moment(said, ctx.now.astimezone(ctx.team.zone))
    if until is None:
        return Reply(choices_card(ctx, said))
    return _muted(ctx, until)


@router.press(Mute)
def mute(ctx: Context, pressed: Mute) -> Reply:
    """Leave the presser alone for as long as the button says."""
    if pressed.until not in (HOUR, TODAY, WORKDAY):
        raise Refusal(OUTDATED)
    return _muted(ctx, _until(ctx, pressed.until))


@router.press(Unmute)
def unmute(ctx: Context, _: Unmute) -> Reply:
    """Let them hear again."""
    mutes.unmute(ctx.db, ctx.me.id)
    return Reply(ended_card(), _ENDED)


@router.press(MuteKind)
def mute_kind(ctx: Context, pressed: MuteKind) -> Reply:
    """Spare the presser one kind for a week, or no longer."""
    if pressed.kind not in mutable_kinds(ctx.house.report_types):
        raise Refusal(OUTDATED)
    return _heard_again(ctx, pressed.kind) if pressed.on else _spared(ctx, pressed.kind, ctx.now + WEEK)


def _spare(ctx: Context, kind: str, said: str) -> Reply:
    """One kind only, until the moment named; for a week without one."""
    if fold_beginning(said) in [word for each in NO_MORE for word in (each.zh, each.en)]:
        return _heard_again(ctx, kind)
    until = read_moment(said, ctx.now.astimezone(ctx.team.zone)) if said else ctx.now + WEEK
    return _spared(ctx, kind, until) if until else Reply(choices_card(ctx, said))


def _spared(ctx: Context, kind: str, until: datetime) -> Reply:
    _check_length(ctx, until)
    attention.mute_kind(ctx.db, ctx.me.id, kind, until, ctx.now)
    return Reply(spared_card(ctx, kind, until.astimezone(ctx.team.zone)), _ALRIGHT)


def _heard_again(ctx: Context, kind: str) -> Reply:
    attention.unmute_kind(ctx.db, ctx.me.id, kind)
    return Reply(heard_card(ctx, kind), _ALRIGHT)


def _check_length(ctx: Context, until: datetime) -> None:
    latest = (ctx.now + LONGEST).astimezone(ctx.team.zone)
    if until > latest:
        raise MuteTooLong(latest)


def _muted(ctx: Context, until: datetime) -> Reply:
    _check_length(ctx, until)
    mutes.mute(ctx.db, ctx.me.id, until, ctx.now)
    return Reply(muted_card(until.astimezone(ctx.team.zone)), _ALRIGHT)


def _until(ctx: Context, choice: str) -> datetime:
    """An hour from now, midnight, or the morning of the next working day, on the team's clock."""
    if choice == HOUR:
        return ctx.now + timedelta(hours=1)
    if choice == TODAY:
        return moment(ctx.today + timedelta(days=1), time(0), ctx.team.zone)
    return moment(ctx.calendar.workday_after(ctx.today), MORNING, ctx.team.zone)


def choices_card(ctx: Context, lost: str = "") -> Card:
    """Three choices as buttons; what was not understood is quoted, what holds now is said."""
    now = mutes.muted_until(ctx.db, ctx.me.id, ctx.now)
    title = Text("免打扰", "Do not disturb")
    row = [button(words, Mute(until).stamp(to=ctx.open_id)) for until, words in _CHOICES.items()]
    end = button(_END, Unmute().stamp(to=ctx.open_id), style="text") if now else None
    return card(
        title,
        plain(_LOST.fill(words=lost)) if lost else None,
        plain(_NOW.fill(until=clock(now.astimezone(ctx.team.zone)))) if now else None,
        buttons(*row, end, align="left"),
        kinds_panel(ctx),
        note(_HELD),
        note(_ONE_LINE),
        summary=title,
        icon="bell_outlined",
    )


def muted_card(until: datetime) -> Card:
    """Until when it holds, and the way back; `until` is on the team's clock."""
    said = _NOW.fill(until=clock(until))
    end = buttons(button(_END, Unmute().stamp()))
    return card(said, note(_HELD), end, summary=said, colour="green", icon="succeed_outlined")


def ended_card() -> Card:
    """That it holds no more, and what comes now."""
    return card(_ENDED, plain(_BACK), summary=_ENDED, colour="grey")


_CHOICES = {
    HOUR: Text("1 小时", "1 hour"),
    TODAY: Text("今天之内", "Today"),
    WORKDAY: Text("到下个工作日 9 点", "To the next working day, 9:00"),
}
_ALRIGHT = Text("好的", "Alright")
_END = Text("取消免打扰", "End it")
_ENDED = Text("免打扰已取消", "Do not disturb is off")
_BACK = Text("提醒会照常发给你。", "Reminders reach you again.")
_NOW = Text("免打扰到 {until}", "Do not disturb until {until}")
_LOST = Text("没看懂「{words}」是到什么时候，请选一个：", "I did not get until when “{words}” is: please choose.")
_HELD = Text(
    "期间我不主动打扰你；你发消息我照常回答。报告该交的时间不变。",
    "Meanwhile I do not speak unless you do. When reports are due does not change.",
)
_ONE_LINE = Text(
    "也可以一句话：免打扰 到周一9点 · 免打扰 2小时 · 免打扰 取消。最长 14 天。",
    'In one line, too: "dnd until Monday 9am", "dnd 2 hours", "dnd off". At most 14 days.',
)
