"""Who and what a manager means: `张三 周报 2026-W13 出差无网`, and whether it is theirs to decide."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.context import Context, House
from bot.deliveries import Said
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.router import fold, fold_beginning
from bot.text import Text, joined
from handlers.duties.words import title, type_name
from sales.obligations import VISIT
from sales.periodwords import parted
from sales.records import dataclass
from sales.roles import Role
from storage import people
from storage.obligations import Obligation, find_obligation, hold_obligation, open_obligations
from storage.people import Person, Team

BACK = timedelta(days=45)
"""How long something that was never sent is still spoken of."""

SHOWN = 40
"""How many characters of what was said are said back."""

_AT = re.compile(r"[@\uff20]\s*")
_VISIT = re.compile(r"[VP]-\d{1,9}\b", re.IGNORECASE)
_EDGES = " ,:\uff0c\uff1a\u3002"
"""What people type between words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose obligation is meant, which one, and what else was said, as the reason."""

    rep: Person
    owed: Obligation
    note: str


def read_request(ctx: Context, said: str) -> Asked:
    """Find the obligation that the words name; raises `Refusal` with what is missing or not clear."""
    rep, rest = _rep(ctx, said)
    kind, rest = kind_in(ctx.house, rest)
    period, rest = _period(rest, _today(ctx))
    owed = _named(ctx, rep, kind, period) if period else _open(ctx, rep, kind)
    if not may_decide(ctx, owed):
        raise Refusal(_ELSEWHERE.fill(rep=rep.name))
    return Asked(rep, owed, rest)


def kind_in(house: House, said: str) -> tuple[str, str]:
    """The type of report that the words begin with, by its short name (empty: none), and the rest."""
    names = [(type_name(house, kind), kind) for kind in (VISIT, *(each.name for each in house.report_types))]
    spellings = [(word, kind) for name, kind in names for word in (name.zh, name.en, kind)]
    folded = fold_beginning(said)
    for word, kind in sorted(spellings, key=lambda each: -len(each[0])):
        if folded.startswith(fold(word)):
            return kind, said[len(word) :].strip(_EDGES)
    return "", said


def managed_teams(ctx: Context) -> list[Team]:
    """The teams for which the asker may decide: those they manage, for an admin all."""
    if ctx.is_admin:
        return people.open_teams(ctx.db)
    return [seat.team for seat in ctx.seats if seat.role is Role.MANAGER]


def may_decide(ctx: Context, owed: Obligation) -> bool:
    """Whether the asker manages the team that an obligation belongs to."""
    return ctx.is_admin or owed.team_id in [team.id for team in managed_teams(ctx)]


def team_of(ctx: Context, owed: Obligation) -> Team:
    """The team that an obligation belongs to, as the asker may know it; raises `Refusal` for a team at rest."""
    known = [*(seat.team for seat in ctx.seats), *managed_teams(ctx)]
    found = next((team for team in known if team.id == owed.team_id), None)
    if found is None:
        raise Refusal(OUTDATED)
    return found


def held(ctx: Context, obligation_id: int) -> Obligation:
    """The obligation of a button, held until the commit, if the presser may decide about it."""
    owed = hold_obligation(ctx.db, obligation_id)
    if owed is None:
        raise Refusal(OUTDATED)
    if not may_decide(ctx, owed):
        raise Refusal(MANAGERS)
    if ctx.person and ctx.person.id == owed.rep_id:
        raise Refusal(_OWN)
    return owed


def _rep(ctx: Context, said: str) -> tuple[Person, str]:
    """Whom the words begin with: a mention, else the longest name among the reps within reach."""
    reach = {one.id: one for one in _reps(ctx)}
    if not managed_teams(ctx):
        raise Refusal(MANAGERS)
    if not said:
        raise Refusal(_HOW)
    for mention in ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ():
        if not mention.is_bot and (place := f"@{mention.name}") in said:
            chosen = [one for one in reach.values() if one.open_id == mention.open_id]
            return _the_one(chosen, mention.name), said.replace(place, "", 1).strip(_EDGES)
    said = _AT.sub("", said, count=1) if _AT.match(said) else said
    folded = fold_beginning(said)
    named = [one for one in reach.values() if folded.startswith(fold(one.name))]
    longest = max((len(one.name) for one in named), default=0)
    found = [one for one in named if len(one.name) == longest]
    return _the_one(found, said.split()[0]), said[longest:].strip(_EDGES)


def _reps(ctx: Context) -> Iterator[Person]:
    for team in managed_teams(ctx):
        yield from (person for person, role in people.roster(ctx.db, team) if role is Role.REP)


def _the_one(found: list[Person], named: str) -> Person:
    if not found:
        raise Refusal(_NOBODY.fill(name=named[:SHOWN]))
    if len(found) > 1:
        raise Refusal(_SEVERAL.fill(name=found[0].name))
    return found[0]


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(managed_teams(ctx)[0].zone).date()


def _period(said: str, today: date) -> tuple[str, str]:
    """The name of the period, or of the visit, that the words begin with (empty: none), and the rest."""
    if visit := _VISIT.match(said):
        return visit[0].upper(), said[visit.end() :].strip(_EDGES)
    period, rest = parted(said, today)
    return (period.name if period else ""), rest.strip(_EDGES)


def _named(ctx: Context, rep: Person, kind: str, period: str) -> Obligation:
    """What is owed for a period; of the type that fits when none was said."""
    fitting = [VISIT] if _VISIT.match(period) else [each.name for each in ctx.house.report_types]
    for name in [kind] if kind else fitting:
        if owed := find_obligation(ctx.db, rep.id, name, period):
            return owed
    raise Refusal(_NOT_OWED.fill(rep=rep.name, period=period))


def _open(ctx: Context, rep: Person, kind: str) -> Obligation:
    """The report that is waited for longest; of different types the asker says which. What is overdue comes first."""
    begun = [owed for owed in open_obligations(ctx.db, rep.id, ctx.now - BACK) if owed.first_on <= _today(ctx)]
    chosen = [owed for owed in begun if not kind or owed.type == kind]
    found = [owed for owed in chosen if owed.due_at <= ctx.now] or chosen
    if not found:
        raise Refusal(_NOTHING_OPEN.fill(rep=rep.name))
    if len({owed.type for owed in found}) > 1:
        raise Refusal(_WHICH.fill(rep=rep.name, listed=_listed(ctx.house, found)))
    return found[0]


def _listed(house: House, found: Iterable[Obligation]) -> Text:
    return joined([title(house, owed) for owed in found], Text("、", ", "))


MANAGERS = Text("只有团队的经理能这样做。", "Only the team's manager can do this.")
_HOW = Text(
    "请写明谁、哪一份，例如：豁免 张三 周报 2026-W10 出差无网",
    "Please say whose and which one, as in: waive NAME weekly 2026-W10 no network",
)
_NOBODY = Text("你的团队里没有「{name}」这位销售。", "There is no rep called {name} in your team.")
_SEVERAL = Text("团队里有几位「{name}」，请用 @ 点名。", "There are several people called {name}: please mention one.")
_NOT_OWED = Text("{rep} 没有要交的 {period}。", "{rep} owes nothing for {period}.")
_NOTHING_OPEN = Text("{rep} 现在没有要交的报告。", "{rep} owes nothing at the moment.")
_WHICH = Text("请写明是哪一份。{rep} 待交的有：{listed}", "Please say which one. {rep} owes: {listed}")
_ELSEWHERE = Text("{rep} 的报告归另一个团队的经理管。", "Reports of {rep} go to another team's manager.")
_OWN = Text("自己的报告要由别的经理处理。", "Another manager must decide about your own report.")
