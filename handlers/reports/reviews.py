"""A manager reviews what was handed in: read, more please, excellent; the rep hears of it at once."""

from collections.abc import Mapping
from datetime import timedelta

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import OUTDATED, entries
from bot.router import Part, Router
from bot.text import Text
from bot.views import refusal_card
from handlers.reports import finding, subjects
from handlers.reports.filing import tell
from handlers.reports.forms import ReadReport, ReviewAgain, ReviewReport
from handlers.reports.receipts import VERDICTS, receipt_card
from handlers.reports.review_cards import REVIEW, gone_card, review_card, reviewed_card, verdict_card, waiting_list
from handlers.reports.subjects import Subject
from sales import reports as rules
from sales.reports import REVIEWED_WEEKS, Changes, ReviewRate, Verdict
from storage import reports
from storage.reports import Report

MOST = 10
"""How many waiting reports the list shows; the rest are counted, up to `COUNTED`."""

COUNTED = 100
"""How many waiting reports are counted at most."""

router = Router(Part.TEAM)


@router.command(
    REVIEW, Text("看待点评的报告（经理）", "See what awaits your review (managers)"), aliases=("dp",), members=False
)
def waiting(ctx: Context, _: str) -> Reply:
    """What awaits the asker's review, and their review rate."""
    teams = finding.managed_teams(ctx)
    if not teams:
        raise Refusal(_MANAGERS)
    found = reports.awaiting_review(ctx.db, teams, _me(ctx), COUNTED)
    listed = [(subjects.subject_of_report(ctx, report), report) for report in found[:MOST]]
    return finding.in_private(ctx, waiting_list(ctx, listed, _rate(ctx, teams), len(found) - len(listed)))


def _rate(ctx: Context, teams: list[int]) -> ReviewRate:
    """K46 over the last weeks, by the calendar and wall clock of the first of the teams."""
    team = subjects.team_of(ctx, teams[0])
    since = ctx.now - timedelta(weeks=REVIEWED_WEEKS)
    looked = reports.looked_at(ctx.db, teams, _me(ctx), since)
    return rules.review_rate(looked, ctx.now, ctx.calendar_of(team), team.zone)


def _me(ctx: Context) -> int:
    return ctx.person.id if ctx.person else 0


@router.press(ReadReport, members=False)
def read(ctx: Context, pressed: ReadReport) -> Reply:
    """Open the report that a button names."""
    known = next((one for one in finding.within_reach(ctx) if one.id == pressed.rep_id), None)
    if known is None:
        raise Refusal(OUTDATED)
    period = subjects.period_of(pressed.period) if pressed.period else None
    return Reply(shown(ctx, finding.readable(ctx, known, subjects.kind_of(ctx, pressed.type), period)))


def shown(ctx: Context, subject: Subject, typed: Mapping[str, object] | None = None, *problems: Problem) -> Card:
    """A report that is handed in, as the asker may see it: to be reviewed, reviewed, or their own."""
    report = subject.report
    if report is None:
        raise Refusal(OUTDATED)
    if report.rep.id == _me(ctx):
        return receipt_card(ctx, subject, report)
    if ctx.person is None or (report.review and typed is None):
        return reviewed_card(subject, report, _changes(ctx, subject, report), ctx.open_id)
    return review_card(subject, report, _changes(ctx, subject, report), ctx.open_id, typed, problems)


def _changes(ctx: Context, subject: Subject, report: Report) -> Changes:
    return rules.changes(report.facts, subjects.facts(ctx, subject))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The report once more with the comment that was typed."""
    report_id = hidden.get("report_id")
    report = reports.find_by_id(ctx.db, report_id if isinstance(report_id, int) else 0)
    if report is None or not subjects.manages(ctx, report.team_id):
        return refusal_card(_NOT_DONE, _NOT_YOUR_TEAM)
    subject = subjects.subject_of_report(ctx, report)
    return shown(ctx, subject, typed, *problems) if report.is_submitted else gone_card(subject)


@router.press(ReviewReport, redraw=ask_again, members=False)
def review(ctx: Context, filled: ReviewReport) -> Reply:
    """Keep the word on this version; one on a version that is not the latest is shown the latest instead."""
    subject, report = _theirs(ctx, filled.report_id)
    if not report.is_submitted:
        return Reply(gone_card(subject), _GONE, "warning")
    if report.version != filled.seen:
        return Reply(shown(ctx, subject, {"comment": filled.comment}), _NEWER, "warning")
    if report.review and report.review.by_id != _me(ctx):
        return Reply(shown(ctx, subject), _BY_OTHER.fill(name=report.review.by), "warning")
    return _reviewed(ctx, subject, report, filled)


def _reviewed(ctx: Context, subject: Subject, report: Report, filled: ReviewReport) -> Reply:
    if filled.verdict not in {verdict.value for verdict in Verdict} or ctx.person is None:
        raise Refusal(OUTDATED)
    verdict = Verdict(filled.verdict)
    if verdict is Verdict.MORE and not filled.comment:
        raise Refusal(_SAY_WHAT, (Problem("comment", entries(ReviewReport)["comment"].label or _SAY_WHAT, _SAY_WHAT),))
    before = report.review
    report = reports.review(ctx.db, report, verdict, filled.comment, ctx.person, ctx.delivery.at)
    if report.review and report.review != before:
        once = f"verdict/{report.id}/{report.version}/{ctx.delivery.key}"
        tell(ctx, report.rep, verdict_card(subject, report, report.review), once)
    card = reviewed_card(subject, report, _changes(ctx, subject, report), ctx.open_id)
    return Reply(
        card,
        Text("{verdict}，会告诉 {rep}", "{verdict}: {rep} will be told").fill(
            verdict=VERDICTS[verdict], rep=report.rep.name
        ),
    )


@router.press(ReviewAgain, members=False)
def again(ctx: Context, pressed: ReviewAgain) -> Reply:
    """Turn a reviewed report into the form again, with the comment as it was."""
    subject, report = _theirs(ctx, pressed.report_id)
    if not report.is_submitted:
        return Reply(gone_card(subject), _GONE, "warning")
    return Reply(shown(ctx, subject, {"comment": report.review.comment if report.review else ""}))


def _theirs(ctx: Context, report_id: int) -> tuple[Subject, Report]:
    """A report that the asker may review, held: of a team they manage, and not their own."""
    report = reports.hold_report(ctx.db, report_id)
    if report is None or not subjects.manages(ctx, report.team_id):
        raise Refusal(_NOT_YOUR_TEAM)
    if report.rep.id == _me(ctx):
        raise Refusal(_OWN)
    return subjects.subject_of_report(ctx, report), report


_NOT_DONE = Text("没有办成", "Not done")
_MANAGERS = Text(
    "点评是经理的事。看自己的报告，请发「周报」。", 'Reviews are for managers. For your own report, send "weekly".'
)
_GONE = Text("这份报告已被撤回。", "This report has been withdrawn.")
_NEWER = Text(
    "有新的一版，请看过再点评；你写的点评还在。",
    "There is a newer version: please look first; your comment is still there.",
)
_BY_OTHER = Text("{name} 已经点评过了。", "{name} has reviewed it already.")
_SAY_WHAT = Text("请写明要补充什么", "please say what is missing")
_NOT_YOUR_TEAM = Text("你不再负责这个团队，不能点评。", "You no longer answer for this team and cannot review it.")
_OWN = Text("自己的报告不能自己点评。", "Nobody reviews their own report.")
