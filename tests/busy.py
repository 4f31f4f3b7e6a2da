"""Two months of two teams with something of everything in them, for tests of figures and of the rows behind them."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert

from sales.customers import Tier
from sales.money import Money
from sales.orders import Move, Wish
from sales.shipping import Reason
from sales.terms import Credit, Terms
from sales.visits import Findings, Kind
from sales.willingness import Willingness
from storage import goods, order_moves, payments, people, plans, visits
from storage.approvals import approvals
from storage.customers import Customer
from storage.engine import Connection
from storage.obligations import obligations
from storage.order_splits import set_shares
from storage.orders import Order, hold_order
from storage.payments import Income
from storage.people import Person, Team
from storage.reports import reports
from storage.tasks import tasks
from tests.seeds import found, person
from tests.trade import Shop, buyer, draft, open_shop

MARCH = date(2026, 3, 1), date(2026, 4, 1)
NOW = datetime(2026, 3, 24, 2, tzinfo=UTC)
"""Ten o'clock on a Tuesday in Shanghai."""
TEN_DAYS = Terms(Credit.NET, 10)


@dataclass(frozen=True)
class Busy:
    """Who and what there is."""

    east: Team
    south: Team
    li: Person
    han: Person
    zhou: Person
    shop: Shop


def at(month: int, day: int) -> datetime:
    """Noon in Shanghai."""
    return datetime(2026, month, day, 4, tzinfo=UTC)


def busy(db: Connection) -> Busy:
    """Everything, as of the 24th of March."""
    begin = datetime(2026, 1, 5, 2, tzinfo=UTC)
    east = found(db)
    chat = people.meet_team(db, "oc_south", "华南一队", "Asia/Shanghai", begin)
    people.set_roster(db, chat, {"ou_chen": "陈经理", "ou_zhou": "周周"}, begin)
    people.found_team(db, chat, person(db, "ou_chen"), begin)
    south = next(team for team in people.open_teams(db) if team.name == "华南一队")
    who = (person(db, "ou_li"), person(db, "ou_han"), person(db, "ou_zhou"))
    made = Busy(east, south, *who, open_shop(db, who[0], begin))
    _trade(db, made)
    _talk(db, made)
    _owe(db, made)
    return made


def _trade(db: Connection, who: Busy) -> None:
    shop, buyers = who.shop, _buyers(db, who)
    ordered = _ordered
    first = ordered(db, who, who.li, buyers["华宁精密"], at(2, 3), shop.wish("A100", 10), shop.wish("B7", 7))
    _ship(db, first, at(2, 10), 10, 7)
    _pay(db, first, at(3, 2), 500_00)
    second = ordered(db, who, who.li, buyers["华宁精密"], at(3, 4), shop.wish("A100", 6, rate=9333))
    _ship(db, second, at(3, 5), 6)
    _back(db, second, at(3, 18), 2)
    _pay(db, second, at(3, 20), 100_01)
    third = ordered(db, who, who.han, buyers["长安电子"], at(2, 20), shop.wish("A200", 3))
    _ship(db, third, at(3, 6), 1)
    _ship(db, third, at(3, 9), 2)
    _back(db, third, at(3, 23), 3)
    shared = ordered(db, who, who.han, buyers["宏达仪表"], at(3, 10), shop.wish("B7", 7), shop.wish("X1", 1))
    set_shares(db, shared, {who.li.id: 3333, who.han.id: 6667}, who.han.id, at(3, 11))
    _ship(db, shared, at(3, 12), 7, 1)
    gone = ordered(db, who, who.li, buyers["远望科技"], at(3, 12), shop.wish("A200", 1))
    order_moves.move(db, _held(db, gone), Move.CANCEL, who.li.id, at(3, 13), on=date(2026, 3, 13))
    far = ordered(db, who, who.zhou, buyers["南方重工"], at(3, 16), shop.wish("A100", 4, rate=8000))
    _ship(db, far, at(3, 16), 4)
    _ask(db, far)


def _buyers(db: Connection, who: Busy) -> dict[str, Customer]:
    owners = {"华宁精密": who.li, "长安电子": who.han, "宏达仪表": who.han, "远望科技": who.li, "南方重工": who.zhou}
    tiers = dict(zip(owners, (Tier.A, Tier.B, None, Tier.A, Tier.C), strict=True))
    return {name: buyer(db, name, owner, at(1, 6), tiers[name]) for name, owner in owners.items()}


def _held(db: Connection, order: Order) -> Order:
    held = hold_order(db, order.id)
    assert held
    return held


def _ordered(db: Connection, who: Busy, rep: Person, customer: Customer, when: datetime, *wishes: Wish) -> Order:
    team = who.south if rep == who.zhou else who.east
    made = draft(db, team, rep, customer, when, *wishes, terms=TEN_DAYS)
    on = when.date()
    order_moves.submit(db, _held(db, made), rep.id, on, when)
    return order_moves.move(db, _held(db, made), Move.CONFIRM, rep.id, when, on=on)


def _pieces(order: Order, pieces: tuple[int, ...]) -> dict[int, int]:
    return {line.id: each for line, each in zip(order.lines, pieces, strict=True) if each}


