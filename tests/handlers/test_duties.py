"""未交, 催, 豁免: a manager sees who is missing and what can be done; each step reaches the rep in private, once."""

from datetime import timedelta

import pytest

from bot.card import card, plain
from bot.controls import button, buttons
from bot.dues import NudgeRep, WaiveDuty
from bot.text import Text, same
from playground import Person
from sales.obligations import MONTHLY, Reason, State
from storage import outbox
from storage.outbox import Outgoing, Verb
from tests.handlers.duties import Owing, owing
from tests.installation import Installation
from tests.seasons import PM, at
from tests.seen import cards, held, labels, read, toast

__all__ = ["owing"]

MISSED, MONDAY = "03-06 19:00", "03-09 10:00"


def listed(owing: Owing, words: str = "未交", lang: str = "zh") -> str:
    """What the manager reads."""
    return read(owing.house.say(owing.squad.manager, words), lang)


def told(owing: Owing, who: Person, lang: str = "zh") -> str:
    """The last card that somebody got."""
    return read(owing.house.answer(who), lang)


# The list


@pytest.mark.parametrize(
    "words", ["未交", "missing", "wj", "未交 周报", "missing weekly", "未交 华东一队", "未交 周报 上周"]
)
def test_the_manager_sees_who_is_missing_and_by_when_it_was_due(owing: Owing, words: str) -> None:
    owing.sends(owing.squad.reps[1], "03-06 17:00")
    owing.go(MONDAY)
    said = listed(owing, words)
    assert "李雷 周报 2026-W10" in said
    assert "截止 3月6日 18:00 · 已过 2 天" in said
    assert "韩梅梅 周报" not in said
    english = told(owing, owing.squad.manager, "en")
    assert "李雷 Weekly report 2026-W10" in english
    assert "due 6 Mar 18:00 · 2 days ago" in english


def test_hours_are_said_as_hours(owing: Owing) -> None:
    owing.go(MISSED)
    assert "截止 3月6日 18:00 · 已过 1 小时" in listed(owing)
    owing.go("03-07 09:00")
    assert "已过 15 小时" in listed(owing)


def test_what_is_due_today_is_listed_before_its_time_and_what_is_due_later_is_not(owing: Owing) -> None:
    owing.go("03-05 10:00")
    assert "该交的都交了。" in listed(owing)
    owing.go("03-06 10:00")
    assert "截止 3月6日 18:00" in listed(owing)
    assert "已过" not in listed(owing)


def test_below_five_counts_stand_instead_of_percentages(owing: Owing) -> None:
    owing.sends(owing.squad.reps[1], "03-06 17:00")
    owing.go(MONDAY)
    said = listed(owing)
    assert "1/2" in said
    assert "样本不足" in said
    assert "%" not in said
    assert "too few for a rate" in told(owing, owing.squad.manager, "en")


def test_from_five_on_rates_are_shown_to_a_tenth(lite: Installation) -> None:
    """Of seven one is on leave, so six owe: four on time, one late, one missing."""
    owing = Owing(lite, tuple(f"销售{n}" for n in range(7)))
    owing.away(owing.squad.reps[6], "03-02", "03-06")
    for n in range(4):
        owing.sends(owing.squad.reps[n], "03-06 17:00")
    owing.sends(owing.squad.reps[4], "03-06 20:00")
    owing.go(MONDAY)
    said = listed(owing)
    for words in ("66.7%", "4/6", "83.3%", "5/6", "免交与豁免 1 份", "销售6 · 周报 2026-W10 · 免交（请假）"):
        assert words in said
    assert "及时率 · 周报 2026-W10" in said
    assert "On time · " in told(owing, owing.squad.manager, "en")


def test_a_team_of_which_all_are_on_leave_owes_nothing(owing: Owing) -> None:
    for rep in owing.squad.reps:
        owing.away(rep, "03-02", "03-06")
    owing.go(MONDAY)
    said = listed(owing)
    assert "周报 2026-W10：没有应交的报告。" in said
    assert "%" not in said
    assert "该交的都交了。" in said


