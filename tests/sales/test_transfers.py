"""How a transfer is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.transfers import Handover, read_handover

TODAY = date(2026, 11, 22)
DECEMBER = date(2026, 12, 1)


@pytest.mark.parametrize("words,meant", [
    ("@张三→@李四 从2026-12-01", Handover("张三", "李四", on=DECEMBER)),
    ("@张三 -> @李四", Handover("张三", "李四")),
    ("@张三 @李四 从12月1日起", Handover("张三", "李四", on=DECEMBER)),
    ("把@张三的客户转给@李四 从昨天", Handover("张三", "李四", on=date(2026, 11, 21))),
    ("张三→李四 从下周一", Handover("张三", "李四", on=date(2026, 11, 23))),
    ("@张三→@李四 自11月1日，追溯", Handover("张三", "李四", on=date(2026, 11, 1), with_past=True)),
    ("@张三→@李四 从十二月一日开始", Handover("张三", "李四", on=DECEMBER)),
    ("客户 华宁 @李四", Handover("", "李四", "华宁")),
    ("客户 华宁精密给@李四", Handover("", "李四", "华宁精密")),
    ("客户：华宁→李四 从2026-11-01（追溯）", Handover("", "李四", "华宁", date(2026, 11, 1), with_past=True)),
    ("@Zhang San to @Li Si from 2026-12-01", Handover("Zhang San", "Li Si", on=DECEMBER)),
    ("from @Zhang San to @Li Si from tomorrow", Handover("Zhang San", "Li Si", on=date(2026, 11, 23))),
    ("@Zhang San's customers to @Li Si", Handover("Zhang San", "Li Si")),
    ("customer Huaning to @Li Si since 1 Nov, also the past",
     Handover("", "Li Si", "Huaning", date(2026, 11, 1), with_past=True)),
    ("@张三→@李四 从2026-13-45", Handover("张三", "李四", unread="2026-13-45")),
])  # fmt: skip
def test_these_are_understood(words: str, meant: Handover) -> None:
    assert read_handover(words, TODAY) == meant


@pytest.mark.parametrize("words", ["", "@张三", "张三", "客户 华宁", "→", "@张三→", "→@李四", "从2026-12-01"])
def test_these_name_nobody_who_gets_them(words: str) -> None:
    assert read_handover(words, TODAY) is None


@given(st.text(st.sampled_from("@张三李四→从自起客户华宁 -01269>to from给的，追溯"), max_size=40))
def test_nothing_that_is_typed_breaks_it(words: str) -> None:
    read = read_handover(words, TODAY)
    assert read is None or (bool(read.taker) and not (read.giver and read.customer))


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_a_written_date_is_that_date(day: date) -> None:
    read = read_handover(f"@张三→@李四 从{day.isoformat()}", TODAY)
    assert read is not None
    assert read.on == day
