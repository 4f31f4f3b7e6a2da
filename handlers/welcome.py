"""A group becomes a sales team when one of its members presses the button on the welcome card: they manage it.

The members are read from the platform before that card is sent (a job in the same lane of the outbox), and followed by
the events of people joining and leaving; so the press is judged without asking anybody.
"""

from bot.card import Card, card, md, note, plain
from bot.context import Context, House, Reply
from bot.controls import button, buttons
from bot.deliveries import BotAdded, BotRemoved, ChatOpened, MembersJoined, MembersLeft, Pressed
from bot.errors import Refusal
from bot.form import OUTDATED, Form, carried
from bot.router import Part, Router
from bot.text import Text, same
from bot.views import run_button
from sales.breaches import NotAMember, TeamHasManager
from sales.records import dataclass
from sales.roles import Role
from storage import ledger, people
from storage.outbox import Outgoing, Verb
from storage.people import Person, Team

router = Router(Part.HELP)


@dataclass(frozen=True)
class Found(Form):
    """The button on the welcome card."""

    chat_id: str = carried("")


@router.event(BotAdded)
def greet(ctx: Context, added: BotAdded) -> Reply:
    """Meet the group: read its members, then say hello and offer the button."""
    name = added.name or added.chat_id[-6:]
    team = people.meet_team(ctx.db, added.chat_id, name, ctx.house.timezone, added.at)
    read_members(ctx, team)
    manager = _manager(ctx, team) if team.founded_at else None
    return Reply(back_card(team, manager) if manager else welcome_card(team, ctx.house))


@router.press(Found, members=False)
def found(ctx: Context, pressed: Found) -> Reply:
    """Make the group a team with the presser as its manager."""
    team = people.hold_team(ctx.db, pressed.chat_id)
    if team is None or team.closed_at or not isinstance(ctx.delivery, Pressed):
        raise Refusal(OUTDATED)
    if (manager := _manager(ctx, team)) is not None:
        raise TeamHasManager(team.name, manager.name)
    presser = _member(ctx, team, ctx.delivery)
    people.found_team(ctx.db, team, presser, ctx.now)
    reps = len(people.roster(ctx.db, team)) - 1
    return Reply(founded_card(team, presser, reps), Text("团队已建好", "The team is set up"))


@router.event(MembersJoined)
def seat(ctx: Context, joined: MembersJoined) -> None:
    """People who join the group join the team, as reps."""
    if (team := people.team_of_chat(ctx.db, joined.chat_id)) is not None:
        people.seat(ctx.db, team, joined.members, joined.at)


@router.event(MembersLeft)
def unseat(ctx: Context, left: MembersLeft) -> None:
    """People who leave the group leave the team; if the manager was among them, the button is offered again."""
    team = people.hold_team(ctx.db, left.chat_id)
    if team is None:
        return
    had_manager = _manager(ctx, team)
    people.unseat(ctx.db, team, left.open_ids, left.at)
    if had_manager and _manager(ctx, team) is None:
        ctx.notify(team.chat_id, welcome_card(team, ctx.house), about="welcome")


@router.event(BotRemoved)
def rest(ctx: Context, removed: BotRemoved) -> None:
    """A group without the bot gets no pushes; its history stays, and comes back with the bot."""
    people.close_team(ctx.db, removed.chat_id, removed.at)
    team = people.team_of_chat(ctx.db, removed.chat_id)
    if team and team.closed_at:
        ledger.let_rest(ctx.db, team, ctx.now)


@router.event(ChatOpened)
def open_direct(ctx: Context, opened: ChatOpened) -> Reply | None:
    """The first time somebody opens the direct chat, say what to do there; never again after that."""
    return Reply(hello_card(is_member=bool(ctx.seats))) if opened.is_first else None


def read_members(ctx: Context, team: Team) -> None:
    """Queue the reading of the group's members, ahead of whatever is said in the group after it."""
    ctx.queue(Outgoing(team.chat_id, Verb.READ_MEMBERS, about="members"))


