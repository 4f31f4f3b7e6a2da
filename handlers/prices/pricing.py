"""定价: an admin sets what a product costs from a day on, confirmed on a card; retires it, and brings it back."""

from collections.abc import Mapping

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import buttons
from bot.errors import Problem, Refusal
from bot.form import sentence
from bot.money import exact
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text, same
from handlers.prices.access import product_of, require_admin, today
from handlers.prices.cards import PRICING, product_card, retire_button
from handlers.prices.entering import form_card, held, labelled, standing, suggestions
from handlers.prices.forms import ResumeProduct, RetireProduct, SetPrices
from sales.money import ZERO
from sales.phrases import half_width
from sales.price_sentences import Act, PriceLine, read_price_line
from sales.prices import Entry, Known, in_force, read_entry
from sales.trade_breaches import NoSuchProduct
from storage import people
from storage.price_batches import known_products, sold_by_key
from storage.product_search import search_products
from storage.products import (
    Product,
    add_product,
    bring_back,
    change_product,
    find_product,
    find_retired,
    is_sold,
    product_key,
    products_by_id,
    retire,
    set_price,
)

LONGEST = 500
"""How many characters of a line are read."""
LIKELY = 3
"""How many products are named for a code that is not known."""

router = Router(Part.TRADE)


@router.command(
    PRICING,
    Text("给产品定价、停售（管理员）", "Set prices, retire products (admins)"),
    example=Text("定价 A100 牌价100 底价70 成本60", "pricing A100 list 100 floor 70 cost 60"),
    members=False,
)
def price(ctx: Context, said: str) -> Reply:
    """A card to confirm: prices with what the line says in it, or that a product goes or comes back."""
    require_admin(ctx)
    said = said[:LONGEST].replace("\0", "").strip()
    line = read_price_line(said)
    behind = half_width(said).find(line.code) + len(line.code)
    return in_private(ctx, lambda: line_card(ctx, line, said[behind:].strip()))


def line_card(ctx: Context, line: PriceLine, rest: str) -> Card:
    """A retired product's own card with the way back, else the form, or the question whether it is to go."""
    product = find_product(ctx.db, line.code) if line.code else None
    gone = None if product else find_retired(ctx.db, line.code)
    if gone:
        return product_card(ctx, gone)
    if line.act is Act.SET:
        return asked_card(ctx, line, product, rest)
    if product is None:
        raise NoSuchProduct(line.code[:40])
    return going_card(ctx, product) if line.act is Act.RETIRE else product_card(ctx, product)


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more, with what was typed."""
    found = hidden.get("product_id")
    product = products_by_id(ctx.db, [found]).get(found) if isinstance(found, int) else None
    return form_card(ctx, product, typed, problems)


@router.press(SetPrices, redraw=ask_again, members=False)
def set_prices(ctx: Context, filled: SetPrices) -> Reply:
    """Put the prices in force from their day on, and a new product or its changed names on the list."""
    require_admin(ctx)
    product = product_of(ctx, filled.product_id) if filled.product_id else None
    if product and not is_sold(ctx.db, product):
        raise Refusal(_GONE.fill(code=product.code))
    entry, known = _read(ctx, filled, product)
    kept = _keep(ctx, product, entry, known)
    said = _SET.fill(code=kept.code, price=exact(entry.priced.list_price or ZERO), first=entry.first_on)
    return Reply(product_card(ctx, kept, title=_KEPT, line=said, colour="green"), said)


@router.press(RetireProduct, members=False)
def take_off(ctx: Context, pressed: RetireProduct) -> Reply:
    """Take a product off the list."""
    require_admin(ctx)
    product = product_of(ctx, pressed.product_id)
    done = retire(ctx.db, product, _admin(ctx), ctx.now)
    return _settled(ctx, product, _TAKEN_OFF if done else _OFF_ALREADY, done=done)


@router.press(ResumeProduct, members=False)
def put_back(ctx: Context, pressed: ResumeProduct) -> Reply:
    """Put a product on the list again, at the prices it had."""
    require_admin(ctx)
    product = product_of(ctx, pressed.product_id)
    done = bring_back(ctx.db, product, _admin(ctx), ctx.now)
    return _settled(ctx, product, _BACK if done else _ON_ALREADY, done=done)


def _settled(ctx: Context, product: Product, said: Text, *, done: bool) -> Reply:
    return Reply(product_card(ctx, product), said.fill(code=product.code), "success" if done else "warning")


def _read(ctx: Context, filled: SetPrices, product: Product | None) -> tuple[Entry, Known | None]:
    """What was filled in, and what was known of the product; raises a refusal with everything that is wrong."""
    code = product.code if product else filled.code
    known = known_products(ctx.db, [code]).get(product_key(code))
    most = ctx.house.trade.most_amount
    entry, wrong = read_entry(filled.said | {"code": code}, known, today(ctx), most, keeps=product is None)
    if entry is None:
        problems = labelled(wrong)
        raise Refusal(sentence(list(problems)), problems)
    return entry, known


def _keep(ctx: Context, product: Product | None, entry: Entry, known: Known | None) -> Product:
    """The product as it is now; prices that hold already are not set twice."""
    found = product or sold_by_key(ctx.db, [entry.code]).get(product_key(entry.code))
    by = _admin(ctx)
    wanted = Product(found.id if found else 0, entry.code, entry.name, entry.unit, entry.group)
    kept = change_product(ctx.db, wanted, by, ctx.now) if found else add_product(ctx.db, wanted, by, ctx.now)
    was = in_force(known.rows, entry.first_on) if known else None
    if was is None or (was.priced, was.end_on) != (entry.priced, entry.end_on):
        set_price(ctx.db, kept, entry.priced, entry.first_on, by, ctx.now, end_on=entry.end_on)
    return kept


def _admin(ctx: Context) -> int:
    """The person's id; an admin need not be in any team."""
    return (ctx.person or people.meet(ctx.db, ctx.open_id, "")).id


