"""A database may be ahead of a program: as far as the steps only add, and as long as their floor says so."""

from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Inspector, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from storage.engine import AheadError, BehindError, open_writer, revision
from storage.floors import raise_to
from storage.migrations import HEAD
from storage.uow import UnavailableError, UnitOfWork, reading
from storage.upgrade import upgrade

FIRST = "0011"
"""The first step that names a floor, and the first program that heeds one."""

Columns = dict[str, ReflectedColumn]
Shape = dict[str, tuple[Columns, set[str]]]


def steps() -> list[Script]:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    found = ScriptDirectory.from_config(config).walk_revisions()
    return sorted((step for step in found if str(step.revision) >= FIRST), key=lambda step: str(step.revision))


def execute(url: str, *statements: str) -> None:
    engine = open_writer(url)
    with engine.begin() as db:
        for statement in statements:
            db.execute(text(statement))
    engine.dispose()


def stand_at(url: str, found: str, oldest: str) -> None:
    engine = open_writer(url)
    with engine.begin() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :found"), {"found": found})
        db.execute(text("UPDATE schema_floors SET oldest = :oldest"), {"oldest": oldest})
    engine.dispose()


def test_every_step_names_the_oldest_program_that_works_after_it() -> None:
    floors = [str(getattr(step.module, "OLDEST", "")) for step in steps()]
    assert "" not in floors, "OLDEST = that of the step before if it only adds, its own revision if it does not"
    assert floors == sorted(floors)
    assert all(oldest <= step.revision for oldest, step in zip(floors, steps(), strict=True))


def test_revisions_are_compared_as_words_so_they_are_equally_long() -> None:
    assert {len(step.revision) for step in steps()} == {4}
    assert [step.revision for step in steps()][-1] == HEAD


