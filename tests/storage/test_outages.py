"""While nobody was there nobody could send: due moments move by as long, and the short absences are not told."""

from functools import partial

import pytest

from sales.obligations import Reason, State
from storage import outages
from storage.uow import UnitOfWork
from tests.seasons import Season, at
from tests.seeds import found, memory

__all__ = ["memory"]


@pytest.fixture
def season(memory: UnitOfWork) -> Season:
    """A team founded on Monday morning of W10, reckoned then."""
    memory.write(found)
    made = Season(memory)
    made.reckon()
    return made


def down(season: Season, began: str, ended: str) -> outages.Outage | None:
    """Let the process die at one moment and another one start later, which reckons."""
    season.write(lambda db: outages.sign(db, at(began)))
    came = season.write(lambda db: outages.come_back(db, at(ended)))
    season.reckon(ended)
    return came


def test_the_first_start_is_no_outage(memory: UnitOfWork) -> None:
    assert memory.read(outages.last_sign) is None
    assert memory.write(lambda db: outages.come_back(db, at("03-02 09:00"))) is None
    assert memory.read(outages.last_sign) == at("03-02 09:00")


def test_the_time_since_the_last_sign_of_life_is_kept(season: Season) -> None:
    came = down(season, "03-06 17:30", "03-06 18:10")
    assert came == outages.Outage(at("03-06 17:30"), at("03-06 18:10"))
    assert season.memory.read(lambda db: outages.outages_since(db, at("03-06 00:00"))) == [came]
    assert season.memory.read(lambda db: outages.outages_since(db, at("03-06 18:10"))) == []


def test_forty_minutes_before_six_make_it_twenty_to_seven(season: Season) -> None:
    down(season, "03-06 17:10", "03-06 17:50")
    owed = season.due()
    assert (owed.due_at, owed.ruled_due_at) == (at("03-06 18:40"), at("03-06 18:00"))
    assert (owed.state, owed.reason) == (State.PENDING, Reason.OUTAGE)
    assert season.due("2026-W11").reason is Reason.NONE


def test_an_outage_over_the_due_moment_moves_it_too(season: Season) -> None:
    """Nobody was there at six; whoever comes back finds what was due meanwhile."""
    down(season, "03-06 17:30", "03-06 18:10")
    assert season.due().due_at == at("03-06 18:40")
    season.miss("03-06 19:39")
    assert season.due().state is State.PENDING
    season.miss("03-06 19:40")
    assert season.due().state is State.MISSED


def test_what_was_counted_as_missed_before_the_reckoning_is_owed_again(season: Season) -> None:
    season.miss("03-06 20:00")
    down(season, "03-06 17:30", "03-06 20:00")
    assert (season.due().state, season.due().due_at) == (State.PENDING, at("03-06 20:30"))


def test_less_than_ten_minutes_are_not_worth_a_word(season: Season) -> None:
    assert down(season, "03-06 17:30", "03-06 17:39:59") is None
    assert season.due().due_at == at("03-06 18:00")
    assert down(season, "03-06 17:40", "03-06 17:50") is not None
    assert season.due().due_at == at("03-06 18:10")


def test_two_outages_add_up(season: Season) -> None:
    down(season, "03-06 16:30", "03-06 16:45")
    down(season, "03-06 18:05", "03-06 18:25")
    assert season.due().due_at == at("03-06 18:35")


def test_reckoning_again_counts_no_outage_twice(season: Season) -> None:
    down(season, "03-06 17:30", "03-06 17:50")
    for clock in ("03-06 17:51", "03-06 18:05", "03-06 18:21", "03-07 09:00"):
        season.reckon(clock)
        assert season.due().due_at == at("03-06 18:20")


def test_an_outage_in_the_morning_moves_nothing_that_is_due_in_the_evening(season: Season) -> None:
    assert down(season, "03-06 08:00", "03-06 15:59") is not None
    assert (season.due().due_at, season.due().reason) == (at("03-06 18:00"), Reason.NONE)


def test_what_was_sent_late_during_the_outage_by_the_phones_clock_stays_as_it_was(season: Season) -> None:
    sent = season.send("03-06 18:20")
    down(season, "03-06 17:30", "03-06 18:10")
    assert season.due() == sent


def test_two_processes_that_come_back_at_once_keep_one_outage(season: Season) -> None:
    for ended in ("03-06 18:10", "03-06 18:10:05"):
        season.write(lambda db: outages.sign(db, at("03-06 17:30")))
        season.write(partial(outages.come_back, now=at(ended)))
    kept = season.memory.read(lambda db: outages.outages_since(db, at("03-06 00:00")))
    assert kept == [outages.Outage(at("03-06 17:30"), at("03-06 18:10"))]
