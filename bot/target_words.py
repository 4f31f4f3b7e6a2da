"""Targets in words: whose they are, over which period, how much, and what is left of one."""

from bot.kpi_words import NAMES
from bot.money import brief, exact
from bot.text import Text, joined, same
from sales.grains import Grain, grain_of, name_of
from sales.money import Money
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from sales.targets import METRICS, Place

TARGET = Text("目标", "target")
"""The command, as it is typed."""

COMPANY = Text("公司", "Company")
"""What all teams together are called."""

LEVELS = {
    Level.COMPANY: COMPANY,
    Level.AREA: Text("大区", "Area"),
    Level.TEAM: Text("团队", "Team"),
    Level.REP: Text("个人", "Person"),
}
"""What each level of the tree is called."""

_UNITS = {"K10": Text("{n} 家", "{n}"), "K21": Text("{n} 次", "{n}")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def named(scope: Scope, name: str) -> Text:
    """What a scope is called; `name` is that of an area, a team or a person."""
    return COMPANY if scope.level is Level.COMPANY else same(name or "—")


def period_words(stretch: Stretch) -> Text:
    """A period as people say it: `2026年12月`, `Dec 2026`; any other stretch by its name."""
    first, grain = stretch.first, grain_of(stretch)
    if grain is Grain.MONTH:
        return Text(f"{first.year}年{first.month}月", f"{_MONTHS[first.month - 1]} {first.year}")
    if grain is Grain.QUARTER:
        number = (first.month + 2) // 3
        return Text(f"{first.year}年Q{number}", f"Q{number} {first.year}")
    if grain is Grain.HALF:
        number = 1 if first.month == 1 else 2
        return Text(f"{first.year}年{'上' if number == 1 else '下'}半年", f"H{number} {first.year}")
    return Text(f"{first.year}年", str(first.year)) if grain is Grain.YEAR else same(name_of(stretch))


def about(place: Place) -> Text:
    """Which figure over which period, of which product: `2026年Q1 · 销售额 · A100`."""
    parts = [period_words(place.stretch), NAMES[place.kpi]]
    return joined([*parts, same(place.product)] if place.product else parts, " · ")


def amount(kpi: str, value: int, *, short: bool = False) -> Text:
    """A value in its unit: money to the cent, or (`short`) for a glance; a count with what is counted."""
    if kpi in _UNITS:
        return _UNITS[kpi].fill(n=f"{value:,}")
    return (brief if short else exact)(Money(value))


def left_words(kpi: str, left: int) -> tuple[Text, str]:
    """What of a target is not handed on, or was handed on beyond it, and the colour for it."""
    if left > 0:
        return Text("未分配 {n}", "{n} not allocated").fill(n=amount(kpi, left)), "orange"
    if left < 0:
        return Text("多分配了 {n}", "{n} over-allocated").fill(n=amount(kpi, -left)), "red"
    return Text("已全部分配", "all of it allocated"), "grey"


def typed_value(kpi: str, value: int) -> str:
    """A value as people type it: `20000`, `19.50`, `20`."""
    if kpi not in METRICS or kpi in _UNITS:
        return str(value)
    whole, cents = divmod(value, 100)
    return f"{whole}.{cents:02}" if cents else str(whole)
