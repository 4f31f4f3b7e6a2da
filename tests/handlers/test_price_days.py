"""Prices by the day: who asks, quotes or orders on the eve of a change gets the old one, and the day after the new."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from playground import Message, Person
from tests.installation import SHANGHAI, Installation, installed
from tests.pricing import enter, prices, shop
from tests.seen import check_everything, held, read, toast
from tests.stall import stocked

CHANGED = "定价 A100 牌价120 底价80 成本65 从2027-01-01"
EVE, NEW_YEAR = datetime(2026, 12, 31, 23, 59, tzinfo=SHANGHAI), datetime(2027, 1, 1, 0, 0, tzinfo=SHANGHAI)


def at(house: Installation, moment: datetime, who: Person, words: str) -> str:
    """What somebody reads at a moment."""
    house.clock.set(moment)
    return read(house.say(who, words))


@pytest.mark.parametrize("moment,price", [(EVE, "¥100.00"), (NEW_YEAR, "¥120.00")])
def test_the_price_of_a_day_stands_on_every_card_of_that_day(lite: Installation, moment: datetime, price: str) -> None:
    rep = shop(lite).reps[0]
    enter(lite, CHANGED)
    lite.file(rep, "华宁精密")
    assert f"{price} / 台" in at(lite, moment, rep, "价格 A100")
    assert f"A100 齿轮泵 {price} 台" in at(lite, moment, rep, "价格")
    assert f"10 台 × {price}" in at(lite, moment, rep, "报价 华宁精密 A100*10")
    assert f"10 台 × {price}" in at(lite, moment, rep, "订单 华宁精密 A100*10")


def test_what_was_shown_on_the_eve_costs_what_the_day_of_the_press_says(house: Installation) -> None:
    rep = shop(house).reps[0]
    enter(house, CHANGED)
    house.file(rep, "华宁精密")
    house.clock.set(EVE)
    quote = house.say(rep, "报价 华宁精密 A100*10")
    house.clock.set(NEW_YEAR)
    house.feishu.press(rep, quote.message_id, "保存")
    assert "¥1,200.00" in read(quote)
    assert house.rows("select amount from quotes") == [(1200_00,)]


def test_a_price_of_ones_own_is_the_same_on_either_day_and_so_is_what_was_submitted(house: Installation) -> None:
    rep = shop(house).reps[0]
    enter(house, CHANGED)
    house.file(rep, "华宁精密")
    house.clock.set(EVE)
    for line in ("订单 华宁精密 A100*10@99", "订单 华宁精密 A100*10"):
        house.feishu.press(rep, house.say(rep, line).message_id, "提交")
    house.clock.set(NEW_YEAR)
    assert "¥990.00" in read(house.say(rep, "订单 SO-1"))
    assert "¥1,000.00" in read(house.say(rep, "订单 SO-2"))
    assert house.rows("select list_price, cost from order_lines order by id") == [(100_00, 60_00)] * 2


def test_after_its_last_day_nothing_can_be_offered_at_the_list_price(lite: Installation) -> None:
    rep = shop(lite).reps[0]
    lite.file(rep, "华宁精密")
    enter(lite, "定价 A100 牌价 90 到2026-12-31")
    preview = _on(lite, EVE, rep, "报价 华宁精密 A100*10")
    assert "¥900.00" in read(preview)
    lite.clock.set(NEW_YEAR)
    done = lite.feishu.press(rep, preview.message_id, "保存")
    assert (toast(done)[0], lite.rows("select count(*) from quotes")) == ("warning", [(0,)])
    assert "A100" in toast(done)[1]
    assert "请确认报价" in read(lite.say(rep, "报价 华宁精密 A100*10@85"))


def _on(house: Installation, moment: datetime, who: Person, words: str) -> Message:
    house.clock.set(moment)
    return house.say(who, words)


def test_a_form_of_before_midnight_puts_no_price_in_force_for_yesterday(lite: Installation) -> None:
    shop(lite)
    lite.clock.set(EVE)
    card = lite.say(lite.admin, "定价 A100 120")
    lite.clock.set(NEW_YEAR)
    said = toast(lite.feishu.submit(lite.admin, card.message_id, {"list_price": "121"}))
    assert said[0] == "warning"
    assert "生效日期：不能早于今天（1月1日 周五）" in said[1]
    assert (held(card)["list_price"], held(card)["first_on"]) == ("121", "2026-12-31")
    assert len(prices(lite)) == 1


def test_a_leap_day_can_be_the_last_one(lite: Installation) -> None:
    rep = shop(lite).reps[0]
    enter(lite, "定价 A100 牌价 90 从2028-02-29 到2028-02-29")
    seen = [at(lite, datetime(2028, month, day, 9, tzinfo=SHANGHAI), rep, "价格 A100") for month, day in _AROUND]
    assert ["¥90.00 / 台" in said for said in seen] == [False, True, False]
    assert ["暂无牌价\n今天" in said for said in seen] == [False, False, True]


_AROUND = ((2, 28), (2, 29), (3, 1))


@pytest.fixture
def abroad(sqlite_url: str) -> Iterator[Installation]:
    """A house whose day begins thirteen hours after Shanghai's."""
    with installed(sqlite_url, timezone="America/New_York") as house:
        yield house
        check_everything(house)


def test_the_day_is_the_one_of_the_place(abroad: Installation) -> None:
    rep = abroad.squad().reps[0]
    stocked(abroad)
    enter(abroad, CHANGED)
    home = ZoneInfo("America/New_York")
    assert "¥100.00 / 台" in at(abroad, NEW_YEAR, rep, "价格 A100")
    assert "¥100.00 / 台" in at(abroad, datetime(2026, 12, 31, 23, 59, tzinfo=home), rep, "价格 A100")
    assert held(abroad.say(abroad.admin, "定价 A100"))["first_on"] == "2026-12-31"
    assert "¥120.00 / 台" in at(abroad, datetime(2027, 1, 1, 0, 0, tzinfo=home), rep, "价格 A100")