def asked_card(ctx: Context, line: PriceLine, product: Product | None, rest: str) -> Card:
    """The form with what a line says in it, and what is wrong with that."""
    code = product.code if product else line.code
    known = known_products(ctx.db, [code]).get(product_key(code)) if product else None
    said = {**line.said, "code": code}
    _, wrong = read_entry(said, known, today(ctx), ctx.house.trade.most_amount)
    problems = labelled(wrong) if line.said else ()
    likely = [] if product else search_products(ctx.db, code, LIKELY)
    now = standing(in_force(known.rows, today(ctx))) if known else None
    return form_card(ctx, product, held(known, said, ctx), problems, *suggestions(code, rest, likely), now)


def going_card(ctx: Context, product: Product) -> Card:
    """Asks whether a product is to go."""
    title = Text("停售 {code}？", "Take {code} off the list?").fill(code=product.code)
    return card(
        title,
        plain(_WHAT_GOES),
        buttons(retire_button(ctx, product)),
        note(_HOW_BACK.fill(code=product.code)),
        subtitle=same(product.name),
        summary=title,
        colour="orange",
    )


_KEPT = Text("价格已保存", "Prices are kept")
_SET = Text("{code} 牌价 {price}，{first} 起", "{code}: list price {price} from {first}")
_TAKEN_OFF = Text("已停售：{code}", "Off the list: {code}")
_OFF_ALREADY = Text("之前已经停售了：{code}", "It was off the list already: {code}")
_BACK = Text("已恢复销售：{code}", "On the list again: {code}")
_ON_ALREADY = Text("{code} 一直在售。", "{code} is on the list.")
_GONE = Text(
    "「{code}」已停售。发「定价 {code} 恢复」先恢复。", '{code} is off the list. Send "pricing {code} resume" first.'
)
_WHAT_GOES = Text(
    "停售后不能再开新单。已有的订单和报价不受影响。",
    "Nothing new can be ordered of it. Orders and quotes that exist stay as they are.",
)
_HOW_BACK = Text("以后可以发「定价 {code} 恢复」。", 'It comes back with "pricing {code} resume".')
