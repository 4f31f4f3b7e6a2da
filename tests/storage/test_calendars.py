"""Rulings on days: a company's, a team's above it, the later above the earlier, and withdrawn ones."""

from datetime import date

from sales.calendar import Calendar, Ruling, Source, Why
from storage import calendars
from storage.calendars import Entered
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.uow import UnitOfWork
from tests.seeds import NOW, found, memory, person, team_of

__all__ = ["memory"]

GAZETTES = Gazettes()
CHRISTMAS, BOXING_DAY = date(2026, 12, 25), date(2026, 12, 26)


def teams(memory: UnitOfWork) -> None:
    memory.write(found)
    memory.write(lambda db: found(db, "oc_south", "华南一队"))


def rule(memory: UnitOfWork, chat: str | None, day: date, name: str, *, works: bool = False) -> int:
    def enter(db: Connection) -> int:
        team_id = team_of(db, chat).id if chat else None
        return calendars.rule(db, team_id, day, name, person(db, "ou_boss").id, NOW, works=works)

    return memory.write(enter)


def calendar(memory: UnitOfWork, chat: str = "oc_east") -> Calendar:
    return memory.read(lambda db: calendars.calendar_of(db, GAZETTES, team_of(db, chat)))


def test_a_companys_ruling_is_for_every_team_and_a_teams_own_for_itself(memory: UnitOfWork) -> None:
    teams(memory)
    rule(memory, None, CHRISTMAS, "圣诞")
    rule(memory, "oc_east", BOXING_DAY, "盘点", works=True)
    east, south = calendar(memory), calendar(memory, "oc_south")
    assert (east.day(CHRISTMAS).source, east.day(BOXING_DAY).source) == (Source.COMPANY, Source.TEAM)
    assert south.day(CHRISTMAS).why is Why.RULED_OFF
    assert not south.is_workday(BOXING_DAY)


def test_a_teams_own_ruling_stands_above_the_companys_however_early(memory: UnitOfWork) -> None:
    teams(memory)
    rule(memory, "oc_east", CHRISTMAS, "值班", works=True)
    rule(memory, None, CHRISTMAS, "圣诞")
    assert calendar(memory).day(CHRISTMAS).name == "值班"
    assert calendar(memory, "oc_south").day(CHRISTMAS).name == "圣诞"


def test_the_later_ruling_stands_until_it_is_withdrawn(memory: UnitOfWork) -> None:
    teams(memory)
    rule(memory, None, CHRISTMAS, "圣诞")
    later = rule(memory, None, CHRISTMAS, "照常", works=True)
    assert calendar(memory).is_workday(CHRISTMAS)
    memory.write(lambda db: calendars.withdraw_ruling(db, later, NOW))
    assert not calendar(memory).is_workday(CHRISTMAS)
    assert memory.read(lambda db: calendars.find_ruling(db, later)) is None


def test_the_rulings_of_a_span_are_listed_by_day(memory: UnitOfWork) -> None:
    teams(memory)
    second = rule(memory, "oc_east", BOXING_DAY, "盘点", works=True)
    first = rule(memory, None, CHRISTMAS, "圣诞")
    rule(memory, "oc_south", CHRISTMAS, "别队")
    east = memory.read(lambda db: team_of(db).id)
    listed = memory.read(lambda db: calendars.entered_for(db, east, CHRISTMAS, date(2027, 1, 1)))
    assert listed == [
        Entered(first, None, CHRISTMAS, works=False, name="圣诞"),
        Entered(second, east, BOXING_DAY, works=True, name="盘点"),
    ]
    assert memory.read(lambda db: calendars.entered_for(db, east, date(2026, 12, 1), CHRISTMAS)) == []
    assert memory.read(lambda db: calendars.find_ruling(db, second)) == listed[1]


def test_many_teams_calendars_are_the_same_as_each_ones_own(memory: UnitOfWork) -> None:
    teams(memory)
    for chat, day, works in ((None, CHRISTMAS, False), ("oc_east", CHRISTMAS, True), ("oc_south", BOXING_DAY, True)):
        rule(memory, chat, day, "x", works=works)
    both = memory.read(lambda db: calendars.calendars_of(db, GAZETTES, [team_of(db), team_of(db, "oc_south")]).values())
    assert [each.version for each in both] == [calendar(memory).version, calendar(memory, "oc_south").version]


def test_without_a_team_only_the_companys_rulings_hold(memory: UnitOfWork) -> None:
    teams(memory)
    rule(memory, None, CHRISTMAS, "圣诞")
    rule(memory, "oc_east", BOXING_DAY, "盘点", works=True)
    held = memory.read(lambda db: calendars.rulings_of(db, 0))
    assert held == {CHRISTMAS: Ruling(works=False, name="圣诞", source=Source.COMPANY)}
