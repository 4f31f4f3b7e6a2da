"""Why somebody was reminded: the rule, the calendar's row, the leave and the outage behind each obligation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.card import Card, Element, block, card, facts, heading, note, plain
from bot.context import Context, Reply
from bot.router import Part, Router
from bot.text import Text, joined, same
from bot.words import clock, day
from handlers.duties.asking import team_of
from handlers.duties.missing import privately
from handlers.duties.words import became, row_words, rule_words, title
from sales.calendar import SATURDAY, Calendar
from sales.obligations import WEEKLY, Reason, State
from sales.spans import Half, HalfDays
from storage.explanations import Grounds, Reminded, grounds_of, last_settled, lately_reminded
from storage.obligations import Obligation, open_obligations

LATELY, SOON = timedelta(days=14), timedelta(days=7)
"""How far back reminders and due moments are explained, and how far ahead."""

MOST = 4
"""How many obligations one card explains."""

router = Router(Part.REPORTS)


@router.command(
    Text("为什么", "why"),
    Text("为什么催我：规则、日历和请假", "Why was I reminded: the rule, the calendar and my leave"),
    aliases=("wsm",),
    example=Text("为什么 催我", "why me"),
)
def explain(ctx: Context, _: str) -> Reply:
    """The asker's own obligations that are waited for or were reminded of lately."""
    return privately(ctx, reasons_card(ctx))


def reasons_card(ctx: Context) -> Card:
    """One block for each obligation; when nothing is open, the one that was settled last."""
    listed = _listed(ctx)
    last = None if listed else last_settled(ctx.db, ctx.me.id)
    said = _LEAD.fill(n=len(listed)) if listed else _NOTHING
    return card(
        Text("为什么提醒我", "Why I was reminded"),
        None if listed else plain(_LAST if last else _NOTHING),
        *(_block(ctx, owed) for owed in [*listed, *([last] if last else [])]),
        subtitle=same(ctx.me.name),
        summary=said,
        icon="maybe_outlined",
    )


def _listed(ctx: Context) -> list[Obligation]:
    """What is open and due about now, and what was reminded of; the latest due first where there is no room for all."""
    since, until = ctx.now - LATELY, ctx.now + SOON
    waited = [owed for owed in open_obligations(ctx.db, ctx.me.id, since) if owed.due_at <= until]
    found = {owed.id: owed for owed in [*waited, *lately_reminded(ctx.db, ctx.me.id, since)]}
    urgent = sorted(found.values(), key=lambda owed: (not owed.is_open, abs(owed.due_at - ctx.now), owed.id))
    return sorted(urgent[:MOST], key=lambda owed: (owed.due_at, owed.id))


def _block(ctx: Context, owed: Obligation) -> Element:
    grounds = grounds_of(ctx.db, owed)
    team = team_of(ctx, owed)
    calendar, zone = ctx.calendar_of(team), team.zone
    due, ruled = owed.due_at.astimezone(zone), owed.ruled_due_at.astimezone(zone)
    pairs = [
        (Text("规则", "Rule"), rule_words(ctx.house, owed.type)),
        (Text("截止", "Due"), _due(due, ruled)),
        (Text("日历", "Calendar"), _rows(calendar, owed, ruled)),
        (Text("请假", "Leave"), _leave(owed, grounds)),
    ]
    if owed.reason is Reason.OUTAGE:
        pairs.append((Text("系统停机", "Outage"), _outages(grounds, due)))
    reminded = [Reminded(each.step, each.made_at.astimezone(zone)) for each in grounds.reminded]
    return block(
        heading(joined([title(ctx.house, owed), became(owed)], " · ")),
        facts(*pairs, (Text("提醒", "Reminders"), _reminders(reminded))),
        note(_VERSION.fill(version=owed.calendar_version)),
    )


def _due(due: datetime, ruled: datetime) -> Text:
    if due == ruled:
        return clock(due)
    return _MOVED.fill(due=clock(due), ruled=clock(ruled))


def _rows(calendar: Calendar, owed: Obligation, ruled: datetime) -> Text:
    """The due day's row; for a week also that of the first later weekday off, which made it come earlier."""
    rows = [calendar.day(ruled.date())]
    if owed.type == WEEKLY:
        later = [calendar.day(ruled.date() + timedelta(days=n)) for n in range(1, SATURDAY - ruled.weekday())]
        rows += [each for each in later if not each.works][:1]
    return joined([row_words(row) for row in rows], "\n")


def _leave(owed: Obligation, grounds: Grounds) -> Text:
    if owed.leave_id is None or grounds.leave is None:
        return _NO_LEAVE
    said = _EXCUSED if owed.state is State.EXCUSED else _POSTPONED
    return said.fill(span=_half_days(grounds.leave.leave.span))


def _half_days(span: HalfDays) -> Text:
    first = joined([day(span.first), *([_AFTERNOON] if span.first_half is Half.PM else [])], " ")
    if span.first == span.last:
        return joined([first, _MORNING], " ") if span.last_half is Half.AM else first
    last = joined([day(span.last), *([_MORNING] if span.last_half is Half.AM else [])], " ")
    return joined([first, last], Text(" 至 ", " to "))


def _outages(grounds: Grounds, due: datetime) -> Text:
    spans = [
        Text("{began}–{ended}", "{began}–{ended}").fill(
            began=clock(down.began_at.astimezone(due.tzinfo)), ended=f"{down.ended_at.astimezone(due.tzinfo):%H:%M}"
        )
        for down in grounds.outages
    ]
    return (
        _DOWN.fill(spans=joined(spans, Text("、", ", ")), due=clock(due)) if spans else _MOVED_ONLY.fill(due=clock(due))
    )


def _reminders(reminded: Sequence[Reminded]) -> Text:
    if not reminded:
        return _NEVER
    said = [_BY_HAND.fill(at=clock(each.made_at)) if each.is_by_hand else clock(each.made_at) for each in reminded]
    return joined(said, Text("、", ", "))


_LEAD = Text("{n} 份报告的来由", "Where {n} of your reports come from")
_NOTHING = Text("你现在没有要交的报告。", "You owe no report at the moment.")
_LAST = Text("你现在没有要交的报告。最近一份是：", "You owe no report at the moment. The last one was:")
_MOVED = Text("{due}（原为 {ruled}）", "{due} (by the rule {ruled})")
_NO_LEAVE = Text("没有计入请假", "none counted")
_EXCUSED = Text("{span}，占了一半以上，免交", "{span}: half of the time or more, so nothing is owed")
_POSTPONED = Text("{span}，截止顺延到上班后的中午", "{span}: due at noon once you are back")
_MORNING = Text("上午", "morning")
_AFTERNOON = Text("下午", "afternoon")
_DOWN = Text("{spans} 停机，截止顺延到 {due}", "down {spans}, so it is due {due}")
_MOVED_ONLY = Text("截止顺延到 {due}", "so it is due {due}")
_NEVER = Text("还没有提醒过", "none so far")
_BY_HAND = Text("{at}（经理）", "{at} (manager)")
_VERSION = Text("日历版本 {version}", "Calendar version {version}")
