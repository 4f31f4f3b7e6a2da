"""What a filed visit answers with: the facts kept, what its score means, and how to change it."""

from bot.card import Card, Element, block, card, md, note, plain, tag
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.views import run_button, visit_facts
from bot.words import clock
from handlers.visits.forms import EditVisit, WithdrawVisit
from handlers.visits.locks import locked_from
from handlers.visits.questions import ADVICE, BANDS
from sales import willingness as scores
from sales.willingness import QUESTIONS, Willingness
from storage.scores import score_before
from storage.visits import Visit


def receipt_card(ctx: Context, visit: Visit, *lines: Text) -> Card:
    """What was kept, its number, how to change it, and until when; `lines` say what else came of it."""
    done = Text("已记录 {customer} 的拜访", "Visit to {customer} filed").fill(customer=visit.customer)
    until = locked_from(ctx, visit)
    score = visit.findings.willingness
    return card(
        done,
        visit_facts(visit),
        _score(score, score_before(ctx.db, visit)) if score else None,
        plain(joined(lines, "\n")) if lines else None,
        note(_corrected(visit)) if visit.correction else None,
        note((_LOCKED if ctx.now >= until else _OPEN).fill(until=clock(until))),
        _ways(ctx, visit, is_locked=ctx.now >= until),
        subtitle=same(visit.rep),
        summary=done,
        colour="green",
        tags=(tag(same(visit.number), "green"), *_band(score)),
        icon="succeed_outlined",
    )


def _ways(ctx: Context, visit: Visit, *, is_locked: bool) -> Element:
    edit = EditVisit(visit.id).stamp(to=ctx.me.open_id)
    if is_locked:
        return buttons(button(Text("更正", "Correct"), edit))
    sure = (Text("撤回 {number}？", "Withdraw {number}?").fill(number=visit.number), _WITHDRAWN_COUNTS)
    stamp = WithdrawVisit(visit.id, visit.version).stamp(to=ctx.me.open_id)
    return buttons(button(Text("修改", "Edit"), edit), button(Text("撤回", "Withdraw"), stamp, confirm=sure))


def _corrected(visit: Visit) -> Text:
    said = Text("第 {n} 版，更正原因：{why}", "Version {n}; reason for the correction: {why}")
    return said.fill(n=visit.version, why=visit.correction)


def _band(score: Willingness | None) -> tuple[Element, ...]:
    band = scores.band(score) if score else None
    return (tag(*BANDS[band]),) if band else ()


def _score(score: Willingness, before: Willingness | None) -> Element:
    """The score, how it moved since the customer's last complete one, and what to do about the weakest answer."""
    weakest = scores.weakest(score)
    advice = Text("下一步建议：{advice}", "Suggested next step: {advice}")
    return block(
        md(_BOLD, points=score.points, of=score.of, rest=_compared(score, before)),
        plain(advice.fill(advice=ADVICE[weakest])) if weakest else None,
    )


def _compared(score: Willingness, before: Willingness | None) -> Text:
    if not score.is_complete:
        left = len(QUESTIONS) - len(score.answers)
        return Text("还有 {n} 题没答，暂不分档", "{n} unanswered, so no band yet").fill(n=left)
    change = scores.change(score, before)
    if change is None or before is None:
        return Text("这位客户的第一个完整评分", "This customer's first complete score")
    return Text("比上次（{before}）{change}", "{change} against last time ({before})").fill(
        before=before.points, change=f"{change:+d}" if change else "±0"
    )


def withdrawn_card(visit: Visit) -> Card:
    """What a receipt turns into: the number stays, the visit counts no more."""
    title = Text("{number} 已撤回", "{number} is withdrawn").fill(number=visit.number)
    return card(
        title,
        note(_WITHDRAWN_COUNTS),
        buttons(run_button(Text("拜访", "visit"))),
        summary=title,
        colour="grey",
    )


_BOLD = Text(
    "**意愿 {points}/{of}** <font color='grey'>{rest}</font>",
    "**Willingness {points}/{of}** <font color='grey'>{rest}</font>",
)
_OPEN = Text("{until} 前可以修改或撤回", "Can be changed or withdrawn until {until}")
_LOCKED = Text("已在 {until} 锁定，可以更正，要写原因", "Locked on {until}; can be corrected with a reason")
_WITHDRAWN_COUNTS = Text("撤回后不再计入任何统计，编号保留。", "It is no longer counted anywhere; its number stays.")
