"""People who file visits and write messages by real signed deliveries, and insist until they have an answer."""

import http.client
import json
import random
import secrets
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from handlers.visits.forms import FileVisit
from playground import FakeFeishu, Person
from playground.envelope_crypto import compact, encrypted, signature_headers
from playground.envelopes import text_content
from tests.faults.histories import History

CUSTOMERS = ("华宁精密", "东海仪器", "北辰电气", "金石化工", "蓝湾物流", "云岭食品")
TIMEOUT = 15.0
"""Seconds after which a client takes no answer for one; more than any answer may take, to see how long it took."""

Parcel = tuple[dict[str, str], bytes]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something a person wants kept, once: a visit on the card with this key, or (without a key) a message."""

    entry: str
    form: str
    customer: str


class Mail:
    """Makes the platform's bytes for what people do."""

    def __init__(self, feishu: FakeFeishu) -> None:
        self._feishu = feishu

    def parcel(self, person: Person, wish: Wish) -> tuple[str, Parcel]:
        """A new delivery, with its event id."""
        event = self._pressed(person, wish) if wish.form else self._said(person, wish)
        kind = "card.action.trigger" if wish.form else "im.message.receive_v1"
        envelope = self._feishu.envelope(kind, event)
        body = encrypted(compact(envelope), self._feishu.encrypt_key)
        headers = signature_headers(body, self._feishu.encrypt_key, self._feishu.clock.now())
        return envelope["header"]["event_id"], (headers | {"Content-Type": "application/json"}, body)

    def _pressed(self, person: Person, wish: Wish) -> dict[str, Any]:
        typed = {"customer": wish.customer, "purpose": wish.entry, "no_step": "other"}
        value = FileVisit().stamp(to=person.open_id, key=wish.form)
        action = {"tag": "button", "name": "file", "timezone": "Asia/Shanghai", "value": value, "form_value": typed}
        chat = self._feishu.direct(person).chat_id
        return {
            "operator": {"tenant_key": self._feishu.tenant.key, "open_id": person.open_id},
            "token": f"c-{secrets.token_hex(20)}",
            "action": action,
            "host": "im_message",
            "context": {"open_message_id": f"om_{wish.form:0>32}", "open_chat_id": chat},
        }

    def _said(self, person: Person, wish: Wish) -> dict[str, Any]:
        said = {
            "message_id": wish.entry,
            "create_time": str(int(self._feishu.clock.now().timestamp() * 1000)),
            "chat_id": self._feishu.direct(person).chat_id,
            "chat_type": "p2p",
            "message_type": "text",
            "content": text_content("帮助"),
        }
        return {"sender": {"sender_id": {"open_id": person.open_id}, "sender_type": "user"}, "message": said}


class Client(threading.Thread):
    """One person at work: wishes one thing after another, and each until it is answered or patience ends.

    Every `talk`-th wish is a message instead of a visit (0: none). What was not answered is asked for again: an event
    by the same bytes, as the platform does; a form as often as not by a new press of the same card.
    """

    def __init__(
        self, mail: Mail, history: History, person: Person, ports: Sequence[int], lots: random.Random, talk: int
    ) -> None:
        """Not yet at work; `pause` may be changed before: seconds between two wishes."""
        super().__init__(name=person.name, daemon=True)
        self._mail, self._history, self._person, self._lots, self._talk = mail, history, person, lots, talk
        self._ports = ports
        self._over, self.pause, self._patience = threading.Event(), 0.01, 60.0
        self._line: http.client.HTTPConnection | None = None

    def leave_off(self) -> None:
        """Wish for nothing more, once the wish under way has been answered."""
        self._over.set()

    def give_up(self) -> None:
        """The same, without an answer."""
        self._patience = 0.0
        self._over.set()

    def run(self) -> None:
        """Work until told to leave off."""
        done = 0
        while not self._over.is_set():
            done += 1
            self._insist(self.wish(as_message=bool(self._talk) and done % self._talk == 0))
            self._over.wait(self.pause)
        self._hang_up()

    def wish(self, *, as_message: bool = False) -> Wish:
        """Something new."""
        if as_message:
            return Wish(f"om_{secrets.token_hex(16)}", "", "")
        return Wish(f"entry {secrets.token_hex(6)}", secrets.token_hex(8), self._lots.choice(CUSTOMERS))

    def insist(self, wish: Wish) -> bool:
        """Ask until it is accepted, or patience ends, and hang up; says whether it was."""
        accepted = self._insist(wish)
        self._hang_up()
        return accepted

    def _insist(self, wish: Wish) -> bool:
        began = time.monotonic()
        event, parcel = self._mail.parcel(self._person, wish)
        while not (accepted := self.ask(wish, event, parcel)) and time.monotonic() < began + self._patience:
            threading.Event().wait(self._lots.uniform(0.1, 0.3))
            if wish.form and self._lots.random() < 0.5:
                event, parcel = self._mail.parcel(self._person, wish)
        return accepted

    def ask(self, wish: Wish, event: str, parcel: Parcel) -> bool:
        """Deliver once; says whether it was accepted."""
        about = {"entry": wish.entry, "event": event}
        self._history.add("invoke", **about, form=wish.form, customer=wish.customer, who=self._person.open_id)
        began = time.perf_counter()
        try:
            status, body = self._post(parcel)
        except (OSError, http.client.HTTPException) as error:
            self._hang_up()
            self._history.add("unknown", **about, said=type(error).__name__, ms=_ms(began))
            return False
        ok, said = _read(status, body, is_form=bool(wish.form))
        self._history.add("ok" if ok else "fail", **about, status=status, said=said, ms=_ms(began))
        return ok

    def _post(self, parcel: Parcel) -> tuple[int, bytes]:
        headers, body = parcel
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self._lots.choice(self._ports), timeout=TIMEOUT)
        self._line.request("POST", "/feishu/events", body, headers)
        answer = self._line.getresponse()
        return answer.status, answer.read()

    def _hang_up(self) -> None:
        if self._line:
            self._line.close()
        self._line = None


def _read(status: int, body: bytes, *, is_form: bool) -> tuple[bool, str]:
    """Whether the answer says that the entry is kept, and its words."""
    if status != 200 or not is_form:
        return status == 200, ""
    toast = json.loads(body).get("toast", {})
    said = str(toast.get("content", ""))
    return said.startswith("已记录"), said


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 1)


@contextmanager
def at_work(clients: Sequence[Client]) -> Iterator[None]:
    """Let people work for as long as the block lasts; at its end each of them gets the answer they wait for."""
    for client in clients:
        client.start()
    try:
        yield
    except BaseException:
        for client in clients:
            client.give_up()
        raise
    finally:
        for client in clients:
            client.leave_off()
        for client in clients:
            client.join(90)
    assert not [client.name for client in clients if client.is_alive()], "some never got an answer"
