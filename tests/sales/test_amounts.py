"""Amounts of money in free text: whole fen, or nothing where two amounts could be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.amounts import read_amount


@pytest.mark.parametrize(
    "words,fen",
    [
        ("0", 0),
        ("12", 1200),
        ("12000", 1_200_000),
        ("12,000", 1_200_000),
        ("1,234,567", 123_456_700),
        ("¥12,000", 1_200_000),
        ("￥12,000", 1_200_000),
        ("12000元", 1_200_000),
        ("12000元整", 1_200_000),
        ("12000块", 1_200_000),
        ("12000块钱", 1_200_000),
        ("人民币20万", 20_000_000),
        ("20万元", 20_000_000),
        ("20万人民币", 20_000_000),
        ("RMB500", 50_000),
        ("12000CNY", 1_200_000),
        ("3.5万", 3_500_000),
        ("3万5", 3_500_000),
        ("3万五", 3_500_000),
        ("3万5千", 3_500_000),
        ("3万5000", 3_500_000),
        ("3.5w", 3_500_000),
        ("12k", 1_200_000),
        ("1.2亿", 12_000_000_000),
        ("1亿2000万", 12_000_000_000),
        ("3千", 300_000),
        ("3百", 30_000),
        ("2百万", 200_000_000),
        ("3千万", 3_000_000_000),
        ("三千五", 350_000),
        ("三千零五", 300_500),
        ("三千零五十", 305_000),
        ("三百二", 32_000),
        ("一百二十", 12_000),
        ("二十", 2000),
        ("十五", 1500),
        ("三十万", 30_000_000),
        ("十五万", 15_000_000),
        ("三万五", 3_500_000),
        ("三万五千", 3_500_000),
        ("三万零五百", 3_050_000),
        ("二十万零五百", 20_050_000),
        ("两百万", 200_000_000),
        ("一亿二千万", 12_000_000_000),
        ("十二亿", 120_000_000_000),
        ("12元5角", 1250),
        ("3块5", 350),
        ("3块5毛", 350),
        ("三块五", 350),
        ("0.5", 50),
        ("99.99", 9999),
        ("0.01", 1),
        ("１２,０００元", 1_200_000),
    ],
)
def test_an_amount_is_whole_fen(words: str, fen: int) -> None:
    assert read_amount(words) == fen
    assert read_amount(f" {words} ") == fen


@pytest.mark.parametrize(
    "words",
    [
        "3万0500",
        "3万50",
        "1.5万5",
        "3.5万5千",
        "1,2000",
        "12,00",
        "1,23",
        "01",
        "1.234",
        "3-5万",
        "3~5万",
        "3万多",
        "近3万",
        "约3万",
        "万",
        "元",
        "¥",
        "-5",
        "+5",
        "65%",
        "9折",
        "$100",
        "100美元",
        "5万欧元",
        "五千万亿",
        "三三",
        "千",
        "十千",
        "三千三千",
        "零五",
        "3万3万",
        "1万2亿",
        "3.5.1",
        "12.5元5角",
        "一二三",
        "abc",
    ],
)
def test_what_is_doubtful_is_no_amount(words: str) -> None:
    assert read_amount(words) is None


@given(st.integers(0, 10**11))
def test_digits_grouped_or_not_are_the_same_amount(fen: int) -> None:
    yuan = f"{fen // 100}.{fen % 100:02}"
    assert read_amount(yuan) == read_amount(f"¥{yuan}元") == fen
    assert read_amount(f"{fen // 100:,}.{fen % 100:02}") == fen


@given(st.integers(1, 9999), st.integers(1, 9))
def test_a_digit_behind_ten_thousands_is_a_tenth_of_them(many: int, more: int) -> None:
    assert read_amount(f"{many}万{more}") == read_amount(f"{many}.{more}万") == many * 1_000_000 + more * 100_000


@given(st.text("0123456789.,万千百亿元块角三五十零两¥kw", max_size=10))
def test_no_words_break_the_reader(words: str) -> None:
    amount = read_amount(words)
    assert amount is None or amount >= 0


@pytest.mark.parametrize("words", ["1" * 400 + "x", "1万" * 200 + "x", "一二" * 200, "1,1," * 100, "¥ " * 200 + "1"])
def test_a_hostile_line_costs_no_time(words: str) -> None:
    assert read_amount(words) is None
