"""Whatever people type into a visit is kept as they typed it and shown as text, however odd it is."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.handlers.test_visits import kept
from tests.installation import Installation
from tests.seen import cards, check_everything, every_card, held, parts, read, toast


@pytest.mark.parametrize("other", ["ＡＢＣ精密", "abc 精密", "ABC-精密", "abc（精密）", "　ABC精密　"])
def test_spellings_of_one_customer_meet_in_one_row(house: Installation, other: str) -> None:
    squad = house.squad()
    house.file(squad.reps[0], "ABC精密")
    house.file(squad.reps[1], other)
    assert house.rows("select name from customers") == [("ABC精密",)]
    assert "已记录 ABC精密 的拜访" in read(house.answer(squad.reps[1]))


def test_a_new_customer_named_by_two_at_once_is_one(house: Installation) -> None:
    squad = house.squad()
    forms = [(rep, house.say(rep, "拜访").message_id) for rep in squad.reps]
    with ThreadPoolExecutor(2) as pool:
        submit = house.feishu.submit
        done = list(pool.map(lambda one: submit(one[0], one[1], {"customer": "华宁精密", "no_step": "other"}), forms))
    assert [toast(one)[0] for one in done] == ["success", "success"]
    assert house.rows("select name from customers") == [("华宁精密",)]
    assert len(kept(house)) == 2


@pytest.mark.parametrize("name", ["——", "😀", "（）", "…", "0"])
def test_a_customer_may_be_called_almost_anything(lite: Installation, name: str) -> None:
    squad = lite.squad()
    assert toast(lite.file(squad.reps[0], name))[0] == "success"
    assert kept(lite)[0][0] == name


NASTY = (
    "<at id=all></at>",
    "<at ids='ou_1,ou_2'></at>",
    "<person id = 'ou_1'></person>",
    "**粗** _斜_ ~~划~~ `code`",
    "[点我](https://evil.example)",
    "![图](img_v3_abc)",
    "<font color='red'>红</font>",
    "# 标题",
    "- 列表\n1. 二\n| a | b |\n|---|---|",
    "https://evil.example",
    "{name} {0} {{}} %s",
    "\" ' \\ </text_tag>",
    "👩‍👩‍👧‍👦🇨🇳é",
    "\u202egnal\u200b",
)


@pytest.mark.parametrize("words", NASTY)
def test_what_people_type_is_shown_as_they_typed_it(lite: Installation, words: str) -> None:
    squad = lite.squad()
    typed = dict.fromkeys(("contact", "purpose", "outcome", "next_step"), words)
    lite.file(squad.reps[0], words, **typed, next_step_on="2026-03-02")
    lite.say(squad.reps[0], "今天")
    lite.say(squad.reps[0], f"拜访 {words}")
    lite.say(squad.manager, "团队")
    everything = [part for card in every_card(lite) for part in parts(card)]
    markdown = [str(part) for part in everything if part.get("tag") in ("markdown", "lark_md")]
    assert not [
        said
        for said in markdown
        if any(sign in said for sign in ("<at", "<person", "](", "<font color='red", "**粗", "https:"))
    ]
    assert kept(lite)[0][5] == words
    first = words.split("\n", 1)[0].strip("\u202e\u200b")[:8]
    assert first in read(cards(lite, lite.feishu.direct(squad.reps[0]))[0])


def test_a_nul_is_left_out(house: Installation) -> None:
    squad = house.squad()
    form = house.say(squad.reps[0], "拜访")
    typed = {"customer": "华\0宁", "outcome": "\0", "no_step": "other"}
    house.feishu.submit(squad.reps[0], form.message_id, typed, unchecked=True)
    assert (kept(house)[0][0], kept(house)[0][5]) == ("华宁", "")


def test_the_longest_visit_there_can_be_is_kept_whole(house: Installation) -> None:
    squad = house.squad()
    emoji = "👩‍👩‍👧‍👦"
    typed = {
        "customer": "客" * 100,
        "contact": "人" * 60,
        "purpose": emoji * 71,
        "outcome": "果" * 1000,
        "next_step": "步" * 500,
    }
    house.file(squad.reps[0], **typed)
    assert kept(house)[0][5] == "果" * 1000
    receipt = house.answer(squad.reps[0])
    assert "果" * 100 in read(receipt)
    house.feishu.press(squad.reps[0], receipt.message_id, "修改")
    shown = held(receipt) | {"customer": held(receipt)["recent"]}
    assert {name: shown[name] for name in typed} == typed
    check_everything(house)


def test_a_person_without_open_id_is_told_so(lite: Installation) -> None:
    squad = lite.squad()
    form = lite.say(squad.reps[0], "拜访")
    lite.feishu.faults.operator_without_open_id = True
    done = lite.feishu.submit(squad.reps[0], form.message_id, {"customer": "华宁", "no_step": "other"})
    assert toast(done)[1].startswith("飞书没有告诉我你是谁")
    assert lite.rows("select id from visits") == []
