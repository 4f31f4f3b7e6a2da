"""Who may not, for everything there is to press and to say (FAULTS.md, permissions); a new form or command is in it.

| case | test |
|---|---|
| 38 | test_nobody_outside…presses, …says, test_people_of_another_tenant…, test_bots… |
| 39 | test_a_colleague_changes_nothing…, test_a_manager_who_is_none_any_more…; more: tests/handlers/*_rights.py |
| 40 | test_no_amount_is_said_in_a_group; at length: tests/bot/test_privacy.py |
| 41 | tests/faults/attacks/test_secrets.py |
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot.form import Form
from tests.faults.attacks.test_authenticity import spoken
from tests.faults.attacks.trespassing import COMMANDS, FORMS, SAY, lines, press, rich
from tests.faults.attacks.wire import Answered, bugs, everything, wire
from tests.faults.extents import Many
from tests.installation import Installation
from tests.parties import Parties
from tests.seen import cards, house, lite, read

__all__ = ["house", "lite"]
AMOUNT = re.compile(r"[1-9][0-9,]*\.[0-9]{2}")
NOISE = {"facts", "unasked", "attention_days"}


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with structlog.testing.capture_logs():
        yield


def tone(answer: Answered) -> str:
    assert answer.status == 200
    return str(json.loads(answer.body).get("toast", {}).get("type"))


def trespassed(made: Parties, who: str, forms: list[type[Form]], **event: Any) -> list[str]:
    """The forms that somebody presses and is not refused."""
    return [
        form.name()
        for form in forms
        if tone(press(made.house, made.people[who], form, f"{who}/{form.name()}{event}", **event)) != "warning"
    ]


def test_every_form_and_command_is_in_the_matrix() -> None:
    assert len({form.name() for form in FORMS}) == len(FORMS) > 100
    assert len(COMMANDS) > 50


def test_nobody_outside_gets_anything_done_or_shown_by_any_press(house: Installation) -> None:
    made = rich(house)
    before = everything(house)
    for who in ("stranger", "gone"):
        assert trespassed(made, who, FORMS) == [], who
    assert changed(before, everything(house)) == {}
    assert bugs(house) == []


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {table: rows for table, rows in after.items() if rows != before[table] and table not in NOISE}


def test_nobody_outside_gets_anything_done_or_shown_by_any_words(lite: Installation) -> None:
    made, over = rich(lite), wire(lite)
    before = everything(lite)
    known = [str(name) for (name,) in lite.rows("select name from customers")] + ["SO-1", "A100", "X1", "李雷"]
    for who in ("stranger", "gone"):
        person = made.people[who]
        for n, said in enumerate(lines()):
            over.post(over.event(SAY, spoken(lite.feishu, said, f"om_{who}{n}", person.open_id)))
        lite.drain()
        shown = "\n".join(read(card) for card in cards(lite, lite.feishu.direct(person)))
        assert [word for word in known if word in shown and not any(word in line for line in lines())] == [], who
        assert AMOUNT.search(shown) is None
    assert changed(before, everything(lite)) == {}
    assert bugs(lite) == []


def test_people_of_another_tenant_are_nobody_even_under_a_known_id(lite: Installation, many: Many) -> None:
    house, made = lite, rich(lite)
    before = everything(house)
    for who in ("manager", "rep", "admin")[: many(1, 3)]:
        foreign = {"operator": {"open_id": made.people[who].open_id, "tenant_key": "another"}}
        assert trespassed(made, who, FORMS, **foreign) == []
    over, kept = wire(house), house.rows("select count(*) from inbox")
    for said in lines():
        body = spoken(house.feishu, said, by=made.people["rep"].open_id)
        body["sender"]["tenant_key"] = "another"
        assert over.post(over.event(SAY, body)).body == b"{}"
    users = [{"name": "外人", "tenant_key": "another", "user_id": {"open_id": "ou_foreign"}}]
    over.post(over.event("im.chat.member.user.added_v1", {"chat_id": made.squad.chat.chat_id, "users": users}))
    assert house.rows("select count(*) from inbox") == kept
    assert changed(before, everything(house)) == {}
    assert bugs(house) == []


def test_bots_say_nothing_to_us(lite: Installation) -> None:
    made = rich(lite)
    before, kept = everything(lite), lite.rows("select count(*) from inbox")
    over = wire(lite)
    for kind in ("app", "bot", "system", "", None, 7):
        for said in ("拜访 华宁精密", "帮助", "订单 SO-1"):
            body = spoken(lite.feishu, said, by=made.people["rep"].open_id)
            body["sender"]["sender_type"] = kind
            assert over.post(over.event(SAY, body)).body == b"{}"
    assert (everything(lite), lite.rows("select count(*) from inbox")) == (before, kept)


ANYBODYS = {
    "customers.OpenCustomer", "plans.MakePlans", "orders.NewOrder", "reports.SaveReport", "reports.SubmitReport",
    "quiet.Unmute", "quiet.MuteKind",
}  # fmt: skip
"""What a member is not refused although the ids are of things of others: it looks, or makes something of their own."""

NOT_REFUSED = {"colleague": ANYBODYS, "neighbour": ANYBODYS | {"tasks.GiveTask"}}
OWNERS = {"visits": "rep_id", "tasks": "owner_id", "orders": "rep_id", "quotes": "rep_id", "reports": "rep_id"}


@pytest.mark.parametrize("who", NOT_REFUSED)
def test_a_colleague_changes_nothing_of_the_reps_by_any_press(lite: Installation, who: str) -> None:
    """A rep of the team, and the manager of another: every button with the ids of the rep's things in it."""
    made = rich(lite)
    before = theirs(made)
    assert set(trespassed(made, who, FORMS)) == NOT_REFUSED[who]
    assert theirs(made) == before
    assert bugs(lite) == []


