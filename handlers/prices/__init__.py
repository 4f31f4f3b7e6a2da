"""What things cost: looked up by anybody in a team, set by an admin on a card."""

from bot.card import Card
from bot.context import Context, Reply
from bot.orders import in_private
from bot.router import Part, Router
from bot.text import Text
from handlers.prices.access import require_known
from handlers.prices.cards import choice_card, list_card, product_card
from sales.trade_breaches import NoSuchProduct
from storage.product_search import search_products
from storage.products import Product, count_products, find_product, find_retired, list_products, product_key

MOST = 60
"""How many products the list shows."""
LONGEST = 100
"""How many characters of what was said are looked for."""

router = Router(Part.TRADE)


@router.command(
    Text("价格", "price"),
    Text("查产品价格", "Look up what something costs"),
    aliases=("jg",),
    example=Text("价格 A100", "price A100"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """The price of what was meant, a choice when that is not clear, or the list."""
    require_known(ctx)
    return in_private(ctx, lambda: found_card(ctx, said[:LONGEST].replace("\0", "").strip()))


def found_card(ctx: Context, said: str) -> Card:
    """One product's card, those that may be meant, or the list; raises `NoSuchProduct` where nothing is like it."""
    if not said:
        return list_card(ctx, list_products(ctx.db, MOST), count_products(ctx.db))
    found = find_product(ctx.db, said)
    if found:
        return product_card(ctx, found)
    if grouped := list_products(ctx.db, MOST, group=said):
        return list_card(ctx, grouped, count_products(ctx.db, group=said), group=grouped[0].group)
    if gone := find_retired(ctx.db, said):
        return product_card(ctx, gone)
    likely = search_products(ctx.db, said)
    if not likely:
        raise NoSuchProduct(said[:40])
    return product_card(ctx, likely[0]) if len(likely) == 1 and _says(said, likely[0]) else choice_card(said, likely)


def _says(said: str, product: Product) -> bool:
    """Whether some words are a part of a product's code or name, and not merely like it."""
    return product_key(said) in product_key(product.code + product.name)
