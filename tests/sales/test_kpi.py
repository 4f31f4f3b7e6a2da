"""Figures by their definitions: the worked checks, why there is none, and what holds of all of them."""

from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.kpi import CATALOGUE, Figure, Kind, Na, Pace, Unit, figure
from sales.measures import Measure, added, key_of, variants
from sales.willingness import Band, band, felt

AMOUNTS = st.integers(-(10**12), 10**12)
YUAN = 100


def worked(code: str, *, small: int = 0, variant: str = "", **sums: int) -> Figure:
    return figure(CATALOGUE[code], sums, variant, small=small)


def test_the_first_worked_check_target_and_pace() -> None:
    """Target 1,000,000; confirmed 872,000, of which 12,000 cancelled and 8,000 returned; 14 of 21 working days over."""
    net = (872_000 - 12_000 - 8_000) * YUAN
    assert worked("K01", net=net).value == 852_000 * YUAN
    assert worked("K03", net=net, target=1_000_000 * YUAN).value == 8520
    assert worked("K04", net=net, target=1_000_000 * YUAN, elapsed_days=14, whole_days=21).value == 1278
    pace = Pace(net, 1_000_000 * YUAN, 14, 21)
    assert (pace.achieved, pace.share, pace.index, pace.projection) == (8520, 6667, 1278, 1_278_000 * YUAN)


def test_the_second_worked_check_collected_of_what_was_due() -> None:
    assert worked("K07a", due=500_000 * YUAN, collected=(380_000 + 30_000) * YUAN).value == 8200


def test_the_third_worked_check_reports() -> None:
    """Ten owed, one excused and one waived, six on time, one late, one missed."""
    assert worked("K25", small=5, owed=8, on_time=6, submitted=7).value == 7500
    assert worked("K26", small=5, owed=8, on_time=6, submitted=7).value == 8750


def test_the_fourth_worked_check_no_target() -> None:
    for code in ("K03", "K04"):
        found = worked(code, net=5_000 * YUAN, target=0, elapsed_days=3, whole_days=21)
        assert (found.value, found.why) == (None, Na.NO_TARGET)
    pace = Pace(5_000 * YUAN, 0, 3, 21)
    assert (pace.achieved, pace.index) == (None, None)
    assert Pace(5_000 * YUAN, None, 3, 21).index is None


def test_the_fifth_worked_check_bands_of_willingness() -> None:
    bands = [band(felt(points)) for points in (39, 40, 70, 71)]
    assert bands == [Band.FAILING, Band.FAIR, Band.FAIR, Band.GOOD]


def test_the_sixth_worked_check_nothing_owed() -> None:
    found = worked("K25", owed=0, on_time=0, submitted=0)
    assert (found.value, found.why) == (None, Na.NOTHING_OWED)


@pytest.mark.parametrize(
    "code, sums, why",
    [
        ("K05r", {"net": 100, "uncosted": 100}, Na.NO_BASE),
        ("K05r", {"net": -100}, Na.NEGATIVE),
        ("K07a", {}, Na.NOTHING_DUE),
        ("K07a", {"due": -1}, Na.NEGATIVE),
        ("K08r", {}, Na.NOTHING_DUE),
        ("K12", {}, Na.NO_BASE),
        ("K12", {"active_before": 4, "repeated": 4}, Na.FEW),
        ("K13", {"like_now": 5}, Na.NO_BASE),
        ("K18", {"lines": 4, "over_lines": 1}, Na.FEW),
        ("K21d", {"effective": 5}, Na.NOBODY_PRESENT),
        ("K22", {}, Na.NOTHING_OWED),
        ("K23", {"to_cover": 3, "covered": 3}, Na.FEW),
        ("K24", {}, Na.NO_BASE),
        ("K34", {}, Na.NO_BASE),
        ("K39", {}, Na.NOTHING_DUE),
        ("K46", {}, Na.NOTHING_OWED),
        ("K52", {"net": 5}, Na.NOBODY_PRESENT),
        ("K03", {"net": 5, "target": -5}, Na.NEGATIVE),
        ("K04", {"net": 5, "target": 50, "whole_days": 21}, Na.TOO_EARLY),
    ],
)
def test_a_figure_that_is_none_says_why(code: str, sums: dict[str, int], why: Na) -> None:
    found = figure(CATALOGUE[code], sums, small=5)
    assert (found.value, found.why) == (None, why)


def test_few_things_hide_a_rate_but_not_a_rate_of_money() -> None:
    assert worked("K25", small=5, owed=5, on_time=4).value == 8000
    assert worked("K25", small=5, owed=4, on_time=4).why is Na.FEW
    assert worked("K25", small=0, owed=1, on_time=1).value == 10_000
    assert worked("K03", small=5, net=3, target=4).value == 7500


def test_margin_leaves_out_what_has_no_known_cost() -> None:
    sums = {"net": 1_000, "uncosted": 200, "cost": 600}
    assert figure(CATALOGUE["K05"], sums).value == 200
    assert figure(CATALOGUE["K05r"], sums).value == 2500


