"""What a month or a quarter came to, read for all teams at once: every figure, each rep, what it is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from sales.grains import Grain, before, name_of, stretch_of
from sales.kpi import CATALOGUE, Figure, Pace, figure
from sales.measures import Measure, Sums, added
from sales.records import dataclass
from sales.roles import Role
from sales.scopes import Scope, rep, team
from sales.stretches import Stretch
from scheduler.push import Occasion
from storage import closes, sources, targets, team_mornings
from storage.engine import Connection
from storage.measures import Ask
from storage.people import Person
from storage.sales_ledger import watermark
from storage.targets import Target
from storage.team_mornings import Sold

CODES = ("K01", "K05", "K05r", "K07a", "K08", "K08r", "K10", "K12", "K13", "K18d", "K21", "K25", "K34")
"""The figures of a close, beside the target's own (K03)."""

CLOSING = "closing"
"""Under which name an occasion keeps what it found."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rep stands at the end of a period; without a name it is what those brought in who are gone by now."""

    name: str
    pace: Pace


@dataclass(frozen=True, slots=True)
class Closing:
    """A team's period: `sums` are its own, `earlier` the period's before, `last_year` the same one's a year ago.

    `standings` go by what was achieved, those without a target last. `is_closed`: nothing moves it any more. `upto` is
    the newest row of the sales ledger that was counted.
    """

    stretch: Stretch
    small: int
    calendar_version: str
    people: Sequence[tuple[Person, Role]]
    sums: Sums
    pace: Pace
    earlier: Figure
    last_year: Figure
    standings: Sequence[Standing]
    products: Sequence[Sold]
    is_closed: bool
    upto: int

    @property
    def name(self) -> str:
        """The period's name, such as `2026-11` or `2026-Q4`."""
        return name_of(self.stretch)

    @property
    def sells(self) -> bool:
        """Whether there is anything to say of sales."""
        return bool(self.pace.target or self.pace.net or self.earlier.of or self.products)

    @property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its code."""
        return {code: figure(CATALOGUE[code], self.sums, small=self.small) for code in CODES}


def prepare(grain: Grain, occasions: Sequence[Occasion]) -> None:
    """Put its `Closing` into what every occasion has found; the period is the one before that of the due moment."""
    alike: dict[Stretch, list[Occasion]] = {}
    for occasion in occasions:
        alike.setdefault(before(stretch_of(grain, occasion.due.date())), []).append(occasion)
    for stretch, group in alike.items():
        reading = _Reading(stretch, group)
        for occasion in group:
            occasion.found[CLOSING] = reading.closing(occasion)


def closing_of(grain: Grain, occasion: Occasion) -> Closing:
    """The period of an occasion, read now if nobody has prepared it."""
    if CLOSING not in occasion.found:
        prepare(grain, [occasion])
    found: Closing = occasion.found[CLOSING]
    return found


@dataclass(slots=True)
class _Reading:
    """Everything that the teams of one period need, each asked once."""

    stretch: Stretch
    group: Sequence[Occasion]
    people: Mapping[int, Sequence[tuple[Person, Role]]] = field(init=False)
    counted: Mapping[int, Mapping[int, Sums]] = field(init=False)
    earlier: Mapping[int, Mapping[int, Sums]] = field(init=False)
    last_year: Mapping[int, Mapping[int, Sums]] = field(init=False)
    aims: Mapping[Scope, Target] = field(init=False)
    products: Mapping[int, Sequence[Sold]] = field(init=False)
    is_closed: bool = field(init=False)
    upto: int = field(init=False)

    def __post_init__(self) -> None:
        db, ids, stretch = self.group[0].db, [occasion.team.id for occasion in self.group], self.stretch
        self.upto = watermark(db)
        self.people = team_mornings.rosters(db, ids)
        self.counted = self._count(stretch, {need for code in CODES for need in CATALOGUE[code].needs})
        self.earlier = self._count(before(stretch), {Measure.NET})
        self.last_year = self._count(a_year_before(stretch), {Measure.NET})
        reps = [person.id for people in self.people.values() for person, _ in people]
        self.aims = targets.targets_for(db, [*map(team, ids), *map(rep, reps)], stretch)
        self.products = team_mornings.sold_by_product(db, ids, stretch.first, stretch.end)
        self.is_closed = _is_closed(db, stretch)

    def _count(self, stretch: Stretch, needs: set[Measure]) -> dict[int, dict[int, Sums]]:
        """Sums by team, then by rep."""
        calendars = {occasion.team.id: occasion.calendar for occasion in self.group}
        teams = [occasion.team for occasion in self.group]
        ask = Ask(teams, stretch.first, stretch.end, self.group[0].now, calendars, self.upto)
        found: dict[int, dict[int, Sums]] = {}
        for (team_id, rep_id), sums in sources.count(self.group[0].db, ask, needs).items():
            found.setdefault(team_id, {})[rep_id] = sums
        return found

    def closing(self, occasion: Occasion) -> Closing:
        """What concerns one team."""
        whose = occasion.team.id
        days = len(occasion.calendar.workdays(self.stretch.first, self.stretch.end))
        sums, target = added(self.counted.get(whose, {}).values()), self.aims.get(team(whose))
        return Closing(
            self.stretch,
            occasion.house.kpi.small,
            occasion.calendar.version,
            self.people[whose],
            sums,
            Pace(sums.get(Measure.NET, 0), target.value if target else None, days, days),
            self._net(self.earlier, whose),
            self._net(self.last_year, whose),
            self._standings(whose, days),
            self.products[whose],
            self.is_closed,
            self.upto,
        )

    def _net(self, counted: Mapping[int, Mapping[int, Sums]], whose: int) -> Figure:
        return figure(CATALOGUE["K01"], added(counted.get(whose, {}).values()))

    def _standings(self, whose: int, days: int) -> list[Standing]:
        """Everybody who is a rep or has sold anything; what is left over belongs to those who are gone."""
        by_rep = {rep_id: sums.get(Measure.NET, 0) for rep_id, sums in self.counted.get(whose, {}).items()}
        found = []
        for person, role in self.people[whose]:
            net, target = by_rep.pop(person.id, 0), self.aims.get(rep(person.id))
            if role is Role.REP or net or target:
                found.append(Standing(person.name, Pace(net, target.value if target else None, days, days)))
        if rest := sum(by_rep.values()):
            found.append(Standing("", Pace(rest, None, days, days)))
        return sorted(found, key=_rank)


def _rank(each: Standing) -> tuple[bool, int, int, str]:
    done = each.pace.achieved
    return (done is None, -(done or 0), -each.pace.net, each.name)


def a_year_before(stretch: Stretch) -> Stretch:
    """The same month or quarter of the year before."""
    first, end = stretch.first, stretch.end
    return Stretch(date(first.year - 1, first.month, 1), date(end.year - 1, end.month, 1))


def _is_closed(db: Connection, stretch: Stretch) -> bool:
    """Whether the last month of it is closed: months are closed in their order."""
    return closes.closed(db, name_of(stretch_of(Grain.MONTH, stretch.last))) is not None
