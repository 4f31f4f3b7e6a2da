"""What the managers' morning cards of many teams say, read for all of them together.

The number of questions depends neither on how many teams there are nor on how large they are: teams whose mornings
look back on the same days are read at once.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sales.comparable import comparable
from sales.concerns import Concern
from sales.grains import Grain, stretch_of
from sales.kpi import CATALOGUE, Figure, Pace, figure
from sales.measures import Measure, Sums, added
from sales.records import dataclass
from sales.roles import Role
from sales.scopes import rep, team
from sales.stretches import Stretch
from sales.visit_norms import TeamVisits, team_visits
from sales.workdays import elapsed
from scheduler.push import Occasion
from scheduler.team_concerns import Troubles, by_key
from storage import follow_ups, publications, sources, targets, team_mornings
from storage.follow_ups import FollowUp
from storage.measures import Ask
from storage.people import Person
from storage.publications import Restated
from storage.sales_ledger import watermark

OF_SPAN = (Measure.NET, Measure.EFFECTIVE, Measure.NEW_CUSTOMERS, Measure.LOST_CUSTOMERS, Measure.OWED, Measure.ON_TIME)
OF_MONTH = (Measure.NET, Measure.DUE, Measure.COLLECTED, Measure.OPEN, Measure.OVERDUE)
TOLD = ("daily", "week", "month", "quarter", "close")
"""The cards of a manager whose changed figures the next morning's card owns up to."""

MORNING = "morning"
"""Under which name an occasion keeps what it found."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The days of a morning: `span` from the last working day up to today, in which `month`, compared with what.

    `now` is what is over of the month, `then` as many working days of the month before; of the month's `whole` working
    days `over` are over.
    """

    span: Stretch
    month: Stretch
    now: Stretch
    then: Stretch | None
    over: int
    whole: int


def frame_of(occasion: Occasion) -> Frame:
    """The month is that of the last working day: on the first day of the next, all of it is looked at once more."""
    today, calendar = occasion.due.date(), occasion.calendar
    first = calendar.workday_before(today)
    month = stretch_of(Grain.MONTH, first)
    pair = comparable(calendar, month, today)
    now = Stretch(month.first, min(month.end, today))
    return Frame(Stretch(first, today), month, now, pair.then if pair else None, *elapsed(calendar, month, today))


@dataclass(frozen=True, slots=True)
class Morning:
    """A team's morning. `sums` are of the span, `so_far` those of the month; `by_day` net sales in minor units.

    `upto` is the newest row of the sales ledger that was counted.
    """

    frame: Frame
    small: int
    people: Sequence[tuple[Person, Role]]
    visits: TeamVisits
    sums: Sums
    so_far: Sums
    pace: Pace
    then: Figure | None
    by_day: Mapping[date, int]
    concerns: Sequence[Concern]
    due: Sequence[FollowUp]
    waiting: Mapping[int, int]
    restated: Sequence[Restated]
    upto: int

    @property
    def managers(self) -> list[Person]:
        """Who gets the card."""
        return [person for person, role in self.people if role is Role.MANAGER]

    @property
    def sells(self) -> bool:
        """Whether there is anything to say of sales: a team that keeps no orders here is spared the noughts."""
        return bool(self.pace.target or self.pace.net or self.by_day or (self.then and self.then.of))

    @property
    def owes(self) -> bool:
        """Whether there is anything to say of money that is to come in."""
        return bool(self.so_far.get(Measure.OPEN) or self.so_far.get(Measure.DUE))

    def of_span(self, code: str) -> Figure:
        """A figure of the days since the last working day."""
        return figure(CATALOGUE[code], self.sums, small=self.small)

    def of_month(self, code: str) -> Figure:
        """A figure of the month so far."""
        return figure(CATALOGUE[code], self.so_far, small=self.small)


def prepare(occasions: Sequence[Occasion]) -> None:
    """Put its `Morning` into what every occasion has found."""
    frames: dict[tuple[str, date], Frame] = {}
    alike: dict[Frame, list[Occasion]] = {}
    for occasion in occasions:
        key = (occasion.calendar.version, occasion.due.date())
        frame = frames.get(key) or frames.setdefault(key, frame_of(occasion))
        alike.setdefault(frame, []).append(occasion)
    for frame, group in alike.items():
        reading = _Reading(frame, group)
        for occasion in group:
            occasion.found[MORNING] = reading.morning(occasion)


