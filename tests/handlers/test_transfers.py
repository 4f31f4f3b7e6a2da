"""转移: a manager hands customers over from a day on; past sales stay unless that is chosen."""

from datetime import timedelta

import pytest

from handlers.transfers.forms import TransferCustomers
from playground import Message, Person
from tests.approving import click
from tests.installation import MONDAY, Installation
from tests.ordering import CUSTOMER, Market, market
from tests.seen import cards, labels, read, toast

LATER = "2026-03-12"


def owner(house: Installation, name: str = CUSTOMER) -> str:
    asked = f"select p.name from customers c join people p on p.id = c.owner_id where c.name = '{name}'"  # noqa: S608
    ((found,),) = house.rows(asked)
    return str(found)


def credit(house: Installation) -> list[tuple[str, int]]:
    """Net sales by rep, in yuan."""
    asked = "select name, sum(amount) from postings join people on people.id = rep_id group by name order by name"
    return [(str(name), int(amount) // 100) for name, amount in house.rows(asked) if amount]


def preview(shop: Market, words: str, by: Person | None = None) -> Message:
    """What a transfer would do."""
    return shop.house.say(by or shop.manager, f"转移 {words}")


def transfer(shop: Market, words: str, by: Person | None = None, **typed: str) -> Message:
    """The same, carried out."""
    card = preview(shop, words, by)
    who = by or shop.manager
    shop.house.feishu.submit(who, card.message_id, typed)
    shop.house.drain()
    return card


@pytest.fixture
def shop(house: Installation) -> Market:
    """On both databases."""
    return market(house)


@pytest.fixture
def small(lite: Installation) -> Market:
    """On one."""
    return market(lite)


def test_the_preview_says_how_many_and_from_when(shop: Market) -> None:
    card = preview(shop, f"@李雷→@韩梅梅 从{LATER}")
    for said in ("李雷 → 韩梅梅", "客户（家）", CUSTOMER, "3月12日", "之前的业绩不动"):
        assert said in read(card)
    assert "past sales stay" in read(card, "en")
    assert labels(card) == ["确认转移"]
    assert owner(shop.house) == "李雷"


def test_it_holds_from_its_day_on(shop: Market) -> None:
    shop.confirmed()
    card = transfer(shop, f"@李雷→@韩梅梅 从{LATER}")
    assert "家客户转给 韩梅梅" in read(card)
    assert owner(shop.house) == "李雷"
    shop.house.tick(MONDAY + timedelta(days=10))
    assert owner(shop.house) == "韩梅梅"
    assert [name for name, _ in credit(shop.house)] == ["李雷"]
    assert shop.house.rows("select verb from audit where verb = 'transfer'") != []


def test_both_hear_of_it(small: Market) -> None:
    transfer(small, "@李雷→@韩梅梅")
    for who in (small.rep, small.other):
        said = [read(card) for card in cards(small.house, small.house.feishu.direct(who))]
        assert any("王经理 转移了" in each and "李雷 → 韩梅梅" in each for each in said)


def test_without_a_date_it_holds_today(small: Market) -> None:
    transfer(small, "@李雷 @韩梅梅")
    assert owner(small.house) == "韩梅梅"


def test_a_past_date_moves_nothing_unless_that_is_chosen(shop: Market) -> None:
    shop.confirmed()
    sold = credit(shop.house)
    shop.house.clock.advance(3 * 86_400)
    card = transfer(shop, "@李雷→@韩梅梅 从2026-03-01")
    assert owner(shop.house) == "韩梅梅"
    assert "3月5日" in read(card)
    assert credit(shop.house) == sold


def test_the_past_goes_along_where_it_is_chosen(shop: Market) -> None:
    shop.confirmed()
    ((_, amount),) = credit(shop.house)
    shop.house.clock.advance(3 * 86_400)
    card = preview(shop, "@李雷→@韩梅梅 从2026-03-01")
    assert "1 单可追溯" in read(card)
    shop.house.feishu.submit(shop.manager, card.message_id, {"past": "moves"})
    assert "1 张订单的业绩已一起转" in read(card)
    assert credit(shop.house) == [("韩梅梅", amount)]
    assert shop.house.rows("select distinct reason from postings where id > 1") != []
    assert ("transfer", "SO-1") in shop.house.rows("select verb, subject from audit")


def test_who_says_so_in_the_line_finds_it_chosen(small: Market) -> None:
    small.house.clock.advance(3 * 86_400)
    card = preview(small, "@李雷→@韩梅梅 从2026-03-01 追溯")
    assert '"initial_index": 2' in str(card.card).replace("'", '"') or "moves" in str(card.card)


def test_the_same_again_is_refused(small: Market) -> None:
    first, second = (preview(small, "@李雷→@韩梅梅") for _ in range(2))
    small.house.feishu.submit(small.manager, first.message_id, {})
    assert labels(first) == []
    before = small.house.rows("select count(*) from ownerships")
    assert "李雷 名下没有客户" in toast(small.house.feishu.submit(small.manager, second.message_id, {}))[1]
    assert small.house.rows("select count(*) from ownerships") == before


def test_a_single_customer_goes_by_its_name(shop: Market) -> None:
    shop.house.say(shop.manager, "客户")
    card = preview(shop, "客户 华宁 @韩梅梅")
    assert f"{CUSTOMER}" in read(card)
    shop.house.feishu.submit(shop.manager, card.message_id, {})
    assert owner(shop.house) == "韩梅梅"


def test_what_changed_hands_meanwhile_stays(small: Market) -> None:
    first, second = preview(small, "客户 华宁 @韩梅梅"), preview(small, "客户 华宁 @王经理")
    small.house.feishu.submit(small.manager, first.message_id, {})
    done = small.house.feishu.submit(small.manager, second.message_id, {})
    assert "请重新发一次命令" in toast(done)[1]
    assert owner(small.house) == "韩梅梅"


def test_reps_may_not(small: Market) -> None:
    assert "只有经理和管理员可以转移客户" in read(preview(small, "@李雷→@韩梅梅", by=small.rep))


def test_an_admin_may_without_being_of_any_team(small: Market) -> None:
    transfer(small, "@李雷→@韩梅梅", by=small.house.admin)
    assert owner(small.house) == "韩梅梅"


def test_a_manager_of_another_team_may_not(small: Market) -> None:
    other = small.house.squad("华南一队", "孙经理", ("周一一",))
    assert "你的团队里没有「李雷」" in read(preview(small, "李雷→周一一", by=other.manager))
    assert "你的团队里没有「李雷」" in read(preview(small, "客户 华宁 @周一一", by=other.manager))


def test_who_has_left_can_still_be_relieved_of_their_customers(shop: Market) -> None:
    shop.house.feishu.leave(shop.squad.chat, [shop.rep])
    shop.house.drain()
    transfer(shop, "李雷→@韩梅梅")
    assert owner(shop.house) == "韩梅梅"


def test_but_gets_none(small: Market) -> None:
    small.house.feishu.leave(small.squad.chat, [small.other])
    small.house.drain()
    assert "你的团队里没有「韩梅梅」" in read(preview(small, "李雷→韩梅梅"))


@pytest.mark.parametrize("words,why", [
    ("", "请写清楚谁的客户转给谁"),
    ("@李雷", "请写清楚谁的客户转给谁"),
    ("@李雷→@李雷", "转出和接收的是同一个人"),
    ("@韩梅梅→@李雷", "韩梅梅 名下没有客户"),
    ("@李雷→@韩梅梅 从2026-13-45", "没看懂日期「2026-13-45」"),
    ("客户 不存在的公司 @韩梅梅", "没有找到客户「不存在的公司」"),
    ("客户 华宁 @李雷", "已经是 李雷 的客户"),
])  # fmt: skip
def test_what_cannot_be_is_refused_in_words(small: Market, words: str, why: str) -> None:
    assert why in read(preview(small, words))


def test_in_a_group_it_is_answered_in_private(small: Market) -> None:
    card = small.house.say_in(small.squad.chat, small.manager, "转移 李雷→韩梅梅")
    assert "单聊里确认" in read(card)
    assert CUSTOMER not in read(card)
    assert "李雷 → 韩梅梅" in read(small.house.answer(small.manager))


def test_forged_values_are_refused(small: Market) -> None:
    card = preview(small, "@李雷→@韩梅梅")
    for forged in ({"taker_id": 99}, {"giver_id": 99}, {"on": "gestern"}, {"customer_id": 99}, {"on": ""}):
        stamp = TransferCustomers(1, 1, 0, "2026-03-02").stamp(to=small.manager.open_id, key=str(forged))
        stamp["with"] = {**stamp["with"], **forged}  # type: ignore[dict-item]
        assert toast(click(small.house, small.manager, card, stamp))[0] == "warning"
    assert owner(small.house) == "李雷"
