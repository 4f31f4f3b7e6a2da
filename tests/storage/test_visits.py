"""Visits as they are kept, changed, withdrawn, and what is asked of them."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import text

from sales.visits import Kind, NoStep
from sales.willingness import Willingness, felt, scored
from storage import follow_ups, visit_counts, visits
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.scores import score_before
from storage.uow import UnitOfWork
from storage.visits import Visit
from tests.seeds import NOW, SAID, TODAY, file, filing, found, memory, person, team_of

__all__ = ["memory"]

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def found_again(memory: UnitOfWork, visit: Visit) -> Visit:
    again = memory.write(lambda db: visits.find_visit(db, visit.id))
    assert again is not None
    return again


def counted(memory: UnitOfWork, first: date = TODAY, end: date = TOMORROW) -> list[tuple[int, date, int]]:
    return memory.write(lambda db: visit_counts.count_visits(db, team_of(db).id, first, end))


def test_a_visit_is_read_back_as_it_was_kept(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    assert found_again(memory, visit) == visit
    assert (visit.version, visit.withdrawn_at, visit.rep, visit.customer) == (1, None, "李雷", "华宁精密")
    assert visit.number == f"V-{visit.id}"


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_kept(memory: UnitOfWork, kind: Kind) -> None:
    assert found_again(memory, memory.write(lambda db: file(db, kind=kind))).findings.kind is kind


@pytest.mark.parametrize(
    "words", ["", "'; DROP TABLE visits; --", "长" * 10_000, "👩🏽‍🚀\u202e𠮷\n\ttab", "<at id=all></at> {x} %s ${y}"]
)
def test_words_are_kept_to_the_letter(memory: UnitOfWork, words: str) -> None:
    visit = memory.write(lambda db: file(db, outcome=words, purpose=words, next_step=words))
    assert found_again(memory, visit).findings == replace(SAID, outcome=words, purpose=words, next_step=words)


def test_numbers_are_never_given_twice(memory: UnitOfWork) -> None:
    first = memory.write(file)
    memory.write(lambda db: [db.execute(each.delete()) for each in (follow_ups.follow_ups, visits.visits)])
    assert memory.write(file).id > first.id


def test_a_change_is_one_version_up_and_leaves_a_trace_of_what_was_there(memory: UnitOfWork) -> None:
    visit = memory.write(file)

    def change(db: Connection) -> Visit:
        other = find_or_add_customer(db, "别的客户", visit.rep_id, NOW)
        return visits.change_visit(db, visit, other, replace(SAID, outcome="没谈成", next_step_on=None), NOW)

    changed = memory.write(change)
    assert found_again(memory, visit) == changed
    assert (changed.version, changed.customer, changed.findings.next_step_on) == (2, "别的客户", None)
    audit = memory.read(lambda db: db.execute(text("SELECT verb, subject, before FROM audit")).one())
    assert (audit.verb, audit.subject) == ("change", visit.number)
    assert "同意试用" in str(audit.before).encode().decode("unicode_escape") or "同意试用" in str(audit.before)


def test_a_withdrawn_visit_keeps_its_number_and_counts_nowhere(memory: UnitOfWork) -> None:
    visit = memory.write(file)
    memory.write(lambda db: visits.withdraw_visit(db, visit, NOW))
    assert found_again(memory, visit).withdrawn_at == NOW
    assert counted(memory) == []
    assert memory.read(lambda db: visits.visits_of(db, visit.rep_id, TODAY, TOMORROW)) == []
    assert memory.read(lambda db: visits.recent_customers(db, visit.rep_id, 5)) == []
    assert memory.read(lambda db: visit_counts.last_visits(db, visit.team_id)) == {}
    assert memory.read(lambda db: follow_ups.due_on(db, date(2026, 3, 9), rep_id=visit.rep_id)) == []


def test_a_span_holds_its_first_day_but_not_its_end(memory: UnitOfWork) -> None:
    for day in (TODAY - DAY, TODAY, TODAY, TOMORROW):
        memory.write(filing(visited_on=day))
    li = memory.read(lambda db: person(db, "ou_li")).id
    assert counted(memory) == [(li, TODAY, 2)]
    assert sorted(counted(memory, TODAY - DAY, TOMORROW + DAY)) == [
        (li, TODAY - DAY, 1),
        (li, TODAY, 2),
        (li, TOMORROW, 1),
    ]
    assert len(memory.read(lambda db: visits.visits_of(db, li, TODAY, TOMORROW))) == 2


def test_the_last_visit_of_each_rep_is_by_its_date(memory: UnitOfWork) -> None:
    for rep, day in (("ou_li", TODAY), ("ou_li", TODAY - DAY), ("ou_han", TODAY - DAY * 3)):
        memory.write(filing(rep, visited_on=day))
    li, han = (memory.read(partial(person, open_id=who)).id for who in ("ou_li", "ou_han"))
    assert memory.write(lambda db: visit_counts.last_visits(db, team_of(db).id)) == {li: TODAY, han: TODAY - DAY * 3}


def test_recent_customers_are_the_reps_own_latest_first_and_once_each(memory: UnitOfWork) -> None:
    for rep, customer in (("ou_li", "甲"), ("ou_li", "乙"), ("ou_han", "丙"), ("ou_li", "甲"), ("ou_li", "丁")):
        memory.write(filing(rep, customer))
    li = memory.read(lambda db: person(db, "ou_li")).id
    assert memory.read(lambda db: visits.recent_customers(db, li, 10)) == ["丁", "甲", "乙"]
    assert memory.read(lambda db: visits.recent_customers(db, li, 2)) == ["丁", "甲"]


def test_follow_ups_are_asked_for_by_team_or_by_rep(memory: UnitOfWork) -> None:
    for rep in ("ou_li", "ou_han"):
        memory.write(filing(rep))
    due, li = date(2026, 3, 9), memory.read(lambda db: person(db, "ou_li")).id
    assert [visit.rep for visit in memory.read(lambda db: follow_ups.due_on(db, due, rep_id=li))] == ["李雷"]
    of_team = memory.write(lambda db: follow_ups.due_on(db, due, team_id=team_of(db).id))
    assert [visit.rep for visit in of_team] == ["李雷", "韩梅梅"]
    assert memory.write(lambda db: follow_ups.due_on(db, due + DAY, team_id=team_of(db).id)) == []


def test_a_joint_visit_counts_once_for_each_of_the_two(memory: UnitOfWork) -> None:
    li, han = (memory.read(partial(person, open_id=who)) for who in ("ou_li", "ou_han"))
    joint = memory.write(filing(companion_id=han.id))
    memory.write(filing("ou_han", "长安重工"))
    assert joint.companion == "韩梅梅"
    assert found_again(memory, joint).companion == "韩梅梅"
    assert sorted(counted(memory)) == sorted([(li.id, TODAY, 1), (han.id, TODAY, 2)])
    assert [visit.rep for visit in memory.read(lambda db: visits.visits_of(db, han.id, TODAY, TOMORROW))] == [
        "李雷",
        "韩梅梅",
    ]
    assert memory.write(lambda db: visit_counts.last_visits(db, team_of(db).id)) == {li.id: TODAY, han.id: TODAY}


def test_a_withdrawn_joint_visit_counts_for_neither(memory: UnitOfWork) -> None:
    han = memory.read(lambda db: person(db, "ou_han"))
    joint = memory.write(filing(companion_id=han.id))
    memory.write(lambda db: visits.withdraw_visit(db, joint, NOW))
    assert counted(memory) == []
    assert memory.read(lambda db: visits.visits_of(db, han.id, TODAY, TOMORROW)) == []


@pytest.mark.parametrize("score", [None, felt(0), felt(65), scored({"influence": 8, "used_similar": 0})])
def test_a_willingness_is_read_back_as_it_was_kept(memory: UnitOfWork, score: Willingness | None) -> None:
    visit = memory.write(filing(willingness=score, no_step=NoStep.WON, next_step="", next_step_on=None))
    again = found_again(memory, visit)
    assert again.findings.willingness == score
    assert again.findings.no_step is NoStep.WON


def test_the_score_before_is_the_customers_last_complete_one_by_anybody(memory: UnitOfWork) -> None:
    for who, days, score in (("ou_li", 3, felt(20)), ("ou_han", 2, felt(40)), ("ou_li", 1, scored({"influence": 5}))):
        memory.write(filing(who, willingness=score, visited_on=TODAY - DAY * days))
    memory.write(filing(customer="别家", willingness=felt(99), visited_on=TODAY - DAY))
    now = memory.write(filing(willingness=felt(50)))
    later = memory.write(filing(willingness=felt(90)))
    assert memory.read(lambda db: score_before(db, now)) == felt(40)
    assert memory.read(lambda db: score_before(db, later)) == felt(50)
    memory.write(lambda db: visits.withdraw_visit(db, now, NOW))
    assert memory.read(lambda db: score_before(db, later)) == felt(40)


def test_the_first_score_of_a_customer_has_none_before_it(memory: UnitOfWork) -> None:
    only = memory.write(filing(willingness=felt(50)))
    assert memory.read(lambda db: score_before(db, only)) is None


def test_a_correction_keeps_its_reason_on_the_visit_and_in_the_audit(memory: UnitOfWork) -> None:
    visit = memory.write(file)

    def correct(db: Connection) -> Visit:
        same = find_or_add_customer(db, "华宁精密", visit.rep_id, NOW)
        return visits.change_visit(db, visit, same, replace(SAID, outcome="没谈成"), NOW, correction="记错了")

    corrected = memory.write(correct)
    assert (corrected.version, corrected.correction) == (2, "记错了")
    assert found_again(memory, visit) == corrected
    verb, before = memory.read(lambda db: db.execute(text("SELECT verb, before FROM audit")).one())
    assert verb == "correct"
    assert "why" in str(before)


def test_what_was_touched_last_is_found_for_ten_minutes(memory: UnitOfWork) -> None:
    first, second = memory.write(file), memory.write(filing(customer="长安重工"))

    def touched(minutes: int) -> int | None:
        at = NOW + timedelta(minutes=minutes)
        found = memory.read(lambda db: visits.touched_before(db, first.rep_id, at))
        return found[0].id if found else None

    assert [touched(minutes) for minutes in (-1, 0, 10, 11)] == [None, second.id, second.id, None]
    memory.write(lambda db: visits.withdraw_visit(db, second, NOW))
    assert touched(5) == first.id
    again = NOW + timedelta(minutes=30)
    same = memory.write(lambda db: find_or_add_customer(db, "华宁精密", first.rep_id, NOW))
    memory.write(lambda db: visits.change_visit(db, first, same, SAID, again, said_at=again))
    assert touched(35) == first.id


def test_a_visit_that_is_not_there_is_none(memory: UnitOfWork) -> None:
    assert memory.write(lambda db: visits.find_visit(db, 4711)) is None
