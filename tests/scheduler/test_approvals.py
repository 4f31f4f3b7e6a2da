"""Orders that wait for a decision: one word after two working hours, somebody else after four, and never twice."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import event

from bot.app import App
from playground import Person
from sales.orders import State
from scheduler import approvals
from storage.engine import Connection
from storage.orders import Order
from storage.upgrade import upgrade
from tests.approving import Market, market, questions
from tests.installation import SHANGHAI, Installation, installed
from tests.seeds import at_once
from tests.seen import cards, labels, read
from tests.servers import PostgresServer


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 in Shanghai; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def over(shop: Market, rate: int = 8500) -> Order:
    return shop.submitted(shop.squad.reps[0], shop.shop.wish("A100", 10, rate=rate))


def reminders(house: Installation, person: Person) -> list[str]:
    """What somebody was reminded of."""
    direct = [read(card) for card in cards(house, house.feishu.direct(person))]
    return [said for said in direct if "还有订单等你审批" in said]


def deputise(house: Installation, person: Person, deputy: Person) -> None:
    house.say(person, f"代理 @{deputy.name}")


def test_after_two_working_hours_there_is_one_reminder(house: Installation) -> None:
    shop = market(house)
    boss = shop.squad.manager
    over(shop)
    house.tick(at(2, 11, 59))
    assert reminders(house, boss) == []
    house.tick(at(2, 12, 1))
    house.tick(at(2, 12, 2))
    (said,) = reminders(house, boss)
    assert "1 单等你审批" in said
    assert "2 小时前送审" in said


def test_the_reminder_leads_to_the_question(lite: Installation) -> None:
    shop = market(lite)
    order = over(shop)
    lite.tick(at(2, 12, 1))
    card = lite.answer(shop.squad.manager)
    lite.feishu.press(shop.squad.manager, card.message_id, "审批")
    lite.feishu.press(shop.squad.manager, card.message_id, "批准")
    assert shop.state(order) == State.APPROVED


def test_several_that_wait_are_one_message(house: Installation) -> None:
    shop = market(house)
    for rate in (8500, 8300, 8100):
        over(shop, rate)
    house.tick(at(2, 12, 1))
    (said,) = reminders(house, shop.squad.manager)
    assert "3 单等你审批" in said


def test_nights_and_days_off_are_no_working_hours(lite: Installation) -> None:
    shop = market(lite)
    lite.clock.set(at(6, 17))
    over(shop)
    lite.drain()
    for moment in (at(6, 20), at(7, 12), at(8, 12), at(9, 9, 59)):
        lite.tick(moment)
        assert reminders(lite, shop.squad.manager) == []
    lite.tick(at(9, 10, 1))
    assert len(reminders(lite, shop.squad.manager)) == 1
    assert questions(lite, lite.admin) == []
    lite.tick(at(9, 12, 1))
    assert len(questions(lite, lite.admin)) == 1


def test_who_has_decided_is_not_reminded(lite: Installation) -> None:
    shop = market(lite)
    over(shop)
    (card,) = questions(lite, shop.squad.manager)
    lite.feishu.press(shop.squad.manager, card.message_id, "批准")
    lite.tick(at(2, 12, 1))
    lite.tick(at(2, 16))
    assert reminders(lite, shop.squad.manager) == []
    assert questions(lite, lite.admin) == []


def test_after_four_working_hours_the_deputy_is_asked_and_both_may_decide(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    deputise(house, boss, deputy)
    order = over(shop)
    house.tick(at(2, 12, 1))
    house.tick(at(2, 13, 59))
    assert questions(house, deputy) == []
    house.tick(at(2, 14, 1))
    house.tick(at(2, 14, 2))
    (asked,) = questions(house, deputy)
    assert "你代 王经理 审批" in read(asked)
    (first,) = questions(house, boss)
    house.feishu.press(boss, first.message_id, "批准")
    (asked,) = questions(house, deputy)
    assert "王经理 已批准" in read(asked)
    assert labels(asked) == ["看还有哪些待审批"]
    assert shop.state(order) == State.APPROVED
    assert "王经理 已批准" in read(house.answer(rep))


def test_the_deputy_may_be_faster(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    deputise(house, boss, deputy)
    order = over(shop)
    house.tick(at(2, 14, 1))
    (asked,) = questions(house, deputy)
    house.feishu.press(deputy, asked.message_id, "批准")
    (first,) = questions(house, boss)
    assert "韩梅梅 已批准" in read(first)
    assert shop.state(order) == State.APPROVED


def test_without_a_deputy_the_next_level_is_asked_and_then_nobody_more(lite: Installation) -> None:
    shop = market(lite)
    over(shop)
    lite.tick(at(2, 14, 1))
    assert len(questions(lite, lite.admin)) == 1
    for day in range(3, 6):
        lite.tick(at(day, 17))
    assert len(questions(lite, lite.admin)) == 1
    assert lite.rows("select count(*) from approvals") == [(2,)]


def test_the_deputy_is_reminded_too_and_handed_on(lite: Installation) -> None:
    shop = market(lite)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    deputise(lite, boss, deputy)
    over(shop)
    lite.tick(at(2, 14, 1))
    lite.tick(at(2, 16, 2))
    assert len(reminders(lite, deputy)) == 1
    lite.tick(at(3, 9, 3))
    assert len(questions(lite, lite.admin)) == 1
    assert lite.rows("select count(*) from approvals where decision is null") == [(3,)]


def test_leave_that_begins_while_something_waits_hands_it_over_at_once(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    deputise(house, boss, deputy)
    over(shop)
    house.drain()
    card = house.say(boss, "请假 今天")
    house.feishu.press(boss, card.message_id, "确认")
    house.tick(at(2, 10, 30))
    assert len(questions(house, deputy)) == 1
    assert reminders(house, boss) == []


def test_a_question_that_comes_by_night_waits_for_the_morning(lite: Installation) -> None:
    shop = market(lite)
    lite.clock.set(at(2, 22))
    over(shop)
    assert questions(lite, shop.squad.manager) == []
    lite.tick(at(3, 9, 30))
    assert len(questions(lite, shop.squad.manager)) == 1
    assert reminders(lite, shop.squad.manager) == []
    lite.tick(at(3, 11, 1))
    assert len(reminders(lite, shop.squad.manager)) == 1


def test_a_reminder_that_could_not_be_heard_yet_is_dropped_with_the_last_question(lite: Installation) -> None:
    shop = market(lite)
    boss = shop.squad.manager
    order = over(shop)
    (card,) = questions(lite, boss)
    lite.say(boss, "免打扰 到 15:00")
    lite.tick(at(2, 12, 1))
    held = lite.rows("select state from outbox where dedupe like 'approvals-waiting/%'")
    assert [str(state) for (state,) in held] in ([["queued"]], ["queued"])
    lite.feishu.press(boss, card.message_id, "批准")
    lite.tick(at(2, 15, 30))
    assert reminders(lite, boss) == []
    assert shop.state(order) == State.APPROVED


def test_an_order_that_was_edited_is_not_handed_over(lite: Installation) -> None:
    shop = market(lite)
    order = over(shop)
    shop.reworded(shop.squad.reps[0], order, shop.shop.wish("A100", 1))
    lite.tick(at(2, 12, 1))
    lite.tick(at(2, 14, 1))
    assert reminders(lite, shop.squad.manager) == []
    assert questions(lite, lite.admin) == []


def test_a_team_at_rest_is_left_alone(lite: Installation) -> None:
    shop = market(lite)
    over(shop)
    lite.drain()
    lite.feishu.remove_bot(shop.squad.chat, shop.squad.manager)
    lite.tick(at(2, 14, 1))
    assert questions(lite, lite.admin) == []


def test_many_that_look_at_once_make_one_message(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    deputise(house, boss, deputy)
    over(shop)
    run = approvals.run
    made = at_once(4, lambda _: run(house.app.db, house.app.house, at(2, 12, 1)))
    assert sorted(map(str, made)) == ["0", "0", "0", "1"]
    made = at_once(4, lambda _: run(house.app.db, house.app.house, at(2, 14, 1)))
    assert sorted(map(str, made)) == ["0", "0", "0", "1"]
    house.clock.set(at(2, 14, 2))
    assert len(questions(house, deputy)) == 1
    assert len(reminders(house, boss)) == 1


def test_further_processes_change_nothing(postgres_server: PostgresServer) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, installed(url) as house:
        shop = market(house)
        over(shop)
        house.drain()
        house.clock.set(at(2, 14, 1))
        apps = [house.app, App(house.settings, house.clock)]
        at_once(2, lambda n: apps[n].tick())
        apps[1].stop()
        assert len(questions(house, house.admin)) == 1


def test_nobody_decides_while_it_is_handed_over(house: Installation) -> None:
    shop = market(house)
    boss, deputy = shop.squad.manager, shop.squad.reps[1]
    deputise(house, boss, deputy)
    order = over(shop)
    (card,) = questions(house, boss)
    house.clock.set(at(2, 14, 1))
    acts: list[Callable[[], object]] = [
        lambda: house.feishu.press(boss, card.message_id, "批准"),
        lambda: approvals.run(house.app.db, house.app.house, at(2, 14, 1)),
    ]
    done = at_once(2, lambda n: acts[n]())
    assert not any(isinstance(each, Exception) for each in done)
    assert shop.state(order) == State.APPROVED
    assert house.rows("select count(*) from approvals where decision is null") == [(0,)]
    assert all("王经理 已批准" in read(each) for each in questions(house, deputy))


def test_where_nothing_waits_there_is_one_question_to_the_database(lite: Installation) -> None:
    market(lite)
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    def look(db: Connection) -> None:
        event.listen(db, "before_cursor_execute", note)
        approvals.due_now(db, lite.app.house, lite.clock.now())
        event.remove(db, "before_cursor_execute", note)

    lite.app.db.read(look)
    assert asked.count("SELECT") == 1
