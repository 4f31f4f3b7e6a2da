"""Customers who bought before, by rep: who of them bought again (K12), and how what they buy has grown (K13).

A customer counts once in each team that it buys from, merged ones as one, for the rep with the largest part of what it
bought there: in the period, or where it bought nothing then, in the one before.
"""

from collections.abc import Iterator, Mapping

from sqlalchemy import BigInteger, ColumnElement, case, func, literal, select, type_coerce, union_all

from sales.buyers import credited
from sales.calendar import WEEKENDS_OFF
from sales.comparable import Pair, comparable
from sales.grains import before
from sales.measures import Measure
from sales.stretches import Stretch
from storage.customers import customers
from storage.engine import Connection
from storage.measures import AnySelect, Ask, Counted, today_of
from storage.sales_ledger import ledger

Buyer = tuple[int, int]
"""The ids of a team and of a customer at the end of its mergers."""

Bought = dict[int, tuple[int, int]]
"""What a buyer bought of each rep, by the rep's id: in minor units, now and before."""

Pairs = Mapping[Pair, list[int]]
"""What is compared with what, with the ids of the teams for which it is so."""

_AMOUNT: ColumnElement[int] = type_coerce(ledger.c.amount, BigInteger)


def repeated(db: Connection, ask: Ask) -> Counted:
    """Who had an effective order in the whole period before, and who of them had one in this period, too.

    An order is effective if it comes to more than nothing on the day of the sale; three questions.
    """
    whole = Stretch(ask.first, ask.end)
    pairs = {Pair(whole, before(whole), partial=False): ask.team_ids}
    roots = _roots(db)
    active: dict[bool, set[Buyer]] = {True: set(), False: set()}
    for team_id, customer_id, is_now in db.execute(union_all(*_effective(pairs, ask))):
        active[bool(is_now)].add((team_id, roots.get(customer_id, customer_id)))
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for buyer, bought in _bought(db, ask, pairs, roots).items():
        if buyer in active[False]:
            sums = counted.setdefault((buyer[0], credited(bought)), {_BEFORE: 0, _AGAIN: 0})
            sums[_BEFORE] += 1
            sums[_AGAIN] += buyer in active[True]
    return counted


def grown(db: Connection, ask: Ask) -> Counted:
    """What those bought now and before who bought for more than nothing before; two questions.

    Of a period that is not over, as many working days of each are compared.
    """
    counted: dict[tuple[int, int], dict[str, int]] = {}
    for (team_id, _), bought in _bought(db, ask, _comparable(ask), _roots(db)).items():
        now, then = (sum(each[n] for each in bought.values()) for n in (0, 1))
        if then > 0:
            sums = counted.setdefault((team_id, credited(bought)), {_NOW: 0, _THEN: 0})
            sums[_NOW] += now
            sums[_THEN] += then
    return counted


_AGAIN, _BEFORE = Measure.REPEATED.value, Measure.ACTIVE_BEFORE.value
_NOW, _THEN = Measure.LIKE_NOW.value, Measure.LIKE_BEFORE.value


def _comparable(ask: Ask) -> Pairs:
    pairs: dict[Pair, list[int]] = {}
    for team in ask.teams:
        calendar = ask.calendars.get(team.id, WEEKENDS_OFF)
        if pair := comparable(calendar, Stretch(ask.first, ask.end), today_of(ask, team)):
            pairs.setdefault(pair, []).append(team.id)
    return pairs


def _roots(db: Connection) -> dict[int, int]:
    """What merged customers count as."""
    merged = select(customers.c.id, customers.c.root_id).where(customers.c.root_id.is_not(None))
    return {row.id: row.root_id for row in db.execute(merged)}


def _bought(db: Connection, ask: Ask, pairs: Pairs, roots: Mapping[int, int]) -> dict[Buyer, Bought]:
    """What each buyer bought over the two periods."""
    found: dict[Buyer, Bought] = {}
    for team_id, customer_id, rep_id, now, then in db.execute(union_all(*_amounts(pairs, ask))) if pairs else ():
        reps = found.setdefault((team_id, roots.get(customer_id, customer_id)), {})
        was = reps.get(rep_id, (0, 0))
        reps[rep_id] = was[0] + int(now), was[1] + int(then)
    return found


def _amounts(pairs: Pairs, ask: Ask) -> Iterator[AnySelect]:
    who = (ledger.c.team_id, ledger.c.customer_id, ledger.c.rep_id)
    for pair, team_ids in pairs.items():
        now, then = (func.sum(case((_in(stretch), _AMOUNT), else_=0)) for stretch in (pair.now, pair.then))
        asked: AnySelect = select(*who, now, then)
        yield asked.where(*_of(ask, team_ids), _in(pair.now) | _in(pair.then)).group_by(*who)


def _effective(pairs: Pairs, ask: Ask) -> Iterator[AnySelect]:
    """Rows of team, customer and whether it was now, one for each that had such an order."""
    who = (ledger.c.team_id, ledger.c.customer_id)
    for pair, team_ids in pairs.items():
        for is_now, stretch in enumerate((pair.then, pair.now)):
            sold = select(*who).where(*_of(ask, team_ids), _in(stretch)).group_by(*who, ledger.c.order_id, ledger.c.day)
            each = sold.having(func.sum(_AMOUNT) > 0).subquery()
            asked: AnySelect = select(each.c.team_id, each.c.customer_id, literal(is_now)).distinct()
            yield asked


def _in(stretch: Stretch) -> ColumnElement[bool]:
    return (ledger.c.day >= stretch.first) & (ledger.c.day < stretch.end)


def _of(ask: Ask, team_ids: list[int]) -> list[ColumnElement[bool]]:
    of = ledger.c.team_id.in_(team_ids)
    return [of] if ask.upto is None else [of, ledger.c.id <= ask.upto]
