"""Broken rules as data: what was wrong and by which measure. The words for people are in `bot/words.py`."""

from datetime import date, datetime
from typing import ClassVar, TypeVar, dataclass_transform


class RuleBroken(Exception):  # noqa: N818 - it is not an error of the program but an answer to a person
    """A rule of the business refuses what was asked; nothing has been kept. `field` names the form field, if one."""

    field: ClassVar[str | None] = None
    names: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: object, **named: object) -> None:
        """Take a value for each of the kind's annotated names, in their order or by name."""
        super().__init__(*values)
        told = dict(zip(self.names, values, strict=False)) | named
        if len(values) + len(named) != len(self.names) or told.keys() != set(self.names):
            msg = f"{type(self).__name__} wants {self.names}"
            raise TypeError(msg)
        vars(self).update(told)

    def __eq__(self, other: object) -> bool:
        """Whether it is the same rule, broken in the same way."""
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), *(getattr(self, name) for name in self.names)))


B = TypeVar("B", bound=RuleBroken)


@dataclass_transform()
def breach(kind: type[B]) -> type[B]:
    """Make a kind of breach out of its annotations. There are many, and a dataclass costs a start a millisecond."""
    kind.names = tuple(kind.__annotations__)
    return kind


@breach
class FutureVisit(RuleBroken):
    """A visit was dated after today, which is `latest` in the team's time zone."""

    latest: date
    field = "visited_on"


@breach
class VisitTooOld(RuleBroken):
    """A visit was entered later than the days allowed for back-dating; `earliest` is the oldest date accepted."""

    earliest: date
    field = "visited_on"


@breach
class NextStepMissing(RuleBroken):
    """A date was given for a next step that has no words."""

    field = "next_step"


@breach
class NextStepInPast(RuleBroken):
    """The next step lies before today, which is `earliest`."""

    earliest: date
    field = "next_step_on"


@breach
class NextStepTooFar(RuleBroken):
    """The next step lies beyond `latest`, so far ahead that a slip of the finger is likelier than a plan."""

    latest: date
    field = "next_step_on"


@breach
class NextStepOrReason(RuleBroken):
    """A visit has neither a next step nor a reason for having none."""

    field = "no_step"


@breach
class CorrectionWithoutReason(RuleBroken):
    """A record locked at `since` (aware) may still be corrected, but only with a reason."""

    number: str
    since: datetime
    field = "reason"


@breach
class PlanOutOfRange(RuleBroken):
    """A visit was planned for a date outside `[earliest, latest]`, today being the earliest."""

    earliest: date
    latest: date
    field = "planned_on"


@breach
class AlreadySettled(RuleBroken):
    """A plan or a follow-up is done, moved or given up already."""

    number: str


@breach
class NotYours(RuleBroken):
    """The record belongs to somebody else."""

    number: str


@breach
class NotFound(RuleBroken):
    """No such record."""

    number: str


@breach
class Locked(RuleBroken):
    """The time in which the record could be changed ended at `since` (aware)."""

    number: str
    since: datetime


@breach
class AlreadyWithdrawn(RuleBroken):
    """The record was withdrawn before."""

    number: str


@breach
class Outdated(RuleBroken):
    """The card pressed shows an older version of the record than the one in force."""

    number: str


@breach
class TeamHasManager(RuleBroken):
    """The group is a team already; `manager` is the name of its manager."""

    team: str
    manager: str


@breach
class NotAMember(RuleBroken):
    """The person is not a member of the group that the card belongs to."""

    team: str


@breach
class TeamHidden(RuleBroken):
    """The person may not see this team's figures (or there is no such team: the answer does not tell which)."""

    team: str


@breach
class ManagersOnly(RuleBroken):
    """Only a manager may ask this."""


@breach
class LeaveBackwards(RuleBroken):
    """Leave was told to end before it begins."""

    field = "last_on"


@breach
class LeaveTooOld(RuleBroken):
    """Leave was told too late; `earliest` is the oldest first day accepted."""

    earliest: date
    field = "first_on"


@breach
class LeaveTooFar(RuleBroken):
    """Leave begins beyond `latest`, so far ahead that a slip of the finger is likelier than a plan."""

    latest: date
    field = "first_on"


@breach
class LeaveTooLong(RuleBroken):
    """One leave lasts longer than the `most` days that are taken at once."""

    most: int
    field = "last_on"


@breach
class LeaveNotYours(RuleBroken):
    """Leave of `name` may be told by themselves, a manager of their team or an admin only."""

    name: str


@breach
class DayIsPast(RuleBroken):
    """A calendar is not changed backwards; `earliest` is today."""

    earliest: date


@breach
class RulingTooWide(RuleBroken):
    """One ruling is for `most` days at most, none of them after `latest`."""

    most: int
    latest: date


@breach
class RulersOnly(RuleBroken):
    """Only an admin rules on the company's days, and a manager on those of their own team."""


@breach
class MuteTooLong(RuleBroken):
    """Nobody is left alone beyond `latest` (aware, the team's clock)."""

    latest: datetime


@breach
class UnknownZone(RuleBroken):
    """There is no time zone of this name."""

    name: str
    field = "timezone"
