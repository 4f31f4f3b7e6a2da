"""Products and their prices: what holds on which day, who changed what, and which product is meant."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import text

from sales.money import Money
from sales.orders import Priced, Wish
from sales.prices import periods
from storage.engine import Connection
from storage.price_batches import in_use, known_products
from storage.product_search import search_products
from storage.products import (
    Product,
    add_product,
    bring_back,
    change_product,
    count_products,
    find_product,
    find_retired,
    is_sold,
    list_products,
    price_rows,
    prices_on,
    products_by_id,
    retire,
    set_price,
)
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, at_once, found, memory, person
from tests.trade import OPENED, buyer, draft, open_shop

T = TypeVar("T")
DAY = timedelta(days=1)
DEARER = Priced(Money(105_00), Money(75_00), Money(62_00))

__all__ = ["memory"]


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team with the goods on the list."""
    memory.write(found)
    memory.write(lambda at: open_shop(at, person(at, "ou_boss"), NOW))
    return memory


def by(db: Connection) -> int:
    return person(db, "ou_boss").id


def product(db: Connection, code: str = "A100") -> Product:
    known = find_product(db, code) or find_retired(db, code)
    assert known is not None
    return known


def of_product(act: Callable[[Connection, Product], T], code: str = "A100") -> Callable[[Connection], T]:
    """Something done to a product, as work to be written."""
    return lambda db: act(db, product(db, code))


def audited(db: UnitOfWork, verb: str) -> list[tuple[str, str]]:
    asked = text("select subject, before from audit where verb = :verb order by id")
    return [(str(row[0]), str(row[1])) for row in db.read(lambda at: at.execute(asked, {"verb": verb}).all())]


def price(db: UnitOfWork, on: date) -> Priced | None:
    return db.read(lambda at: prices_on(at, [product(at).id], on).get(product(at).id))


def put(priced: Priced, first_on: date, end_on: date | None = None) -> Callable[[Connection], None]:
    return of_product(lambda db, of: set_price(db, of, priced, first_on, by(db), NOW, end_on=end_on))


def test_a_price_holds_from_its_day_until_the_next_begins(db: UnitOfWork) -> None:
    db.write(put(DEARER, date(2026, 12, 1)))
    assert price(db, OPENED - DAY) is None
    assert price(db, OPENED) == price(db, date(2026, 11, 30)) == Priced(Money(100_00), Money(70_00), Money(60_00))
    assert price(db, date(2026, 12, 1)) == DEARER


def test_a_price_with_an_end_leaves_nothing_behind(db: UnitOfWork) -> None:
    db.write(put(DEARER, date(2026, 12, 1), date(2027, 1, 1)))
    assert price(db, date(2026, 12, 31)) == DEARER
    assert price(db, date(2027, 1, 1)) is None


def test_of_two_prices_from_one_day_the_later_entered_holds(db: UnitOfWork) -> None:
    db.write(put(DEARER, TODAY))
    db.write(put(Priced(Money(99_00)), TODAY))
    assert price(db, TODAY) == Priced(Money(99_00))
    rows = db.read(lambda at: price_rows(at, [product(at).id])[product(at).id])
    assert [(row.first_on, row.end_on, row.priced.list_price) for row in periods(rows)] == [
        (OPENED, TODAY, Money(100_00)),
        (TODAY, None, Money(99_00)),
    ]
    assert [row.entered_at for row in rows] == [NOW] * 3


def test_setting_a_price_is_audited_with_what_held_before(db: UnitOfWork) -> None:
    db.write(put(DEARER, TODAY))
    subject, before = audited(db, "set_price")[-1]
    assert subject == "P-1"
    assert "2026-01-01" in before
    assert "10000" in before


def test_a_product_is_renamed_and_the_change_audited(db: UnitOfWork) -> None:
    db.write(
        of_product(lambda at, of: change_product(at, Product(of.id, "A-100", "大齿轮泵", "套", "泵"), by(at), NOW))
    )
    assert db.read(product) == Product(1, "A-100", "大齿轮泵", "套", "泵")
    ((subject, before),) = audited(db, "change_product")
    assert subject == "P-1"
    assert "台" in before or "\\u53f0" in before


def test_a_change_that_changes_nothing_leaves_no_trace(db: UnitOfWork) -> None:
    db.write(of_product(lambda at, of: change_product(at, of, by(at), NOW)))
    assert audited(db, "change_product") == []


