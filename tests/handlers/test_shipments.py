"""发货: one line that is confirmed, or the form; never more than is left, never twice, and nobody else's order."""

from datetime import timedelta

import pytest

from bot.app import App
from bot.deliveries import Pressed
from playground import Message, Person
from storage.upgrade import upgrade
from tests.goods import placed
from tests.installation import Installation, Squad, installed
from tests.seeds import at_once
from tests.seen import held, labels, parts, read, toast
from tests.servers import PostgresServer


@pytest.fixture
def squad(house: Installation) -> Squad:
    """A team whose first rep has the confirmed order SO-1: ten A100, three B7, one X1."""
    squad = house.squad()
    placed(house, squad)
    return squad


def left(house: Installation) -> list[int]:
    return [n for (n,) in house.rows("select quantity - shipped - cancelled from order_lines order by no")]


def state(house: Installation) -> str:
    return str(house.rows("select state from orders")[0][0])


def told(house: Installation, person: Person) -> str:
    return read(house.answer(person))


# One line


@pytest.mark.parametrize("words", ["发货 SO-1 A100*6", "ship so1 A100 6台", "fh 1 a100x6"])
def test_a_line_is_confirmed_before_anything_leaves(house: Installation, squad: Squad, words: str) -> None:
    card = house.say(squad.reps[0], words)
    said = read(card)
    assert "请确认发货 SO-1" in said
    assert "6 台 = ¥540.00 发后还剩 4 台" in said
    assert "货款到期\n4月1日 周三" in said
    assert "Please confirm: ship SO-1" in read(card, "en")
    assert labels(card) == ["确认发货", "改一改", "不发了"]
    assert left(house) == [10, 3, 1]
    done = house.feishu.press(squad.reps[0], card.message_id, "确认发货")
    assert toast(done)[:2] == ("success", "SO-1 已发货 ¥540.00，4月1日 周三 到期")
    assert (left(house), state(house)) == ([4, 3, 1], "partly_shipped")
    assert "已发 6" in read(card)
    assert house.rows("select amount from receivables") == [(540_00,)]


def test_several_products_and_all_of_one_in_one_line(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[0], "发货 SO-1 A100*10 密封圈 3个 X1")
    said = read(card)
    assert "10 台 = ¥900.00" in said
    assert "3 个 = ¥28.47" in said
    assert "1 套 = ¥1,000.00" in said
    house.feishu.press(squad.reps[0], card.message_id, "确认发货")
    assert (left(house), state(house)) == ([0, 0, 0], "shipped")


def test_a_bare_number_is_the_only_line_that_is_open(house: Installation, squad: Squad) -> None:
    first = house.say(squad.reps[0], "发货 SO-1 6")
    assert "发货 SO-1" in read(first)
    assert "有多行，请填在对应的行" in read(first)
    rest = house.say(squad.reps[0], "发货 SO-1 B7*3 X1*1")
    house.feishu.press(squad.reps[0], rest.message_id, "确认发货")
    assert "6 台 = ¥540.00" in read(house.say(squad.reps[0], "发货 SO-1 6"))


def test_who_changes_their_mind_leaves_everything_as_it_is(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[0], "发货 SO-1 A100*6")
    house.feishu.press(squad.reps[0], card.message_id, "改一改")
    assert held(card)["quantity_1"] == "6"
    assert held(card)["quantity_2"] == ""
    house.feishu.press(squad.reps[0], card.message_id, "不发了")
    assert "订单 SO-1" in read(card)
    assert left(house) == [10, 3, 1]


@pytest.mark.parametrize("words,why", [
    ("发货 SO-1 A100*11", "A100：「A100」只剩 10 台没发，发不了这么多。"),
    ("发货 SO-1 B7*0", "B7：「B7」的数量要大于 0。"),
    ("发货 SO-1 Z9*2", "Z9：SO-1 里没有「Z9」。"),
    ("发货 SO-1 A100*2 明天", "日期不能晚于今天（3月2日 周一）。"),
    ("发货 SO-1 A100*2 昨天", "日期不能早于 3月2日 周一。"),
    ("发货 SO-1 A100*2 顺丰", "没看懂：顺丰"),
])  # fmt: skip
def test_what_cannot_be_or_is_not_clear_comes_back_as_the_form(lite: Installation, words: str, why: str) -> None:
    squad = lite.squad()
    placed(lite, squad)
    card = lite.say(squad.reps[0], words)
    assert why in read(card)
    assert labels(card) == ["确认发货", "不发了"]
    assert left(lite) == [10, 3, 1]


