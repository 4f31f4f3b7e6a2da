"""A month's and a quarter's close: once, on the first working day after it, provisional until it is closed."""

from datetime import date, datetime

import pytest

from playground import Message
from sales.grains import Grain, stretch_of
from scheduler.push import prepared, rehearse
from scheduler.pushes import period_close
from storage import closes
from storage.people import find_person
from tests.installation import SHANGHAI, Installation, installed
from tests.plans import statements
from tests.scheduler.sellers import Sellers
from tests.seen import cards, labels, parts, read
from tests.stall import keep, returned, shipped

APRIL = date(2026, 4, 1)
"""A Wednesday: the first working day after March and after the first quarter."""


def march(day: int) -> date:
    """A date of March 2026."""
    return date(2026, 3, day)


def sold(house: Installation) -> Sellers:
    """A month in which one of two reps has reached their target, and a third has none."""
    sellers = Sellers(house, "华东一队", "王经理", "李雷", "韩梅梅", "周周")
    sellers.aim("2026-03", 100_000)
    sellers.aim("2026-03", 60_000, 0)
    sellers.aim("2026-03", 40_000, 1)
    sellers.sell(date(2026, 2, 25), 50)
    for day, pieces in ((3, 42), (4, 20)):
        sellers.sell(march(day), pieces)
    sellers.sell(march(5), 10, 1, "长安电子")
    return sellers


def closings(sellers: Sellers, title: str = "月度结账") -> list[Message]:
    """The closes that the manager has been sent."""
    house = sellers.house
    return [card for card in cards(house, house.feishu.direct(sellers.manager)) if title in read(card)]


def closing(sellers: Sellers, title: str = "月度结账") -> Message:
    """The close on the first of April."""
    sellers.morning(APRIL, 9, 0)
    return closings(sellers, title)[-1]


def test_the_month_is_told_with_its_figures_and_what_it_is_compared_with(house: Installation) -> None:
    card = closing(sold(house))
    for said in (
        "2026-03 净销售额\n¥7.2万",
        "目标 ¥10万 · 完成 72% · 进度 0.72",
        "22 个工作日，已结束",
        "较上月 +44.0%",
        "1\n新客户（家）",
        "毛利率 N/A（无基数）",
        "复购率",
        "退货率",
        "暂定",
    ):
        assert said in read(card), read(card)
    assert "Monthly close" in read(card, "en")
    assert "+44.0% vs the month before" in read(card, "en")


def test_reps_stand_by_what_they_achieved_and_who_has_no_target_is_not_ranked(lite: Installation) -> None:
    card = closing(sold(lite))
    assert "1/2 人完成目标（%）" in read(card)
    assert "1 李雷 ¥62,000 103.33%\n2 韩梅梅 ¥10,000 25%\n— 周周 ¥0 —" in read(card)
    assert "没有名次的未设目标。" in read(card)


def test_who_has_left_still_counts_for_the_team(lite: Installation) -> None:
    sellers = sold(lite)
    lite.feishu.leave(sellers.squad.chat, [sellers.squad.reps[1]])
    card = read(closing(sellers))
    assert "¥7.2万" in card
    assert "已离开的 those who left ¥10,000" in card


def test_products_are_told_with_their_share(lite: Installation) -> None:
    assert "1. X1 ¥7.2万，占 100%" in read(closing(sold(lite)))


def test_it_comes_once_on_the_first_working_day(house: Installation) -> None:
    sellers = sold(house)
    house.tick(datetime(2026, 3, 31, 23, tzinfo=SHANGHAI))
    house.tick(datetime(2026, 4, 1, 8, 59, 59, tzinfo=SHANGHAI))
    assert closings(sellers) == []
    for second in range(3):
        house.tick(datetime(2026, 4, 1, 9, 0, second, tzinfo=SHANGHAI))
    house.tick(datetime(2026, 4, 2, 9, tzinfo=SHANGHAI))
    assert (len(closings(sellers)), len(closings(sellers, "季度结账"))) == (1, 1)


def test_after_a_holiday_it_comes_when_people_are_back(lite: Installation) -> None:
    sellers = sold(lite)
    for day in range(1, 7):
        lite.tick(datetime(2026, 5, day, 9, tzinfo=SHANGHAI))
        assert (day, len(closings(sellers))) == (day, int(day >= 6))  # the 1st to the 5th of May are a holiday


