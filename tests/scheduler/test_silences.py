"""When nobody sends any more, a process that only answers tells the admins itself, once, and nothing else."""

from datetime import timedelta

from scheduler.silences import LONGEST, Listener
from storage import outages
from tests.installation import MONDAY, Installation
from tests.seen import cards, read

MINUTE = timedelta(minutes=1)


def told(house: Installation, lang: str = "zh") -> list[str]:
    """What has reached the admin, with nothing sent by anybody else."""
    found = house.feishu.messages(house.feishu.direct(house.admin))
    return [read(message, lang) for message in found if message.card]


def listener(house: Installation) -> Listener:
    return Listener(house.app.db, house.app.house, house.app.sender)


def alive(house: Installation) -> None:
    house.app.db.write(lambda db: outages.sign(db, MONDAY))


def test_while_workers_give_signs_nothing_is_said(house: Installation) -> None:
    assert listener(house).look(MONDAY) == 0, "before the first worker ever"
    alive(house)
    assert listener(house).look(MONDAY + LONGEST - MINUTE) == 0
    assert told(house) == []


def test_when_they_fall_silent_the_admins_hear_it_at_once_and_once(house: Installation) -> None:
    alive(house)
    house.clock.set(MONDAY + 10 * MINUTE)
    ear = listener(house)
    assert ear.look(MONDAY + 10 * MINUTE) == 1
    (said,) = told(house)
    assert "自 3月2日 10:00 起没有发送进程的心跳" in said
    assert "salesbot serve --worker" in said
    assert "No worker has given a sign of life since 2 Mar 10:00" in told(house, "en")[0]
    assert [ear.look(MONDAY + minutes * MINUTE) for minutes in (11, 60, 300)] == [0, 0, 0]
    assert listener(house).look(MONDAY + 12 * MINUTE) == 0, "another such process"
    assert len(told(house)) == 1


def test_nothing_else_that_waits_is_sent_by_it_nor_does_it_wait_behind_that(house: Installation) -> None:
    house.feishu.say(house.admin, house.feishu.direct(house.admin), "帮助")
    alive(house)
    house.clock.set(MONDAY + 10 * MINUTE)
    assert listener(house).look(MONDAY + 10 * MINUTE) == 1
    assert len(told(house)) == 1
    house.drain()
    assert len(cards(house, house.feishu.direct(house.admin))) == 2


def test_a_call_for_help_that_did_not_get_through_is_made_again(house: Installation) -> None:
    alive(house)
    house.clock.set(MONDAY + 10 * MINUTE)
    house.feishu.faults.fail("/open-apis/im/v1/messages", status=500, code=2200)
    assert listener(house).look(MONDAY + 10 * MINUTE) == 0
    assert told(house) == []
    house.clock.set(MONDAY + 12 * MINUTE)
    assert listener(house).look(MONDAY + 12 * MINUTE) == 1
    assert len(told(house)) == 1


def test_the_process_looks_by_itself_and_survives_what_it_finds(house: Installation) -> None:
    alive(house)
    house.clock.set(MONDAY + 10 * MINUTE)
    house.app.listen()
    assert len(told(house)) == 1
