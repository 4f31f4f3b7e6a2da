"""The local Feishu: a platform on HTTP, a practice room and a test double in one object."""

import secrets
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Event
from typing import Any, Self

from playground import envelopes
from playground.acts import Acts, Delivered, delivered
from playground.cards import file_key
from playground.clocks import Clock
from playground.control import Control
from playground.deliveries import Deliveries, Delivery, Parcel
from playground.faults import Faults
from playground.openapi import OpenApis
from playground.pages import Pages
from playground.people import Chat, Json, Message, Person, Toast, names
from playground.streams import Streams
from playground.tenant import ApiCall, App, Tenant
from playground.turning import Turning
from playground.web import HttpServer, Request, Response
from playground.world import World

Rows = Callable[[int], Json]
Gallery = Callable[[], list[Json]]


class FakeFeishu:
    """One tenant with one app: start it, connect a bot's URL, let people act, look at what they see.

    Every method may be called before or after `start` except those that need an answer from the open-apis.
    """

    def __init__(  # noqa: PLR0913 - one keyword for each part that may be replaced
        self,
        clock: Clock,
        *,
        app_id: str | None = None,
        app_secret: str = "playground-secret",  # noqa: S107 - an invented one
        encrypt_key: str = "playground-encrypt-key",
        verification_token: str = "playground-verification-token",  # noqa: S107 - an invented one
        encrypt: bool = True,
        port: int = 0,
        deadline: float = 3.0,
        rows: Rows | None = None,
        gallery: Gallery | None = None,
        static: Path | None = None,
    ) -> None:
        """Make a tenant; without an app_id a fresh one, because lark-oapi keeps tokens per app_id.

        `deadline` is the seconds the bot has to answer (3 on the platform); `rows(after)` and `gallery()` feed
        the page's side panel and the card gallery; `static` is the folder of the page's files.
        """
        app = App(app_id or "cli_" + secrets.token_hex(8), app_secret, encrypt_key, verification_token)
        self.clock = clock
        self.note: Json = {}  # what GET /api/state says of this world, by language
        self.streams = Streams()
        self.world = World(clock, self.streams.publish)
        self.tenant = Tenant(clock, app, self.world)
        self._deliveries = Deliveries(self.tenant, encrypt=encrypt, deadline=deadline)
        self.acts = Acts(self.tenant, self._deliveries)
        self.lines = self._deliveries.lines
        self.turning = Turning(self)
        self._parts = (
            ("/open-apis/", OpenApis(self.tenant, lambda seconds: Event().wait(seconds))),
            ("/callback/ws/", self.lines),
            ("/api/", Control(self, rows or (lambda after: {"n": after, "rows": []}), gallery or list)),
            ("", Pages(static, self.world)),
        )
        self._server = HttpServer(self.answer, port)

    @property
    def app_id(self) -> str:
        """The app's id, `cli_` and 16 hexadecimal digits."""
        return self.tenant.app.app_id

    @property
    def app_secret(self) -> str:
        """The app's secret."""
        return self.tenant.app.app_secret

    @property
    def encrypt_key(self) -> str:
        """The Encrypt Key of the app's event subscription."""
        return self.tenant.app.encrypt_key

    @property
    def verification_token(self) -> str:
        """The Verification Token of the app's event subscription."""
        return self.tenant.app.verification_token

    @property
    def url(self) -> str:
        """Where the open-apis, the control API and the page are; known once started."""
        return f"http://127.0.0.1:{self._server.port}"

    @property
    def faults(self) -> Faults:
        """What goes wrong on demand."""
        return self.tenant.faults

    @property
    def calls(self) -> list[ApiCall]:
        """Every call of the open-apis so far, oldest first."""
        return self.tenant.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to deliver so far, oldest first."""
        return self._deliveries.made

    def start(self) -> Self:
        """Open the port on 127.0.0.1."""
        self._server.start()
        return self

    def stop(self) -> None:
        """Close everything; streams end."""
        self.streams.close()
        self._server.stop()
        self._deliveries.stop()

    def __enter__(self) -> Self:
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def answer(self, request: Request) -> Response:
        """Answer any request as over HTTP; tests may call it without a socket."""
        return next(part for path, part in self._parts if request.path.startswith(path)).answer(request)

    def connect(self, webhook_url: str) -> None:
        """Send deliveries to an absolute http URL from now on."""
        self._deliveries.connect(webhook_url)
        self.world.turn("clock")

    @property
    def webhook(self) -> str | None:
        """Where deliveries go, None when nothing is connected."""
        return self._deliveries.url

    def add_person(self, name: str, *, en_name: str = "", lang: str = "zh", role: str = "") -> Person:
        """Let somebody into the tenant; `lang` is their client's language, `zh` or `en`."""
        return self.world.add_person(Person(name, en_name, lang, role=role))

    def add_group(self, name: str, members: Iterable[Person]) -> Chat:
        """Make a group of people; the first is its owner, the bot is not in it yet."""
        people = list(members)
        return self.world.add_chat(Chat(name, "group", people, owner=people[0] if people else None))

    def direct(self, person: Person) -> Chat:
        """Find a person's chat with the bot."""
        return self.world.direct(person)

    def add_bot(self, chat: Chat, by: Person) -> Delivered:
        """Let the bot into a group."""
        chat.bot = True
        self.world.say_system(chat, f"{by.name} 邀请 {self.tenant.app.name} 加入了群聊")
        return self.acts.tell(envelopes.bot_membership(self.tenant, chat, by, "added"))

    def remove_bot(self, chat: Chat, by: Person) -> Delivered:
        """Put the bot out of a group."""
        chat.bot = False
        self.world.say_system(chat, f"{by.name} 将 {self.tenant.app.name} 移出了群聊")
        return self.acts.tell(envelopes.bot_membership(self.tenant, chat, by, "deleted"))

    def join(self, chat: Chat, people: Iterable[Person]) -> Delivered:
        """Let people into a group; the bot hears of it when it is in there."""
        new = [person for person in people if not chat.has(person)]
        chat.members.extend(new)
        return self._membership(chat, new, "added", "加入了群聊")

    def leave(self, chat: Chat, people: Iterable[Person]) -> Delivered:
        """Let people out of a group; the bot hears of it when it is in there."""
        gone = [person for person in people if chat.has(person)]
        chat.members[:] = [person for person in chat.members if person not in gone]
        return self._membership(chat, gone, "deleted", "离开了群聊")

    def _membership(self, chat: Chat, people: list[Person], change: str, verb: str) -> Delivered:
        if not people:
            return Delivered()
        self.world.say_system(chat, f"{names(people)} {verb}")
        if not chat.bot:
            return Delivered()
        return self.acts.tell(envelopes.membership(self.tenant, chat, people, change))

    def disband(self, chat: Chat, by: Person) -> Delivered:
        """Dissolve a group."""
        chat.disbanded = True
        self.world.turn("chats")
        return self.acts.tell(envelopes.disbanded(self.tenant, chat, by)) if chat.bot else Delivered()

    def say(self, person: Person, chat: Chat, text: str, *, mention_bot: bool = False) -> Delivered:
        """Let somebody write; `mention_bot` puts the bot's mention in front, as most people do in a group."""
        return self.acts.say(person, chat, f"@bot {text}" if mention_bot and chat.mode == "group" else text)

    def send_picture(self, person: Person, chat: Chat) -> Delivered:
        """Let somebody send a picture, which lies under its key from then on."""
        return self.acts.send_picture(person, chat)

    def send_file(self, person: Person, chat: Chat, name: str, data: bytes) -> Delivered:
        """Let somebody send a file."""
        return self.acts.send_file(person, chat, name, data)

    def file_of(self, message: Message) -> bytes:
        """What somebody who got a message would save; KeyError when there is no file with it."""
        return self.world.files[file_key(message)][0]

    def press(self, person: Person, message_id: str, name_or_label: str, value: object = None) -> Delivered:
        """Let somebody press a button, found by name, element_id, path or visible text.

        With a `value`, choose in a field outside a form; ClientRefusedError where a client would do nothing.
        """
        return self.acts.press(person, self.world.messages[message_id], name_or_label, value)

    def submit(
        self,
        person: Person,
        message_id: str,
        values: Json,
        *,
        form: str | None = None,
        button: str | None = None,
        unchecked: bool = False,
    ) -> Delivered:
        """Let somebody fill in a form and submit it; values not given keep what the field shows.

        Raises RequiredMissing for a blank required field, ClientRefusedError for a value the field cannot take;
        `unchecked` sends both, and members the form does not have, as a broken client would.
        """
        message = self.world.messages[message_id]
        return self.acts.submit(person, message, values, form or "", button or "", checked=not unchecked)

    def open_direct(self, person: Person) -> Delivered:
        """Let somebody open their chat with the bot."""
        chat = self.direct(person)
        last = next(reversed(self.world.in_chat(chat)), None)
        return self.acts.tell(envelopes.entered(self.tenant, chat, person, last))

    def menu(self, person: Person, event_key: str) -> Delivered:
        """Let somebody choose an item of the bot's menu."""
        return self.acts.tell(envelopes.menu(self.tenant, person, event_key))

    def verify_url(self) -> Delivered:
        """Ask the bot for the challenge, unsigned, as the console does when the URL is saved."""
        return self._sent(self._deliveries.seal(envelopes.challenge(self.tenant), retried=False, signed=False))

    def envelope(self, event_type: str, event: Json) -> Json:
        """Wrap an event's body in a v2 envelope of this tenant, for `deliver`."""
        return envelopes.envelope(self.tenant, event_type, event)

    def deliver(
        self, event: Json | None = None, *, headers: dict[str, Any] | None = None, raw: bytes | None = None
    ) -> Delivered:
        """Deliver any body, sealed as usual, or `raw` bytes as they are but signed; never retried.

        `headers` replaces headers by name; None takes one away.
        """
        parcel = (
            self._deliveries.seal_raw(raw) if raw is not None else self._deliveries.seal(event or {}, retried=False)
        )
        wanted = parcel.headers | (headers or {})
        parcel.headers = {name: value for name, value in wanted.items() if value is not None}
        return self._sent(parcel)

    def _sent(self, parcel: Parcel) -> Delivered:
        return delivered(self._deliveries.send(parcel), parcel.event_id)

    def redeliver(self, event_id: str) -> Delivered:
        """Deliver once more what was delivered under an event id: the same bytes, the same headers."""
        return delivered(self._deliveries.again(event_id), event_id)

    def tick(self) -> int:
        """Make the redeliveries whose moment has come (15 s, 5 min, 1 h, 6 h); tell how many."""
        return self._deliveries.run_due()

    def messages(self, chat: Chat, *, as_person: Person | None = None) -> list[Message]:
        """List a chat's messages, oldest first; none for a person who is not in it."""
        return self.world.in_chat(chat) if as_person is None or chat.has(as_person) else []

    def last_card(self, chat: Chat) -> Message:
        """Find the newest card of a chat; LookupError when there is none."""
        for message in reversed(self.world.in_chat(chat)):
            if message.card is not None and not message.recalled:
                return message
        msg = f"no card in {chat.name}"
        raise LookupError(msg)

    def toasts(self, person: Person) -> list[Toast]:
        """List the toasts a person's client has shown, oldest first."""
        return list(self.world.toasts[person.open_id])

    def clock_turned(self) -> None:
        """Tell watchers that the clock was turned, and make what has become due."""
        self.world.turn("clock")
        self.tick()
