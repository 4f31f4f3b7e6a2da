"""Who asks about targets and what they may do: whose names they may use, and which targets are theirs to see or set."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Context
from bot.deliveries import Said
from bot.errors import Refusal
from bot.form import OUTDATED
from bot.orders import is_director
from sales import scopes
from sales import target_phrases as say
from sales.scopes import COMPANY, Level, Scope
from sales.target_breaches import NotTheirTarget, SetAbove
from sales.target_sentences import Named, TargetSentence, read_target
from sales.targets import Asker, Place, Right, right
from storage import people
from storage.authority import product_groups
from storage.people import Person
from storage.products import find_product
from storage.target_trees import Member, firm_of, members, seats_of
from storage.targets import Version, standing

MOST_LOOKUPS = 20
"""In how many runs of words of one line a product is looked for."""


def asker_of(ctx: Context) -> Asker:
    """Who asks; raises a refusal for a stranger who is no director either."""
    if not is_director(ctx):
        _ = ctx.me
    seated = frozenset(seat.team.id for seat in ctx.seats)
    return Asker(ctx.person.id if ctx.person else 0, ctx.managed_ids, seated, is_director(ctx))


def setter(ctx: Context) -> Person:
    """The person who sets a target, known from now on: a director need not be in any team."""
    return ctx.person or people.meet(ctx.db, ctx.open_id, "")


def today_of(ctx: Context) -> date:
    """The local date of the asker's team, or of the installation for who is in none."""
    zone = ctx.team.zone if ctx.seats else ZoneInfo(ctx.house.timezone)
    return ctx.now.astimezone(zone).date()


def right_of(ctx: Context, scope: Scope, stands: Version | None = None) -> Right:
    """What the asker may do about a scope's target, one of which may stand."""
    asker = asker_of(ctx)
    teams = frozenset[int]()
    if scope.level is Level.REP and not asker.all_of_it:
        teams = frozenset(each.team_id for each in seats_of(ctx.db, scope.id))
    return right(asker, scope, teams, from_above=stands is not None and stands.from_above)


def check_set(ctx: Context, place: Place) -> Version | None:
    """What stands in a place that the asker may set; raises a breach for one that they may not."""
    stands = standing(ctx.db, [place]).get(place)
    may = right_of(ctx, place.scope, stands)
    if may is Right.TAKEN:
        raise SetAbove
    if may is not Right.SET:
        raise NotTheirTarget
    check_there(ctx, place.scope)
    return stands


def check_there(ctx: Context, scope: Scope) -> None:
    """Raise a refusal for a team, an area or a person that there is not (any more)."""
    if scope.level is Level.REP:
        there = bool(seats_of(ctx.db, scope.id))
    else:
        firm = firm_of(ctx.db)
        known = {Level.AREA: scope.key in firm.areas, Level.TEAM: scope.id in firm.teams}
        there = known.get(scope.level, True)
    if not there:
        raise Refusal(OUTDATED)


def check_see(ctx: Context, scope: Scope) -> None:
    """Raise a breach unless the asker may read a scope's target."""
    if right_of(ctx, scope) is Right.NONE:
        raise NotTheirTarget
    check_there(ctx, scope)


def own_scope(ctx: Context) -> Scope:
    """What the asker answers for: all of it, their team, or themselves."""
    if ctx.managed is not None:
        return scopes.team(ctx.managed.team.id)
    return COMPANY if is_director(ctx) else scopes.rep(ctx.me.id)


def read_line(ctx: Context, said: str) -> TargetSentence:
    """What a line says in the names that the asker may use; a mention means that very person."""
    found = read_target(said, today_of(ctx), names_for(ctx), product_of(ctx))
    mentioned = _mentioned(ctx)
    if mentioned and len(found.scopes) > 1:
        chosen = tuple(scope for scope in found.scopes if scope in mentioned)
        return replace(found, scopes=chosen or found.scopes)
    return found


def names_for(ctx: Context) -> list[Named]:
    """Every name that means something to the asker: words for the company and oneself, areas, teams and people."""
    firm, asker = firm_of(ctx.db), asker_of(ctx)
    near = firm.teams if asker.all_of_it else {id_: firm.teams[id_] for id_ in asker.seated & firm.teams.keys()}
    names = [Named(word, COMPANY) for word in say.COMPANY]
    names += [Named(area, scopes.area(area)) for area in sorted({area for _, area in near.values() if area})]
    names += [Named(name, scopes.team(id_)) for id_, (name, _) in near.items()]
    names += [Named(each.name, scopes.rep(each.id)) for each in _near(ctx, asker)]
    if ctx.seats:
        own = ctx.managed or ctx.seat
        names += [Named(word, scopes.team(own.team.id)) for word in say.TEAM]
        names += [Named(word, scopes.rep(ctx.me.id)) for word in say.ME]
    return names


def _near(ctx: Context, asker: Asker) -> list[Member]:
    """Everybody for directors, for others whoever is in a team with them."""
    return members(ctx.db, None if asker.all_of_it else asker.seated)


def settable(ctx: Context) -> Iterator[tuple[Scope, str]]:
    """Whose targets the asker may set, with their names; for directors people are left to be named in a line."""
    asker, firm = asker_of(ctx), firm_of(ctx.db)
    if asker.all_of_it:
        yield COMPANY, ""
        yield from ((scopes.area(area), area) for area in firm.areas)
    managed = firm.teams if asker.all_of_it else asker.managed & firm.teams.keys()
    yield from ((scopes.team(id_), firm.teams[id_][0]) for id_ in sorted(managed))
    if asker.managed:
        yield from dict.fromkeys((scopes.rep(each.id), each.name) for each in members(ctx.db, asker.managed))


def name_of_scope(ctx: Context, scope: Scope) -> str:
    """The name of an area, a team or a person; empty for the company and for whoever has gone."""
    if scope.level is not Level.REP:
        return firm_of(ctx.db).name(scope)
    return next((each.name for each in seats_of(ctx.db, scope.id)), "")


def product_of(ctx: Context) -> Callable[[str], str | None]:
    """What turns words into the code of a product or the name of a product group, in their own spelling."""
    groups = {group.casefold(): group for group in product_groups(ctx.db)}
    known: dict[str, str | None] = {}

    def read(words: str) -> str | None:
        said = words.strip().casefold()
        if said and said not in known and len(known) < MOST_LOOKUPS:
            found = None if said in groups else find_product(ctx.db, words)
            known[said] = groups.get(said) or (found.code if found else None)
        return known.get(said)

    return read


def _mentioned(ctx: Context) -> frozenset[Scope]:
    mentions = ctx.delivery.mentions if isinstance(ctx.delivery, Said) else ()
    known = (people.find_person(ctx.db, each.open_id)[0] for each in mentions if not each.is_bot)
    return frozenset(scopes.rep(person.id) for person in known if person)
