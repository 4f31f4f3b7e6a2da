"""Fair timeliness: outages move due moments, and rates count only what was really owed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from sales.obligations import LONG_PAST, Reason, State, may_still_send, rates, spared, tally
from sales.spans import Half
from tests.sales.test_obligations import at, leave, mine, week


@dataclass(frozen=True)
class Down:
    """An outage."""

    began_at: datetime
    ended_at: datetime


@dataclass(frozen=True)
class Made:
    """An obligation as the ledger keeps it, as far as the rules look at it."""

    state: State
    due_at: datetime
    reason: Reason = Reason.NONE
    provisional: bool = False


def down(began: str, ended: str) -> Down:
    return Down(at("2026-03-06", began), at("2026-03-06", ended))


@pytest.mark.parametrize(
    "outages, due",
    [
        ([down("17:30", "18:10")], "18:40"),
        ([down("17:00", "17:40")], "18:40"),
        ([down("15:00", "16:30")], "18:30"),
        ([down("14:00", "16:00")], "18:00"),
        ([down("18:00", "18:30")], "18:00"),
        ([down("16:30", "16:45"), down("17:00", "17:20")], "18:35"),
        ([down("18:05", "18:25"), down("16:30", "16:45")], "18:35"),
        ([], "18:00"),
    ],
)
def test_an_outage_in_the_last_two_hours_moves_the_due_moment_by_as_long(outages: list[Down], due: str) -> None:
    """The longest counts from two hours before; a second one counts against the moved moment, in whatever order."""
    owed = spared(week("2026-W10"), outages)
    assert owed.due_at == at("2026-03-06", due)
    assert owed.reason is (Reason.NONE if due == "18:00" else Reason.OUTAGE)
    assert owed.ruled_due_at == at("2026-03-06", "18:00")


def test_an_outage_moves_a_due_moment_that_leave_had_moved() -> None:
    owed = mine("2026-W10", leave("2026-03-06", first_half=Half.PM))
    moved = spared(owed, [Down(at("2026-03-09", "11:00"), at("2026-03-09", "11:30"))])
    assert (moved.due_at, moved.leave_id) == (at("2026-03-09", "12:30"), 1)


# Rates


def test_rates_of_the_worked_example() -> None:
    """Ten owed, one excused, one waived, six on time, one late, one missed: 75 % and 87.5 %."""
    states = [State.ON_TIME] * 6 + [State.LATE, State.MISSED, State.EXCUSED, State.WAIVED]
    went = rates(states)
    assert (went.owed, went.submitted, went.excused, went.waived) == (8, 7, 1, 1)
    assert (went.timeliness, went.submission) == (Fraction(3, 4), Fraction(7, 8))


def test_nobody_owes_in_a_week_on_which_all_are_on_leave() -> None:
    went = rates([State.EXCUSED] * 8)
    assert (went.owed, went.timeliness, went.submission) == (0, None, None)


NOON = at("2026-03-06", "12:00")


def test_what_is_not_due_yet_counts_only_once_it_is_sent() -> None:
    ahead = NOON + timedelta(hours=6)
    went = tally([Made(State.PENDING, ahead), Made(State.ON_TIME, ahead), Made(State.PENDING, NOON)], NOON)
    assert (went.owed, went.on_time) == (2, 1)


def test_provisional_days_blame_nobody() -> None:
    """Sent ones count, so that nobody loses by being on time; what was not sent is in neither count."""
    silent = Made(State.PENDING, NOON - timedelta(days=1), provisional=True)
    sent = Made(State.ON_TIME, NOON - timedelta(days=1), provisional=True)
    assert tally([silent, sent], NOON).timeliness == 1
    assert tally([silent], NOON).timeliness is None


@pytest.mark.parametrize(
    "late, reason, taken",
    [
        (timedelta(0), Reason.NONE, True),
        (LONG_PAST, Reason.NONE, True),
        (LONG_PAST + timedelta(seconds=1), Reason.NONE, False),
        (timedelta(days=60), Reason.REOPENED, True),
        (timedelta(days=60), Reason.LEAVE, False),
    ],
)
def test_a_report_long_past_needs_a_managers_word(late: timedelta, reason: Reason, taken: bool) -> None:
    assert may_still_send(Made(State.MISSED, NOON, reason), NOON + late) is taken
