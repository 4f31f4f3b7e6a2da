"""A shop inside a whole installation: orders and quotes made behind the chat, for what is said and sent of them."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from playground import Person
from sales.orders import Content, Move, Wish
from sales.shipping import Reason
from sales.terms import AT_ONCE, Terms
from storage import goods as goods_moved
from storage import order_moves, people, quotes
from storage.engine import Connection
from storage.goods import Entry
from storage.orders import Order, hold_order
from storage.people import find_person
from storage.products import list_products
from storage.quotes import Quote
from tests.installation import MONDAY, SHANGHAI, Installation
from tests.seeds import person
from tests.trade import Shop, buyer, open_shop

T = TypeVar("T")
END = date(2026, 3, 31)


def keep(house: Installation, work: Callable[[Connection], T]) -> T:
    """Do some work in a transaction of its own."""
    return house.app.db.write(work)


def stocked(house: Installation) -> Shop:
    """Put the goods on the list; the installation has a team already."""

    def work(db: Connection) -> Shop:
        first = people.roster(db, people.open_teams(db)[0])[0][0]
        return open_shop(db, first, MONDAY)

    return keep(house, work)


def goods(house: Installation) -> Shop:
    """What is on the list already."""
    return keep(house, lambda db: Shop({product.code: product for product in list_products(db, 99)}))


def draft_of(
    house: Installation,
    rep: Person,
    customer: str,
    *wishes: Wish,
    promised: date | None = None,
    terms: Terms = AT_ONCE,
    at: datetime | None = None,
    note: str = "",
) -> Order:
    """An order that a rep has begun."""
    when = at or house.clock.now()

    def work(db: Connection) -> Order:
        owner = person(db, rep.open_id)
        content = Content(wishes, terms, promised, note)
        buying = buyer(db, customer, owner, when)
        return order_moves.add_draft(db, _team(db, rep), owner, buying, content, when, when)

    return keep(house, work)


def confirmed(house: Installation, order: Order, *more: Move) -> Order:
    """The same submitted and confirmed, and moved on where told."""

    def work(db: Connection) -> Order:
        held = hold_order(db, order.id)
        assert held
        at, on = house.clock.now(), order.ordered_on
        held = order_moves.submit(db, held, held.rep_id, on, at)
        for move in (Move.CONFIRM, *more):
            held = order_moves.move(db, held, move, held.rep_id, at, on=on)
        return held

    return keep(house, work)


def sold(house: Installation, rep: Person, customer: str, *wishes: Wish, promised: date | None = None) -> Order:
    """An order that is confirmed."""
    return confirmed(house, draft_of(house, rep, customer, *wishes, promised=promised))


def shipped(house: Installation, order: Order, *pieces: int) -> None:
    """Let pieces of each line of an order leave."""
    entered(house, order, lambda db, held, entry: goods_moved.ship(db, held, _pieces(held, pieces), entry))


def returned(house: Installation, order: Order, *pieces: int) -> None:
    """Let pieces of each line of an order come back."""

    def back(db: Connection, held: Order, entry: Entry) -> object:
        return goods_moved.take_back(db, held, _pieces(held, pieces), Reason.QUALITY, "", entry)

    entered(house, order, back)


def entered(house: Installation, order: Order, act: Callable[[Connection, Order, Entry], object]) -> None:
    """Do something today with an order that is held."""

    def work(db: Connection) -> None:
        held, at = hold_order(db, order.id), house.clock.now()
        assert held
        act(db, held, Entry(held.rep_id, at.astimezone(SHANGHAI).date(), at, at))

    keep(house, work)


def _pieces(order: Order, pieces: tuple[int, ...]) -> dict[int, int]:
    return {line.id: each for line, each in zip(order.lines, pieces, strict=True) if each}


def quoted(house: Installation, rep: Person, customer: str, *wishes: Wish, until: date = END) -> Quote:
    """A quote that a rep has made."""
    when = house.clock.now()

    def work(db: Connection) -> Quote:
        owner = person(db, rep.open_id)
        buying = buyer(db, customer, owner, when)
        return quotes.add_quote(db, _team(db, rep), owner, buying, Content(wishes), until, when, when)

    return keep(house, work)


def _team(db: Connection, rep: Person) -> people.Team:
    return find_person(db, rep.open_id)[1][0].team
