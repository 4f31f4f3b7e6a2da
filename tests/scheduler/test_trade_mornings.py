"""A rep's morning with orders and quotes: what is promised, what is late, what ends, what was left lying."""

from datetime import date

import pytest

from playground import Message, Person
from sales.orders import Move
from scheduler.pushes import rep_day
from tests.installation import Installation
from tests.plans import plans, scanned, statements
from tests.scheduler.test_rep_day import days
from tests.scheduler.test_reporting_plans import composing
from tests.seen import labels, parts, read
from tests.stall import confirmed, draft_of, quoted, sold, stocked
from tests.weeks import at, away, begun


def morning(house: Installation, rep: Person, day: int) -> str:
    """What the card of a day in March says; nothing where there was none."""
    cards = card_of(house, rep, day)
    return read(cards[-1]) if cards else ""


def card_of(house: Installation, rep: Person, day: int) -> list[Message]:
    before = len(days(house, rep))
    house.tick(at(day, 8, 30))
    return days(house, rep)[before:]


def march(day: int) -> date:
    return date(2026, 3, day)


def test_what_is_promised_for_tomorrow_can_be_shipped_from_the_card(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    shop = stocked(house)
    order = sold(house, squad.reps[0], "华宁精密", shop.wish("A100", 10), promised=march(4))
    sold(house, squad.reps[0], "长安电子", shop.wish("A100", 1), promised=march(5))
    (card,) = card_of(house, squad.reps[0], 3)
    said = read(card)
    assert "明天承诺交货（1 单）" in said
    assert f"华宁精密\n{order.number} · ¥1,000.00 · 3月4日 周三" in said
    assert "长安电子" not in said
    assert labels(card).count("发货") == 1
    assert "Promised for tomorrow (1)" in read(card, "en")
    assert "Wed 4 Mar" in read(card, "en")
    assert days(house, squad.reps[1]) == []


def test_before_a_weekend_everything_up_to_monday_is_told(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    for day in (7, 8, 9, 10):
        sold(lite, squad.reps[0], f"客户{day}", shop.wish("A100", 1), promised=march(day))
    said = morning(lite, squad.reps[0], 6)
    assert "3月9日 周一 前承诺交货（3 单）" in said
    assert "客户10" not in said


def test_what_is_late_stands_first_and_then_what_is_promised_today(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    for day in (3, 4):
        sold(lite, squad.reps[0], f"客户{day}", shop.wish("A100", 1), promised=march(day))
    overdue, today = morning(lite, squad.reps[0], 4).split("承诺已过期未发（1 单）")[1].split("今天承诺交货（1 单）")
    assert "客户3" in overdue
    assert "客户4" in today


def test_what_has_left_or_was_cancelled_is_not_told(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    for move in (Move.SHIP_ALL, Move.CANCEL):
        order = draft_of(lite, squad.reps[0], "华宁精密", shop.wish("A100", 1), promised=march(4))
        confirmed(lite, order, move)
    part = draft_of(lite, squad.reps[0], "长安电子", shop.wish("A100", 2), promised=march(4))
    confirmed(lite, part, Move.SHIP_SOME)
    said = morning(lite, squad.reps[0], 3)
    assert "华宁精密" not in said
    assert "明天承诺交货（1 单）" in said
    assert "长安电子" in said


def test_an_order_that_nobody_has_confirmed_is_not_promised(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    draft_of(lite, squad.reps[0], "华宁精密", shop.wish("A100", 1), promised=march(4), at=at(3, 8))
    assert morning(lite, squad.reps[0], 3) == ""


def test_drafts_of_earlier_days_are_recalled(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    order = draft_of(lite, squad.reps[0], "华宁精密", shop.wish("A100", 1))
    (card,) = card_of(lite, squad.reps[0], 3)
    assert f"未提交的订单草稿（1 单）\n华宁精密\n{order.number} · ¥100.00 · 3月2日 周一" in read(card)
    assert labels(card) == ["看", "30 分钟", "13:30", "下个工作日", "今天"]
    confirmed(lite, order)
    assert morning(lite, squad.reps[0], 4) == ""


def test_a_quote_that_ends_in_three_days_is_told_once(house: Installation) -> None:
    squad = begun(house)
    shop = stocked(house)
    quoted(house, squad.reps[0], "华宁精密", shop.wish("A100", 10), until=march(6))
    (card,) = card_of(house, squad.reps[0], 3)
    assert "报价即将到期（1 份）\n华宁精密\nQ-1 · ¥1,000.00 · 3月6日 周五" in read(card)
    assert "Quotes about to expire (1)" in read(card, "en")
    for day in (4, 5, 6):
        assert "到期" not in morning(house, squad.reps[0], day)


def test_who_was_on_leave_is_told_of_a_quotes_end_on_coming_back(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    quoted(lite, squad.reps[0], "华宁精密", shop.wish("A100", 10), until=march(6))
    away(lite, squad.reps[0], at(3, 0), at(4, 0))
    assert [card_of(lite, squad.reps[0], day) for day in (3, 4)] == [[], []]
    assert "报价即将到期" in morning(lite, squad.reps[0], 5)


def test_each_rep_reads_their_own(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    shop = stocked(lite)
    sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", 1), promised=march(4))
    quoted(lite, squad.reps[1], "长安电子", shop.wish("A100", 1), until=march(6))
    lite.tick(at(3, 8, 30))
    first, second = (read(days(lite, rep)[-1]) for rep in squad.reps)
    assert ("华宁精密" in first, "长安电子" in first) == (True, False)
    assert ("华宁精密" in second, "长安电子" in second) == (False, True)


def test_many_are_counted_and_a_few_shown(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    for number in range(8):
        sold(lite, squad.reps[0], f"客户{number}", shop.wish("A100", 1), promised=march(4))
    said = morning(lite, squad.reps[0], 3)
    assert "明天承诺交货（8 单）" in said
    assert "还有 3 项" in said
    assert "客户4" in said
    assert "客户5" not in said


def test_a_customer_called_like_markup_stays_a_name(lite: Installation) -> None:
    squad = begun(lite)
    shop = stocked(lite)
    sold(lite, squad.reps[0], "<at id=all></at>**厂**", shop.wish("A100", 1), promised=march(4))
    (card,) = card_of(lite, squad.reps[0], 3)
    assert "<at id=all>" not in str([part for part in parts(card.card) if part.get("tag") == "markdown"])
    assert "<at id=all></at>" in read(card)


@pytest.mark.parametrize("reps", [1, 8])
def test_the_morning_asks_as_much_for_many_reps_and_orders(lite: Installation, reps: int) -> None:
    squad = begun(lite, *(f"销售{number:02}" for number in range(reps)))
    shop = stocked(lite)
    for rep in squad.reps:
        for number in range(3):
            sold(lite, rep, f"客户{number}", shop.wish("A100", 1), promised=march(8))
            draft_of(lite, rep, f"客户{number}", shop.wish("A100", 1))
            quoted(lite, rep, f"客户{number}", shop.wish("A100", 1), until=march(12))
    asked = statements(lite.app.db, composing(lite, rep_day.push))
    assert len(asked) - 2 == 12
    steps = plans(lite.app.db, asked)
    assert scanned(steps, "orders", "quotes", "customers", "leaves") == [], steps
