"""Weekly, monthly and other reports: what is on record stands there already, the rep adds what only they know."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import OUTDATED
from bot.router import Part, Router, fold, fold_beginning
from bot.text import Text
from bot.views import refusal_card
from bot.words import clock
from handlers.reports import filing, finding, subjects
from handlers.reports.cards import form_card
from handlers.reports.filing import typed_of, wording_of
from handlers.reports.forms import LONGEST, EditReport, KeepReport, SaveReport, SubmitReport, WithdrawReport
from handlers.reports.receipts import menu_card, receipt_card, withdrawn_card
from handlers.reports.reviews import shown
from handlers.reports.subjects import COMMANDS, HAND_IN, Subject, subject_of
from sales.obligations import MONTHLY, WEEKLY, Reason, ReportType, State
from sales.periods import Period
from storage import obligations, reports
from storage.reports import Report

router = Router(Part.REPORTS)


@router.command(
    COMMANDS[WEEKLY],
    Text(
        "写周报；经理用「周报 @张三 上周」看成员的",
        'Write the weekly report; managers read one with "weekly @NAME last week"',
    ),
    aliases=("zb",),
    example=Text("周报 上周", "weekly last week"),
    members=False,
)
def weekly(ctx: Context, said: str) -> Reply:
    """The weekly report that is owed now, or the one asked for."""
    return opened(ctx, subjects.kind_of(ctx, WEEKLY), said)


@router.command(
    COMMANDS[MONTHLY],
    Text("写月报，用法同周报", "Write the monthly report, in the same way"),
    aliases=("yb",),
    example=Text("月报 上月", "monthly last month"),
    members=False,
)
def monthly(ctx: Context, said: str) -> Reply:
    """The monthly report that is owed now, or the one asked for."""
    return opened(ctx, subjects.kind_of(ctx, MONTHLY), said)


@router.command(HAND_IN, Text("交其他类型的报告", "Hand in another type of report"), members=False)
def any_type(ctx: Context, said: str) -> Reply:
    """A report of the type that is named; without one, the types there are."""
    folded = fold_beginning(said)
    for kind in ctx.house.report_types:
        for name in (kind.zh, kind.en, kind.name):
            if folded == fold(name) or folded.startswith(f"{fold(name)} "):
                return opened(ctx, kind, said[len(name) :].strip())
    return Reply(menu_card(ctx))


def opened(ctx: Context, kind: ReportType, said: str) -> Reply:
    """The asker's own report to write or look at, or somebody else's to read."""
    asked = finding.read_request(ctx, said)
    if asked.period and not subjects.fits(kind, asked.period):
        raise Refusal(_OTHER_PERIOD.fill(period=asked.period.name, kind=subjects.name_of(kind)))
    person = finding.the_one(ctx, asked)
    if person is None:
        return finding.in_private(ctx, finding.which_card(ctx, asked, kind))
    if ctx.person is None or person.id != ctx.person.id:
        return finding.in_private(ctx, shown(ctx, finding.readable(ctx, person, kind, asked.period)))
    return finding.in_private(ctx, _own(ctx, kind, asked.period, asked.rest))


def _own(ctx: Context, kind: ReportType, period: Period | None, said: str) -> Card:
    """The receipt of what is handed in, else the form with the draft, and with what was said beside the command."""
    subject = subject_of(ctx, ctx.me, kind, period or subjects.owed_now(ctx, kind))
    if subject.period.first > ctx.today:
        raise Refusal(_NOT_BEGUN.fill(title=subject.title))
    if subject.report and subject.report.is_submitted and not said:
        return receipt_card(ctx, subject, subject.report)
    typed = typed_of(subject.report.written) if subject.report else {}
    if said:
        typed["summary"] = "\n".join(filter(None, [str(typed.get("summary", "")), said]))
    return form_card(ctx, subject, typed, _too_long(subject, str(typed.get("summary", ""))))


def _too_long(subject: Subject, summary: str) -> tuple[Problem, ...]:
    """What is typed behind the command may be longer than the field; the message itself keeps all of it."""
    return (Problem("summary", subject.title, _CUT.fill(limit=LONGEST)),) if len(summary) > LONGEST else ()


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more with everything typed, for the edition now in force."""
    try:
        kind, period = subjects.kind_of(ctx, str(hidden.get("type"))), subjects.period_of(str(hidden.get("period")))
    except Refusal as no:
        return refusal_card(_NOT_THERE, no.words)
    return form_card(ctx, subject_of(ctx, ctx.me, kind, period), typed, problems)


