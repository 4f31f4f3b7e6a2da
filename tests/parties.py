"""Everybody who may have something to do with one shared order of another rep's customer, for tests of rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.form import Form
from playground import Delivered, Message, Person
from sales.splits import with_rest
from storage.customers import Customer
from storage.engine import Connection
from storage.order_splits import set_shares
from storage.orders import Order
from storage.payments import Income, pay
from storage.people import find_person
from tests.approving import click
from tests.debts import confirmed, owing, seller, yuan
from tests.goods import held
from tests.installation import Installation, Squad
from tests.seeds import NOW, TODAY, person
from tests.trade import buyer
from tests.trading import direct

INSIDE = ("rep", "colleague", "owner", "sharer", "manager", "neighbour", "director", "admin")
OUTSIDE = ("stranger", "gone")
CUSTOMER = "长安电子"
TABLES = ("orders", "order_lines", "payments", "allocations", "receivables", "shipments", "returns", "customers")


@dataclass(frozen=True)
class Parties:
    """The rep whose orders SO-1 (owed, paid in part) and SO-2 (to ship) are, and everybody else."""

    house: Installation
    squad: Squad
    people: Mapping[str, Person]
    customer: Customer

    def say(self, who: str, words: str) -> Message:
        """Write to the bot directly; the card that answers."""
        return self.house.say(self.people[who], words)

    def press(self, who: str, form: Form, **forged: Any) -> Delivered:
        """Press a button that carries a form, made out to whoever presses it; `forged` replaces hidden values."""
        person = self.people[who]
        stamp: dict[str, Any] = form.stamp(to=person.open_id, key=f"{form}{forged}"[:60])
        stamp["with"] = {**stamp["with"], **forged}
        return click(self.house, person, self.house.answer(person), stamp)

    def rows(self) -> list[tuple[Any, ...]]:
        """Everything in the tables of trade, to be compared with what is in them later."""
        return [row for table in TABLES for row in self.house.rows(f"select * from {table} order by 1, 2")]  # noqa: S608

    def failed(self) -> list[tuple[Any, ...]]:
        """The deliveries that met a bug."""
        return self.house.rows("select error from inbox where state = 'failed'")


def parties(house: Installation) -> Parties:
    """Two teams, a director, an admin and outsiders; the order's customer is another rep's, its credit is shared."""
    squad = house.squad(reps=("李雷", "韩梅梅", "周有客", "吴分成", "郑离开"))
    other = house.squad("华西一队", "刘经理", ("孙西",))
    boss, stranger = house.people("钱总监", "路人")
    house.feishu.join(other.chat, [boss, house.admin])
    house.drain()
    rep, colleague, owner, sharer, gone = squad.reps
    direct(house, boss)
    known = (rep, colleague, owner, sharer, squad.manager, other.manager, boss, house.admin, stranger, gone)
    people = dict(zip((*INSIDE, *OUTSIDE), known, strict=True))

    def trade(db: Connection) -> Customer:
        selling = seller(db, *_seat(db, rep))
        customer = buyer(db, CUSTOMER, person(db, owner.open_id), NOW)
        first = owing(db, selling, customer, 10, TODAY - 12 * timedelta(1))
        for order in (first, confirmed(db, selling, customer, 2)):
            _share(db, order, person(db, sharer.open_id).id, person(db, gone.open_id).id)
        manager = person(db, squad.manager.open_id).id
        pay(db, Income(customer.id, yuan(300), TODAY, (first.id,), "首付"), manager, TODAY, NOW, NOW)
        return customer

    made = Parties(house, squad, people, house.app.db.write(trade))
    house.feishu.leave(squad.chat, [gone])
    for who in people:
        made.say(who, "帮助")
    return made


def _seat(db: Connection, rep: Person) -> tuple[Any, Any]:

    known, seats = find_person(db, rep.open_id)
    return seats[0].team, known


def _share(db: Connection, order: Order, *others: int) -> None:
    given = with_rest(order.rep_id, dict.fromkeys(others, 2000))
    set_shares(db, held(db, order.id), given, order.rep_id, NOW)
