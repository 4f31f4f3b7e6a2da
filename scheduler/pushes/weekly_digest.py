"""The group's digest of the weeks before: how many reports and visits; nobody is named unless the team wants it.

It goes out at its time whatever came in, even at 0/8. What comes later is counted in it by `scheduler.digests`.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.card import Card, Element, Metric, card, metrics, note, plain, tag
from bot.text import Text, joined, same
from bot.words import clock, span
from sales.cadence import OnFirstWorkday, moment
from sales.obligations import Every, Rates, ReportType, rates
from sales.periods import week_of
from scheduler.push import Occasion, Push
from storage import digests, obligations
from storage.digests import Digest
from storage.figures import visits_over
from storage.obligations import Obligation
from storage.outbox import Outgoing

LATER = timedelta(days=21)
"""A week's report may fall due so long after it, for somebody who was away."""

MOST_NUMBERS = 4
MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class Line:
    """One type of report over the span: its words, the counts, and how many of those are not due yet."""

    name: Text
    rates: Rates
    not_due: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a digest says of the half-open span of dates `[first, end)`; `names` only where the team wants them."""

    first: date
    end: date
    lines: tuple[Line, ...]
    reps: int
    visits: int
    norm: int
    names: tuple[str, ...]
    is_provisional: bool

    @property
    def mark(self) -> str:
        """What changes with anything that the digest says."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:40]


def compose(occasion: Occasion) -> Iterator[tuple[str, Card]]:
    """One card for the group; a team without reps gets none."""
    found = summary(occasion)
    if found.reps:
        yield occasion.team.chat_id, digest_card(occasion, found)


def summary(occasion: Occasion) -> Summary:
    """What the digest of an occasion has to say as things stand now; a few questions, however many reps."""
    first, end = covered(occasion)
    team, house = occasion.team, occasion.house
    visits = visits_over(occasion.db, team, first, end, house.daily_visit_norm, occasion.calendar)
    begins = moment(first, time(), team.zone)
    due = obligations.due_between(occasion.db, begins, moment(end, time(), team.zone) + LATER, team_id=team.id)
    by_kind = {kind: [each for each in due if _counts(each, kind, occasion, first, end)] for kind in house.report_types}
    counted = [each for owed in by_kind.values() for each in owed]
    late = [each.rep for each in counted if each.is_open and each.due_at <= occasion.now]
    lines = (_line(kind, owed, occasion.now) for kind, owed in by_kind.items())
    return Summary(
        first,
        end,
        tuple(line for line in lines if line.rates.owed),
        len(visits.reps),
        visits.total,
        visits.norm,
        tuple(dict.fromkeys(late)) if team.names_missing else (),
        any(each.provisional for each in counted),
    )


def covered(occasion: Occasion) -> tuple[date, date]:
    """The whole weeks since the digest before: more than one after a week off."""
    this = week_of(occasion.due.date())
    earlier = moment(this.first, time(), occasion.team.zone)
    cadence = OnFirstWorkday(occasion.house.digest_at)
    before = cadence.latest(earlier, occasion.team.zone, occasion.calendar)
    return week_of(before.date()).first, this.first


def digest_card(occasion: Occasion, found: Summary, *, is_update: bool = False) -> Card:
    """Counts first; then, if the team wants it, who is missing."""
    lead = _lead(found)
    shown = clock(occasion.now)
    changed = Text("{at} 更新：补交已计入", "Updated {at}: late reports are counted").fill(at=shown)
    return card(
        Text("{team} · 周汇总", "{team} · Weekly digest").fill(team=occasion.team.name),
        None if found.lines else plain(NOTHING_OWED),
        metrics(*_numbers(found)) if found.lines else plain(_visits(found)),
        _more(found),
        _names(found),
        note(changed if is_update else Text("请假和豁免的不计入。", "Excused and waived reports are not counted.")),
        subtitle=span(found.first, found.end),
        summary=lead,
        icon="chart_outlined",
        tags=_tags(occasion, found),
    )


def _keep(occasion: Occasion, outgoing: Outgoing) -> None:
    found = summary(occasion)
    message = outgoing.dedupe or ""
    digest = Digest(occasion.team.id, occasion.due, found.first, found.end, message, found.mark)
    digests.keep_digest(occasion.db, digest)


push = Push("weekly_digest", lambda house: house.digest_at, compose, OnFirstWorkday, _keep)


def _counts(owed: Obligation, kind: ReportType, occasion: Occasion, first: date, end: date) -> bool:
    """A week's report belongs to its week, whenever it is due; a month's to the week in which it is due."""
    if owed.type != kind.name:
        return False
    on = owed.last_on if kind.every is Every.WEEK else owed.due_at.astimezone(occasion.team.zone).date()
    return first <= on < end


def _line(kind: ReportType, owed: Sequence[Obligation], now: datetime) -> Line:
    not_due = sum(each.is_open and each.due_at > now for each in owed)
    return Line(Text(kind.zh, kind.en), rates([each.state for each in owed]), not_due)


def _lead(found: Summary) -> Text:
    if not found.lines:
        return NOTHING_OWED
    return joined([_counted(line) for line in found.lines], Text("，", ", "))


def _counted(line: Line) -> Text:
    return Text("{name} {n}/{m}", "{name} {n}/{m}").fill(name=line.name, n=line.rates.submitted, m=line.rates.owed)


def _numbers(found: Summary) -> list[Metric]:
    reports = [
        Metric(same(f"{line.rates.submitted}/{line.rates.owed}"), line.name, _split(line))
        for line in found.lines[: MOST_NUMBERS - 1]
    ]
    return [*reports, Metric(same(found.visits), Text("拜访（次）", "Visits"), _norm(found))]


def _split(line: Line) -> Text:
    said = [Text("按时 {n}，迟交 {m}", "on time {n}, late {m}").fill(n=line.rates.on_time, m=line.rates.late)]
    if line.not_due:
        said.append(Text("未到期 {n}", "not due yet {n}").fill(n=line.not_due))
    return joined(said, Text("，", ", "))


def _norm(found: Summary) -> Text:
    return Text("目标 {n}", "norm {n}").fill(n=found.norm) if found.norm else Text("无目标", "no norm")


def _visits(found: Summary) -> Text:
    return Text("全队拜访 {n} 次", "Visits of the team: {n}").fill(n=found.visits)


def _more(found: Summary) -> Element | None:
    """The types that found no room among the big numbers."""
    rest = found.lines[MOST_NUMBERS - 1 :]
    return plain(joined([_counted(line) for line in rest], "\n")) if rest else None


def _names(found: Summary) -> Element | None:
    if not found.names:
        return None
    names = joined([same(name) for name in found.names[:MOST_NAMES]], Text("、", ", "))
    return plain(Text("还没收到：{names}", "Not received yet: {names}").fill(names=names))


def _tags(occasion: Occasion, found: Summary) -> list[Element]:
    late = [tag(Text("补发", "Sent late"), "orange")] if occasion.is_late else []
    return late + ([tag(Text("暂定", "Provisional"))] if found.is_provisional else [])


NOTHING_OWED = Text("本周无应交报告", "No reports were owed this week")
"""What a digest says of a span in which nobody owed anything."""
