"""The sheet of discount authority: how its cells are read, what is wrong with them, and what becomes of its rows."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from bot.app import house_of
from bot.authority_sheet import COLUMNS, KIND, read_rows
from bot.config import Settings
from bot.context import House
from bot.sheets import Batch, Fault, SheetRow
from sales.discounts import Level, Rule
from sales.money import FULL, Money
from storage.authority import rules_on
from storage.engine import Connection
from storage.imports import imports
from storage.uow import UnitOfWork
from tests.seeds import NOW, TODAY, found, memory, person
from tests.trade import open_shop

__all__ = ["memory"]

HOUSE: House = house_of(Settings.of({
    "feishu": {"app_id": "cli_1", "app_secret": "s", "encrypt_key": "e", "verification_token": "t"},
}))  # fmt: skip


@pytest.fixture
def db(memory: UnitOfWork) -> UnitOfWork:
    """A team with a shop, whose products are in the groups 泵 and 配件."""
    memory.write(found)
    memory.write(lambda at: open_shop(at, person(at, "ou_boss"), NOW))
    return memory


def row(number: int = 2, /, **cells: str) -> SheetRow:
    """A row that is fine, but for the cells given."""
    return SheetRow(number, {"level": "业务员", "most_discount": "15%"} | cells)


def faults(db: UnitOfWork, *rows: SheetRow) -> list[Fault]:
    return list(db.read(lambda at: KIND.check(at, rows, HOUSE, TODAY)))


def applied(db: UnitOfWork, *rows: SheetRow, message: str = "om_1") -> Batch:
    """Apply rows in a batch of their own."""

    def act(at: Connection) -> Batch:
        by = person(at, "ou_boss").id
        said: dict[str, Any] = {"kind": "authority", "file_name": "a.xlsx", "message_id": message, "person_id": by}
        said |= {"received_at": NOW, "state": "applied", "rows": [], "problems": []}
        batch = Batch(int((at.execute(insert(imports), said).inserted_primary_key or (0,))[0]), by, TODAY, NOW)
        assert KIND.apply(at, rows, batch) == len(rows)
        return batch

    return db.write(act)


def rules(db: UnitOfWork, day: date = TODAY) -> list[Rule]:
    return db.read(lambda at: rules_on(at, day))


def only(db: UnitOfWork, **cells: str) -> Rule:
    """The rule that one row comes to."""
    assert faults(db, row(**cells)) == []
    applied(db, row(**cells))
    (rule,) = rules(db)
    return rule


PLAIN = Rule(Level.REP, 1500, first_on=TODAY)


def test_columns_are_named_in_both_languages() -> None:
    said = [(column.title.zh, column.title.en, column.required) for column in COLUMNS]
    assert said == [
        ("级别", "level", True),
        ("产品组", "group", False),
        ("客户等级", "tier", False),
        ("起算金额", "from amount", False),
        ("最高优惠%", "most discount", True),
        ("最低毛利%", "least margin", False),
        ("生效日期", "from", False),
        ("截止日期", "until", False),
    ]


@pytest.mark.parametrize(
    "cells, changed",
    [
        ({}, {}),
        ({"level": "manager"}, {"level": Level.MANAGER}),
        ({"level": "Director"}, {"level": Level.DIRECTOR}),
        ({"level": "总监"}, {"level": Level.DIRECTOR}),
        ({"group": "泵"}, {"group": "泵"}),
        ({"tier": "a"}, {"tier": "A"}),
        ({"tier": "B级"}, {"tier": "B"}),
        ({"from_amount": "1万"}, {"from_amount": Money(10_000_00)}),
        ({"from_amount": "9999.5"}, {"from_amount": Money(9999_50)}),
        ({"most_discount": "15"}, {}),
        ({"most_discount": "0.15"}, {}),
        ({"most_discount": "12.5％"}, {"most_discount": 1250}),
        ({"most_discount": "0"}, {"most_discount": 0}),
        ({"most_discount": "1%"}, {"most_discount": 100}),
        ({"most_discount": "100%"}, {"most_discount": 10_000}),
        ({"least_margin": "20"}, {"least_margin": 2000}),
        ({"least_margin": "-5%"}, {"least_margin": -500}),
        ({"last_on": "2026-03-31"}, {"end_on": date(2026, 4, 1)}),
    ],
)
def test_cells_are_read(db: UnitOfWork, cells: dict[str, str], changed: dict[str, Any]) -> None:
    assert only(db, **cells) == replace(PLAIN, **changed)


@pytest.mark.parametrize(
    "name, said, column, why",
    [
        ("level", "", "级别", "请填写"),
        ("level", "老板", "级别", "「老板」不是级别"),
        ("group", "没有的组", "产品组", "没有产品属于「没有的组」组"),
        ("tier", "E", "客户等级", "不是客户等级"),
        ("tier", "AB", "客户等级", "不是客户等级"),
        ("from_amount", "很多", "起算金额", "不是金额"),
        ("from_amount", "-5", "起算金额", "不是金额"),
        ("from_amount", "9" * 30, "起算金额", "不是金额"),
        ("most_discount", "", "最高优惠%", "请填写"),
        ("most_discount", "1", "最高优惠%", "看不懂"),
        ("most_discount", "101%", "最高优惠%", "看不懂"),
        ("most_discount", "-3%", "最高优惠%", "看不懂"),
        ("most_discount", "NaN", "最高优惠%", "看不懂"),
        ("most_discount", "12.345%", "最高优惠%", "看不懂"),
        ("least_margin", "120%", "最低毛利%", "看不懂"),
        ("least_margin", "高", "最低毛利%", "看不懂"),
        ("first_on", "某天", "生效日期", "不是日期"),
        ("first_on", "2026-03-01", "生效日期", "不能早于今天"),
        ("last_on", "2026-03-01", "截止日期", "不能早于生效日期"),
    ],
)
def test_what_is_wrong_is_said_with_row_and_column(db: UnitOfWork, name: str, said: str, column: str, why: str) -> None:
    (fault,) = faults(db, row(7, **{name: said}))
    assert (fault.row, fault.column.zh) == (7, column)
    assert why in fault.why.zh
    assert fault.why.en.isascii() or said in fault.why.en


def test_every_fault_of_every_row_is_found(db: UnitOfWork) -> None:
    found = faults(db, row(2, level="老板", tier="Z"), row(3), row(4, most_discount=""))
    assert [(fault.row, fault.column.en) for fault in found] == [(2, "level"), (2, "tier"), (4, "most discount")]


def test_a_row_that_is_there_twice_is_refused(db: UnitOfWork) -> None:
    (fault,) = faults(db, row(2), row(3, tier="A"), row(4, most_discount="20%"))
    assert (fault.row, fault.why.en) == (4, "the same level, group, tier, amount and first day as row 2")


def test_a_row_takes_the_place_of_the_one_before_it_from_its_first_day_on(db: UnitOfWork) -> None:
    applied(db, row())
    applied(db, row(most_discount="5%", first_on="2026-04-01"), message="om_2")
    assert [rule.most_discount for rule in rules(db)] == [1500]
    assert [rule.most_discount for rule in rules(db, date(2026, 4, 1))] == [500]


def test_undone_a_batch_gives_way_to_what_held_before(db: UnitOfWork) -> None:
    applied(db, row())
    second = applied(db, row(most_discount="5%"), row(level="经理"), message="om_2")
    assert len(rules(db)) == 2
    assert db.write(lambda at: KIND.undo(at, second)) == 0
    assert rules(db) == [PLAIN]


def test_checking_keeps_nothing(db: UnitOfWork) -> None:
    faults(db, row())
    assert rules(db) == []


words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)


@given(st.dictionaries(st.sampled_from([column.key for column in COLUMNS]), words))
def test_whatever_stands_in_a_row_is_a_rule_or_a_fault(cells: dict[str, str]) -> None:
    ((rule, wrong),) = read_rows([SheetRow(2, cells)], TODAY, frozenset({"泵"}))
    assert (rule is None) == bool(wrong)
    assert all(fault.why.zh and fault.why.en for fault in wrong)
    if rule:
        assert 0 <= rule.most_discount <= FULL
        assert rule.first_on < rule.end_on
