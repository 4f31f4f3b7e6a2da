"""What is counted for each rep: presence, plans, tasks, coverage, scores and reviews."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from sales.customers import Tier
from sales.kpi import CATALOGUE, figure
from sales.leaves import Leave
from sales.measures import Measure
from sales.reports import Verdict, Wording
from sales.spans import Half, HalfDays
from sales.tasks import Wanted
from sales.willingness import Willingness, felt
from storage import people, plans, reports, task_moves
from storage.customers import find_or_add_customer, rank
from storage.engine import Connection
from storage.leaves import add_leave
from storage.measures import Ask
from storage.mergers import merge, undo
from storage.plans import State
from storage.sources import count
from storage.task_moves import Given
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, file, found, memory, person, team_of

__all__ = ["memory"]

M = Measure
DAY = timedelta(days=1)
MARCH = date(2026, 3, 1), date(2026, 4, 1)
LATER = datetime(2026, 4, 10, 2, tzinfo=UTC)
"""A Friday, when March is over."""


@pytest.fixture
def team(memory: UnitOfWork) -> UnitOfWork:
    memory.write(found)
    return memory


def counted(
    memory: UnitOfWork,
    *needs: Measure,
    span: tuple[date, date] = MARCH,
    now: datetime = LATER,
    upto: int | None = None,
) -> Mapping[str, Mapping[str, int]]:
    """The sums by the rep's open_id; what is nobody's is under the empty one."""

    def ask(db: Connection) -> dict[str, Mapping[str, int]]:
        names = {person(db, who).id: who for who in ("ou_boss", "ou_li", "ou_han")} | {0: ""}
        found = count(db, Ask([team_of(db)], *span, now, upto=upto), needs)
        return {names[rep]: sums for (_, rep), sums in found.items()}

    return memory.read(ask)


# Presence


def test_presence_is_working_days_less_leave_up_to_today(team: UnitOfWork) -> None:
    def away(db: Connection) -> Leave:
        span = HalfDays(TODAY, Half.PM, TODAY + 2 * DAY, Half.PM)
        return add_leave(db, person(db, "ou_li").id, span, "", 1, NOW)

    team.write(away)
    there = counted(team, M.DAYS_PRESENT)
    assert {who: sums["days_present"] for who, sums in there.items()} == {"ou_li": 20, "ou_han": 22}
    soon = counted(team, M.DAYS_PRESENT, now=NOW + 2 * DAY)
    assert {who: sums["days_present"] for who, sums in soon.items()} == {"ou_li": 1, "ou_han": 3}


def test_who_left_was_there_until_then_and_what_they_did_stays(team: UnitOfWork) -> None:
    team.write(lambda db: file(db, "ou_li"))
    team.write(lambda db: people.unseat(db, team_of(db), ["ou_li"], NOW + 7 * DAY))
    found = counted(team, M.DAYS_PRESENT, M.VISITS, M.EFFECTIVE)
    assert found["ou_li"] == {"days_present": 6, "visits": 1, "effective": 1}
    assert figure(CATALOGUE["K21d"], found["ou_li"]).value == 2
    assert counted(team, M.DAYS_PRESENT, span=(date(2026, 4, 1), date(2026, 5, 1)))["ou_li"] == {"days_present": 0}


def test_a_joint_visit_counts_for_both_and_a_withdrawn_one_for_nobody(team: UnitOfWork) -> None:
    boss = team.read(lambda db: person(db, "ou_boss").id)
    team.write(lambda db: file(db, "ou_li", companion_id=boss))
    team.write(lambda db: file(db, "ou_han", outcome=""))
    assert counted(team, M.VISITS) == {
        "ou_li": {"visits": 1, "effective": 1},
        "ou_boss": {"visits": 1, "effective": 1},
        "ou_han": {"visits": 1, "effective": 0},
    }


# Plans and tasks


def test_a_plan_counts_from_the_day_after_its_own_and_a_dropped_one_never(team: UnitOfWork) -> None:
    def intend(db: Connection) -> None:
        rep, here = person(db, "ou_li"), team_of(db)
        for n, state in enumerate([State.DONE, State.MISSED, State.DROPPED, State.PLANNED, State.PLANNED]):
            customer = find_or_add_customer(db, f"客户{n}", rep.id, NOW)
            plan = plans.make_plan(db, here, rep, customer, TODAY + n * DAY, NOW)
            db.execute(update(plans.plans).where(plans.plans.c.id == plan.id).values(state=state))

    team.write(intend)
    assert counted(team, M.PLANS)["ou_li"] == {"plans": 4, "plans_done": 1}
    assert counted(team, M.PLANS, now=NOW + 3 * DAY)["ou_li"] == {"plans": 2, "plans_done": 1}
    assert counted(team, M.PLANS, now=NOW + 4 * DAY)["ou_li"] == {"plans": 3, "plans_done": 1}


def test_a_task_is_in_time_if_it_is_done_by_its_day(team: UnitOfWork) -> None:
    def give(db: Connection) -> None:
        boss, rep = person(db, "ou_boss").id, person(db, "ou_li").id
        for n, late in enumerate([-1, 0, 1, None, None]):
            wanted = Wanted("寄样", TODAY + n * DAY)
            task = task_moves.add(db, Given(team_of(db).id, rep, boss, 0, wanted, NOW), NOW)
            if late is not None:
                task_moves.finish(db, task, rep, task.due_on + late * DAY, NOW)
            elif n == 4:
                task_moves.drop(db, task, boss, TODAY, "不用了", NOW)

    team.write(give)
    assert counted(team, M.TASKS_DUE)["ou_li"] == {"tasks_due": 4, "tasks_in_time": 2}
    assert counted(team, M.TASKS_DUE, now=NOW + 3 * DAY)["ou_li"] == {"tasks_due": 3, "tasks_in_time": 2}


# Customers


def met(db: Connection, name: str, tier: Tier | None, *visits: date, score: Willingness | None = None) -> int:
    """A customer of 李雷's, of whom the visits on some days are kept."""
    rep = person(db, "ou_li")
    customer = find_or_add_customer(db, name, rep.id, NOW - 60 * DAY)
    rank(db, customer, tier, rep.id, NOW - 60 * DAY, TODAY - 60 * DAY)
    for on in visits:
        file(db, "ou_han", name, visited_on=on, willingness=score)
    return customer.id


