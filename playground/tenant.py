"""One Feishu tenant with one app installed: what every part of the playground works on."""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from playground.clocks import Clock
from playground.faults import Faults
from playground.limits import Limits
from playground.people import Json, new_id
from playground.tokens import TenantTokens
from playground.world import World

SCOPES = (
    "im:message",
    "im:message:send_as_bot",
    "im:message.p2p_msg:readonly",
    "im:message.group_at_msg:readonly",
    "im:chat:readonly",
    "im:chat.members:read",
    "im:resource",
    "task:task:write",
    "task:task:read",
    "contact:contact.base:readonly",
    "contact:user.base:readonly",
)


@dataclass(slots=True)
class App:
    """The custom app as its console shows it; `scopes` are those the tenant has granted.

    `subscribed` is what the app says of itself when it is asked; deliveries do not go by it.
    """

    app_id: str
    app_secret: str
    encrypt_key: str
    verification_token: str
    name: str = "销售助手"
    en_name: str = "Sales Assistant"
    open_id: str = field(default_factory=lambda: new_id("ou_"))
    scopes: set[str] = field(default_factory=lambda: set(SCOPES))
    subscribed: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of the open-apis as it ended; `body` is the parsed request, `ms` how long answering took."""

    n: int
    at: datetime
    method: str
    path: str
    status: int
    code: int
    ms: float
    body: Any


@dataclass(slots=True)
class CardToken:
    """The delayed-update token of one click: 30 minutes, two uses, and not before the click was answered."""

    message_id: str
    until: datetime
    uses: int = 0
    open: bool = True


class Tenant:
    """People, chats, tokens, limits, faults and the record of calls, on one clock."""

    def __init__(self, clock: Clock, app: App, world: World) -> None:
        """Join the parts; `key` is the tenant key in every event."""
        self.clock = clock
        self.app = app
        self.world = world
        self.key = secrets.token_hex(8)
        self.tokens = TenantTokens(clock)
        self.limits = Limits(clock)
        self.faults = Faults()
        self.calls: list[ApiCall] = []
        self.card_tokens: dict[str, CardToken] = {}
        self.trace_lock = threading.Lock()
        self.traced = 0
        self.hears_of_tasks = False

    def next_n(self) -> int:
        """Count calls and deliveries together; call it while holding `trace_lock`."""
        self.traced += 1
        return self.traced

    def record(self, method: str, path: str, outcome: tuple[int, int], ms: float, body: object) -> None:
        """Remember one call and its outcome (HTTP status, platform code)."""
        with self.trace_lock:
            call = ApiCall(self.next_n(), self.clock.now(), method, path, *outcome, ms, body)
            self.calls.append(call)
        self.world.turn("trace")

    def open_card_token(self, message_id: str) -> str:
        """Give a click its token; it cannot be used until `close_card_token`."""
        token = "c-" + secrets.token_hex(20)
        self.card_tokens[token] = CardToken(message_id, self.clock.now() + timedelta(minutes=30))
        return token

    def close_card_token(self, token: str) -> None:
        """Say that the click has been answered."""
        self.card_tokens[token].open = False

    @property
    def with_user_id(self) -> bool:
        """Tell whether events show the user_id of people."""
        return "contact:user.employee_id:readonly" in self.app.scopes

    def mention_of_app(self) -> Json:
        """Write the id triple of the bot itself."""
        return {"union_id": None, "user_id": None, "open_id": self.app.open_id}
