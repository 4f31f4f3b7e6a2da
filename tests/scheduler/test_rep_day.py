"""A rep's own morning: what is due and overdue, only when there is something, and never on leave."""

from playground import Message, Person
from sales.customers import Tier
from storage.customers import find_by_name, rank
from storage.engine import Connection
from tests.installation import Installation
from tests.seen import read
from tests.till import Till
from tests.weeks import at, away, begun, direct, send, silence

MORNING = at(4, 8, 30)


def days(house: Installation, rep: Person) -> list[Message]:
    """The morning cards in a rep's chat."""
    return [card for card in direct(house, rep) if "今天要做的" in read(card)]


def promise(house: Installation, rep: Person, day: str, customer: str = "华宁精密") -> None:
    """File a visit whose next step comes back on a day."""
    house.file(rep, customer, next_step="送样", next_step_on=day)


def test_what_is_due_today_and_what_is_overdue(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    promise(house, squad.reps[0], "2026-03-04")
    promise(house, squad.reps[0], "2026-03-03", "长安电子")
    house.tick(at(3, 8, 30))
    house.tick(MORNING)
    card = days(house, squad.reps[0])[-1]
    overdue, today = read(card).split("已过期的跟进")[1].split("今天要跟进")
    assert "长安电子" in overdue
    assert "华宁精密" in today
    assert days(house, squad.reps[1]) == []


def test_the_report_of_the_day_stands_on_it(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    send(lite, squad.reps[1], at(5, 11))
    lite.tick(at(6, 8, 30))
    (card,) = days(lite, squad.reps[0])
    assert "周报 · 3月6日 18:00" in read(card)
    assert "Weekly report" in read(card, "en")
    assert days(lite, squad.reps[1]) == []


def test_an_empty_day_is_quiet(lite: Installation) -> None:
    squad = begun(lite)
    lite.tick(MORNING)
    assert days(lite, squad.reps[0]) == []


def test_who_is_on_leave_hears_of_it_when_they_are_back(lite: Installation) -> None:
    squad = begun(lite)
    promise(lite, squad.reps[0], "2026-03-04")
    away(lite, squad.reps[0], at(4, 0), at(4, 0))
    lite.tick(MORNING)
    assert days(lite, squad.reps[0]) == []
    lite.tick(at(5, 8, 30))
    assert "华宁精密" in read(days(lite, squad.reps[0])[0])


def test_who_asked_for_peace_reads_it_afterwards(lite: Installation) -> None:
    squad = begun(lite)
    promise(lite, squad.reps[0], "2026-03-04")
    silence(lite, squad.reps[0], at(4, 9, 30))
    lite.tick(MORNING)
    assert days(lite, squad.reps[0]) == []
    lite.tick(at(4, 9, 30))
    assert len(days(lite, squad.reps[0])) == 1


def test_many_steps_are_counted(lite: Installation) -> None:
    squad = begun(lite)
    for number in range(10):
        promise(lite, squad.reps[0], "2026-03-04", f"客户{number}")
    lite.tick(MORNING)
    assert "还有 2 项" in read(days(lite, squad.reps[0])[0])


def test_customers_are_to_be_visited_by_their_tier(house: Installation) -> None:
    squad = begun(house)
    (rep,) = squad.reps
    for name, tier in (("华宁精密", "A"), ("长安电子", "B"), ("智云科技", None)):
        house.file(rep, name)
        if tier:
            house.app.db.write(lambda db, name=name, tier=tier: ranked(db, name, tier))  # type: ignore[misc]
    house.tick(at(9, 8, 30))
    (card,) = days(house, rep)
    assert "该拜访的客户：A 1 家" in read(card)
    assert "华宁精密 A · 上次 3月2日" in read(card)
    assert "长安电子" not in read(card)
    house.tick(at(16, 8, 30))
    assert "A 1 家 · B 1 家" in read(days(house, rep)[-1])
    assert "Customers to visit: A 1 · B 1" in read(days(house, rep)[-1], "en")


def ranked(db: Connection, name: str, tier: str) -> None:
    """Put a customer into a tier."""
    found = find_by_name(db, name)
    assert found is not None
    rank(db, found, Tier(tier), found.owner_id or 0, MORNING)


def test_one_number_says_how_much_there_is_to_do(lite: Installation) -> None:
    squad = begun(lite)
    promise(lite, squad.reps[0], "2026-03-04")
    promise(lite, squad.reps[0], "2026-03-03", "长安电子")
    lite.tick(MORNING)
    (card,) = days(lite, squad.reps[0])
    assert "2 件" in read(card)
    assert "跟进 2 项" in read(card)


def test_the_months_pace_stands_beneath_what_is_to_be_done(lite: Installation) -> None:
    till = Till(lite)
    till.confirmed(3)
    promise(lite, till.rep, "2026-03-04")
    lite.tick(MORNING)
    (card,) = days(lite, till.rep)
    assert "本月销售 ¥3,000" in read(card)
