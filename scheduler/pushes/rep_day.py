"""A rep's own morning card: next steps, reports due today, promises to customers, and what was left lying."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from bot.card import Card, Element, block, card, heading, note, plain, tag
from bot.controls import buttons
from bot.text import Text, joined, same
from bot.views import follow_up_line, run_button
from bot.words import clock, day
from sales.cadence import moment
from sales.obligations import VISIT, State
from sales.roles import Role
from scheduler.push import Occasion, Push
from scheduler.trade_mornings import Matters, matters_of, sections
from storage import follow_ups, obligations, people
from storage.follow_ups import FollowUp
from storage.obligations import Obligation
from storage.people import Person

DAY = timedelta(days=1)
MOST = 8
"""How many next steps of a kind the card lists; the rest are counted."""


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each rep who has anything to do; who is on leave is left alone by the push itself."""
    today, team = occasion.due.date(), occasion.team
    steps = follow_ups.open_to(occasion.db, today, team_id=team.id)
    first, end = moment(today, time(), team.zone), moment(today + DAY, time(), team.zone)
    owed = obligations.due_between(occasion.db, first, end, team_id=team.id, states=[State.PENDING])
    reps = [person for person, role in people.roster(occasion.db, team) if role is Role.REP]
    trade = matters_of(occasion, reps)
    for rep in reps:
        mine = [each for each in steps if each.rep_id == rep.id]
        due = [each for each in owed if each.rep_id == rep.id]
        if mine or due or trade[rep.id]:
            yield rep.open_id, day_card(occasion, rep, mine, due, trade[rep.id])


push = Push("rep_day", lambda house: house.rep_card_at, compose)


def day_card(
    occasion: Occasion, rep: Person, steps: Sequence[FollowUp], owed: Sequence[Obligation], matters: Matters
) -> Card:
    """What is overdue first, then today's steps, then the reports, then orders and quotes."""
    today = occasion.due.date()
    overdue = [each for each in steps if each.due_on < today]
    now = [each for each in steps if each.due_on == today]
    said = Text("跟进 {n} 项，待交 {m} 份", "Follow-ups {n}, reports due {m}").fill(n=len(steps), m=len(owed))
    to_ship = Text("待发 {n} 单", "to ship {n}").fill(n=matters.to_ship)
    return card(
        Text("今天要做的", "For today"),
        _steps(Text("已过期的跟进", "Overdue"), overdue),
        _steps(Text("今天要跟进", "Due today"), now),
        _reports(occasion, owed),
        *sections(matters, today, rep.open_id),
        buttons(run_button(Text("今天", "today")), align="left"),
        subtitle=day(today),
        summary=joined([said, to_ship], Text("，", ", ")) if matters.to_ship else said,
        icon="calendar_outlined",
        tags=(tag(Text("补发", "Sent late"), "orange"),) if occasion.is_late else (),
    )


def _steps(title: Text, steps: Sequence[FollowUp]) -> Element | None:
    if not steps:
        return None
    more = len(steps) - MOST
    rest = note(Text("还有 {n} 项", "{n} more").fill(n=more)) if more > 0 else None
    return block(heading(title), *(follow_up_line(each, with_rep=False) for each in steps[:MOST]), rest)


def _reports(occasion: Occasion, owed: Sequence[Obligation]) -> Element | None:
    """Which reports are due today; visit reports are counted, as there may be many."""
    zone, kinds = occasion.team.zone, {kind.name: Text(kind.zh, kind.en) for kind in occasion.house.report_types}
    visits = [each for each in owed if each.type == VISIT]
    lines = [_line(kinds[each.type], each.due_at.astimezone(zone)) for each in owed if each.type in kinds]
    if visits:
        counted = Text("拜访记录 {n} 份", "{n} visit reports").fill(n=len(visits))
        lines.append(_line(counted, min(each.due_at for each in visits).astimezone(zone)))
    if not lines:
        return None
    return block(heading(Text("今天要交", "Reports due today")), plain(joined(lines, "\n")))


def _line(what: Text, due: datetime) -> Text:
    return joined([what, same("·"), clock(due)], " ")
