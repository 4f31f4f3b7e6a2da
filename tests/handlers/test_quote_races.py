"""Two people at one quote, two sheets for one price list, two forms for one product: one wins, the other gets words."""

from collections.abc import Callable

import pytest

from bot.import_forms import ApplyImport, DropImport, UndoImport
from bot.sheets import Cell
from handlers.prices.forms import RetireProduct, SetPrices
from handlers.quotes.forms import AcceptQuote, SaveQuote, WithdrawQuote
from playground import Delivered
from sales.orders import Wish
from storage.engine import Connection
from storage.people import Person, Team, find_person
from storage.products import find_product
from tests.handlers.test_imports import press, send, xlsx
from tests.installation import Installation
from tests.seeds import at_once
from tests.seen import read, toast
from tests.trade import buyer, draft
from tests.trading import Town, town


def both(*acts: Callable[[], Delivered]) -> list[tuple[str, str, str]]:
    """Press at the same moment; the toasts, the winner's first."""
    done = at_once(len(acts), lambda number: acts[number]())
    assert not [each for each in done if isinstance(each, Exception)], done
    return sorted(toast(each) for each in done if isinstance(each, Delivered))


def test_two_who_accept_a_quote_make_one_order(house: Installation) -> None:
    made = town(house)
    won, lost = both(*(lambda who=who: made.press(who, AcceptQuote(1, 1)) for who in ("member", "manager")))
    assert (won[:2], lost[:2]) == (("success", "Q-1 已转成 SO-2"), ("warning", "Q-1 之前已经处理过了。"))
    assert house.rows("select count(*) from orders where quote_id = 1") == [(1,)]
    assert made.failed() == []


def test_of_accepting_and_withdrawing_one_happens(house: Installation) -> None:
    made = town(house)
    won, lost = both(
        lambda: made.press("member", AcceptQuote(1, 1)), lambda: made.press("manager", WithdrawQuote(1, 1))
    )
    assert (won[0], lost[:2]) == ("success", ("warning", "Q-1 之前已经处理过了。"))
    ((state,),) = house.rows("select state from quotes")
    assert house.rows("select count(*) from orders where quote_id = 1") == [(1 if state == "accepted" else 0,)]


def test_what_was_reworded_while_it_was_accepted_is_either_but_not_both(house: Installation) -> None:
    made = town(house)
    change = SaveQuote(1, 1, 1, "1*7@%10000", until="2026-03-31")
    won, lost = both(lambda: made.press("member", change), lambda: made.press("manager", AcceptQuote(1, 1)))
    assert (won[0], lost[0]) == ("success", "warning")
    ((state, version),) = house.rows("select state, version from quotes")
    assert (state, version) in {("open", 2), ("accepted", 1)}
    ordered = house.rows("select quantity from order_lines join orders on orders.id = order_id where quote_id = 1")
    assert ordered == ([(10,)] if state == "accepted" else [])


def test_two_changes_of_one_version_leave_one(house: Installation) -> None:
    made = town(house)
    changes = [SaveQuote(1, 1, 1, f"1*{pieces}@%10000", until="2026-03-31") for pieces in (7, 8)]
    won, lost = both(
        lambda: made.press("member", changes[0]),
        lambda: made.press("manager", changes[1]),
    )
    assert (won[:2], lost[:2]) == (
        ("success", "已修改 Q-1"),
        ("warning", "Q-1 后来改过，这张卡片不是最新的。"),
    )
    assert house.rows("select version, count(*) from quote_lines group by version order by version") == [(1, 1), (2, 1)]


def imported(made: Town, codes: list[str], price: int) -> None:
    """Have a sheet looked through."""
    house = made.house
    rows: list[list[Cell]] = [[code, f"零件{code}", "个", price, 1] for code in codes]
    shown = send(house, xlsx(*rows))
    assert "没有发现错误" in read(shown)


