"""Targets over every kind of period: set, changed with a reason, made up of shorter ones, more or less below."""

from datetime import date, datetime

import pytest

from playground import Message, Person
from tests.handlers.test_targets import press, set_target
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import held, labels, read

ROWS = "select period, value, version, reason from targets order by id"


def on(year: int, month: int, day: int) -> datetime:
    """Ten in the morning of a day, by the team's clock."""
    return datetime(year, month, day, 10, tzinfo=SHANGHAI)


def shown(house: Installation, who: Person, words: str) -> str:
    return read(house.say(who, f"目标 {words}"))


PERIODS = [
    ("本周", "2026-W10"), ("下周", "2026-W11"), ("W12", "2026-W12"), ("第12周", "2026-W12"), ("2026-W53", "2026-W53"),
    ("本月", "2026-03"), ("下月", "2026-04"), ("3月", "2026-03"), ("12月", "2026-12"), ("2月", "2027-02"),
    ("2026-07", "2026-07"), ("2027年1月", "2027-01"), ("March", "2026-03"), ("Dec", "2026-12"),
    ("本季度", "2026-Q1"), ("下季度", "2026-Q2"), ("Q1", "2026-Q1"), ("Q4", "2026-Q4"), ("二季度", "2026-Q2"),
    ("2027Q1", "2027-Q1"), ("2027-Q1", "2027-Q1"), ("上半年", "2026-H1"), ("下半年", "2026-H2"), ("H2", "2026-H2"),
    ("今年", "2026"), ("明年", "2027"), ("2027", "2027"), ("2027年", "2027"), ("全年", "2026"),
]  # fmt: skip


@pytest.mark.parametrize("words, period", PERIODS)
def test_every_name_of_a_period_sets_a_target_over_it(lite: Installation, words: str, period: str) -> None:
    squad = lite.squad()
    set_target(lite, squad.manager, f"目标 本队 {words} 30万")
    assert lite.rows(ROWS) == [(period, 30_000_000, 1, "")]
    assert "目标 ¥30万" in shown(lite, squad.manager, f"本队 {words}")
    assert "目标 ¥30万" in shown(lite, squad.reps[0], f"本队 {period}")


YEARS_END = [
    (on(2026, 12, 31), "1月", "2027-01"), (on(2026, 12, 31), "12月", "2026-12"), (on(2026, 12, 31), "Q1", "2027-Q1"),
    (on(2026, 12, 31), "下月", "2027-01"), (on(2026, 12, 31), "下周", "2027-W01"),
    (on(2026, 12, 31), "本周", "2026-W53"),
    (on(2027, 1, 1), "本周", "2026-W53"), (on(2027, 1, 1), "本月", "2027-01"), (on(2027, 1, 1), "12月", "2027-12"),
    (on(2026, 6, 30), "Q2", "2026-Q2"), (on(2026, 7, 1), "Q2", "2027-Q2"), (on(2026, 7, 1), "上半年", "2027-H1"),
]  # fmt: skip


@pytest.mark.parametrize("now, words, period", YEARS_END)
def test_a_period_without_its_year_is_the_present_or_the_next_one(
    lite: Installation, now: datetime, words: str, period: str
) -> None:
    lite.squad()
    lite.clock.set(now)
    set_target(lite, lite.admin, f"目标 公司 {words} 500万")
    assert lite.rows(ROWS) == [(period, 500_000_000, 1, "")]


@pytest.mark.parametrize("words", ["本队 今天 5万", "本队 3月5日 5万", "本队 3月1日到3月15日 5万", "本队 昨天 5万"])
def test_a_day_or_a_stretch_of_days_has_no_target(lite: Installation, words: str) -> None:
    squad = lite.squad()
    lite.say(squad.manager, f"目标 {words}")
    assert "确认" not in labels(lite.answer(squad.manager))
    assert lite.rows(ROWS) == []


VALUES = [
    ("300万", "K01", 300_000_000), ("3百万", "K01", 300_000_000), ("0.5亿", "K01", 5_000_000_000),
    ("1,234.56", "K01", 123_456), ("99.99元", "K01", 9_999), ("0.01元", "K01", 1), ("1元", "K01", 100),
    ("20k", "K01", 2_000_000), ("3 million", "K01", 300_000_000), ("1.5m", "K01", 150_000_000),
    ("500千", "K01", 50_000_000), ("销售额 300000", "K01", 30_000_000), ("¥30万", "K01", 30_000_000),
    ("20家", "K10", 20), ("新客户 20", "K10", 20), ("二十家", "K10", 20), ("new customers 20", "K10", 20),
    ("60次", "K21", 60), ("拜访 60", "K21", 60), ("有效拜访 60次", "K21", 60), ("visits 60", "K21", 60),
]  # fmt: skip


