"""The manager's list of what is missing: private, with reasons, only when something is, and with patterns."""

from datetime import datetime, timedelta
from typing import Any

from playground import Message, Person
from sales.obligations import Duty, State
from sales.periods import week_of
from storage import obligations
from storage.engine import Connection
from storage.people import find_person
from tests.installation import Installation
from tests.seen import cards, parts, read
from tests.weeks import DUE, at, away, begun, direct, minutes, owed, person_id, send, silence

LISTED = at(9, 9, 15)


def lists(house: Installation, manager: Person) -> list[Message]:
    """The lists in a manager's chat."""
    return [card for card in direct(house, manager) if "未交名单" in read(card)]


def after_the_week(house: Installation) -> None:
    """Let Friday's due moment pass, so that what nobody sent is missed."""
    house.tick(DUE)
    house.tick(DUE + minutes(60))


def presses(card: Message) -> list[tuple[str, Any]]:
    """What a card's buttons carry: the form's name and its hidden fields."""
    found = [each["behaviors"][0]["value"] for each in parts(card.card) if each.get("tag") == "button"]
    return [(value["do"], value["with"]) for value in found]


def missed_before(house: Installation, rep: Person, *states: State) -> None:
    """Give a rep a past: what became of the weeks before the 2nd of March, the latest last."""

    def write(db: Connection) -> None:
        who, seats = find_person(db, rep.open_id)
        assert who is not None
        for back, state in enumerate(reversed(states), start=1):
            week = week_of((DUE - timedelta(weeks=back)).date())
            due = DUE - timedelta(weeks=back)
            duty = Duty("weekly", week.name, week.first, week.last, due, due, provisional=False, state=state)
            obligations.add_duties(db, [(seats[0].team.id, who.id, duty)], "v")

    house.app.db.write(write)


def test_the_list_says_who_and_since_when(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    send(house, squad.reps[1], at(5, 11))
    after_the_week(house)
    house.tick(at(9, 9, 14))
    assert lists(house, squad.manager) == []
    house.tick(LISTED)
    (card,) = lists(house, squad.manager)
    assert "1 份报告还没收到" in read(card)
    assert "李雷" in read(card)
    assert "周报 3月2日 周一 至 3月8日 周日 · 截止 3月6日 18:00 · 已过 63 小时" in read(card)
    assert "韩梅梅" not in read(card)
    assert "1 reports not received yet" in read(card, "en")
    house.tick(at(9, 9, 16))
    assert len(lists(house, squad.manager)) == 1


def test_its_buttons_remind_and_waive(lite: Installation) -> None:
    squad = begun(lite)
    after_the_week(lite)
    lite.tick(LISTED)
    (card,) = lists(lite, squad.manager)
    made = owed(lite, squad.reps[0]).id
    assert presses(card) == [
        ("dues.NudgeRep", {"obligation_id": made}),
        ("dues.WaiveDuty", {"obligation_id": made}),
    ]
    waive = [each for each in parts(card.card) if each.get("tag") == "button"][1]
    assert "confirm" in waive


def test_nothing_missing_is_no_list(lite: Installation) -> None:
    squad = begun(lite)
    send(lite, squad.reps[0], at(6, 17))
    after_the_week(lite)
    lite.tick(LISTED)
    assert lists(lite, squad.manager) == []


def test_who_is_excused_stands_below_with_the_reason(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅", "周周", "吴五")
    away(house, squad.reps[1], at(3, 0), at(6, 0))
    house.tick(at(3, 11))
    boss = person_id(house, squad.manager)
    house.app.db.write(lambda db: obligations.waive(db, owed(house, squad.reps[2]), boss, "出差无网", at(4, 11)))
    after_the_week(house)
    house.tick(LISTED)
    (card,) = lists(house, squad.manager)
    assert "2 份报告还没收到" in read(card)
    assert "韩梅梅 · 周报 · 请假：看牙" in read(card)
    assert "周周 · 周报 · 已豁免：出差无网" in read(card)


def test_only_excuses_are_no_list(lite: Installation) -> None:
    squad = begun(lite)
    away(lite, squad.reps[0], at(3, 0), at(6, 0))
    lite.tick(at(3, 11))
    after_the_week(lite)
    lite.tick(LISTED)
    assert lists(lite, squad.manager) == []


def test_the_group_and_the_rep_see_nothing_of_it(lite: Installation) -> None:
    squad = begun(lite)
    after_the_week(lite)
    lite.tick(LISTED)
    seen = [*cards(lite, squad.chat), *direct(lite, squad.reps[0])]
    assert [read(card) for card in seen if "· 未交名单" in read(card)] == []


def test_what_came_due_before_is_not_told_twice(lite: Installation) -> None:
    squad = begun(lite)
    after_the_week(lite)
    lite.tick(LISTED)
    lite.tick(at(10, 9, 15))
    assert len(lists(lite, squad.manager)) == 1


def test_a_manager_who_is_back_hears_of_what_they_missed(lite: Installation) -> None:
    squad = begun(lite)
    away(lite, squad.manager, at(6, 0), at(10, 0))
    after_the_week(lite)
    for day in (9, 10):
        lite.tick(at(day, 9, 15))
        assert lists(lite, squad.manager) == []
    lite.tick(at(11, 9, 15))
    assert len(lists(lite, squad.manager)) == 1


def test_a_manager_who_asked_for_peace_for_an_hour_reads_it_then(lite: Installation) -> None:
    squad = begun(lite)
    after_the_week(lite)
    silence(lite, squad.manager, at(9, 10))
    lite.tick(LISTED)
    assert lists(lite, squad.manager) == []
    lite.tick(at(9, 10))
    assert len(lists(lite, squad.manager)) == 1


def test_three_of_four_are_a_pattern(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    missed_before(house, squad.reps[0], State.MISSED, State.ON_TIME, State.MISSED)
    after_the_week(house)
    house.tick(LISTED)
    (card,) = lists(house, squad.manager)
    assert "李雷：周报近 4 期 3 次未交" in read(card)
    assert "2月9日" in read(card)
    assert "韩梅梅：" not in read(card)


def test_a_pattern_rests_when_a_manager_waived_one_of_them(lite: Installation) -> None:
    squad = begun(lite)
    missed_before(lite, squad.reps[0], State.MISSED, State.ON_TIME, State.WAIVED)
    after_the_week(lite)
    lite.tick(LISTED)
    (card,) = lists(lite, squad.manager)
    assert "次未交" not in read(card)


def test_a_provisional_one_is_said_to_be(lite: Installation) -> None:
    squad = begun(lite)
    lite.app.db.write(lambda db: db.exec_driver_sql("update obligations set provisional = true"))
    after_the_week(lite)
    lite.tick(LISTED)
    (card,) = lists(lite, squad.manager)
    assert "李雷（暂定）" in read(card)


def test_a_large_team_fits_on_a_card(lite: Installation) -> None:
    squad = begun(lite, *(f"销售{number:02}" for number in range(15)))
    after_the_week(lite)
    lite.tick(LISTED)
    (card,) = lists(lite, squad.manager)
    assert "还有 3 份，发「未交」看全部" in read(card)


def test_the_hour_follows_the_team(lite: Installation) -> None:
    squad = begun(lite)
    after_the_week(lite)
    early: datetime = at(9, 9, 14, 59)
    lite.tick(early)
    assert lists(lite, squad.manager) == []
