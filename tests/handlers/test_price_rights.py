"""Who may do what with prices, sheets, quotes and exports: every command and every press, for everybody there is."""

from collections.abc import Mapping
from itertools import product

import pytest

from bot.import_forms import ApplyImport, DropImport, SendTemplate, UndoImport
from handlers.prices.forms import ResumeProduct, RetireProduct, SetPrices
from handlers.quotes.forms import AcceptQuote, EditQuote, RenewQuote, SaveQuote, ShowQuote, WithdrawQuote
from tests.handlers.test_imports import SEAL, send, xlsx
from tests.installation import Installation
from tests.seen import read, toast
from tests.trading import EVERYBODY, Town, town

TABLES = ("products", "prices", "imports", "quotes", "quote_lines", "orders", "order_lines", "audit")
SAID = {
    "ok": "",
    "join": "销售团队」，你就自动加入了|先加入一个销售团队",
    "admins": "产品和价格只有管理员能定",
    "files": "文件只有管理员能导入",
    "none": "没有找到 Q-1",
}
"""What each answer says."""

OUTSIDE = {"stranger": "join", "gone": "join"}
ADMIN = dict.fromkeys(EVERYBODY, "admins") | {"admin": "ok"}
FILES = dict.fromkeys(EVERYBODY, "files") | {"admin": "ok"} | OUTSIDE
ANYBODY = dict.fromkeys(EVERYBODY, "ok") | OUTSIDE
QUOTED = ANYBODY | {"colleague": "none", "neighbour": "none"}

COMMANDS: Mapping[str, Mapping[str, str]] = {
    "价格 A100": ANYBODY,
    "价格": ANYBODY,
    "定价 A100 120": ADMIN,
    "定价 A100 停售": ADMIN,
    "导入": FILES,
    "导出 订单": ANYBODY,
    "导出 应收": ANYBODY,
    "报价": ANYBODY,
    "报价 Q-1": QUOTED,
}


def answers(said: str) -> set[str]:
    """Which of the refusals a card or toast is; `ok` for none of them."""
    return {name for name, words in SAID.items() if words and any(each in said for each in words.split("|"))} or {"ok"}


def test_every_command_answers_everybody_as_the_table_says(lite: Installation) -> None:
    made = town(lite)
    found = {words: {who: answers(read(made.say(who, words))) for who in EVERYBODY} for words in COMMANDS}
    assert found == {words: {who: {said} for who, said in row.items()} for words, row in COMMANDS.items()}
    assert made.failed() == []


def test_a_sheet_is_taken_of_an_admin_only(lite: Installation) -> None:
    made = town(lite)
    found = {who: answers(read(send(lite, xlsx(SEAL), who=made.people[who]))) for who in EVERYBODY}
    assert {who for who, said in found.items() if said == {"ok"}} == {"admin"}
    assert lite.rows("select count(*) from imports") == [(1,)]


FORBIDDEN = (
    SetPrices(1),
    SetPrices(0),
    RetireProduct(1),
    ResumeProduct(1),
    ApplyImport(1),
    ApplyImport(1, skip=1),
    DropImport(1),
    UndoImport(1),
    SendTemplate("prices"),
)
"""What nobody but an admin may press."""


def test_what_is_for_admins_obeys_nobody_else(lite: Installation) -> None:
    made = town(lite)
    send(lite, xlsx(SEAL))
    before, sheets = made.rows(*TABLES), "select count(*) from outbox where verb = 'send_file'"
    typed = {"code": "N1", "unit": "台", "list_price": "1", "first_on": "2026-03-02"}
    for form, who in product(FORBIDDEN, [who for who in EVERYBODY if who != "admin"]):
        done = made.press(who, form, typed if isinstance(form, SetPrices) else None)
        assert toast(done)[0] == "warning", (form, who)
        assert answers(toast(done)[1]) <= {"admins", "files", "join"}, (form, who, toast(done))
        assert "¥" not in str(done.body), (form, who)
    assert made.rows(*TABLES) == before
    assert lite.rows(sheets) == [(0,)]
    assert made.failed() == []


OFFERED = (
    EditQuote(1),
    RenewQuote(1),
    AcceptQuote(1, 1),
    WithdrawQuote(1, 1),
    SaveQuote(1, 1, 1, "1*1@%10000", until="2026-03-31"),
)
"""What may be done with a quote by its rep, the team's manager and admins."""


def test_nobody_changes_a_quote_that_is_not_theirs(lite: Installation) -> None:
    made = town(lite)
    before = made.rows(*TABLES)
    for form, who in product(OFFERED, ["colleague", "neighbour", "director", "stranger", "gone"]):
        done = made.press(who, form)
        assert toast(done)[0] == "warning", (form, who)
        assert "¥" not in str(done.body), (form, who)
    assert made.rows(*TABLES) == before
    assert made.failed() == []


@pytest.mark.parametrize("who", ["member", "manager", "admin"])
def test_its_rep_their_manager_and_an_admin_make_it_an_order_of_its_rep(lite: Installation, who: str) -> None:
    made = town(lite)
    assert toast(made.press(who, AcceptQuote(1, 1)))[:2] == ("success", "Q-1 已转成 SO-2")
    assert lite.rows("select rep_id, team_id, amount from orders where quote_id = 1") == lite.rows(
        "select rep_id, team_id, amount from quotes"
    )


def test_a_quote_is_read_by_its_own_and_those_above(lite: Installation) -> None:
    made = town(lite)
    readers = {who for who in EVERYBODY if "950.00" in str(made.press(who, ShowQuote(1)).body)}
    assert readers == {"member", "manager", "director", "admin"}


COSTS = ("成本", "毛利", "60.00", "40%")


def test_cost_is_read_by_managers_and_above_wherever_it_could_stand(lite: Installation) -> None:
    made = town(lite)
    for who in EVERYBODY:
        may = who in ("manager", "neighbour", "director", "admin")
        said = read(made.say(who, "价格 A100"))
        assert [word in said for word in COSTS] == [may] * len(COSTS), who
        for words in ("价格", "价格 泵", "价格 A", "导出 订单", "报价 Q-1", "报价 华宁精密 A100*10 81折"):
            assert not any(word in read(made.say(who, words)) for word in COSTS), (who, words)


def test_who_has_left_gets_nothing_out_of_cards_of_before(lite: Installation) -> None:
    made = town(lite)
    form = made.say("member", "报价 华宁精密 A100*10")
    lite.feishu.leave(made.squad.chat, [made.people["member"]])
    before = made.rows(*TABLES)
    for label in ("保存", "修改"):
        done = lite.feishu.press(made.people["member"], form.message_id, label)
        assert answers(toast(done)[1]) == {"join"}, toast(done)
    assert made.rows(*TABLES) == before


def test_exports_hold_only_what_the_asker_may_see(lite: Installation) -> None:
    made = town(lite)
    seen = {who: "SO-1" in _sheet(made, who) for who in EVERYBODY}
    assert {who for who, has in seen.items() if has} == {"member", "manager", "director", "admin"}


def _sheet(made: Town, who: str) -> str:
    person = made.people[who]
    made.say(who, "导出 订单 本月")
    sent = made.house.rows(f"select content from outbox where verb = 'send_file' and lane = '{person.open_id}'")  # noqa: S608
    return str(sent)
