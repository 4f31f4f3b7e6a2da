"""What people ask about obligations: by index, once, and only of whom it concerns."""

import pytest
from sqlalchemy import text

from sales.obligations import WEEKLY, Reason, State
from sales.periods import named
from storage import explanations, obligations
from storage.reminders import take_step
from storage.uow import UnitOfWork
from tests.seasons import WEEK, Season, at
from tests.seeds import at_once, found, memory, person, team_of

__all__ = ["memory"]


@pytest.fixture
def season(memory: UnitOfWork) -> Season:
    """A team founded on Monday morning of W10, reckoned then."""
    memory.write(found)
    made = Season(memory)
    made.reckon()
    return made


def test_a_reminder_of_a_step_is_made_once_whoever_makes_it(season: Season) -> None:
    owed = season.due()
    done = at_once(4, lambda _: season.memory.write(lambda db: take_step(db, owed.id, "nudge", season.now)))
    assert sorted(done, key=str) == [False, False, False, True]
    assert season.write(lambda db: take_step(db, season.due(rep="ou_han").id, "nudge", season.now))


def test_the_longest_step_fits_its_column(season: Season) -> None:
    step = f"{explanations.BY_HAND}2026-12-31"
    assert season.write(lambda db: take_step(db, season.due().id, step, season.now))
    grounds = season.memory.read(lambda db: explanations.grounds_of(db, season.due()))
    assert [each.is_by_hand for each in grounds.reminded] == [True]


def test_a_period_of_a_team_is_everybodys_and_nobody_elses(season: Season) -> None:
    season.write(lambda db: found(db, "oc_west", "西部"))
    period, team = named(WEEK), season.memory.read(team_of)
    assert period is not None
    rows = season.memory.read(lambda db: explanations.of_period(db, team.id, WEEKLY, period))
    assert sorted(owed.rep for owed in rows) == ["李雷", "韩梅梅"]
    assert {owed.period for owed in rows} == {WEEK}


def test_the_period_that_came_due_last(season: Season) -> None:
    team = season.memory.read(team_of)

    def last(clock: str) -> str | None:
        found_one = season.memory.read(lambda db: explanations.last_period_due(db, team.id, WEEKLY, at(clock)))
        return found_one.name if found_one else None

    assert last("03-06 17:59") is None
    assert last("03-06 18:00") == WEEK
    assert last("03-13 18:00") == "2026-W11"


def test_what_was_settled_last(season: Season) -> None:
    rep = season.memory.read(lambda db: person(db, "ou_li"))
    assert season.memory.read(lambda db: explanations.last_settled(db, rep.id)) is None
    season.send("03-06 12:00")
    season.send("03-12 12:00", "2026-W11")
    last = season.memory.read(lambda db: explanations.last_settled(db, rep.id))
    assert last is not None
    assert (last.period, last.state) == ("2026-W11", State.ON_TIME)


def test_whose_it_is_and_what_it_was_reckoned_from(season: Season) -> None:
    owed = season.due()
    assert season.memory.read(lambda db: explanations.owner_of(db, owed)).open_id == "ou_li"
    grounds = season.memory.read(lambda db: explanations.grounds_of(db, owed))
    assert (grounds.leave, grounds.outages, grounds.reminded) == (None, (), ())
    assert season.memory.read(lambda db: explanations.lately_reminded(db, owed.rep_id, at("03-01 00:00"))) == []


def planned(season: Season, question: str) -> str:
    return str(season.memory.read(lambda db: db.execute(text(f"explain query plan {question}")).all()))


def test_the_questions_use_an_index(season: Season) -> None:
    """SQLite says how it would look; nothing here may read the whole table."""
    if season.memory.read(lambda db: db.dialect.name) != "sqlite":
        return
    due = "due_at >= '2026-03-01' and due_at < '2026-04-01'"
    for question in (
        f"select * from obligations where team_id = 1 and {due} and type = 'weekly' and period = '2026-W10'",  # noqa: S608
        "select period from obligations where team_id = 1 and type = 'weekly' and due_at <= 1 order by due_at desc",
        "select id from obligations where rep_id = 1 and state in ('late') order by due_at desc limit 1",
        f"select id from obligations where rep_id = 1 and {due}",  # noqa: S608
    ):
        plan = planned(season, question)
        assert "USING INDEX" in plan or "USING COVERING INDEX" in plan
        assert "SCAN" not in plan
        assert "TEMP B-TREE" not in plan


def test_a_reopened_one_may_be_settled_and_keeps_its_reason(season: Season) -> None:
    season.miss("03-20 09:00")
    reopened = season.write(lambda db: obligations.reopen(db, season.due()))
    assert (reopened.state, reopened.reason) == (State.PENDING, Reason.REOPENED)
    assert season.send("03-20 10:00").reason is Reason.REOPENED
