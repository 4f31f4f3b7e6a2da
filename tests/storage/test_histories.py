"""What a batch remembers: spans of ids, numbers of the files, and ids that are given out for many rows at once."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from sales.histories import Deal, Parcel, Place
from sales.orders import Kind
from sales.roles import Role
from sales.terms import AT_ONCE
from storage import histories, people
from storage.customers import customers, find_or_add_customer
from storage.engine import Connection
from storage.histories import (
    add_numbers,
    add_spans,
    begin,
    complete,
    hold_batch,
    latest,
    numbers_known,
    spans_of,
)
from storage.history_holdings import holdings_of
from storage.history_known import known
from storage.history_rows import AT_ONCE as MANY
from storage.history_rows import RESERVED, Writer
from storage.ownerships import own, owners_on, put_in_tier, tiers_on
from storage.people import memberships
from storage.uow import UnitOfWork
from storage.visits import visits
from tests.seeds import NOW, found, memory, person

__all__ = ["memory"]


def begun(db: Connection) -> int:
    return begin(db, "past", people.meet(db, "ou_admin", "管理员").id, NOW)


@pytest.mark.parametrize(
    "ids, spans",
    [
        ([], []),
        ([4], [(4, 4)]),
        ([1, 2, 3], [(1, 3)]),
        ([1, 2, 5, 6, 9], [(1, 2), (5, 6), (9, 9)]),
    ],
)
def test_ids_are_kept_as_spans(memory: UnitOfWork, ids: list[int], spans: list[tuple[int, int]]) -> None:
    def work(db: Connection) -> dict[str, list[tuple[int, int]]]:
        batch = begun(db)
        add_spans(db, batch, "visits", ids)
        return spans_of(db, batch)

    assert memory.write(work) == ({"visits": spans} if spans else {})


def test_spans_that_touch_are_read_as_one(memory: UnitOfWork) -> None:
    def work(db: Connection) -> dict[str, list[tuple[int, int]]]:
        batch, other = begun(db), begun(db)
        for ids in ([1, 2], [3, 4], [8]):
            add_spans(db, batch, "visits", ids)
        add_spans(db, other, "visits", [5, 6, 7])
        return spans_of(db, batch)

    assert memory.write(work) == {"visits": [(1, 4), (8, 8)]}


def test_numbers_are_known_by_their_kind_however_many_are_asked_for(memory: UnitOfWork) -> None:
    numbers = [f"N-{n}" for n in range(1_200)]

    def work(db: Connection) -> None:
        add_numbers(db, begun(db), "orders", numbers[::2])
        assert numbers_known(db, "orders", numbers) == set(numbers[::2])
        assert numbers_known(db, "payments", numbers) == set()
        assert numbers_known(db, "orders", []) == set()

    memory.write(work)


def test_a_batch_tells_what_it_brought(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        batch = complete(db, begun(db), {"visits": 3}, [(1, 2)], NOW)
        assert (batch.number, batch.source, batch.counts, batch.seats) == ("H-1", "past", {"visits": 3}, [(1, 2)])
        assert (batch.made_at, batch.undone_at) == (NOW, None)
        assert hold_batch(db, batch.id) == batch
        assert hold_batch(db, 99) is None
        second = complete(db, begun(db), {}, [], NOW)
        assert [each.number for each in latest(db, 5)] == ["H-2", "H-1"]
        assert second.audited > batch.audited

    memory.write(work)


def test_a_long_name_of_a_folder_is_cut(memory: UnitOfWork) -> None:
    def work(db: Connection) -> int:
        by = people.meet(db, "ou_admin", "管理员").id
        begin(db, "x" * 500, by, NOW)
        return len(latest(db, 1)[0].source)

    assert memory.write(work) == 200


def test_rows_get_ids_that_nobody_else_is_given(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        people.meet(db, "ou_1", "一")
        writer = Writer(db, begun(db), lambda _: None)
        given = [writer.add(people.people, {"open_id": f"ou_x{n}", "name": "x"}) for n in range(5)]
        writer.flush()
        after = people.meet(db, "ou_2", "二")
        assert len({*given, after.id}) == 6
        assert spans_of(db, 1)["people"][0][0] == given[0]

    memory.write(work)


def test_ids_go_on_when_a_portion_is_used_up(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        done: list[int] = []
        writer = Writer(db, begun(db), done.append)
        for n in range(RESERVED * 2 + 5):
            writer.add(people.people, {"open_id": f"ou_y{n}", "name": "y"})
            writer.done(1)
        writer.flush()
        spans = spans_of(db, 1)["people"]
        assert sum(last - first + 1 for first, last in spans) == RESERVED * 2 + 5
        assert done[-1] == RESERVED * 2 + 5

    memory.write(work)


def test_rows_are_kept_by_thousands(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        done: list[int] = []
        writer = Writer(db, begun(db), done.append)
        for n in range(MANY + 1):
            writer.add(people.people, {"open_id": f"ou_z{n}", "name": "z"})
            writer.done(1)
        assert done == [MANY]
        assert db.scalar(select(func.count()).select_from(people.people)) == MANY + 1

    memory.write(work)


def test_what_a_database_knows_goes_by_the_words_of_the_files(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        team = found(db)
        li = person(db, "ou_li")
        customer = find_or_add_customer(db, "华宁精密", li.id, NOW)
        there = known(db)
        assert there.people["ou_li"] == li.id
        assert there.customer(" 华宁 精密 ") == customer.id
        assert there.customer("无名") is None
        named = there.team("华东 一队")
        assert named
        assert (named.id, there.team("华西")) == (team.id, None)
        assert {(since.team_id, since.last) for since in there.places} == {(team.id, None)}
        assert (there.product("A100"), there.prices, there.goals, there.absences) == (
            None,
            {},
            frozenset(),
            frozenset(),
        )

    memory.write(work)


def test_a_merged_customer_is_known_as_the_one_it_counts_as(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        found(db)
        li = person(db, "ou_li").id
        one, two = (find_or_add_customer(db, name, li, NOW) for name in ("华宁精密", "华宁老厂"))
        db.execute(customers.update().where(customers.c.id == two.id).values(root_id=one.id, merged_into=one.id))
        assert known(db).customer("华宁老厂") == one.id

    memory.write(work)


def test_holdings_say_what_the_questions_for_one_day_say(memory: UnitOfWork) -> None:
    def work(db: Connection) -> None:
        team = found(db)
        li, han = person(db, "ou_li").id, person(db, "ou_han").id
        customer = find_or_add_customer(db, "华宁精密", li, NOW).id
        for day, owner, tier in ((1, li, "A"), (5, han, None), (5, li, "C"), (9, han, "D")):
            own(db, customer, owner, date(2025, 1, day), li, NOW)
            put_in_tier(db, customer, tier, date(2025, 1, day), NOW)
        holdings = holdings_of(db, {customer})
        for day in range(1, 31):
            on = date(2025, 1, day)
            assert holdings.owner(customer, on) == owners_on(db, [customer], on).get(customer)
            assert holdings.tier(customer, on) == tiers_on(db, [customer], on).get(customer)
        assert (holdings.owner(customer, date(2024, 12, 31)), holdings.owner(999, date(2025, 1, 1))) == (None, None)
        assert holdings.is_of(team.id, li, date(2026, 3, 3))
        assert not holdings.is_of(team.id, 999, date(2026, 3, 3))
        db.execute(memberships.update().where(memberships.c.person_id == han).values(left_at=NOW))
        assert [holdings_of(db, set()).is_of(team.id, han, date(2026, 3, day)) for day in (2, 3)] == [True, False]

    memory.write(work)


def test_a_place_holds_from_its_first_day_to_its_last() -> None:
    place = Place("ou_1", "一", "东", Role.REP, date(2024, 1, 2), date(2024, 1, 4))
    assert [place.holds(date(2024, 1, day)) for day in range(1, 6)] == [False, True, True, True, False]
    assert Place("ou_1", "一", "东", Role.REP, date(2024, 1, 2), None).holds(date(2030, 1, 1))


def test_an_order_counts_what_left_and_came_back() -> None:
    day = date(2024, 1, 2)
    deal = Deal("PO-1", "东", "ou_1", "华宁", Kind.SALE, AT_ONCE, None, "", day, day, None)
    deal.shipments = [Parcel("SH-1", day, {1: 4, 2: 1}), Parcel("SH-2", day, {1: 3})]
    deal.returns = [Parcel("RT-1", day, {1: 2})]
    assert [(deal.gone(no), deal.back(no)) for no in (1, 2, 3)] == [(7, 2), (1, 0), (0, 0)]


def test_a_batch_that_fails_leaves_nothing(memory: UnitOfWork, tmp_path: Path) -> None:
    def work(db: Connection) -> None:
        writer = Writer(db, begun(db), lambda _: None)
        writer.add(people.people, {"open_id": "ou_x", "name": "x"})
        writer.flush()
        db.execute(insert(visits), {"team_id": 99})

    with pytest.raises(Exception, match=r"(?i)null"):
        memory.write(work)
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(histories.histories))) == 0
    assert memory.read(lambda db: db.scalar(select(func.count()).select_from(people.people))) == 0
