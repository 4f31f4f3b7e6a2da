"""Every figure by its definition: what is summed, what it is divided by, and when there is none.

A KPI is data: terms over measures, which storage counts for each rep of each team. Sums come first and the division
last, so that a team's rate is never a mean of its reps' rates. The codes are those of the catalogue in docs/KPIS.md.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from math import prod

from sales.measures import MISSING, Measure, Sums, key_of, variants
from sales.money import FULL, half_up
from sales.records import dataclass

THOUSAND, TENTHS = 1_000, 10
MOST_RATE = 99_900
"""999 %: what lies above is said to be at least that."""


class Kind(StrEnum):
    """Whether a figure is what selling yields, what is put into it, or a ratio of two."""

    OUTPUT = "output"
    INPUT = "input"
    RATIO = "ratio"


class Better(StrEnum):
    """Which way is good."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


class Unit(StrEnum):
    """What a value counts: minor units, pieces, basis points, thousandths of an index, points, tenths of a day."""

    MONEY = "money"
    COUNT = "count"
    RATE = "rate"
    INDEX = "index"
    POINTS = "points"
    TENTHS = "tenths"


class Dim(StrEnum):
    """By what a figure may be broken down."""

    REP = "rep"
    TEAM = "team"
    AREA = "area"
    COMPANY = "company"
    PRODUCT = "product"
    TIER = "tier"


class Na(StrEnum):
    """Why there is no figure."""

    NO_TARGET = "no_target"
    NOTHING_OWED = "nothing_owed"
    NOTHING_DUE = "nothing_due"
    NO_BASE = "no_base"
    NEGATIVE = "negative"
    FEW = "few"
    TOO_EARLY = "too_early"
    NOBODY_PRESENT = "nobody_present"
    MIXED_UNITS = "mixed_units"


@dataclass(frozen=True, slots=True)
class Term:
    """A product of measures, added or taken away."""

    measures: tuple[Measure, ...]
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Kpi:
    """One definition. `of` ÷ `per`, each a sum of terms; without `per` the figure is `of` itself.

    `scale` is what the quotient is multiplied by before it is rounded, half up. `absent` is the reason given when the
    denominator is nothing; `counts` says that the denominator counts things, so that few of them hide the rate.
    """

    code: str
    of: tuple[Term, ...]
    per: tuple[Term, ...] = ()
    dims: frozenset[Dim] = frozenset(Dim)
    grains: str = "MQHY"
    kind: Kind = Kind.RATIO
    better: Better = Better.HIGH
    unit: Unit = Unit.RATE
    scale: int = FULL
    absent: Na = Na.NO_BASE
    counts: bool = False

    @property
    def needs(self) -> frozenset[Measure]:
        """Every measure that it is made of."""
        return frozenset(measure for term in (*self.of, *self.per) for measure in term.measures)

    @property
    def definition(self) -> str:
        """What would change with the definition: part of the mark that goes with everything published by it."""
        return repr((self.code, self.of, self.per, self.scale))


@dataclass(frozen=True, slots=True)
class Figure:
    """A KPI worked out: numerator, denominator (None where it is no ratio), and the reason where there is no value.

    With `Na.FEW` it may be shown as numerator and denominator, for a rate of so few misleads.
    """

    kpi: Kpi
    of: int
    per: int | None = None
    why: Na | None = None

    @property
    def value(self) -> int | None:
        """The value in the KPI's unit, rounded once; None with a reason."""
        if self.why is not None:
            return None
        if self.per is None:
            return self.of
        return half_up(self.of * self.kpi.scale, self.per)


@dataclass(frozen=True, slots=True)
class KpiRules:
    """What the company has set for its figures: below how many a rate is hidden, and whether a closed month moves.

    With `restate_closed` what comes late for a closed month changes it and is told; without, it counts in the present.
    """

    small: int = 5
    restate_closed: bool = False


