"""分成: the credit for an order is shared, by its rep until it is promised and by the manager afterwards."""

import pytest

from tests.installation import Installation
from tests.ordering import Market, market
from tests.seen import cards, held, read, toast

SAVED = "SO-1 的分成已保存"


def shares(house: Installation) -> list[tuple[str, int]]:
    asked = "select name, share from order_splits join people on people.id = rep_id order by share desc, name"
    return [(str(name), int(share)) for name, share in house.rows(asked)]


def told(shop: Market) -> list[str]:
    """What the colleague heard of shared orders."""
    direct = shop.house.feishu.direct(shop.other)
    return [read(card) for card in cards(shop.house, direct) if "业绩分给你" in read(card)]


@pytest.mark.parametrize("words", ["30%", "30％", " 30 %", ": 30%"])
def test_a_line_shares_it_at_once(house: Installation, words: str) -> None:
    shop = market(house)
    shop.draft()
    card = house.say(shop.rep, f"分成 SO-1 @韩梅梅{words}")
    assert "业绩分成：李雷 70%、韩梅梅 30%" in read(card)
    assert "Credit shared: 李雷 70%, 韩梅梅 30%" in read(card, "en")
    assert shares(house) == [("李雷", 7000), ("韩梅梅", 3000)]
    assert house.rows("select verb, subject from audit where verb = 'share'") == [("share", "SO-1")]
    assert told(shop) == []


def test_a_mention_is_a_name_too(lite: Installation) -> None:
    shop = market(lite)
    shop.draft()
    lite.feishu.say(shop.rep, shop.squad.chat, "分成 SO-1 @韩梅梅 12.5%", mention_bot=True)
    lite.drain()
    assert shares(lite) == [("李雷", 8750), ("韩梅梅", 1250)]
    assert "金额只私信发送" in read(lite.feishu.last_card(shop.squad.chat))
    assert "业绩分成" in read(lite.answer(shop.rep))


@pytest.mark.parametrize("words,why", [
    ("@韩梅梅 100%", "现在合计 100%"),
    ("@韩梅梅 0%", "现在合计 0%"),
    ("@韩梅梅 60% @王经理 60%", "现在合计 120%"),
])  # fmt: skip
def test_what_does_not_add_up_is_refused_in_words(lite: Installation, words: str, why: str) -> None:
    shop = market(lite)
    shop.draft()
    assert why in read(lite.say(shop.rep, f"分成 SO-1 {words}"))
    assert shares(lite) == [("李雷", 10_000)]


@pytest.mark.parametrize("words,quoted", [
    ("@陌生人 30%", "没看懂：@陌生人 30%"),
    ("韩梅梅三成", "没看懂：韩梅梅三成"),
    ("@韩梅梅 30% @韩梅梅 20%", "没看懂：@韩梅梅 20%"),
    ("@李雷 30%", "没看懂：@李雷 30%"),
])  # fmt: skip
def test_what_is_not_understood_is_quoted_above_the_form(lite: Installation, words: str, quoted: str) -> None:
    shop = market(lite)
    shop.draft()
    form = lite.say(shop.rep, f"分成 SO-1 {words}")
    assert quoted in read(form)
    assert shares(lite) == [("李雷", 10_000)]


def test_the_form_shares_with_up_to_four(house: Installation) -> None:
    shop = market(house)
    shop.draft()
    form = house.say(shop.rep, "分成 SO-1")
    typed = {"colleague_1": "韩梅梅", "share_1": "20%", "colleague_2": "王经理", "share_2": "5.5"}
    done = house.feishu.submit(shop.rep, form.message_id, typed)
    assert toast(done)[1] == SAVED
    assert shares(house) == [("李雷", 7450), ("韩梅梅", 2000), ("王经理", 550)]
    assert held(house.say(shop.rep, "分成 SO-1"))["share_1"] == "20%"


