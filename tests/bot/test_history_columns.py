"""Every column of every file of a history: what it needs, what it bounds, what it may name, in which spelling."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.history_sheets import SHEETS, HistorySheet
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.pasts import HEADINGS, Past, looked_through, mistakes, small

BY_NAME = {sheet.name: sheet for sheet in SHEETS}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnitOfWork]:
    """A database that stays empty: looking through files keeps nothing."""
    url = f"sqlite:///{tmp_path_factory.mktemp('columns') / 'empty.db'}"
    upgrade(url)
    with UnitOfWork(url) as db:
        yield db


def full() -> Past:
    """The small company with a row in every file."""
    past = small()
    past.add("order_splits", "PO-1", "ou_li", "100")
    past.add("targets", "rep", "ou_li", "2024-04", "1000")
    return past


def change(past: Past, file: str, column: str, words: str, row: int = 2) -> Past:
    past.rows[file][row - 2][column] = words
    return past


def headed(sheet: HistorySheet, key: str) -> str:
    return sheet.titled(key).en


NEEDED = [(sheet.name, headed(sheet, key)) for sheet in SHEETS for key in sorted(sheet.required)]


@pytest.mark.parametrize("file, column", NEEDED, ids=["-".join(each) for each in NEEDED])
def test_no_row_may_leave_out_what_its_file_needs(empty: UnitOfWork, tmp_path: Path, file: str, column: str) -> None:
    found = mistakes(empty, change(full(), file, column, ""), tmp_path)
    assert (f"{file}.csv", 2, column, "must not be empty") in found


@pytest.mark.parametrize("file, column", NEEDED, ids=["-".join(each) for each in NEEDED])
def test_no_file_may_leave_out_a_column_that_it_needs(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str
) -> None:
    past = full()
    past.write(tmp_path)
    path = tmp_path / f"{file}.csv"
    heading, *rows = path.read_text("utf-8").splitlines()
    renamed = ["nothing" if one == column else one for one in heading.split(",")]
    path.write_text("\n".join([",".join(renamed), *rows]) + "\n", "utf-8")
    found = [(one.file, one.row, one.why.en) for one in looked_through(empty, tmp_path).wrong]
    assert found == [(f"{file}.csv", 1, f"lacks these columns: {column}")]


OPTIONAL = [
    (sheet.name, headed(sheet, column.key))
    for sheet in SHEETS
    for column in sheet.columns
    if not column.required and headed(sheet, column.key) in HEADINGS[sheet.name]
]
OF_SOMETHING = {("targets", "of"), ("leave", "to")}
"""What is needed because of what stands beside it."""


@pytest.mark.parametrize("file, column", OPTIONAL, ids=["-".join(each) for each in OPTIONAL])
def test_what_is_not_needed_may_be_left_out(empty: UnitOfWork, tmp_path: Path, file: str, column: str) -> None:
    found = mistakes(empty, change(full(), file, column, ""), tmp_path)
    assert (found == []) == ((file, column) not in OF_SOMETHING)


DAYS = [
    ("members", "from"), ("members", "to"), ("customers", "owned from"), ("prices", "from"), ("visits", "date"),
    ("visits", "next step on"), ("orders", "ordered on"), ("orders", "cancelled on"), ("shipments", "shipped on"),
    ("returns", "returned on"), ("payments", "paid on"), ("leave", "from"), ("leave", "to"),
]  # fmt: skip


@pytest.mark.parametrize("file, column", DAYS, ids=["-".join(each) for each in DAYS])
@pytest.mark.parametrize("words", ["2024-02-30", "soon"])
def test_every_day_is_a_day(empty: UnitOfWork, tmp_path: Path, file: str, column: str, words: str) -> None:
    found = mistakes(empty, change(full(), file, column, words), tmp_path)
    assert (f"{file}.csv", 2, column, f"{words} is no date; write 2024-03-05") in found


AHEAD = {("prices", "from"), ("visits", "next step on"), ("leave", "from"), ("leave", "to")}


@pytest.mark.parametrize("file, column", DAYS, ids=["-".join(each) for each in DAYS])
def test_only_prices_next_steps_and_leave_may_lie_ahead(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str
) -> None:
    found = mistakes(empty, change(full(), file, column, "2026-06-01"), tmp_path)
    told = (f"{file}.csv", 2, column, "2026-06-01 is in the future") in found
    assert told == ((file, column) not in AHEAD)


SPELLINGS = ("2024/1/1", "2024.01.01", "2024年1月1日", "20240101", "2024-01-01 00:00:00", "２０２４－０１－０１")


@pytest.mark.parametrize("words", SPELLINGS)
@pytest.mark.parametrize("file, column", [("members", "from"), ("customers", "owned from"), ("prices", "from")])
def test_one_day_is_the_same_in_all_its_spellings(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str, words: str
) -> None:
    checked = looked_through(empty, change(full(), file, column, words).write(tmp_path))
    plain = looked_through(empty, full().write(tmp_path))
    assert checked.wrong == []
    assert checked.history.places == plain.history.places
    assert checked.history.buyers == plain.history.buyers
    assert checked.history.prices == plain.history.prices


MONEY = [
    ("prices", "list price"), ("prices", "floor price"), ("prices", "cost"), ("order_lines", "price"),
    ("payments", "amount"), ("targets", "value"),
]  # fmt: skip


@pytest.mark.parametrize("file, column", MONEY, ids=["-".join(each) for each in MONEY])
@pytest.mark.parametrize("words", ["-5", "1.234", "$5", "lots"])
def test_every_amount_is_an_amount(empty: UnitOfWork, tmp_path: Path, file: str, column: str, words: str) -> None:
    found = mistakes(empty, change(full(), file, column, words), tmp_path)
    assert (f"{file}.csv", 2, column, f"{words} is no amount; write 1234.50") in found


@pytest.mark.parametrize("words", ["1,500.50", "¥1500.5", "1500.50元", "１５００．５０", "0.150050万"])
def test_one_amount_is_the_same_in_all_its_spellings(empty: UnitOfWork, tmp_path: Path, words: str) -> None:
    checked = looked_through(empty, change(full(), "payments", "amount", words).write(tmp_path))
    assert [receipt.amount.minor for receipt in checked.history.receipts] == [1_500_50]


NAMED = [
    ("members", "team", "team", "华北"), ("customers", "owner", "person", "ou_x"), ("prices", "code", "product", "Z9"),
    ("visits", "rep", "person", "ou_x"), ("visits", "customer", "customer", "无名"),
    ("orders", "rep", "person", "ou_x"),
    ("orders", "customer", "customer", "无名"), ("order_lines", "order", "order", "PO-9"),
    ("order_lines", "code", "product", "Z9"), ("order_splits", "order", "order", "PO-9"),
    ("order_splits", "rep", "person", "ou_x"), ("shipments", "order", "order", "PO-9"),
    ("shipments", "code", "product", "Z9"), ("returns", "order", "order", "PO-9"),
    ("returns", "code", "product", "Z9"), ("payments", "customer", "customer", "无名"),
    ("payments", "order", "order", "PO-9"), ("targets", "of", "team", "华北"), ("leave", "open id", "person", "ou_x"),
]  # fmt: skip


@pytest.mark.parametrize("file, column, what, words", NAMED, ids=[f"{each[0]}-{each[1]}" for each in NAMED])
def test_what_another_file_should_have_and_has_not_is_named(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str, what: str, words: str
) -> None:
    found = mistakes(empty, change(full(), file, column, words), tmp_path)
    assert (f"{file}.csv", 2, column, f"no such {what}: {words}") in found


FILES = [
    ("teams", "members"), ("members", "customers"), ("customers", "visits"), ("customers", "orders"),
    ("products", "prices"), ("products", "order_lines"), ("orders", "order_lines"), ("orders", "shipments"),
    ("orders", "payments_of_one"), ("members", "leave"), ("teams", "targets"),
]  # fmt: skip


@pytest.mark.parametrize("lacks, tells", FILES, ids=["-".join(each) for each in FILES])
def test_a_file_that_is_not_there_is_missed_by_those_that_name_its_rows(
    empty: UnitOfWork, tmp_path: Path, lacks: str, tells: str
) -> None:
    past = change(full(), "payments", "order", "PO-1") if tells == "payments_of_one" else full()
    past.rows[lacks] = []
    told = {file for file, *_ in mistakes(empty, past, tmp_path)}
    assert f"{tells.removesuffix('_of_one')}.csv" in told


BOUNDED = [
    ("teams", "team", 200), ("teams", "chat id", 64), ("teams", "area", 100), ("teams", "holidays of", 8),
    ("members", "open id", 64), ("members", "name", 200), ("customers", "customer", 200), ("products", "code", 60),
    ("products", "name", 120), ("products", "unit", 20), ("products", "group", 40), ("visits", "number", 40),
    ("orders", "order", 40), ("payments", "payment", 40), ("leave", "reason", 200), ("shipments", "shipment", 40),
    ("returns", "return", 40),
]  # fmt: skip


@pytest.mark.parametrize("file, column, most", BOUNDED, ids=[f"{each[0]}-{each[1]}" for each in BOUNDED])
def test_words_that_are_too_long_are_a_mistake_and_no_cut(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str, most: int
) -> None:
    found = mistakes(empty, change(full(), file, column, "x" * (most + 1)), tmp_path)
    assert (f"{file}.csv", 2, column, f"has more than {most} characters") in found


CHOSEN = [
    ("members", "role", "can be: rep, manager"), ("customers", "tier", "can be: A, B, C, D"),
    ("visits", "kind", "can be: On site, Phone, Online, Courtesy"),
    ("orders", "terms", "can be: prepaid, net, monthly"),
    ("orders", "kind", "can be: sale, sample, internal"), ("targets", "scope", "can be: company, area, team, rep"),
    ("leave", "from half", "can be: am, pm"), ("leave", "to half", "can be: am, pm"),
]  # fmt: skip


@pytest.mark.parametrize("file, column, why", CHOSEN, ids=[f"{each[0]}-{each[1]}" for each in CHOSEN])
def test_what_is_chosen_is_one_of_the_choices(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str, why: str
) -> None:
    assert (f"{file}.csv", 2, column, why) in mistakes(empty, change(full(), file, column, "?!x"), tmp_path)


DOUBLE = [
    ("teams", "team"), ("members", "open id"), ("customers", "owned from"), ("products", "code"), ("prices", "from"),
    ("orders", "order"), ("payments", "payment"), ("targets", "period"), ("leave", "from"),
]  # fmt: skip


@pytest.mark.parametrize("file, column", DOUBLE, ids=["-".join(each) for each in DOUBLE])
def test_a_row_that_stands_there_twice_is_named_with_the_first(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str
) -> None:
    past = full()
    past.rows[file].append(dict(past.rows[file][0]))
    found = mistakes(empty, past, tmp_path)
    assert (f"{file}.csv", len(past.rows[file]) + 1, column, "is the same as row 2") in found


SAME = [
    ("customers", "customer", "华宁精密", " 华宁  精密 "), ("customers", "customer", "远东机械", "远东 机械"),
    ("products", "code", "A100", "ａ－１００"), ("products", "code", "B7", "b 7"),
]  # fmt: skip


@pytest.mark.parametrize("file, column, words, other", SAME, ids=[each[3].strip() for each in SAME])
def test_names_and_codes_are_the_same_however_they_are_written(
    empty: UnitOfWork, tmp_path: Path, file: str, column: str, words: str, other: str
) -> None:
    past = full()
    for row in past.rows[file]:
        row[column] = other if row[column] == words else row[column]
    assert mistakes(empty, past, tmp_path) == []
