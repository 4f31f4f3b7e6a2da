"""What a rep reads about what they owe: before it is due, shortly before, after it, and once it is done."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.asides import snooze_panel
from bot.card import Card, Element, block, card, facts, note, plain
from bot.controls import button, buttons
from bot.text import Text, same
from bot.views import Run
from bot.words import clock, day, span
from sales.attention import REMINDER
from sales.obligations import MONTHLY, VISIT, WEEKLY, Reason, ReportType, State
from sales.records import dataclass
from sales.reminders import SOON
from storage.obligations import Obligation

DAY = timedelta(days=1)
MOST_VISITS = 6
_COMMANDS = {WEEKLY: Text("周报", "weekly"), MONTHLY: Text("月报", "monthly")}
_ANY_TYPE = Text("交 {name}", "report {name}")
_VISIT = Text("拜访 {customer}", "visit {customer}")
_WHY = Text("只发给你一个人。发「为什么」看这条提醒的依据。", 'Only you see this. Send "why" for what it follows from.')


@dataclass(frozen=True, slots=True)
class Subject:
    """One report that is owed, with what its card says beside it. `now` is aware; `zone` is the team's."""

    owed: Obligation
    kind: ReportType
    zone: ZoneInfo
    now: datetime
    listed_at: datetime | None = None

    @property
    def name(self) -> Text:
        """What people call this type of report."""
        return Text(self.kind.zh, self.kind.en)

    @property
    def due(self) -> Text:
        """By when it is owed, on the team's wall clock."""
        return clock(self.owed.due_at.astimezone(self.zone))

    @property
    def is_overdue(self) -> bool:
        """Whether the due moment has passed."""
        return self.now >= self.owed.due_at


def nudge_card(subject: Subject) -> Card:
    """The card of the first reminder as it is to look now: before the due moment, shortly before it, or after it."""
    if not subject.owed.is_open:
        return done_card(subject)
    lead, colour = _lead(subject)
    return card(
        Text("{name}等你提交", "{name} to be sent").fill(name=subject.name),
        plain(lead),
        _facts(subject),
        _moved(subject),
        _write(subject),
        snooze_panel(REMINDER + subject.kind.name),
        note(_WHY),
        subtitle=_covered(subject.owed),
        summary=lead,
        colour=colour,
        icon="edit_outlined",
    )


def last_card(subject: Subject) -> Card:
    """The one message after the due moment: what still can be done, and what happens next."""
    if not subject.owed.is_open:
        return done_card(subject)
    lead = Text("{name}已过截止时间 {due}。", "Your {name} was due {due}.").fill(name=subject.name, due=subject.due)
    return card(
        Text("{name}还没收到", "{name} not received yet").fill(name=subject.name),
        plain(lead),
        plain(_next(subject)),
        _write(subject),
        snooze_panel(REMINDER + subject.kind.name),
        note(_WHY),
        subtitle=_covered(subject.owed),
        summary=lead,
        colour="orange",
        icon="edit_outlined",
    )


def done_card(subject: Subject) -> Card:
    """What an earlier reminder becomes when there is nothing left to ask for."""
    said = _OVER[subject.owed.state].fill(name=subject.name)
    colour = "green" if subject.owed.state in (State.ON_TIME, State.LATE) else "grey"
    return card(said, plain(_covered(subject.owed)), summary=said, colour=colour, icon="yes_outlined")


def visits_card(due: Text | None, waiting: Sequence[Obligation], customers: Mapping[str, str]) -> Card:
    """All visit reports of a rep that are due at one moment, in one card; `customers` by what is owed (`P-7`)."""
    if not waiting or due is None:
        said = Text("拜访记录都交了", "All visit reports are in")
        return card(said, plain(_THANKS), summary=said, colour="green", icon="yes_outlined")
    lead = Text("还有 {n} 份拜访记录，{due} 截止。", "{n} visit reports are due {due}.").fill(n=len(waiting), due=due)
    more = len(waiting) - MOST_VISITS
    return card(
        Text("拜访记录等你提交", "Visit reports to be sent"),
        plain(lead),
        *(_visit(each, customers) for each in waiting[:MOST_VISITS]),
        note(Text("还有 {n} 份", "{n} more").fill(n=more)) if more > 0 else None,
        snooze_panel(REMINDER + VISIT),
        note(_WHY),
        summary=lead,
        icon="edit_outlined",
    )


def _lead(subject: Subject) -> tuple[Text, str]:
    if subject.is_overdue:
        late = Text("已过截止时间，现在补交也收，记为迟交。", "The due time has passed; it is still taken, as late.")
        return late, "orange"
    if subject.owed.due_at - subject.now <= SOON:
        return Text("还差提交，{due} 截止。", "Not sent yet: due {due}.").fill(due=subject.due), "orange"
    return Text("{due} 前提交就好，内容已按记录填好。", "Due {due}; the facts are filled in.").fill(
        due=subject.due
    ), "blue"


def _facts(subject: Subject) -> Element:
    return facts((Text("报告", "Report"), subject.name), (Text("截止", "Due"), subject.due))


def _moved(subject: Subject) -> Element | None:
    """Why it is due at another moment than the rule says."""
    if subject.owed.due_at == subject.owed.ruled_due_at or subject.owed.reason not in _MOVED:
        return None
    return plain(_MOVED[subject.owed.reason].fill(due=subject.due))


def _write(subject: Subject) -> Element:
    """The button that opens the form of just this period, by typing the command for the rep."""
    typed = _COMMANDS.get(subject.kind.name) or _ANY_TYPE.fill(name=subject.name)
    said = Run(f"{typed.zh} {subject.owed.period}").stamp()
    words = Text("写{name}", "Write the {name}").fill(name=Text(subject.kind.zh, subject.kind.en.lower()))
    return buttons(button(words, said, style="primary_filled"))


def _next(subject: Subject) -> Text:
    if subject.listed_at is None:
        return Text("现在补交也收，记为迟交。", "It is still taken now, as late.")
    at = clock(subject.listed_at.astimezone(subject.zone))
    return Text(
        "现在补交也收，记为迟交。{at} 经理会看到未交名单，请假等原因会一并列出。",
        "It is still taken now, as late. At {at} your manager sees who is missing, with leave and other reasons.",
    ).fill(at=at)


def _covered(owed: Obligation) -> Text:
    return span(owed.first_on, owed.last_on + DAY)


def _visit(owed: Obligation, customers: Mapping[str, str]) -> Element:
    customer = customers.get(owed.period, "")
    said = Run(_VISIT.fill(customer=customer).zh.strip()).stamp()
    return block(
        plain(same(customer or owed.period)),
        note(day(owed.last_on)),
        buttons(button(Text("写拜访记录", "Write the report"), said), align="left"),
    )


_THANKS = Text("没有要补的了。", "Nothing is missing any more.")
_MOVED = {
    Reason.OUTAGE: Text("因系统停机，截止顺延到 {due}。", "The bot was down, so it is due {due} instead."),
    Reason.LEAVE: Text("因请假，截止顺延到 {due}。", "As you are on leave, it is due {due} instead."),
}
_OVER = {
    State.ON_TIME: Text("{name}已提交", "{name} sent"),
    State.LATE: Text("{name}已补交", "{name} sent late"),
    State.EXCUSED: Text("{name}不用交了", "{name} not owed any more"),
    State.WAIVED: Text("{name}已豁免", "{name} waived by your manager"),
}
