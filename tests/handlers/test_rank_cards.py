"""排行: places, ties, what is below nothing, who has no figure, and how much of it whoever asks may read."""

from collections.abc import Sequence

import pytest

from handlers.figures.rank_cards import MOST_BARS, rank_of
from playground import Person
from playground.validation import problems
from sales.kpi import CATALOGUE, Figure, Na
from sales.rankings import left_out, ranking
from tests.handlers.test_figures import TENTH
from tests.installation import Installation, Squad
from tests.openings import ADMIN, Desk, desk, words_of
from tests.seen import labels, lite, parts, read
from tests.stall import returned, shipped, sold, stocked
from tests.weeks import at, away

__all__ = ["desk", "lite"]


def net(value: int) -> Figure:
    return Figure(CATALOGUE["K01"], value)


@pytest.mark.parametrize(
    "values, numbers",
    [
        ([], []),
        ([0], [1]),
        ([5, 5], [1, 1]),
        ([5, 5, 5, 1], [1, 1, 1, 4]),
        ([9, 5, 5, 1], [1, 2, 2, 4]),
        ([9, 5, 1, 1], [1, 2, 3, 3]),
        ([0, -1, -1, -5], [1, 2, 2, 4]),
        ([-5, -5], [1, 1]),
        ([2**60, 2**60 - 1], [1, 2]),
    ],
)
def test_equals_share_a_place_and_leave_as_many_free(values: list[int], numbers: list[int]) -> None:
    figures = {n: net(value) for n, value in enumerate(values)}
    assert [place.no for place in ranking(figures)] == numbers
    assert [place.figure.value for place in ranking(figures)] == sorted(values, reverse=True)


@pytest.mark.parametrize("why", list(Na))
def test_whoever_has_no_figure_is_left_out_for_every_reason(why: Na) -> None:
    rate = CATALOGUE["K25"]
    figures = {"a": Figure(rate, 1, 2), "b": Figure(rate, 9, 9, why), "c": Figure(rate, 2, 2)}
    assert [(place.no, place.who) for place in ranking(figures)] == [(1, "c"), (2, "a")]
    assert left_out(figures) == [("b", figures["b"])]


def team_of(house: Installation, *amounts: int) -> Squad:
    """A team of reps who sold so many pieces each, of 100 yuan; below nothing what came back of February's."""
    squad = house.squad(reps=tuple(f"销售{n:02}" for n in range(len(amounts))))
    shop = stocked(house)
    house.clock.set(TENTH.replace(month=2))
    before = {}
    for rep, pieces in zip(squad.reps, amounts, strict=True):
        if pieces < 0:
            before[rep.open_id] = sold(house, rep, f"客户{rep.name}", shop.wish("A100", -pieces))
            shipped(house, before[rep.open_id], -pieces)
    house.clock.set(TENTH)
    for rep, pieces in zip(squad.reps, amounts, strict=True):
        if pieces > 0:
            sold(house, rep, f"客户{rep.name}", shop.wish("A100", pieces))
        if pieces < 0:
            returned(house, before[rep.open_id], -pieces)
    return squad


def places(card: object) -> list[list[str]]:
    (table,) = [part for part in parts(card) if part.get("tag") == "table"]
    return [[str(cell) for cell in row.values()] for row in table["rows"]]


@pytest.mark.parametrize(
    "amounts, lead, told",
    [
        ((3, 1), "销售00 领先：¥300", [["1", "销售00", "¥300"], ["2", "销售01", "¥100"]]),
        ((2, 2, 1), "销售00、销售01 领先：¥200", [["1", "¥200"], ["1", "¥200"], ["3", "¥100"]]),
        ((1, 1, 1, 1, 1), "等 5 人 领先：¥100", [["1", "¥100"]] * 5),
        ((0, 0), "还没有人领先", [["1", "¥0"], ["1", "¥0"]]),
        ((0, -1), "还没有人领先", [["1", "¥0"], ["2", "−¥100"]]),
        ((4, -2), "销售00 领先：¥400", [["1", "¥400"], ["2", "−¥200"]]),
    ],
)
def test_a_manager_reads_places_names_and_figures(
    lite: Installation, amounts: tuple[int, ...], lead: str, told: Sequence[list[str]]
) -> None:
    squad = team_of(lite, *amounts)
    card = lite.say(squad.manager, "排行")
    assert lead in read(card)
    for row, wanted in zip(places(card.card), told, strict=True):
        assert [cell for cell in wanted if cell not in row] == []


@pytest.mark.parametrize("amounts, drawn", [((3, 1), True), ((0, 0), False), ((4, -2), False), ((2, 0), True)])
def test_bars_are_drawn_where_all_of_them_go_to_the_right(
    lite: Installation,
    amounts: tuple[int, ...],
    drawn: bool,
) -> None:
    squad = team_of(lite, *amounts)
    card = lite.say(squad.manager, "排行")
    assert any(part.get("tag") == "chart" for part in parts(card.card)) is drawn


