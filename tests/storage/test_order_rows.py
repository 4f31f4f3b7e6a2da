"""Lines of orders for an export: on random trade every sum is what the bare tables add up to, for whoever asks."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import text

from sales.money import ZERO, Money, total
from sales.orders import STANDING, Kind, Move, State
from sales.shipping import Reason
from storage import goods, order_moves
from storage.engine import Connection
from storage.goods import Entry
from storage.order_rows import Extent, OrderRow, rows_over
from storage.order_splits import set_shares
from storage.orders import Order, hold_order
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person, team_of
from tests.trade import Shop, buyer, draft, open_shop

__all__ = ["memory"]

FIRST, END = date(2026, 2, 1), date(2026, 5, 1)
REPS = ("ou_li", "ou_han", "ou_boss")
ALL = Extent(all_teams=True)
MOST = 10_000


@pytest.fixture
def market(memory: UnitOfWork) -> UnitOfWork:
    """Two teams that traded at random for three months, the same on each kind of database."""
    memory.write(lambda db: trade(db, Random(7)))
    return memory


def trade(db: Connection, luck: Random) -> None:
    """Orders of either team, each of them as far as luck takes it."""
    for chat in ("oc_east", "oc_west"):
        found(db, chat, chat)
    shop = open_shop(db, person(db, "ou_boss"), NOW)
    for number in range(24):
        one_order(db, luck, shop, number)


def one_order(db: Connection, luck: Random, shop: Shop, number: int) -> None:
    at = NOW + timedelta(days=luck.randrange(-25, 50), hours=luck.randrange(24))
    rep, team = person(db, luck.choice(REPS)), team_of(db, luck.choice(["oc_east", "oc_west"]))
    codes = luck.sample(["A100", "A200", "B7", "X1"], luck.randrange(1, 4))
    rates = (10_000, 9_333, 8_888, 6_667)
    wishes = [shop.wish(code, luck.randrange(1, 30), luck.choice([None, 7]), luck.choice(rates)) for code in codes]
    customer = buyer(db, f"客户{number % 7}", person(db, luck.choice(REPS)), at)
    order = draft(db, team, rep, customer, at, *wishes)
    if luck.random() < 0.9:
        go_on(db, luck, order, at)


def go_on(db: Connection, luck: Random, order: Order, at: datetime) -> None:
    """Submit it, confirm it, ship some, take some back, cancel the rest; or stop anywhere."""
    on = at.date()
    held = order_moves.submit(db, _held(db, order), order.rep_id, on, at)
    if luck.random() < 0.2:
        set_shares(db, held, {person(db, "ou_li").id: 4000, person(db, "ou_han").id: 6000}, held.rep_id, at)
    if luck.random() < 0.15:
        return
    held = order_moves.move(
        db, _held(db, held), Move.CONFIRM, held.rep_id, at, on=on + timedelta(days=luck.randrange(4))
    )
    if luck.random() < 0.2:
        order_moves.move(db, held, Move.CANCEL, held.rep_id, at, on=on)
        return
    pieces = {line.id: luck.randrange(line.quantity + 1) for line in held.lines}
    pieces = {key: n for key, n in pieces.items() if n}
    if not pieces:
        return
    entry = Entry(held.rep_id, on, at, at)
    goods.ship(db, _held(db, held), pieces, entry)
    back = {key: n for key in pieces if (n := luck.randrange(pieces[key] + 1))}
    if back and luck.random() < 0.6:
        goods.take_back(db, _held(db, held), back, luck.choice(list(Reason)), "", entry)
    held = _held(db, held)
    if held.state is State.PARTLY_SHIPPED and luck.random() < 0.4:
        order_moves.move(db, held, Move.CANCEL_REST, held.rep_id, at, on=on)


def _held(db: Connection, order: Order) -> Order:
    held = hold_order(db, order.id)
    assert held is not None
    return held


def rows(market: UnitOfWork, extent: Extent = ALL, first: date = FIRST, end: date = END) -> list[OrderRow]:
    return market.read(lambda db: rows_over(db, first, end, extent, MOST))


def raw(market: UnitOfWork, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in market.read(lambda db: db.execute(text(query)).all())]


def added(found: Sequence[OrderRow]) -> tuple[Money, Money, Money]:
    """What an export says below: amount, what came back, net."""
    return tuple(total([getattr(row, name) for row in found]) for name in ("amount", "came_back", "net"))  # type: ignore[return-value]


def test_the_sums_are_those_of_the_tables(market: UnitOfWork) -> None:
    amount, back, net = added(rows(market))
    ((billed,),) = raw(market, "select sum(amount) from orders where state <> 'draft'")
    ((credited,),) = raw(market, "select sum(amount) from return_lines")
    states = ", ".join(f"'{state}'" for state in STANDING)
    lines = f"from order_lines l join orders o on o.id = l.order_id where o.state in ({states}) and o.kind = 'sale'"
    ((sold,),) = raw(market, f"select sum(l.amount) {lines} and l.cancelled = 0")
    ((kept,),) = raw(market, f"select sum(l.amount) {lines}")
    assert (amount, back) == (Money(int(str(billed))), Money(int(str(credited or 0))))
    assert Money(int(str(sold))) - back <= net <= Money(int(str(kept))) - back
    counted = "select count(*) from order_lines join orders on orders.id = order_id where state <> 'draft'"
    found = rows(market)
    assert [(len(found),)] == raw(market, counted)
    assert found == sorted(found, key=lambda row: row.order_id)
    assert {row.state for row in found}.isdisjoint({State.DRAFT})


def test_days_and_weeks_of_a_stretch_add_up_to_it(market: UnitOfWork) -> None:
    for step in (1, 7, 30):
        cuts = [FIRST + timedelta(days=n) for n in range(0, (END - FIRST).days, step)]
        parts = [rows(market, first=first, end=min(first + timedelta(days=step), END)) for first in cuts]
        joined = [row for part in parts for row in part]
        assert (len(joined), added(joined)) == (len(rows(market)), added(rows(market)))


def test_teams_add_up_to_the_house_and_nobody_sees_more_than_it(market: UnitOfWork) -> None:
    ids = [int(str(each)) for (each,) in raw(market, "select id from teams order by id")]
    parts = [rows(market, Extent([each])) for each in ids]
    assert {row.team_id for row in parts[0]} == {ids[0]}
    assert added([row for part in parts for row in part]) == added(rows(market))
    assert rows(market, Extent(ids)) == rows(market)
    assert rows(market, Extent()) == []


def test_somebodys_rows_are_those_they_entered_share_or_have_the_customer_of(market: UnitOfWork) -> None:
    whole = rows(market)
    for (rep,) in raw(market, "select id from people where open_id in ('ou_li', 'ou_han', 'ou_boss')"):
        query = f"""select distinct o.id from orders o join customers c on c.id = o.customer_id
            left join order_splits s on s.order_id = o.id
            where o.state <> 'draft' and {rep} in (o.rep_id, s.rep_id, c.owner_id) order by o.id"""  # noqa: S608
        found = rows(market, Extent(rep_id=int(str(rep))))
        assert sorted({row.order_id for row in found}) == [each for (each,) in raw(market, query)]
        assert 0 < len(found) < len(whole)


def test_the_net_of_a_line_is_what_stands_of_it(market: UnitOfWork) -> None:
    whole = rows(market)
    for row in whole:
        stands = row.state in STANDING and row.kind is Kind.SALE
        left = row.quantity - row.cancelled - row.returned
        assert 0 <= row.returned <= row.shipped <= row.quantity
        assert ZERO <= row.net <= row.amount
        assert stands or row.net == ZERO
        assert not (stands and row.quantity == left) or row.net == row.amount
        assert left or row.net == ZERO, row
    assert market.read(lambda db: rows_over(db, FIRST, END, ALL, 3)) == whole[:3]


def test_an_order_of_the_last_evening_of_a_year_counts_for_the_year_of_the_team(memory: UnitOfWork) -> None:
    evening = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Shanghai

    def write(db: Connection) -> None:
        team = found(db)
        shop = open_shop(db, person(db, "ou_li"), NOW)
        rep = person(db, "ou_li")
        order = draft(db, team, rep, buyer(db, "华宁精密", rep, evening), evening, shop.wish("A100", 1, 9))
        local = evening.astimezone(team.zone).date()
        held = order_moves.submit(db, _held(db, order), rep.id, local, evening)
        order_moves.move(db, held, Move.CONFIRM, rep.id, evening, on=local)

    memory.write(write)
    new_year = date(2026, 1, 1)
    assert rows(memory, first=date(2025, 1, 1), end=new_year) == []
    assert [row.confirmed_on for row in rows(memory, first=new_year, end=date(2027, 1, 1))] == [new_year]
