"""关账: a month is closed once and for good; its figures stand."""

from datetime import timedelta

import pytest

from tests.installation import MONDAY, Installation, installed
from tests.ordering import Market, market
from tests.seen import check_everything, labels, read, toast

MONTH_END = MONDAY.replace(month=4, day=2)


@pytest.fixture
def shop(house: Installation) -> Market:
    """An order of March; now it is April."""
    shop = market(house)
    shop.confirmed()
    shop.draft()
    house.clock.set(MONTH_END)
    return shop


def closes(house: Installation) -> list[tuple[object, ...]]:
    return house.rows("select period, restates, watermark from closes")


def test_the_question_says_what_will_happen_and_what_is_open(shop: Market) -> None:
    card = shop.house.say(shop.house.admin, "关账 2026-03")
    for said in ("关账 2026-03？", "将被冻结", "计入当期", "未提交的订单", "未发完货", "1 单", "不能撤销"):
        assert said in read(card)
    assert "count in the present" in read(card, "en")
    assert labels(card) == ["确认关账"]
    assert closes(shop.house) == []


def test_a_press_closes_it_and_freezes_its_figures(shop: Market) -> None:
    card = shop.house.say(shop.house.admin, "关账 上月")
    done = shop.house.feishu.press(shop.house.admin, card.message_id, "确认关账")
    assert toast(done)[:2] == ("success", "2026-03 已关账")
    assert "2026-03 已关账" in read(card)
    ((period, restates, watermark),) = closes(shop.house)
    assert (period, bool(restates)) == ("2026-03", False)
    ((newest,),) = shop.house.rows("select max(id) from postings")
    assert watermark == newest
    said = shop.house.rows("select scope_kind, of from publications where card = 'close' and kpi = 'K01'")
    ((net,),) = shop.house.rows("select sum(amount) from postings")
    assert sorted(said) == [("company", net), ("team", net)]


def test_closed_twice_it_stays_as_it_was(shop: Market) -> None:
    first, second = (shop.house.say(shop.house.admin, "关账 2026-03") for _ in range(2))
    shop.house.feishu.press(shop.house.admin, first.message_id, "确认关账")
    before = shop.house.rows("select * from publications order by id")
    again = shop.house.feishu.press(shop.house.admin, second.message_id, "确认关账")
    assert "之前已经关账了" in toast(again)[1]
    assert shop.house.rows("select * from publications order by id") == before
    assert "2026-03 已关账" in read(shop.house.say(shop.house.admin, "关账 2026-03"))


def test_what_is_cancelled_later_counts_in_the_present(shop: Market) -> None:
    card = shop.house.say(shop.house.admin, "关账 2026-03")
    shop.house.feishu.press(shop.house.admin, card.message_id, "确认关账")
    order = shop.house.say(shop.rep, "订单 SO-1")
    shop.press(order, "取消")
    months = shop.house.rows("select substr(cast(day as text), 1, 7), sum(amount) from postings group by 1 order by 1")
    assert [month for month, _ in months] == ["2026-03", "2026-04"]
    assert months[0][1] == -months[1][1] > 0


def test_without_a_month_the_closed_ones_are_listed(shop: Market) -> None:
    admin = shop.house.admin
    assert "还没有关过账" in read(shop.house.say(admin, "关账"))
    card = shop.house.say(admin, "关账 2026-03")
    shop.house.feishu.press(admin, card.message_id, "确认关账")
    listed = shop.house.say(admin, "close")
    assert "2026-03 · 4月2日 周四 · 迟到的计入当期" in read(listed)
    assert "what is late counts in the present" in read(listed, "en")


@pytest.mark.parametrize("words,why", [
    ("2026-04", "2026-04 还没有结束，5月1日 周五起才能关账"),
    ("本月", "还没有结束"),
    ("2026-Q1", "请写明哪个月"),
    ("火星", "请写明哪个月"),
])  # fmt: skip
def test_what_cannot_be_closed_is_refused(lite: Installation, words: str, why: str) -> None:
    shop = market(lite)
    lite.clock.set(MONTH_END)
    assert why in read(lite.say(lite.admin, f"关账 {words}"))
    assert closes(shop.house) == []


def test_a_month_is_over_by_the_companys_clock(lite: Installation) -> None:
    market(lite)
    lite.clock.set(MONTH_END.replace(day=1, hour=0, minute=0) - timedelta(seconds=1))
    assert "还没有结束" in read(lite.say(lite.admin, "关账 2026-03"))
    lite.clock.set(MONTH_END.replace(day=1, hour=0, minute=0))
    assert "关账 2026-03？" in read(lite.say(lite.admin, "关账 2026-03"))


def test_only_directors_and_admins_close(lite: Installation) -> None:
    shop = market(lite)
    for who in (shop.manager, shop.rep):
        assert "只有总监和管理员可以关账" in read(lite.say(who, "关账 2026-02"))


def test_a_team_abroad_sells_on_the_companys_date(sqlite_url: str) -> None:
    with installed(sqlite_url) as house:
        shop = market(house)
        team = house.app.db.write(
            lambda db: db.exec_driver_sql("update teams set timezone = 'America/New_York'").rowcount
        )
        assert team
        house.clock.set(MONDAY.replace(day=3, hour=9))  # the evening of the second over there
        shop.confirmed()
        assert house.rows("select cast(confirmed_on as text), cast(ordered_on as text) from orders") == [
            ("2026-03-03", "2026-03-02")
        ]
        assert house.rows("select distinct cast(day as text) from postings") == [("2026-03-03",)]
        card = house.say(shop.rep, "发货 SO-1")
        assert "SO-1" in read(card)
        check_everything(house)
