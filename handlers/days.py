"""A rep's own day: what was filed today, what is due today, and how that stands against the norm."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.card import Card, Metric, block, card, heading, metrics, note
from bot.context import Context, Reply
from bot.controls import buttons
from bot.router import Router
from bot.text import Text
from bot.views import follow_up_line, run_button, visit_line
from bot.words import day
from storage import follow_ups, visits
from storage.follow_ups import FollowUp
from storage.visits import Visit

MOST = 10
"""How many visits, and how many follow-ups, the card lists; the rest are counted."""

router = Router(Text("今天", "Today"))


@router.command(Text("今天", "today"), Text("看我的今天", "See my day"), aliases=("jt",))
def show(ctx: Context, _: str) -> Reply:
    """The asker's day."""
    filed = visits.visits_of(ctx.db, ctx.me.id, ctx.today, ctx.today + timedelta(days=1))
    due = follow_ups.due_on(ctx.db, ctx.today, rep_id=ctx.me.id)
    norm = ctx.house.daily_visit_norm if ctx.calendar.is_workday(ctx.today) else 0
    return Reply(day_card(ctx.me.name, ctx.today, filed, due, norm))


def day_card(name: str, today: date, filed: Sequence[Visit], due: Sequence[FollowUp], norm: int) -> Card:
    """Two numbers, then the lists behind them; an empty day offers the next thing to do."""
    count = Text("{done} / {norm} 次", "{done} / {norm}").fill(done=len(filed), norm=norm)
    numbers = metrics(
        Metric(count, Text("今日拜访 / 目标", "Visits today / norm")),
        Metric(Text("{n} 项", "{n}").fill(n=len(due)), Text("今日待跟进", "Follow-ups due")),
    )
    return card(
        Text("我的今天", "My day"),
        numbers,
        block(heading(_FILED), *(visit_line(visit, with_rep=False) for visit in filed[:MOST]), _rest(filed))
        if filed
        else None,
        block(heading(_DUE), *(follow_up_line(each, with_rep=False) for each in due[:MOST]), _rest(due))
        if due
        else None,
        None if filed or due else note(_EMPTY),
        buttons(run_button(Text("拜访", "visit"))),
        subtitle=Text("{name} · {day}", "{name} · {day}").fill(name=name, day=day(today)),
        summary=Text("今日拜访 {count}，待跟进 {due} 项", "Visits today {count}, follow-ups {due}").fill(
            count=count, due=len(due)
        ),
        icon="calendar_outlined",
    )


def _rest(listed: Sequence[Visit | FollowUp]) -> dict[str, object] | None:
    more = len(listed) - MOST
    return note(Text("还有 {more} 条", "{more} more").fill(more=more)) if more > 0 else None


_FILED = Text("今天的拜访", "Visits today")
_DUE = Text("今天要跟进", "Due today")
_EMPTY = Text("今天还没有记录，也没有到期的跟进。", "Nothing filed yet today, and no follow-up is due.")
