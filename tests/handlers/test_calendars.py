"""日历: the working calendar, and the days that a company or a team rules on for itself."""

from datetime import datetime

import pytest

from playground import Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import labels, read, toast

DECEMBER = datetime(2026, 12, 14, 10, 0, tzinfo=SHANGHAI)


def asked(house: Installation, person: Person, words: str) -> str:
    return read(house.say(person, words))


def advent(house: Installation) -> Squad:
    """A team in the middle of December, whose obligations are made."""
    squad = house.squad()
    house.tick(DECEMBER)
    return squad


def dues(house: Installation, period: str = "2026-W52") -> set[str]:
    rows = house.rows(f"select due_at, state from obligations where type = 'weekly' and period = '{period}'")  # noqa: S608
    return {f"{str(due)[:16]} {state}" for due, state in rows}


@pytest.mark.parametrize("words", ["日历", "calendar", "rl", "/日历"])
def test_this_month_and_the_next_are_shown_with_what_is_due(lite: Installation, words: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], words)
    for said in (
        "工作日历 · 2026 年 3 月、2026 年 4 月",
        "22 天",
        "3 月工作日",
        "还剩 22 天",
        "21 天",
        "4月4日 周六 至 4月6日 周一 清明节 放假 3 天 国务院通知",
        "周报截止",
        "3月6日 周五 18:00",
        "月报截止",
        "3月3日 周二 12:00",
        "地区 CN · 日历版本 ",
    ):
        assert said in read(card)
    for said in ("Calendar · March 2026, April 2026", "Sat 4 Apr to Mon 6 Apr Tomb-sweeping Day off 3 days"):
        assert said in read(card, "en")
    assert "暂定" not in read(card)


def test_one_month_may_be_asked_for(lite: Installation) -> None:
    squad = lite.squad()
    october = asked(lite, squad.reps[0], "日历 2026-10")
    for said in ("18 天", "13 天", "10月1日 周四 至 10月7日 周三 国庆节 放假 7 天", "10月10日 周六 国庆节 调休上班"):
        assert said in october
    assert "12月" not in asked(lite, squad.reps[0], "calendar 2026-05")


def test_a_year_may_be_asked_for(lite: Installation) -> None:
    squad = lite.squad()
    year = asked(lite, squad.reps[0], "日历 2026")
    for said in (
        "248 天",
        "全年工作日",
        "6 天",
        "其中调休上班",
        "2月15日 周日 至 2月23日 周一 春节 放假 9 天",
        "16 天",
    ):
        assert said in year


def test_a_year_that_is_not_announced_says_so(lite: Installation) -> None:
    squad = lite.squad()
    year = lite.say(squad.reps[0], "日历 2027")
    assert "部分日期的放假通知还没公布" in read(year)
    assert "1月1日 周五 元旦 放假 按法定日期推定 · 暂定" in read(year)
    assert "no notice is out yet" in read(year, "en")


