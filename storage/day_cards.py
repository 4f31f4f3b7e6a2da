"""The card of somebody's day: what stands on it beside what is due anyway, when it must change, what was put off."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, Update, select, update

from sales.records import dataclass
from sales.roles import Role
from storage.attention import STALE, attention_days, unasked
from storage.engine import AnyRow, Connection
from storage.people import Person, memberships, people, teams

CHANGEABLE = timedelta(days=13)
"""The platform lets a card be changed for 14 days."""

_days, _told = attention_days.c, unasked.c


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that somebody was told: its kind, the dedupe key it was told under, and its line on a day's card."""

    id: int
    person_id: int
    day: date
    kind: str
    message: str
    rang: bool
    item: Mapping[str, str] | None
    made_at: datetime
    settled_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether there still is something to be done or read."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True)
class Stale:
    """A day's card that has to be composed anew; `card` is its dedupe key."""

    person_id: int
    day: date
    card: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is: a person with a seat in a team that is not at rest."""

    person: Person
    team_id: int
    role: Role


def places_of(db: Connection, person_ids: Collection[int]) -> dict[int, list[Place]]:
    """The seats of some people by their ids, the oldest first; nothing for who is in no team. One question."""
    seats = (
        select(people, memberships.c.team_id, memberships.c.role)
        .join(memberships, memberships.c.person_id == people.c.id)
        .join(teams, teams.c.id == memberships.c.team_id)
        .where(people.c.id.in_(sorted(set(person_ids))), memberships.c.left_at.is_(None))
        .where(teams.c.founded_at.is_not(None), teams.c.closed_at.is_(None))
        .order_by(memberships.c.joined_at, teams.c.id)
    )
    found: dict[int, list[Place]] = {}
    for row in db.execute(seats):
        place = Place(Person(row.id, row.open_id, row.name), row.team_id, Role(row.role))
        found.setdefault(row.id, []).append(place)
    return found


def anything_to_do(db: Connection, now: datetime) -> bool:
    """Whether a day's card has to change or something comes back, so that the one who writes is left in peace."""
    if db.execute(select(_days.person_id).where(STALE).limit(1)).first():
        return True
    back = select(_told.id).where(_told.again_at.is_not(None), _told.again_at <= now).limit(1)
    return db.execute(back).first() is not None


def take_stale(db: Connection, most: int) -> list[Stale]:
    """Some of the cards that do not hold, each given to one asker only, by person."""
    some = select(_days.person_id, _days.day).where(STALE).order_by(_days.person_id, _days.day).limit(most)
    keys = [tuple(row) for row in db.execute(some)]
    taken: list[Stale] = []
    for person_id, day in keys:
        of_it = (_days.person_id == person_id) & (_days.day == day) & _days.stale.is_(True)
        row = db.execute(update(attention_days).where(of_it).values(stale=False).returning(_days.card)).first()
        if row and row.card:
            taken.append(Stale(person_id, day, row.card))
    return taken


def standing(db: Connection, days: Iterable[Stale]) -> dict[Stale, list[Told]]:
    """What stands on each of these cards by what was told, in the order in which it came. One question.

    That is what never rang, and what the card itself said before more was added to it.
    """
    cards = {(each.person_id, each.day): each for each in days}
    who, dates = sorted({person for person, _ in cards}), sorted({day for _, day in cards})
    which = _told.person_id.in_(who) & _told.day.in_(dates) & _told.settled_at.is_(None) & _told.item.is_not(None)
    found: dict[Stale, list[Told]] = {each: [] for each in cards.values()}
    for each in map(_read, db.execute(_rows().where(which).order_by(_told.id))):
        card = cards.get((each.person_id, each.day))
        if card and (not each.rang or each.message == card.card):
            found[card].append(each)
    return found


