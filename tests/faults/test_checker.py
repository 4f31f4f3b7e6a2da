"""The checker itself: each thing that must not be is planted, and found; what is well is left alone."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from playground import FakeFeishu, HandClock, Message
from playground.people import Sender
from playground.tenant import ApiCall
from sales.visits import Findings, Kind, number
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.inbox import Keys, keep_answer
from storage.outbox import Outgoing, Verb, enqueue
from storage.people import found_team, meet, meet_team, seat
from storage.pushes import take_slot
from storage.uow import UnitOfWork
from storage.visits import add_visit
from tests.faults.checker import CHECKS, Evidence, each_push_once, findings, report
from tests.faults.histories import History
from tests.installation import MONDAY

REPS = ("ou_a", "ou_b")


@pytest.fixture
def seen(db_url: str, tmp_path: Path) -> Iterator[Evidence]:
    """Two accepted visits and one answered message, all as they should be."""
    feishu = FakeFeishu(HandClock(MONDAY))
    with closing(History(tmp_path / "history.jsonl")) as history, UnitOfWork(db_url) as db:
        db.write(lambda db: _fill(db, history, feishu))
        yield Evidence.taken(history, db_url, feishu)


def _fill(db: Connection, history: History, feishu: FakeFeishu) -> None:
    team = meet_team(db, "oc_team", "华东一队", "Asia/Shanghai", MONDAY)
    seat(db, team, dict.fromkeys(REPS, "某人"), MONDAY)
    found_team(db, team, meet(db, REPS[0], ""), MONDAY)
    for place, rep in enumerate(REPS, 1):
        entry, about = f"entry {place}", {"entry": f"entry {place}", "event": f"event {place}"}
        history.add("invoke", **about, form=f"k{place}", customer="华宁精密", who=rep)
        person = meet(db, rep, "")
        customer = find_or_add_customer(db, "华宁精密", person.id, MONDAY)
        findings = Findings(MONDAY.date(), Kind.ON_SITE, "", entry, "", "", None)
        visit = add_visit(db, team, person, customer, findings, MONDAY, MONDAY)
        said = f"已记录 {number(visit.id)}"
        keep_answer(db, Keys(f"event {place}", f"act {place}"), "Pressed:visits.FileVisit", said, MONDAY)
        history.add("ok", **about, status=200, ms=12.5, said=said)
    history.add("invoke", entry="om_1", event="event 3", who=REPS[0])
    history.add("ok", entry="om_1", event="event 3", status=200, ms=9.0)
    row = enqueue(db, Outgoing(REPS[0], Verb.SEND, "{}", dedupe="answer/om_1"), MONDAY)
    db.execute(text(f"UPDATE outbox SET state = 'sent', uuid = 'u1' WHERE id = {row}"))  # noqa: S608 - a number of ours
    show(feishu, "u1")
    take_slot(db, "daily_kpi", team.id, MONDAY, MONDAY, late=False)


def show(feishu: FakeFeishu, uuid: str) -> None:
    bot, now = Sender("bot", "ou_bot", "bot"), feishu.clock.now()
    feishu.world.post(Message("oc_1", bot, "card", "", "{}", now, now, uuid=uuid))


def call(seen: Evidence, *, code: int = 0, at: datetime = MONDAY, to: str = "ou_a") -> None:
    body = {"receive_id": to}
    seen.feishu.calls.append(ApiCall(1, at, "POST", "/open-apis/im/v1/messages", 200, code, 1.0, body))


def plant(seen: Evidence, *statements: str) -> Evidence:
    """Change the database behind everybody's back, and look again."""
    engine = create_engine(seen.url)
    with engine.begin() as db:
        if db.dialect.name == "sqlite":
            db.exec_driver_sql("PRAGMA foreign_keys=OFF")
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()
    return Evidence.taken(seen.history, seen.url, seen.feishu)


def rules(seen: Evidence) -> set[str]:
    return {finding.rule for finding in findings(seen)}


_TWICE = (
    "INSERT INTO visits (team_id, rep_id, customer_id, visited_on, kind, contact, purpose, outcome, next_step, said_at,"
    " entered_at, version) SELECT team_id, rep_id, customer_id, visited_on, kind, contact, {purpose}, outcome,"
    " next_step, said_at, entered_at, version FROM visits WHERE purpose = 'entry 1'"
)


def test_what_is_well_has_no_findings(seen: Evidence) -> None:
    assert findings(seen) == []
    assert len(CHECKS) == 9


def test_a_row_that_went_missing_is_found(seen: Evidence) -> None:
    seen = plant(seen, "DELETE FROM visits WHERE purpose = 'entry 2'")
    assert rules(seen) == {"I1", "I7"}
    assert "entry 2 was accepted as '已记录" in report(seen, findings(seen))