# The form


def test_the_form_holds_what_is_left(house: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    card = house.say(rep, "发货 SO-1")
    assert {name: said for name, said in held(card).items() if name != "on"} == {
        "quantity_1": "10",
        "quantity_2": "3",
        "quantity_3": "1",
    }
    assert "A100 齿轮泵 · 还有 10 台没发" in read(card)
    done = house.feishu.submit(rep, card.message_id, {"quantity_1": "4 台", "quantity_2": "", "quantity_3": "0"})
    assert toast(done)[1] == "SO-1 已发货 ¥360.00，4月1日 周三 到期"
    assert left(house) == [6, 3, 1]
    again = house.say(rep, "发货 SO-1")
    assert held(again)["quantity_1"] == "6"


@pytest.mark.parametrize("typed,why", [
    ({"quantity_1": "11"}, "「A100」只剩 10 台没发，发不了这么多。"),
    ({"quantity_1": "-1"}, "「A100」的数量要大于 0。"),
    ({"quantity_1": "1.5"}, "请填数量，例如 6"),
    ({"quantity_1": "2箱"}, "「A100」按「台」卖，请换成这个单位。"),
    ({"quantity_1": "", "quantity_2": "0", "quantity_3": ""}, "请至少填一个数量。"),
    ({"on": "2026-03-03"}, "日期不能晚于今天（3月2日 周一）。"),
])  # fmt: skip
def test_the_form_comes_back_with_the_reason(lite: Installation, typed: dict[str, str], why: str) -> None:
    squad = lite.squad()
    placed(lite, squad)
    card = lite.say(squad.reps[0], "发货 SO-1")
    done = lite.feishu.submit(squad.reps[0], card.message_id, typed)
    assert toast(done)[0] == "warning"
    assert why in read(card)
    assert held(card).items() >= typed.items()
    assert left(lite) == [10, 3, 1]


def test_two_presses_ship_once_and_a_stale_card_shows_how_it_stands(house: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    card, stale = house.say(rep, "发货 SO-1 A100*6"), house.say(rep, "发货 SO-1 A100*6")
    before = dict(card.card or {})
    house.feishu.press(rep, card.message_id, "确认发货")
    card.card = before
    assert toast(house.feishu.press(rep, card.message_id, "确认发货"))[0] == "success"
    done = house.feishu.press(rep, stale.message_id, "确认发货")
    assert toast(done)[:2] == ("warning", "SO-1 后来改过，这张卡片不是最新的。")
    assert "已发 6" in read(stale)
    assert left(house) == [4, 3, 1]


# Days


def test_a_rep_goes_back_a_week_and_a_manager_further(house: Installation, squad: Squad) -> None:
    house.clock.advance(timedelta(days=20))
    card = house.say(squad.reps[0], "发货 SO-1")
    done = house.feishu.submit(squad.reps[0], card.message_id, {"on": "2026-03-14"})
    assert toast(done)[1].endswith("只能补录 3月15日 周日 起的。更早的请经理来登记。")
    card = house.say(squad.manager, "发货 SO-1 A100*1 3月5日")
    assert "补录：日期是 3月5日 周四，已超过 7 天。" in read(card)
    house.feishu.press(squad.manager, card.message_id, "确认发货")
    assert [str(day) for (day,) in house.rows("select shipped_on from shipments")] == ["2026-03-05"]
    assert "backdated" in str(house.rows("select before from audit where verb = 'ship_some'"))
    assert "补录" in told(house, squad.reps[0])


# Who


def test_a_colleague_may_not_and_learns_nothing(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[1], "发货 SO-1 A100*6")
    assert "没有找到 SO-1" in read(card)
    mine = house.say(squad.reps[0], "发货 SO-1 A100*6")
    assert toast(house.feishu.press(squad.reps[1], mine.message_id, "确认发货"))[0] == "warning"
    assert left(house) == [10, 3, 1]


def test_who_shares_the_credit_may_look_but_not_ship(house: Installation) -> None:
    squad = house.squad()
    placed(house, squad, 3000)
    assert "SO-1 只有下单人、团队经理和管理员能操作。" in read(house.say(squad.reps[1], "发货 SO-1 A100*6"))


def test_the_rep_and_sharers_hear_of_what_others_enter(house: Installation) -> None:
    squad = house.squad()
    placed(house, squad, 3000)
    card = house.say(squad.manager, "发货 SO-1 A100*6")
    house.feishu.press(squad.manager, card.message_id, "确认发货")
    for person in squad.reps:
        assert "王经理 登记了 SO-1 的发货" in told(house, person)
        assert "A100\n6 台" in told(house, person)


def test_in_a_group_amounts_go_to_the_direct_chat(house: Installation, squad: Squad) -> None:
    card = house.say_in(squad.chat, squad.reps[0], "发货 SO-1 A100*6")
    assert "金额只私信发送" in read(card)
    assert "¥" not in read(card)
    private: Message = house.answer(squad.reps[0])
    house.feishu.press(squad.reps[0], private.message_id, "确认发货")
    assert left(house) == [4, 3, 1]


# Which


def test_without_an_order_those_that_wait_are_listed(house: Installation, squad: Squad) -> None:
    card = house.say(squad.reps[0], "发货")
    assert "等待发货的订单" in read(card)
    assert "华宁精密" in read(card)
    house.feishu.press(squad.reps[0], card.message_id, "发货")
    assert held(card)["quantity_1"] == "10"
    assert "现在没有。" in read(house.say(squad.reps[1], "发货"))


@pytest.mark.parametrize("words", ["发货 SO-7", "发货 SO-7 A100*6"])
def test_what_is_not_there_is_not_found(lite: Installation, words: str) -> None:
    squad = lite.squad()
    assert "没有找到 SO-7" in read(lite.say(squad.reps[0], words))


def test_what_has_all_left_shows_how_it_stands(house: Installation, squad: Squad) -> None:
    rep = squad.reps[0]
    card = house.say(rep, "发货 SO-1")
    house.feishu.submit(rep, card.message_id, {})
    assert state(house) == "shipped"
    again = house.say(rep, "发货 SO-1 1")
    assert "SO-1 现在是「已发货」，不能发货。" in read(again)
    assert "订单 SO-1" in read(again)


# At once


def test_of_two_who_press_at_once_for_the_last_unit_one_gets_words(house: Installation, squad: Squad) -> None:
    people = (squad.reps[0], squad.manager)
    cards = [house.say(person, "发货 SO-1 X1") for person in people]
    presses = at_once(2, lambda n: house.feishu.press(people[n], cards[n].message_id, "确认发货"))
    assert sorted(toast(press)[0] for press in presses if not isinstance(press, Exception)) == ["success", "warning"]
    assert left(house) == [10, 3, 0]
    assert house.rows("select count(*) from receivables") == [(1,)]


def test_a_shipment_and_a_cancellation_pressed_at_once_have_one_winner(house: Installation, squad: Squad) -> None:
    rep, boss = squad.reps[0], squad.manager
    ship, order = house.say(rep, "发货 SO-1 A100*10 B7*3 X1*1"), house.say(boss, "订单 SO-1")

    def act(n: int) -> object:
        return house.feishu.press(*((rep, ship.message_id, "确认发货"), (boss, order.message_id, "取消"))[n])

    outcomes = at_once(2, act)
    assert not any(isinstance(outcome, Exception) for outcome in outcomes), outcomes
    assert state(house) in ("shipped", "cancelled")
    assert house.rows("select count(*) from shipments") == [(int(state(house) == "shipped"),)]


def pressing(house: Installation, card: Message, person: Person) -> Pressed:
    """The press of 确认发货 as any process may be told of it."""
    button = next(part for part in parts(card.card) if part.get("tag") == "button")
    value = button["behaviors"][0]["value"]
    return Pressed(f"press-{person.open_id}", house.clock.now(), person.open_id, card.chat_id, card.message_id, value)


def test_two_processes_ship_the_last_unit_once(postgres_server: PostgresServer) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, installed(url) as house:
        squad = house.squad()
        placed(house, squad)
        people = (squad.reps[0], squad.manager)
        presses = [pressing(house, house.say(person, "发货 SO-1 X1"), person) for person in people]
        apps = [house.app, App(house.settings, house.clock)]
        answers = at_once(2, lambda n: apps[n].dispatcher.handle(presses[n], "{}", house.clock.now()))
        apps[1].stop()
        said = sorted(answer.body for answer in answers if not isinstance(answer, Exception))
        assert [("已发货 ¥1,000.00" in body, "这张卡片不是最新的" in body) for body in said] in (
            [(True, False), (False, True)],
            [(False, True), (True, False)],
        )
        assert left(house) == [10, 3, 0]
        assert house.rows("select count(*) from shipments") == [(1,)]
