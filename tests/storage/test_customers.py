"""One row for all spellings of a customer, whoever names it first and however many at once; its owner and tier."""

from functools import partial

import pytest
from sqlalchemy import text

from sales.customers import Duty, Tier
from storage.contacts import Contact, contacts_of, keep_contact
from storage.customers import (
    Customer,
    count_customers,
    customers_of,
    find_by_name,
    find_customer,
    find_or_add_customer,
    give,
    owner_of,
    rank,
)
from storage.engine import Connection
from storage.mergers import find_merger, merge, mergers_into, undo
from storage.people import unseat
from storage.spellings import Sort, Spelling, add_spelling
from storage.uow import UnitOfWork
from tests.seeds import NOW, at_once, found, memory, person, team_of

__all__ = ["memory"]


def name(memory: UnitOfWork, spelling: str, by: str = "ou_li") -> Customer:
    def work(db: Connection) -> Customer:
        return find_or_add_customer(db, spelling, person(db, by).id, NOW)

    return memory.write(work)


def li(memory: UnitOfWork) -> int:
    return memory.read(lambda db: person(db, "ou_li").id)


@pytest.fixture(autouse=True)
def team(memory: UnitOfWork) -> None:
    memory.write(found)


def test_the_first_spelling_is_kept(memory: UnitOfWork) -> None:
    first = name(memory, "华宁精密（上海）")
    assert name(memory, " 华宁精密(上海)", "ou_han") == first == Customer(first.id, "华宁精密（上海）", li(memory))
    assert name(memory, "华宁精密").id != first.id


def test_many_who_name_a_customer_at_once_name_one(memory: UnitOfWork) -> None:
    outcomes = at_once(12, lambda n: name(memory, "ABC Ltd" if n % 2 else "abc ltd."))
    assert len({outcome.id for outcome in outcomes if isinstance(outcome, Customer)}) == 1
    assert all(isinstance(outcome, Customer) for outcome in outcomes)
    assert memory.read(lambda db: db.scalar(text("SELECT count(*) FROM customers"))) == 1
    assert memory.read(lambda db: db.scalar(text("SELECT count(*) FROM spellings"))) == 1


@pytest.mark.parametrize("spelling", ["ﷺ", "ΐ", "㍿", "😀", "x", "长", "重"])
def test_a_name_that_grows_when_it_is_folded_has_room(memory: UnitOfWork, spelling: str) -> None:
    """One sign may fold to eighteen letters; the form takes a hundred signs."""
    customer = name(memory, spelling * 100)
    assert customer.name == spelling * 100
    assert name(memory, spelling * 100) == customer
    assert name(memory, spelling * 99 + "y").id != customer.id


def test_a_customer_is_found_by_an_alias_too(memory: UnitOfWork) -> None:
    customer = name(memory, "杭州智云科技有限公司")
    alias = Spelling(customer.id, "HZ-ZYTech", Sort.ALIAS, li(memory), NOW)
    for _ in range(2):
        memory.write(lambda db: add_spelling(db, alias))
    assert memory.read(lambda db: find_by_name(db, "hz zytech")) == customer
    assert name(memory, "HZZYTECH") == customer
    assert memory.read(lambda db: find_by_name(db, "zytech")) is None


def test_there_is_no_customer_without_an_id(memory: UnitOfWork) -> None:
    assert memory.read(lambda db: find_customer(db, 4711)) is None


def test_the_owner_has_the_teams_they_are_in_now(memory: UnitOfWork) -> None:
    customer = name(memory, "华宁精密")
    owner = memory.read(lambda db: owner_of(db, customer))
    assert owner is not None
    assert (owner.name, owner.team_ids) == ("李雷", frozenset({memory.read(team_of).id}))
    memory.write(lambda db: unseat(db, team_of(db), ["ou_li"], NOW))
    owner = memory.read(lambda db: owner_of(db, customer))
    assert owner is not None
    assert (owner.name, owner.team_ids) == ("李雷", frozenset())
    assert memory.read(lambda db: owner_of(db, Customer(1, "x"))) is None