def test_another_period_and_type_can_be_asked_for(owing: Owing) -> None:
    owing.house.clock.set(at("04-01 09:00"))
    owing.reckon()
    owing.go("04-03 10:00")
    said = listed(owing, "未交 月报 上月")
    assert "李雷 月报 2026-03" in said
    assert "周报" not in said
    assert "及时率 · 月报 2026-03" in said
    assert "李雷 周报 2026-W10" in listed(owing, "未交 2026-W10")


def test_a_provisional_period_is_marked_and_blames_nobody(lite: Installation) -> None:
    lite.clock.set(at("12-21 09:00"))
    owing = Owing(lite)
    owing.house.clock.set(at("12-22 09:00"))
    owing.reckon()
    owing.go("12-31 23:00")
    said = listed(owing, "未交 周报 2026-W53")
    assert "李雷 周报 2026-W53" in said
    assert "暂定" in said
    assert "没有应交的报告" in said


@pytest.mark.parametrize("words", ["未交 那个", "未交 周报 某天", "未交 没有的队"])
def test_words_that_name_nothing_are_said_back_with_examples(owing: Owing, words: str) -> None:
    assert "没看懂「" in listed(owing, words)
    assert "missing monthly last month" in told(owing, owing.squad.manager, "en")


def test_in_a_group_nobody_is_named(owing: Owing) -> None:
    owing.go(MONDAY)
    public = read(owing.house.say_in(owing.squad.chat, owing.squad.manager, "未交"))
    assert "名单只发给你本人" in public
    assert "李雷" not in public
    assert "李雷 周报 2026-W10" in told(owing, owing.squad.manager)


def test_an_admin_names_the_team_where_there_are_several(owing: Owing) -> None:
    owing.go(MONDAY)
    house = owing.house
    assert "李雷 周报 2026-W10" in read(house.say(house.admin, "未交"))
    house.squad("华南一队", "陈经理", ("周周",))
    assert "团队有：华东一队、华南一队" in read(house.say(house.admin, "未交"))
    assert "李雷 周报 2026-W10" in read(house.say(house.admin, "未交 华东一队 周报"))
    assert "李雷" not in read(house.say(house.admin, "未交 华南一队"))


def test_one_teams_manager_does_not_see_another_team(owing: Owing) -> None:
    other = owing.house.squad("华南一队", "陈经理", ("周周",))
    owing.go(MONDAY)
    assert "李雷" not in read(owing.house.say(other.manager, "未交"))
    assert "没看懂「华东一队」" in read(owing.house.say(other.manager, "未交 华东一队"))


def test_a_rep_sees_their_own_with_the_way_to_write_it(owing: Owing) -> None:
    owing.go("03-05 10:00")
    mine = owing.house.say(owing.squad.reps[0], "未交")
    assert "周报 2026-W10" in read(mine)
    assert "截止 3月6日 18:00" in read(mine)
    assert labels(mine) == ["去写", "为什么"]
    owing.sends(owing.squad.reps[0], "03-05 11:00")
    assert "你现在没有要交的报告。" in read(owing.house.say(owing.squad.reps[0], "未交"))


def test_a_team_of_sixty_fits_on_the_card(lite: Installation) -> None:
    owing = Owing(lite, tuple(f"销售{n:02}" for n in range(60)))
    owing.go(MONDAY)
    shown = owing.house.say(owing.squad.manager, "未交")
    assert "还有 32 份" in read(shown)
    assert labels(shown).count("豁免") == 8


# Reminding


