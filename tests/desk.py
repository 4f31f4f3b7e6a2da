"""A dispatcher with a throw-away feature behind it, whose handlers do whatever a test wants."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.app import house_of
from bot.context import Context, Reply
from bot.deliveries import Delivery, Pressed, Said
from bot.dispatch import Answer, Dispatcher
from bot.feishu.events import read_event
from bot.form import Form, carried, words
from bot.router import Part, Router, Switchboard
from bot.text import Text, same
from storage import inbox
from storage.customers import find_or_add_customer
from storage.uow import UnitOfWork
from tests.bot.test_web import settings_for
from tests.seeds import NOW, found
from tests.wire_bodies import PRESS, event, pressed

SECRET = "customer's secret words"
HELLO = Said("om_1", NOW, "ou_li", "oc_direct", "om_1", "keep it", is_direct=True)


@dataclass(frozen=True)
class Keep(Form):
    once = True

    number: int = carried(0)
    what: str = words(Text("什么", "What"), limit=40)


class Feature:
    """A throw-away feature; what its handlers do beside keeping a row is set by the test."""

    def __init__(self) -> None:
        self.does: Callable[[str], None] = lambda _said: None
        self.redraws: Callable[[], None] = lambda: None
        self.router = Router(Part.HELP)
        self.router.command(Text("记", "keep"), same("about"))(self._said)
        self.router.press(Keep, redraw=self._redraw)(lambda ctx, keep: self._said(ctx, keep.what))

    def _said(self, ctx: Context, said: str) -> Reply:
        find_or_add_customer(ctx.db, said, ctx.me.id, ctx.now)
        self.does(said)
        return (
            Reply(toast=Text("已记 {said}", "kept {said}").fill(said=said))
            if isinstance(ctx.delivery, Pressed)
            else Reply()
        )

    def _redraw(self, *_: object) -> Any:
        self.redraws()


@dataclass
class Desk:
    """A dispatcher with a throw-away feature behind it."""

    db: UnitOfWork
    feature: Feature
    dispatcher: Dispatcher

    def handle(self, delivery: Delivery, envelope: str = "{}") -> Answer:
        """Answer a delivery now."""
        return self.dispatcher.handle(delivery, envelope, NOW)

    def kept(self) -> list[str]:
        """The rows that handlers have kept."""
        return list(self.db.read(lambda db: db.scalars(text("SELECT name FROM customers ORDER BY id")).all()))

    def queued(self, column: str = "content") -> list[Any]:
        """What waits in the outbox."""
        return list(self.db.read(lambda db: db.scalars(text(f"SELECT {column} FROM outbox ORDER BY id")).all()))  # noqa: S608


@pytest.fixture
def desk(memory: UnitOfWork) -> Desk:
    memory.write(found)
    settings = settings_for("sqlite:///unused.db")
    house = replace(house_of(settings), admins=frozenset({"ou_admin"}))
    feature = Feature()
    return Desk(memory, feature, Dispatcher(memory, Switchboard([feature.router]), house))


def press(key: str, what: object = "华宁", card: str = "card", by: str = "ou_li", to: str = "ou_li") -> Pressed:
    return Pressed(key, NOW, by, "oc_direct", "om_card", Keep(1).stamp(to=to, key=card), {"what": what})


def toast(answer: Answer) -> dict[str, Any]:
    found_toast: dict[str, Any] = json.loads(answer.body)["toast"]
    return found_toast


def blunder(_: str = "") -> None:
    raise LookupError(SECRET)


def fail(desk: Desk) -> tuple[Answer, str]:
    """A form that hits a bug, with the reference that the person was given."""
    desk.feature.does = blunder
    envelope = json.dumps(event(PRESS, pressed(Keep(1).stamp(to="ou_li", key="card"), {"what": SECRET})))
    delivery = read_event(json.loads(envelope), NOW)
    assert delivery is not None
    answer = desk.handle(delivery, envelope)
    return answer, desk.db.read(inbox.failures)[0].ref


def retry(desk: Desk, ref: str) -> str:
    failure = desk.db.read(lambda db: inbox.find_failure(db, ref))
    assert failure is not None
    delivery = read_event(json.loads(failure.delivery), failure.received_at)
    assert delivery is not None
    return desk.dispatcher.retry(failure, delivery)


@contextmanager
def unchanged_logging() -> Iterator[None]:
    """Give logging back as it was."""
    import logging  # noqa: PLC0415

    import structlog  # noqa: PLC0415

    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    try:
        yield
    finally:
        root.handlers[:], root.level = handlers, level
        structlog.reset_defaults()
