"""Reminders, private first: a nudge on the due day, its change shortly before the due moment, one last word after it.

Which step is due is arithmetic on the due moment as it stands now; whether it was made is a row with a unique key. What
is owed is held while its reminder is made, so that whoever has sent the report is not reminded of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby

import structlog

from bot.card import Card, fitting
from bot.context import House
from sales.attention import REMINDER
from sales.obligations import VISIT
from sales.quiet import at_the_earliest
from sales.records import dataclass
from sales.reminders import FIRST, LAST, OF_USE, Step, Window, open_steps
from scheduler.reminder_cards import Subject, last_card, nudge_card
from scheduler.rounds import ABOUT, VISITS, Round, Staff
from storage import awaited, echoes, notices, reminders
from storage.awaited import Waiting
from storage.engine import Connection
from storage.obligations import Obligation
from storage.outbox import Outgoing, Verb, enqueue
from storage.quiet import retreats_of
from storage.uow import UnitOfWork

CHUNK = 50
"""How many reminders are made in one transaction, so that who writes meanwhile does not wait long."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Planned:
    """A step that is to be made now: for what, and when it may leave (aware), which is now or later."""

    waiting: Waiting
    window: Window
    leaves_at: datetime

    @property
    def stamp(self) -> str:
        """The due moment as a part of dedupe keys: what is due anew is reminded of anew."""
        return f"{self.waiting.due_at:%y%m%d%H%M}"

    @property
    def expires_at(self) -> datetime:
        """When the message is of no use any more; the last word is, for a while, whenever it may leave."""
        return self.leaves_at + OF_USE if self.window.step is Step.LAST else self.window.closes


def run(db: UnitOfWork, house: House, now: datetime) -> int:
    """Make every reminder whose time has come; gives the number of messages queued. Cheap when there is none."""
    planned = db.read(lambda at: planned_now(at, house, now))
    chunks = [planned[start : start + CHUNK] for start in range(0, len(planned), CHUNK)]
    made = sum(db.write(partial(_make, chunk, house, now)) for chunk in chunks)
    if made:
        _log.info("reminders_made", messages=made)
    return made


def planned_now(db: Connection, house: House, now: datetime) -> list[Planned]:
    """The steps that are to be made now and that their people may hear now or in time."""
    waiting = awaited.pending_between(db, now - FIRST, now + LAST)
    steps = [(each, window) for each in waiting for window in _windows(each, now)]
    if not steps:
        return []
    made = reminders.steps_made(db, {each.id for each, _ in steps})
    fresh = [(each, window) for each, window in steps if (each.id, window.step) not in made]
    return list(_timed(db, fresh, house, now)) if fresh else []


def _windows(waiting: Waiting, now: datetime) -> list[Window]:
    return open_steps(waiting.due_at, waiting.zone, now, is_visit=waiting.type == VISIT)


def _timed(db: Connection, steps: Sequence[tuple[Waiting, Window]], house: House, now: datetime) -> Iterator[Planned]:
    """Without the steps that their people could only hear too late."""
    staff = Staff.look_up(db, house)
    retreats = retreats_of(db, (each.rep_id for each, _ in steps), now)
    for each, window in steps:
        at = max(now, window.at)
        calendar = staff.calendars.get(each.team_id)
        if calendar is None:
            continue
        # A changed card makes no sound: that one need not wait.
        opens = retreats.opening(each.rep_id, calendar, each.zone, house.quiet, at)
        held = at_the_earliest(opens, now, each.zone, house.rep_card_at) if opens else at
        leaves_at = at if window.step is Step.SOON else held
        if leaves_at < window.closes or window.step is Step.LAST:
            yield Planned(each, window, leaves_at)


def _make(chunk: Sequence[Planned], house: House, now: datetime, db: Connection) -> int:
    """Make the steps of those who still owe, all in one commit."""
    held = {owed.id: owed for owed in awaited.hold_pending(db, [each.waiting.id for each in chunk])}
    cards = notices.newest_cards(db, held)
    mine = [each for each in chunk if _still(each, held, cards) and _take(db, each)]
    if not mine:
        return 0
    told = Round.begin(db, house, now, {each.waiting.rep_id for each in mine})
    made = 0
    for _, steps in groupby(sorted(mine, key=_rep_id), key=_rep_id):
        made += _remind_one(told, list(steps), held, cards)
    return made


def _remind_one(told: Round, steps: Sequence[Planned], held: Mapping[int, Obligation], cards: Mapping[int, str]) -> int:
    """Everything for one person: their reports, then their visits together."""
    made = 0
    for each in steps:
        owed = held[each.waiting.id]
        if owed.type != VISIT and (subject := told.subject(owed)):
            made += _remind(told, each, subject, cards.get(owed.id, ""))
    for due in _by_moment(each for each in steps if each.waiting.type == VISIT):
        made += _remind_of_visits(told, due, [held[each.waiting.id] for each in due])
    return made


def _rep_id(planned: Planned) -> int:
    """By people's ids, so that two who tell the same people never wait for each other."""
    return planned.waiting.rep_id


def _still(planned: Planned, held: Mapping[int, Obligation], cards: Mapping[int, str]) -> bool:
    """Whether it is owed as it was; shortly before there is nothing to change for somebody who had no nudge."""
    owed = held.get(planned.waiting.id)
    if owed is None or owed.due_at != planned.waiting.due_at:
        return False
    return planned.window.step is not Step.SOON or owed.id in cards


def _take(db: Connection, planned: Planned) -> bool:
    return reminders.take_step(db, planned.waiting.id, planned.window.step, planned.leaves_at)


def _by_moment(planned: Iterable[Planned]) -> Iterable[list[Planned]]:
    together: dict[str, list[Planned]] = {}
    for each in planned:
        together.setdefault(each.stamp, []).append(each)
    return together.values()


def _remind(told: Round, planned: Planned, subject: Subject, nudge: str) -> int:
    lane, step = told.lanes[planned.waiting.rep_id], planned.window.step
    key = echoes.key(subject.owed.id, f"{step}-{planned.stamp}")
    if step is Step.SOON:
        return told.change(lane, nudge, nudge_card(subject), key)
    said = nudge_card(subject) if step is Step.NUDGE else last_card(subject)
    return _send(told, planned, said, key, [subject.owed.id])


def _remind_of_visits(told: Round, planned: Sequence[Planned], owed: Sequence[Obligation]) -> int:
    """One card for everything a rep has to report by the same moment."""
    first = planned[0]
    single = echoes.key(owed[0].id, f"{VISITS}-{first.stamp}")
    key = single if len(owed) == 1 else f"remind/{VISITS}-{first.waiting.rep_id}/{first.stamp}"
    return _send(told, first, told.visits(owed, first.waiting.zone), key, [each.id for each in owed])


def _send(told: Round, planned: Planned, said: Card, key: str, obligation_ids: Sequence[int]) -> int:
    later = planned.leaves_at if planned.leaves_at > told.now else None
    outgoing = Outgoing(
        told.lanes[planned.waiting.rep_id],
        Verb.SEND,
        fitting(said).dumps(),
        about=ABOUT,
        dedupe=key,
        not_before=later,
        expires_at=planned.expires_at,
    )
    waiting = planned.waiting
    admitted = told.gate.admit(waiting.rep_id, waiting.zone, REMINDER + waiting.type, outgoing, said)
    if admitted.is_told:
        notices.speak_of(told.db, obligation_ids, key, told.now)
    return int(admitted.outgoing is not None and enqueue(told.db, admitted.outgoing, told.now) is not None)