def test_a_reminder_reaches_the_rep_in_private_once_a_day(owing: Owing) -> None:
    owing.go(MONDAY)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    shown = owing.house.say(boss, "未交")
    done = owing.house.feishu.press(boss, shown.message_id, "提醒")
    assert toast(done) == ("success", "已提醒 李雷：周报 2026-W10", "Reminded 李雷 of Weekly report 2026-W10")
    assert "王经理 提醒你交周报 2026-W10" in told(owing, rep)
    assert labels(owing.house.answer(rep)) == ["去写"]
    assert "今天已提醒" in told(owing, boss)
    assert labels(owing.house.answer(boss)) == ["豁免", "提醒", "豁免"]
    again = read(owing.house.say(boss, "催 李雷 周报"))
    assert "李雷 的周报 2026-W10今天已经提醒过了。" in again
    owing.go("03-10 10:00")
    assert "已提醒 李雷：周报 2026-W10" in read(owing.house.say(boss, "催 李雷"))


@pytest.mark.parametrize(
    "words", ["催 李雷", "提醒 李雷 周报", "nudge 李雷 weekly", "催 @李雷 2026-W10", "催 李雷周报"]
)
def test_a_rep_is_reminded_by_words(owing: Owing, words: str) -> None:
    owing.go(MONDAY)
    assert "已提醒 李雷：周报 2026-W10" in listed(owing, words)
    assert "王经理 提醒你交" in told(owing, owing.squad.reps[0])


def test_a_mention_in_the_group_decides_between_two_of_one_name(lite: Installation) -> None:
    owing = Owing(lite, ("张三", "李雷"))
    twin = lite.feishu.add_person("张三")
    lite.feishu.join(owing.squad.chat, [twin])
    lite.clock.set(at("03-09 08:00"))
    owing.reckon()
    owing.go("03-13 20:00")
    assert "团队里有几位「张三」，请用 @ 点名。" in listed(owing, "催 张三 周报")
    owing.house.say_in(owing.squad.chat, owing.squad.manager, "催 @张三 周报 2026-W11")
    assert "已提醒 张三：周报 2026-W11" in told(owing, owing.squad.manager)


def got(owing: Owing, who: Person) -> list[str]:
    """Every card that somebody has got."""
    return [read(message) for message in cards(owing.house, owing.house.feishu.direct(who))]


def test_by_night_a_reminder_waits_and_the_manager_is_told_until_when(owing: Owing) -> None:
    owing.go("03-06 22:00")
    boss, (rep, mate) = owing.squad.manager, owing.squad.reps
    said = "已提醒 李雷：周报 2026-W10（静默时间，3月9日 08:00 送达）"
    assert said in read(owing.house.say(boss, "催 李雷 周报"))
    assert "送达" in read(owing.house.say(boss, "催 韩梅梅 周报"))
    assert got(owing, rep) == got(owing, mate) == []
    owing.sends(rep, "03-07 10:00")
    owing.house.clock.set(at("03-09 08:01"))
    assert got(owing, rep) == [], "who has sent it meanwhile is not reminded"
    assert "王经理 提醒你交周报 2026-W10" in got(owing, mate)[0]


# Letting off


def test_letting_off_by_words_reads_back_and_takes_the_reason(owing: Owing) -> None:
    owing.go(MONDAY)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    asked = owing.house.say(boss, "豁免 李雷 周报 2026-W10 出差无网")
    assert "豁免 李雷 的周报 2026-W10？" in read(asked)
    assert held(asked) == {"note": "出差无网"}
    assert owing.due(rep).state is State.MISSED
    done = owing.house.feishu.submit(boss, asked.message_id, {})
    assert toast(done)[1] == "已豁免 李雷 的周报 2026-W10"
    assert (owing.due(rep).state, owing.due(rep).note) == (State.WAIVED, "出差无网")
    assert "已豁免（出差无网）" in told(owing, boss)
    assert "王经理 豁免了你的周报 2026-W10，不用交了" in told(owing, rep)
    assert "原因：出差无网" in told(owing, rep)
    assert owing.house.rows("select verb, subject from audit where verb = 'waive'") == [
        ("waive", f"O-{owing.due(rep).id}")
    ]


