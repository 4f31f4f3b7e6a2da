"""A receipt's two buttons: changing and withdrawing a visit, by whom, until when, and against which version."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from playground import Message
from tests.installation import MONDAY, SHANGHAI, Installation, Squad
from tests.seen import held, labels, read, toast

FRIDAY = MONDAY + timedelta(days=4)


def receipt(house: Installation, squad: Squad, **typed: str) -> Message:
    """A visit's receipt in the rep's direct chat."""
    house.file(squad.reps[0], **typed)
    return house.answer(squad.reps[0])


def shown_before(message: Message) -> Any:
    """The card as it stands, to be put back: another device still shows it."""
    return dict(message.card or {})


def test_a_change_keeps_the_number_and_raises_the_version(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad, outcome="同意试用", kind="phone", next_step="送样", next_step_on="2026-03-05")
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    assert "修改 V-1" in read(card)
    assert "Edit V-1" in read(card, "en")
    assert held(card)["outcome"] == "同意试用"
    assert (held(card)["kind"], held(card)["next_step_on"]) == ("phone", "2026-03-05")
    done = house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "已下单"})
    assert toast(done) == ("success", "已修改 V-1", "V-1 is changed")
    assert house.rows("select id, outcome, kind, version from visits") == [(1, "已下单", "phone", 2)]
    assert "已下单" in read(card)
    assert labels(card) == ["修改", "撤回"]


def test_a_change_is_written_into_the_audit(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad, outcome="同意试用")
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "已下单", "customer": "长安重工"})
    verb, subject, before = house.rows("select verb, subject, before from audit")[0]
    assert (verb, subject) == ("change", "V-1")
    before = json.loads(before) if isinstance(before, str) else before
    assert before == {"outcome": "同意试用", "customer_id": "1"}
    assert house.rows("select c.name from visits v join customers c on c.id = v.customer_id") == [("长安重工",)]


def test_a_change_of_an_older_version_is_shown_the_newer_one_first(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad, outcome="第一版")
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    old_form = shown_before(card)
    house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "第二版"})
    card.card = old_form
    stale = house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "第三版"})
    assert toast(stale)[:2] == ("warning", "之前已经提交过了，这次的改动没有保存。要改请点「修改」。")
    assert house.rows("select outcome, version from visits") == [("第二版", 2)]


def test_two_forms_for_one_visit_do_not_overwrite_each_other_unseen(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad, outcome="第一版")
    on_both_devices = shown_before(card)
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    other_form = shown_before(card)
    card.card = on_both_devices
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "第二版"})
    card.card = other_form
    stale = house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "第三版"})
    assert toast(stale)[1] == "V-1 后来改过，再提交会覆盖那次修改"
    assert toast(stale)[2] == "V-1 has been changed since; submitting again replaces that change"
    assert held(card)["outcome"] == "第三版"
    assert house.rows("select outcome, version from visits") == [("第二版", 2)]
    house.feishu.submit(squad.reps[0], card.message_id, {"no_step": "other"})
    assert house.rows("select outcome, version from visits") == [("第三版", 3)]


def test_changes_that_come_at_once_do_not_hide_each_other(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad)
    first = shown_before(card)
    events = []
    for number in range(4):
        card.card = dict(first)
        house.feishu.press(squad.reps[0], card.message_id, "修改")
        form = next(part for part in card.card["body"]["elements"] if part["tag"] == "form")
        button = form["elements"][-1]["columns"][0]["elements"][0]
        typed = {"customer": "华宁精密", "outcome": f"第{number}个", "no_step": "other"}
        action = {"tag": "button", "value": button["behaviors"][0]["value"], "form_value": typed}
        event = {
            "operator": {"open_id": squad.reps[0].open_id},
            "action": action,
            "context": {"open_message_id": card.message_id, "open_chat_id": card.chat_id},
        }
        events.append(house.feishu.envelope("card.action.trigger", event))
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(house.feishu.deliver, events))
    assert sorted(toast(one)[0] for one in done) == ["success", "warning", "warning", "warning"]
    assert house.rows("select version from visits") == [(2,)]


def test_a_withdrawn_visit_counts_no_more_and_its_number_stays(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad)
    done = house.feishu.press(squad.reps[0], card.message_id, "撤回")
    assert toast(done) == ("success", "已撤回 V-1", "V-1 is withdrawn")
    assert "V-1 已撤回" in read(card)
    assert labels(card) == ["拜访"]
    assert "0 / 3 次" in read(house.say(squad.reps[0], "今天"))
    assert house.rows("select verb, subject from audit") == [("withdraw", "V-1")]
    house.file(squad.reps[0], "长安重工")
    assert "V-2" in read(house.answer(squad.reps[0]))


def test_withdrawing_asks_first(lite: Installation) -> None:
    squad = lite.squad()
    assert "撤回 V-1？" in read(receipt(lite, squad))
    assert "Withdraw V-1?" in read(lite.answer(squad.reps[0]), "en")


def test_what_is_withdrawn_cannot_be_changed_or_withdrawn_again(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad)
    before = shown_before(card)
    house.feishu.press(squad.reps[0], card.message_id, "撤回")
    for button in ("修改", "撤回"):
        card.card = dict(before)
        done = house.feishu.press(squad.reps[0], card.message_id, button)
        assert toast(done) == ("warning", "V-1 已经撤回了。", "V-1 was withdrawn before.")
    assert house.rows("select count(*) from audit") == [(1,)]


def test_an_old_receipt_withdraws_nothing_but_shows_the_latest(house: Installation) -> None:
    squad = house.squad()
    card = receipt(house, squad, outcome="第一版")
    old = shown_before(card)
    house.feishu.press(squad.reps[0], card.message_id, "修改")
    house.feishu.submit(squad.reps[0], card.message_id, {"outcome": "第二版"})
    card.card = old
    done = house.feishu.press(squad.reps[0], card.message_id, "撤回")
    assert toast(done)[:2] == ("warning", "V-1 后来改过，这张卡片不是最新的。")
    assert "第二版" in read(card)
    assert house.rows("select withdrawn_at from visits") == [(None,)]


@pytest.mark.parametrize("filed,locked", [
    (MONDAY, datetime(2026, 3, 4, 12, 0, tzinfo=SHANGHAI)),
    (FRIDAY, datetime(2026, 3, 10, 12, 0, tzinfo=SHANGHAI)),
])  # fmt: skip
def test_a_visit_is_locked_a_day_after_noon_of_the_next_working_day(
    lite: Installation, filed: datetime, locked: datetime
) -> None:
    squad = lite.squad()
    lite.clock.set(filed)
    card = receipt(lite, squad)
    before = shown_before(card)
    lite.clock.set(locked - timedelta(seconds=1))
    assert lite.feishu.press(squad.reps[0], card.message_id, "修改").toast is None
    form = shown_before(card)
    lite.clock.set(locked)
    said = f"V-1 已在 {locked.month}月{locked.day}日 12:00 锁定"
    done = toast(lite.feishu.submit(squad.reps[0], card.message_id, {"outcome": "晚了"}))
    assert done[:2] == ("warning", f"{said}。可以更正，请写明原因。")
    assert "更正 V-1" in read(card)
    assert "更正 V-1" not in str(form)
    card.card = before
    done = toast(lite.feishu.press(squad.reps[0], card.message_id, "撤回"))
    assert done[:2] == ("warning", f"{said}，不能撤回；内容有误，可以「更正」。")
    assert labels(card) == ["更正"]
    assert lite.rows("select version, withdrawn_at from visits") == [(1, None)]


def test_nobody_else_can_change_or_withdraw_a_visit(house: Installation) -> None:
    squad = house.squad()
    form = house.say_in(squad.chat, squad.reps[0], "拜访")
    house.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁", "no_step": "other"})
    for other in (squad.reps[1], squad.manager):
        for button in ("修改", "撤回"):
            assert toast(house.feishu.press(other, form.message_id, button))[0] == "warning"
    assert house.rows("select version, withdrawn_at from visits") == [(1, None)]
    assert "已记录 华宁 的拜访" in read(form)


def test_an_edited_visit_may_stay_dated_where_it_was(lite: Installation) -> None:
    squad = lite.squad()
    card = receipt(lite, squad, visited_on="2026-02-23", next_step="送样", next_step_on="2026-03-02")
    lite.clock.set(datetime(2026, 3, 4, 9, 0, tzinfo=SHANGHAI))
    lite.feishu.press(squad.reps[0], card.message_id, "修改")
    done = lite.feishu.submit(squad.reps[0], card.message_id, {"outcome": "补充"})
    assert toast(done)[0] == "success"


def test_somebody_who_left_the_team_cannot_change_their_visits(lite: Installation) -> None:
    squad = lite.squad()
    card = receipt(lite, squad)
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    assert toast(lite.feishu.press(squad.reps[0], card.message_id, "修改"))[0] == "warning"


def test_a_button_of_an_older_card_asks_for_a_new_one(lite: Installation) -> None:
    squad = lite.squad()
    card = receipt(lite, squad)
    card.card = shown_before(card)
    for value in ({}, {"do": "visits.Gone", "v": 1, "to": "", "k": "", "with": {}}, {"action": "edit"}):
        event = {
            "operator": {"open_id": squad.reps[0].open_id},
            "action": {"tag": "button", "value": value},
            "context": {"open_message_id": card.message_id, "open_chat_id": card.chat_id},
        }
        done = lite.feishu.deliver(lite.feishu.envelope("card.action.trigger", event))
        assert toast(done)[0] == "warning"
        assert toast(done)[1].startswith("这张卡片是旧版本的")


def test_a_change_can_be_given_up_and_the_receipt_comes_back(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep)
    receipt = lite.answer(rep)
    lite.feishu.press(rep, receipt.message_id, "修改")
    lite.feishu.press(rep, receipt.message_id, "不改了")
    assert "已记录 华宁精密 的拜访" in read(lite.answer(rep))
    assert lite.rows("select version from visits") == [(1,)]
