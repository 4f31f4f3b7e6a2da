"""Files through the outbox: read beside everything else, and a bug in what is made of one harms nothing else."""

from datetime import datetime

import pytest

from bot.feishu.codes import Kind, Refused
from bot.grids import Grid, Unreadable
from bot.sheets import Sheet, pack
from playground.clocks import HandClock
from scheduler.outbox import Sender
from storage.claims import Claimed
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue
from storage.uow import UnitOfWork
from tests.sending import NINE, Receiver, clock, db, rows, say

__all__ = ["clock", "db"]
CELLS = Grid([(1, ["a"]), (2, ["1"])])


class Shelf(Receiver):
    """A platform in memory on which one file lies, or of which the file is gone."""

    def __init__(self, found: Grid | Unreadable | Refused = CELLS) -> None:
        super().__init__()
        self.found = found

    def sheet(self, row: Claimed) -> Grid | Unreadable:
        self.calls.append(row)
        if isinstance(self.found, Refused):
            raise self.found
        return self.found


class Desk:
    """Takes what files say, and stumbles over those it is told to."""

    def __init__(self, *stumbles: Grid | Unreadable) -> None:
        self.stumbles = stumbles
        self.got: list[tuple[str, Grid | Unreadable]] = []

    def __call__(self, db: Connection, message_id: str, read: Grid | Unreadable, now: datetime) -> None:
        enqueue(db, Outgoing("ou_told", Verb.SEND, "{}", about=f"{message_id}/{type(read).__name__}"), now)
        if read in self.stumbles:
            msg = "a bug"
            raise RuntimeError(msg)
        self.got.append((message_id, read))


def ask(db: UnitOfWork, message_id: str = "om_1") -> None:
    db.write(lambda c: enqueue(c, Outgoing(message_id, Verb.READ_FILE, "{}", target=message_id), NINE))


@pytest.mark.parametrize("found", [CELLS, Unreadable.TYPE])
def test_what_a_file_says_is_kept_with_the_row(db: UnitOfWork, clock: HandClock, found: Grid | Unreadable) -> None:
    desk = Desk()
    ask(db)
    Sender(db, Shelf(found), clock, on_file=desk).run_once()
    assert desk.got == [("om_1", found)]
    assert rows(db, "verb", "state")[0] == (Verb.READ_FILE, "sent")
    assert len(rows(db, "about")) == 2


def test_a_bug_in_what_is_made_of_it_keeps_nothing_back(db: UnitOfWork, clock: HandClock) -> None:
    desk = Desk(CELLS)
    ask(db)
    say(db, "ou_li")
    Sender(db, Shelf(), clock, on_file=desk).run_once()
    assert desk.got == [("om_1", Unreadable.BROKEN)]
    assert [state for (state,) in rows(db, "state")] == ["sent", "sent", "queued"]
    assert rows(db, "about")[-1] == ("om_1/Unreadable",)


def test_one_that_is_gone_for_good_is_told_too(db: UnitOfWork, clock: HandClock) -> None:
    desk = Desk()
    ask(db)
    Sender(db, Shelf(Refused(Kind.NEVER, 234003, "gone")), clock, on_file=desk, admins=["ou_admin"]).run_once()
    assert desk.got == [("om_1", Unreadable.GONE)]
    assert rows(db, "state")[0] == ("parked",)


def test_one_that_may_come_later_is_not(db: UnitOfWork, clock: HandClock) -> None:
    desk, shelf = Desk(), Shelf(Refused(Kind.AGAIN, 0, "away"))
    ask(db)
    sender = Sender(db, shelf, clock, on_file=desk)
    sender.run_once()
    assert desk.got == []
    shelf.found = CELLS
    clock.advance(60)
    sender.run_once()
    assert desk.got == [("om_1", CELLS)]


def test_whoever_sent_a_file_is_spoken_to_while_it_is_read(db: UnitOfWork, clock: HandClock) -> None:
    ask(db)
    say(db, "ou_li")
    shelf = Shelf()
    assert Sender(db, shelf, clock, on_file=Desk()).run_once() == 2


def test_a_sheet_is_not_sent_again_once_its_uuid_is_forgotten(db: UnitOfWork, clock: HandClock) -> None:
    sheet = pack(Sheet("s", ("a",), []))
    db.write(lambda c: enqueue(c, Outgoing("ou_li", Verb.SEND_FILE, sheet), NINE))
    shelf = Shelf()

    def unsure(_: Claimed) -> None:
        raise Refused(Kind.UNKNOWN, 0, "no answer")

    shelf.answer = unsure
    sender = Sender(db, shelf, clock)
    sender.run_once()
    clock.advance(3600)
    sender.run_once()
    assert len(shelf.calls) == 1
    assert rows(db, "state") == [("parked",)]