def test_letting_off_on_the_list_draws_the_list_again(owing: Owing) -> None:
    owing.go(MONDAY)
    boss = owing.squad.manager
    shown = owing.house.say(boss, "未交 周报")
    owing.house.feishu.press(boss, shown.message_id, "豁免")
    after = told(owing, boss)
    assert "免交与豁免 1 份" in after
    assert "李雷 · 周报 2026-W10 · 已豁免" in after
    assert "韩梅梅 周报 2026-W10" in after
    assert "0/1" in after


def test_a_second_press_is_told_what_was_done(owing: Owing) -> None:
    owing.go(MONDAY)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    first, second = owing.house.say(boss, "豁免 李雷 周报"), owing.house.say(boss, "豁免 李雷 周报")
    owing.house.feishu.submit(boss, first.message_id, {"note": "断网"})
    done = owing.house.feishu.submit(boss, second.message_id, {"note": "别的"})
    assert toast(done)[:2] == ("warning", "这份报告已豁免（断网），不用再处理。")
    assert owing.due(rep).note == "断网"
    assert "这份报告已豁免（断网），不用再处理。" in listed(owing, "豁免 李雷 周报 2026-W10")
    assert "豁免 李雷 的周报 2026-W11？" in listed(owing, "豁免 李雷 周报"), "the next one that is waited for"


def test_what_was_sent_needs_neither_reminder_nor_waiver(owing: Owing) -> None:
    owing.go("03-06 17:00")
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    asked = owing.house.say(boss, "豁免 李雷 周报")
    owing.sends(rep, "03-06 17:30")
    done = owing.house.feishu.submit(boss, asked.message_id, {})
    assert toast(done)[1] == "这份报告按时提交，不用再提醒或豁免。"
    assert owing.due(rep).state is State.ON_TIME
    assert "这份报告按时提交" in listed(owing, "催 李雷 周报 2026-W10")


@pytest.mark.parametrize(
    "words, said",
    [
        ("豁免", "请写明谁、哪一份"),
        ("豁免 陌生人 周报", "你的团队里没有「陌生人」这位销售。"),
        ("豁免 李雷 周报 2026-W30", "李雷 没有要交的 2026-W30。"),
        ("豁免 李雷 V-99", "李雷 没有要交的 V-99。"),
        ("催 王经理 周报", "你的团队里没有「王经理」这位销售。"),
    ],
)
def test_what_is_not_clear_is_asked_back(owing: Owing, words: str, said: str) -> None:
    owing.go(MONDAY)
    assert said in listed(owing, words)


def test_which_one_is_asked_when_several_are_open(owing: Owing) -> None:
    owing.house.clock.set(at("04-02 09:00"))
    owing.reckon()
    owing.go("04-02 15:00")
    assert "请写明是哪一份。李雷 待交的有：周报 2026-W10、" in listed(owing, "催 李雷")
    assert owing.due(owing.squad.reps[0], "2026-03", MONTHLY).state is State.MISSED
    assert "已提醒 李雷：月报 2026-03" in listed(owing, "催 李雷 月报")


def test_only_the_teams_manager_may_do_it(owing: Owing) -> None:
    owing.go(MONDAY)
    rep, mate = owing.squad.reps
    other = owing.house.squad("华南一队", "陈经理", ("周周",)).manager
    assert "只有团队的经理能这样做。" in read(owing.house.say(rep, "豁免 韩梅梅 周报"))
    assert "你的团队里没有「李雷」这位销售。" in read(owing.house.say(other, "豁免 李雷 周报"))
    shown = unasked(owing, rep, owing.due(mate).id)
    done = owing.house.feishu.press(rep, shown, "豁免")
    assert toast(done)[:2] == ("warning", "只有团队的经理能这样做。")
    assert owing.due(mate).state is State.MISSED


def test_an_admin_whom_no_group_knows_may_do_it(owing: Owing) -> None:
    owing.go(MONDAY)
    asked = owing.house.say(owing.house.admin, "豁免 李雷 周报")
    owing.house.feishu.submit(owing.house.admin, asked.message_id, {"note": "系统迁移"})
    assert owing.due(owing.squad.reps[0]).state is State.WAIVED


