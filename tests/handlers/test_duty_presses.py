"""催, 豁免, 允许补交: what a manager can do about a missing report reaches the rep in private, once."""

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
    said = "已提醒 李雷：周报 2026-W10（静默时间，3月9日 08:30 送达）"
    assert said in read(owing.house.say(boss, "催 李雷 周报"))
    assert "送达" in read(owing.house.say(boss, "催 韩梅梅 周报"))
    assert got(owing, rep) == got(owing, mate) == []
    owing.sends(rep, "03-07 10:00")
    owing.house.clock.set(at("03-09 08:31"))
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
