"""A team with a shop and customers, and how its people enter, submit and change orders in a test."""

from dataclasses import dataclass

from playground import Delivered, Message, Person
from sales.money import Money
from sales.orders import Priced
from storage.engine import Connection
from storage.people import find_person
from storage.products import Product, add_product, set_price
from tests.installation import Installation, Squad
from tests.trade import Shop, buyer, open_shop

CUSTOMER = "华宁精密"
LINE = "订单 华宁精密 A100*10@95 30天"
"""A line with everything in it: ten pumps at five per cent off the list."""


@dataclass(frozen=True)
class Market:
    """A team whose first rep owns a customer, with goods to sell."""

    house: Installation
    squad: Squad
    shop: Shop

    @property
    def rep(self) -> Person:
        """Whose customer it is."""
        return self.squad.reps[0]

    @property
    def other(self) -> Person:
        """A colleague."""
        return self.squad.reps[1]

    @property
    def manager(self) -> Person:
        """Whoever leads them."""
        return self.squad.manager

    def form(self, **typed: str) -> tuple[Message, Delivered]:
        """Ask for the form and send it with some fields filled in; a customer and one line unless said otherwise."""
        form = self.house.say(self.rep, "订单")
        blank = {"customer": CUSTOMER, "product_1": "A100", "quantity_1": "10", "price_1": ""}
        return form, self.house.feishu.submit(self.rep, form.message_id, blank | typed)

    def draft(self, line: str = LINE) -> Message:
        """The preview of an order that was said in one line."""
        return self.house.say(self.rep, line)

    def confirmed(self, line: str = LINE) -> Message:
        """The card of an order within authority, submitted."""
        card = self.draft(line)
        self.press(card, "提交")
        return card

    def press(self, card: Message, button: str, by: Person | None = None) -> Delivered:
        """Press a button on a card, as its rep unless said otherwise."""
        return self.house.feishu.press(by or self.rep, card.message_id, button)

    def raise_price(self, code: str, yuan: int) -> None:
        """Let a product cost more from today on."""
        now, product = self.house.clock.now(), self.shop.products[code]

        def put(db: Connection) -> None:
            rep, _ = find_person(db, self.rep.open_id)
            assert rep is not None
            set_price(db, product, Priced(Money(yuan * 100)), now.date(), rep.id, now)

        self.house.app.db.write(put)

    def add(self, code: str, name: str, unit: str) -> None:
        """Put a product on the list that has no price yet."""

        def put(db: Connection) -> None:
            rep, _ = find_person(db, self.rep.open_id)
            assert rep is not None
            add_product(db, Product(0, code, name, unit), rep.id, self.house.clock.now())

        self.house.app.db.write(put)

    def states(self) -> list[str]:
        """How all orders stand, by their ids."""
        return [str(state) for (state,) in self.house.rows("select state from orders order by id")]


def market(house: Installation) -> Market:
    """Open one."""
    squad = house.squad()

    def stock(db: Connection) -> Shop:
        rep, _ = find_person(db, squad.reps[0].open_id)
        assert rep is not None
        buyer(db, CUSTOMER, rep, house.clock.now())
        return open_shop(db, rep, house.clock.now())

    return Market(house, squad, house.app.db.write(stock))