# Cards that were sent unasked


def unasked(owing: Owing, who: Person, obligation_id: int) -> str:
    """A card such as a push sends, with the two presses on it; give its message id."""
    row = buttons(
        button(Text("提醒", "Remind"), NudgeRep(obligation_id).stamp()),
        button(Text("豁免", "Waive"), WaiveDuty(obligation_id).stamp()),
    )
    made = card(same("—"), plain(same("—")), row, summary=same("—"))
    job = Outgoing(who.open_id, Verb.SEND, made.dumps())
    owing.write(lambda db: outbox.enqueue(db, job, owing.house.clock.now()))
    return owing.house.answer(who).message_id


def test_the_presses_of_a_card_sent_unasked_leave_it_as_it_is(owing: Owing) -> None:
    owing.go(MONDAY)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    shown = unasked(owing, boss, owing.due(rep).id)
    assert toast(owing.house.feishu.press(boss, shown, "提醒"))[1] == "已提醒 李雷：周报 2026-W10"
    assert toast(owing.house.feishu.press(boss, shown, "提醒"))[1] == "李雷 的周报 2026-W10今天已经提醒过了。"
    assert toast(owing.house.feishu.press(boss, shown, "豁免"))[1] == "已豁免 李雷 的周报 2026-W10"
    assert labels(owing.house.answer(boss)) == ["提醒", "豁免"]
    assert "豁免了你的周报 2026-W10" in told(owing, rep)


def test_a_button_of_an_obligation_that_is_not_there_is_outdated(owing: Owing) -> None:
    shown = unasked(owing, owing.squad.manager, 2**31 - 1)
    assert "旧版本" in toast(owing.house.feishu.press(owing.squad.manager, shown, "豁免"))[1]


# Long past


def test_a_report_long_past_comes_when_the_manager_lets_it(house: Installation) -> None:
    owing = Owing(house)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    owing.go("03-13 17:00")
    assert "允许补交" not in labels(house.say(boss, "未交 2026-W10"))
    owing.go("03-16 10:00")
    shown = house.say(boss, "未交 2026-W10")
    assert labels(shown) == ["允许补交", "豁免", "允许补交", "豁免"]
    done = house.feishu.press(boss, shown.message_id, "允许补交")
    assert toast(done)[1] == "李雷 可以补交周报 2026-W10了"
    assert owing.due(rep).reason is Reason.REOPENED
    assert "你可以补交周报 2026-W10了，到 3月23日 10:00" in told(owing, rep)
    assert labels(house.answer(rep)) == ["去写"]
    assert labels(house.answer(boss)) == ["提醒", "豁免", "允许补交", "豁免"]
    owing.go("03-17 10:00")
    assert (owing.due(rep).state, owing.due(rep).reason) == (State.MISSED, Reason.REOPENED)


def test_leave_told_afterwards_shows_as_an_excuse(owing: Owing) -> None:
    owing.go("03-06 20:00")
    owing.away(owing.squad.reps[0], "03-04", "03-06", first_half=PM)
    owing.go(MONDAY)
    said = listed(owing)
    assert "李雷 · 周报 2026-W10 · 免交（请假）" in said
    assert timedelta(0) < owing.house.clock.now() - owing.due(owing.squad.reps[0]).due_at


def test_what_was_let_in_can_be_sent_and_is_late(lite: Installation) -> None:
    owing = Owing(lite)
    boss, rep = owing.squad.manager, owing.squad.reps[0]
    owing.go("03-16 10:00")
    lite.feishu.press(boss, lite.say(boss, "未交 2026-W10").message_id, "允许补交")
    lite.feishu.press(rep, lite.answer(rep).message_id, "去写")
    written = lite.answer(rep)
    assert "2026-W10" in read(written)
    lite.feishu.submit(rep, written.message_id, {"summary": "补上周报"}, button="提交")
    assert owing.due(rep).state is State.LATE
    assert "李雷 周报 2026-W10" not in read(lite.say(boss, "未交 2026-W10"))
