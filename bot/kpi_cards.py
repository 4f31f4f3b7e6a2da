"""How figures stand on a card: big numbers with their unit and period, and a period's pace against its target.

Colour follows the pace and nothing else: red is behind, green is on pace; more than before is no merit by itself.
"""

from collections.abc import Callable, Mapping

from bot.card import Card, Element, Metric, big_number, faults, headline, note, plain
from bot.kpi_words import NAMES, REASONS, said
from bot.money import brief, percent
from bot.text import Text, joined, same
from sales.kpi import CATALOGUE, MOST_RATE, THOUSAND, Figure, Na, Pace, Unit
from sales.money import FULL, Money, half_up

UNITS: Mapping[str, Text] = {
    "K02": Text("件", "pieces"),
    "K10": Text("家", "new"),
    "K21": Text("次", "visits"),
    "K21d": Text("次/天", "a day"),
}
"""What those figures count that carry no sign of their own."""

ON_PACE, BEHIND = "green", "red"
DOT = " · "
_FEW_WORDS = Text("{of}/{per}", "{of}/{per}")


def with_rows(build: Callable[[int], Card], most: int) -> Card:
    """The card with as many rows as a card may hold: `build(n)` draws it with n rows of each list, fewer on demand.

    What is left out is for `build` to say, with a button that leads to all of it.
    """
    made = build(most)
    while most and faults(made):
        most //= 2
        made = build(most)
    return made


def label_of(code: str, period: Text | None = None) -> Text:
    """What stands under a big number: its name, its unit where the number has none, and its period."""
    unit = UNITS.get(code)
    named = Text("{name}（{unit}）", "{name}").fill(name=NAMES[code], unit=unit) if unit else NAMES[code]
    return joined([named, period], DOT) if period else named


def figure_metric(
    figure: Figure,
    change: Text | None = None,
    *,
    period: Text | None = None,
    name: Text | None = None,
    colour: str | None = None,
) -> Metric:
    """A figure as a big number; one that cannot be given is a dash, with the reason small beneath it.

    `change` is best made by `changed`; `name` stands in for the figure's own. Colour is for figures with a pace.
    """
    label = joined([name, period], DOT) if name and period else name or label_of(figure.kpi.code, period)
    if figure.why is Na.FEW:
        return Metric(_FEW_WORDS.fill(of=figure.of, per=figure.per), label, change or _reason(figure))
    if figure.value is None:
        return Metric(same("—"), label, _reason(figure))
    return Metric(said(figure), label, change, colour)


def _reason(figure: Figure) -> Text:
    return REASONS[figure.why or Na.NO_BASE]


def changed(now: Figure, was: Figure | None, against: Text) -> Text | None:
    """The signed change against a comparable stretch: `较上月同期 +8.3%`; None where there is nothing to compare with.

    Money changes by a share of what it was, a rate by percentage points, a count by so many. `against` names the
    stretch; it must have had as many working days.
    """
    if was is None or now.value is None or was.value is None:
        return None
    step = _step(now, now.value, was.value)
    return Text("较{against} {step}", "{step} vs {against}").fill(against=against, step=step) if step else None


def _step(now: Figure, value: int, was: int) -> Text | None:
    if now.kpi.unit is Unit.RATE:
        points = _signed(f"{abs(value - was) / 100:.1f}", value - was)
        return Text("{n} 个百分点", "{n} pts").fill(n=points)
    if now.kpi.unit is Unit.MONEY or now.kpi.code == "K02":
        return _relative(value, was)
    size = f"{abs(value - was) / 10:.1f}" if now.kpi.unit is Unit.TENTHS else f"{abs(value - was):,}"
    return same(_signed(size, value - was))


def _relative(value: int, was: int) -> Text | None:
    if was <= 0:
        return None
    tenths = half_up((value - was) * 1000, was)
    return same(_signed(f"{abs(tenths) / 10:.1f}%", tenths))


def _signed(words: str, step: int) -> str:
    return f"{'+' if step > 0 else '−' if step < 0 else '±'}{words}"


def pace_colour(pace: Pace) -> str | None:
    """Green on pace, red behind it, none where there is no pace: no target, or no working day over yet."""
    index = pace.index
    if index is None:
        return None
    return ON_PACE if index >= THOUSAND else BEHIND


def achieved(pace: Pace) -> Figure:
    """K03 of a pace as a figure, N/A without a target."""
    why = None if pace.target and pace.target > 0 else Na.NO_TARGET
    return Figure(CATALOGUE["K03"], pace.net, pace.target or 0, why)


def pace_index(pace: Pace) -> Figure:
    """K04 of a pace as a figure; N/A without a target, or before a working day is over."""
    index = pace.index
    if index is None:
        return Figure(CATALOGUE["K04"], 0, 0, Na.TOO_EARLY if pace.target and pace.target > 0 else Na.NO_TARGET)
    return Figure(CATALOGUE["K04"], pace.net * pace.whole, (pace.target or 0) * pace.elapsed)


def pace_block(pace: Pace, title: Text, change: Text | None = None) -> Element:
    """The one focus of a card: net sales of a period large and in its colour, then target, pace and projection."""
    colour = pace_colour(pace)
    target, days = joined(_against(pace), DOT), joined(_time(pace), DOT)
    more = note(change) if change else None
    return headline(note(title), big_number(brief(Money(pace.net)), colour), plain(target), note(days), more)


def _against(pace: Pace) -> list[Text]:
    if not pace.target or pace.target < 0:
        return [Text("未设目标", "No target set")]
    parts = [
        Text("目标 {n}", "target {n}").fill(n=brief(Money(pace.target))),
        Text("完成 {n}", "{n} of it").fill(n=_glance(achieved(pace))),
    ]
    return parts if pace.index is None else [*parts, Text("进度 {n}", "pace {n}").fill(n=said(pace_index(pace)))]


def _glance(rate: Figure) -> Text:
    """A rate with one decimal at most."""
    value = rate.value
    return said(rate) if value is None or value >= MOST_RATE else tenth(value)


def _time(pace: Pace) -> list[Text]:
    if pace.elapsed >= pace.whole:
        return [Text("{m} 个工作日，已结束", "{m} working days, all over").fill(m=pace.whole)]
    days = Text("已过 {n}/{m} 个工作日", "{n} of {m} working days over").fill(n=pace.elapsed, m=pace.whole)
    share = [] if pace.share is None else [Text("时间进度 {n}", "{n} of the time").fill(n=tenth(pace.share))]
    if pace.projection is None:
        return [days, *share]
    return [days, *share, Text("预计 {n}", "heading for {n}").fill(n=brief(Money(pace.projection)))]


def tenth(points: int) -> Text:
    """Basis points as a percentage with one decimal at most, for a glance."""
    return percent(half_up(points, FULL // 1000) * 10)