@pytest.mark.filterwarnings("ignore:.*expression-based index:sqlalchemy.exc.SAWarning")
def test_a_step_below_whose_floor_older_programs_work_only_adds(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/grown.db"
    grown: dict[str, Shape] = {}
    for step in steps():
        upgrade(url, step.revision)
        grown[step.revision] = shape(url)
        for older in [each for each in grown if step.module.OLDEST <= each < step.revision]:
            assert list(broken(grown[older], grown[step.revision])) == [], f"{step.revision} breaks {older}: see OLDEST"


@pytest.mark.parametrize(
    "change, complaint",
    [
        ("ALTER TABLE people DROP COLUMN name", "people.name is gone"),
        ("ALTER TABLE people ADD COLUMN mood text NOT NULL DEFAULT ''", None),
        ("ALTER TABLE people ADD COLUMN mood text", None),
        ("CREATE TABLE moods (mood text NOT NULL)", None),
        ("CREATE INDEX moody ON people (name)", None),
        ("CREATE UNIQUE INDEX moody ON people (name)", "people: moody is unique"),
        ("DROP TABLE facts", "facts is gone"),
        ("ALTER TABLE people RENAME COLUMN name TO called", "people.name is gone"),
    ],
)
def test_what_only_adds_is_told_from_what_takes_away(sqlite_url: str, change: str, complaint: str | None) -> None:
    before = shape(sqlite_url)
    execute(sqlite_url, change)
    found = list(broken(before, shape(sqlite_url)))
    assert found[:1] == ([complaint] if complaint else [])


def shape(url: str) -> Shape:
    engine = open_writer(url)
    with engine.connect() as db:
        seen = inspect(db)
        found = {table: (columns(seen, table), uniques(seen, table)) for table in seen.get_table_names()}
    engine.dispose()
    return found


def columns(seen: Inspector, table: str) -> Columns:
    return {column["name"]: column for column in seen.get_columns(table)}


def uniques(seen: Inspector, table: str) -> set[str]:
    indexes = {str(index["name"]) for index in seen.get_indexes(table) if index["unique"]}
    return indexes | {str(one["name"]) for one in seen.get_unique_constraints(table)}


def broken(older: Shape, newer: Shape) -> Iterator[str]:
    """What a program of the older shape would stumble over in the newer."""
    for table, (had, kept_unique) in older.items():
        if table not in newer:
            yield f"{table} is gone"
            continue
        has, unique = newer[table]
        yield from (f"{table}.{name} is gone" for name in had if name not in has)
        yield from (f"{table}.{name} must be given" for name in has if name not in had and demands(has[name]))
        yield from (f"{table}.{name} is another" for name in had if name in has and differs(had[name], has[name]))
        yield from (f"{table}: {name} is unique" for name in sorted(unique - kept_unique))


def demands(column: ReflectedColumn) -> bool:
    return not column["nullable"] and column["default"] is None


def differs(before: ReflectedColumn, after: ReflectedColumn) -> bool:
    """A wider type counts, too: PostgreSQL refuses statements that were prepared for the narrower one."""
    return (str(before["type"]), before["nullable"]) != (str(after["type"]), after["nullable"])


@pytest.mark.parametrize("oldest", [FIRST, HEAD])
def test_a_later_database_that_allows_it_is_served(db_url: str, oldest: str) -> None:
    stand_at(db_url, "9002", oldest)
    UnitOfWork(db_url).close()
    with reading(db_url) as read:
        assert read(revision) == "9002"


def test_a_later_database_that_does_not_is_refused_in_words(db_url: str) -> None:
    stand_at(db_url, "9002", "9001")
    said = f"too old for the database: .* 9002 and needs a program of 9001 or later, this one is {HEAD}: install"
    with pytest.raises(AheadError, match=said):
        UnitOfWork(db_url)
    with pytest.raises(AheadError, match=said), reading(db_url):
        pass
    with pytest.raises(AheadError, match=said):
        upgrade(db_url)


def test_upgrading_a_later_database_that_allows_it_leaves_it_alone(db_url: str) -> None:
    stand_at(db_url, "9002", FIRST)
    upgrade(db_url)
    with UnitOfWork(db_url) as db:
        assert db.read(revision) == "9002"


def test_a_floor_rises_and_never_sinks(db_url: str) -> None:
    engine = open_writer(db_url)
    with engine.begin() as db:
        for to, floor in (("0012", "0012"), ("0011", "0012"), ("0013", "0013")):
            raise_to(db, to)
            assert db.scalar(text("SELECT oldest FROM schema_floors")) == floor
    engine.dispose()


def test_a_fresh_database_has_the_floor_of_its_last_step(db_url: str) -> None:
    with UnitOfWork(db_url) as db:
        assert db.read(lambda db: db.scalar(text("SELECT oldest FROM schema_floors"))) == steps()[-1].module.OLDEST


def test_two_upgrades_at_once_do_it_once(postgres_url: str) -> None:
    start, done = Barrier(4), []

    def run() -> None:
        start.wait()
        upgrade(postgres_url)
        done.append(True)

    threads = [Thread(target=run) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert done == [True] * 4
    with reading(postgres_url) as read:
        assert read(revision) == HEAD


def test_a_step_waits_for_a_table_only_as_long_as_nobody_suffers(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds on to a table; the step gives way again and again, so that nobody has to queue behind it."""
    upgrade(postgres_url, "0011")
    engine = open_writer(postgres_url)
    with engine.begin() as report:
        report.execute(text("LOCK TABLE schema_floors IN ACCESS EXCLUSIVE MODE"))
        monkeypatch.setattr("storage.upgrade.TRIES", 2)
        monkeypatch.setattr("storage.upgrade.PAUSE", 0.01)
        with pytest.raises(UnavailableError, match="lock timeout"):
            upgrade(postgres_url)
    with engine.connect() as db:
        assert revision(db) == "0011"
    engine.dispose()
    upgrade(postgres_url)
    UnitOfWork(postgres_url).close()


def test_a_step_that_had_to_wait_is_done_as_soon_as_it_can_be(postgres_url: str) -> None:
    upgrade(postgres_url, "0011")
    engine, done = open_writer(postgres_url), Event()

    def run() -> None:
        upgrade(postgres_url)
        done.set()

    thread = Thread(target=run)
    with engine.begin() as report:
        report.execute(text("LOCK TABLE schema_floors IN ACCESS EXCLUSIVE MODE"))
        thread.start()
        assert not done.wait(1.2), "it must have given way once and begun again"
    thread.join(30)
    assert done.is_set()
    engine.dispose()


def test_a_database_from_before_floors_is_refused_by_todays_program(db_url: str) -> None:
    execute(db_url, "UPDATE alembic_version SET version_num = '0010'", "DROP TABLE schema_floors")
    with pytest.raises(BehindError, match="salesbot db upgrade"):
        UnitOfWork(db_url)
