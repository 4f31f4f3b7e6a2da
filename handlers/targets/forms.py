"""What is asked about a target, and the buttons of its cards; a place is carried as text and read back with care."""

from enum import StrEnum
from typing import Any

from bot.errors import Refusal
from bot.form import OUTDATED, Form, carried, choice, pick, words
from bot.kpi_words import NAMES
from bot.text import Text
from sales.grains import grain_of, read_name
from sales.records import dataclass
from sales.scopes import Level, Scope
from sales.target_sentences import GRAINS
from sales.targets import METRICS, MOST, Place

WHOSE, PERIOD, VALUE = Text("谁的目标", "Whose"), Text("期间", "Period"), Text("目标值", "Target")
PRODUCT, REASON = (
    Text("产品（不填为全部）", "Product (none for all)"),
    Text("原因（改目标时必填）", "Reason, if it changes"),
)


class Metric(StrEnum):
    """What a target is set for."""

    SALES = "K01"
    NEW_CUSTOMERS = "K10"
    VISITS = "K21"


@dataclass(frozen=True)
class SetTarget(Form):
    """The form; `unread` is what of a line was not understood."""

    unread: str = carried("")
    whose: str = pick(WHOSE, limit=120)
    period: str = words(PERIOD, limit=20, required=True)
    metric: Metric = choice(Text("指标", "Figure"), {each: NAMES[each.value] for each in Metric}, Metric.SALES)
    value: str = words(VALUE, limit=40, required=True)
    product: str = words(PRODUCT, limit=64)
    reason: str = words(REASON, limit=200)


@dataclass(frozen=True)
class ConfirmTarget(Form):
    """The button 确认: all that the preview shows, and which version stood there (0: none)."""

    once = True

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")
    value: str = carried("")
    reason: str = carried("")
    seen: int = carried(0)


@dataclass(frozen=True)
class ChangeTarget(Form):
    """The button beside it, and the way to set another one: the form, with this much in it."""

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")
    value: str = carried("")
    reason: str = carried("")


@dataclass(frozen=True)
class ShowTargets(Form):
    """Another part of the tree, or another period."""

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")


@dataclass(frozen=True)
class OpenSplit(Form):
    """The form that parts a team's target among its reps: in `how` it proposes, or what was `given` before."""

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")
    how: int = carried(0)
    given: str = carried("")
    reason: str = carried("")


def _part(no: int) -> Any:
    return words(Text("第 {n} 位", "No. {n}").fill(n=no), limit=40)


@dataclass(frozen=True)
class SplitTarget(Form):
    """That form; `reps` are the ids of those whose fields they are, in their order."""

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")
    reps: str = carried("")
    part_1: str = _part(1)
    part_2: str = _part(2)
    part_3: str = _part(3)
    part_4: str = _part(4)
    part_5: str = _part(5)
    part_6: str = _part(6)
    part_7: str = _part(7)
    part_8: str = _part(8)
    part_9: str = _part(9)
    part_10: str = _part(10)
    part_11: str = _part(11)
    part_12: str = _part(12)
    part_13: str = _part(13)
    part_14: str = _part(14)
    part_15: str = _part(15)
    part_16: str = _part(16)
    part_17: str = _part(17)
    part_18: str = _part(18)
    part_19: str = _part(19)
    part_20: str = _part(20)
    reason: str = words(REASON, limit=200)


@dataclass(frozen=True)
class ConfirmSplit(Form):
    """The button 确认 under the shares: `given` are the reps' ids with value and the version seen, `12:5000:1 13:…`."""

    once = True

    scope: str = carried("")
    period: str = carried("")
    kpi: str = carried("")
    product: str = carried("")
    given: str = carried("")
    reason: str = carried("")


def text_of(scope: Scope) -> str:
    """A scope as a button carries it: `team:3`."""
    return f"{scope.level.value}:{scope.key}"


def scope_from(said: str) -> Scope:
    """The scope of a button; raises a refusal for what no card of ours carries."""
    level, _, key = said.partition(":")
    try:
        scope = Scope(Level(level), key)
        if not 0 <= scope.id <= LARGEST_ID or (scope.level is Level.COMPANY) != (not key):
            raise Refusal(OUTDATED)
    except ValueError:
        raise Refusal(OUTDATED) from None
    return scope


def place_from(card: ConfirmTarget | ChangeTarget | ShowTargets | OpenSplit | SplitTarget | ConfirmSplit) -> Place:
    """The place that a button is about; raises a refusal for what no card of ours carries."""
    stretch = read_name(card.period)
    if stretch is None or grain_of(stretch) not in GRAINS or card.kpi not in METRICS:
        raise Refusal(OUTDATED)
    return Place(scope_from(card.scope), stretch, card.kpi, card.product[:64])


def value_from(said: str) -> int:
    """The value that a button carries; raises a refusal for what no card of ours does."""
    if not (said.isascii() and said.isdecimal()) or len(said) > len(str(MOST)) or int(said) > MOST:
        raise Refusal(OUTDATED)
    return int(said)


def numbers_from(said: str, each: int) -> list[list[int]]:
    """Groups of `each` numbers that a button carries; raises a refusal for what no card of ours does."""
    groups = [group.split(":") for group in said.split()]
    numbers = [number for group in groups for number in group]
    if any(len(group) != each for group in groups) or not all(
        number.isascii() and number.isdecimal() for number in numbers
    ):
        raise Refusal(OUTDATED)
    return [[value_from(number) for number in group] for group in groups]


LARGEST_ID = 2**31 - 1
"""Beyond this no database of ours has an id."""
