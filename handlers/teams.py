"""A manager's team at a glance; nobody else sees it."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.card import Card, Column, Metric, card, metrics, note, table
from bot.context import Context, Reply
from bot.errors import Refusal
from bot.figure_asks import Asked, local_day, parted
from bot.privacy import privately
from bot.router import Part, Router
from bot.sights import sight_of
from bot.team_boards import team_board_card
from bot.text import Text, joined, same
from bot.words import clock, day
from sales import scopes
from sales.breaches import ManagersOnly, TeamHidden
from sales.roles import may_see_team
from sales.visit_norms import TeamVisits
from storage import people, visit_counts
from storage.figures import visits_over
from storage.people import Team

MOST_NAMES = 20
"""How many teams an admin is reminded of."""

router = Router(Part.TEAM)


@router.command(
    Text("团队", "team"),
    Text("看团队的拜访；加上日期看业绩（经理）", "See the team's visits, or its figures over any days (managers)"),
    aliases=("td",),
    example=Text("团队 本月", "team this month"),
    members=False,
)
def show(ctx: Context, said: str) -> Reply:
    """The team asked for by name, or the asker's own; with days named its figures over them, which are private."""
    if not ctx.is_admin:
        _ = ctx.me
    words, stretch = parted(said, local_day(ctx))
    team = _named(ctx, words) if words else _own(ctx)
    if stretch is None:
        return Reply(team_card(ctx, team))
    asked = Asked(sight_of(ctx, scopes.team(team.id)), stretch)
    return privately(ctx, lambda: team_board_card(ctx, asked), same(team.name), _ELSEWHERE, "figures")


def _own(ctx: Context) -> Team:
    """The team the asker manages; an admin, who may see every team, says which."""
    if ctx.managed is not None:
        return ctx.managed.team
    if not ctx.is_admin:
        raise ManagersOnly
    names = [same(team.name) for team in people.open_teams(ctx.db)[:MOST_NAMES]]
    raise Refusal(_WHICH.fill(names=joined(names, Text("、", ", "))) if names else _NONE_YET)


def _named(ctx: Context, said: str) -> Team:
    """A team by its name. One that is not there and one that may not be seen are refused alike."""
    roles = {seat.team.id: seat.role for seat in ctx.seats}
    for team in people.open_teams(ctx.db):
        if team.name == said and may_see_team(roles.get(team.id), admin=ctx.is_admin):
            return team
    raise TeamHidden(said[:40])


def team_card(ctx: Context, team: Team) -> Card:
    """Today and this week for each rep, with the date of their last visit."""
    local = ctx.now.astimezone(team.zone)
    today, tomorrow = local.date(), local.date() + timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    calendar = ctx.calendar_of(team)
    of_day = visits_over(ctx.db, team, today, tomorrow, ctx.house.daily_visit_norm, calendar)
    of_week = visits_over(ctx.db, team, monday, tomorrow, ctx.house.daily_visit_norm, calendar)
    last = visit_counts.last_visits(ctx.db, team.id)
    title = Text("{team} · 拜访", "{team} · Visits").fill(team=team.name)
    return card(
        title,
        metrics(_metric(of_day, Text("今天", "Today")), _metric(of_week, Text("本周至今", "This week so far"))),
        table(_COLUMNS, _rows(of_day, of_week, last), page_size=10) if of_week.reps else note(_NOBODY),
        note(
            Text(
                "截至 {at}，按拜访日期统计，已撤回的不算。",
                "As of {at}, by date of visit, without withdrawn ones.",
            ).fill(at=clock(local))
        ),
        subtitle=day(today),
        summary=Text("{team}：今天 {n} 次拜访", "{team}: visits today {n}").fill(team=team.name, n=of_day.total),
        icon="group_outlined",
    )


def _metric(figures: TeamVisits, label: Text) -> Metric:
    value = Text("{done} / {norm} 次", "{done} / {norm}").fill(done=figures.total, norm=figures.norm)
    return Metric(value, Text("{label} / 目标", "{label} / norm").fill(label=label))


def _rows(of_day: TeamVisits, of_week: TeamVisits, last: Mapping[int, date]) -> list[dict[str, object]]:
    today = {rep.id: rep.visits for rep in of_day.reps}
    return [
        {
            "name": rep.name,
            "today": today[rep.id],
            "week": rep.visits,
            "last": f"{last[rep.id]:%m-%d}" if rep.id in last else "—",
        }
        for rep in of_week.reps
    ]


_COLUMNS = (
    Column("name", Text("销售", "Rep"), width="31%"),
    Column("today", Text("今天", "Today"), "number", width="23%", align="left"),
    Column("week", Text("本周", "Week"), "number", width="23%", align="left"),
    Column("last", Text("最近", "Last"), width="23%", align="left"),
)
_ELSEWHERE = Text(
    "团队业绩只私信发送，请看和我的单聊。", "The team's figures are shown in private: see our direct chat."
)
_WHICH = Text(
    "请写上团队名，例如「团队 名称」。现有团队：{names}", 'Please name the team, as in "team NAME". Teams: {names}'
)
_NONE_YET = Text("还没有销售团队。", "There is no sales team yet.")
_NOBODY = Text(
    "团队里还没有销售。群成员加入后会自动出现。",
    "No reps yet. Members who join the group appear by themselves.",
)
