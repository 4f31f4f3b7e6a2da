"""The rows behind every figure add up to it, of whomever it is, on both databases."""

from datetime import date

from sales.kpi import CATALOGUE
from sales.scopes import COMPANY, Scope, rep, team
from sales.stretches import Stretch
from storage.calendars import calendars_of
from storage.engine import Connection
from storage.figure_parts import Wanted
from storage.figure_rows import DIVIDED, rows_of
from storage.gazettes import Gazettes
from storage.measures import Ask
from storage.scoreboards import figures_of, teams_of
from storage.uow import UnitOfWork
from tests.busy import MARCH, NOW, Busy, busy
from tests.seeds import memory

__all__ = ["memory"]

GAZETTES = Gazettes()
STRETCHES = (Stretch(*MARCH), Stretch(date(2026, 3, 9), date(2026, 3, 16)), Stretch(date(2026, 2, 1), date(2026, 3, 1)))
EVERY = 1_000


def wanted(db: Connection, scope: Scope, stretch: Stretch) -> Wanted:
    teams = teams_of(db, scope)
    ask = Ask(teams, stretch.first, stretch.end, NOW, calendars_of(db, GAZETTES, teams))
    return Wanted(ask, scope.id if scope.level.value == "rep" else None)


def scopes_of(who: Busy) -> list[Scope]:
    return [COMPANY, team(who.east.id), team(who.south.id), rep(who.li.id), rep(who.han.id), rep(who.zhou.id)]


def test_every_figure_has_rows_and_they_add_up_to_it(memory: UnitOfWork) -> None:
    who = memory.write(busy)
    with_rows = set()

    def compare(db: Connection) -> None:
        for scope in scopes_of(who):
            for stretch in STRETCHES:
                figures = figures_of(db, GAZETTES, scope, stretch, NOW)
                for code in CATALOGUE:
                    rows = rows_of(db, code, wanted(db, scope, stretch), EVERY)
                    with_rows.update([code] if rows else [])
                    said = (code, scope, stretch, rows)
                    if code not in ("K02", "K04"):
                        assert sum(row.of for row in rows) == figures[code].of, said
                    if code in DIVIDED and not (code == "K46" and scope.level.value == "rep"):
                        assert sum(row.per for row in rows) == figures[code].per, said

    memory.read(compare)
    assert with_rows == set(CATALOGUE)
