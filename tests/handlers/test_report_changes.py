"""What is handed in may be changed and taken back for a while; later a correction gives its reason."""

import json
from datetime import timedelta

from tests.installation import Installation, Squad
from tests.reporting import DONE, moment, on_friday, review, save, shown_before, state, submit, write
from tests.seen import cards, held, labels, read, toast

LOCKED = moment(7, 18)


def test_a_change_is_a_new_version_and_the_old_one_is_kept(house: Installation) -> None:
    squad = on_friday(house)
    form = write(house, squad.reps[0])
    house.feishu.press(squad.reps[0], form.message_id, "修改")
    assert held(form)["summary"] == DONE
    assert "reason" not in held(form)
    submit(house, squad.reps[0], form, summary="改过的")
    assert "第 2 版" in read(form)
    assert house.rows("select version, summary, reason from reports") == [(2, "改过的", "")]
    content = house.rows("select content from report_versions")[0][0]
    content = json.loads(content) if isinstance(content, str) else content
    assert content["summary"] == DONE
    assert state(house) == ["on_time"]
    assert "第 2 版" in read(house.answer(squad.manager))


def test_a_version_that_says_the_same_is_none(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    done = submit(lite, squad.reps[0], form)
    assert toast(done)[:2] == ("info", "周报 2026-W10 已经提交过，内容没有变化。")
    assert lite.rows("select version from reports") == [(1,)]


def test_a_change_may_be_left_alone(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    lite.feishu.press(squad.reps[0], form.message_id, "不改了")
    assert labels(form) == ["修改", "撤回"]


def test_a_saved_change_leaves_what_is_handed_in_and_is_resumed(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    save(lite, squad.reps[0], form, summary="改到一半")
    receipt = lite.say(squad.reps[0], "周报 本周")
    assert DONE in read(receipt)
    assert "有还没提交的修改" in read(receipt)
    lite.feishu.press(squad.reps[0], receipt.message_id, "修改")
    assert held(receipt)["summary"] == "改到一半"
    assert lite.rows("select version, summary from reports") == [(1, DONE)]


def test_a_withdrawn_report_is_owed_again_and_is_still_there_as_a_draft(house: Installation) -> None:
    squad = on_friday(house)
    form = write(house, squad.reps[0])
    done = house.feishu.press(squad.reps[0], form.message_id, "撤回")
    assert toast(done)[:2] == ("success", "周报 2026-W10 已撤回")
    assert "写的内容都在草稿里。" in read(form)
    assert state(house) == ["pending"]
    house.feishu.press(squad.reps[0], form.message_id, "继续写")
    assert held(form)["summary"] == DONE
    house.clock.set(moment(6, 19))
    submit(house, squad.reps[0], form)
    assert state(house) == ["late"]
    assert "晚 1 小时" in read(form)


def test_withdrawing_asks_first(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    assert "撤回 周报 2026-W10？" in read(form)
    assert "以重新提交的时间为准" in read(form)


def test_withdrawing_twice_is_answered_in_words(house: Installation) -> None:
    squad = on_friday(house)
    form = write(house, squad.reps[0])
    before = shown_before(form)
    house.feishu.press(squad.reps[0], form.message_id, "撤回")
    form.card = dict(before)
    again = house.feishu.press(squad.reps[0], form.message_id, "撤回")
    assert toast(again) == ("warning", "周报 2026-W10 之前已经撤回了。", "Weekly report 2026-W10 was withdrawn before.")
    assert "周报 2026-W10 已撤回" in read(form)
    assert house.rows("select count(*) from report_versions") == [(1,)]


def test_an_old_receipt_withdraws_nothing(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    old = shown_before(form)
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    submit(lite, squad.reps[0], form, summary="第二版")
    form.card = old
    done = lite.feishu.press(squad.reps[0], form.message_id, "撤回")
    assert "后来改过" in toast(done)[1]
    assert "第二版" in read(form)
    assert state(lite) == ["on_time"]


def test_until_a_day_after_it_was_due_a_change_is_free(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.clock.set(LOCKED - timedelta(seconds=1))
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    assert "reason" not in held(form)
    submit(lite, squad.reps[0], form, summary="改过的")
    assert labels(form) == ["修改", "撤回"]


def test_from_then_on_a_correction_gives_its_reason(house: Installation) -> None:
    squad = on_friday(house)
    form = write(house, squad.reps[0])
    house.clock.set(LOCKED)
    withdrawn = house.feishu.press(squad.reps[0], form.message_id, "撤回")
    assert "3月7日 18:00 起不能再撤回，可以更正。" in toast(withdrawn)[1]
    assert labels(form) == ["更正"]
    house.feishu.press(squad.reps[0], form.message_id, "更正")
    assert held(form)["reason"] == ""
    refused = submit(house, squad.reps[0], form, summary="改过的")
    assert "更正原因：请写明为什么更正" in toast(refused)[1]
    assert held(form)["summary"] == "改过的"
    submit(house, squad.reps[0], form, reason="漏了一家")
    assert house.rows("select version, summary, reason from reports") == [(2, "改过的", "漏了一家")]
    assert state(house) == ["on_time"]
    house.tick(moment(9, 9))
    assert "更正原因：漏了一家" in "\n".join(map(read, cards(house, house.feishu.direct(squad.manager))))


def test_a_form_opened_in_time_and_sent_too_late_asks_for_the_reason(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    lite.feishu.press(squad.reps[0], form.message_id, "修改")
    lite.clock.set(LOCKED)
    refused = submit(lite, squad.reps[0], form, summary="改过的")
    assert "更正原因" in toast(refused)[1]
    assert held(form)["summary"] == "改过的"
    assert held(form)["reason"] == ""


def long_past(house: Installation) -> Squad:
    """A Monday on which the report of two weeks ago was never sent."""
    squad = on_friday(house)
    house.tick(moment(16, 10))
    return squad


def test_a_report_long_past_is_kept_and_the_manager_is_asked(house: Installation) -> None:
    squad = long_past(house)
    form = house.say(squad.reps[0], "周报 2026-W10")
    submit(house, squad.reps[0], form, summary=DONE)
    assert "周报 2026-W10 已保存，还没提交" in read(form)
    assert "已请 王经理 放行" in read(form)
    assert state(house) == ["missed"]
    plea = house.answer(squad.manager)
    assert "李雷 想补交周报 2026-W10" in read(plea)
    allowed = house.feishu.press(squad.manager, plea.message_id, "允许补交")
    assert toast(allowed)[1] == "会告诉 李雷"
    word = house.answer(squad.reps[0])
    assert "王经理 同意你补交周报 2026-W10，3月23日 10:00 前提交" in read(word)
    house.feishu.press(squad.reps[0], word.message_id, "去写")
    assert held(word)["summary"] == DONE
    submit(house, squad.reps[0], word)
    assert state(house) == ["late"]
    assert "晚 9 天" in read(word)


def test_seven_days_to_the_second_it_needs_nobodys_leave(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.tick(moment(13, 17))
    form = lite.say(squad.reps[0], "周报 2026-W10")
    lite.clock.set(moment(13, 18))
    submit(lite, squad.reps[0], form, summary=DONE)
    assert "周报 2026-W10 已提交" in read(form)
    assert state(lite) == ["late"]


def test_a_manager_lets_one_in_by_a_word(lite: Installation) -> None:
    squad = long_past(lite)
    done = lite.say(squad.manager, "补交 @李雷 周报 2026-W10")
    assert "李雷 可以补交周报 2026-W10了" in read(done)
    assert "王经理 同意你补交" in read(lite.answer(squad.reps[0]))
    write(lite, squad.reps[0], "周报 2026-W10")
    assert state(lite) == ["late"]


def test_the_leave_ends_after_seven_days(lite: Installation) -> None:
    squad = long_past(lite)
    lite.say(squad.manager, "补交 @李雷 2026-W10")
    lite.tick(moment(23, 10, 1))
    assert "还没提交" in read(write(lite, squad.reps[0], "周报 2026-W10"))


def test_only_a_manager_lets_a_report_in_and_only_where_it_is_needed(lite: Installation) -> None:
    squad = long_past(lite)
    assert "只有经理能放行补交。" in read(lite.say(squad.reps[1], "补交 @李雷 周报 2026-W10"))
    assert "请写明谁、哪一期" in read(lite.say(squad.manager, "补交"))
    assert "你的团队里没有「路人」。" in read(lite.say(squad.manager, "补交 @路人 周报 2026-W10"))
    assert "李雷 的周报 2026-W11不用放行" in read(lite.say(squad.manager, "补交 @李雷 周报 2026-W11"))
    assert "自己的报告要由别的经理" in read(lite.say(squad.manager, "补交 @王经理 周报 2026-W10"))


def test_more_that_is_asked_for_needs_no_reason_however_late(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.reps[0])
    review(lite, squad.manager, lite.answer(squad.manager), "more", "客户反馈呢？")
    lite.clock.set(moment(10, 9))
    word = lite.answer(squad.reps[0])
    lite.feishu.press(squad.reps[0], word.message_id, "补充")
    submit(lite, squad.reps[0], word, summary="客户很满意")
    assert lite.rows("select version, reason from reports") == [(2, "")]
    assert state(lite) == ["on_time"]
    assert "已提交" in read(form)
