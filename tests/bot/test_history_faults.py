"""What is wrong with a company's files is said by file, row and column, in both languages; nothing of it is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.history import MOST_FAULTS
from storage.uow import UnitOfWork
from tests.pasts import Past, counted, looked_through, mistakes, small

Change = Callable[[Past], object]
Where = tuple[str, int, str]


@pytest.fixture
def lite_memory(sqlite_url: str) -> UnitOfWork:
    return UnitOfWork(sqlite_url)


def with_cell(file: str, row: int, column: str, words: str) -> Change:
    """Another cell in one of the small company's rows, the first of which is row 2."""
    return lambda past: past.rows[file][row - 2].update({column: words})


def with_row(file: str, *cells: object) -> Change:
    return lambda past: past.add(file, *cells)


VISIT = ("ou_li", "华宁精密", "2024-02-05", "", "", "", "")
CELLS: list[tuple[Change, Where, str]] = [
    (with_cell("teams", 2, "team", ""), ("teams.csv", 2, "team"), "must not be empty"),
    (
        with_cell("teams", 2, "time zone", "Asia/Nowhere"),
        ("teams.csv", 2, "time zone"),
        "no such time zone: Asia/Nowhere",
    ),
    (with_row("teams", "华南", "", "", "", ""), ("teams.csv", 4, "team"), "is the same as row 3"),
    (with_cell("members", 2, "team", "华北"), ("members.csv", 2, "team"), "no such team: 华北"),
    (with_cell("members", 3, "role", "boss"), ("members.csv", 3, "role"), "can be: rep, manager"),
    (with_cell("members", 4, "to", "2024-01-31"), ("members.csv", 4, "to"), "lies before the first day"),
    (
        with_cell("members", 5, "from", "yesterday"),
        ("members.csv", 5, "from"),
        "yesterday is no date; write 2024-03-05",
    ),
    (
        with_row("members", "ou_li", "李雷", "华东一队", "", "2024-01-01", ""),
        ("members.csv", 6, "open id"),
        "is the same as row 3",
    ),
    (with_cell("members", 2, "open id", "x" * 65), ("members.csv", 2, "open id"), "has more than 64 characters"),
    (with_cell("customers", 2, "owner", "ou_nobody"), ("customers.csv", 2, "owner"), "no such person: ou_nobody"),
    (with_cell("customers", 3, "tier", "E"), ("customers.csv", 3, "tier"), "can be: A, B, C, D"),
    (with_cell("customers", 3, "owned from", "2024-01-01"), ("customers.csv", 3, "owned from"), "is the same as row 2"),
    (
        with_cell("customers", 2, "owned from", "2030-01-01"),
        ("customers.csv", 2, "owned from"),
        "2030-01-01 is in the future",
    ),
    (with_row("products", "a 100", "泵", "", ""), ("products.csv", 4, "code"), "is the same as row 2"),
    (with_cell("prices", 4, "code", "C9"), ("prices.csv", 4, "code"), "no such product: C9"),
    (
        with_cell("prices", 4, "list price", "9.999"),
        ("prices.csv", 4, "list price"),
        "9.999 is no amount; write 1234.50",
    ),
    (with_cell("prices", 4, "list price", "-1"), ("prices.csv", 4, "list price"), "-1 is no amount; write 1234.50"),
    (with_row("prices", "A100", "1", "", "", "2024-03-01"), ("prices.csv", 5, "from"), "is the same as row 3"),
    (
        with_cell("visits", 2, "date", "2024-02-30"),
        ("visits.csv", 2, "date"),
        "2024-02-30 is no date; write 2024-03-05",
    ),
    (
        with_cell("visits", 2, "date", "1999-12-31"),
        ("visits.csv", 2, "date"),
        "1999-12-31 is no date; write 2024-03-05",
    ),
    (with_cell("visits", 2, "customer", "无名"), ("visits.csv", 2, "customer"), "no such customer: 无名"),
    (with_cell("visits", 2, "kind", "dream"), ("visits.csv", 2, "kind"), "can be: On site, Phone, Online, Courtesy"),
    (
        with_cell("visits", 2, "next step on", "2024-02-01"),
        ("visits.csv", 2, "next step on"),
        "lies before the first day",
    ),
    (with_row("visits", "CRM-9", *VISIT), ("visits.csv", 4, "number"), "is the same as row 3"),
    (
        with_row("visits", "CRM-8", "ou_han", "华宁精密", "2025-02-05", "", "", "", ""),
        ("visits.csv", 4, "team"),
        "that person was in no team on that day; say which team",
    ),
    (with_cell("orders", 2, "rep", "ou_nobody"), ("orders.csv", 2, "rep"), "no such person: ou_nobody"),
    (with_cell("orders", 2, "customer", ""), ("orders.csv", 2, "customer"), "must not be empty"),
    (with_cell("orders", 2, "terms", "someday"), ("orders.csv", 2, "terms"), "can be: prepaid, net, monthly"),
    (with_cell("orders", 2, "days", "366"), ("orders.csv", 2, "days"), "366 is no whole number from 0 to 365"),
    (with_cell("orders", 3, "cancelled on", "2024-03-01"), ("orders.csv", 3, "cancelled on"), "lies before the order"),
    (with_cell("orders", 2, "kind", "gift"), ("orders.csv", 2, "kind"), "can be: sale, sample, internal"),
    (
        with_row("orders", "PO-1", "华宁精密", "ou_li", "2024-02-10", "", "", "", ""),
        ("orders.csv", 4, "order"),
        "is the same as row 2",
    ),
    (
        with_row("orders", "PO-3", "华宁精密", "ou_li", "2024-02-10", "", "", "", ""),
        ("orders.csv", 4, "order"),
        "has no lines",
    ),
    (with_row("order_lines", "PO-9", "A100", "1", "", ""), ("order_lines.csv", 5, "order"), "no such order: PO-9"),
    (
        with_cell("order_lines", 2, "quantity", "2.5"),
        ("order_lines.csv", 2, "quantity"),
        "2.5 is no whole number from 1 to 1,000,000,000",
    ),
    (with_cell("order_lines", 2, "rate", "0"), ("order_lines.csv", 2, "rate"), "0 is no percentage; write 90 or 12.5"),
    (
        with_row("order_splits", "PO-1", "ou_li", "60"),
        ("orders.csv", 2, "order"),
        "its shares add up to 60 %, not 100 %",
    ),
    (with_row("order_splits", "PO-1", "ou_nobody", "100"), ("order_splits.csv", 2, "rep"), "no such person: ou_nobody"),
    (
        with_cell("shipments", 4, "quantity", "5"),
        ("shipments.csv", 4, "quantity"),
        "is more than the 4 that were still to leave",
    ),
    (
        with_cell("shipments", 3, "shipped on", "2024-02-13"),
        ("shipments.csv", 3, "shipment"),
        "the rows of SH-1 are not of one order and one day",
    ),
    (
        with_cell("shipments", 4, "shipped on", "2024-02-09"),
        ("shipments.csv", 4, "shipped on"),
        "lies before the order",
    ),
    (
        with_cell("shipments", 5, "shipped on", "2024-04-02"),
        ("shipments.csv", 5, "shipped on"),
        "lies after the order was cancelled",
    ),
    (with_cell("shipments", 5, "code", "B7"), ("shipments.csv", 5, "code"), "is not in the order"),
    (with_cell("returns", 2, "quantity", "11"), ("returns.csv", 2, "quantity"), "is more than the 10 that had left"),
    (
        with_cell("returns", 2, "returned on", "2024-02-11"),
        ("returns.csv", 2, "returned on"),
        "lies before anything had left",
    ),
    (
        with_cell("returns", 2, "reason", "mood"),
        ("returns.csv", 2, "reason"),
        "can be: quality, wrong goods, damaged, surplus, entry error, other",
    ),
    (with_cell("payments", 2, "customer", "无名"), ("payments.csv", 2, "customer"), "no such customer: 无名"),
    (with_cell("payments", 2, "amount", "0"), ("payments.csv", 2, "amount"), "must not be 0"),
    (with_cell("payments", 2, "order", "PO-7"), ("payments.csv", 2, "order"), "no such order: PO-7"),
    (
        with_row("payments", "HK-2", "远东机械", "1", "2024-03-01", "PO-1"),
        ("payments.csv", 3, "order"),
        "that order is of 华宁精密",
    ),
    (
        with_row("payments", "HK-1", "华宁精密", "1", "2024-03-01", ""),
        ("payments.csv", 3, "payment"),
        "is the same as row 2",
    ),
    (with_cell("targets", 2, "scope", "world"), ("targets.csv", 2, "scope"), "can be: company, area, team, rep"),
    (with_cell("targets", 2, "of", ""), ("targets.csv", 2, "of"), "say whose target it is"),
    (with_cell("targets", 2, "period", "2024-13"), ("targets.csv", 2, "period"), "no such period: 2024-13"),
    (with_cell("targets", 2, "value", "many"), ("targets.csv", 2, "value"), "many is no amount; write 1234.50"),
    (with_cell("leave", 2, "to", "2024-05-05"), ("leave.csv", 2, "to"), "lies before the first day"),
    (with_cell("leave", 2, "from half", "noon"), ("leave.csv", 2, "from half"), "can be: am, pm"),
]


