"""Whatever a test of this folder made the bot show is looked over at its end."""

from collections.abc import Iterator

import pytest

from tests.installation import Installation
from tests.seen import check_everything


@pytest.fixture(name="house")
def house_looked_over(house: Installation) -> Iterator[Installation]:
    """The installation on each kind of database; every card and toast there was must be in order."""
    yield house
    check_everything(house)


@pytest.fixture(name="lite")
def lite_looked_over(lite: Installation) -> Iterator[Installation]:
    """The installation on SQLite; every card and toast there was must be in order."""
    yield lite
    check_everything(lite)
