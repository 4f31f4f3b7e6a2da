"""What people do on the local Feishu: write, press, fill in, choose. Each act makes at most one delivery."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson

from playground import answers, cards, clients, envelopes, openapi_files
from playground.answers import ShownError
from playground.card_parts import resets, submits
from playground.cards import Place
from playground.clients import ClientRefusedError
from playground.deliveries import Deliveries
from playground.people import Chat, Json, Message, Person, Sender, Toast, new_id
from playground.pictures import picture
from playground.post import Posted
from playground.tenant import Tenant

INTERACTIVE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How an act ended: HTTP status (0: nothing was sent, or no answer), the parsed body, real milliseconds.

    `toast` and `error` are what the person's client showed; `message_id` is the message written or clicked.
    """

    status: int = 0
    body: Any = None
    ms: float = 0.0
    event_id: str = ""
    toast: Toast | None = None
    error: ShownError | None = None
    message_id: str = ""
    raw: bytes = field(default=b"", repr=False)


def parsed(raw: bytes) -> Any:
    """Read a body as JSON, None when it is something else."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None


def delivered(posted: Posted, event_id: str = "", **shown: Any) -> Delivered:
    """Write down how a posting ended."""
    return Delivered(posted.status, parsed(posted.body), posted.ms, event_id, raw=posted.body, **shown)


class Acts:
    """Everything a person can do in a client."""

    def __init__(self, tenant: Tenant, deliveries: Deliveries) -> None:
        """Act in one tenant, through its deliveries."""
        self.tenant = tenant
        self.world = tenant.world
        self.deliveries = deliveries

    def tell(self, event: Json, message_id: str = "") -> Delivered:
        """Deliver an event of the platform, twice when the fault `duplicates` is on."""
        parcel = self.deliveries.seal(event)
        posted = self.deliveries.send(parcel)
        if self.tenant.faults.duplicates:
            self.deliveries.again(parcel.event_id)
        return delivered(posted, parcel.event_id, message_id=message_id)

    def say(self, person: Person, chat: Chat, text: str) -> Delivered:
        """Write into a chat.

        In a group `@bot`, `@all` and `@NAME` become mentions, and only the bot's is delivered.
        """
        written, mentions = self._mentioned(chat, text) if chat.mode == "group" else (text, [])
        now = self.tenant.clock.now()
        sender = Sender("person", person.open_id, person.name)
        content = envelopes.text_content(written)
        message = self.world.post(Message(chat.chat_id, sender, "text", text, content, now, now, mentions=mentions))
        if not self._heard(chat, mentions):
            return Delivered(message_id=message.message_id)
        return self.tell(envelopes.received(self.tenant, person, chat, message), message.message_id)

    def send_picture(self, person: Person, chat: Chat) -> Delivered:
        """Send a picture into a chat; in a group nobody is mentioned by it, so the bot mostly does not hear of it."""
        now, key, number = self.tenant.clock.now(), new_id("img_v3_"), self.world.pictures()
        self.world.images[key] = (picture(number), "image/png")
        sender, content = Sender("person", person.open_id, person.name), orjson.dumps({"image_key": key}).decode()
        message = self.world.post(Message(chat.chat_id, sender, "image", str(number), content, now, now))
        if not self._heard(chat, []):
            return Delivered(message_id=message.message_id)
        return self.tell(envelopes.received(self.tenant, person, chat, message), message.message_id)

    def send_file(self, person: Person, chat: Chat, name: str, data: bytes) -> Delivered:
        """Send a file into a chat; in a group the bot mostly does not hear of it."""
        now, key = self.tenant.clock.now(), openapi_files.keep(self.tenant, data, name)
        content = orjson.dumps({"file_key": key, "file_name": name}).decode()
        sender = Sender("person", person.open_id, person.name)
        message = self.world.post(Message(chat.chat_id, sender, "file", name, content, now, now))
        if not self._heard(chat, []):
            return Delivered(message_id=message.message_id)
        return self.tell(envelopes.received(self.tenant, person, chat, message), message.message_id)

    def _heard(self, chat: Chat, mentions: list[Json]) -> bool:
        scopes = self.tenant.app.scopes
        if chat.mode == "p2p":
            return bool(scopes & {"im:message.p2p_msg:readonly", "im:message.p2p_msg"})
        if not chat.bot or chat.disbanded:
            return False
        at_bot = any(one["mentioned_type"] == "bot" for one in mentions)
        at_scope = bool(scopes & {"im:message.group_at_msg:readonly", "im:message.group_at_msg"})
        return "im:message.group_msg" in scopes or (at_bot and at_scope)

    def _mentioned(self, chat: Chat, text: str) -> tuple[str, list[Json]]:
        app = self.tenant.app
        people: dict[str, Person | None] = dict.fromkeys(("bot", app.name, app.en_name))
        people |= {name: person for person in chat.members for name in (person.name, person.en_name) if name}
        wanted = "|".join(re.escape(name) for name in sorted([*people, "all", "所有人"], key=len, reverse=True))
        found: dict[str, Json] = {}

        def placed(match: re.Match[str]) -> str:
            name = match[1]
            if name in {"all", "所有人"}:
                return "@_all"
            if name not in found:
                found[name] = envelopes.mention(self.tenant, len(found) + 1, people[name])
            return str(found[name]["key"])

        written = re.sub(rf"@({wanted})(?![\w.])", placed, text)
        return written, list(found.values())

    def press(self, person: Person, message: Message, wanted: str, value: object = None) -> Delivered:
        """Press what a name, element_id, path or visible text finds; a form's button submits what was typed.

        With a `value` it chooses in a field outside a form, or one of an overflow's options.
        """
        card = self._usable(message)
        place = cards.pressable(card, wanted) or cards.field_place(card, wanted)
        if place is None:
            raise ClientRefusedError(wanted, f"卡片上没有：{wanted}", code="no_such_button")
        if place.element.get("disabled"):
            raise ClientRefusedError(wanted, f"已禁用：{wanted}", code="disabled")
        if place.form and submits(place.element):
            return self._submit(person, message, place.form, place.element, {}, checked=True)
        if place.form and resets(place.element):
            self.world.keep_typed(person, message, {})
            return Delivered(message_id=message.message_id)
        return self._act(person, message, place, value)

    def _usable(self, message: Message) -> Json:
        if message.card is None or message.recalled:
            raise ClientRefusedError(message.message_id, "这条消息没有卡片", code="no_card")
        if self.tenant.clock.now() - message.created_at > INTERACTIVE:
            raise ClientRefusedError(message.message_id, "卡片已超过 14 天，不能再操作", code="expired")
        return message.card

    def _act(self, person: Person, message: Message, place: Place, value: object) -> Delivered:
        element, called = place.element, clients.callback_of(place.element)
        if place.tag in cards.FIELDS:
            return self._click(person, message, clients.alone(element, value, person))
        if place.tag == "overflow":
            option = {"option": clients.chosen(element | {"tag": "select_static"}, value, person)}
            return self._click(person, message, self._action(person, element, called or {}) | option)
        if called is None:
            return self._dead(person, message, element)
        return self._click(person, message, self._action(person, element, called))

    def _action(self, person: Person, element: Json, called: Json) -> Json:
        name = {"name": element["name"]} if element.get("name") else {}
        return {"tag": element["tag"], "timezone": person.timezone, **called, **name}

    def _dead(self, person: Person, message: Message, element: Json) -> Delivered:
        """A button that only opens a link sends nothing; one that does nothing at all shows 200340."""
        if any(one.get("type") == "open_url" for one in element.get("behaviors") or []):
            return Delivered(message_id=message.message_id)
        return self._shown(person, message, answers.error(200340), Delivered(message_id=message.message_id))

    def submit(
        self,
        person: Person,
        message: Message,
        values: Json,
        form: str = "",
        button: str = "",
        *,
        checked: bool = True,
    ) -> Delivered:
        """Type values into a form and press its submit button (the first, unless one is named)."""
        found = self._form(self._usable(message), values, form, button)
        pressed = self._submitter(found, button)
        return self._submit(person, message, found, pressed, values, checked=checked)

    def _form(self, card: Json, values: Json, form: str, button: str) -> Json:
        place = cards.pressable(card, button) if button else None
        if place and place.form:
            return place.form
        known = [one for one in cards.forms(card) if not form or one.get("name") == form]
        fitting = (one for one in known if values.keys() <= {field["name"] for field in cards.fields(one)})
        found = next(fitting, None) or next(iter(known), None)
        if found is None:
            raise ClientRefusedError(form, f"卡片上没有表单：{form}", code="no_such_form")
        return found

    def _submitter(self, form: Json, button: str) -> Json:
        card = {"body": {"elements": [form]}}
        buttons = [place for place in cards.places(card) if place.tag == "button" and submits(place.element)]
        if button:
            wanted = cards.pressable(card, button)
            buttons = [wanted] if wanted else [one for one in buttons if one.name == button]
        if not buttons:
            raise ClientRefusedError(button, "表单没有提交按钮", code="no_such_button")
        return buttons[0].element

    def _submit(
        self, person: Person, message: Message, form: Json, button: Json, values: Json, *, checked: bool
    ) -> Delivered:
        typed = self.world.typed(person, message) | values
        self.world.keep_typed(person, message, typed)
        own = {field["name"] for field in cards.fields(form)} | values.keys()
        mine = {name: value for name, value in typed.items() if name in own}
        sent = clients.form_value(form, mine, person, self.tenant.faults.form_value_style, checked=checked)
        called = clients.callback_of(button)
        if called is None:
            return self._dead(person, message, {})
        return self._click(person, message, self._action(person, button, called) | {"form_value": sent})

    def _click(self, person: Person, message: Message, action: Json) -> Delivered:
        token = self.tenant.open_card_token(message.message_id)
        event = envelopes.clicked(self.tenant, person, message, token, action)
        parcel = self.deliveries.seal(event, retried=False)
        posted = self.deliveries.send(parcel)
        chat = self.world.chats[message.chat_id]
        outcome = answers.read(self.tenant, person, chat, posted)
        base = delivered(posted, parcel.event_id, message_id=message.message_id)
        shown = self._shown(person, message, outcome, base)
        self.tenant.close_card_token(token)
        return shown

    def _shown(self, person: Person, message: Message, outcome: answers.Answer, base: Delivered) -> Delivered:
        toast = self.world.toast(person, *outcome.toast) if outcome.toast else None
        if outcome.card is not None:
            content = orjson.dumps(outcome.card).decode()
            self.world.replace_card(message, outcome.card, content, cards.summary(outcome.card))
        return Delivered(
            base.status, base.body, base.ms, base.event_id, toast, outcome.error, message.message_id, base.raw
        )
