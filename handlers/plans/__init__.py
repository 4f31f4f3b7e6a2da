"""Visits planned for a day: a plan is kept by the visit itself, moved or given up by its rep."""

from collections.abc import Mapping
from datetime import date

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem, Refusal
from bot.form import OUTDATED
from bot.router import Part, Router
from bot.text import Text
from bot.words import day as day_words
from handlers.plans.cards import AskMovePlan, DropPlan, MakePlans, MovePlan, confirm_card, list_card, move_card
from sales import plans as rules
from sales.breaches import AlreadySettled, NotFound, NotYours
from sales.dates import find_days
from sales.obligations import VISIT, Reason
from sales.periods import week_of
from sales.periodwords import named_period
from sales.roles import Role
from storage import ledger, names, obligations, plans
from storage.customers import find_by_name, find_or_add_customer
from storage.plans import Plan, State, number

MOST = 10
"""How many visits may be planned in one line."""

router = Router(Part.VISITS)


@router.command(
    Text("计划", "plan"),
    Text("计划拜访，或看计划", "Plan visits, or see what is planned"),
    aliases=("jh",),
    example=Text("计划 周三 华宁,长安", "plan Wed Huaning, Changan"),
)
def plan(ctx: Context, said: str) -> Reply:
    """With a day and customers: a card to confirm. With a week or nothing: what is planned then."""
    period = named_period(said, ctx.today) or (None if said else week_of(ctx.today))
    if period:
        return Reply(list_card(ctx, period))
    found = next((each for each in find_days(said[:_DAYS], ctx.today) if each.start == 0), None)
    if found is None:
        raise Refusal(_HOW)
    wanted = _named(ctx, said[found.end :].strip(_MARKS))
    if not wanted:
        return Reply(list_card(ctx, week_of(found.day)))
    rules.check_day(found.day, ctx.today)
    return Reply(confirm_card(ctx, found.day, wanted))


@router.press(MakePlans)
def make(ctx: Context, pressed: MakePlans) -> Reply:
    """Keep what was confirmed, and show the week."""
    wanted = [name for name in pressed.names.split("\n") if name.strip()]
    try:
        on = date.fromisoformat(pressed.planned_on)
    except ValueError:
        raise Refusal(OUTDATED) from None
    if not wanted:
        raise Refusal(OUTDATED)
    rules.check_day(on, ctx.today)
    for name in wanted:
        _plan(ctx, name, on)
    return Reply(list_card(ctx, week_of(on)), Text("已计划 {day}", "Planned for {day}").fill(day=day_words(on)))


@router.press(DropPlan)
def drop(ctx: Context, pressed: DropPlan) -> Reply:
    """Give a plan up: in good time it leaves the figures, later it is a miss."""
    given_up = _own(ctx, pressed.plan_id)
    state = _close(ctx, given_up)
    return Reply(list_card(ctx, week_of(given_up.planned_on)), _told(state, given_up))


