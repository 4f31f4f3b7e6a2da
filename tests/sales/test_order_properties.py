"""What holds for whatever line: what is written plainly is read back, nothing raises, nothing is lost or takes long."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.lines import read_price, read_quantity, read_terms
from sales.money import FULL, Money
from sales.order_sentences import Item, OrderSentence, read_order, read_payment, read_pieces
from sales.terms import Credit, Terms

TODAY = date(2026, 3, 11)
KNOWN = {"华宁精密", "恒丰", "Huaning Precision", "Route 66 Parts"}
GOODS = {"A100", "B7", "X1", "HK-20.5A", "BX200", "齿轮泵", "不锈钢 球阀", "Gear Pump"}
UNITS = ("", "台", "个", "套", "kg", "pcs", "公斤")

codes = st.from_regex(r"[A-Z]{1,3}[0-9]{1,4}(-[0-9]{1,2}[A-Z])?", fullmatch=True).filter(lambda code: "X" not in code)
customers = st.sampled_from([*sorted(KNOWN), "新科 二厂", "North Gate Ltd", "9N 精工", "七天连锁"])
prices = st.none() | st.builds(Money, st.integers(0, 10**9))
rates = st.sampled_from([FULL]) | st.integers(100, 999).map(lambda tenths: tenths * 10)
items = st.builds(
    Item,
    product=st.sampled_from(sorted(GOODS)) | codes,
    quantity=st.integers(-9, 10**6),
    unit=st.sampled_from(UNITS),
    price=prices,
    rate=rates,
)
terms = (
    st.none() | st.just(Terms()) | st.builds(Terms, st.sampled_from([Credit.NET, Credit.MONTHLY]), st.integers(1, 365))
)
days = st.none() | st.integers(0, 300).map(lambda days: TODAY + timedelta(days=days))
notes = st.text(st.characters(categories=["L", "N"]), max_size=20)
orders = st.builds(
    OrderSentence,
    customer=customers,
    items=st.lists(items, min_size=1, max_size=5).map(tuple),
    terms=terms,
    promised_on=days,
    note=notes,
)


def said_rate(rate: int) -> str:
    return f" {rate // 1000}.{rate % 1000 // 10:02}折" if rate != FULL else ""


def said_item(item: Item) -> str:
    fen = item.price.minor if item.price is not None else 0
    price = "" if item.price is None else f" @{fen // 100}.{fen % 100:02}"
    return f"{item.product}*{item.quantity}{item.unit}{price}{said_rate(item.rate)}"


def said_terms(terms: Terms | None) -> str:
    if terms is None:
        return ""
    return {Credit.PREPAID: "款到发货", Credit.NET: f"net {terms.days}", Credit.MONTHLY: f"月结{terms.days}天"}[
        terms.credit
    ]


def pieces_of(order: OrderSentence) -> list[str]:
    """The parts of a plainly written order, to be parted by commas."""
    promised = f"{order.promised_on} 交货" if order.promised_on else ""
    parts = [order.customer, *map(said_item, order.items), said_terms(order.terms), promised]
    return [*filter(None, parts), *([f"备注 {order.note}"] if order.note else [])]


def read(line: str) -> OrderSentence:
    return read_order(line, TODAY, KNOWN.__contains__, GOODS.__contains__)


@given(orders)
def test_what_is_written_plainly_is_read_back(order: OrderSentence) -> None:
    assert read("，".join(pieces_of(order))) == order


@given(orders, st.data())
def test_a_word_of_no_meaning_is_kept_wherever_it_stands(order: OrderSentence, data: st.DataObject) -> None:
    pieces = pieces_of(order)
    pieces.insert(data.draw(st.integers(1, len(pieces))), "咕咚qz")
    found = read("，".join(pieces))
    assert "咕咚qz" in " ".join([found.customer, found.note, *found.rest])


WORDS = [
    "华宁", "A100", "B7", "X1", "BX200x5", "齿轮泵", "*", "x", "×", "X", "@", "95", "9折", "95折", "30天",
    "月结", "下周五", "交货", "备注", "备", "note", "SO-1", "so", "10", "台", "十台", "个", "，", ",", "、",
    "-", "-5%", "5% off", "off", "net", "by", "每台", "单价", "元", "万", "¥", "三", "五", "折", "天", "all",
    "整单", "of", "昨天", "收到", "款", "0", ".", "/", ":", "其余", "共950元", "咕咚", "qz", "1,000", "3毛5",
    "3万多", "（", " ", " ", " ",
]  # fmt: skip
scraps = st.lists(st.sampled_from(WORDS), max_size=30).map("".join)


def letters(words: Sequence[str]) -> set[str]:
    return set("".join(words))


@given(scraps | st.text(max_size=80))
def test_nothing_raises_and_what_is_quoted_was_said(line: str) -> None:
    order, pieces, payment = read(line), read_pieces(line), read_payment(line, TODAY)
    assert all(words in line for words in order.rest)
    assert order.note in line
    assert all(words in line for words in payment.rest)
    assert payment.customer in line
    assert letters([pieces.words, order.customer]) <= letters([line, " "])
    assert all(isinstance(item.quantity, int) for item in order.items)
    read_quantity(line), read_price(line), read_terms(line)  # they must not raise either


@given(scraps)
def test_words_of_no_meaning_are_never_lost(line: str) -> None:
    order, pieces, payment = read(line), read_pieces(line), read_payment(line, TODAY)
    for kept in (
        [order.customer, order.note, *order.rest, *(item.product for item in order.items)],
        [pieces.words, *(code for code, _ in pieces.items)],
        [payment.customer, *payment.rest],
    ):
        assert sum(words.count("咕咚") for words in kept) == line.count("咕咚")
        assert sum(words.count("qz") for words in kept) == line.count("qz")


@given(st.integers(1, 10**6), st.integers(-99, 10**6), st.sampled_from(UNITS))
def test_pieces_of_an_order_are_read_back(order_id: int, quantity: int, unit: str) -> None:
    read = read_pieces(f"SO-{order_id} A100*{quantity}{unit} B7 {abs(quantity)}{unit} 漏油 严重")
    assert (read.order_id, read.items) == (order_id, (("A100", quantity), ("B7", abs(quantity))))
    assert read.words == "漏油 严重"


@given(st.integers(-(10**11), 10**11), st.lists(st.integers(1, 10**6), unique=True, max_size=3), st.integers(0, 300))
def test_a_payment_is_read_back(fen: int, orders: list[int], ago: int) -> None:
    paid_on, sign = TODAY - timedelta(days=ago), "-" if fen < 0 else ""
    numbers = " ".join(f"SO-{one}" for one in orders)
    read = read_payment(f"华宁精密 {sign}{abs(fen) // 100}.{abs(fen) % 100:02}元 {paid_on} {numbers}", TODAY)
    assert (read.customer, read.amount, read.paid_on) == ("华宁精密", Money(fen), paid_on)
    assert (read.order_ids, read.rest) == (tuple(orders), ())


HOSTILE = [
    "1", "一", "十", "万", "A", "x", "*", "@", " ", "　", "，", "-", ".", "¥", "折", "天", "1万", "一万", "A1x",
    "A-", "a.1", "10台", "9折", "SO-1", "3月", "@95", "1,111", "A100*10 ", "x ", "1 ", "A 1 ", "华", "华宁 ",
    "单价", "月结", "5% ", "net ", "下周", "10 x ", "1x", "每台", "交货", "1元", "1x1", "qz ", "（", "\u0000",
    "😀", "1台 of ", "台1", "一台", "一 台 ", "A1 ", "款", "收到", "by ", "for ", "3百", "十万",
    "十十十十十十十万万 ", "华宁 要", "1-", "A100 - ", "订",
]  # fmt: skip


@pytest.mark.parametrize("scrap", HOSTILE)
def test_no_line_takes_long(scrap: str) -> None:
    line = (scrap * 400)[:400] + "咕"
    readers = (read, read_pieces, lambda line: read_payment(line, TODAY), read_quantity, read_price, read_terms)
    assert all(is_quick(reader, line) for reader in readers)


def is_quick(reader: Callable[[str], object], line: str) -> bool:
    """Whether a line takes less than 50 ms of work, at the third try at the latest: the first compiles the patterns."""
    return any(taken(reader, line) < 0.05 for _ in range(3))


def taken(reader: Callable[[str], object], line: str) -> float:
    started = process_time()
    reader(line)
    return process_time() - started


def test_few_names_are_asked_for() -> None:
    asked: list[str] = []

    def ask(name: str) -> bool:
        asked.append(name)
        return False

    read_order("新科电子 齿轮泵 10台 95元 9折，K900*20@9.5，月结30天 下周五交货", TODAY, ask, ask)
    assert len(asked) < 100
    asked.clear()
    read_order("一台 " * 500, TODAY, ask, ask)
    assert len(asked) <= 1000
