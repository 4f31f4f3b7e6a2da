"""A quantity, a price or terms in a field of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.lines import Price, Quantity, read_price, read_quantity, read_terms
from sales.money import FULL, Money
from sales.terms import AT_ONCE, Credit, Terms


@pytest.mark.parametrize(
    "words,n,unit",
    [
        ("10", 10, ""),
        ("10台", 10, "台"),
        ("10 台", 10, "台"),
        ("１０台", 10, "台"),
        ("两台", 2, "台"),
        ("十", 10, ""),
        ("十二箱", 12, "箱"),
        ("一百零五个", 105, "个"),
        ("1万个", 10_000, "个"),
        ("3万5", 35_000, ""),
        ("1.5万件", 15_000, "件"),
        ("1,000pcs", 1000, "pcs"),
        ("2k", 2000, ""),
        ("10kg", 10, "kg"),
        ("3千克", 3, "千克"),
        ("3千件", 3000, "件"),
        ("10斤", 10, "斤"),
        ("two sets", 2, "sets"),
        ("0", 0, ""),
        ("零", 0, ""),
        ("0台", 0, "台"),
        ("-3", -3, ""),
        ("－３台", -3, "台"),
        ("负三台", -3, "台"),
        ("999999999", 999_999_999, ""),
    ],
)
def test_a_quantity_is_a_whole_number_and_a_unit(words: str, n: int, unit: str) -> None:
    assert read_quantity(words) == Quantity(n, unit)
    assert read_quantity(f" {words} ") == Quantity(n, unit)


@pytest.mark.parametrize(
    "words", ["", "台", "2.5吨", "1.23456万", "10-20台", "10台20台", "一二三台", "1,00", "--3", "9" * 40, "abc"]
)
def test_a_fraction_or_a_doubtful_number_is_no_quantity(words: str) -> None:
    assert read_quantity(words) is None


def yuan(text: str) -> Money:
    whole, _, part = text.partition(".")
    return Money(int(whole) * 100 + int(f"{part:0<2}"))


@pytest.mark.parametrize(
    "words,price",
    [
        ("95", "95"),
        ("¥95", "95"),
        ("￥95.5", "95.5"),
        ("95元", "95"),
        ("@95", "95"),
        ("1,250.50", "1250.5"),
        ("１２．５元", "12.5"),
        ("1.2万", "12000"),
        ("12k", "12000"),
        ("三千五", "3500"),
        ("3块5", "3.5"),
        ("每台95元", "95"),
        ("单价95", "95"),
        ("95元/台", "95"),
        ("95一台", "95"),
        ("95 each", "95"),
        ("0", "0"),
        ("零元", "0"),
    ],
)
def test_a_price_is_read(words: str, price: str) -> None:
    assert read_price(words) == Price(yuan(price))


@pytest.mark.parametrize(
    "words,rate",
    [
        ("9折", 9000),
        ("95折", 9500),
        ("9.5折", 9500),
        ("8.88折", 8880),
        ("85折", 8500),
        ("九折", 9000),
        ("九五折", 9500),
        ("八八折", 8800),
        ("九点五折", 9500),
        ("打九折", 9000),
        ("9折优惠", 9000),
        ("对折", 5000),
        ("半价", 5000),
        ("10折", FULL),
        ("十折", FULL),
        ("100折", FULL),
        ("原价", FULL),
        ("no discount", FULL),
        ("-5%", 9500),
        ("－５％", 9500),
        ("5% off", 9500),
        ("优惠5%", 9500),
        ("降2.5%", 9750),
        ("让5个点", 9500),
        ("less 10%", 9000),
        ("0% off", FULL),
    ],
)
def test_a_discount_is_what_is_left_of_the_price(words: str, rate: int) -> None:
    assert read_price(words) == Price(None, rate)
    assert read_price(f"95 {words}") == Price(Money(9500), rate)
    assert read_price(f"{words}，95元") == Price(Money(9500), rate)


def test_nothing_said_is_the_list_price() -> None:
    assert read_price("") == read_price("  ") == Price(None, FULL)


def test_a_negative_price_is_read_to_be_refused_in_words() -> None:
    assert read_price("-5") == Price(Money(-500))


@pytest.mark.parametrize(
    "words",
    [
        "0折",
        "05折",
        "0.9折",
        "950折",
        "95.5折",
        "零折",
        "5%",
        "95%",
        "120% off",
        "95 96",
        "9折 8折",
        "95元左右",
        "$95",
        "约95",
        "好",
    ],
)
def test_what_could_mean_two_prices_is_none(words: str) -> None:
    assert read_price(words) is None


@pytest.mark.parametrize(
    "words,terms",
    [
        ("款到发货", AT_ONCE),
        ("先款后货", AT_ONCE),
        ("预付", AT_ONCE),
        ("prepaid", AT_ONCE),
        ("payment in advance", AT_ONCE),
        ("货到付款", Terms(Credit.NET, 0)),
        ("COD", Terms(Credit.NET, 0)),
        ("30天", Terms(Credit.NET, 30)),
        ("３０天", Terms(Credit.NET, 30)),
        ("三十天", Terms(Credit.NET, 30)),
        ("账期60天", Terms(Credit.NET, 60)),
        ("60天账期", Terms(Credit.NET, 60)),
        ("货到30天付款", Terms(Credit.NET, 30)),
        ("30天内付款", Terms(Credit.NET, 30)),
        ("付款方式：30天", Terms(Credit.NET, 30)),
        ("net 30", Terms(Credit.NET, 30)),
        ("Net-45", Terms(Credit.NET, 45)),
        ("N/30", Terms(Credit.NET, 30)),
        ("30 days", Terms(Credit.NET, 30)),
        ("0天", Terms(Credit.NET, 0)),
        ("999天", Terms(Credit.NET, 999)),
        ("月结", Terms(Credit.MONTHLY, 0)),
        ("月结30天", Terms(Credit.MONTHLY, 30)),
        ("月结30", Terms(Credit.MONTHLY, 30)),
        ("月结三十天", Terms(Credit.MONTHLY, 30)),
        ("EOM 30", Terms(Credit.MONTHLY, 30)),
        ("30 days EOM", Terms(Credit.MONTHLY, 30)),
    ],
)
def test_terms_are_read(words: str, terms: Terms) -> None:
    assert read_terms(words) == terms


@pytest.mark.parametrize(
    "words", ["", "30日", "30天后交货", "下周", "预付30%", "两个月", "天", "一二三天", "30天60天", "99999天"]
)
def test_what_could_be_a_date_or_a_part_is_no_terms(words: str) -> None:
    assert read_terms(words) is None


@given(st.integers(0, 10**11), st.sampled_from(["{}", "¥{}", "{}元", "@{}", "单价 {}"]))
def test_a_price_in_digits_is_itself_to_the_cent(fen: int, form: str) -> None:
    assert read_price(form.format(f"{fen // 100}.{fen % 100:02}")) == Price(Money(fen))


@given(st.integers(-(10**9), 10**9), st.sampled_from(["", "台", "个", "kg", " pcs"]))
def test_a_quantity_in_digits_is_itself(n: int, unit: str) -> None:
    assert read_quantity(f"{n}{unit}") == Quantity(n, unit.strip())
