"""Leave in half days: told in one line or on a card, confirmed, taken back; what is owed follows it at once."""

from collections.abc import Mapping

from bot.card import Card
from bot.context import Context, Reply
from bot.errors import Problem
from bot.router import Part, Router
from bot.text import Text
from handlers.leaves.cards import cancelled_card, confirm_card, form_card, number, receipt_card, told_card
from handlers.leaves.forms import AskLeave, CancelLeave, ChangeLeave, TakeLeave
from handlers.leaves.told import Told, checked, homes, place, pressed_span, read_told, today, whose
from sales.breaches import NotFound
from sales.leaves import Leave
from sales.spans import HalfDays
from storage import leaves
from storage.consequences import Books, reopen_excused
from storage.leaves import KeptLeave

router = Router(Part.TIME)


@router.command(
    Text("请假", "leave"),
    Text("登记请假，报告随之免交或顺延", "Tell leave; reports follow"),
    aliases=("qj",),
    example=Text("请假 周三下午 看病", "leave Wed afternoon dentist"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """What was told, to be confirmed; the form for what was not understood, with the leave that stands."""
    if not ctx.is_admin:
        _ = ctx.me
    person, words = whose(ctx, said)
    person, team = place(ctx, person.id)
    span, reason = read_told(words, today(ctx, team))
    if span is None:
        return Reply(form_card(ctx, person, team, {"reason": reason}, lost=words))
    return confirm(ctx, checked(ctx, person.id, span, reason))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more, with what is wrong with it."""
    asked_for = hidden.get("person_id")
    person, team = place(ctx, asked_for if isinstance(asked_for, int) else 0)
    return form_card(ctx, person, team, typed, problems)


@router.press(AskLeave, redraw=ask_again, members=False)
def fill(ctx: Context, filled: AskLeave) -> Reply:
    """What was filled in, to be confirmed."""
    _, team = place(ctx, filled.person_id)
    first = filled.first_on or today(ctx, team)
    span = HalfDays(first, filled.first_half, filled.last_on or first, filled.last_half)
    return confirm(ctx, checked(ctx, filled.person_id, span, filled.reason))


def confirm(ctx: Context, told: Told) -> Reply:
    """The card that says what the absence would do; nothing is kept yet."""
    if same := leaves.same_leave(ctx.db, told.person.id, told.span):
        return Reply(receipt_card(ctx, told, same, []), _TOLD_BEFORE.fill(number=number(same.id)), "info")
    rehearsed = _books(ctx).rehearse(homes(ctx, told.person), lambda: _add(ctx, told))
    return Reply(confirm_card(ctx, told, rehearsed))


@router.press(ChangeLeave, members=False)
def change(ctx: Context, pressed: ChangeLeave) -> Reply:
    """Back to the form, with what was told."""
    person, team = place(ctx, pressed.person_id)
    span = pressed_span(pressed)
    typed = {"first_on": span.first.isoformat(), "first_half": span.first_half.value}
    typed |= {"last_on": span.last.isoformat(), "last_half": span.last_half.value, "reason": pressed.reason}
    return Reply(form_card(ctx, person, team, typed))


@router.press(TakeLeave, members=False)
def take(ctx: Context, pressed: TakeLeave) -> Reply:
    """Keep the leave, have what is owed follow it, and tell the person if it was not they who told it."""
    told = checked(ctx, pressed.person_id, pressed_span(pressed), pressed.reason)
    if same := leaves.same_leave(ctx.db, told.person.id, told.span):
        return Reply(receipt_card(ctx, told, same, []), _TOLD_BEFORE.fill(number=number(same.id)), "info")
    added: list[Leave] = []
    changes = _books(ctx).carry_out(homes(ctx, told.person), lambda: added.append(_add(ctx, told)))
    if told.person.open_id != ctx.open_id:
        ctx.notify(told.person.open_id, told_card(ctx, told, added[0], changes), about="leave")
    return Reply(receipt_card(ctx, told, added[0], changes), _KEPT.fill(number=number(added[0].id)))


@router.press(CancelLeave, members=False)
def cancel(ctx: Context, pressed: CancelLeave) -> Reply:
    """Take leave back: what it excused is owed again. A second press says that it was taken back before."""
    kept = leaves.find_leave(ctx.db, pressed.leave_id)
    if kept is None:
        raise NotFound(number(pressed.leave_id))
    person, team = place(ctx, kept.person_id)
    told = Told(person, team, kept.leave.span, kept.leave.reason)
    if kept.cancelled_at:
        return Reply(cancelled_card(ctx, told, kept.leave, []), _CANCELLED_BEFORE, "info")
    changes = _books(ctx).carry_out(homes(ctx, person), lambda: _cancel(ctx, kept))
    if person.open_id != ctx.open_id:
        ctx.notify(person.open_id, cancelled_card(ctx, told, kept.leave, changes), about="leave")
    return Reply(cancelled_card(ctx, told, kept.leave, changes), _CANCELLED.fill(number=number(kept.leave.id)))


def _add(ctx: Context, told: Told) -> Leave:
    """An admin's own name is not needed in any group; then the leave is entered in the person's."""
    by = ctx.person.id if ctx.person else told.person.id
    return leaves.add_leave(ctx.db, told.person.id, told.span, told.reason, by, ctx.now)


def _cancel(ctx: Context, kept: KeptLeave) -> None:
    leaves.cancel_leave(ctx.db, kept.leave.id, ctx.now)
    reopen_excused(ctx.db, kept.leave.id, ctx.now)


def _books(ctx: Context) -> Books:
    return Books(ctx.db, ctx.house.gazettes, ctx.house.report_types, ctx.now)


_KEPT = Text("已登记请假 {number}", "Leave {number} is kept")
_TOLD_BEFORE = Text("这几天之前已经登记过：{number}", "These days were told before: {number}")
_CANCELLED = Text("已撤回请假 {number}", "Leave {number} is taken back")
_CANCELLED_BEFORE = Text("之前已经撤回了", "It was taken back before")
