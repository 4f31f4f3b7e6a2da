"""Until when somebody is to be let alone, by their leave, their mute, their calendar and the night."""

from datetime import date, datetime, time, timedelta

import pytest

from sales.calendar import WEEKENDS_OFF
from sales.quiet import QuietHours
from sales.spans import Half, HalfDays
from storage.engine import Connection
from storage.leaves import add_leave, cancel_leave
from storage.mutes import mute
from storage.quiet import hold_until, retreats_of
from storage.uow import UnitOfWork
from tests.installation import SHANGHAI
from tests.plans import statements
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]
NIGHT = QuietHours(time(21), time(8))


@pytest.fixture
def staffed(memory: UnitOfWork) -> UnitOfWork:
    """A database with a sales team in it."""
    memory.write(found)
    return memory


def at(day: int, hour: int) -> datetime:
    """A moment of March 2026 in Shanghai; `NOW` is the 2nd at ten, a Monday."""
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def held(db: UnitOfWork, open_id: str, now: datetime = NOW) -> datetime | None:
    def ask(c: Connection) -> datetime | None:
        return hold_until(c, person(c, open_id).id, WEEKENDS_OFF, SHANGHAI, NIGHT, now)

    return db.read(ask)


def test_by_day_nobody_is_held(staffed: UnitOfWork) -> None:
    assert held(staffed, "ou_li") is None


def test_by_night_everybody_is(staffed: UnitOfWork) -> None:
    assert held(staffed, "ou_li", at(2, 22)) == at(3, 8)


def test_leave_holds_the_one_who_is_away(staffed: UnitOfWork) -> None:
    span = HalfDays(date(2026, 3, 2), Half.AM, date(2026, 3, 3), Half.PM)

    def leave(c: Connection) -> int:
        rep = person(c, "ou_li")
        return add_leave(c, rep.id, span, "", rep.id, NOW).id

    entered = staffed.write(leave)
    assert (held(staffed, "ou_li"), held(staffed, "ou_han")) == (at(4, 8), None)
    staffed.write(lambda c: cancel_leave(c, entered, NOW))
    assert held(staffed, "ou_li") is None


def test_a_mute_holds_until_it_ends(staffed: UnitOfWork) -> None:
    staffed.write(lambda c: mute(c, person(c, "ou_li").id, at(9, 9), NOW))
    assert held(staffed, "ou_li") == at(9, 9)
    assert held(staffed, "ou_li", at(9, 9)) is None


def test_any_number_of_people_are_two_questions(staffed: UnitOfWork) -> None:
    assert len(statements(staffed, lambda c: retreats_of(c, range(1, 400), NOW))) == 2


def test_leave_that_begins_far_ahead_is_nobodys_business_now(staffed: UnitOfWork) -> None:
    far = (NOW + timedelta(days=90)).date()
    span = HalfDays(far, Half.AM, far, Half.PM)
    staffed.write(lambda c: add_leave(c, person(c, "ou_li").id, span, "", person(c, "ou_li").id, NOW))
    assert staffed.read(lambda c: retreats_of(c, [person(c, "ou_li").id], NOW)).leaves == {}
