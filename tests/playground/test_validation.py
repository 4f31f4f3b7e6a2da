"""The strict card check: takes every component as documented, names every kind of fault by the platform's code."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.validation import Known, problems
from tests.playground.card_cases import (
    CALLBACK,
    COMPONENTS,
    FORM,
    Json,
    button,
    card,
    form,
    options,
    plain,
    submit_button,
)

HEADER = {
    "title": plain("日报", "Daily"),
    "subtitle": plain("三月二日"),
    "template": "turquoise",
    "icon": {"tag": "standard_icon", "token": "chat_outlined"},
    "text_tag_list": [{"tag": "text_tag", "text": plain("补发"), "color": "orange"}],
    "padding": "12px",
}
CONFIG = {
    "update_multi": True,
    "width_mode": "fill",
    "summary": {"content": "日报", "i18n_content": {"en_us": "Daily"}},
    "style": {"text_size": {"big": {"default": "heading", "pc": "heading", "mobile": "normal"}}},
}


def codes(found: Any) -> list[int]:
    return [problem.code for problem in problems(found)]


@pytest.mark.parametrize("name", COMPONENTS)
def test_takes_every_component_as_documented(name: str) -> None:
    assert problems(card(COMPONENTS[name], header=HEADER, config=CONFIG)) == []


def test_takes_a_blank_card() -> None:
    assert problems({}) == []


def nested(levels: int) -> Json:
    inner: Json = {"tag": "hr"}
    for _ in range(levels):
        inner = {"tag": "interactive_container", "elements": [inner]}
    return inner


def chart(**members: object) -> Json:
    spec = {"type": "bar", "data": {"values": []}} | members
    return {"tag": "chart", "chart_spec": spec}


def table(rows: list[Json], data_type: str = "number") -> Json:
    return {"tag": "table", "columns": [{"name": "n", "data_type": data_type}], "rows": rows}


def in_column(element: Json) -> Json:
    return {"tag": "column_set", "columns": [{"tag": "column", "elements": [element]}]}


MARKDOWN_TABLE = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"
FAULTS: dict[str, tuple[Json, int]] = {
    "an unknown property": (card({"tag": "hr", "colour": "red"}), 200621),
    "a property of another tag": (card({"tag": "markdown", "content": "x", "text_color": "red"}), 200621),
    "corner_radius on a column": (
        card({"tag": "column_set", "columns": [{"tag": "column", "corner_radius": "8px", "elements": []}]}),
        200621,
    ),
    "an unknown tag": (card({"tag": "marquee"}), 200621),
    "an old version's tag": (card({"tag": "note", "elements": []}), 200861),
    "an old version's action": (card({"tag": "action", "actions": []}), 200861),
    "no schema": ({"body": {"elements": []}}, 200621),
    "an exclusive card": (card(config={"update_multi": False}), 200621),
    "a missing property": (card({"tag": "markdown"}), 200621),
    "a header without a title": (card(header={"template": "blue"}), 200621),
    "a colour that is no template": (card(header={"title": plain("x"), "template": "pink"}), 200621),
    "a number for a text": (card({"tag": "markdown", "content": 5}), 200621),
    "true for a number": (card({"tag": "input", "name": "x", "max_length": True}), 200621),
    "a max_length above 1000": (card({"tag": "input", "name": "x", "max_length": 1001}), 200621),
    "an input type there is not": (card({"tag": "input", "name": "x", "input_type": "number"}), 200621),
    "markdown where plain text belongs": (
        card(button() | {"text": {"tag": "lark_md", "content": "x"}}),
        200621,
    ),
    "a behavior there is not": (card(button(behaviors=[{"type": "fly"}])), 200621),
    "a link that is none": (
        card(button(behaviors=[{"type": "open_url", "default_url": "javascript:1"}])),
        200621,
    ),
    "an element_id that starts with a digit": (card({"tag": "hr", "element_id": "1a"}), 200621),
    "an element_id above 20": (card({"tag": "hr", "element_id": "a" * 21}), 200621),
    "an element_id twice": (card(*[{"tag": "hr", "element_id": "same"}] * 2), 11310),
    "a name twice": (card(form(COMPONENTS["form"]["elements"][0], COMPONENTS["form"]["elements"][0])), 11310),
    "three sizes in a margin": (card({"tag": "hr", "margin": "1px 2px 3px"}), 200621),
    "a panel's padding in two values": (
        card(
            {
                "tag": "collapsible_panel",
                "header": {"title": plain("x"), "padding": "1px 2px"},
                "elements": [],
            }
        ),
        200621,
    ),
    "a form in a column": (card(in_column(form())), 11310),
    "a form in a form": (card(form(form(name="inner"))), 11310),
    "a table in a form": (card(form(COMPONENTS["table"])), 11310),
    "a chart in a form's column": (card(form(in_column(chart()))), 11310),
    "a table in a column": (card(in_column(COMPONENTS["table"])), 11310),
    "a column at the root": (card({"tag": "column", "elements": []}), 11310),
    "a column_set of something else": (card({"tag": "column_set", "columns": [{"tag": "hr"}]}), 200621),
    "six levels": (card(nested(6)), 11310),
    "201 elements": (card(*[{"tag": "hr"}] * 201), 11310),
    "six tables": (card(*[COMPONENTS["table"]] * 6), 11310),
    "four tables in markdown": (card({"tag": "markdown", "content": MARKDOWN_TABLE * 4}), 11310),
    "four header tags": (card(header=HEADER | {"text_tag_list": HEADER["text_tag_list"] * 4}), 11310),  # type: ignore[operator]
    "a nameless field in a form": (card(form({"tag": "input"})), 200530),
    "a nameless button in a form": (card(form(button=submit_button(name=""))), 200530),
    "a form without a submit button": (card({"tag": "form", "name": "f", "elements": []}), 200621),
    "a picker without value or placeholder": (card(form({"tag": "date_picker", "name": "d"})), 200621),
    "an option value twice": (card({"tag": "select_static", "options": options("a", "a")}), 200621),
    "a long button": (card(button("长" * 101)), 11310),
    "axes that are no list": (card(chart(axes={"orient": "left"})), 200550),
    "a chart of no kind": (card(chart(type="donut")), 200550),
    "a chart without data": (card(chart(data=None)), 200550),
    "a cell of the wrong type": (card(table([{"n": "3"}])), 200914),
    "a date as text": (card(table([{"n": "2026-03-02"}], "date")), 200914),
    "a cell of no column": (card(table([{"m": 3}])), 200915),
    "a column of no type": (card(table([], "money")), 200621),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_refuses(fault: str) -> None:
    faulty, code = FAULTS[fault]
    assert code in codes(faulty)


@pytest.mark.parametrize("levels", [1, 5])
def test_takes_five_levels(levels: int) -> None:
    assert codes(card(nested(levels))) == []


def test_takes_two_hundred_elements() -> None:
    assert codes(card(*[{"tag": "hr"}] * 200)) == []


KNOWN = Known(person=lambda one: one == "ou_known", image={"img_known"}.__contains__, at_all=False)
STRANGERS: dict[str, tuple[Json, int]] = {
    "a mention": ({"tag": "markdown", "content": "<at id=ou_stranger></at>"}, 100290),
    "one of several mentions": ({"tag": "markdown", "content": "<at ids=ou_known,ou_stranger></at>"}, 100290),
    "a mention in quotes": ({"tag": "markdown", "content": "<person id = 'ou_stranger'></person>"}, 100290),
    "everybody": ({"tag": "markdown", "content": "<at id=all></at>"}, 100290),
    "a mention in the other language": (
        {"tag": "markdown", "content": "x", "i18n_content": {"en_us": "<at id=ou_stranger></at>"}},
        100290,
    ),
    "a person": ({"tag": "person", "user_id": "ou_stranger"}, 100290),
    "a person in a list": ({"tag": "person_list", "persons": [{"id": "ou_stranger"}]}, 100290),
    "an image": ({"tag": "img", "img_key": "img_other", "alt": plain("x")}, 200570),
    "an image in markdown": ({"tag": "markdown", "content": "![x](img_other)"}, 200570),
}


@pytest.mark.parametrize("what", STRANGERS)
def test_refuses_what_the_tenant_does_not_know(what: str) -> None:
    element, code = STRANGERS[what]
    assert [problem.code for problem in problems(card(element), KNOWN)] == [code]


def test_takes_what_the_tenant_knows_and_lists_that_drop_strangers() -> None:
    known = {
        "tag": "markdown",
        "content": "<at id=ou_known></at> ![x](img_known) <at email=a@example.com></at>",
    }
    dropping = {"tag": "person_list", "persons": [{"id": "ou_stranger"}], "drop_invalid_user_id": True}
    assert problems(card(known, dropping), KNOWN) == []


def test_says_where_the_fault_is() -> None:
    found = problems(card({"tag": "hr"}, in_column({"tag": "hr", "x": 1})))
    assert (
        found[0].path
        == "ROOT -> body -> elements -> [1](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: hr)"
    )
    assert found[0].message.startswith("unknown property, property: x, path: ROOT -> body")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["tag", "elements", "columns"]), inner),
    max_leaves=20,
)


@given(JSON)
def test_never_stumbles_over_any_json(value: Any) -> None:
    problems(value)


@given(st.sampled_from(sorted(COMPONENTS)), st.data())
def test_never_stumbles_over_a_component_with_any_member_replaced(name: str, data: st.DataObject) -> None:
    element = dict(COMPONENTS[name])
    member = data.draw(st.sampled_from(sorted(element)))
    element[member] = data.draw(JSON)
    problems(card(element))


def test_the_form_of_the_tests_is_sound() -> None:
    assert problems(FORM) == []
    assert CALLBACK[0]["type"] == "callback"
