"""A push is made once for each team and due moment, whoever looks, and however many at once."""

from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from storage.pushes import last_made, slots_taken, take_slot
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory

__all__ = ["memory"]


def taken(memory: UnitOfWork, team: int) -> bool:
    """Whether the slot of this moment is known to be taken for a team."""
    return (team, NOW) in memory.read(lambda db: slots_taken(db, "kpi", {NOW}))


def test_a_slot_is_taken_once(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    assert not taken(memory, team)
    assert [memory.write(lambda db: take_slot(db, "kpi", team, NOW, NOW, late=False)) for _ in "ab"] == [True, False]
    assert taken(memory, team)


def test_the_same_instant_of_another_zone_is_the_same_slot(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    memory.write(lambda db: take_slot(db, "kpi", team, NOW.astimezone(ZoneInfo("Asia/Shanghai")), NOW, late=False))
    assert taken(memory, team)


def test_other_pushes_teams_and_moments_are_other_slots(memory: UnitOfWork) -> None:
    team, other = memory.write(found).id, memory.write(lambda db: found(db, "oc_west", "西部")).id
    slots = [("kpi", team, NOW), ("line", team, NOW), ("kpi", other, NOW), ("kpi", team, NOW + timedelta(days=1))]
    made = [memory.write(partial(take_slot, push=p, team_id=t, due_at=d, at=NOW, late=True)) for p, t, d in slots]
    assert made == [True] * 4
    assert memory.read(lambda db: slots_taken(db, "kpi", {NOW})) == {(team, NOW), (other, NOW)}
    assert memory.read(lambda db: slots_taken(db, "kpi", set())) == frozenset()


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
    assert not taken(memory, team)


def test_when_each_push_was_last_made(memory: UnitOfWork) -> None:
    team = memory.write(found).id
    assert memory.read(last_made) == {}
    for days in (0, 1):
        at = NOW + timedelta(days=days)
        memory.write(partial(take_slot, push="kpi", team_id=team, due_at=at, at=at, late=False))
    assert memory.read(last_made) == {"kpi": NOW + timedelta(days=1)}
