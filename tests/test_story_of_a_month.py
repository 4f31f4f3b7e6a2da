"""The story of a month in a browser: its targets, its close, and goods that come back after all of it was told."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from playwright.sync_api import expect

from playground import HandClock, Person
from tests.installation import SHANGHAI, Installation
from tests.scheduler.sellers import Sellers
from tests.seen import check_everything
from tests.stall import shipped
from tests.windows import SIZES, Window

WEDNESDAY = date(2026, 3, 25)
"""Of the last whole week of March; the month is over on the Tuesday after."""


class Company(Installation):
    """A company that has set whether a closed month moves."""

    restates = False

    def _settings(self, url: str, team: dict[str, Any]) -> dict[str, Any]:
        return super()._settings(url, team) | {"kpi": {"restate_closed": self.restates}}


class Restating(Company):
    """One whose closed months move, and say so."""

    restates = True


@pytest.fixture
def lite(request: pytest.FixtureRequest, sqlite_url: str) -> Iterator[Installation]:
    """The company that a test asks for."""
    company: type[Company] = request.param
    house = company(sqlite_url, HandClock(datetime(2026, 3, 24, 10, tzinfo=SHANGHAI)))
    try:
        yield house
        check_everything(house)
    finally:
        house.close()


def begun(window: Window, lite: Installation) -> Sellers:
    """Three reps in the last week of March."""
    sellers = Sellers(lite, "华东一队", "王经理", "李雷", "韩梅梅", "方晓")
    lite.tick(lite.clock.now())
    window.reload()
    return sellers


def sold(sellers: Sellers) -> None:
    """Three orders of two reps are confirmed; the first of them has left whole."""
    first = sellers.sell(WEDNESDAY, 42)
    shipped(sellers.house, first, 42)
    sellers.sell(date(2026, 3, 26), 20, 1, "长安电子")
    sellers.sell(date(2026, 3, 26), 10, 0, "远东机械")


@pytest.mark.parametrize("lite", [Restating], indirect=True)
def test_a_month_ends_and_owns_up_to_what_came_back(window: Window, lite: Installation) -> None:
    sellers = begun(window, lite)
    set_targets_in_chat(window, lite, sellers)
    sold(sellers)
    read_the_week_and_the_month(window, lite, sellers)
    close_it(window, lite)
    take_goods_back_late(window, lite, sellers.squad.reps[0])
    see_what_has_changed(window, lite, sellers.manager)
    open_the_figure(window)
    rank_on_a_phone(window, lite, sellers.manager)


def set_targets_in_chat(window: Window, lite: Installation, sellers: Sellers) -> None:
    """The admin sets the team's, its manager two of the three reps'; each is shown before it is kept."""
    window.look(lite.admin, lite.feishu.direct(lite.admin))
    window.say("目标 华东一队 3月 10万")
    window.sees("新目标", "¥100,000.00")
    window.press("确认")
    window.asking("open", lambda: window.look(sellers.manager, lite.feishu.direct(sellers.manager)))
    for rep, yuan in ((0, "6万"), (1, "3万")):
        window.say(f"目标 {sellers.squad.reps[rep].name} 3月 {yuan}")
        window.press("确认")
        window.toast("目标已保存")
    window.photograph("month-targets")
    assert lite.rows("select count(*) from targets") == [(3,)]


def read_the_week_and_the_month(window: Window, lite: Installation, sellers: Sellers) -> None:
    """On Monday the group reads the team's week, on the first the manager the month, with everybody's place."""
    window.turn("apply", "09:30", "2026-03-30T09:30")
    window.look(sellers.manager, sellers.squad.chat)
    window.card("华东一队 · 周汇总")
    window.sees("本期净销售额", "¥7.2万", "完成 72%")
    expect(window.page.get_by_test_id("card").last).not_to_contain_text("李雷")
    window.photograph("month-digest")
    window.turn("apply", "09:00", "2026-04-01T09:00")
    window.look(sellers.manager, lite.feishu.direct(sellers.manager))
    close_card = window.page.get_by_test_id("card").filter(has_text="2026-03 净销售额")
    expect(close_card).to_contain_text("暂定")
    expect(close_card).to_contain_text("目标 ¥10万 · 完成 72%")
    expect(close_card).to_contain_text("没有名次的未设目标。")
    close_card.scroll_into_view_if_needed()
    window.photograph("month-close")


def close_it(window: Window, lite: Installation) -> None:
    """An admin closes March; from then on its figures are frozen."""
    window.look(lite.admin, lite.feishu.direct(lite.admin))
    window.say("关账 2026-03")
    window.card("关账 2026-03？")
    window.photograph("month-closing")
    window.press("确认关账")
    window.card("2026-03 已关账")
    assert lite.rows("select period from closes") == [("2026-03",)]


def take_goods_back_late(window: Window, lite: Installation, rep: Person) -> None:
    """Goods that came back on the Friday before are entered on the first, after the close."""
    window.asking("open", lambda: window.look(rep, lite.feishu.direct(rep)))
    window.say("退货 SO-1 X1*2 质量 3月27日")
    window.card("请确认退货 SO-1")
    window.sees("¥2,000.00", "3月27日")
    window.press("确认退货")
    window.sees("已退 2")
    window.photograph("month-late-return")


def see_what_has_changed(window: Window, lite: Installation, boss: Person) -> None:
    """The next morning's card says what it was, what it is, and why."""
    window.turn("apply", "08:45", "2026-04-02T08:45")
    window.look(boss, lite.feishu.direct(boss))
    window.card("华东一队 · 每日数据")
    window.sees("上周 ¥7.2万 → ¥7万（退货 1 单）")
    window.photograph("month-restated")


