"""What a rep sees once a report is handed in, taken back, or waits for the manager's leave."""

from collections.abc import Sequence

from bot.card import Card, Element, card, note, plain, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.views import SHOWN, Run, run_button
from bot.words import clock
from handlers.reports import subjects
from handlers.reports.cards import fitted, written
from handlers.reports.fact_words import facts_panel
from handlers.reports.forms import EditReport, WithdrawReport
from handlers.reports.subjects import HAND_IN, Subject
from sales.reports import Promptness, Verdict, promptness
from storage.reports import Report

VERDICTS = {
    Verdict.READ: Text("已阅", "Read"),
    Verdict.MORE: Text("需补充", "More, please"),
    Verdict.EXCELLENT: Text("优秀", "Excellent"),
}
"""What a manager says of a report, as it stands on buttons and tags."""

VERDICT_COLOURS = {Verdict.READ: "blue", Verdict.MORE: "orange", Verdict.EXCELLENT: "green"}
"""The colours of the tags: orange waits for somebody."""


def receipt_card(ctx: Context, subject: Subject, report: Report, told: Sequence[str] = ()) -> Card:
    """What was handed in, how it stands to its due moment, who was told, and until when it may be changed."""
    return fitted(lambda lines: _receipt_card(ctx, subject, report, told, lines))


def _receipt_card(ctx: Context, subject: Subject, report: Report, told: Sequence[str], lines: int) -> Card:
    done = Text("{title} 已提交", "{title} is submitted").fill(title=subject.title)
    promises = [_TOLD.fill(names=", ".join(told))] if told else []
    promises += [_UNSENT] if report.draft else []
    return card(
        done,
        *written(subject, report.wording, SHOWN),
        facts_panel(report.facts, lines),
        *_review_part(report),
        note(joined([*promises, _until(ctx, subject)], "\n")),
        buttons(*_receipt_buttons(ctx, subject, report)),
        subtitle=subject.days,
        summary=done,
        colour="green",
        tags=tags(subject, report),
        icon="succeed_outlined",
    )


def _review_part(report: Report) -> list[Element]:
    if report.review is None:
        return []
    said = Text("{by} 的点评：{comment}", "{by} says: {comment}")
    comment = same(report.review.comment) if report.review.comment else VERDICTS[report.review.verdict]
    return [plain(said.fill(by=report.review.by, comment=comment))]


def tags(subject: Subject, report: Report) -> list[Element]:
    """How a report stands: when it came, which version it is, what the manager said."""
    found = [_promptness_tag(subject, report)]
    if report.version > 1:
        found.append(tag(Text("第 {n} 版", "version {n}").fill(n=report.version), "neutral"))
    if report.review:
        found.append(tag(VERDICTS[report.review.verdict], VERDICT_COLOURS[report.review.verdict]))
    return found


def _promptness_tag(subject: Subject, report: Report) -> Element:
    """By when it was settled first: a later version does not make a report late."""
    at = (subject.owed.settled_at if subject.owed else None) or report.submitted_at
    if subject.due_at is None or at is None:
        return tag(Text("本期无应交", "none owed"), "neutral")
    if subject.is_let_off:
        return tag(Text("免交", "let off"), "neutral")
    how, by = promptness(at, subject.due_at)
    return tag(_TIMED[how].fill(by=_lasting(int(by.total_seconds()) // 3600)), _TIMED_COLOURS[how])


def _lasting(hours: int) -> Text:
    if hours >= 48:
        return Text("{n} 天", "{n} days").fill(n=hours // 24)
    return Text("{n} 小时", "{n} h").fill(n=hours) if hours else Text("不到 1 小时", "under 1 h")


def _until(ctx: Context, subject: Subject) -> Text:
    return _LOCKED if subject.is_locked(ctx.delivery.at) else _OPEN.fill(until=clock(subject.locked_at))


def _receipt_buttons(ctx: Context, subject: Subject, report: Report) -> list[Element]:
    locked = subject.is_locked(ctx.delivery.at)
    edit = Text("更正", "Correct") if locked else Text("修改", "Edit")
    change = button(edit, EditReport(report.id).stamp(to=ctx.open_id))
    if locked or ctx.delivery.at >= subject.locked_at:
        return [change]
    sure = (Text("撤回 {title}？", "Withdraw {title}?").fill(title=subject.title), _WITHDRAWN_COUNTS)
    stamp = WithdrawReport(report.id, report.version).stamp(to=ctx.open_id)
    return [change, button(Text("撤回", "Withdraw"), stamp, confirm=sure)]


def withdrawn_card(subject: Subject) -> Card:
    """What a receipt turns into: nothing is handed in, everything that was written is still there."""
    title = Text("{title} 已撤回", "{title} is withdrawn").fill(title=subject.title)
    go_on = button(Text("继续写", "Go on writing"), Run(subject.asked).stamp())
    return card(title, note(_STILL_THERE), buttons(go_on), subtitle=subject.days, summary=title, colour="grey")


def waiting_card(subject: Subject, told: Sequence[str]) -> Card:
    """What a rep sees who hands in a report that is long past: it is kept, and the manager has been asked."""
    title = Text("{title} 已保存，还没提交", "{title} is saved, not yet submitted").fill(title=subject.title)
    said = _ASKED.fill(names=", ".join(told)) if told else _NOBODY_TO_ASK
    return card(title, plain(said), subtitle=subject.days, summary=title, colour="orange")


def menu_card(ctx: Context) -> Card:
    """The types of report there are, each as a button."""
    row = buttons(*(run_button(subjects.name_of(kind)) for kind in ctx.house.report_types[:2]), align="left")
    others = [
        button(subjects.name_of(kind), Run(f"{HAND_IN.zh} {kind.zh}").stamp()) for kind in ctx.house.report_types[2:]
    ]
    more = buttons(*others, align="left") if others else None
    return card(_WHICH, row, more, summary=_WHICH, icon="edit_outlined")


_WHICH = Text("交哪一种报告？", "Which report?")
_TIMED = {
    Promptness.EARLY: Text("提前 {by}", "{by} early"),
    Promptness.ON_TIME: Text("按时", "on time"),
    Promptness.LATE: Text("晚 {by}", "{by} late"),
}
_TIMED_COLOURS = {Promptness.EARLY: "green", Promptness.ON_TIME: "green", Promptness.LATE: "orange"}
_TOLD = Text("会发给：{names}", "Goes to: {names}")
_UNSENT = Text("有还没提交的修改，点按钮接着写。", "There are changes not yet submitted: go on with the button.")
_OPEN = Text(
    "{until} 前可以修改或撤回，之后可以更正。", "Can be changed or withdrawn until {until}, and corrected later."
)
_LOCKED = Text("修改时间已过；写明原因可以更正。", "The time for changes is over; with a reason it can be corrected.")
_WITHDRAWN_COUNTS = Text(
    "内容会留作草稿。按时与否，以重新提交的时间为准。",
    "What you wrote stays as a draft. Whether it is on time goes by when you submit it again.",
)
_STILL_THERE = Text("写的内容都在草稿里。", "Everything you wrote is in the draft.")
_ASKED = Text(
    "已过截止 7 天以上，需要经理同意。写的内容已保存，已请 {names} 放行。",
    "It was due more than 7 days ago, so your manager must let it in. What you wrote is saved; {names} has been asked.",
)
_NOBODY_TO_ASK = Text(
    "已过截止 7 天以上，需要经理同意，但团队现在没有别的经理。写的内容已保存。",
    "It was due more than 7 days ago and a manager must let it in, but the team has no other now. It is saved.",
)
