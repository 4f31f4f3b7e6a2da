"""The three steps around a due moment, and that there is no fourth."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.reminders import Step, nudge_at, open_steps, windows

SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 3, 6, 18, tzinfo=SHANGHAI)


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of Friday 6 March 2026 in Shanghai."""
    return datetime(2026, 3, 6, hour, minute, tzinfo=SHANGHAI)


def steps(now: datetime, due: datetime = DUE, *, is_visit: bool = False) -> list[Step]:
    """The steps that may be made at a moment."""
    return [each.step for each in open_steps(due, SHANGHAI, now, is_visit=is_visit)]


@pytest.mark.parametrize("now,expected", [
    (at(14, 59), []),
    (at(15), [Step.NUDGE]),
    (at(16, 59), [Step.NUDGE]),
    (at(17), []),
    (at(17, 29), []),
    (at(17, 30), [Step.SOON]),
    (at(17, 59), [Step.SOON]),
    (at(18), [Step.LAST]),
    (at(20, 59), [Step.LAST]),
    (at(21), []),
])  # fmt: skip
def test_each_step_has_its_time(now: datetime, expected: list[Step]) -> None:
    assert steps(now) == expected


def test_the_last_step_is_made_ahead_and_leaves_an_hour_after_the_due_moment() -> None:
    (last,) = open_steps(DUE, SHANGHAI, DUE, is_visit=False)
    assert last.at == DUE + timedelta(hours=1)


@pytest.mark.parametrize("due,nudge", [
    (at(18), at(15)),
    (at(23, 59), at(15)),
    (at(16), at(15)),
    (at(15, 30), at(12, 30)),
    (at(15), at(12)),
    (at(12), at(9)),
    (at(11), at(8, 30)),
    (at(9), at(8, 30)),
    (at(8, 30), at(5, 30)),
])  # fmt: skip
def test_what_is_due_early_is_reminded_of_three_hours_ahead(due: datetime, nudge: datetime) -> None:
    assert nudge_at(due, SHANGHAI) == nudge


def test_a_visit_report_is_reminded_of_once_at_eleven() -> None:
    assert [each.step for each in windows(at(12), SHANGHAI, is_visit=True)] == [Step.NUDGE]
    assert steps(at(10, 59), at(12), is_visit=True) == []
    assert steps(at(11), at(12), is_visit=True) == [Step.NUDGE]
    assert steps(at(12), at(12), is_visit=True) == []


def test_the_wall_clock_is_the_teams() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    due = datetime(2026, 3, 30, 18, tzinfo=berlin)  # the day after clocks went forward
    assert nudge_at(due, berlin) == datetime(2026, 3, 30, 15, tzinfo=berlin)
