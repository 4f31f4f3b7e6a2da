"""Every figure over random histories, against the same reckoned from the bare rows in plain Python."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sales import scopes
from sales.kpi import CATALOGUE, figure
from sales.measures import Measure, added
from storage.engine import Connection
from storage.measures import Ask, Counted
from storage.sources import count, of_scope
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.figure_books import Books, without_nothing
from tests.figure_histories import Company
from tests.installation import sqlite_database
from tests.seeds import TODAY
from tests.servers import PostgresServer

Opened = Callable[[], AbstractContextManager[UnitOfWork]]
CODES = ("K01", "K02", "K05", "K05r", "K07a", "K08", "K08r", "K10", "K12", "K13", "K21", "K25", "K26", "K34")
NEEDS = frozenset(measure for code in CODES for measure in CATALOGUE[code].needs) | {Measure.VISITS}
DAY = timedelta(days=1)
SOME = settings(
    deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
)
"""The same histories on every run."""


def spans(lot: random.Random, company: Company) -> Iterator[tuple[date, date]]:
    """Months, quarters and any other days, some of which are not over."""
    length = (company.today - TODAY).days + 10
    for _ in range(3):
        first = TODAY + DAY * lot.randrange(length)
        yield first.replace(day=2 + first.day % 20), first.replace(day=2 + first.day % 20) + DAY * lot.randint(1, 40)
    month = (TODAY + DAY * lot.randrange(length)).replace(day=1)
    yield month, (month + 31 * DAY).replace(day=1)
    yield date(2026, 4, 1), date(2026, 7, 1)
    yield TODAY, company.today


def look(db: Connection, company: Company, lot: random.Random) -> None:
    teams = list(company.teams.values())
    for first, end in spans(lot, company):
        if first >= end:
            continue
        ask = Ask(teams, first, end, company.at)
        found = count(db, ask, NEEDS)
        books = Books(db, first, end, company.at).all()
        assert differences(found, books) == {}, f"{first}..{end}"
        agree(found, books)
        one_by_one(db, ask, found)


def differences(found: Counted, books: Counted) -> dict[str, tuple[int, int]]:
    """Each sum that is not the same, as it was counted and as it should be."""
    names = {(key, name) for sums in (found, books) for key, each in sums.items() for name in each}
    pairs = {f"{key} {name}": tuple(sums.get(key, {}).get(name, 0) for sums in (found, books)) for key, name in names}
    return {name: (now, bare) for name, (now, bare) in pairs.items() if now != bare}


def agree(found: Counted, books: Counted) -> None:
    """So do the figures of each rep, each team and the company."""
    of = [scopes.COMPANY, *(scopes.team(team) for team, _ in books), *(scopes.rep(rep) for _, rep in books)]
    for scope in of:
        theirs = of_scope(found, scope, {})
        bare = added(sums for key, sums in books.items() if scope.id in (0, key[0 if scope.level == "team" else 1]))
        for code in CODES:
            assert figure(CATALOGUE[code], theirs) == figure(CATALOGUE[code], bare)


def one_by_one(db: Connection, ask: Ask, found: Counted) -> None:
    """What a team has does not depend on who else is asked about."""
    for team in ask.teams:
        alone = count(db, Ask([team], ask.first, ask.end, ask.now), NEEDS)
        assert without_nothing(alone) == {
            key: sums for key, sums in without_nothing(found).items() if key[0] == team.id
        }


def recounted(opened: Opened, examples: int, steps: int) -> None:
    @settings(SOME, max_examples=examples)
    @given(st.integers(0, 2**32))
    def agrees(seed: int) -> None:
        with opened() as memory:
            company = Company(memory, seed)
            company.live(steps)
            memory.read(lambda db: look(db, company, random.Random(seed)))

    agrees()


def test_figures_agree_with_the_bare_rows_on_sqlite(tmp_path_factory: pytest.TempPathFactory) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        folder = Path(mkdtemp(dir=tmp_path_factory.getbasetemp()))
        with UnitOfWork(sqlite_database(folder, tmp_path_factory)) as memory:
            yield memory
        shutil.rmtree(folder)

    recounted(opened, 3, 100)


def test_figures_agree_with_the_bare_rows_on_postgresql(postgres_server: PostgresServer) -> None:
    @contextmanager
    def opened() -> Iterator[UnitOfWork]:
        template = postgres_server.template("migrated", upgrade)
        with postgres_server.database(template) as url, UnitOfWork(url) as memory:
            yield memory

    recounted(opened, 2, 90)