def follow(db: Connection, message: str, item: Mapping[str, str] | None, now: datetime) -> bool:
    """Let the day's card follow a change of what was told under a key: it has this line now, or none any more.

    True where the day's card is what says it, so that there is no message of its own to be changed. Who follows for
    several people in one transaction goes by their ids, as who tells them does.
    """
    whose = db.execute(select(_told.person_id, _told.day).where(_told.message == message)).first()
    if whose is None:
        return False
    _hold(db, (_days.person_id == whose.person_id) & (_days.day == whose.day))
    changed = {"settled_at": now} if item is None else {"item": dict(item), "settled_at": None}
    found = update(unasked).where(_told.message == message, _told.item.is_not(None)).values(**changed)
    row = db.execute(found.returning(_told.person_id, _told.day, _told.rang)).first()
    if row is None:
        return False
    on_it = (_days.person_id == row.person_id) & (_days.day == row.day)
    is_card = _days.mixed.is_(True) & (_days.card == message) if row.rang else _days.card.is_not(None)
    stale = update(attention_days).where(on_it, is_card).values(stale=True)
    return db.execute(stale.returning(_days.person_id)).first() is not None


def settle_kind(db: Connection, person_id: int, kind: str, now: datetime) -> None:
    """Let nothing of a kind stand on somebody's cards any more, as there is nothing left to do about it."""
    lately = (_told.person_id == person_id) & (_told.day >= (now - CHANGEABLE).date())
    which = lately & (_told.kind == kind) & _told.settled_at.is_(None)
    _hold(db, _lately(person_id, now))
    settled = update(unasked).where(which).values(settled_at=now).returning(_told.day, _told.rang)
    days = sorted({row.day for row in db.execute(settled) if not row.rang})
    if days:
        on_them = (_days.person_id == person_id) & _days.day.in_(days) & _days.card.is_not(None)
        db.execute(update(attention_days).where(on_them).values(stale=True))


def _lately(person_id: int, now: datetime) -> ColumnElement[bool]:
    return (_days.person_id == person_id) & (_days.day >= (now - CHANGEABLE).date())


def _hold(db: Connection, which: ColumnElement[bool]) -> None:
    """Hold days before what was told on them, so that nobody waits for who waits for them; SQLite has one writer."""
    if db.dialect.name == "postgresql":
        db.execute(select(_days.day).where(which).order_by(_days.person_id, _days.day).with_for_update())


def replace_card(db: Connection, person_id: int, day: date, card: str) -> None:
    """Note that another message is somebody's card of a day from now on."""
    on_it = (_days.person_id == person_id) & (_days.day == day)
    db.execute(update(attention_days).where(on_it).values(card=card, mixed=True))


def card_of(db: Connection, person_id: int, day: date) -> str:
    """The dedupe key of somebody's card of a day; empty without one."""
    card = db.scalar(select(_days.card).where(_days.person_id == person_id, _days.day == day))
    return str(card or "")


def lately_told(db: Connection, person_id: int, first: date, last: date) -> list[Told]:
    """What somebody was told on the dates from first to last, the newest first."""
    which = (_told.person_id == person_id) & (_told.day >= first) & (_told.day <= last)
    return [_read(row) for row in db.execute(_rows().where(which).order_by(_told.id.desc()))]


def put_off(db: Connection, told_id: int, until: datetime) -> None:
    """Let something that was told come back at this instant, in place of another that was asked for before."""
    db.execute(_of(told_id).values(again_at=until))


def who_gets_back(db: Connection, now: datetime) -> list[int]:
    """The ids of the people for whom something that they put off comes back now, in order."""
    due = _told.again_at.is_not(None) & (_told.again_at <= now)
    return sorted(set(db.scalars(select(_told.person_id).where(due))))


def take_back(db: Connection, person_id: int, now: datetime) -> list[Told]:
    """What comes back for somebody now, each given to one asker only; what was settled meanwhile does not."""
    due = _told.again_at.is_not(None) & (_told.again_at <= now) & (_told.person_id == person_id)
    _hold(db, _lately(person_id, now))
    taken = update(unasked).where(due).values(again_at=None).returning(_told.id)
    ids = sorted(db.scalars(taken))
    found = [_read(row) for row in db.execute(_rows().where(_told.id.in_(ids)).order_by(_told.id))] if ids else []
    return [each for each in found if each.is_open]


def _of(told_id: int) -> Update:
    return update(unasked).where(_told.id == told_id)


def _rows() -> Select[tuple[object, ...]]:
    columns = (_told.id, _told.person_id, _told.day, _told.kind, _told.message, _told.rang, _told.item)
    return select(*columns, _told.made_at, _told.settled_at)


def _read(row: AnyRow) -> Told:
    return Told(*row)
