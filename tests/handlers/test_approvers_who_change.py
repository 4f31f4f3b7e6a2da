"""A question waits while people come and go: whoever decides must still be somebody who may."""

from datetime import timedelta

import pytest

from bot.approval_forms import Approve
from playground import Delivered, Person
from storage import approvals
from storage.engine import Connection
from storage.people import find_person
from tests.approving import Market, away, decline, market, over, press, question, questions, stand_in
from tests.installation import Installation
from tests.seen import read, toast

NO_MORE = "你现在不能审批这张订单了。"


def leave(house: Installation, shop: Market, person: Person) -> None:
    house.feishu.leave(shop.squad.chat, [person])
    house.drain()


def open_questions(house: Installation) -> int:
    ((count,),) = house.rows("select count(*) from approvals where decision is null")
    return int(count)


def test_who_is_given_a_share_while_they_are_asked_decides_no_more(house: Installation) -> None:
    shop = market(house)
    boss, rep = shop.squad.manager, shop.squad.reps[0]
    order = over(shop, rep)
    card = question(house, boss)
    assert "王经理" in read(house.say(rep, "分成 SO-1 @王经理 30%"))
    assert toast(press(house, boss, "批准", card))[1] == NO_MORE
    assert toast(decline(house, boss, "驳回", "太低", card))[1] == NO_MORE
    assert shop.state(order) == "approving"
    house.tick(house.clock.now() + timedelta(hours=7))
    press(house, house.admin, "批准")
    assert shop.state(order) == "approved"


def test_a_deputy_who_left_every_team_is_not_asked(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(house, boss, deputy)
    away(house, boss)
    leave(house, shop, deputy)
    order = over(shop, rep)
    assert questions(house, deputy) == []
    press(house, house.admin, "批准")
    assert shop.state(order) == "approved"


def test_a_deputy_who_leaves_while_they_are_asked_decides_no_more(lite: Installation) -> None:
    shop = market(lite)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(lite, boss, deputy)
    away(lite, boss)
    order = over(shop, rep)
    card = question(lite, deputy)
    leave(lite, shop, deputy)
    assert toast(press(lite, deputy, "批准", card))[1] == NO_MORE
    assert shop.state(order) == "approving"


def test_who_stands_in_for_somebody_who_may_no_more_may_no_more_either(lite: Installation) -> None:
    shop = market(lite)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(lite, boss, deputy)
    away(lite, boss)
    order = over(shop, rep)
    card = question(lite, deputy)
    leave(lite, shop, boss)
    assert toast(press(lite, deputy, "批准", card))[1] == NO_MORE
    assert shop.state(order) == "approving"


def test_what_waits_for_a_manager_who_left_goes_to_the_next_level(house: Installation) -> None:
    shop = market(house)
    boss, rep = shop.squad.manager, shop.squad.reps[0]
    order = over(shop, rep)
    card = question(house, boss)
    leave(house, shop, boss)
    assert toast(press(house, boss, "批准", card))[1] == NO_MORE
    house.tick(house.clock.now() + timedelta(hours=7))
    press(house, house.admin, "批准")
    assert shop.state(order) == "approved"
    assert open_questions(house) == 0


def test_a_deputy_on_leave_is_passed_over(lite: Installation) -> None:
    shop = market(lite, reps=("李雷", "韩梅梅", "周杰"))
    boss, (rep, deputy, third) = shop.squad.manager, shop.squad.reps
    stand_in(lite, boss, deputy)
    lite.app.db.write(lambda db: _name(db, deputy, third, lite))
    away(lite, boss)
    away(lite, deputy)
    order = over(shop, rep)
    assert questions(lite, deputy) == questions(lite, third) == []  # a deputy has no deputy
    press(lite, lite.admin, "批准")
    assert shop.state(order) == "approved"


def _name(db: Connection, person: Person, deputy: Person, house: Installation) -> None:
    one, other = (find_person(db, each.open_id)[0] for each in (person, deputy))
    assert one is not None and other is not None  # noqa: PT018
    approvals.name_deputy(db, one, other, house.clock.now())


@pytest.mark.parametrize("label, state", [("退回修改", "returned"), ("驳回", "rejected")])
def test_a_no_does_not_bind_the_next_submission_and_neither_does_its_card(
    lite: Installation, label: str, state: str
) -> None:
    shop = market(lite)
    boss, rep = shop.squad.manager, shop.squad.reps[0]
    order = over(shop, rep)
    first = question(lite, boss)
    decline(lite, boss, label, "太低")
    assert shop.state(order) == state
    order = shop.submit(rep, shop.reworded(rep, order, shop.shop.wish("A100", 10, rate=8400)))
    assert shop.state(order) == "approving"
    lite.drain()
    assert toast(_again(lite, boss, first.message_id))[0] == "warning"
    assert shop.state(order) == "approving"
    assert [row[0] for row in lite.rows("select decision from approvals order by id")] == [state, None]
    press(lite, boss, "批准", questions(lite, boss)[-1])
    assert shop.state(order) == "approved"


def _again(house: Installation, boss: Person, message_id: str) -> Delivered:
    """The first question's button, as a client would send it that never got the new card."""
    where = {"open_message_id": message_id, "open_chat_id": house.feishu.direct(boss).chat_id}
    ((first,),) = house.rows("select min(id) from approvals")
    action = {"tag": "button", "value": Approve(first).stamp(to=boss.open_id)}
    event = {"operator": {"open_id": boss.open_id}, "context": where, "action": action}
    return house.feishu.deliver(house.feishu.envelope("card.action.trigger", event))


def test_the_same_words_submitted_again_are_asked_about_again(lite: Installation) -> None:
    shop = market(lite)
    boss, rep = shop.squad.manager, shop.squad.reps[0]
    order = over(shop, rep)
    decline(lite, boss, "退回修改", "太低")
    shop.submit(rep, order)
    assert shop.state(order) == "approving"
    assert open_questions(lite) == 1
    assert len(questions(lite, boss)) == 2


def test_a_team_that_is_closed_decides_nothing(lite: Installation) -> None:
    shop = market(lite)
    boss, rep = shop.squad.manager, shop.squad.reps[0]
    order = over(shop, rep)
    card = question(lite, boss)
    lite.feishu.remove_bot(shop.squad.chat, boss)
    lite.drain()
    assert toast(press(lite, boss, "批准", card))[0] in ("error", "warning")
    lite.tick(lite.clock.now() + timedelta(hours=7))
    assert (shop.state(order), open_questions(lite)) == ("approving", 1)


def test_the_manager_of_another_team_is_not_asked_and_decides_nothing(lite: Installation) -> None:
    shop = market(lite)
    stranger = lite.squad("华南二队", "孙经理", ("钱七", "郑八")).manager
    order = over(shop)
    card = question(lite, shop.squad.manager)
    assert questions(lite, stranger) == []
    assert toast(press(lite, stranger, "批准", card))[0] != "success"
    assert "没有等你审批的订单" in read(lite.say(stranger, "审批"))
    assert shop.state(order) == "approving"
