"""What has to be decided at all: whose it is, what it is for, how cheap it is, and what it was split from."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from playground import Person
from sales.customers import Tier
from sales.discounts import Level, Rule
from sales.money import Money
from sales.orders import Kind
from storage.authority import add_rules
from storage.orders import Order, order_splits
from storage.people import find_person, meet
from tests.approving import market, over, question, questions
from tests.installation import Installation
from tests.seeds import at_once
from tests.seen import read
from tests.trade import OPENED


def test_who_shares_in_the_credit_does_not_decide(lite: Installation) -> None:
    shop = market(lite)
    draft = shop.drafted(shop.squad.reps[0], shop.shop.wish("A100", 10, rate=8500))
    _share(lite, draft, shop.squad.manager)
    shop.submit(shop.squad.reps[0], draft)
    assert questions(lite, shop.squad.manager) == []
    assert "SO-1" in read(question(lite, lite.admin))


def _share(house: Installation, order: Order, person: Person) -> None:
    def split(db: Any) -> None:
        known = find_person(db, person.open_id)[0]
        assert known is not None
        db.execute(update(order_splits).values(share=5000))
        db.execute(insert(order_splits), {"order_id": order.id, "rep_id": known.id, "share": 5000})

    house.app.db.write(split)


@pytest.mark.parametrize("kind, said", [(Kind.SAMPLE, "样品"), (Kind.INTERNAL, "内部领用")])
def test_what_nobody_pays_for_is_always_asked_about(lite: Installation, kind: Kind, said: str) -> None:
    shop = market(lite)
    order = shop.submitted(shop.squad.reps[0], shop.shop.wish("A100", 1), kind=kind)
    assert shop.state(order) == "approving"
    assert f"用途是「{said}」，没有货款，要经理同意" in read(question(lite, shop.squad.manager))


def test_below_the_floor_and_without_a_list_price_is_said(lite: Installation) -> None:
    shop = market(lite)
    wishes = (shop.shop.wish("A100", 10, rate=6900), shop.shop.wish("A200", 1))
    shop.submitted(shop.squad.reps[0], *wishes)
    said = read(question(lite, shop.squad.manager))
    assert "低于底价 ¥70.00，要总监决定" in said
    assert "超出业务员权限 10% 共 21%" in said


def test_split_orders_are_judged_as_one_and_the_card_says_why(house: Installation) -> None:
    shop = market(house)
    rep = shop.squad.reps[0]
    volume(house)
    first = shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(first) == "confirmed"
    second = shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(second) == "approving"
    said = read(question(house, shop.squad.manager))
    assert "优惠 18%，超出业务员权限 15%（牌价满 ¥10,000.00 起）共 3%" in said
    assert "与 SO-1 合并判断：A100 牌价合计 ¥12,000.00，合计优惠 18%" in said
    assert "24 小时内同一业务员、同一客户、同一产品的订单按一单判断，防止拆单。" in said


def test_a_day_later_or_for_another_rep_it_is_another_sale(lite: Installation) -> None:
    shop = market(lite)
    volume(lite)
    one, two = shop.squad.reps
    shop.submitted(one, shop.shop.wish("A100", 60, rate=8200))
    assert shop.state(shop.submitted(two, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"
    assert shop.state(shop.submitted(one, shop.shop.wish("A100", 60, rate=8200), customer="长安重工")) == "confirmed"
    assert shop.state(shop.submitted(one, shop.shop.wish("A200", 24, rate=8200))) == "confirmed"
    lite.clock.advance(timedelta(hours=24, seconds=1).total_seconds())
    assert shop.state(shop.submitted(one, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"


def test_what_was_cancelled_is_not_joined(lite: Installation) -> None:
    shop = market(lite)
    volume(lite)
    rep = shop.squad.reps[0]
    shop.cancelled(rep, shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200)))
    assert shop.state(shop.submitted(rep, shop.shop.wish("A100", 60, rate=8200))) == "confirmed"


def test_two_halves_submitted_at_the_same_moment_do_not_slip_through(house: Installation) -> None:
    shop = market(house)
    volume(house)
    rep = shop.squad.reps[0]
    halves = [shop.drafted(rep, shop.shop.wish("A100", 60, rate=8200)) for _ in range(2)]
    at_once(2, lambda n: shop.submit(rep, halves[n]))
    assert sorted(shop.state(half) for half in halves) == ["approving", "confirmed"]


def volume(house: Installation) -> None:
    """Twenty per cent for a rep, only fifteen from ten thousand of list value on."""
    rules = [Rule(Level.REP, 2000, first_on=OPENED), Rule(Level.REP, 1500, None, "", "", Money(10_000_00), OPENED)]
    house.app.db.write(lambda db: add_rules(db, rules, meet(db, house.admin.open_id, "").id, house.clock.now()))


def test_the_tier_of_the_customer_counts(lite: Installation) -> None:
    shop = market(lite, tier=Tier.A)
    rules = [Rule(Level.REP, 2500, tier="A", first_on=OPENED)]
    lite.app.db.write(lambda db: add_rules(db, rules, meet(db, lite.admin.open_id, "").id, lite.clock.now()))
    assert shop.state(over(shop, rate=7500)) == "confirmed"
