"""Due on some weekdays, and on the next working day where one of them is none."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.cadence import OnWeekdays
from sales.calendar import Calendar
from storage.gazettes import CHINA, Gazettes

SHANGHAI = ZoneInfo("Asia/Shanghai")
CADENCE = OnWeekdays(time(10), frozenset({0, 2, 4}))
IN_CHINA = Calendar(Gazettes()(CHINA))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize("now,latest,following", [
    ("2026-03-02 09:59", "2026-02-27 10:00", "2026-03-02 10:00"),
    ("2026-03-02 10:00", "2026-03-02 10:00", "2026-03-04 10:00"),
    ("2026-03-03 23:00", "2026-03-02 10:00", "2026-03-04 10:00"),
    ("2026-03-06 10:00", "2026-03-06 10:00", "2026-03-09 10:00"),
    ("2026-03-08 12:00", "2026-03-06 10:00", "2026-03-09 10:00"),
    ("2026-05-05 12:00", "2026-04-29 10:00", "2026-05-06 10:00"),
    ("2026-10-07 12:00", "2026-09-30 10:00", "2026-10-08 10:00"),
])  # fmt: skip
def test_a_day_off_moves_to_the_next_working_day(now: str, latest: str, following: str) -> None:
    assert CADENCE.latest(at(now), SHANGHAI, IN_CHINA) == at(latest)
    assert CADENCE.following(at(now), SHANGHAI, IN_CHINA) == at(following)


@given(st.integers(0, 60 * 24 * 300))
def test_what_follows_is_the_next_that_will_have_been(minutes: int) -> None:
    now = at("2026-01-15 00:00") + timedelta(minutes=minutes)
    latest, following = CADENCE.latest(now, SHANGHAI, IN_CHINA), CADENCE.following(now, SHANGHAI, IN_CHINA)
    assert latest.astimezone(UTC) <= now.astimezone(UTC) < following.astimezone(UTC)
    assert CADENCE.latest(following, SHANGHAI, IN_CHINA) == following
    assert CADENCE.latest(following - timedelta(minutes=1), SHANGHAI, IN_CHINA) == latest
    assert IN_CHINA.is_workday(latest.date())
