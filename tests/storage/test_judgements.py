"""What the matrix says of an order as it is kept: its lines, other orders, old prices, how often before."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert

from sales.discounts import Judgement, Level, Rule
from sales.money import Money
from sales.orders import Content, Kind, Move, Wish
from sales.trade import Trade
from storage import approvals, order_moves
from storage.approvals import Ask, Decision
from storage.authority import add_rules, matrix_on, product_groups, rules_on, take_back
from storage.engine import Connection
from storage.imports import imports
from storage.judgements import habit_of, judge, level_of, old_prices, sold_beside
from storage.orders import Order, hold_order
from storage.people import Team
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, found, memory, person, team_of
from tests.trade import OPENED, Shop, buyer, open_shop

__all__ = ["memory"]

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Settings:
    """What a company has set."""

    trade: Trade = Trade()  # noqa: RUF009 - a frozen value
    admins: frozenset[str] = frozenset()


@pytest.fixture
def shop(memory: UnitOfWork) -> Shop:
    """A team with something to sell."""
    memory.write(found)
    return memory.write(lambda db: open_shop(db, person(db, "ou_boss"), NOW))


def confirmed(
    db: Connection,
    *wishes: Wish,
    at: datetime = NOW,
    rep: str = "ou_li",
    kind: Kind = Kind.SALE,
    customer: str = "华宁",
) -> Order:
    """An order that was submitted and confirmed."""
    order = _move(db, submitted(db, *wishes, at=at, rep=rep, kind=kind, customer=customer), Move.CONFIRM, at)
    assert order.confirmed_on
    return order


def submitted(
    db: Connection,
    *wishes: Wish,
    at: datetime = NOW,
    rep: str = "ou_li",
    kind: Kind = Kind.SALE,
    customer: str = "华宁",
) -> Order:
    seller, team = person(db, rep), team_of(db)
    content = Content(wishes, kind=kind)
    order = order_moves.add_draft(db, team, seller, buyer(db, customer, seller, at), content, at, at)
    return order_moves.submit(db, _held(db, order), seller.id, at.date(), at)


def _held(db: Connection, order: Order) -> Order:
    held = hold_order(db, order.id)
    assert held is not None
    return held


def _move(db: Connection, order: Order, what: Move, at: datetime) -> Order:
    return order_moves.move(db, _held(db, order), what, order.rep_id, at, on=at.date())


def judged(db: Connection, order: Order, trade: Trade | None = None, at: datetime = NOW) -> Judgement:
    return judge(db, order, Settings(trade or Trade()), team_of(db), at)


def test_an_order_is_judged_by_the_level_of_its_rep(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        wish = shop.wish("A100", 10, rate=8500)
        assert not judged(db, submitted(db, wish)).is_free
        assert judged(db, submitted(db, wish, rep="ou_boss")).is_free
        assert judged(db, submitted(db, wish), Trade(directors=frozenset({"ou_li"}))).own is Level.DIRECTOR

    memory.write(look)


@pytest.mark.parametrize(
    "directors, admins, level",
    [
        ((), (), Level.REP),
        (("ou_li",), (), Level.DIRECTOR),
        ((), ("ou_li",), Level.DIRECTOR),
        (("ou_else",), ("ou_li",), Level.REP),
    ],
)
def test_admins_are_directors_where_none_is_named(
    memory: UnitOfWork, shop: Shop, directors: tuple[str, ...], admins: tuple[str, ...], level: Level
) -> None:
    del shop
    house = Settings(Trade(directors=frozenset(directors)), frozenset(admins))

    def look(db: Connection) -> tuple[Level, Level]:
        team: Team = team_of(db)
        return tuple(level_of(db, house, team, person(db, who).id) for who in ("ou_li", "ou_boss"))  # type: ignore[return-value]

    assert memory.read(look) == (level, Level.MANAGER)


def test_what_was_sold_within_a_day_stands_beside(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        wish = shop.wish("A100", 10, rate=9000)
        confirmed(db, wish, at=NOW - 25 * HOUR)
        one = confirmed(db, wish, shop.wish("B7", 3), at=NOW - 23 * HOUR)
        two = submitted(db, wish, wish, at=NOW - HOUR)
        confirmed(db, wish, rep="ou_han")
        confirmed(db, wish, kind=Kind.SAMPLE)
        confirmed(db, wish, customer="长安")
        _move(db, confirmed(db, wish), Move.CANCEL, NOW)
        beside = sold_beside(db, submitted(db, wish), NOW)
        pump = beside[shop.products["A100"].id]
        assert pump.numbers == (one.number, two.number)
        assert (pump.list_amount, pump.amount) == (Money(3000_00), Money(2700_00))
        assert beside[shop.products["B7"].id].numbers == (one.number,)

    memory.write(look)


def test_the_matrix_of_a_sheet_stands_above_the_config(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        by = person(db, "ou_boss").id
        order = submitted(db, shop.wish("A100", 10, rate=8500))
        assert judged(db, order).over[0].points == 500
        add_rules(db, [Rule(Level.REP, 1500, group="泵", first_on=TODAY)], by, NOW)
        assert judged(db, order).is_free
        add_rules(db, [Rule(Level.REP, 1200, group="泵", first_on=TODAY)], by, NOW)
        assert judged(db, order).over[0].points == 300

    memory.write(look)


def test_of_rules_in_one_place_the_newest_that_began_holds_until_it_ends(memory: UnitOfWork, shop: Shop) -> None:
    del shop
    day = timedelta(days=1)
    first = Rule(Level.REP, 1000, first_on=OPENED)
    second = Rule(Level.REP, 1100, first_on=TODAY, end_on=TODAY + 2 * day)
    other = Rule(Level.REP, 500, 2000, "泵", "A", Money(100_00), OPENED)

    def look(db: Connection) -> list[list[Rule]]:
        add_rules(db, [first, second, other], person(db, "ou_boss").id, NOW)
        return [rules_on(db, TODAY + n * day) for n in (-1, 0, 1, 2)]

    before, on, after, ended = memory.write(look)
    assert before == [first, other]
    assert sorted(on, key=lambda rule: rule.group) == sorted(after, key=lambda rule: rule.group) == [second, other]
    assert ended == [other]


def test_a_batch_that_is_taken_back_leaves_what_held_before(memory: UnitOfWork, shop: Shop) -> None:
    del shop

    def look(db: Connection) -> None:
        by = person(db, "ou_boss").id
        add_rules(db, [Rule(Level.REP, 1000, first_on=OPENED)], by, NOW)
        batch = _import(db, by)
        assert add_rules(db, [Rule(Level.REP, 3000, first_on=TODAY)], by, NOW, batch) == 1
        assert [rule.most_discount for rule in rules_on(db, TODAY)] == [3000]
        assert take_back(db, batch, NOW) == 1
        assert take_back(db, batch, NOW) == 0
        assert [rule.most_discount for rule in rules_on(db, TODAY)] == [1000]
        assert len(matrix_on(db, Trade().rules, "", TODAY).rules) == 3

    memory.write(look)


def _import(db: Connection, by: int) -> int:
    row = {"kind": "authority", "file_name": "a.xlsx", "message_id": "om_1", "person_id": by, "received_at": NOW}
    key = db.execute(insert(imports), row | {"state": "applied", "rows": [], "problems": []}).inserted_primary_key
    return int((key or (0,))[0])


def test_product_groups_are_those_of_what_is_sold(memory: UnitOfWork, shop: Shop) -> None:
    del shop
    assert memory.read(product_groups) == sorted(["泵", "配件"])


def test_old_prices_are_net_the_latest_first_and_five_at_most(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        for days in range(7):
            at = NOW - timedelta(days=10 - days)
            confirmed(db, shop.wish("A100", 3, rate=9900 - days * 100), shop.wish("B7", 3), at=at)
        confirmed(db, shop.wish("A100", 1, 1), customer="长安")
        submitted(db, shop.wish("A100", 1, 2))
        order = submitted(db, shop.wish("A100", 1), shop.wish("A200", 1))
        prices = old_prices(db, order)
        assert [price.price for price in prices] == [Money(minor) for minor in (93_00, 94_00, 95_00, 96_00, 97_00)]
        assert [price.number for price in prices] == ["SO-7", "SO-6", "SO-5", "SO-4", "SO-3"]
        assert prices[0].on == (NOW - timedelta(days=4)).date()

    memory.write(look)


def ask(db: Connection, order: Order) -> None:
    judgement = judged(db, order)
    about = Ask(order.id, order.mark, judgement, order.rep_id, NOW)
    approvals.open_approval(db, about, Level.MANAGER, person(db, "ou_boss"), None)


def test_the_rate_of_a_rep_counts_lines_beyond_authority(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        rep = person(db, "ou_li").id
        fine, over = shop.wish("A100", 10, rate=9000), shop.wish("A200", 10, rate=8500)
        confirmed(db, fine, fine, customer="一")
        assert habit_of(db, rep, NOW).rate is None
        order = _move(db, submitted(db, fine, over, over, shop.wish("X1", 1), customer="二"), Move.ASK, NOW)
        ask(db, order)
        ask(db, order)
        habit = habit_of(db, rep, NOW)
        assert (habit.over, habit.lines, habit.rate) == (2, 6, 3333)
        approvals.close(db, order.id, Decision.REJECTED, person(db, "ou_boss").id, NOW, "太低")
        assert habit_of(db, rep, NOW).over == 2
        assert habit_of(db, rep, NOW + timedelta(days=91)).lines == 0
        assert habit_of(db, person(db, "ou_han").id, NOW) == replace(habit, over=0, lines=0)

    memory.write(look)


def test_what_was_void_is_no_habit(memory: UnitOfWork, shop: Shop) -> None:
    def look(db: Connection) -> None:
        order = _move(db, submitted(db, shop.wish("A200", 10, rate=8500)), Move.ASK, NOW)
        ask(db, order)
        approvals.close(db, order.id, Decision.VOID, None, NOW)
        assert habit_of(db, order.rep_id, NOW).over == 0

    memory.write(look)