def test_of_many_reps_a_dozen_are_drawn_and_all_are_listed(lite: Installation) -> None:
    squad = team_of(lite, *range(1, 16))
    card = lite.say(squad.manager, "排行")
    (chart,) = [part for part in parts(card.card) if part.get("tag") == "chart"]
    assert len(places(card.card)) == 15
    assert str(chart["chart_spec"]).count("'销售") >= MOST_BARS
    assert "'销售00'" not in str(chart["chart_spec"])


@pytest.mark.parametrize(
    "amounts, rep, place, ahead",
    [
        ((5, 4, 3, 2, 1), 4, "第 5 名", "领先：1. 销售00、2. 销售01、3. 销售02"),
        ((5, 4, 3, 2, 1), 0, "第 1 名", "领先：1. 销售00、2. 销售01、3. 销售02"),
        ((5, 5, 3), 2, "第 3 名", "领先：1. 销售00、1. 销售01、3. 销售02"),
        ((2, 0, 0), 1, "第 2 名", "领先：1. 销售00"),
        ((0, 0, 0), 1, "第 1 名", "还没有人领先"),
        ((1, 0, -3), 2, "第 3 名", "领先：1. 销售00"),
    ],
)
def test_a_rep_reads_their_place_and_the_first_three(
    lite: Installation, amounts: tuple[int, ...], rep: int, place: str, ahead: str
) -> None:
    squad = team_of(lite, *amounts)
    told = lite.say(squad.reps[rep], "排行")
    assert place in read(told)
    assert f"共 {len(amounts)} 人" in read(told)
    assert ahead in read(told).split("\n") or ahead in read(told)
    assert f"{ahead}、" not in read(told)
    for n, pieces in enumerate(amounts):
        if pieces > 0 and pieces != amounts[rep]:
            assert f"¥{pieces * 100}" not in read(told), n
    assert labels(told) == []
    assert not [part for part in parts(told.card) if part.get("tag") in ("table", "chart")]


def test_a_rep_without_a_figure_has_no_place(lite: Installation) -> None:
    squad = team_of(lite, 1, 1)
    told = read(lite.say(squad.reps[0], "排行 完成率"))
    assert "这段时间没有可以排名的数字" in told or "你不在这个排名里" in told
    assert "第 1 名" not in told


NAMED = {
    "": "销售额", "销售额": "销售额", "业绩": "销售额", "sales": "销售额", "NET": "销售额",
    "完成率": "完成率", "目标": "完成率", "rate": "完成率", "新客户": "新客户", "new": "新客户",
    "New Customers": "新客户", "回款": "到期回款率", "collected": "到期回款率", "拜访": "有效拜访",
    "visits": "有效拜访", "及时率": "报告及时率", "in time": "报告及时率", "reports": "报告及时率",
}  # fmt: skip


@pytest.mark.parametrize("words", NAMED)
@pytest.mark.parametrize("period", ["", " 上月", " 2026-03"])
def test_the_words_say_by_what(desk: Desk, words: str, period: str) -> None:
    card = desk.asking(lambda ctx: rank_of(ctx, f"{words}{period}"), "ou_boss")
    assert f"排行：{NAMED[words]}" in words_of(card)
    assert problems(card.json) == []
    assert "华东一队" in words_of(card)


@pytest.mark.parametrize(
    "open_id, words, among",
    [
        ("ou_li", "", "华东一队"),
        ("ou_zhou", "", "华南一队"),
        ("ou_boss", "", "华东一队"),
        (ADMIN, "", "公司"),
        (ADMIN, "公司", "公司"),
        (ADMIN, "华南一队", "华南一队"),
    ],
)
def test_among_whom(desk: Desk, open_id: str, words: str, among: str) -> None:
    told = words_of(desk.asking(lambda ctx: rank_of(ctx, words), open_id))
    assert f"\n{among} · " in told
    names = {"华东一队": ("周周",), "华南一队": ("李雷", "韩梅梅"), "公司": ()}[among]
    assert [name for name in names if name in told] == []


def test_with_everybody_on_leave_there_is_a_ranking_all_the_same(lite: Installation) -> None:
    squad = team_of(lite, 2, 1)
    for each in squad.reps:
        away(lite, each, at(1, 9), at(31, 9))
    told = read(lite.say(squad.manager, "排行"))
    assert "1 销售00 ¥200" in told
    assert "2 销售01 ¥100" in told
    without = read(lite.say(squad.manager, "排行 及时率"))
    assert "未参加排名" in without


def group(house: Installation, squad: Squad, who: Person, words: str) -> str:
    return read(house.say_in(squad.chat, who, words))


@pytest.mark.parametrize("words", ["排行", "排行 新客户", "rank", "业绩", "业绩 本队", "完成率", "漏斗", "团队 本月"])
def test_a_group_reads_neither_names_nor_figures(lite: Installation, words: str) -> None:
    squad = team_of(lite, 3, 1)
    told = group(lite, squad, squad.manager, words)
    assert "只私信发送" in told
    for secret in ("¥", "销售00", "销售01", "第 1 名", "%"):
        assert secret not in told
    assert "2026-03" in str(lite.answer(squad.manager).card) or "3月1日" in read(lite.answer(squad.manager))
