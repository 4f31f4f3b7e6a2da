"""The cards on which customers are found: lists, a choice, and what somebody sees who may not see more."""

from collections.abc import Sequence

from bot.card import Card, Element, card, columns, cut, md, note, plain, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.views import Run
from handlers.customers.forms import ClaimCustomer, NewCustomer, OpenCustomer
from storage.customers import Customer
from storage.names import Hit

SHOWN = 40
"""How many characters of a name a title or button shows."""


def mine_card(ctx: Context, customers: Sequence[Customer], total: int) -> Card:
    """The asker's own customers, and how to find any other."""
    lines = [_choice(ctx, each, _tier(each)) for each in customers]
    more = Text("还有 {n} 家，发「客户 名字」查找", '{n} more: send "customer NAME"').fill(n=total - len(customers))
    return card(
        Text("我的客户", "My customers"),
        *lines,
        note(more if total > len(customers) else _HOW),
        subtitle=same(ctx.me.name),
        summary=Text("我的客户 {n} 家", "My customers: {n}").fill(n=total),
        icon="company_outlined",
    )


def choice_card(ctx: Context, said: str, hits: Sequence[Hit]) -> Card:
    """Several customers that may be meant, the likeliest first; none of them is opened unasked."""
    lead = Text("「{said}」可能是这几家", "{said} may be one of these").fill(said=cut(said, SHOWN))
    lines = [_choice(ctx, hit.customer, _found_by(hit)) for hit in hits]
    return card(
        Text("是哪一家？", "Which one?"),
        plain(lead),
        *lines,
        buttons(_create(ctx, said, Text("都不是，新建", "None of them: new"))),
        summary=lead,
        icon="search_outlined",
    )


def nobody_card(ctx: Context, said: str) -> Card:
    """Nothing like it is known: the way to a new customer."""
    lead = Text("没有叫「{said}」的客户", "There is no customer called {said}").fill(said=cut(said, SHOWN))
    return card(
        Text("没有找到", "Not found"),
        plain(lead),
        note(_WAYS),
        buttons(_create(ctx, said, Text("新建", "New"))),
        summary=lead,
        colour="grey",
        icon="search_outlined",
    )


def taken_card(customer: Customer, why: Text) -> Card:
    """Somebody else's customer: that it is, and nothing more."""
    return card(same(customer.name), plain(why), summary=why, colour="grey", icon="lock_outlined")


def free_card(ctx: Context, customer: Customer) -> Card:
    """A customer that nobody looks after: it can be claimed."""
    lead = Text("还没有人负责", "Nobody looks after this customer")
    claim = ClaimCustomer(customer.id).stamp(to=ctx.open_id)
    return card(
        same(customer.name),
        plain(lead),
        buttons(button(Text("认领", "Claim"), claim, style="primary_filled")),
        summary=lead,
        icon="company_outlined",
        tags=(tag(Text("无归属", "Unowned")),),
    )


def visit_button(customer: Customer) -> Element:
    """The way to the visit form, with the customer filled in."""
    return button(Text("拜访", "Visit"), Run(f"{_VISIT.zh} {customer.name}").stamp(), style="primary_filled")


def _choice(ctx: Context, customer: Customer, about: Text) -> Element:
    name = md(_LINE, name=cut(customer.name, SHOWN), about=about)
    return columns(name, button(Text("打开", "Open"), OpenCustomer(customer.id).stamp(to=ctx.open_id)), weights=(4, 1))


def _create(ctx: Context, said: str, words: Text) -> Element:
    return button(words, NewCustomer(said).stamp(to=ctx.open_id))


def _found_by(hit: Hit) -> Text:
    score = Text("匹配 {score}", "match {score}").fill(score=hit.score)
    alias = [same(cut(hit.spelling, SHOWN))] if hit.spelling != hit.customer.name else []
    return joined([*alias, score], " · ")


def _tier(customer: Customer) -> Text:
    if customer.tier is None:
        return Text("未分级", "no tier")
    return Text("{tier} 级", "tier {tier}").fill(tier=customer.tier)


_VISIT = Text("拜访", "visit")
_LINE = Text("**{name}**\n<font color='grey'>{about}</font>", "**{name}**\n<font color='grey'>{about}</font>")
_HOW = Text(
    "发「客户 名字」查找：全称、简称、拼音、首字母都行。", 'Send "customer NAME": full, short, pinyin or initials.'
)
_WAYS = Text(
    "可以用全称、简称、拼音或首字母查找。", "Names are found in full, in part, in pinyin and by their initials."
)
