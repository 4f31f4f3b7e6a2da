"""Who may give which discount: the matrix, and how the lines of an order are judged by it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from sales.money import FULL, ZERO, Money, half_up, total
from sales.orders import Kind, Line
from sales.records import dataclass


class Level(StrEnum):
    """Who decides, from the bottom up: the rep alone, the team's manager, a director of the company."""

    REP = "rep"
    MANAGER = "manager"
    DIRECTOR = "director"

    @property
    def rank(self) -> int:
        """How high it is: 0 is the bottom."""
        return LEVELS.index(self)


LEVELS: Final = tuple(Level)
"""The levels from the bottom up."""

LEAST_LINES: Final = 5
"""From how many lines on a rate of them says something (K18)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a level may grant on its own; rates in basis points, an empty group or tier means every one.

    It goes from `from_amount` on: the list value of what one rep sells one customer of one product within a day. It is
    in force on local dates in `[first_on, end_on)`.
    """

    level: Level
    most_discount: int
    least_margin: int | None = None
    group: str = ""
    tier: str = ""
    from_amount: Money = ZERO
    first_on: date = date.min
    end_on: date = date.max

    @property
    def place(self) -> tuple[Level, str, str]:
        """Where it stands in the matrix."""
        return self.level, self.group, self.tier


DEFAULT = (Rule(Level.REP, 1000), Rule(Level.MANAGER, 2000), Rule(Level.DIRECTOR, 10_000))
"""The matrix of a company that has set none: a rep gives ten per cent, a manager twenty, a director anything."""


def in_force(config: Iterable[Rule], sheet: Sequence[Rule], day: date) -> list[Rule]:
    """The matrix of a local date: the sheet's rules, and the config's for the places where the sheet has none."""
    entered = [rule for rule in sheet if rule.first_on <= day < rule.end_on]
    places = {rule.place for rule in entered}
    beneath = [rule for rule in config if rule.first_on <= day < rule.end_on and rule.place not in places]
    return [*beneath, *entered]


def limit(rules: Iterable[Rule], level: Level, group: str, tier: str, joined: Money, day: date) -> Rule | None:
    """The rule in force for a level: the one for group and tier before that for the group, the tier, everybody.

    Of these the one from the greatest amount that `joined` (a list value) reaches; of equal ones the one that began
    last. None where nothing was set: then the level grants nothing.
    """
    fitting = [
        rule
        for rule in rules
        if rule.level is level
        and rule.first_on <= day < rule.end_on
        and rule.group in ("", group)
        and rule.tier in ("", tier)
        and rule.from_amount <= joined
    ]
    order = [(bool(rule.group), bool(rule.tier), rule.from_amount, rule.first_on, n) for n, rule in enumerate(fitting)]
    return fitting[max(order)[-1]] if order else None


@dataclass(frozen=True, slots=True)
class Whole:
    """All of one product that one rep sells one customer within a day: what it is at list and in fact, and where.

    `numbers` are the other orders (`SO-12`) that are judged together with the one in hand.
    """

    list_amount: Money = ZERO
    amount: Money = ZERO
    numbers: tuple[str, ...] = ()

    def with_lines(self, lines: Iterable[Line]) -> "Whole":
        """The same with some lines more; those without a list price do not count."""
        known = [(line.list_amount, line.amount) for line in lines]
        full = total([at_list for at_list, _ in known if at_list is not None])
        net = total([amount for at_list, amount in known if at_list is not None])
        return Whole(self.list_amount + full, self.amount + net, self.numbers)

    @property
    def discount(self) -> int | None:
        """Basis points off the list of everything together; None when nothing has a list price."""
        return FULL - self.amount.part(FULL, self.list_amount.minor).minor if self.list_amount else None


