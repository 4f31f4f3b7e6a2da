"""设置: what a manager sets for a team: whose holidays it keeps, its time zone, whether its group reads names."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.card import Card, card, facts, note
from bot.changes import changes_block
from bot.context import Context, Reply
from bot.controls import Option, buttons, form, submit
from bot.errors import Problem, Refusal
from bot.form import OUTDATED, Form, carried, choice, pick, words
from bot.router import Part, Router
from bot.text import Text, joined, same
from bot.views import control, problem_note, run_button
from sales.breaches import ManagersOnly, TeamHidden, UnknownZone
from sales.records import dataclass
from sales.roles import Role
from storage import people
from storage.consequences import Books, Change
from storage.people import Team
from storage.team_settings import NOWHERE, TeamSettings, change_team

MOST_NAMES = 20
"""How many teams an admin is reminded of."""

router = Router(Part.TEAM)


class Names(StrEnum):
    """What a group reads of who is late."""

    COUNTS = "counts"
    NAMES = "names"


SAID = {
    Names.COUNTS: Text("只说数量，不点名（默认）", "Counts only, no names (default)"),
    Names.NAMES: Text("可以点名", "Names, too"),
}


@dataclass(frozen=True)
class SetTeam(Form):
    """The form; `team_id` is whose settings they are."""

    team_id: int = carried(0)
    region: str = pick(Text("放假按哪个地区", "Public holidays of"), limit=8)
    timezone: str = words(Text("时区（如 Asia/Shanghai）", "Time zone, such as Asia/Shanghai"), limit=64, required=True)
    names: Names = choice(Text("群里提到未交报告的人时", "Who is late, in the group"), SAID, Names.COUNTS)


@router.command(
    Text("设置", "settings"),
    Text("设置团队的地区、时区和群提醒（经理）", "Set region, time zone, group line (managers)"),
    aliases=("sz",),
    example=Text("设置 华东一队", "settings East One"),
    members=False,
)
def show(ctx: Context, said: str) -> Reply:
    """The settings of the team named, or of the asker's own."""
    if not ctx.is_admin:
        _ = ctx.me
    return Reply(form_card(ctx, _named(ctx, said) if said else _own(ctx)))


def ask_again(
    ctx: Context, hidden: Mapping[str, object], typed: Mapping[str, object], problems: tuple[Problem, ...]
) -> Card:
    """The form once more, with what was typed."""
    team_id = hidden.get("team_id")
    return form_card(ctx, _by_id(ctx, team_id if isinstance(team_id, int) else 0), typed, problems)


@router.press(SetTeam, redraw=ask_again, members=False)
def change(ctx: Context, filled: SetTeam) -> Reply:
    """Keep the settings; due moments still ahead follow them, past ones never."""
    team = _by_id(ctx, filled.team_id)
    region = filled.region or team.region
    if region not in [*ctx.house.gazettes.regions(), NOWHERE, team.region]:
        raise Refusal(OUTDATED)
    to = TeamSettings(region, _zone(filled.timezone), filled.names is Names.NAMES)
    by = ctx.person or people.meet(ctx.db, ctx.open_id, "")
    books = Books(ctx.db, ctx.house.gazettes, ctx.house.report_types, ctx.now)
    changes = books.carry_out([team], lambda: change_team(ctx.db, team, to, by.id, ctx.now))
    return Reply(kept_card(ctx, team, to, changes), _KEPT)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(name[:40]) from None


def _may(ctx: Context, team: Team) -> bool:
    return ctx.is_admin or any(seat.team.id == team.id and seat.role is Role.MANAGER for seat in ctx.seats)


def _own(ctx: Context) -> Team:
    if ctx.managed is not None:
        return ctx.managed.team
    if not ctx.is_admin:
        raise ManagersOnly
    names = [same(team.name) for team in people.open_teams(ctx.db)[:MOST_NAMES]]
    raise Refusal(_WHICH.fill(names=joined(names, Text("、", ", "))) if names else _NONE_YET)


def _named(ctx: Context, said: str) -> Team:
    """A team by its name. One that is not there and one that may not be set are refused alike."""
    found = next((team for team in people.open_teams(ctx.db) if team.name == said and _may(ctx, team)), None)
    if found is None:
        raise TeamHidden(said[:40])
    return found


def _by_id(ctx: Context, team_id: int) -> Team:
    found = next((team for team in people.open_teams(ctx.db) if team.id == team_id), None)
    if found is None:
        raise Refusal(OUTDATED)
    if not _may(ctx, found):
        raise ManagersOnly
    return found


def form_card(
    ctx: Context, team: Team, typed: Mapping[str, object] | None = None, problems: tuple[Problem, ...] = ()
) -> Card:
    """The settings of a team as they are, or as they were typed."""
    names = Names.NAMES if team.names_missing else Names.COUNTS
    shown = typed or {"region": team.region, "timezone": team.timezone, "names": names.value}
    known = dict.fromkeys([*ctx.house.gazettes.regions(), team.region, NOWHERE])
    regions = [Option(region, region_words(region)) for region in known]
    title = Text("团队设置", "Team settings")
    return card(
        title,
        problem_note(problems),
        form(
            "settings",
            control(SetTeam, "region", shown, regions),
            control(SetTeam, "timezone", shown),
            control(SetTeam, "names", shown),
            buttons(submit(Text("保存", "Save"), "set", SetTeam(team.id).stamp(to=ctx.open_id, key=ctx.card_key()))),
        ),
        note(_AHEAD_ONLY),
        note(_PRIVATE),
        buttons(run_button(Text("日历", "calendar")), align="left"),
        subtitle=same(team.name),
        summary=title,
        icon="setting_outlined",
    )


def kept_card(ctx: Context, team: Team, to: TeamSettings, changes: Sequence[Change]) -> Card:
    """What is set now, and which due moments moved with it."""
    moved = changes_block(changes, ctx.house.report_types, ZoneInfo(to.timezone))
    return card(
        _KEPT,
        _facts(to),
        moved,
        subtitle=same(team.name),
        summary=_KEPT,
        colour="green",
        icon="succeed_outlined",
    )


def region_words(region: str) -> Text:
    """What a region is called: China, none of them, or the name of its holiday files."""
    return {"CN": _CHINA, NOWHERE: _NOWHERE}.get(region) or same(region)


def _facts(to: TeamSettings) -> dict[str, object]:
    names = SAID[Names.NAMES if to.names_missing else Names.COUNTS]
    return facts(
        (Text("地区", "Region"), region_words(to.region)),
        (Text("时区", "Time zone"), same(to.timezone)),
        (Text("群里", "In the group"), names),
    )


_KEPT = Text("设置已保存", "Settings are kept")
_CHINA = Text("中国大陆", "Mainland China")
_NOWHERE = Text("都不是（只休周末）", "None of them (weekends only)")
_WHICH = Text(
    "请写上团队名，例如「设置 名称」。现有团队：{names}", 'Please name the team: "settings NAME". Teams: {names}'
)
_NONE_YET = Text("还没有销售团队。", "There is no sales team yet.")
_AHEAD_ONLY = Text(
    "改地区或时区，只影响以后的截止时间。", "A new region or time zone moves only due times that are still ahead."
)
_PRIVATE = Text(
    "提醒总是先私信本人。打开点名后，群里的周报汇总会列出未交的人。",
    "Reminders are private first. With names on, the group's weekly digest lists who has not reported.",
)
