"""A process that was down when something was due: every push by the policy that stands here, once, never silently.

| case | test |
|---|---|
| 49 a new push, or a new step of the tick, has a policy | test_whatever_is_said_unasked_has_a_policy |
| 49 down 08:59-09:01 and 08:00-11:00: every push | test_each_push_keeps_to_its_policy |
| 49 down for two days: every push | test_each_push_keeps_to_its_policy_over_two_days |
| 49 how long each push is made up for | test_a_push_is_made_up_for_at_its_hours_and_no_longer |
| 49 what came due while two lists were missed | test_the_next_list_has_what_the_missed_ones_would_have_had |
| 49 reminders, with what the outage moved | test_reminders_of_what_an_outage_moved_come_once |
| 49 after noon, one day | tests/scheduler/test_push.py |
| 49 an approver who was owed a word | tests/scheduler/test_approvals.py |
"""

import inspect
import re
from datetime import datetime, timedelta

import pytest

from bot.app import App, house_of
from bot.config import Settings
from sales.calendar import WEEKENDS_OFF
from scheduler import ledger
from scheduler.pushes import PUSHES
from storage.people import Team
from tests.faults.time.quarter import at, heard, quarter, queued, slots
from tests.installation import SHANGHAI, Installation
from tests.scheduler.test_missing_list import lists
from tests.seen import lite, read
from tests.weeks import at as in_march
from tests.weeks import begun, direct, send

__all__ = ["lite"]

POLICIES = {
    "daily_kpi": ("08:45", 0),
    "team_line": ("09:00", 0),
    "missing_list": ("09:15", 0),
    "missing_targets": ("08:45", 5),
    "weekly_digest": ("09:30", 3),
    "month_close": ("09:00", 5),
    "quarter_close": ("09:00", 5),
    "rep_day": ("08:30", 0),
    "receivables": ("10:00", 0),
}
"""When each push is due, and for how many further working days it is made up for; on any day until noon."""

EVERY_DAY = {"daily_kpi", "team_line", "missing_list", "rep_day"}
"""The ladder of receivables has Mondays, Wednesdays and Fridays; what it would have told it tells on the next."""

STEPS = {
    "ledger": "what is owed is reckoned whenever somebody looks",
    "catalogue": "goes on where it stopped",
    "opening": "goes on where it stopped; customers change hands at the first look on or after their day",
    "reminders": "each step has its window; an outage moves the due moment and the steps with it",
    "approvals": "once, at the first look after the hours are over",
    "mending": "whatever does not hold any more is changed at the first look",
    "digests": "whatever does not hold any more is changed at the first look",
    "attention": "what was put off comes back at the first look after its hour",
}
"""What else a tick does: none of it hangs on a moment that could be missed. One without a moment needs no word."""

LOOKS = (8.5, 8.75, 9, 9.25, 9.5, 10, 12.5)
"""The hours at which somebody looks: whenever a push is due, and when it is too late for any."""


def test_whatever_is_said_unasked_has_a_policy() -> None:
    assert {push.name: push.kept_for for push in PUSHES} == {name: kept for name, (_, kept) in POLICIES.items()}
    assert len(PUSHES) == len(POLICIES)
    assert set(re.findall(r'_surely\(\s*"(\w+)"', inspect.getsource(App.tick))) == set(STEPS)


def looked(house: Installation, *, down: datetime, back: datetime, day: int) -> None:
    """Look on a day at its hours, as a process does that was not there between two moments."""
    hours = [at(day, 0) + timedelta(hours=hour) for hour in LOOKS]
    for look in (look for look in hours if look < down):
        house.tick(look)
    house.clock.set(back)
    ledger.begin(house.app.db, back)
    for look in (back, back + timedelta(seconds=5), *(look for look in hours if look > back)):
        house.tick(look)


def expected(missed_from: str, back: str, mark: str) -> dict[tuple[str, str], str]:
    """What is to be made on the 8th: each in its minute, what was missed as soon as somebody is back."""
    return {
        (name, f"08 {due}"): f"08 {back}{mark}" if missed_from <= due < back else f"08 {due}"
        for name, (due, _) in POLICIES.items()
    }


