"""Who is to be left alone: until an instant, the last word counting."""

from datetime import timedelta
from functools import partial

from storage import mutes
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]

HOUR = timedelta(hours=1)


def test_a_person_is_left_alone_until_an_instant_and_not_at_it(memory: UnitOfWork) -> None:
    memory.write(found)
    li, han = memory.read(lambda db: [person(db, who).id for who in ("ou_li", "ou_han")])
    memory.write(lambda db: mutes.mute(db, li, NOW + HOUR, NOW))
    for later, until in ((timedelta(0), NOW + HOUR), (HOUR - timedelta(seconds=1), NOW + HOUR), (HOUR, None)):
        assert memory.read(partial(mutes.muted_until, person_id=li, now=NOW + later)) == until
    assert memory.read(lambda db: mutes.muted_until(db, han, NOW)) is None


def test_the_last_word_counts(memory: UnitOfWork) -> None:
    memory.write(found)
    li = memory.read(lambda db: person(db, "ou_li").id)
    for hours in (5, 2):
        memory.write(partial(mutes.mute, person_id=li, until=NOW + HOUR * hours, at=NOW))
    assert memory.read(lambda db: mutes.muted_until(db, li, NOW)) == NOW + HOUR * 2
    for _ in range(2):
        memory.write(lambda db: mutes.unmute(db, li))
    assert memory.read(lambda db: mutes.muted_until(db, li, NOW)) is None
