"""Pieces as people type them, in a line and in a form, and the days on which goods can have left or come back."""

from datetime import date, datetime, timedelta

import pytest

from playground import Message
from tests.goods import placed
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import labels, read, toast


@pytest.fixture
def squad(lite: Installation) -> Squad:
    """A squad whose first rep has ten pumps, three seals and a valve to ship."""
    squad = lite.squad()
    placed(lite, squad)
    return squad


def left(house: Installation) -> list[int]:
    return [int(n) for (n,) in house.rows("select shipped from order_lines order by no")]


@pytest.mark.parametrize(
    "words, pieces",
    [
        ("A100*六", [6, 0, 0]),
        ("Ａ１００＊６", [6, 0, 0]),
        ("a100 x 6台", [6, 0, 0]),
        ("A100*十", [10, 0, 0]),
        ("齿轮泵 两台", [2, 0, 0]),
        ("A100*6 B7*3 X1*1", [6, 3, 1]),
        ("A100*2 A100*3", [5, 0, 0]),
    ],
)
def test_quantities_are_read_as_people_write_them(
    lite: Installation, squad: Squad, words: str, pieces: list[int]
) -> None:
    card = lite.say(squad.reps[0], f"发货 SO-1 {words}")
    assert "请确认发货 SO-1" in read(card) or "确认发货" in labels(card)
    lite.feishu.press(squad.reps[0], card.message_id, "确认发货")
    assert left(lite) == pieces


@pytest.mark.parametrize(
    "words",
    [
        "A100*0",
        "A100*-3",
        "A100*11",
        "A100*99999999999999999999",
        "A100*零",
        "A100*０",
        "A100*〇台",
        "A100*1亿",
        "Z9*1",
    ],
)
@pytest.mark.parametrize("verb", ["发货", "退货"])
def test_a_line_that_cannot_be_moves_nothing(lite: Installation, squad: Squad, verb: str, words: str) -> None:
    if verb == "退货":
        card = lite.say(squad.reps[0], "发货 SO-1 A100*5 B7*1")
        lite.feishu.press(squad.reps[0], card.message_id, "确认发货")
    before = left(lite)
    card = lite.say(squad.reps[0], f"{verb} SO-1 {words} {'质量' if verb == '退货' else ''}")
    assert "改一改" not in labels(card)
    assert left(lite) == before
    assert lite.rows("select sum(returned) from order_lines") == [(0,)]
    assert lite.rows("select error from inbox where error is not null") == []


@pytest.mark.parametrize("typed", ["0", "-1", "11", "99999999999999999999", "一些", "1.5", "６个", "1e3"])
def test_a_field_that_cannot_be_brings_the_form_back(lite: Installation, squad: Squad, typed: str) -> None:
    rep = squad.reps[0]
    form = lite.say(rep, "发货 SO-1")
    blank = {"quantity_1": typed, "quantity_2": "", "quantity_3": ""}
    done = lite.feishu.submit(rep, form.message_id, blank)
    assert toast(done)[0] != "success"
    assert left(lite) == [0, 0, 0]
    lite.feishu.submit(rep, form.message_id, blank | {"quantity_1": "６"})
    assert left(lite) == [6, 0, 0]


def shipped_on(house: Installation, squad: Squad, on: str, *, by_manager: bool = False) -> Message:
    person = squad.manager if by_manager else squad.reps[0]
    form = house.say(person, "发货 SO-1")
    typed = {"quantity_1": "1", "quantity_2": "", "quantity_3": "", "on": on}
    house.feishu.submit(person, form.message_id, typed)
    return form


@pytest.mark.parametrize(
    "today, on, goes",
    [
        ("2026-04-01", "2026-03-31", True),
        ("2026-04-01", "2026-03-25", True),
        ("2026-04-01", "2026-03-24", False),
        ("2026-04-01", "2026-04-02", False),
        ("2026-03-05", "2026-03-01", False),  # before it was confirmed
        ("2026-03-05", "2026-03-02", True),
        ("2027-01-03", "2026-12-31", True),
        ("2028-03-01", "2028-02-29", True),
    ],
)
def test_a_rep_goes_back_seven_days_over_any_months_end(
    lite: Installation, squad: Squad, today: str, on: str, *, goes: bool
) -> None:
    lite.clock.set(datetime.fromisoformat(f"{today}T00:30").replace(tzinfo=SHANGHAI))
    shipped_on(lite, squad, on)
    assert left(lite) == ([1, 0, 0] if goes else [0, 0, 0])
    kept = [str(day) for (day,) in lite.rows("select shipped_on from shipments")]
    assert kept == ([on] if goes else [])


def test_what_a_manager_enters_late_is_flagged_in_the_audit_and_in_no_other_case(
    lite: Installation, squad: Squad
) -> None:
    lite.clock.set(datetime(2026, 4, 1, 10, tzinfo=SHANGHAI))
    shipped_on(lite, squad, "2026-03-31")
    shipped_on(lite, squad, "2026-03-10", by_manager=True)
    rows = lite.rows("select p.name, a.before from audit a join people p on p.id = a.actor_id where verb = 'ship_some'")
    assert [(name, "backdated" in str(before)) for name, before in rows] == [("李雷", False), ("王经理", True)]


def test_nothing_comes_back_before_it_left(lite: Installation, squad: Squad) -> None:
    start = lite.clock.now()
    lite.clock.set(start + timedelta(days=3))
    shipped_on(lite, squad, "2026-03-04")
    rep = squad.reps[0]
    form = lite.say(rep, "退货 SO-1")
    typed = {"quantity_1": "1", "reason": "quality", "on": "2026-03-03"}
    assert toast(lite.feishu.submit(rep, form.message_id, typed))[0] != "success"
    lite.feishu.submit(rep, form.message_id, typed | {"on": "2026-03-04"})
    ((on,),) = lite.rows("select returned_on from returns")
    assert date.fromisoformat(str(on)) == date(2026, 3, 4)
