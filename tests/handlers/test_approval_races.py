"""Decisions that meet: opposite buttons, an edit meanwhile, a restart in between."""

from datetime import timedelta

from bot.approvals import decide
from playground import Delivered, Message
from storage.approvals import Decision
from storage.engine import Connection
from storage.orders import Order
from storage.uow import UnitOfWork
from tests.approving import (
    context,
    market,
    over,
    question,
    questions,
    stand_in,
)
from tests.installation import Installation
from tests.seeds import at_once
from tests.seen import labels, read, toast


def test_of_two_who_press_opposite_buttons_one_wins_and_the_other_gets_words(house: Installation) -> None:
    shop = market(house)
    boss, (rep, deputy) = shop.squad.manager, shop.squad.reps
    stand_in(house, boss, deputy)
    order = over(shop, rep)
    house.tick(house.clock.now() + timedelta(hours=4, minutes=1))
    asked = {person: question(house, person) for person in (boss, deputy)}
    house.feishu.press(deputy, asked[deputy].message_id, "驳回")
    pressers = [
        lambda: house.feishu.press(boss, asked[boss].message_id, "批准"),
        lambda: house.feishu.submit(deputy, asked[deputy].message_id, {"reason": "太低"}),
    ]
    done = at_once(2, lambda n: pressers[n]())
    kinds = sorted(toast(each)[0] for each in done if isinstance(each, Delivered))
    assert kinds == ["success", "warning"]
    assert shop.state(order) in ("approved", "rejected")
    assert house.rows("select count(distinct decision) from approvals") == [(1,)]
    assert house.rows("select count(*) from audit where verb in ('approve', 'reject')") == [(1,)]
    shown = [read(question(house, person)) for person in (boss, deputy)]
    winner = "王经理 已批准" if shop.state(order) == "approved" else "韩梅梅 已驳回"
    assert all(winner in each for each in shown)


def test_an_edit_and_an_approval_at_once_never_approve_the_new_version(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.squad.reps[0], shop.squad.manager
    for _ in range(3):
        order = over(shop, quantity=10)
        card = questions(house, boss)[-1]

        def act(n: int, order: Order = order, card: Message = card) -> object:
            if n:
                return shop.reworded(rep, order, shop.shop.wish("A100", 10, rate=5000))
            return toast(house.feishu.press(boss, card.message_id, "批准"))

        at_once(2, act)
        state, version = house.rows(f"select state, version from orders where id = {order.id}")[0]  # noqa: S608
        assert (state, version) in {("draft", 2), ("approved", 1)}
        shop.cancelled(rep, order)


def test_a_restart_in_between_changes_nothing(house: Installation) -> None:
    shop = market(house)
    order, boss = over(shop), shop.squad.manager
    assert labels(question(house, boss)) == ["批准", "退回修改", "驳回"]
    house.app.db.close()
    house.app.db = UnitOfWork(house.settings.storage.url)

    def press_again(db: Connection) -> bool:
        return decide(context(db, house.app.house, boss.open_id, shop.now), 1, Decision.APPROVED).is_new

    assert [house.app.db.write(press_again) for _ in range(2)] == [True, False]
    assert shop.state(order) == "approved"
    assert house.rows("select decision from approvals") == [("approved",)]