def figure(kpi: Kpi, sums: Sums, variant: str = "", *, small: int = 0) -> Figure:
    """A KPI over sums of its measures; `variant` is the type of report, or the unit, where a measure is kept by such.

    A rate over fewer than `small` things has no value, and neither has one whose denominator is nothing or less.
    Pieces are said in the one unit that there is; of several there is no sum.
    """
    if Measure.QUANTITY in kpi.needs and not variant:
        units = variants(sums, Measure.QUANTITY)
        if len(units) > 1:
            return Figure(kpi, 0, None, Na.MIXED_UNITS)
        variant = units[0] if units else ""
    of = _sum(kpi.of, sums, variant)
    if not kpi.per:
        return Figure(kpi, of)
    per = _sum(kpi.per, sums, variant)
    return Figure(kpi, of, per, _absent(kpi, per, sums, small))


def _absent(kpi: Kpi, per: int, sums: Sums, small: int) -> Na | None:
    if per == 0:
        return Na.TOO_EARLY if kpi.absent is Na.NO_TARGET and _value(sums, Measure.TARGET, "") else kpi.absent
    if per < 0:
        return Na.NEGATIVE
    return Na.FEW if kpi.counts and per < small else None


def _sum(terms: tuple[Term, ...], sums: Sums, variant: str) -> int:
    return sum(term.sign * prod(_value(sums, measure, variant) for measure in term.measures) for term in terms)


def _value(sums: Sums, measure: Measure, variant: str) -> int:
    return sums.get(key_of(measure, variant), MISSING)


_PEOPLE = frozenset({Dim.REP, Dim.TEAM, Dim.AREA, Dim.COMPANY})
_CUSTOMERS = _PEOPLE | {Dim.TIER}
_GOODS = _PEOPLE | {Dim.PRODUCT}
_DAY_ON, _WEEK_ON = "DWMQHY", "WMQHY"


def _plus(*measures: Measure) -> tuple[Term, ...]:
    return tuple(Term((measure,)) for measure in measures)


def _less(first: Measure, *others: Measure) -> tuple[Term, ...]:
    return (Term((first,)), *(Term((other,), -1) for other in others))


def _output(code: str, of: tuple[Term, ...], unit: Unit, dims: frozenset[Dim], grains: str) -> Kpi:
    return Kpi(code, of, dims=dims, grains=grains, kind=Kind.OUTPUT, unit=unit)


def _share_of(code: str, of: Measure, per: Measure, dims: frozenset[Dim], grains: str, absent: Na) -> Kpi:
    """How many of so many: hidden where there are few."""
    return Kpi(code, _plus(of), _plus(per), dims=dims, grains=grains, absent=absent, counts=True)


