"""What our builders make, the platform takes: every card passes the strict validator of the playground."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.card import Card, Column, card, faults, note, table
from bot.charts import Bar, bars
from bot.controls import buttons, link
from bot.text import Text
from playground.validation import problems
from tests.bot.test_card import receipt
from tests.bot.test_controls import filled
from tests.bot.test_limits import nested
from tests.bot.typed import HOSTILE, said, typed

WORD = Text("字", "word")
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
TOO_BIG = 230025


def report(words: str) -> Card:
    """A card with a chart, a table of every kind of cell and a link."""
    heads = [
        Column("who", WORD),
        Column("count", WORD, "number"),
        Column("at", WORD, "date", width="120px"),
        Column("by", WORD, "persons"),
        Column("state", WORD, "options"),
    ]
    row = {
        "who": words,
        "count": 2.5,
        "at": NOON,
        "by": ["ou_a"],
        "state": [(said(words), "red")],
        "extra": words,
    }
    chart = bars(said(words), [Bar(words, 3), Bar(words, 0)], target=2)
    return card(WORD, chart, table(heads, [row, {}]), buttons(link(WORD, "https://example.com")), summary=WORD)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([receipt, filled, report]), typed)
def test_every_card_is_taken_whatever_was_typed(build: Callable[[str], Card], words: str) -> None:
    assert {problem.code for problem in problems(build(words).json)} <= {TOO_BIG}


@pytest.mark.parametrize("build", [receipt, filled, report])
@pytest.mark.parametrize("words", [words for words in HOSTILE if len(words) < 1000])
def test_hostile_words_of_ordinary_length_are_taken(build: Callable[[str], Card], words: str) -> None:
    assert problems(build(words).json) == []


@pytest.mark.parametrize(
    "built",
    [
        card(WORD, summary=WORD),
        card(WORD, nested(5), summary=WORD),
        card(WORD, *[note(WORD)] * 99, summary=WORD),
        card(WORD, *[table([Column("a", WORD)], [{"a": "1"}])] * 3, summary=WORD),
        card(WORD, note(Text("王" * 4000, "x" * 4000)), summary=WORD),
    ],
)
def test_a_card_at_our_own_limits_is_within_the_platforms(built: Card) -> None:
    assert faults(built) == []
    assert problems(built.json) == []
