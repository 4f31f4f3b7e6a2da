"""What a visit is, which visits are accepted, and how long they may be changed."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales.breaches import (
    FutureVisit,
    NextStepInPast,
    NextStepMissing,
    NextStepOrReason,
    NextStepTooFar,
    VisitTooOld,
)
from sales.cadence import moment
from sales.calendar import Calendar
from sales.records import dataclass
from sales.willingness import Willingness

BACKDATED = timedelta(days=7)
"""How far back a visit may be dated when it is entered."""

PLANNED = timedelta(days=366)
"""How far ahead a next step may lie."""

DUE = time(12)
"""A visit report is due at noon (team time) of the next working day."""

CHANGEABLE = timedelta(hours=24)
"""How long after its due moment a visit may still be changed or withdrawn."""


class Kind(StrEnum):
    """How the rep and the customer met."""

    ON_SITE = "on_site"
    PHONE = "phone"
    ONLINE = "online"
    CARE = "care"


class NoStep(StrEnum):
    """Why a visit has no next step; UNSAID where there is one, or where nobody asked yet."""

    UNSAID = ""
    WAITING = "waiting"
    WON = "won"
    NO_INTEREST = "no_interest"
    OTHER = "other"


PHOTO_WINDOW = timedelta(minutes=10)
"""How long after a visit was sent, new or changed, the pictures its rep sends belong to it."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a rep reports of one visit. Dates are local dates of the team; an empty string means nothing was said.

    `companion_id` is the colleague (a person's id) who came along.
    """

    visited_on: date
    kind: Kind
    contact: str
    purpose: str
    outcome: str
    next_step: str
    next_step_on: date | None
    no_step: NoStep = NoStep.UNSAID
    companion_id: int | None = None
    willingness: Willingness | None = None

    @property
    def is_effective(self) -> bool:
        """Whether it counts as a sales visit with effect: it has an outcome and a next step, and was no mere courtesy.

        Source: K21 of the house's figures.
        """
        return bool(self.outcome and self.next_step) and self.kind is not Kind.CARE


def number(visit_id: int) -> str:
    """The short id that people say: `V-123`."""
    return f"V-{visit_id}"


def check(findings: Findings, today: date) -> None:
    """Raise the `RuleBroken` that refuses these findings when entered on `today` (team date)."""
    if findings.visited_on > today:
        raise FutureVisit(today)
    if findings.visited_on < today - BACKDATED:
        raise VisitTooOld(today - BACKDATED)
    if findings.next_step_on:
        _check_step(findings.next_step, findings.next_step_on, today)
    if not (findings.next_step or findings.no_step or findings.kind is Kind.CARE):
        raise NextStepOrReason


def _check_step(step: str, on: date, today: date) -> None:
    if not step:
        raise NextStepMissing
    if on < today:
        raise NextStepInPast(today)
    if on > today + PLANNED:
        raise NextStepTooFar(today + PLANNED)


def changeable_until(entered_on: date, zone: ZoneInfo, calendar: Calendar) -> datetime:
    """The instant at which a visit entered on this date is locked: 24 h after noon of the next working day."""
    return moment(calendar.workday_after(entered_on), DUE, zone) + CHANGEABLE
