"""The account of what people were told: slots of a day, once each, whoever takes them at the same time."""

from datetime import date, timedelta

import pytest

from bot.attention import Fate, Gate, item_of
from bot.card import card, plain
from bot.controls import buttons
from bot.text import Text
from bot.views import run_button
from sales.attention import Budget
from storage import attention, day_cards, push_rates
from storage.engine import Connection
from storage.outbox import Outgoing, Verb
from storage.uow import UnitOfWork
from tests.installation import SHANGHAI
from tests.seeds import NOW, at_once, found, memory, person

__all__ = ["memory"]
HELLO, MORE = Text("催办", "Nudge"), Text("周报还差提交", "Your report is not sent yet")
CARD = card(HELLO, plain(MORE), buttons(run_button(Text("周报", "weekly"))), summary=MORE)
TODAY = date(2026, 3, 2)


@pytest.fixture
def staffed(memory: UnitOfWork) -> UnitOfWork:
    """A database with a sales team in it."""
    memory.write(found)
    return memory


def admit(db: Connection, key: str, kind: str = "duties", who: str = "ou_li") -> Fate:
    gate = Gate.of(db, Budget(), [person(db, who).id], NOW)
    sent = Outgoing(who, Verb.SEND, CARD.dumps(), about=kind, dedupe=key)
    return gate.admit(person(db, who).id, SHANGHAI, kind, sent, CARD).fate


def fates(db: UnitOfWork, *keys: str, kind: str = "duties") -> list[str]:
    return [db.write(lambda at, key=key: admit(at, key, kind)).value for key in keys]  # type: ignore[misc]


def standing(db: UnitOfWork) -> list[str]:
    """The messages whose lines stand on the card of 李雷 when it is composed."""

    def work(at: Connection) -> list[str]:
        stale = day_cards.take_stale(at, 10)
        return [told.message for of in day_cards.standing(at, stale).values() for told in of]

    return db.write(work)


def test_three_ring_and_the_last_of_them_is_the_days_card(staffed: UnitOfWork) -> None:
    assert fates(staffed, "a", "b", "c", "d", "e") == ["rings"] * 3 + ["merged"] * 2
    assert standing(staffed) == ["c", "d", "e"]
    assert standing(staffed) == []


def test_under_a_key_that_was_used_nothing_is_said_again(staffed: UnitOfWork) -> None:
    assert fates(staffed, "a", "a", "b", "c") == ["rings", "unsaid", "rings", "rings"]


def test_escalations_have_a_cap_of_their_own(staffed: UnitOfWork) -> None:
    assert fates(staffed, *"abcdef", kind="approval") == ["rings"] * 5 + ["merged"]
    assert standing(staffed) == ["f"]
    assert fates(staffed, "g", "h", "i") == ["rings", "rings", "merged"]


def test_what_is_muted_or_off_is_neither_sent_nor_merged(staffed: UnitOfWork) -> None:
    who = staffed.read(lambda db: person(db, "ou_li").id)
    staffed.write(lambda db: attention.mute_kind(db, who, "duties", NOW + timedelta(days=1), NOW))
    assert fates(staffed, "a") == ["unsaid"]
    staffed.write(lambda db: attention.unmute_kind(db, who, "duties"))
    staffed.write(lambda db: push_rates.switch(db, "duties", who, NOW, off=True))
    staffed.write(lambda db: push_rates.switch(db, "approval", who, NOW, off=True))
    assert fates(staffed, "b") == ["unsaid"]
    assert fates(staffed, "c", kind="approval") == ["rings"]
    assert staffed.write(lambda db: push_rates.switch(db, "duties", who, NOW, off=False))
    assert not staffed.write(lambda db: push_rates.switch(db, "duties", who, NOW, off=False))
    assert fates(staffed, "b") == ["rings"]


def test_a_mute_ends_by_itself(staffed: UnitOfWork) -> None:
    who = staffed.read(lambda db: person(db, "ou_li").id)
    staffed.write(lambda db: attention.mute_kind(db, who, "duties", NOW, NOW - timedelta(days=1)))
    assert staffed.read(lambda db: attention.muted_kinds(db, who, NOW)) == {}
    assert fates(staffed, "a") == ["rings"]


def test_many_that_tell_at_once_ring_three_times(staffed: UnitOfWork) -> None:
    done = at_once(8, lambda n: staffed.write(lambda db: admit(db, f"key-{n}")))
    assert sorted(str(each) for each in done) == ["Fate.MERGED"] * 5 + ["Fate.RINGS"] * 3


def test_the_same_told_at_once_rings_once(staffed: UnitOfWork) -> None:
    done = at_once(4, lambda _: staffed.write(lambda db: admit(db, "key")))
    assert sorted(str(each) for each in done) == ["Fate.RINGS"] + ["Fate.UNSAID"] * 3


def test_what_is_settled_leaves_the_card_and_what_changed_says_so(staffed: UnitOfWork) -> None:
    fates(staffed, "a", "b", "c", "d", "e")
    standing(staffed)
    assert staffed.write(lambda db: day_cards.follow(db, "d", None, NOW))
    assert standing(staffed) == ["c", "e"]
    assert staffed.write(lambda db: day_cards.follow(db, "e", {"zh": "新", "en": "new", "say": ""}, NOW))
    assert staffed.write(lambda db: day_cards.follow(db, "c", None, NOW))
    assert not staffed.write(lambda db: day_cards.follow(db, "a", None, NOW))
    assert not staffed.write(lambda db: day_cards.follow(db, "nothing", None, NOW))
    assert standing(staffed) == ["e"]


def test_a_kind_is_settled_as_a_whole(staffed: UnitOfWork) -> None:
    fates(staffed, *"abcdefg", kind="approval")
    standing(staffed)
    who = staffed.read(lambda db: person(db, "ou_li").id)
    staffed.write(lambda db: day_cards.settle_kind(db, who, "approval", NOW))
    assert standing(staffed) == []


def test_what_one_does_within_four_hours_counts_for_what_was_told(staffed: UnitOfWork) -> None:
    fates(staffed, "a", "b")
    who = staffed.read(lambda db: person(db, "ou_li").id)
    other = staffed.read(lambda db: person(db, "ou_han").id)
    staffed.write(lambda db: attention.acted(db, other, NOW + timedelta(hours=1)))
    staffed.write(lambda db: attention.acted(db, who, NOW + timedelta(hours=4)))
    assert rate(staffed) == (2, 0, 0)
    staffed.write(lambda db: attention.acted(db, who, NOW + timedelta(hours=3, minutes=59)))
    assert rate(staffed) == (2, 0, 2)


def rate(db: UnitOfWork) -> tuple[int, int, int]:
    (found,) = db.read(lambda at: push_rates.rates(at, NOW - timedelta(days=30), NOW))
    return found.rang, found.merged, found.acted


def test_a_line_says_what_the_card_says_and_leads_on() -> None:
    said = "催办：周报还差提交"
    assert item_of(CARD, "duties") == {"zh": said, "en": "Nudge: Your report is not sent yet", "say": "周报"}
    assert item_of(CARD, "approval")["say"] == "审批"
    assert item_of(card(MORE, plain(MORE), summary=MORE), "order") == {"zh": MORE.zh, "en": MORE.en, "say": ""}
