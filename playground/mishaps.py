"""The cards of what nobody wants to happen: bugs of ours, words that are too many, messages that cannot leave."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import orjson

from bot import views
from bot.context import House
from bot.text import Text
from bot.views import failure_card, failure_notice, refusal_card, too_large_card
from playground.people import Json
from scheduler import alarms
from scheduler.alarms import Omission
from storage.claims import Claimed, Failure
from storage.outbox import Verb

REF = "K7M2QX"
ALLOWED = 10_000
"""Calls a month in Feishu's free plan."""


def mishaps(house: House, chat_id: str, now: datetime) -> Iterator[tuple[str, Json]]:
    """Each with its name: what a person is told, then what the admins are told about their installation."""
    yield "failure", failure_card(REF).json
    yield "failure_notice", failure_notice(REF, "Pressed:visits.FileVisit").json
    yield "too_large", too_large_card().json
    yield "retried", refusal_card(views.RETRIED, Text("V-12 已经撤回了。", "V-12 was withdrawn before.")).json
    row = Claimed(41, chat_id, Verb.SEND, "{}", "", "daily_kpi", "0" * 32, 0, 1, now, None)
    for code in (230013, 0):
        yield "parked", orjson.loads(alarms.parked(row, Failure(code, "no answer within 10 s")))
    missed = [Omission("daily_kpi", now - timedelta(days=n), team) for n in (1, 4) for team in ("华东一队", "华南二队")]
    for found in (missed, [Omission("reminders", now - timedelta(minutes=12))]):
        yield "omitted", alarms.omitted(house, found).json
    yield "silent", alarms.silent(now - timedelta(minutes=11)).json
    for calls in (8_012, ALLOWED):
        yield "used_up", alarms.used_up(calls, ALLOWED).json
