"""Reminders: private, once each, never to somebody who has done it, and never when people are to be let alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.app import App
from playground import Person
from scheduler import ledger, mending, reminders
from storage import obligations
from storage.obligations import waive
from storage.upgrade import upgrade
from tests.installation import Installation, installed
from tests.seen import cards, parts, read
from tests.servers import PostgresServer
from tests.weeks import DUE, at, away, begun, direct, minutes, owed, person_id, said, send


def nudged(house: Installation, rep: Person) -> list[str]:
    """What the reminders of the weekly report in a rep's chat say now."""
    return [words for words in said(house, rep) if "周报" in words and "今天要做的" not in words]


def calls(house: Installation) -> list[tuple[str, str]]:
    """The reminders in the outbox as they stand: what to do, and how that went."""
    rows = house.rows("select verb, state from outbox where about = 'reminder' order by id")
    return [(str(verb), str(state)) for verb, state in rows]


def test_the_week_of_somebody_who_forgets(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 14, 59, 59))
    assert nudged(house, rep) == []
    house.tick(at(6, 15))
    (card,) = direct(house, rep)
    assert "周报等你提交" in read(card)
    assert "3月6日 18:00 前提交就好" in read(card)
    assert "Due 6 Mar 18:00" in read(card, "en")
    house.tick(DUE - minutes(30))
    (card,) = direct(house, rep)
    assert "还差提交，3月6日 18:00 截止" in read(card)
    house.tick(DUE)
    house.tick(DUE + minutes(59))
    assert len(nudged(house, rep)) == 1
    house.tick(DUE + minutes(60))
    house.tick(DUE + minutes(61))
    first, last = nudged(house, rep)
    assert "已过截止时间" in first
    assert "3月9日 周一 09:15 经理会看到" in last.replace("3月9日 09:15", "3月9日 周一 09:15")
    for hours in range(2, 30):
        house.tick(DUE + timedelta(hours=hours))
    assert len(nudged(house, rep)) == 2


def test_the_button_opens_the_report_of_that_week(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.tick(at(6, 15))
    (card,) = direct(lite, rep)
    button = next(part for part in parts(card.card) if part.get("tag") == "button")
    assert button["type"] == "primary_filled"
    assert button["behaviors"][0]["value"]["with"] == {"said": "周报 2026-W10"}


def test_looking_often_reminds_once(house: Installation) -> None:
    (rep,) = begun(house).reps
    for second in range(10):
        house.tick(at(6, 15, 0, second))
    assert len(nudged(house, rep)) == 1


def test_a_restart_reminds_nobody_twice(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 15))
    house.app.stop()
    house.app = App(house.settings, house.clock)
    house.tick(at(6, 15, 0, 5))
    assert len(nudged(house, rep)) == 1


def test_processes_that_look_at_once_remind_once(postgres_server: PostgresServer) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, installed(url) as house:
        squad = begun(house, "李雷", "韩梅梅", "周周")
        house.clock.set(at(6, 15))
        other = App(house.settings, house.clock)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda app: app.tick(), [house.app, other] * 2))
        other.stop()
        assert [len(nudged(house, rep)) for rep in squad.reps] == [1, 1, 1]


def test_who_has_sent_it_hears_nothing(house: Installation) -> None:
    lazy, quick = begun(house, "李雷", "韩梅梅").reps
    send(house, quick, at(5, 11))
    for moment in (at(6, 15), DUE - minutes(30), DUE, DUE + minutes(60)):
        house.tick(moment)
    assert (len(nudged(house, lazy)), nudged(house, quick)) == (2, [])


def test_what_is_sent_after_the_nudge_changes_the_card_and_makes_no_sound(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 15))
    house.clock.set(at(6, 16))
    send(house, rep)
    house.tick(at(6, 16, 0, 5))
    (card,) = direct(house, rep)
    assert "周报已提交" in read(card)
    for moment in (DUE - minutes(30), DUE, DUE + minutes(60)):
        house.tick(moment)
    assert len(direct(house, rep)) == 1
    assert "周报已提交" in read(direct(house, rep)[0])


def test_a_reminder_that_waits_is_dropped_when_the_report_is_sent(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(6, 15))
    house.app.tick()
    send(house, rep)
    house.app.tick()
    house.drain()
    assert nudged(house, rep) == []
    assert calls(house) == [("send", "expired")]


