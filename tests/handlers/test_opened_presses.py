"""Presses on cards that went astray: forwarded, old, of somebody else, in a group; each answered by who presses."""

from typing import Any

import pytest

from bot.opened import ExportRows, ShowDefinition, ShowRows
from playground import Message, Person
from sales.scopes import rep, team
from tests.approving import click, value_of
from tests.handlers.test_figures import traded
from tests.handlers.test_opened_figures import MARCH, opened, pressed
from tests.installation import Installation, Squad
from tests.seen import check_everything, house, lite, read, toast
from tests.stall import goods, sold
from tests.weeks import person_id

__all__ = ["house", "lite"]

FORMS = (ShowDefinition, ShowRows, ExportRows)


def cards_of(house: Installation, who: Person) -> list[Message]:
    """All that somebody has in their direct chat."""
    house.drain()
    return house.feishu.messages(house.feishu.direct(who))


@pytest.mark.parametrize("label", ["导出", "口径"])
def test_a_card_of_somebody_else_that_was_forwarded_opens_nothing(lite: Installation, label: str) -> None:
    squad = traded(lite)
    rows = opened(lite, squad, "K01", "rows")
    value = value_of(rows, label)
    for who in (*squad.reps, lite.admin):
        lite.say(who, "帮助")
        before = len(cards_of(lite, who))
        done = click(lite, who, rows, value)
        assert toast(done)[0] == "warning"
        assert "¥" not in str(done.body)
        assert len(cards_of(lite, who)) == before


def test_the_one_who_was_sent_the_card_opens_it_again_later(lite: Installation) -> None:
    squad = traded(lite)
    rows = opened(lite, squad, "K01", "rows")
    for _ in range(2):
        lite.clock.advance(61)
        assert toast(lite.feishu.press(squad.manager, rows.message_id, "口径"))[0] != "warning"
        assert "口径：销售额" in read(lite.answer(squad.manager))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "who, whose, seen",
    [
        ("li", "li", True), ("li", "han", False), ("li", "east", False), ("li", "company", False),
        ("han", "li", False), ("boss", "li", True), ("boss", "han", True), ("boss", "east", True),
        ("boss", "company", False), ("admin", "li", True), ("admin", "east", True), ("admin", "company", True),
    ],
)  # fmt: skip
def test_who_opens_what(lite: Installation, form: Any, who: str, whose: str, seen: bool) -> None:
    squad = traded(lite)
    people = {"li": squad.reps[0], "han": squad.reps[1], "boss": squad.manager, "admin": lite.admin}
    scopes = {
        "li": ("rep", str(person_id(lite, squad.reps[0]))),
        "han": ("rep", str(person_id(lite, squad.reps[1]))),
        "east": ("team", "1"),
        "company": ("company", ""),
    }
    lite.say(people[who], "帮助")
    done = pressed(lite, people[who], form("K01", *scopes[whose], *MARCH))
    assert (toast(done)[0] != "warning") is seen
    assert "¥" not in str(done.body)


@pytest.mark.parametrize(
    "first, end",
    [
        ("9999-12-01", "9999-12-31"),
        ("0001-01-01", "0001-02-01"),
        ("2026-03-01", "2026-03-01"),
        ("2000-01-01", "2090-01-01"),
    ],
)
def test_days_that_nobody_can_ask_for_open_nothing(lite: Installation, first: str, end: str) -> None:
    squad = traded(lite)
    lite.say(squad.manager, "帮助")
    for form in FORMS:
        assert toast(pressed(lite, squad.manager, form("K01", "team", "1", first, end)))[0] == "warning"
    assert lite.rows("select error from inbox where state = 'failed'") == []


@pytest.mark.parametrize("page", [-5, 2, 500, 501, 10**9])
def test_pages_that_are_not_there(lite: Installation, page: int) -> None:
    squad = traded(lite)
    card = lite.say(squad.manager, "帮助")
    done = click(lite, squad.manager, card, ShowRows("K01", "team", "1", *MARCH, page=page).stamp())
    lite.drain()
    assert lite.rows("select error from inbox where state = 'failed'") == []
    if page > 500:
        assert toast(done)[0] == "warning"
    elif page > 1:
        assert "card" in done.body


def told_of(house: Installation, squad: Squad, form: Any) -> str:
    pressed(house, squad.manager, form)
    return read(house.answer(squad.manager))


def test_an_old_card_shows_what_it_knew_and_what_is_true_now(house: Installation) -> None:
    squad = traded(house)
    house.say(squad.manager, "帮助")
    scope = team(1)
    stamp = ("K01", scope.level.value, scope.key, *MARCH)
    (marks,) = house.rows("select max(id) from postings")
    known = int(marks[0])
    assert "现在" not in told_of(house, squad, ShowDefinition(*stamp, upto=known))
    sold(house, squad.reps[0], "华宁精密", goods(house).wish("A100", 1))
    later = told_of(house, squad, ShowDefinition(*stamp, upto=known))
    assert "¥1,529.97" in later
    assert "现在\n¥1,629.97" in later
    assert f"K01 · {known}" in later
    rows = told_of(house, squad, ShowRows(*stamp, upto=known))
    assert "合计 ¥1,529.97" in rows
    assert "合计 ¥1,629.97" in told_of(house, squad, ShowRows(*stamp))
    check_everything(house)


@pytest.mark.parametrize("chosen", ["K99", "K01:", "K25:nothing", "'; drop", "K02:台", "k01", " "])
def test_what_is_chosen_is_looked_at_anew(lite: Installation, chosen: str) -> None:
    squad = traded(lite)
    card = lite.say(squad.manager, "帮助")
    stamp = ShowDefinition("K01", "rep", rep(person_id(lite, squad.reps[0])).key, *MARCH).stamp()
    event = {"operator": {"open_id": squad.manager.open_id}, "action": {"tag": "button", "value": stamp}}
    event["action"]["form_value"] = {"chosen": chosen}  # type: ignore[index]
    event["context"] = {"open_message_id": card.message_id, "open_chat_id": card.chat_id}
    done = lite.feishu.deliver(lite.feishu.envelope("card.action.trigger", event))
    lite.drain()
    assert "toast" in done.body
    assert lite.rows("select error from inbox where state = 'failed'") == []
