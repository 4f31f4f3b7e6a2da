"""The ledger of obligations follows people and their leave: who joins, leaves, has two teams, is away, comes back."""

from datetime import date, timedelta

import pytest

from sales.obligations import MONTHLY, VISIT, Reason, State
from storage import calendars, ledger, obligations, people
from storage.engine import Connection
from storage.ledger import owe_visit
from storage.uow import UnitOfWork
from tests.seasons import AM, PM, WEEK, Season, at, days
from tests.seeds import NOW, at_once, found, memory, person, team_of

__all__ = ["memory"]

LATER = "2026-W11"


@pytest.fixture
def season(memory: UnitOfWork) -> Season:
    """A team founded on Monday morning of W10, reckoned then."""
    memory.write(found)
    made = Season(memory)
    made.reckon()
    return made


def seen(season: Season, period: str = WEEK, rep: str = "ou_li") -> tuple[State, Reason, str]:
    """What became of an obligation, why, and when it is due in Shanghai."""
    owed = season.due(period, rep)
    return owed.state, owed.reason, f"{owed.due_at.astimezone(at('03-02 00:00').tzinfo):%m-%d %H:%M}"


def leaves_the_group(season: Season, clock: str, rep: str = "ou_li", chat_id: str = "oc_east") -> None:
    season.write(lambda db: people.unseat(db, team_of(db, chat_id), [rep], at(clock)))


def joins(season: Season, clock: str, rep: str = "ou_li", chat_id: str = "oc_east") -> None:
    season.write(lambda db: people.seat(db, team_of(db, chat_id), {rep: ""}, at(clock)))


# Making


def test_five_weeks_ahead_are_made_for_every_rep_and_none_for_the_manager(season: Season) -> None:
    made = season.every("ou_li")
    weeks = [owed.period for owed in made if owed.type == "weekly"]
    assert weeks == ["2026-W10", "2026-W11", "2026-W12", "2026-W13", "2026-W14", "2026-W15"]
    assert [owed.period for owed in season.every("ou_han")] == [owed.period for owed in made]
    assert season.every("ou_boss") == []


def test_what_is_made_says_by_which_calendar(season: Season) -> None:
    team = season.memory.read(team_of)
    version = season.memory.read(lambda db: calendars.calendar_of(db, season.gazettes, team).version)
    assert {owed.calendar_version for owed in season.every()} == {version}


def test_reckoning_again_changes_nothing(season: Season) -> None:
    before = season.every()
    season.reckon()
    season.reckon("03-03 09:00")
    assert season.every()[: len(before)] == before


def test_two_processes_that_reckon_at_once_make_one_set(memory: UnitOfWork) -> None:
    memory.write(found)
    season = Season(memory)
    done = at_once(6, lambda _: memory.write(season.reckon_in))
    assert done == [None] * 6
    periods = [(owed.type, owed.period) for owed in season.every()]
    assert len(periods) == len(set(periods)) == 8


def test_who_finds_the_team_reckoned_leaves_it_alone(season: Season) -> None:
    """The tick holds the team first: the second of two processes sees that the first one was there."""
    team = season.memory.read(team_of)
    assert season.write(lambda db: ledger.hold_stale(db, team, NOW)) is None
    assert season.memory.read(lambda db: ledger.stale_teams(db, NOW)) == []
    assert season.memory.read(lambda db: ledger.stale_teams(db, NOW + timedelta(days=1))) == [team]
    assert season.write(lambda db: ledger.hold_stale(db, team, NOW + timedelta(days=1))) == team


# Joining and leaving


def test_who_joins_on_tuesday_owes_from_the_week_after(season: Season) -> None:
    joins(season, "03-03 09:00", "ou_new")
    season.reckon("03-03 09:01")
    assert season.owed(WEEK, "ou_new") is None
    assert season.due(LATER, "ou_new").state is State.PENDING
    assert season.owed("2026-03", "ou_new", MONTHLY) is None
    assert season.owed("2026-02", "ou_new", MONTHLY) is None


