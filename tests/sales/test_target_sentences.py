"""Sentences that set targets, as people type them: a golden table, and what is left over where anything is unclear."""

from datetime import date

import pytest

from sales import scopes
from sales import target_phrases as say
from sales.grains import name_of
from sales.scopes import COMPANY, Scope
from sales.target_sentences import LONGEST, Named, TargetSentence, read_period, read_target, read_value

TODAY = date(2026, 11, 23)
"""A Monday."""

EAST, SOUTH, TWIN_AREA = (scopes.area(name) for name in ("华东", "华南大区", "同名"))
ONE, EAST_ONE, TWIN = scopes.team(1), scopes.team(2), scopes.team(7)
ZHANG, LI_SI, LEI, OTHER_LEI = (scopes.rep(number) for number in (3, 4, 5, 6))
NAMES = [
    Named("华东", EAST), Named("华南大区", SOUTH), Named("同名", TWIN_AREA), Named("同名", TWIN),
    Named("华东一队", ONE), Named("East One", EAST_ONE), Named("张三", ZHANG), Named("Li Si", LI_SI),
    Named("李雷", LEI), Named("李雷", OTHER_LEI), *(Named(word, COMPANY) for word in say.COMPANY),
    *(Named(word, ONE) for word in say.TEAM), *(Named(word, ZHANG) for word in say.ME), Named(" ", ONE),
]  # fmt: skip
PRODUCTS = {"a": "A", "a100": "A100", "pumps": "Pumps", "gear pump": "GP", "齿轮泵": "A100"}


def read(said: str) -> TargetSentence:
    return read_target(said, TODAY, NAMES, lambda words: PRODUCTS.get(words.lower()))


WAN, YI = 10_000_00, 100_000_000_00