def test_the_last_word_is_dropped_within_the_hour_before_it(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(DUE)
    house.clock.set(DUE + minutes(40))
    send(house, rep)
    house.tick(DUE + minutes(61))
    assert nudged(house, rep) == []


def test_a_report_sent_while_the_reminder_is_on_its_way_mends_the_card(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(6, 15))
    house.app.tick()
    sender = house.app.sender
    sender._take_off()  # noqa: SLF001 - the row is claimed, and its call has begun
    send(house, rep)
    house.app.tick()
    house.drain()
    assert [words.splitlines()[0] for words in nudged(house, rep)] == ["周报已提交"]


def test_a_process_that_saw_it_pending_finds_it_sent(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.clock.set(at(6, 15))
    planned = lite.app.db.read(lambda db: reminders.planned_now(db, lite.app.house, at(6, 15)))
    send(lite, rep)
    assert len(planned) == 1
    assert reminders.run(lite.app.db, lite.app.house, at(6, 15)) == 0
    assert lite.app.db.write(lambda db: reminders._make(planned, lite.app.house, at(6, 15), db)) == 0


def test_a_waived_report_is_not_asked_for_any_more(lite: Installation) -> None:
    squad = begun(lite)
    (rep,) = squad.reps
    lite.tick(at(6, 15))
    boss = person_id(lite, squad.manager)
    lite.app.db.write(lambda db: waive(db, owed(lite, rep), boss, "出差无网", lite.clock.now()))
    lite.tick(DUE)
    lite.tick(DUE + minutes(60))
    assert [words.splitlines()[0] for words in nudged(lite, rep)] == ["周报已豁免"]


def test_leave_told_after_the_nudge_excuses_and_mends(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.tick(at(6, 15))
    away(lite, rep, at(3, 0), at(6, 0))
    lite.tick(at(6, 15, 1))
    lite.tick(DUE + minutes(60))
    assert [words.splitlines()[0] for words in nudged(lite, rep)] == ["周报不用交了"]


def test_nobody_is_reminded_on_leave(house: Installation) -> None:
    here, gone = begun(house, "李雷", "韩梅梅").reps
    away(house, gone, at(6, 0), at(6, 0))
    for moment in (at(5, 15), at(6, 15), DUE - minutes(30), DUE, DUE + minutes(60)):
        house.tick(moment)
    assert (len(nudged(house, here)), nudged(house, gone)) == (2, [])
    house.tick(at(9, 8, 59))
    assert nudged(house, gone) == []
    house.tick(at(9, 9))
    (words,) = nudged(house, gone)
    assert "因请假，截止顺延到 3月9日 12:00" in words


def test_the_holidays_are_quiet(sqlite_url: str) -> None:
    with installed(sqlite_url, at(2, 10).replace(month=2, day=9)) as house:
        squad = house.squad(reps=("李雷",))
        house.tick(at(2, 11).replace(month=2, day=9))
        february = at(2, 0).replace(month=2)
        send(house, squad.reps[0], february.replace(day=12), "2026-W07")
        before = len(direct(house, squad.reps[0]))
        for hours in range(0, 24 * 9, 3):
            house.tick(february.replace(day=15) + timedelta(hours=hours))
        assert len(direct(house, squad.reps[0])) == before
        assert len(direct(house, squad.manager)) == len(
            [card for card in direct(house, squad.manager) if "2月14日" in read(card) or "每日数据" in read(card)]
        )


@pytest.mark.parametrize("start,nudges", [(at(6, 16, 59), 1), (at(6, 17), 0)])
def test_a_process_that_was_down_makes_up_for_two_hours(sqlite_url: str, start: object, nudges: int) -> None:
    with installed(sqlite_url) as house:
        (rep,) = begun(house).reps
        house.tick(start)  # type: ignore[arg-type]
        assert len(nudged(house, rep)) == nudges


def test_an_outage_moves_the_due_moment_and_the_card_says_so(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 15))
    house.tick(DUE - minutes(30))
    back = DUE + minutes(10)
    house.clock.set(back)
    ledger.begin(house.app.db, back)
    house.tick(back)
    (words,) = nudged(house, rep)
    assert "因系统停机，截止顺延到 3月6日 18:40" in words
    house.tick(DUE + minutes(60))
    assert len(nudged(house, rep)) == 1
    house.tick(DUE + minutes(100))
    assert "3月6日 18:40" in nudged(house, rep)[-1]
    assert len(nudged(house, rep)) == 2


def test_a_rep_in_two_teams_is_reminded_once(lite: Installation) -> None:
    first = lite.squad("一队", "王经理", ("李雷",))
    second = lite.squad("二队", "陈经理", ())
    lite.feishu.join(second.chat, [first.reps[0]])
    lite.tick(at(2, 11))
    lite.tick(at(6, 15))
    assert len(nudged(lite, first.reps[0])) == 1


def test_a_team_abroad_is_reminded_by_its_own_clock(sqlite_url: str) -> None:
    with installed(sqlite_url, timezone="Europe/Berlin") as far:
        squad = far.squad(reps=("李雷",))
        far.tick(at(2, 11))
        far.tick(at(6, 21, 59))
        assert nudged(far, squad.reps[0]) == []
        far.tick(at(6, 22))
        assert "3月6日 18:00 前提交就好" in nudged(far, squad.reps[0])[0]


def test_a_report_that_is_withdrawn_is_asked_for_again_on_the_same_card(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.tick(at(6, 15))
    send(lite, rep, at(6, 15, 10))
    lite.tick(at(6, 15, 11))
    assert "周报已提交" in nudged(lite, rep)[0]
    lite.app.db.write(lambda db: obligations.reopen(db, owed(lite, rep)))
    lite.tick(at(6, 15, 12))
    lite.tick(DUE - minutes(30))
    (words,) = nudged(lite, rep)
    assert "还差提交" in words


def test_the_group_never_hears_of_a_reminder(lite: Installation) -> None:
    squad = begun(lite)
    before = len(cards(lite, squad.chat))
    for moment in (at(6, 15), DUE - minutes(30), DUE, DUE + minutes(60)):
        lite.tick(moment)
    assert [read(card) for card in cards(lite, squad.chat)[before:] if "周报" in read(card)] == []


def test_nothing_to_mend_costs_one_question(lite: Installation) -> None:
    begun(lite)
    lite.tick(at(6, 15))
    assert mending.run(lite.app.db, lite.app.house, lite.clock.now()) == 0
