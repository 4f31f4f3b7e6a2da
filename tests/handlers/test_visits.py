"""A visit, as the rep files it: the form, what is refused and what is kept."""

from typing import Any

import pytest

from playground import Delivered, Message, Person, RequiredMissing
from tests.installation import Installation
from tests.seen import held, labels, parts, read, toast

KEPT = "select c.name, v.kind, v.visited_on, v.contact, v.purpose, v.outcome, v.next_step, v.next_step_on, v.version"
KEPT += " from visits v join customers c on c.id = v.customer_id where v.withdrawn_at is null order by v.id"


def kept(house: Installation) -> list[tuple[str, ...]]:
    """What stands in the database of each visit that counts, dates as people write them."""
    return [tuple(str(cell) for cell in row) for row in house.rows(KEPT)]


def refused(house: Installation, rep: Person, **typed: str) -> tuple[Message, Delivered]:
    """Submit something that is refused, past a client's own checks; the card as it stands then, and the answer."""
    form = house.say(rep, "拜访")
    done = house.feishu.submit(rep, form.message_id, {"customer": "华宁精密"} | typed, unchecked=True)
    assert toast(done)[0] == "warning"
    assert house.rows("select id from visits") == []
    return form, done


EVERYTHING = {
    "customer": "华宁精密",
    "contact": "张工",
    "kind": "phone",
    "purpose": "谈报价",
    "outcome": "同意试用",
    "next_step": "送样",
    "next_step_on": "2026-03-05",
    "visited_on": "2026-03-01",
}


def test_a_filed_visit_is_kept_and_answered_with_its_receipt(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访")
    done = house.feishu.submit(squad.reps[0], form.message_id, EVERYTHING)
    assert toast(done) == ("success", "已记录 V-1", "V-1 is filed")
    assert kept(house) == [("华宁精密", "phone", "2026-03-01", "张工", "谈报价", "同意试用", "送样", "2026-03-05", "1")]
    for words in (
        "已记录 华宁精密 的拜访",
        "V-1",
        "电话",
        "3月1日 周日",
        "张工",
        "3月5日 周四 送样",
        "3月4日 12:00 前可以修改或撤回",
    ):
        assert words in read(form)
    for words in (
        "Visit to 华宁精密 filed",
        "Phone",
        "Sun 1 Mar",
        "Thu 5 Mar 送样",
        "changed or withdrawn until 4 Mar 12:00",
    ):
        assert words in read(form, "en")
    assert labels(form) == ["修改", "撤回"]


def test_three_dates_are_kept_apart(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访")
    said = house.clock.advance(3600)
    house.feishu.submit(
        squad.reps[0], form.message_id, {"customer": "华宁", "visited_on": "2026-02-27", "no_step": "other"}
    )
    visited, said_at, entered_at = house.rows("select visited_on, said_at, entered_at from visits")[0]
    assert str(visited) == "2026-02-27"
    assert str(said_at)[:19] == str(entered_at)[:19]
    assert said.minute == 0


@pytest.mark.parametrize(
    "words", ["拜访", "/拜访", "／拜访", " 拜访 ", "visit", "VISIT", "Ｖｉｓｉｔ", "/visit", "bf", "ＢＦ", "拜访："]
)
def test_the_form_is_asked_for_in_many_ways(lite: Installation, words: str) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], words)
    assert "记一次拜访" in read(form)
    assert "File a visit" in read(form, "en")
    assert held(form)["customer"] == ""


@pytest.mark.parametrize(
    "words", ["拜访 华宁", "拜访　华宁", "拜访：华宁", "拜访,华宁", "/拜访  华宁", "visit 华宁", "visit: 华宁"]
)
def test_what_follows_the_word_is_the_customer(lite: Installation, words: str) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], words)
    assert held(form)["customer"] == "华宁"
    lite.feishu.submit(squad.reps[0], form.message_id, {"no_step": "other"})
    assert kept(lite)[0][0] == "华宁"


