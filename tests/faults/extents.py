"""How much of the fault tests runs, as a pytest plugin: a bounded part with all other tests, the whole on demand.

`--all-faults` runs tests marked `long` as well, and lets `many(few, all)` give the larger number; `--fault-seed N`
repeats a run that failed with that seed.
"""

import os
import random
from collections.abc import Callable

import pytest

Many = Callable[[int, int], int]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("faults")
    group.addoption("--all-faults", action="store_true", help="run the long fault tests as well")
    group.addoption("--fault-seed", type=int, help="what the nemesis draws its lots from")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes minutes; runs with --all-faults only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all-faults"):
        return
    left_out = [item for item in items if item.get_closest_marker("long")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture
def many(request: pytest.FixtureRequest) -> Many:
    """Gives the first number in a usual run and the second with --all-faults."""
    return lambda few, everything: everything if request.config.getoption("--all-faults") else few


@pytest.fixture
def lots(request: pytest.FixtureRequest) -> random.Random:
    """What a nemesis draws from; its seed is printed, and shown when the test fails."""
    asked = request.config.getoption("--fault-seed")
    seed = int.from_bytes(os.urandom(4), "big") if asked is None else int(asked)
    print(f"fault seed: {seed}")  # noqa: T201 - captured, and shown with a failure
    return random.Random(seed)
