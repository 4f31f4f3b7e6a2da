"""People's words stay words: nothing typed becomes markup, and nothing typed breaks the JSON."""

import html
import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.markup import clean, cut, escape, escaped, localized, plain_text
from bot.text import Text, same
from tests.bot.typed import HOSTILE, typed

INERT = re.compile(rf"(?:&#\d+;|<br>|[^{re.escape(string.punctuation)}\x00-\x1f\x7f-\x9f])*")


@given(typed)
def test_escaped_words_hold_no_mark_that_markdown_knows(words: str) -> None:
    assert INERT.fullmatch(escape(words))


@pytest.mark.parametrize("words", HOSTILE)
def test_every_hostile_example_is_inert(words: str) -> None:
    assert INERT.fullmatch(escape(words))
    escape(words).encode()
    clean(words).encode()


@given(typed)
def test_a_reader_sees_what_was_typed(words: str) -> None:
    shown = html.unescape(escape(words).replace("<br>", "\n"))
    assert shown.split() == clean(words).split()


@given(typed)
def test_escaped_words_begin_no_block_by_indentation_or_blank_lines(words: str) -> None:
    out = escape(words)
    assert out == out.strip()
    assert "\n" not in out


@given(typed)
def test_clean_words_can_be_shown_and_sent(words: str) -> None:
    out = clean(words)
    out.encode()
    assert not [mark for mark in out if unicodedata.category(mark) in {"Cc", "Cs"} and mark != "\n"]
    assert not re.search("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", out)
    assert clean(out) == out


@pytest.mark.parametrize(
    "words, expected",
    [
        ("王小明", "王小明"),
        ("V-123", "V&#45;123"),
        ("a\r\nb\rc\nd", "a<br>b<br>c<br>d"),
        ("  两边  ", "两边"),
        ("a\tb", "a b"),
        ("<at id=all></at>", "&#60;at id&#61;all&#62;&#60;&#47;at&#62;"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_escape_by_example(words: str, expected: str) -> None:
    assert escape(words) == expected


def test_lone_surrogates_become_the_replacement_character() -> None:
    assert clean("a\ud800b") == "a\ufffdb"
    assert escape("\udfff") == "\ufffd"


def test_halves_are_escaped_each_in_its_language() -> None:
    assert escaped(Text("好!", "ok!")) == ("好&#33;", "ok&#33;")
    assert escaped(same("*")) == ("&#42;", "&#42;")


def test_a_text_object_speaks_both_languages() -> None:
    assert plain_text(Text("客户", "Customer")) == {
        "tag": "plain_text",
        "content": "客户",
        "i18n_content": {"zh_cn": "客户", "en_us": "Customer"},
    }


def test_words_that_are_the_same_in_both_languages_travel_once() -> None:
    assert plain_text(same("V-1")) == {"tag": "plain_text", "content": "V-1"}


def test_a_dash_stands_where_nothing_visible_is_left() -> None:
    assert plain_text(same("\u200b"))["content"] == "—"
    assert localized("markdown", "", "x")["i18n_content"] == {"zh_cn": "—", "en_us": "x"}


@given(typed, st.integers(-2, 60))
def test_a_cut_text_keeps_its_limit_and_its_beginning(words: str, limit: int) -> None:
    out = cut(words, limit)
    assert len(out) <= max(limit, 0)
    if len(words) > limit > 0:
        assert out.endswith("…")
        assert words.startswith(out[:-1])
    elif limit > 0:
        assert out == words


FAMILY, THUMB, FLAG, ACCENT, SYLLABLE = "👨‍👩‍👧", "👍🏽", "🇨🇳", "e\u0301", "\u1112\u1161\u11ab"


@given(st.lists(st.sampled_from(["a", "王", FAMILY, THUMB, FLAG, ACCENT, SYLLABLE]), min_size=1, max_size=12))
def test_a_cut_never_splits_what_a_person_sees_as_one(letters: list[str]) -> None:
    words = "".join(letters)
    borders = {len("".join(letters[:count])) for count in range(1, len(letters) + 1)}
    for limit in range(len(letters[0]) + 1, len(words)):
        assert len(cut(words, limit)) - 1 in borders


def test_one_letter_longer_than_the_limit_is_split_rather_than_lost() -> None:
    assert len(cut(FAMILY * 2, 3)) == 3
    assert cut("e" + "\u0301" * 10_000, 50).endswith("…")
