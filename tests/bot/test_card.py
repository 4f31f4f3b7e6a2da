"""A card is what the platform takes, whatever people typed into it, and reads well on a phone."""

import re
import string
from itertools import pairwise

import orjson
import pytest
from hypothesis import given, settings

from bot.card import (
    Card,
    Element,
    Metric,
    TooLarge,
    block,
    card,
    columns,
    facts,
    faults,
    fitting,
    md,
    metrics,
    note,
    panel,
    plain,
    tag,
)
from bot.text import Text, same
from tests.bot.typed import HOSTILE, markdown, parts, said, typed

TITLE = Text("已记录", "Recorded")
SUMMARY = Text("拜访已记录", "Visit recorded")
TEMPLATE_TAGS = {"<font color='grey'>", "</font>", "<br>"}


def receipt(words: str) -> Card:
    """A card with every display element, all of them filled with the same typed words."""
    value = said(words)
    return card(
        value,
        md(Text("**结果** {outcome} {again}", "**Outcome** {outcome} {again}"), outcome=words, again=value),
        plain(value, lines=3),
        facts((Text("客户", "Customer"), value), (value, same("1"))),
        block(plain(value), None),
        panel(value, plain(value)),
        columns(plain(value), [plain(value), note(value)], weights=(2, 3)),
        metrics(Metric(value, value, value), Metric(same("3"), value)),
        note(value),
        summary=value,
        subtitle=value,
        tags=[tag(value, "green")],
    )


def content(built: Card) -> list[Element]:
    """The elements of a card's body."""
    body = built.json["body"]
    assert isinstance(body, dict)
    return list(body["elements"])


@settings(max_examples=60)
@given(typed)
def test_no_markup_exists_that_the_template_did_not_create(words: str) -> None:
    for text in markdown(receipt(words).json):
        assert set(re.findall("<[^>]*>", text)) <= TEMPLATE_TAGS
        bare = re.sub(r"</?font[^>]*>|<br>|&#\d+;|^## |\*\*(结果|Outcome)\*\* ", "", text)
        assert not set(bare) & set(string.punctuation)


@settings(max_examples=60)
@given(typed)
def test_any_words_give_valid_json(words: str) -> None:
    built = receipt(words)
    text = built.dumps()
    assert orjson.loads(text.encode()) == built.json
    assert built.size == len(text.encode())


@pytest.mark.parametrize("words", [words for words in HOSTILE if len(words) < 1000])
def test_hostile_words_of_ordinary_length_leave_a_card_without_faults(words: str) -> None:
    assert faults(receipt(words)) == []


def test_a_card_is_shared_and_a_forwarded_copy_does_not_act() -> None:
    config = card(TITLE, summary=SUMMARY).json["config"]
    assert config == {
        "update_multi": True,
        "enable_forward_interaction": False,
        "width_mode": "default",
        "summary": {
            "content": "拜访已记录",
            "i18n_content": {"zh_cn": "拜访已记录", "en_us": "Visit recorded"},
        },
    }


def test_elements_that_are_none_are_left_out() -> None:
    assert len(content(card(TITLE, None, note(TITLE), None, summary=SUMMARY))) == 1


def test_a_header_has_title_subtitle_icon_colour_and_three_tags_at_most() -> None:
    built = card(
        TITLE,
        summary=SUMMARY,
        subtitle=same("3-4"),
        colour="green",
        icon="yes_outlined",
        tags=[tag(Text("已提交", "Filed"), "green")] * 4,
    )
    header = built.json["header"]
    assert isinstance(header, dict)
    assert header["template"] == "green"
    assert header["subtitle"] == {"tag": "plain_text", "content": "3-4"}
    assert header["icon"] == {"tag": "standard_icon", "token": "yes_outlined"}
    assert len(header["text_tag_list"]) == 3
    english = header["i18n_text_tag_list"]["en_us"][0]
    assert english == {"tag": "text_tag", "text": {"tag": "plain_text", "content": "Filed"}, "color": "green"}


