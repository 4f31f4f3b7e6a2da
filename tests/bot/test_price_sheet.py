"""The sheet of prices: faults by row and column, what applying brings, and what undoing takes back."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, text

from bot.app import house_of
from bot.price_sheet import COLUMNS, KIND
from bot.sheets import Batch, SheetRow
from sales.money import Money
from sales.orders import Priced, Wish
from storage.engine import Connection
from storage.imports import imports
from storage.products import Product, find_product, prices_on, retire, set_price
from storage.uow import UnitOfWork
from tests.bot.test_web import settings_for
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import buyer, draft, open_shop

HOUSE = house_of(settings_for("sqlite:///unused.db"))
NEW = {"code": "C9", "name": "离心机", "unit": "台", "group": "机", "list_price": "95", "first_on": "2026-12-01"}
DEARER = {"code": "a-100", "list_price": "105.5", "first_on": "2026-12-01"}
DECEMBER = date(2026, 12, 1)

__all__ = ["memory"]


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team with the goods on the list."""
    memory.write(found)
    memory.write(lambda at: open_shop(at, person(at, "ou_boss"), NOW))
    return memory


def rows(*cells: dict[str, str]) -> list[SheetRow]:
    """A sheet as it comes: every column is there, the first row under the heading is the second."""
    empty = {column.key: "" for column in COLUMNS}
    return [SheetRow(number, empty | row) for number, row in enumerate(cells, 2)]


def faults(db: UnitOfWork, *cells: dict[str, str], today: date = TODAY) -> list[tuple[int, str, str]]:
    found_ones = db.read(lambda at: KIND.check(at, rows(*cells), HOUSE, today))
    return [(fault.row, fault.column.zh, fault.why.zh) for fault in found_ones]


def batch(db: UnitOfWork) -> Batch:
    """An import that was received."""

    def add(at: Connection) -> Batch:
        by = person(at, "ou_boss").id
        row = {"kind": "prices", "file_name": "价格.xlsx", "message_id": uuid4().hex, "person_id": by}
        row |= {"received_at": NOW, "state": "checked", "rows": [], "problems": []}
        return Batch(at.execute(insert(imports).values(row).returning(imports.c.id)).scalar_one(), by, TODAY, NOW)

    return db.write(add)


def apply(db: UnitOfWork, *cells: dict[str, str]) -> tuple[int, Batch]:
    of = batch(db)
    return db.write(lambda at: KIND.apply(at, rows(*cells), of)), of


def price(db: UnitOfWork, code: str, on: date = DECEMBER) -> Priced | None:
    def ask(at: Connection) -> Priced | None:
        product = find_product(at, code)
        return prices_on(at, [product.id], on).get(product.id) if product else None

    return db.read(ask)


def told(db: UnitOfWork, query: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in db.read(lambda at: at.execute(text(query)).all())]


def order(db: UnitOfWork, code: str) -> None:
    def write(at: Connection) -> None:
        team, rep, product = found(at), person(at, "ou_li"), find_product(at, code)
        assert product is not None
        draft(at, team, rep, buyer(at, "华宁精密", rep, NOW), NOW, Wish(product.id, 1, Money(1_00)))

    db.write(write)


NAMES = 'select code, name, unit, "group" from products where key = '


def test_the_kind_names_its_columns_in_both_languages() -> None:
    assert KIND.name == "prices"
    assert [column.title.zh for column in KIND.columns] == [
        "型号",
        "名称",
        "单位",
        "产品组",
        "牌价",
        "底价",
        "成本",
        "生效日期",
        "截止日期",
    ]
    assert [column.title.en for column in KIND.columns] == [
        "code", "name", "unit", "group", "list price", "floor price", "cost", "from", "until",
    ]  # fmt: skip
    assert [column.key for column in KIND.columns if column.required] == ["code", "list_price"]


def test_the_example_of_the_template_has_no_fault(db: UnitOfWork) -> None:
    example = {column.key: column.example for column in COLUMNS} | {"code": "E1"}
    assert faults(db, example) == []


def test_a_faultless_sheet_has_no_faults(db: UnitOfWork) -> None:
    assert faults(db, NEW, DEARER, {"code": "B7", "list_price": "9"}) == []


