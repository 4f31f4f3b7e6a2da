"""退货: what is with the customer comes back for a reason, is credited, the manager knows of grave ones at once."""

from datetime import timedelta

import pytest

from playground import Person
from tests.goods import placed, ship
from tests.installation import Installation, Squad
from tests.seeds import at_once
from tests.seen import cards, held, labels, read, toast


def sent(house: Installation, *shares: int) -> Squad:
    """A team whose first rep has the order SO-1, of which four A100 and two B7 have left."""
    squad = house.squad()
    order = placed(house, squad, *shares)
    house.app.db.write(lambda db: ship(db, order.id, A100=4, B7=2))
    return squad


@pytest.fixture
def squad(house: Installation) -> Squad:
    """The same, nobody but the rep having a part in it."""
    return sent(house)


def back(house: Installation) -> list[int]:
    return [n for (n,) in house.rows("select returned from order_lines order by no")]


def news(house: Installation, person: Person) -> list[str]:
    """What a person was told of returns."""
    said = [read(card) for card in cards(house, house.feishu.direct(person))]
    return [words for words in said if "登记了 SO-1 的退货" in words]


@pytest.mark.parametrize("words", ["退货 SO-1 A100*2 质量", "return so-1 A100 x 2 quality", "th 1 齿轮泵 2台 质量问题"])
def test_a_line_with_its_reason_is_confirmed_first(house: Installation, squad: Squad, words: str) -> None:
    card = house.say(squad.reps[0], words)
    said = read(card)
    assert "请确认退货 SO-1" in said
    assert "2 台 = ¥180.00 退后客户还有 2 台" in said
    assert "原因\n质量问题" in said
    assert "Reason\nQuality" in read(card, "en")
    assert labels(card) == ["确认退货", "改一改", "不退了"]
    assert back(house) == [0, 0, 0]
    done = house.feishu.press(squad.reps[0], card.message_id, "确认退货")
    assert toast(done)[:2] == ("success", "SO-1 已退货，冲减 ¥180.00")
    assert back(house) == [2, 0, 0]
    assert "已退 2" in read(card)
    assert house.rows("select reason, note from returns") == [("quality", "")]
    assert house.rows("select amount from allocations where return_id is not null") == [(180_00,)]


@pytest.mark.parametrize("words,reason,note", [
    ("退货 SO-1 A100*2 漏油了", "quality", "漏油了"),
    ("退货 SO-1 A100*2 发错货", "wrong_goods", ""),
    ("退货 SO-1 A100*2 客户买多了", "surplus", "客户买多了"),
    ("退货 SO-1 A100*2 破损 箱子摔了", "damaged", "箱子摔了"),
    ("return SO-1 A100*2 entry error", "entry_error", ""),
])  # fmt: skip
def test_reasons_are_read_and_the_words_kept(lite: Installation, words: str, reason: str, note: str) -> None:
    squad = sent(lite)
    card = lite.say(squad.reps[0], words)
    lite.feishu.press(squad.reps[0], card.message_id, "确认退货")
    assert lite.rows("select reason, note from returns") == [(reason, note)]


