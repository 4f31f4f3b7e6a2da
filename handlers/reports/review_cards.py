"""What managers see of a report, with three words to say of it; and what the rep hears of that."""

from collections.abc import Mapping, Sequence

from bot.card import Card, Element, Metric, block, card, md, metrics, note, plain
from bot.context import Context
from bot.controls import button, buttons, form, submit, text_input
from bot.errors import Problem
from bot.form import entries
from bot.text import Text, joined, same
from bot.views import problem_note, run_button
from bot.words import clock
from handlers.reports.cards import fitted, written
from handlers.reports.fact_words import changes_part, facts_panel
from handlers.reports.forms import LONGEST, EditReport, ReadReport, ReviewAgain, ReviewReport
from handlers.reports.receipts import VERDICT_COLOURS, VERDICTS, tags
from handlers.reports.subjects import Subject
from sales.reports import Changes, ReviewRate, Verdict
from storage.reports import Report, Review

REVIEW = Text("点评", "review")
"""The command that lists what awaits review."""


def review_card(
    subject: Subject,
    report: Report,
    changed: Changes,
    to: str,
    typed: Mapping[str, object] | None = None,
    problems: Sequence[Problem] = (),
) -> Card:
    """The report for a manager (their open_id) to review: the rep's words, the records, what changed, the form."""
    ask = _review_form(report, to, typed or {})
    return fitted(lambda lines: _report_card(subject, report, changed, [problem_note(problems)], [ask], lines))


def reviewed_card(subject: Subject, report: Report, changed: Changes, reader: str) -> Card:
    """The same for a reader (open_id) once it is reviewed; whoever reviews may change their mind."""
    again = button(Text("改点评", "Change the review"), ReviewAgain(report.id).stamp(to=reader), style="text")
    below = [_said(report.review), buttons(again)] if report.review else []
    return fitted(lambda lines: _report_card(subject, report, changed, [], below, lines))


def _report_card(
    subject: Subject,
    report: Report,
    changed: Changes,
    above: Sequence[Element | None],
    below: Sequence[Element | None],
    lines: int,
) -> Card:
    title = Text("{rep} · {title}", "{rep} · {title}").fill(rep=subject.rep.name, title=subject.title)
    at = report.submitted_at.astimezone(subject.team.zone) if report.submitted_at else None
    came = Text("{at} 提交", "Submitted {at}").fill(at=clock(at)) if at else None
    return card(
        title,
        *above,
        *written(subject, report.wording, LONGEST),
        facts_panel(report.facts, lines),
        *changes_part(changed, lines),
        plain(_BECAUSE.fill(reason=report.reason), colour="orange") if report.reason else None,
        note(came) if came else None,
        *below,
        subtitle=subject.when,
        summary=title,
        tags=tags(subject, report),
        icon="report_outlined",
    )


def _review_form(report: Report, to: str, typed: Mapping[str, object]) -> Element:
    entry = entries(ReviewReport)["comment"]
    held = str(typed.get("comment") or "")
    comment = text_input("comment", entry.label or same("—"), value=held, lines=entry.lines, limit=entry.limit)
    row = [
        submit(words, verdict.value, ReviewReport(report.id, report.version, verdict.value).stamp(to=to))
        | {"type": "primary_filled" if verdict is Verdict.READ else "default"}
        for verdict, words in VERDICTS.items()
    ]
    return form("review", comment, buttons(*row))


def _said(review: Review) -> Element:
    words = Text("{by}：{verdict}", "{by}: {verdict}").fill(by=review.by, verdict=VERDICTS[review.verdict])
    return plain(joined([words, same(review.comment)], "\n") if review.comment else words)


def verdict_card(subject: Subject, report: Report, review: Review) -> Card:
    """What the rep hears: the word, the comment, and the way to add what is asked for."""
    title = Text("{by} 点评了你的{title}：{verdict}", "{by} on your {title}: {verdict}")
    said = title.fill(by=review.by, title=subject.title, verdict=VERDICTS[review.verdict])
    more = review.verdict is Verdict.MORE
    change = button(
        Text("补充", "Add to it"), EditReport(report.id).stamp(to=report.rep.open_id), style="primary_filled"
    )
    return card(
        said,
        plain(same(review.comment)) if review.comment else None,
        note(_NOT_LATE) if more else None,
        buttons(change) if more else None,
        summary=said,
        colour=VERDICT_COLOURS[review.verdict],
    )


def waiting_list(ctx: Context, waiting: Sequence[tuple[Subject, Report]], rate: ReviewRate, more: int) -> Card:
    """What awaits review, the oldest first, and how timely this manager's reviews were."""
    title = Text("待点评的报告", "Reports to review")
    timely = Text("{n}/{of}", "{n}/{of}").fill(n=rate.on_time, of=rate.submitted) if rate.submitted else same("—")
    count = Text("{n} 份", "{n}").fill(n=len(waiting) + more)
    return card(
        title,
        metrics(Metric(count, Text("待点评", "Waiting")), Metric(timely, _TIMELY)),
        *(_waiting(ctx, subject, report) for subject, report in waiting),
        note(_MORE.fill(n=more)) if more else None,
        None if waiting else note(_NONE),
        note(_RULE),
        summary=Text("{count}待点评", "{count} to review").fill(count=count),
        icon="report_outlined",
    )


def _waiting(ctx: Context, subject: Subject, report: Report) -> Element:
    at = report.submitted_at.astimezone(subject.team.zone) if report.submitted_at else None
    line = Text("**{rep}** {title} <font color='grey'>{at}</font>", "**{rep}** {title} <font color='grey'>{at}</font>")
    look = ReadReport(report.rep.id, report.type, report.period).stamp(to=ctx.open_id)
    words = md(line, rep=subject.rep.name, title=subject.title, at=clock(at) if at else same("—"))
    return block(words, buttons(button(Text("打开", "Open"), look)))


def gone_card(subject: Subject) -> Card:
    """What a review card turns into when the rep has taken the report back."""
    title = Text("{rep} 撤回了{title}", "{rep} has withdrawn {title}").fill(rep=subject.rep.name, title=subject.title)
    return card(title, note(_COMES_AGAIN), buttons(run_button(REVIEW)), summary=title, colour="grey")


_BECAUSE = Text("更正原因：{reason}", "Corrected because: {reason}")
_NOT_LATE = Text("补充不影响已记下的提交时间。", "Adding to it does not change when it counted as submitted.")
_TIMELY = Text("一个工作日内点评（近四周）", "Reviewed within a working day (4 weeks)")
_MORE = Text("还有 {n} 份", "{n} more")
_NONE = Text("没有等着点评的报告。", "Nothing is waiting for your review.")
_RULE = Text(
    "提交后下一个工作日结束前点评算及时；还没到时间的不计。",
    "Timely is by the end of the next working day; those with time left are not counted.",
)
_COMES_AGAIN = Text("重新提交后会再发给你。", "It comes to you again once it is submitted again.")
