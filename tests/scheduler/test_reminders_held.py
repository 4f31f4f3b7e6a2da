"""Reminders that wait for the end of a mute, and what becomes of them when things change meanwhile."""

from scheduler import ledger
from tests.installation import Installation
from tests.scheduler.test_reminders import calls, nudged
from tests.weeks import DUE, at, begun, minutes, send, silence


def test_who_asked_for_peace_is_let_be_until_then(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(6, 14))
    silence(house, rep, at(6, 16))
    house.tick(at(6, 15))
    assert nudged(house, rep) == []
    house.tick(at(6, 15, 59))
    assert nudged(house, rep) == []
    house.tick(at(6, 16))
    assert len(nudged(house, rep)) == 1


def test_a_nudge_that_would_come_too_late_is_not_made_but_the_last_word_waits(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    silence(lite, rep, at(9, 9))
    for moment in (at(6, 15), at(6, 16, 59), DUE - minutes(30), DUE, DUE + minutes(60), at(9, 8, 59)):
        lite.tick(moment)
        assert nudged(lite, rep) == []
    lite.tick(at(9, 9))
    (words,) = nudged(lite, rep)
    assert "周报还没收到" in words


def test_a_last_word_that_waited_is_dropped_when_the_report_came_meanwhile(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    silence(lite, rep, at(9, 9))
    lite.tick(DUE)
    lite.tick(DUE + minutes(60))
    lite.clock.set(at(7, 11))
    send(lite, rep)
    lite.tick(at(9, 9))
    assert nudged(lite, rep) == []


def test_a_nudge_that_changes_while_it_waits_is_sent_as_it_should_be_now(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    silence(lite, rep, at(6, 16, 59))
    lite.tick(at(6, 15))
    ledger.begin(lite.app.db, at(6, 15, 1))
    assert calls(lite) == [("send", "queued")]
    lite.tick(at(6, 16, 59))
    assert len(nudged(lite, rep)) == 1
