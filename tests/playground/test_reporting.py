"""The invented company's reports, leave, drafts and plans: what a demonstration of reporting needs to begin with."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.app import report_types
from bot.config import Settings
from playground import FakeFeishu, HandClock
from playground.company import CUSTOMERS, Company, hire
from playground.history import founding_day, write_visits
from playground.portfolios import ALIASES, write_portfolios
from playground.reporting import DRAFT, Calm, write_plans, write_reports
from sales.cadence import moment
from sales.customers import Tier
from sales.obligations import MONTHLY, WEEKLY, Reason, State
from sales.reports import Stage, Verdict
from storage import contacts, names, obligations, people, plans, reports
from storage.customers import Customer, find_by_name
from storage.engine import Connection
from storage.leaves import leaves_of
from storage.obligations import Obligation
from storage.uow import UnitOfWork

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 24)
KEYS = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "x") | {"app_id": "cli_0123456789abcdef"}


@pytest.fixture(scope="module")
def company() -> Company:
    return hire(FakeFeishu(HandClock(datetime(2026, 2, 1, tzinfo=UTC))))


@pytest.fixture
def db(company: Company, sqlite_url: str) -> Iterator[UnitOfWork]:
    calm = Calm(TODAY, ZONE, report_types(Settings.of({"feishu": KEYS})))
    with UnitOfWork(sqlite_url) as opened:
        opened.write(lambda db: live(db, company, calm))
        yield opened


def live(db: Connection, company: Company, calm: Calm) -> None:
    came = moment(founding_day(TODAY), datetime.min.time().replace(hour=9), ZONE)
    for squad in company.squads:
        team = people.meet_team(db, squad.chat.chat_id, squad.chat.name, ZONE.key, came)
        people.set_roster(db, team, {one.open_id: one.name for one in squad.chat.members}, came)
        manager, _ = people.find_person(db, squad.manager.open_id)
        assert manager is not None
        people.found_team(db, team, manager, came)
    write_visits(db, company, TODAY, ZONE)
    write_portfolios(db, company, came)
    write_reports(db, company, calm)
    write_plans(db, company, calm)


def weeklies(db: UnitOfWork) -> Sequence[Obligation]:
    span = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 23, tzinfo=UTC)
    return db.read(lambda at: obligations.due_between(at, *span, kind=WEEKLY))


def test_four_weeks_are_settled_and_nobody_owes_anything_from_before(db: UnitOfWork) -> None:
    owed = weeklies(db)
    assert {one.period for one in owed} == {"2026-W09", "2026-W10", "2026-W11", "2026-W12"}
    assert Counter(one.state for one in owed).keys() == {State.ON_TIME, State.LATE, State.MISSED, State.EXCUSED}


def test_one_rep_has_missed_three_of_four(db: UnitOfWork) -> None:
    missed = Counter(one.rep for one in weeklies(db) if one.state is State.MISSED)
    assert missed["何暮云"] == 3
    assert max(count for rep, count in missed.items() if rep != "何暮云") == 1


def test_leave_for_half_a_week_excused_its_report(db: UnitOfWork) -> None:
    excused = [one for one in weeklies(db) if one.state is State.EXCUSED]
    assert [(one.rep, one.period, one.reason) for one in excused] == [("江晚舟", "2026-W11", Reason.LEAVE)]


def test_leave_on_friday_afternoon_moves_this_weeks_report_to_monday_noon(db: UnitOfWork) -> None:
    span = datetime(2026, 3, 24, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
    owed = db.read(lambda at: obligations.due_between(at, *span, kind=WEEKLY))
    moved = [(one.rep, one.due_at.astimezone(ZONE)) for one in owed if one.reason is Reason.LEAVE]
    assert moved == [("陆星野", datetime(2026, 3, 30, 12, tzinfo=ZONE))]
    assert {one.due_at.astimezone(ZONE).strftime("%a %H:%M") for one in owed if one.reason is Reason.NONE} == {
        "Fri 18:00"
    }


def test_every_report_that_came_has_facts_and_most_were_reviewed(db: UnitOfWork) -> None:
    came = [one for one in weeklies(db) if one.state in (State.ON_TIME, State.LATE)]
    found = db.read(lambda at: [reports.find_report(at, one.rep_id, WEEKLY, one.period) for one in came])
    kept = [one for one in found if one]
    assert len(kept) == len(came)
    assert all(one.facts and one.wording.summary for one in kept)
    verdicts = {one.review.verdict for one in kept if one.review}
    assert verdicts == {Verdict.READ, Verdict.MORE, Verdict.EXCELLENT}
    assert 0 < sum(one.review is None for one in kept) < len(kept) / 2


def first_rep(db: Connection, company: Company) -> people.Person:
    rep = company.portfolios[0][1]
    me, _ = people.find_person(db, rep.open_id)
    assert me is not None
    return me


def test_the_first_rep_has_a_draft_of_this_week_and_plans_for_tomorrow(db: UnitOfWork, company: Company) -> None:
    def look(at: Connection) -> tuple[reports.Report | None, list[plans.Plan]]:
        me = first_rep(at, company)
        mine = plans.plans_of(at, me.id, TODAY, date(2026, 3, 26))
        return reports.find_report(at, me.id, WEEKLY, "2026-W13"), mine

    draft, planned = db.read(look)
    assert draft is not None
    assert (draft.stage, draft.draft) == (Stage.DRAFT, DRAFT)
    assert [plan.planned_on for plan in planned] == [date(2026, 3, 25)] * 2


def test_planned_visits_are_owed_by_noon_of_the_day_after(db: UnitOfWork) -> None:
    owed = db.read(
        lambda at: obligations.due_between(
            at, datetime(2026, 3, 25, tzinfo=UTC), datetime(2026, 3, 27, tzinfo=UTC), kind="visit"
        )
    )
    assert {one.due_at.astimezone(ZONE) for one in owed} == {datetime(2026, 3, 26, 12, tzinfo=ZONE)}


def customer(db: Connection, name: str) -> Customer:
    found = find_by_name(db, name)
    assert found is not None
    return found


def test_customers_have_tiers_owners_and_people(db: UnitOfWork) -> None:
    every = [name for mine in CUSTOMERS for name in mine]
    found = db.read(lambda at: [customer(at, name) for name in every])
    assert {one.tier for one in found} == set(Tier)
    assert all(one.owner_id for one in found)
    staff = db.read(lambda at: [contacts.contacts_of(at, one.id) for one in found])
    assert all(len(people) == 2 for people in staff)


@pytest.mark.parametrize("name", ALIASES)
def test_customers_are_found_by_their_other_names(db: UnitOfWork, name: str) -> None:
    found = db.read(lambda at: {customer(at, alias).name for alias in ALIASES[name]})
    assert found == {name}


@pytest.mark.parametrize("typed", ["hzyz", "yzwl", "云栈", "yz log"])
def test_a_long_name_is_found_by_what_people_type(db: UnitOfWork, typed: str) -> None:
    hits = db.read(lambda at: names.search(at, typed))
    assert "杭州云栈物流设备有限公司" in [hit.customer.name for hit in hits]


@pytest.mark.parametrize("typed", ["cqcq", "zqcq"])
def test_a_name_that_is_read_in_two_ways_is_found_by_both(db: UnitOfWork, typed: str) -> None:
    hits = db.read(lambda at: names.search(at, typed))
    assert "重庆长桥电器" in [hit.customer.name for hit in hits]


def test_the_leave_is_kept_with_its_reason(db: UnitOfWork) -> None:
    kept = db.read(lambda at: leaves_of(at, range(1, 20), date(2026, 3, 1), date(2026, 3, 31)))
    assert sorted(leave.reason for mine in kept.values() for leave in mine) == ["回老家", "孩子家长会"]


def test_who_is_always_in_time_was_with_the_month_too(db: UnitOfWork) -> None:
    span = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 23, tzinfo=UTC)
    owed = db.read(lambda at: obligations.due_between(at, *span, kind=MONTHLY))
    assert {one.state for one in owed} <= {State.ON_TIME, State.MISSED}
    assert {one.rep for one in owed if one.state is State.MISSED} <= {"何暮云", "方小舟", "梁沐阳"}