def test_a_bare_header_has_only_its_title_and_colour() -> None:
    header = card(TITLE, summary=SUMMARY).json["header"]
    assert isinstance(header, dict)
    assert sorted(header) == ["template", "title"]


def test_values_fill_a_template_in_their_own_language() -> None:
    element = md(Text("**{who}** 共 {n} 次", "**{who}**: {n} visits"), who=Text("我", "Me"), n=3)
    assert element["i18n_content"] == {"zh_cn": "**我** 共 3 次", "en_us": "**Me**: 3 visits"}


def test_a_value_that_looks_like_a_place_is_not_filled_again() -> None:
    assert md(same("{a}{b}"), a="{b}", b="x")["content"] == "&#123;b&#125;x"


def test_a_template_without_values_is_taken_as_it_is() -> None:
    assert md(same("**{not a place}**"), align="center", size="notation") == {
        "tag": "markdown",
        "content": "**{not a place}**",
        "text_size": "notation",
        "text_align": "center",
    }


def test_plain_words_are_never_markdown() -> None:
    assert plain(same("**a** <at id=all></at>"), size="heading", colour="red", lines=2) == {
        "tag": "div",
        "text": {
            "tag": "plain_text",
            "content": "**a** <at id=all></at>",
            "text_size": "heading",
            "text_color": "red",
            "lines": 2,
        },
    }


def test_a_note_is_small_and_grey() -> None:
    text = note(TITLE)["text"]
    assert isinstance(text, dict)
    assert (text["text_size"], text["text_color"]) == ("notation", "grey")


@pytest.mark.parametrize(
    "value, short",
    [
        (same("一二三四五六七八九"), True),
        (same("一二三四五六七八九十"), False),
        (same("eighteen letters!!"), True),
        (same("nineteen letters!!!"), False),
        (Text("短", "not short in English"), False),
        (same("a\nb"), False),
        (same("\ud800"), True),
    ],
)
def test_facts_stand_two_a_row_where_both_languages_fit_half_a_phone(value: Text, *, short: bool) -> None:
    fields = facts((TITLE, value))["fields"]
    assert isinstance(fields, list)
    assert fields[0]["is_short"] is short


def test_four_numbers_stand_two_by_two_on_a_phone() -> None:
    number = Metric(same("3"), Text("本周拜访", "This week"))
    assert metrics(number, number)["flex_mode"] == "none"
    assert metrics(number, number, number, number)["flex_mode"] == "bisect"


def test_cells_keep_their_weights_and_stay_beside_each_other() -> None:
    row = columns(note(TITLE), [note(TITLE)], weights=(1, 4))
    assert row["flex_mode"] == "none"
    assert [cell["weight"] for cell in parts(row) if cell.get("tag") == "column"] == [1, 4]


def test_a_panel_opens_at_a_tap_unless_told_otherwise() -> None:
    assert panel(TITLE, note(TITLE))["expanded"] is False
    assert panel(TITLE, note(TITLE), expanded=True)["expanded"] is True


def test_spacing_keeps_to_the_few_steps_of_the_house() -> None:
    steps = {
        step
        for part in parts(receipt("x").json)
        for key in ("vertical_spacing", "horizontal_spacing", "padding")
        for step in str(part.get(key, "8px")).split()
    }
    assert steps <= {"2px", "4px", "8px", "12px", "20px"}


def test_two_cards_never_share_a_changeable_part() -> None:
    first, second = receipt("a").json, receipt("a").json
    own = {id(part) for part in parts(first)}
    assert not own & {id(part) for part in parts(second)}
    assert all(before is not after for before, after in pairwise([first, second]))


def test_a_card_that_is_too_large_is_stopped_with_its_reasons() -> None:
    big = card(TITLE, plain(same("王" * 10_000)), summary=SUMMARY)
    with pytest.raises(TooLarge, match="bytes: 3"):
        fitting(big)


def test_a_card_that_fits_goes_on_unchanged() -> None:
    fine = card(TITLE, summary=SUMMARY)
    assert fitting(fine) is fine
