"""Writing a report: it begins with what is on record, nothing typed is lost, and it counts from when it was sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from tests.installation import MONDAY, Installation
from tests.reporting import DONE, FRIDAY, moment, on_friday, press_of, save, shown_before, state, submit, write
from tests.seen import held, labels, read, toast


def test_the_report_begins_with_what_is_on_record(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    for number, customer in enumerate(("华宁精密", "长安重工", "华宁精密", "长安重工", "华宁精密", "长安重工")):
        step = {"next_step": "报价", "next_step_on": "2026-03-04"} if number < 3 else {"next_step": "等通知"}
        house.file(rep, customer, outcome=f"第{number}次", **step)
    house.tick(FRIDAY)
    form = house.say(rep, "周报")
    seen = read(form).splitlines()
    for fact in ("V-1", "V-2", "V-3", "V-4", "V-5", "V-6", "C-1", "C-2"):
        assert len([line for line in seen if line.startswith(f"{fact} ·")]) == 1
    assert "V-1 · 3/2 · 华宁精密 · 第0次" in seen
    assert "3月6日 18:00 前提交" in seen
    assert "Due 6 Mar 18:00" in read(form, "en")
    assert [label for label in ("本周总结", "问题", "需要支持", "下周计划") if label in seen] == [
        "本周总结", "问题", "需要支持", "下周计划",
    ]  # fmt: skip
    assert labels(form) == ["保存", "提交"]


def test_a_report_sent_in_time_is_on_time_and_the_manager_gets_it(house: Installation) -> None:
    squad = on_friday(house)
    form = house.say(squad.reps[0], "周报")
    done = submit(house, squad.reps[0], form, summary=DONE, next_plan="再跑三家")
    assert toast(done) == ("success", "周报 2026-W10 已提交", "Weekly report 2026-W10 is submitted")
    assert state(house) == ["on_time"]
    seen = read(form)
    assert "提前 3 小时" in seen
    assert "会发给：王经理" in seen
    assert "3月7日 18:00 前可以修改或撤回，之后可以更正。" in seen
    assert labels(form) == ["修改", "撤回"]
    theirs = read(house.answer(squad.manager))
    assert "李雷 · 周报 2026-W10" in theirs
    assert DONE in theirs
    assert "再跑三家" in theirs


def test_the_draft_is_kept_and_resumed(house: Installation) -> None:
    squad = on_friday(house)
    form = house.say(squad.reps[0], "周报")
    done = save(house, squad.reps[0], form, summary="写了一半", problems="交期")
    assert toast(done) == ("success", "3月6日 15:00 已保存草稿", "Draft saved 6 Mar 15:00")
    assert held(form)["summary"] == "写了一半"
    again = house.say(squad.reps[0], "zb")
    assert (held(again)["summary"], held(again)["problems"]) == ("写了一半", "交期")
    assert "草稿" in read(again)
    assert state(house) == ["pending"]
    assert house.rows("select count(*) from reports where submitted_at is not null") == [(0,)]


def test_saving_again_and_again_from_one_card_keeps_the_last(lite: Installation) -> None:
    squad = on_friday(lite)
    form = lite.say(squad.reps[0], "周报")
    for words in ("一", "一二", "一二三"):
        save(lite, squad.reps[0], form, summary=words)
    assert held(lite.say(squad.reps[0], "周报"))["summary"] == "一二三"


def test_words_behind_the_command_go_into_the_summary(lite: Installation) -> None:
    squad = on_friday(lite)
    form = lite.say(squad.reps[0], "周报 联系了 bob@example.com\n同意试用")
    assert held(form)["summary"] == "联系了 bob@example.com\n同意试用"


def test_too_many_words_behind_the_command_are_said_to_be_too_many(lite: Installation) -> None:
    squad = on_friday(lite)
    form = lite.say(squad.reps[0], "周报 " + "长" * 10_000)
    assert len(held(form)["summary"]) == 1000
    assert "最多 1000 字" in read(form)


def test_a_report_without_a_summary_comes_back_with_everything_else(lite: Installation) -> None:
    squad = on_friday(lite)
    form = lite.say(squad.reps[0], "周报")
    done = submit(lite, squad.reps[0], form, problems="交期", next_plan="再跑三家")
    assert toast(done)[1] == "总结：请写一句总结再提交；没写完可以先保存"
    assert (held(form)["problems"], held(form)["next_plan"]) == ("交期", "再跑三家")
    submit(lite, squad.reps[0], form, summary=DONE)
    assert state(lite) == ["on_time"]


def test_ten_thousand_characters_are_refused_and_the_rest_stays(lite: Installation) -> None:
    squad = on_friday(lite)
    form = lite.say(squad.reps[0], "周报")
    typed = {"summary": "长" * 10_000, "problems": "交期"}
    done = lite.feishu.submit(squad.reps[0], form.message_id, typed, form="report", button="submit", unchecked=True)
    assert "最多 1000 个字，现在有 10000 个" in toast(done)[1]
    assert held(form)["problems"] == "交期"
    assert len(held(form)["summary"]) == 1000


def test_the_fullest_report_still_fits_on_every_card(lite: Installation) -> None:
    squad = lite.squad()
    for number in range(10):
        lite.file(squad.reps[0], f"{'长名字的客户' * 10}{number}", outcome="长" * 1000, next_step="送样" * 50)
    lite.tick(FRIDAY)
    full = dict.fromkeys(("summary", "problems", "needs_help", "next_plan"), "“长”" * 333)
    form = write(lite, squad.reps[0], **full)
    assert "周报 2026-W10 已提交" in read(form)
    assert read(lite.answer(squad.manager)).count("“长”" * 333) == 4


def test_markup_stays_what_the_rep_typed(lite: Installation) -> None:
    squad = on_friday(lite)
    words = "**重点** <at id=all></at> [点我](https://example.com) `x`"
    write(lite, squad.reps[0], summary=words)
    assert words in read(lite.answer(squad.manager))
    assert "<at id=all></at>" not in str(_markdown(lite.answer(squad.manager).card))


def _markdown(part: object) -> list[object]:
    if isinstance(part, dict):
        own = [part.get("content")] if part.get("tag") in ("markdown", "lark_md") else []
        return own + [found for each in part.values() for found in _markdown(each)]
    return [found for each in part for found in _markdown(each)] if isinstance(part, list) else []


@pytest.mark.parametrize(
    "sent,said,kept",
    [
        (moment(2, 11), "提前 4 天", "on_time"),
        (moment(6, 17, 30), "按时", "on_time"),
        (moment(6, 18, 30), "晚 不到 1 小时", "late"),
        (moment(6, 21, 10), "晚 3 小时", "late"),
        (moment(9, 9), "晚 2 天", "late"),
    ],
)
def test_early_on_time_and_late_are_accepted_and_labelled(
    lite: Installation, sent: datetime, said: str, kept: str
) -> None:
    squad = lite.squad()
    lite.tick(MONDAY)
    lite.tick(sent)
    form = write(lite, squad.reps[0], "周报 2026-W10")
    assert said in read(form).splitlines()
    assert state(lite) == [kept]


def test_pressing_twice_hands_in_once(house: Installation) -> None:
    squad = on_friday(house)
    form = house.say(squad.reps[0], "周报")
    before = shown_before(form)
    submit(house, squad.reps[0], form, summary=DONE)
    form.card = dict(before)
    again = submit(house, squad.reps[0], form, summary=DONE)
    assert toast(again)[1] == "周报 2026-W10 已提交"
    assert house.rows("select version from reports") == [(1,)]
    assert house.rows("select count(*) from report_versions") == [(0,)]


def test_another_text_on_a_card_handed_in_before_overwrites_nothing(lite: Installation) -> None:
    squad = on_friday(lite)
    form, other = lite.say(squad.reps[0], "周报"), lite.say(squad.reps[0], "周报")
    submit(lite, squad.reps[0], form, summary="手机上写的")
    done = submit(lite, squad.reps[0], other, summary="电脑上写的")
    assert toast(done)[0] == "warning"
    assert "在别处改过" in toast(done)[1]
    assert held(other)["summary"] == "电脑上写的"
    assert lite.rows("select summary from reports") == [("手机上写的",)]
    submit(lite, squad.reps[0], other)
    assert lite.rows("select summary, version from reports") == [("电脑上写的", 2)]


def test_saving_and_submitting_at_once_lose_nothing(house: Installation) -> None:
    squad = on_friday(house)
    form = house.say(squad.reps[0], "周报")
    card = shown_before(form)
    typed = {"summary": DONE, "problems": "", "needs_help": "", "next_plan": "再跑三家"}
    events = [
        house.feishu.envelope("card.action.trigger", press_of(card, name, form, squad.reps[0], typed))
        for name in ("save", "submit", "save", "submit")
    ]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(house.feishu.deliver, events))
    assert {toast(one)[0] for one in done} <= {"success", "info", "warning"}
    assert house.rows("select state, version, summary, next_plan from reports") == [("submitted", 1, DONE, "再跑三家")]
    assert state(house) == ["on_time"]


def test_saving_what_is_handed_in_already_shows_the_receipt(lite: Installation) -> None:
    squad = on_friday(lite)
    form, other = lite.say(squad.reps[0], "周报"), lite.say(squad.reps[0], "周报")
    submit(lite, squad.reps[0], form, summary=DONE)
    done = save(lite, squad.reps[0], other, summary=DONE)
    assert toast(done)[1] == "周报 2026-W10 已经提交过，内容没有变化。"
    assert "周报 2026-W10 已提交" in read(other)


def test_what_was_planned_stands_over_the_next_report(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0], next_plan="再跑三家")
    lite.tick(FRIDAY + timedelta(days=7))
    assert "上期计划：再跑三家" in read(lite.say(squad.reps[0], "周报"))


def test_a_monthly_report_is_of_the_month_that_is_over(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.tick(moment(31, 10))
    form = lite.say(squad.reps[0], "月报")
    assert "月报 2026-03" in read(form)
    assert "本月总结" in read(form)
    submit(lite, squad.reps[0], form, summary="三月不错")
    assert lite.rows("select type, period from reports") == [("monthly", "2026-03")]
    assert state(lite, "2026-03", "monthly") == ["on_time"]


def test_a_period_to_come_is_not_written_yet(lite: Installation) -> None:
    squad = on_friday(lite)
    assert "周报 2026-W11 的时间还没开始。" in read(lite.say(squad.reps[0], "周报 下周"))


def test_a_month_is_no_time_for_a_weekly_report(lite: Installation) -> None:
    squad = on_friday(lite)
    assert "周报不按「2026-03」这样的时间写。" in read(lite.say(squad.reps[0], "周报 3月"))


def test_any_type_is_asked_for_by_its_name(lite: Installation) -> None:
    squad = on_friday(lite)
    menu = lite.say(squad.reps[0], "交")
    assert labels(menu)[:2] == ["周报", "月报"]
    assert "月报 2026-02" in read(lite.say(squad.reps[0], "交 月报 上月"))
    assert "周报 2026-W10" in read(lite.say(squad.reps[0], "交 weekly"))


def test_what_is_asked_in_a_group_is_answered_in_private(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.file(squad.reps[0], "保密客户", outcome="好", next_step="报价")
    shown = lite.say_in(squad.chat, squad.reps[0], "周报")
    assert "报告只发给你本人，请看私信。" in read(shown)
    assert "保密客户" not in read(shown)
    assert "保密客户" in read(lite.answer(squad.reps[0]))


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    stranger = lite.people("路人")[0]
    assert "先加入一个销售团队" in read(lite.say(stranger, "周报"))
