"""任务: given in one line or on a card, told to its owner, and made once."""

import pytest

from tests.handlers.tasking import FRIDAY, give, heard, newest, stands
from tests.installation import Installation
from tests.seen import held, labels, read, toast


def test_a_line_with_everything_makes_the_task_and_tells_its_owner(house: Installation) -> None:
    squad = house.squad()
    rep, other = squad.reps
    house.file(rep, "华宁精密")
    card = give(house, rep, "@韩梅梅 周五前 寄样 #华宁精密 结果：客户签收 V-1")
    assert stands(house, "owner_id, what, due_on, first_due_on, expected, source, state, postponed") == [
        ("3", "寄样", FRIDAY, FRIDAY, "客户签收", "V-1", "open", "0")
    ]
    said = read(card)
    assert "任务 T-1" in said
    assert "已私下告诉 韩梅梅" in said
    assert labels(card) == ["完成", "延期", "转交", "取消"]
    told = newest(house, other, "李雷 给你布置了任务")
    for part in ("寄样", "华宁精密", "客户签收", "V-1", "3月6日 周五前"):
        assert part in read(told)
    assert "李雷 has a task for you" in read(told, "en")
    assert labels(told) == ["完成", "延期", "转交"]


def test_english_words_do_the_same(lite: Installation) -> None:
    squad = lite.squad(reps=("Li Si", "Ann Lee"))
    card = lite.say(squad.reps[1], "task @Li Si by Friday send sample")
    assert stands(lite, "what, due_on") == [("send sample", FRIDAY)]
    assert "Li Si is told in private" in read(card, "en")
    assert heard(lite, squad.reps[0], "Ann Lee 给你布置了任务") == 1


def test_without_a_name_it_is_ones_own_and_nobody_is_told(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "周五前 寄样")
    assert stands(lite, "owner_id, asked_by") == [("2", "2")]
    assert "布置人" not in read(card)
    assert heard(lite, squad.reps[0], "给你布置了任务") == 0


def test_a_colleague_named_with_the_mention_of_a_group(house: Installation) -> None:
    squad = house.squad()
    house.feishu.say(squad.manager, squad.chat, "任务 @李雷 明天 盘点", mention_bot=True)
    house.drain()
    assert stands(house, "owner_id, asked_by, what, due_on") == [("2", "1", "盘点", "2026-03-03")]
    assert heard(house, squad.reps[0], "王经理 给你布置了任务") == 1


def test_no_words_hand_out_the_empty_form(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "")
    assert held(card) == {
        "what": "", "owner": "2", "due_on": "", "customer": "", "expected": "", "source": "", "start_on": ""
    }  # fmt: skip
    done = lite.feishu.submit(squad.reps[0], card.message_id, {"what": "盘点", "owner": "3", "due_on": FRIDAY})
    assert toast(done)[1] == "已布置 T-1"
    assert heard(lite, squad.reps[1], "李雷 给你布置了任务") == 1


@pytest.mark.parametrize("words, shown, unread", [
    ("寄样", {"what": "寄样", "due_on": ""}, ""),
    ("周五前", {"what": "", "due_on": FRIDAY}, ""),
    ("@赵六 周五前 寄样", {"what": "寄样", "due_on": FRIDAY, "owner": "2"}, "@赵六"),
    ("@韩梅梅 @王经理 周五前 寄样", {"what": "寄样", "owner": "3"}, "王经理"),
    ("月底前 寄样", {"what": "寄样", "due_on": "2026-03-31"}, ""),
    ("周五前 寄样 #没见过的公司", {"what": "寄样", "customer": "没见过的公司"}, ""),
])  # fmt: skip
def test_what_is_left_open_is_asked_on_the_form(
    lite: Installation, words: str, shown: dict[str, str], unread: str
) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], words)
    assert shown.items() <= held(card).items()
    assert (f"没看懂：{unread}" in read(card)) is bool(unread)
    assert stands(lite, "id") == []


