"""A month's and a quarter's close, to the managers on the first working day after: provisional until it is closed."""

from collections.abc import Iterator
from datetime import date, time
from functools import partial

from bot.card import Card, Element, card, metrics, note, tag
from bot.kpi_cards import achieved, with_rows
from bot.kpi_words import said
from bot.opened import opened_buttons
from bot.text import Text
from bot.words import clock, span
from sales.cadence import OnFirstWorkday
from sales.grains import Grain, name_of, stretch_of
from sales.periods import Period
from sales.roles import Role
from sales.scopes import team
from scheduler import closing_cards as parts
from scheduler.closings import CODES, Closing, closing_of, prepare
from scheduler.push import Occasion, Push
from storage import publications
from storage.outbox import Outgoing
from storage.people import Person
from storage.publications import Published

AT = time(9)
"""When the card goes out, on the team's wall clock: after the day's own, which owns up to what has changed."""

MOST = 50
"""How many reps the ranking lists, ten at most on a page; fewer where they do not fit."""

TITLES = {
    Grain.MONTH: Text("{team} · 月度结账", "{team} · Monthly close"),
    Grain.QUARTER: Text("{team} · 季度结账", "{team} · Quarterly close"),
}


def period_of(grain: Grain, day: date) -> Period:
    """The month or quarter that a date lies in."""
    stretch = stretch_of(grain, day)
    return Period(name_of(stretch), stretch.first, stretch.last)


def compose(grain: Grain, occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each manager of a team that has reps or has sold anything."""
    closing = closing_of(grain, occasion)
    if not closing.sells and all(role is not Role.REP for _, role in closing.people):
        return
    for person, role in closing.people:
        if role is Role.MANAGER:
            yield person.open_id, with_rows(partial(close_card, grain, occasion, closing, person), MOST)


def keep(grain: Grain, name: str, occasion: Occasion, _: Outgoing) -> None:
    """Freeze every figure that the card says."""
    closing, of_team = closing_of(grain, occasion), team(occasion.team.id)
    figures = [*closing.figures.values(), achieved(closing.pace)]
    said = [Published(of_team, closing.stretch, each, calendar_version=closing.calendar_version) for each in figures]
    publications.publish(occasion.db, name, said, occasion.now, closing.upto)


def close_card(grain: Grain, occasion: Occasion, closing: Closing, manager: Person, most: int) -> Card:
    """The target first, then margin, money, customers and duties, then the reps, then what sold; `most` rows a list."""
    as_of = Text("截至 {at}；关账前的数字为暂定。", "As of {at}; figures are provisional until the close.")
    closed = Text("已关账，截至 {at}。", "Closed; as of {at}.")
    return card(
        TITLES[grain].fill(team=occasion.team.name),
        parts.pace_part(closing) if closing.sells else None,
        metrics(*parts.large(closing)),
        parts.others(closing),
        parts.chart_part(closing),
        *parts.ranking_part(closing, most),
        parts.products_part(closing),
        opened_buttons(team(occasion.team.id), CODES, closing.stretch, to=manager.open_id),
        note((closed if closing.is_closed else as_of).fill(at=clock(occasion.now))),
        subtitle=span(closing.stretch.first, closing.stretch.end),
        summary=_summary(closing),
        icon="chart_outlined",
        tags=_tags(occasion, closing),
    )


def _tags(occasion: Occasion, closing: Closing) -> list[Element]:
    late = [tag(Text("补发", "Sent late"), "orange")] if occasion.is_late else []
    state = tag(Text("已关账", "Closed")) if closing.is_closed else tag(Text("暂定", "Provisional"), "yellow")
    return [*late, state]


def _summary(closing: Closing) -> Text:
    net = said(closing.figures["K01"])
    return Text("{period} 净额 {n}，完成 {rate}", "{period}: net {n}, {rate} of target").fill(
        period=closing.name, n=net, rate=said(achieved(closing.pace))
    )


def _push(name: str, published: str, grain: Grain) -> Push:
    return Push(
        name,
        lambda _: AT,
        partial(compose, grain),
        partial(OnFirstWorkday, period_of=partial(period_of, grain)),
        partial(keep, grain, published),
        partial(prepare, grain),
        kept_for=5,
    )


month = _push("month_close", "month", Grain.MONTH)
quarter = _push("quarter_close", "quarter", Grain.QUARTER)
