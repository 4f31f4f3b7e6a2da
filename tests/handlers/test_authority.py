"""授权: the matrix in force, a rep's own rows to reps, all of it to those above."""

from datetime import date

import pytest

from playground import Person
from sales.discounts import Level, Rule
from sales.money import Money
from storage.authority import add_rules
from storage.people import meet
from tests.installation import Installation
from tests.seen import read

RULES = (
    Rule(Level.REP, 1200, 2500, first_on=date(2026, 1, 1)),
    Rule(Level.REP, 1500, None, "泵", "A", Money(10_000_00), date(2026, 1, 1)),
    Rule(Level.REP, 9900, None, "阀", first_on=date(2026, 4, 1)),
    Rule(Level.MANAGER, 3000, 1050, first_on=date(2026, 1, 1), end_on=date(2026, 3, 2)),
)


def ruled(house: Installation, *rules: Rule) -> None:
    """Enter rules as an admin's sheet does."""
    house.app.db.write(lambda db: add_rules(db, rules, meet(db, house.admin.open_id, "").id, house.clock.now()))


def shown(house: Installation, person: Person, words: str = "授权") -> str:
    return read(house.say(person, words))


@pytest.mark.parametrize("words", ["授权", "authority"])
def test_without_any_rule_of_its_own_a_company_has_ours(house: Installation, words: str) -> None:
    said = shown(house, house.squad().manager, words)
    assert "业务员\n全部：优惠不超过 10%" in said
    assert "经理\n全部：优惠不超过 20%" in said
    assert "总监\n全部：优惠不超过 100%" in said


def test_a_rep_sees_the_own_level_and_no_least_margin(lite: Installation) -> None:
    squad = lite.squad()
    ruled(lite, *RULES)
    said = shown(lite, squad.reps[0])
    assert "全部：优惠不超过 12% · 另有毛利下限" in said
    assert "泵 · A 级客户 · 牌价满 ¥10,000.00 起：优惠不超过 15%" in said
    assert "25%" not in said
    assert "经理" not in said
    assert "导入" not in said


def test_those_above_see_all_that_is_in_force(lite: Installation) -> None:
    squad = lite.squad()
    ruled(lite, *RULES)
    for person in (squad.manager, lite.admin):
        said = shown(lite, person)
        assert "全部：优惠不超过 12% · 毛利不低于 25%" in said
        assert "经理\n全部：优惠不超过 20%" in said
        assert "阀" not in said
    assert "发「导入」" in shown(lite, lite.admin)
    assert "发「导入」" not in shown(lite, squad.manager)


def test_where_a_sheets_row_has_ended_the_configs_holds_again(lite: Installation) -> None:
    squad = lite.squad()
    ended = Rule(Level.REP, 1000, first_on=date(2026, 1, 1), end_on=date(2026, 2, 1))
    ruled(lite, ended)
    assert "全部：优惠不超过 10%" in shown(lite, squad.reps[0])


def test_many_rows_are_cut_and_counted(lite: Installation) -> None:
    squad = lite.squad()
    ruled(lite, *(Rule(Level.REP, 100 + n, None, f"组{n:02}", first_on=date(2026, 1, 1)) for n in range(35)))
    said = shown(lite, squad.manager)
    assert "还有 6 行" in said
    assert "组10" in said


def test_in_a_group_it_is_answered_in_private(lite: Installation) -> None:
    squad = lite.squad()
    said = read(lite.say_in(squad.chat, squad.reps[0], "授权"))
    assert "10%" not in said
    assert "全部：优惠不超过 10%" in read(lite.answer(squad.reps[0]))


def test_a_stranger_learns_nothing(lite: Installation) -> None:
    (stranger,) = lite.people("路人")
    assert "%" not in shown(lite, stranger)
    assert "%" not in shown(lite, stranger, "审批")
    assert "代理人" not in shown(lite, stranger, "代理")
