"""What may be asked for, for when, and how a task counts that was put off."""

from datetime import date, timedelta

import pytest

from sales import tasks
from sales.breaches import RuleBroken
from sales.tasks import Wanted

TODAY = date(2026, 3, 11)
DAY = timedelta(days=1)


def test_anything_from_today_to_a_year_ahead_may_be_asked_for() -> None:
    for due_on in (TODAY, TODAY + DAY, TODAY + tasks.AHEAD):
        tasks.check(Wanted("寄样", due_on, TODAY), TODAY)


@pytest.mark.parametrize("wanted, breach", [
    (Wanted("寄样", TODAY - DAY), tasks.DueInPast(TODAY)),
    (Wanted("寄样", TODAY + tasks.AHEAD + DAY), tasks.DueTooFar(TODAY + tasks.AHEAD)),
    (Wanted("寄样", TODAY, TODAY + DAY), tasks.StartAfterDue(TODAY)),
    (Wanted(" ", TODAY), tasks.NothingAsked()),
])  # fmt: skip
def test_what_cannot_be_is_refused(wanted: Wanted, breach: RuleBroken) -> None:
    with pytest.raises(RuleBroken) as refused:
        tasks.check(wanted, TODAY)
    assert refused.value == breach


@pytest.mark.parametrize("until, to, breach", [
    (TODAY + DAY, TODAY + DAY, tasks.NotLater(TODAY + DAY)),
    (TODAY + DAY * 3, TODAY + DAY, tasks.NotLater(TODAY + DAY * 3)),
    (TODAY - DAY * 3, TODAY - DAY, tasks.DueInPast(TODAY)),
    (TODAY, TODAY + tasks.AHEAD + DAY, tasks.DueTooFar(TODAY + tasks.AHEAD)),
])  # fmt: skip
def test_what_is_put_off_becomes_later_and_not_past(until: date, to: date, breach: RuleBroken) -> None:
    with pytest.raises(RuleBroken) as refused:
        tasks.check_putting_off(until, to, TODAY)
    assert refused.value == breach


def test_an_overdue_task_may_be_put_off_to_today() -> None:
    tasks.check_putting_off(TODAY - DAY * 3, TODAY, TODAY)


def test_the_manager_is_told_with_the_third_time_alone() -> None:
    assert [n for n in range(8) if tasks.is_told(n)] == [3]


@pytest.mark.parametrize("due_on, counts_by, promised_for", [
    (TODAY + DAY, TODAY + DAY * 5, None),
    (TODAY, TODAY + DAY * 5, None),
    (TODAY - DAY, TODAY - DAY, TODAY + DAY * 5),
])  # fmt: skip
def test_put_off_in_time_the_new_day_counts_put_off_late_the_old_one(
    due_on: date, counts_by: date, promised_for: date | None
) -> None:
    assert tasks.due_after_putting_off(due_on, TODAY + DAY * 5, TODAY) == (counts_by, promised_for)
