"""The arithmetic and the look of the table that `make bench` prints."""

import pytest

from benchmarks.sending import least_seconds
from benchmarks.table import Line, Table, at_least, at_most, growth, part_of, ratio


def test_a_ratio_is_the_median_of_the_rounds_and_not_of_the_sides() -> None:
    """The second round met a busy machine: both sides were ten times as slow, and their ratio is what it was."""
    assert ratio([300, 30, 200], [100, 10, 100]) == 3


def test_rounds_without_their_other_side_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio([1, 2], [1])


@pytest.mark.parametrize("found, kept", [(2.99, False), (3.0, True), (8.0, True)])
def test_a_goal_to_reach_is_kept_from_the_goal_on(found: float, kept: bool) -> None:
    assert at_least("faster", found, 3, ", so far") == Line("faster", f"{found:.2f} x, so far", "≥ 3 x", kept)


@pytest.mark.parametrize("found, kept", [(1.02, True), (1.1, True), (1.11, False)])
def test_a_goal_not_to_exceed_is_kept_up_to_the_goal(found: float, kept: bool) -> None:
    assert at_most("longer", found, 1.1) == Line("longer", f"{found:.2f} x", "≤ 1.1 x", kept)


@pytest.mark.parametrize("share, said, kept", [(0.1, "1/10.0", True), (0.2, "1/5.0", True), (0.4, "1/2.5", False)])
def test_a_share_is_said_as_a_fraction(share: float, said: str, kept: bool) -> None:
    assert part_of("p99", share, 5) == Line("p99", said, "≤ 1/5", kept)


def test_growth_is_reckoned_from_the_week_before_those_that_count() -> None:
    weeks = [100.0, 200.0, 201.0, 203.0, 202.0, 204.0, 210.0]
    assert growth(weeks, 5) == pytest.approx(0.05)
    assert growth([210.0, 200.0], 1) < 0


@pytest.mark.parametrize(
    "messages, seconds",
    [(1, 0.02), (50, 1), (1000, 20), (1001, 60.02), (2000, 80), (5500, 310)],
)
def test_the_least_time_is_what_both_limits_allow(messages: int, seconds: float) -> None:
    assert least_seconds(messages) == pytest.approx(seconds)


def test_the_table_says_which_goals_were_kept_and_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table()
    table.show("Starting", "load 0.1", [at_least("one", 4, 3), at_least("two", 2, 3), Line("three", "not installed")])
    table.close()
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["what", "how much", "goal", ""]
    assert rows[2:] == [
        ["**Starting**", "load 0.1", "", ""],
        ["one", "4.00 x", "≥ 3 x", "kept"],
        ["two", "2.00 x", "≥ 3 x", "missed"],
        ["three", "not installed", "", ""],
        ["**Goals kept**", "1 of 2", "", ""],
    ]


def test_all_rows_of_the_table_are_as_wide(capsys: pytest.CaptureFixture[str]) -> None:
    Table().show("Starting", "", [at_most("one", 1, 2)])
    assert len({len(row) for row in capsys.readouterr().out.splitlines()}) == 1
