"""请假: leave in half days, told in one line or on a card, and what is owed following it."""

from datetime import datetime, timedelta

import pytest

from playground import Message, Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import held, labels, read, toast

TUESDAY = datetime(2026, 3, 10, 10, 0, tzinfo=SHANGHAI)
"""In 2026-W11, which is the first full week of everybody in the team; its report is due on Friday the 13th."""


def working(house: Installation) -> Squad:
    """A team in its second week, whose obligations are made."""
    squad = house.squad()
    house.tick(TUESDAY)
    return squad


def confirmed(house: Installation, person: Person, words: str) -> Message:
    card = house.say(person, words)
    house.feishu.press(person, card.message_id, "确认")
    return card


def newest(house: Installation) -> str:
    """The number of the leave kept last; a rehearsal on PostgreSQL leaves gaps."""
    ((leave_id,),) = house.rows("select max(id) from leaves")
    return f"L-{leave_id}"


def owed(house: Installation, name: str = "李雷", period: str = "2026-W11") -> str:
    rows = house.rows(
        "select due_at, state from obligations join people on people.id = rep_id "  # noqa: S608
        f"where type = 'weekly' and period = '{period}' and people.name = '{name}'"
    )
    return " ".join(f"{str(due)[5:16]} {state}" for due, state in rows)


def test_half_a_day_is_told_in_one_line_and_confirmed(house: Installation) -> None:
    squad = working(house)
    card = house.say(squad.reps[0], "请假 周三下午 看牙")
    for said in ("请假：3月11日 周三 下午", "0.5 天", "看牙", "要交的报告和截止时间都不变。"):
        assert said in read(card)
    for said in ("Leave: Wed 11 Mar afternoon", "No report that is owed changes"):
        assert said in read(card, "en")
    assert house.rows("select * from leaves") == []
    done = house.feishu.press(squad.reps[0], card.message_id, "确认")
    assert toast(done)[1:] == (f"已登记请假 {newest(house)}", f"Leave {newest(house)} is kept")
    assert "已登记 李雷 的请假" in read(card)
    kept = house.rows("select first_on, first_half, last_on, last_half, reason from leaves")
    assert [tuple(map(str, row)) for row in kept] == [("2026-03-11", "pm", "2026-03-11", "pm", "看牙")]


def test_who_is_away_for_half_of_the_week_owes_no_report(house: Installation) -> None:
    squad = working(house)
    assert owed(house) == "03-13 10:00 pending"
    card = house.say(squad.reps[0], "请假 周三到周五")
    assert "周报 2026-W11 免交" in read(card)
    assert "Weekly report 2026-W11 is not owed" in read(card, "en")
    assert owed(house) == "03-13 10:00 pending", "asking changes nothing"
    house.feishu.press(squad.reps[0], card.message_id, "确认")
    assert owed(house) == "03-13 10:00 excused"
    assert owed(house, "韩梅梅") == "03-13 10:00 pending"


def test_who_is_away_at_the_due_moment_has_until_they_are_back(house: Installation) -> None:
    squad = working(house)
    card = house.say(squad.reps[0], "leave Fri afternoon")
    assert "截止 3月13日 18:00 → 3月16日 12:00" in read(card)
    house.feishu.press(squad.reps[0], card.message_id, "确认")
    assert owed(house) == "03-16 04:00 pending"


def test_leave_taken_back_is_owed_again_and_twice_does_no_harm(house: Installation) -> None:
    squad = working(house)
    receipt = confirmed(house, squad.reps[0], "请假 周三到周五")
    listed = house.say(squad.reps[0], "请假")
    done = house.feishu.press(squad.reps[0], receipt.message_id, "撤回")
    assert toast(done)[1] == f"已撤回请假 {newest(house)}"
    assert "周报 2026-W11 恢复应交，截止 3月13日 18:00" in read(receipt)
    assert owed(house) == "03-13 10:00 pending"
    again = house.feishu.press(squad.reps[0], listed.message_id, "撤回")
    assert toast(again)[:2] == ("info", "之前已经撤回了")
    assert newest(house) not in read(house.say(squad.reps[0], "请假"))