def _ship(db: Connection, order: Order, when: datetime, *pieces: int) -> None:
    held = _held(db, order)
    goods.ship(db, held, _pieces(held, pieces), goods.Entry(order.rep_id, when.date(), when, when))


def _back(db: Connection, order: Order, when: datetime, *pieces: int) -> None:
    held, entry = _held(db, order), goods.Entry(order.rep_id, when.date(), when, when)
    goods.take_back(db, held, _pieces(held, pieces), Reason.QUALITY, "", entry)


def _pay(db: Connection, order: Order, when: datetime, minor: int) -> None:
    income = Income(order.customer_id, Money(minor), when.date(), (order.id,))
    payments.pay(db, income, order.rep_id, when.date(), when, when)


def _ask(db: Connection, order: Order) -> None:
    """A question about a discount that nobody has answered."""
    row = {"order_id": order.id, "mark": order.mark, "level": "manager", "approver_id": order.rep_id, "reason": ""}
    over = {"lines": [{"no": 1, "discount": 1000, "margin": None}]}
    db.execute(insert(approvals).values(**row, over=over, asked_by=order.rep_id, asked_at=at(3, 16)))


def _talk(db: Connection, who: Busy) -> None:
    buyers = _buyers(db, who)
    said = Findings(date(2026, 3, 3), Kind.ON_SITE, "陈总", "续约", "同意试用", "报价", date(2026, 3, 30))
    for day, rep, name, more in (
        (3, who.li, "华宁精密", {"companion_id": who.han.id, "willingness": Willingness(71, 100)}),
        (9, who.li, "华宁精密", {"willingness": Willingness(39, 100)}),
        (11, who.han, "长安电子", {"outcome": "", "next_step": "", "next_step_on": None}),
        (12, who.han, "长安电子", {"willingness": Willingness(70, 100)}),
        (13, who.zhou, "南方重工", {}),
    ):
        findings = replace(said, visited_on=date(2026, 3, day), **more)
        team = who.south if rep == who.zhou else who.east
        visits.add_visit(db, team, rep, buyers[name], findings, at(3, day), at(3, day))
    for day, rep, name in ((5, who.li, "华宁精密"), (6, who.han, "长安电子"), (30, who.li, "远望科技")):
        plans.make_plan(db, who.east, rep, buyers[name], date(2026, 3, day), at(3, 2))


def _owe(db: Connection, who: Busy) -> None:
    """Reports, tasks and reviews as rows: what makes them is tested elsewhere."""
    for n, (rep, team, kind, period, last, state) in enumerate(
        (
            (who.li, who.east, "weekly", "2026-W10", 8, "on_time"),
            (who.li, who.east, "weekly", "2026-W11", 15, "late"),
            (who.han, who.east, "weekly", "2026-W10", 8, "missed"),
            (who.han, who.east, "weekly", "2026-W11", 15, "excused"),
            (who.han, who.east, "visit", "V-3", 11, "on_time"),
            (who.zhou, who.south, "weekly", "2026-W10", 8, "waived"),
            (who.zhou, who.south, "weekly", "2026-W11", 15, "on_time"),
        )
    ):
        due = datetime.combine(date(2026, 3, last), time(10), UTC) - timedelta(days=2)
        row = {"team_id": team.id, "rep_id": rep.id, "type": kind, "period": period, "state": state, "note": ""}
        when = {"first_on": date(2026, 3, last - 6), "last_on": date(2026, 3, last), "due_at": due, "ruled_due_at": due}
        more = {"calendar_version": "", "provisional": False, "reason": "", "leave_id": None}
        db.execute(insert(obligations).values(**row, **when, **more))
        if state in ("on_time", "late") and kind == "weekly":
            _report(db, team, rep, period, due, reviewed=n % 2 == 0)
    for day, rep, state, closed in ((10, who.li, "done", 9), (12, who.li, "open", None), (13, who.han, "done", 20)):
        closed_on = date(2026, 3, closed) if closed else None
        row = {"team_id": who.east.id, "owner_id": rep.id, "asked_by": rep.id, "what": "寄样", "expected": ""}
        when = {"due_on": date(2026, 3, day), "first_due_on": date(2026, 3, day)}
        more = {"source": "", "postponed": 0, "state": state, "version": 1, "said_at": NOW, "entered_at": NOW}
        db.execute(insert(tasks).values(**row, **when, **more, closed_on=closed_on))


def _report(db: Connection, team: Team, rep: Person, period: str, due: datetime, *, reviewed: bool) -> None:
    key = {"team_id": team.id, "rep_id": rep.id, "type": "weekly", "period": period, "state": "submitted"}
    texts = dict.fromkeys(("summary", "problems", "needs_help", "next_plan", "reason", "comment"), "")
    seen = {"verdict": "read", "reviewed_at": due + timedelta(hours=3)} if reviewed else {"verdict": ""}
    db.execute(insert(reports).values(**key, **texts, **seen, version=1, edition=1, facts=[],
                                      saved_at=due, submitted_at=due))  # fmt: skip