@pytest.mark.parametrize("words, kpi, value", VALUES)
def test_every_way_to_say_how_much(lite: Installation, words: str, kpi: str, value: int) -> None:
    squad = lite.squad()
    set_target(lite, squad.manager, f"目标 本队 4月 {words}")
    assert lite.rows("select kpi, value from targets") == [(kpi, value)]


@pytest.mark.parametrize("words", ["-5万", "很多", "0.001元", "1.5家", "99999999亿", "300万 400万", "∞", "٣"])
def test_what_is_no_value_sets_nothing(lite: Installation, words: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.manager, f"目标 本队 4月 {words}")
    assert "确认" not in labels(card)
    assert lite.rows(ROWS) == []


def test_versions_count_up_and_every_reason_is_kept(house: Installation) -> None:
    squad = house.squad()
    set_target(house, squad.manager, "目标 本队 4月 30万")
    for value, why in (("31万", "加人"), ("29万", "**少**一个人"), ("31万", "又<at id=all></at>来了")):
        set_target(house, squad.manager, f"目标 本队 4月 {value} 因为 {why}")
    assert house.rows(ROWS) == [
        ("2026-04", 30_000_000, 1, ""),
        ("2026-04", 31_000_000, 2, "加人"),
        ("2026-04", 29_000_000, 3, "**少**一个人"),
        ("2026-04", 31_000_000, 4, "又<at id=all></at>来了"),
    ]
    card = house.say(squad.manager, "目标 本队 4月")
    assert "¥31万" in read(card)
    assert "<at id=all>" not in str(card.card)


def test_each_period_figure_and_product_has_versions_of_its_own(lite: Installation) -> None:
    squad = lite.squad()
    for words in ("4月 30万", "5月 30万", "Q2 90万", "4月 20家", "4月 60次"):
        set_target(lite, squad.manager, f"目标 本队 {words}")
    set_target(lite, squad.manager, "目标 本队 4月 25家 因为 展会")
    found = lite.rows("select period, kpi, max(version) from targets group by period, kpi order by kpi, period")
    assert found == [
        ("2026-04", "K01", 1), ("2026-05", "K01", 1), ("2026-Q2", "K01", 1),
        ("2026-04", "K10", 2), ("2026-04", "K21", 1),
    ]  # fmt: skip


def test_months_make_up_their_quarter_and_their_year_when_none_is_missing(house: Installation) -> None:
    squad = house.squad()
    for month, value in (("4月", "10万"), ("5月", "20万")):
        set_target(house, squad.manager, f"目标 本队 {month} {value}")
    assert "目标 ¥" not in shown(house, squad.manager, "本队 Q2")
    set_target(house, squad.manager, "目标 本队 6月 30.01元")
    assert "¥30万" in shown(house, squad.manager, "本队 Q2")
    set_target(house, squad.manager, "目标 本队 Q2 70万")
    assert "目标 ¥70万" in shown(house, squad.manager, "本队 Q2")


ALLOCATED = [
    ("100万", ["60万", "40万"], "下级合计 ¥1,000,000.00，已全部分配", "all of it allocated"),
    ("100万", ["60万", "30万"], "下级合计 ¥900,000.00，未分配 ¥100,000.00", "¥100,000.00 not allocated"),
    ("100万", ["60万", "50万"], "下级合计 ¥1,100,000.00，多分配了 ¥100,000.00", "¥100,000.00 over-allocated"),
    ("100万", ["99.99万", "0.01元"], "未分配 ¥99.99", "¥99.99 not allocated"),
    ("0.03元", ["0.01元", "0.01元"], "未分配 ¥0.01", "¥0.01 not allocated"),
    ("20家", ["12家", "12家"], "多分配了 4 家", "4 over-allocated"),
    ("20家", ["12家", "8家"], "已全部分配", "all of it allocated"),
]


@pytest.mark.parametrize("whole, parts, said, english", ALLOCATED)
def test_what_is_left_of_a_teams_target_is_seen_to_the_cent(
    lite: Installation, whole: str, parts: list[str], said: str, english: str
) -> None:
    squad = lite.squad()
    set_target(lite, squad.manager, f"目标 本队 4月 {whole}")
    for rep, part in zip(squad.reps, parts, strict=True):
        set_target(lite, squad.manager, f"目标 {rep.name} 4月 {part}")
    what = " 新客户" if "家" in whole else ""
    card = lite.say(squad.manager, f"目标 本队 4月{what}")
    assert said in read(card)
    assert english in read(card, "en")


SPLITS = [
    ("100元", 3, ["33.33", "33.33", "33.34"]),
    ("100元", 7, ["14.28", "14.28", "14.28", "14.29", "14.29", "14.29", "14.29"]),
    ("0.02元", 3, ["0.00", "0.01", "0.01"]),
    ("90万", 3, ["300000"] * 3),
    ("1元", 1, ["1"]),
    ("20家", 6, ["3", "3", "3", "3", "4", "4"]),
]


