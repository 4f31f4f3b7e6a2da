"""The revisions make exactly the tables that the program describes, from nothing, on both kinds of database."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from storage import tables
from storage.engine import metadata, open_writer, revision
from storage.migrations import HEAD
from storage.uow import UnitOfWork
from storage.upgrade import upgrade

STORAGE = Path(__file__).resolve().parents[2] / "storage"


def script() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    return ScriptDirectory.from_config(config)


def test_the_newest_revision_is_the_one_written_down() -> None:
    assert script().get_heads() == [HEAD]
    newest = max(path.name for path in STORAGE.glob("migrations/versions/v*.py"))
    assert newest.startswith(f"v{HEAD}_")


def test_revisions_are_one_line_without_branches() -> None:
    assert all(each.down_revision is None or isinstance(each.down_revision, str) for each in script().walk_revisions())
    assert len(script().get_bases()) == 1


@pytest.mark.filterwarnings("ignore:.*expression-based index:UserWarning")
def test_the_migrated_schema_is_the_described_one(db_url: str) -> None:
    engine = open_writer(db_url)
    with engine.connect() as db:
        options = {"compare_type": True, "compare_server_default": True, "target_metadata": metadata}
        assert compare_metadata(MigrationContext.configure(db, opts=options), metadata) == []
    engine.dispose()


def test_indexes_over_part_of_a_table_have_the_condition_that_is_described(db_url: str) -> None:
    engine = open_writer(db_url)
    kind, found = engine.dialect.name, dict[str, str]()
    with engine.connect() as db:
        for table in metadata.tables:
            made = ((str(each["name"]), each.get("dialect_options", {})) for each in inspect(db).get_indexes(table))
            found |= {name: str(options[f"{kind}_where"]) for name, options in made if f"{kind}_where" in options}
    engine.dispose()
    indexes = {str(index.name): index for table in metadata.tables.values() for index in table.indexes}
    described = {name: index.info["where"] for name, index in indexes.items() if "where" in index.info}
    words = {name: str(where.compile(compile_kwargs={"literal_binds": True})) for name, where in described.items()}
    assert {name: plain(where) for name, where in found.items()} == {name: plain(words[name]) for name in words}


def plain(condition: str) -> str:
    """A condition without what a database adds to it: tables, types, brackets, another word for a list."""
    bare = re.sub(r"::[a-z ]+(\[\])?|\b[a-z_]+\.(?=[a-z])|[()\[\]\s]", "", condition)
    return bare.replace("=ANYARRAY", "IN").replace("<>", "!=").lower()


def test_every_table_module_is_loaded_with_the_metadata() -> None:
    assert {"facts", "inbox", "outbox", "people", "teams", "visits", "push_slots", "audit"} <= set(metadata.tables)
    assert set(tables.__all__) <= {path.stem for path in STORAGE.glob("*.py")}


def test_a_database_is_brought_up_from_nothing(postgres_url: str, tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/new.db", postgres_url):
        upgrade(url)
        with UnitOfWork(url) as db:
            assert db.read(revision) == HEAD


def test_upgrading_twice_changes_nothing(db_url: str) -> None:
    upgrade(db_url)
    with UnitOfWork(db_url) as db:
        assert db.read(revision) == HEAD


FIRST_ROWS = (
    "insert into people (id, open_id, name) values (1, 'ou_li', '李雷')",
    "insert into teams (id, chat_id, name, timezone, met_at) values (1, 'oc_1', '华东', 'Asia/Shanghai', :at)",
    "insert into customers (id, name, key, created_at, created_by) values (1, '华宁精密', 'k', :at, 1)",
    (
        "insert into visits (id, team_id, rep_id, customer_id, visited_on, kind, contact, purpose, outcome, next_step, "
        "next_step_on, said_at, entered_at, version, withdrawn_at) values "
        "(1, 1, 1, 1, '2026-03-02', 'on_site', '', '', '', '送样', '2026-03-09', :at, :at, 1, null), "
        "(2, 1, 1, 1, '2026-03-02', 'on_site', '', '', '', '', null, :at, :at, 1, null), "
        "(3, 1, 1, 1, '2026-03-02', 'on_site', '', '', '', '签约', '2026-03-10', :at, :at, 2, :at)"
    ),
)


SETTLED = (
    "insert into allocations (id, receivable_id, payment_id, amount, allocated_on, allocated_at) "
    "values ({id}, {receivable}, 1, {amount}, '2026-03-02', :at)"
)


def test_what_was_kept_before_customers_and_follow_ups_had_rows_has_them_afterwards(
    postgres_url: str, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/old.db", postgres_url):
        upgrade(url, "0001")
        written(url, *FIRST_ROWS)
        upgrade(url)
        engine = open_writer(url)
        with engine.connect() as db:
            followed = db.execute(text("select visit_id, step, state from follow_ups")).all()
            assert [tuple(row) for row in followed] == [(1, "送样", "open")]
            assert db.execute(text("select root_id, owner_id from customers")).all() == [(1, 1)]
            assert db.execute(text("select region, reckoned_on from teams")).all() == [("CN", None)]
        engine.dispose()


OWED_ROWS = (
    *FIRST_ROWS[:3],
    (
        "insert into orders (id, team_id, rep_id, customer_id, state, version, mark, kind, credit, credit_days, note, "
        "amount, ordered_on, said_at, entered_at) select n, 1, 1, 1, case when n < 4 then 'shipped' else 'closed' end, "
        "1, '', 'sale', 'net', 30, '', 1000, '2026-03-02', :at, :at "
        "from (select 1 as n union select 2 union select 3 union select 4) as four"
    ),
    (
        "insert into shipments (id, order_id, shipped_on, person_id, said_at, entered_at) "
        "select id, id, '2026-03-02', 1, :at, :at from orders"
    ),
    (
        "insert into receivables (id, shipment_id, order_id, customer_id, due_on, amount) "
        "select id, id, id, 1, '2026-04-01', 1000 from orders"
    ),
    (
        "insert into payments (id, customer_id, amount, paid_on, note, person_id, said_at, entered_at) "
        "values (1, 1, 9000, '2026-03-02', '', 1, :at, :at)"
    ),
    SETTLED.format(id=1, receivable=2, amount=400),
    SETTLED.format(id=2, receivable=3, amount=1500),
    SETTLED.format(id=3, receivable=4, amount=1000),
)
"""Nothing paid, a part, too much, and all of it."""


def test_what_is_open_is_known_after_the_step_and_kept_for_programs_that_know_nothing_of_it(
    postgres_url: str, tmp_path: Path
) -> None:
    later = (SETTLED.format(id=4, receivable=1, amount=1000), SETTLED.format(id=5, receivable=4, amount=-300))
    for url in (f"sqlite:///{tmp_path}/old.db", postgres_url):
        upgrade(url, "0012")
        written(url, *OWED_ROWS)
        upgrade(url)
        assert open_items(url) == [(1, 1000), (2, 600), (3, -500)]
        written(url, *later)
        assert open_items(url) == [(2, 600), (3, -500), (4, 300)]
        written(url, "delete from allocations where id in (1, 2)", "delete from allocations where receivable_id = 1")
        assert open_items(url) == [(1, 1000), (2, 1000), (3, 1000), (4, 300)]
        written(url, "delete from receivables where id = 3")
        assert open_items(url) == [(1, 1000), (2, 1000), (4, 300)]


def written(url: str, *statements: str) -> None:
    engine = open_writer(url)
    with engine.begin() as db:
        for statement in statements:
            db.execute(text(statement), {"at": "2026-03-02 02:00:00+00:00"} if ":at" in statement else {})
    engine.dispose()


def open_items(url: str) -> list[tuple[int, int]]:
    engine = open_writer(url)
    with engine.connect() as db:
        rows = db.execute(text("select receivable_id, open from open_items order by receivable_id")).all()
    engine.dispose()
    return [(row[0], row[1]) for row in rows]