@pytest.mark.parametrize("down,back,slots_made", [
    (at(8, 8, 59), at(8, 9, 1), expected("09:00", "09:01", "")),
    (at(8, 8), at(8, 11), expected("08:00", "11:00", " late")),
], ids=["08:59-09:01", "08:00-11:00"])  # fmt: skip
def test_each_push_keeps_to_its_policy(
    sqlite_url: str, down: datetime, back: datetime, slots_made: dict[tuple[str, str], str]
) -> None:
    with quarter(sqlite_url) as house:
        looked(house, down=down, back=back, day=8)
        assert slots(house, at(8, 0)) == slots_made
        said = queued(house, at(8, 0))
        assert {name for name in POLICIES if said[name]} == set(POLICIES), said
        assert set(heard(house, at(8, 0)).values()) == {1}


def test_each_push_keeps_to_its_policy_over_two_days(sqlite_url: str) -> None:
    with quarter(sqlite_url) as house:
        looked(house, down=at(8, 0), back=at(10, 6), day=10)
        caught_up = {(name, f"08 {due}"): f"10 {due} late" for name, (due, kept) in POLICIES.items() if kept}
        own = {(name, f"10 {due}"): f"10 {due}" for name, (due, _) in POLICIES.items() if name in EVERY_DAY}
        assert slots(house, at(8, 0)) == caught_up | own
        said = heard(house, at(8, 0))
        assert set(said.values()) == {1}
        assert {title for _, title in said} >= {"华东一队 · 月度结账", "华东一队 · 季度结账"}
        assert queued(house, at(8, 0))["receivables"] == 0
        house.tick(at(12, 10))
        assert queued(house, at(8, 0))["receivables"] == 1


@pytest.mark.parametrize("name", POLICIES)
def test_a_push_is_made_up_for_at_its_hours_and_no_longer(name: str) -> None:
    """June 2026 begins on a Monday; its working days are those of the week."""
    house = house_of(Settings.of(SETTINGS))
    push = next(push for push in PUSHES if push.name == name)
    due_at, kept = POLICIES[name]
    hour, minute = map(int, due_at.split(":"))
    due = push.due(TEAM, house, june(1, hour, minute), WEEKENDS_OFF)
    if name == "quarter_close":
        assert due is None
        return
    assert due == june(1, hour, minute)
    assert push.due(TEAM, house, june(1, 11, 59), WEEKENDS_OFF) == due
    assert push.due(TEAM, house, june(1, 12), WEEKENDS_OFF) is None
    days = {day: push.due(TEAM, house, june(day, hour, minute), WEEKENDS_OFF) for day in range(2, 13)}
    made_up = [day for day, found in days.items() if found == due]
    assert made_up == [2, 3, 4, 5, 8][:kept]
    for day in made_up:
        assert push.due(TEAM, house, june(day, hour, minute) - timedelta(minutes=6), WEEKENDS_OFF) is None
        assert push.due(TEAM, house, june(day, 12), WEEKENDS_OFF) is None


TEAM = Team(1, "oc_a", "一队", "Asia/Shanghai", in_march(2, 9), None, in_march(2, 9), None)
SECRETS = dict.fromkeys(("app_id", "app_secret", "encrypt_key", "verification_token"), "cli_0123456789abcdef")
SETTINGS = {"feishu": {"domain": "https://open.feishu.cn", **SECRETS}, "storage": {"url": "sqlite:///x.db"}}


def june(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of June 2026 in Shanghai."""
    return datetime(2026, 6, day, hour, minute, tzinfo=SHANGHAI)


def test_the_next_list_has_what_the_missed_ones_would_have_had(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    lite.tick(in_march(6, 9, 15))
    lite.tick(in_march(6, 18))
    lite.tick(in_march(6, 19))
    send(lite, squad.reps[1])
    # What was due on Friday evening would have stood on Monday's list; nobody was there on Monday and Tuesday.
    lite.tick(in_march(11, 9, 15))
    (card,) = lists(lite, squad.manager)
    assert "李雷" in read(card)
    lite.tick(in_march(12, 9, 15))
    assert len(lists(lite, squad.manager)) == 1


def test_reminders_of_what_an_outage_moved_come_once(lite: Installation) -> None:
    (rep,) = begun(lite).reps
    lite.tick(in_march(6, 14, 59))
    lite.clock.set(in_march(6, 20))
    ledger.begin(lite.app.db, lite.clock.now())
    for hour in (20, 21, 22, 23, 24, 26, 80, 81, 82, 83, 84, 86):
        lite.tick(in_march(6, 0) + timedelta(hours=hour))
    sent = lite.rows("select dedupe from outbox where about = 'reminder' and verb = 'send' and state = 'sent'")
    titles = [str(card.card["header"]["title"]["content"]) for card in direct(lite, rep) if card.card]
    assert 1 <= len(sent) <= 2
    assert sum("周报" in title for title in titles) == len(sent)
