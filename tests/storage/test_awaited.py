"""What is awaited just now: found by the index of what is pending, in few questions, and held while it is worked on."""

import threading
from datetime import datetime, timedelta

from sales.obligations import VISIT, WEEKLY, Duty, State
from storage import awaited, obligations
from storage.engine import Connection
from storage.notices import anything_stale, newest_cards, speak_of, spoken_of, take_stale
from storage.outbox import Outgoing, Verb, enqueue, message_of
from storage.people import close_team
from storage.reminders import steps_made, take_step
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.plans import plans, scanned, statements
from tests.seeds import NOW, TODAY, found, memory, person, team_of
from tests.servers import PostgresServer

__all__ = ["memory"]
DUE = NOW + timedelta(hours=8)


def owe(
    c: Connection, open_id: str = "ou_li", period: str = "2026-W10", due: datetime = DUE, kind: str = WEEKLY
) -> int:
    """An obligation of a rep in the team of `found`; gives its id."""
    rep = person(c, open_id)
    duty = Duty(kind, period, TODAY, TODAY, due, due, provisional=False)
    obligations.add_duties(c, [(team_of(c).id, rep.id, duty)], "v")
    made = obligations.find_obligation(c, rep.id, kind, period)
    assert made is not None
    return made.id


def owing(c: Connection) -> int:
    """A team with one obligation in it."""
    found(c)
    return owe(c)


def waiting(db: UnitOfWork) -> list[int]:
    return [each.id for each in db.read(lambda c: awaited.pending_between(c, NOW, NOW + timedelta(hours=11)))]


def settled(c: Connection, obligation_id: int) -> None:
    owed = obligations.get_obligation(c, obligation_id)
    assert owed is not None
    obligations.settle(c, owed, NOW)


def test_what_is_pending_is_found_with_the_zone_of_its_team(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    (found_one,) = memory.read(lambda c: awaited.pending_between(c, NOW, NOW + timedelta(hours=11)))
    assert (found_one.id, found_one.type, found_one.due_at, found_one.zone.key) == (made, WEEKLY, DUE, "Asia/Shanghai")


def test_what_is_settled_far_off_or_of_a_team_at_rest_is_not(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    memory.write(lambda c: owe(c, "ou_han", due=DUE + timedelta(days=1)))
    assert waiting(memory) == [made]
    memory.write(lambda c: close_team(c, "oc_east", NOW))
    assert waiting(memory) == []


def test_a_settled_one_is_not_held(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    assert [each.id for each in memory.write(lambda c: awaited.hold_pending(c, [made]))] == [made]
    memory.write(lambda c: settled(c, made))
    assert memory.write(lambda c: awaited.hold_pending(c, [made])) == []


def test_the_index_of_what_is_pending_answers(sqlite_url: str) -> None:
    with UnitOfWork(sqlite_url) as db:
        asked = statements(db, lambda c: awaited.pending_between(c, NOW, NOW + timedelta(hours=11)))
        steps = plans(db, asked)
    assert any("ix_obligations_pending" in step for step in steps)
    assert scanned(steps, "obligations", "teams") == []


def test_looking_is_one_question_whoever_waits(memory: UnitOfWork) -> None:
    memory.write(owing)
    for number in range(30):
        memory.write(lambda c, number=number: owe(c, period=f"V-{number}", kind=VISIT))  # type: ignore[misc]
    asked = statements(memory, lambda c: awaited.pending_between(c, NOW, NOW + timedelta(hours=11)))
    assert (len(asked), len(waiting(memory))) == (1, 31)


def test_a_step_is_taken_once(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    assert memory.write(lambda c: [take_step(c, made, "nudge", NOW) for _ in range(2)]) == [True, False]
    assert memory.read(lambda c: steps_made(c, [made])) == {(made, "nudge")}


def test_settling_waits_for_the_reminder_being_made_and_then_takes_it_back(
    postgres_server: PostgresServer,
) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, UnitOfWork(url) as db:
        made = db.write(owing)
        holding, done = threading.Event(), threading.Event()

        def remind(c: Connection) -> None:
            assert awaited.hold_pending(c, [made])
            holding.set()
            done.wait(0.3)
            enqueue(c, Outgoing("ou_li", Verb.SEND, "{}", dedupe=f"remind/{made}/nudge"), NOW)

        thread = threading.Thread(target=lambda: db.write(remind))
        thread.start()
        holding.wait(5)
        db.write(lambda c: settled(c, made))
        done.set()
        thread.join()
        stands = db.read(lambda c: message_of(c, f"remind/{made}/nudge"))
        assert stands is not None
        assert stands[0] == "expired"


def test_a_change_of_what_is_owed_outdates_what_was_said_of_it(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    memory.write(lambda c: speak_of(c, [made], "card", NOW))
    assert not memory.read(anything_stale)
    memory.write(lambda c: settled(c, made))
    assert memory.read(anything_stale)
    assert memory.write(lambda c: take_stale(c, NOW - timedelta(days=13))) == ["card"]
    assert not memory.read(anything_stale)


def test_what_is_missed_outdates_it_too(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    memory.write(lambda c: speak_of(c, [made], "card", NOW))
    memory.write(lambda c: obligations.mark_missed(c, DUE + timedelta(hours=1)))
    assert memory.read(lambda c: awaited.obligations_of(c, [made]))[0].state is State.MISSED
    assert memory.read(anything_stale)


def test_a_card_that_cannot_be_changed_any_more_is_let_be(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    memory.write(lambda c: speak_of(c, [made], "card", NOW - timedelta(days=20)))
    memory.write(lambda c: settled(c, made))
    assert memory.write(lambda c: take_stale(c, NOW - timedelta(days=13))) == []
    assert not memory.read(anything_stale)


def test_the_newest_card_about_something_is_the_one_to_change(memory: UnitOfWork) -> None:
    made = memory.write(owing)
    memory.write(lambda c: speak_of(c, [made], "later", NOW + timedelta(hours=1)))
    memory.write(lambda c: speak_of(c, [made], "earlier", NOW))
    assert memory.read(lambda c: newest_cards(c, [made])) == {made: "later"}
    assert memory.read(lambda c: spoken_of(c, "earlier")) == [made]
