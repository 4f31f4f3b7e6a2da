"""Handing a report in: kept, settled against what is owed, and passed on to whoever reviews it."""

from dataclasses import asdict, replace

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.errors import Problem, Refusal
from bot.form import entries
from bot.text import Text, same
from handlers.reports import subjects
from handlers.reports.forms import AllowReport, SubmitReport, WriteReport
from handlers.reports.receipts import receipt_card, waiting_card
from handlers.reports.review_cards import review_card
from handlers.reports.subjects import Subject
from sales.reports import Changes, Wording
from storage import obligations, reports
from storage.obligations import Obligation
from storage.people import Person
from storage.reports import Report

EDITION, SUMMARY, REASON = "edition", "summary", "reason"
LABELS = {name: entry.label or same(name) for name, entry in entries(SubmitReport).items()}
"""What the fields of the form are called."""


def begun(ctx: Context, filled: WriteReport) -> tuple[Subject, Report]:
    """The report that a form is about, held; refused when it was changed elsewhere and says something else now."""
    subject = subjects.subject_of(ctx, ctx.me, subjects.kind_of(ctx, filled.type), subjects.period_of(filled.period))
    at = ctx.delivery.at
    report = reports.open_report(ctx.db, ctx.me, subject.team.id, filled.type, filled.period, at)
    if filled.edition != report.edition and wording_of(filled) not in (report.draft, report.wording):
        raise _problem_with(EDITION, subject.title, _CHANGED_SINCE)
    return replace(subject, report=report), report


def wording_of(filled: WriteReport) -> Wording:
    """What was typed into the four questions."""
    return Wording(filled.summary, filled.problems, filled.needs_help, filled.next_plan)


def typed_of(wording: Wording) -> dict[str, object]:
    """What a report says, as the form's fields would send it."""
    return dict(asdict(wording))


def check(ctx: Context, subject: Subject, filled: WriteReport) -> None:
    """Refuse what cannot be handed in as it is: without a summary, or a late correction without its reason."""
    if not filled.summary:
        raise _problem_with(SUMMARY, LABELS[SUMMARY], _SAY_SOMETHING)
    if subject.is_locked(ctx.delivery.at) and not filled.reason:
        raise _problem_with(REASON, LABELS[REASON], _SAY_WHY)


def _problem_with(field: str, label: Text, why: Text) -> Refusal:
    words = Text("{label}：{why}", "{label}: {why}").fill(label=label, why=why)
    return Refusal(words, (Problem(field, label, why),))


def hand_in(ctx: Context, subject: Subject, report: Report, filled: WriteReport) -> Reply:
    """Keep the report as sent at the press, settle what is owed, tell the managers, and give the receipt."""
    reason = filled.reason if subject.is_locked(ctx.delivery.at) else ""
    found = subjects.facts(ctx, subject)
    report = reports.submit(ctx.db, report, wording_of(filled), found, ctx.delivery.at, reason)
    subject = replace(subject, report=report, owed=_settled(ctx, subject.owed))
    told = subjects.managers_of(ctx, subject)
    for manager in told:
        once = f"review/{report.id}/{report.version}/{manager.open_id}"
        tell(ctx, manager, review_card(subject, report, Changes((), (), ()), manager.open_id), once)
    names = [manager.name for manager in told]
    return Reply(receipt_card(ctx, subject, report, names), _SUBMITTED.fill(title=subject.title))


def _settled(ctx: Context, owed: Obligation | None) -> Obligation | None:
    """What is owed, fulfilled as of the press. One that was excused or waived stays so, a settled one as it was."""
    if owed is None or not owed.is_open:
        return owed
    return obligations.settle(ctx.db, owed, ctx.delivery.at, ctx.me.id)


def tell(ctx: Context, person: Person, made: Card, once: str, *, kind: str = "report") -> None:
    """Say something about a report to somebody who did not ask: it waits for quiet hours to end, and is said once.

    `kind` is what it counts as in their day: a report to be read can be found by a command, a `plea` by nothing else.
    """
    ctx.notify(person.open_id, made, about="report", dedupe=once, unasked=True, kind=kind)


def ask_leave(ctx: Context, subject: Subject, report: Report, filled: WriteReport) -> Reply:
    """Keep a report that is long past as a draft, and ask the managers to let it come."""
    report = reports.save_draft(ctx.db, report, wording_of(filled), ctx.delivery.at)
    told = subjects.managers_of(ctx, subject)
    for manager in told:
        once = f"allow/{report.id}/{report.edition}/{manager.open_id}"
        tell(ctx, manager, _plea_card(subject, manager), once, kind="plea")
    return Reply(waiting_card(subject, [manager.name for manager in told]), _KEPT, "info")


def _plea_card(subject: Subject, manager: Person) -> Card:
    title = Text("{rep} 想补交{title}", "{rep} asks to send {title} late").fill(
        rep=subject.rep.name, title=subject.title
    )
    stamp = AllowReport(subject.rep.id, subject.kind.name, subject.period.name).stamp(to=manager.open_id)
    allow = button(Text("允许补交", "Let it come"), stamp, style="primary_filled")
    return card(title, plain(_LONG_PAST), note(subject.days), buttons(allow), summary=title, colour="orange")


_CHANGED_SINCE = Text("在别处改过，再提交会覆盖那次修改", "has been changed elsewhere; submitting again replaces that")
_SAY_SOMETHING = Text(
    "请写一句总结再提交；没写完可以先保存", "please write a sentence or two; to finish later, save it"
)
_SAY_WHY = Text("请写明为什么更正", "please say why it is corrected")
_SUBMITTED = Text("{title} 已提交", "{title} is submitted")
_KEPT = Text("已保存，等经理放行", "Saved; waiting for your manager")
_LONG_PAST = Text(
    "已过截止 7 天以上。允许后 7 天内可以提交，记为晚交。",
    "It was due over 7 days ago. Once let in it may come within 7 days and counts as late.",
)
