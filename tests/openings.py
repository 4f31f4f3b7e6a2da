"""Two months of two teams with something of everything in them, and the cards that open its figures, without a chat."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest

from bot.app import house_of
from bot.card import Card
from bot.config import Settings
from bot.context import Context, House
from bot.deliveries import Delivery
from bot.figure_asks import Asked
from bot.sights import sight_of
from handlers.figures.pressed import Opened
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from storage.engine import Connection
from storage.people import find_person
from storage.uow import UnitOfWork
from storage.upgrade import upgrade
from tests.busy import MARCH, NOW, Busy, busy
from tests.installation import sqlite_database
from tests.seen import read

T = TypeVar("T")
ADMIN = "ou_admin"
WHOLE = Stretch(*MARCH)


@dataclass(frozen=True)
class Desk:
    """A database with the busy company in it, read as an admin unless somebody else is named."""

    db: UnitOfWork
    who: Busy
    house: House

    def asking(self, ask: Callable[[Context], T], open_id: str = ADMIN, now: datetime = NOW) -> T:
        """What somebody's question comes to."""

        def work(db: Connection) -> T:
            person, seats = find_person(db, open_id)
            return ask(Context(db, now, Delivery("key", now), open_id, person, seats, self.house))

        return self.db.read(work)

    def opened(self, code: str, scope: Scope = COMPANY, variant: str = "", stretch: Stretch = WHOLE) -> Any:
        """Make what a press on a figure means."""
        return lambda ctx: Opened(Asked(sight_of(ctx, scope), stretch), code, variant, None)

    def told(self, draw: Callable[[Context, Opened], Card], what: Any, lang: str = "zh") -> str:
        """A card as a reader of one language meets it."""
        return words_of(self.asking(lambda ctx: draw(ctx, what(ctx))), lang)


def words_of(card: Card, lang: str = "zh") -> str:
    """A card that was not sent, as it would be read."""
    return read(SimpleNamespace(card=card.json), lang)  # type: ignore[arg-type]


@contextmanager
def desk_of(url: str) -> Iterator[Desk]:
    """The busy company in an empty migrated database."""
    settings = Settings.of({
        "feishu": {"app_id": "cli_a", "app_secret": "s", "encrypt_key": "e", "verification_token": "v"},
        "storage": {"url": url},
        "admins": {"open_ids": [ADMIN]},
        "kpi": {"small_n": 2},
    })  # fmt: skip
    with UnitOfWork(url) as db:
        yield Desk(db, db.write(busy), house_of(settings))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One for all tests of a module, which only read."""
    if request.param == "sqlite":
        with desk_of(sqlite_database(tmp_path_factory.mktemp("desk"), tmp_path_factory)) as made:
            yield made
        return
    server = request.getfixturevalue("postgres_server")
    with server.database(server.template("migrated", upgrade)) as url, desk_of(url) as made:
        yield made


def yuan(minor: int) -> str:
    """Minor units as cards say them to the cent, reckoned here by itself."""
    whole, cents = divmod(abs(minor), 100)
    return f"{'−' if minor < 0 else ''}¥{whole:,}.{cents:02}"
