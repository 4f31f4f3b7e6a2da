"""What the invented company sells, from when at which price, and who may grant which discount."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sales.money import Money
from sales.orders import Priced
from storage.engine import Connection
from storage.products import Product, add_product, set_price


@dataclass(frozen=True, slots=True)
class Good:
    """A product with its prices per unit in yuan; a cost of 0 is not known."""

    code: str
    name: str
    unit: str
    group: str
    list_price: int
    floor_price: int
    cost: int


GOODS = (
    Good("XH-100", "星禾齿轮泵", "台", "泵", 4_800, 3_600, 2_900),
    Good("XH-200", "星禾螺杆泵", "台", "泵", 12_600, 9_800, 7_700),
    Good("XH-200E", "星禾螺杆泵（防爆）", "台", "泵", 16_900, 13_500, 10_800),
    Good("KV-20", "电动调节阀", "套", "阀", 2_350, 1_800, 1_320),
    Good("KV-50", "气动切断阀", "套", "阀", 5_400, 4_200, 3_150),
    Good("SM-7", "密封件包", "包", "配件", 186, 120, 74),
    Good("LF-3", "滤芯", "个", "配件", 95, 60, 38),
    Good("AS-1", "上门保养", "次", "服务", 1_500, 1_200, 0),
)
"""The list; the last one's cost nobody has entered."""

RISE = 104
"""From the first of next month on, pumps cost so many per cent of what they cost now."""


def write_goods(db: Connection, by: int, today: date, at: datetime) -> dict[str, Product]:
    """Put the goods on the list since the beginning of last year, with a rise to come; give them by code."""
    since = date(today.year - 1, 1, 1)
    rise_on = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    sold: dict[str, Product] = {}
    for good in GOODS:
        sold[good.code] = add_product(db, Product(0, good.code, good.name, good.unit, good.group), by, at)
        set_price(db, sold[good.code], _priced(good, 100), since, by, at)
        if good.group == "泵":
            set_price(db, sold[good.code], _priced(good, RISE), rise_on, by, at)
    return sold


def _priced(good: Good, per_cent: int) -> Priced:
    cost = Money(good.cost * 100) if good.cost else None
    return Priced(Money(good.list_price * per_cent), Money(good.floor_price * per_cent), cost)