def _manager(ctx: Context, team: Team) -> Person | None:
    roster = people.roster(ctx.db, team)
    return next((person for person, role in roster if role is Role.MANAGER), None)


def _member(ctx: Context, team: Team, pressed: Pressed) -> Person:
    """The presser as a member of the group. A press in a group whose members are not read yet proves it, too."""
    if pressed.chat_id != team.chat_id:
        raise NotAMember(team.name)
    if team.roster_at is None:
        people.seat(ctx.db, team, {pressed.open_id: ""}, pressed.at)
    known = {person.open_id: person for person, _ in people.roster(ctx.db, team)}
    if pressed.open_id not in known:
        raise NotAMember(team.name)
    return known[pressed.open_id]


def welcome_card(team: Team, house: House) -> Card:
    """The first card in a group, with the one button that makes it a team."""
    lead = Text("大家好，我是销售助手。", "Hello, I am the sales assistant.")
    return card(
        Text("把「{team}」设为销售团队？", "Make {team} a sales team?").fill(team=team.name),
        plain(lead),
        md(_WHAT_FOR, at=f"{house.manager_card_at:%H:%M}"),
        note(
            Text(
                "点按钮的人成为经理，其他群成员成为销售。",
                "Who presses becomes the manager; all others are reps.",
            )
        ),
        buttons(
            button(
                Text("设为销售团队", "Make this a sales team"),
                Found(team.chat_id).stamp(),
                style="primary_filled",
            )
        ),
        summary=lead,
        icon="group_outlined",
    )


def founded_card(team: Team, manager: Person, reps: int) -> Card:
    """What the welcome card turns into."""
    done = Text("经理 {manager}，销售 {reps} 人", "Manager {manager}, {reps} reps").fill(
        manager=manager.name, reps=reps
    )
    return card(
        Text("「{team}」已是销售团队", "{team} is a sales team").fill(team=team.name),
        plain(done),
        note(
            Text(
                "记拜访：私聊我发「拜访」，或在群里 @我。",
                'To file a visit send me "visit" directly, or @ me here.',
            )
        ),
        summary=done,
        colour="green",
        icon="group_outlined",
    )


def back_card(team: Team, manager: Person) -> Card:
    """What a group sees when the bot comes back; the manager may have left while it was away."""
    lead = Text("我回来了，之前的记录都在。", "I am back, and everything is still here.")
    led = Text(
        "经理是 {manager}。如果已经不在群里，群成员可以接任。",
        "{manager} manages the team. A member can take over if they have left the group.",
    ).fill(manager=manager.name)
    take_over = button(Text("接任经理", "Take over as manager"), Found(team.chat_id).stamp())
    return card(same(team.name), plain(lead), note(led), buttons(take_over), summary=lead, icon="group_outlined")


def hello_card(*, is_member: bool) -> Card:
    """The first card in a direct chat: three things to try, or the way to join."""
    lead = Text("你好，我是销售助手。", "Hello, I am the sales assistant.")
    how = Text("发「拜访」记一次拜访，发「今天」看今天。", 'Send "visit" to file a visit, "today" to see your day.')
    words = (Text("拜访", "visit"), Text("今天", "today"), Text("帮助", "help"))
    row = buttons(*(run_button(word) for word in words), align="left")
    return card(
        Text("销售助手", "Sales assistant"),
        plain(how if is_member else _JOIN),
        row if is_member else None,
        summary=lead,
    )


_WHAT_FOR = Text(
    "- 成员发「拜访」，半分钟记一次拜访\n- 经理每个工作日 {at} 收到全队数据\n- 没有记录的人不会在群里被点名",
    '- Members send "visit" and file one in half a minute\n'
    "- The manager gets the figures at {at} on working days\n"
    "- Nobody is named in the group for what is missing",
)
_JOIN = Text(
    "先把我加进你们的销售群，在群里点「设为销售团队」，成员就能在这里记拜访了。",
    'Add me to your sales group and press "Make this a sales team" there; its members can then file visits here.',
)
