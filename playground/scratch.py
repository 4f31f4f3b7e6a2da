"""A bot without a platform: a throwaway database, a hand-held clock, and every card it answers with caught."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import String, cast, literal, select, update

from bot import imports
from bot.app import house_of
from bot.config import Settings
from bot.deliveries import BotAdded, Delivery, Mention, Pressed, Said
from bot.dispatch import Dispatcher
from bot.grids import Grid, Unreadable
from bot.router import Switchboard
from handlers import ROUTERS
from playground.people import Json
from scheduler import approvals, digests, ledger, mending, reminders
from storage.engine import Connection
from storage.outbox import State, Verb, outbox
from storage.uow import UnitOfWork, Work
from storage.upgrade import upgrade

T = TypeVar("T")

ADMIN = "ou_admin"
CARDS = (Verb.SEND, Verb.REPLY, Verb.PATCH)
"""What the bot sends that is a card."""


class Unhurried(UnitOfWork):
    """A database of one's own: on a busy machine nobody gives up waiting for it."""

    def write(self, work: Work[T], *, patience: float = 60.0) -> T:
        """Write as `UnitOfWork` does, however little patience the caller has."""
        return super().write(work, patience=max(patience, 60.0))


class Scratch:
    """Deliver something to the bot and get the cards that it answers with, wherever they would have gone."""

    def __init__(self, folder: Path, now: datetime) -> None:
        """Make a database in a folder; `now` (aware) is when everything happens until it is changed."""
        url = f"sqlite:///{folder / 'scratch.db'}"
        upgrade(url)
        feishu = dict.fromkeys(("app_secret", "encrypt_key", "verification_token"), "scratch")
        given: dict[str, Any] = {"feishu": feishu | {"app_id": f"cli_{0:016x}"}, "admins": {"open_ids": [ADMIN]}}
        # All of a gallery happens on one day.
        given["attention"] = {"most_a_day": 20, "most_escalations": 50}
        self.house = house_of(Settings.of(given))
        self.switchboard = Switchboard(ROUTERS)
        self.db = Unhurried(url)
        self.now = now
        self._dispatcher = Dispatcher(self.db, self.switchboard, self.house)
        self._keys = count(1)
        self._sent = 0
        self._lanes: list[tuple[str, Json]] = []

    @property
    def zone(self) -> ZoneInfo:
        """The teams' time zone."""
        return ZoneInfo(self.house.timezone)

    def close(self) -> None:
        """Let go of the database."""
        self.db.close()

    def hear(self, delivery: Delivery) -> list[Json]:
        """Deliver, and give the card in the answer and those put into the outbox."""
        body: Mapping[str, Any] = orjson.loads(self._dispatcher.handle(delivery, "{}", self.now).body)
        answered = [body["card"]["data"]] if "card" in body else []
        return [*answered, *self._posted()]

    def say(self, open_id: str, words: str) -> list[Json]:
        """Write to the bot directly."""
        return self.hear(Said(self._key(), self.now, open_id, f"oc_of_{open_id}", self._key(), words, is_direct=True))

    def say_in(self, chat_id: str, open_id: str, words: str) -> list[Json]:
        """Write to the bot in a group, mentioning it."""
        key, bot = self._key(), Mention("@_user_1", "ou_bot", "bot", is_bot=True)
        words = f"@_user_1 {words}"
        return self.hear(Said(key, self.now, open_id, chat_id, key, words, is_direct=False, mentions=(bot,)))

    def picture(self, open_id: str) -> list[Json]:
        """Send the bot a picture."""
        key = self._key()
        return self.hear(Said(key, self.now, open_id, f"oc_of_{open_id}", key, "", is_direct=True, image_key="img_1"))

    def file(self, open_id: str, name: str, read: Grid | Unreadable) -> list[Json]:
        """Send the bot a file, and give what comes of it once its cells have been read."""
        key = self._key()
        said = Said(key, self.now, open_id, f"oc_of_{open_id}", key, "", True, file_key="file_1", file_name=name)  # noqa: FBT003 - the delivery's own order
        being_read = self.hear(said)
        self.db.write(self._arrive)
        self.db.write(lambda db: imports.settle(db, key, read, self.now, house=self.house))
        return [*being_read, *self._posted()]

    def reader(self, card: Json) -> str:
        """To whom or where (open_id or chat_id) a card of the last answer went; empty for one in the answer itself."""
        return next((lane for lane, sent in self._lanes if sent is card), "")

    def tick(self, at: datetime) -> list[Json]:
        """Turn to a moment (aware) and do what the bot does unasked, but for its pushes."""
        self.now = at
        ledger.keep(self.db, self.house, at)
        for step in (reminders, approvals, mending, digests):
            step.run(self.db, self.house, at)
        said = list(self._posted())
        self.db.write(self._arrive)
        return said

    def press(self, open_id: str, chat_id: str, value: Json, typed: Json) -> list[Json]:
        """Press a button, with what was typed into its form."""
        return self.hear(Pressed(self._key(), self.now, open_id, chat_id, "om_pressed", value, typed))

    def enter(self, chat_id: str, name: str) -> list[Json]:
        """Let the bot into a group."""
        return self.hear(BotAdded(self._key(), self.now, chat_id, name))

    def event(self, kind: Callable[..., Delivery], *given: object) -> list[Json]:
        """Deliver any other event, given what it has beside its key and time."""
        return self.hear(kind(self._key(), self.now, *given))

    def _arrive(self, db: Connection) -> None:
        """Everything said so far has reached its readers, so that it can be changed."""
        arrived = {"state": State.SENT, "sent_at": self.now, "message_id": literal("om_") + cast(outbox.c.id, String)}
        db.execute(update(outbox).where(outbox.c.state == State.QUEUED).values(**arrived))

    def _key(self) -> str:
        return f"key-{next(self._keys)}"

    def _posted(self) -> Iterable[Json]:
        columns = select(outbox.c.id, outbox.c.lane, outbox.c.content, outbox.c.verb).where(outbox.c.id > self._sent)
        rows = self.db.read(lambda db: list(db.execute(columns.order_by(outbox.c.id))))
        self._sent = max((row.id for row in rows), default=self._sent)
        self._lanes = [(row.lane, orjson.loads(row.content)) for row in rows if row.content and row.verb in CARDS]
        return [card for _, card in self._lanes]