def test_a_team_founded_on_tuesday_owes_nothing_for_its_first_days(memory: UnitOfWork) -> None:
    memory.write(found)
    memory.write(lambda db: people.found_team(db, team_of(db), person(db, "ou_boss"), NOW))
    season = Season(memory)
    memory.write(lambda db: people.close_team(db, "oc_east", at("03-03 08:00")))
    memory.write(lambda db: people.meet_team(db, "oc_east", "华东一队", "Asia/Shanghai", at("03-03 09:00")))
    memory.write(lambda db: people.set_roster(db, team_of(db), {"ou_boss": "", "ou_li": ""}, at("03-03 09:00")))
    season.reckon("03-03 09:01")
    assert season.owed() is None
    assert season.due(LATER).state is State.PENDING


def test_who_leaves_in_mid_period_is_excused(season: Season) -> None:
    leaves_the_group(season, "03-04 12:00")
    season.reckon("03-04 12:01")
    assert seen(season) == (State.EXCUSED, Reason.LEFT, "03-06 18:00")
    assert {owed.state for owed in season.every()} == {State.EXCUSED}
    assert season.due(rep="ou_han").state is State.PENDING


def test_who_comes_back_in_the_same_week_owes_from_the_next(season: Season) -> None:
    leaves_the_group(season, "03-03 12:00")
    season.reckon("03-03 12:01")
    joins(season, "03-05 09:00")
    season.reckon("03-05 09:01")
    assert seen(season) == (State.EXCUSED, Reason.LEFT, "03-06 18:00")
    assert seen(season, LATER) == (State.PENDING, Reason.NONE, "03-13 18:00")


def test_what_was_missed_before_leaving_stays_missed(season: Season) -> None:
    season.miss("03-06 19:00")
    leaves_the_group(season, "03-07 12:00")
    season.reckon("03-07 12:01")
    assert season.due().state is State.MISSED


# Two teams


def two_teams(memory: UnitOfWork) -> tuple[Season, Season]:
    """李雷 is a rep in the east since Monday and in the west since Tuesday."""
    memory.write(found)
    memory.write(lambda db: found(db, "oc_west", "西部"))
    west = Season(memory, "oc_west")
    leaves_the_group(west, "03-02 12:00", chat_id="oc_west")
    joins(west, "03-03 09:00", chat_id="oc_west")
    return Season(memory), west


def test_a_rep_in_two_teams_owes_once_in_the_team_joined_first(memory: UnitOfWork) -> None:
    east, west = two_teams(memory)
    for season in (west, east, west):
        season.reckon("03-03 09:01")
    made = [(owed.type, owed.period) for owed in east.every()]
    assert len(made) == len(set(made)) > 0
    assert {owed.team_id for owed in east.every()} == {east.memory.read(team_of).id}
    assert seen(east) == (State.PENDING, Reason.NONE, "03-06 18:00")


def test_what_is_owed_goes_along_to_the_team_that_is_left(memory: UnitOfWork) -> None:
    east, west = two_teams(memory)
    east.reckon("03-03 09:01")
    west.reckon("03-03 09:01")
    leaves_the_group(east, "03-09 12:00")
    east.reckon("03-09 12:01")
    assert east.due(LATER).state is State.PENDING
    stale = memory.read(lambda db: ledger.stale_teams(db, at("03-09 12:02")))
    assert [team.chat_id for team in stale] == ["oc_west"]
    west.reckon("03-09 12:02")
    assert west.due(LATER).team_id == stale[0].id
    assert seen(west, LATER) == (State.PENDING, Reason.NONE, "03-13 18:00")


# Leave


def test_leave_for_half_of_the_week_excuses_and_names_the_leave(season: Season) -> None:
    leave = season.away(days("03-02", "03-04", last_half=AM))
    assert seen(season) == (State.EXCUSED, Reason.LEAVE, "03-06 18:00")
    assert season.due().leave_id == leave.id
    assert season.due(rep="ou_han").state is State.PENDING


