"""A company of two teams in two time zones to which whatever may happen happens, in an order drawn by lot."""

import random
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

from sales.breaches import RuleBroken
from sales.cadence import moment
from sales.money import Money
from sales.obligations import Duty, Reason, State
from sales.orders import Move
from sales.orders import State as Stage
from sales.shipping import Reason as Returned
from sales.terms import AT_ONCE, Credit, Terms
from sales.visits import Findings, Kind
from storage import goods, obligations, order_moves, payments, people, visits
from storage.customers import Customer, find_customer, give
from storage.engine import Connection
from storage.goods import Entry
from storage.mergers import Merger, merge, undo
from storage.order_splits import set_shares
from storage.orders import Order
from storage.payments import Income
from storage.people import Person, Team
from storage.uow import UnitOfWork
from tests.goods import confirmed, held
from tests.seeds import NOW, TODAY, person
from tests.trade import THIRTY, buyer, open_shop

DAY = timedelta(days=1)
TERMS = (AT_ONCE, THIRTY, Terms(Credit.NET, 7))
CODES = ("A100", "B7", "X1")
TEAMS = {
    "oc_east": ("Asia/Shanghai", ("ou_boss", "ou_li", "ou_han")),
    "oc_west": ("America/Los_Angeles", ("ou_chief", "ou_sun", "ou_li")),
}
SHARES = ((4_000,), (3_333, 3_333), (9_999,))


