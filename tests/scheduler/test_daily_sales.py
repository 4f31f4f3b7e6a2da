"""What the manager's morning card says of sales: the pace, what is compared, what needs a word, and what was wrong."""

import re
from datetime import date, datetime, timedelta

import pytest

from playground import Message
from scheduler.push import prepared
from scheduler.pushes import daily_kpi
from storage.people import open_teams
from tests.installation import SHANGHAI, Installation, installed
from tests.plans import plans, scanned, statements
from tests.scheduler.sellers import Sellers
from tests.seen import cards, labels, parts, read
from tests.stall import confirmed, draft_of, keep, returned, shipped

DAY = timedelta(days=1)


def march(day: int) -> date:
    """A date of March 2026; the 2nd and the 9th are Mondays."""
    return date(2026, 3, day)


def selling(house: Installation) -> Sellers:
    """A team that is ahead of its target after a week, by one of its two reps alone."""
    sellers = Sellers(house)
    sellers.aim("2026-03", 400_000)
    sellers.aim("2026-03", 200_000, 0)
    sellers.aim("2026-03", 200_000, 1)
    for day, pieces in ((2, 30), (3, 42), (4, 10), (6, 31)):
        sellers.sell(march(day), pieces)
    return sellers


def charts(card: Message, kind: str) -> list[dict[str, object]]:
    """The specs of one type on a card."""
    found = [part["chart_spec"] for part in parts(card.card) if part.get("tag") == "chart"]
    return [spec for spec in found if spec["type"] == kind]


def test_the_month_is_measured_by_its_pace(house: Installation) -> None:
    card = selling(house).morning(march(9))
    for said in (
        "本月净销售额 · 截至 3月8日 周日\n¥11.3万",
        "目标 ¥40万 · 完成 28.3% · 进度 1.24",
        "已过 5/22 个工作日 · 时间进度 22.7% · 预计 ¥49.7万",
        "累计 ¥11.3万，按进度应到 ¥9.09万",
        "¥3.1万\n销售额 · 近 3 天",
    ):
        assert said in read(card)
    for said in ("target ¥400k · 28.3% of it · pace 1.24", "5 of 22 working days over", "heading for ¥497k"):
        assert said in read(card, "en")
    assert "<font color='green'>" in str(card.card)


