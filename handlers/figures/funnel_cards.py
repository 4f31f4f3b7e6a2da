"""漏斗: how far the orders of a period have come, by steps and by where each stands now."""

from collections.abc import Sequence

from bot.boards import as_of, named
from bot.card import Card, Column, Element, card, facts, note, plain, table
from bot.charts import Part, funnel
from bot.context import Context
from bot.figure_asks import Asked, local_day
from bot.money import brief, exact
from bot.text import Text, joined
from bot.trade_words import STATES
from bot.words import span
from sales.money import half_up
from sales.orders import State
from sales.scopes import Level
from storage.funnels import Funnel, Stand, funnel_of

FEWEST = 2
"""A funnel has so many steps at least."""


def funnel_card(ctx: Context, asked: Asked) -> Card:
    """The steps as a chart and in words, then every state with its number and amount."""
    scope, teams = asked.sight.scope, [team.id for team in asked.sight.teams]
    rep = scope.id if scope.level is Level.REP else None
    found = funnel_of(ctx.db, teams, asked.stretch, local_day(ctx), rep)
    title = Text("漏斗：{name}", "Funnel: {name}").fill(name=asked.sight.name)
    lead = _lead(found)
    drawn = (*_steps_shown(found, lead), table(_COLUMNS, _rows(found), page_size=10))
    return card(
        title,
        *(drawn if found.states else (plain(_NONE),)),
        facts((_QUOTED, _offered(found.quoted))),
        note(_HOW),
        as_of(ctx, asked),
        subtitle=span(asked.stretch.first, asked.stretch.end),
        summary=joined([title, named(asked.stretch), lead if found.states else _NONE], " · "),
        icon="data-board_outlined",
    )


def _steps(found: Funnel) -> list[tuple[Text, Stand]]:
    return [
        (Text("录入", "Entered"), found.entered),
        (Text("提交", "Submitted"), found.submitted),
        (Text("确认", "Confirmed"), found.confirmed),
        (Text("发货", "Shipped"), found.shipped),
        (Text("回款", "Paid"), found.paid),
    ]


def _steps_shown(found: Funnel, lead: Text) -> list[Element]:
    """The steps that anything has come to as a funnel, the others in words; a single one makes no funnel."""
    parts = [Part(words, half_up(stand.amount.minor, 100), _stood(stand)) for words, stand in _steps(found)]
    reached = [part for part in parts if part.value > 0]
    if len(reached) < FEWEST:
        return [plain(lead, size="heading"), note(_listed(parts))]
    rest = [part for part in parts if part.value <= 0]
    return [funnel(lead, reached), *([note(_listed(rest))] if rest else [])]


def _listed(parts: Sequence[Part]) -> Text:
    step = Text("{words} {figure}", "{words} {figure}")
    return joined([step.fill(words=part.words, figure=part.figure) for part in parts], " · ")


def _lead(found: Funnel) -> Text:
    """The finding: how much of what was entered is confirmed, and how much of that is paid."""
    said = Text("录入 {all}，确认 {confirmed}，回款 {paid}", "{all} entered, {confirmed} confirmed, {paid} paid")
    amounts = {"all": found.entered, "confirmed": found.confirmed, "paid": found.paid}
    return said.fill(**{name: brief(stand.amount) for name, stand in amounts.items()})


def _stood(stand: Stand) -> Text:
    return Text("{n} 单 {amount}", "{n} for {amount}").fill(n=stand.count, amount=brief(stand.amount))


def _offered(stand: Stand) -> Text:
    return Text("{n} 份 {amount}", "{n} for {amount}").fill(n=stand.count, amount=brief(stand.amount))


def _rows(found: Funnel) -> list[dict[str, object]]:
    stands = ((state, found.states[state]) for state in State if state in found.states)
    return [{"state": STATES[state], "n": one.count, "amount": exact(one.amount)} for state, one in stands]


_COLUMNS = (
    Column("state", Text("现在的状态", "Stands at"), width="40%"),
    Column("n", Text("单数", "Orders"), "number", width="22%"),
    Column("amount", Text("金额", "Amount"), align="right", width="38%"),
)
_QUOTED = Text("有效报价", "Open quotes")
_NONE = Text("这段时间没有订单。", "There are no orders in that time.")
_HOW = Text(
    "按录入日期的订单，看它们现在走到哪一步；每一步含走得更远的，不含已取消的。",
    "Orders by the date they were entered, as they stand now; each step has those that came farther, too.",
)
