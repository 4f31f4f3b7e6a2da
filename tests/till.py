"""A team with customers who owe, in a whole installation, for tests of payments, receivables and statements."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from playground import Message, Person
from sales.money import Money
from sales.orders import State
from storage.customers import Customer
from storage.engine import Connection
from storage.orders import Order, find_order
from storage.people import Team, find_person
from tests.debts import DAY, Seller, confirmed, owing, seller, take_back
from tests.installation import Installation, Squad
from tests.seeds import NOW, TODAY, person
from tests.trade import buyer

T = TypeVar("T")


class Till:
    """A squad whose first rep owns the customer 华宁精密 and sells X1 at a thousand yuan."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        self.squad: Squad = house.squad()
        self.manager = self.squad.manager
        self.rep, self.other = self.squad.reps
        self.seller: Seller = self.write(self._sell)
        self.customer = self.buyer("华宁精密")

    def _sell(self, db: Connection) -> Seller:
        _, seats = find_person(db, self.rep.open_id)
        team: Team = seats[0].team
        return seller(db, team, person(db, self.rep.open_id))

    def write(self, work: Callable[[Connection], T]) -> T:
        """Run something on the house's database."""
        return self.house.app.db.write(work)

    def buyer(self, name: str, owner: Person | None = None) -> Customer:
        """A customer of somebody's, the first rep's unless it is said."""
        whose = (owner or self.rep).open_id
        return self.write(lambda db: buyer(db, name, person(db, whose), NOW))

    def owing(self, pieces: int = 1, late: int = -30, customer: Customer | None = None) -> Order:
        """An order of so many thousands that has left, so many days overdue today."""
        return self.write(lambda db: owing(db, self.seller, customer or self.customer, pieces, TODAY - late * DAY))

    def confirmed(self, pieces: int = 1) -> Order:
        """An order that has not left yet."""
        return self.write(lambda db: confirmed(db, self.seller, self.customer, pieces))

    def take_back(self, order: Order, pieces: int, on: date = TODAY) -> None:
        """Let so many pieces come back."""
        self.write(lambda db: take_back(db, order.id, pieces, on))

    def say(self, words: str, who: Person | None = None) -> Message:
        """What the bot answers, to the first rep unless it is said."""
        return self.house.say(who or self.rep, words)

    def pay(self, words: str, who: Person | None = None) -> Message:
        """A payment told in one line and confirmed."""
        card = self.say(f"回款 {words}", who)
        self.house.feishu.press(who or self.rep, card.message_id, "确认")
        return card

    def paid(self) -> list[Money]:
        """The amounts that are kept, in their order."""
        return [Money(int(amount)) for (amount,) in self.house.rows("select amount from payments order by id")]

    def state(self, order: Order) -> State:
        """Where an order stands now."""
        known = self.house.app.db.read(lambda db: find_order(db, order.id))
        assert known is not None
        return known.state
