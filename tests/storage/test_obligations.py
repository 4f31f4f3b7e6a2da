"""Obligations follow the calendar while they are ahead, and are settled once; both kinds of database."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text, update

from sales.obligations import MONTHLY, WEEKLY, Reason, State, tally
from storage import calendars, obligations
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.obligations import Obligation
from storage.people import teams
from storage.uow import UnitOfWork
from tests.seasons import WEEK, Season, at
from tests.seeds import NOW, at_once, found, memory, person, team_of

__all__ = ["memory"]


@pytest.fixture
def season(memory: UnitOfWork) -> Season:
    """A team founded on Monday morning of W10, reckoned then."""
    memory.write(found)
    made = Season(memory)
    made.reckon()
    return made


def rules(season: Season, day: str, *, works: bool, team: bool = False) -> int:
    """Let somebody rule on a day of 2026, for the team or the whole company, and reckon."""

    def enter(db: Connection) -> int:
        mine = team_of(db).id if team else None
        on = at(f"{day} 00:00").date()
        ruling = calendars.rule(db, mine, on, "团建", person(db, "ou_boss").id, season.now, works=works)
        season.reckon_in(db)
        return ruling

    return season.write(enter)


def takes_back(season: Season, ruling: int) -> None:
    """Let a ruling hold no longer, and reckon."""

    def withdraw(db: Connection) -> None:
        calendars.withdraw_ruling(db, ruling, season.now)
        season.reckon_in(db)

    season.write(withdraw)


# The calendar changes


def test_a_day_off_moves_what_is_due_on_it_and_nothing_else(season: Season) -> None:
    old, later = season.due(), season.due("2026-W11")
    rules(season, "03-06", works=False)
    new = season.due()
    assert (new.id, new.due_at, new.state) == (old.id, at("03-05 18:00"), State.PENDING)
    assert new.calendar_version != old.calendar_version
    assert season.due("2026-W11").due_at == later.due_at


def test_a_ruling_taken_back_moves_it_back(season: Season) -> None:
    version = season.due().calendar_version
    ruling = rules(season, "03-06", works=False, team=True)
    takes_back(season, ruling)
    assert (season.due().due_at, season.due().calendar_version) == (at("03-06 18:00"), version)


def test_a_week_ruled_off_is_owed_by_nobody_and_the_next_report_covers_it(season: Season) -> None:
    ruling = [rules(season, day, works=False) for day in ("03-09", "03-10", "03-11", "03-12", "03-13")][-1]
    assert (season.due("2026-W11").state, season.due("2026-W11").reason) == (State.EXCUSED, Reason.CLOSED)
    assert season.due("2026-W12").first_on == date(2026, 3, 9)
    takes_back(season, ruling)
    assert (season.due("2026-W11").state, season.due("2026-W11").due_at) == (State.PENDING, at("03-13 18:00"))
    assert season.due("2026-W12").first_on == date(2026, 3, 16)


@pytest.mark.parametrize("sent, state", [("03-06 17:00", State.ON_TIME), ("03-06 18:30", State.LATE)])
def test_what_was_sent_stays_as_it_was_whatever_is_ruled_afterwards(season: Season, sent: str, state: State) -> None:
    before = season.send(sent)
    assert before.state is state
    for clock in ("03-06 10:00", "03-07 10:00"):
        season.now = at(clock)
        rules(season, "03-06", works=False)
        rules(season, "03-07", works=True)
        assert season.due() == before


def test_what_has_come_due_moves_no_more(season: Season) -> None:
    season.miss("03-06 19:00")
    rules(season, "03-06", works=False)
    assert (season.due().state, season.due().due_at) == (State.MISSED, at("03-06 18:00"))


def test_a_day_ruled_off_while_it_lasts_makes_nobody_late(season: Season) -> None:
    """The day before would be the due day now, and is over: the moment that people knew stays."""
    season.now = at("03-06 09:00")
    rules(season, "03-06", works=False)
    assert (season.due().state, season.due().due_at) == (State.PENDING, at("03-06 18:00"))


def test_an_operators_file_that_appears_later_moves_what_is_ahead(season: Season, tmp_path: Path) -> None:
    kept, old = season.send("03-06 17:00"), season.due("2026-W11")
    (tmp_path / "2026.toml").write_text("off = [2026-03-06, 2026-03-13]\n", encoding="utf-8")
    season.gazettes = Gazettes(tmp_path)
    season.reckon("03-07 09:00")
    assert season.due("2026-W11").due_at == at("03-12 18:00")
    assert season.due("2026-W11").calendar_version != old.calendar_version
    assert season.due() == kept


def test_another_time_zone_moves_what_is_ahead_and_nothing_that_was(season: Season) -> None:
    season.miss("03-06 19:00")
    season.write(lambda db: db.execute(update(teams).values(timezone="America/New_York")))
    season.reckon("03-07 09:00")
    assert season.due().due_at == datetime(2026, 3, 6, 10, tzinfo=UTC)
    assert season.due("2026-W11").due_at == datetime(2026, 3, 13, 22, tzinfo=UTC), "daylight saving has begun there"
    assert season.due("2026-W10").state is State.MISSED


def test_a_teams_own_ruling_moves_nobody_elses(season: Season) -> None:
    season.write(lambda db: found(db, "oc_west", "西部"))
    rules(season, "03-06", works=False, team=True)
    west = season.write(lambda db: team_of(db, "oc_west"))
    calendar = season.memory.read(lambda db: calendars.calendar_of(db, season.gazettes, west))
    assert calendar.is_workday(date(2026, 3, 6))
    assert season.due().due_at == at("03-05 18:00")


# Provisional days


@pytest.fixture
def silvester(memory: UnitOfWork) -> Season:
    """The last week of 2026, which ends in a year whose notice is not out yet."""
    memory.write(found)
    made = Season(memory)
    made.reckon("12-21 09:00")
    return made


def test_a_provisional_week_that_nobody_sent_blames_nobody(silvester: Season) -> None:
    assert silvester.due("2026-W53").provisional
    silvester.miss("12-31 23:00")
    assert silvester.due("2026-W53").state is State.PENDING
    assert silvester.due("2026-W52").state is State.MISSED
    assert tally([silvester.due("2026-W53")], silvester.now).owed == 0


def test_a_provisional_month_is_settled_like_any_other(silvester: Season) -> None:
    sent = silvester.send("12-31 12:00", "2026-12", kind=MONTHLY)
    assert (sent.state, sent.provisional) == (State.ON_TIME, True)


# Settling


@pytest.mark.parametrize(
    "clock, state",
    [
        ("03-03 09:00", State.ON_TIME),
        ("03-06 18:00", State.ON_TIME),
        ("03-06 18:00:01", State.LATE),
        ("05-01 09:00", State.LATE),
    ],
)
def test_a_report_is_on_time_until_its_due_moment(season: Season, clock: str, state: State) -> None:
    assert season.send(clock).state is state
    assert season.due().state is state
    assert season.due().settled_at == at(clock)


def test_a_missed_report_that_is_sent_after_all_is_late(season: Season) -> None:
    season.miss("03-06 19:00")
    assert season.send("03-07 09:00").state is State.LATE


@pytest.mark.parametrize("clock, state", [("03-06 18:59", State.PENDING), ("03-06 19:00", State.MISSED)])
def test_what_nobody_sent_is_missed_an_hour_after_its_due_moment(season: Season, clock: str, state: State) -> None:
    assert season.memory.read(lambda db: obligations.anything_missed(db, at(clock))) is (state is State.MISSED)
    season.miss(clock)
    assert season.due().state is state
    assert season.due("2026-W11").state is State.PENDING


def test_letting_off_keeps_who_why_and_when(season: Season) -> None:
    boss = season.memory.read(lambda db: person(db, "ou_boss"))
    done = season.write(lambda db: obligations.waive(db, season.due(), boss.id, "出差无网", at("03-06 12:00")))
    assert done == season.due()
    assert (done.state, done.note, done.settled_at) == (State.WAIVED, "出差无网", at("03-06 12:00"))
    assert not done.is_open
    by = season.memory.read(lambda db: db.scalar(text(f"select settled_by from obligations where id = {done.id}")))  # noqa: S608
    assert by == boss.id


def test_a_report_reopened_is_found_missing_again(season: Season) -> None:
    season.miss("03-20 09:00")
    season.write(lambda db: obligations.reopen(db, season.due()))
    assert (season.due().state, season.due().reason) == (State.PENDING, Reason.REOPENED)
    season.miss("03-20 09:01")
    season.reckon("03-20 09:02")
    assert (season.due().state, season.due().reason) == (State.MISSED, Reason.REOPENED)
    assert season.send("03-20 10:00").state is State.LATE


def test_whoever_settles_first_is_seen_by_whoever_waits(season: Season) -> None:
    """A manager lets somebody off while they send: the held row shows the second what the first one did."""
    boss = season.memory.read(lambda db: person(db, "ou_boss"))

    def waive(db: Connection) -> State:
        held = obligations.hold_obligation(db, season_id)
        assert held is not None
        if held.is_open:
            return obligations.waive(db, held, boss.id, "", NOW).state
        return State.PENDING

    season_id = season.due().id
    done = at_once(4, lambda _: season.memory.write(waive))
    assert sorted(map(str, done)) == ["pending", "pending", "pending", "waived"]


def test_obligations_are_found_by_their_due_moment_and_person(season: Season) -> None:
    def due(**which: object) -> list[tuple[str, str]]:
        first, end = at("03-06 00:00"), at("03-14 00:00")
        made = season.memory.read(lambda db: obligations.due_between(db, first, end, **which))  # type: ignore[arg-type]
        return [(owed.period, owed.rep) for owed in made]

    everybody = [("2026-W10", "李雷"), ("2026-W10", "韩梅梅"), ("2026-W11", "李雷"), ("2026-W11", "韩梅梅")]
    assert sorted(due()) == sorted(everybody)
    rep = season.memory.read(lambda db: person(db, "ou_li"))
    assert due(rep_id=rep.id, kind=WEEKLY) == [("2026-W10", "李雷"), ("2026-W11", "李雷")]
    assert due(states=[State.MISSED]) == []
    assert due(kind=MONTHLY) == []
    season.send("03-06 12:00")
    still = season.memory.read(lambda db: obligations.open_obligations(db, rep.id, NOW))
    assert WEEK not in [owed.period for owed in still]
    assert still[0].period == "2026-W11"


def test_an_obligation_by_its_id_or_none(season: Season) -> None:
    owed: Obligation = season.due()
    assert season.memory.read(lambda db: obligations.get_obligation(db, owed.id)) == owed
    assert season.memory.read(lambda db: obligations.get_obligation(db, 2**31 - 1)) is None
    assert season.write(lambda db: obligations.hold_obligation(db, 2**31 - 1)) is None


def test_a_team_of_years_is_asked_by_index(memory: UnitOfWork) -> None:
    """What the missing list and the figures ask never reads the whole table (SQLite says how it would look)."""
    if not memory.read(lambda db: db.dialect.name == "sqlite"):
        return
    asked = "select * from obligations where team_id = 1 and due_at >= '2026' and due_at < '2027' and type = 'weekly'"
    plan = memory.read(lambda db: db.execute(text(f"explain query plan {asked}")).all())
    assert "USING INDEX ix_obligations_figures" in str(plan)
