"""One line instead of a form, joint visits, next steps or reasons, and corrections after the lock."""

from datetime import datetime, timedelta

import pytest

from tests.handlers.test_visits import kept
from tests.installation import SHANGHAI, Installation
from tests.seen import held, labels, read, toast

AFTER_LOCK = datetime(2026, 3, 5, 9, 0, tzinfo=SHANGHAI)


def test_one_line_fills_the_form_and_one_press_files_it(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访 华宁 张工 谈报价 意愿65 下周三 送样")
    shown = held(form)
    assert (shown["customer"], shown["contact"], shown["purpose"]) == ("华宁", "张工", "谈报价")
    assert (shown["feeling"], shown["next_step"], shown["next_step_on"]) == ("65", "送样", "2026-03-11")
    house.feishu.submit(squad.reps[0], form.message_id, {})
    assert kept(house) == [("华宁", "on_site", "2026-03-02", "张工", "谈报价", "", "送样", "2026-03-11", "1")]
    assert "意愿 65/100" in read(house.answer(squad.reps[0]))


def test_what_is_not_understood_is_quoted_and_survives_a_mistake(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访 华宁 意愿165 下周三 送样")
    assert "没看懂：意愿165" in read(form)
    assert "Not understood: 意愿165" in read(form, "en")
    assert held(form)["feeling"] == ""
    lite.feishu.submit(squad.reps[0], form.message_id, {"visited_on": "2026-03-09"})
    assert "没看懂：意愿165" in read(form)


def test_a_field_too_long_for_the_form_is_quoted_whole(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], f"拜访 {'华' * 120}")
    assert held(form)["customer"] == ""
    assert f"没看懂：{'华' * 120}" in read(form)


def test_yesterday_is_the_day_before_the_message_was_written(lite: Installation) -> None:
    """Written offline on Monday evening, delivered after midnight."""
    squad = lite.squad()
    late = datetime(2026, 3, 2, 23, 50, tzinfo=SHANGHAI)
    event = {
        "sender": {"sender_id": {"open_id": squad.reps[0].open_id}, "sender_type": "user"},
        "message": {
            "message_id": "om_offline",
            "create_time": str(int(late.timestamp() * 1000)),
            "chat_id": lite.feishu.direct(squad.reps[0]).chat_id,
            "chat_type": "p2p",
            "message_type": "text",
            "content": '{"text": "拜访 昨天去了华宁"}',
        },
    }
    lite.clock.set(late + timedelta(hours=8))
    lite.feishu.deliver(lite.feishu.envelope("im.message.receive_v1", event))
    assert held(lite.answer(squad.reps[0]))["visited_on"] == "2026-03-01"


def test_a_day_told_in_the_line_stands_open(lite: Installation) -> None:
    squad = lite.squad()
    assert held(lite.say(squad.reps[0], "拜访 昨天去了华宁"))["visited_on"] == "2026-03-01"


def test_a_known_name_with_spaces_is_one_customer(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], "Huaning Precision")
    assert held(lite.say(squad.reps[1], "visit huaning precision"))["customer"] == "Huaning Precision"


def test_who_came_along_has_the_visit_too(house: Installation) -> None:
    squad = house.squad()
    one, two = squad.reps
    form = house.say(one, "陪访 韩梅梅 华宁精密")
    assert held(form)["customer"] == "华宁精密"
    house.feishu.submit(one, form.message_id, {"no_step": "other"})
    assert "同行\n韩梅梅" in read(house.answer(one))
    assert "Together with\n韩梅梅" in read(house.answer(one), "en")
    assert "华宁精密 上门 · V-1 · 同行 韩梅梅" in read(house.say(one, "今天"))
    day = read(house.say(two, "今天"))
    assert "1 / 3 次" in day
    assert "华宁精密 李雷 · 上门 · V-1 · 同行 韩梅梅" in day
    assert "2/2" not in read(house.say(squad.manager, "团队"))
    assert house.rows("select count(*) from visits") == [(1,)]


def test_who_came_along_cannot_change_it(lite: Installation) -> None:
    squad = lite.squad()
    one, two = squad.reps
    form = lite.say(one, "joint 韩梅梅 华宁精密")
    lite.feishu.submit(one, form.message_id, {"no_step": "other"})
    for words in ("修改 V-1", "撤回 V-1"):
        assert "V-1 是别人的记录" in read(lite.say(two, words))


def test_a_manager_files_a_visit_paid_with_a_rep(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.manager, "陪访 @李雷 华宁精密")
    lite.feishu.submit(squad.manager, form.message_id, {"no_step": "other"})
    assert "1 / 3 次" in read(lite.say(squad.reps[0], "今天"))