class Company:
    """Three reps, one of them in both teams, and four customers."""

    def __init__(self, memory: UnitOfWork, seed: int) -> None:
        self.memory, self.lot = memory, random.Random(seed)
        self.today, self.numbers = TODAY, count(1)
        self.orders: list[int] = []
        self.payments: list[int] = []
        self.visits: list[int] = []
        self.duties: list[int] = []
        self.mergers: list[Merger] = []
        self.known = self.shared = 0
        memory.write(self._begin)
        memory.write(self._order)

    def _begin(self, db: Connection) -> None:
        self.teams: dict[str, Team] = {}
        for chat_id, (zone, members) in TEAMS.items():
            team = people.meet_team(db, chat_id, chat_id, zone, NOW)
            people.set_roster(db, team, dict(zip(members, members, strict=True)), NOW)
            people.found_team(db, team, person(db, members[0]), NOW)
            found = people.team_of_chat(db, chat_id)
            assert found is not None
            self.teams[chat_id] = found
        self.shop = open_shop(db, person(db, "ou_li"), NOW)
        owners = ("ou_li", "ou_han", "ou_sun", "ou_sun")
        names = ("华宁精密", "华宁", "长安电子", "南山")
        self.customers = [buyer(db, name, person(db, who), NOW).id for name, who in zip(names, owners, strict=True)]

    @property
    def at(self) -> datetime:
        """Now: ten o'clock in Shanghai, on the day before in Los Angeles."""
        return NOW + (self.today - TODAY)

    def live(self, steps: int) -> None:
        """So many things happen, or are refused in words."""
        acts: list[Callable[[Connection], None]] = [*[self._order] * 3, *[self._ship] * 4, *[self._pay] * 3]
        acts += [self._back, self._back, self._cancel, self._share, self._give, self._merge, self._part, self._reverse]
        acts += [self._allocate] + [self._visit] * 3 + [self._withdraw] + [self._owe] * 3 + [self._settle] * 3
        self.memory.write(lambda db: self._try(db, [self.lot.choice(acts) for _ in range(steps)]))

    def _try(self, db: Connection, acts: Iterable[Callable[[Connection], None]]) -> None:
        for act in acts:
            with suppress(RuleBroken), db.begin_nested():
                act(db)
            self.today += DAY * self.lot.choice((0, 0, 1, 1, 5))

    def _someone(self, db: Connection) -> tuple[Team, Person]:
        chat_id = self.lot.choice(list(TEAMS))
        return self.teams[chat_id], person(db, self.lot.choice(TEAMS[chat_id][1][1:]))

    def _customer(self, db: Connection) -> Customer:
        known = find_customer(db, self.lot.choice(self.customers))
        assert known is not None
        return known

    def _entry(self, by: int, earliest: date) -> Entry:
        on = max(earliest, self.today - DAY * self.lot.choice((0, 0, 2, 6)))
        return Entry(by, on, self.at, self.at)

    def _any(self, db: Connection) -> Order:
        return held(db, self.lot.choice(self.orders))

    # Sales

    def _order(self, db: Connection) -> None:
        team, rep = self._someone(db)
        codes = self.lot.sample(CODES, self.lot.randint(1, 3))
        wishes = [self.shop.wish(code, self.lot.randint(1, 6), rate=self.lot.choice((10_000, 9_333))) for code in codes]
        customer, terms = self._customer(db), self.lot.choice(TERMS)
        self.orders.append(confirmed(db, team, rep, customer, *wishes, terms=terms, at=self.at).id)

    def _ship(self, db: Connection) -> None:
        order, whole = self._any(db), self.lot.random() < 0.5
        assert order.confirmed_on
        pieces = {line.id: line.open if whole else self.lot.randint(1, line.open) for line in order.lines if line.open}
        goods.ship(db, order, pieces, self._entry(order.rep_id, order.confirmed_on))

    def _back(self, db: Connection) -> None:
        order, whole = self._any(db), self.lot.random() < 0.4
        assert order.confirmed_on
        left = {line.id: line.returnable for line in order.lines if line.returnable}
        pieces = left if whole else {line: self.lot.randint(1, most) for line, most in left.items()}
        goods.take_back(db, order, pieces, Returned.QUALITY, "", self._entry(order.rep_id, self.today))

    def _cancel(self, db: Connection) -> None:
        order = self._any(db)
        what = Move.CANCEL_REST if order.state is Stage.PARTLY_SHIPPED else Move.CANCEL
        order_moves.move(db, order, what, order.rep_id, self.at, on=self.today)

    def _share(self, db: Connection) -> None:
        order = self._any(db)
        others = [person(db, who).id for who in ("ou_li", "ou_han", "ou_sun") if person(db, who).id != order.rep_id]
        given = dict(zip(others, self.lot.choice(SHARES), strict=False))
        set_shares(db, order, {order.rep_id: 10_000 - sum(given.values())} | given, order.rep_id, self.at, self.today)

    def _give(self, db: Connection) -> None:
        _, rep = self._someone(db)
        give(db, self._customer(db), rep.id, rep.id, self.at, self.today)

    def _merge(self, db: Connection) -> None:
        gone, kept = self._customer(db), self._customer(db)
        if gone.id != kept.id and (merger := merge(db, gone.id, kept.id, 1, self.at)):
            self.mergers.append(merger)

    def _part(self, db: Connection) -> None:
        if self.mergers:
            undo(db, self.mergers.pop(self.lot.randrange(len(self.mergers))), 1, self.at)

    # Money

    def _pay(self, db: Connection) -> None:
        amount = Money(self.lot.choice((99, 100_00, 333_33, 900_00, 5_000_00)))
        on = self.today - DAY * self.lot.choice((0, 0, 2, 20))
        order = self._any(db) if self.lot.random() < 0.5 else None
        named = (order.customer_id, (order.id,)) if order else (self._customer(db).id, ())
        income = Income(named[0], amount, on, named[1])
        self.payments.append(payments.pay(db, income, 1, self.today, self.at, self.at).id)

    def _reverse(self, db: Connection) -> None:
        if self.payments:
            payments.reverse(db, self.lot.choice(self.payments), 1, self.today, self.at)

    def _allocate(self, db: Connection) -> None:
        payments.allocate_rest(db, self._customer(db).id, 1, self.today, self.at)

    # Visits and reports

    def _visit(self, db: Connection) -> None:
        team, rep = self._someone(db)
        along = person(db, self.lot.choice(TEAMS[team.chat_id][1])).id if self.lot.random() < 0.4 else None
        on, kind = self.today - DAY * self.lot.choice((0, 0, 1, 5)), self.lot.choice(list(Kind))
        said = Findings(on, kind, "", "", "", "", None)
        said = replace(said, outcome=self.lot.choice(("", "同意")), next_step=self.lot.choice(("", "报价")))
        said = replace(said, companion_id=along if along != rep.id else None)
        self.visits.append(visits.add_visit(db, team, rep, self._customer(db), said, self.at, self.at).id)

    def _withdraw(self, db: Connection) -> None:
        if self.visits and (visit := visits.find_visit(db, self.visits.pop())):
            visits.withdraw_visit(db, visit, self.at)

    def _owe(self, db: Connection) -> None:
        """Due at midday or just around midnight on the team's clock, sometimes on a day that may still change."""
        team, rep = self._someone(db)
        first = self.today - DAY * self.today.weekday()
        due_on = self.today + DAY * self.lot.choice((-1, 0, 3, 30))
        due = moment(due_on, self.lot.choice((time(0, 0), time(12), time(23, 59))), team.zone)
        week, number = self.lot.random() < 0.5, next(self.numbers)
        name = f"2026-W{number:02}" if week else f"V-{number}"
        last = first + 6 * DAY if week else self.today
        owed = Duty("weekly" if week else "visit", name, first, last, due, due, self.lot.random() < 0.3)
        obligations.add_duties(db, [(team.id, rep.id, owed)], "v1")
        made = obligations.find_obligation(db, rep.id, owed.type, owed.period)
        assert made is not None
        self.duties.append(made.id)

    def _settle(self, db: Connection) -> None:
        obligations.mark_missed(db, self.at)
        owed = obligations.get_obligation(db, self.lot.choice(self.duties)) if self.duties else None
        if owed is None or owed.state not in (State.PENDING, State.MISSED):
            return
        match self.lot.randrange(6):
            case 0:
                obligations.excuse(db, owed, Reason.LEAVE, self.at)
            case 1:
                obligations.waive(db, owed, 1, "", self.at)
            case _:
                obligations.settle(db, owed, self.at)
