"""Cards that ask for what has been done, moved or let off meanwhile are changed, without a sound."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.card import Card
from bot.context import House
from sales.obligations import VISIT
from sales.reminders import Step
from scheduler.reminder_cards import nudge_card
from scheduler.rounds import Round
from storage import awaited, notices, outbox
from storage.engine import Connection
from storage.obligations import Obligation
from storage.outbox import State
from storage.uow import UnitOfWork

CHANGEABLE = timedelta(days=13)
"""The platform lets a card be changed for 14 days."""


def run(db: UnitOfWork, house: House, now: datetime) -> int:
    """Mend every reminder that does not hold any more; gives the number of changes queued."""
    if not db.read(notices.anything_stale):
        return 0
    return db.write(lambda at: _mend_all(at, house, now))


def _mend_all(db: Connection, house: House, now: datetime) -> int:
    cards = notices.take_stale(db, now - CHANGEABLE)
    if not cards:
        return 0
    spoken = {card: awaited.obligations_of(db, notices.spoken_of(db, card)) for card in cards}
    told = Round.begin(db, house, now, {each.rep_id for owed in spoken.values() for each in owed})
    # By people's ids, so that two who speak to the same people never wait for each other.
    in_order = sorted((owed[0].rep_id, card) for card, owed in spoken.items() if owed)
    return sum(_mend(told, card, spoken[card]) for _, card in in_order)


def _mend(told: Round, card: str, owed: Sequence[Obligation]) -> int:
    """Change one message, or drop it when it waits and nothing is asked any more."""
    is_over = not any(each.is_open for each in owed)
    if is_over:
        outbox.cancel(told.db, card)
    said = _now_says(told, card, owed)
    if (is_over or said) and told.on_the_day(card, None if is_over else said):
        return 0
    message = outbox.message_of(told.db, card)
    if message is None or message[0] in (State.EXPIRED, State.PARKED):
        return 0
    return told.patch(told.lanes[owed[0].rep_id], card, said) if said else 0


def _now_says(told: Round, card: str, owed: Sequence[Obligation]) -> Card | None:
    """What the message is to say now; None when it still says what holds."""
    if owed[0].type == VISIT:
        team = told.staff.teams.get(owed[0].team_id)
        return told.visits(owed, team.zone) if team else None
    subject = told.subject(owed[0])
    if subject is None or (f"/{Step.LAST}-" in card and subject.owed.is_open and subject.is_overdue):
        return None
    return nudge_card(subject)
