"""The manager's morning card: the month against its target, the days since the last working day, what needs a word."""

from collections.abc import Iterator, Sequence
from functools import partial

from bot.card import Card, Element, card, note, plain, tag
from bot.kpi_cards import with_rows
from bot.kpi_words import said
from bot.opened import opened_buttons
from bot.text import Text, joined, same
from bot.words import clock, span
from sales.scopes import team
from scheduler import morning_lists as lists
from scheduler import morning_parts as parts
from scheduler.push import Occasion, Push
from scheduler.team_mornings import TOLD, Morning, morning_of, prepare
from storage import publications, restatements
from storage.measures import Ask
from storage.outbox import Outgoing
from storage.people import Person
from storage.publications import Published

MOST = 8
"""How many follow-ups are listed, and with more than that of names, how many people; fewer where they do not fit."""

OPENED = ("K01", "K21", "K10", "K25")
"""The figures of the days since the last working day that can be opened to their definition and rows."""


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each manager of the team."""
    morning = morning_of(occasion)
    for manager in morning.managers:
        yield manager.open_id, with_rows(partial(kpi_card, occasion, morning, manager), MOST)


def look_again(occasions: Sequence[Occasion]) -> None:
    """Count again what these teams' cards have said, so that this morning's own up to what has changed."""
    teams = [occasion.team for occasion in occasions]
    calendars = {occasion.team.id: occasion.calendar for occasion in occasions}
    first, today = occasions[0], occasions[0].due.date()
    ask = Ask(teams, today, today, first.now, calendars)
    scopes = [team(each.id) for each in teams]
    restatements.restated(first.db, TOLD, scopes, ask, small=first.house.kpi.small)


def keep(occasion: Occasion, _: Outgoing) -> None:
    """Freeze what the card says of the past days, and never say the same correction again."""
    morning, of_team = morning_of(occasion), team(occasion.team.id)
    publications.told(occasion.db, [each.id for each in morning.restated], occasion.now)
    if morning.sells:
        said = [Published(of_team, morning.frame.span, morning.of_span(code)) for code in ("K01", "K10")]
        publications.publish(occasion.db, "daily", said, occasion.now, morning.upto)


push = Push(
    "daily_kpi",
    lambda house: house.manager_card_at,
    compose,
    queued=keep,
    prepare=prepare,
    before=look_again,
)


def kpi_card(occasion: Occasion, morning: Morning, manager: Person, most: int) -> Card:
    """Pace first, then the day's figures, what waits for a decision, and each rep and follow-up folded away.

    `most` is how many rows a list may have.
    """
    waiting = morning.waiting.get(manager.id, 0)
    if not morning.visits.reps:
        return _empty(occasion, morning, waiting, most)
    covered = span(morning.frame.span.first, morning.frame.span.end)
    as_of = Text("按业务日期统计 {span}，截至 {at}", "By business date, {span}; as of {at}")
    return card(
        _title(occasion),
        *parts.month_parts(occasion, morning),
        lists.told_part(occasion, morning),
        parts.figures_part(morning),
        parts.days_part(morning),
        parts.owed_part(morning),
        lists.decide_part(waiting, morning),
        lists.visits_part(morning, most),
        lists.due_part(morning, most),
        opened_buttons(team(occasion.team.id), OPENED, morning.frame.span, to=manager.open_id),
        note(as_of.fill(span=covered, at=clock(occasion.now))),
        subtitle=covered,
        summary=_summary(morning),
        icon="chart_outlined",
        tags=_tags(occasion),
    )


def _empty(occasion: Occasion, morning: Morning, waiting: int, most: int) -> Card:
    """A team of its manager alone: one line instead of noughts."""
    lead = Text(
        "团队里还没有销售。成员进群后自动加入。", "The team has no reps yet. Members who join the group are in."
    )
    words = (plain(lead), lists.decide_part(waiting, morning), lists.due_part(morning, most))
    return card(_title(occasion), *words, summary=lead, icon="chart_outlined", tags=_tags(occasion))


def _title(occasion: Occasion) -> Text:
    return Text("{team} · 每日数据", "{team} · Daily figures").fill(team=occasion.team.name)


def _tags(occasion: Occasion) -> list[Element]:
    return [tag(Text("补发", "Sent late"), "orange")] if occasion.is_late else []


def _summary(morning: Morning) -> Text:
    """What the chat list shows: the pace if there is one, and the visits."""
    visits = morning.visits
    total = same(f"{visits.total}/{visits.norm}")
    lines = [Text("拜访 {total} 次", "Visits {total}").fill(total=total)]
    if morning.sells:
        lines.insert(0, Text("净额 {n}", "Net {n}").fill(n=said(morning.of_month("K01"))))
    if visits.silent:
        lines.append(Text("{n} 人没有拜访", "{n} had no visits").fill(n=len(visits.silent)))
    return joined(lines, Text("，", "; "))
