"""A proving ground for each kind of database."""

import random
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.grounds import Ground


@pytest.fixture
def ground(db_url: str, tmp_path: Path, lots: random.Random) -> Iterator[Ground]:
    """The bot in a process of its own on each kind of database, not yet started."""
    with closing(Ground(tmp_path, db_url, lots)) as made:
        yield made


@pytest.fixture
def small(sqlite_url: str, tmp_path: Path, lots: random.Random) -> Iterator[Ground]:
    """The same on SQLite alone."""
    with closing(Ground(tmp_path, sqlite_url, lots)) as made:
        yield made
