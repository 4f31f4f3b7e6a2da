"""Customers from before there were spellings are found by pinyin after the first look."""

from datetime import timedelta

from storage.customers import customers
from storage.names import search
from tests.installation import MONDAY, Installation


def test_customers_without_spellings_get_theirs_at_the_second_tick(house: Installation) -> None:
    house.squad()
    row = {"name": "杭州智云科技有限公司", "key": "old", "created_at": MONDAY, "created_by": 1}
    house.app.db.write(lambda db: db.execute(customers.insert(), row))
    house.tick(MONDAY)
    assert house.app.db.read(lambda db: search(db, "zykj")) == []
    house.tick(MONDAY + timedelta(seconds=5))
    (hit,) = house.app.db.read(lambda db: search(db, "zykj"))
    assert hit.customer.name == "杭州智云科技有限公司"


def test_afterwards_nobody_looks_again(lite: Installation) -> None:
    lite.squad()
    lite.tick(MONDAY)
    lite.tick(MONDAY + timedelta(seconds=5))
    row = {"name": "北岚轴承", "key": "new", "created_at": MONDAY, "created_by": 1}
    lite.app.db.write(lambda db: db.execute(customers.insert(), row))
    lite.tick(MONDAY + timedelta(minutes=1))
    assert lite.rows("select count(*) from spellings") == [(0,)]
