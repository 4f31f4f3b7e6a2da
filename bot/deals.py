"""What a quote or an order comes to, as people see it: whose it is, the total, and line by line how it is made up."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.card import GREY, Element, block, cut, headline, md
from bot.money import exact, percent
from bot.text import Text, joined, same
from sales.money import FULL, ZERO, Money, total
from sales.orders import Line
from sales.terms import Credit, Terms


def deal_head(customer: str, lines: Sequence[Line], *, with_cost: bool) -> Element:
    """The customer, the total as the one big number, and beneath it what is off and, if it may be known, the margin."""
    amount = total([line.amount for line in lines])
    rest = _off(lines, amount) + (_margin(lines, amount) if with_cost else [])
    return headline(
        md(same("**{customer}**"), customer=cut(customer, 60)),
        md(same("## {amount}"), amount=exact(amount)),
        md(GREY, size="notation", words=joined([Text("合计", "Total"), *rest], " · ")),
    )


def deal_lines(lines: Sequence[Line], *, with_cost: bool, under: Mapping[int, Text] | None = None) -> Element:
    """Every line in one box; `under` are words of warning by the line's number."""
    said = under or {}
    parts = [part for line in lines for part in (_line(line, with_cost=with_cost), _warned(said.get(line.no)))]
    return block(*parts)


def terms_words(terms: Terms) -> Text:
    """Terms of payment as people say them."""
    said = {
        Credit.PREPAID: Text("款到发货", "before shipment"),
        Credit.NET: Text("发货后 {n} 天", "{n} days after shipment"),
        Credit.MONTHLY: Text("月结 {n} 天", "{n} days from the month's end"),
    }
    return said[terms.credit].fill(n=terms.days)


def _off(lines: Sequence[Line], amount: Money) -> list[Text]:
    known = [line.list_amount for line in lines if line.list_amount]
    if len(known) < len(lines):
        return []
    full = total(known)
    off = FULL - amount.part(FULL, full.minor).minor
    return [_LIST.fill(p=exact(full)), _OFF.fill(p=percent(off))] if off else []


def _margin(lines: Sequence[Line], amount: Money) -> list[Text]:
    known = [line.cost for line in lines if line.cost is not None]
    if len(known) < len(lines) or amount <= ZERO:
        return [Text("缺成本，算不出毛利", "no margin: a cost is missing")]
    return [_MARGIN.fill(p=percent((amount - total(known)).part(FULL, amount.minor).minor))]


def _line(line: Line, *, with_cost: bool) -> Element:
    at = exact(line.price) if line.rate == FULL else joined([exact(line.price), percent(line.rate)], " × ")
    name = cut(line.product, 40) if line.product != line.code else ""
    rest = _details(line, with_cost=with_cost)
    said = _SAID + (_REST if rest else "")
    grey = joined(rest, " · ") if rest else same("—")
    many: dict[str, Any] = {"n": line.quantity, "unit": line.unit, "price": at, "amount": exact(line.amount)}
    return md(same(said), code=line.code, name=name, rest=grey, **many)


def _details(line: Line, *, with_cost: bool) -> list[Text]:
    """How far it has got, then how its price compares."""
    gone = [(_SHIPPED, line.shipped), (_RETURNED, line.returned), (_CANCELLED, line.cancelled)]
    parts = [text.fill(n=n) for text, n in gone if n]
    if line.discount and line.priced.list_price:
        parts += [_LIST.fill(p=exact(line.priced.list_price)), _OFF.fill(p=percent(line.discount))]
    return [*parts, _MARGIN.fill(p=percent(line.margin))] if with_cost and line.margin is not None else parts


def _warned(words: Text | None) -> Element | None:
    return md(_WARNING, said=words) if words else None


_WARNING = Text("<font color='orange'>{said}</font>", "<font color='orange'>{said}</font>")
_SAID = "**{code}** {name}\n{n} {unit} × {price} = **{amount}**"
_REST = "\n<font color='grey'>{rest}</font>"
_LIST = Text("牌价 {p}", "list {p}")
_OFF = Text("优惠 {p}", "{p} off")
_MARGIN = Text("毛利率 {p}", "margin {p}")
_SHIPPED = Text("已发 {n}", "{n} shipped")
_RETURNED = Text("已退 {n}", "{n} returned")
_CANCELLED = Text("已取消 {n}", "{n} cancelled")