def test_behind_is_red(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.aim("2026-03", 400_000)
    sellers.sell(march(2), 3)
    assert "<font color='red'>" in str(sellers.morning(march(4)).card)


def test_the_way_of_the_month_is_drawn_to_its_end_against_the_target(lite: Installation) -> None:
    (way,) = charts(selling(lite).morning(march(9)), "common")
    wanted, known = (series["values"] for series in way["data"])  # type: ignore[attr-defined]
    assert [place["y"] for place in known] == [30_000, 72_000, 82_000, 82_000, 113_000]
    assert (len(wanted), wanted[-1]) == (22, {"x": "31", "y": 400_000})


def test_without_a_target_there_is_no_colour_and_no_line_to_reach(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.sell(march(2), 3)
    card = sellers.morning(march(3))
    assert "未设目标" in read(card)
    assert "<font color='green'>" not in str(card.card)
    (way,) = charts(card, "common")
    assert all("y" not in place for place in way["data"][0]["values"])  # type: ignore[index]


def test_a_month_under_way_is_held_against_as_many_working_days(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.sell(date(2026, 2, 3), 10)  # the second working day of February
    sellers.sell(date(2026, 2, 25), 500)
    sellers.sell(march(2), 15)
    assert "较上月同期 +50.0%" in read(sellers.morning(march(4)))


def test_on_the_first_working_day_the_month_before_is_looked_at_once_more(lite: Installation) -> None:
    sellers = selling(lite)
    assert "上月净销售额 · 截至 3月31日 周二\n¥11.3万" in read(sellers.morning(date(2026, 4, 1)))
    assert "本月净销售额 · 截至 4月1日 周三\n¥0" in read(sellers.morning(date(2026, 4, 2)))


def test_after_a_weekend_each_day_has_its_line(lite: Installation) -> None:
    card = selling(lite).morning(march(9))
    assert "3月6日 周五：净额 ¥3.1万，拜访 0 次\n3月7日 周六：净额 ¥0，拜访 0 次" in read(card)
    assert "Fri 6 Mar: net ¥31k, visits 0" in read(card, "en")


def test_a_rep_far_behind_is_a_matter_with_one_way_on(lite: Installation) -> None:
    sellers = selling(lite)
    card = sellers.morning(march(9))
    assert "要你决定\n韩梅梅 进度 0.00，差 ¥4.55万" in read(card)
    assert labels(card)[:1] == ["业绩"]
    assert "韩梅梅 is at 0.00 of the pace" in read(card, "en")


def test_what_came_back_is_asked_about_and_a_quiet_customer(house: Installation) -> None:
    sellers = Sellers(house)
    house.file(sellers.squad.reps[0], "长安电子")
    keep(house, lambda db: db.exec_driver_sql("update customers set tier = 'A'"))
    order = sellers.sell(march(18), 42)
    shipped(house, order, 42)
    returned(house, order, 15)
    card = sellers.morning(march(19))
    assert "华宁精密 退货 ¥1.5万（SO-1）" in read(card)
    assert "长安电子（A 级）17 天没拜访" in read(card)
    house.feishu.press(sellers.manager, card.message_id, "订单")
    assert "SO-1" in read(house.answer(sellers.manager))


def test_large_debts_are_asked_about_when_they_are_old(house: Installation) -> None:
    sellers = Sellers(house)
    order = sellers.sell(march(2), 42)
    shipped(house, order, 42)
    assert "最久" not in read(sellers.morning(march(13)))
    card = sellers.morning(march(17))
    assert "华宁精密 逾期 ¥4.2万，最久 15 天" in read(card)
    assert "逾期额\n¥4.2万，占应收 100%" in read(card)


def test_a_figure_that_turns_out_otherwise_is_owned_up_to_once(house: Installation) -> None:
    sellers = selling(house)
    sellers.sell(march(9), 20)
    assert "更正" not in read(sellers.morning(march(10)))
    house.clock.set(datetime(2026, 3, 10, 10, tzinfo=SHANGHAI))
    late = draft_of(
        house,
        sellers.squad.reps[0],
        "长安电子",
        sellers.shop.wish("X1", 7),
        at=datetime(2026, 3, 9, 9, tzinfo=SHANGHAI),
    )
    confirmed(house, late)
    card = sellers.morning(march(11))
    assert "更正\n销售额：3月9日 周一 ¥2万 → ¥2.7万（补录 1 单）" in read(card)
    assert "Corrections" in read(card, "en")
    assert "更正" not in read(sellers.morning(march(12)))
    assert house.rows("select count(*) from publications where card = 'daily' and kpi = 'K01'") == [(3,)]


def test_looking_often_publishes_once(lite: Installation) -> None:
    sellers = selling(lite)
    for second in range(3):
        lite.tick(datetime(2026, 3, 9, 8, 45, second, tzinfo=SHANGHAI))
    assert len([card for card in cards(lite, lite.feishu.direct(sellers.manager)) if "每日数据" in read(card)]) == 1
    assert lite.rows("select count(*) from publications where card = 'daily'") == [(2,)]


def test_a_team_that_keeps_no_orders_is_spared_the_noughts(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0])
    lite.tick(datetime(2026, 3, 3, 8, 45, tzinfo=SHANGHAI))
    card = lite.answer(squad.manager)
    assert "¥" not in read(card)
    assert "1/2\n有拜访（人）" in read(card)
    assert lite.rows("select count(*) from publications") == [(0,)]


def test_a_card_made_late_says_so(lite: Installation) -> None:
    card = selling(lite).morning(march(9), 11)
    assert "补发" in read(card)


def test_two_hundred_reps_with_long_names_fit(lite: Installation) -> None:
    names = tuple(f"{'长名字的销售代表' * 5}{n:03}"[-40:] for n in range(200))
    sellers = Sellers(lite, "华东一队", "王经理", *names)
    sellers.aim("2026-03", 400_000)
    sellers.sell(march(2), 30)
    for n in range(12):
        lite.file(sellers.squad.reps[n], f"{'客户' * 40}{n}", next_step="送样" * 200, next_step_on="2026-03-03")
    card = sellers.morning(march(3))
    assert re.search(r"还有 18\d 人", read(card))
    lite.feishu.press(sellers.manager, card.message_id, "团队")
    assert lite.rows("select count(*) from outbox where state = 'parked'") == [(0,)]


@pytest.mark.parametrize("more", [0, 3])
def test_all_cards_are_read_with_as_many_questions_as_one(sqlite_url: str, more: int) -> None:
    """However many teams and reps there are; and no table that grows is read from end to end."""
    with installed(sqlite_url) as house:
        Sellers(house, "华东一队", "王经理", *(f"销售{n}" for n in range(2 + 4 * more))).sell(march(2), 3)
        for n in range(more):
            house.squad(f"{n}队", f"{n}经理", (f"甲{n}", f"乙{n}"))
        now = datetime(2026, 3, 3, 8, 45, tzinfo=SHANGHAI)
        asked = statements(house.app.db, lambda db: prepared(daily_kpi.push, db, house.app.house, now))
        assert len(house.app.db.read(open_teams)) == 1 + more
        assert len(asked) == QUESTIONS
        assert scanned(plans(house.app.db, asked), "visits", "orders", "postings", "obligations", "publications") == []


QUESTIONS = 22
"""Two for the teams and their calendars, the rest for what the cards say."""
