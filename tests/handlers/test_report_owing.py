"""Who owes which report: newcomers, managers, people in two teams, people let off, and who is a week behind."""

from storage import obligations, people
from storage.engine import Connection
from tests.installation import Installation
from tests.reporting import DONE, FRIDAY, moment, on_friday, state, submit, write
from tests.seen import read


def test_last_weeks_report_is_asked_for_until_it_is_there(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.tick(moment(9, 10))
    form = lite.say(squad.reps[0], "周报")
    assert "周报 2026-W10" in read(form)
    assert "应在 3月6日 18:00 前提交，现在交也收。" in read(form)
    submit(lite, squad.reps[0], form, summary=DONE)
    assert "周报 2026-W11" in read(lite.say(squad.reps[0], "周报"))


def test_who_owes_nothing_may_write_all_the_same(lite: Installation) -> None:
    squad = on_friday(lite)
    newcomer = lite.people("赵新")[0]
    lite.feishu.join(squad.chat, [newcomer])
    form = lite.say(newcomer, "周报")
    assert "这一期没有应交的报告，想写也收。" in read(form)
    submit(lite, newcomer, form, summary=DONE)
    assert "本期无应交" in read(form)


def test_a_manager_writes_one_that_nobody_reviews(lite: Installation) -> None:
    squad = on_friday(lite)
    form = write(lite, squad.manager)
    assert "周报 2026-W10 已提交" in read(form)
    assert "会发给" not in read(form)


def test_a_rep_in_two_teams_writes_one_report_for_the_team_that_is_owed_it(lite: Installation) -> None:
    first = on_friday(lite)
    rep = first.reps[0]
    other_boss = lite.people("孙经理")[0]
    chat = lite.feishu.add_group("华南队", [other_boss, rep])
    lite.feishu.add_bot(chat, other_boss)
    lite.drain()
    lite.feishu.press(other_boss, lite.feishu.last_card(chat).message_id, "设为销售团队")
    lite.tick(moment(6, 16))
    form = write(lite, rep)
    assert "会发给：王经理" in read(form)
    assert lite.rows("select count(*) from reports") == [(1,)]
    assert "没有等着点评的报告。" in read(lite.say(other_boss, "点评"))


def test_who_was_let_off_may_write_and_is_neither_late_nor_on_time(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.app.db.write(_let_off)
    lite.clock.set(moment(6, 20))
    form = lite.say(squad.reps[0], "周报 2026-W10")
    assert "这一期你不用交，想写也收。" in read(form)
    submit(lite, squad.reps[0], form, summary=DONE)
    assert "免交" in read(form).splitlines()
    assert state(lite) == ["waived"]


def _let_off(db: Connection) -> None:
    rep = db.execute(people.people.select().where(people.people.c.name == "李雷")).one()
    owed = obligations.find_obligation(db, rep.id, "weekly", "2026-W10")
    assert owed is not None
    obligations.waive(db, owed, rep.id, "出差无网", FRIDAY)
