"""A rep's own day: what was filed today, what is planned and due today, and how that stands against the norm."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.card import Card, Element, Metric, block, card, heading, md, metrics, note
from bot.context import Context, Reply
from bot.controls import buttons
from bot.router import Part, Router
from bot.text import Text, same
from bot.views import follow_up_line, run_button, visit_line
from bot.words import day
from sales.records import dataclass
from storage import follow_ups, plans, visits
from storage.follow_ups import FollowUp
from storage.people import Person
from storage.plans import Plan, State
from storage.visits import Visit

MOST = 10
"""How many visits, plans and follow-ups the card lists; the rest are counted."""

router = Router(Part.VISITS)


@dataclass(frozen=True, slots=True)
class Today:
    """What one person's day holds: visits, plans still open, follow-ups due, and how many are overdue."""

    on: date
    filed: Sequence[Visit]
    planned: Sequence[Plan]
    due: Sequence[FollowUp]
    overdue: int
    norm: int

    @property
    def to_follow(self) -> int:
        """How many next steps are due, those of days past among them, as the morning card counts them."""
        return len(self.due) + self.overdue

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to list."""
        return not (self.filed or self.planned or self.due or self.overdue)


@router.command(Text("今天", "today"), Text("看我的今天", "See my day"), aliases=("jt",))
def show(ctx: Context, _: str) -> Reply:
    """The asker's day."""
    return Reply(day_card(ctx.me, _today(ctx)))


def _today(ctx: Context) -> Today:
    tomorrow = ctx.today + timedelta(days=1)
    due = follow_ups.open_to(ctx.db, ctx.today, rep_id=ctx.me.id)
    planned = plans.plans_of(ctx.db, ctx.me.id, ctx.today, tomorrow)
    return Today(
        ctx.today,
        visits.visits_of(ctx.db, ctx.me.id, ctx.today, tomorrow),
        [plan for plan in planned if plan.state is State.PLANNED],
        [each for each in due if each.due_on == ctx.today],
        sum(each.due_on < ctx.today for each in due),
        ctx.house.daily_visit_norm if ctx.calendar.is_workday(ctx.today) else 0,
    )


def day_card(me: Person, today: Today) -> Card:
    """Two numbers, then the lists behind them; an empty day offers the next thing to do."""
    count = Text("{done} / {norm} 次", "{done} / {norm}").fill(done=len(today.filed), norm=today.norm)
    numbers = metrics(
        Metric(count, Text("今日拜访 / 目标", "Visits today / norm")),
        Metric(Text("{n} 项", "{n}").fill(n=today.to_follow), Text("待跟进", "Follow-ups due")),
    )
    follow = run_button(Text("跟进", "follow")) if today.due or today.overdue else None
    return card(
        Text("我的今天", "My day"),
        numbers,
        _listed(_FILED, [visit_line(visit, with_rep=visit.rep_id != me.id) for visit in today.filed]),
        _listed(_PLANNED, [_plan_line(plan) for plan in today.planned]),
        _listed(_DUE, [follow_up_line(each, with_rep=False) for each in today.due]),
        note(_OVERDUE.fill(n=today.overdue)) if today.overdue else None,
        note(_EMPTY) if today.is_empty else None,
        buttons(run_button(Text("拜访", "visit")), follow),
        subtitle=Text("{name} · {day}", "{name} · {day}").fill(name=me.name, day=day(today.on)),
        summary=Text("今日拜访 {count}，待跟进 {due} 项", "Visits today {count}, follow-ups {due}").fill(
            count=count, due=today.to_follow
        ),
        icon="calendar_outlined",
    )


def _listed(title: Text, lines: Sequence[Element]) -> Element | None:
    more = len(lines) - MOST
    rest = note(Text("还有 {more} 条", "{more} more").fill(more=more)) if more > 0 else None
    return block(heading(title), *lines[:MOST], rest) if lines else None


def _plan_line(plan: Plan) -> Element:
    return md(same("**{customer}** <font color='grey'>{number}</font>"), customer=plan.customer, number=plan.number)


_FILED = Text("今天的拜访", "Visits today")
_PLANNED = Text("今天计划", "Planned for today")
_DUE = Text("今天要跟进", "Due today")
_OVERDUE = Text("另有 {n} 项已过期，发「跟进」查看。", 'And {n} overdue: send "follow" to see them.')
_EMPTY = Text("今天还没有记录，也没有到期的跟进。", "Nothing filed yet today, and no follow-up is due.")
