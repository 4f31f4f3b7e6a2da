"""Who reads costs, who sets prices, and which day it is for somebody who may be in no team."""

from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.orders import is_director
from sales.breaches import NotFound
from sales.price_breaches import PricesByAdmins
from storage.products import Product, products_by_id


def reads_costs(ctx: Context) -> bool:
    """Whether the asker may read cost and margin: managers of any team, directors, admins."""
    return is_director(ctx) or bool(ctx.managed_ids)


def require_admin(ctx: Context) -> None:
    """Raise `PricesByAdmins` for anybody who sets no prices."""
    if not ctx.is_admin:
        raise PricesByAdmins


def require_known(ctx: Context) -> None:
    """Raise the refusal of strangers for who is neither in a team nor above one."""
    if not is_director(ctx):
        _ = ctx.me


def today(ctx: Context) -> date:
    """The local date of the asker's team, or of the installation for who has none."""
    return ctx.today if ctx.seats else ctx.now.astimezone(ZoneInfo(ctx.house.timezone)).date()


def product_of(ctx: Context, product_id: int) -> Product:
    """A product by its id, retired or not; raises `NotFound` for none."""
    found = products_by_id(ctx.db, [product_id]).get(product_id)
    if found is None:
        number = f"P-{product_id}"
        raise NotFound(number)
    return found
