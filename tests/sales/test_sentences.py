"""One line instead of a form: whole sentences, and what becomes of words that nothing knows."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.sentences import read_visit
from sales.visits import Kind
from tests.sales.telling import TODAY, known, read, told


@pytest.mark.parametrize(
    "words,fields",
    [
        (
            "华宁 张工 谈报价 意愿65 下周三 送样",
            {
                "customer": "华宁",
                "contact": "张工",
                "purpose": "谈报价",
                "next_step": "送样",
                "next_step_on": date(2026, 3, 18),
                "willingness": 65,
            },
        ),
        (
            "今天上午去了华宁精密，见了张工，谈二期报价，对方嫌贵，下周三送样品过去",
            {
                "customer": "华宁精密",
                "contact": "张工",
                "purpose": "谈二期报价",
                "outcome": "嫌贵",
                "next_step": "送样品过去",
                "next_step_on": date(2026, 3, 18),
                "visited_on": date(2026, 3, 11),
                "kind": Kind.ON_SITE,
            },
        ),
        (
            "昨天电话联系智云李总 催回款 月底前付",
            {
                "customer": "智云",
                "contact": "李总",
                "purpose": "催回款",
                "next_step": "付",
                "next_step_on": date(2026, 3, 31),
                "visited_on": date(2026, 3, 10),
                "kind": Kind.PHONE,
            },
        ),
        (
            "和李雷一起拜访华宁，见到刘总工和王主任，讨论技术方案，他们觉得交期太长，下周五前给新方案",
            {
                "customer": "华宁",
                "contact": "刘总工和王主任",
                "purpose": "讨论技术方案",
                "outcome": "觉得交期太长",
                "next_step": "给新方案",
                "next_step_on": date(2026, 3, 20),
                "companion": "李雷",
            },
        ),
        (
            "前天去恒丰印刷厂见了采购部周经理和李工，介绍新设备，反应一般，意愿35，过几天再联系",
            {
                "customer": "恒丰印刷厂",
                "contact": "采购部周经理和李工",
                "purpose": "介绍新设备",
                "outcome": "反应一般",
                "next_step": "过几天再联系",
                "visited_on": date(2026, 3, 9),
                "kind": Kind.ON_SITE,
                "willingness": 35,
            },
        ),
        (
            "今天和王经理一起去厦大附院谈维保，林护士长提出要加配件，月底前回复",
            {
                "customer": "厦大附院",
                "contact": "林护士长",
                "purpose": "谈维保",
                "outcome": "提出要加配件",
                "next_step": "回复",
                "next_step_on": date(2026, 3, 31),
                "visited_on": date(2026, 3, 11),
                "kind": Kind.ON_SITE,
                "companion": "王经理",
            },
        ),
        (
            "【华宁】张工，谈报价。意愿：65。下周三送样。",
            {
                "customer": "华宁",
                "contact": "张工",
                "purpose": "谈报价",
                "next_step": "送样",
                "next_step_on": date(2026, 3, 18),
                "willingness": 65,
            },
        ),
        (
            "met Mr. Weber at Nordwind, discussed annual contract, agreed to 5% discount, Dec 5 sign contract",
            {
                "customer": "Nordwind",
                "contact": "Mr. Weber",
                "purpose": "discussed annual contract",
                "outcome": "agreed to 5% discount",
                "next_step": "sign contract",
                "next_step_on": date(2026, 12, 5),
                "kind": Kind.ON_SITE,
            },
        ),
        (
            "Nordwind video call Dr. Brandt present roadmap interested tomorrow send slides",
            {
                "customer": "Nordwind",
                "contact": "Dr. Brandt",
                "purpose": "present roadmap",
                "outcome": "interested",
                "next_step": "send slides",
                "next_step_on": date(2026, 3, 12),
                "kind": Kind.ONLINE,
            },
        ),
        (
            "visited Bergmark AB, met Mr. Olsen, discussed contract, needs approval, in two weeks follow up",
            {
                "customer": "Bergmark AB",
                "contact": "Mr. Olsen",
                "purpose": "discussed contract",
                "outcome": "needs approval",
                "next_step": "follow up",
                "next_step_on": date(2026, 3, 25),
            },
        ),
        (
            "today visited Nordwind with 李雷, discuss renewal, willingness 90",
            {
                "customer": "Nordwind",
                "purpose": "discuss renewal",
                "visited_on": date(2026, 3, 11),
                "willingness": 90,
                "companion": "李雷",
            },
        ),
    ],
)
def test_a_sentence_fills_the_form(words: str, fields: dict[str, Any]) -> None:
    assert told(words) == fields


@pytest.mark.parametrize(
    "words,fields",
    [
        ("华宁 量尺寸 停车费20", {"customer": "华宁", "purpose": "量尺寸", "rest": ("停车费20",)}),
        ("华宁 谈报价，油费120", {"customer": "华宁", "purpose": "谈报价", "rest": ("油费120",)}),
        (
            "今天下雨，去智云送样",
            {
                "customer": "智云",
                "purpose": "送样",
                "visited_on": date(2026, 3, 11),
                "kind": Kind.ON_SITE,
                "rest": ("下雨",),
            },
        ),
        (
            "去长安路上堵车了，没谈成",
            {"customer": "长安", "outcome": "没谈成", "kind": Kind.ON_SITE, "rest": ("路上堵车",)},
        ),
        ("华宁 谈报价 #重点", {"customer": "华宁", "purpose": "谈报价", "rest": ("#重点",)}),
        ("华宁 咕噜咕噜", {"customer": "华宁", "rest": ("咕噜咕噜",)}),
        (
            "华宁 张工 谈报价 呜哇 意愿65",
            {"customer": "华宁", "contact": "张工", "purpose": "谈报价", "willingness": 65, "rest": ("呜哇",)},
        ),
        (
            "昨晚和智云陈主任吃饭，聊二期，花了380",
            {
                "customer": "智云",
                "contact": "陈主任",
                "purpose": "聊二期",
                "visited_on": date(2026, 3, 10),
                "rest": (
                    "吃饭",
                    "花了380",
                ),
            },
        ),
        ("华宁 谈报价 智云", {"customer": "华宁", "purpose": "谈报价", "rest": ("智云",)}),
    ],
)
def test_what_no_field_takes_is_quoted(words: str, fields: dict[str, Any]) -> None:
    assert told(words) == fields


def test_nothing_said_is_nothing_filled_in() -> None:
    assert told("") == told(" ，。 ") == {}


def test_without_colleagues_nobody_came_along() -> None:
    sentence = read_visit("和李雷一起拜访华宁", TODAY, known)
    assert sentence.companion == ""
    assert sentence.customer == "华宁"


def test_without_known_customers_a_name_is_a_new_customer() -> None:
    sentence = read_visit("华宁 张工 谈报价", TODAY, lambda _: None)
    assert (sentence.customer, sentence.customer_id, sentence.contact) == ("华宁", None, "张工")


def test_the_day_it_is_said_on_decides() -> None:
    said = read_visit("华宁 送样 12月5日 复测", date(2026, 12, 6), known)
    assert said.next_step_on == date(2027, 12, 5)


def test_a_long_message_is_read_in_a_moment() -> None:
    words = "今天去了华宁，见了张工，谈报价，对方嫌贵，下周三送样，咕噜噜 " * 100
    assert read(words).customer == "华宁"


PIECES = (
    "华宁", "张工", "谈报价", "意愿65", "意愿120", "下周三", "送样", "嫌贵", "昨天", "今天", "电话", "和李雷一起",
    "陪访", "去了", "见了", "月底前", "2月30日", "停车费20", "智云教育", "Nordwind", "Mr. Weber", "discuss pricing",
    "下一步", "答应", "3.5万", "对方", "的", "李总",
    "12-05", "过几天", "A100*10", "，", "、", "。", " ", "/", "：", "(", "x", "去", "给", "\\", "'", "\u3000", "😀",
)  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def values(words: str) -> list[str]:
    found = read(words)
    free = [found.customer, found.contact, found.purpose, found.outcome, found.next_step, found.companion]
    return [*filter(None, free), *found.rest]


@given(texts)
def test_no_sentence_breaks_the_reader_and_every_value_is_the_persons_own_words(words: str) -> None:
    for value in values(words):
        assert all(piece in words for piece in value.split())
        assert value == value.strip(" ，。、")


@given(st.text(max_size=40))
def test_no_text_at_all_breaks_the_reader(words: str) -> None:
    assert all(piece in words for value in values(words) for piece in value.split())


@given(
    st.lists(
        st.sampled_from(["华宁", "张工", "谈报价", "意愿65", "下周三", "送样", "嫌贵", "昨天", "电话"]), unique=True
    ),
    st.data(),
)
def test_a_word_that_nothing_knows_is_never_lost(pieces: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(pieces)))
    words = " ".join([*pieces[:at], "咕噜", *pieces[at:]])
    assert any("咕噜" in value for value in values(words))


@given(st.integers(0, 100), st.sampled_from(["意愿{}", "意愿：{}", "意愿 {} 分", "意向{}", "willingness {}"]))
def test_any_willingness_is_read(willingness: int, form: str) -> None:
    assert read(f"华宁 {form.format(willingness)} 谈报价").willingness == willingness
