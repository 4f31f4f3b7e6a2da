"""Who misses the same report again and again, and what does not count as that."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sales.missing import patterns
from sales.obligations import State


@dataclass(frozen=True)
class Owed:
    week: int
    state: State
    rep: str = "李雷"
    rep_id: int = 1
    type: str = "weekly"

    @property
    def first_on(self) -> date:
        return date(2026, 1, 5) + timedelta(weeks=self.week)

    @property
    def last_on(self) -> date:
        return self.first_on + timedelta(days=6)

    @property
    def due_at(self) -> datetime:
        return datetime(2026, 1, 9, 10, tzinfo=UTC) + timedelta(weeks=self.week)


def line(*states: State, **more: object) -> list[Owed]:
    """A rep's reports, week by week."""
    return [Owed(week, state, **more) for week, state in enumerate(states)]  # type: ignore[arg-type]


OK, LATE, MISSED, EXCUSED, WAIVED = State.ON_TIME, State.LATE, State.MISSED, State.EXCUSED, State.WAIVED


def test_three_of_four_make_a_pattern() -> None:
    (found,) = patterns(line(MISSED, OK, MISSED, MISSED))
    assert (found.rep, found.type, found.of) == ("李雷", "weekly", 4)
    assert [first for first, _ in found.missed] == [date(2026, 1, 5), date(2026, 1, 19), date(2026, 1, 26)]


def test_two_of_four_make_none() -> None:
    assert patterns(line(MISSED, OK, OK, MISSED)) == []


def test_only_the_last_four_count() -> None:
    assert patterns(line(MISSED, MISSED, OK, OK, MISSED, OK)) == []
    assert len(patterns(line(OK, OK, MISSED, MISSED, MISSED))) == 1


def test_late_is_not_missed() -> None:
    assert patterns(line(MISSED, LATE, LATE, MISSED)) == []


def test_what_was_excused_is_passed_over() -> None:
    assert len(patterns(line(MISSED, EXCUSED, MISSED, EXCUSED, MISSED))) == 1


def test_what_a_manager_waived_lets_the_pattern_rest() -> None:
    assert patterns(line(MISSED, MISSED, OK, WAIVED)) == []


def test_three_periods_are_enough_for_somebody_new() -> None:
    (found,) = patterns(line(MISSED, MISSED, MISSED))
    assert found.of == 3


def test_each_type_and_each_person_is_looked_at_alone() -> None:
    mixed = line(MISSED, MISSED) + line(MISSED, MISSED, type="monthly") + line(MISSED, rep="韩梅梅", rep_id=2)
    assert patterns(mixed) == []


def test_two_people_of_one_name_are_two() -> None:
    both = line(MISSED, MISSED) + line(MISSED, MISSED, rep_id=2)
    assert patterns(both) == []


def test_the_order_in_which_rows_come_does_not_matter() -> None:
    owed = line(OK, MISSED, MISSED, MISSED)
    assert patterns(owed[::-1]) == patterns(owed)
