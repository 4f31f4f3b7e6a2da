"""What is asked for a price, and the buttons that take a product off the list and put it back."""

from datetime import date

from bot.form import Form, carried, day, words
from bot.text import Text
from sales.prices import LENGTHS
from sales.records import dataclass

AMOUNT = 24
"""How many characters an amount may have as it is typed."""


@dataclass(frozen=True)
class SetPrices(Form):
    """The card on which prices are entered and confirmed; `product_id` is 0 for a product that is not known yet."""

    once = True

    product_id: int = carried(0)
    code: str = words(Text("型号", "Code"), limit=LENGTHS["code"])
    called: str = words(Text("名称", "Name"), limit=LENGTHS["name"])
    unit: str = words(Text("单位", "Unit"), limit=LENGTHS["unit"])
    group: str = words(Text("产品组（选填）", "Group (optional)"), limit=LENGTHS["group"])
    list_price: str = words(Text("牌价（元）", "List price (¥)"), limit=AMOUNT, required=True)
    floor_price: str = words(Text("底价（元，选填）", "Floor price (¥, optional)"), limit=AMOUNT)
    cost: str = words(Text("成本（元，选填）", "Cost (¥, optional)"), limit=AMOUNT)
    first_on: date | None = day(Text("生效日期", "From"))
    last_on: date | None = day(Text("最后一天（选填）", "Last day (optional)"))

    @property
    def said(self) -> dict[str, str]:
        """What was filled in, by the names under which `sales.prices` reads it."""
        days = {
            name: day.isoformat() if day else ""
            for name, day in (("first_on", self.first_on), ("last_on", self.last_on))
        }
        amounts = {"list_price": self.list_price, "floor_price": self.floor_price, "cost": self.cost}
        return {"code": self.code, "name": self.called, "unit": self.unit, "group": self.group, **amounts, **days}


FIELDS = {"name": "called"}
"""How a field is called on the card where that differs: a form's own `name` is taken."""


@dataclass(frozen=True)
class RetireProduct(Form):
    """The button that takes a product off the list."""

    product_id: int = carried(0)


@dataclass(frozen=True)
class ResumeProduct(Form):
    """The button that puts it on the list again."""

    product_id: int = carried(0)
