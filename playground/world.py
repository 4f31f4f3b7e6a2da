"""Everything the local Feishu remembers, behind one lock.

With a revision number that grows at each change.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from playground.clocks import Clock
from playground.people import Chat, Json, Message, Person, Sender, Toast, avatar_for

UUID_WINDOW = timedelta(hours=1)
SYSTEM = Sender("system", "", "")


class World:
    """The tenant's people, chats and messages; every method may be called from any thread."""

    def __init__(self, clock: Clock, changed: Callable[[str, int], None]) -> None:
        """Start empty; `changed(what, revision)` is told of every change after it happened."""
        self.clock = clock
        self.lock = threading.RLock()
        self.revision = 0
        self.people: dict[str, Person] = {}
        self.chats: dict[str, Chat] = {}
        self.messages: dict[str, Message] = {}
        self.by_chat: dict[str, list[Message]] = defaultdict(list)
        self.images: dict[str, tuple[bytes, str]] = {}
        self.files: dict[str, tuple[bytes, str]] = {}
        self.tasks: dict[str, Json] = {}
        self.task_tokens: dict[str, str] = {}
        self.toasts: dict[str, list[Toast]] = defaultdict(list)
        self._typed: dict[tuple[str, str], Json] = {}
        self._read: dict[tuple[str, str], int] = {}
        self._uuids: dict[str, tuple[datetime, Message]] = {}
        self._direct: dict[str, Chat] = {}
        self._changed = changed

    def turn(self, what: str) -> int:
        """Count one change of a kind, such as `messages` or `clock`, and tell the listeners."""
        with self.lock:
            self.revision += 1
            revision = self.revision
        self._changed(what, revision)
        return revision

    def add_person(self, person: Person) -> Person:
        """Let somebody in; their avatar colour follows from their place in the list."""
        with self.lock:
            person.avatar = avatar_for(len(self.people))
            self.people[person.open_id] = person
        self.turn("people")
        return person

    def add_chat(self, chat: Chat) -> Chat:
        """Open a chat."""
        with self.lock:
            self.chats[chat.chat_id] = chat
        self.turn("chats")
        return chat

    def direct(self, person: Person) -> Chat:
        """Find a person's chat with the bot, opened on first use."""
        with self.lock:
            if person.open_id not in self._direct:
                chat = Chat(person.name, "p2p", [person], bot=True)
                self._direct[person.open_id] = self.add_chat(chat)
            return self._direct[person.open_id]

    def find_person(self, kind: str, value: str) -> Person | None:
        """Find somebody by `open_id`, `union_id` or `user_id`."""
        if kind == "open_id":
            return self.people.get(value)
        with self.lock:
            return next((one for one in self.people.values() if getattr(one, kind) == value), None)

    def post(self, message: Message) -> Message:
        """Put a message at the end of its chat, visible to everybody in it."""
        with self.lock:
            self.messages[message.message_id] = message
            self.by_chat[message.chat_id].append(message)
            if message.uuid:
                self._uuids[message.uuid] = (message.created_at, message)
            message.revision = self.revision + 1
            self.turn("messages")
        return message

    def say_system(self, chat: Chat, text: str) -> Message:
        """Write a line of the platform's own, such as who joined."""
        now = self.clock.now()
        return self.post(Message(chat.chat_id, SYSTEM, "text", text, "", now, now))

    def of_uuid(self, uuid: str) -> Message | None:
        """Find the message sent with this uuid within the last hour (im-v1/message/create: one an hour)."""
        with self.lock:
            at, message = self._uuids.get(uuid, (None, None))
        return message if at and self.clock.now() - at < UUID_WINDOW else None

    def replace_card(self, message: Message, card: Json, content: str, text: str) -> None:
        """Show a new card in place of the old one to everybody.

        What they had typed into the old one is gone.
        """
        with self.lock:
            message.card, message.content, message.text = card, content, text
            message.updated_at = self.clock.now()
            message.updates += 1
            message.revision = self.revision + 1
            self._typed = {key: kept for key, kept in self._typed.items() if key[1] != message.message_id}
            self.turn("messages")

    def recall(self, message: Message) -> None:
        """Take a message back; its place stays, its content does not."""
        with self.lock:
            message.recalled = True
            message.revision = self.revision + 1
            self.turn("messages")

    def typed(self, person: Person, message: Message) -> Json:
        """Copy what a person has typed into a card and not yet had accepted."""
        with self.lock:
            return dict(self._typed.get((person.open_id, message.message_id), {}))

    def keep_typed(self, person: Person, message: Message, values: Json) -> None:
        """Keep what a person typed into a card; empty values forget it."""
        with self.lock:
            if values:
                self._typed[person.open_id, message.message_id] = dict(values)
            else:
                self._typed.pop((person.open_id, message.message_id), None)

    def toast(self, person: Person, kind: str, text: str) -> Toast:
        """Show one person a short notice."""
        toast = Toast(kind, text, self.clock.now())
        with self.lock:
            self.toasts[person.open_id].append(toast)
        return toast

    def pictures(self) -> int:
        """Give the number of the next picture that somebody sends, from 1."""
        with self.lock:
            return 1 + sum(one.kind == "image" for one in self.messages.values())

    def in_chat(self, chat: Chat) -> list[Message]:
        """List a chat's messages, oldest first."""
        with self.lock:
            return list(self.by_chat[chat.chat_id])

    def mark_read(self, person: Person, chat: Chat) -> None:
        """Remember that a person has seen everything in a chat."""
        with self.lock:
            self._read[person.open_id, chat.chat_id] = len(self.by_chat[chat.chat_id])

    def unread(self, person: Person, chat: Chat) -> int:
        """Count the messages since the person last looked."""
        with self.lock:
            return len(self.by_chat[chat.chat_id]) - self._read.get((person.open_id, chat.chat_id), 0)
