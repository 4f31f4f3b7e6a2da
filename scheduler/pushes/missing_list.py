"""The manager's list of reports that are missing: who, since when, and what speaks for whom; private, with two buttons.

It covers what came due since the last list of a day on which the manager was at work, so that who was away hears of it
when they are back, and nothing is left out of a list that was missed. Visit reports are not in it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from bot.card import Card, Element, block, card, heading, md, note, plain, tag
from bot.controls import button, buttons
from bot.dues import NudgeRep, WaiveDuty
from bot.text import Text, joined, same
from bot.words import clock, day, span
from sales.cadence import moment
from sales.calendar import LONGEST_BREAK
from sales.leaves import Attendance
from sales.missing import Pattern, patterns
from sales.obligations import Reason, State
from sales.records import dataclass
from sales.roles import Role
from scheduler.push import Occasion, Push
from storage import awaited, obligations, people, pushes
from storage.leaves import leaves_of
from storage.obligations import Obligation
from storage.people import Person

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PATTERN_SPAN = timedelta(days=200)
"""Four months' reports and their due moments lie within so many days."""

MOST = 12
"""How many missing reports the card shows with their buttons; the rest are counted."""

MOST_EXCUSED = 12


@dataclass(frozen=True, slots=True)
class Gaps:
    """What came due over a span and was not sent, what was excused, and who has missed more than once."""

    missing: Sequence[Obligation]
    excused: Sequence[Obligation]
    often: Sequence[Pattern]
    leaves: Mapping[int, str]


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for each manager who is at work today and for whom anything is missing."""
    managers = [who for who, role in people.roster(occasion.db, occasion.team) if role is Role.MANAGER]
    for manager, since in _since(occasion, managers):
        gaps = gaps_between(occasion, since, occasion.due)
        if gaps.missing:
            yield manager.open_id, list_card(occasion, gaps)


push = Push("missing_list", lambda house: house.missing_list_at, compose)


def gaps_between(occasion: Occasion, first: datetime, end: datetime) -> Gaps:
    """What the team's periodic reports lack that were due in `[first, end)`; three questions, however many reps."""
    kinds = {kind.name for kind in occasion.house.report_types}
    due = obligations.due_between(occasion.db, first, end, team_id=occasion.team.id)
    owed = [each for each in due if each.type in kinds]
    missing = [each for each in owed if each.is_open]
    excused = [each for each in owed if each.state in (State.EXCUSED, State.WAIVED)]
    late = {each.rep_id for each in missing}
    history = awaited.lately_due(occasion.db, late, kinds, end - PATTERN_SPAN, end) if late else []
    concerned = {(each.rep_id, each.type) for each in missing}
    often = [found for found in patterns(history) if (found.rep_id, found.type) in concerned]
    return Gaps(missing, excused, often, _leaves(occasion, excused))


def list_card(occasion: Occasion, gaps: Gaps) -> Card:
    """Patterns first, then one block for each missing report, then in grey who is excused, and why."""
    said = Text("{n} 份报告还没收到", "{n} reports not received yet").fill(n=len(gaps.missing))
    more = len(gaps.missing) - MOST
    return card(
        Text("{team} · 未交名单", "{team} · Missing reports").fill(team=occasion.team.name),
        plain(said),
        *(_pattern(occasion, each) for each in gaps.often),
        *(_missing(occasion, each) for each in gaps.missing[:MOST]),
        note(Text("还有 {n} 份，发「未交」看全部", '{n} more: send "missing"').fill(n=more)) if more > 0 else None,
        _excused(occasion, gaps),
        note(Text("只有你能看到。提醒只发给本人。", "Only you see this; a reminder goes to that person alone.")),
        subtitle=clock(occasion.now),
        summary=said,
        colour="orange",
        icon="list_outlined",
        tags=_tags(occasion, gaps.missing),
    )


def _since(occasion: Occasion, managers: Sequence[Person]) -> Iterator[tuple[Person, datetime]]:
    """The managers at work today, each with the moment of the list that was made on their last day at work before."""
    today, zone = occasion.due.date(), occasion.team.zone
    leaves = leaves_of(occasion.db, [who.id for who in managers], today - DAY * LONGEST_BREAK, today)
    newest = pushes.day_made_before(occasion.db, push.name, occasion.team, occasion.due) or today - DAY
    for who in managers:
        attendance = Attendance(occasion.calendar, leaves.get(who.id, ()))
        days = (newest - DAY * n for n in range(LONGEST_BREAK))
        last = next((on for on in days if attendance.is_in(on)), today - DAY * LONGEST_BREAK)
        if attendance.is_in(today):
            yield who, moment(last, occasion.house.missing_list_at, zone)


