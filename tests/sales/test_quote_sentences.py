"""How long a quote stands, as people say it in its line; whatever is no day stays in the line."""

from datetime import date

import pytest

from sales.quote_sentences import read_validity

TODAY = date(2026, 3, 2)
LAST = date(2026, 3, 31)


@pytest.mark.parametrize(
    "line, day, rest",
    [
        ("华宁 A100*10 95折 有效到月底", LAST, "华宁 A100*10 95折"),
        ("华宁 A100*10 95折 有效期至3月20日", date(2026, 3, 20), "华宁 A100*10 95折"),
        ("华宁 A100*10@95 有效期15天", date(2026, 3, 17), "华宁 A100*10@95"),
        ("华宁 A100*10@95 有效期为 15 天", date(2026, 3, 17), "华宁 A100*10@95"),
        ("华宁 A100*10 30天 有效期到下周五 备注含运费", date(2026, 3, 13), "华宁 A100*10 30天 备注含运费"),
        ("华宁 A100*10，有效期：两周，月结30天", date(2026, 3, 16), "华宁 A100*10 月结30天"),
        ("华宁 A100 10台 B7 20个 月底前有效", LAST, "华宁 A100 10台 B7 20个"),
        ("华宁 A100*10 一个月内有效", date(2026, 4, 2), "华宁 A100*10"),
        ("有效期一个月 华宁 A100*10", date(2026, 4, 2), "华宁 A100*10"),
        ("华宁 A100*10 有效期2026-03-31", LAST, "华宁 A100*10"),
        ("华宁 A100*10 ３０天有效", date(2026, 4, 1), "华宁 A100*10"),
        ("华宁 A100*10 月结30天 到4月1日", date(2026, 4, 1), "华宁 A100*10 月结30天"),
        ("华宁 A100*10 报价有效至31号", LAST, "华宁 A100*10"),
        ("华宁 A100*10 有效到3月10日前 95折", date(2026, 3, 10), "华宁 A100*10 95折"),
        ("Huaning A100*10 5% off valid until 20 Mar", date(2026, 3, 20), "Huaning A100*10 5% off"),
        ("Huaning A100*10 valid till Friday", date(2026, 3, 6), "Huaning A100*10"),
        ("Huaning A100*10 valid for 15 days net 30", date(2026, 3, 17), "Huaning A100*10 net 30"),
        ("Huaning A100*10 VALID FOR TWO WEEKS", date(2026, 3, 16), "Huaning A100*10"),
        ("三一重工 A100*3 有效期半个月", date(2026, 3, 17), "三一重工 A100*3"),
        ("华宁 A100*10 有效到昨天", date(2026, 3, 1), "华宁 A100*10"),
    ],
)
def test_the_last_day_is_read_and_taken_out(line: str, day: date, rest: str) -> None:
    assert read_validity(line, TODAY) == (day, rest)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "华宁 A100*10 95折",
        "华宁 A100*10 月结30天",
        "华宁 A100*10 30天",
        "华宁 有效",
        "到岸价 A100*10",
        "华宁 A100*10 有效期3个工作日",
        "华宁 A100*10 有效到2月30日",
        "有效期",
        "Huaning A100*10 net 30",
        "Validus A100*10",
        "Goodyear to A100*10",
    ],
)
def test_what_names_no_day_stays_as_it_is(line: str) -> None:
    assert read_validity(line, TODAY) == (None, line)


def test_long_nonsense_is_read_in_no_time() -> None:
    line = "有效" * 500 + "到" * 500 + " valid" * 100
    assert read_validity(line, TODAY) == (None, line)