def test_a_line_that_cannot_be_comes_back_as_the_form_with_the_reason(lite: Installation) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "2026-02-27前 寄样")
    assert "截止日期不能早于今天" in read(card)
    assert held(card)["due_on"] == "2026-02-27"
    assert stands(lite, "id") == []


@pytest.mark.parametrize("typed, why", [
    ({"due_on": "2026-03-01"}, "截止日期不能早于今天"),
    ({"due_on": "2027-05-01"}, "截止日期太远了"),
    ({"due_on": FRIDAY, "start_on": "2026-03-10"}, "开始不能晚于截止"),
    ({"due_on": FRIDAY, "source": "很" * 33}, "最多 32 个字"),
])  # fmt: skip
def test_a_form_that_cannot_be_comes_back_with_everything_typed(
    lite: Installation, typed: dict[str, str], why: str
) -> None:
    squad = lite.squad()
    card = give(lite, squad.reps[0], "")
    filled = {"what": "盘点", "owner": "3"} | typed
    done = lite.feishu.submit(squad.reps[0], card.message_id, filled, unchecked=True)
    assert toast(done)[0] == "warning"
    assert why in read(card)
    assert held(card)["what"] == "盘点"
    assert stands(lite, "id") == []


def test_a_customer_nearly_like_a_known_one_is_asked_about(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    lite.file(rep, "华宁精密机械有限公司")
    card = give(lite, rep, "")
    typed = {"what": "寄样", "due_on": FRIDAY, "customer": "华宁精蜜机械"}
    assert toast(lite.feishu.submit(rep, card.message_id, typed))[0] == "warning"
    assert "是不是已有客户" in read(card)
    lite.feishu.submit(rep, card.message_id, typed | {"which": "1"})
    assert stands(lite, "customer_id") == [("1",)]
    assert len(lite.rows("select id from customers")) == 1


def test_the_same_said_twice_is_one_task(house: Installation) -> None:
    squad = house.squad()
    give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    card = give(house, squad.reps[0], "@韩梅梅 周五前 寄样")
    assert "这项任务之前已经布置过" in read(card)
    assert stands(house, "id") == [("1",)]
    assert heard(house, squad.reps[1], "李雷 给你布置了任务") == 1


def test_a_form_pressed_twice_is_one_task(house: Installation) -> None:
    squad = house.squad()
    card = give(house, squad.reps[0], "")
    form = dict(card.card or {})
    for _ in range(2):
        card.card = dict(form)
        house.feishu.submit(squad.reps[0], card.message_id, {"what": "盘点", "due_on": FRIDAY})
    assert stands(house, "id") == [("1",)]


def test_somebody_of_another_team_is_asked_by_admins_alone(lite: Installation) -> None:
    squad = lite.squad()
    away = lite.squad("华南一队", "周经理", ("孙丽",))
    lite.feishu.say(squad.reps[0], squad.chat, f"任务 @{away.reps[0].name} 周五前 盘点", mention_bot=True)
    lite.drain()
    assert "不在你的团队里" in read(lite.feishu.last_card(squad.chat)) or stands(lite, "id") == []
    assert stands(lite, "id") == []


def test_a_task_is_shown_by_its_number_to_those_it_concerns(lite: Installation) -> None:
    squad = lite.squad(reps=("李雷", "韩梅梅", "周舟"))
    give(lite, squad.reps[0], "@韩梅梅 周五前 寄样")
    for who in (squad.reps[0], squad.reps[1], squad.manager):
        assert "寄样" in read(lite.say(who, "任务 T-1"))
    assert "没有找到" in read(lite.say(squad.reps[2], "任务 T-1")) or "寄样" not in read(lite.answer(squad.reps[2]))
    assert "寄样" not in read(lite.answer(squad.reps[2]))


def test_the_owner_is_not_woken_by_night(house: Installation) -> None:
    squad = house.squad()
    house.clock.set(house.clock.now().replace(hour=22))
    give(house, squad.manager, "@李雷 周五前 寄样")
    assert heard(house, squad.reps[0], "王经理 给你布置了任务") == 0
    (held_until,) = house.rows("select not_before from outbox where about = 'task'")[0]
    assert held_until is not None