def open_the_figure(window: Window) -> None:
    """What the card says can be opened: to how it is made, and to what it is made of."""
    window.say("业绩 本队 2026-03")
    window.sees("¥7万")
    for name, said in (("define", "确认"), ("rows", "SO-1")):
        button = window.page.get_by_test_id(f"button-opened_{name}").last
        window.asking("submit", button.click)
        window.sees(said)
        window.photograph(f"month-{name}")


def rank_on_a_phone(window: Window, lite: Installation, boss: Person) -> None:
    """The leaderboard stands within the width of a phone."""
    if window.page.get_by_test_id("tab-clock").is_visible():
        window.page.get_by_test_id("panel-toggle").click()
    width, height = SIZES["phone"]
    window.page.set_viewport_size({"width": width, "height": height})
    window.look(boss, lite.feishu.direct(boss))
    window.say("排行 2026-03")
    window.card("排行：销售额")
    window.sees("李雷 领先", "韩梅梅")
    assert window.page.evaluate("document.documentElement.scrollWidth") <= width
    card = window.page.get_by_test_id("card").last
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
    window.photograph("month-ranking")


@pytest.mark.parametrize("lite", [Company], indirect=True)
def test_a_closed_month_that_stays_takes_what_is_late_into_the_present(window: Window, lite: Installation) -> None:
    sellers = begun(window, lite)
    sold(sellers)
    window.turn("apply", "09:30", "2026-03-30T09:30")
    window.turn("apply", "09:00", "2026-04-01T09:00")
    close_it(window, lite)
    take_goods_back_late(window, lite, sellers.squad.reps[0])
    window.turn("apply", "08:45", "2026-04-02T08:45")
    window.look(sellers.manager, lite.feishu.direct(sellers.manager))
    window.card("华东一队 · 每日数据")
    expect(window.page.get_by_test_id("card").last).not_to_contain_text("¥7.2万 →")
    window.say("业绩 本队 2026-03")
    window.sees("¥7.2万")
    window.say("业绩 本队 本月")
    window.sees("−¥2,000")
