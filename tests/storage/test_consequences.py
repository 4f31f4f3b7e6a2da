"""What leave, rulings and time zones do to what is owed: rehearsed without a trace, or carried out."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from sales.leaves import Leave
from sales.obligations import Every, ReportType, State
from sales.spans import Half, HalfDays
from storage import calendars, leaves, ledger, obligations
from storage.consequences import AT_ONCE, Books, Change, reopen_excused
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.people import Team, teams
from storage.team_settings import NOWHERE, TeamSettings, change_team, settings_of
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person, team_of

__all__ = ["memory"]

WEEKLY = ReportType("weekly", "周报", "Weekly report", Every.WEEK, time(18))
GAZETTES = Gazettes()
FRIDAY, DAY = date(2026, 3, 6), timedelta(days=1)
DUE = datetime(2026, 3, 6, 10, tzinfo=UTC)
"""18:00 of that Friday in Shanghai, when the report of the week of `NOW` is due."""


@pytest.fixture
def team(memory: UnitOfWork) -> Team:
    """A team of two reps."""
    return memory.write(found)


def books(db: Connection, now: datetime = NOW) -> Books:
    return Books(db, GAZETTES, [WEEKLY], now)


def days(first: date, last: date, half: Half = Half.AM) -> HalfDays:
    return HalfDays(first, half, last, Half.PM)


def take(db: Connection, span: HalfDays) -> Leave:
    li = person(db, "ou_li").id
    return leaves.add_leave(db, li, span, "看病", li, NOW)


def said(changes: list[Change]) -> list[tuple[str, str, str, bool]]:
    return [
        (each.after.rep, each.after.period, f"{each.after.due_at:%m-%d %H:%M}", each.excuses)
        for each in sorted(changes, key=lambda each: (each.after.due_at, each.after.rep))
    ]


def owed(memory: UnitOfWork, rep: str = "ou_li", period: str = "2026-W10") -> obligations.Obligation:
    kept = memory.read(lambda db: obligations.find_obligation(db, person(db, rep).id, "weekly", period))
    assert kept
    return kept


def test_a_rehearsal_says_what_would_change_and_leaves_no_trace(memory: UnitOfWork, team: Team) -> None:
    memory.write(lambda db: books(db).reckon([team]))
    span = days(FRIDAY - DAY * 4, FRIDAY)
    changes = memory.write(lambda db: books(db).rehearse([team], lambda: take(db, span)))
    assert said(changes) == [("李雷", "2026-W10", "03-06 10:00", True)]
    assert owed(memory).state is State.PENDING
    assert memory.read(lambda db: leaves.leaves_of(db, [person(db, "ou_li").id], FRIDAY, FRIDAY)) == {}


def test_what_was_rehearsed_is_what_happens(memory: UnitOfWork, team: Team) -> None:
    span = days(FRIDAY, FRIDAY, Half.PM)
    rehearsed = memory.write(lambda db: books(db).rehearse([team], lambda: take(db, span)))
    done = memory.write(lambda db: books(db).carry_out([team], lambda: take(db, span)))
    assert said(rehearsed) == said(done) == [("李雷", "2026-W10", "03-09 04:00", False)]
    assert owed(memory).due_at == datetime(2026, 3, 9, 4, tzinfo=UTC)
    assert owed(memory, "ou_han").due_at == DUE


def test_who_was_never_reckoned_before_is_not_all_news(memory: UnitOfWork, team: Team) -> None:
    assert memory.write(lambda db: books(db).carry_out([team], lambda: None)) == []
    assert owed(memory).due_at == DUE


def test_a_ruling_moves_what_is_ahead_for_everybody(memory: UnitOfWork, team: Team) -> None:
    def rule(db: Connection) -> list[Change]:
        boss = person(db, "ou_boss").id
        act = lambda: calendars.rule(db, team.id, FRIDAY, "团建", boss, NOW, works=False)  # noqa: E731
        return books(db).carry_out([team], act)

    moved = memory.write(rule)
    assert said(moved) == [("李雷", "2026-W10", "03-05 10:00", False), ("韩梅梅", "2026-W10", "03-05 10:00", False)]


def test_what_was_sent_on_time_stays_on_time_whatever_changes(memory: UnitOfWork, team: Team) -> None:
    memory.write(lambda db: books(db).reckon([team]))
    memory.write(lambda db: obligations.settle(db, owed_in(db), DUE - timedelta(hours=1)))

    def change(db: Connection) -> None:
        calendars.rule(db, team.id, FRIDAY, "团建", person(db, "ou_boss").id, NOW, works=False)
        take(db, days(FRIDAY - DAY * 4, FRIDAY))

    memory.write(lambda db: books(db, DUE + DAY).carry_out([team], lambda: change(db)))
    assert (owed(memory).state, owed(memory).due_at) == (State.ON_TIME, DUE)


def owed_in(db: Connection) -> obligations.Obligation:
    kept = obligations.find_obligation(db, person(db, "ou_li").id, "weekly", "2026-W10")
    assert kept
    return kept


def test_leave_told_afterwards_excuses_and_taken_back_it_does_not(memory: UnitOfWork, team: Team) -> None:
    memory.write(lambda db: books(db).reckon([team]))
    later = DUE + timedelta(hours=2)
    memory.write(lambda db: obligations.mark_missed(db, later))
    assert owed(memory).state is State.MISSED
    told = memory.write(lambda db: take(db, days(FRIDAY - DAY * 4, FRIDAY)))
    memory.write(lambda db: books(db, later).reckon([team]))
    assert owed(memory).state is State.EXCUSED

    def back(db: Connection) -> list[Change]:
        def act() -> None:
            leaves.cancel_leave(db, told.id, later)
            reopen_excused(db, told.id, later)

        return books(db, later).carry_out([team], act)

    assert [change.revives for change in memory.write(back)] == [True]
    assert owed(memory).state is State.PENDING
    memory.write(lambda db: obligations.mark_missed(db, later))
    assert owed(memory).state is State.MISSED


def test_a_new_time_zone_moves_what_is_ahead_and_nothing_that_is_past(memory: UnitOfWork, team: Team) -> None:
    memory.write(lambda db: books(db).reckon([team]))
    new = TeamSettings("CN", "Asia/Tokyo", names_missing=False)
    in_between = DUE + timedelta(minutes=10)

    def change(db: Connection) -> list[Change]:
        boss = person(db, "ou_boss").id
        return books(db, in_between).carry_out([team], lambda: change_team(db, team, new, boss, in_between))

    moved = memory.write(change)
    assert {each.after.period for each in moved} >= {"2026-W11", "2026-W12"}
    assert owed(memory).due_at == DUE
    assert owed(memory, period="2026-W11").due_at == datetime(2026, 3, 13, 9, tzinfo=UTC)


def test_settings_are_changed_once_and_remembered(memory: UnitOfWork, team: Team) -> None:
    boss = memory.read(lambda db: person(db, "ou_boss").id)
    new = TeamSettings(NOWHERE, "Europe/Berlin", names_missing=True)
    assert memory.write(lambda db: change_team(db, team, new, boss, NOW)) is True
    changed = memory.read(team_of)
    assert settings_of(changed) == new
    assert memory.write(lambda db: change_team(db, changed, new, boss, NOW)) is False


def test_more_teams_than_can_be_waited_for_are_left_to_the_next_tick(memory: UnitOfWork, team: Team) -> None:
    memory.write(lambda db: books(db).reckon([team]))
    assert memory.read(lambda db: ledger.stale_teams(db, NOW)) == []
    memory.write(lambda db: books(db).reckon([*[found(db, f"oc_{n}", f"{n}") for n in range(AT_ONCE)], team]))
    stale = memory.read(lambda db: ledger.stale_teams(db, NOW))
    assert [each.id for each in stale] == [team.id]
    assert memory.read(lambda db: db.scalar(teams.select().where(teams.c.id == team.id))) == team.id
