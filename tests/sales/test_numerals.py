"""Numbers in digits and Chinese numerals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.numerals import count, numeral


@pytest.mark.parametrize(
    "words,number",
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("65", 65),
        ("一", 1),
        ("两", 2),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十五", 25),
        ("九十九", 99),
        ("一百", 100),
        ("一百零一", 101),
        ("一百一十", 110),
        ("一百一", 110),
        ("三百二十一", 321),
        ("一千", 1000),
        ("一千零一", 1001),
        ("一千零一十", 1010),
        ("一千一百", 1100),
        ("三千五", 3500),
        ("两千", 2000),
        ("零", 0),
        ("〇", 0),
    ],
)
def test_a_number_is_read(words: str, number: int) -> None:
    assert numeral(words) == number


@pytest.mark.parametrize(
    "words",
    [
        "一一",
        "十十",
        "百",
        "千",
        "零五",
        "一百零",
        "一零",
        "一百千",
        "一百零零一",
        "一千一十",
        "三百四百",
        "a5",
        "5五",
        "二〇二六",
        "万",
        "1.5",
        "-1",
    ],
)
def test_what_is_malformed_is_no_number(words: str) -> None:
    assert numeral(words) is None


def test_what_counts_is_at_least_one() -> None:
    assert [count(words) for words in ("two", "十", "7", "0", "几", "", None)] == [2, 10, 7, 0, 0, 0, 0]


def said(number: int) -> str:
    """A number below a thousand as it is said in full."""
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{digits[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        words += "零"
    return words + (digits[ones] if ones or not number else "")


@given(st.integers(0, 999))
def test_a_number_said_in_full_is_that_number(number: int) -> None:
    assert numeral(said(number)) == number


@given(st.text("零〇一二两三五九十百千", max_size=8))
def test_no_numerals_break_the_reader(words: str) -> None:
    number = numeral(words)
    assert number is None or 0 <= number < 10_000
