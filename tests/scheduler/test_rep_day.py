"""A rep's own morning: what is due and overdue, only when there is something, and never on leave."""

from playground import Message, Person
from tests.installation import Installation
from tests.seen import read
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