@router.press(SaveReport, redraw=ask_again)
def save(ctx: Context, filled: SaveReport) -> Reply:
    """Keep what is typed as the draft; the form goes on where it was."""
    subject, report = filing.begun(ctx, filled)
    if report.is_submitted and wording_of(filled) == report.wording:
        return Reply(receipt_card(ctx, subject, report), _NOTHING_NEW.fill(title=subject.title), "info")
    reports.save_draft(ctx.db, report, wording_of(filled), ctx.delivery.at)
    typed = typed_of(wording_of(filled)) | {"reason": filled.reason}
    at = clock(ctx.delivery.at.astimezone(subject.team.zone))
    again = subject_of(ctx, ctx.me, subject.kind, subject.period)
    return Reply(form_card(ctx, again, typed), Text("{at} 已保存草稿", "Draft saved {at}").fill(at=at))


@router.press(SubmitReport, redraw=ask_again)
def submit(ctx: Context, filled: SubmitReport) -> Reply:
    """Hand the report in; what says the same as what is handed in already changes nothing."""
    subject, report = filing.begun(ctx, filled)
    if report.is_submitted and wording_of(filled) == report.wording:
        return Reply(receipt_card(ctx, subject, report), _NOTHING_NEW.fill(title=subject.title), "info")
    filing.check(ctx, subject, filled)
    if subject.is_long_past(ctx.delivery.at):
        return filing.ask_leave(ctx, subject, report, filled)
    return filing.hand_in(ctx, subject, report, filled)


@router.press(EditReport)
def edit(ctx: Context, pressed: EditReport) -> Reply:
    """Turn the receipt, or the manager's word, into the form again, with what was written last."""
    subject, report = _mine(ctx, pressed.report_id)
    return Reply(form_card(ctx, subject, typed_of(report.written)))


@router.press(KeepReport)
def keep(ctx: Context, pressed: KeepReport) -> Reply:
    """Turn the form back into the receipt, with nothing changed."""
    subject, report = _mine(ctx, pressed.report_id)
    return Reply(receipt_card(ctx, subject, report) if report.is_submitted else withdrawn_card(subject))


@router.press(WithdrawReport)
def withdraw(ctx: Context, pressed: WithdrawReport) -> Reply:
    """Take the report back: it becomes the draft again, and what is owed is owed again."""
    subject, report = _mine(ctx, pressed.report_id)
    if not report.is_submitted:
        return Reply(withdrawn_card(subject), _WITHDRAWN_BEFORE.fill(title=subject.title), "warning")
    if pressed.seen != report.version:
        return Reply(receipt_card(ctx, subject, report), _NEWER.fill(title=subject.title), "warning")
    if ctx.delivery.at >= subject.locked_at:
        return Reply(receipt_card(ctx, subject, report), _LOCKED.fill(since=clock(subject.locked_at)), "warning")
    return _taken_back(ctx, subject, report)


def _taken_back(ctx: Context, subject: Subject, report: Report) -> Reply:
    reports.withdraw(ctx.db, report, ctx.delivery.at)
    if subject.owed and subject.owed.state in (State.ON_TIME, State.LATE):
        obligations.reopen(ctx.db, subject.owed, Reason.WITHDRAWN)
    return Reply(withdrawn_card(subject), Text("{title} 已撤回", "{title} is withdrawn").fill(title=subject.title))


def _mine(ctx: Context, report_id: int) -> tuple[Subject, Report]:
    """The asker's own report, held; anybody else's is as outdated as one that is not there."""
    report = reports.hold_report(ctx.db, report_id)
    if report is None or report.rep.id != ctx.me.id:
        raise Refusal(OUTDATED)
    return subjects.subject_of_report(ctx, report), report


_NOT_THERE = Text("没有办成", "Not done")
_OTHER_PERIOD = Text("{kind}不按「{period}」这样的时间写。", "A {kind} report is not for a time like {period}.")
_NOT_BEGUN = Text("{title} 的时间还没开始。", "The time of {title} has not begun yet.")
_CUT = Text(
    "最多 {limit} 字，后面的没放进来；原文还在你的消息里",
    "takes {limit} characters; the rest was left out, your message still has all of it",
)
_NOTHING_NEW = Text("{title} 已经提交过，内容没有变化。", "{title} was submitted before and says the same.")
_WITHDRAWN_BEFORE = Text("{title} 之前已经撤回了。", "{title} was withdrawn before.")
_NEWER = Text("{title} 后来改过，这张卡片不是最新的。", "{title} has been changed since: this card was not the latest.")
_LOCKED = Text("{since} 起不能再撤回，可以更正。", "Since {since} it cannot be withdrawn, but corrected.")
