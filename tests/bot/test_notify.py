"""Messages beside an answer: what nobody asked for waits for the hours in which people may be spoken to."""

from datetime import datetime, timedelta

import pytest

from bot.app import house_of
from bot.card import card, plain
from bot.context import Context
from bot.deliveries import Said
from bot.text import Text
from storage.engine import Connection
from storage.mutes import mute
from storage.people import find_person
from storage.uow import UnitOfWork
from tests.bot.test_web import settings_for
from tests.installation import SHANGHAI
from tests.seeds import NOW, found, memory, person
from tests.sending import rows

__all__ = ["memory"]
HELLO = Text("你好", "Hello")
CARD = card(HELLO, plain(HELLO), summary=HELLO)
TEN = datetime(2026, 3, 2, 22, tzinfo=SHANGHAI)
"""Ten in the evening on a Monday."""


@pytest.fixture
def staffed(memory: UnitOfWork) -> UnitOfWork:
    """A database with a sales team in it."""
    memory.write(found)
    return memory


def tell(db: UnitOfWork, lane: str, now: datetime, *, unasked: bool) -> datetime | None:
    """Let the manager's delivery tell somebody something; gives until when that waits."""

    def work(c: Connection) -> datetime | None:
        who, seats = find_person(c, "ou_boss")
        said = Said("om_1", now, "ou_boss", "oc_direct", "om_1", "x", is_direct=True)
        house = house_of(settings_for("sqlite:///unused.db"))
        context = Context(c, now, said, "ou_boss", who, seats, house)
        return context.notify(lane, CARD, about="x", unasked=unasked)

    return db.write(work)


def test_what_was_asked_for_leaves_at_once_by_night_too(staffed: UnitOfWork) -> None:
    assert tell(staffed, "ou_li", TEN, unasked=False) is None
    assert rows(staffed, "not_before") == [(None,)]


def test_what_was_not_asked_for_waits_until_morning(staffed: UnitOfWork) -> None:
    morning = datetime(2026, 3, 3, 8, 30, tzinfo=SHANGHAI)
    assert tell(staffed, "ou_li", TEN, unasked=True) == morning
    assert rows(staffed, "not_before") == [(morning,)]


def test_by_day_nothing_waits(staffed: UnitOfWork) -> None:
    assert tell(staffed, "ou_li", NOW, unasked=True) is None


def test_who_asked_for_peace_has_it(staffed: UnitOfWork) -> None:
    until = NOW + timedelta(hours=3)
    staffed.write(lambda c: mute(c, person(c, "ou_li").id, until, NOW))
    assert tell(staffed, "ou_li", NOW, unasked=True) == until
    assert tell(staffed, "ou_han", NOW, unasked=True) is None


@pytest.mark.parametrize("lane", ["oc_east", "ou_nobody"])
def test_groups_and_people_in_no_team_are_told_at_once(staffed: UnitOfWork, lane: str) -> None:
    assert tell(staffed, lane, TEN, unasked=True) is None