NAMES = [f"{number}-{where[0]}-{where[2]}" for number, (_, where, _) in enumerate(CELLS)]


@pytest.mark.parametrize("change, where, why", CELLS, ids=NAMES)
def test_every_mistake_is_found_where_it_is(
    lite_memory: UnitOfWork, tmp_path: Path, change: Change, where: Where, why: str
) -> None:
    past = small()
    change(past)
    with lite_memory as memory:
        assert (*where, why) in mistakes(memory, past, tmp_path)


def test_the_small_company_itself_is_without_fault(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    with lite_memory as memory:
        assert mistakes(memory, small(), tmp_path) == []


def test_a_product_without_price_needs_one_on_the_line(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    past.rows["prices"] = [row for row in past.rows["prices"] if row["code"] != "B7"]
    with lite_memory as memory:
        why = "has no price, and there is no list price on 2024-02-10"
        assert ("order_lines.csv", 3, "price", why) in mistakes(memory, past, tmp_path)
        past.rows["order_lines"][1]["price"] = "9.99"
        assert mistakes(memory, past, tmp_path) == []


def test_what_is_wrong_with_an_order_is_not_said_again_of_its_lines(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    past.rows["orders"][0]["rep"] = "ou_nobody"
    with lite_memory as memory:
        assert [(file, row) for file, row, *_ in mistakes(memory, past, tmp_path)] == [("orders.csv", 2)]


def test_all_mistakes_are_found_at_once_and_nothing_is_kept(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    for change, _, _ in (CELLS[1], CELLS[9], CELLS[15], CELLS[40]):
        change(past)
    with lite_memory as memory:
        before = counted(memory)
        assert len({file for file, *_ in mistakes(memory, past, tmp_path)}) >= 4
        assert counted(memory) == before


def test_very_many_mistakes_are_counted_but_not_all_told(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    for n in range(MOST_FAULTS + 50):
        past.add("visits", f"N-{n}", "ou_nobody", "华宁精密", "2024-02-05", "", "", "", "")
    with lite_memory as memory:
        checked = looked_through(memory, past.write(tmp_path))
        assert (len(checked.wrong), checked.count) == (MOST_FAULTS, MOST_FAULTS + 50)


def test_both_languages_say_the_same_numbers(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    past.rows["shipments"][2]["quantity"] = "5"
    with lite_memory as memory:
        wrong = looked_through(memory, past.write(tmp_path)).wrong[0]
        assert wrong.column
        assert (wrong.column.zh, wrong.column.en) == ("数量", "quantity")
        assert (wrong.why.zh, wrong.why.en) == ("超过未发数量 4", "is more than the 4 that were still to leave")


def test_dates_and_amounts_may_be_written_as_people_write_them(lite_memory: UnitOfWork, tmp_path: Path) -> None:
    past = small()
    past.rows["visits"][0]["date"] = "2024/2/5"
    past.rows["orders"][0]["ordered on"] = "2024.02.10"
    past.rows["payments"][0]["amount"] = "1,500.5"
    past.rows["payments"][0]["paid on"] = "2024-03-01 00:00"
    past.rows["order_lines"][0]["rate"] = "95%"
    past.rows["order_lines"][0]["quantity"] = "1,000"
    with lite_memory as memory:
        checked = looked_through(memory, past.write(tmp_path))
        assert checked.wrong == []
        assert [item.quantity for item in checked.history.deals[0].items] == [1_000, 3]
        assert checked.history.receipts[0].amount.minor == 1_500_50
