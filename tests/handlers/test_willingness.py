"""The ten questions on the visit form: what the receipt says of them, and what a feeling counts."""

from typing import Any

import pytest

from playground import Delivered, Message, Person
from sales.willingness import QUESTIONS
from tests.installation import Installation
from tests.seen import held, parts, read, toast

FULL = dict.fromkeys(QUESTIONS, "10")


def score(house: Installation, rep: Person, customer: str = "华宁精密", **answers: str) -> str:
    """File a visit with these answers; its receipt as a Chinese reader sees it."""
    house.file(rep, customer, **answers)
    return read(house.answer(rep))


def answers(points: int) -> dict[str, str]:
    """Ten answers that add up to a score made of tens, eights, fives and threes."""
    made: list[int] = []
    for left in range(10, 0, -1):
        room = points - sum(made)
        made.append(next(level for level in (10, 8, 5, 3, 0) if level <= room and fits(room - level, left - 1)))
    assert sum(made) == points
    return {name: str(level) for name, level in zip(QUESTIONS, made, strict=True)}


def fits(rest: int, left: int) -> bool:
    """Whether so many answers can make up the rest."""
    sums = {0}
    for _ in range(left):
        sums = {total + level for total in sums for level in (0, 3, 5, 8, 10)}
    return rest in sums


@pytest.mark.parametrize("points,band", [
    (39, "意愿不及格"),
    (40, "意愿一般"),
    (70, "意愿一般"),
    (71, "意愿良好"),
])  # fmt: skip
def test_the_band_stands_on_the_receipt(lite: Installation, points: int, band: str) -> None:
    squad = lite.squad()
    said = score(lite, squad.reps[0], **answers(points))
    assert f"意愿 {points}/100" in said
    assert band in said


def test_ten_taps_are_kept_and_scored(house: Installation) -> None:
    squad = house.squad()
    said = score(house, squad.reps[0], **FULL | {"knows_cost": "3"})
    assert "意愿 93/100 这位客户的第一个完整评分" in said
    assert "下一步建议：和客户一起算一笔质量差的损失账" in said
    assert house.rows("select score, score_of from visits") == [(93, 100)]
    english = read(house.answer(squad.reps[0]), "en")
    assert "Willingness 93/100 This customer's first complete score" in english
    assert "Suggested next step: work out with them what poor quality costs" in english


def test_what_was_not_answered_is_no_nought(house: Installation) -> None:
    squad = house.squad()
    nine = answers(54) | {"few_deciders": ""}
    points = sum(int(level or 0) for level in nine.values())
    said = score(house, squad.reps[0], **nine)
    assert f"意愿 {points}/90 还有 1 题没答，暂不分档" in said
    assert "意愿一般" not in said
    assert house.rows("select score, score_of from visits") == [(points, 90)]


def test_without_answers_there_is_no_score(lite: Installation) -> None:
    squad = lite.squad()
    assert "意愿" not in score(lite, squad.reps[0])
    assert lite.rows("select score, score_of, answers from visits") == [(None, None, None)]


def test_the_change_is_against_the_customers_last_complete_score_by_anybody(house: Installation) -> None:
    squad = house.squad()
    one, two = squad.reps
    score(house, one, feeling="50")
    assert "比上次（50）+5" in score(house, two, feeling="55")
    assert "还有 9 题没答" in score(house, one, used_similar="10")
    assert "比上次（55）-15" in score(house, one, feeling="40")
    assert "比上次（40）±0" in score(house, two, feeling="40")
    assert "这位客户的第一个完整评分" in score(house, two, "长安重工", feeling="40")


@pytest.mark.parametrize("typed,kept", [
    ("65", 65), ("0", 0), ("100", 100), ("６５", 65), ("65分", 65), (" 65 ", 65), ("65/100", 65),
])  # fmt: skip
def test_a_feeling_may_be_typed_in_several_ways(lite: Installation, typed: str, kept: int) -> None:
    squad = lite.squad()
    assert f"意愿 {kept}/100" in score(lite, squad.reps[0], feeling=typed)


