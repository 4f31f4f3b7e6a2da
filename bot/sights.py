"""Who may see whose figures: a rep their own, a manager those of their teams, directors and admins everybody's.

The operator of the message or press decides, never a value in a button. What is not there and what may not be seen
are refused alike.
"""

from bot.context import Context
from bot.errors import Refusal
from bot.orders import is_director
from bot.text import Text, same
from sales.breaches import TeamHidden
from sales.records import dataclass
from sales.scopes import COMPANY, Level, Scope, rep
from storage import scoreboards
from storage.people import Team

EVERYBODY = Text("公司", "Company")
"""What all teams together are called."""

SHOWN = 40
"""How many characters of what was said are said back."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A part of the company as the asker may see it: what it is called, whose rows count, and whether costs are told.

    A manager sees of a rep what they did in the manager's teams, a rep all of their own.
    """

    scope: Scope
    name: Text
    teams: tuple[Team, ...]
    costs: bool


def sight_of(ctx: Context, scope: Scope) -> Sight:
    """A scope as the asker may see it; raises a refusal for what they may not."""
    match scope.level:
        case Level.REP:
            return _of_rep(ctx, scope)
        case Level.TEAM | Level.AREA:
            return _of_teams(ctx, scope)
        case Level.COMPANY:
            return _of_company(ctx)


def own_sight(ctx: Context) -> Sight:
    """What the asker sees of themselves."""
    return sight_of(ctx, rep(ctx.me.id))


def broadest(ctx: Context) -> Sight:
    """The largest part of the company that the asker answers for: all, a team, or themselves."""
    if ctx.managed is not None:
        return sight_of(ctx, Scope(Level.TEAM, str(ctx.managed.team.id)))
    return sight_of(ctx, COMPANY) if is_director(ctx) else own_sight(ctx)


def _of_company(ctx: Context) -> Sight:
    if not is_director(ctx):
        raise Refusal(DIRECTORS)
    return Sight(COMPANY, EVERYBODY, tuple(scoreboards.teams_of(ctx.db, COMPANY)), costs=True)


def _of_teams(ctx: Context, scope: Scope) -> Sight:
    """A team or an area; an area is seen by whoever manages all of its teams, too."""
    teams = scoreboards.teams_of(ctx.db, scope)
    seen = is_director(ctx) or {team.id for team in teams} <= ctx.managed_ids
    if not teams or not seen:
        raise TeamHidden(scope.key[:SHOWN] if scope.level is Level.AREA else "—")
    name = teams[0].name if scope.level is Level.TEAM else scope.key
    return Sight(scope, same(name), tuple(teams), costs=True)


def _of_rep(ctx: Context, scope: Scope) -> Sight:
    teams = tuple(scoreboards.teams_of(ctx.db, scope))
    managed = tuple(team for team in teams if team.id in ctx.managed_ids)
    if is_director(ctx) and teams:
        return Sight(scope, _name(ctx, scope), teams, costs=True)
    if ctx.me.id == scope.id:
        return Sight(scope, same(ctx.me.name), teams, costs=len(managed) == len(teams))
    if not managed or not scoreboards.was_in(ctx.db, scope.id) & ctx.managed_ids:
        raise Refusal(OTHERS)
    return Sight(scope, _name(ctx, scope), managed, costs=True)


def _name(ctx: Context, scope: Scope) -> Text:
    found = scoreboards.find_by_id(ctx.db, scope.id)
    return same(found.name if found else "—")


DIRECTORS = Text(
    "公司的数据只有总监和管理员能看。看自己的请发「业绩」。",
    'Figures of the company are for directors and admins. For your own, send "kpi".',
)
OTHERS = Text(
    "别人的业绩只有其经理能看。看自己的请发「业绩」。",
    'Somebody else\'s figures are for their manager. For your own, send "kpi".',
)
COSTS = Text("成本和毛利只有经理和以上能看。", "Cost and margin are for managers and above.")
