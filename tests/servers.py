"""Real servers for the tests, as a pytest plugin: one PostgreSQL per run, a database per test, Chromium.

However many workers a run has, the first that asks starts its PostgreSQL. It ends with the run, even with one
that is killed: a guardian process waits for a lock that the run's first process holds as long as it lives.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.sync_api import Browser, sync_playwright
from psycopg import sql
from sqlalchemy.engine import URL, make_url

# Asked of the binaries' folder, in a folder of the server's own: prints why it failed, or nothing.
START = """
{ "$1/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync &&
  "$1/pg_ctl" start -w -D data -l server.log -o "-k '$PWD' -h '' -N 200 -F \
    -c full_page_writes=off -c autovacuum=off"
} >start.log 2>&1 || { cat start.log server.log; exit 1; }
{ flock alive true; "$1/pg_ctl" stop -D data -m immediate; rm -rf "$PWD"; } </dev/null >/dev/null 2>&1 &
"""
CHROMIUM_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
WHAT_TO_DO = "run `make test`, which installs what is missing or says how to"

run_folder = pytest.StashKey[Path]()
lifeline = pytest.StashKey[int]()


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL on which databases can be made and dropped at will."""

    url: URL
    folder: Path
    admin: psycopg.Connection

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """Copy a template, give the copy's SQLAlchemy URL; drop it afterwards, whoever is still connected."""
        name = self.create(template)
        try:
            yield self.url_of(name)
        finally:
            self._execute("DROP DATABASE {} WITH (FORCE)", name)

    def create(self, template: str = "template0") -> str:
        """Make a database, give its name and leave it to the caller (or to the end of the run)."""
        name = f"test_{uuid4().hex}"
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def template(self, purpose: str, fill: Callable[[str], None]) -> str:
        """Give the name of a database that `fill(url)` has prepared once in this run, for `database` to copy.

        `fill` must close its connections: a database in use cannot be copied.
        """
        kept = self.folder / f"template-{purpose}"
        with locked(self.folder):
            if not kept.exists():
                name = self.create()
                fill(self.url_of(name))
                kept.write_text(name, encoding="utf-8")
        return kept.read_text(encoding="utf-8")

    def url_of(self, name: str) -> str:
        """Give the SQLAlchemy URL of one database, password included."""
        return self.url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the other workers of this run out."""
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def connect(url: URL) -> psycopg.Connection:
    """Connect to the server's own database, each statement on its own."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True)


def binaries() -> Path:
    """Find the newest PostgreSQL: Debian keeps each version's binaries in a folder off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    initdb = debian[-1] if debian else shutil.which("initdb")
    if initdb is None:
        pytest.fail(f"PostgreSQL is missing: {WHAT_TO_DO}")
    return Path(initdb).parent


def start_postgres(folder: Path) -> URL:
    """Start a server that listens on a Unix socket in this folder only, so no two runs can meet on a port."""
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    started = subprocess.run(
        ["/bin/sh", "-c", START, "sh", binaries()],
        cwd=folder,
        user=user,
        group=user,
        extra_groups=[] if user else None,
        start_new_session=True,
        capture_output=True,
        text=True,
        check=False,
    )
    if started.returncode:
        pytest.fail(f"PostgreSQL did not start:\n{started.stdout}{started.stderr}")
    return URL.create("postgresql+psycopg", "postgres", database="postgres", query={"host": str(folder)})


def postgres_address(folder: Path) -> URL:
    """Give the run's server, starting it if this worker is the first to ask."""
    if given := os.environ.get("PG_TEST_URL"):
        return make_url(given).set(drivername="postgresql+psycopg")
    kept = folder / "url"
    with locked(folder):
        if not kept.exists():
            kept.write_text(start_postgres(folder).render_as_string(), encoding="utf-8")
    return make_url(kept.read_text(encoding="utf-8"))


def pytest_configure(config: pytest.Config) -> None:
    """Make the run's folder in its first process; the workers are told of it."""
    given = getattr(config, "workerinput", None)
    if given is not None:
        config.stash[run_folder] = Path(given["run_folder"])
        return
    folder = Path(tempfile.mkdtemp(prefix="salesbot-tests-"))
    config.stash[run_folder] = folder
    config.stash[lifeline] = os.open(folder / "alive", os.O_CREAT | os.O_RDWR)
    fcntl.flock(config.stash[lifeline], fcntl.LOCK_EX)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Tell a worker of pytest-xdist where the run's folder is."""
    config: pytest.Config = node.config  # type: ignore[attr-defined]
    node.workerinput["run_folder"] = str(config.stash[run_folder])  # type: ignore[attr-defined]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Let go of the lifeline, upon which the guardian stops the server and removes the folder."""
    if (held := config.stash.get(lifeline, None)) is None:
        return
    folder = config.stash[run_folder]
    if given := os.environ.get("PG_TEST_URL"):
        drop_templates(folder, make_url(given))
    os.close(held)
    if not (folder / "url").exists():
        shutil.rmtree(folder)


def drop_templates(folder: Path, server: URL) -> None:
    """Leave a server that is not ours as it was."""
    names = [kept.read_text(encoding="utf-8") for kept in folder.glob("template-*")]
    if names:
        with closing(connect(server)) as admin:
            for name in names:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def postgres_server(pytestconfig: pytest.Config) -> Iterator[PostgresServer]:
    """The run's PostgreSQL: `PG_TEST_URL` where it is set, else one started for this run alone."""
    folder = pytestconfig.stash[run_folder]
    address = postgres_address(folder)
    with closing(connect(address)) as admin:
        yield PostgresServer(address, folder, admin)


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database that is this test's alone."""
    with postgres_server.database() as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium without a window; open a `new_context()` or `new_page()` per test."""
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    if not found:
        pytest.fail(f"Chromium is missing: {WHAT_TO_DO}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=CHROMIUM_FLAGS.split())
        yield browser
        browser.close()
