"""The invented company: who there is, what they have done, and when a demonstration begins."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from playground import FakeFeishu, HandClock
from playground.company import CUSTOMERS, NOTE, Company, hire
from playground.history import CALENDAR, founding_day, opening, past_weeks, workdays_before, write_visits
from sales.customers import name_key
from storage import follow_ups, people, visits
from storage.engine import Connection
from storage.follow_ups import FollowUp
from storage.uow import UnitOfWork
from storage.visits import Visit

ZONE = ZoneInfo("Asia/Shanghai")
TODAY = date(2026, 3, 3)
FOUNDED = datetime(2026, 1, 26, 9, tzinfo=ZONE)


@pytest.fixture
def company() -> Company:
    return hire(FakeFeishu(HandClock(FOUNDED)))


@pytest.fixture
def db(company: Company, sqlite_url: str) -> Iterator[UnitOfWork]:
    with UnitOfWork(sqlite_url) as opened:
        opened.write(lambda db: found(db, company))
        opened.write(lambda db: write_visits(db, company, TODAY, ZONE))
        yield opened


def found(db: Connection, company: Company) -> None:
    for squad in company.squads:
        team = people.meet_team(db, squad.chat.chat_id, squad.chat.name, ZONE.key, FOUNDED)
        people.set_roster(db, team, {one.open_id: one.name for one in squad.chat.members}, FOUNDED)
        manager, _ = people.find_person(db, squad.manager.open_id)
        assert manager is not None
        people.found_team(db, team, manager, FOUNDED)


def filed(db: UnitOfWork) -> list[Visit]:
    def read(db: Connection) -> list[Visit]:
        every = (visits.find_visit(db, n) for n in range(1, 1000))
        return [one for one in every if one is not None]

    return db.read(read)


def test_there_are_two_teams_a_stranger_and_an_admin(company: Company) -> None:
    assert [len(squad.reps) for squad in company.squads] == [5, 3]
    assert not any(squad.chat.has(company.stranger) for squad in company.squads)
    assert company.quiet.has(company.stranger)
    assert not company.quiet.bot


def test_names_do_not_repeat(company: Company) -> None:
    customers = [name_key(name) for names in CUSTOMERS for name in names]
    assert len(customers) == len(set(customers)) == 25


def test_everybody_has_a_name_in_both_languages_and_a_part_to_play(company: Company) -> None:
    everybody = [person for squad in company.squads for person in squad.chat.members]
    assert all(one.name and one.en_name and one.role for one in [*everybody, company.stranger, company.admin])


def test_every_group_says_that_it_is_invented() -> None:
    feishu = FakeFeishu(HandClock(FOUNDED))
    company = hire(feishu)
    for chat in (company.quiet, *(squad.chat for squad in company.squads)):
        first = feishu.messages(chat)[0]
        assert first.sender.kind == "system"
        assert NOTE["zh"] in first.text
        assert NOTE["en"] in first.text


def test_visits_are_paid_on_working_days_of_four_weeks(db: UnitOfWork) -> None:
    days = {visit.findings.visited_on for visit in filed(db)}
    assert days == set(workdays_before(TODAY))
    assert all(CALENDAR.is_workday(day) for day in days)


def test_visits_are_entered_in_working_hours_most_on_their_day_and_all_in_the_past(db: UnitOfWork) -> None:
    entered = [(visit.findings.visited_on, visit.entered_at.astimezone(ZONE)) for visit in filed(db)]
    assert all(8 <= at.hour < 20 for _, at in entered)
    assert 0 < sum(at.date() != day for day, at in entered) < len(entered) / 10
    assert max(at for _, at in entered) < datetime(2026, 3, 3, 9, tzinfo=ZONE)


def test_reps_differ_and_some_had_none_on_the_day_before(db: UnitOfWork, company: Company) -> None:
    yesterday = Counter(visit.rep for visit in filed(db) if visit.findings.visited_on == date(2026, 3, 2))
    assert len(set(yesterday.values())) > 1
    assert 0 < len(company.portfolios) - len(yesterday) < 4


def test_something_is_due_today_and_tomorrow(db: UnitOfWork) -> None:
    def due(days: int) -> Sequence[FollowUp]:
        return db.read(lambda db: follow_ups.due_on(db, TODAY + timedelta(days=days), team_id=1))

    assert due(0)
    assert due(1)


def test_every_visit_is_one_the_rules_accept(db: UnitOfWork) -> None:
    for visit in filed(db):
        assert visit.findings.next_step_on is None or visit.findings.next_step
        assert visit.findings.purpose
        assert visit.findings.outcome


def test_history_needs_founded_teams(company: Company, sqlite_url: str) -> None:
    with UnitOfWork(sqlite_url) as empty, pytest.raises(LookupError, match="not founded"):
        empty.write(lambda db: write_visits(db, company, TODAY, ZONE))


@pytest.mark.parametrize(
    "now,begins",
    [
        ("2026-03-03 14:20", "2026-03-03 14:20"),
        ("2026-03-03 07:00", "2026-03-03 10:00"),
        ("2026-03-03 18:00", "2026-03-04 10:00"),
        ("2026-03-06 23:59", "2026-03-09 10:00"),
        ("2026-03-08 03:00", "2026-03-09 10:00"),
    ],
)
def test_it_begins_at_an_hour_when_people_work(now: str, begins: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=ZONE)
    assert opening(at, ZONE) == datetime.fromisoformat(begins).replace(tzinfo=ZONE)


def test_it_begins_by_the_teams_clock_wherever_the_machine_stands() -> None:
    berlin_evening = datetime(2026, 3, 3, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    assert opening(berlin_evening, ZONE) == datetime(2026, 3, 4, 10, tzinfo=ZONE)


def test_history_is_twenty_working_days_up_to_the_day_before() -> None:
    days = workdays_before(TODAY)
    assert len(days) == 20
    assert days == CALENDAR.workdays(days[0], TODAY)


def test_the_past_weeks_leave_out_the_one_nobody_worked_in() -> None:
    assert [week.name for week in past_weeks(TODAY)] == ["2026-W05", "2026-W06", "2026-W07", "2026-W09"]


@pytest.mark.parametrize("today", ["2026-01-05", "2026-02-25", "2026-03-03", "2026-10-12", "2026-11-23", "2027-01-04"])
def test_the_bot_came_before_everything_it_remembers(today: str) -> None:
    day = date.fromisoformat(today)
    came = founding_day(day)
    assert came <= workdays_before(day)[0]
    assert came <= CALENDAR.workday_from(past_weeks(day)[0].first)
    assert CALENDAR.is_workday(came)


def test_customers_seem_willing_in_every_way_there_is(db: UnitOfWork) -> None:
    scores = [visit.findings.willingness for visit in filed(db)]
    whole = [one for one in scores if one and one.is_complete and one.answers]
    felt = [one for one in scores if one and not one.answers]
    part = [one for one in scores if one and not one.is_complete]
    assert min(len(whole), len(felt), len(part), scores.count(None)) > 10


def test_some_visits_were_joint_and_never_with_oneself(db: UnitOfWork) -> None:
    joint = [visit for visit in filed(db) if visit.companion]
    assert len(joint) > 10
    assert all(visit.companion != visit.rep for visit in joint)


def test_steps_were_taken_left_and_are_still_to_come(db: UnitOfWork) -> None:
    done = db.read(lambda db: follow_ups.done_over(db, date(2026, 1, 1), TODAY, team_id=1))
    left = db.read(lambda db: follow_ups.open_to(db, TODAY - timedelta(days=1), team_id=1))
    assert len(done) > 50
    assert 0 < len(left) < 20