def morning_of(occasion: Occasion) -> Morning:
    """The morning of an occasion, read now if nobody has prepared it."""
    if MORNING not in occasion.found:
        prepare([occasion])
    found: Morning = occasion.found[MORNING]
    return found


class _Reading:
    """Everything that the teams of one frame need, each asked once; then parted by team without any question."""

    def __init__(self, frame: Frame, group: Sequence[Occasion]) -> None:
        db, ids, span = group[0].db, [occasion.team.id for occasion in group], frame.span
        self._frame, self._group, self._upto = frame, group, watermark(db)
        self._people = team_mornings.rosters(db, ids)
        reps = [person.id for people in self._people.values() for person in _reps(people)]
        visited = team_mornings.visited_by_day(db, ids, span.first, span.end)
        self._visits = by_key((key[0], (key[1], day, count)) for key, day, count in visited)
        self._by_day = team_mornings.sold_by_day(db, ids, min(span.first, frame.month.first), span.end)
        self._sums, self._so_far = self._counted(span, OF_SPAN), self._counted(frame.now, OF_MONTH)
        self._then = self._counted(frame.then, (Measure.NET,)) if frame.then else {}
        self._targets = targets.targets_for(db, [*map(team, ids), *map(rep, reps)], frame.month)
        self._due = by_key((each.team_id, each) for each in follow_ups.due_among(db, span.end, ids))
        self._waiting = by_key((key[0], (key[1], n)) for key, n in team_mornings.to_decide(db, ids).items())
        self._restated = by_key((each.scope.id, each) for each in publications.untold(db, TOLD, [*map(team, ids)]))
        self._troubles = Troubles(group, span, reps)

    def _counted(self, stretch: Stretch, needs: Sequence[Measure]) -> dict[int, dict[int, Sums]]:
        """Sums by team, then by rep."""
        calendars = {occasion.team.id: occasion.calendar for occasion in self._group}
        teams = [occasion.team for occasion in self._group]
        ask = Ask(teams, stretch.first, stretch.end, self._group[0].now, calendars, self._upto)
        found: dict[int, dict[int, Sums]] = {}
        for (team_id, rep_id), sums in sources.count(self._group[0].db, ask, needs).items():
            found.setdefault(team_id, {})[rep_id] = sums
        return found

    def morning(self, occasion: Occasion) -> Morning:
        """What concerns one team."""
        whose, frame, people = occasion.team.id, self._frame, self._people[occasion.team.id]
        so_far, then = (added(found.get(whose, {}).values()) for found in (self._so_far, self._then))
        target = self._targets.get(team(whose))
        return Morning(
            frame,
            occasion.house.kpi.small,
            people,
            self._team_visits(occasion),
            added(self._sums.get(whose, {}).values()),
            so_far,
            self._pace(so_far, target.value if target else None),
            figure(CATALOGUE["K01"], then) if frame.then else None,
            self._by_day[whose],
            self._troubles.of(occasion, _reps(people), self._paces(whose, _reps(people))),
            self._due.get(whose, ()),
            dict(self._waiting.get(whose, ())),
            self._restated.get(whose, ()),
            self._upto,
        )

    def _team_visits(self, occasion: Occasion) -> TeamVisits:
        reps = {person.id: person.name for person in _reps(self._people[occasion.team.id])}
        span, norm = self._frame.span, occasion.house.daily_visit_norm
        return team_visits(
            reps, self._visits.get(occasion.team.id, ()), (span.first, span.end), norm, occasion.calendar
        )

    def _paces(self, whose: int, reps: Sequence[Person]) -> dict[int, Pace]:
        wanted = ((person.id, self._targets.get(rep(person.id))) for person in reps)
        sums = self._so_far.get(whose, {})
        return {rep_id: self._pace(sums.get(rep_id, {}), target.value) for rep_id, target in wanted if target}

    def _pace(self, sums: Sums, target: int | None) -> Pace:
        return Pace(sums.get(Measure.NET, 0), target, self._frame.over, self._frame.whole)


def _reps(people: Sequence[tuple[Person, Role]]) -> list[Person]:
    return [person for person, role in people if role is Role.REP]