def test_a_companion_who_is_not_in_the_team_is_quoted(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "陪访 张三 华宁精密")
    assert held(form)["companion"] == ""
    assert "华宁精密" in read(form) or "张三" in read(form)


def test_a_companion_from_outside_the_team_is_refused(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    typed = {"customer": "华宁", "no_step": "other", "companion": "4711"}
    done = lite.feishu.submit(squad.reps[0], form.message_id, typed, unchecked=True)
    assert toast(done)[1] == "同行的同事：不在团队里，请重新选择"


def test_without_next_step_the_form_comes_back_once(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访")
    done = house.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁", "outcome": "同意试用"})
    assert toast(done)[0] == "warning"
    assert "没有下一步？选个原因：请写下一步" in read(form)
    assert (held(form)["no_step"], held(form)["outcome"]) == ("other", "同意试用")
    again = house.feishu.submit(squad.reps[0], form.message_id, {})
    assert toast(again)[0] == "success"
    assert house.rows("select no_step from visits") == [("other",)]


@pytest.mark.parametrize("chosen,said", [
    ("等客户消息", "下一步\n等客户消息"),
    ("已成交", "下一步\n已成交"),
    ("无意向", "下一步\n无意向"),
])  # fmt: skip
def test_the_reason_stands_in_place_of_the_step(lite: Installation, chosen: str, said: str) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], no_step=chosen)
    assert said in read(lite.answer(squad.reps[0]))


def test_a_next_step_makes_the_reason_void(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], no_step="无意向", next_step="送样")
    assert lite.rows("select no_step, next_step from visits") == [(None, "送样")]


def test_a_courtesy_needs_no_next_step(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访 华宁")
    assert toast(lite.feishu.submit(squad.reps[0], form.message_id, {"kind": "关怀"}))[0] == "success"


def test_a_locked_visit_is_corrected_with_a_reason(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep, outcome="同意试用")
    receipt = house.answer(rep)
    house.clock.set(AFTER_LOCK)
    house.feishu.press(rep, receipt.message_id, "修改")
    assert "更正 V-1" in read(receipt)
    assert "Correct V-1" in read(receipt, "en")
    done = house.feishu.submit(rep, receipt.message_id, {"outcome": "没谈成", "reason": "记错了"})
    assert toast(done) == ("success", "已更正 V-1", "V-1 is corrected")
    assert "第 2 版，更正原因：记错了" in read(receipt)
    assert "已在 3月4日 12:00 锁定，可以更正，要写原因" in read(receipt)
    assert labels(receipt) == ["更正"]
    assert house.rows("select verb, subject from audit") == [("correct", "V-1")]
    assert house.rows("select outcome, version, correction from visits") == [("没谈成", 2, "记错了")]


def test_a_correction_without_a_reason_comes_back(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    lite.clock.set(AFTER_LOCK)
    form = lite.say(rep, "修改 V-1")
    done = lite.feishu.submit(rep, form.message_id, {"outcome": "没谈成", "reason": ""}, unchecked=True)
    assert toast(done)[1] == "V-1 已在 3月4日 12:00 锁定。可以更正，请写明原因。"
    assert held(form)["outcome"] == "没谈成"
    assert lite.rows("select version from visits") == [(1,)]


@pytest.mark.parametrize("words", ["修改 V-1", "修改 v1", "修改 1", "修改", "edit V-1"])
def test_a_visit_is_changed_by_its_number(lite: Installation, words: str) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], outcome="同意试用")
    form = lite.say(squad.reps[0], words)
    assert "修改 V-1" in read(form)
    assert held(form)["outcome"] == "同意试用"


def test_a_visit_is_withdrawn_by_its_number_after_a_question(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    card = lite.say(rep, "撤回 V-1")
    assert "要撤回，请点下面的「撤回」。" in read(card)
    assert lite.rows("select withdrawn_at from visits") == [(None,)]
    lite.feishu.press(rep, card.message_id, "撤回")
    assert "V-1 已经撤回了。" in read(lite.say(rep, "撤回 V-1"))


@pytest.mark.parametrize("words,why", [
    ("修改 V-99", "没有找到 V-99。"),
    ("撤回 乱写", "没有找到 乱写。"),
    ("修改", "没有找到"),
])  # fmt: skip
def test_what_is_not_there_cannot_be_changed(lite: Installation, words: str, why: str) -> None:
    squad = lite.squad()
    assert why in read(lite.say(squad.reps[0], words))


def test_a_locked_visit_is_not_withdrawn_by_its_number(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0])
    lite.clock.set(AFTER_LOCK)
    assert "V-1 已在 3月4日 12:00 锁定，不能撤回" in read(lite.say(squad.reps[0], "撤回 V-1"))
