"""Prices as an admin enters them in chat, for the tests of 价格 and 定价."""

from playground import Message
from sales.money import Money
from sales.orders import Priced, Wish
from storage.engine import Connection
from storage.products import Product, add_product, find_product, set_price
from tests.installation import Installation, Squad
from tests.seeds import person, team_of
from tests.seen import toast
from tests.trade import OPENED, buyer, draft, open_shop

DEARER = (105, 75, 62)
"""List price, floor price and cost in yuan."""


def shop(house: Installation) -> Squad:
    """A team with the goods of the tests on the list."""
    squad = house.squad()
    boss = squad.manager.open_id
    house.app.db.write(lambda db: open_shop(db, person(db, boss), house.clock.now()))
    return squad


def goods(house: Installation, many: int) -> None:
    """So many more products."""
    by, at = house.rows("select id from people")[0][0], house.clock.now()

    def write(db: Connection) -> None:
        for number in range(many):
            product = add_product(db, Product(0, f"G{number:03}", f"零件{number}", "个"), by, at)
            set_price(db, product, Priced(Money(1_00)), OPENED, by, at)

    house.app.db.write(write)


def order(house: Installation, squad: Squad, code: str) -> None:
    """The first rep drafts an order for one of a product."""
    chat, at, open_id = squad.chat.chat_id, house.clock.now(), squad.reps[0].open_id

    def write(db: Connection) -> None:
        team, rep, product = team_of(db, chat), person(db, open_id), find_product(db, code)
        assert product is not None
        draft(db, team, rep, buyer(db, "华宁精密", rep, at), at, Wish(product.id, 1))

    house.app.db.write(write)


def line(code: str, amounts: tuple[int, int, int], *more: str) -> str:
    """One line that sets prices."""
    return " ".join([f"定价 {code} 牌价{amounts[0]} 底价{amounts[1]} 成本{amounts[2]}", *more])


def submit(house: Installation, form: Message, **filled: str) -> tuple[str, str, str]:
    """The admin submits a form, with these fields changed; gives the toast."""
    return toast(house.feishu.submit(house.admin, form.message_id, filled))


def enter(house: Installation, words: str, **filled: str) -> Message:
    """The admin says a line and confirms its card; gives the card."""
    card = house.say(house.admin, words)
    kind, said, _ = submit(house, card, **filled)
    assert kind == "success", said
    return card


def prices(house: Installation, code: str = "A100") -> list[tuple[object, ...]]:
    """Every price that was set for a product, as it was entered: amounts in fen, first day, day after the last."""
    rows = house.rows(
        "select list_price, floor_price, cost, first_on, end_on from prices join products"  # noqa: S608
        f" on products.id = product_id where code = '{code}' order by prices.id"
    )
    return [(*row[:3], *(day and str(day) for day in row[3:])) for row in rows]


def audited(house: Installation) -> list[tuple[str, str]]:
    """What was noted since the shop was opened."""
    return [(str(verb), str(subject)) for verb, subject in house.rows("select verb, subject from audit order by id")][
        4:
    ]
