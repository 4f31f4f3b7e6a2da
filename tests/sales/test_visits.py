"""Which visits are accepted, to the day, and until when they may be changed, to the second."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.breaches import (
    FutureVisit,
    NextStepInPast,
    NextStepMissing,
    NextStepOrReason,
    NextStepTooFar,
    RuleBroken,
    VisitTooOld,
)
from sales.calendar import WEEKENDS_OFF
from sales.visits import BACKDATED, PLANNED, Findings, Kind, NoStep, changeable_until, check, number

TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
FOUND = Findings(TODAY, Kind.ON_SITE, "", "", "", "", None, NoStep.OTHER)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("day", [TODAY, TODAY - DAY, TODAY - BACKDATED])
def test_a_visit_of_the_last_week_is_accepted(day: date) -> None:
    check(replace(FOUND, visited_on=day), TODAY)


def test_a_visit_of_tomorrow_is_not() -> None:
    with pytest.raises(FutureVisit) as broken:
        check(replace(FOUND, visited_on=TODAY + DAY), TODAY)
    assert broken.value == FutureVisit(TODAY)


def test_a_visit_older_than_a_week_is_not() -> None:
    with pytest.raises(VisitTooOld) as broken:
        check(replace(FOUND, visited_on=TODAY - BACKDATED - DAY), TODAY)
    assert broken.value == VisitTooOld(date(2026, 2, 23))


@pytest.mark.parametrize("day", [TODAY, TODAY + DAY, TODAY + PLANNED])
def test_a_next_step_may_lie_within_a_year(day: date) -> None:
    check(replace(FOUND, next_step="报价", next_step_on=day), TODAY)


def test_a_next_step_needs_no_date() -> None:
    check(replace(FOUND, next_step="报价"), TODAY)


@pytest.mark.parametrize(
    "step, day, no",
    [
        ("", TODAY, NextStepMissing()),
        ("报价", TODAY - DAY, NextStepInPast(TODAY)),
        ("报价", TODAY + PLANNED + DAY, NextStepTooFar(date(2027, 3, 3))),
        ("报价", date.max, NextStepTooFar(date(2027, 3, 3))),
        ("报价", date.min, NextStepInPast(TODAY)),
    ],
)
def test_any_other_next_step_is_refused(step: str, day: date, no: RuleBroken) -> None:
    with pytest.raises(type(no)) as broken:
        check(replace(FOUND, next_step=step, next_step_on=day), TODAY)
    assert broken.value == no


@pytest.mark.parametrize("reason", [reason for reason in NoStep if reason])
def test_a_reason_stands_in_for_a_next_step(reason: NoStep) -> None:
    check(replace(FOUND, no_step=reason), TODAY)


def test_neither_step_nor_reason_is_refused() -> None:
    with pytest.raises(NextStepOrReason) as broken:
        check(replace(FOUND, no_step=NoStep.UNSAID), TODAY)
    assert broken.value.field == "no_step"


def test_a_courtesy_needs_neither() -> None:
    check(replace(FOUND, no_step=NoStep.UNSAID, kind=Kind.CARE), TODAY)


@pytest.mark.parametrize("said,effective", [
    ({"outcome": "同意", "next_step": "送样"}, True),
    ({"outcome": "同意", "next_step": "送样", "kind": Kind.PHONE}, True),
    ({"outcome": "同意", "next_step": "送样", "kind": Kind.CARE}, False),
    ({"outcome": "同意"}, False),
    ({"next_step": "送样"}, False),
])  # fmt: skip
def test_a_visit_with_effect_has_outcome_and_next_step(said: dict[str, object], effective: bool) -> None:
    assert replace(FOUND, **said).is_effective is effective  # type: ignore[arg-type]


def test_a_breach_names_the_field_it_is_about() -> None:
    fields = [kind.field for kind in (FutureVisit, VisitTooOld, NextStepMissing, NextStepInPast, NextStepTooFar)]
    assert fields == ["visited_on", "visited_on", "next_step", "next_step_on", "next_step_on"]


@pytest.mark.parametrize(
    "entered, until",
    [
        ("2026-03-02", "2026-03-04T12:00+08:00"),
        ("2026-03-05", "2026-03-07T12:00+08:00"),
        ("2026-03-06", "2026-03-10T12:00+08:00"),
        ("2026-03-07", "2026-03-10T12:00+08:00"),
        ("2026-12-31", "2027-01-02T12:00+08:00"),
    ],
)
def test_a_visit_is_locked_a_day_after_noon_of_the_next_working_day(entered: str, until: str) -> None:
    assert changeable_until(date.fromisoformat(entered), SHANGHAI, WEEKENDS_OFF) == datetime.fromisoformat(until)


def test_the_lock_goes_by_the_teams_clock_and_survives_a_change_of_it() -> None:
    """Entered on the Friday before New York's clocks go forward."""
    until = changeable_until(date(2026, 3, 6), ZoneInfo("America/New_York"), WEEKENDS_OFF)
    assert until.astimezone(UTC) == datetime(2026, 3, 10, 16, tzinfo=UTC)


def test_people_say_a_visit_by_its_number() -> None:
    assert number(123) == "V-123"