@router.press(AskMovePlan)
def ask_move(ctx: Context, pressed: AskMovePlan) -> Reply:
    """Turn the list into the question for another day."""
    moved = _own(ctx, pressed.plan_id)
    return Reply(move_card(ctx, moved, {"planned_on": moved.planned_on.isoformat()}))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The question once more, with the day that was picked and why it cannot be."""
    found = hidden.get("plan_id")
    return move_card(ctx, _own(ctx, found if isinstance(found, int) else 0), typed, problems)


@router.press(MovePlan, redraw=ask_again)
def move(ctx: Context, filled: MovePlan) -> Reply:
    """Plan it for another day: a plan of its own, while the old one is dropped in good time or missed."""
    old, on = _own(ctx, filled.plan_id), filled.planned_on or ctx.today
    rules.check_day(on, ctx.today)
    if on != old.planned_on:
        _close(ctx, old)
        _plan(ctx, old.customer, on)
    said = Text("已改到 {day}", "Moved to {day}").fill(day=day_words(on))
    return Reply(list_card(ctx, week_of(on)), said)


def _plan(ctx: Context, name: str, on: date) -> Plan:
    """Keep one plan, and that its visit is to be reported by noon of the next working day."""
    customer = find_or_add_customer(ctx.db, name, ctx.me.id, ctx.now)
    made = plans.make_plan(ctx.db, ctx.team, ctx.me, customer, on, ctx.now)
    if ctx.seat.role is Role.REP and made.state is State.PLANNED:
        ledger.owe_visit(ctx.db, ctx.team, ctx.me, made.number, on, ctx.calendar)
    return made


def _close(ctx: Context, given_up: Plan) -> State:
    """Take a plan out: nobody waits for the report of a visit that is not paid."""
    in_time = rules.in_good_time(given_up.planned_on, ctx.today, ctx.calendar)
    state = State.DROPPED if in_time else State.MISSED
    plans.close_plan(ctx.db, given_up, state, ctx.now)
    owed = obligations.find_obligation(ctx.db, given_up.rep_id, VISIT, given_up.number)
    if owed:
        obligations.excuse(ctx.db, owed, Reason.WITHDRAWN, ctx.now)
    return state


def _own(ctx: Context, plan_id: int) -> Plan:
    """The asker's own plan that is still to come."""
    found = plans.hold_plan(ctx.db, plan_id)
    if found is None:
        raise NotFound(number(plan_id))
    if found.rep_id != ctx.me.id:
        raise NotYours(found.number)
    if found.state is not State.PLANNED:
        raise AlreadySettled(found.number)
    return found


def _named(ctx: Context, said: str) -> list[tuple[str, bool]]:
    """The customers of a line, each by the name it has here and whether it is known.

    Commas part them; spaces only where every part is a known customer, for names may have spaces inside.
    """
    parts = [part.strip() for part in said.translate(_COMMAS).split(",") if part.strip()]
    if len(parts) == 1 and find_by_name(ctx.db, parts[0]) is None:
        words = parts[0].split()
        parts = words if all(_known(ctx, word) for word in words[: MOST + 1]) else parts
    if len(parts) > MOST or any(len(part) > _LONGEST for part in parts):
        raise Refusal(_TOO_MANY.fill(n=MOST, long=_LONGEST))
    return [((_known(ctx, part) or part), _known(ctx, part) is not None) for part in dict.fromkeys(parts)]


def _known(ctx: Context, name: str) -> str | None:
    """The customer beyond doubt meant by a name, as it is called here."""
    found = find_by_name(ctx.db, name)
    hit = None if found else names.clear(names.search(ctx.db, name))
    return found.name if found else hit.customer.name if hit else None


def _told(state: State, given_up: Plan) -> Text:
    said = _DROPPED if state is State.DROPPED else _MISSED
    return said.fill(number=given_up.number, customer=given_up.customer)


_LONGEST = 100
_DAYS = 200
"""In how many characters the day is looked for, which comes first."""
_MARKS = " \t\n,;:\uff0c\u3001\uff1b\uff1a"
_COMMAS = dict.fromkeys(map(ord, ";\n\uff0c\u3001\uff1b"), ",")
_HOW = Text(
    "请写上日期和客户，例如「计划 周三 华宁,长安」。看计划请发「计划」或「计划 下周」。",
    'Please give a day and customers, as in "plan Wed Huaning, Changan". To see plans: "plan" or "plan next week".',
)
_TOO_MANY = Text(
    "一次最多计划 {n} 家，每个名字最多 {long} 个字。", "At most {n} at once, each name of at most {long} characters."
)
_DROPPED = Text("已取消 {number} {customer}，不算未完成", "{number} {customer} is off, and no miss")
_MISSED = Text(
    "已取消 {number} {customer}，临近取消算未完成", "{number} {customer} is off; so late, it counts as a miss"
)