@pytest.mark.parametrize("typed,why", [
    ({"colleague_1": "韩梅梅"}, "比例 1（%）：请填比例，例如 30%"),
    ({"colleague_1": "韩梅梅", "share_1": "一半"}, "比例 1（%）：请填比例，例如 30%"),
    ({"share_2": "30"}, "同事 2：请选择团队里的另一位同事，不要重复"),
    ({"colleague_1": "韩梅梅", "share_1": "3", "colleague_2": "韩梅梅", "share_2": "3"}, "同事 2：请选择团队里的"),
])  # fmt: skip
def test_a_wrong_field_brings_the_form_back(lite: Installation, typed: dict[str, str], why: str) -> None:
    shop = market(lite)
    shop.draft()
    form = lite.say(shop.rep, "分成 SO-1")
    assert toast(lite.feishu.submit(shop.rep, form.message_id, typed))[0] == "warning"
    assert why in read(form)
    assert shares(lite) == [("李雷", 10_000)]


def test_nothing_given_is_everything_for_the_rep_again(lite: Installation) -> None:
    shop = market(lite)
    shop.draft()
    form = lite.say(shop.rep, "分成 SO-1")
    lite.feishu.submit(shop.rep, form.message_id, {})
    assert shares(lite) == [("李雷", 10_000)]


def test_once_promised_the_manager_alone_shares_it(house: Installation) -> None:
    shop = market(house)
    shop.confirmed()
    assert "SO-1 已经生效，分成只能由团队经理改。" in read(house.say(shop.rep, "分成 SO-1 @韩梅梅 30%"))
    house.say(shop.manager, "分成 SO-1 @韩梅梅 30%")
    assert shares(house) == [("李雷", 7000), ("韩梅梅", 3000)]
    assert len(told(shop)) == 1


def test_a_cancelled_order_has_no_credit_to_share(lite: Installation) -> None:
    shop = market(lite)
    shop.press(shop.draft(), "取消")
    assert "SO-1 现在是「已取消」，不用再分业绩。" in read(lite.say(shop.rep, "分成 SO-1 @韩梅梅 30%"))


def test_who_shares_hears_of_it_once_it_is_confirmed(house: Installation) -> None:
    shop = market(house)
    card = shop.draft()
    house.say(shop.rep, "分成 SO-1 @韩梅梅 30%")
    assert told(shop) == []
    shop.press(card, "提交")
    (said,) = told(shop)
    for words in ("SO-1 已确认，业绩分给你 30%", "华宁精密", "¥950.00", "¥285.00"):
        assert words in said
    assert "毛利" not in said


def test_two_forms_for_the_same_shares_do_not_overwrite_each_other(house: Installation) -> None:
    shop = market(house)
    shop.draft()
    first, second = house.say(shop.rep, "分成 SO-1"), house.say(shop.rep, "分成 SO-1")
    house.feishu.submit(shop.rep, first.message_id, {"colleague_1": "韩梅梅", "share_1": "30"})
    done = house.feishu.submit(shop.rep, second.message_id, {"colleague_1": "王经理", "share_1": "50"})
    assert toast(done)[:2] == ("warning", "SO-1 后来改过，这张卡片不是最新的。")
    assert shares(house) == [("李雷", 7000), ("韩梅梅", 3000)]
    assert "业绩分成" in read(second)


@pytest.mark.parametrize("words", ["分成", "分成 那张 @韩梅梅 30%", "share SO-9 @韩梅梅 30%"])
def test_an_order_that_is_not_there_is_told_so(lite: Installation, words: str) -> None:
    assert "没有找到" in read(lite.say(market(lite).rep, words))


def test_who_shares_hears_of_it_too_when_somebody_else_decides(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10 8折 30天")
    house.say(shop.rep, "分成 SO-1 @韩梅梅 30%")
    shop.press(card, "提交")
    assert shop.states() == ["approving"]
    assert told(shop) == []
    house.feishu.press(shop.manager, house.answer(shop.manager).message_id, "批准")
    assert shop.states() == ["approved"]
    assert len(told(shop)) == 1