def test_only_one_of_many_who_claim_at_once_gets_a_customer(memory: UnitOfWork) -> None:
    customer = name(memory, "华宁精密")
    ids = memory.read(lambda db: [person(db, each).id for each in ("ou_han", "ou_boss")])
    outcomes = at_once(6, lambda n: memory.write(lambda db: give(db, customer, ids[n % 2], ids[n % 2], NOW)))
    assert sorted(map(bool, outcomes)) == [False] * 5 + [True]
    assert memory.read(lambda db: db.scalar(text("SELECT count(*) FROM audit"))) == 1


def test_ones_own_come_by_tier(memory: UnitOfWork) -> None:
    first, second, third = (name(memory, each) for each in ("甲方", "乙方", "丙方"))
    memory.write(lambda db: rank(db, second, Tier.B, li(memory), NOW))
    memory.write(lambda db: rank(db, first, Tier.A, li(memory), NOW))
    name(memory, "别人的", "ou_han")
    mine = memory.read(lambda db: customers_of(db, li(memory), 9))
    assert [(each.name, each.tier) for each in mine] == [("甲方", "A"), ("乙方", "B"), ("丙方", None)]
    assert memory.read(lambda db: customers_of(db, li(memory), 1)) == mine[:1]
    memory.write(lambda db: merge(db, third.id, first.id, li(memory), NOW))
    assert memory.read(lambda db: count_customers(db, li(memory))) == 2


def test_a_merged_customer_is_the_one_it_was_merged_into(memory: UnitOfWork) -> None:
    kept, gone, third = (name(memory, each) for each in ("甲方", "乙方", "丙方"))
    merger = memory.write(lambda db: merge(db, gone.id, kept.id, li(memory), NOW))
    assert merger is not None
    assert name(memory, "乙 方") == kept == memory.read(lambda db: find_customer(db, gone.id))
    assert memory.read(lambda db: find_merger(db, merger.id)) == merger
    memory.write(lambda db: merge(db, kept.id, third.id, li(memory), NOW))
    assert name(memory, "乙方") == third
    assert [each.gone for each in memory.read(lambda db: mergers_into(db, third.id, NOW))] == ["甲方", "乙方"]
    assert memory.write(lambda db: undo(db, merger, li(memory), NOW))
    assert not memory.write(lambda db: undo(db, merger, li(memory), NOW))
    assert (name(memory, "乙方"), name(memory, "甲方")) == (gone, third)
    assert memory.read(lambda db: find_merger(db, merger.id)) is None


def test_a_customer_is_merged_once_and_never_into_itself(memory: UnitOfWork) -> None:
    kept, gone = (name(memory, each) for each in ("甲方", "乙方"))
    pairs = [(gone.id, kept.id), (kept.id, gone.id)] * 3
    outcomes = at_once(6, lambda n: memory.write(lambda db: merge(db, *pairs[n], li(memory), NOW)))
    assert len([one for one in outcomes if one is not None]) == 1
    assert memory.write(lambda db: merge(db, kept.id, kept.id, li(memory), NOW)) is None
    assert memory.write(lambda db: merge(db, kept.id, 4711, li(memory), NOW)) is None


def test_contacts_of_both_are_there_after_a_merger(memory: UnitOfWork) -> None:
    kept, gone = (name(memory, each) for each in ("甲方", "乙方"))
    for customer, who in ((kept, "陈总"), (gone, "王工"), (gone, "陈总")):
        contact = Contact(who, Duty.DECIDER, "0571 88886666")
        memory.write(partial(keep_contact, customer=customer, contact=contact, by=1, at=NOW))
    assert [one.name for one in memory.read(lambda db: contacts_of(db, kept.id))] == ["陈总"]
    memory.write(lambda db: merge(db, gone.id, kept.id, li(memory), NOW))
    assert [one.name for one in memory.read(lambda db: contacts_of(db, kept.id))] == ["陈总", "王工", "陈总"]
    memory.write(lambda db: keep_contact(db, kept, Contact("陈总", Duty.NONE, ""), 1, NOW))
    assert memory.read(lambda db: contacts_of(db, kept.id))[1:] == [Contact("陈总", Duty.NONE, "")]