def test_an_answer_that_was_never_queued_is_found(seen: Evidence) -> None:
    assert rules(plant(seen, "DELETE FROM outbox")) == {"I1", "I4"}


def test_a_row_with_another_number_or_another_rep_than_was_told_is_found(seen: Evidence) -> None:
    assert rules(plant(seen, "UPDATE visits SET rep_id = (SELECT min(rep_id) FROM visits)")) == {"I1"}
    seen.history.lines[1] = replace(seen.history.lines[1], said="已记录 V-9")
    assert "and its rep was told '已记录 V-9'" in report(seen, findings(seen))


def test_a_row_that_is_there_twice_is_found(seen: Evidence) -> None:
    assert rules(plant(seen, _TWICE.format(purpose="purpose"))) == {"I2", "I7"}


def test_two_answers_to_the_same_entry_are_found(seen: Evidence) -> None:
    seen.history.add("ok", entry="entry 1", event="event 9", status=200, said="已记录 V-77")
    assert rules(seen) == {"I2"}


def test_a_row_that_nobody_asked_for_is_found(seen: Evidence) -> None:
    assert rules(plant(seen, _TWICE.format(purpose="'out of nowhere'"))) == {"I3", "I7"}


@pytest.mark.parametrize("state", ["queued", "parked"])
def test_a_message_that_was_never_sent_is_found(seen: Evidence, state: str) -> None:
    assert rules(plant(seen, f"UPDATE outbox SET state = '{state}'")) == {"I4"}  # noqa: S608 - one of two words


def test_a_message_that_got_lost_or_is_visible_twice_or_unasked_is_found(seen: Evidence) -> None:
    show(seen.feishu, "u1")
    assert "is visible 2 times" in report(seen, findings(seen))
    seen.feishu.world.messages.clear()
    assert "is visible 0 times" in report(seen, findings(seen))
    show(seen.feishu, "u1")
    assert findings(seen) == []
    show(seen.feishu, "")
    assert "no row of the outbox wanted it" in report(seen, findings(seen))


def test_too_many_calls_are_found(seen: Evidence) -> None:
    for place in range(6):
        call(seen, at=MONDAY + timedelta(milliseconds=190 * place))
    assert "ou_a had more than 5 calls within 0:00:01" in report(seen, findings(seen))
    seen.feishu.calls.clear()
    for place in range(51):
        call(seen, to=f"ou_{place}", at=MONDAY + timedelta(milliseconds=19 * place))
    assert "the app had more than 50 calls" in report(seen, findings(seen))
    seen.feishu.calls.clear()
    for place in range(1001):
        call(seen, to=f"ou_{place}", at=MONDAY + timedelta(milliseconds=59 * place))
    assert "the app had more than 1000 calls" in report(seen, findings(seen))
    seen.feishu.calls.clear()
    call(seen, code=230020)
    assert rules(seen) == {"I5"}


def test_an_answer_that_came_too_late_is_found(seen: Evidence) -> None:
    seen.history.add("ok", entry="entry 1", status=200, ms=3001.0, said=seen.history.lines[1].said)
    assert rules(seen) == {"I6"}


def test_a_reference_that_leads_nowhere_is_found(seen: Evidence) -> None:
    if seen.url.startswith("sqlite"):
        assert rules(plant(seen, "UPDATE visits SET customer_id = 99")) >= {"I7"}


def test_an_acceptance_that_was_not_written_down_is_found(seen: Evidence) -> None:
    assert rules(plant(seen, "DELETE FROM inbox WHERE act_key = 'act 2'")) == {"I7"}


def test_a_push_that_was_made_twice_or_not_at_all_is_found(seen: Evidence) -> None:
    assert each_push_once(seen, [("daily_kpi", MONDAY.astimezone(UTC))]) == []
    assert each_push_once(seen, [("daily_kpi", MONDAY + timedelta(days=1))])
    doubled = {name: [*rows, *rows] for name, rows in seen.rows.items() if name == "pushes"}
    assert {each.rule for each in each_push_once(replace(seen, rows={**seen.rows, **doubled}))} == {"I8"}


def test_an_error_of_ours_is_found(seen: Evidence) -> None:
    seen.history.add("fail", entry="entry 1", status=503)
    assert findings(seen) == []
    seen.history.add("fail", entry="entry 1", status=500)
    assert rules(seen) == {"I10"}
    assert rules(plant(seen, "UPDATE inbox SET state = 'failed', ref = 'ABC' WHERE act_key = 'act 1'")) == {"I7", "I10"}


def test_a_report_shows_only_what_concerns_its_findings(seen: Evidence) -> None:
    seen.history.add("nemesis", said="kill -9")
    seen = plant(seen, "DELETE FROM visits WHERE purpose = 'entry 2'")
    said = report(seen, findings(seen))
    assert "entry=entry 2" in said
    assert "kill -9" in said
    assert "entry=entry 1" not in said