def test_in_a_group_the_bot_is_asked_by_its_name(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say_in(squad.chat, squad.reps[0], "拜访 华宁")
    assert held(form)["customer"] == "华宁"
    assert form.parent_id
    lite.feishu.submit(squad.reps[0], form.message_id, {"no_step": "other"})
    assert "已记录 华宁 的拜访" in read(lite.feishu.last_card(squad.chat))


def test_only_who_asked_for_a_form_can_submit_it(house: Installation) -> None:
    squad = house.squad()
    form = house.say_in(squad.chat, squad.reps[0], "拜访")
    for other in (squad.reps[1], squad.manager):
        done = house.feishu.submit(other, form.message_id, {"customer": "华宁", "no_step": "other"})
        assert toast(done)[1].startswith("这张卡片是给别人的，只有本人能操作。")
        assert toast(done)[2].startswith("This card was made for somebody else.")
    assert house.rows("select id from visits") == []
    assert "记一次拜访" in read(form)


def test_the_form_asks_for_a_customer_before_anything_is_sent(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    with pytest.raises(RequiredMissing):
        lite.feishu.submit(squad.reps[0], form.message_id, {"outcome": "同意试用"})


def test_recent_customers_are_offered_after_the_first_visit(lite: Installation) -> None:
    squad = lite.squad()
    assert "recent" not in held(lite.say(squad.reps[0], "拜访"))
    for name in ("华宁精密", "长安重工", "华宁精密"):
        lite.file(squad.reps[0], name)
        lite.clock.advance(60)
    form = lite.say(squad.reps[0], "拜访")
    offered = next(part for part in parts(form.card) if part.get("name") == "recent")["options"]
    assert [option["value"] for option in offered] == ["华宁精密", "长安重工"]
    lite.feishu.submit(squad.reps[0], form.message_id, {"recent": "长安重工", "no_step": "other"})
    assert kept(lite)[-1][0] == "长安重工"
    assert "recent" not in held(lite.say(squad.reps[1], "拜访"))


def test_a_typed_customer_goes_before_a_chosen_one(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], "华宁精密")
    lite.file(squad.reps[0], "新客户", recent="华宁精密")
    assert [row[0] for row in kept(lite)] == ["华宁精密", "新客户"]


def test_a_known_customer_is_chosen_in_the_list_and_may_be_changed_there(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], "长安重工")
    lite.file(squad.reps[0], "华宁精密")
    card = lite.say(squad.reps[0], "拜访 华宁精密")
    assert (held(card)["recent"], held(card)["customer"]) == ("华宁精密", "")
    lite.feishu.submit(squad.reps[0], card.message_id, {"no_step": "other"})
    lite.feishu.press(squad.reps[0], card.message_id, "修改")
    lite.feishu.submit(squad.reps[0], card.message_id, {"recent": "长安重工", "no_step": "other"})
    assert [row[0] for row in kept(lite)] == ["长安重工", "华宁精密", "长安重工"]


def test_neither_typed_nor_chosen_is_refused(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], "华宁精密")
    form = lite.say(squad.reps[0], "拜访")
    done = lite.feishu.submit(squad.reps[0], form.message_id, {"outcome": "同意试用"})
    assert toast(done) == ("warning", "客户：请选择或填写客户", "Customer: please choose or type one")
    assert held(form)["outcome"] == "同意试用"
    assert len(kept(lite)) == 1


MISTAKES: list[tuple[dict[str, Any], str, str]] = [
    ({"visited_on": "2026-03-03"}, "拜访日期", "3月2日"),
    ({"visited_on": "2026-02-22"}, "拜访日期", "2月23日"),
    ({"visited_on": "不是日期"}, "拜访日期", "请选择一个日期"),
    ({"next_step_on": "2026-03-05"}, "下一步", "请也写上要做什么"),
    ({"next_step": "送样", "next_step_on": "2026-03-01"}, "下一步日期", "3月2日"),
    ({"next_step": "送样", "next_step_on": "2027-03-04"}, "下一步日期", "最晚明年 3月3日 周三"),
    ({"kind": "上天"}, "方式", "请选择一项"),
    ({"customer": ""}, "客户", "请选择或填写客户"),
    ({"customer": "华" * 101}, "客户", "最多 100 个字，现在有 101 个"),
    ({"outcome": "好" * 10_000}, "结果", "最多 1000 个字"),
]


