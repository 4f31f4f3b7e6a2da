"""Forms and buttons: what a person typed comes back, and every control is one the platform takes."""

from datetime import date

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import Card, Element, card, faults
from bot.controls import Option, button, buttons, date_input, form, link, select, submit, text_input
from bot.text import Text, same
from tests.bot.typed import markdown, parts, said, typed

LABEL = Text("客户", "Customer")
KINDS = [Option("onsite", Text("上门", "On site")), Option("phone", Text("电话", "Phone"))]


def only(tag: str, element: Element) -> Element:
    """The one part of an element that has this tag."""
    [found] = [part for part in parts(element) if part.get("tag") == tag]
    return found


def filled(words: str) -> Card:
    """A form with every control, all of them filled with the same typed words."""
    value = said(words)
    asked = form(
        "visit",
        text_input("customer", value, value=words, required=True, placeholder=value),
        text_input("outcome", value, value=words, lines=3, limit=500),
        select("kind", value, [Option(words, value), *KINDS], chosen=words, placeholder=value),
        date_input("next_on", value, value=date(2026, 3, 2), required=True, placeholder=value),
        buttons(
            button(
                value,
                {"typed": words, "more": [words, {"deep": words}]},
                name="quiet",
                confirm=(value, value),
            ),
            submit(value, "file", {"key": words}),
        ),
    )
    return card(value, asked, summary=value)


@settings(max_examples=60)
@given(typed)
def test_any_words_give_a_form_that_dumps_and_holds_no_foreign_markup(words: str) -> None:
    built = filled(words)
    assert orjson.loads(built.dumps().encode()) == built.json
    for text in markdown(built.json):
        assert "<" not in text.replace("<font color='red'>*</font>", "").replace("<br>", "")


@settings(max_examples=60)
@given(typed)
def test_words_stay_within_the_platforms_lengths(words: str) -> None:
    for part in parts(filled(words).json):
        if part.get("tag") == "input":
            assert len(str(part.get("default_value", ""))) <= int(str(part["max_length"])) <= 1000
        for key in ("placeholder", "text"):
            text = part.get(key)
            if isinstance(text, dict) and part.get("tag") in {"button", "input", "select_static"}:
                assert len(text["content"]) <= 100


def test_an_ordinary_form_has_no_faults() -> None:
    assert faults(filled("上海远景")) == []


def test_what_was_typed_is_still_there() -> None:
    assert text_input("a", LABEL, value="第一行\n第二行", lines=2)["default_value"] == "第一行\n第二行"
    assert "default_value" not in text_input("a", LABEL)


def test_an_input_carries_its_own_label_and_mark() -> None:
    field = text_input("customer", LABEL, required=True)
    assert field["label"] == {
        "tag": "plain_text",
        "content": "客户",
        "i18n_content": {"zh_cn": "客户", "en_us": "Customer"},
    }
    assert (field["required"], field["width"], field["label_position"]) == (True, "fill", "top")
    assert "input_type" not in field


def test_several_lines_make_a_multiline_input() -> None:
    field = text_input("a", LABEL, lines=4, limit=5000)
    assert (field["input_type"], field["rows"], field["max_length"]) == ("multiline_text", 4, 1000)


def test_a_select_has_its_label_above_and_the_red_mark_of_required() -> None:
    asked = select("kind", LABEL, KINDS, required=True)
    assert markdown(asked)[1] == "客户 <font color='red'>*</font>"
    assert only("select_static", asked)["required"] is True
    assert markdown(select("kind", LABEL, KINDS))[1] == "客户"


@pytest.mark.parametrize("chosen, index", [("onsite", 1), ("phone", 2), ("fax", None), (None, None)])
def test_the_chosen_option_is_marked_by_its_place(chosen: str | None, index: int | None) -> None:
    assert only("select_static", select("kind", LABEL, KINDS, chosen=chosen)).get("initial_index") == index


@given(st.lists(st.sampled_from("abc"), max_size=6))
def test_a_value_is_offered_once_and_in_order(values: list[str]) -> None:
    offered = only("select_static", select("x", LABEL, [Option(each, same(each)) for each in values]))["options"]
    assert isinstance(offered, list)
    assert [option["value"] for option in offered] == sorted(set(values), key=values.index)


def test_a_picker_without_a_day_has_words_to_show_instead() -> None:
    empty = only("date_picker", date_input("on", LABEL))
    assert "initial_date" not in empty
    assert empty["placeholder"]
    assert only("date_picker", date_input("on", LABEL, value=date(987, 3, 2)))["initial_date"] == "0987-03-02"


def test_a_button_calls_back_with_its_value_and_may_ask_first() -> None:
    element = button(LABEL, {"id": 7}, style="danger", confirm=(LABEL, LABEL), icon="delete_outlined")
    assert element["behaviors"] == [{"type": "callback", "value": {"id": 7}}]
    assert element["confirm"] == {"title": element["text"], "text": element["text"]}
    assert element["icon"] == {"tag": "standard_icon", "token": "delete_outlined"}
    assert element["type"] == "danger"


def test_a_button_keeps_no_hold_of_the_value_it_was_given() -> None:
    value: dict[str, object] = {"ids": [1, 2]}
    element = button(LABEL, value)
    value["ids"] = []
    assert element["behaviors"] == [{"type": "callback", "value": {"ids": [1, 2]}}]


def test_a_submit_button_is_filled_named_and_calls_back() -> None:
    element = submit(LABEL, "file", {"key": "k"})
    assert (element["type"], element["name"], element["form_action_type"]) == (
        "primary_filled",
        "file",
        "submit",
    )
    assert element["behaviors"] == [{"type": "callback", "value": {"key": "k"}}]


def test_a_row_of_buttons_wraps_and_leaves_out_none() -> None:
    row = buttons(button(LABEL, {}), None, button(LABEL, {}), align="left")
    assert (row["flex_mode"], row["horizontal_align"]) == ("flow", "left")
    assert len([part for part in parts(row) if part.get("tag") == "button"]) == 2


def test_a_form_leaves_out_none() -> None:
    assert len([*parts(form("f", None, text_input("a", LABEL))["elements"])]) == 2 + 1


def test_a_link_opens_a_page() -> None:
    assert link(LABEL, "https://example.com")["behaviors"] == [
        {"type": "open_url", "default_url": "https://example.com"}
    ]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "lark://x", "", "example.com"])
def test_a_link_to_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="http"):
        link(LABEL, url)
