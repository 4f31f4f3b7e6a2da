"""A week of March 2026 as a sales team lives it: its report is due on Friday the 6th at six in the evening."""

from datetime import datetime, timedelta

from playground import Message, Person
from sales.spans import Half, HalfDays
from storage import obligations
from storage.leaves import add_leave
from storage.ledger import forget_reckoning
from storage.mutes import mute
from storage.obligations import Obligation
from storage.people import find_person
from tests.installation import MONDAY, SHANGHAI, Installation, Squad
from tests.seen import cards, read

WEEK = "2026-W10"
DUE = datetime(2026, 3, 6, 18, tzinfo=SHANGHAI)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of March 2026 in Shanghai; the 2nd is a Monday, the 6th the Friday on which the week's report is due."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=SHANGHAI)


def begun(house: Installation, *reps: str) -> Squad:
    """A team on Monday morning, with everything made that its reps will owe."""
    squad = house.squad(reps=reps or ("李雷",))
    house.tick(MONDAY)
    return squad


def person_id(house: Installation, person: Person) -> int:
    """The id under which the bot keeps somebody."""
    known, _ = house.app.db.read(lambda db: find_person(db, person.open_id))
    assert known is not None
    return known.id


def owed(house: Installation, rep: Person, period: str = WEEK, kind: str = "weekly") -> Obligation:
    """What a rep owes of a kind for a period."""
    who = person_id(house, rep)
    found = house.app.db.read(lambda db: obligations.find_obligation(db, who, kind, period))
    assert found is not None
    return found


def send(
    house: Installation, rep: Person, when: datetime | None = None, period: str = WEEK, kind: str = "weekly"
) -> None:
    """Let a rep have sent a report, now unless told otherwise."""
    duty, sent_at = owed(house, rep, period, kind), when or house.clock.now()
    house.app.db.write(lambda db: obligations.settle(db, duty, sent_at))


def away(house: Installation, rep: Person, first: datetime, last: datetime, *halves: Half) -> None:
    """Put somebody on leave from the first to the last day, whole days unless halves are given."""
    who = person_id(house, rep)
    first_half, last_half = halves or (Half.AM, Half.PM)
    span = HalfDays(first.date(), first_half, last.date(), last_half)
    house.app.db.write(lambda db: add_leave(db, who, span, "看牙", who, house.clock.now()))
    house.app.db.write(forget_reckoning)


def silence(house: Installation, rep: Person, until: datetime) -> None:
    """Let somebody have asked to be left alone until a moment."""
    who = person_id(house, rep)
    house.app.db.write(lambda db: mute(db, who, until, house.clock.now()))


def said(house: Installation, rep: Person) -> list[str]:
    """What stands on the cards in somebody's direct chat about reports, the oldest first."""
    return [read(card) for card in direct(house, rep) if "拜访 / 目标" not in read(card)]


def direct(house: Installation, rep: Person) -> list[Message]:
    """The cards in somebody's direct chat."""
    return cards(house, house.feishu.direct(rep))


def minutes(number: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)