def _leaves(occasion: Occasion, excused: Sequence[Obligation]) -> Mapping[int, str]:
    """What those on leave gave as the reason, by the leave's id."""
    away = [each for each in excused if each.leave_id]
    if not away:
        return {}
    first, last = min(each.first_on for each in away), max(each.last_on for each in away)
    found = leaves_of(occasion.db, {each.rep_id for each in away}, first, last)
    return {leave.id: leave.reason for leaves in found.values() for leave in leaves}


def _missing(occasion: Occasion, owed: Obligation) -> Element:
    late = (occasion.now - owed.due_at) // HOUR
    about = Text("{kind} {span} · 截止 {due} · 已过 {n} 小时", "{kind} {span} · due {due} · {n} h ago").fill(
        kind=_kind(occasion, owed.type),
        span=_covered(owed),
        due=clock(owed.due_at.astimezone(occasion.team.zone)),
        n=late,
    )
    sure = (
        Text("豁免这一份？", "Waive this one?"),
        Text("不再要交，也不计入及时率。", "It will not be owed or counted."),
    )
    return block(
        md(Text("**{rep}**", "**{rep}**"), rep=_rep(owed)),
        plain(about),
        buttons(
            button(Text("提醒", "Remind"), NudgeRep(owed.id).stamp()),
            button(Text("豁免", "Waive"), WaiveDuty(owed.id).stamp(), confirm=sure),
            align="left",
        ),
    )


def _rep(owed: Obligation) -> Text:
    return Text(f"{owed.rep}（暂定）", f"{owed.rep} (provisional)") if owed.provisional else same(owed.rep)


def _pattern(occasion: Occasion, found: Pattern) -> Element:
    periods = joined([_span(first, last) for first, last in found.missed], Text("；", "; "))
    title = Text("{rep}：{kind}近 {of} 期 {n} 次未交", "{rep}: {kind} missing {n} times in {of}").fill(
        rep=found.rep, kind=_kind(occasion, found.type), of=found.of, n=len(found.missed)
    )
    return block(
        md(Text("<font color='orange'>{title}</font>", "<font color='orange'>{title}</font>"), title=title),
        plain(periods),
    )


def _excused(occasion: Occasion, gaps: Gaps) -> Element | None:
    if not gaps.excused:
        return None
    shown = gaps.excused[:MOST_EXCUSED]
    lines = [
        Text("{rep} · {kind} · {why}", "{rep} · {kind} · {why}").fill(
            rep=each.rep, kind=_kind(occasion, each.type), why=_why(each, gaps.leaves)
        )
        for each in shown
    ]
    return block(heading(Text("不用交的", "Excused")), plain(joined(lines, "\n"), colour="grey"))


def _why(owed: Obligation, leaves: Mapping[int, str]) -> Text:
    """The reason, with what the person or the manager wrote beside it."""
    said = owed.note if owed.state is State.WAIVED else leaves.get(owed.leave_id or 0, "")
    reason = _WAIVED if owed.state is State.WAIVED else _REASONS.get(owed.reason, _OTHER)
    return joined([reason, same(said)], Text("：", ": ")) if said else reason


def _kind(occasion: Occasion, name: str) -> Text:
    return next(Text(kind.zh, kind.en) for kind in occasion.house.report_types if kind.name == name)


def _covered(owed: Obligation) -> Text:
    return _span(owed.first_on, owed.last_on)


def _span(first: date, last: date) -> Text:
    return span(first, last + DAY) if first != last else day(first)


def _tags(occasion: Occasion, missing: Sequence[Obligation]) -> list[Element]:
    late = [tag(Text("补发", "Sent late"), "orange")] if occasion.is_late else []
    unsure = any(each.provisional for each in missing)
    return late + ([tag(Text("暂定", "Provisional"))] if unsure else [])


_WAIVED = Text("已豁免", "waived")
_OTHER = Text("免交", "not owed")
_REASONS = {
    Reason.LEAVE: Text("请假", "on leave"),
    Reason.LEFT: Text("已离队", "left the team"),
    Reason.CLOSED: Text("休息周", "nobody works"),
}