def test_a_small_leave_moves_the_due_moment_to_the_next_noon_of_work(season: Season) -> None:
    season.away(days("03-06", first_half=PM))
    assert seen(season) == (State.PENDING, Reason.LEAVE, "03-09 12:00")
    assert season.due().ruled_due_at == at("03-06 18:00")


def test_leave_taken_back_is_owed_again_while_it_is_ahead(season: Season) -> None:
    whole, afternoon = season.away(days("03-09", "03-13")), season.away(days("03-06", first_half=PM))
    season.back(whole)
    season.back(afternoon)
    assert seen(season, LATER) == (State.PENDING, Reason.NONE, "03-13 18:00")
    assert seen(season) == (State.PENDING, Reason.NONE, "03-06 18:00")
    assert season.due().leave_id is None


def test_leave_taken_back_after_the_due_moment_makes_nobody_late(season: Season) -> None:
    leave = season.away(days("03-02", "03-06"))
    season.now = at("03-07 09:00")
    season.back(leave)
    assert seen(season) == (State.EXCUSED, Reason.LEAVE, "03-06 18:00")


@pytest.mark.parametrize("clock", ["03-06 18:30", "03-06 19:00", "03-20 09:00"])
def test_leave_told_after_the_due_moment_excuses_what_was_not_sent(season: Season, clock: str) -> None:
    season.miss(clock)
    season.away(days("03-04", "03-06"))
    assert seen(season) == (State.EXCUSED, Reason.LEAVE, "03-06 18:00")


@pytest.mark.parametrize("sent, state", [("03-06 17:00", State.ON_TIME), ("03-06 20:00", State.LATE)])
def test_leave_told_afterwards_touches_nothing_that_was_sent(season: Season, sent: str, state: State) -> None:
    before = season.send(sent)
    season.now = at("03-09 09:00")
    season.away(days("03-02", "03-06"))
    assert season.due() == before
    assert before.state is state


def test_a_small_leave_told_afterwards_moves_nothing(season: Season) -> None:
    season.miss("03-06 19:00")
    season.away(days("03-06", first_half=PM))
    assert seen(season) == (State.MISSED, Reason.NONE, "03-06 18:00")


def test_who_was_let_off_stays_let_off(season: Season) -> None:
    boss = season.memory.read(lambda db: person(db, "ou_boss"))
    season.write(lambda db: obligations.waive(db, season.due(), boss.id, "出差无网", NOW))
    season.away(days("03-02", "03-06"))
    assert (season.due().state, season.due().note) == (State.WAIVED, "出差无网")


def test_what_was_withdrawn_waits_for_its_sender_and_for_nothing_else(season: Season) -> None:
    sent = season.send("03-06 17:00")
    season.write(lambda db: obligations.reopen(db, sent, Reason.WITHDRAWN))
    season.reckon("03-06 17:30")
    assert seen(season) == (State.PENDING, Reason.WITHDRAWN, "03-06 18:00")


# Planned visits


def test_a_planned_visits_report_waits_for_the_next_noon_of_work(season: Season) -> None:
    def plan(db: Connection) -> None:
        team = team_of(db)
        calendar = calendars.calendar_of(db, season.gazettes, team)
        owe_visit(db, team, person(db, "ou_li"), "P-7", date(2026, 3, 6), calendar)

    season.write(plan)
    assert season.due("P-7", kind=VISIT).due_at == at("03-09 12:00")
    season.away(days("03-09", last_half=AM))
    assert season.due("P-7", kind=VISIT).due_at == at("03-10 12:00")
    season.now = at("03-06 09:00")
    season.reckon()
    assert season.due("P-7", kind=VISIT).due_at == at("03-10 12:00")
    leaves_the_group(season, "03-06 12:00")
    season.reckon("03-06 12:01")
    assert season.due("P-7", kind=VISIT).state is State.EXCUSED
