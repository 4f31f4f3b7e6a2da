"""Who has not sent what: a team for its manager, with what can be done about it; one's own for everybody else."""

from datetime import datetime, time, timedelta

from bot.card import Card, Element, block, card, heading, note, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.deliveries import Said
from bot.errors import Refusal
from bot.router import Part, Router
from bot.text import Text, joined, same
from bot.views import Run
from bot.words import day
from handlers.duties import asking
from handlers.duties.asking import BACK
from handlers.duties.lists import MOST, MOST_LINES, View, blocks, excused_panel, rates_parts, write_button
from handlers.duties.words import due_words, title, type_name
from sales.cadence import moment
from sales.obligations import MONTHLY, VISIT, WEEKLY, State, tally
from sales.periodwords import named_period
from storage import people
from storage.explanations import last_period_due, of_period
from storage.obligations import Obligation, due_between, open_obligations
from storage.people import Team

WEEK = timedelta(days=7)
router = Router(Part.REPORTS)


@router.command(
    Text("未交", "missing"),
    Text("看谁还没交（经理），或自己还差什么", "See who has not sent what (managers), or what you owe"),
    aliases=("wj",),
    example=Text("未交 月报 上月", "missing monthly last month"),
    members=False,
)
def show(ctx: Context, said: str) -> Reply:
    """The team of a manager, or the asker's own list; names are for the direct chat only."""
    return privately(ctx, missing_card(ctx, said))


def missing_card(ctx: Context, said: str) -> Card:
    """The card for these words, of the rows as they are now."""
    if not ctx.is_admin:
        _ = ctx.me
    if not asking.managed_teams(ctx):
        return own_card(ctx)
    return team_card(ctx, _view(ctx, said))


def privately(ctx: Context, made: Card) -> Reply:
    """The answer to the asker alone: what is asked in a group is answered in the direct chat."""
    chat_id = getattr(ctx.delivery, "chat_id", "")
    is_direct = isinstance(ctx.delivery, Said) and ctx.delivery.is_direct
    if is_direct or people.team_of_chat(ctx.db, chat_id) is None:
        return Reply(made)
    ctx.notify(ctx.open_id, made, about="duties", dedupe=f"duties/{ctx.delivery.key}")
    if not isinstance(ctx.delivery, Said):
        return Reply(toast=_ALONE)
    return Reply(card(Text("已私信给你", "Sent to you alone"), plain(_ALONE), summary=_ALONE))


def _view(ctx: Context, said: str) -> View:
    team, rest = _team(ctx, said)
    kind, rest = asking.kind_in(ctx.house, rest)
    period = named_period(rest, ctx.now.astimezone(team.zone).date()) if rest else None
    if rest and (period is None or kind == VISIT):
        raise Refusal(_HOW.fill(said=rest[: asking.SHOWN]))
    if period and not kind:
        kind = WEEKLY if period.is_week else MONTHLY
    return View(team, kind, period, said)


def _team(ctx: Context, said: str) -> tuple[Team, str]:
    """The team that the words begin with, else the asker's; an admin of several teams says which."""
    teams = asking.managed_teams(ctx)
    for team in sorted(teams, key=lambda each: -len(each.name)):
        if said.startswith(team.name):
            return team, said[len(team.name) :].strip()
    if ctx.managed is None and len(teams) > 1:
        raise Refusal(_TEAM.fill(names=joined([same(team.name) for team in teams[:MOST_LINES]], Text("、", ", "))))
    return (ctx.managed.team if ctx.managed else teams[0]), said


