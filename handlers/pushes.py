"""推送: what unasked messages led to, kind by kind, for the admins; what leads to nothing can be switched off."""

from collections.abc import Sequence
from datetime import timedelta

from bot.attention_words import kind_of, known_kinds
from bot.card import Card, Element, block, card, columns, md, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.form import OUTDATED, Form, carried
from bot.money import percent
from bot.router import Part, Router
from bot.text import Text, joined, same
from sales.attention import may_be_off
from sales.money import FULL, half_up
from sales.records import dataclass
from storage import people, push_rates
from storage.push_rates import Rate

SPAN = timedelta(days=30)
"""How far the counts go back."""

MOST = 20
"""How many kinds the card lists."""

router = Router(Part.HELP)


@dataclass(frozen=True)
class Switch(Form):
    """Switches a kind of message off for everybody (1) or on again (0)."""

    kind: str = carried("")
    off: int = carried(0)


@router.command(
    Text("推送", "pushes"), Text("各类推送的效果和开关", "What pushes lead to, and switches"), members=False
)
def show(ctx: Context, _: str) -> Reply:
    """How every kind fared in the last thirty days."""
    _check(ctx)
    return Reply(rates_card(ctx))


@router.press(Switch, members=False)
def switch(ctx: Context, pressed: Switch) -> Reply:
    """Switch a kind off or on; escalations stay on."""
    _check(ctx)
    if pressed.kind not in _kinds(ctx) or not may_be_off(pressed.kind):
        raise Refusal(OUTDATED)
    by = ctx.person or people.meet(ctx.db, ctx.open_id, "")
    push_rates.switch(ctx.db, pressed.kind, by.id, ctx.now, off=bool(pressed.off))
    name = kind_of(pressed.kind, ctx.house.report_types).name
    return Reply(rates_card(ctx), (_OFF if pressed.off else _ON).fill(name=name))


def _check(ctx: Context) -> None:
    if not ctx.is_admin:
        raise Refusal(_ADMINS)


def _kinds(ctx: Context) -> set[str]:
    found = {rate.kind for rate in push_rates.rates(ctx.db, ctx.now - SPAN, ctx.now)}
    return found | push_rates.kinds_off(ctx.db) | set(known_kinds(ctx.house.report_types))


def rates_card(ctx: Context) -> Card:
    """What should be switched off first, then the rest by frequency, then what is off."""
    off = push_rates.kinds_off(ctx.db)
    rates = push_rates.rates(ctx.db, ctx.now - SPAN, ctx.now)
    silent = [Rate(kind, 0, 0, 0) for kind in sorted(off - {rate.kind for rate in rates})]
    listed = sorted([*rates, *silent], key=lambda rate: not rate.is_useless)[:MOST]
    useless = [rate for rate in listed if rate.is_useless and rate.kind not in off]
    return card(
        _TITLE,
        plain(_advice(ctx, useless)),
        *(_row(ctx, rate, is_off=rate.kind in off) for rate in listed),
        note(_HOW),
        subtitle=_SPAN,
        summary=_advice(ctx, useless),
        colour="orange" if useless else "blue",
        icon="bell_outlined",
    )


def _advice(ctx: Context, useless: Sequence[Rate]) -> Text:
    if not useless:
        return _FINE
    names = [kind_of(rate.kind, ctx.house.report_types).name for rate in useless]
    return _ADVICE.fill(names=joined(names, Text("、", ", ")))


def _row(ctx: Context, rate: Rate, *, is_off: bool) -> Element:
    name = kind_of(rate.kind, ctx.house.report_types).name
    share = percent(half_up(rate.acted * FULL, rate.told)) if rate.told else same("—")
    said = _COUNTS.fill(rang=rate.rang, merged=rate.merged, acted=rate.acted, share=share)
    colour = "orange" if rate.is_useless and not is_off else "grey"
    both = f"**{{name}}**\n<font color='{colour}'>{{said}}</font>"
    words = md(same(both), name=_NAME_OFF.fill(name=name) if is_off else name, said=said)
    if not may_be_off(rate.kind):
        return block(words)
    turn = button(_TURN_ON if is_off else _TURN_OFF, Switch(rate.kind, int(not is_off)).stamp(), style="text")
    return block(columns(words, buttons(turn), weights=(4, 1)))


_TITLE = Text("推送效果", "What pushes lead to")
_SPAN = Text("近 30 天", "Last 30 days")
_FINE = Text("没有需要关闭的推送。", "No kind of push needs to be switched off.")
_ADVICE = Text("建议关闭：{names}（4 小时内有动作的不到 5%）", "Better off: {names} (under 5% acted within 4 h)")
_COUNTS = Text(
    "单独发 {rang} · 并入今日卡 {merged} · 4 小时内有动作 {acted}（{share}）",
    "sent {rang} · on day cards {merged} · acted on within 4 h {acted} ({share})",
)
_HOW = Text(
    "有动作：收到后 4 小时内本人按了按钮、发了命令或提交了内容。审批等升级类不能关闭。",
    "Acted on: the receiver pressed, typed or sent something within 4 hours. Escalations cannot be switched off.",
)
_NAME_OFF = Text("{name}（已关闭）", "{name} (off)")
_TURN_OFF, _TURN_ON = Text("关闭", "Off"), Text("打开", "On")
_OFF = Text("已关闭：{name}", "Off: {name}")
_ON = Text("已打开：{name}", "On: {name}")
_ADMINS = Text("只有管理员能看推送效果。", "Only admins see what pushes lead to.")
