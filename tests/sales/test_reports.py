"""What a report compares and measures: facts then and now, early and late, and how soon it was reviewed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.calendar import WEEKENDS_OFF
from sales.reports import (
    Fact,
    FactKind,
    Looked,
    Promptness,
    ReviewRate,
    Wording,
    acceptable_until,
    changeable_until,
    changes,
    fact_of,
    promptness,
    review_due,
    review_rate,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
DUE = datetime(2026, 3, 6, 18, tzinfo=SHANGHAI)
HOUR = timedelta(hours=1)
VISIT = Fact("V-1", FactKind.VISIT, date(2026, 3, 2), "华宁精密", "同意试用")
QUIET = Fact("C-3", FactKind.QUIET_CUSTOMER, None, "长安重工", "")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize("fact", [VISIT, QUIET])
def test_a_fact_comes_back_from_where_it_is_kept(fact: Fact) -> None:
    assert fact_of(fact.as_json()) == fact


def test_nothing_has_changed_when_the_records_say_the_same() -> None:
    same = changes([VISIT, QUIET], [QUIET, VISIT])
    assert not same
    assert (same.added, same.gone, same.changed) == ((), (), ())


def test_what_came_what_went_and_what_is_different_are_told_apart() -> None:
    later = Fact("V-1", FactKind.VISIT, date(2026, 3, 3), "华宁精密", "已下单")
    new = Fact("V-2", FactKind.VISIT, date(2026, 3, 4), "智云科技", "")
    found = changes([VISIT, QUIET], [later, new])
    assert found
    assert (found.added, found.gone, found.changed) == ((new,), (QUIET,), ((VISIT, later),))


def test_a_follow_up_that_turns_from_missed_to_done_has_changed() -> None:
    missed = Fact("F-1", FactKind.FOLLOW_UP_MISSED, date(2026, 3, 5), "华宁精密", "报价")
    done = Fact("F-1", FactKind.FOLLOW_UP_DONE, date(2026, 3, 5), "华宁精密", "报价")
    assert changes([missed], [done]).changed == ((missed, done),)


def test_another_name_for_the_same_customer_is_no_change() -> None:
    merged = Fact("V-1", FactKind.VISIT, date(2026, 3, 2), "华宁集团", "同意试用")
    assert not changes([VISIT], [merged])


def test_what_was_written_comes_back_even_with_fields_missing() -> None:
    assert Wording.of({"summary": "好", "next_plan": "跑"}) == Wording("好", "", "", "跑")
    assert Wording.of({}).is_blank
    assert not Wording("好").is_blank


def test_a_report_may_be_changed_for_a_day_and_accepted_for_a_week_after_it_was_due() -> None:
    assert changeable_until(DUE) == at(7, 18)
    assert acceptable_until(DUE) == at(13, 18)


@pytest.mark.parametrize(
    "sent,how,by",
    [
        (at(6, 15), Promptness.EARLY, 3 * HOUR),
        (at(6, 17), Promptness.EARLY, HOUR),
        (at(6, 17, 1), Promptness.ON_TIME, timedelta(minutes=59)),
        (at(6, 18), Promptness.ON_TIME, timedelta(0)),
        (at(6, 18, 1), Promptness.LATE, timedelta(minutes=1)),
        (at(9, 9), Promptness.LATE, 63 * HOUR),
    ],
)
def test_early_on_time_and_late_by_the_due_moment(sent: datetime, how: Promptness, by: timedelta) -> None:
    assert promptness(sent, DUE) == (how, by)
    assert promptness(sent.astimezone(UTC), DUE) == (how, by)


@pytest.mark.parametrize(
    "submitted,due",
    [
        (at(5, 10), at(7, 0)),  # on Thursday: by the end of Friday
        (at(6, 17), at(10, 0)),  # on Friday evening: by the end of Monday
        (at(7, 12), at(10, 0)),  # on Saturday: by the end of Monday, too
        (at(8, 23), at(10, 0)),
    ],
)
def test_a_review_is_due_by_the_end_of_the_next_working_day(submitted: datetime, due: datetime) -> None:
    assert review_due(submitted, WEEKENDS_OFF, SHANGHAI) == due
    assert review_due(submitted.astimezone(UTC), WEEKENDS_OFF, SHANGHAI) == due


def test_the_review_rate_counts_what_was_reviewed_in_time_of_what_had_to_be() -> None:
    looked = [
        Looked(at(5, 10), at(6, 23, 59)),  # in time
        Looked(at(5, 10), at(7, 0)),  # a moment late
        Looked(at(5, 10), None),  # not at all
        Looked(at(9, 10), at(9, 11)),  # in time, though more time was left
        Looked(at(9, 10), None),  # still has time: not counted
    ]
    assert review_rate(looked, at(10, 9), WEEKENDS_OFF, SHANGHAI) == ReviewRate(2, 4)
    assert review_rate(looked, at(11, 0), WEEKENDS_OFF, SHANGHAI) == ReviewRate(2, 5)


def test_without_anything_to_review_there_is_no_rate() -> None:
    assert review_rate([], at(10, 9), WEEKENDS_OFF, SHANGHAI) == ReviewRate(0, 0)
