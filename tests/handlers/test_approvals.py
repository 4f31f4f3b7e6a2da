"""审批: what is over goes to who may decide, is decided once, and its rep hears of it."""

from playground import Person
from tests.approving import Market, market, questions
from tests.installation import Installation
from tests.seen import cards, labels, read, toast


def over(shop: Market, rep: Person, rate: int = 8500) -> None:
    """Submit an order beyond what a rep may give."""
    shop.submitted(rep, shop.shop.wish("A100", 10, rate=rate))


def test_within_authority_it_is_confirmed_at_once(house: Installation) -> None:
    shop = market(house)
    order = shop.submitted(shop.squad.reps[0], shop.shop.wish("A100", 10, rate=9000))
    assert shop.state(order) == "confirmed"
    assert questions(house, shop.squad.manager) == []


def test_over_authority_the_manager_is_asked_with_all_it_takes_to_decide(house: Installation) -> None:
    shop = market(house)
    boss = shop.squad.manager
    over(shop, shop.squad.reps[0])
    (card,) = questions(house, boss)
    said = read(card)
    print(said)
    assert "优惠 15%，超出业务员权限 10% 共 5%" in said
    assert labels(card) == ["批准", "退回修改", "驳回"]
    done = house.feishu.press(boss, card.message_id, "批准")
    assert toast(done)[:2] == ("success", "已批准 SO-1")
    (card,) = questions(house, boss)
    assert "王经理 已批准" in read(card)
    assert "批准" not in labels(card)
    assert house.rows("select state from orders") == [("approved",)]
    told = cards(house, house.feishu.direct(shop.squad.reps[0]))[-1]
    assert "王经理 已批准，订单生效。" in read(told)
