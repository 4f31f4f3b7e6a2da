"""Orders that leave, for tests of shipments, returns and money: each step is the product's own."""

from datetime import date, datetime

from sqlalchemy import insert

from sales.orders import Move, Wish
from sales.shipping import Reason
from sales.terms import Terms
from storage import goods, order_moves
from storage.customers import Customer
from storage.engine import Connection
from storage.goods import Entry
from storage.orders import Order, hold_order, order_splits
from storage.people import Person, Team, find_person
from storage.returns import Return
from storage.shipments import Shipment
from tests.installation import Installation, Squad
from tests.seeds import NOW, TODAY, found, person
from tests.trade import THIRTY, Shop, buyer, draft, open_shop


def held(db: Connection, order_id: int) -> Order:
    """An order that there is, held."""
    order = hold_order(db, order_id)
    assert order is not None
    return order


def confirmed(
    db: Connection,
    team: Team,
    rep: Person,
    customer: Customer,
    *wishes: Wish,
    terms: Terms = THIRTY,
    at: datetime = NOW,
) -> Order:
    """An order that was submitted and confirmed at once."""
    today = at.astimezone(team.zone).date()
    order = draft(db, team, rep, customer, at, *wishes, terms=terms)
    order = order_moves.submit(db, held(db, order.id), rep.id, today, at)
    return order_moves.move(db, order, Move.CONFIRM, rep.id, at, on=today)


def three_lines(db: Connection) -> Order:
    """Ten pumps at nine tenths, three seals and one valve for a customer of 李雷's, in a shop just opened."""
    team, rep = found(db), person(db, "ou_li")
    return wanted(db, team, rep, open_shop(db, rep, NOW), NOW)


def wanted(db: Connection, team: Team, rep: Person, shop: Shop, at: datetime) -> Order:
    """The same of any rep's."""
    wishes = (shop.wish("A100", 10, rate=9000), shop.wish("B7", 3, rate=9500), shop.wish("X1", 1))
    return confirmed(db, team, rep, buyer(db, "华宁精密", rep, at), *wishes, at=at)


def placed(house: Installation, squad: Squad, *more: int) -> Order:
    """Such an order of a squad's first rep, in an installation; with shares (basis points) split with the second."""
    now = house.clock.now()

    def place(db: Connection) -> Order:
        rep, seats = find_person(db, squad.reps[0].open_id)
        assert rep is not None
        order = wanted(db, seats[0].team, rep, open_shop(db, rep, now), now)
        for share in more:
            other, _ = find_person(db, squad.reps[1].open_id)
            assert other is not None
            db.execute(insert(order_splits), {"order_id": order.id, "rep_id": other.id, "share": share})
        return order

    return house.app.db.write(place)


def by_line(order: Order, pieces: dict[str, int]) -> dict[int, int]:
    """Quantities by the code of their product, as the storage wants them: by line."""
    return {line.id: pieces[line.code] for line in order.lines if line.code in pieces}


def entry(order: Order, on: date = TODAY, at: datetime = NOW) -> Entry:
    """What its rep says of a day."""
    return Entry(order.rep_id, on, at, at)


def ship(db: Connection, order_id: int, on: date = TODAY, **pieces: int) -> Shipment:
    """Ship so many of some products of an order."""
    order = held(db, order_id)
    return goods.ship(db, order, by_line(order, pieces), entry(order, on))


def take_back(
    db: Connection, order_id: int, reason: Reason = Reason.SURPLUS, note: str = "", on: date = TODAY, **pieces: int
) -> Return:
    """Take so many of some products of an order back."""
    order = held(db, order_id)
    return goods.take_back(db, order, by_line(order, pieces), reason, note, entry(order, on))
