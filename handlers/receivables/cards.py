"""What is owed, by age, with the overdue first; one customer's account; and the question which customer is meant."""

from collections.abc import Mapping, Sequence

from bot.accounts import Account, allocate_button, owed_line, pay_button, standing, statement_button
from bot.card import Card, Column, Element, Metric, block, card, columns, cut, heading, md, metrics, note, plain, table
from bot.context import Context
from bot.controls import button, buttons
from bot.money import brief, exact
from bot.text import Text, joined, same
from bot.views import Run
from bot.words import day
from sales.money import Money, total
from sales.receivables import OVERDUE, Bucket, ages
from storage.ageing import Age, Debtor, ageing, debtors
from storage.credits import unallocated_of_rep, unallocated_of_team
from storage.names import Hit
from storage.receivables import Whose

MOST, MOST_DEBTORS = 12, 5
"""How many shipments of a customer, and how many customers of a list, a card shows."""


def list_card(ctx: Context, whose: Whose, title: Text) -> Card:
    """The ages of what is owed to a rep or a team, and the customers with the most overdue."""
    found = ageing(ctx.db, whose, ctx.today)
    late = total([found[each].amount for each in OVERDUE])
    left = unallocated_of_team(ctx.db, whose.team_id) if whose.team_id else unallocated_of_rep(ctx.db, ctx.me.id)
    largest = debtors(ctx.db, whose, ctx.today, MOST_DEBTORS)
    lead = Text("逾期 {late}，应收合计 {all}", "Overdue {late} of {all}").fill(
        late=exact(late), all=exact(total([age.amount for age in found.values()]))
    )
    return card(
        title,
        _numbers(late, found, left),
        _table({bucket: age.amount for bucket, age in found.items()}, found),
        heading(Text("逾期最多的客户", "Most overdue")) if largest else None,
        *(_debtor(ctx, each) for each in largest),
        note(_HOW),
        subtitle=day(ctx.today),
        summary=lead,
        colour="red" if late else "blue",
        icon="money_outlined",
    )


def account_card(ctx: Context, account: Account) -> Card:
    """One customer: the ages of what is open, each shipment that is, and what is left of their money."""
    name = same(cut(account.customer.name, 40))
    more = len(account.open) - MOST
    lead = Text("{name} 还欠 {owed}，逾期 {late}", "{name} owes {owed}, {late} overdue").fill(
        name=name, owed=exact(account.owed), late=exact(account.overdue)
    )
    return card(
        Text("应收：{name}", "Receivables: {name}").fill(name=name),
        standing(account),
        _table(ages(account.open, account.today)) if account.open else plain(_NOTHING),
        block(*(owed_line(each, account.today) for each in account.open[:MOST])) if account.open else None,
        note(Text("还有 {n} 笔", "{n} more").fill(n=more)) if more > 0 else None,
        buttons(
            pay_button(account.customer.name), statement_button(account.customer.name), allocate_button(ctx, account)
        ),
        subtitle=day(account.today),
        summary=lead,
        colour="red" if account.overdue else "blue",
        icon="money_outlined",
    )


def choice_card(said: str, hits: Sequence[Hit], word: Text, also: str) -> Card:
    """The customers that may be meant, each with the command that was typed; nobody's amounts are on it."""
    lead = Text("「{said}」可能是这几家", "{said} may be one of these").fill(said=cut(said, 40))
    return card(
        Text("是哪一家？", "Which one?"),
        plain(lead),
        *(_choice(hit, f"{word.zh} {hit.customer.name} {also}".strip()) for hit in hits),
        summary=lead,
        icon="search_outlined",
    )


def _choice(hit: Hit, said: str) -> Element:
    name = md(same("**{name}**"), name=cut(hit.customer.name, 40))
    return columns(name, button(Text("打开", "Open"), Run(said).stamp()), weights=(4, 1))


def _numbers(late: Money, found: Mapping[Bucket, Age], left: Money) -> Element:
    """What is overdue stands first and large; money that settles nothing is apart."""
    return metrics(
        Metric(brief(late), Text("逾期", "Overdue")),
        Metric(brief(found[Bucket.NOT_DUE].amount), Text("未到期", "Not due")),
        Metric(brief(left), Text("未分配回款", "Not allocated")),
    )


def _table(sums: Mapping[Bucket, Money], found: Mapping[Bucket, Age] | None = None) -> Element:
    """The five buckets with exact amounts, and with how many shipments where that is known."""
    heads = [Column("age", Text("逾期天数", "Days overdue")), Column("amount", Text("金额", "Amount"), align="right")]
    heads += [Column("n", Text("笔数", "Number"), "number")] if found else []
    rows = [
        {"age": NAMES[bucket], "amount": exact(amount), "n": found[bucket].count if found else None}
        for bucket, amount in sums.items()
    ]
    return table(heads, rows)


def _debtor(ctx: Context, late: Debtor) -> Element:
    days = (ctx.today - late.since).days
    rest = joined([exact(late.overdue), Text("最久 {n} 天", "{n} days at most").fill(n=days)], Text(" · ", " · "))
    said = md(same("**{name}**\n<font color='red'>{rest}</font>"), name=cut(late.customer, 40), rest=rest)
    return columns(said, statement_button(late.customer), weights=(2, 1))


NAMES: Mapping[Bucket, Text] = {
    Bucket.NOT_DUE: Text("未到期", "Not due"),
    Bucket.UP_TO_30: same("1–30"),
    Bucket.UP_TO_60: same("31–60"),
    Bucket.UP_TO_90: same("61–90"),
    Bucket.OVER_90: same("> 90"),
}
"""What the buckets are called: days past the due date, in a table, which has no languages of its own."""

_NOTHING = Text("没有未收的款。", "Nothing is open.")
_HOW = Text("发「应收 客户名」看一家的明细。", 'Send "receivables CUSTOMER" for one of them.')
