"""What becomes of a quote: changed in versions, made an order once, renewed, withdrawn; and who sees what of it."""

from datetime import datetime, timedelta

from sales.terms import Credit
from tests.handlers.test_quotes import LINE, count, fill, made, opened, press, shown, squad
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import labels, parts, read, toast
from tests.stall import END, goods, quoted

__all__ = ["squad"]


def test_a_change_is_the_next_version(house: Installation) -> None:
    rep = opened(house).reps[0]
    made(house, rep)
    form = press(house, rep, "修改")
    assert "修改报价 Q-1" in read(form)
    preview = fill(house, rep, form, quantity_1="20")
    assert "请确认报价 Q-1" in read(preview)
    card = press(house, rep, "保存")
    assert "第 2 版" in read(card)
    assert "¥1,900.00" in read(card)
    assert house.rows("select quote_id, version, quantity from quote_lines order by version") == [
        (1, 1, 10),
        (1, 2, 20),
    ]


def test_nobody_overwrites_a_version_they_have_not_seen(lite: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    made(lite, rep)
    form = press(lite, rep, "修改")
    stale = fill(lite, rep, form, quantity_1="20")
    lite.say(rep, "报价 Q-1")
    fill(lite, rep, press(lite, rep, "修改"), quantity_1="30")
    press(lite, rep, "保存")
    done = lite.feishu.press(rep, stale.message_id, "保存")
    assert toast(done)[:2] == ("warning", "Q-1 后来改过，这张卡片不是最新的。")
    assert lite.rows("select version, amount from quotes") == [(2, 2850_00)]


def test_an_edit_can_be_left(lite: Installation, squad: Squad) -> None:
    made(lite, squad.reps[0])
    press(lite, squad.reps[0], "修改")
    assert "第 1 版" in read(press(lite, squad.reps[0], "不改了"))


def test_an_accepted_quote_is_a_draft_at_the_quoted_prices(house: Installation) -> None:
    rep = opened(house).reps[0]
    made(house, rep, "报价 华宁精密 A100*10 95折 B7*3 30天 有效到月底 备注含运费")
    amount = house.rows("select amount from quotes")
    raise_prices(house)
    card = press(house, rep, "转订单")
    said = read(card)
    for words in ("订单 SO-1", "Q-1 已转成 SO-1", "¥95", "发货后 30 天", "含运费", "草稿"):
        assert words in said
    assert "提交" in labels(card)
    assert house.rows("select amount from orders where quote_id = 1") == amount
    assert house.rows("select given, price from order_lines order by no") == [(True, 100_00), (True, 9_99)]
    assert house.rows("select state from quotes") == [("accepted",)]


def raise_prices(house: Installation) -> None:
    house.app.db.write(lambda db: db.exec_driver_sql("update prices set list_price = list_price * 2"))


def test_a_second_press_shows_what_the_quote_has_become(lite: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    card = made(lite, rep)
    before = shown(card)
    press(lite, rep, "转订单")
    for words in ("转订单", "撤回", "修改"):
        card.card = shown(card, before)
        done = lite.feishu.press(rep, card.message_id, words)
        assert toast(done)[:2] == ("warning", "Q-1 之前已经处理过了。")
        assert labels(lite.answer(rep)) == ["看订单 SO-1"]
    assert count(lite, "orders") == 1
    assert "已转订单" in read(lite.answer(rep))
    assert "订单 SO-1" in read(press(lite, rep, "看订单 SO-1"))


def test_an_expired_quote_is_renewed_before_it_becomes_an_order(house: Installation) -> None:
    rep = opened(house).reps[0]
    made(house, rep)
    house.clock.set(datetime(2026, 3, 31, 9, tzinfo=SHANGHAI))
    card = house.say(rep, "报价 Q-1")
    house.clock.set(datetime(2026, 4, 1, 9, tzinfo=SHANGHAI))
    done = house.feishu.press(rep, card.message_id, "转订单")
    assert toast(done)[:2] == ("warning", "Q-1 已在 3月31日 周二 到期，续期后才能转订单。")
    assert count(house, "orders") == 0
    expired = house.answer(rep)
    assert ("已过期" in read(expired), labels(expired)) == (True, ["续期", "修改", "撤回"])
    preview = press(house, rep, "续期")
    assert "5月1日" in read(preview)
    card = press(house, rep, "保存")
    assert "第 2 版" in read(card)
    assert "订单 SO-1" in read(press(house, rep, "转订单"))


def test_on_its_last_day_a_quote_still_stands(lite: Installation, squad: Squad) -> None:
    made(lite, squad.reps[0])
    lite.clock.set(datetime(2026, 3, 31, 23, 59, tzinfo=SHANGHAI))
    lite.say(squad.reps[0], "报价 Q-1")
    assert "订单 SO-1" in read(press(lite, squad.reps[0], "转订单"))


def test_a_withdrawn_quote_stays_to_be_read(house: Installation) -> None:
    rep = opened(house).reps[0]
    made(house, rep)
    card = press(house, rep, "撤回")
    assert "已撤回" in read(card)
    assert labels(card) == []
    assert "Withdrawn" in read(house.say(rep, "报价 q1"), "en")


def test_open_quotes_stand_below_an_empty_form(lite: Installation, squad: Squad) -> None:
    shop = goods(lite)
    for number in range(10):
        quoted(lite, squad.reps[0], f"客户{number}", shop.wish("A100", 1), until=END - timedelta(days=number))
    form = read(lite.say(squad.reps[0], "报价"))
    assert "没了结的报价（10 份）" in form
    assert "还有 2 份" in form
    assert form.index("客户9") < form.index("客户8")
    assert "没了结的报价" not in read(lite.say(squad.reps[1], "报价"))
    assert "报价 Q-10" in read(press(lite, squad.reps[0], "打开", lite.say(squad.reps[0], "报价")))


def test_colleagues_see_nothing_of_a_quote_and_the_manager_everything(house: Installation) -> None:
    team = opened(house)
    card = made(house, team.reps[0])
    assert "没有找到 Q-1" in read(house.say(team.reps[1], "报价 Q-1"))
    assert labels(house.say(team.manager, "报价 Q-1")) == ["转订单", "修改", "撤回"]
    done = house.feishu.press(team.reps[1], card.message_id, "转订单")
    assert toast(done)[0] == "warning"
    order = press(house, team.manager, "转订单")
    assert "SO-1" in read(order)
    assert house.rows("select rep_id from orders") == house.rows("select rep_id from quotes")


def test_who_has_the_customer_now_may_read_but_not_change(lite: Installation, squad: Squad) -> None:
    made(lite, squad.reps[0])
    lite.app.db.write(
        lambda db: db.exec_driver_sql("update customers set owner_id = (select id from people where name = '韩梅梅')")
    )
    card = lite.say(squad.reps[1], "报价 Q-1")
    assert "¥950.00" in read(card)
    assert labels(card) == []


def test_a_number_that_there_is_not_is_told_in_words(lite: Installation, squad: Squad) -> None:
    for line in ("报价 Q-99", "报价 q 99", "quote Q99"):
        assert "没有找到 Q-99" in read(lite.say(squad.reps[0], line))


def test_in_a_group_amounts_go_to_the_direct_chat(house: Installation) -> None:
    team = opened(house)
    card = house.say_in(team.chat, team.reps[0], LINE)
    assert "¥" not in read(card)
    assert "请看和我的单聊" in read(card)
    assert "¥950.00" in read(house.answer(team.reps[0]))


def test_cost_and_margin_are_on_no_quote(lite: Installation, squad: Squad) -> None:
    made(lite, squad.reps[0])
    for who in (squad.manager, squad.reps[0]):
        assert "毛利" not in read(lite.say(who, "报价 Q-1"))


def test_a_customer_called_like_markup_stays_a_name(lite: Installation, squad: Squad) -> None:
    lite.file(squad.reps[0], "<at id=all></at>")
    form = lite.say(squad.reps[0], "报价")
    fill(
        lite,
        squad.reps[0],
        form,
        customer="<at id=all></at>",
        recent="",
        product_1="A100",
        quantity_1="1",
        note="**x**",
    )
    card = press(lite, squad.reps[0], "保存")
    assert "<at id=all></at>" in read(card)
    assert "<at id=all>" not in str([part for part in parts(card.card) if part.get("tag") == "markdown"])


def test_a_button_of_a_preview_that_carries_nonsense_is_outdated(lite: Installation, squad: Squad) -> None:
    preview = lite.say(squad.reps[0], LINE)
    before = shown(preview)
    never = {"credit": Credit.PREPAID.value, "days": 7}
    for wrong in ({"wishes": "x"}, {"until": "soon"}, {"credit": "x"}, {"customer_id": 999}, {"note": " "}, never):
        preview.card = shown(preview, before)
        for part in parts(preview.card):
            if "wishes" in part.get("with", {}):
                part["with"] |= wrong
        done = lite.feishu.press(squad.reps[0], preview.message_id, "修改")
        assert "旧版本" in toast(done)[1]


def test_a_discount_beyond_authority_is_foreseen_but_keeps_nobody_from_quoting(house: Installation) -> None:
    team = opened(house)
    over = "A100 超出权限，提交订单时需要审批。"
    assert over in read(house.say(team.reps[0], "报价 华宁精密 A100*10 81折 B7*3 原价"))
    card = press(house, team.reps[0], "保存")
    assert over in read(card)
    assert "the order will need approval" in read(card, "en")
    assert over not in read(made(house, team.reps[0]))
    assert over not in read(house.say(team.manager, LINE))
