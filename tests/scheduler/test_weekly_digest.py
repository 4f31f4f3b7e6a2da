"""The group's digest: counts at its time whatever came in, no names, and mended when a report comes later."""

from datetime import datetime, timedelta

from playground import Message
from scheduler import digests
from storage import obligations
from tests.installation import SHANGHAI, Installation, Squad, installed
from tests.seen import cards, every_card, read
from tests.weeks import DUE, at, away, begun, minutes, owed, send

DIGEST = at(9, 9, 30)


def digests_of(house: Installation, squad: Squad) -> list[Message]:
    """The digests in a team's group."""
    return [card for card in cards(house, squad.chat) if "周汇总" in read(card)]


def the_digest(house: Installation, squad: Squad, when: datetime = DIGEST) -> str:
    """What the digest of a Monday says, with the Friday before lived through."""
    house.tick(DUE)
    house.tick(DUE + minutes(60))
    house.tick(when)
    (card,) = digests_of(house, squad)
    return read(card)


def test_the_digest_counts(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅", "周周")
    send(house, squad.reps[0], at(5, 11))
    send(house, squad.reps[1], DUE + minutes(30))
    words = the_digest(house, squad)
    assert "2/3" in words
    assert "按时 1，迟交 1" in words
    assert "3月2日 周一 至 3月8日 周日" in words
    assert "on time 1, late 1" in read(digests_of(house, squad)[0], "en")


def test_it_comes_at_its_minute_and_once(house: Installation) -> None:
    squad = begun(house)
    house.tick(at(9, 9, 29, 59))
    assert digests_of(house, squad) == []
    for second in range(3):
        house.tick(at(9, 9, 30, second))
    house.tick(at(10, 9, 30))
    assert len(digests_of(house, squad)) == 1


def test_it_goes_out_even_when_nobody_sent_anything(lite: Installation) -> None:
    squad = begun(lite, *(f"销售{number}" for number in range(8)))
    assert "0/8" in the_digest(lite, squad)


def test_nobody_is_named(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    the_digest(house, squad)
    everything = str([card for card in every_card(house) if "周汇总" in str(card)])
    for rep in squad.reps:
        assert rep.name not in everything
        assert rep.open_id not in everything


def test_names_stand_there_when_the_team_wants_it(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    send(lite, squad.reps[0], at(5, 11))
    lite.app.db.write(lambda db: db.exec_driver_sql("update teams set names_missing = true"))
    assert "还没收到：韩梅梅" in the_digest(lite, squad)


def test_who_is_excused_is_in_neither_count(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    away(lite, squad.reps[1], at(3, 0), at(6, 0))
    lite.tick(at(3, 11))
    send(lite, squad.reps[0], at(5, 11))
    assert "1/1" in the_digest(lite, squad)


def test_a_week_in_which_nobody_owed_anything_says_so(lite: Installation) -> None:
    squad = begun(lite)
    away(lite, squad.reps[0], at(3, 0), at(6, 0))
    lite.tick(at(3, 11))
    words = the_digest(lite, squad)
    assert "本周无应交报告" in words
    assert "No reports were owed" in read(digests_of(lite, squad)[0], "en")


def test_a_report_that_comes_later_is_counted_in_the_same_message(house: Installation) -> None:
    squad = begun(house, "李雷", "韩梅梅")
    assert "0/2" in the_digest(house, squad)
    house.clock.set(at(9, 11))
    send(house, squad.reps[0])
    house.tick(at(9, 11, 0, 5))
    (card,) = digests_of(house, squad)
    assert "1/2" in read(card)
    assert "3月9日 11:00 更新：补交已计入" in read(card)
    before = house.rows("select count(*) from outbox")
    house.tick(at(9, 11, 0, 10))
    assert house.rows("select count(*) from outbox") == before


def test_a_waiver_is_counted_in_it_too(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    the_digest(lite, squad)
    lite.app.db.write(lambda db: obligations.waive(db, owed(lite, squad.reps[0]), 1, "病了", at(9, 11)))
    lite.tick(at(9, 11, 1))
    assert "0/1" in read(digests_of(lite, squad)[0])


def test_what_changes_nothing_in_it_changes_nothing(lite: Installation) -> None:
    squad = begun(lite)
    the_digest(lite, squad)
    patches = "select count(*) from outbox where about = 'weekly_digest' and verb = 'patch'"
    send(lite, squad.reps[0], at(9, 12), "2026-W11")
    lite.tick(at(9, 12))
    assert lite.rows(patches) == [(0,)]
    assert digests.run(lite.app.db, lite.app.house, at(9, 13)) == 0


def test_a_digest_that_has_not_left_yet_is_mended_once_it_has(lite: Installation) -> None:
    squad = begun(lite)
    lite.tick(DUE)
    lite.tick(DUE + minutes(60))
    lite.clock.set(DIGEST)
    lite.app.tick()
    send(lite, squad.reps[0])
    lite.app.tick()
    assert digests_of(lite, squad) != []
    lite.tick(DIGEST + minutes(1))
    assert "1/1" in read(digests_of(lite, squad)[0])


def test_a_digest_of_long_ago_stays_as_it_was(lite: Installation) -> None:
    squad = begun(lite)
    the_digest(lite, squad)
    lite.clock.set(DIGEST + timedelta(days=14))
    send(lite, squad.reps[0])
    assert digests.run(lite.app.db, lite.app.house, lite.clock.now()) == 0


def test_after_a_holiday_the_digest_covers_both_weeks(sqlite_url: str) -> None:
    monday = datetime(2026, 2, 9, 10, tzinfo=SHANGHAI)
    with installed(sqlite_url, monday) as house:
        squad = house.squad(reps=("李雷",))
        house.tick(monday + timedelta(hours=1))
        for day in range(13, 24):
            house.tick(monday.replace(day=day, hour=9, minute=30))
        assert digests_of(house, squad) == []
        house.tick(monday.replace(day=24, hour=9, minute=30))
        words = read(digests_of(house, squad)[0])
        assert "2月9日 周一 至 2月22日 周日" in words
        assert "0/1" in words


def test_the_month_is_counted_in_the_week_in_which_its_report_was_due(sqlite_url: str) -> None:
    with installed(sqlite_url) as house:
        squad = begun(house)
        house.tick(datetime(2026, 3, 30, 9, 30, tzinfo=SHANGHAI))
        assert "月报" not in read(digests_of(house, squad)[-1])
        house.tick(datetime(2026, 4, 2, 13, tzinfo=SHANGHAI))
        house.tick(datetime(2026, 4, 7, 9, 30, tzinfo=SHANGHAI))
        assert "月报" in read(digests_of(house, squad)[-1])


def test_what_a_notice_may_still_change_is_said_to_be_provisional(lite: Installation) -> None:
    squad = begun(lite)
    lite.app.db.write(lambda db: db.exec_driver_sql("update obligations set provisional = true"))
    assert "暂定" in the_digest(lite, squad)


def test_a_report_that_is_due_later_for_one_of_them_is_said_to_be(lite: Installation) -> None:
    squad = begun(lite, "李雷", "韩梅梅")
    away(lite, squad.reps[1], at(6, 0), at(6, 0))
    lite.tick(at(4, 11))
    send(lite, squad.reps[0], at(5, 11))
    words = the_digest(lite, squad)
    assert "1/2" in words
    assert "未到期 1" in words


def test_a_team_without_reps_gets_none(lite: Installation) -> None:
    squad = lite.squad(reps=())
    lite.tick(at(2, 11))
    lite.tick(DIGEST)
    assert digests_of(lite, squad) == []
