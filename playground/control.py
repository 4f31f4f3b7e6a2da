"""The JSON control API under /api, for scripts and for the page; errors are `{"error": {"code", "text"}}`."""

import base64
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import orjson

from playground import cards, faults
from playground.acts import Delivered
from playground.clients import ClientRefusedError
from playground.deliveries import Delivery
from playground.people import Chat, Json, Message, Person
from playground.tenant import ApiCall
from playground.turning import shown_day
from playground.web import Request, Response, json_response

if TYPE_CHECKING:
    from playground.feishu import FakeFeishu

Handler = Callable[..., Any]
Traced = TypeVar("Traced", ApiCall, Delivery)


class NotFoundError(Exception):
    """Somebody or something named in a request is not there."""


def moment(at: datetime) -> str:
    """Write a moment as ISO 8601 with its offset."""
    return at.isoformat()


class Control:
    """Answers everything under /api."""

    def __init__(self, feishu: "FakeFeishu", rows: Callable[[int], Json], gallery: Callable[[], list[Json]]) -> None:
        """Work on one local Feishu.

        `rows` and `gallery` are given by whoever knows the bot's database and cards.
        """
        self.feishu = feishu
        self.world = feishu.world
        self._rows = rows
        self._gallery = gallery

    def answer(self, request: Request) -> Response:
        """Answer one request; what cannot be done is said in words with HTTP 4xx."""
        try:
            outcome = self._handle(request)
        except NotFoundError as error:
            return _error(404, "not_found", str(error))
        except ClientRefusedError as error:
            body = {"code": error.code, "field": error.field, "text": error.text}
            return json_response({"error": body}, 422)
        except (KeyError, TypeError, ValueError) as error:
            return _error(400, "bad_request", f"{type(error).__name__}: {error}")
        return outcome if isinstance(outcome, Response) else json_response(outcome)

    def _handle(self, request: Request) -> Any:
        parts = request.path.strip("/").split("/")[1:]
        shape = tuple("*" if index == 1 else part for index, part in enumerate(parts))
        handler = self._routes().get((request.method, *shape))
        if handler is None:
            msg = f"{request.method} {request.path}"
            raise NotFoundError(msg)
        given = orjson.loads(request.body or b"{}") if request.method == "POST" else request.query
        return handler(given, *parts[1:2])

    def _routes(self) -> dict[tuple[str, ...], Handler]:
        return {
            ("GET", "state"): self.state,
            ("GET", "people"): self.people,
            ("POST", "people"): self.new_person,
            ("GET", "chats"): self.chats,
            ("GET", "chats", "*", "messages"): self.messages,
            ("POST", "say"): self.say,
            ("POST", "press"): self.press,
            ("POST", "submit"): self.submit,
            ("POST", "open"): self.open_direct,
            ("POST", "clock"): self.feishu.turning,
            ("POST", "picture"): self.picture,
            ("POST", "file"): self.file,
            ("GET", "faults"): self.faults,
            ("POST", "faults"): self.change_faults,
            ("POST", "groups"): self.new_group,
            ("POST", "groups", "*", "bot"): self.move_bot,
            ("POST", "groups", "*", "members"): self.move_members,
            ("GET", "trace"): self.trace,
            ("GET", "rows"): lambda given: self._rows(int(given.get("after", 0))),
            ("GET", "gallery"): lambda _given: self._gallery(),
            ("GET", "events"): self.events,
        }

    def _person(self, open_id: Any) -> Person:
        if open_id not in self.world.people:
            msg = f"no such person: {open_id}"
            raise NotFoundError(msg)
        return self.world.people[open_id]

    def _chat(self, chat_id: Any) -> Chat:
        if chat_id not in self.world.chats:
            msg = f"no such chat: {chat_id}"
            raise NotFoundError(msg)
        return self.world.chats[chat_id]

    def _message_id(self, message_id: Any) -> str:
        if message_id not in self.world.messages:
            msg = f"no such message: {message_id}"
            raise NotFoundError(msg)
        return str(message_id)

    def state(self, _given: Json) -> Json:
        """Tell the time, the app and how much there is."""
        return {
            "now": moment(self.feishu.clock.now()),
            "day": shown_day(self.feishu.clock.now()),
            "app_id": self.feishu.app_id,
            "bot": {"open_id": self.feishu.tenant.app.open_id, "name": self.feishu.tenant.app.name},
            "people": len(self.world.people),
            "webhook": self.feishu.webhook,
            "lang_default": "zh_cn",
            "rev": self.world.revision,
            "note": self.feishu.note,
        }

    def people(self, _given: Json) -> list[Json]:
        """List the people one can play."""
        return [_person_row(person) for person in list(self.world.people.values())]

    def new_person(self, given: Json) -> Json:
        """Let somebody in: name, en_name, lang, role."""
        known = {"en_name", "lang", "role"} & given.keys()
        person = self.feishu.add_person(given["name"], **{name: given[name] for name in known})
        return _person_row(person)

    def chats(self, given: Json) -> list[Json]:
        """List a person's chats: the one with the bot first, then groups by their last message."""
        person = self._person(given.get("as"))
        direct = self.feishu.direct(person)
        groups = [one for one in list(self.world.chats.values()) if one.mode == "group" and one.has(person)]
        rows = [self._chat_row(one, person) for one in groups if not one.disbanded]
        rows.sort(key=lambda row: row["last"]["at"] if row["last"] else "", reverse=True)
        return [self._chat_row(direct, person), *rows]

    def _chat_row(self, chat: Chat, person: Person) -> Json:
        last = next(reversed(self.world.in_chat(chat)), None)
        return {
            "chat_id": chat.chat_id,
            **(self._bot_name() if chat.mode == "p2p" else {"name": chat.name}),
            "mode": chat.mode,
            "members": chat.open_ids,
            "bot": chat.bot,
            "last": {**cards.preview(last), "at": moment(last.created_at)} if last else None,
            "unread": self.world.unread(person, chat),
        }

    def _bot_name(self) -> Json:
        app = self.feishu.tenant.app
        return {"name": app.name, "i18n_name": {"zh": app.name, "en": app.en_name}}

    def messages(self, given: Json, chat_id: str) -> Json:
        """List what a person sees in a chat, or what changed there after a revision."""
        person, chat = self._person(given.get("as")), self._chat(chat_id)
        after = int(given.get("after", 0))
        with self.world.lock:
            revision = self.world.revision
            seen = [one for one in self.feishu.messages(chat, as_person=person) if one.revision > after]
            rows = [self._message_row(one, person) for one in seen]
        self.world.mark_read(person, chat)
        return {"rev": revision, "messages": rows}

    def _message_row(self, message: Message, person: Person) -> Json:
        return {
            "message_id": message.message_id,
            "sender": asdict(message.sender) | (self._bot_name() if message.sender.kind == "bot" else {}),
            "kind": message.kind,
            "text": "" if message.recalled else message.text,
            "image": cards.image_of(message),
            "file": self._file_row(message),
            "card": None if message.recalled else message.card,
            "created_at": moment(message.created_at),
            "updated_at": moment(message.updated_at),
            "updates": message.updates,
            "recalled": message.recalled,
            "parent_id": message.parent_id,
            "typed": self.world.typed(person, message),
            "revision": message.revision,
        }

    def _file_row(self, message: Message) -> Json | None:
        key = cards.file_key(message)
        return {"key": key, "name": message.text, "size": len(self.world.files[key][0])} if key else None

    def say(self, given: Json) -> Json:
        """Let somebody write."""
        return _told(self.feishu.say(self._person(given["as"]), self._chat(given["chat_id"]), str(given["text"])))

    def picture(self, given: Json) -> Json:
        """Let somebody send an invented picture."""
        return _told(self.feishu.send_picture(self._person(given["as"]), self._chat(given["chat_id"])))

    def file(self, given: Json) -> Json:
        """Let somebody send a file; `data` is in base64."""
        data, name = base64.b64decode(str(given["data"])), str(given["name"])[:200]
        return _told(self.feishu.send_file(self._person(given["as"]), self._chat(given["chat_id"]), name, data))

    def press(self, given: Json) -> Json:
        """Let somebody press a button, or choose a value in a field outside a form."""
        message_id = self._message_id(given["message_id"])
        return _acted(self.feishu.press(self._person(given["as"]), message_id, given["name"], given.get("value")))

    def submit(self, given: Json) -> Json:
        """Let somebody fill in a form and submit it."""
        person, message_id = self._person(given["as"]), self._message_id(given["message_id"])
        values = given.get("values", {})
        return _acted(
            self.feishu.submit(person, message_id, values, form=given.get("form"), button=given.get("button"))
        )

    def open_direct(self, given: Json) -> Json:
        """Let somebody open their chat with the bot."""
        return _acted(self.feishu.open_direct(self._person(given["as"])))

    def faults(self, _given: Json) -> Json:
        """Tell which faults there are and which are in force."""
        return {"help": faults.HELP, "now": self.feishu.faults.shown()}

    def change_faults(self, given: Json) -> Json:
        """Change the faults in force."""
        self.feishu.faults.change(given)
        self.world.turn("faults")
        return self.feishu.faults.shown()

    def new_group(self, given: Json) -> Json:
        """Make a group: name, members (open_ids, the first owns it)."""
        people = [self._person(one) for one in given.get("members", [])]
        return {"chat_id": self.feishu.add_group(given["name"], people).chat_id}

    def move_bot(self, given: Json, chat_id: str) -> Json:
        """Let the bot into a group, or put it out."""
        chat, by = self._chat(chat_id), self._person(given["as"])
        move = self.feishu.add_bot if given.get("add", True) else self.feishu.remove_bot
        return _acted(move(chat, by))

    def move_members(self, given: Json, chat_id: str) -> Json:
        """Let people into a group and out of it."""
        chat = self._chat(chat_id)
        joined = self.feishu.join(chat, [self._person(one) for one in given.get("add", [])])
        left = self.feishu.leave(chat, [self._person(one) for one in given.get("remove", [])])
        return {"members": chat.open_ids, "added": joined.status, "removed": left.status}

    def trace(self, given: Json) -> Json:
        """List the calls and deliveries after a number; they are counted together, newest last."""
        after = int(given.get("after", 0))
        with self.feishu.tenant.trace_lock:
            calls, made = _later(self.feishu.calls, after), _later(self.feishu.deliveries, after)
            n = self.feishu.tenant.traced
        return {
            "n": n,
            "calls": [_picked(one, "n at method path status code ms") for one in calls],
            "deliveries": [_picked(one, "n at kind status ms attempt") for one in made],
        }

    def events(self, _given: Json) -> Response:
        """Stream changes as Server-Sent Events."""
        return Response(200, b"", "text/event-stream", stream=self.feishu.streams.watch())


def _later(rows: list[Traced], after: int) -> list[Traced]:
    return rows[bisect_right(rows, after, key=lambda one: one.n) :]


def _picked(one: object, names: str) -> Json:
    row = {name: getattr(one, name) for name in names.split()}
    return row | {"at": moment(row["at"])}


def _person_row(person: Person) -> Json:
    names = ("open_id", "name", "en_name", "avatar", "role", "lang")
    return {name: getattr(person, name) for name in names}


def _told(told: Delivered) -> Json:
    return {name: getattr(told, name) for name in ("status", "ms", "event_id", "message_id")}


def _acted(told: Delivered) -> Json:
    toast = told.body["toast"] | {"type": told.toast.kind, "text": told.toast.text} if told.toast else None
    error = {"code": told.error.code, "text": told.error.text, "detail": told.error.detail} if told.error else None
    return {"status": told.status, "toast": toast, "error": error, "ms": told.ms, "event_id": told.event_id}


def _error(status: int, code: str, text: str) -> Response:
    return json_response({"error": {"code": code, "text": text}}, status)
