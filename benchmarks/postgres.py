"""A PostgreSQL of a run's own, or the one that `PG_TEST_URL` names; nobody waits for one that is not installed."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OPTIONS = "-k '{folder}' -h '' -F -c full_page_writes=off -c autovacuum=off"
"""Reached by a socket in its folder alone; what is measured here is reading, so nothing is forced to disk."""


@contextmanager
def postgres() -> Iterator[str | None]:
    """The SQLAlchemy URL of an empty database, None without one."""
    if given := os.environ.get("PG_TEST_URL"):
        yield given
        return
    binaries = _binaries()
    if binaries is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="salesbot-bench-pg-") as where:
        # PostgreSQL refuses to run as root.
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            shutil.chown(where, user, user)
        data = Path(where) / "data"
        _run(user, binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        server = (binaries / "pg_ctl", "-D", data)
        _run(user, *server, "start", "-w", "-l", Path(where) / "log", "-o", OPTIONS.format(folder=where))
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={where}"
        finally:
            _run(user, *server, "stop", "-m", "immediate")


def _binaries() -> Path | None:
    """The newest: Debian keeps each version's binaries in a folder off the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def _run(user: str | None, *command: str | Path) -> None:
    groups: list[str] | None = [] if user else None
    subprocess.run(command, user=user, group=user, extra_groups=groups, cwd="/", check=True, stdout=subprocess.DEVNULL)
