"""A push is made once for each team and due moment, whoever looks, and however many at once."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from storage.pushes import last_made, slot_taken, take_slot
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory

__all__ = ["memory"]


def test_a_slot_is_taken_once(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    assert not memory.read(lambda db: slot_taken(db, "kpi", team, NOW))
    assert [memory.write(lambda db: take_slot(db, "kpi", team, NOW, NOW, late=False)) for _ in "ab"] == [True, False]
    assert memory.read(lambda db: slot_taken(db, "kpi", team, NOW))


def test_the_same_instant_of_another_zone_is_the_same_slot(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    memory.write(lambda db: take_slot(db, "kpi", team, NOW.astimezone(ZoneInfo("Asia/Shanghai")), NOW, late=False))
    assert memory.read(lambda db: slot_taken(db, "kpi", team, NOW))


def test_other_pushes_teams_and_moments_are_other_slots(memory: UnitOfWork) -> None:
    team, other = memory.write(found).id, memory.write(lambda db: found(db, "oc_west", "西部")).id
    slots = [("kpi", team, NOW), ("line", team, NOW), ("kpi", other, NOW), ("kpi", team, NOW + timedelta(days=1))]
    taken = [memory.write(partial(take_slot, push=p, team_id=t, due_at=d, at=NOW, late=True)) for p, t, d in slots]
    assert taken == [True] * 4


def test_of_many_at_once_one_gets_it(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    outcomes = at_once(12, lambda _: memory.write(lambda db: take_slot(db, "kpi", team, NOW, NOW, late=False)))
    assert sorted(map(str, outcomes)) == ["False"] * 11 + ["True"]


def test_a_slot_whose_work_fails_is_free_again(memory: UnitOfWork) -> None:
    team = memory.write(found).id

    def fail(db: object) -> None:
        take_slot(db, "kpi", team, NOW, NOW, late=False)  # type: ignore[arg-type]
        raise LookupError

    assert isinstance(at_once(1, lambda _: memory.write(fail))[0], LookupError)
    assert not memory.read(lambda db: slot_taken(db, "kpi", team, NOW))


def test_when_each_push_was_last_made(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    assert memory.read(last_made) == {}
    for days in (0, 1):
        at = NOW + timedelta(days=days)
        memory.write(partial(take_slot, push="kpi", team_id=team, due_at=at, at=at, late=False))
    assert memory.read(last_made) == {"kpi": NOW + timedelta(days=1)}
