"""Sparing somebody one kind of message: it is neither sent nor put on their day card until an end that is named."""

from datetime import datetime, timedelta

from bot.attention_words import kind_of, mutable_kinds
from bot.card import Card, Element, card, columns, note, panel, plain
from bot.context import Context
from bot.controls import button, buttons
from bot.form import Form, carried
from bot.text import Text
from bot.words import clock
from sales.records import dataclass
from storage import attention

WEEK = timedelta(days=7)
"""So long is one kind spared that nobody named an end for."""


@dataclass(frozen=True)
class MuteKind(Form):
    """Spares the presser one kind of message for a week; with `on` lets them hear it again."""

    kind: str = carried("")
    on: int = carried(0)


def kinds_panel(ctx: Context) -> Element:
    """Each kind with the press that spares the asker it for a week, or ends that."""
    muted = attention.muted_kinds(ctx.db, ctx.me.id, ctx.now)
    kinds = mutable_kinds(ctx.house.report_types)
    return panel(_KINDS, *(_row(ctx, kind, known.name, muted.get(kind)) for kind, known in kinds.items()))


def _row(ctx: Context, kind: str, name: Text, until: datetime | None) -> Element:
    words = _UNTIL.fill(name=name, until=clock(until.astimezone(ctx.team.zone))) if until else name
    stamp = MuteKind(kind, int(until is not None)).stamp(to=ctx.open_id)
    return columns(plain(words), buttons(button(_ON if until else _A_WEEK, stamp, style="text")), weights=(3, 2))


def spared_card(ctx: Context, kind: str, until: datetime) -> Card:
    """Which kind is spared until when, and the way back; `until` is on the team's clock."""
    said = _UNTIL.fill(name=_name(ctx, kind), until=clock(until))
    end = buttons(button(_ON, MuteKind(kind, 1).stamp(to=ctx.open_id)))
    return card(said, note(_HELD), end, summary=said, colour="green", icon="succeed_outlined")


def heard_card(ctx: Context, kind: str) -> Card:
    """That a kind is heard again."""
    said = _BACK.fill(name=_name(ctx, kind))
    return card(said, plain(_USUAL), summary=said, colour="grey")


def _name(ctx: Context, kind: str) -> Text:
    return kind_of(kind, ctx.house.report_types).name


_KINDS = Text("只静音某一类", "Only one kind")
_A_WEEK, _ON = Text("静音一周", "Mute for a week"), Text("恢复", "Unmute")
_UNTIL = Text("{name}：静音到 {until}", "{name}: muted until {until}")
_BACK = Text("已恢复：{name}", "Unmuted: {name}")
_USUAL = Text("这一类会照常发给你。", "You hear of it again as usual.")
_HELD = Text(
    "期间这一类不发、也不并入今日卡；该交的照常在「今天」里。",
    'Meanwhile it is neither sent nor put on your day card. What is due stands under "today" all the same.',
)