def test_two_sheets_in_opposite_orders_are_both_taken_over(house: Installation) -> None:
    made = town(house)
    codes = [f"N{number:03}" for number in range(120)] + ["B7"]
    imported(made, codes, 5)
    imported(made, codes[::-1], 6)
    for _ in range(2):
        done = both(*(lambda n=n: made.press("admin", ApplyImport(n)) for n in (1, 2)))
        assert {each[0] for each in done} <= {"success", "warning"}
    assert made.failed() == []
    assert house.rows("select state, count(*) from imports group by state") == [("applied", 2)]
    assert house.rows("select count(*), count(distinct product_id) from prices where batch_id > 0") == [(242, 121)]
    done = both(*(lambda n=n: made.press("admin", UndoImport(n)) for n in (1, 2)))
    assert [each[0] for each in done] == ["success", "success"]
    assert house.rows("select count(*) from prices where gone_at is null") == [(4,)]


@pytest.mark.parametrize("rival", [DropImport(1), ApplyImport(1, skip=1)], ids=lambda form: form.name())
def test_a_sheet_is_settled_once(house: Installation, rival: DropImport | ApplyImport) -> None:
    made = town(house)
    imported(made, ["N1", "N2"], 5)
    done = at_once(2, lambda number: made.press("admin", rival if number else ApplyImport(1)))
    assert not [each for each in done if isinstance(each, Exception)]
    ((state,),) = house.rows("select state from imports")
    kept = house.rows("select count(*) from prices where batch_id = 1")
    assert (state, kept) in [("applied", [(2,)]), ("dropped", [(0,)])]
    assert len(house.rows("select id from audit where subject = 'I-1'")) == 1
    assert made.failed() == []


def test_undone_twice_at_once_it_is_undone_once(house: Installation) -> None:
    made = town(house)
    imported(made, ["N1", "B7"], 5)
    made.press("admin", ApplyImport(1))
    won, lost = both(*[lambda: made.press("admin", UndoImport(1))] * 2)
    assert (won[0], lost[:2]) == ("success", ("warning", "I-1 现在的状态：已撤销"))
    assert house.rows("select verb from audit where subject = 'I-1' order by id") == [
        ("import.applied",),
        ("import.undone",),
    ]
    assert "¥9.99 / 个" in read(made.say("member", "价格 B7"))


def test_an_order_for_what_is_being_taken_back_keeps_its_product(house: Installation) -> None:
    made = town(house)
    imported(made, ["N1"], 5)
    made.press("admin", ApplyImport(1))

    def order(db: Connection) -> None:
        product = find_product(db, "N1")
        team, rep = _of(db, made)
        if product:
            at = house.clock.now()
            draft(db, team, rep, buyer(db, "华宁精密", rep, at), at, Wish(product.id, 1))

    house.app.db.write(order)
    shown = made.press("admin", UndoImport(1))
    assert "有 1 条已经用到，留下了" in str(shown.body)
    assert house.rows("select retired_at from products where code = 'N1'") == [(None,)]
    assert "暂无牌价" in read(made.say("member", "价格 N1"))


def _of(db: Connection, made: Town) -> tuple[Team, Person]:
    person, seats = find_person(db, made.people["member"].open_id)
    assert person is not None
    return seats[0].team, person


def test_two_admins_cards_for_one_new_product_make_one_product(house: Installation) -> None:
    made = town(house)
    typed = {"code": "N-9", "unit": "台", "first_on": "2026-03-02"}
    done = both(
        lambda: made.press("admin", SetPrices(), typed | {"list_price": "5"}, product_id=0),
        lambda: made.press("admin", SetPrices(), typed | {"list_price": "6", "code": "n9"}, product_id="0"),
    )
    assert {each[0] for each in done} == {"success"}
    assert house.rows("select count(*) from products where key = 'n9'") == [(1,)]
    assert len(house.rows("select id from prices where product_id > 4")) == 2


def test_prices_for_what_is_being_retired_are_kept_or_refused(house: Installation) -> None:
    made = town(house)
    typed = {"list_price": "120", "unit": "台", "called": "齿轮泵", "first_on": "2026-03-02"}
    done = at_once(
        2, lambda number: made.press("admin", RetireProduct(1)) if number else made.press("admin", SetPrices(1), typed)
    )
    kinds = [toast(each)[0] for each in done if isinstance(each, Delivered)]
    assert len(kinds) == 2
    assert kinds[1] == "success"
    assert house.rows("select count(*) from prices where product_id = 1") == [(2 if kinds[0] == "success" else 1,)]
    assert press(house, house.say(house.admin, "价格 A100"), "恢复销售")[0] == "success"
