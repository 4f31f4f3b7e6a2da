"""价格 and 定价: everybody in a team looks prices up, an admin sets them on a card, costs are for managers."""

from datetime import datetime

import pytest

from playground import Message, Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seeds import person
from tests.seen import held, labels, read, toast
from tests.trade import open_shop

LINE = "定价 A100 牌价105 底价75 成本62 从2026-12-01"


def shop(house: Installation) -> Squad:
    """A team with the goods of the tests on the list."""
    squad = house.squad()
    boss = squad.manager.open_id
    house.app.db.write(lambda db: open_shop(db, person(db, boss), house.clock.now()))
    return squad


def submit(house: Installation, form: Message, **filled: str) -> tuple[str, str, str]:
    return toast(house.feishu.submit(house.admin, form.message_id, filled))


def prices(house: Installation, code: str = "A100") -> list[tuple[object, ...]]:
    rows = house.rows(
        "select list_price, floor_price, cost, first_on, end_on from prices join products"  # noqa: S608
        f" on products.id = product_id where code = '{code}' order by prices.id"
    )
    return [(*row[:3], *(day and str(day) for day in row[3:])) for row in rows]


FIRST = (10000, 7000, 6000, "2026-01-01", None)


@pytest.mark.parametrize("words", ["价格 A100", "price a-100", "jg 齿轮泵", "价格 A1", "价格 齿轮", "/价格 A100"])
def test_a_rep_reads_list_and_floor_price_but_no_cost(lite: Installation, words: str) -> None:
    squad = shop(lite)
    card = lite.say(squad.reps[0], words)
    for said in ("A100", "齿轮泵", "¥100.00 / 台", "牌价 · 2026-01-01 起", "底价\n¥70.00", "调价记录（1）", "执行中"):
        assert said in read(card)
    assert "List price · from 2026-01-01" in read(card, "en")
    for secret in ("成本", "毛利", "60.00", "40%"):
        assert secret not in read(card)
    assert labels(card) == []


@pytest.mark.parametrize("who", ["manager", "director", "admin"])
def test_those_above_read_cost_and_margin(house: Installation, who: str) -> None:
    squad = shop(house)
    house.app.dispatcher  # noqa: B018
    asker = house.admin if who == "admin" else squad.manager
    card = house.say(asker, "价格 A100")
    assert "成本\n¥60.00" in read(card)
    assert "牌价毛利率\n40%" in read(card)
    assert "Margin at list\n40%" in read(card, "en")
