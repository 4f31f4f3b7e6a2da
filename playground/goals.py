"""What the invented company means to reach, what its people have asked of each other, and a figure that moved since.

Last week's sales were told to the groups; this morning goods of that week are entered as returned, so the first card of
the day owns up to it. One rep has no target, and one team is ahead of its own.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from playground.company import Company
from playground.history import CALENDAR, Desk, desk_of, past_weeks
from playground.reporting import Calm
from sales import scopes
from sales.cadence import moment
from sales.grains import Grain, stretch_of
from sales.kpi import CATALOGUE, figure
from sales.measures import added
from sales.money import half_up
from sales.orders import State
from sales.scopes import Scope
from sales.shipping import Reason
from sales.stretches import Stretch
from sales.targets import Place
from sales.tasks import Wanted
from scheduler.week_sales import CARD, FOR_MANAGERS
from storage import people, publications, sources, task_moves
from storage.areas import set_area
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.goods import Entry, take_back
from storage.measures import Ask
from storage.orders import hold_order, orders, orders_where
from storage.people import Person, Team
from storage.publications import Published
from storage.shipments import shipments_of
from storage.targets import Entry as Aim
from storage.targets import set_targets
from storage.task_moves import Given

AREAS = ("华东", "华南")
"""What the teams sell to, in their order."""

MONTHLY = (80_000, 95_000, 110_000, 75_000, 0, 70_000, 60_000, 40_000)
"""Each rep's target of a month in yuan, in the order of the reps; one of them has none."""

STRETCH_GOAL = 110
"""A team's target in per cent of what its reps' add up to: the rest is handed on to nobody yet."""

DIGEST_AT, BACK_AT = time(9, 30), time(8, 10)
ERRANDS = (
    (1, 0, "寄两台样品", "客户签收", 0),
    (0, 0, "整理华东的价格对比表", "一页纸", -1),
    (0, 2, "约二期现场勘测", "定下日期", 3),
    (0, 1, "回访上月的报修", "", 1),
)
"""Who is asked (a rep by number), by whom (0 the manager, else a rep), for what, the result, and in how many days."""


def write_goals(db: Connection, company: Company, calm: Calm) -> None:
    """Set targets from the company down to the reps, hand out tasks, and tell last week's sales before they moved."""
    admin = people.meet(db, company.admin.open_id, company.admin.name)
    desks = [desk_of(db, squad, rep) for squad, rep, *_ in company.portfolios]
    _aim(db, desks, admin, calm)
    for number, squad in enumerate(company.squads):
        manager, _ = people.find_person(db, squad.manager.open_id)
        mine = [desk for desk in desks if desk.team.chat_id == squad.chat.chat_id]
        if manager and mine:
            _ask(db, mine, manager, calm)
            _told(db, mine[0].team, calm, comes_back=number == 0)


def _aim(db: Connection, desks: list[Desk], admin: Person, calm: Calm) -> None:
    at = moment(calm.today.replace(day=1), time(8), calm.zone)
    month, quarter = (stretch_of(grain, calm.today) for grain in (Grain.MONTH, Grain.QUARTER))
    teams = list({desk.team.id: desk.team for desk in desks}.values())
    for team, area in zip(teams, AREAS, strict=True):
        set_area(db, team, area, admin.id, at)
    aims = list(_aims(desks, month))
    total = sum(aim.value for aim in aims if aim.place.scope.level is scopes.Level.TEAM)
    aims += [
        _of(scopes.area(area), quarter, 3 * _of_team(desks, team)) for team, area in zip(teams, AREAS, strict=True)
    ]
    aims += [_of(scopes.COMPANY, quarter, 3 * total), _of(scopes.COMPANY, month, total)]
    set_targets(db, aims, admin.id, at, calm.today, from_above=True)


def _aims(desks: list[Desk], month: Stretch) -> Iterator[Aim]:
    """What reps and their teams are to sell in the month."""
    for desk, yuan in zip(desks, MONTHLY, strict=True):
        if yuan:
            yield _of(scopes.rep(desk.me.id), month, yuan * 100)
    for team in {desk.team.id: desk.team for desk in desks}.values():
        yield _of(scopes.team(team.id), month, _of_team(desks, team))


def _of_team(desks: list[Desk], team: Team) -> int:
    mine = sum(yuan for desk, yuan in zip(desks, MONTHLY, strict=True) if desk.team.id == team.id)
    return half_up(mine * 100 * STRETCH_GOAL, 100)


def _of(scope: Scope, stretch: Stretch, value: int) -> Aim:
    return Aim(Place(scope, stretch), value)


def _ask(db: Connection, desks: list[Desk], manager: Person, calm: Calm) -> None:
    """Tasks, each asked for two days before today; who is not there cannot be asked."""
    said = moment(CALENDAR.workday_before(calm.today - timedelta(days=1)), time(16, 40), calm.zone)
    for who, by, what, expected, days in ERRANDS:
        if max(who, by) < len(desks):
            desk, asker = desks[who], desks[by].me if by else manager
            due = CALENDAR.workday_from(calm.today + timedelta(days=days))
            wanted = Wanted(what, max(due, said.date()), expected=expected)
            customer = find_or_add_customer(db, _CUSTOMER, desk.me.id, said) if who else None
            given = Given(desk.team.id, desk.me.id, asker.id, customer.id if customer else 0, wanted, said)
            task_moves.add(db, given, said)


_CUSTOMER = "澄屿精工"


def _told(db: Connection, team: Team, calm: Calm, *, comes_back: bool) -> None:
    """The sales of the last week that a digest has told, as it told them; then what came back of that week."""
    week = past_weeks(calm.today)[-2 if CALENDAR.workday_before(calm.today) < calm.week.first else -1]
    stretch, at = Stretch(week.first, week.end), _digest_of(week.end, calm)
    ask = Ask([team], stretch.first, stretch.end, at, {team.id: CALENDAR})
    kpis = [CATALOGUE[code] for code in ("K01", "K10")]
    sums = added(sources.count(db, ask, {measure for kpi in kpis for measure in kpi.needs}).values())
    said = [Published(scopes.team(team.id), stretch, figure(kpi, sums)) for kpi in kpis]
    for card in (CARD, FOR_MANAGERS):
        publications.publish(db, card, said, at)
    if comes_back:
        _take_back(db, team, week.last, moment(calm.today, BACK_AT, calm.zone))


def _digest_of(end: date, calm: Calm) -> datetime:
    return moment(CALENDAR.workday_from(end), DIGEST_AT, calm.zone)


def _take_back(db: Connection, team: Team, on: date, at: datetime) -> None:
    """One order that had left by then comes back in part, dated on the last working day of that week."""
    day = CALENDAR.workday_to(on)
    for order in orders_where(db, orders.c.team_id == team.id, orders.c.state == State.SHIPPED):
        line = order.lines[0]
        left_on = max(each.shipped_on for each in shipments_of(db, order.id))
        if left_on <= day and line.returnable and order.confirmed_on and (held := hold_order(db, order.id)):
            entry = Entry(order.rep_id, day, at, at)
            take_back(db, held, {line.id: min(2, line.returnable)}, Reason.QUALITY, "到货有渗漏", entry)
            return
