"""Lines that set prices are taken apart as they are typed, in Chinese, in English, in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.price_sentences import Act, PriceLine, read_price_line

FULL = {
    "list_price": "100", "floor_price": "70", "cost": "60", "unit": "台", "group": "泵", "name": "齿轮泵",
    "first_on": "2026-12-01", "last_on": "2027-01-01",
}  # fmt: skip


@pytest.mark.parametrize("line", [
    "A100 牌价100 底价70 成本60 单位台 组泵 名称齿轮泵 从2026-12-01 到2027-01-01",
    "A100 牌价 100 底价 70 成本 60 单位 台 产品组 泵 名称 齿轮泵 从 2026-12-01 至 2027-01-01",
    "A100，牌价：100，底价：70，成本价：60，单位：台，分组：泵，品名：齿轮泵，生效：2026-12-01起，截止：2027-01-01",
    "A100 单位=台 组=泵 到2027-01-01 从2026-12-01起 成本=60 底价=70 标价=100 名字=齿轮泵",
    "A100 100 底价70 成本60 单位台 组泵 名称齿轮泵 自2026-12-01起 到2027-01-01",
    "A100 list 100 floor 70 cost 60 unit 台 group 泵 name 齿轮泵 from 2026-12-01 to 2027-01-01",
    "A100 list price: 100; floor price: 70; cost: 60; unit 台; group 泵; name 齿轮泵; from 2026-12-01 until 2027-01-01",
    "A100 LIST=100 Floor70 COST=60 unit 台 GROUP 泵 Name 齿轮泵 FROM 2026-12-01 till 2027-01-01",
])  # fmt: skip
def test_every_way_to_say_it_says_the_same(line: str) -> None:
    assert read_price_line(line) == PriceLine("A100", FULL)


@pytest.mark.parametrize("line,code,said", [
    ("", "", {}),
    ("A100", "A100", {}),
    ("  A100  ", "A100", {}),
    ("A100 120", "A100", {"list_price": "120"}),
    ("A100 ¥1.2万", "A100", {"list_price": "¥1.2万"}),
    ("齿轮泵 牌价 5", "齿轮泵", {"list_price": "5"}),
    ("DN50-PN16 牌价 5", "DN50-PN16", {"list_price": "5"}),
    ("Gear pump list 5", "Gear pump", {"list_price": "5"}),
    ("LIST9 price 9", "LIST9", {"list_price": "9"}),
    ("A100 名称 组合泵 大号 单位 套", "A100", {"name": "组合泵 大号", "unit": "套"}),
    ("A100 name Gear pump, heavy unit pcs", "A100", {"name": "Gear pump, heavy", "unit": "pcs"}),
    ("A100 底价 无", "A100", {"floor_price": "无"}),
    ("A100 牌价", "A100 牌价", {}),
    ("A100 牌价5 牌价6", "A100", {"list_price": "6"}),
    ("A100 从12月1日起 牌价￥105", "A100", {"first_on": "12月1日", "list_price": "¥105"}),
    ("A100 tonic 5", "A100 tonic", {"list_price": "5"}),
])  # fmt: skip
def test_what_each_word_is_followed_by(line: str, code: str, said: dict[str, str]) -> None:
    assert read_price_line(line) == PriceLine(code, said)


@pytest.mark.parametrize("line,code,act", [
    ("A100 停售", "A100", Act.RETIRE),
    ("A100 下架", "A100", Act.RETIRE),
    ("a100 Retire", "a100", Act.RETIRE),
    ("Gear pump discontinue", "Gear pump", Act.RETIRE),
    ("A100 恢复", "A100", Act.RESUME),
    ("A100 恢复销售", "A100", Act.RESUME),
    ("A100 resume", "A100", Act.RESUME),
    ("停售", "停售", Act.SET),
])  # fmt: skip
def test_a_product_goes_or_comes_back_by_a_word(line: str, code: str, act: Act) -> None:
    found = read_price_line(line)
    assert (found.code, found.act) == (code, act)


@given(st.text(max_size=200))
def test_no_line_is_too_odd(line: str) -> None:
    found = read_price_line(line)
    assert found.code == found.code.strip()
    assert all(words.strip() == words and words for words in found.said.values() if words)


@pytest.mark.parametrize("odd", [" " * 20_000, "牌价" * 10_000, "A 牌价 " * 5_000, "A" + " ,;" * 10_000, "从" * 20_000])
def test_long_lines_take_no_long_time(odd: str) -> None:
    assert read_price_line(f"A100 {odd}").act is Act.SET