M = Measure
_MARGIN = _less(M.NET, M.UNCOSTED, M.COST)
_PACE = (Term((M.NET, M.WHOLE_DAYS)),), (Term((M.TARGET, M.ELAPSED_DAYS)),)
_KPIS = (
    _output("K01", _plus(M.NET), Unit.MONEY, frozenset(Dim), _DAY_ON),
    _output("K02", _plus(M.QUANTITY), Unit.COUNT, frozenset(Dim), _DAY_ON),
    Kpi("K03", _plus(M.NET), _plus(M.TARGET), grains=_WEEK_ON, absent=Na.NO_TARGET),
    Kpi("K04", *_PACE, dims=_PEOPLE, absent=Na.NO_TARGET, unit=Unit.INDEX, scale=THOUSAND),
    _output("K05", _MARGIN, Unit.MONEY, frozenset(Dim), "MQHY"),
    Kpi("K05r", _MARGIN, _less(M.NET, M.UNCOSTED)),
    Kpi("K07a", _plus(M.COLLECTED), _plus(M.DUE), dims=_CUSTOMERS, absent=Na.NOTHING_DUE),
    Kpi("K08", _plus(M.OVERDUE), dims=_CUSTOMERS, grains=_DAY_ON, better=Better.LOW, unit=Unit.MONEY, kind=Kind.OUTPUT),
    Kpi("K08r", _plus(M.OVERDUE), _plus(M.OPEN), _CUSTOMERS, _DAY_ON, better=Better.LOW, absent=Na.NOTHING_DUE),
    _output("K10", _less(M.NEW_CUSTOMERS, M.LOST_CUSTOMERS), Unit.COUNT, _CUSTOMERS, _WEEK_ON),
    _share_of("K12", M.REPEATED, M.ACTIVE_BEFORE, frozenset(Dim), "MQHY", Na.NO_BASE),
    Kpi("K13", _less(M.LIKE_NOW, M.LIKE_BEFORE), _plus(M.LIKE_BEFORE), dims=_CUSTOMERS),
    Kpi("K18", _plus(M.OVER_LINES), _plus(M.LINES), dims=_GOODS, better=Better.LOW, counts=True),
    Kpi("K18d", _less(M.LIST, M.LISTED_NET), _plus(M.LIST), dims=_GOODS, better=Better.LOW),
    Kpi("K21", _plus(M.EFFECTIVE), dims=_CUSTOMERS, grains=_DAY_ON, kind=Kind.INPUT, unit=Unit.COUNT),
    Kpi(
        "K21d",
        _plus(M.EFFECTIVE),
        _plus(M.DAYS_PRESENT),
        dims=_PEOPLE,
        grains=_DAY_ON,
        kind=Kind.INPUT,
        unit=Unit.TENTHS,
        scale=TENTHS,
        absent=Na.NOBODY_PRESENT,
    ),
    _share_of("K22", M.PLANS_DONE, M.PLANS, _PEOPLE, "WM", Na.NOTHING_OWED),
    _share_of("K23", M.COVERED, M.TO_COVER, _CUSTOMERS, "WMQ", Na.NO_BASE),
    Kpi("K24", _plus(M.SCORE), _plus(M.SCORED), _CUSTOMERS, "WMQ", unit=Unit.POINTS, scale=1),
    _share_of("K25", M.ON_TIME, M.OWED, _PEOPLE, _WEEK_ON, Na.NOTHING_OWED),
    _share_of("K26", M.SUBMITTED, M.OWED, _PEOPLE, _WEEK_ON, Na.NOTHING_OWED),
    Kpi("K34", _plus(M.SHIPPED_BACK), _plus(M.SHIPPED), better=Better.LOW),
    _share_of("K39", M.TASKS_IN_TIME, M.TASKS_DUE, _PEOPLE, "WM", Na.NOTHING_DUE),
    _share_of("K46", M.REVIEWED_SOON, M.TO_REVIEW, _PEOPLE, "WM", Na.NOTHING_OWED),
    Kpi("K52", _plus(M.NET), _plus(M.DAYS_PRESENT), dims=_PEOPLE, unit=Unit.MONEY, scale=1, absent=Na.NOBODY_PRESENT),
)
CATALOGUE: Mapping[str, Kpi] = {each.code: each for each in _KPIS}
"""The definitions by their codes; a letter behind the number marks a second figure under one heading."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How a period stands against its target (K03, K04). Amounts in minor units, days are working days.

    `projection` is what the period comes to if it goes on like this.
    """

    net: int
    target: int | None
    elapsed: int
    whole: int
    early: int = field(default=3, kw_only=True)

    @property
    def achieved(self) -> int | None:
        """K03 in basis points; None without a target."""
        return half_up(self.net * FULL, self.target) if self.target and self.target > 0 else None

    @property
    def share(self) -> int | None:
        """How much of the period's working time is over, in basis points; None for one without a working day."""
        return half_up(self.elapsed * FULL, self.whole) if self.whole else None

    @property
    def index(self) -> int | None:
        """K04 in thousandths: 1000 is on pace; None without a target, or before a day is over."""
        if not self.target or self.target < 0 or not self.elapsed:
            return None
        return half_up(self.net * self.whole * THOUSAND, self.target * self.elapsed)

    @property
    def projection(self) -> int | None:
        """What it comes to at this pace; None in the first `early` working days, and once it is over."""
        if not self.early <= self.elapsed < self.whole:
            return None
        return half_up(self.net * self.whole, self.elapsed)