@dataclass(frozen=True, slots=True)
class Over:
    """One line that is beyond what its submitter may give; rates in basis points.

    `level` may decide it. `limit` is the submitter's most, `from_amount` the list value from which that goes.
    `discount` is the line's own, `joint` that of all its product, to which the orders in `joined` belong with it;
    `joint_list` is what that is at list price. `least_margin` is None where none was missed.
    """

    no: int
    code: str
    level: Level
    limit: int
    from_amount: Money = ZERO
    discount: int | None = None
    joint: int | None = None
    joint_list: Money = ZERO
    joined: tuple[str, ...] = ()
    margin: int | None = None
    least_margin: int | None = None
    below_floor: bool = False

    @property
    def points(self) -> int:
        """How far the discount is beyond the limit; 0 when something else is the matter."""
        return max(0, max(self.discount or 0, self.joint or 0) - self.limit) if self.has_list else 0

    @property
    def has_list(self) -> bool:
        """Whether there is a list price to measure a discount by."""
        return self.discount is not None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the matrix says of an order whose submitter has the level `own`: every line beyond it, in their order."""

    own: Level
    over: tuple[Over, ...] = ()
    kind: Kind = Kind.SALE

    @property
    def level(self) -> Level:
        """Who may decide all of it: what is no sale needs a manager at least, for nobody pays for it."""
        least = Level.REP if self.kind is Kind.SALE else Level.MANAGER
        return max((least, *(each.level for each in self.over)), key=lambda level: level.rank)

    def within(self, level: Level) -> bool:
        """Whether a level may grant all of it alone."""
        return self.level.rank <= level.rank

    @property
    def is_free(self) -> bool:
        """Whether the submitter needs nobody."""
        return self.within(self.own)

    @property
    def joined(self) -> tuple[str, ...]:
        """The other orders with which a line was judged as one."""
        return tuple(dict.fromkeys(number for each in self.over for number in each.joined))


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rules by which one order is judged: those in force on its day, for a customer in this tier (or empty)."""

    rules: Sequence[Rule]
    tier: str
    day: date

    def judge(self, lines: Sequence[Line], others: Mapping[int, Whole], own: Level, kind: Kind) -> Judgement:
        """Judge an order; `others` is what else was sold of its products within a day, by product id."""
        found = []
        for line in lines:
            mine = [each for each in lines if each.product_id == line.product_id]
            whole = others.get(line.product_id, Whole()).with_lines(mine)
            found.append(self._beyond(line, whole, own))
        return Judgement(own, tuple(over for over in found if over), kind)

    def _beyond(self, line: Line, whole: Whole, own: Level) -> Over | None:
        needed = self._needed(line, whole)
        if needed.rank <= own.rank:
            return None
        rule = self._limit(line, whole, own)
        least = rule.least_margin if rule and not _earns(rule, line) else None
        most, start = (rule.most_discount, rule.from_amount) if rule else (0, ZERO)
        joint = whole.discount if line.discount is not None and _is_given(line) else line.discount
        said = (line.discount, joint, whole.list_amount, whole.numbers, line.margin, least, _below_floor(line))
        return Over(line.no, line.code, needed, most, start, *said)

    def _needed(self, line: Line, whole: Whole) -> Level:
        """The lowest level that may grant a line; the highest there is where none may."""
        if _below_floor(line):
            return Level.DIRECTOR
        least = Level.REP if line.discount is not None else Level.MANAGER
        willing = (level for level in LEVELS[least.rank :] if self._grants(level, line, whole))
        return next(willing, Level.DIRECTOR)

    def _grants(self, level: Level, line: Line, whole: Whole) -> bool:
        rule = self._limit(line, whole, level)
        if rule is None:
            return not _is_given(line) and line.discount is not None
        if not _earns(rule, line):
            return False
        return not _is_given(line) or max(line.discount or 0, whole.discount or 0) <= rule.most_discount

    def _limit(self, line: Line, whole: Whole, level: Level) -> Rule | None:
        return limit(self.rules, level, line.group, self.tier, whole.list_amount, self.day)


def _is_given(line: Line) -> bool:
    """Whether anything is off: what is sold at list price takes nothing, whatever was sold beside it."""
    return (line.discount or 0) > 0


def _earns(rule: Rule, line: Line) -> bool:
    """Whether the margin is enough; where the cost is not known nobody can say that it is not."""
    return rule.least_margin is None or line.margin is None or line.margin >= rule.least_margin


def _below_floor(line: Line) -> bool:
    floor = line.priced.floor_price
    return floor is not None and line.amount < floor.times(line.quantity)


def rate(over: int, lines: int) -> int | None:
    """The over-authority rate (K18) in basis points: the lines beyond a rep's own authority among all their lines.

    None below five lines: too few to say anything.
    """
    return half_up(over * FULL, lines) if lines >= LEAST_LINES else None