def team_card(ctx: Context, view: View) -> Card:
    """The rates of the last period above, then who is missing, then who is excused and why."""
    listed = _listed(ctx, view)
    past = [owed for owed in listed if owed.is_open]
    over, rated = _rated(ctx, view)
    excused = [owed for owed in [*rated, *listed] if owed.state in (State.EXCUSED, State.WAIVED)]
    found = _COUNT.fill(n=len(past)) if past else _NONE
    return card(
        Text("未交 · {team}", "Missing · {team}").fill(team=view.team.name),
        *rates_parts(over, tally(rated, ctx.now), is_provisional=any(owed.provisional for owed in rated)),
        *blocks(ctx, view, past),
        plain(_NONE) if not past else None,
        excused_panel(ctx, list(dict.fromkeys(excused))),
        note(_MEANING),
        subtitle=day(ctx.now.astimezone(view.team.zone).date()),
        summary=found,
        colour="orange" if past else "green",
        icon="todo_outlined",
    )


def _listed(ctx: Context, view: View) -> list[Obligation]:
    """What the view is of: a whole period, or whatever has come due lately or does so today."""
    if view.period:
        return of_period(ctx.db, view.team.id, view.kind, view.period)
    tomorrow = ctx.now.astimezone(view.team.zone).date() + timedelta(days=1)
    end, states = moment(tomorrow, time(), view.team.zone), (State.PENDING, State.MISSED)
    team_id, kind = view.team.id, view.kind or None
    return due_between(ctx.db, ctx.now - BACK, end, team_id=team_id, kind=kind, states=states)


def _rated(ctx: Context, view: View) -> tuple[Text, list[Obligation]]:
    """What the rates are of: the period asked for, else the last one that came due; of visits the last seven days."""
    kind, db, team_id = view.kind or WEEKLY, ctx.db, view.team.id
    name = type_name(ctx.house, kind)
    if kind == VISIT:
        return joined([name, _WEEK], " "), due_between(db, ctx.now - WEEK, ctx.now, team_id=team_id, kind=VISIT)
    period = view.period or last_period_due(db, team_id, kind, ctx.now)
    if period is None:
        return name, []
    return joined([name, same(period.name)], " "), of_period(db, team_id, kind, period)


def own_card(ctx: Context) -> Card:
    """What the asker owes within a week, each with the way to write it."""
    mine = [each for each in open_obligations(ctx.db, ctx.me.id, ctx.now - BACK) if each.due_at <= ctx.now + WEEK]
    return card(
        Text("我还差什么", "What I owe"),
        *(_mine(ctx, owed, owed.due_at.astimezone(ctx.team.zone)) for owed in mine[:MOST]),
        None if mine else plain(_NOTHING),
        subtitle=same(ctx.me.name),
        summary=_COUNT.fill(n=len(mine)) if mine else _NOTHING,
        colour="orange" if mine else "green",
        icon="todo_outlined",
    )


def _mine(ctx: Context, owed: Obligation, local: datetime) -> Element:
    return block(
        heading(title(ctx.house, owed)),
        note(due_words(owed, local, ctx.now)),
        buttons(write_button(ctx, owed), button(Text("为什么", "Why"), Run(_WHY_WORD.zh).stamp(), style="text")),
    )


_WHY_WORD = Text("为什么", "why")
_ALONE = Text("名单只发给你本人，请看我们的私聊。", "The list is for you alone: see our direct chat.")
_HOW = Text(
    "没看懂「{said}」。可以这样写：未交 周报、未交 月报 上月、未交 周报 2026-W10",
    "I did not get {said}. You can write: missing weekly, missing monthly last month, missing weekly 2026-W10",
)
_TEAM = Text("请写上团队名，例如「未交 名称」。团队有：{names}", 'Please name the team, as in "missing NAME": {names}')
_COUNT = Text("还有 {n} 份没交", "Not sent yet: {n}")
_NONE = Text("该交的都交了。", "Nothing is missing.")
_NOTHING = Text("你现在没有要交的报告。", "You owe no report at the moment.")
_WEEK = Text("近 7 天", "of 7 days")
_MEANING = Text(
    "及时率 = 按时 ÷ 应交，提交率 = 已交 ÷ 应交；请假、离队和豁免的不算应交。",
    "On time and sent, each of what was owed; who was on leave, left or was let off owes nothing.",
)
