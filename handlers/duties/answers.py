"""What a manager does about a missing report: remind, let off, let a late one come. The rep is told each time."""

from datetime import datetime, timedelta

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import buttons, form, submit
from bot.dues import NudgeRep, WaiveDuty
from bot.errors import Refusal
from bot.router import Part, Router
from bot.text import Text, same
from bot.views import control
from bot.words import clock
from handlers.duties import asking
from handlers.duties.asking import Asked
from handlers.duties.forms import NOTE, ConfirmLetOff, LetOff, Nudge, Reopen
from handlers.duties.lists import write_button
from handlers.duties.missing import missing_card, privately
from handlers.duties.words import became, due_words, title
from sales.obligations import VISIT, State, may_still_send
from storage import echoes, notices, obligations, people, reports
from storage.audit import note as write_down
from storage.explanations import BY_HAND, owner_of
from storage.obligations import Obligation
from storage.people import Person
from storage.reminders import take_step

ALLOWED = timedelta(days=7)
"""How long a report may come after it was let in."""

_REMIND = Text("提醒", "remind")

router = Router(Part.TEAM)


@router.command(
    Text("催", "nudge"),
    Text("私下提醒一位成员（经理）", "Remind somebody in private (managers)"),
    aliases=(_REMIND.zh, "cui"),
    example=Text("催 张三 周报", "nudge NAME weekly"),
    members=False,
)
def remind(ctx: Context, said: str) -> Reply:
    """Remind the rep whom the words name."""
    asked = asking.read_request(ctx, said)
    done = _nudge(ctx, asking.held(ctx, asked.owed.id))
    return privately(ctx, card(done, note(_PRIVATE), summary=done, colour="green"))


