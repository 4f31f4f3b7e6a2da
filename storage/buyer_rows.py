"""The customers behind repeated (K12) and grown (K13) sales: one row for each that bought in the period before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from sqlalchemy import BigInteger, case, func, literal, select, type_coerce, union_all

from sales.buyers import credited
from sales.calendar import WEEKENDS_OFF
from sales.comparable import Pair, comparable
from sales.grains import before
from sales.records import dataclass
from sales.stretches import Stretch
from storage.customers import counts_for, customers, roots
from storage.engine import Connection
from storage.figure_parts import Part, Question, Wanted, latest, names_of
from storage.measures import today_of
from storage.people import people
from storage.sales_ledger import ledger


@dataclass(slots=True)
class Buyer:
    """What a customer bought in a team: of each rep, now and before; and whether it had an effective order then."""

    bought: dict[int, list[int]] = field(default_factory=dict)
    effective: set[bool] = field(default_factory=set)

    @property
    def rep_id(self) -> int:
        """Whose it is by the largest part now, then before; of equals the one who was here first."""
        return credited(self.bought)

    def total(self, *, now: bool) -> int:
        """All that it bought in one of the two periods."""
        return sum(each[0 if now else 1] for each in self.bought.values())


def repeated(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Customers of the whole period before, and whether they bought again."""
    whole = Stretch(wanted.ask.first, wanted.ask.end)
    pairs = {Pair(whole, before(whole), partial=False): wanted.ask.team_ids}
    found = {key: each for key, each in _buyers(db, wanted, pairs).items() if False in each.effective}
    return _parts(db, wanted, found, most, lambda each: (int(True in each.effective), 1))


def grown(db: Connection, wanted: Wanted, most: int) -> list[Part]:
    """Customers who bought for more than nothing before, and by how much that has changed."""
    pairs: dict[Pair, list[int]] = {}
    for team in wanted.ask.teams:
        calendar, whole = wanted.ask.calendars.get(team.id, WEEKENDS_OFF), Stretch(wanted.ask.first, wanted.ask.end)
        if pair := comparable(calendar, whole, today_of(wanted.ask, team)):
            pairs.setdefault(pair, []).append(team.id)
    found = {key: each for key, each in _buyers(db, wanted, pairs).items() if each.total(now=False) > 0}
    return _parts(db, wanted, found, most, _growth)


def _growth(each: Buyer) -> tuple[int, int]:
    then = each.total(now=False)
    return each.total(now=True) - then, then


Key = tuple[int, int]
"""The ids of a team and of a customer at the end of its mergers."""


def _buyers(db: Connection, wanted: Wanted, pairs: Mapping[Pair, list[int]]) -> dict[Key, Buyer]:
    """Every order of the two periods by its day, added up here: by rep, and for what makes it effective."""
    found: dict[Key, Buyer] = {}
    orders: dict[tuple[Key, int, object, bool], int] = {}
    for row in db.execute(union_all(*_amounts(wanted, pairs))) if pairs else ():
        key, is_now = (row.team_id, row.root), bool(row.is_now)
        buyer = found.setdefault(key, Buyer())
        buyer.bought.setdefault(row.rep_id, [0, 0])[0 if is_now else 1] += int(row.amount)
        order = (key, row.order_id, row.day, is_now)
        orders[order] = orders.get(order, 0) + int(row.amount)
    for (key, _, _, is_now), amount in orders.items():
        if amount > 0:
            found[key].effective.add(is_now)
    return found


def _amounts(wanted: Wanted, pairs: Mapping[Pair, list[int]]) -> Iterator[Question]:
    who = (ledger.c.team_id, roots.c.id.label("root"), ledger.c.rep_id, ledger.c.order_id, ledger.c.day)
    amount = func.sum(type_coerce(ledger.c.amount, BigInteger)).label("amount")
    for pair, team_ids in pairs.items():
        now = (ledger.c.day >= pair.now.first) & (ledger.c.day < pair.now.end)
        then = (ledger.c.day >= pair.then.first) & (ledger.c.day < pair.then.end)
        is_now = case((now, literal(1)), else_=literal(0)).label("is_now")
        asked: Question = select(*who, is_now, amount).join(customers, customers.c.id == ledger.c.customer_id)
        asked = asked.join(roots, counts_for).where(ledger.c.team_id.in_(team_ids), now | then)
        asked = asked if wanted.ask.upto is None else asked.where(ledger.c.id <= wanted.ask.upto)
        yield asked.group_by(ledger.c.team_id, roots.c.id, ledger.c.rep_id, ledger.c.order_id, ledger.c.day)


def _parts(
    db: Connection, wanted: Wanted, found: Mapping[Key, Buyer], most: int, of: Callable[[Buyer], tuple[int, int]]
) -> list[Part]:
    mine = {key: each for key, each in found.items() if wanted.rep_id in (None, each.rep_id)}
    names = names_of(db, customers, (customer_id for _, customer_id in mine))
    reps = names_of(db, people, (each.rep_id for each in mine.values()))
    rows = ((f"C-{key[1]}", reps[each.rep_id], names[key[1]], of(each)) for key, each in mine.items())
    return latest((Part(None, what, rep, customer, *parts) for what, rep, customer, parts in rows), most)
