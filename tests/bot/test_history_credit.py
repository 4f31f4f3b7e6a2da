"""Whose an order of a history is: the owner's of its day, whoever it was shared among, or the rep who sold it."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from sales.money import Money
from storage.orders import order_splits, orders
from storage.people import people
from storage.sales_ledger import ledger
from storage.uow import UnitOfWork
from tests.pasts import Past, brought_in, mistakes
from tests.seeds import memory

__all__ = ["memory"]


def base(*holds: tuple[str, str]) -> Past:
    """A team of three, of whom one left at the end of May, and one customer who was handed on from day to day."""
    past = Past()
    past.add("teams", "东", "", "Asia/Shanghai", "华东", "CN")
    past.add("teams", "西", "", "Asia/Shanghai", "西南", "CN")
    for open_id, team, last in (
        ("ou_a", "东", ""),
        ("ou_b", "东", ""),
        ("ou_c", "东", "2024-05-31"),
        ("ou_w", "西", ""),
    ):
        past.add("members", open_id, open_id, team, "", "2024-01-01", last)
    for owner, first in holds or (("ou_a", "2024-01-01"),):
        past.add("customers", "华宁", owner, "A", first)
    past.add("products", "A1", "泵", "台", "")
    return past


def sell(past: Past, number: str, rep: str, day: str, **shares: str) -> None:
    past.add("orders", number, "华宁", rep, day, "", "", "", "")
    past.add("order_lines", number, "A1", "1", "100.01", "")
    for open_id, share in shares.items():
        past.add("order_splits", number, open_id, share)


def credited(memory: UnitOfWork) -> dict[str, int]:
    """What everybody has in the ledger, in fen."""
    joined = select(people.c.open_id, func.sum(ledger.c.amount)).join(people, people.c.id == ledger.c.rep_id)
    rows = memory.read(lambda db: db.execute(joined.group_by(people.c.open_id)).all())
    return {open_id: Money(amount.minor if isinstance(amount, Money) else amount).minor for open_id, amount in rows}


HANDED_ON = (
    ("ou_a", "2024-01-01"),
    ("ou_b", "2024-03-01"),
    ("ou_c", "2024-04-01"),
    ("", "2024-06-15"),
    ("ou_w", "2024-07-01"),
)
OWNERS = [
    ("2024-01-01", "ou_a"),
    ("2024-02-29", "ou_a"),
    ("2024-03-01", "ou_b"),
    ("2024-03-31", "ou_b"),
    ("2024-04-01", "ou_c"),
    ("2024-05-31", "ou_c"),
    ("2024-06-20", "ou_b"),
    ("2024-07-02", "ou_b"),
]
"""A day, and who has the order that ou_b sold on it: nobody owned the customer from mid-June, then one of elsewhere."""


@pytest.mark.parametrize("day, owner", OWNERS, ids=[day for day, _ in OWNERS])
def test_the_owner_of_the_day_has_it_if_they_are_of_the_team(
    memory: UnitOfWork, tmp_path: Path, day: str, owner: str
) -> None:
    past = base(*HANDED_ON)
    sell(past, "PO-1", "ou_b", day)
    brought_in(memory, past.write(tmp_path))
    assert credited(memory) == {owner: 100_01}


SHARES: list[tuple[dict[str, str], dict[str, int]]] = [
    ({"ou_b": "100"}, {"ou_b": 100_01}),
    ({"ou_a": "50", "ou_b": "50"}, {"ou_a": 50_01, "ou_b": 50_00}),
    ({"ou_a": "33.33", "ou_b": "33.33", "ou_c": "33.34"}, {"ou_a": 33_33, "ou_b": 33_33, "ou_c": 33_35}),
    ({"ou_a": "99.99", "ou_b": "0.01"}, {"ou_a": 100_00, "ou_b": 1}),
    ({"ou_w": "25%", "ou_a": "75 %"}, {"ou_a": 75_01, "ou_w": 25_00}),
]


@pytest.mark.parametrize("shares, amounts", SHARES, ids=["-".join(each[0].values()) for each in SHARES])
def test_what_the_files_share_is_shared_to_the_cent(
    memory: UnitOfWork, tmp_path: Path, shares: dict[str, str], amounts: dict[str, int]
) -> None:
    past = base()
    sell(past, "PO-1", "ou_a", "2024-02-01", **shares)
    brought_in(memory, past.write(tmp_path))
    found = credited(memory)
    assert sum(found.values()) == 100_01
    assert all(abs(found[who] - amount) <= 1 for who, amount in amounts.items())
    assert found.keys() == amounts.keys()
    kept = memory.read(lambda db: db.scalar(select(func.sum(order_splits.c.share))))
    assert kept == 10_000
    assert memory.read(lambda db: db.scalar(select(orders.c.shared_at))) is not None


WRONG: list[tuple[list[tuple[str, str]], tuple[str, str]]] = [
    ([("ou_a", "60")], ("orders.csv", "its shares add up to 60 %, not 100 %")),
    ([("ou_a", "60"), ("ou_b", "50")], ("orders.csv", "its shares add up to 110 %, not 100 %")),
    ([("ou_a", "99.99")], ("orders.csv", "its shares add up to 99.99 %, not 100 %")),
    ([("ou_a", "50"), ("ou_a", "50")], ("order_splits.csv", "is named twice for this order")),
    ([("ou_a", "0"), ("ou_b", "100")], ("order_splits.csv", "0 is no percentage; write 90 or 12.5")),
    ([("ou_x", "100")], ("order_splits.csv", "no such person: ou_x")),
]


@pytest.mark.parametrize("shares, why", WRONG, ids=[str(n) for n in range(len(WRONG))])
def test_shares_that_are_not_a_whole_are_a_mistake(
    memory: UnitOfWork, tmp_path: Path, shares: list[tuple[str, str]], why: tuple[str, str]
) -> None:
    past = base()
    sell(past, "PO-1", "ou_a", "2024-02-01")
    for open_id, share in shares:
        past.add("order_splits", "PO-1", open_id, share)
    assert why in [(file, said) for file, _, _, said in mistakes(memory, past, tmp_path)]


def test_goods_that_come_back_are_taken_from_those_who_had_them(memory: UnitOfWork, tmp_path: Path) -> None:
    past = base(*HANDED_ON)
    sell(past, "PO-1", "ou_b", "2024-02-01", ou_a="60", ou_b="40")
    past.add("shipments", "SH-1", "PO-1", "2024-02-02", "A1", "1")
    past.add("returns", "RT-1", "PO-1", "2024-05-02", "A1", "1", "quality")
    brought_in(memory, past.write(tmp_path))
    assert set(credited(memory).values()) == {0}


@pytest.mark.parametrize("kind, amount", [("sale", 100_01), ("sample", 0), ("internal", 0)])
def test_only_what_is_billed_counts(memory: UnitOfWork, tmp_path: Path, kind: str, amount: int) -> None:
    past = base()
    sell(past, "PO-1", "ou_a", "2024-02-01")
    past.rows["orders"][0]["kind"] = kind
    brought_in(memory, past.write(tmp_path))
    assert credited(memory).get("ou_a", 0) == amount