def test_growth_and_discount_are_of_what_there_was() -> None:
    assert worked("K13", like_now=900, like_before=1_000).value == -1000
    assert worked("K18d", list=1_000, listed_net=870).value == 1300
    assert worked("K10", new_customers=1, lost_customers=3).value == -2
    assert worked("K24", score=39 + 71 + 70, scored=3).value == 60


def test_pieces_of_one_unit_have_a_sum_and_those_of_several_have_none() -> None:
    pieces, sets = key_of(Measure.QUANTITY, "pcs"), key_of(Measure.QUANTITY, "set")
    assert figure(CATALOGUE["K02"], {pieces: 30_000}).value == 30_000
    assert figure(CATALOGUE["K02"], {pieces: 30_000, sets: 0}).value == 30_000
    mixed = figure(CATALOGUE["K02"], {pieces: 30_000, sets: 20_000})
    assert (mixed.value, mixed.why) == (None, Na.MIXED_UNITS)
    assert figure(CATALOGUE["K02"], {pieces: 30_000, sets: 20_000}, "set").value == 20_000
    assert figure(CATALOGUE["K02"], {"quantity": 10_000}).value == 10_000
    assert figure(CATALOGUE["K02"], {}).value == 0
    assert variants({pieces: 1, sets: 0, "quantity": 4}, Measure.QUANTITY) == ["pcs"]


def test_reports_of_one_type_are_counted_by_themselves() -> None:
    sums = {"owed": 9, "on_time": 9, "owed:weekly": 8, "on_time:weekly": 6, "owed:monthly": 1, "on_time:monthly": 3}
    assert figure(CATALOGUE["K25"], sums, "weekly").value == 7500
    assert figure(CATALOGUE["K25"], sums, "quarterly").why is Na.NOTHING_OWED


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=8))
def test_sums_come_first_and_the_division_last(reps: list[tuple[int, int]]) -> None:
    whole = added({"owed": owed + good, "on_time": good} for owed, good in reps)
    found = figure(CATALOGUE["K25"], whole)
    owed, good = sum(owed + good for owed, good in reps), sum(good for _, good in reps)
    assert (found.of, found.per) == (good, owed)
    assert found.value == (floor(good * 10_000 / owed + 0.5) if owed else None)


@given(st.lists(st.dictionaries(st.sampled_from([m.value for m in Measure]), AMOUNTS), max_size=5))
def test_a_team_is_the_sum_of_its_reps_whatever_is_counted(reps: list[dict[str, int]]) -> None:
    whole = added(reps)
    for code in ("K01", "K05", "K08", "K10", "K21"):
        assert figure(CATALOGUE[code], whole).of == sum(figure(CATALOGUE[code], each).of for each in reps)


@given(AMOUNTS, st.integers(1, 10**12), st.integers(0, 30), st.integers(1, 30))
def test_pace_agrees_with_the_figures(net: int, target: int, elapsed: int, whole: int) -> None:
    elapsed = min(elapsed, whole)
    pace = Pace(net, target, elapsed, whole)
    sums = {"net": net, "target": target, "elapsed_days": elapsed, "whole_days": whole}
    assert pace.achieved == figure(CATALOGUE["K03"], sums).value
    assert pace.index == figure(CATALOGUE["K04"], sums).value


@given(AMOUNTS, st.integers(1, 30))
def test_nothing_is_projected_before_three_days_are_over_nor_once_all_are(net: int, whole: int) -> None:
    for elapsed in range(whole + 1):
        said = Pace(net, None, elapsed, whole).projection
        assert (said is not None) == (3 <= elapsed < whole)


@given(st.integers(0, 10**12), st.integers(4, 40), st.integers(3, 39))
def test_who_goes_on_like_this_arrives_where_the_projection_says(daily: int, whole: int, elapsed: int) -> None:
    if elapsed < whole:
        assert Pace(daily * elapsed, None, elapsed, whole).projection == daily * whole


def test_a_period_without_a_working_day_has_no_share() -> None:
    assert Pace(5, 10, 0, 0).share is None
    assert Pace(5, 10, 0, 0).index is None


def test_the_catalogue_is_of_one_piece() -> None:
    for code, kpi in CATALOGUE.items():
        assert kpi.code == code
        assert kpi.grains in "DWMQHY" or kpi.grains == "WM"
        assert (kpi.kind is Kind.RATIO) == bool(kpi.per) or kpi.code == "K21d"
        assert (kpi.unit is Unit.RATE) <= bool(kpi.per)
        assert kpi.needs
    marks = [kpi.definition for kpi in CATALOGUE.values()]
    assert len(set(marks)) == len(marks)


def test_every_kpi_the_company_asked_for_is_there() -> None:
    wanted = (
        *("K01", "K02", "K03", "K04", "K05", "K07a", "K08", "K10", "K12", "K13", "K18", "K21", "K22", "K23"),
        *("K24", "K25", "K26", "K34", "K39", "K46", "K52"),
    )
    assert set(wanted) <= set(CATALOGUE)
