"""The budget as people meet it: few messages a day, the rest on one card that changes without a sound."""

import random
from datetime import datetime, timedelta

import pytest

from bot.attention import Gate
from bot.card import card, plain
from bot.text import same
from playground import Person
from sales.attention import Budget, Weight, weight_of
from scheduler import attention
from storage import day_cards, outbox
from storage.day_cards import Stale
from storage.engine import Connection
from storage.outbox import Outgoing, Verb
from tests.installation import SHANGHAI, Installation
from tests.seen import house as house  # noqa: PLC0414 - a fixture
from tests.seen import labels, read
from tests.till import Till
from tests.weeks import DUE, at, begun, direct, minutes, person_id, send


def tell(house: Installation, rep: Person, words: str, kind: str = "duties", when: datetime | None = None) -> str:
    """Tell somebody something unasked, now or when it may leave; gives what became of it."""
    now = house.clock.now()
    made = card(same(words), plain(same(words)), summary=same(words))

    def work(db: Connection) -> str:
        who = person_id(house, rep)
        sent = Outgoing(rep.open_id, Verb.SEND, made.dumps(), about=kind, dedupe=f"t/{words}", not_before=when)
        admitted = Gate.of(db, house.app.house.attention, [who], now).admit(who, SHANGHAI, kind, sent, made)
        if admitted.outgoing:
            outbox.enqueue(db, admitted.outgoing, now)
        return str(admitted.fate.value)

    return house.app.db.write(work)


def rows(house: Installation, rep: Person, since: int) -> list[tuple[str, str]]:
    """What was queued for somebody after so many rows: what to do, and how that went."""
    query = f"select verb, state from outbox where lane = '{rep.open_id}' and id > {since} order by id"  # noqa: S608
    return [(str(verb), str(state)) for verb, state in house.rows(query)]


def last(house: Installation) -> int:
    return int(house.rows("select coalesce(max(id), 0) from outbox")[0][0])


def promise(house: Installation, rep: Person, customer: str) -> None:
    house.file(rep, customer, next_step="送样", next_step_on="2026-03-04")


def test_nine_things_due_in_one_morning_are_one_message_and_one_change(house: Installation) -> None:
    till = Till(house)
    for number in range(6):
        promise(house, till.rep, f"客户{number}")
    for _ in range(3):
        till.owing(1, late=1)
    house.tick(at(3, 12))
    before, already = last(house), len(direct(house, till.rep))
    house.tick(at(4, 8, 30))
    assert rows(house, till.rep, before) == [("send", "sent")]
    house.tick(at(4, 10))
    house.tick(at(4, 10, 0, 5))
    assert rows(house, till.rep, before) == [("send", "sent"), ("patch", "sent")]
    (shown,) = direct(house, till.rep)[already:]
    assert "待收 3 笔，共 ¥3,000.00" in read(shown)
    assert "应收提醒：逾期 ¥3,000.00" in read(shown)
    assert "Reminders" in read(shown, "en")


def test_what_is_decided_late_in_the_evening_comes_at_half_past_eight(house: Installation) -> None:
    squad = begun(house)
    (rep,) = squad.reps
    house.clock.set(at(3, 21, 40))
    before = len(direct(house, rep))
    assert "3月4日 08:30" in read(house.say(squad.manager, "催 李雷 周报"))
    house.tick(at(4, 8, 29))
    assert len(direct(house, rep)) == before
    house.tick(at(4, 8, 30))
    assert len(direct(house, rep)) == before + 1


def test_what_several_decide_by_night_is_one_card(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(3, 22))
    before = len(direct(house, rep))
    assert [tell(house, rep, words, when=at(4, 8, 30)) for words in "ABC"] == ["rings", "merged", "merged"]
    house.app.tick()
    house.tick(at(4, 8, 30))
    (shown,) = direct(house, rep)[before:]
    assert all(words in read(shown) for words in ("A", "B", "C", "3 件"))


def test_a_reminder_beyond_the_budget_stands_on_the_days_card_until_it_is_done(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 8))
    house.clock.set(at(6, 8, 20))
    full_before = len(direct(house, rep))
    assert [tell(house, rep, words) for words in ("Jia", "Yi", "Bing")] == ["rings"] * 3
    house.tick(at(6, 15))
    assert len(direct(house, rep)) == full_before + 3
    assert "周报等你提交" in read(direct(house, rep)[-1])
    assert "Bing" in read(direct(house, rep)[-1])
    house.tick(DUE - minutes(30))
    assert "还差提交" in read(direct(house, rep)[-1])
    send(house, rep, at(6, 17, 40))
    house.tick(at(6, 17, 41))
    assert len(direct(house, rep)) == full_before + 3
    assert "周报等你提交" not in read(direct(house, rep)[-1])
    assert "Bing" in read(direct(house, rep)[-1])


