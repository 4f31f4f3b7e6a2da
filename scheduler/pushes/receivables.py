"""What is owed and has reached another step of the ladder: to the rep whose order it is, later to the manager, too.

Each step is told once; what has been paid is not told at all. Whoever is away hears of it on the next run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import field
from datetime import time
from functools import partial

from bot.accounts import OWED, owed_line, pay_button, statement_button
from bot.card import Card, Element, block, card, heading, note, tag
from bot.controls import buttons
from bot.money import exact
from bot.text import Text
from bot.views import run_button
from bot.words import day
from sales.cadence import OnWeekdays
from sales.money import total
from sales.receivables import FOR_MANAGERS, Step, step_on
from sales.records import dataclass
from sales.roles import Role
from scheduler.push import Occasion, Push
from storage import dunnings, people
from storage.dunnings import Mark, mark
from storage.outbox import Outgoing
from storage.receivables import Receivable, open_of_team

AT = time(10)
"""When the card goes out, on the team's wall clock."""

WEEKDAYS = frozenset({0, 2, 4})
"""Monday, Wednesday and Friday."""

MOST = 10
"""How many shipments the card lists; the rest are counted."""


@dataclass(slots=True)
class News:
    """What one person is to hear of, the oldest due first, and what is kept once they do."""

    owed: dict[int, Receivable] = field(default_factory=dict)
    marks: set[Mark] = field(default_factory=set)

    def add(self, owed: Receivable, made: Mark) -> None:
        """Let it be heard of; once, whatever the reasons."""
        self.owed[owed.id] = owed
        self.marks.add(made)


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each person for whom anything is new."""
    occasion.found.update(news(occasion))
    for lane, heard in occasion.found.items():
        yield lane, ladder_card(occasion, list(heard.owed.values()))


def keep(occasion: Occasion, outgoing: Outgoing) -> None:
    """Remember what the person was told of."""
    dunnings.keep(occasion.db, occasion.found[outgoing.lane].marks, occasion.now)


push = Push("receivables", lambda _: AT, compose, partial(OnWeekdays, weekdays=WEEKDAYS), keep)


def news(occasion: Occasion) -> dict[str, News]:
    """Who (open_id) is to hear of what: a rep of each step, the managers of the later ones and of what has no rep."""
    owed = open_of_team(occasion.db, occasion.team.id)
    made = dunnings.made(occasion.db, [each.id for each in owed])
    roster = people.roster(occasion.db, occasion.team)
    lanes = {person.id: person.open_id for person, _ in roster}
    managers = [person.open_id for person, role in roster if role is Role.MANAGER]
    heard: dict[str, News] = {}
    for each in owed:
        step = step_on(each.due_on, occasion.due.date())
        for lane, said in _listeners(each, step, lanes, managers) if step else ():
            if said not in made:
                heard.setdefault(lane, News()).add(each, said)
    return heard


def _listeners(
    owed: Receivable, step: Step, lanes: dict[int, str], managers: Sequence[str]
) -> Iterator[tuple[str, Mark]]:
    """Everybody whom a step concerns, with what is kept of it."""
    owner = lanes.get(owed.rep_id)
    yield from ((lane, mark(owed.id, step)) for lane in ([owner] if owner else managers))
    if step in FOR_MANAGERS:
        yield from ((lane, mark(owed.id, step, to_manager=True)) for lane in managers)


def ladder_card(occasion: Occasion, owed: Sequence[Receivable]) -> Card:
    """What is overdue first, then what is about to be due."""
    today = occasion.due.date()
    late = [each for each in owed if each.due_on < today]
    soon = [each for each in owed if each.due_on >= today]
    said = Text("逾期 {late}，即将到期 {soon}", "Overdue {late}, due soon {soon}").fill(
        late=exact(total([each.open for each in late])), soon=exact(total([each.open for each in soon]))
    )
    more = len(owed) - MOST
    return card(
        Text("应收提醒", "Receivables"),
        *_section(occasion, Text("已逾期", "Overdue"), late[:MOST]),
        *_section(occasion, Text("即将到期", "Due soon"), soon[: max(0, MOST - len(late))]),
        note(Text("还有 {n} 笔，发「应收」看全部", '{n} more: send "receivables"').fill(n=more)) if more > 0 else None,
        buttons(run_button(OWED), align="left"),
        subtitle=day(today),
        summary=said,
        colour="red" if late else "blue",
        icon="money_outlined",
        tags=(tag(Text("补发", "Sent late"), "orange"),) if occasion.is_late else (),
    )


def _section(occasion: Occasion, title: Text, owed: Sequence[Receivable]) -> list[Element]:
    return [heading(title), *(_item(occasion, each) for each in owed)] if owed else []


def _item(occasion: Occasion, owed: Receivable) -> Element:
    """One shipment with whose order it is and the two ways to go on."""
    whose = note(Text("{name} 的订单", "{name}'s order").fill(name=owed.rep))
    ways = buttons(pay_button(owed.order), statement_button(owed.customer), align="left")
    return block(owed_line(owed, occasion.due.date(), with_customer=True), whose, ways)
