"""Every call to Feishu is counted once, on disk with what it came to, and a plan that is nearly used up is told."""

from datetime import UTC, datetime, timedelta
from functools import partial

from bot.feishu.meters import Meter
from scheduler.quotas import Quota, Tally
from storage import api_calls
from tests.installation import MONDAY, SHANGHAI, Installation
from tests.seeds import at_once
from tests.seen import cards, read

MINUTE = timedelta(minutes=1)


def month(house: Installation, at: datetime = MONDAY) -> int:
    return house.app.db.read(lambda db: api_calls.in_month(db, at.date()))


def told(house: Installation, lang: str = "zh") -> list[str]:
    return [read(card, lang) for card in cards(house, house.feishu.direct(house.admin))]


def called(house: Installation) -> int:
    """What the platform itself has counted."""
    return len(house.feishu.calls)


def test_what_is_counted_is_what_the_platform_saw(house: Installation) -> None:
    """Tokens, members, cards, answers, changes: whatever it was."""
    squad = house.squad()
    house.file(squad.reps[0])
    house.drain()
    assert month(house) == called(house) > 3


def test_a_call_that_is_refused_or_made_twice_counts_too(house: Installation) -> None:
    squad = house.squad()
    before = month(house)
    house.feishu.faults.fail("/open-apis/im/v1/messages", status=400, code=99991663)
    house.say(squad.reps[0], "帮助")
    assert month(house) == called(house)
    assert month(house) >= before + 3, "the refused call, a new token, the call again"


def test_the_metrics_show_the_month(house: Installation) -> None:
    house.squad()
    house.app.readiness()
    assert f"salesbot_api_calls_this_month {float(month(house))}" in house.app.metrics.exposition().decode()


def test_a_count_that_could_not_be_written_is_written_with_the_next(lite: Installation) -> None:
    meter = Meter()
    tally = Tally(meter, lite.app.house)
    for _ in range(3):
        meter.add()
    assert lite.app.db.read(lambda _: meter.calls) == 3
    before = month(lite)
    write = partial(tally.write, now=MONDAY)
    lite.app.db.write(write)
    tally.kept(lite.app.db.write(write))
    assert month(lite) == before + 6, "the first was not known to be kept"
    assert meter.calls == 0


def call(meter: Meter, times: int) -> None:
    for _ in range(times):
        meter.add()


def test_threads_that_call_at_once_lose_no_count() -> None:
    meter = Meter()
    at_once(8, lambda _: call(meter, 500))
    assert meter.calls == 4_000


def use(house: Installation, calls: int, at: datetime = MONDAY) -> None:
    house.app.db.write(lambda db: api_calls.count(db, at.date(), calls))


def test_at_four_fifths_and_at_the_end_the_admins_are_told_once(house: Installation) -> None:
    quota = Quota(house.app.db, house.app.house, 10_000)
    for step, (calls, messages) in enumerate([(7_000, 0), (1_000, 1), (500, 1), (2_000, 2), (9_000, 2)]):
        use(house, calls)
        quota.step(MONDAY + step * MINUTE)
        assert len(told(house)) == messages
    assert "80" in told(house)[0]
    assert "10,000" in told(house)[0]
    assert "Once they are used up" in told(house, "en")[0]
    assert "105% of this month's API calls" in told(house, "en")[1]
    assert "They are used up" in told(house, "en")[1]
    assert Quota(house.app.db, house.app.house, 10_000).step(MONDAY + 9 * MINUTE) == 0


def test_who_hears_that_all_is_used_hears_nothing_less(house: Installation) -> None:
    use(house, 20_000)
    quota = Quota(house.app.db, house.app.house, 10_000)
    assert [quota.step(MONDAY + step * MINUTE) for step in range(3)] == [1, 0, 0]


def test_a_new_month_begins_at_nothing_on_the_companys_wall_clock(house: Installation) -> None:
    use(house, 9_000)
    quota = Quota(house.app.db, house.app.house, 10_000)
    assert quota.step(MONDAY) == 1
    still_march = datetime(2026, 3, 31, 15, 59, tzinfo=UTC)
    assert quota.step(still_march) == 0
    april = datetime(2026, 4, 1, 0, 0, tzinfo=SHANGHAI)
    assert quota.step(april) == 0
    use(house, 9_000, april)
    assert quota.step(april + 2 * MINUTE) == 1


def test_a_plan_without_an_end_is_never_used_up(house: Installation) -> None:
    use(house, 1_000_000)
    assert Quota(house.app.db, house.app.house, 0).step(MONDAY) == 0
