"""Each limit of the platform is found before the platform finds it."""

import pytest

from bot.card import Card, Element, block, card, faults, note
from bot.controls import button, form, submit, text_input
from bot.tables import Column, table
from bot.text import Text, same

WORD = Text("字", "word")


def of(*elements: Element) -> Card:
    """A card of these elements."""
    return card(WORD, *elements, summary=WORD)


def nested(levels: int) -> Element:
    """A note inside so many boxes."""
    element = note(WORD)
    for _ in range(levels):
        element = block(element)
    return element


def test_an_ordinary_card_has_no_faults() -> None:
    assert faults(of(note(WORD), nested(5), table([Column("a", WORD)], [{"a": "1"}]))) == []


@pytest.mark.parametrize(
    "built, words",
    [
        (of(note(same("王" * 10_500))), "bytes: 3"),
        (of(*[note(WORD)] * 100), "components: 201, at most 200"),
        (of(nested(6)), "levels: 6, at most 5"),
        (of(*[table([Column("a", WORD)], [])] * 4), "tables: 4, at most 3"),
        (of(block(table([Column("a", WORD)], []))), "table below the root"),
        (of(block(form("f", submit(WORD, "s", {})))), "form below the root"),
        (of(form("f", button(WORD, {}), submit(WORD, "s", {}))), "button in a form without a name"),
        (of(*[form("f", text_input("x", WORD), submit(WORD, "s", {}))] * 2), "name 'x' used 2 times"),
        (of(*[note(WORD) | {"element_id": "a"}] * 2), "element_id 'a' used 2 times"),
    ],
)
def test_a_broken_limit_is_named_with_its_number(built: Card, words: str) -> None:
    assert any(words in fault for fault in faults(built))


def test_what_a_button_carries_is_not_counted_as_part_of_the_card() -> None:
    carried = {"tag": "form", "name": "x", "inner": [{"tag": "table"}]}
    assert faults(of(button(WORD, carried), button(WORD, carried))) == []


def test_bytes_are_counted_as_the_request_carries_them_quoted_once_more() -> None:
    assert faults(of(note(same("王" * 9_500)))) == []
    assert faults(of(note(same('"' * 8_000)))) != []
