"""The revisions make exactly the tables that the program describes, from nothing, on both kinds of database."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

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


def test_what_was_kept_before_customers_and_follow_ups_had_rows_has_them_afterwards(
    postgres_url: str, tmp_path: Path
) -> None:
    for url in (f"sqlite:///{tmp_path}/old.db", postgres_url):
        upgrade(url, "0001")
        engine = open_writer(url)
        with engine.begin() as db:
            for row in FIRST_ROWS:
                db.execute(text(row), {"at": "2026-03-02 02:00:00+00:00"} if ":at" in row else {})
        upgrade(url)
        with engine.connect() as db:
            followed = db.execute(text("select visit_id, step, state from follow_ups")).all()
            assert [tuple(row) for row in followed] == [(1, "送样", "open")]
            assert db.execute(text("select root_id, owner_id from customers")).all() == [(1, 1)]
            assert db.execute(text("select region, reckoned_on from teams")).all() == [("CN", None)]
        engine.dispose()