def test_without_a_reason_the_form_asks_for_it(house: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    card = house.say(rep, "退货 SO-1 A100*2 客户改主意")
    assert held(card).items() >= {"quantity_1": "2", "quantity_2": "", "reason": "", "note": "客户改主意"}.items()
    assert "最多可退 4 台" in read(card)
    assert "最多可退 0" not in read(card)
    done = house.feishu.submit(rep, card.message_id, {"reason": "other"})
    assert toast(done)[1] == "SO-1 已退货，冲减 ¥180.00"
    assert house.rows("select reason, note from returns") == [("other", "客户改主意")]


@pytest.mark.parametrize("typed,why", [
    ({"quantity_1": "5", "reason": "quality"}, "「A100」最多还能退 4 台。"),
    ({"quantity_1": "1", "reason": ""}, "原因：请选择一项"),
    ({"quantity_1": "1", "reason": "moon"}, "原因：请选择一项"),
    ({"reason": "quality"}, "请至少填一个数量。"),
    ({"quantity_2": "1", "reason": "quality", "on": "2026-03-03"}, "日期不能晚于今天"),
    ({"quantity_2": "1", "reason": "quality", "on": "2026-03-01"}, "日期不能早于 3月2日 周一"),
])  # fmt: skip
def test_the_form_comes_back_with_the_reason_why_not(lite: Installation, typed: dict[str, str], why: str) -> None:
    squad = sent(lite)
    card = lite.say(squad.reps[0], "退货 SO-1")
    done = lite.feishu.submit(squad.reps[0], card.message_id, typed, unchecked=True)
    assert toast(done)[0] == "warning"
    assert why in read(card)
    assert back(lite) == [0, 0, 0]


def test_more_than_is_out_comes_back_as_the_form(lite: Installation) -> None:
    squad = sent(lite)
    card = lite.say(squad.reps[0], "退货 SO-1 A100*5 质量")
    assert "「A100」最多还能退 4 台。" in read(card)
    assert held(card).items() >= {"quantity_1": "5", "reason": "quality"}.items()
    assert "「X1」最多还能退 0 套。" in read(lite.say(squad.reps[0], "退货 SO-1 X1*1 质量"))


def test_it_posts_on_its_own_day(house: Installation, squad: Squad) -> None:
    house.clock.advance(timedelta(days=30))
    card = house.say(squad.reps[0], "退货 SO-1 A100*2 质量 3月30日")
    house.feishu.press(squad.reps[0], card.message_id, "确认退货")
    assert [str(day) for (day,) in house.rows("select returned_on from returns")] == ["2026-03-30"]
    assert [str(day) for (day,) in house.rows("select shipped_on from shipments")] == ["2026-03-02"]


def test_nothing_comes_back_of_what_never_left(house: Installation) -> None:
    squad = house.squad()
    placed(house, squad)
    said = read(house.say(squad.reps[0], "退货 SO-1 A100*1 质量"))
    assert "SO-1 现在是「已确认」，不能退货。" in said
    assert "订单 SO-1" in said


def test_a_stale_card_shows_how_it_stands(house: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    first, second = (house.say(rep, "退货 SO-1 A100*3 质量") for _ in range(2))
    house.feishu.press(rep, first.message_id, "确认退货")
    done = house.feishu.press(rep, second.message_id, "确认退货")
    assert toast(done)[0] == "warning"
    assert "已退 3" in read(second)
    assert back(house) == [3, 0, 0]


def test_changing_ones_mind_goes_over_the_form_back_to_the_order(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[0], "退货 SO-1 A100*2 漏油")
    house.feishu.press(squad.reps[0], card.message_id, "改一改")
    assert held(card).items() >= {"quantity_1": "2", "reason": "quality", "note": "漏油"}.items()
    house.feishu.press(squad.reps[0], card.message_id, "不退了")
    assert "订单 SO-1" in read(card)
    assert back(house) == [0, 0, 0]


# Who is told


@pytest.mark.parametrize("words,told", [
    ("退货 SO-1 B7*1 质量", True),
    ("退货 SO-1 B7*1 多余", False),
    ("退货 SO-1 A100*2 多余", False),
    ("退货 SO-1 A100*3 多余", True),
])  # fmt: skip
def test_the_manager_hears_at_once_of_bad_quality_and_of_more_than_a_tenth(
    lite: Installation,
    words: str,
    told: bool,
) -> None:
    squad = sent(lite)
    card = lite.say(squad.reps[0], words)
    lite.feishu.press(squad.reps[0], card.message_id, "确认退货")
    assert len(news(lite, squad.manager)) == told
    assert news(lite, squad.reps[0]) == []


def test_the_rep_and_sharers_hear_of_what_the_manager_enters(house: Installation) -> None:
    squad = sent(house, 3000)
    card = house.say(squad.manager, "退货 SO-1 A100*1 漏油")
    house.feishu.press(squad.manager, card.message_id, "确认退货")
    for person in squad.reps:
        (said,) = news(house, person)
        assert "王经理 登记了 SO-1 的退货" in said
        assert "说明\n漏油" in said
        assert "金额\n¥90.00" in said
    assert news(house, squad.manager) == []


def test_who_is_off_is_told_when_they_are_back(house: Installation, squad: Squad) -> None:
    house.clock.advance(timedelta(hours=13))
    card = house.say(squad.reps[0], "退货 SO-1 A100*1 漏油")
    house.feishu.press(squad.reps[0], card.message_id, "确认退货")
    assert news(house, squad.manager) == []
    house.clock.advance(timedelta(hours=10))
    assert len(news(house, squad.manager)) == 1


def test_a_colleague_may_not(house: Installation, squad: Squad) -> None:
    assert "没有找到 SO-1" in read(house.say(squad.reps[1], "退货 SO-1 A100*2 质量"))


def test_in_a_group_amounts_go_to_the_direct_chat(house: Installation, squad: Squad) -> None:
    card = house.say_in(squad.chat, squad.reps[0], "退货 SO-1 A100*2 质量")
    assert "¥" not in read(card)
    assert "请确认退货 SO-1" in read(house.answer(squad.reps[0]))


def test_without_an_order_those_that_may_come_back_are_listed(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[0], "退货")
    assert "可以退货的订单" in read(card)
    house.feishu.press(squad.reps[0], card.message_id, "退货")
    assert "最多可退 4 台" in read(card)
    assert "现在没有。" in read(house.say(squad.reps[1], "退货"))


def test_of_two_who_press_at_once_for_the_last_pieces_one_gets_words(house: Installation, squad: Squad) -> None:
    people = (squad.reps[0], squad.manager)
    both = [house.say(person, "退货 SO-1 A100*4 质量") for person in people]
    presses = at_once(2, lambda n: house.feishu.press(people[n], both[n].message_id, "确认退货"))
    assert sorted(toast(press)[0] for press in presses if not isinstance(press, Exception)) == ["success", "warning"]
    assert back(house) == [4, 0, 0]