@pytest.mark.parametrize("whole, many, parts", SPLITS)
def test_a_split_is_proposed_to_the_cent(lite: Installation, whole: str, many: int, parts: list[str]) -> None:
    squad = lite.squad(reps=tuple(f"销售{n}" for n in range(many)))
    set_target(lite, squad.manager, f"目标 本队 4月 {whole}")
    what = " 新客户" if "家" in whole else ""
    lite.say(squad.manager, f"目标 本队 4月{what}")
    lite.feishu.press(squad.manager, lite.answer(squad.manager).message_id, "分解到人")
    form = held(lite.answer(squad.manager))
    got = sorted(str(form[f"part_{n + 1}"]) for n in range(many))
    assert sorted(float(each or 0) for each in got) == sorted(float(each) for each in parts)


def area(house: Installation) -> tuple[Squad, Squad]:
    """Two teams in 华东 with a target for the second quarter each, under one of the area."""
    east, second = house.squad(), house.squad("华东二队", "周经理", ("小红",))
    for squad in (east, second):
        house.say_in(squad.chat, squad.manager, "大区 华东")
    set_target(house, house.admin, "目标 华东大区 Q2 500万")
    for name in ("华东一队", "华东二队"):
        set_target(house, house.admin, f"目标 {name} Q2 200万")
    return east, second


def test_an_area_adds_up_its_teams(house: Installation) -> None:
    area(house)
    said = shown(house, house.admin, "华东大区 Q2")
    assert "下级合计 ¥4,000,000.00，未分配 ¥1,000,000.00" in said
    for name in ("华东一队", "华东二队"):
        assert name in said


def test_an_area_that_is_called_otherwise_now_keeps_its_teams_and_asks_for_a_target(house: Installation) -> None:
    east, second = area(house)
    for squad in (east, second):
        house.say_in(squad.chat, squad.manager, "大区 长三角")
    said = shown(house, house.admin, "长三角大区 Q2")
    assert "华东一队" in said
    assert "¥500万" not in said
    assert house.rows("select scope_key, value from targets where scope_kind = 'area'") == [("华东", 500_000_000)]
    set_target(house, house.admin, "目标 长三角大区 Q2 600万")
    assert "未分配 ¥2,000,000.00" in shown(house, house.admin, "长三角大区 Q2")


def test_a_team_that_leaves_its_area_hangs_under_the_company(lite: Installation) -> None:
    east, _ = area(lite)
    set_target(lite, lite.admin, "目标 公司 Q2 900万")
    lite.say_in(east.chat, east.manager, "大区 无")
    assert "未分配 ¥3,000,000.00" in shown(lite, lite.admin, "华东大区 Q2")
    said = shown(lite, lite.admin, "公司 Q2")
    assert "华东一队" in said
    assert "下级合计 ¥7,000,000.00，未分配 ¥2,000,000.00" in said


def test_the_target_of_who_has_left_the_team_is_not_among_its_parts(house: Installation) -> None:
    squad = house.squad()
    set_target(house, squad.manager, "目标 本队 4月 30万")
    for rep in squad.reps:
        set_target(house, squad.manager, f"目标 {rep.name} 4月 15万")
    assert "已全部分配" in shown(house, squad.manager, "本队 4月")
    house.feishu.leave(squad.chat, [squad.reps[0]])
    house.drain()
    said = shown(house, squad.manager, "本队 4月")
    assert "未分配 ¥150,000.00" in said
    assert "李雷" not in said


def begun(house: Installation, change: str) -> Message:
    """A target that is changed after its period has begun."""
    house.squad()
    set_target(house, house.admin, "目标 华东一队 本月 40万")
    house.clock.set(datetime.combine(date(2026, 3, 16), on(2026, 3, 16).timetz()))
    set_target(house, house.admin, f"目标 华东一队 本月 {change}")
    return house.answer(house.admin)


@pytest.mark.parametrize("change, said", [
    ("30万 因为 停产", "¥400,000.00 → ¥300,000.00（停产）"),
    ("50万 因为 大单", "¥400,000.00 → ¥500,000.00（大单）"),
])  # fmt: skip
def test_changed_within_its_period_both_values_are_said(lite: Installation, change: str, said: str) -> None:
    card = begun(lite, change)
    assert f"期间调整过：{said}" in read(card)


def test_set_back_to_what_it_was_nothing_is_said_of_a_change(lite: Installation) -> None:
    begun(lite, "30万 因为 停产")
    set_target(lite, lite.admin, "目标 华东一队 本月 40万 因为 复产")
    assert "→ ¥400,000.00" not in shown(lite, lite.admin, "华东一队 本月")
    assert press(lite, lite.admin, "设目标")[0] != "warning"
