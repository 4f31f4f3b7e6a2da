"""Tidying up in the tick: once a day, a little at a time, by one process, and nothing that may still be asked for."""

from datetime import UTC, datetime, timedelta

import pytest
import structlog
from sqlalchemy import text

from bot.feishu.inbound import Envelope
from playground import Person
from scheduler import retention
from scheduler.retention import Retention, Terms
from storage import facts
from tests.installation import MONDAY, Installation, installed

DAY = timedelta(days=1)
COUNTS = ("select count(*) from inbox", "select count(*) from outbox")


def a_day(house: Installation, reps: tuple[Person, ...], at: datetime) -> None:
    """Everybody files; the day is tidied as often as a real one would be ticked."""
    house.tick(at)
    for rep in reps:
        house.file(rep, outcome=f"{at:%m%d}")
    for _ in range(6):
        house.app.tick()
    house.drain()


@pytest.mark.long
def test_over_seven_weeks_of_work_what_is_kept_stops_growing(sqlite_url: str) -> None:
    """Between the fifth week, when the first rows are old enough, and the seventh nothing is added but the business."""
    with installed(sqlite_url) as house:
        squad = house.squad()
        sizes = []
        for day in range(49):
            at = MONDAY + day * DAY
            if at.weekday() < 5:
                a_day(house, squad.reps, at)
            if at.weekday() == 4:
                sizes.append([house.rows(query)[0][0] for query in COUNTS])
        visits = house.rows("select count(*) from visits")[0][0]
    assert visits == 70
    (inbox_before, outbox_before), (inbox_after, outbox_after) = sizes[4], sizes[6]
    assert inbox_after <= inbox_before * 1.1
    assert outbox_after <= outbox_before * 1.1
    assert sizes[4] > [each * 3 for each in sizes[0]], "there was something to tidy up"


def test_over_seven_weeks_of_messages_the_file_stops_growing(lite: Installation) -> None:
    """Hundreds of rows a day, deleted and added: the pages of those that went are used for those that come."""
    lite.squad()
    sizes = []
    for day in range(49):
        at = MONDAY + day * DAY
        tidying = Retention(lite.app.db, lite.app.house, Terms())
        old(lite, 150, at, f"day{day}")
        for _ in range(8):
            tidying.step(at)
        sizes.append(lite.rows("select page_count from pragma_page_count")[0][0])
    assert sizes[48] <= sizes[31] * 1.02
    assert sizes[31] > sizes[5] + 50
    assert left(lite) <= 150 * 31


def test_what_can_still_arrive_again_is_answered_as_before(house: Installation) -> None:
    """A delivery counts for hours, the press of a form as long as its card lives: neither files anything twice."""
    rep = house.squad().reps[0]
    form = house.say(rep, "拜访")
    first = house.feishu.submit(rep, form.message_id, {"customer": "华宁精密", "no_step": "other"})
    delivered = next(each for each in house.feishu.deliveries if each.event_id == first.event_id)
    opened = house.app.edge.open(delivered.headers.get, delivered.body, house.clock.now())
    assert isinstance(opened, Envelope)
    tidying = Retention(house.app.db, house.app.house, Terms(inbox=2))
    house.clock.set(MONDAY + 13 * DAY)
    for _ in range(4):
        tidying.step(house.clock.now())
    assert house.rows("select count(*) from inbox where act_key is null") == [(0,)], "what was said went long ago"
    again = house.feishu.deliver(house.feishu.envelope("card.action.trigger", opened.json["event"]))
    assert again.body == first.body
    assert house.rows("select count(*) from visits") == [(1,)]


def old(house: Installation, many: int, at: datetime = MONDAY - 50 * DAY, name: str = "old") -> None:
    """Rows as they were sent long ago."""
    row = (
        "insert into outbox (lane, rank, verb, target, about, uuid, queued_at, state, attempts, fence, content, "
        "sent_at) values ('oc_x', 1, 'read_task', '', 'old', :uuid, :at, 'sent', 0, 0, '{}', :at)"
    )
    if house.app.db.read(lambda db: db.dialect.name) == "sqlite":
        at = at.astimezone(UTC).replace(tzinfo=None)
    rows = [{"uuid": f"{name}-{number}", "at": at} for number in range(many)]
    house.app.db.write(lambda db: db.execute(text(row), rows).rowcount)


def left(house: Installation) -> int:
    return int(house.rows("select count(*) from outbox where about = 'old'")[0][0])


def test_a_tick_deletes_a_few_and_the_next_ones_the_rest(house: Installation) -> None:
    old(house, 450)
    house.squad()
    counted = []
    for _ in range(8):
        house.app.tick()
        counted.append(left(house))
    steps = [before - after for before, after in zip([450, *counted], counted, strict=False)]
    assert max(steps) <= retention.AT_ONCE
    assert counted[-1] == 0


def test_it_is_done_once_a_day_by_one_process(house: Installation) -> None:
    other = Retention(house.app.db, house.app.house, Terms())
    for _ in range(4):
        other.step(MONDAY)
    old(house, 5)
    for _ in range(5):
        house.app.tick()
    assert left(house) == 5, "another process was through today"
    house.clock.set(MONDAY + DAY)
    for _ in range(5):
        house.app.tick()
    assert left(house) <= 1, "the newest row stays"


def test_what_is_to_be_kept_for_ever_is(house: Installation) -> None:
    old(house, 5)
    house.squad()
    for_ever = Retention(house.app.db, house.app.house, Terms(outbox=0, inbox=0, audit=0))
    for _ in range(5):
        for_ever.step(MONDAY)
    assert left(house) == 5


def test_a_write_that_fails_is_made_up_for_at_the_next_tick(
    lite: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    old(lite, 5)
    lite.squad()
    tidying = Retention(lite.app.db, lite.app.house, Terms(inbox=0, audit=0))
    with monkeypatch.context() as broken:
        broken.setattr(retention, "AT_ONCE", "many")  # the database refuses this limit
        with pytest.raises(Exception, match=r"many|datatype"):
            tidying.step(MONDAY)
    assert left(lite) == 5
    tidying.step(MONDAY)
    assert left(lite) == 0
    assert lite.app.db.read(lambda db: facts.get(db, "tidied_on")) == "2026-03-02"


def test_the_log_says_how_many_rows_went(lite: Installation) -> None:
    old(lite, 5)
    lite.squad()
    with structlog.testing.capture_logs() as said:
        for _ in range(4):
            lite.app.tick()
    assert [each["rows"] for each in said if each["event"] == "tidied_up"] == [5]
