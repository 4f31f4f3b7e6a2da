"""Turning the clock: time passes on the way, holidays are known, and nothing of it depends on a bot."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from playground import FakeFeishu, HandClock, Person
from playground.seasons import ZONE, next_morning, next_report_day
from playground.turning import LONGEST, MOMENTS, QUARTERS, Turning, shown_day, stops
from tests.playground.conftest import START, Bot


def at(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZONE)


def on_clock(moments: Iterator[datetime]) -> list[str]:
    return [f"{one.astimezone(ZONE):%m-%d %H:%M}" for one in moments]


def test_a_short_turn_stops_at_every_quarter_while_people_work() -> None:
    assert on_clock(stops(at("2026-03-03 08:50"), at("2026-03-03 09:40"))) == [
        "03-03 09:00",
        "03-03 09:15",
        "03-03 09:30",
        "03-03 09:40",
    ]


def test_the_night_is_one_stop() -> None:
    assert on_clock(stops(at("2026-03-03 20:50"), at("2026-03-04 08:10"))) == [
        "03-03 21:00",
        "03-04 00:00",
        "03-04 08:00",
        "03-04 08:10",
    ]


def test_a_moment_that_is_a_stop_itself_is_not_visited_twice() -> None:
    assert on_clock(stops(at("2026-03-03 09:00"), at("2026-03-03 09:15"))) == ["03-03 09:15"]


def test_a_long_turn_stops_where_something_is_usually_due() -> None:
    way = on_clock(stops(at("2026-03-03 10:00"), at("2026-03-06 15:00")))
    assert {"03-04 08:30", "03-04 08:45", "03-05 09:15", "03-06 09:30", "03-06 15:00"} <= set(way)
    assert "03-04 10:15" not in way
    assert len(way) < 3 * len(MOMENTS) + len(MOMENTS)


def test_stops_are_in_order_and_none_is_missed_or_doubled() -> None:
    way = list(stops(at("2026-03-03 10:07"), at("2026-04-03 10:07")))
    assert way == sorted(set(way))
    assert len(way) == 31 * len(MOMENTS) + 1


def test_a_turn_back_goes_there_at_once() -> None:
    assert on_clock(stops(at("2026-03-05 09:00"), at("2026-03-03 09:00"))) == ["03-03 09:00"]


def test_a_long_turns_stops_are_among_a_short_ones() -> None:
    assert set(MOMENTS) <= set(QUARTERS)


@pytest.mark.parametrize(
    "now,morning",
    [
        ("2026-03-03 08:00", "2026-03-03 09:30"),
        ("2026-03-03 09:30", "2026-03-04 09:30"),
        ("2026-03-06 12:00", "2026-03-09 09:30"),
        ("2026-02-13 18:00", "2026-02-14 09:30"),
        ("2026-02-14 18:00", "2026-02-24 09:30"),
    ],
)
def test_the_next_working_morning_knows_holidays_and_makeup_days(now: str, morning: str) -> None:
    assert next_morning(at(now)) == at(morning)


@pytest.mark.parametrize(
    "now,report_day",
    [
        ("2026-03-03 10:00", "2026-03-06 15:00"),
        ("2026-03-06 15:00", "2026-03-13 15:00"),
        ("2026-02-13 16:00", "2026-02-27 15:00"),
        ("2026-04-27 10:00", "2026-04-30 15:00"),
        ("2026-09-28 10:00", "2026-09-30 15:00"),
    ],
)
def test_the_report_day_is_friday_or_the_last_working_day_before_it(now: str, report_day: str) -> None:
    assert next_report_day(at(now)) == at(report_day)


@pytest.mark.parametrize(
    "now,works,why,name",
    [
        ("2026-03-03 10:00", True, "workday", ""),
        ("2026-03-07 10:00", False, "weekend", ""),
        ("2026-02-17 10:00", False, "holiday", "Spring Festival"),
        ("2026-02-28 10:00", True, "makeup", "Spring Festival"),
    ],
)
def test_the_page_is_told_what_kind_of_day_it_is(now: str, works: bool, why: str, name: str) -> None:
    assert shown_day(at(now)) == {"works": works, "why": why, "name": name}


def test_at_every_stop_the_clock_stands_and_the_bot_has_its_turn(feishu: FakeFeishu, clock: HandClock) -> None:
    seen: list[datetime] = []
    feishu.turning.at_stop = lambda: seen.append(clock.now())
    assert feishu.turning({"now": "2026-03-02T09:30:00+08:00"}) == {"now": "2026-03-02T09:30:00+08:00"}
    assert on_clock(iter(seen)) == ["03-02 08:45", "03-02 09:00", "03-02 09:15", "03-02 09:30"]


def test_redeliveries_on_the_way_are_made_when_they_are_due(
    feishu: FakeFeishu, bot: Bot, clock: HandClock, rep: Person
) -> None:
    bot.answers({}, 500)
    feishu.say(rep, feishu.direct(rep), "今天")
    feishu.turning({"advance": 2 * 3600})
    tries = [one.at for one in feishu.deliveries]
    assert len(tries) == 4
    assert clock.now() - tries[-1] < timedelta(hours=1)


@pytest.mark.parametrize(
    "to,now", [("morning", "2026-03-02T09:30:00+08:00"), ("report_day", "2026-03-06T15:00:00+08:00")]
)
def test_named_moments_are_turned_to(feishu: FakeFeishu, to: str, now: str) -> None:
    answer = requests.post(f"{feishu.url}/api/clock", json={"to": to}, timeout=5)
    assert answer.json() == {"now": now}


@pytest.mark.parametrize(
    "given", [{"to": "christmas"}, {"advance": LONGEST.total_seconds() + 1}, {"now": "2026-03-03T08:45:00"}]
)
def test_a_turn_that_makes_no_sense_is_refused_and_nothing_moves(
    feishu: FakeFeishu, clock: HandClock, given: dict[str, Any]
) -> None:
    assert requests.post(f"{feishu.url}/api/clock", json=given, timeout=5).status_code == 400
    assert clock.now() == START


def test_a_clock_that_only_runs_cannot_be_turned() -> None:
    class Real:
        def now(self) -> datetime:
            return START.astimezone(UTC)

    with pytest.raises(ValueError, match="cannot be turned"):
        Turning(FakeFeishu(Real()))({"advance": 60})


def test_two_who_turn_at_once_take_turns(feishu: FakeFeishu, clock: HandClock) -> None:
    seen: list[datetime] = []
    feishu.turning.at_stop = lambda: seen.append(clock.now())
    both = [threading.Thread(target=feishu.turning, args=({"advance": 3600},)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert clock.now() == START + timedelta(hours=2)
    assert seen == sorted(seen)