def theirs(made: Parties) -> list[tuple[Any, ...]]:
    """The rows of what is the rep's."""
    of = f"(select id from people where open_id = '{made.people['rep'].open_id}')"  # noqa: S608
    owned = [f"select * from {table} where {owner} = {of} order by id" for table, owner in OWNERS.items()]  # noqa: S608
    owned += [f"select * from {table} order by id" for table in ("payments", "allocations", "customers", "leaves")]  # noqa: S608
    return [row for query in owned for row in made.house.rows(query)]


def test_the_same_presses_get_something_done_for_who_may(lite: Installation) -> None:
    """Else the tests above would prove nothing."""
    made = rich(lite)
    done = set(trespassed(made, "rep", FORMS))
    assert len(done) >= 18
    assert done >= {"visits.WithdrawVisit", "payments.ConfirmPayment", "quotes.AcceptQuote", "reports.EditReport"}


MANAGERS = {"customers.AskTier", "customers.SetTier", "customers.AskMerger", "customers.PreviewMerger"}


def test_a_manager_who_is_none_any_more_may_no_more_than_a_colleague_from_that_moment(lite: Installation) -> None:
    made = rich(lite)
    forms = [form for form in FORMS if form.name() in MANAGERS]
    boss, successor = made.people["manager"], made.people["colleague"]
    assert set(trespassed(made, "manager", forms)) == MANAGERS
    lite.clock.advance(60)
    lite.feishu.leave(made.squad.chat, [boss])
    lite.clock.advance(60)
    lite.feishu.join(made.squad.chat, [boss])
    lite.drain()
    lite.feishu.press(successor, lite.feishu.last_card(made.squad.chat).message_id, "设为销售团队")
    before = theirs(made)
    assert trespassed(made, "manager", forms, context={"open_message_id": "om_2", "open_chat_id": "oc_2"}) == []
    assert theirs(made) == before
    assert set(trespassed(made, "colleague", forms)) == MANAGERS, "and the new one may at once"


def test_no_amount_is_said_in_a_group(lite: Installation, many: Many) -> None:
    made = rich(lite)
    chat = made.squad.chat
    for who in ("manager", "rep", "admin")[: many(1, 3)]:
        for said in lines():
            # 推送 and 团队 show the team's own line of the day.
            if not said.startswith(("推送", "团队")) and chat.has(made.people[who]):
                lite.feishu.say(made.people[who], chat, said, mention_bot=True)
    told = lite.rows(f"select content from outbox where lane = '{chat.chat_id}' and content <> ''")  # noqa: S608
    assert len(told) > 50
    assert [content for (content,) in told if AMOUNT.search(prose(content))] == []
    assert bugs(lite) == []


def prose(content: str) -> str:
    """What a card says: its texts without ids, keys and colours."""
    return "\n".join(re.findall(r'"content":"((?:[^"\\]|\\.)*)"', content))
