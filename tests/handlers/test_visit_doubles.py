"""A visit at a customer nearly like a known one: asked about before another customer is made."""

from typing import Any

import pytest

from playground import Message
from tests.handlers.test_customers import ZHIYUN, create, with_customer
from tests.installation import Installation, Squad
from tests.seen import held, parts, read, toast

ASKED = "是不是已有客户？"


def asked(house: Installation, typed: str = "智云") -> tuple[Squad, Message]:
    """A form that was submitted with a name nearly like a known one, and came back."""
    squad = with_customer(house)
    form = house.say(squad.reps[1], "拜访")
    done = house.feishu.submit(
        squad.reps[1], form.message_id, {"customer": typed, "outcome": "同意试用", "next_step": "送样"}
    )
    assert toast(done)[:2] == ("warning", f"{ASKED}和「{ZHIYUN}」很像，请选一下")
    return squad, form


def offered(form: Message) -> list[str]:
    """The customers that the question offers."""
    fields = {str(part["name"]): part for part in parts(form.card) if part.get("tag") == "select_static"}
    return [option["text"]["content"] for option in fields["which"]["options"]] if "which" in fields else []


def kept(house: Installation) -> list[tuple[Any, ...]]:
    """The customers' names, with the number of visits to each."""
    counted = "select c.name, count(v.id) from customers c left join visits v on v.customer_id = c.id"
    return house.rows(f"{counted} group by c.id, c.name order by c.id")


def test_a_name_nearly_like_a_known_one_is_asked_about_first(house: Installation) -> None:
    squad, form = asked(house)
    assert kept(house) == [(ZHIYUN, 1)]
    assert offered(form) == [ZHIYUN, "都不是，新建「智云」"]
    assert (held(form)["outcome"], held(form)["customer"]) == ("同意试用", "智云")
    assert "A customer we know?" in read(form, "en")
    house.feishu.submit(squad.reps[1], form.message_id, {"which": ZHIYUN})
    assert kept(house) == [(ZHIYUN, 2)]
    assert f"「智云」就是客户「{ZHIYUN}」。" in read(form)


def test_it_may_be_a_new_one_all_the_same(house: Installation) -> None:
    squad, form = asked(house)
    house.feishu.submit(squad.reps[1], form.message_id, {"which": "都不是，新建「智云」"})
    assert kept(house) == [(ZHIYUN, 1), ("智云", 1)]
    assert "已记录 智云 的拜访" in read(form)
    assert "就是客户" not in read(form)


def test_the_question_stands_until_it_is_answered(house: Installation) -> None:
    squad, form = asked(house)
    house.feishu.submit(squad.reps[1], form.message_id, {})
    assert offered(form) != []
    house.feishu.submit(squad.reps[1], form.message_id, {"which": ZHIYUN, "visited_on": "2026-03-09"})
    assert "拜访日期" in read(form)
    house.feishu.submit(squad.reps[1], form.message_id, {"visited_on": "2026-03-02"})
    assert kept(house) == [(ZHIYUN, 2)]


def test_an_answer_for_one_name_is_none_for_another(lite: Installation) -> None:
    squad, form = asked(lite)
    typed = {"which": "都不是，新建「智云」", "customer": "智云软件技术"}
    lite.say(squad.reps[1], "智云软件技术")
    create(lite, squad.reps[0], "智云软件")
    lite.feishu.submit(squad.reps[1], form.message_id, typed)
    assert "都不是，新建「智云软件技术」" in offered(form)
    lite.feishu.submit(squad.reps[1], form.message_id, {"customer": "长安重工"})
    assert "已记录 长安重工 的拜访" in read(form)
    assert "智云软件技术" not in [name for name, _ in kept(lite)]


@pytest.mark.parametrize("same", ["智云科技(杭州)", "杭州智云科技", "智云科技集团", "杭州 智云科技 有限公司"])
def test_the_same_company_in_other_words_is_taken_for_itself(lite: Installation, same: str) -> None:
    squad = with_customer(lite)
    lite.say(squad.reps[1], same)
    lite.file(squad.reps[1], same)
    assert kept(lite) == [(ZHIYUN, 2)]
    receipt = read(lite.answer(squad.reps[1]))
    assert f"已记录 {ZHIYUN} 的拜访" in receipt
    assert ("就是客户" in receipt) is (" " not in same)


@pytest.mark.parametrize("other", ["智能云谷", "华宇", "上海重工", "云科技术"])
def test_another_name_is_another_customer_without_a_question(lite: Installation, other: str) -> None:
    squad = with_customer(lite)
    lite.file(squad.reps[1], other)
    assert kept(lite) == [(ZHIYUN, 1), (other, 1)]


def test_a_line_with_initials_fills_the_customer_in(lite: Installation) -> None:
    squad = with_customer(lite)
    for words in ("拜访 zykj", "拜访 智云", "visit zhiyunkeji"):
        form = lite.say(squad.reps[1], words)
        assert held(form)["customer"] == ZHIYUN, words
        assert offered(form) == []
    form = lite.say(squad.reps[1], "拜访 zykj 张工 谈报价")
    assert (held(form)["customer"], held(form)["contact"]) == (ZHIYUN, "张工")


def test_a_line_that_fits_several_offers_them(lite: Installation) -> None:
    squad = with_customer(lite)
    create(lite, squad.reps[0], "中云科技")
    form = lite.say(squad.reps[1], "拜访 zykj")
    assert sorted(offered(form)) == sorted(["中云科技", ZHIYUN, "都不是，新建「zykj」"])
    assert held(form)["customer"] == "zykj"
    lite.feishu.submit(squad.reps[1], form.message_id, {"which": "中云科技", "next_step": "送样"})
    assert kept(lite) == [(ZHIYUN, 1), ("中云科技", 1)]


def test_a_change_of_a_visit_asks_too(lite: Installation) -> None:
    squad = with_customer(lite)
    lite.file(squad.reps[1], "长安重工")
    receipt = lite.answer(squad.reps[1])
    lite.feishu.press(squad.reps[1], receipt.message_id, "修改")
    lite.feishu.submit(squad.reps[1], receipt.message_id, {"customer": "智云", "recent": ""})
    assert offered(receipt)[0] == ZHIYUN
    lite.feishu.submit(squad.reps[1], receipt.message_id, {"which": ZHIYUN})
    assert kept(lite) == [(ZHIYUN, 2), ("长安重工", 0)]