@pytest.mark.parametrize("words", ["日历 什么", "日历 2026-W10", "日历 99999", "日历 1999", "日历 2026-13"])
def test_what_is_not_understood_is_answered_with_examples(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "可以发「日历」「日历 2027」「日历 2026-10」" in asked(lite, squad.reps[0], words)


def test_an_admin_rules_for_the_company_after_seeing_what_changes(house: Installation) -> None:
    squad = advent(house)
    house.squad("华南一队", "陈经理", ("周周",))
    house.tick(DECEMBER)
    card = house.say(house.admin, "日历 放假 2026-12-25 圣诞")
    for said in ("12月25日 周五 放假", "全公司", "圣诞", "周报 2026-W52 截止 12月25日 18:00 → 12月24日 18:00（3 人）"):
        assert said in read(card)
    assert "Weekly report 2026-W52 due 25 Dec 18:00 → 24 Dec 18:00 (3 people)" in read(card, "en")
    assert dues(house) == {"2026-12-25 10:00 pending"}
    done = house.feishu.press(house.admin, card.message_id, "确认")
    assert toast(done)[1] == "日历已更新"
    assert dues(house) == {"2026-12-24 10:00 pending"}
    assert "12月25日 周五 圣诞 放假 公司规定" in asked(house, squad.reps[0], "日历")
    assert labels(house.say(squad.reps[0], "日历")) == labels(house.say(squad.manager, "日历")) == []


def test_a_ruling_is_withdrawn_with_its_button_and_twice_does_no_harm(house: Installation) -> None:
    advent(house)
    card = house.say(house.admin, "日历 放假 12-24 到 12-25 年会")
    house.feishu.press(house.admin, card.message_id, "确认")
    assert dues(house) == {"2026-12-23 10:00 pending"}
    assert "12月24日 周四 至 12月25日 周五 年会 放假 公司规定" in read(card)
    listed = house.say(house.admin, "日历")
    assert toast(house.feishu.press(house.admin, card.message_id, "撤销"))[1] == "已撤销"
    assert toast(house.feishu.press(house.admin, listed.message_id, "撤销"))[1] == "之前已经撤销了"
    assert dues(house) == {"2026-12-25 10:00 pending"}
    assert "年会" not in asked(house, house.admin, "日历")


def test_a_manager_rules_for_their_own_team_only(house: Installation) -> None:
    squad = advent(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    card = house.say(squad.manager, "日历 上班 2026-12-26 盘点")
    named = house.say(squad.manager, "calendar work 2026-12-26 盘点 华东一队")
    for each in (card, named):
        assert "华东一队" in read(each)
        assert "要交的报告和截止时间都不变。" in read(each)
    house.feishu.press(squad.manager, card.message_id, "确认")
    assert "12月26日 周六 盘点 上班 本团队规定" in asked(house, squad.reps[0], "日历")
    assert "盘点" not in asked(house, other.manager, "日历")
    assert "「华南一队」的数据只有该团队的经理能看。" in asked(house, squad.manager, "日历 放假 12-25 华南一队")


def test_a_rep_cannot_change_the_calendar_not_even_with_a_managers_card(house: Installation) -> None:
    squad = advent(house)
    for words in ("日历 放假 2026-12-25", "日历 上班 2026-12-26 华东一队"):
        assert "只有管理员能调整公司日历，经理能调整自己团队的。" in asked(house, squad.reps[0], words)
    card = house.say_in(squad.chat, squad.manager, "日历 放假 2026-12-25")
    refused = house.feishu.press(squad.reps[0], card.message_id, "确认")
    assert "这张卡片是给别人的" in toast(refused)[1]
    assert dues(house) == {"2026-12-25 10:00 pending"}


@pytest.mark.parametrize(
    "words, said",
    [
        ("日历 放假", "没看懂日期。"),
        ("日历 放假 圣诞", "没看懂日期。"),
        ("日历 放假 12-25 下午", "没看懂日期。"),
        ("日历 放假 昨天", "日历只能从今天（12月14日 周一）起调整。"),
        ("日历 放假 12-20 到 1-25", "一次最多调整 31 天"),
        ("日历 放假 2029-01-02", "一次最多调整 31 天"),
        ("日历 放假 12-25 不存在的队", "全公司"),
    ],
)
def test_what_cannot_be_ruled_is_said_in_words(lite: Installation, words: str, said: str) -> None:
    advent(lite)
    assert said in asked(lite, lite.admin, words)


def test_a_card_that_was_left_lying_until_its_day_is_past_rules_nothing(lite: Installation) -> None:
    squad = advent(lite)
    card = lite.say(squad.manager, "日历 放假 明天 团建")
    lite.clock.set(datetime(2026, 12, 17, 10, 0, tzinfo=SHANGHAI))
    refused = lite.feishu.press(squad.manager, card.message_id, "确认")
    assert toast(refused)[1] == "日历只能从今天（12月17日 周四）起调整。"


def test_an_admin_without_a_team_sees_the_companys_calendar_and_any_teams(lite: Installation) -> None:
    squad = advent(lite)
    lite.feishu.press(squad.manager, lite.say(squad.manager, "日历 放假 12-31 盘点").message_id, "确认")
    assert "全公司" in asked(lite, lite.admin, "日历")
    assert "盘点" not in asked(lite, lite.admin, "日历")
    assert "盘点 放假 本团队规定" in asked(lite, lite.admin, "日历 华东一队")
    assert "先加入一个销售团队" in asked(lite, lite.people("外人")[0], "日历")


def test_over_the_turn_of_the_year_part_of_it_is_provisional(lite: Installation) -> None:
    squad = advent(lite)
    card = lite.say(squad.reps[0], "日历")
    assert "2026 年 12 月、2027 年 1 月" in read(card)
    assert "按周末和法定日期暂定" in read(card)
