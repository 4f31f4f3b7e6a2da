"""Orders of before the ledger are posted by the first ticks; customers change hands on their day."""

from datetime import timedelta
from functools import partial

from storage.engine import Connection
from tests.installation import MONDAY, Installation
from tests.ordering import CUSTOMER, market


def _empty(db: Connection, table: str) -> None:
    db.exec_driver_sql(f"delete from {table}")  # noqa: S608 - a table of ours


def test_what_was_sold_before_there_was_a_ledger_is_in_it_after_a_tick(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    before = house.rows("select rep_id, amount, quantity, cast(day as text) from postings order by id")
    for table in ("postings", "debuts"):
        house.app.db.write(partial(_empty, table=table))
    house.tick(MONDAY + timedelta(minutes=1))
    assert house.rows("select rep_id, amount, quantity, cast(day as text) from postings order by id") == before
    assert len(house.rows("select * from debuts")) == 1
    house.tick(MONDAY + timedelta(minutes=2))
    assert house.rows("select rep_id, amount, quantity, cast(day as text) from postings order by id") == before


def test_a_tick_with_nothing_to_open_asks_no_more(lite: Installation) -> None:
    market(lite)
    lite.tick(MONDAY + timedelta(minutes=1))
    assert lite.app._opening._last is None  # noqa: SLF001 - what it remembers is what is tested


def test_customers_change_hands_on_the_companys_date(lite: Installation) -> None:
    shop = market(lite)
    card = lite.say(shop.manager, "转移 @李雷→@韩梅梅 从2026-03-04")
    lite.feishu.submit(shop.manager, card.message_id, {})
    asked = f"select p.name from customers c join people p on p.id = c.owner_id where c.name = '{CUSTOMER}'"  # noqa: S608
    lite.tick(MONDAY.replace(day=3, hour=23, minute=59))
    assert lite.rows(asked) == [("李雷",)]
    lite.tick(MONDAY.replace(day=4, hour=0, minute=1))
    assert lite.rows(asked) == [("韩梅梅",)]
