"""One row for all spellings of a customer, whoever names it first and however many at once."""

import pytest
from sqlalchemy import text

from storage.customers import Customer, find_or_add_customer
from storage.engine import Connection
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory, person

__all__ = ["memory"]


def name(memory: UnitOfWork, spelling: str) -> Customer:
    def work(db: Connection) -> Customer:
        return find_or_add_customer(db, spelling, person(db, "ou_li").id, NOW)

    return memory.write(work)


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def test_the_first_spelling_is_kept(memory: UnitOfWork) -> None:
    first = name(memory, "华宁精密（上海）")
    assert name(memory, " 华宁精密(上海)") == first == Customer(first.id, "华宁精密（上海）")
    assert name(memory, "华宁精密").id != first.id


def test_many_who_name_a_customer_at_once_name_one(memory: UnitOfWork) -> None:
    outcomes = at_once(12, lambda n: name(memory, "ABC Ltd" if n % 2 else "abc ltd."))
    assert len({outcome.id for outcome in outcomes if isinstance(outcome, Customer)}) == 1
    assert all(isinstance(outcome, Customer) for outcome in outcomes)
    assert memory.read(lambda db: db.scalar(text("SELECT count(*) FROM customers"))) == 1


@pytest.mark.parametrize("spelling", ["ﷺ", "ΐ", "㍿", "😀", "x"])
def test_a_name_that_grows_when_it_is_folded_has_room(memory: UnitOfWork, spelling: str) -> None:
    """One sign may fold to eighteen letters; the form takes a hundred signs."""
    customer = name(memory, spelling * 100)
    assert customer.name == spelling * 100
    assert name(memory, spelling * 100) == customer
    assert name(memory, spelling * 99 + "y").id != customer.id
