"""Visit reports: one card at eleven for everything a rep has to report by noon, mended as reports come in."""

from datetime import date, datetime
from functools import partial

from playground import Person
from storage import ledger, obligations, plans
from storage.calendars import calendar_of
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.people import find_person
from tests.installation import Installation
from tests.seen import parts, read
from tests.weeks import at, away, begun, direct, minutes, person_id, send

ELEVEN = at(4, 11)


def planned(house: Installation, rep: Person, *customers: str, on: date = date(2026, 3, 3)) -> list[str]:
    """Let a rep have planned visits; gives the plans' numbers."""

    def plan(db: Connection, name: str) -> str:
        who, seats = find_person(db, rep.open_id)
        assert who is not None
        team, now = seats[0].team, house.clock.now()
        made = plans.make_plan(db, team, who, find_or_add_customer(db, name, who.id, now), on, now)
        ledger.owe_visit(db, team, who, made.number, on, calendar_of(db, house.app.house.gazettes, team))
        return made.number

    return [house.app.db.write(partial(plan, name=name)) for name in customers]


def reminded(house: Installation, rep: Person) -> list[str]:
    """What the reminders of visit reports in a rep's chat say now."""
    return [read(card) for card in direct(house, rep) if "拜访记录" in read(card) and "今天要做的" not in read(card)]


def report(house: Installation, rep: Person, number: str, when: datetime) -> None:
    house.clock.set(when)
    send(house, rep, when, number, "visit")


def test_one_card_for_all_that_is_due_at_noon(house: Installation) -> None:
    (rep,) = begun(house).reps
    planned(house, rep, "华宁精密", "长安电子", "智云科技")
    house.tick(at(4, 10, 59))
    assert reminded(house, rep) == []
    house.tick(ELEVEN)
    (words,) = reminded(house, rep)
    assert "还有 3 份拜访记录，3月4日 12:00 截止" in words
    assert all(name in words for name in ("华宁精密", "长安电子", "智云科技"))
    house.tick(at(4, 11, 30))
    house.tick(at(4, 13))
    assert len(reminded(house, rep)) == 1


def test_each_visit_has_a_button_that_begins_its_report(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    planned(lite, rep, "华宁精密", "长安电子")
    lite.tick(ELEVEN)
    (card,) = [each for each in direct(lite, rep) if "拜访记录等你提交" in read(each)]
    pressed = [each for each in parts(card.card) if each.get("tag") == "button"]
    said = [each["behaviors"][0]["value"]["with"].get("said", "") for each in pressed]
    assert said[:2] == ["拜访 华宁精密", "拜访 长安电子"]


def test_a_report_that_comes_in_leaves_the_card(house: Installation) -> None:
    (rep,) = begun(house).reps
    first, second = planned(house, rep, "华宁精密", "长安电子")
    house.tick(ELEVEN)
    report(house, rep, first, at(4, 11, 10))
    house.tick(at(4, 11, 11))
    (words,) = reminded(house, rep)
    assert "还有 1 份拜访记录" in words
    assert "华宁精密" not in words
    report(house, rep, second, at(4, 11, 20))
    house.tick(at(4, 11, 21))
    (words,) = reminded(house, rep)
    assert "拜访记录都交了" in words


def test_who_has_reported_hears_nothing(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    (number,) = planned(lite, rep, "华宁精密")
    report(lite, rep, number, at(3, 17))
    lite.tick(ELEVEN)
    assert reminded(lite, rep) == []


def test_a_card_that_waits_is_dropped_when_everything_came_in(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    numbers = planned(lite, rep, "华宁精密", "长安电子")
    lite.clock.set(ELEVEN)
    lite.app.tick()
    for number in numbers:
        report(lite, rep, number, at(4, 11, 1))
    lite.app.tick()
    lite.drain()
    assert reminded(lite, rep) == []


def test_leave_moves_the_reminder_with_what_is_due(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    planned(lite, rep, "华宁精密")
    away(lite, rep, at(4, 0), at(4, 0))
    lite.tick(at(3, 12))
    lite.tick(ELEVEN)
    assert reminded(lite, rep) == []
    lite.tick(at(5, 11))
    assert len(reminded(lite, rep)) == 1


def test_more_than_a_card_holds_are_counted(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    planned(lite, rep, *(f"客户{number}" for number in range(9)))
    lite.tick(ELEVEN)
    assert "还有 3 份\n" in reminded(lite, rep)[0]


def test_each_rep_has_a_card_of_their_own(lite: Installation) -> None:
    first, second = begun(lite, "李雷", "韩梅梅").reps
    planned(lite, first, "华宁精密")
    planned(lite, second, "长安电子")
    lite.tick(ELEVEN + minutes(1))
    assert "长安电子" not in reminded(lite, first)[0]
    assert "长安电子" in reminded(lite, second)[0]
    owed = lite.app.db.read(lambda db: obligations.open_obligations(db, person_id(lite, first), at(1, 0)))
    assert [each.type for each in owed if each.type == "visit"] == ["visit"]
