"""稍后: what one was told unasked comes back later, once; nothing that is due moves with it."""

from datetime import datetime, timedelta

from bot.asides import CHOICES, LATER, Snooze
from bot.attention_words import kind_of
from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.router import Part, Router
from bot.text import Text
from bot.words import clock
from sales.attention import Later, comes_back
from sales.breaches import MuteTooLong
from sales.moments import read_moment
from storage import day_cards
from storage.day_cards import Told

LONGEST = timedelta(days=14)
"""So long may anything be put off at once."""

LATELY = timedelta(days=3)
"""What was told longer ago is not meant by somebody who says no more than when."""

router = Router(Part.TIME)


@router.command(
    Text("稍后", "snooze"),
    Text("刚才的提醒过一会儿再来", "Have the last reminder come back later"),
    aliases=("later",),
    example=Text("稍后 30分钟", "snooze 30 minutes"),
)
def ask(ctx: Context, said: str) -> Reply:
    """Put off the newest thing one was told; without words, the three choices."""
    if not said:
        return Reply(choices_card(ctx))
    until = read_moment(said, ctx.now.astimezone(ctx.team.zone))
    if until is None:
        return Reply(choices_card(ctx, said))
    told = _put_off(ctx, "", until)
    return Reply(later_card(ctx, told, until))


@router.press(Snooze)
def snooze(ctx: Context, pressed: Snooze) -> Reply:
    """Put off what the card is about; the card stays as it is."""
    if pressed.until not in list(Later):
        raise Refusal(OUTDATED)
    local = ctx.now.astimezone(ctx.team.zone)
    until = comes_back(Later(pressed.until), local, ctx.calendar, ctx.house.rep_card_at)
    _put_off(ctx, pressed.kind, until)
    return Reply(toast=_BACK.fill(at=clock(until)))


def _put_off(ctx: Context, kind: str, until: datetime) -> Told:
    """Let the newest thing of a kind, of any without one, that still is to be done come back then."""
    latest = (ctx.now + LONGEST).astimezone(ctx.team.zone)
    if until > latest:
        raise MuteTooLong(latest)
    told = next((each for each in _lately(ctx) if kind in ("", each.kind) and each.is_open), None)
    if told is None:
        raise Refusal(_NOTHING)
    day_cards.put_off(ctx.db, told.id, until)
    return told


def _lately(ctx: Context) -> list[Told]:
    return day_cards.lately_told(ctx.db, ctx.me.id, ctx.today - LATELY, ctx.today)


def choices_card(ctx: Context, lost: str = "") -> Card:
    """Three choices as buttons; what was not understood is quoted."""
    row = [button(words, Snooze("", choice).stamp(to=ctx.open_id)) for choice, words in CHOICES.items()]
    lead = plain(_LOST.fill(words=lost)) if lost else plain(_LEAD)
    return card(LATER, lead, buttons(*row, align="left"), note(_ONE_LINE), summary=LATER, icon="bell_outlined")


def later_card(ctx: Context, told: Told, until: datetime) -> Card:
    """What comes back, and when; `until` is on the team's clock."""
    said, name = _BACK.fill(at=clock(until)), kind_of(told.kind, ctx.house.report_types).name
    return card(said, plain(name), note(_SAME), summary=said, colour="green", icon="succeed_outlined")


_BACK = Text("{at} 再提醒你", "It comes back {at}")
_LEAD = Text("最近一条提醒什么时候再来？", "When is the last reminder to come back?")
_LOST = Text("没看懂「{words}」是什么时候，请选一个：", "I did not get when “{words}” is: please choose.")
_NOTHING = Text("最近没有可以稍后的提醒。", "There is no reminder of late that could come back.")
_SAME = Text("该交的时间不变。", "When anything is due does not change.")
_ONE_LINE = Text(
    "也可以一句话：稍后 30分钟 · 稍后 13:30 · 稍后 明天。最长 14 天。",
    'In one line, too: "snooze 30 minutes", "snooze 13:30", "snooze tomorrow". At most 14 days.',
)