def test_the_quarter_adds_its_months(lite: Installation) -> None:
    sold(lite)
    now = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
    ((_, card),) = rehearse(period_close.quarter, lite.app.db.read, lite.app.house, now)
    assert "2026-Q1 净销售额" in str(card.json)
    assert "12&#46;2万" in str(card.json)


def test_late_ones_say_so(lite: Installation) -> None:
    sellers = sold(lite)
    lite.tick(datetime(2026, 4, 1, 11, tzinfo=SHANGHAI))
    assert "补发" in read(closings(sellers)[-1])


def test_only_managers_read_it(lite: Installation) -> None:
    sellers = sold(lite)
    closing(sellers)
    for rep in sellers.squad.reps:
        assert not [card for card in cards(lite, lite.feishu.direct(rep)) if "结账" in read(card)]
    assert not [card for card in cards(lite, sellers.squad.chat) if "结账" in read(card)]


def test_what_it_says_is_frozen_and_a_late_return_is_owned_up_to(house: Installation) -> None:
    sellers = sold(house)
    order = sellers.sell(march(20), 30)
    shipped(house, order, 30)
    closing(sellers)
    said = dict(house.rows("select kpi, \"of\" from publications where card = 'month'"))
    assert (said["K01"], said["K03"]) == (102_000_00, 102_000_00)
    assert {"K05", "K07a", "K10", "K12", "K13", "K18d", "K21", "K25", "K34"} <= set(said)
    house.clock.set(datetime(2026, 3, 31, 12, tzinfo=SHANGHAI))
    returned(house, order, 8)
    card = sellers.morning(date(2026, 4, 2))
    assert "销售额：上月 ¥10.2万 → ¥9.4万（退货 1 单）" in read(card)
    assert dict(house.rows("select kpi, \"of\" from publications where card = 'month'")) == said


def test_a_closed_month_is_no_longer_provisional(lite: Installation) -> None:
    sellers = sold(lite)
    lite.clock.set(datetime(2026, 4, 1, 8, tzinfo=SHANGHAI))
    boss, _ = lite.app.db.read(lambda db: find_person(db, sellers.manager.open_id))
    assert boss
    month, who, now = stretch_of(Grain.MONTH, march(1)), boss.id, lite.clock.now()
    keep(lite, lambda db: closes.close(db, month, who, now, restates=False))
    card = read(closing(sellers))
    assert "已关账" in card
    assert "暂定" not in card


def test_a_team_without_orders_hears_of_its_visits_and_reports(lite: Installation) -> None:
    lite.squad()
    now = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
    ((_, card),) = rehearse(period_close.month, lite.app.db.read, lite.app.house, now)
    assert "有效拜访" in str(card.json)
    assert "¥" not in str(card.json["body"])


def test_two_hundred_reps_with_long_names_fit_with_the_rest_one_press_away(lite: Installation) -> None:
    names = tuple(f"{'长名字的销售代表' * 5}{n:03}"[-40:] for n in range(200))
    sellers = Sellers(lite, "华东一队", "王经理", *names)
    sellers.sell(march(3), 42)
    sellers.aim("2026-03", 1_000, 7)
    card = closing(sellers)
    (ranking,) = [part for part in parts(card.card) if part.get("tag") == "table"]
    assert 20 <= len(ranking["rows"]) <= 50
    assert f"还有 {200 - len(ranking['rows'])} 人" in read(card)
    assert "展开" in labels(card)


@pytest.mark.parametrize("reps", [2, 12])
def test_it_asks_as_much_for_many_as_for_few(sqlite_url: str, reps: int) -> None:
    with installed(sqlite_url) as house:
        Sellers(house, "华东一队", "王经理", *(f"销售{n}" for n in range(reps))).sell(march(3), 3)
        for n in range(reps // 4):
            house.squad(f"{n}队", f"{n}经理", (f"甲{n}",))
        now = datetime(2026, 4, 1, 9, tzinfo=SHANGHAI)
        asked = statements(house.app.db, lambda db: prepared(period_close.month, db, house.app.house, now))
        assert len(asked) == QUESTIONS


QUESTIONS = 24
"""Two for the teams and their calendars, one for each source of a figure, and few beside."""
