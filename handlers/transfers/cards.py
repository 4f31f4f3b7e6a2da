"""What a transfer will do, and what it has done."""

from bot.card import Card, Element, card, facts, metrics, note, plain
from bot.card import Metric as Number
from bot.context import Context
from bot.controls import buttons, form, submit
from bot.text import Text, joined, same
from bot.views import control
from bot.words import day
from handlers.transfers.forms import TransferCustomers
from handlers.transfers.parties import Case

MOST_NAMES = 5
"""How many customers are named."""

TITLE = Text("转移客户", "Transfer customers")


def preview_card(ctx: Context, case: Case, orders: int, *, is_past: bool, typed: dict[str, str]) -> Card:
    """How many customers go, from when on, and what becomes of past sales; with the button."""
    hidden = _hidden(case).stamp(to=ctx.open_id, key=ctx.card_key())
    send = submit(Text("确认转移", "Transfer them"), "transfer", hidden)
    moved = Text("{n} 单可追溯", "{n} orders could move").fill(n=orders)
    choose = control(TransferCustomers, "past", typed) if is_past else None
    return card(
        TITLE,
        metrics(Number(same(len(case.customers)), Text("客户（家）", "Customers"), moved if is_past else None)),
        _facts(case),
        form("handover", choose, buttons(send)),
        note(_PAST if is_past else _AHEAD),
        subtitle=_between(case),
        summary=_between(case),
        icon="member_outlined",
    )


def done_card(case: Case, count: int, credited: int) -> Card:
    """What was done."""
    said = done_words(case, count)
    more = [plain(_CREDITED.fill(n=credited))] if credited else []
    return card(
        said, _facts(case), *more, subtitle=_between(case), summary=said, colour="green", icon="member_outlined"
    )


def told_card(case: Case, by: str) -> Card:
    """What those hear whose customers they were, and are to be."""
    said = _TOLD.fill(by=by, n=len(case.customers), who=_between(case))
    return card(TITLE, plain(said), _facts(case), summary=said, icon="member_outlined")


def done_words(case: Case, count: int) -> Text:
    """In one line."""
    return _DONE.fill(n=count, name=case.taker.name)


def _hidden(case: Case) -> TransferCustomers:
    customer_id = case.customers[0].id if case.single else 0
    giver_id = case.giver.id if case.giver else 0
    return TransferCustomers(giver_id, case.taker.id, customer_id, case.on.isoformat())


def _between(case: Case) -> Text:
    giver = same(case.giver.name) if case.giver else Text("无负责人", "Nobody")
    return Text("{giver} → {taker}", "{giver} → {taker}").fill(giver=giver, taker=case.taker.name)


def _facts(case: Case) -> Element:
    names = [same(each.name) for each in case.customers[:MOST_NAMES]]
    rest = len(case.customers) - len(names)
    listed = joined(names, Text("、", ", "))
    more = Text("{names} 等 {n} 家", "{names} and {rest} more").fill(names=listed, n=len(case.customers), rest=rest)
    return facts(
        (Text("客户", "Customers"), more if rest else listed),
        (Text("生效", "From"), day(case.on)),
    )


_AHEAD = Text(
    "从这天起确认的订单算新负责人的业绩，之前的业绩不动。",
    "Orders confirmed from that day on are the new owner's; past sales stay.",
)
_PAST = Text(
    "默认从今天起转，历史不动。选「追溯」，则这天以来没有另行分成的订单也改算新负责人，已发布的数字会注明更正。",
    "By default they go from today and past sales stay. To move the past credits orders since that day anew, "
    "except those shared by hand; published figures will own up to it.",
)
_DONE = Text("已把 {n} 家客户转给 {name}", "Customers transferred to {name}: {n}")
_CREDITED = Text("{n} 张订单的业绩已一起转。", "Orders credited anew: {n}.")
_TOLD = Text("{by} 转移了 {n} 家客户：{who}。", "{by} transferred customers ({n}): {who}.")
