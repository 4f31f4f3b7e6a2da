"""What the list and the digest ask of the database: as much for a large team as for a small one, and by an index."""

from collections.abc import Callable
from functools import partial

import pytest

from scheduler import reminders
from scheduler.push import Occasion, Push
from scheduler.pushes import missing_list, rep_day, weekly_digest
from storage.calendars import calendar_of
from storage.engine import Connection
from storage.people import open_teams
from tests.installation import Installation
from tests.plans import plans, scanned, statements
from tests.weeks import DUE, at, begun, minutes

PUSHES = [missing_list.push, weekly_digest.push, rep_day.push]
GROWING = ("obligations", "visits", "follow_ups", "outbox", "reminders", "notices", "leaves")


def composing(house: Installation, push: Push) -> Callable[[Connection], int]:
    """The making of a push's cards for the only team there is, on the Monday after a week nobody reported."""

    def work(db: Connection) -> int:
        (team,) = open_teams(db)
        now = at(9, 9, 30)
        calendar = calendar_of(db, house.app.house.gazettes, team)
        return len(list(push.compose(Occasion(db, team, now, now, house.app.house, calendar))))

    return work


def lived(house: Installation, reps: int) -> None:
    begun(house, *(f"销售{number:02}" for number in range(reps)))
    house.tick(DUE)
    house.tick(DUE + minutes(60))


@pytest.mark.parametrize("push", PUSHES, ids=lambda push: push.name)
@pytest.mark.parametrize("reps", [1, 12])
def test_a_push_asks_as_much_for_a_large_team_as_for_a_small_one(lite: Installation, push: Push, reps: int) -> None:
    lived(lite, reps)
    asked = statements(lite.app.db, composing(lite, push))
    assert len(asked) - 2 <= 12  # beside the team and its calendar


@pytest.mark.parametrize("push", PUSHES, ids=lambda push: push.name)
def test_a_push_reads_no_table_from_end_to_end(lite: Installation, push: Push) -> None:
    lived(lite, 2)
    steps = plans(lite.app.db, statements(lite.app.db, composing(lite, push)))
    assert scanned(steps, *GROWING) == [], steps


def test_looking_for_reminders_is_one_question_when_there_are_none(lite: Installation) -> None:
    begun(lite, "李雷", "韩梅梅")
    asked = statements(lite.app.db, partial(reminders.planned_now, house=lite.app.house, now=at(3, 15)))
    assert len(asked) == 1


@pytest.mark.parametrize("reps", [1, 12])
def test_looking_for_reminders_asks_as_much_whoever_waits(lite: Installation, reps: int) -> None:
    begun(lite, *(f"销售{number:02}" for number in range(reps)))
    look = partial(reminders.planned_now, house=lite.app.house, now=at(6, 15))
    assert len(lite.app.db.read(look)) == reps
    asked = statements(lite.app.db, look)
    assert len(asked) == 6
    assert scanned(plans(lite.app.db, asked), *GROWING) == []
