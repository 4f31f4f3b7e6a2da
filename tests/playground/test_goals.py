"""What the invented company means to reach: targets, tasks, and one published figure that has moved since."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from playground import FakeFeishu, HandClock
from playground.company import Company, hire
from playground.demo import Demo
from playground.goals import AREAS, ERRANDS, MONTHLY, write_goals
from playground.history import CALENDAR, founding_day, write_visits
from playground.portfolios import write_portfolios
from playground.reporting import Calm
from playground.trading import write_trade
from sales import scopes
from sales.cadence import moment
from sales.grains import Grain, stretch_of
from sales.scopes import Level, Scope
from sales.stretches import Stretch
from storage import people
from storage.engine import Connection
from storage.people import every_team
from storage.publications import publications
from storage.returns import returns
from storage.sales_ledger import ledger
from storage.targets import Target, targets, targets_for
from storage.tasks import tasks
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.installation import words_of
from tests.playground.test_demo import ZONE, Since, Visitor

MONDAY, AFTER_SPRING_FESTIVAL = date(2026, 3, 2), date(2026, 2, 24)
FIRST_OF_A_MONTH, MIDWEEK = date(2026, 4, 1), date(2026, 11, 25)
DAYS = (MONDAY, AFTER_SPRING_FESTIVAL, FIRST_OF_A_MONTH, MIDWEEK)


@pytest.fixture(scope="module")
def company() -> Company:
    return hire(FakeFeishu(HandClock(datetime(2026, 1, 1, tzinfo=UTC))))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def today(request: pytest.FixtureRequest) -> date:
    day: date = request.param
    return day


@pytest.fixture(scope="module")
def db(company: Company, today: date, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    url = f"sqlite:///{tmp_path_factory.mktemp('goals') / 'goals.db'}"
    upgrade(url)
    with UnitOfWork(url) as opened:
        opened.write(lambda db: live(db, company, today))
        yield opened


def live(db: Connection, company: Company, today: date) -> None:
    came = moment(founding_day(today), datetime.min.time().replace(hour=9), ZONE)
    for squad in company.squads:
        team = people.meet_team(db, squad.chat.chat_id, squad.chat.name, ZONE.key, came)
        people.set_roster(db, team, {one.open_id: one.name for one in squad.chat.members}, came)
        manager, _ = people.find_person(db, squad.manager.open_id)
        assert manager is not None
        people.found_team(db, team, manager, came)
    calm = Calm(today, ZONE, ())
    write_visits(db, company, today, ZONE)
    write_portfolios(db, company, came)
    write_trade(db, company, calm)
    write_goals(db, company, calm)


def aimed(db: UnitOfWork, stretch: Stretch, *of: Scope) -> list[Target | None]:
    known = db.read(lambda at: targets_for(at, of, stretch))
    return [known.get(scope) for scope in of]


def ids_of(db: UnitOfWork, company: Company) -> list[int]:
    """The reps in the order in which their targets stand."""
    known = [db.read(partial(people.find_person, open_id=rep.open_id))[0] for _, rep, *_ in company.portfolios]
    return [who.id for who in known if who]


def test_all_but_one_rep_have_a_target_of_the_month(db: UnitOfWork, company: Company, today: date) -> None:
    reps = ids_of(db, company)
    found = aimed(db, stretch_of(Grain.MONTH, today), *map(scopes.rep, reps))
    assert [target.value if target else 0 for target in found] == [yuan * 100 for yuan in MONTHLY]
    assert MONTHLY.count(0) == 1
    assert len(reps) == len(MONTHLY)


def test_teams_are_asked_for_more_than_their_reps_together(db: UnitOfWork, today: date) -> None:
    month = stretch_of(Grain.MONTH, today)
    teams = [scopes.team(team.id) for team in db.read(every_team)]
    values = [target.value for target in aimed(db, month, *teams) if target]
    assert len(values) == len(teams) == len(AREAS)
    assert sum(values) * 100 == sum(MONTHLY) * 100 * 110
    (whole,) = aimed(db, month, scopes.COMPANY)
    assert whole
    assert whole.value == sum(values)


def test_areas_and_the_company_have_the_quarter(db: UnitOfWork, today: date) -> None:
    quarter = stretch_of(Grain.QUARTER, today)
    whole, *areas = aimed(db, quarter, scopes.COMPANY, *map(scopes.area, AREAS))
    assert whole
    assert [area is not None for area in areas] == [True, True]
    assert whole.value == sum(area.value for area in areas if area)


def test_each_team_belongs_to_an_area(db: UnitOfWork) -> None:
    assert [team.area for team in db.read(every_team)] == list(AREAS)


def test_every_level_has_targets_and_each_stands_in_its_first_version(db: UnitOfWork) -> None:
    rows = db.read(lambda at: at.execute(select(targets)).all())
    assert {row.scope_kind for row in rows} == {level.value for level in Level}
    assert {row.version for row in rows} == {1}


def due_days(db: UnitOfWork) -> list[date]:
    return list(db.read(lambda at: at.scalars(select(tasks.c.due_on).where(tasks.c.state == "open")).all()))


def test_tasks_are_late_due_today_and_due_soon(db: UnitOfWork, today: date) -> None:
    days = due_days(db)
    assert today in days
    assert any(day > today for day in days)
    assert any(day < today for day in days) or CALENDAR.workday_from(today - timedelta(days=1)) == today


def test_tasks_fall_due_on_working_days_only(db: UnitOfWork) -> None:
    days = due_days(db)
    assert [day for day in days if CALENDAR.workday_from(day) != day] == []


def test_each_team_has_its_errands(db: UnitOfWork, company: Company) -> None:
    rows = db.read(lambda at: at.execute(select(tasks.c.team_id, tasks.c.owner_id, tasks.c.what)).all())
    teams = [team.id for team in db.read(every_team)]
    assert {row.team_id for row in rows} == set(teams)
    assert {row.what for row in rows} == {what for _, _, what, *_ in ERRANDS}
    assert {row.owner_id for row in rows} <= set(ids_of(db, company))


def test_last_weeks_figures_were_published_in_each_group(db: UnitOfWork, today: date) -> None:
    rows = db.read(lambda at: at.execute(select(publications)).all())
    teams = [team.id for team in db.read(every_team)]
    assert {(row.scope_key, row.kpi) for row in rows} == {(str(team), kpi) for team in teams for kpi in ("K01", "K10")}
    assert all(row.end_on <= today and row.end_on - row.first_on == timedelta(days=7) for row in rows)
    assert all(row.first_on.weekday() == 0 for row in rows)


def test_goods_of_that_week_came_back_and_were_entered_this_morning(db: UnitOfWork, today: date) -> None:
    (week,) = {(row.first_on, row.end_on) for row in db.read(lambda at: at.execute(select(publications)).all())}
    this_morning = moment(today, datetime.min.time(), ZONE)
    back = select(ledger.c.dated_on, ledger.c.amount).where(ledger.c.reason == "return")
    rows = db.read(lambda at: at.execute(back.where(ledger.c.posted_at >= this_morning)).all())
    assert rows
    assert all(week[0] <= row.dated_on < week[1] and row.amount.minor < 0 for row in rows)


def test_nothing_is_dated_after_today(db: UnitOfWork, today: date) -> None:
    def work(at: Connection) -> list[date]:
        days = [*at.scalars(select(ledger.c.dated_on)), *at.scalars(select(returns.c.returned_on))]
        moments = [*at.scalars(select(targets.c.set_at)), *at.scalars(select(publications.c.as_of))]
        moments += [*at.scalars(select(tasks.c.said_at)), *at.scalars(select(ledger.c.posted_at))]
        return days + [each.astimezone(ZONE).date() for each in moments]

    days = db.read(work)
    assert len(days) > 50
    assert max(days) <= today


@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 2, 3, tzinfo=ZONE), datetime(2026, 11, 24, 20, tzinfo=ZONE)], ids=str
)
def test_one_figure_is_put_right_on_the_first_card_of_the_first_manager(
    start: datetime, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with Demo(tmp_path_factory.mktemp("demo"), Since(start)) as demo:
        visitor = Visitor(demo)
        first, other = (morning_card(visitor, squad.manager) for squad in (visitor.east, visitor.south))
        assert len({line for line in first.splitlines() if "→" in line}) == 2, "one, in two languages"
        assert "退货 1 单" in first
        assert "1 order returned" in first
        assert "退货 1 单" not in other


def morning_card(visitor: Visitor, manager: object) -> str:
    """The first of the daily cards in a manager's direct chat, in both languages."""
    return next(words for one in visitor.direct(manager) if "每日数据" in (words := words_of(one)))