def test_a_retired_product_is_off_the_list_and_comes_back_at_its_prices(db: UnitOfWork) -> None:
    assert db.write(of_product(lambda at, of: retire(at, of, by(at), NOW)))
    assert db.read(lambda at: (find_product(at, "A100"), count_products(at), is_sold(at, product(at)))) == (
        None,
        3,
        False,
    )
    assert "A100" not in [each.code for each in db.read(lambda at: list_products(at, 10))]
    assert not db.write(of_product(lambda at, of: retire(at, of, by(at), NOW)))
    assert db.write(of_product(lambda at, of: bring_back(at, of, by(at), NOW)))
    assert not db.write(of_product(lambda at, of: bring_back(at, of, by(at), NOW)))
    assert db.read(lambda at: find_retired(at, "A100")) is None
    assert price(db, TODAY) is not None
    assert [len(audited(db, verb)) for verb in ("retire", "bring_back")] == [1, 1]


def test_a_retired_product_may_come_back_under_new_names(db: UnitOfWork) -> None:
    db.write(of_product(lambda at, of: retire(at, of, by(at), NOW)))
    kept = db.write(lambda at: add_product(at, Product(0, "a 100", "新齿轮泵", "套"), by(at), NOW))
    assert kept == Product(1, "a 100", "新齿轮泵", "套")
    assert len(audited(db, "bring_back")) == 1


def test_one_that_is_sold_stays_as_it_is_when_it_is_added_again(db: UnitOfWork) -> None:
    kept = db.write(lambda at: add_product(at, Product(0, "a-100", "别的", "套"), by(at), NOW))
    assert kept == Product(1, "A100", "齿轮泵", "台", "泵")


def test_two_admins_who_add_the_same_product_at_once_add_it_once(db: UnitOfWork) -> None:
    def add(number: int) -> Product:
        return db.write(lambda at: add_product(at, Product(0, f"N{'-' * number}9", "新品", "个"), by(at), NOW))

    made = at_once(4, add)
    assert len({each.id for each in made if isinstance(each, Product)}) == 1
    assert [each for each in made if not isinstance(each, Product)] == []


def test_two_admins_who_retire_a_product_at_once_do_it_once(db: UnitOfWork) -> None:
    done = at_once(4, lambda _: db.write(of_product(lambda at, of: retire(at, of, by(at), NOW))))
    assert sorted(map(str, done)) == ["False", "False", "False", "True"]
    assert len(audited(db, "retire")) == 1


def test_the_list_is_narrowed_to_a_group(db: UnitOfWork) -> None:
    assert [each.code for each in db.read(lambda at: list_products(at, 10, group="泵"))] == ["A100", "A200"]
    assert db.read(lambda at: (count_products(at, group="泵"), count_products(at), count_products(at, group="?"))) == (
        2,
        4,
        0,
    )


def test_a_product_in_any_order_is_in_use(db: UnitOfWork) -> None:
    def order(at: Connection) -> None:
        shop = {code: product(at, code) for code in ("A100", "B7")}
        rep, team = person(at, "ou_li"), found(at)
        draft(at, team, rep, buyer(at, "华宁精密", rep, NOW), NOW, Wish(shop["A100"].id, 1), Wish(shop["B7"].id, 2))

    db.write(order)
    ids = db.read(lambda at: [each.id for each in list_products(at, 10)])
    assert db.read(lambda at: in_use(at, ids)) == {1, 3}
    known = db.read(lambda at: known_products(at, ["a-100", "A200", "nothing"]))
    assert {key: (each.code, each.used) for key, each in known.items()} == {
        "a100": ("A100", True),
        "a200": ("A200", False),
    }


@pytest.mark.parametrize("words,codes", [
    ("A100", ["A100", "A200"]),
    ("a-100", ["A100", "A200"]),
    ("a1", ["A100"]),
    ("A", ["A100", "A200"]),
    ("100", ["A100"]),
    ("齿轮", ["A100"]),
    ("泵", ["A100", "A200"]),
    ("clb", ["A100"]),
    ("luoganbeng", ["A200"]),
    ("mfq", ["B7"]),
    ("A10O", ["A100"]),
    ("A100 齿轮泵", ["A100"]),
    ("螺感泵", ["A200"]),
    ("无此物", []),
    ("?!", []),
    ("", []),
])  # fmt: skip
def test_products_are_found_by_parts_sounds_and_slips(db: UnitOfWork, words: str, codes: list[str]) -> None:
    hits = [each.code for each in db.read(lambda at: search_products(at, words))]
    assert hits[: len(codes)] == codes
    assert len(hits) == len(codes)


def test_no_more_are_proposed_than_asked_for_and_no_retired_ones(db: UnitOfWork) -> None:
    assert len(db.read(lambda at: search_products(at, "泵", 1))) == 1
    db.write(of_product(lambda at, of: retire(at, of, by(at), NOW)))
    assert [each.code for each in db.read(lambda at: search_products(at, "泵"))] == ["A200"]
    assert [each.code for each in db.read(lambda at: products_by_id(at, [1])).values()] == ["A100"]