@pytest.mark.parametrize("typed,field,why", MISTAKES)
def test_a_mistake_is_told_with_its_field(lite: Installation, typed: dict[str, Any], field: str, why: str) -> None:
    squad = lite.squad()
    form, done = refused(lite, squad.reps[0], purpose="谈报价", **typed)
    _, zh, en = toast(done)
    assert (why in zh, en.isascii()) == (True, True)
    assert f"{field}：" in read(form)
    assert why in read(form)
    assert held(form)["purpose"] == "谈报价"


def test_after_a_mistake_everything_typed_is_still_there(house: Installation) -> None:
    squad = house.squad()
    form, _ = refused(house, squad.reps[0], **EVERYTHING | {"visited_on": "2026-03-09"})
    assert {name: said for name, said in held(form).items() if said} == EVERYTHING | {"visited_on": "2026-03-09"}
    assert house.feishu.world.typed(squad.reps[0], form) == {}


def test_a_mistake_in_the_folded_part_unfolds_it(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    folded = folds(form)
    lite.feishu.submit(
        squad.reps[0], form.message_id, {"customer": "华宁", "visited_on": "2026-03-09", "no_step": "other"}
    )
    assert (folded, folds(form)) == ([False, False], [False, True])


def folds(form: Message) -> list[bool]:
    """Whether the willingness and the date stand open."""
    return [part["expanded"] for part in parts(form.card) if part.get("tag") == "collapsible_panel"]


def test_after_a_mistake_the_same_card_is_mended_and_submitted(house: Installation) -> None:
    squad = house.squad()
    form, _ = refused(house, squad.reps[0], outcome="同意试用", next_step_on="2026-03-05")
    house.feishu.submit(squad.reps[0], form.message_id, {"next_step": "送样"})
    assert kept(house) == [("华宁精密", "on_site", "2026-03-02", "", "", "同意试用", "送样", "2026-03-05", "1")]


@pytest.mark.parametrize("typed", [{"visited_on": "2026-02-23"}, {"visited_on": "2026-03-02"}])
def test_a_visit_may_be_filed_for_the_last_seven_days(lite: Installation, typed: dict[str, str]) -> None:
    squad = lite.squad()
    assert toast(lite.file(squad.reps[0], **typed))[0] == "success"


@pytest.mark.parametrize("style", ["natural", "absent", "empty", "null"])
def test_fields_left_alone_mean_the_same_however_they_arrive(lite: Installation, style: Any) -> None:
    squad = lite.squad()
    lite.feishu.faults.form_value_style = style
    lite.file(squad.reps[0], visited_on="", kind="")
    assert kept(lite) == [("华宁精密", "on_site", "2026-03-02", "", "", "", "", "None", "1")]


@pytest.mark.parametrize("chosen,kind,zh,en", [
    ("上门", "on_site", "上门", "On site"),
    ("电话", "phone", "电话", "Phone"),
    ("线上", "online", "线上", "Online"),
    ("关怀", "care", "关怀", "Courtesy"),
])  # fmt: skip
def test_there_are_four_kinds_of_visits(lite: Installation, chosen: str, kind: str, zh: str, en: str) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], kind=chosen)
    receipt = lite.answer(squad.reps[0])
    assert (kept(lite)[0][1], zh in read(receipt), en in read(receipt, "en")) == (kind, True, True)


def test_numbers_are_taken_as_they_read(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    lite.feishu.submit(
        squad.reps[0], form.message_id, {"customer": 4711, "contact": 12.5, "no_step": "other"}, unchecked=True
    )
    assert (kept(lite)[0][0], kept(lite)[0][3]) == ("4711", "12.5")


def test_a_double_click_files_one_visit(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访")
    before = dict(form.card or {})
    first = house.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁", "no_step": "other"})
    form.card = before
    second = house.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁", "no_step": "other"})
    assert second.raw == first.raw
    form.card = before
    third = house.feishu.submit(squad.reps[0], form.message_id, {"customer": "长安", "no_step": "other"})
    assert toast(third)[1].startswith("之前已经提交过了，这次的改动没有保存。")
    assert [row[0] for row in kept(house)] == ["华宁"]


def test_two_forms_are_two_visits(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.reps[0])
    house.file(squad.reps[0])
    assert len(kept(house)) == 2
