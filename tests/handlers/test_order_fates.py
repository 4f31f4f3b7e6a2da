"""What may happen to an order between its lines and its end: prices, products, customers and people change."""

from sales.orders import MOVES, Move, State
from storage.customers import find_by_name
from storage.engine import Connection
from storage.mergers import merge
from storage.people import find_person
from storage.products import find_product, retire
from tests.installation import Installation
from tests.ordering import CUSTOMER, LINE, Market, market
from tests.pricing import enter
from tests.seen import labels, read, toast
from tests.trade import buyer


def actor(db: Connection, shop: Market) -> int:
    boss, _ = find_person(db, shop.manager.open_id)
    assert boss is not None
    return boss.id


def merged_away(shop: Market, gone: str, kept: str) -> None:
    """Another customer is what this one was."""

    def act(db: Connection) -> None:
        boss, _ = find_person(db, shop.manager.open_id)
        assert boss is not None
        now = shop.house.clock.now()
        other = find_by_name(db, kept) or buyer(db, kept, boss, now)
        here = find_by_name(db, gone)
        assert here is not None
        assert merge(db, here.id, other.id, boss.id, now)

    shop.house.app.db.write(act)


def amounts(house: Installation) -> list[int]:
    return [int(amount) for (amount,) in house.rows("select amount from orders order by id")]


def test_a_price_set_in_chat_after_the_preview_holds_at_submission_and_none_set_later(house: Installation) -> None:
    shop = market(house)
    card = shop.draft("订单 华宁精密 A100*10")
    enter(house, "定价 A100 120")
    again = shop.press(card, "提交")
    assert toast(again)[1] == "牌价变了，金额已按今天的价格更新。请再看一遍，确认后提交。"
    assert (shop.states(), amounts(house)) == (["draft"], [120_000])
    shown = house.answer(shop.rep)
    assert "¥1,200.00" in read(shown)
    shop.press(shown, "提交")
    assert (shop.states(), amounts(house)) == (["confirmed"], [120_000])
    shop.raise_price("A100", 999)
    assert amounts(house) == [120_000]
    assert "¥1,200" in read(house.say(shop.rep, "订单 SO-1"))


def test_a_retired_product_stays_on_the_draft_it_was_on(lite: Installation) -> None:
    shop = market(lite)
    card = shop.draft()

    def drop(db: Connection) -> None:
        product = find_product(db, "A100")
        assert product is not None
        assert retire(db, product, actor(db, shop), lite.clock.now())

    lite.app.db.write(drop)
    shop.press(card, "提交")
    assert shop.states() == ["confirmed"]
    assert "没有「A100」这个产品" in read(shop.draft())


def test_a_customer_merged_before_submission_is_billed_as_what_it_is_now(house: Installation) -> None:
    shop = market(house)
    card = shop.draft()
    merged_away(shop, CUSTOMER, "华宁集团")
    shop.press(card, "提交")
    leaving = house.say(shop.rep, "发货 SO-1 10")
    shop.press(leaving, "确认发货")
    assert shop.states() == ["shipped"]
    assert "华宁集团" in read(house.say(shop.rep, "订单 SO-1"))
    assert "¥950" in read(house.say(shop.manager, "应收 华宁集团"))


def test_a_promise_that_has_passed_by_submission_is_not_made(lite: Installation) -> None:
    shop = market(lite)
    form, _ = shop.form(promised_on="2026-03-03")
    lite.clock.set(lite.clock.now().replace(day=4))
    assert toast(shop.press(form, "提交"))[0] != "success"
    assert shop.states() == ["draft"]


def test_what_nobody_pays_for_is_not_said_to_be_due(lite: Installation) -> None:
    shop = market(lite)
    form, _ = shop.form(kind="sample", quantity_1="2", terms="net-30")
    shop.press(form, "提交")
    shop.press(lite.answer(shop.manager), "批准", shop.manager)
    card = lite.say(shop.rep, "发货 SO-1 1")
    done = shop.press(card, "确认发货")
    assert "到期" not in toast(done)[1]
    assert "due" not in toast(done)[2]
    newest = lite.say(shop.rep, "订单 SO-1")
    assert "回款" not in labels(newest)


