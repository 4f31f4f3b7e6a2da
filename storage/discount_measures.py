"""Discounts by the rep who gave them: lines beyond their authority that nobody approved (K18), and how much is given.

A line is judged once, when its order is submitted, by the authority of that day. Lines without a list price have no
discount and are in no count, and neither are samples and what we use ourselves.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, func, select, type_coerce

from sales.measures import Measure
from sales.orders import BILLED, STANDING, State
from storage.approvals import Decision, approvals
from storage.engine import Connection
from storage.measures import AnySelect, Ask, Counted
from storage.orders import order_lines, orders


def over_authority(db: Connection, ask: Ask) -> Counted:
    """The lines of orders by the date they were last submitted, and those whose question was not answered with yes.

    An order that is being changed counts when it is submitted again; two questions.
    """
    submitted = (orders.c.submitted_at.is_not(None), orders.c.state != State.DRAFT)
    lines = _lines(func.count(), ask, orders.c.ordered_on).where(*submitted)
    counted = {(row[0], row[1]): {_LINES: row[2], _OVER: 0} for row in db.execute(lines)}
    for (team_id, rep_id, _), over in _last_asked(db, ask, *submitted).items():
        if over:
            counted[team_id, rep_id][_OVER] += over
    return counted


_LINES, _OVER = Measure.LINES.value, Measure.OVER_LINES.value


def given(db: Connection, ask: Ask) -> Counted:
    """What was sold in the span as it was agreed, at list price and in fact, whatever came back of it later."""
    row = order_lines.c
    at_list, net = type_coerce(row.list_price, BigInteger) * row.quantity, type_coerce(row.amount, BigInteger)
    asked = _lines(func.sum(at_list), ask, orders.c.confirmed_on).add_columns(func.sum(net))
    rows = db.execute(asked.where(orders.c.state.in_(sorted(STANDING))))
    return {(row[0], row[1]): {Measure.LIST.value: int(row[2]), Measure.LISTED_NET.value: int(row[3])} for row in rows}


def _lines(what: ColumnElement[int], ask: Ask, day: ColumnElement[Any]) -> AnySelect:
    who = (orders.c.team_id, orders.c.rep_id)
    asked: AnySelect = select(*who, what).join(order_lines, order_lines.c.order_id == orders.c.id)
    return asked.where(*_within(ask, day), order_lines.c.list_price.is_not(None)).group_by(*who)


def _within(ask: Ask, day: ColumnElement[Any]) -> tuple[ColumnElement[bool], ...]:
    of = orders.c.team_id.in_(ask.team_ids)
    return of, day >= ask.first, day < ask.end, orders.c.kind.in_(sorted(BILLED))


def _last_asked(db: Connection, ask: Ask, *which: ColumnElement[bool]) -> Mapping[tuple[int, int, int], int]:
    """By team, rep and order: how many lines were beyond the authority when they were asked about, and not approved."""
    same = (approvals.c.order_id == orders.c.id) & (approvals.c.mark == orders.c.mark)
    asked = select(orders.c.team_id, orders.c.rep_id, orders.c.id, approvals.c.over, approvals.c.decision)
    stands = approvals.c.decision.is_distinct_from(Decision.VOID.value)
    rows = asked.join(approvals, same).where(*_within(ask, orders.c.ordered_on), *which, stands)
    found: dict[tuple[int, int, int], int] = {}
    for *who, over, decision in db.execute(rows.order_by(approvals.c.id)):
        lines = {line["no"] for line in over["lines"] if line["discount"] is not None}
        found[who[0], who[1], who[2]] = 0 if decision == Decision.APPROVED else len(lines)
    return found
