"""What is asked for when somebody wants figures: of whom, and over which days: `@张三 上月`, `华东 Q3`, `公司 2026`."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.deliveries import Said
from bot.errors import Refusal
from bot.orders import is_director
from bot.sights import SHOWN, Sight, own_sight, sight_of
from bot.text import Text
from sales import figure_phrases as say
from sales import scopes
from sales.breaches import RuleBroken
from sales.grains import Grain, read_name, stretch_of
from sales.records import dataclass
from sales.scopes import COMPANY, Scope
from sales.stretches import LONGEST, Stretch, read_stretch
from storage import people, scoreboards

MOST = 100
"""How many characters of what was said are looked at."""

MOST_WORDS = 20
"""How many words days are named with at most: from the day before yesterday up to the end of a month is twelve."""

KNOWN = Stretch(date(1990, 1, 1), date(2100, 1, 1))
"""The days that anybody may ask for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures, as the asker may see them, and over which days."""

    sight: Sight
    stretch: Stretch


def asked_of(ctx: Context, said: str, default: Callable[[Context], Sight] = own_sight) -> Asked:
    """What the words ask for; of `default` where they name nobody, and for this month where they name no days.

    Raises a refusal for what was not understood and for what the asker may not see.
    """
    check_asker(ctx)
    words, stretch = parted(said[:MOST].strip(), local_day(ctx))
    sight = whose(ctx, words) if words else default(ctx)
    return Asked(sight, stretch or stretch_of(Grain.MONTH, local_day(ctx)))


def check_asker(ctx: Context) -> None:
    """Raise a refusal for whoever is neither in a team nor above them all."""
    if not is_director(ctx):
        _ = ctx.me


def local_day(ctx: Context) -> date:
    """Today where the company counts its money."""
    return ctx.now.astimezone(ZoneInfo(ctx.house.timezone)).date()


def parted(said: str, today: date) -> tuple[str, Stretch | None]:
    """What names no days, and the days that the words end or begin with; the longest name of any counts."""
    words = said.split()
    for n in range(min(len(words), MOST_WORDS), 0, -1):
        if found := read_days(" ".join(words[-n:]), today):
            return " ".join(words[:-n]), found
        if found := read_days(" ".join(words[:n]), today):
            return " ".join(words[n:]), found
    return said, None


def read_days(words: str, today: date) -> Stretch | None:
    """The stretch that words name, in people's words or by a period's name such as `2026-H1`."""
    found = read_stretch(words, today) or read_name(words.upper())
    return found if found and is_askable(found) else None


def is_askable(stretch: Stretch) -> bool:
    """Whether days may be asked for: not too many, and so near that the period before has a date in every zone."""
    near = KNOWN.first <= stretch.first < stretch.end <= KNOWN.end
    return near and stretch.end - stretch.first <= LONGEST


def whose(ctx: Context, words: str) -> Sight:
    """Whom the words name: oneself, the team, the company, somebody with @, or a team, area or person by name."""
    if person := _mentioned(ctx, words):
        return sight_of(ctx, scopes.rep(person))
    bare = words.strip(say.AT).strip()
    folded = bare.casefold()
    if folded in say.OWN:
        return own_sight(ctx)
    if folded in say.COMPANY:
        return sight_of(ctx, COMPANY)
    if folded in say.TEAM and ctx.managed:
        return sight_of(ctx, scopes.team(ctx.managed.team.id))
    for scope in _named(ctx, bare):
        try:
            return sight_of(ctx, scope)
        except (Refusal, RuleBroken):
            continue
    raise Refusal(_UNKNOWN.fill(said=words[:SHOWN]))


def _mentioned(ctx: Context, words: str) -> int | None:
    """The id of whoever was named with @, the bot left aside; somebody never met has none."""
    for mention in ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ():
        if not mention.is_bot and f"@{mention.name}" in words:
            person, _ = people.find_person(ctx.db, mention.open_id)
            return person.id if person else None
    return None


def _named(ctx: Context, name: str) -> list[Scope]:
    """Teams, areas and people of this name, the larger first."""
    teams = people.every_team(ctx.db)
    found = [scopes.team(team.id) for team in teams if team.name == name]
    found += [scopes.area(name)] if name and any(team.area == name for team in teams) else []
    near = [team.id for team in teams] if is_director(ctx) else list(ctx.managed_ids)
    if ctx.person and ctx.person.name == name:
        found.append(scopes.rep(ctx.person.id))
    return [*found, *(scopes.rep(each.id) for each in scoreboards.members_called(ctx.db, name, near))]


_UNKNOWN = Text(
    "没有看懂「{said}」，或者你不能看它的数据。可以说：业绩 本月、业绩 本队 上月、业绩 @姓名 Q3、业绩 大区名 2026。",
    'I did not get "{said}", or you may not see its figures. Say: kpi this month, kpi my team Q3, kpi @NAME 2026.',
)
