"""The ledger is kept by the tick: made in advance, reckoned again when something changed, and honest about outages."""

from datetime import datetime, timedelta

from scheduler import ledger
from storage.obligations import due_between
from tests.installation import MONDAY, Installation

FRIDAY_DUE = datetime(2026, 3, 6, 18, tzinfo=MONDAY.tzinfo)


def states(house: Installation) -> dict[str, str]:
    """Who has which state for this week's report."""
    rows = house.rows(
        "select people.name, obligations.state from obligations join people on people.id = rep_id "
        "where type = 'weekly' and period = '2026-W10' order by people.name"
    )
    return dict(tuple(row) for row in rows)


def dues(house: Installation) -> set[datetime]:
    end = MONDAY + timedelta(days=6)
    return house.app.db.read(lambda db: {each.due_at for each in due_between(db, MONDAY, end, kind="weekly")})


def test_the_first_tick_makes_what_every_rep_will_owe(house: Installation) -> None:
    house.squad()
    house.tick(MONDAY)
    assert states(house) == {"李雷": "pending", "韩梅梅": "pending"}
    assert dues(house) == {FRIDAY_DUE}


def test_ticking_again_changes_nothing(house: Installation) -> None:
    house.squad()
    house.tick(MONDAY)
    before = house.rows("select * from obligations order by id")
    house.tick(MONDAY + timedelta(seconds=5))
    house.tick(MONDAY + timedelta(days=1))
    kept = house.rows("select * from obligations order by id")
    assert kept[: len(before)] == before


def test_what_nobody_sent_is_missed_an_hour_after_its_due_moment(house: Installation) -> None:
    house.squad()
    house.tick(MONDAY)
    house.tick(FRIDAY_DUE + timedelta(minutes=59))
    assert set(states(house).values()) == {"pending"}
    house.tick(FRIDAY_DUE + timedelta(minutes=60))
    assert set(states(house).values()) == {"missed"}


def test_who_leaves_the_group_owes_nothing_more_and_who_joins_owes_from_the_next_week(house: Installation) -> None:
    squad = house.squad()
    house.tick(MONDAY)
    (new,) = house.people("新同事")
    house.clock.set(MONDAY + timedelta(days=1))
    house.feishu.join(squad.chat, [new])
    house.feishu.leave(squad.chat, [squad.reps[0]])
    house.tick(MONDAY + timedelta(days=1, minutes=1))
    assert states(house) == {"李雷": "excused", "韩梅梅": "pending"}
    following = house.rows(
        "select people.name from obligations join people on people.id = rep_id "
        "where type = 'weekly' and period = '2026-W11' and state = 'pending' order by people.name"
    )
    assert [tuple(row) for row in following] == [("新同事",), ("韩梅梅",)]


def test_a_group_without_the_bot_owes_nothing(house: Installation) -> None:
    squad = house.squad()
    house.tick(MONDAY)
    house.feishu.remove_bot(squad.chat, squad.manager)
    assert set(states(house).values()) == {"excused"}


def test_an_outage_before_the_due_moment_moves_it_by_as_long_as_it_lasted(house: Installation) -> None:
    house.squad()
    house.tick(FRIDAY_DUE - timedelta(minutes=30))
    ledger.begin(house.app.db, FRIDAY_DUE + timedelta(minutes=10))
    house.tick(FRIDAY_DUE + timedelta(minutes=10))
    assert dues(house) == {FRIDAY_DUE + timedelta(minutes=40)}
    house.tick(FRIDAY_DUE + timedelta(minutes=99))
    assert set(states(house).values()) == {"pending"}
    house.tick(FRIDAY_DUE + timedelta(minutes=100))
    assert set(states(house).values()) == {"missed"}


def test_a_short_absence_moves_nothing(house: Installation) -> None:
    house.squad()
    house.tick(FRIDAY_DUE - timedelta(minutes=30))
    ledger.begin(house.app.db, FRIDAY_DUE - timedelta(minutes=21))
    house.tick(FRIDAY_DUE - timedelta(minutes=21))
    assert dues(house) == {FRIDAY_DUE}


def test_a_clock_that_is_turned_is_no_outage(house: Installation) -> None:
    house.squad()
    house.tick(MONDAY)
    house.tick(FRIDAY_DUE + timedelta(minutes=30))
    assert dues(house) == {FRIDAY_DUE}


def test_an_outage_over_the_hour_after_the_due_moment_does_not_help_who_was_late_before_it(house: Installation) -> None:
    house.squad()
    house.tick(MONDAY)
    house.tick(FRIDAY_DUE + timedelta(minutes=10))
    ledger.begin(house.app.db, FRIDAY_DUE + timedelta(minutes=50))
    house.tick(FRIDAY_DUE + timedelta(minutes=61))
    assert set(states(house).values()) == {"missed"}
