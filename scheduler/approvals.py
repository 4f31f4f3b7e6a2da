"""Orders that wait for a decision: a word to the approver after two working hours, somebody else is asked after four.

Whether that is due is arithmetic on the team's working hours; whether it was done stands in the row, which is held.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

import structlog

from bot.approval_cards import list_card
from bot.approval_cases import waiting_cases
from bot.approvals import ABOUT, hand_over, reminder_key
from bot.card import fitting
from bot.context import Context, House
from bot.deliveries import Delivery
from bot.text import Text
from sales.orders import State
from sales.records import dataclass
from sales.worktime import WorkTime
from scheduler.rounds import Staff
from storage import approvals
from storage.approvals import Approval
from storage.approvers import absences, away_now
from storage.engine import Connection
from storage.orders import hold_order
from storage.people import Person
from storage.uow import UnitOfWork

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """What has to be done now: reminders by approver, and the questions that go to somebody else, too."""

    reminders: Mapping[Person, Sequence[int]]
    handing_over: Sequence[Approval]


def run(db: UnitOfWork, house: House, now: datetime) -> int:
    """Remind and hand over what has waited too long; gives the number of messages queued. Cheap when nothing waits."""
    due = db.read(lambda at: due_now(at, house, now))
    made = sum(db.write(partial(_remind, who, ids, house, now)) for who, ids in due.reminders.items())
    made += sum(db.write(partial(_hand_over, each, house, now)) for each in due.handing_over)
    if made:
        _log.info("approvals_followed_up", messages=made)
    return made


def due_now(db: Connection, house: House, now: datetime) -> Due:
    """What has waited too long by the working hours of the order's team; nothing for a team at rest."""
    waiting = [each for each in approvals.waiting(db) if each.reminded_at is None or each.handed_at is None]
    if not waiting:
        return Due({}, ())
    reminders: dict[Person, list[int]] = {}
    late: list[Approval] = []
    staff, away = Staff.look_up(db, house), absences(db, (each.approver.id for each in waiting), now)
    for each in (each for each in waiting if each.team_id in staff.teams):
        team, calendar = staff.teams[each.team_id], staff.calendars[each.team_id]
        hours = WorkTime(calendar, team.zone, house.trade.work_from, house.trade.work_until)
        # Nobody waits for somebody who has gone on leave since.
        is_gone = away_now(away.get(each.approver.id, ()), calendar, team, house.quiet, now)
        if each.handed_at is None and (is_gone or hours.later(each.ask.at, house.trade.hand_over_after) <= now):
            late.append(each)
        elif each.reminded_at is None and hours.later(each.ask.at, house.trade.ask_again_after) <= now:
            reminders.setdefault(each.approver, []).append(each.id)
    return Due(reminders, late)


def _context(db: Connection, house: House, now: datetime) -> Context:
    """Nobody asks; what is drawn is drawn for whom it goes to."""
    return Context(db, now, Delivery("approvals", now), "", None, (), house)


def _remind(who: Person, ids: Sequence[int], house: House, now: datetime, db: Connection) -> int:
    """One message about everything of one approver that became due."""
    taken = set(approvals.take_reminders(db, ids, now))
    if not taken:
        return 0
    ctx = _context(db, house, now)
    cases = [case for case in waiting_cases(ctx, who) if case.is_open]
    if not cases:
        return 0
    card = list_card(cases, who.open_id, now, _REMINDER)
    ctx.notify(who.open_id, fitting(card), about=ABOUT, dedupe=reminder_key(who.id, min(taken)), unasked=True)
    return 1


def _hand_over(waiting: Approval, house: House, now: datetime, db: Connection) -> int:
    order = hold_order(db, waiting.order_id)
    if order is None or order.state is not State.APPROVING or order.mark != waiting.ask.mark:
        return 0
    if not approvals.take_handing_over(db, waiting.id, now):
        return 0
    return int(hand_over(_context(db, house, now), waiting, order))


_REMINDER: Final = Text("还有订单等你审批", "Orders still wait for your decision")
