"""From a filled form for goods to what somebody wants: every line that cannot be so is told at its own field."""

from collections.abc import Sequence
from datetime import date

from bot.context import Context
from bot.errors import Problem, Refusal
from bot.form import entries, sentence
from bot.line_fields import OTHER, TERMS, Deal
from bot.text import Text, joined
from bot.words import broken
from sales.breaches import RuleBroken
from sales.lines import Price, read_price, read_quantity, read_terms
from sales.money import FULL, ZERO, Money, half_up
from sales.orders import MOST_LINES, Priced, Wish, amount_of
from sales.records import dataclass
from sales.terms import AT_ONCE, MOST_DAYS, Terms
from sales.trade_breaches import CreditTooLong, NoPrice, NoSuchProduct, TooCheap, TooDear, TooFew, TooMany, WrongUnit
from storage.product_search import search_products
from storage.products import Product, find_product, prices_on


@dataclass(frozen=True, slots=True)
class _Typed:
    """One line that says anything, by its place on the form."""

    no: int
    product: str
    quantity: str
    price: str


class _UnfitError(Exception):
    def __init__(self, field: str, why: Text) -> None:
        super().__init__(why.en)
        self.problem = Problem(field, entries(Deal)[field].label or why, why)


def wishes_of(ctx: Context, filled: Deal) -> tuple[Wish, ...]:
    """What the lines of a form ask for; raises a `Refusal` with a problem for each field that cannot be so."""
    overall = _overall(filled)
    problems: list[Problem] = []
    read: list[tuple[_Typed, Product, Wish]] = []
    for line in _typed(filled):
        try:
            read.append((line, *_wish(ctx, line, overall)))
        except _UnfitError as unfit:
            problems.append(unfit.problem)
    problems += _beyond(ctx, read)
    if not read and not problems:
        problems.append(_UnfitError("product_1", _NOTHING).problem)
    if problems:
        raise Refusal(sentence(problems), tuple(problems))
    return tuple(wish for _, _, wish in read)


def terms_of(filled: Deal) -> Terms:
    """The terms of payment that a form says; raises a `Refusal` for typed ones that are not understood."""
    chosen = TERMS[filled.terms][0] if filled.terms in TERMS else None
    if not filled.other_terms:
        if filled.terms == OTHER:
            raise _refused(Text("请填写付款条件", "please fill it in"), "other_terms")
        return chosen or AT_ONCE
    typed = read_terms(filled.other_terms)
    if typed is None:
        raise _refused(_NO_TERMS, "other_terms")
    if typed.days > MOST_DAYS:
        raise _refused(broken(CreditTooLong(MOST_DAYS)), "other_terms")
    if chosen not in (None, typed):
        raise _refused(_TWO_TERMS, "other_terms")
    return typed


def _typed(filled: Deal) -> list[_Typed]:
    said = [[getattr(filled, f"{name}_{no}") for name in _NAMES] for no in range(1, MOST_LINES + 1)]
    return [_Typed(no, *line) for no, line in enumerate(said, 1) if any(line)]


def _overall(filled: Deal) -> int:
    read = read_price(filled.overall)
    if read is None or read.price is not None or read.rate <= 0:
        raise _refused(Text("没看懂折扣，例如 95折 或 -5%", "not understood; such as -5%"), "overall")
    return read.rate


def _wish(ctx: Context, line: _Typed, overall: int) -> tuple[Product, Wish]:
    product = _product_of(ctx, line)
    quantity, price = _quantity_of(ctx, line, product), _price_of(line, product)
    return product, Wish(product.id, quantity, price.price, half_up(price.rate * overall, FULL))


def _product_of(ctx: Context, line: _Typed) -> Product:
    field = f"product_{line.no}"
    if not line.product:
        raise _UnfitError(field, Text("请填写产品", "please fill it in"))
    if product := find_product(ctx.db, line.product):
        return product
    why, near = broken(NoSuchProduct(line.product)), search_products(ctx.db, line.product, 3)
    names = ", ".join(product.code for product in near)
    raise _UnfitError(field, joined([why, _PERHAPS.fill(names=names)], " ") if near else why)


def _quantity_of(ctx: Context, line: _Typed, product: Product) -> int:
    field, read = f"quantity_{line.no}", read_quantity(line.quantity)
    if read is None:
        raise _UnfitError(field, _NO_QUANTITY)
    if read.unit and read.unit.casefold() != product.unit.casefold():
        raise _broken(field, WrongUnit(product.code, product.unit))
    if read.n <= 0:
        raise _broken(field, TooFew(product.code))
    if read.n > ctx.house.trade.most_quantity:
        raise _broken(field, TooMany(product.code, ctx.house.trade.most_quantity))
    return read.n


def _price_of(line: _Typed, product: Product) -> Price:
    field, read = f"price_{line.no}", read_price(line.price)
    if read is None:
        raise _UnfitError(field, Text("没看懂，例如 95、9折、-5%", "not understood; such as 95 or -5%"))
    if read.rate <= 0 or (read.price is not None and read.price <= ZERO):
        raise _broken(field, TooCheap(product.code))
    return read


def _beyond(ctx: Context, read: Sequence[tuple[_Typed, Product, Wish]]) -> list[Problem]:
    """Lines without any price, and amounts that can only be a slip."""
    today, most = said_on(ctx), ctx.house.trade.most_amount
    listed = prices_on(ctx.db, [product.id for _, product, _ in read], today)
    found, whole = [], ZERO
    for line, product, wish in read:
        price = wish.price if wish.price is not None else listed.get(product.id, Priced()).list_price
        amount = amount_of(wish, price) if price is not None else ZERO
        whole += amount
        if wrong := _wrong(product.code, price, amount, most, today):
            found.append(_broken(f"price_{line.no}", wrong).problem)
    if not found and whole > most:
        found.append(_broken(f"price_{read[-1][0].no}", TooDear("Σ", most)).problem)
    return found


def _wrong(code: str, price: Money | None, amount: Money, most: Money, today: date) -> RuleBroken | None:
    if price is None:
        return NoPrice(code, today)
    if amount <= ZERO:
        return TooCheap(code)
    return TooDear(code, most) if amount > most or price > most else None


def said_on(ctx: Context) -> date:
    """The team's local date on which the person said it, whose prices hold: said offline, it counts from then."""
    return min(ctx.delivery.at, ctx.now).astimezone(ctx.team.zone).date()


def _broken(field: str, breach: RuleBroken) -> _UnfitError:
    return _UnfitError(field, broken(breach))


def _refused(why: Text, field: str) -> Refusal:
    problem = _UnfitError(field, why).problem
    return Refusal(sentence([problem]), (problem,))


_NAMES = ("product", "quantity", "price")
_NOTHING = Text("请至少填一行产品", "please fill in at least one line")
_NO_QUANTITY = Text("请填数量，例如 10 或 10台", "please give a quantity such as 10")
_NO_TERMS = Text("没看懂，例如 45天、月结30、款到发货", "not understood; such as net 45")
_TWO_TERMS = Text("和上面选的不一样，请只留一个", "differs from what is chosen above: please keep one")
_PERHAPS = Text("是不是 {names}？", "Did you mean {names}?")