@router.command(
    Text("豁免", "waive"),
    Text("免去成员的一份报告（经理）", "Let somebody off a report (managers)"),
    aliases=("hm",),
    example=Text("豁免 张三 周报 出差无网", "waive NAME weekly no network"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """Read back whose report of which period is meant, with the reason, before anything is done."""
    asked = asking.read_request(ctx, said)
    _check_open(asked.owed)
    return privately(ctx, _sure_card(ctx, asked))


@router.press(ConfirmLetOff, members=False)
def confirm(ctx: Context, filled: ConfirmLetOff) -> Reply:
    """Let the rep off, with the reason that was read back or changed."""
    owed = _let_off(ctx, filled.obligation_id, filled.note)
    done = _WAIVED.fill(rep=owed.rep, what=title(ctx.house, owed))
    made = card(done, plain(became(owed)), note(_TOLD), summary=done, colour="green")
    return Reply(made, done)


@router.press(LetOff, members=False)
def let_off(ctx: Context, pressed: LetOff) -> Reply:
    """Let the rep off, and draw the list again."""
    owed = _let_off(ctx, pressed.obligation_id, "")
    return Reply(missing_card(ctx, pressed.view), _WAIVED.fill(rep=owed.rep, what=title(ctx.house, owed)))


@router.press(WaiveDuty, members=False)
def let_off_there(ctx: Context, pressed: WaiveDuty) -> Reply:
    """The same from a card that was sent unasked, which stays."""
    owed = _let_off(ctx, pressed.obligation_id, "")
    return Reply(toast=_WAIVED.fill(rep=owed.rep, what=title(ctx.house, owed)))


@router.press(Nudge, members=False)
def nudge(ctx: Context, pressed: Nudge) -> Reply:
    """Remind the rep, and draw the list again."""
    done = _nudge(ctx, asking.held(ctx, pressed.obligation_id))
    return Reply(missing_card(ctx, pressed.view), done)


@router.press(NudgeRep, members=False)
def nudge_there(ctx: Context, pressed: NudgeRep) -> Reply:
    """The same from a card that was sent unasked, which stays."""
    return Reply(toast=_nudge(ctx, asking.held(ctx, pressed.obligation_id)))


@router.press(Reopen, members=False)
def reopen(ctx: Context, pressed: Reopen) -> Reply:
    """Let a report come that is long past, and draw the list again."""
    owed = _let_in(ctx, _check_open(asking.held(ctx, pressed.obligation_id)))
    return Reply(missing_card(ctx, pressed.view), _LET.fill(rep=owed.rep, what=title(ctx.house, owed)))


def _let_in(ctx: Context, owed: Obligation) -> Obligation:
    if owed.type == VISIT or may_still_send(owed, ctx.now):
        raise Refusal(_NO_NEED)
    rep, until = owner_of(ctx.db, owed), ctx.now + ALLOWED
    report = reports.open_report(ctx.db, rep, owed.team_id, owed.type, owed.period, ctx.delivery.at)
    reports.allow(ctx.db, report, _actor(ctx), until, ctx.now)
    said = _MAY.fill(what=title(ctx.house, owed), until=clock(until.astimezone(asking.team_of(ctx, owed).zone)))
    _tell(ctx, rep, card(said, buttons(write_button(ctx, owed)), summary=said), f"reopen/{owed.id}/{ctx.delivery.key}")
    return obligations.reopen(ctx.db, owed)


def _nudge(ctx: Context, owed: Obligation) -> Text:
    """Send the rep one private card, at most once a day for each obligation, and say what was done."""
    _check_open(owed)
    team = asking.team_of(ctx, owed)
    step = f"{BY_HAND}{ctx.now.astimezone(team.zone).date()}"
    if not take_step(ctx.db, owed.id, step, ctx.now):
        raise Refusal(_AGAIN.fill(rep=owed.rep, what=title(ctx.house, owed)))
    said = _ASKS.fill(by=_actor(ctx).name, what=title(ctx.house, owed))
    due = due_words(owed, owed.due_at.astimezone(team.zone), ctx.now)
    made = card(said, plain(due), buttons(write_button(ctx, owed)), summary=said, icon="bell_outlined")
    once = echoes.key(owed.id, step)
    notices.speak_of(ctx.db, [owed.id], once, ctx.now)
    later = _tell(ctx, owner_of(ctx.db, owed), made, once)
    done = _DONE.fill(rep=owed.rep, what=title(ctx.house, owed))
    return _LATER.fill(done=done, at=clock(later.astimezone(team.zone))) if later else done


def _let_off(ctx: Context, obligation_id: int, why: str) -> Obligation:
    owed = _check_open(asking.held(ctx, obligation_id))
    by = _actor(ctx)
    write_down(ctx.db, ctx.now, by.id, "waive", f"O-{owed.id}", {"state": owed.state, "note": owed.note})
    done = obligations.waive(ctx.db, owed, by.id, why, ctx.now)
    said = _YOURS.fill(by=by.name, what=title(ctx.house, owed))
    reason = plain(_REASON.fill(why=why)) if why else None
    _tell(ctx, owner_of(ctx.db, owed), card(said, reason, summary=said), f"waive/{owed.id}/{ctx.delivery.key}")
    return done


def _check_open(owed: Obligation) -> Obligation:
    """Only what is still waited for can be asked for or waived; what became of the rest is said instead."""
    if not owed.is_open:
        raise Refusal((_SENT if owed.state in (State.ON_TIME, State.LATE) else _SETTLED).fill(state=became(owed)))
    return owed


def _actor(ctx: Context) -> Person:
    """Who does this: an admin need not have been met in any group."""
    return ctx.person or people.meet(ctx.db, ctx.open_id, "")


def _tell(ctx: Context, rep: Person, made: Card, once: str) -> datetime | None:
    """Say something to the rep, who did not ask; give the instant until which it waits, if they are let alone now."""
    return ctx.notify(rep.open_id, made, about="duties", dedupe=once, unasked=True)


def _sure_card(ctx: Context, asked: Asked) -> Card:
    said = _SURE.fill(rep=asked.rep.name, what=title(ctx.house, asked.owed))
    local = asked.owed.due_at.astimezone(asking.team_of(ctx, asked.owed).zone)
    stamp = ConfirmLetOff(asked.owed.id).stamp(to=ctx.open_id, key=ctx.card_key())
    return card(
        said,
        plain(due_words(asked.owed, local, ctx.now)),
        form(
            "let_off",
            control(ConfirmLetOff, "note", {"note": asked.note[:NOTE]}),
            buttons(submit(Text("豁免", "Waive"), "waive", stamp)),
        ),
        note(_TOLD),
        subtitle=same(asked.rep.name),
        summary=said,
        colour="orange",
    )


_PRIVATE = Text("只有本人看到。", "They alone see it.")
_TOLD = Text("会告诉本人，并留下记录；不计入应交。", "The rep is told, and it is noted; it does not count as owed.")
_DONE = Text("已提醒 {rep}：{what}", "Reminded {rep} of {what}")
_LATER = Text("{done}（静默时间，{at} 送达）", "{done} (not to be disturbed now: it arrives {at})")
_AGAIN = Text("{rep} 的{what}今天已经提醒过了。", "{rep} was reminded of {what} today already.")
_ASKS = Text("{by} 提醒你交{what}", "{by} asks you for {what}")
_WAIVED = Text("已豁免 {rep} 的{what}", "Waived {what} of {rep}")
_YOURS = Text("{by} 豁免了你的{what}，不用交了", "{by} let you off {what}")
_REASON = Text("原因：{why}", "Reason: {why}")
_SENT = Text("这份报告{state}，不用再提醒或豁免。", "It was {state}: there is nothing to remind of or to waive.")
_SETTLED = Text("这份报告{state}，不用再处理。", "It is {state}: there is nothing left to do.")
_NO_NEED = Text("现在就能提交，不用放行。", "It can be sent right now: no leave is needed.")
_MAY = Text("你可以补交{what}了，到 {until}", "You may send {what} after all, until {until}")
_LET = Text("{rep} 可以补交{what}了", "{rep} may send {what} now")
_SURE = Text("豁免 {rep} 的{what}？", "Waive {what} of {rep}?")
