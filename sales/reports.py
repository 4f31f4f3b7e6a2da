"""What a report shows and says: facts with their ids, the rep's own words, until when it may change, and its review."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sales.cadence import moment
from sales.calendar import DAY, Calendar
from sales.obligations import LONG_PAST
from sales.records import dataclass

CHANGEABLE = timedelta(hours=24)
"""How long after its due moment a submitted report may be changed or taken back without giving a reason."""

REVIEWED_WEEKS = 4
"""Over how many weeks back from now a manager's review rate is reckoned."""


class FactKind(StrEnum):
    """What a fact is about, in the order in which a report lists them."""

    VISIT = "visit"
    JOINT_VISIT = "joint_visit"
    FOLLOW_UP_DONE = "follow_up_done"
    FOLLOW_UP_MISSED = "follow_up_missed"
    PLAN_DONE = "plan_done"
    PLAN_MISSED = "plan_missed"
    NEW_CUSTOMER = "new_customer"
    QUIET_CUSTOMER = "quiet_customer"


class Stage(StrEnum):
    """Where a report stands: never handed in, handed in, or taken back."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What a manager says of a report; `MORE` asks for more and opens it again."""

    READ = "read"
    MORE = "more"
    EXCELLENT = "excellent"


class Promptness(StrEnum):
    """When a report came, measured by its due moment; early is an hour or more before it."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that the records say: its id (`V-12`, `F-7`, `C-3`, `P-4`), the team's local date, about whom, what."""

    id: str
    kind: FactKind
    on: date | None
    customer: str
    detail: str

    def as_json(self) -> dict[str, str | None]:
        """The fact as it is kept with a report; `fact_of` reads it back."""
        return asdict(self) | {"kind": self.kind.value, "on": self.on.isoformat() if self.on else None}


@dataclass(frozen=True, slots=True)
class Wording:
    """What the rep writes; an empty string where nothing was said."""

    summary: str = ""
    problems: str = ""
    needs_help: str = ""
    next_plan: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> "Wording":
        """Read back what was kept as a mapping; what is missing is empty."""
        return cls(**{field.name: str(kept.get(field.name, "")) for field in fields(cls)})

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was written."""
        return not any(asdict(self).values())


@dataclass(frozen=True, slots=True)
class Changes:
    """What the records say otherwise than they did when the report was handed in; changed ones as (then, now)."""

    added: tuple[Fact, ...]
    gone: tuple[Fact, ...]
    changed: tuple[tuple[Fact, Fact], ...]

    def __bool__(self) -> bool:
        """Whether anything is different at all."""
        return bool(self.added or self.gone or self.changed)


@dataclass(frozen=True, slots=True)
class Looked:
    """One submission that a manager had to look at, and when that was done (None: not yet)."""

    submitted_at: datetime
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReviewRate:
    """K46 as its two numbers: reviews within one working day ÷ submissions."""

    on_time: int
    submitted: int


def fact_of(kept: Mapping[str, str | None]) -> Fact:
    """A fact from what `Fact.as_json` made of it."""
    on = kept["on"]
    return Fact(
        str(kept["id"]),
        FactKind(str(kept["kind"])),
        date.fromisoformat(on) if on else None,
        str(kept["customer"]),
        str(kept["detail"]),
    )


def changes(then: Sequence[Fact], now: Sequence[Fact]) -> Changes:
    """Compare two lists of facts by their ids."""
    before, after = {fact.id: fact for fact in then}, {fact.id: fact for fact in now}
    return Changes(
        added=tuple(fact for fact in now if fact.id not in before),
        gone=tuple(fact for fact in then if fact.id not in after),
        changed=tuple((fact, after[fact.id]) for fact in then if fact.id in after and not _alike(fact, after[fact.id])),
    )


def _alike(then: Fact, now: Fact) -> bool:
    """Another spelling of the customer's name, after a merger, is no change of what happened."""
    return (then.kind, then.on, then.detail) == (now.kind, now.on, now.detail)


def changeable_until(due_at: datetime) -> datetime:
    """The instant up to which a report may be changed or taken back freely; afterwards a correction gives a reason."""
    return due_at + CHANGEABLE


def acceptable_until(due_at: datetime) -> datetime:
    """The instant after which a report that never came needs the manager's leave."""
    return due_at + LONG_PAST


def promptness(at: datetime, due_at: datetime) -> tuple[Promptness, timedelta]:
    """How a submission stands to its due moment, and how far from it: the very moment itself is on time."""
    if at > due_at:
        return Promptness.LATE, at - due_at
    early = due_at - at
    return Promptness.EARLY if early >= timedelta(hours=1) else Promptness.ON_TIME, early


def review_due(submitted_at: datetime, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """The instant at which a review is late: the end of the first working day after the (local) day of submission."""
    working = calendar.workday_after(submitted_at.astimezone(zone).date())
    return moment(working + DAY, time(0), zone)


def review_rate(looked: Iterable[Looked], now: datetime, calendar: Calendar, zone: ZoneInfo) -> ReviewRate:
    """K46 over these submissions; one that may still be reviewed in time is not counted yet."""
    on_time = submitted = 0
    for each in looked:
        due = review_due(each.submitted_at, calendar, zone)
        on_time += each.reviewed_at is not None and each.reviewed_at < due
        submitted += each.reviewed_at is not None or now >= due
    return ReviewRate(on_time, submitted)