def test_customers_are_covered_while_their_interval_lasts_whoever_came(team: UnitOfWork) -> None:
    """A: every 7 days. The 31st of March is a Tuesday: the 24th is a week before."""
    last = date(2026, 3, 31)

    def meet(db: Connection) -> None:
        met(db, "按时", Tier.A, last - 7 * DAY)
        met(db, "超期", Tier.A, last - 8 * DAY)
        met(db, "从未", Tier.A)
        met(db, "乙级", Tier.B, last - 14 * DAY)
        met(db, "未分级", None, last)

    team.write(meet)
    assert counted(team, M.TO_COVER) == {"ou_li": {"to_cover": 4, "covered": 2}}
    assert counted(team, M.TO_COVER, now=NOW)["ou_li"] == {"to_cover": 4, "covered": 0}


def test_a_new_customer_is_to_be_covered_after_its_first_interval(team: UnitOfWork) -> None:
    def add(db: Connection) -> None:
        rep = person(db, "ou_li")
        rank(db, find_or_add_customer(db, "新客", rep.id, NOW), Tier.A, rep.id, NOW, TODAY)

    team.write(add)
    week = date(2026, 3, 9)
    assert counted(team, M.TO_COVER, span=(TODAY, week + DAY)) == {}
    assert counted(team, M.TO_COVER, span=(TODAY, week + 2 * DAY)) == {"ou_li": {"to_cover": 1, "covered": 0}}


def test_merged_customers_are_met_and_scored_as_one_until_they_are_parted(team: UnitOfWork) -> None:
    def both(db: Connection) -> tuple[int, int]:
        kept = met(db, "华宁精密", Tier.A, TODAY, score=felt(30))
        return met(db, "华宁", None, date(2026, 3, 30), score=felt(90)), kept

    gone, kept = team.write(both)
    merger = team.write(lambda db: merge(db, gone, kept, 1, NOW))
    assert merger
    assert counted(team, M.COVERED, M.SCORE)["ou_li"] == {
        "to_cover": 1, "covered": 1, "score": 90, "scored": 1, "scored_low": 0, "scored_high": 1,
    }  # fmt: skip
    assert team.write(lambda db: undo(db, merger, 1, NOW))
    assert counted(team, M.COVERED, M.SCORE)["ou_li"] == {
        "to_cover": 1, "covered": 0, "score": 120, "scored": 2, "scored_low": 1, "scored_high": 1,
    }  # fmt: skip


def test_only_the_latest_complete_score_counts_and_its_edges_are_fair(team: UnitOfWork) -> None:
    def meet(db: Connection) -> None:
        for points in (39, 40, 70, 71):
            met(db, f"客户{points}", None, TODAY, score=felt(points))
        met(db, "客户39", None, TODAY - DAY, score=felt(99))
        met(db, "客户40", None, TODAY + DAY, score=Willingness(8, 10, {}))

    team.write(meet)
    found = counted(team, M.SCORE)["ou_li"]
    assert found == {"score": 220, "scored": 4, "scored_low": 1, "scored_high": 1}
    assert figure(CATALOGUE["K24"], found).value == 55
    before = counted(team, M.SCORE, span=(TODAY - 9 * DAY, TODAY))
    assert before["ou_li"]["score"] == 99


# Reviews


def test_a_report_is_reviewed_soon_by_the_end_of_the_next_working_day(team: UnitOfWork) -> None:
    def hand_in(db: Connection, who: str, period: str, after: timedelta | None) -> None:
        begun = reports.open_report(db, person(db, who), team_of(db).id, "weekly", period, NOW)
        done = reports.submit(db, begun, Wording("好", "", "", ""), [], NOW)
        if after is not None:
            reports.review(db, done, Verdict.READ, "", person(db, "ou_boss"), NOW + after)

    team.write(lambda db: hand_in(db, "ou_li", "2026-W08", DAY))
    team.write(lambda db: hand_in(db, "ou_han", "2026-W08", 2 * DAY))
    team.write(lambda db: hand_in(db, "ou_li", "2026-W09", None))
    team.write(lambda db: hand_in(db, "ou_boss", "2026-W09", None))
    assert counted(team, M.TO_REVIEW)[""] == {"to_review": 3, "reviewed_soon": 1}
    assert counted(team, M.TO_REVIEW, now=NOW + DAY)[""] == {"to_review": 2, "reviewed_soon": 1}
