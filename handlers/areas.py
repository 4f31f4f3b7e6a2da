"""大区: which part of the market a team sells to; areas have targets and figures of their own."""

from bot.card import Card, block, card, md, note
from bot.context import Context, Reply
from bot.deliveries import Said
from bot.errors import Refusal
from bot.orders import is_director
from bot.router import Part, Router
from bot.text import Text, joined, same
from sales.breaches import ManagersOnly
from sales.roles import Role
from storage import people
from storage.areas import set_area
from storage.people import Team
from storage.target_trees import Firm, firm_of

LONGEST = 40
"""Characters of an area's name."""

NOTHING = Text("无", "none")
"""What is said to take a team out of its area."""

router = Router(Part.TEAM)


@router.command(
    Text("大区", "area"),
    Text("设定团队所属大区（在群里发），或看全部", "Say which area a team sells to (in its group), or list them"),
    example=Text("大区 华东", "area East"),
    members=False,
)
def ask(ctx: Context, said: str) -> Reply:
    """Set the area of the group's team; without a name, the areas with their teams."""
    if not is_director(ctx):
        _ = ctx.me
    name = " ".join(said.split())
    return _set(ctx, name) if name else Reply(list_card(firm_of(ctx.db)))


def _set(ctx: Context, name: str) -> Reply:
    team = _team(ctx)
    if len(name) > LONGEST:
        raise Refusal(_TOO_LONG)
    area = "" if name.casefold() in (NOTHING.zh, NOTHING.en) else name
    by = ctx.person or people.meet(ctx.db, ctx.open_id, "")
    before = set_area(ctx.db, team, area, by.id, ctx.now)
    return Reply(kept_card(team, area, before))


def _team(ctx: Context) -> Team:
    """The team of the group, or the only one that the asker manages; its manager and admins may set its area."""
    said = ctx.delivery
    here = people.team_of_chat(ctx.db, said.chat_id) if isinstance(said, Said) and not said.is_direct else None
    managed = [seat.team for seat in ctx.seats if seat.role is Role.MANAGER]
    team = here or (managed[0] if len(managed) == 1 else None)
    if team is None:
        raise Refusal(_WHERE) if managed or is_director(ctx) else ManagersOnly
    if not is_director(ctx) and team.id not in ctx.managed_ids:
        raise ManagersOnly
    return team


def list_card(firm: Firm) -> Card:
    """The areas with their teams, those in none last; no figures, so that any group may read it."""
    found = [(same(area), [name for name, of in firm.teams.values() if of == area]) for area in firm.areas]
    rest = [name for name, of in firm.teams.values() if not of]
    found += [(_NOWHERE, rest)] if rest else []
    title = Text("大区", "Areas")
    return card(
        title,
        *(block(md(_AREA, name=name, teams=joined(map(same, teams), Text("、", ", ")))) for name, teams in found),
        note(_HOW),
        summary=Text("{n} 个大区", "{n} areas").fill(n=len(firm.areas)),
        icon="map_outlined",
    )


def kept_card(team: Team, area: str, before: str) -> Card:
    """Where the team belongs from now on; what was sold before stays where it was counted."""
    said = Text("{team} 属于 {area}", "{team} sells to {area}") if area else _TAKEN_OUT
    words = said.fill(team=team.name, area=area)
    was = Text("原来：{area}", "Before: {area}").fill(area=before) if before and before != area else None
    return card(
        Text("大区已设定", "The area is set"),
        md(Text("**{words}**", "**{words}**"), words=words),
        note(was) if was else None,
        note(_FROM_NOW),
        summary=words,
        colour="green",
        icon="succeed_outlined",
    )


_AREA = same("**{name}**\n{teams}")
_NOWHERE = Text("未设大区", "No area")
_TAKEN_OUT = Text("{team} 不属于任何大区", "{team} belongs to no area")
_HOW = Text(
    "经理或管理员在团队群里发「大区 名称」来设定，发「大区 无」取消。",
    'A manager or an admin sends "area NAME" in the team\'s group, "area none" to take it out.',
)
_FROM_NOW = Text(
    "以前的业绩留在原来的大区，以后的算新的。", "What was sold before stays in the area it was counted in."
)
_WHERE = Text("请在团队群里 @我 发「大区 名称」。", 'Please mention me in the team\'s group: "area NAME".')
_TOO_LONG = Text("大区名称最多 {n} 个字。", "The name of an area has at most {n} characters.").fill(n=LONGEST)