def test_a_sick_note_may_come_late_and_excuses_what_was_missed(house: Installation) -> None:
    squad = working(house)
    house.tick(datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI))
    house.tick(datetime(2026, 3, 16, 10, 1, tzinfo=SHANGHAI))
    assert owed(house) == owed(house, "韩梅梅") == "03-13 10:00 missed"
    confirmed(house, squad.reps[0], "请假 3-9 到 3-13 住院")
    assert owed(house) == "03-13 10:00 excused"
    assert owed(house, "韩梅梅") == "03-13 10:00 missed"


def test_what_was_missed_is_missed_again_if_the_late_note_is_taken_back(lite: Installation) -> None:
    squad = working(lite)
    lite.tick(datetime(2026, 3, 16, 10, 0, tzinfo=SHANGHAI))
    receipt = confirmed(lite, squad.reps[0], "请假 3-9 到 3-13 住院")
    lite.feishu.press(squad.reps[0], receipt.message_id, "撤回")
    lite.tick(datetime(2026, 3, 16, 10, 1, tzinfo=SHANGHAI))
    assert owed(lite) == "03-13 10:00 missed"


@pytest.mark.parametrize(
    "words, said",
    [
        ("请假 2026-01-05 到 2026-01-06", "只能补 2月7日 周六 起的请假。"),
        ("请假 2027-12-01", "开始日期太远了"),
    ],
)
def test_what_cannot_be_taken_is_said_in_words(lite: Installation, words: str, said: str) -> None:
    squad = working(lite)
    assert said in read(lite.say(squad.reps[0], words))


def test_without_words_there_is_a_form(house: Installation) -> None:
    squad = working(house)
    form = house.say(squad.reps[0], "请假")
    assert held(form) == {"first_on": "", "first_half": "am", "last_on": "", "last_half": "pm", "reason": ""}
    typed = {"first_on": "2026-03-12", "first_half": "pm", "last_on": "2026-03-13", "reason": "搬家"}
    house.feishu.submit(squad.reps[0], form.message_id, typed)
    assert "请假：3月12日 周四 下午 至 3月13日 周五 下午" in read(form)
    assert "1.5 天" in read(form)
    house.feishu.press(squad.reps[0], form.message_id, "改")
    assert held(form) == {**typed, "last_half": "pm"}
    house.feishu.submit(squad.reps[0], form.message_id, {"last_half": "am"})
    house.feishu.press(squad.reps[0], form.message_id, "确认")
    assert [tuple(map(str, row)) for row in house.rows("select last_on, last_half from leaves")] == [
        ("2026-03-13", "am")
    ]


def test_a_day_alone_is_a_whole_day(lite: Installation) -> None:
    squad = working(lite)
    form = lite.say(squad.reps[0], "请假")
    lite.feishu.submit(squad.reps[0], form.message_id, {"first_on": "2026-03-12"})
    assert "请假：3月12日 周四" in read(form)
    assert "1 天" in read(form)


def test_leave_that_ends_before_it_begins_comes_back_with_what_was_typed(lite: Installation) -> None:
    squad = working(lite)
    form = lite.say(squad.reps[0], "请假")
    done = lite.feishu.submit(
        squad.reps[0], form.message_id, {"first_on": "2026-03-13", "last_on": "2026-03-12", "reason": "事假"}
    )
    assert "结束早于开始，请检查。" in toast(done)[1]
    assert (held(form)["first_on"], held(form)["reason"]) == ("2026-03-13", "事假")


def test_what_is_not_understood_is_quoted_above_the_form(lite: Installation) -> None:
    squad = working(lite)
    form = lite.say(squad.reps[0], "请假 等通知")
    assert "没看懂「等通知」里的日期，请在下面选。" in read(form)
    assert held(form)["reason"] == "等通知"


def test_days_that_are_off_anyway_are_said_to_be(lite: Installation) -> None:
    squad = working(lite)
    assert "0 天，本来就休息" in read(lite.say(squad.reps[0], "请假 周六"))