@pytest.mark.parametrize("cells,column,why", [
    ({"code": ""}, "型号", "请填写"),
    ({"list_price": ""}, "牌价", "请填写"),
    ({"name": ""}, "名称", "请填写"),
    ({"unit": ""}, "单位", "请填写"),
    ({"list_price": "九五折"}, "牌价", "「九五折」不是金额，请写成 95 或 95.50"),
    ({"list_price": "0"}, "牌价", "「C9」的价格要大于 0。"),
    ({"list_price": "10000000.01"}, "牌价", "「C9」的金额超过上限 ¥10,000,000.00，请检查。"),
    ({"floor_price": "95.01"}, "底价", "底价 ¥95.01 高于牌价 ¥95.00"),
    ({"cost": "-1"}, "成本", "「-1」不是金额，请写成 95 或 95.50"),
    ({"first_on": "2026-13-01"}, "生效日期", "「2026-13-01」不是日期，请写成 2026-12-01"),
    ({"first_on": "2026-03-01"}, "生效日期", "不能早于今天（3月2日 周一）"),
    ({"last_on": "2026-11-30"}, "截止日期", "不能早于生效日期 2026-12-01"),
    ({"last_on": "2099-01-01"}, "截止日期", "不能晚于 2036-03-02"),
    ({"name": "长" * 121}, "名称", "最多 120 个字"),
])  # fmt: skip
def test_a_fault_is_told_by_row_and_column(db: UnitOfWork, cells: dict[str, str], column: str, why: str) -> None:
    assert faults(db, DEARER, NEW | cells) == [(3, column, why)]


def test_faults_are_told_in_english_too(db: UnitOfWork) -> None:
    (fault,) = db.read(lambda at: KIND.check(at, rows(NEW | {"list_price": "x"}), HOUSE, TODAY))
    assert (fault.column.en, fault.why.en) == ("list price", "x is no amount; please write 95 or 95.50")


def test_one_product_twice_from_one_day_is_a_fault_of_the_second(db: UnitOfWork) -> None:
    said = "与第 2 行是同一产品、同一生效日期"
    assert faults(db, DEARER, NEW, DEARER | {"code": "A 100"}) == [(4, "生效日期", said)]
    assert faults(db, DEARER, DEARER | {"first_on": "2027-01-01"}) == []
    assert faults(db, NEW | {"first_on": ""}, NEW | {"first_on": "2026-03-02"}) == [(3, "生效日期", said)]


def test_further_rows_of_a_new_product_need_not_name_it_again(db: UnitOfWork) -> None:
    later = {"code": "c9", "list_price": "99", "first_on": "2027-01-01"}
    assert faults(db, NEW, later) == []
    assert faults(db, later, NEW) == [(2, "名称", "请填写"), (2, "单位", "请填写")]
    assert apply(db, NEW, later)[0] == 2
    assert told(db, NAMES + "'c9'") == [("C9", "离心机", "台", "机")]


def test_two_names_for_one_product_are_a_fault(db: UnitOfWork) -> None:
    later = NEW | {"first_on": "2027-01-01", "unit": "套", "name": "别的"}
    assert faults(db, NEW, later) == [
        (3, "名称", "与第 2 行的「离心机」不一致"),
        (3, "单位", "与第 2 行的「台」不一致"),
    ]


def test_rows_without_a_code_have_nothing_in_common(db: UnitOfWork) -> None:
    without = {"name": "一", "unit": "台", "list_price": "5"}
    assert faults(db, without, without | {"name": "二"}) == [(2, "型号", "请填写"), (3, "型号", "请填写")]


def test_the_unit_of_what_was_ordered_is_a_fault(db: UnitOfWork) -> None:
    order(db, "A100")
    said = "已有订单或报价按「台」计，单位不能改；请用新型号"
    assert faults(
        db, DEARER | {"unit": "套"}, {"code": "A200", "list_price": "5", "floor_price": "-", "unit": "套"}
    ) == [(2, "单位", said)]


def test_applying_brings_products_names_and_prices(db: UnitOfWork) -> None:
    kept, of = apply(db, NEW | {"floor_price": "80", "cost": "50", "last_on": "2026-12-31"}, DEARER | {"name": "大泵"})
    assert kept == 2
    assert price(db, "C9") == Priced(Money(95_00), Money(80_00), Money(50_00))
    assert price(db, "C9", date(2027, 1, 1)) is None
    assert price(db, "A100") == Priced(Money(105_50), Money(70_00), Money(60_00))
    assert price(db, "A100", TODAY) == Priced(Money(100_00), Money(70_00), Money(60_00))
    assert told(db, NAMES + "'a100'") == [("A100", "大泵", "台", "泵")]
    assert told(db, "select count(*) from prices where batch_id is not null") == [(2,)]
    assert told(db, "select code, batch_id from products where batch_id > 0") == [("C9", of.id)]


def test_applying_is_audited_row_by_row(db: UnitOfWork) -> None:
    _, of = apply(db, NEW, DEARER | {"name": "大泵"})
    noted = told(db, "select verb, subject from audit order by id")[4:]
    assert noted == [
        ("change_products", f"import-{of.id}"),
        ("change_product", "P-1"),
        ("set_price", "P-5"),
        ("set_price", "P-1"),
    ]


