"""今天: a rep's own day."""

from datetime import datetime

import pytest

from tests.installation import SHANGHAI, Installation, installed
from tests.seen import labels, read

SATURDAY = datetime(2026, 3, 7, 10, 0, tzinfo=SHANGHAI)


@pytest.mark.parametrize("words", ["今天", "today", "Today", "/今天", "jt", "ＴＯＤＡＹ"])
def test_an_empty_day_offers_the_next_thing_to_do(lite: Installation, words: str) -> None:
    squad = lite.squad()
    day = lite.say(squad.reps[0], words)
    for said in ("我的今天", "李雷 · 3月2日 周一", "0 / 3 次", "0 项", "今天还没有记录，也没有到期的跟进。"):
        assert said in read(day)
    for said in ("My day", "李雷 · Mon 2 Mar", "0 / 3", "Nothing filed yet today, and no follow-up is due."):
        assert said in read(day, "en")
    assert labels(day) == ["拜访"]


def test_the_day_lists_visits_and_what_is_due(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    house.file(rep, "华宁精密", kind="电话")
    house.file(rep, "长安重工", next_step="送样", next_step_on="2026-03-02")
    house.file(rep, "昨天的", visited_on="2026-03-01")
    house.file(squad.reps[1], "别人的", next_step="回访", next_step_on="2026-03-02")
    day = read(house.say(rep, "今天"))
    for said in ("2 / 3 次", "1 项", "华宁精密 电话 · V-1", "长安重工 送样 V-2"):
        assert said in day
    assert "别人的" not in day
    assert "昨天的" not in day


def test_the_button_of_the_day_brings_the_form(lite: Installation) -> None:
    squad = lite.squad()
    day = lite.say(squad.reps[0], "今天")
    lite.feishu.press(squad.reps[0], day.message_id, "拜访")
    assert "记一次拜访" in read(day)


def test_what_was_planned_for_today_is_due_today_and_not_tomorrow(lite: Installation) -> None:
    squad = lite.squad()
    lite.file(squad.reps[0], "华宁精密", next_step="送样", next_step_on="2026-03-03")
    assert "送样" not in read(lite.say(squad.reps[0], "今天"))
    for day, is_due in ((3, True), (4, False)):
        lite.clock.set(datetime(2026, 3, day, 9, 0, tzinfo=SHANGHAI))
        assert ("送样" in read(lite.say(squad.reps[0], "今天"))) is is_due


def test_on_a_weekend_nothing_is_expected(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(SATURDAY)
    lite.file(squad.reps[0])
    assert "1 / 0 次" in read(lite.say(squad.reps[0], "今天"))


def test_a_long_day_is_listed_in_part_and_counted_whole(lite: Installation) -> None:
    squad = lite.squad()
    for number in range(13):
        lite.file(squad.reps[0], f"客户{number:02}")
        lite.clock.advance(60)
    day = read(lite.say(squad.reps[0], "今天"))
    assert "13 / 3 次" in day
    assert "客户09" in day
    assert "客户10" not in day
    assert "还有 3 条" in day


def test_the_day_is_the_teams_day(sqlite_url: str) -> None:
    evening = datetime(2026, 3, 2, 21, 0, tzinfo=SHANGHAI)
    with installed(sqlite_url, evening, timezone="America/New_York", daily_visit_norm=5) as far:
        squad = far.squad()
        far.file(squad.reps[0])
        far.clock.set(datetime(2026, 3, 3, 12, 30, tzinfo=SHANGHAI))
        day = read(far.say(squad.reps[0], "今天"))
        assert "3月2日 周一" in day
        assert "1 / 5 次" in day
