"""When pushes are made: once each, whatever restarts or runs twice, and for every team on its own wall clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.app import App
from playground import Person
from storage.upgrade import upgrade
from tests.installation import SHANGHAI, Installation, installed
from tests.seen import cards, read
from tests.servers import PostgresServer


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A moment of March 2026 in Shanghai; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, second, tzinfo=SHANGHAI)


def pushed(house: Installation, person: Person) -> int:
    """How many daily cards a manager has."""
    return sum("每日数据" in read(card) for card in cards(house, house.feishu.direct(person)))


def lines(house: Installation, name: str) -> int:
    """How many team lines a group has."""
    chat = next(chat for chat in house.feishu.world.chats.values() if chat.name == name)
    return sum("团队进展" in read(card) for card in cards(house, chat))


def test_each_push_comes_at_its_minute(house: Installation) -> None:
    squad = house.squad()
    for moment, managers, groups in (
        (at(3, 8, 44, 59), 0, 0),
        (at(3, 8, 45), 1, 0),
        (at(3, 8, 59, 59), 1, 0),
        (at(3, 9), 1, 1),
        (at(3, 23), 1, 1),
        (at(4, 8, 45), 2, 1),
        (at(4, 9), 2, 2),
    ):
        house.tick(moment)
        assert (pushed(house, squad.manager), lines(house, "华东一队")) == (managers, groups), moment


def test_looking_often_changes_nothing(house: Installation) -> None:
    squad = house.squad()
    for second in range(20):
        house.tick(at(3, 9, 0, second))
    assert (pushed(house, squad.manager), lines(house, "华东一队")) == (1, 1)


def test_the_weekend_is_quiet(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(at(6, 8, 45))
    lite.tick(at(6, 9))
    for day in (7, 8):
        for hour in range(24):
            lite.tick(at(day, hour, 45))
    assert (pushed(lite, squad.manager), lines(lite, "华东一队")) == (1, 1)


def test_a_restart_changes_nothing(house: Installation) -> None:
    squad = house.squad()
    house.tick(at(3, 9))
    house.app.stop()
    house.app = App(house.settings, house.clock)
    house.tick(at(3, 9, 0, 5))
    assert (pushed(house, squad.manager), lines(house, "华东一队")) == (1, 1)


def test_processes_that_look_at_once_push_once(postgres_server: PostgresServer) -> None:
    template = postgres_server.template("migrated", upgrade)
    with postgres_server.database(template) as url, installed(url) as house:
        squad = house.squad()
        house.clock.set(at(3, 9))
        others = [App(house.settings, house.clock) for _ in range(3)]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda app: app.tick(), [house.app, *others] * 2))
            list(pool.map(lambda app: app.sender.run_once(), [house.app, *others]))
        for other in others:
            other.stop()
        assert (pushed(house, squad.manager), lines(house, "华东一队")) == (1, 1)


@pytest.mark.parametrize("start,late", [(at(3, 8, 49), False), (at(3, 8, 51), True), (at(3, 11, 59, 59), True)])
def test_who_was_down_makes_up_for_it_until_noon(house: Installation, start: datetime, late: bool) -> None:
    squad = house.squad()
    house.tick(start)
    card = house.answer(squad.manager)
    assert ("补发" in read(card), "Sent late" in read(card, "en")) == (late, late)
    assert pushed(house, squad.manager) == 1


def test_the_group_line_is_marked_too(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(at(3, 11))
    assert "补发" in read(cards(lite, squad.chat)[-1])


def test_after_noon_it_is_too_late(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(at(3, 12, 0, 1))
    assert (pushed(lite, squad.manager), lines(lite, "华东一队")) == (0, 0)
    lite.tick(at(4, 8, 45))
    assert pushed(lite, squad.manager) == 1


def test_what_could_not_be_sent_before_noon_is_dropped(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(at(3, 8, 45))
    lite.feishu.faults.fail("/open-apis/im/v1/messages", status=500, times=2)
    lite.app.tick()
    lite.drain()
    lite.clock.set(at(3, 12, 1))
    assert pushed(lite, squad.manager) == 0
    assert lite.rows("select count(*) from outbox where state = 'expired'") == [(1,)]


def test_a_team_founded_after_the_moment_waits_for_the_next_day(lite: Installation) -> None:
    lite.clock.set(at(3, 8, 45, 1))
    squad = lite.squad()
    lite.tick(at(3, 8, 50))
    assert pushed(lite, squad.manager) == 0
    lite.tick(at(3, 9))
    assert lines(lite, "华东一队") == 1
    lite.tick(at(4, 8, 45))
    assert pushed(lite, squad.manager) == 1


def test_a_group_that_is_no_team_gets_nothing(lite: Installation) -> None:
    people = lite.people("王经理", "李雷")
    chat = lite.feishu.add_group("闲聊", people)
    lite.feishu.add_bot(chat, people[0])
    lite.tick(at(3, 9))
    assert len(cards(lite, chat)) == 1


def test_a_team_at_rest_gets_nothing_until_the_bot_is_back(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.remove_bot(squad.chat, squad.manager)
    lite.tick(at(3, 9))
    assert pushed(lite, squad.manager) == 0
    lite.feishu.add_bot(squad.chat, squad.manager)
    lite.tick(at(4, 9))
    assert (pushed(lite, squad.manager), lines(lite, "华东一队")) == (1, 1)


def test_a_team_without_a_manager_still_hears_its_line(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.leave(squad.chat, [squad.manager])
    lite.tick(at(3, 9))
    assert (pushed(lite, squad.manager), lines(lite, "华东一队")) == (0, 1)


def test_one_team_that_cannot_be_told_does_not_keep_the_others_waiting(house: Installation) -> None:
    first = house.squad("一队", "王经理", ("李雷",))
    second = house.squad("二队", "陈经理", ("周周",))
    first.manager.available = False
    first.chat.disbanded = True
    house.tick(at(3, 9))
    assert (pushed(house, second.manager), lines(house, "二队")) == (1, 1)
    assert (pushed(house, first.manager), lines(house, "一队")) == (0, 0)
    assert house.rows("select count(*) from outbox where state = 'parked'") == [(2,)]


@pytest.mark.parametrize("zone,due", [
    ("America/New_York", datetime(2026, 3, 3, 21, 45, tzinfo=SHANGHAI)),
    ("Europe/Berlin", datetime(2026, 3, 3, 15, 45, tzinfo=SHANGHAI)),
    ("Asia/Kathmandu", datetime(2026, 3, 3, 11, 0, tzinfo=SHANGHAI)),
])  # fmt: skip
def test_a_team_is_told_by_its_own_clock(sqlite_url: str, zone: str, due: datetime) -> None:
    with installed(sqlite_url, timezone=zone) as far:
        squad = far.squad()
        far.tick(due - timedelta(seconds=1))
        before = pushed(far, squad.manager)
        far.tick(due)
        assert (before, pushed(far, squad.manager)) == (0, 1)
        assert any("截至 3月3日 08:45" in read(card) for card in cards(far, far.feishu.direct(squad.manager)))


def test_the_hour_follows_the_config(sqlite_url: str) -> None:
    with installed(sqlite_url, manager_card_at="07:30:00", team_line_at="10:15:00", catch_up_until="11:00:00") as other:
        squad = other.squad()
        other.tick(at(3, 7, 30))
        assert (pushed(other, squad.manager), lines(other, "华东一队")) == (1, 0)
        other.tick(at(3, 10, 15))
        assert lines(other, "华东一队") == 1
        other.tick(at(4, 11, 1))
        assert pushed(other, squad.manager) == 1


def test_on_the_day_clocks_go_forward_the_push_comes_once(sqlite_url: str) -> None:
    with installed(sqlite_url, at(6, 10), timezone="America/New_York") as far:
        squad = far.squad()
        for hours in range(72):
            far.tick(at(6, 22) + timedelta(hours=hours, minutes=45))
        assert pushed(far, squad.manager) == 2


def test_an_operator_may_push_by_hand_but_not_twice(lite: Installation) -> None:
    squad = lite.squad()
    order = {"do": "push", "name": "daily_kpi", "at": at(3, 10).isoformat()}
    said = [lite.app.control.obey(order, lite.clock.now()) for _ in range(2)]
    assert said == ["1 cards queued", "0 cards queued"]
    lite.clock.set(at(3, 10))
    assert pushed(lite, squad.manager) == 1