def test_the_manager_goes_on_with_the_order_of_a_rep_who_left(house: Installation) -> None:
    shop = market(house)
    card = shop.confirmed()
    house.feishu.leave(shop.squad.chat, [shop.rep])
    house.drain()
    assert toast(shop.press(card, "取消"))[0] != "success"
    ship = house.say(shop.manager, "发货 SO-1 4")
    shop.press(ship, "确认发货", shop.manager)
    assert shop.states() == ["partly_shipped"]
    back = house.say(shop.manager, "退货 SO-1 1 质量")
    shop.press(back, "确认退货", shop.manager)
    newest = house.say(shop.manager, "订单 SO-1")
    shop.press(newest, "余量不发了", shop.manager)
    assert shop.states() == ["shipped"]
    (boss,) = {row[0] for row in house.rows("select actor_id from audit where verb in ('ship_some', 'cancel_rest')")}
    assert house.rows(f"select name from people where id = {boss}") == [("王经理",)]  # noqa: S608


def test_a_sharer_who_left_keeps_the_share_until_somebody_changes_it(lite: Installation) -> None:
    shop = market(lite)
    card = shop.draft()
    lite.say(shop.rep, "分成 SO-1 @韩梅梅 30%")
    lite.feishu.leave(shop.squad.chat, [shop.other])
    lite.drain()
    shop.press(card, "提交")
    assert sorted(share for (share,) in lite.rows("select share from order_splits")) == [3000, 7000]
    form = lite.say(shop.manager, "分成 SO-1")
    lite.feishu.submit(shop.manager, form.message_id, {"colleague_1": "", "share_1": ""})
    assert lite.rows("select share from order_splits") == [(10_000,)]


def test_ten_lines_with_the_longest_names_live_a_whole_life(lite: Installation) -> None:
    shop = market(lite)
    for no in range(9):
        shop.add(f"LONG-{no}", "特别长的产品名称" * 12 + str(no), "套")
    typed = {f"product_{no}": f"LONG-{no - 2}" for no in range(2, 11)}
    typed |= {f"quantity_{no}": "1" for no in range(2, 11)} | {f"price_{no}": "9999.99" for no in range(2, 11)}
    form, _ = shop.form(**typed)
    assert shop.states() == ["draft"]
    shop.press(form, "提交")
    lite.drain()
    if shop.states() == ["approving"]:
        asked = lite.answer(shop.manager)
        shop.press(asked, "批准", shop.manager)
    assert shop.states() == ["approved"]
    ship = lite.say(shop.rep, "发货 SO-1")
    lite.feishu.submit(shop.rep, ship.message_id, {})
    back = lite.say(shop.rep, "退货 SO-1")
    lite.feishu.submit(shop.rep, back.message_id, {"quantity_10": "1", "reason": "damaged"})
    assert lite.rows("select sum(shipped), sum(returned) from order_lines") == [(19, 1)]


def test_the_whole_story_is_told_in_english(house: Installation) -> None:
    shop = market(house)
    rep, boss = shop.rep, shop.manager
    card = house.say(rep, "order 华宁精密 A100*10 -15% net 30")
    assert "Please confirm order SO-1" in read(card, "en")
    assert toast(shop.press(card, "提交"))[2] == "SO-1: Waiting for approval"
    asked = house.say(boss, "approvals SO-1")
    assert "Please decide on SO-1" in read(asked, "en")
    assert toast(shop.press(asked, "批准", boss))[2] == "SO-1 is approved"
    leaving = house.say(rep, "ship SO-1 A100*6")
    assert "Please confirm: ship SO-1" in read(leaving, "en")
    shop.press(leaving, "确认发货")
    coming = house.say(rep, "return SO-1 A100*2 quality")
    assert "Please confirm: return of SO-1" in read(coming, "en")
    shop.press(coming, "确认退货")
    stands = house.say(rep, "cancel SO-1")
    assert "To cancel it, press the button below." in read(stands, "en")
    assert toast(shop.press(stands, "余量不发了"))[2] == "The rest of SO-1 is cancelled"
    assert shop.states() == ["shipped"]
    verbs = house.rows("select verb from audit where subject = 'SO-1' order by id")
    moves = [verb for (verb,) in verbs if verb in set(Move)]
    assert moves == ["submit", "ask", "approve", "ship_some", "take_back", "cancel_rest"]
    assert MOVES[Move.CANCEL_REST] == {State.PARTLY_SHIPPED: State.SHIPPED}


def test_a_customer_merged_while_a_question_waits_is_named_as_it_is_now(lite: Installation) -> None:
    shop = market(lite)
    shop.press(shop.draft(LINE.replace("@95", "@80")), "提交")
    merged_away(shop, CUSTOMER, "华宁集团")
    card = lite.say(shop.manager, "审批 SO-1")
    assert "华宁集团" in read(card)
    assert shop.states() == ["approving"]
