"""The tree of targets from the company to its areas, their teams and reps: who stands under whom, with what target."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from sales.records import dataclass
from sales.roles import Role
from sales.scopes import COMPANY, Level, Scope, area, rep, team
from sales.stretches import Stretch
from sales.targets import Place, Target, remainder
from storage.engine import Connection
from storage.people import memberships, open_teams, people, teams
from storage.targets import targets_for


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's seat in an open team."""

    id: int
    open_id: str
    name: str
    team_id: int
    role: Role


@dataclass(frozen=True, slots=True)
class Node:
    """A scope in the tree: its name (empty for the company) and its target for the period looked at."""

    scope: Scope
    name: str
    target: Target | None = None

    @property
    def value(self) -> int:
        """What the target is worth; nothing where there is none."""
        return self.target.value if self.target else 0


@dataclass(frozen=True, slots=True)
class Tree:
    """A scope with what is around it: what it is part of, what else that is parted into, and its own parts."""

    place: Place
    node: Node
    parent: Node | None
    siblings: Sequence[Node]
    children: Sequence[Node]

    @property
    def left(self) -> int | None:
        """What of the target is not handed on to its parts, below zero where too much was; None without a target."""
        return remainder(self.node.value, (each.value for each in self.children)) if self.node.target else None

    @property
    def is_parted(self) -> bool:
        """Whether any part has a target of its own."""
        return any(each.target for each in self.children)

    def left_above(self, value: int) -> int | None:
        """What is left of the parent's target if this scope gets so much; None where the parent has none."""
        if self.parent is None or self.parent.target is None:
            return None
        return remainder(self.parent.value, [value, *(each.value for each in self.siblings)])


@dataclass(frozen=True, slots=True)
class Firm:
    """Every open team with the area that it sells to, by id: (name, area); the area is empty where nobody said."""

    teams: Mapping[int, tuple[str, str]]

    @property
    def areas(self) -> list[str]:
        """The areas that any team sells to, in order."""
        return sorted({area for _, area in self.teams.values() if area})

    def under(self, scope: Scope) -> list[Node]:
        """What the company or an area is parted into; a team without an area hangs under the company."""
        wanted = scope.key if scope.level is Level.AREA else ""
        own = [Node(team(id_), name) for id_, (name, of) in self.teams.items() if of == wanted]
        return own if scope.level is Level.AREA else [*(Node(area(name), name) for name in self.areas), *own]

    def above(self, scope: Scope) -> Scope | None:
        """What a team or an area is part of; None for the company."""
        if scope.level is Level.TEAM and (of := self.teams.get(scope.id, ("", ""))[1]):
            return area(of)
        return COMPANY if scope.level in (Level.AREA, Level.TEAM) else None

    def name(self, scope: Scope) -> str:
        """The name of an area or a team; empty for the company and for what there is not."""
        return self.teams.get(scope.id, ("", ""))[0] if scope.level is Level.TEAM else scope.key


def firm_of(db: Connection) -> Firm:
    """The open teams and their areas, as they are now."""
    return Firm({each.id: (each.name, each.area) for each in open_teams(db)})


def members(db: Connection, team_ids: Collection[int] | None = None) -> list[Member]:
    """Who is in the open teams, or in some of them, in the order in which they joined; one question."""
    columns = (people.c.id, people.c.open_id, people.c.name, memberships.c.team_id, memberships.c.role)
    joined = people.join(memberships, memberships.c.person_id == people.c.id).join(
        teams, teams.c.id == memberships.c.team_id
    )
    here = (memberships.c.left_at.is_(None), teams.c.founded_at.is_not(None), teams.c.closed_at.is_(None))
    asked = select(*columns).select_from(joined).where(*here).order_by(memberships.c.joined_at, people.c.id)
    some = asked if team_ids is None else asked.where(memberships.c.team_id.in_(sorted(team_ids)))
    return [Member(*row[:4], Role(row.role)) for row in db.execute(some)]


def seats_of(db: Connection, person_id: int) -> list[Member]:
    """The seats of a person in open teams, the oldest first."""
    theirs = select(memberships.c.team_id).where(memberships.c.person_id == person_id, memberships.c.left_at.is_(None))
    ids = list(db.scalars(theirs))
    return [each for each in members(db, ids) if each.id == person_id] if ids else []


def tree_of(db: Connection, place: Place, within: frozenset[int] = frozenset(), as_of: datetime | None = None) -> Tree:
    """The tree around a scope, over a period, of one figure and product; a fixed few questions however large it is.

    Somebody in several teams stands under the one of `within`, else under their oldest.
    """
    firm = firm_of(db)
    near = _rep_near(db, firm, place.scope, within) if place.scope.level is Level.REP else _near(firm, place.scope)
    below = _parts(db, firm, place.scope)
    every = {part.node.scope for part in (*near.beside, *below)} | {near.node.scope}
    every |= {near.parent.scope} if near.parent else set()
    found = targets_for(db, every, place.stretch, as_of, place.kpi, place.product)
    beside = [part for part in near.beside if part.node.scope != place.scope]
    parent = _with(near.parent, found) if near.parent else None
    return Tree(place, _with(near.node, found), parent, _standing(beside, found), _standing(below, found))


def children(db: Connection, scope: Scope, stretch: Stretch, kpi: str = "K01", product: str = "") -> Sequence[Node]:
    """The parts of a scope with their targets: areas and teams without one, teams, or reps."""
    below = _parts(db, firm_of(db), scope)
    return _standing(below, targets_for(db, {part.node.scope for part in below}, stretch, None, kpi, product))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of something; one that is no `seller` counts only if it has a target: managers need not sell."""

    node: Node
    seller: bool = True


@dataclass(frozen=True, slots=True)
class _Near:
    """What is around a scope, itself among what its parent is parted into."""

    node: Node
    parent: Node | None = None
    beside: Sequence[_Part] = ()


def _near(firm: Firm, scope: Scope) -> _Near:
    node, above = Node(scope, firm.name(scope)), firm.above(scope)
    if above is None:
        return _Near(node)
    return _Near(node, Node(above, firm.name(above)), [_Part(each) for each in firm.under(above)])


def _rep_near(db: Connection, firm: Firm, scope: Scope, within: frozenset[int]) -> _Near:
    seats = seats_of(db, scope.id)
    seat = next((each for each in seats if each.team_id in within), seats[0] if seats else None)
    if seat is None:
        return _Near(Node(scope, ""))
    above = team(seat.team_id)
    return _Near(Node(scope, seat.name), Node(above, firm.name(above)), _of_team(db, seat.team_id))


def _of_team(db: Connection, team_id: int) -> list[_Part]:
    return [_Part(Node(rep(each.id), each.name), each.role is Role.REP) for each in members(db, [team_id])]


def _parts(db: Connection, firm: Firm, scope: Scope) -> list[_Part]:
    if scope.level is Level.REP:
        return []
    return _of_team(db, scope.id) if scope.level is Level.TEAM else [_Part(each) for each in firm.under(scope)]


def _with(node: Node, found: Mapping[Scope, Target]) -> Node:
    return Node(node.scope, node.name, found.get(node.scope))


def _standing(parts: Iterable[_Part], found: Mapping[Scope, Target]) -> list[Node]:
    """Those parts that count, each with its target."""
    return [_with(part.node, found) for part in parts if part.seller or part.node.scope in found]
