"""The facts of a report: each thing once with its id, what belongs to the week and what does not, few questions."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event, insert, update

from sales.calendar import WEEKENDS_OFF
from sales.reports import Fact, FactKind
from storage import report_facts
from storage.customers import customers
from storage.engine import Connection
from storage.follow_ups import follow_ups
from storage.plans import plans
from storage.report_facts import Span, facts_of
from storage.uow import UnitOfWork
from storage.visits import visits, withdraw_visit
from tests.seeds import NOW, file, filing, found, memory, person

__all__ = ["memory"]

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)
WEEK = Span(MONDAY, MONDAY + 7 * DAY, ZoneInfo("Asia/Shanghai"), WEEKENDS_OFF)
SUNDAY, NEXT = MONDAY + 6 * DAY, MONDAY + 7 * DAY


@pytest.fixture
def team(memory: UnitOfWork) -> UnitOfWork:
    memory.write(found)
    return memory


def facts(team: UnitOfWork, today: date = NEXT, who: str = "ou_li", span: Span = WEEK) -> list[Fact]:
    return team.read(lambda db: facts_of(db, person(db, who).id, span, today))


def of_kind(team: UnitOfWork, kind: FactKind, today: date = NEXT, who: str = "ou_li") -> list[tuple[str, str]]:
    return [(fact.id, fact.customer) for fact in facts(team, today, who) if fact.kind is kind]


def step(db: Connection, customer: str, due_on: date, **said: object) -> int:
    """A visit of the week before with a next step due on a day; its follow-up in the state that is said."""
    visit = file(db, customer=customer, visited_on=MONDAY - 3 * DAY, next_step="报价", next_step_on=due_on)
    db.execute(follow_ups.delete().where(follow_ups.c.visit_id == visit.id))
    row = {
        "visit_id": visit.id,
        "team_id": visit.team_id,
        "rep_id": visit.rep_id,
        "customer_id": visit.customer_id,
        "step": "报价",
        "due_on": due_on,
        "promised_on": MONDAY - 3 * DAY,
        "state": "open",
    }
    key = db.execute(insert(follow_ups), row | said).inserted_primary_key or (0,)
    return int(key[0])


def plan(db: Connection, customer: str, on: date, **said: object) -> None:
    """A planned visit, in the state that is said."""
    visit = file(db, customer=customer, visited_on=MONDAY - 3 * DAY, next_step="", next_step_on=None)
    row = {
        "team_id": visit.team_id,
        "rep_id": visit.rep_id,
        "customer_id": visit.customer_id,
        "planned_on": on,
        "state": "planned",
        "made_at": NOW,
    }
    db.execute(insert(plans), row | said)


def owned(db: Connection, name: str, since: datetime, **said: object) -> int:
    """A customer of 李雷 since some time, without the visit that a seed would add."""
    rep = person(db, "ou_li").id
    row = {"name": name, "key": name, "owner_id": rep, "created_by": rep, "created_at": since}
    key = db.execute(insert(customers), row | said).inserted_primary_key or (0,)
    db.execute(update(customers).where(customers.c.id == key[0]).values(root_id=key[0]))
    return int(key[0])


def test_a_quiet_week_has_no_facts(team: UnitOfWork) -> None:
    assert facts(team) == []


def test_each_visit_of_the_week_is_one_fact(team: UnitOfWork) -> None:
    for n in range(6):
        team.write(filing(customer=f"客户{n}", visited_on=MONDAY + n * DAY, outcome="好", next_step_on=NEXT))
    team.write(filing(customer="上周的", visited_on=MONDAY - DAY))
    team.write(filing(customer="下周的", visited_on=NEXT))
    team.write(filing("ou_han", customer="别人的", visited_on=MONDAY))
    found_facts = facts(team)
    ids = [fact.id for fact in found_facts]
    assert len(ids) == len(set(ids))
    listed = [fact for fact in found_facts if fact.kind is FactKind.VISIT]
    assert [(fact.customer, fact.on, fact.detail) for fact in listed] == [
        (f"客户{n}", MONDAY + n * DAY, "好") for n in range(6)
    ]


def test_a_withdrawn_visit_is_none(team: UnitOfWork) -> None:
    visit = team.write(filing(visited_on=MONDAY))
    team.write(lambda db: withdraw_visit(db, visit, NOW))
    assert of_kind(team, FactKind.VISIT) == []


def test_coming_along_is_a_fact_of_the_one_who_came_along(team: UnitOfWork) -> None:
    visit = team.write(filing("ou_han", visited_on=MONDAY))
    rep = team.read(lambda db: person(db, "ou_li")).id
    team.write(lambda db: db.execute(update(visits).where(visits.c.id == visit.id).values(companion_id=rep)))
    assert of_kind(team, FactKind.JOINT_VISIT) == [("V-1", "华宁精密")]
    assert of_kind(team, FactKind.VISIT) == []
    assert of_kind(team, FactKind.VISIT, who="ou_han") == [("V-1", "华宁精密")]
    assert of_kind(team, FactKind.JOINT_VISIT, who="ou_han") == []


def test_a_long_outcome_is_cut(team: UnitOfWork) -> None:
    team.write(filing(visited_on=MONDAY, outcome="长" * 1000))
    assert facts(team)[0].detail == "长" * report_facts.DETAIL


@pytest.mark.parametrize(
    "due,said,kind",
    [
        (MONDAY + DAY, {"state": "done", "settled_on": MONDAY + DAY}, FactKind.FOLLOW_UP_DONE),
        (MONDAY + DAY, {"state": "done", "settled_on": SUNDAY}, FactKind.FOLLOW_UP_DONE),
        (MONDAY - 5 * DAY, {"state": "done", "settled_on": MONDAY}, FactKind.FOLLOW_UP_DONE),
        (NEXT + DAY, {"state": "done", "settled_on": SUNDAY}, FactKind.FOLLOW_UP_DONE),
        (MONDAY + DAY, {}, FactKind.FOLLOW_UP_MISSED),
        (SUNDAY, {}, FactKind.FOLLOW_UP_MISSED),
        (MONDAY + DAY, {"state": "done", "settled_on": NEXT}, FactKind.FOLLOW_UP_MISSED),
    ],
)
def test_a_follow_up_is_done_or_missed_in_the_week(
    team: UnitOfWork, due: date, said: dict[str, object], kind: FactKind
) -> None:
    number = team.write(lambda db: step(db, "华宁精密", due, **said))
    assert of_kind(team, kind) == [(f"F-{number}", "华宁精密")]


@pytest.mark.parametrize(
    "due,said",
    [
        (MONDAY - DAY, {}),
        (NEXT, {}),
        (MONDAY + DAY, {"state": "dropped", "settled_on": MONDAY}),
        (MONDAY + DAY, {"state": "done", "settled_on": MONDAY - DAY}),
    ],
)
def test_other_follow_ups_are_no_facts_of_the_week(team: UnitOfWork, due: date, said: dict[str, object]) -> None:
    team.write(lambda db: step(db, "华宁精密", due, **said))
    assert [fact for fact in facts(team) if fact.id.startswith("F")] == []


def test_what_is_due_today_is_not_missed_yet(team: UnitOfWork) -> None:
    team.write(lambda db: step(db, "华宁精密", MONDAY + 4 * DAY))
    assert of_kind(team, FactKind.FOLLOW_UP_MISSED, today=MONDAY + 4 * DAY) == []
    assert len(of_kind(team, FactKind.FOLLOW_UP_MISSED, today=MONDAY + 5 * DAY)) == 1


def test_what_is_done_late_on_this_very_day_is_told_once(team: UnitOfWork) -> None:
    team.write(lambda db: step(db, "华宁精密", MONDAY, state="done", settled_on=MONDAY + 2 * DAY))
    told = [(fact.kind, fact.on) for fact in facts(team, today=MONDAY + 2 * DAY) if fact.id.startswith("F")]
    assert told == [(FactKind.FOLLOW_UP_DONE, MONDAY + 2 * DAY)]


def test_planned_visits_are_paid_or_not(team: UnitOfWork) -> None:
    team.write(lambda db: plan(db, "去了", MONDAY, state="done", visit_id=1, settled_at=NOW))
    team.write(lambda db: plan(db, "没去", MONDAY + DAY))
    team.write(lambda db: plan(db, "取消", MONDAY + DAY, state="dropped", settled_at=NOW))
    team.write(lambda db: plan(db, "下周", NEXT))
    assert of_kind(team, FactKind.PLAN_DONE) == [("P-1", "去了")]
    assert of_kind(team, FactKind.PLAN_MISSED) == [("P-2", "没去")]
    assert of_kind(team, FactKind.PLAN_MISSED, today=MONDAY + DAY) == []


def test_new_customers_are_those_the_rep_brought_in_that_week_on_the_teams_clock(team: UnitOfWork) -> None:
    in_week = datetime(2026, 3, 1, 16, 0, tzinfo=UTC)  # midnight of Monday in Shanghai
    team.write(lambda db: owned(db, "新的", in_week))
    team.write(lambda db: owned(db, "早了一秒", in_week - timedelta(seconds=1)))
    team.write(lambda db: owned(db, "下周的", in_week + timedelta(days=7)))
    han = team.read(lambda db: person(db, "ou_han")).id
    team.write(lambda db: owned(db, "接手的", in_week, created_by=han))
    assert [name for _, name in of_kind(team, FactKind.NEW_CUSTOMER)] == ["新的"]


def test_customers_left_alone_too_long_are_quiet(team: UnitOfWork) -> None:
    for name, tier, days in (("甲", "A", 20), ("乙", "A", 3), ("丙", "D", 20), ("丁", None, 60)):
        visit = team.write(filing(customer=name, visited_on=SUNDAY - days * DAY, next_step_on=None, next_step=""))
        team.write(partial(_own, customer_id=visit.customer_id, tier=tier))
    assert [name for _, name in of_kind(team, FactKind.QUIET_CUSTOMER)] == ["丁", "甲"]


def _own(db: Connection, customer_id: int, tier: str | None) -> None:
    rep = person(db, "ou_li").id
    long_ago = NOW - timedelta(days=300)
    values = {"owner_id": rep, "tier": tier, "created_at": long_ago, "root_id": customer_id}
    db.execute(update(customers).where(customers.c.id == customer_id).values(**values))


def test_a_customer_whose_other_name_was_visited_is_not_quiet(team: UnitOfWork) -> None:
    old = team.write(filing(customer="老名字", visited_on=SUNDAY - 40 * DAY, next_step="", next_step_on=None))
    new = team.write(filing(customer="新名字", visited_on=SUNDAY, next_step="", next_step_on=None))
    team.write(lambda db: _own(db, old.customer_id, "B"))
    assert len(of_kind(team, FactKind.QUIET_CUSTOMER)) == 1
    merged = {"root_id": old.customer_id, "merged_into": old.customer_id}
    team.write(lambda db: db.execute(update(customers).where(customers.c.id == new.customer_id).values(**merged)))
    assert of_kind(team, FactKind.QUIET_CUSTOMER) == []
    assert of_kind(team, FactKind.VISIT) == [("V-2", "老名字")]


def test_only_the_quietest_are_counted(team: UnitOfWork) -> None:
    for n in range(report_facts.MOST_QUIET + 3):
        visit = team.write(
            filing(customer=f"客户{n}", visited_on=SUNDAY - (40 + n) * DAY, next_step_on=None, next_step="")
        )
        team.write(partial(_own, customer_id=visit.customer_id, tier="A"))
    quiet = of_kind(team, FactKind.QUIET_CUSTOMER)
    assert len(quiet) == report_facts.MOST_QUIET
    assert "客户0" not in [name for _, name in quiet]


def test_a_longer_span_holds_the_weeks_off_before(team: UnitOfWork) -> None:
    team.write(filing(visited_on=MONDAY - 2 * DAY, next_step_on=None, next_step=""))
    assert of_kind(team, FactKind.VISIT) == []
    assert facts(team, span=replace(WEEK, first=MONDAY - 7 * DAY))[0].id == "V-1"


def test_the_facts_take_five_questions_however_many_there_are(team: UnitOfWork) -> None:
    for n in range(5):
        team.write(filing(customer=f"客户{n}", visited_on=MONDAY))
    asked: list[str] = []
    rep = team.read(lambda db: person(db, "ou_li")).id

    def look(db: Connection) -> list[Fact]:
        event.listen(db, "before_cursor_execute", lambda *given: asked.append(given[2]))
        return facts_of(db, rep, WEEK, NEXT)

    assert [fact.id[0] for fact in team.read(look)] == [*"VVVVV", *"CCCCC"]
    asked = [words for words in asked if words != "BEGIN"]
    assert len(asked) == 5
    assert not [words for words in asked if _scans(team, words)]


def _scans(team: UnitOfWork, words: str) -> bool:
    """Whether SQLite would read a whole table of what grows with the years; PostgreSQL decides by the numbers."""
    if "%(" in words:
        return False
    steps = team.read(lambda db: db.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", (1,) * words.count("?")).all())
    grown = ("visits", "customers", "root", "as_named", "follow_ups", "plans")
    return any(f"SCAN {name}" == str(step[3])[: len(name) + 5] for step in steps for name in grown)
