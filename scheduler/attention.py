"""What the day's card needs in the background: it is changed where more was put on it, and what was put off comes back.

Whoever tells somebody something only marks the card; here it is composed once, however much came together.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.asides import beside_button, snooze_row
from bot.attention import Fate, Gate
from bot.attention_words import kind_of
from bot.card import Card, card, fitting, plain
from bot.context import House
from bot.controls import buttons
from bot.text import Text
from sales.attention import DAY_CARD, REMINDER, Weight
from scheduler.composing import Composer
from storage import day_cards, notices, outbox
from storage.day_cards import Stale, Told, who_gets_back
from storage.engine import Connection
from storage.outbox import BY_KEY, Outgoing, State, Verb
from storage.uow import UnitOfWork

CHUNK = 50
"""How many cards are composed in one transaction, so that who writes meanwhile does not wait long."""

_log = structlog.get_logger(__name__)


def run(db: UnitOfWork, house: House, now: datetime) -> int:
    """Let what was put off come back, then change every day's card that does not hold; gives how many rows it queued.

    Cheap when there is nothing to do.
    """
    if not db.read(lambda at: day_cards.anything_to_do(at, now)):
        return 0
    # One person at a time: who comes back was told on other days than those that more is told on now.
    made = sum(db.write(partial(_come_back, who, house, now)) for who in db.read(lambda at: who_gets_back(at, now)))
    while changed := db.write(lambda at: _change(at, house, now)):
        made += changed
    if made:
        _log.info("day_cards_changed", messages=made)
    return made


def _change(db: Connection, house: House, now: datetime) -> int:
    """Compose some of the cards anew; 0 when none of them is left."""
    stale = day_cards.take_stale(db, CHUNK)
    if not stale:
        return 0
    told = day_cards.standing(db, stale)
    composer = Composer.look_up(db, house, now, {each.person_id for each in stale})
    made = composer.cards([(each, told[each]) for each in stale])
    for each in stale:
        if each in made:
            _put(db, each, composer.lane(each.person_id), made[each], told[each], now)
    return len(stale)


def _put(db: Connection, day: Stale, lane: str, made: Card, told: Sequence[Told], now: datetime) -> None:
    """Change the card where it stands or waits; send it where there is none yet, or where it never arrived."""
    content, sent = fitting(made).dumps(), outbox.message_of(db, day.card)
    if sent and sent[0] not in (State.EXPIRED, State.PARKED):
        patch = Outgoing(lane, Verb.PATCH, content, target=BY_KEY + day.card, about=DAY_CARD)
        outbox.enqueue(db, patch, now)
        return
    key = f"{day.card}/{now:%H%M%S}" if sent else day.card
    leaves = min((each.made_at for each in told if not each.rang), default=now)
    waits = leaves if leaves > now else None
    outbox.enqueue(db, Outgoing(lane, Verb.SEND, content, about=DAY_CARD, dedupe=key, not_before=waits), now)
    day_cards.replace_card(db, day.person_id, day.day, key)


def _come_back(who: int, house: House, now: datetime, db: Connection) -> int:
    """Tell somebody again what they put off until now, once, by the same budget as anything else."""
    back = day_cards.take_back(db, who, now)
    if not back:
        return 0
    composer = Composer.look_up(db, house, now, {who})
    gate = Gate.of(db, house.attention, composer.people, now)
    return sum(_tell_again(gate, composer, each) for each in back if each.person_id in composer.people)


def _tell_again(gate: Gate, composer: Composer, told: Told) -> int:
    db, now, who = gate.db, gate.now, told.person_id
    if (opens := composer.opening(who)) is not None:
        day_cards.put_off(db, told.id, opens)
        return 0
    zone, lane = composer.zone(who), composer.lane(who)
    key = f"{told.message.split(_AGAIN, 1)[0]}{_AGAIN}{now:%m%d%H%M}"
    day = Stale(who, now.astimezone(zone).date(), key)
    said = again_card(told, composer.house) if told.item else composer.card_again(day)
    # A day's card that was put off to another day is that day's routine; on its own day it is asked for.
    weight = Weight.ROUTINE if told.item is None and told.day != day.day else Weight.TIMELY
    sent = Outgoing(lane, Verb.SEND, fitting(said).dumps(), about=told.kind.split("/", 1)[0], dedupe=key)
    admitted = gate.admit(who, zone, told.kind, sent, said, weight)
    if admitted.fate is not Fate.RINGS or admitted.outgoing is None:
        return int(admitted.is_told)
    made = outbox.enqueue(db, admitted.outgoing, now) is not None
    if told.item is None:
        day_cards.replace_card(db, who, day.day, admitted.outgoing.dedupe or key)
    if told.kind.startswith(REMINDER):
        notices.speak_of(db, notices.spoken_of(db, told.message), key, now)
    return int(made)


def again_card(told: Told, house: House) -> Card:
    """One line that came back, with the way to it and the ways to put it off again."""
    item = told.item or {}
    line, name = Text(item["zh"], item["en"]), kind_of(told.kind, house.report_types).name
    see = buttons(beside_button(Text("去看", "See"), item["say"], style="primary_filled")) if item["say"] else None
    return card(name, plain(line), see, snooze_row(told.kind), summary=line, icon="bell_outlined")


_AGAIN = "/again/"
"""What stands in the key of something that came back, before when it did."""
