"""What the tests of the long connection ask for."""

from collections.abc import Iterator

import pytest

from playground import FakeFeishu, HandClock
from tests.faults.long_connection.lines import QUICK, Reached, reached
from tests.installation import MONDAY


@pytest.fixture
def tenant() -> Iterator[FakeFeishu]:
    """A local Feishu that wants a ping every second."""
    with FakeFeishu(HandClock(MONDAY)) as feishu:
        feishu.lines.faults.config = QUICK
        yield feishu


@pytest.fixture
def bot(tenant: FakeFeishu) -> Iterator[Reached]:
    """A bot that has connected."""
    with reached(tenant) as made:
        assert made.up()
        yield made
