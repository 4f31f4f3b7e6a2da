"""A push that nobody made is told to the admins, once; what was made, is not due, or may still come is not."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

import pytest
import structlog

from bot.card import Card
from playground import HandClock
from scheduler.alarms import Omission
from scheduler.omissions import PATIENCE, RESTORED, Watch, omitted
from scheduler.push import Occasion
from scheduler.pushes import PUSHES, daily_kpi
from storage import facts, pushes
from tests.installation import MONDAY, SHANGHAI, Installation, installed
from tests.seen import cards, read

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
TUESDAY_NOON = datetime(2026, 3, 3, 12, 0, tzinfo=SHANGHAI)


def told(house: Installation, lang: str = "zh") -> list[str]:
    """What the admin was told about pushes, oldest first."""
    direct = house.feishu.direct(house.admin)
    said = [read(card, lang) for card in cards(house, direct)]
    return [each for each in said if "没有按时" in each or "in time" in each]


def began(house: Installation) -> None:
    """A team for which every push of a Monday morning was made."""
    house.squad()
    house.tick(MONDAY + 10 * MINUTE)
    house.tick(datetime(2026, 3, 3, 8, 45, tzinfo=SHANGHAI))
    house.tick(datetime(2026, 3, 3, 9, 30, tzinfo=SHANGHAI))


def test_a_morning_on_which_everything_was_made_is_silent(lite: Installation) -> None:
    began(lite)
    lite.tick(TUESDAY_NOON)
    lite.tick(TUESDAY_NOON + 10 * MINUTE)
    assert told(lite) == []


def test_a_process_that_was_down_for_a_morning_says_afterwards_what_was_not_made(house: Installation) -> None:
    began(house)
    house.tick(datetime(2026, 3, 4, 15, 0, tzinfo=SHANGHAI))
    (said,) = told(house)
    assert "每日数据（daily_kpi）: 3月4日 08:45，华东一队".replace(": ", "：") in said
    assert "团队早报（team_line）：3月4日 09:00，华东一队" in said
    assert "salesbot push 名称 --dry-run --at" in said
    (english,) = told(house, "en")
    assert "Daily figures (daily_kpi): 4 Mar 08:45, 华东一队" in english
    assert "too late for them" in english
    assert "salesbot doctor" in english


def test_it_is_told_once_however_often_it_is_found_and_by_however_many(house: Installation) -> None:
    began(house)
    at = datetime(2026, 3, 4, 15, 0, tzinfo=SHANGHAI)
    for minutes in (0, 1, 2, 60):
        house.tick(at + minutes * MINUTE)
    another = Watch(house.app.db, house.app.house, PUSHES)
    assert another.step(at + 90 * MINUTE) == 0
    assert len(told(house)) == 1


def test_each_day_that_was_missed_is_named_and_the_next_is_news(house: Installation) -> None:
    began(house)
    house.tick(datetime(2026, 3, 5, 15, 0, tzinfo=SHANGHAI))
    (said,) = told(house)
    assert "3月4日 08:45" in said
    assert "3月5日 08:45" in said
    house.tick(datetime(2026, 3, 6, 15, 0, tzinfo=SHANGHAI))
    assert len(told(house)) == 2
    assert "3月5日" not in told(house)[1]


def test_what_may_still_be_made_is_not_missed_yet(house: Installation) -> None:
    began(house)
    find = partial(omitted, house=house.app.house, every=PUSHES)
    wednesday = datetime(2026, 3, 4, 11, 59, tzinfo=SHANGHAI)
    assert house.app.db.read(lambda db: find(db, now=wednesday)) == []
    names = {each.name for each in house.app.db.read(lambda db: find(db, now=wednesday + MINUTE))}
    assert {"daily_kpi", "team_line"} <= names


def test_a_push_that_is_kept_for_some_days_is_missed_when_these_are_over(lite: Installation) -> None:
    began(lite)
    kept = daily_kpi.push.__class__(**{
        name: getattr(daily_kpi.push, name) for name in ("name", "at", "compose", "cadence")
    }, kept_for=1)  # fmt: skip
    find = partial(omitted, house=lite.app.house, every=[kept])
    noon = datetime(2026, 3, 4, 12, 0, tzinfo=SHANGHAI)
    assert lite.app.db.read(lambda db: find(db, now=noon)) == []
    (missed,) = lite.app.db.read(lambda db: find(db, now=noon + DAY))
    assert missed == Omission("daily_kpi", datetime(2026, 3, 4, 8, 45, tzinfo=SHANGHAI), "华东一队")


def test_a_push_whose_hour_was_changed_on_that_day_counts_as_made(db_url: str) -> None:
    with installed(db_url) as house:
        began(house)

    with installed(db_url, TUESDAY_NOON, manager_card_at=time(8, 30)) as house:
        found = house.app.db.read(partial(omitted, house=house.app.house, every=PUSHES, now=TUESDAY_NOON))
        assert "daily_kpi" not in {each.name for each in found}


def test_neither_days_off_nor_new_teams_nor_new_pushes_count(lite: Installation) -> None:
    began(lite)
    find = partial(omitted, house=lite.app.house, every=PUSHES)
    saturday = datetime(2026, 3, 7, 15, 0, tzinfo=SHANGHAI)
    assert {each.day.isoweekday() for each in lite.app.db.read(lambda db: find(db, now=saturday))} <= {3, 4, 5}
    lite.clock.set(datetime(2026, 3, 4, 14, 0, tzinfo=SHANGHAI))
    lite.squad("华南二队", "陈经理", ("周航",))
    found = lite.app.db.read(lambda db: find(db, now=datetime(2026, 3, 4, 15, 0, tzinfo=SHANGHAI)))
    assert {each.team for each in found} == {"华东一队"}
    assert {each.name for each in found} <= {each.name for each in PUSHES if lite.app.db.read(_ever(each.name))}


def _ever(name: str) -> partial[bool]:
    return partial(pushes.ever_made, push=name)


def test_what_was_due_before_a_backup_was_put_back_is_not_told(lite: Installation) -> None:
    began(lite)
    at = datetime(2026, 3, 4, 14, 0, tzinfo=SHANGHAI)
    lite.app.db.write(lambda db: facts.put(db, RESTORED, at.astimezone(UTC).isoformat()))
    lite.tick(at + MINUTE)
    assert told(lite) == []


def test_a_step_that_keeps_failing_is_told_once_and_its_recovery_is_not(lite: Installation) -> None:
    watch = Watch(lite.app.db, lite.app.house, ())
    for minutes in range(25):
        watch.failed("reminders", MONDAY + minutes * MINUTE)
        watch.step(MONDAY + minutes * MINUTE)
        if minutes < PATIENCE / MINUTE:
            assert told(lite) == []
    (said,) = told(lite)
    assert "提醒（reminders）自 3月2日 10:00 起一直失败" in said
    assert "push_failed" in said
    watch.worked("reminders")
    watch.step(MONDAY + 30 * MINUTE)
    assert len(told(lite)) == 1


def test_a_step_that_fails_now_and_then_is_nobodys_business(lite: Installation) -> None:
    watch = Watch(lite.app.db, lite.app.house, ())
    for minutes in range(30):
        at = MONDAY + minutes * MINUTE
        watch.failed("reminders", at)
        if minutes % 9 == 8:
            watch.worked("reminders")
        watch.step(at)
    assert told(lite) == []


def test_a_push_that_fails_all_morning_is_told_while_it_fails_and_not_again_at_noon(
    lite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own code is broken, in the only way a test can break it: what it reads is gone."""
    began(lite)
    monkeypatch.setattr("bot.app.PUSHES", [type(each)(each.name, each.at, _raise, each.cadence) for each in PUSHES])
    first = datetime(2026, 3, 4, 8, 45, tzinfo=SHANGHAI)
    with structlog.testing.capture_logs() as logged:  # printed, each failure would be pages of frames
        for minutes in (0, 5, 11, 60, 200, 400):
            lite.tick(first + minutes * MINUTE)
    assert {each["push"] for each in logged if each["event"] == "push_failed"} >= {"daily_kpi"}
    said = told(lite)
    assert "每日数据（daily_kpi）自 3月4日 08:45 起一直失败" in said[0]
    assert sum("daily_kpi" in each for each in said) == 1


def _raise(_: Occasion) -> list[tuple[str, Card]]:
    raise ZeroDivisionError


def test_no_admins_is_no_mistake(sqlite_url: str) -> None:
    with installed(sqlite_url) as house:
        watch = Watch(house.app.db, house.app.house, ())
        assert isinstance(house.clock, HandClock)
        watch.failed("ledger", MONDAY)
        assert watch.step(MONDAY + PATIENCE) == 1
        assert watch.step(MONDAY + PATIENCE) == 0
