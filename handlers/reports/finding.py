"""Whose report, and of which time, is meant: `周报`, `周报 上周`, `周报 @张三 2026-W10`, with what else was said."""

import re
from datetime import date
from zoneinfo import ZoneInfo

from bot.card import Card, card, plain
from bot.context import Context, Reply
from bot.controls import button, buttons
from bot.deliveries import Said
from bot.errors import Refusal
from bot.privacy import in_group
from bot.text import Text, same
from handlers.reports import subjects
from handlers.reports.forms import ReadReport
from handlers.reports.subjects import Subject
from sales.obligations import ReportType
from sales.periods import Period
from sales.periodwords import parted
from sales.records import dataclass
from sales.roles import Role
from storage import people, reports
from storage.people import Person

MOST = 8
"""How many people of one name are offered."""

_AT = re.compile(r"[@\uff20]\s*")


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asked for. `named` is who they named, empty for themselves; `people` who that can be."""

    named: str
    people: tuple[Person, ...]
    period: Period | None
    rest: str


def read_request(ctx: Context, said: str) -> Asked:
    """Take apart what followed the command: a period and a name, in either order, and the rest."""
    period, rest = parted(said, today(ctx))
    at = _AT.match(rest)
    if at is None:
        return Asked("", (), period, rest)
    named, found, rest = _named(ctx, rest[at.end() :])
    if period is None:
        period, rest = parted(rest, today(ctx))
    return Asked(named, found, period, rest)


def today(ctx: Context) -> date:
    """The asker's local date; for an admin without a team the date where the installation is at home."""
    return ctx.today if ctx.seats else ctx.now.astimezone(ZoneInfo(ctx.house.timezone)).date()


def _named(ctx: Context, said: str) -> tuple[str, tuple[Person, ...], str]:
    """Who the words begin with: a mention, else the longest name of somebody the asker may ask about."""
    for mention in ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ():
        if not mention.is_bot and said.startswith(mention.name):
            known = [one for one in within_reach(ctx) if one.open_id == mention.open_id]
            return mention.name, tuple(known[:1]), said[len(mention.name) :].strip()
    folded = said.casefold()
    known = [one for one in within_reach(ctx) if folded.startswith(one.name.casefold()) and _ends(ctx, said, one)]
    name = max((one.name for one in known), key=len, default=said.split(maxsplit=1)[0] if said else "?")
    same_name = {one.id: one for one in known if len(one.name) == len(name)}
    return name, tuple(same_name.values()), said[len(name) :].strip()


def _ends(ctx: Context, said: str, person: Person) -> bool:
    """Whether a name ends where this person's does: at a mark or a period, not in the middle of a longer name."""
    rest = said[len(person.name) :]
    return not rest or not rest[0].isalnum() or parted(rest, today(ctx))[0] is not None


def within_reach(ctx: Context) -> list[Person]:
    """Whose reports the asker may ask for: their own, and those of everybody who is or was in a team they manage."""
    mine = [ctx.person] if ctx.person else []
    return [*mine, *(person for person, _ in reports.members_ever(ctx.db, managed_teams(ctx)))]


def managed_teams(ctx: Context) -> list[int]:
    """The ids of the teams whose reports the asker answers for: those they manage, for an admin every open one."""
    if ctx.is_admin:
        return [team.id for team in people.open_teams(ctx.db)]
    return [seat.team.id for seat in ctx.seats if seat.role is Role.MANAGER]


def the_one(ctx: Context, asked: Asked) -> Person | None:
    """The person asked about; None when several are meant. Who may not be asked about is refused like a stranger."""
    if not asked.named:
        return ctx.me
    if not asked.people:
        raise Refusal(_NOBODY.fill(name=asked.named[:40]) if managed_teams(ctx) else _NOT_YOURS)
    return asked.people[0] if len(asked.people) == 1 else None


def readable(ctx: Context, person: Person, kind: ReportType, period: Period | None) -> Subject:
    """Somebody's report as handed in, the latest without a period; one that may not be read is refused as not there."""
    if period is None:
        report = reports.latest_report(ctx.db, person.id, kind.name)
    else:
        report = reports.find_report(ctx.db, person.id, kind.name, period.name)
    if report is None or not report.is_submitted or not subjects.may_read(ctx, report):
        of = same(period.name) if period else subjects.name_of(kind)
        raise Refusal(_NONE.fill(name=person.name, of=of, kind=subjects.name_of(kind)))
    return subjects.subject_of_report(ctx, report)


def in_private(ctx: Context, made: Card) -> Reply:
    """The answer, to the asker alone: what is asked in a group, by word or button, is answered in the direct chat."""
    if not in_group(ctx):
        return Reply(made)
    ctx.notify(ctx.open_id, made, about="report", dedupe=f"report/{ctx.delivery.key}")
    if isinstance(ctx.delivery, Said):
        return Reply(card(_SENT, plain(_SENT_ALONE), summary=_SENT_ALONE, icon="edit_outlined"))
    return Reply(toast=_SENT_ALONE)


def which_card(ctx: Context, asked: Asked, kind: ReportType) -> Card:
    """Several people have that name: a button for each, with their team."""
    team = {person.id: team for person, team in reports.members_ever(ctx.db, managed_teams(ctx))}
    title = Text("哪一位 {name}？", "Which {name}?").fill(name=asked.named)
    period = asked.period.name if asked.period else ""
    row = [
        button(
            Text("{name}（{team}，{id}）", "{name} ({team}, {id})").fill(
                name=person.name, team=team.get(person.id, "—"), id=person.open_id[-4:]
            ),
            ReadReport(person.id, kind.name, period).stamp(to=ctx.open_id),
        )
        for person in asked.people[:MOST]
    ]
    return card(title, buttons(*row, align="left"), summary=title)


_NOT_YOURS = Text(
    "别人的报告只有本人、他们的经理和管理员能看。",
    "Somebody else's reports are for them, their manager and the admins only.",
)
_NOBODY = Text("你的团队里没有「{name}」。", "There is nobody called {name} in your teams.")
_NONE = Text("没有 {name} 已提交的{kind}（{of}）。", "There is no submitted {kind} of {name} ({of}).")
_SENT = Text("已私信给你", "Sent to you directly")
_SENT_ALONE = Text("报告只发给你本人，请看私信。", "Reports go to you alone: please look at our direct chat.")
