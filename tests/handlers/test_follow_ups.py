"""跟进: next steps come back, are done, moved or given up by their rep and nobody else."""

from datetime import datetime, timedelta

import pytest

from playground import Message, Person
from tests.installation import MONDAY, SHANGHAI, Installation
from tests.seen import cards, held, labels, read, toast


def promise(house: Installation, rep: Person, customer: str = "华宁精密", on: str = "2026-03-05") -> None:
    """File a visit with a next step."""
    house.file(rep, customer, next_step="送样", next_step_on=on)


def listed(house: Installation, rep: Person) -> Message:
    return house.say(rep, "跟进")


def states(house: Installation) -> list[tuple[str, str]]:
    return [(str(state), str(due)) for state, due in house.rows("select state, due_on from follow_ups order by id")]


@pytest.mark.parametrize("words", ["跟进", "follow", "gj", "/跟进"])
def test_without_any_one_learns_where_they_come_from(lite: Installation, words: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.reps[0], words)
    assert "没有待跟进的事" in read(card)
    assert "待跟进 0 项，过期 0 项" in read(card)
    assert "A next step with a date comes back then." in read(card, "en")
    assert labels(card) == ["拜访"]


def test_they_are_listed_with_their_buttons_the_earliest_first(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    promise(house, rep, "长安重工", "2026-03-06")
    promise(house, rep, "华宁精密", "2026-03-03")
    promise(house, squad.reps[1], "别人的")
    card = listed(house, rep)
    assert read(card).index("华宁精密 送样\n3月3日 周二 · V-2") < read(card).index("长安重工 送样\n3月6日 周五 · V-1")
    assert "别人的" not in read(card)
    assert labels(card) == ["完成", "改期", "不跟了"] * 2


def test_what_is_overdue_says_since_when(lite: Installation) -> None:
    squad = lite.squad()
    promise(lite, squad.reps[0])
    lite.clock.set(datetime(2026, 3, 9, 9, 0, tzinfo=SHANGHAI))
    card = listed(lite, squad.reps[0])
    assert "待跟进 1 项，过期 1 项" in read(card)
    assert "3月5日 周四，过期 4 天" in read(card)
    assert "Thu 5 Mar, 4 days overdue" in read(card, "en")
    assert "另有 1 项已过期，发「跟进」查看。" in read(lite.say(squad.reps[0], "今天"))


def test_one_press_and_it_is_done(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    promise(house, rep)
    card = listed(house, rep)
    done = house.feishu.press(rep, card.message_id, "完成")
    assert toast(done) == ("success", "已完成：华宁精密 送样", "Done: 华宁精密 送样")
    assert "没有待跟进的事" in read(card)
    assert house.rows("select state, settled_on from follow_ups")[0][0] == "done"
    assert "1 项" not in read(house.say(rep, "今天"))


def test_giving_up_asks_first(lite: Installation) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    promise(lite, rep)
    card = listed(lite, rep)
    assert "不再跟进？" in read(card)
    assert toast(lite.feishu.press(rep, card.message_id, "不跟了"))[1] == "不再跟进：华宁精密 送样"
    assert states(lite) == [("dropped", "2026-03-05")]


def test_a_second_press_on_an_older_card_is_told_so(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    promise(house, rep)
    card = listed(house, rep)
    before = dict(card.card or {})
    house.feishu.press(rep, card.message_id, "完成")
    for button in ("完成", "改期", "不跟了"):
        card.card = dict(before)
        done = house.feishu.press(rep, card.message_id, button)
        assert toast(done) == ("warning", "F-1 之前已经处理过了。", "F-1 has been dealt with already.")


def test_it_is_moved_to_another_day(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    promise(house, rep)
    card = listed(house, rep)
    house.feishu.press(rep, card.message_id, "改期")
    assert "改期：华宁精密" in read(card)
    assert held(card) == {"next_step_on": "2026-03-05"}
    done = house.feishu.submit(rep, card.message_id, {"next_step_on": "2026-03-10"})
    assert toast(done)[1] == "已改到 3月10日 周二：华宁精密"
    assert states(house) == [("open", "2026-03-10")]
    assert house.rows("select verb, subject from audit") == [("move", "F-1")]
    assert "3月10日 周二" in read(card)


@pytest.mark.parametrize("day,why", [
    ("2026-03-01", "下一步日期不能早于今天"),
    ("2027-05-01", "下一步日期太远了"),
])  # fmt: skip
def test_another_day_must_be_ahead_and_near(lite: Installation, day: str, why: str) -> None:
    squad = lite.squad()
    rep = squad.reps[0]
    promise(lite, rep)
    card = listed(lite, rep)
    lite.feishu.press(rep, card.message_id, "改期")
    done = lite.feishu.submit(rep, card.message_id, {"next_step_on": day})
    assert toast(done)[1].startswith(why)
    assert why in read(card)
    assert held(card) == {"next_step_on": day}
    assert states(lite) == [("open", "2026-03-05")]


def test_nobody_else_can_settle_it(lite: Installation) -> None:
    squad = lite.squad()
    promise(lite, squad.reps[0])
    card = lite.say_in(squad.chat, squad.reps[0], "跟进")
    for button in ("完成", "改期", "不跟了"):
        assert toast(lite.feishu.press(squad.reps[1], card.message_id, button))[0] == "warning"
    assert states(lite) == [("open", "2026-03-05")]


def test_eight_are_listed_and_the_rest_counted(lite: Installation) -> None:
    squad = lite.squad()
    for number in range(10):
        promise(lite, squad.reps[0], f"客户{number:02}")
        lite.clock.advance(60)
    card = listed(lite, squad.reps[0])
    assert "客户07" in read(card)
    assert "客户08" not in read(card)
    assert "还有 2 项，处理完会接着列出" in read(card)


def test_a_visit_on_the_day_does_it(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    promise(house, rep)
    house.clock.set(datetime(2026, 3, 5, 15, 0, tzinfo=SHANGHAI))
    house.file(rep, "华宁精密")
    assert states(house) == [("done", "2026-03-05")]
    house.feishu.press(rep, house.answer(rep).message_id, "撤回")
    assert states(house) == [("open", "2026-03-05")]


def test_the_manager_hears_of_what_is_open_on_its_day_alone(lite: Installation) -> None:
    squad = lite.squad()
    promise(lite, squad.reps[0], "华宁精密", "2026-03-03")
    promise(lite, squad.reps[0], "长安重工", "2026-03-03")
    lite.feishu.press(squad.reps[0], listed(lite, squad.reps[0]).message_id, "完成")
    lite.tick(MONDAY + timedelta(hours=22, minutes=50))
    morning = next(card for card in cards(lite, lite.feishu.direct(squad.manager))[::-1] if "每日数据" in read(card))
    assert "今天要跟进 1 项" in read(morning)
    assert read(morning).count("送样") == 1
