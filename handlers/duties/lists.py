"""The parts of the lists of what is missing: figures, blocks with what can be done, lines, and who is excused."""

from collections.abc import Iterable, Sequence

from bot.card import Element, Metric, block, md, metrics, note, panel, plain
from bot.context import Context
from bot.controls import button, buttons
from bot.text import Text, joined, same
from bot.views import Run
from handlers.duties.forms import LetOff, Nudge, Reopen
from handlers.duties.words import ENOUGH, became, due_words, percent, title, type_name
from sales.obligations import MONTHLY, VISIT, WEEKLY, Rates, may_still_send
from sales.periods import Period
from sales.records import dataclass
from storage.explanations import BY_HAND
from storage.obligations import Obligation
from storage.people import Team
from storage.reminders import steps_made

MOST, MOST_LINES = 8, 20
"""How many are shown with their buttons, and how many of the rest by a line; what is left is counted."""

COMMANDS = {WEEKLY: Text("周报", "weekly"), MONTHLY: Text("月报", "monthly"), VISIT: Text("拜访", "visit")}
"""The commands by which reports are written; every other type has `交` before its name."""


@dataclass(frozen=True, slots=True)
class View:
    """What a manager looks at: a team, of all types or one, at large or for one period; `said` asks for it again."""

    team: Team
    kind: str
    period: Period | None
    said: str


def rates_parts(over: Text, went: Rates, *, is_provisional: bool) -> list[Element]:
    """On time and sent, as shares of what was owed over a period; below `ENOUGH` as counts only."""
    if not went.owed:
        return [note(_NOT_OWED.fill(over=over))]
    label = joined([over, _TENTATIVE], " ") if is_provisional else over
    few = went.owed < ENOUGH
    numbers = [(_ON_TIME, went.on_time, went.timeliness), (_SENT, went.submitted, went.submission)]
    drawn = [
        Metric(
            same(f"{n}/{went.owed}" if few or rate is None else percent(rate)),
            name.fill(over=label),
            _FEW if few else same(f"{n}/{went.owed}"),
        )
        for name, n, rate in numbers
    ]
    return [metrics(*drawn)]


def blocks(ctx: Context, view: View, past: Sequence[Obligation]) -> list[Element]:
    """The first ones with their buttons, the rest by a line each, what is left as a number."""
    today = f"{BY_HAND}{ctx.now.astimezone(view.team.zone).date()}"
    asked = {each for each, step in steps_made(ctx.db, [owed.id for owed in past[:MOST]]) if step == today}
    first = [block(*_one(ctx, view, owed, is_reminded=owed.id in asked)) for owed in past[:MOST]]
    rest = [_line(ctx, view, owed) for owed in past[MOST : MOST + MOST_LINES]]
    left = len(past) - MOST - MOST_LINES
    more = [_MORE.fill(n=left)] if left > 0 else []
    return [*first, plain(joined([*rest, *more], "\n"))] if rest else first


def _one(ctx: Context, view: View, owed: Obligation, *, is_reminded: bool) -> list[Element]:
    """One that is missing: who, what, by when, and the two or three things a manager can do."""
    local = owed.due_at.astimezone(view.team.zone)
    said = [due_words(owed, local, ctx.now), *([_TENTATIVE] if owed.provisional else [])]
    said += [_REMINDED] if is_reminded else []
    return [
        md(same("**{rep}** {what}"), rep=owed.rep, what=title(ctx.house, owed)),
        note(joined(said, " · ")),
        buttons(*_choices(ctx, view, owed, is_reminded=is_reminded)),
    ]


def _choices(ctx: Context, view: View, owed: Obligation, *, is_reminded: bool) -> Iterable[Element]:
    sure = _SURE.fill(rep=owed.rep, what=title(ctx.house, owed))
    off = LetOff(owed.id, view.said).stamp(to=ctx.open_id)
    if not may_still_send(owed, ctx.now) and owed.type != VISIT:
        yield button(Text("允许补交", "Let it come"), Reopen(owed.id, view.said).stamp(to=ctx.open_id))
    elif not is_reminded:
        yield button(Text("提醒", "Remind"), Nudge(owed.id, view.said).stamp(to=ctx.open_id))
    yield button(Text("豁免", "Waive"), off, confirm=(sure, _SURE_WHAT))


def _line(ctx: Context, view: View, owed: Obligation) -> Text:
    due = due_words(owed, owed.due_at.astimezone(view.team.zone), ctx.now)
    return joined([same(owed.rep), title(ctx.house, owed), due], " · ")


def excused_panel(ctx: Context, excused: Sequence[Obligation]) -> Element | None:
    """Who owes nothing and why, folded away; None when there is nobody."""
    if not excused:
        return None
    lines = [joined([same(each.rep), title(ctx.house, each), became(each)], " · ") for each in excused[:MOST_LINES]]
    return panel(_EXCUSED.fill(n=len(excused)), note(joined(lines, "\n")))


def write_button(ctx: Context, owed: Obligation) -> Element:
    """The button that opens the card on which a report is written."""
    command = COMMANDS.get(owed.type) or joined([_HAND_IN, type_name(ctx.house, owed.type)], " ")
    said = command.zh if owed.type == VISIT else f"{command.zh} {owed.period}"
    return button(Text("去写", "Write it"), Run(said).stamp(), style="primary")


_HAND_IN = Text("交", "report")
_NOT_OWED = Text("{over}：没有应交的报告。", "{over}: nothing was owed.")
_ON_TIME = Text("及时率 · {over}", "On time · {over}")
_SENT = Text("提交率 · {over}", "Sent · {over}")
_FEW = Text("样本不足", "too few for a rate")
_TENTATIVE = Text("暂定", "provisional")
_REMINDED = Text("今天已提醒", "reminded today")
_MORE = Text("还有 {n} 份", "{n} more")
_SURE = Text("豁免 {rep} 的{what}？", "Waive {what} of {rep}?")
_SURE_WHAT = Text("豁免后不计入应交，会告诉本人，并留下记录。", "It will not count; the rep is told, and it is noted.")
_EXCUSED = Text("免交与豁免 {n} 份", "Excused and waived: {n}")
