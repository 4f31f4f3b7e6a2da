"""What a form asks for goods: ten lines of product, quantity and price, what is off on the whole, how it is paid.

Text inputs, three beside each other: selects with options, ten times over, are more components than a card may have.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from bot.card import Element, columns, panel
from bot.controls import Option, text_input
from bot.form import Form, entries, pick, words
from bot.money import percent
from bot.text import Text, same
from bot.views import control
from sales.money import FULL, Money
from sales.orders import MOST_LINES, Line
from sales.records import dataclass
from sales.terms import AT_ONCE, Credit, Terms

OPEN_LINES: Final = 3
"""How many lines stand open; the others are folded away."""

OTHER: Final = "other"
"""The choice of terms that are typed."""

TERMS: Final = {
    "prepaid": (AT_ONCE, Text("款到发货", "Before shipment")),
    "net-30": (Terms(Credit.NET, 30), Text("发货后 30 天", "30 days after shipment")),
    "net-60": (Terms(Credit.NET, 60), Text("发货后 60 天", "60 days after shipment")),
    "net-90": (Terms(Credit.NET, 90), Text("发货后 90 天", "90 days after shipment")),
    "monthly-30": (Terms(Credit.MONTHLY, 30), Text("月结 30 天", "30 days from the month's end")),
}
"""The terms that are offered, by their key in the form."""


def _product(no: int) -> Any:
    return words(Text("{n} 产品", "{n} Product").fill(n=no), limit=60)


def _quantity(no: int) -> Any:
    return words(Text("{n} 数量", "{n} Quantity").fill(n=no), limit=20)


def _price(no: int) -> Any:
    return words(Text("{n} 单价/折扣", "{n} Price/off").fill(n=no), limit=30)


@dataclass(frozen=True)
class Deal(Form):
    """The fields of a form for goods, all of them as typed; `bot.line_reading` makes wishes and terms of them."""

    product_1: str = _product(1)
    quantity_1: str = _quantity(1)
    price_1: str = _price(1)
    product_2: str = _product(2)
    quantity_2: str = _quantity(2)
    price_2: str = _price(2)
    product_3: str = _product(3)
    quantity_3: str = _quantity(3)
    price_3: str = _price(3)
    product_4: str = _product(4)
    quantity_4: str = _quantity(4)
    price_4: str = _price(4)
    product_5: str = _product(5)
    quantity_5: str = _quantity(5)
    price_5: str = _price(5)
    product_6: str = _product(6)
    quantity_6: str = _quantity(6)
    price_6: str = _price(6)
    product_7: str = _product(7)
    quantity_7: str = _quantity(7)
    price_7: str = _price(7)
    product_8: str = _product(8)
    quantity_8: str = _quantity(8)
    price_8: str = _price(8)
    product_9: str = _product(9)
    quantity_9: str = _quantity(9)
    price_9: str = _price(9)
    product_10: str = _product(10)
    quantity_10: str = _quantity(10)
    price_10: str = _price(10)
    overall: str = words(Text("整单折扣（如 95折、-5%）", "Off on everything (such as -5%)"), limit=20)
    terms: str = pick(Text("付款（不选就是款到发货）", "Payment (if not chosen: before shipment)"), limit=12)
    other_terms: str = words(Text("其他付款条件（如 45天）", "Other terms (such as net 45)"), limit=30)


def line_elements(typed: Mapping[str, object], wrong: Iterable[str] = ()) -> list[Element]:
    """The lines as elements of a form, with what was typed; the folded ones open where one of them says something."""
    later = range(OPEN_LINES + 1, MOST_LINES + 1)
    names = [name for no in later for name in _names(no)]
    is_open = any(typed.get(name) for name in names) or not set(names).isdisjoint(wrong)
    folded = panel(_MORE.fill(first=later[0], last=MOST_LINES), *(_line(no, typed) for no in later), expanded=is_open)
    return [*(_line(no, typed) for no in range(1, OPEN_LINES + 1)), folded]


def _names(no: int) -> tuple[str, str, str]:
    return f"product_{no}", f"quantity_{no}", f"price_{no}"


def _line(no: int, typed: Mapping[str, object]) -> Element:
    asked = entries(Deal)
    examples = (same("A100"), same("10"), Text("95 或 9折", "95 or -5%")) if no == 1 else (None, None, None)
    cells = [
        text_input(
            name,
            asked[name].label or same(name),
            value=str(typed.get(name) or ""),
            limit=asked[name].limit,
            placeholder=example,
        )
        for name, example in zip(_names(no), examples, strict=True)
    ]
    return columns(*cells, weights=(5, 3, 4))


def terms_elements(form: type[Form], typed: Mapping[str, object]) -> list[Element]:
    """The terms to choose from, and the field for others."""
    options = [Option(key, label) for key, (_, label) in TERMS.items()]
    options.append(Option(OTHER, Text("其他（填在下面）", "Other (below)")))
    return [control(form, "terms", typed, options), control(form, "other_terms", typed)]


def typed_lines(lines: Iterable[Line]) -> dict[str, str]:
    """What lines say, as the form's fields would send it; a price that follows the list stays empty."""
    typed: dict[str, str] = {}
    for no, line in enumerate(lines, 1):
        price = typed_price(line.price if line.given else None, line.rate)
        typed |= dict(zip(_names(no), (line.code, str(line.quantity), price), strict=True))
    return typed


def typed_price(price: Money | None, rate: int) -> str:
    """A unit price and a rate as one would type them: `95`, `95.5 -10%`, `-2.5%`, or nothing at all."""
    off = percent(FULL - rate).zh if rate < FULL else ""
    said = f"{price.minor // 100}.{price.minor % 100:02}".removesuffix(".00") if price is not None else ""
    return " ".join(part for part in (said, off and f"-{off}") if part)


def typed_terms(terms: Terms) -> dict[str, str]:
    """Terms as the form's fields would send them."""
    known = {offered: key for key, (offered, _) in TERMS.items()}
    if terms in known:
        return {"terms": known[terms]}
    days = {Credit.NET: Text("{n}天", "net {n}"), Credit.MONTHLY: Text("月结{n}天", "monthly {n}")}
    return {"terms": OTHER, "other_terms": days[terms.credit].fill(n=terms.days).zh}


_MORE = Text("第 {first}–{last} 行", "Lines {first} to {last}")
