"""What a morning asks of orders and quotes, against the same picked from everything there is in plain Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from sales.money import Money
from sales.orders import Content, Move, State
from sales.terms import AT_ONCE
from storage import mornings, order_moves, quotes
from storage.customers import Customer
from storage.engine import Connection
from storage.mergers import merge, undo
from storage.mornings import Matter
from storage.orders import find_order
from storage.people import Person, Team, found_team
from storage.uow import UnitOfWork
from tests.debts import DAY
from tests.goods import held
from tests.seeds import NOW, TODAY, found, meet, memory, person, team_of
from tests.trade import Shop, buyer, open_shop

__all__ = ["memory"]
ROADS: dict[State, tuple[Move, ...]] = {
    State.CONFIRMED: (Move.CONFIRM,),
    State.APPROVING: (Move.ASK,),
    State.APPROVED: (Move.ASK, Move.APPROVE),
    State.REJECTED: (Move.ASK, Move.REJECT),
    State.RETURNED: (Move.ASK, Move.SEND_BACK),
    State.PARTLY_SHIPPED: (Move.CONFIRM, Move.SHIP_SOME),
    State.SHIPPED: (Move.CONFIRM, Move.SHIP_ALL),
    State.CLOSED: (Move.CONFIRM, Move.SHIP_ALL, Move.CLOSE),
    State.CANCELLED: (Move.CONFIRM, Move.CANCEL),
}
"""How an order that was submitted comes to each state."""
TO_SHIP = {State.CONFIRMED, State.APPROVED, State.PARTLY_SHIPPED}


@dataclass(frozen=True)
class Made:
    """An order as the test has made it."""

    id: int
    team_id: int
    rep_id: int
    state: State
    promised_on: date | None
    ordered_on: date


class Morning:
    """Two teams of the same two reps, with an order in every state there is, at days drawn by lot."""

    def __init__(self, memory: UnitOfWork) -> None:
        self.memory, self.lot = memory, random.Random(7)
        self.orders: list[Made] = []
        memory.write(self._begin)

    def _begin(self, db: Connection) -> None:
        self.teams: Sequence[Team] = (found(db), self._west(db))
        self.reps: Sequence[Person] = (person(db, "ou_li"), person(db, "ou_han"))
        self.shop: Shop = open_shop(db, self.reps[0], NOW)
        self.customer: Customer = buyer(db, "华宁精密", self.reps[0], NOW)
        for state in [*State] * 4:
            if state is not State.SUBMITTED:
                self.orders.append(self.order(db, state))

    def _west(self, db: Connection) -> Team:
        found_team(db, meet(db, "oc_west", "华西一队"), person(db, "ou_boss"), NOW)
        return team_of(db, "oc_west")

    def order(self, db: Connection, state: State) -> Made:
        """An order in a state, promised for some day around today or for none, begun today or a little before."""
        team, rep = self.lot.choice(self.teams), self.lot.choice(self.reps)
        promised = self.lot.choice([None, *(TODAY + days * DAY for days in range(-3, 6))])
        at = NOW - self.lot.choice((0, 1, 30)) * DAY
        content = Content((self.shop.wish("A100", 2),), AT_ONCE, promised)
        made = order_moves.add_draft(db, team, rep, self.customer, content, at, at)
        if state is not State.DRAFT:
            order_moves.submit(db, held(db, made.id), rep.id, at.date(), at)
            for move in ROADS[state]:
                order_moves.move(db, held(db, made.id), move, rep.id, at, on=at.date())
        order = find_order(db, made.id)
        assert order is not None
        assert order.state is state
        return Made(order.id, team.id, rep.id, state, promised, order.ordered_on)


@pytest.fixture
def morning(memory: UnitOfWork) -> Morning:
    return Morning(memory)


def ids(found: Sequence[Matter]) -> list[tuple[int, date]]:
    """What was found, as far as the order in which it stands."""
    return [(each.id, each.day) for each in found]


def test_what_is_promised_is_all_that_is_to_leave_by_then_and_nothing_else(morning: Morning) -> None:
    rep_ids = [rep.id for rep in morning.reps]
    for team, days, some in ((team, days, n) for team in morning.teams for days in (-4, 0, 1, 9) for n in (1, 2)):
        last = TODAY + days * DAY
        told = morning.memory.read(
            lambda db, t=team, n=some, end=last: mornings.promised(db, t.id, rep_ids[:n], end)  # type: ignore[misc]
        )
        fitting = [
            (each.promised_on, each.id)
            for each in morning.orders
            if each.team_id == team.id and each.rep_id in rep_ids[:some] and each.state in TO_SHIP
            if each.promised_on and each.promised_on <= last
        ]
        assert ids(told) == [(number, on) for on, number in sorted(fitting)]


def test_what_is_left_over_is_what_its_rep_could_submit_since_yesterday(morning: Morning) -> None:
    rep_ids = [rep.id for rep in morning.reps]
    for team in morning.teams:
        told = morning.memory.read(
            lambda db, t=team: mornings.left_over(db, t.id, rep_ids, TODAY)  # type: ignore[misc]
        )
        fitting = [
            (each.ordered_on, each.id)
            for each in morning.orders
            if each.team_id == team.id and each.state in (State.DRAFT, State.RETURNED) and each.ordered_on < TODAY
        ]
        assert fitting
        assert ids(told) == [(number, on) for on, number in sorted(fitting)]


def test_nobody_is_told_of_anybody(morning: Morning) -> None:
    for ask in (mornings.promised, mornings.left_over):
        found = morning.memory.read(lambda db, ask=ask: ask(db, morning.teams[0].id, [], TODAY + 9 * DAY))  # type: ignore[misc]
        assert found == []
    assert morning.memory.read(lambda db: mornings.to_decide(db, morning.teams[0].id, [])) == {}


@pytest.mark.parametrize("days,told", [(-1, False), (0, True), (2, True), (3, False)])
def test_a_quote_ends_within_the_days_asked_for_the_last_left_out(morning: Morning, days: int, told: bool) -> None:
    team, rep = morning.teams[0], morning.reps[0]
    content = Content((morning.shop.wish("B7", 100),))

    def quote(db: Connection) -> list[Matter]:
        quotes.add_quote(db, team, rep, morning.customer, content, TODAY + days * DAY, NOW - 5 * DAY, NOW - 5 * DAY)
        assert mornings.ending(db, morning.teams[1].id, [rep.id], TODAY, TODAY + 9 * DAY) == []
        return mornings.ending(db, team.id, [rep.id], TODAY, TODAY + 3 * DAY)

    found = morning.memory.write(quote)
    assert [(each.customer, each.amount) for each in found] == ([("华宁精密", Money(999_00))] if told else [])


def test_a_merged_customer_is_called_by_the_name_that_is_kept_until_the_merger_is_undone(morning: Morning) -> None:
    team, rep = morning.teams[0], morning.reps[0]

    def names(db: Connection) -> set[str]:
        return {each.customer for each in mornings.promised(db, team.id, [rep.id], TODAY + 9 * DAY)}

    def lives(db: Connection) -> None:
        other = buyer(db, "长安电子", rep, NOW)
        assert names(db) == {"华宁精密"}
        merger = merge(db, morning.customer.id, other.id, rep.id, NOW)
        assert merger is not None
        assert names(db) == {"长安电子"}
        undo(db, merger, rep.id, NOW)
        assert names(db) == {"华宁精密"}

    morning.memory.write(lives)
