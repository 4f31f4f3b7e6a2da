"""Leave as it was told: whose it is, which days it touches, and leave that was taken back."""

from datetime import date, timedelta

import pytest

from sales.leaves import Leave
from sales.spans import Half, HalfDays
from storage import leaves
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]

DAY = timedelta(days=1)
WEDNESDAY, FRIDAY = date(2026, 3, 4), date(2026, 3, 6)
AFTERNOON = HalfDays(WEDNESDAY, Half.PM, WEDNESDAY, Half.PM)
TO_FRIDAY = HalfDays(WEDNESDAY, Half.PM, FRIDAY, Half.AM)


@pytest.fixture
def li(memory: UnitOfWork) -> int:
    memory.write(found)
    return memory.read(lambda db: person(db, "ou_li").id)


def tell(memory: UnitOfWork, whose: int, span: HalfDays, reason: str = "看病") -> Leave:
    return memory.write(lambda db: leaves.add_leave(db, whose, span, reason, whose, NOW))


def of(memory: UnitOfWork, whose: int, first: date, last: date) -> list[Leave]:
    return memory.read(lambda db: leaves.leaves_of(db, [whose], first, last).get(whose, []))


def test_leave_comes_back_as_it_was_told(memory: UnitOfWork, li: int) -> None:
    told = tell(memory, li, AFTERNOON)
    kept = memory.read(lambda db: leaves.find_leave(db, told.id))
    assert kept
    assert (kept.leave, kept.person_id, kept.entered_by, kept.cancelled_at) == (told, li, li, None)
    assert told == Leave(told.id, AFTERNOON, "看病")
    assert memory.read(lambda db: leaves.find_leave(db, told.id + 1)) is None


@pytest.mark.parametrize(
    "first, last, touches",
    [(-2, -1, False), (-2, 0, True), (0, 0, True), (1, 1, True), (2, 9, True), (3, 9, False), (-9, 9, True)],
)
def test_leave_touches_the_days_between_its_ends(
    memory: UnitOfWork, li: int, first: int, last: int, touches: bool
) -> None:
    told = tell(memory, li, TO_FRIDAY)
    found_then = of(memory, li, WEDNESDAY + DAY * first, WEDNESDAY + DAY * last)
    assert found_then == ([told] if touches else [])


def test_everybodys_leave_is_their_own(memory: UnitOfWork, li: int) -> None:
    han = memory.read(lambda db: person(db, "ou_han").id)
    later, earlier = tell(memory, li, TO_FRIDAY), tell(memory, li, HalfDays(date(2026, 3, 2), Half.AM, FRIDAY, Half.PM))
    hers = tell(memory, han, AFTERNOON)
    everybody = memory.read(lambda db: leaves.leaves_of(db, [li, han, 99], WEDNESDAY, FRIDAY))
    assert everybody == {li: [earlier, later], han: [hers]}
    assert memory.read(lambda db: leaves.leaves_of(db, [], WEDNESDAY, FRIDAY)) == {}


def test_leave_taken_back_holds_no_more_but_its_row_stays(memory: UnitOfWork, li: int) -> None:
    told = tell(memory, li, AFTERNOON)
    assert memory.write(lambda db: leaves.cancel_leave(db, told.id, NOW)) is True
    assert memory.write(lambda db: leaves.cancel_leave(db, told.id, NOW + DAY)) is False
    assert of(memory, li, WEDNESDAY, FRIDAY) == []
    kept = memory.read(lambda db: leaves.find_leave(db, told.id))
    assert kept
    assert kept.cancelled_at == NOW


def test_the_same_half_days_are_found_again_and_others_are_not(memory: UnitOfWork, li: int) -> None:
    told = tell(memory, li, AFTERNOON)
    assert memory.read(lambda db: leaves.same_leave(db, li, AFTERNOON)) == told
    assert memory.read(lambda db: leaves.same_leave(db, li, TO_FRIDAY)) is None
    memory.write(lambda db: leaves.cancel_leave(db, told.id, NOW))
    assert memory.read(lambda db: leaves.same_leave(db, li, AFTERNOON)) is None