def test_the_same_leave_told_twice_is_kept_once(house: Installation) -> None:
    squad = working(house)
    first = house.say(squad.reps[0], "请假 周三到周五")
    second = house.say(squad.reps[0], "请假 3-11 到 3-13")
    house.feishu.press(squad.reps[0], first.message_id, "确认")
    done = house.feishu.press(squad.reps[0], second.message_id, "确认")
    assert toast(done)[:2] == ("info", f"这几天之前已经登记过：{newest(house)}")
    assert newest(house) in read(house.say(squad.reps[0], "请假 周三到周五"))
    assert len(house.rows("select * from leaves")) == 1


@pytest.mark.parametrize("words", ["请假 李雷 周三到周五 住院", "请假 @李雷 周三到周五 住院"])
def test_a_manager_tells_it_for_a_rep_who_is_told(house: Installation, words: str) -> None:
    squad = working(house)
    card = house.say(squad.manager, words)
    assert "周报 2026-W11 免交" in read(card)
    house.feishu.press(squad.manager, card.message_id, "确认")
    assert owed(house) == "03-13 10:00 excused"
    notice = house.answer(squad.reps[0])
    assert "王经理 帮你登记了请假" in read(notice)
    assert "住院" in read(notice)
    house.feishu.press(squad.reps[0], notice.message_id, "撤回")
    assert owed(house) == "03-13 10:00 pending"


def test_a_manager_sees_what_stands_and_takes_it_back(lite: Installation) -> None:
    squad = working(lite)
    confirmed(lite, squad.reps[0], "请假 周三到周五 住院")
    listed = lite.say(squad.manager, "请假 李雷")
    assert "3月11日 周三 至 3月13日 周五 L-1 · 住院" in read(listed)
    lite.feishu.press(squad.manager, listed.message_id, "撤回")
    assert "请假 L-1 已撤回" in read(lite.answer(squad.reps[0]))


def test_nobody_else_tells_or_takes_back_somebodys_leave(house: Installation) -> None:
    squad = working(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    receipt = confirmed(house, squad.reps[0], "请假 周三 离婚")
    for person in (squad.reps[1], other.manager):
        assert "的请假只能由本人、团队经理或管理员登记。" in read(house.say(person, "请假 @李雷 周三"))
        assert "离婚" not in read(house.say(person, "请假 李雷"))
    in_group = house.say_in(squad.chat, squad.reps[0], "请假 周四 离婚")
    house.feishu.press(squad.reps[0], in_group.message_id, "确认")
    assert "离婚" not in read(in_group)
    refused = house.feishu.press(squad.reps[1], in_group.message_id, "撤回")
    assert "的请假只能由本人" in toast(refused)[1]
    assert "离婚" in read(receipt)
    assert len(house.rows("select id from leaves where cancelled_at is null")) == 2


def test_in_a_group_reasons_stay_private(lite: Installation) -> None:
    squad = working(lite)
    confirmed(lite, squad.reps[0], "请假 周三 离婚")
    assert "离婚" not in read(lite.say_in(squad.chat, squad.reps[0], "请假"))


def test_an_admin_tells_anybodys_leave(lite: Installation) -> None:
    working(lite)
    confirmed(lite, lite.admin, "请假 韩梅梅 周三到周五")
    assert owed(lite, "韩梅梅") == "03-13 10:00 excused"
    assert "先加入一个销售团队" in read(lite.say(lite.people("外人")[0], "请假 周三"))


def test_a_manager_owes_nothing_and_may_be_away_all_the_same(lite: Installation) -> None:
    squad = working(lite)
    receipt = confirmed(lite, squad.manager, "请假 周三到周五")
    assert "已登记 王经理 的请假" in read(receipt)
    assert labels(receipt) == ["撤回"]


def test_leave_of_long_ago_is_listed_no_more(lite: Installation) -> None:
    squad = working(lite)
    confirmed(lite, squad.reps[0], "请假 周三")
    lite.clock.set(TUESDAY + timedelta(days=60))
    assert "L-1" not in read(lite.say(squad.reps[0], "请假"))
