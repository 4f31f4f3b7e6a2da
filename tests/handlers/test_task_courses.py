"""What becomes of tasks over days: put off again and again, handed on and on, dropped, merged, said in odd words."""

from datetime import datetime

import pytest

from playground import Message
from tests.handlers.tasking import FRIDAY, at, give, heard, newest, put_off, stands
from tests.handlers.test_customer_mergers import OTHER, merge, two
from tests.handlers.test_customers import ZHIYUN
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import held, parts, read, toast
from tests.storage.test_tasks import together

DAYS = "due_on, first_due_on, again_on, postponed"


def on(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """A moment on a day, by the team's clock."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


ENDS = [
    (on(2026, 3, 2), "今天", "2026-03-02"),
    (on(2026, 3, 2), "明天", "2026-03-03"),
    (on(2026, 3, 2), "后天前", "2026-03-04"),
    (on(2026, 3, 2), "周五前", FRIDAY),
    (on(2026, 3, 6), "周五前", FRIDAY),
    (on(2026, 3, 7), "下周一前", "2026-03-09"),
    (on(2026, 2, 27), "3月1日前", "2026-03-01"),
    (on(2026, 2, 28), "明天", "2026-03-01"),
    (on(2028, 2, 28), "明天", "2028-02-29"),
    (on(2026, 12, 31), "明天前", "2027-01-01"),
    (on(2026, 12, 31), "今天", "2026-12-31"),
    (on(2026, 12, 30), "1月5日前", "2027-01-05"),
    (on(2026, 4, 30), "后天前", "2026-05-02"),
    (on(2026, 9, 30), "10月8日前", "2026-10-08"),
    (on(2026, 3, 2), "2026-03-31前", "2026-03-31"),
    (on(2026, 3, 2), "2027-03-03前", "2027-03-03"),
]


@pytest.mark.parametrize("now, words, due_on", ENDS)
def test_a_day_is_what_it_means_on_the_day_it_is_said(
    lite: Installation, now: datetime, words: str, due_on: str
) -> None:
    squad = lite.squad()
    lite.clock.set(now)
    give(lite, squad.reps[0], f"{words} 寄样")
    assert stands(lite, "due_on, what") == [(due_on, "寄样")]


@pytest.mark.parametrize("hour, due_on", [(0, "2026-03-03"), (23, "2026-03-03")])
def test_today_is_the_teams_today_at_any_hour(lite: Installation, hour: int, due_on: str) -> None:
    squad = lite.squad()
    lite.clock.set(on(2026, 3, 3, hour))
    give(lite, squad.reps[0], "今天 寄样")
    assert stands(lite, "due_on") == [(due_on,)]


@pytest.mark.parametrize("now, to, kept", [
    (on(2026, 3, 2), "2026-03-07", ("2026-03-07", FRIDAY, "None", "1")),
    (on(2026, 3, 6), "2026-03-07", ("2026-03-07", FRIDAY, "None", "1")),
    (on(2026, 3, 6, 23), "2026-03-31", ("2026-03-31", FRIDAY, "None", "1")),
    (on(2026, 3, 7, 0), "2026-03-31", (FRIDAY, FRIDAY, "2026-03-31", "1")),
    (on(2026, 3, 31), "2026-03-31", (FRIDAY, FRIDAY, "2026-03-31", "1")),
    (on(2026, 12, 31), "2027-01-01", (FRIDAY, FRIDAY, "2027-01-01", "1")),
])  # fmt: skip
def test_by_which_day_a_task_counts_that_was_put_off(
    lite: Installation, now: datetime, to: str, kept: tuple[str, ...]
) -> None:
    squad = lite.squad()
    give(lite, squad.reps[0], "周五前 寄样")
    lite.clock.set(now)
    card = give(lite, squad.reps[0], "T-1")
    assert toast(put_off(lite, squad.reps[0], card, to))[0] == "success"
    assert stands(lite, DAYS) == [kept]


def test_once_late_it_stays_late_however_often_it_is_put_off(house: Installation) -> None:
    squad = house.squad()
    give(house, squad.reps[0], "周五前 寄样")
    for days, to in ((7, "2026-03-11"), (10, "2026-03-16"), (14, "2026-03-20")):
        house.clock.set(at(days))
        put_off(house, squad.reps[0], give(house, squad.reps[0], "T-1"), to)
    assert stands(house, DAYS) == [(FRIDAY, FRIDAY, "2026-03-20", "3")]
    house.clock.set(at(16))
    card = give(house, squad.reps[0], "T-1")
    house.feishu.press(squad.reps[0], card.message_id, "完成")
    assert stands(house, "state, closed_on <= due_on") in ([("done", "0")], [("done", "False")])


def test_the_third_time_is_told_once_though_the_task_changes_hands_between(house: Installation) -> None:
    squad = house.squad()
    first, second = squad.reps
    card = give(house, first, "周五前 寄样")
    put_off(house, first, card, "2026-03-09", "等样品")
    put_off(house, first, card, "2026-03-10")
    house.feishu.press(first, card.message_id, "转交")
    house.feishu.submit(first, card.message_id, {"to": "3"})
    assert heard(house, squad.manager, "次延期") == 0
    theirs = newest(house, second, "把任务转交给你")
    put_off(house, second, theirs, "2026-03-11", "刚接手")
    told = newest(house, squad.manager, "韩梅梅的任务第 3 次延期")
    for part in ("3月2日 10:00：3月6日 周五 → 3月9日 周一 · 李雷 · 等样品", "· 韩梅梅 · 刚接手"):
        assert part in read(told)
    put_off(house, second, theirs, "2026-03-12")
    put_off(house, second, theirs, "2026-03-13")
    assert heard(house, squad.manager, "次延期") == 1


def test_a_manager_who_puts_their_own_off_a_third_time_is_not_told_of_it(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.manager, "周五前 寄样")
    for day in ("2026-03-09", "2026-03-10", "2026-03-11"):
        put_off(lite, squad.manager, card, day)
    assert heard(lite, squad.manager, "次延期") == 0


def test_closing_and_opening_again_does_not_forget_how_often_it_was_put_off(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    for day in ("2026-03-09", "2026-03-10"):
        put_off(lite, squad.reps[0], card, day)
    for button in ("完成", "重新打开"):
        lite.feishu.press(squad.reps[0], card.message_id, button)
    put_off(lite, squad.reps[0], card, "2026-03-11")
    assert heard(lite, squad.manager, "李雷的任务第 3 次延期") == 1


def hand(house: Installation, squad: Squad, card: Message, by: int, to: str) -> tuple[str, str]:
    """Hand a task on as one of the reps; what was said."""
    house.feishu.press(squad.reps[by], card.message_id, "转交")
    return toast(house.feishu.submit(squad.reps[by], card.message_id, {"to": to}))[:2]


def test_a_task_goes_round_and_comes_back(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "周舟"))
    give(house, squad.manager, "@李雷 周五前 寄样")
    card = newest(house, squad.reps[0], "给你布置了任务")
    for by, to in ((0, "3"), (1, "4"), (2, "2")):
        assert hand(house, squad, card, by, to)[0] == "success"
        taker = squad.reps[int(to) - 2]
        card = newest(house, taker, "把任务转交给你")
    assert stands(house, "owner_id, asked_by, version, postponed, due_on") == [("2", "1", "4", "0", FRIDAY)]
    verbs = house.rows("select verb from audit where subject = 'T-1' order by id")
    assert [verb for (verb,) in verbs] == ["ask", "hand_over", "hand_over", "hand_over"]
    assert heard(house, squad.manager, "把任务转交给了") == 3


def test_handed_back_to_who_asked_it_is_simply_theirs(lite: Installation) -> None:
    squad = lite.squad()
    give(lite, squad.reps[0], "@韩梅梅 周五前 寄样")
    card = newest(lite, squad.reps[1], "给你布置了任务")
    hand(lite, squad, card, 1, "2")
    assert heard(lite, squad.reps[0], "把任务转交给你") == 1
    assert heard(lite, squad.reps[0], "把任务转交给了") == 0
    assert "布置的" not in read(lite.say(squad.reps[0], "待办"))


@pytest.mark.parametrize("reason", [
    "客户不要了", "x", "很" * 200, "**粗** <at id=all></at>", "[点我](http://evil.example)",
    "第一行\n第二行", "'; drop table tasks; --",
])  # fmt: skip
def test_any_reason_is_kept_and_said_to_the_owner_as_it_was_written(lite: Installation, reason: str) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "@韩梅梅 周五前 寄样")
    lite.feishu.press(squad.reps[0], card.message_id, "取消")
    assert toast(lite.feishu.submit(squad.reps[0], card.message_id, {"reason": reason}))[0] == "success"
    told = newest(lite, squad.reps[1], "李雷 取消了任务")
    assert reason.splitlines()[0] in read(told)
    assert "<at id=all>" not in drawn(told)


@pytest.mark.parametrize("reason", ["", "   ", "很" * 201])
def test_without_a_reason_of_a_fair_length_it_is_not_called_off(lite: Installation, reason: str) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    lite.feishu.press(squad.reps[0], card.message_id, "取消")
    done = lite.feishu.submit(squad.reps[0], card.message_id, {"reason": reason}, unchecked=True)
    assert toast(done)[0] == "warning"
    assert stands(lite, "state") == [("open",)]


def drawn(card: Message) -> str:
    """What of a card is drawn as markup; titles and summaries are plain text."""
    return "\n".join(str(part.get("content")) for part in parts(card.card) if part.get("tag") == "markdown")


HOSTILE = [
    "<at id=all></at>",
    "**bold** _it_ ~~gone~~",
    "[link](http://evil.example)",
    "<font color='red'>red</font>",
    "{name} {0} %s ${x}",
    "'; drop table tasks; --",
    "![img](img_v2_x)",
    "<script>alert(1)</script>",
    "💥" * 40,
    "\u202etxt.exe",
    "`code` ```block```",
    "\\n\\t\\0",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_odd_words_are_the_task_and_nothing_else(lite: Installation, words: str) -> None:
    squad = lite.squad()
    form = give(lite, squad.reps[0], "")
    typed = {"what": words, "owner": "3", "due_on": FRIDAY, "expected": words, "source": words[:32]}
    assert toast(lite.feishu.submit(squad.reps[0], form.message_id, typed))[0] == "success"
    assert stands(lite, "what, expected") == [(words, words)]
    for card in (lite.answer(squad.reps[1]), lite.say(squad.reps[1], "待办"), lite.say(squad.reps[0], "待办")):
        said = drawn(card)
        assert not [part for part in ("<at id=all>", "](http", "<script>", "**bold**") if part in said]


def test_a_task_about_a_customer_that_was_merged_names_the_one_kept(house: Installation) -> None:
    squad = two(house)
    give(house, squad.reps[1], f"周五前 寄样 #{OTHER}")
    assert OTHER in read(house.say(squad.reps[1], "待办"))
    receipt = merge(house, squad)
    said = read(give(house, squad.reps[1], "T-1"))
    assert ZHIYUN in said
    assert OTHER not in said
    assert ZHIYUN in read(house.say(squad.reps[1], "待办"))
    house.feishu.press(squad.manager, receipt.message_id, "撤销合并")
    assert OTHER in read(give(house, squad.reps[1], "T-1"))


def test_two_who_finish_at_once_are_one_who_did_and_one_who_is_told_so(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    other = newest(house, squad.reps[1], "给你布置了任务")
    first, second = together(
        lambda: house.feishu.press(squad.reps[0], card.message_id, "完成"),
        lambda: house.feishu.press(squad.reps[1], other.message_id, "完成"),
    )
    assert sorted([toast(first)[0], toast(second)[0]]) == ["success", "warning"]
    assert stands(house, "state, version") == [("done", "2")]
    assert house.rows("select count(*) from audit where verb = 'done' and subject = 'T-1'") == [(1,)]


def test_dropped_and_handed_over_at_once_is_one_of_both(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "周舟"))
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    other = newest(house, squad.reps[1], "给你布置了任务")
    house.feishu.press(squad.reps[0], card.message_id, "取消")
    house.feishu.press(squad.reps[1], other.message_id, "转交")
    gone, moved = together(
        lambda: house.feishu.submit(squad.reps[0], card.message_id, {"reason": "不要了"}),
        lambda: house.feishu.submit(squad.reps[1], other.message_id, {"to": "4"}),
    )
    assert sorted([toast(gone)[0], toast(moved)[0]]) == ["success", "warning"]
    assert stands(house, "state, owner_id") in ([("dropped", "3")], [("open", "4")])


def test_put_off_by_two_at_once_counts_once(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    other = newest(house, squad.reps[1], "给你布置了任务")
    for who, shown in ((squad.reps[0], card), (squad.reps[1], other)):
        house.feishu.press(who, shown.message_id, "延期")
    said = together(
        lambda: house.feishu.submit(squad.reps[0], card.message_id, {"due_on": "2026-03-09"}),
        lambda: house.feishu.submit(squad.reps[1], other.message_id, {"due_on": "2026-03-10"}),
    )
    assert sorted(toast(each)[0] for each in said) == ["success", "warning"]
    assert stands(house, "postponed, version") == [("1", "2")]


def test_two_who_give_the_same_at_once_may_not_make_it_three(house: Installation) -> None:
    squad = house.squad()
    chats = [house.feishu.direct(who) for who in squad.reps]
    together(*(
        lambda who=who, chat=chat: house.feishu.say(who, chat, "任务 @王经理 周五前 盘点")
        for who, chat in zip(squad.reps, chats, strict=True)
    ))  # fmt: skip
    house.drain()
    assert sorted(stands(house, "owner_id, asked_by")) == [("1", "2"), ("1", "3")]


@pytest.mark.parametrize("what", ["寄样" * 150, "a" * 300])
def test_as_long_as_it_may_be_is_kept_whole(lite: Installation, what: str) -> None:
    squad = lite.squad()
    form = give(lite, squad.reps[0], "")
    lite.feishu.submit(squad.reps[0], form.message_id, {"what": what, "due_on": FRIDAY})
    assert stands(lite, "what") == [(what,)]
    assert what[:60] in read(lite.say(squad.reps[0], "待办"))


def test_what_is_longer_is_quoted_and_not_cut(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 " + "寄" * 301)
    assert "没看懂：寄寄寄" in read(card)
    assert held(card)["due_on"] == FRIDAY
    assert stands(lite, "id") == []
