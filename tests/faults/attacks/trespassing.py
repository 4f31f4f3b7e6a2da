"""Everything there is to press and to say, on things that are there, for tests of who may not.

Nothing is left out, because the list is the switchboard's own.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.form import Entry, Form, entries
from bot.router import Command, Switchboard
from handlers import ROUTERS
from playground import Person
from tests.faults.attacks.wire import Answered, wire
from tests.installation import Installation
from tests.parties import Parties, parties

SWITCHBOARD = Switchboard(ROUTERS)
PRESS, SAY = "card.action.trigger", "im.message.receive_v1"
FORMS: list[type[Form]] = [press.form for router in ROUTERS for press in router.presses]
COMMANDS: list[Command] = SWITCHBOARD.commands

MEANT: Mapping[str, Any] = {
    "seen": 1,
    "state": "done",
    "tier": "A",
    "wishes": "1*1@%10000",
    "credit": "",
    "days": 30,
    "until": "2026-03-31",
    "pieces": "1*1",
    "on": "2026-03-02",
    "reason": "因为",
    "kpi": "K01",
    "level": "team",
    "key": "1",
    "how": "even",
    "first": "2026-03-01",
    "end": "2026-04-01",
    "upto": 0,
    "type": "weekly",
    "period": "2026-W09",
    "edition": 0,
    "scope": "team/1",
    "value": "100",
    "given": "100",
    "reps": "1,2",
    "kind": "daily_kpi",
    "off": 1,
    "view": "",
    "verdict": "ok",
    "decision": "decline",
    "works": 0,
    "last": "2026-03-03",
    "called": "节",
    "ids": "1",
    "names": "华宁精密",
    "planned_on": "2026-03-03",
    "minor": "10000",
    "orders": "1",
    "first_on": "2026-03-03",
    "last_on": "2026-03-03",
    "first_half": "",
    "last_half": "",
    "gone_id": 1,
    "kept_id": 2,
    "giver_id": 1,
    "taker_id": 2,
    "page": 1,
}
"""What hidden fields carry when they mean something; ids are 1, which is there."""

TYPED = {"customer": "华宁精密", "amount": "100", "phone": "13800138000", "share_1": "10", "list_price": "100"}


def carried(form: type[Form], chat: str = "") -> dict[str, Any]:
    """The hidden fields of a form, about what is there; those of another type keep what they are."""
    found: dict[str, Any] = {}
    for name, usual in ((name, getattr(form(), name)) for name, entry in entries(form).items() if entry.label is None):
        meant = 1 if name.endswith("_id") and isinstance(usual, int) else MEANT.get(name, usual)
        found[name] = chat if name == "chat_id" else meant if isinstance(meant, type(usual)) else usual
    return found


def typed(form: type[Form], words: str = "10") -> dict[str, str]:
    """Every field that a person fills in, with something that it takes; `words` where anything goes."""
    return {name: _typed(name, entry, words) for name, entry in entries(form).items() if entry.label is not None}


def _typed(name: str, entry: Entry, words: str) -> str:
    if entry.options:
        return str(entry.options[-1][0])
    return "2026-03-03" if entry.is_day else TYPED.get(name, words) if words == "10" else words


def press(house: Installation, by: Person, form: type[Form], key: str, **event: Any) -> Answered:
    """Press a button that carries a form about what is there, made out to whoever presses it."""
    stamp = form().stamp(to=by.open_id, key=key)
    chat = next(chat.chat_id for chat in house.feishu.world.chats.values() if chat.mode == "group")
    value = stamp | {"with": carried(form, chat)}
    body = {
        "operator": {"open_id": by.open_id, "tenant_key": house.feishu.tenant.key},
        "action": {"tag": "button", "value": value, "form_value": typed(form)},
        "context": {"open_message_id": "om_card", "open_chat_id": "oc_direct"},
    }
    return wire(house).post(wire(house).event(PRESS, body | event))


def lines() -> Iterator[str]:
    """Every command, alone and with its example."""
    for command in COMMANDS:
        yield command.word.zh
        if command.example:
            yield command.example.zh


def rich(house: Installation) -> Parties:
    """Parties with one of everything: a visit with a next step, a task, a plan, a report, a leave, a quote."""
    made = parties(house)
    rep = made.people["rep"]
    house.file(rep, next_step="寄样", next_step_on="2026-03-04", purpose="谈报价")
    for words in ("任务 周五前 寄样", "计划 周三 华宁精密", "报价 长安电子 X1*1 有效到月底"):
        _confirm(house, rep, words)
    _confirm(house, rep, "请假 周四")
    report = house.say(rep, "周报 上周").message_id
    house.feishu.submit(rep, report, {"summary": "做了", "next_plan": "再做"}, button="提交")
    house.drain()
    return made


def _confirm(house: Installation, rep: Person, words: str) -> None:
    """Say it, and press the button that keeps it, whatever that is called."""
    card = house.say(rep, words)
    for label in ("确认", "确定", "保存"):
        if any(part == label for part in _labels(card.card)):
            house.feishu.press(rep, card.message_id, label)
            return


def _labels(card: Any) -> Iterator[str]:
    from tests.seen import parts  # noqa: PLC0415 - its fixtures need what imports this

    yield from (str(part["text"]["content"]) for part in parts(card) if part.get("tag") == "button")
