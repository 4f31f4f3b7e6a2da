"""A board: counted once for its teams, and every figure of any scope out of it."""

from datetime import UTC, date, datetime

from sales.kpi import CATALOGUE, Na
from sales.scopes import COMPANY, area, rep, team
from sales.stretches import Stretch
from sales.targets import Place
from storage import scoreboards
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.people import open_teams
from storage.scoreboards import Board, board_of, figures_of, members_called, reps_of, teams_of, was_in
from storage.targets import Entry, set_targets
from storage.uow import UnitOfWork
from tests.busy import MARCH, NOW, Busy, busy
from tests.plans import statements
from tests.seeds import memory

__all__ = ["memory"]

GAZETTES, WHOLE = Gazettes(), Stretch(*MARCH)


def board(db: Connection, *codes: str, now: datetime = NOW) -> Board:
    scopes = [COMPANY, *(team(each.id) for each in open_teams(db))]
    return board_of(db, GAZETTES, teams_of(db, COMPANY), WHOLE, now, codes or CATALOGUE, scopes=scopes)


def aim(db: Connection, who: Busy, yuan: int) -> None:
    entry = Entry(Place(team(who.east.id), WHOLE), yuan * 100)
    set_targets(db, [entry], who.li.id, NOW, NOW.date(), from_above=True)


def test_the_company_is_the_sum_of_its_teams_and_a_team_of_its_reps(memory: UnitOfWork) -> None:
    who = memory.write(busy)
    made = memory.read(board)
    for code in ("K01", "K07a", "K21", "K10"):
        parts = [made.figure(team(each.id), code).of for each in (who.east, who.south)]
        assert sum(parts) == made.figure(COMPANY, code).of
        reps = [made.figure(rep(each.id), code).of for each in (who.li, who.han)]
        assert sum(reps) == parts[0]


def test_one_scope_alone_has_the_figures_it_has_on_the_board(memory: UnitOfWork) -> None:
    who = memory.write(busy)
    made = memory.read(board)
    for scope in (COMPANY, team(who.east.id), rep(who.han.id), rep(who.zhou.id)):
        alone = memory.read(lambda db, scope=scope: figures_of(db, GAZETTES, scope, WHOLE, NOW))  # type: ignore[misc]
        kept = {code: made.figure(scope, code) for code in CATALOGUE if code != "K46"}
        assert {code: figure for code, figure in alone.items() if code != "K46"} == kept


def test_the_pace_needs_a_target_and_a_day_that_is_over(memory: UnitOfWork) -> None:
    who = memory.write(busy)
    assert memory.read(board).figure(team(who.east.id), "K04").why is Na.NO_TARGET
    memory.write(lambda db: aim(db, who, 10_000))
    made = memory.read(board)
    pace = made.pace(team(who.east.id))
    assert (pace.target, pace.elapsed, pace.whole) == (10_000_00, 16, 22)
    assert made.figure(team(who.east.id), "K04").value == pace.index
    early = memory.read(lambda db: board(db, "K04", now=datetime(2026, 3, 2, 2, tzinfo=UTC)))
    assert early.figure(team(who.east.id), "K04").why is Na.TOO_EARLY
    assert early.pace(rep(who.li.id)).target is None


def test_a_watermark_bounds_the_ledger(memory: UnitOfWork) -> None:
    memory.write(busy)
    before = memory.read(lambda db: figures_of(db, GAZETTES, COMPANY, WHOLE, NOW, ["K01"], upto=1))["K01"]
    after = memory.read(lambda db: figures_of(db, GAZETTES, COMPANY, WHOLE, NOW, ["K01"]))["K01"]
    assert before.of == 0 != after.of


def test_a_board_without_teams_has_nothing_on_it(memory: UnitOfWork) -> None:
    nobody = memory.read(lambda db: figures_of(db, GAZETTES, area("Mars"), WHOLE, NOW))
    assert {figure.of for figure in nobody.values()} == {0}
    assert memory.read(lambda db: reps_of(db, [])) == {}


def test_people_are_found_where_they_are_or_were(memory: UnitOfWork) -> None:
    who = memory.write(busy)

    def find(db: Connection) -> None:
        assert members_called(db, "周周", [who.south.id]) == [who.zhou]
        assert members_called(db, "周周", [who.east.id]) == []
        assert was_in(db, who.zhou.id) == {who.south.id}
        assert scoreboards.find_by_id(db, who.li.id) == who.li
        assert scoreboards.find_by_id(db, 4711) is None
        assert [person.name for person in reps_of(db, [who.east.id])[who.east.id]] == ["李雷", "韩梅梅"]
        assert [each.id for each in teams_of(db, rep(who.li.id))] == [who.east.id]

    memory.read(find)


def test_all_figures_of_any_number_of_teams_take_the_same_number_of_questions(memory: UnitOfWork) -> None:
    who = memory.write(busy)

    def of(*ids: int) -> int:
        def ask(db: Connection) -> None:
            teams = [each for each in open_teams(db) if each.id in ids]
            board_of(db, GAZETTES, teams, WHOLE, NOW, CATALOGUE, scopes=[team(each) for each in ids])

        return len(statements(memory, ask))

    assert of(who.east.id) == of(who.east.id, who.south.id) <= 35
    assert WHOLE.first == date(2026, 3, 1)