def test_rows_with_faults_are_left_out(db: UnitOfWork) -> None:
    kept, _ = apply(db, NEW | {"unit": ""}, DEARER, NEW | {"code": "C8", "list_price": "x"})
    assert kept == 1
    assert told(db, "select count(*) from products") == [(4,)]
    assert apply(db, NEW | {"unit": ""})[0] == 0
    assert apply(db)[0] == 0


def test_a_day_that_has_gone_by_since_the_check_is_a_fault_by_then(db: UnitOfWork) -> None:
    today = NEW | {"first_on": TODAY.isoformat()}
    assert faults(db, today) == []
    tomorrow = replace(batch(db), today=TODAY + timedelta(days=1))
    assert db.write(lambda at: KIND.apply(at, rows(today), tomorrow)) == 0


def test_a_sheet_brings_a_retired_product_back(db: UnitOfWork) -> None:
    db.write(lambda at: retire(at, _product(at, "A100"), 1, NOW))
    assert faults(db, DEARER) == [(2, "名称", "请填写"), (2, "单位", "请填写")]
    _, of = apply(db, DEARER | {"name": "新泵", "unit": "套"})
    assert price(db, "A100") == Priced(Money(105_50))
    assert undo(db, of) == 0
    assert db.read(lambda at: find_product(at, "A100")) is None


def _product(at: Connection, code: str) -> Product:
    product = find_product(at, code)
    assert product is not None
    return product


def undo(db: UnitOfWork, of: Batch) -> int:
    return db.write(lambda at: KIND.undo(at, of))


def test_undoing_takes_everything_back(db: UnitOfWork) -> None:
    _, of = apply(db, NEW, DEARER | {"name": "大泵", "unit": "套", "group": "新"})
    assert undo(db, of) == 0
    assert price(db, "C9") is None
    assert db.read(lambda at: find_product(at, "C9")) is None
    assert price(db, "A100") == Priced(Money(100_00), Money(70_00), Money(60_00))
    assert told(db, NAMES + "'a100'") == [("A100", "齿轮泵", "台", "泵")]
    assert undo(db, of) == 0


def test_a_product_in_an_order_stays_and_is_counted(db: UnitOfWork) -> None:
    _, of = apply(db, NEW, NEW | {"code": "C8"})
    order(db, "C9")
    assert undo(db, of) == 1
    assert price(db, "C9") is None
    assert db.read(lambda at: [find_product(at, code) is not None for code in ("C9", "C8")]) == [True, False]


def test_a_product_that_was_priced_since_stays(db: UnitOfWork) -> None:
    _, of = apply(db, NEW)
    db.write(lambda at: set_price(at, _product(at, "C9"), Priced(Money(99_00)), TODAY, 1, NOW))
    assert undo(db, of) == 1
    assert price(db, "C9") == Priced(Money(99_00))


def test_a_unit_that_orders_count_by_since_stays(db: UnitOfWork) -> None:
    _, of = apply(db, DEARER | {"unit": "套"})
    order(db, "A100")
    assert undo(db, of) == 1
    assert told(db, NAMES + "'a100'") == [("A100", "齿轮泵", "套", "泵")]


def test_names_that_were_changed_since_stay(db: UnitOfWork) -> None:
    _, first = apply(db, DEARER | {"name": "大泵"})
    apply(db, DEARER | {"name": "更大的泵"})
    assert undo(db, first) == 0
    assert told(db, NAMES + "'a100'") == [("A100", "更大的泵", "台", "泵")]


def test_only_its_own_batch_is_undone(db: UnitOfWork) -> None:
    _, first = apply(db, DEARER)
    _, second = apply(db, DEARER | {"list_price": "120"})
    assert price(db, "A100") == Priced(Money(120_00), Money(70_00), Money(60_00))
    undo(db, second)
    assert price(db, "A100") == Priced(Money(105_50), Money(70_00), Money(60_00))
    undo(db, first)
    assert price(db, "A100") == Priced(Money(100_00), Money(70_00), Money(60_00))


def test_a_thousand_rows_are_checked_and_applied(db: UnitOfWork) -> None:
    many = [NEW | {"code": f"M{number}", "list_price": str(number + 1)} for number in range(1200)]
    assert faults(db, *many) == []
    kept, of = apply(db, *many)
    assert kept == 1200
    assert price(db, "M1199") == Priced(Money(1200_00))
    assert faults(db, *(row | {"list_price": "7"} for row in many)) == []
    assert undo(db, of) == 0
    assert told(db, "select count(*) from products where retired_at is null") == [(4,)]


def test_names_are_kept_as_they_were_typed(db: UnitOfWork) -> None:
    odd = "=1+1 **粗** <at id=all></at> \U0001f600"
    apply(db, NEW | {"name": odd, "code": "=C1"})
    assert told(db, "select code, name from products where code = '=C1'") == [("=C1", odd)]