def test_the_way_to_it_leaves_the_card_where_it_is(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.tick(at(6, 8))
    for words in ("Jia", "Yi", "Bing"):
        tell(house, rep, words)
    house.tick(at(6, 15))
    shown = direct(house, rep)[-1]
    assert "去看" in labels(shown)
    house.feishu.press(rep, shown.message_id, "去看")
    cards = direct(house, rep)
    assert "今天要做的" in read(next(each for each in cards if each.message_id == shown.message_id))
    assert "2026-W10" in read(cards[-1]) or "周报" in read(cards[-1])
    assert cards[-1].message_id != shown.message_id


def test_an_escalation_beyond_its_cap_makes_a_days_card(house: Installation) -> None:
    squad = begun(house)
    house.clock.set(at(4, 14))
    before = len(direct(house, squad.manager))
    fates = [tell(house, squad.manager, f"urgent {number}", "approval") for number in range(7)]
    assert fates == ["rings"] * 5 + ["merged"] * 2
    house.tick(at(4, 14, 1))
    house.tick(at(4, 14, 2))
    cards = direct(house, squad.manager)[before:]
    assert len(cards) == 6
    assert "今天要做的" in read(cards[-1])
    assert all(words in read(cards[-1]) for words in ("urgent 5", "urgent 6"))


def test_a_days_card_that_never_arrived_is_sent_anew(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(4, 14))
    for words in "ABC":
        tell(house, rep, words)
    house.app.db.write(lambda db: outbox.cancel(db, "t/C"))
    assert tell(house, rep, "D") == "merged"
    before = len(direct(house, rep))
    house.tick(at(4, 14, 1))
    shown = direct(house, rep)[-1]
    assert len(direct(house, rep)) == before + 1
    assert all(words in read(shown) for words in "CD")


def test_nothing_to_do_costs_two_questions(house: Installation) -> None:
    begun(house)
    assert attention.run(house.app.db, house.app.house, house.clock.now()) == 0


def test_two_workers_change_a_card_once(house: Installation) -> None:
    (rep,) = begun(house).reps
    house.clock.set(at(4, 14))
    for words in "ABCD":
        tell(house, rep, words)
    house.drain()
    before = last(house)
    made = [attention.run(house.app.db, house.app.house, at(4, 14)) for _ in range(2)]
    assert made == [1, 0]
    assert rows(house, rep, before) == [("patch", "queued")]


KINDS = ("rep_day", "receivables", "duties", "remind/weekly", "task", "approval", "missing_list", "order")


@pytest.mark.parametrize("seed", range(6))
def test_random_days_never_ring_too_often_and_lose_nothing(house: Installation, seed: int) -> None:
    (rep,) = begun(house).reps
    dice, budget = random.Random(seed), Budget()
    told: list[tuple[str, str]] = []
    for step in range(60):
        house.clock.set(at(3, 9) + timedelta(minutes=20 * step))
        kind, hold = dice.choice(KINDS), dice.choice((None, None, at(5, 8, 30)))
        fate = tell(house, rep, f"no {step}", kind, hold)
        told.append((f"t/no {step}", fate))
        if dice.random() < 0.3:
            attention.run(house.app.db, house.app.house, house.clock.now())
    who = person_id(house, rep)
    rung: dict[tuple[str, bool], int] = {}
    for day, kind in house.rows(f"select day, kind from unasked where rang and person_id = {who}"):  # noqa: S608
        key = (str(day), weight_of(kind) is Weight.ESCALATION)
        rung[key] = rung.get(key, 0) + 1
    assert all(n <= (budget.most_escalations if urgent else budget.most_a_day) for (_, urgent), n in rung.items())
    assert {fate for _, fate in told} <= {"rings", "merged"}
    stand = standing(house, who)
    items = {key for key, fate in told if fate == "merged"}
    lost = {key for key in items if key not in stand}
    assert {kind for key, kind in kinds(house) if key in lost} <= {"rep_day"}


def standing(house: Installation, who: int) -> set[str]:
    """The keys of everything that stands on any of somebody's cards."""

    def look(db: Connection) -> set[str]:
        days = {told.day for told in day_cards.lately_told(db, who, at(1, 0).date(), at(9, 0).date())}
        stale = [Stale(who, day, day_cards.card_of(db, who, day)) for day in days]
        assert all(each.card for each in stale)
        return {told.message for of in day_cards.standing(db, stale).values() for told in of}

    return house.app.db.read(look)


def kinds(house: Installation) -> list[tuple[str, str]]:
    return [(str(message), str(kind)) for message, kind in house.rows("select message, kind from unasked")]
