"""代理: whoever decides about orders names somebody who decides in their place while they are away."""

from collections.abc import Iterable

from bot.card import Card, card, note, plain
from bot.context import Context, Reply
from bot.controls import buttons
from bot.deliveries import Said
from bot.errors import Refusal
from bot.orders import is_director
from bot.router import Part, Router
from bot.text import Text
from bot.views import run_button
from storage import approvals, people
from storage.people import Person

router = Router(Part.TRADE)

DEPUTY = Text("代理", "deputy")
"""The command."""

_CANCEL = frozenset({Text("取消", "cancel").zh, Text("取消", "cancel").en})


@router.command(
    DEPUTY,
    Text("你不在时由谁代你审批", "Who decides about orders in your place"),
    example=Text("代理 @李四", "deputy @Li Si"),
    members=False,
)
def name(ctx: Context, said: str) -> Reply:
    """Who stands in now; with a name, from now on that person; with 取消 nobody."""
    me = _decider(ctx)
    words = said.strip()
    if words.casefold() in _CANCEL:
        gone = approvals.drop_deputy(ctx.db, me)
        return Reply(deputy_card(ctx, me, _DROPPED if gone else _NONE))
    if not words:
        return Reply(deputy_card(ctx, me))
    deputy = _named(ctx, me, words)
    approvals.name_deputy(ctx.db, me, deputy, ctx.now)
    ctx.notify(deputy.open_id, told_card(me), about="deputy", dedupe=f"deputy/{ctx.delivery.key}", unasked=True)
    return Reply(deputy_card(ctx, me))


def _decider(ctx: Context) -> Person:
    """The asker, who must be somebody that is asked to decide."""
    if ctx.person is None:
        return ctx.me
    if ctx.managed is None and not is_director(ctx):
        raise Refusal(_DECIDERS_ONLY)
    return ctx.person


def _named(ctx: Context, me: Person, words: str) -> Person:
    """Who was named with @ or by name: a colleague in any sales team."""
    found = _mentioned(ctx) or _by_name(ctx, words.removeprefix("@"))
    if found is None:
        raise Refusal(_UNKNOWN.fill(name=words.removeprefix("@")[:40]))
    if found.id == me.id:
        raise Refusal(_YOURSELF)
    if not people.find_person(ctx.db, found.open_id)[1]:
        raise Refusal(_UNKNOWN.fill(name=found.name))
    return found


def _mentioned(ctx: Context) -> Person | None:
    named = ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ()
    found = (people.find_person(ctx.db, each.open_id)[0] for each in named if not each.is_bot)
    return next((each for each in found if each), None)


def _by_name(ctx: Context, words: str) -> Person | None:
    """A colleague of the asker's own teams, before one of any other."""
    own = [seat.team for seat in ctx.seats]
    for teams in (own, people.open_teams(ctx.db)):
        called = {person.id: person for person in _members(ctx, teams) if person.name == words}
        if len(called) == 1:
            return next(iter(called.values()))
    return None


def _members(ctx: Context, teams: Iterable[people.Team]) -> list[Person]:
    return [person for team in teams for person, _ in people.roster(ctx.db, team)]


def deputy_card(ctx: Context, me: Person, said: Text | None = None) -> Card:
    """Who stands in, when they are asked, and how to change it."""
    deputy = approvals.deputy_of(ctx.db, me.id)
    now = said or (_STANDS_IN.fill(name=deputy.name) if deputy else _NONE)
    return card(
        Text("审批代理人", "Your deputy"),
        plain(now),
        note(_WHEN) if deputy else note(_HOW),
        buttons(run_button(Text("审批", "approvals")), align="left"),
        summary=now,
        icon="member_outlined",
    )


def told_card(me: Person) -> Card:
    """What the deputy is told."""
    said = _YOU_STAND_IN.fill(name=me.name)
    return card(Text("你是审批代理人", "You are a deputy"), plain(said), note(_WHEN_YOU), summary=said)


_STANDS_IN = Text("你的代理人是 {name}。", "Your deputy is {name}.")
_NONE = Text("你没有指定代理人。", "You have no deputy.")
_DROPPED = Text("已取消代理人。", "You have no deputy any more.")
_WHEN = Text(
    "你请假时，或 4 个工作小时没有处理时，由代理人审批；审批卡上有毛利。取消请发「代理 取消」。",
    "Your deputy decides while you are on leave, or after 4 working hours without an answer, and sees margins then. "
    'To end it, send "deputy cancel".',
)
_HOW = Text("指定请发「代理 @同事」。", 'To name one, send "deputy @colleague".')
_YOU_STAND_IN = Text("{name} 请你在 TA 不在时代为审批订单。", "{name} asks you to decide about orders in their place.")
_WHEN_YOU = Text(
    "有订单要你审批时，我会私信你；你自己的订单不会交给你审批。",
    "I shall write to you when an order waits; you are never asked about your own.",
)
_DECIDERS_ONLY = Text(
    "只有审批人（经理、总监、管理员）需要代理人。", "Only managers, directors and admins have deputies."
)
_UNKNOWN = Text("销售团队里没有「{name}」，请用 @ 点名。", "Nobody in a sales team is called {name}: please use @.")
_YOURSELF = Text("代理人不能是自己。", "You cannot be your own deputy.")