@pytest.mark.parametrize("typed", ["101", "-1", "65.5", "很高", "1e2", "1000", "½"])
def test_any_other_feeling_is_refused_in_words(lite: Installation, typed: str) -> None:
    squad = lite.squad()
    done = lite.file(squad.reps[0], feeling=typed, outcome="同意试用")
    assert toast(done)[:2] == ("warning", "意愿分：请填 0 到 100 的整数")
    form = lite.answer(squad.reps[0])
    assert held(form)["outcome"] == "同意试用"
    assert "意愿分 0–100（凭感觉，可不填）：请填 0 到 100 的整数" in read(form)
    assert lite.rows("select id from visits") == []


def test_answers_go_before_a_feeling(lite: Installation) -> None:
    squad = lite.squad()
    assert "意愿 10/10" in score(lite, squad.reps[0], used_similar="10", feeling="65")


def test_an_answer_that_was_never_offered_is_refused(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    typed = {"customer": "华宁", "no_step": "other", "influence": "7"}
    done = lite.feishu.submit(squad.reps[0], form.message_id, typed, unchecked=True)
    assert toast(done)[1] == "联系人对决定的影响力：请选择一项"


def test_an_edited_visit_shows_its_answers_again(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    score(house, rep, **FULL)
    receipt = house.answer(rep)
    house.feishu.press(rep, receipt.message_id, "修改")
    assert {name: held(receipt)[name] for name in QUESTIONS} == FULL
    house.feishu.submit(rep, receipt.message_id, {"influence": "0"})
    assert "意愿 90/100" in read(receipt)
    assert "下一步建议：争取见到能拍板的人" in read(receipt)


def test_an_edited_feeling_stands_in_its_field_again(lite: Installation) -> None:
    squad = lite.squad()
    score(lite, squad.reps[0], feeling="65")
    receipt = lite.answer(squad.reps[0])
    lite.feishu.press(squad.reps[0], receipt.message_id, "修改")
    assert held(receipt)["feeling"] == "65"


def test_the_panel_is_closed_and_asks_ten_questions(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    panel = next(part for part in parts(form.card) if part.get("tag") == "collapsible_panel")
    assert panel["expanded"] is False
    assert "意愿评估（10 题，可不填）" in read(form)
    asked = [part for part in parts(panel) if part.get("tag") == "select_static"]
    assert [each["name"] for each in asked] == list(QUESTIONS)
    assert {len(each["options"]) for each in asked} == {5}


def largest(house: Installation) -> tuple[Message, Delivered]:
    """The fullest form there can be: many customers, many colleagues, every field at its limit, and a mistake."""
    many = tuple(f"销售{number:02}号" for number in range(24))
    squad = house.squad(reps=many)
    for number in range(14):
        house.file(squad.reps[0], f"{number:02}客户{'很长的名字' * 18}")
        house.clock.advance(60)
    form = house.say(squad.reps[0], "拜访")
    long: dict[str, Any] = {"customer": "客" * 9_000, "contact": "人" * 60, "outcome": "果" * 10_000}
    texts = {"purpose": "目" * 500, "next_step": "步" * 500, "next_step_on": "2026-03-05", "visited_on": "2026-03-09"}
    typed = long | texts | FULL | {"feeling": "很高", "no_step": "other"}
    return form, house.feishu.submit(squad.reps[0], form.message_id, typed, unchecked=True)


def test_the_fullest_form_is_within_the_limits_of_a_card(lite: Installation) -> None:
    form, done = largest(lite)
    assert toast(done)[0] == "warning"
    assert "最多 1000 个字，现在有 10000 个" in read(form)
    assert held(form)["outcome"].startswith("果" * 900)
    assert held(form)["influence"] == "10"
