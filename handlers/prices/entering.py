"""The card on which prices are entered: what holds stands in it already, what was typed in one line above that."""

from collections.abc import Mapping, Sequence

from bot.card import Card, Element, card, note, panel, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit
from bot.errors import Problem
from bot.form import entries
from bot.money import exact
from bot.text import Text, joined, same
from bot.views import Run, control, problem_note
from bot.words import broken
from handlers.prices.access import today
from handlers.prices.cards import PRICING, names, price_facts
from handlers.prices.forms import FIELDS, SetPrices
from sales.amounts import read_amount
from sales.dates import read_day
from sales.price_phrases import NO_PRICE
from sales.prices import AMOUNTS, Broken, Known, PriceRow, in_force
from storage.products import Product

FOLDED_NEW, FOLDED = ("group", "last_on"), ("called", "unit", "group", "last_on")
"""What is folded away for a new product, and for one that is known."""


def form_card(
    ctx: Context,
    product: Product | None,
    typed: Mapping[str, object],
    problems: Sequence[Problem] = (),
    *also: Element | None,
) -> Card:
    """Asks for the prices of a product, or for a new product and its prices."""
    title = _TITLE.fill(code=product.code) if product else _NEW
    folded = FOLDED if product else FOLDED_NEW
    shown = [name for name in _ASKED if name not in folded and not (product and name == "code")]
    wrong = {problem.field for problem in problems}
    more = [control(SetPrices, name, typed) for name in folded]
    stamp = SetPrices(product.id if product else 0).stamp(to=ctx.open_id, key=ctx.card_key())
    return card(
        title,
        problem_note(problems),
        *also,
        form(
            "prices",
            *(control(SetPrices, name, typed, required=name in _NEEDED) for name in shown),
            panel(_MORE if product else _MORE_NEW, *more, expanded=not wrong.isdisjoint(folded)),
            buttons(submit(Text("确认生效", "Put in force"), "set", stamp)),
        ),
        note(_HOW),
        subtitle=same(product.name) if product else None,
        summary=title,
        icon="edit_outlined",
    )


def held(known: Known | None, said: Mapping[str, str], ctx: Context) -> dict[str, object]:
    """What the fields show: what holds on the first day, with what was said above it; amounts and dates as read."""
    on = today(ctx)
    first_on = read_day(said.get("first_on", ""), on) or on
    last_on = read_day(said.get("last_on", ""), on)
    row = in_force(known.rows, first_on) if known else None
    kept: dict[str, str] = {"first_on": first_on.isoformat(), "last_on": last_on.isoformat() if last_on else ""}
    kept |= {name: getattr(known, name) for name in ("name", "unit", "group") if known}
    kept |= {
        name: _plain(amount.minor) for name in AMOUNTS if row and (amount := getattr(row.priced, name)) is not None
    }
    kept |= {name: _as_read(name, words) for name, words in said.items() if name not in kept or name not in _DAYS}
    return {FIELDS.get(name, name): words for name, words in kept.items()}


def _as_read(name: str, words: str) -> str:
    if words.lower() in NO_PRICE and name != "name":
        return ""
    minor = read_amount(words) if name in AMOUNTS else None
    return words if minor is None else _plain(minor)


def _plain(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02}" if minor % 100 else str(minor // 100)


def labelled(wrong: Sequence[Broken]) -> tuple[Problem, ...]:
    """What is wrong, by the fields of the card."""
    labels = entries(SetPrices)
    found = [(FIELDS.get(each.field, each.field), each.why) for each in wrong]
    return tuple(Problem(name, labels[name].label or same(name), broken(why)) for name, why in found)


def standing(row: PriceRow | None) -> Element | None:
    """What holds now, small, for comparing."""
    if row is None or row.priced.list_price is None:
        return None
    pairs = [(Text("牌价", "list price"), exact(row.priced.list_price)), *price_facts(row.priced, with_cost=True)]
    return note(_STANDING.fill(first=row.first_on, prices=joined([joined(pair, " ") for pair in pairs], " · ")))


def suggestions(code: str, rest: str, likely: Sequence[Product]) -> list[Element]:
    """For a code that is not known: those it may be a slip of, each a button that says the same of that one."""
    if not code or not likely:
        return []
    row = [button(names(each), Run(f"{PRICING.zh} {each.code} {rest}".strip()).stamp()) for each in likely]
    return [plain(_UNKNOWN.fill(code=code)), buttons(*row, align="left")]


_ASKED = ("code", "called", "unit", "list_price", "floor_price", "cost", "first_on", "group", "last_on")
_NEEDED = ("code", "unit", "list_price", "first_on")
_DAYS = ("first_on", "last_on")
_TITLE = Text("定价 {code}", "Prices of {code}")
_NEW = Text("新产品定价", "A new product and its prices")
_MORE = Text("名称、单位、产品组、最后一天", "Name, unit, group, last day")
_MORE_NEW = Text("产品组、最后一天", "Group, last day")
_HOW = Text(
    "提交后生效，已有订单的价格不变。金额可以写 95、¥95.5 或 1.2万。",
    "It holds once submitted; orders that exist keep their prices. Amounts may be 95, ¥95.5 or 12,000.",
)
_STANDING = Text("现在（{first} 起）：{prices}", "Now (from {first}): {prices}")
_UNKNOWN = Text(
    "没有「{code}」，提交后会是新产品。也可能是：", "There is no {code}: it would be a new product. Or did you mean:"
)
