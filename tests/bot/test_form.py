"""The form reader: any value in any field becomes something typed or a clear no, and a card is for whom it was made."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.form import OUTDATED, Form, Stamp, carried, choice, day, entries, pick, read, typed_digest, words
from bot.text import Text
from tests.bot.feishu.test_events import json_values


class Size(StrEnum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True)
class Order(Form):
    once = True
    version = 3

    order_id: int = carried(0)
    lane: str = carried("")
    customer: str = words(Text("客户", "Customer"), limit=5, required=True)
    remark: str = words(Text("备注", "Remark"), limit=10, lines=3)
    size: Size = choice(Text("大小", "Size"), {Size.SMALL: Text("小", "S"), Size.LARGE: Text("大", "L")}, Size.SMALL)
    recent: str = pick(Text("最近", "Recent"), limit=5)
    due: date | None = day(Text("日期", "Date"), required=False)


def filled(**typed: object) -> Order:
    return read(Order, {}, {"customer": "华宁"} | typed)


def refused(hidden: dict[str, object] | None = None, **typed: object) -> Refusal:
    with pytest.raises(Refusal) as no:
        read(Order, hidden or {}, {"customer": "华宁"} | typed)
    return no.value


@pytest.mark.parametrize("untouched", [None, "", "   ", "\u3000\n", "\0"])
@pytest.mark.parametrize("name", ["remark", "size", "recent", "due"])
def test_absent_null_and_empty_mean_the_same(name: str, untouched: object) -> None:
    assert filled(**{name: untouched}) == filled() == Order(customer="华宁")


@pytest.mark.parametrize("untouched", [None, "", " \t"])
def test_a_required_field_says_so(untouched: object) -> None:
    no = refused(customer=untouched)
    assert no.words == Text("客户：请填写", "Customer: please fill it in")
    assert [problem.field for problem in no.problems] == ["customer"]


@pytest.mark.parametrize(
    "typed, text", [(3, "3"), (3.5, "3.5"), (" 华宁 ", "华宁"), ("a\r\nb", "a\nb"), ("a\0b", "ab"), (0, "0")]
)
def test_what_was_typed_reads_as_text(typed: object, text: str) -> None:
    assert filled(customer=typed).customer == text


def test_the_limit_counts_characters_as_people_do() -> None:
    assert filled(customer="𠮷" * 5).customer == "𠮷" * 5
    assert refused(customer="𠮷" * 6).words == Text(
        "客户：最多 5 个字，现在有 6 个", "Customer: at most 5 characters, now there are 6"
    )
    assert len(refused(remark="长" * 10_000).problems) == 1
    assert len(refused(recent="长" * 6).problems) == 1


def test_every_problem_is_told_at_once() -> None:
    no = refused(customer="", size="huge", due="soon")
    assert [problem.field for problem in no.problems] == ["customer", "size", "due"]
    assert no.words.zh == "客户：请填写；大小：请选择一项；日期：请选择一个日期"
    assert no.words.en == "Customer: please fill it in; Size: please choose one; Date: please pick a date"


@pytest.mark.parametrize("typed", [True, [], ["small"], {"a": 1}, {}])
@pytest.mark.parametrize("name", ["customer", "remark", "size", "recent", "due"])
def test_a_value_of_another_shape_is_a_problem_of_its_field(name: str, typed: object) -> None:
    assert [problem.field for problem in refused(None, **{name: typed}).problems] == [name]


@pytest.mark.parametrize("typed", ["2026-03-02", "2026-03-02 +0800", "2026-03-02 -1100", "20260302", 20260302])
def test_a_date_is_local_whatever_the_devices_offset(typed: object) -> None:
    assert filled(due=typed).due == date(2026, 3, 2)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "tomorrow", "2026-03-02T10:00", "02/03/2026", 0.5, "0000-00-00", "9" * 5000]
)
def test_what_is_no_date_is_refused(typed: object) -> None:
    assert refused(due=typed).words == Text("日期：请选择一个日期", "Date: please pick a date")


def test_an_option_is_one_of_those_offered() -> None:
    assert filled(size="large").size is Size.LARGE
    assert len(refused(size="Large").problems) == 1


def test_hidden_fields_come_back_as_they_went() -> None:
    assert read(Order, {"order_id": "12", "lane": "oc_1"}, {"customer": "a"}) == Order(12, "oc_1", "a")
    assert read(Order, {"order_id": None}, {"customer": "a"}).order_id == 0


@pytest.mark.parametrize(
    "hidden",
    [
        {"order_id": "twelve"},
        {"order_id": True},
        {"order_id": 1.5},
        {"order_id": [1]},
        {"order_id": 2**31},
        {"order_id": -1},
        {"order_id": "9" * 5000},
        {"lane": 7},
        {"lane": "oc\0"},
    ],
)
def test_a_hidden_field_we_never_wrote_is_an_outdated_card(hidden: dict[str, object]) -> None:
    assert refused(hidden).words is OUTDATED


def test_fields_nobody_asked_for_are_left_aside() -> None:
    assert read(Order, {"x": 1}, {"customer": "a", "order_id": 9, "y": {}}) == Order(customer="a")


@given(
    st.dictionaries(st.sampled_from(list(entries(Order))), json_values),
    st.dictionaries(st.sampled_from(list(entries(Order))), json_values | st.from_regex(r"\A\d{4}-\d\d-\d\d\Z")),
)
def test_any_values_make_a_typed_form_or_a_refusal(hidden: dict[str, object], typed: dict[str, object]) -> None:
    with suppress(Refusal):
        order = read(Order, hidden, typed)
        assert 0 < len(order.customer) <= 5
        assert isinstance(order.size, Size)
        assert order.due is None or isinstance(order.due, date)
        assert (type(order.order_id), type(order.lane)) == (int, str)


def test_a_stamp_is_read_back_as_it_was_put_into_the_button() -> None:
    stamp = Stamp.read(Order(7, "oc_1").stamp(to="ou_li", key="k"))
    assert stamp == Stamp(
        "test_form.Order".replace("test_form", "bot"), 3, "ou_li", "k", {"order_id": 7, "lane": "oc_1"}
    )
    stamp.check(Order, "ou_li")


def no_of(stamp: dict[str, object], presser: str = "ou_li") -> str:
    with pytest.raises(Refusal) as no:
        Stamp.read(stamp).check(Order, presser)
    return no.value.words.en


def test_a_card_of_an_older_version_is_refused_in_words() -> None:
    assert no_of(Order().stamp() | {"v": 2}) == OUTDATED.en
    assert no_of(Order().stamp() | {"v": 4}) == OUTDATED.en


def test_a_card_made_for_somebody_else_is_refused_in_words() -> None:
    assert "made for somebody else" in no_of(Order().stamp(to="ou_han"))
    Stamp.read(Order().stamp()).check(Order, "ou_anybody")


@given(st.dictionaries(st.sampled_from(["do", "v", "to", "k", "with", "x"]), json_values))
def test_a_value_that_is_not_ours_is_an_outdated_card(value: dict[str, object]) -> None:
    with suppress(Refusal):
        assert isinstance(Stamp.read(value).carried, dict)


def test_an_act_is_who_which_form_and_which_card() -> None:
    key = Stamp.read(Order(1).stamp(key="k")).act_key("ou_li")
    assert key == Stamp.read(Order(1).stamp(key="k")).act_key("ou_li")
    others = [Order(1).stamp(key="k2"), Order(2).stamp(key="k"), Order(1, "x").stamp(key="k")]
    assert key not in {Stamp.read(other).act_key("ou_li") for other in others}
    assert key != Stamp.read(Order(1).stamp(key="k")).act_key("ou_han")


def test_the_order_in_which_fields_come_does_not_matter() -> None:
    assert typed_digest({"a": 1, "b": 2}) == typed_digest({"b": 2, "a": 1})
    assert typed_digest({"a": "1"}) != typed_digest({"a": "2"})