GOLDEN: list[tuple[str, Scope, str, str, int, str]] = [
    ("华东 Q1 300万", EAST, "2027-Q1", "K01", 300 * WAN, ""),
    ("@张三 12月 50万", ZHANG, "2026-12", "K01", 50 * WAN, ""),
    ("公司 2026 5000万", COMPANY, "2026", "K01", 5000 * WAN, ""),
    ("本队 本月 80万 产品A", ONE, "2026-11", "K01", 80 * WAN, "A"),
    ("华东 Q1 新客户 20", EAST, "2027-Q1", "K10", 20, ""),
    ("华东 Q1 拜访 600", EAST, "2027-Q1", "K21", 600, ""),
    ("华东大区 明年 5000万", EAST, "2027", "K01", 5000 * WAN, ""),
    ("华南 三季度 三百万", SOUTH, "2027-Q3", "K01", 300 * WAN, ""),
    ("华南大区 四季度 300万元", SOUTH, "2026-Q4", "K01", 300 * WAN, ""),
    ("华东一队 2026-12 1,200,000", ONE, "2026-12", "K01", 120 * WAN, ""),
    ("华东一队 2026年12月 120万", ONE, "2026-12", "K01", 120 * WAN, ""),
    ("华东一队 2026/12 120万", ONE, "2026-12", "K01", 120 * WAN, ""),
    ("华东一队 2026-Q4 120万", ONE, "2026-Q4", "K01", 120 * WAN, ""),
    ("华东一队 2027年第一季度 120万", ONE, "2027-Q1", "K01", 120 * WAN, ""),
    ("华东一队 明年Q1 120万", ONE, "2027-Q1", "K01", 120 * WAN, ""),
    ("华东一队 明年一季度 120万", ONE, "2027-Q1", "K01", 120 * WAN, ""),
    ("华东一队 明年3月 120万", ONE, "2027-03", "K01", 120 * WAN, ""),
    ("华东一队 11月 120万", ONE, "2026-11", "K01", 120 * WAN, ""),
    ("华东一队 10月 120万", ONE, "2027-10", "K01", 120 * WAN, ""),
    ("华东一队 今年10月 120万", ONE, "2026-10", "K01", 120 * WAN, ""),
    ("华东一队 十二月 120万", ONE, "2026-12", "K01", 120 * WAN, ""),
    ("华东一队 下个月 120万", ONE, "2026-12", "K01", 120 * WAN, ""),
    ("华东一队 下季度 120万", ONE, "2027-Q1", "K01", 120 * WAN, ""),
    ("华东一队 本季度 120万", ONE, "2026-Q4", "K01", 120 * WAN, ""),
    ("华东一队 这个季度 120万", ONE, "2026-Q4", "K01", 120 * WAN, ""),
    ("华东一队 本周 12万", ONE, "2026-W48", "K01", 12 * WAN, ""),
    ("华东一队 下周 12万", ONE, "2026-W49", "K01", 12 * WAN, ""),
    ("华东一队 第50周 12万", ONE, "2026-W50", "K01", 12 * WAN, ""),
    ("华东一队 W50 12万", ONE, "2026-W50", "K01", 12 * WAN, ""),
    ("华东一队 2027-W02 12万", ONE, "2027-W02", "K01", 12 * WAN, ""),
    ("华东一队 上半年 1.5亿", ONE, "2027-H1", "K01", 15 * YI // 10, ""),
    ("华东一队 下半年 1.5亿", ONE, "2026-H2", "K01", 15 * YI // 10, ""),
    ("华东一队 2027H1 1.5亿", ONE, "2027-H1", "K01", 15 * YI // 10, ""),
    ("华东一队 全年 6000万", ONE, "2026", "K01", 6000 * WAN, ""),
    ("华东一队 明年全年 6000万", ONE, "2027", "K01", 6000 * WAN, ""),
    ("华东一队 后年 6000万", ONE, "2028", "K01", 6000 * WAN, ""),
    ("华东 去年 300万", EAST, "2025", "K01", 300 * WAN, ""),
    ("@Li Si next month 500k", LI_SI, "2026-12", "K01", 50 * WAN, ""),
    ("East One Q1 2027 3 million", EAST_ONE, "2027-Q1", "K01", 300 * WAN, ""),
    ("East One Q1 of 2027 3.5m", EAST_ONE, "2027-Q1", "K01", 350 * WAN, ""),
    ("East One next quarter 300 thousand", EAST_ONE, "2027-Q1", "K01", 30 * WAN, ""),
    ("East One next year 1.2bn", EAST_ONE, "2027", "K01", 12 * YI, ""),
    ("east one dec 2026 800,000", EAST_ONE, "2026-12", "K01", 80 * WAN, ""),
    ("East One January 800k", EAST_ONE, "2027-01", "K01", 80 * WAN, ""),
    ("set target for East One in December to 800,000", EAST_ONE, "2026-12", "K01", 80 * WAN, ""),
    ("company 2027 50M", COMPANY, "2027", "K01", 5000 * WAN, ""),
    ("my team this quarter 80k gear pump", ONE, "2026-Q4", "K01", 8 * WAN, "GP"),
    ("East One Q1 20 new customers", EAST_ONE, "2027-Q1", "K10", 20, ""),
    ("East One Q1 visits 600", EAST_ONE, "2027-Q1", "K21", 600, ""),
    ("张三 下季度 100w", ZHANG, "2027-Q1", "K01", 100 * WAN, ""),
    ("张三 12月 三十万", ZHANG, "2026-12", "K01", 30 * WAN, ""),
    ("张三 12月 20家", ZHANG, "2026-12", "K10", 20, ""),
    ("张三 12月 20家新客户", ZHANG, "2026-12", "K10", 20, ""),
    ("张三 12月 二十家新客户", ZHANG, "2026-12", "K10", 20, ""),
    ("张三 12月 600次", ZHANG, "2026-12", "K21", 600, ""),
    ("张三 12月 有效拜访60次", ZHANG, "2026-12", "K21", 60, ""),
    ("张三 12月 销售额 30万", ZHANG, "2026-12", "K01", 30 * WAN, ""),
    ("张三 12月 ¥300000.50", ZHANG, "2026-12", "K01", 300_000_50, ""),
    ("@张三12月50万", ZHANG, "2026-12", "K01", 50 * WAN, ""),
    ("@ 张三 12月 50万", ZHANG, "2026-12", "K01", 50 * WAN, ""),
    ("给张三定12月50万", ZHANG, "2026-12", "K01", 50 * WAN, ""),
    ("我 本月 20万", ZHANG, "2026-11", "K01", 20 * WAN, ""),
    ("把华东Q1目标改为300万", EAST, "2027-Q1", "K01", 300 * WAN, ""),
    ("华东 Q1 目标：300万", EAST, "2027-Q1", "K01", 300 * WAN, ""),
    ("华东，Q1，300万", EAST, "2027-Q1", "K01", 300 * WAN, ""),
    ("３００万 华东 Ｑ１", EAST, "2027-Q1", "K01", 300 * WAN, ""),
    ("华东 2026-Q4 300万 产品 A100", EAST, "2026-Q4", "K01", 300 * WAN, "A100"),
    ("华东 Q4 300万 齿轮泵", EAST, "2026-Q4", "K01", 300 * WAN, "A100"),
    ("华东 Q4 300万 产品组：Pumps", EAST, "2026-Q4", "K01", 300 * WAN, "Pumps"),
    ("同名大区 本月 20万", TWIN_AREA, "2026-11", "K01", 20 * WAN, ""),
    ("同名队 本月 20万", TWIN, "2026-11", "K01", 20 * WAN, ""),
    ("华东 Q1 0", EAST, "2027-Q1", "K01", 0, ""),
    ("华东 2027 2000", EAST, "2027", "K01", 2000_00, ""),
    ("张三 本月 2026", ZHANG, "2026-11", "K01", 2026_00, ""),
]  # fmt: skip


@pytest.mark.parametrize("said, scope, period, kpi, value, product", GOLDEN)
def test_a_sentence_is_understood(said: str, scope: Scope, period: str, kpi: str, value: int, product: str) -> None:
    found = read(said)
    assert found.is_whole, found
    assert found.stretch
    told = (found.scope, name_of(found.stretch), found.kpi, found.value, found.product)
    assert told == (scope, period, kpi, value, product)
    assert not found.is_question


def test_the_table_is_long_enough() -> None:
    assert len(GOLDEN) >= 60


@pytest.mark.parametrize(
    "said, reason",
    [
        ("华东 Q1 300万 因为 市场扩张", "市场扩张"),
        ("华东 Q1 300万，因为客户流失", "客户流失"),
        ("华东 Q1 300万 原因：加了 2 个人", "加了 2 个人"),
        ("华东 Q1 300万（理由：停产）", "停产"),
        ("East One Q1 300k because new product", "new product"),
        ("East One Q1 300k Because of Q2", "Q2"),
    ],
)
def test_why_is_whatever_follows_the_word_for_it(said: str, reason: str) -> None:
    found = read(said)
    assert found.is_whole
    assert found.reason == reason
    assert found.stretch
    assert name_of(found.stretch) == "2027-Q1"


@pytest.mark.parametrize(
    "said, rest",
    [
        ("华东 Q1 300万 天气好", ("天气好",)),
        ("华东 Q1 300万 400万", ("300万 400万",)),
        ("华北 Q1 300万", ("华北",)),
        ("华东三队 Q1 20万", ("三队",)),
        ("华东的张三 12月 50万", ("张三",)),
        ("$3M Q1 company", ("$3M",)),
        ("华东 Q1 20个", ("20个",)),
        ("华东 Q1 拜访 六百趟半", ("六百趟半",)),
        ("华东 2026-01-15 300万", ("-01-15",)),
        ("华东 Q1 -300万", ("-300万",)),
        ("华东 Q1 Q2 300万", ("Q1 Q2",)),
        ("华东 Q1 100亿亿", ("100亿亿",)),
    ],
)
def test_what_is_not_understood_is_left_over(said: str, rest: tuple[str, ...]) -> None:
    found = read(said)
    assert not found.is_whole
    assert found.rest == rest


def test_what_may_mean_several_is_asked_about() -> None:
    assert read("同名 本月 20万").scopes == (TWIN_AREA, TWIN)
    assert read("李雷 本月 20万").scopes == (LEI, OTHER_LEI)
    assert read("@同名 本月 20万").scopes == ()
    assert not read("李雷 本月 20万").is_whole


@pytest.mark.parametrize("said", ["华东 Q1", "下季度", "@张三", "公司", "本队 本月", "华东 Q1 拜访"])
def test_without_a_value_it_is_a_question(said: str) -> None:
    assert read(said).is_question


@pytest.mark.parametrize("said", ["分解 本队 Q1", "本队 Q1 分解", "split my team Q1", "拆分 本队 Q1"])
def test_splitting_is_heard(said: str) -> None:
    found = read(said)
    assert found.is_split
    assert (found.scope, found.rest, found.is_question) == (ONE, (), False)


@pytest.mark.parametrize("said", ["", " ", "。", "@", "因为", "目标", "x" * 500, "万万万", "2" * 400, "Q" * 300, "¥¥"])
def test_nonsense_sets_nothing(said: str) -> None:
    assert not read(said).is_whole


def test_a_line_that_is_too_long_is_not_whole() -> None:
    found = read("华东 Q1 300万" + " " * LONGEST + "400万")
    assert found.rest == ("400万",)
    assert not found.is_whole


@pytest.mark.parametrize(
    "words, today, name",
    [
        ("3月", date(2026, 3, 31), "2026-03"),
        ("3月", date(2026, 4, 1), "2027-03"),
        ("Q1", date(2026, 3, 31), "2026-Q1"),
        ("Q1", date(2026, 4, 1), "2027-Q1"),
        ("上半年", date(2026, 6, 30), "2026-H1"),
        ("上半年", date(2026, 7, 1), "2027-H1"),
        ("w01", date(2026, 12, 30), "2027-W01"),
        ("第53周", date(2026, 12, 30), "2026-W53"),
        ("2026-09", date(2026, 11, 23), "2026-09"),
        ("2026年", date(2026, 11, 23), "2026"),
        ("12", date(2026, 11, 23), None),
        ("今天", date(2026, 11, 23), None),
        ("3月5日", date(2026, 11, 23), None),
        ("3月1日到3月15日", date(2026, 11, 23), None),
        ("", date(2026, 11, 23), None),
    ],
)
def test_a_period_looks_ahead(words: str, today: date, name: str | None) -> None:
    found = read_period(words, today)
    assert (name_of(found) if found else None) == name


@pytest.mark.parametrize(
    "words, kpi, value",
    [
        ("300万", "K01", 300 * WAN),
        ("3 million", "K01", 300 * WAN),
        ("19.5", "K01", 19_50),
        ("20", "K10", 20),
        ("1,200", "K21", 1200),
        ("二十", "K10", 20),
        ("20次", "K21", 20),
        ("20万", "K10", None),
        ("1.5", "K21", None),
        ("0.001", "K01", None),
        ("0.0000001m", "K01", None),
        ("", "K01", None),
        ("999999999亿", "K01", None),
    ],
)
def test_a_value_is_read_in_its_figures_unit(words: str, kpi: str, value: int | None) -> None:
    found = read_value(words, kpi)
    assert (found[1] if found else None) == value
