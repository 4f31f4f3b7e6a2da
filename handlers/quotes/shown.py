"""A quote as people see it: its lines, its sum, until when it stands, and what may be done with it."""

from collections.abc import Sequence

from bot.card import Card, Element, block, card, cut, facts, heading, md, note, plain, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.deals import deal_head, deal_lines, terms_words
from bot.money import exact
from bot.order_forms import ShowOrder
from bot.text import Text, joined, same
from bot.words import day
from handlers.quotes.forms import AcceptQuote, EditQuote, RenewQuote, ShowQuote, WithdrawQuote
from sales.orders import Content, Line
from sales.orders import number as order_number
from sales.quotes import State
from storage.quotes import Quote

MOST = 8
"""How many open quotes stand below the form."""

STATES = {
    State.OPEN: Text("有效", "Open"),
    State.ACCEPTED: Text("已转订单", "Accepted"),
    State.WITHDRAWN: Text("已撤回", "Withdrawn"),
}
"""What the state of a quote is called."""

COLOURS = {State.OPEN: "green", State.ACCEPTED: "blue", State.WITHDRAWN: "grey"}
EXPIRED = Text("已过期", "Expired")


def quote_card(ctx: Context, quote: Quote, *lines: Text, may_handle: bool) -> Card:
    """The quote as it stands now; `lines` say what has just happened."""
    named = Text("报价 {number}", "Quote {number}").fill(number=quote.number)
    expired = quote.is_expired(ctx.today)
    state, colour = (EXPIRED, "orange") if expired else (STATES[quote.state], COLOURS[quote.state])
    return card(
        named,
        *parts(quote.customer, quote.lines),
        terms(quote.content, day(quote.valid_until)),
        plain(joined(lines, "\n")) if lines else None,
        ways(ctx, quote, is_expired=expired) if may_handle else None,
        note(Text("第 {n} 版", "Version {n}").fill(n=quote.version)),
        subtitle=same(quote.rep),
        summary=joined([named, same(quote.customer), exact(quote.amount), state], " · "),
        colour=colour,
        tags=(tag(state, "neutral" if colour == "grey" else colour),),
    )


def parts(customer: str, lines: Sequence[Line]) -> list[Element]:
    """For whom, what that comes to, and how it is made up."""
    return [deal_head(customer, lines, with_cost=False), deal_lines(lines, with_cost=False)]


def terms(content: Content, until: Text) -> Element:
    """Until when it stands, how it is to be paid, and the note."""
    pairs = [(Text("有效期至", "Valid until"), until), (Text("付款", "Payment"), terms_words(content.terms))]
    pairs += [(Text("备注", "Note"), same(cut(content.note, 200)))] if content.note else []
    return facts(*pairs)


def ways(ctx: Context, quote: Quote, *, is_expired: bool) -> Element | None:
    """The buttons for what may be done now; an expired one must be renewed before it becomes an order."""
    to = ctx.open_id
    if quote.state is State.ACCEPTED and quote.order_id:
        words = Text("看订单 {number}", "See order {number}").fill(number=order_number(quote.order_id))
        return buttons(button(words, ShowOrder(quote.order_id).stamp(to=to)))
    if quote.state is not State.OPEN:
        return None
    renew = button(Text("续期", "Renew"), RenewQuote(quote.id).stamp(to=to), style="primary_filled")
    accept = AcceptQuote(quote.id, quote.version).stamp(to=to)
    main = renew if is_expired else button(Text("转订单", "Make it an order"), accept, style="primary_filled")
    sure = (Text("撤回 {number}？", "Withdraw {number}?").fill(number=quote.number), _GONE)
    return buttons(
        main,
        button(Text("修改", "Edit"), EditQuote(quote.id).stamp(to=to)),
        button(Text("撤回", "Withdraw"), WithdrawQuote(quote.id, quote.version).stamp(to=to), confirm=sure),
    )


def below(ctx: Context, quotes: Sequence[Quote]) -> list[Element]:
    """The asker's open quotes, under a form that was just begun."""
    if not quotes:
        return []
    title = heading(Text("没了结的报价（{n} 份）", "Open quotes ({n})").fill(n=len(quotes)))
    more = [note(Text("还有 {n} 份", "{n} more").fill(n=len(quotes) - MOST))] if len(quotes) > MOST else []
    return [title, *(_line(ctx, quote) for quote in quotes[:MOST]), *more]


def _line(ctx: Context, quote: Quote) -> Element:
    ends = day(quote.valid_until)
    until = Text("{day} 已过期", "expired {day}") if quote.is_expired(ctx.today) else Text("至 {day}", "until {day}")
    rest = joined([same(quote.number), exact(quote.amount), until.fill(day=ends)], " · ")
    said = md(same("**{customer}**\n<font color='grey'>{rest}</font>"), customer=cut(quote.customer, 60), rest=rest)
    return block(said, buttons(button(Text("打开", "Open"), ShowQuote(quote.id).stamp(to=ctx.open_id))))


_GONE = Text("撤回后不能再转订单。", "It cannot become an order any more.")
