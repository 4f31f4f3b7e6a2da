"""A report that is long past comes only when the manager lets it: asked for by the rep's submission, or by `补交`."""

from datetime import timedelta

from bot.card import Card, card, note
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.router import Part, Router, fold, fold_beginning
from bot.text import Text
from bot.views import Run
from bot.words import clock
from handlers.reports import finding, subjects
from handlers.reports.filing import tell
from handlers.reports.forms import AllowReport
from handlers.reports.subjects import Subject, subject_of
from sales.obligations import WEEKLY, ReportType
from sales.periodwords import parted
from storage import reports

ALLOWED = timedelta(days=7)
"""How long a report may come after it was let in."""

router = Router(Part.TEAM)


@router.command(
    Text("补交", "allow"),
    Text("让成员补交早已过期的报告（经理）", "Let a report come that is long past (managers)"),
    example=Text("补交 @张三 周报 2026-W10", "allow @NAME weekly 2026-W10"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """Let the report come that the words name: whose, of which type (weekly without one), and which period."""
    asked = finding.read_request(ctx, said)
    kind, rest = _kind(ctx, asked.rest)
    period = asked.period or parted(rest, finding.today(ctx))[0]
    if not finding.managed_teams(ctx) or not asked.named or period is None or not subjects.fits(kind, period):
        raise Refusal(_HOW if finding.managed_teams(ctx) else _MANAGERS)
    person = finding.the_one(ctx, asked)
    if person is None:
        raise Refusal(_WHICH.fill(name=asked.named[:40]))
    return finding.in_private(ctx, _let_in(ctx, subject_of(ctx, person, kind, period)))


def _kind(ctx: Context, said: str) -> tuple[ReportType, str]:
    folded = fold_beginning(said)
    for kind in ctx.house.report_types:
        for name in (kind.zh, kind.en, kind.name):
            if folded.startswith(fold(name)):
                return kind, said[len(name) :]
    return subjects.kind_of(ctx, WEEKLY), said


@router.press(AllowReport, members=False)
def allow(ctx: Context, pressed: AllowReport) -> Reply:
    """Let the report come that the button names."""
    known = next((one for one in finding.within_reach(ctx) if one.id == pressed.rep_id), None)
    if known is None or not finding.managed_teams(ctx):
        raise Refusal(OUTDATED)
    kind, period = subjects.kind_of(ctx, pressed.type), subjects.period_of(pressed.period)
    made = _let_in(ctx, subject_of(ctx, known, kind, period))
    return Reply(made, Text("会告诉 {rep}", "{rep} will be told").fill(rep=known.name))


def _let_in(ctx: Context, subject: Subject) -> Card:
    """Let the report come, and tell the rep; what needs no leave is said to need none."""
    if ctx.person is None or subject.rep.id == ctx.person.id:
        raise Refusal(_OWN)
    if not subject.is_long_past(ctx.now):
        raise Refusal(_NO_NEED.fill(rep=subject.rep.name, title=subject.title))
    until = (ctx.now + ALLOWED).astimezone(subject.team.zone)
    kind, period = subject.kind.name, subject.period.name
    report = reports.open_report(ctx.db, subject.rep, subject.team.id, kind, period, ctx.delivery.at)
    reports.allow(ctx.db, report, ctx.person, until, ctx.now)
    said = _MAY.fill(by=ctx.person.name, title=subject.title, until=clock(until))
    write = button(Text("去写", "Write it"), Run(subject.asked).stamp(), style="primary_filled")
    told = card(said, note(_LATE), buttons(write), subtitle=subject.days, summary=said)
    tell(ctx, subject.rep, told, f"allowed/{report.id}/{ctx.delivery.key}")
    done = _LET.fill(rep=subject.rep.name, title=subject.title, until=clock(until))
    return card(done, note(_LATE), subtitle=subject.days, summary=done, colour="green")


_HOW = Text(
    "请写明谁、哪一期，例如：补交 @张三 周报 2026-W10", "Please say whose and which one: allow @NAME weekly 2026-W10"
)
_MANAGERS = Text("只有经理能放行补交。", "Only managers can let a late report come.")
_WHICH = Text(
    "团队里有几位「{name}」，请用 @ 点名。", "There are several people called {name}: please mention one with @."
)
_OWN = Text("自己的报告要由别的经理或管理员放行。", "Another manager or an admin must let your own report come.")
_NO_NEED = Text(
    "{rep} 的{title}不用放行：已经提交，或现在就能提交。",
    "{title} of {rep} needs no leave: it is submitted, or can be right now.",
)
_MAY = Text("{by} 同意你补交{title}，{until} 前提交", "{by} lets you send {title} until {until}")
_LET = Text("{rep} 可以补交{title}了，到 {until}", "{rep} may send {title} until {until}")
_LATE = Text("提交后记为晚交。", "It will count as late.")
