"""However long a company has sold, its figures look at what a period holds; however many reps, they ask as often."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sales.measures import Measure
from storage import breakdowns
from storage.engine import Connection
from storage.measures import Ask, Source
from storage.sources import SOURCES, count
from storage.uow import UnitOfWork
from tests.plans import plans, scanned, statements
from tests.seeds import NOW, TODAY, file, found, memory
from tests.storage.test_trade_plans import shipped

__all__ = ["memory"]

GROWING = (
    "visits", "obligations", "postings", "orders", "order_lines", "shipments", "shipment_lines", "returns", "payments",
    "receivables", "allocations", "approvals", "reports", "report_versions", "tasks", "plans", "debuts", "leaves",
)  # fmt: skip
SET = {Measure.TARGET, Measure.ELAPSED_DAYS, Measure.WHOLE_DAYS}
BY_NAME: dict[str, Source] = {source.__name__: source for source in SOURCES.values()}
MOST = 30
"""How many questions all measures together may ask for teams that have one date."""


def ask_for(db: Connection, first: date = TODAY, end: date = TODAY + timedelta(31), teams: int = 2) -> Ask:
    several = [found(db), found(db, "oc_west", "华西一队")][:teams]
    return Ask(several, first, end, NOW)


def lived(memory: UnitOfWork) -> Ask:
    def live(db: Connection) -> Ask:
        shipped(db)
        file(db)
        return ask_for(db)

    return memory.write(live)


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", BY_NAME)
def test_no_source_reads_the_whole_of_what_grows(memory: UnitOfWork, name: str) -> None:
    ask = lived(memory)
    steps = plans(memory, statements(memory, lambda db: BY_NAME[name](db, ask)))
    assert steps
    assert scanned(steps, *GROWING) == []


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_what_was_collected_long_ago_is_not_looked_for_in_all_that_was_settled_since(memory: UnitOfWork) -> None:
    ask = lived(memory)
    steps = plans(memory, statements(memory, lambda db: BY_NAME["collected"](db, ask)))
    assert any("ix_receivables_due_on" in step for step in steps)
    assert not [step for step in steps if "ix_payments_paid_on" in step or "ix_allocations_returned" in step]


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("work", [breakdowns.by_product, breakdowns.by_tier])
def test_neither_does_a_breakdown(memory: UnitOfWork, work: Callable[[Connection, Ask], object]) -> None:
    ask = lived(memory)
    assert scanned(plans(memory, statements(memory, lambda db: work(db, ask))), *GROWING) == []


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["visited", "sold", "owed"])
def test_what_every_card_needs_is_answered_by_an_index_alone(memory: UnitOfWork, name: str) -> None:
    ask = lived(memory)
    steps = plans(memory, statements(memory, lambda db: BY_NAME[name](db, ask)))
    assert all("COVERING INDEX" in step for step in steps if step.startswith("SEARCH"))


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_the_number_of_questions_does_not_depend_on_how_many_teams_there_are(memory: UnitOfWork) -> None:
    lived(memory)
    both, one = (memory.write(lambda db, n=n: ask_for(db, teams=n)) for n in (2, 1))  # type: ignore[misc]
    asked = [len(statements(memory, lambda db, ask=ask: count(db, ask, SOURCES))) for ask in (both, one)]  # type: ignore[misc]
    assert asked[0] == asked[1] <= MOST


def test_every_measure_is_counted_or_set() -> None:
    assert set(SOURCES) | SET == set(Measure)


def test_a_source_is_asked_once_for_whatever_it_counts(memory: UnitOfWork) -> None:
    ask = lived(memory)
    both = statements(memory, lambda db: count(db, ask, [Measure.VISITS, Measure.EFFECTIVE]))
    assert len(both) == 1
    assert memory.read(lambda db: count(db, ask, [])) == {}
