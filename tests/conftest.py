"""What every test may ask for."""

import gc

import pytest

pytest_plugins = ["tests.servers", "tests.installation", "tests.seen", "tests.windows", "tests.faults.extents"]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Leave what stays to the end out of every later collection of garbage: twelve thousand tests take seconds.

    In that time no thread answers, and a delivery would have to come again.
    """
    gc.collect()
    gc.freeze()
