"""A team's target parted among its reps: proposed, typed over, previewed with what is left, kept as one."""

from playground import Person
from tests.installation import Installation, Squad
from tests.seen import held, house, labels, lite, read, toast
from tests.stall import sold, stocked

__all__ = ["house", "lite"]

KEPT = "select scope_key, value, version, reason from targets where scope_kind = 'rep' order by id"


def press(house: Installation, who: Person, label: str) -> str:
    """Press a button on the newest card of somebody's direct chat; the toast, if any."""
    done = house.feishu.press(who, house.answer(who).message_id, label)
    return toast(done)[1] if "toast" in done.body else ""


def filled(house: Installation, who: Person, **values: str) -> str:
    """Fill in the newest form; the toast, if any."""
    done = house.feishu.submit(who, house.answer(who).message_id, values)
    return toast(done)[1] if "toast" in done.body else ""


def team(house: Installation, target: str = "100.01元") -> Squad:
    """A team of three with a target for April."""
    squad = house.squad(reps=("李雷", "韩梅梅", "小明"))
    house.say(squad.manager, f"目标 本队 4月 {target}")
    press(house, squad.manager, "确认")
    return squad


def test_it_is_proposed_evenly_to_the_cent_and_kept(house: Installation) -> None:
    squad = team(house)
    shown = house.say(squad.manager, "目标 分解 本队 4月")
    parts = [held(shown)[f"part_{n}"] for n in (1, 2, 3)]
    assert sorted(parts) == ["33.33", "33.34", "33.34"]
    assert filled(house, squad.manager) == ""
    shown = house.answer(squad.manager)
    assert "合计 ¥100.01 · 已全部分配" in read(shown)
    assert house.rows(KEPT) == []
    assert press(house, squad.manager, "确认") == "已分解到人。"
    assert sum(row[1] for row in house.rows(KEPT)) == 10001
    assert "下级合计 ¥100.01，已全部分配" in read(house.answer(squad.manager))


def test_what_is_left_and_what_is_too_much_is_said(lite: Installation) -> None:
    squad = team(lite, "90万")
    lite.say(squad.manager, "目标 本队 4月")
    press(lite, squad.manager, "分解到人")
    filled(lite, squad.manager, part_1="50万", part_2="30万", part_3="")
    assert "合计 ¥800,000.00 · 未分配 ¥100,000.00" in read(lite.answer(squad.manager))
    press(lite, squad.manager, "修改")
    assert held(lite.answer(squad.manager))["part_2"] == "300000"
    filled(lite, squad.manager, part_2="50万")
    assert "多分配了 ¥100,000.00" in read(lite.answer(squad.manager))
    assert "¥100,000.00 over-allocated" in read(lite.answer(squad.manager), "en")
    press(lite, squad.manager, "确认")
    assert [(row[0], row[1]) for row in lite.rows(KEPT)] == [("2", 50000000), ("3", 50000000)]


def test_a_change_wants_a_reason(lite: Installation) -> None:
    squad = team(lite, "90万")
    lite.say(squad.manager, "目标 分解 本队 4月")
    filled(lite, squad.manager)
    press(lite, squad.manager, "确认")
    lite.say(squad.manager, "目标 分解 本队 4月")
    assert "要改请写原因" in filled(lite, squad.manager, part_1="40万", part_2="20万")
    filled(lite, squad.manager, part_1="40万", part_2="20万", reason="小明请假")
    assert "原 ¥300,000.00" in read(lite.answer(squad.manager))
    press(lite, squad.manager, "确认")
    assert lite.rows(KEPT)[3:] == [("2", 40000000, 2, "小明请假"), ("3", 20000000, 2, "小明请假")]


def test_a_value_that_is_none_brings_the_form_back(lite: Installation) -> None:
    squad = team(lite)
    lite.say(squad.manager, "目标 分解 本队 4月")
    assert "韩梅梅：没看懂" in filled(lite, squad.manager, part_1="1", part_2="很多")
    assert held(lite.answer(squad.manager))["part_2"] == "很多"
    assert "至少填一位" in filled(lite, squad.manager, part_1="", part_2="", part_3="")


def test_what_was_set_meanwhile_is_shown_first(house: Installation) -> None:
    squad = team(house, "90万")
    house.say(squad.manager, "目标 分解 本队 4月")
    filled(house, squad.manager)
    house.say(house.admin, "目标 @李雷 4月 1万")
    press(house, house.admin, "确认")
    assert press(house, squad.manager, "确认") == "刚才有人改过这个目标，请看新的情况。"
    assert "原 ¥10,000.00" in read(house.answer(squad.manager))
    assert len(house.rows(KEPT)) == 1


def test_it_can_be_proposed_by_what_was_sold(lite: Installation) -> None:
    squad = team(lite, "90万")
    shop = stocked(lite)
    sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", 3))
    sold(lite, squad.reps[1], "长安机械", shop.wish("A100", 1))
    lite.say(squad.manager, "目标 分解 本队 4月")
    press(lite, squad.manager, "按上期业绩")
    shown = held(lite.answer(squad.manager))
    assert [shown[f"part_{n}"] for n in (1, 2, 3)] == ["675000", "225000", "0"]
    press(lite, squad.manager, "平均")
    assert held(lite.answer(squad.manager))["part_1"] == "300000"


def test_counts_are_split_whole(lite: Installation) -> None:
    squad = team(lite)
    lite.say(squad.manager, "目标 本队 4月 新客户 10")
    press(lite, squad.manager, "确认")
    lite.say(squad.manager, "目标 本队 4月 新客户")
    press(lite, squad.manager, "分解到人")
    shown = held(lite.answer(squad.manager))
    assert sorted(shown[f"part_{n}"] for n in (1, 2, 3)) == ["3", "3", "4"]
    filled(lite, squad.manager)
    press(lite, squad.manager, "确认")
    assert lite.rows("select distinct kpi from targets where scope_kind = 'rep'") == [("K10",)]
    assert "10 家" in read(lite.answer(squad.manager))


def test_only_whoever_leads_the_team_may(lite: Installation) -> None:
    squad = team(lite)
    other = lite.squad("华东二队", "周经理", ("小红",))
    assert "不归你定" in read(lite.say(squad.reps[0], "目标 分解 本队 4月"))
    assert "不归你定" in read(lite.say(squad.manager, "目标 分解 李雷 4月"))
    shown = lite.say(squad.manager, "目标 分解 本队 4月")
    done = lite.feishu.press(other.manager, shown.message_id, "平均")
    assert toast(done)[0] == "warning"


def test_a_team_without_a_target_or_without_reps(lite: Installation) -> None:
    squad = lite.squad()
    shown = lite.say(squad.manager, "目标 分解 本队 4月")
    assert "团队未设目标" in read(shown)
    filled(lite, squad.manager, part_1="10万")
    assert "合计 ¥100,000.00" in read(lite.answer(squad.manager))
    empty = lite.squad("空队", "孤经理", ())
    assert "团队里还没有销售" in read(lite.say(empty.manager, "目标 分解 本队 4月"))
    assert "分解到人" not in labels(lite.say(empty.manager, "目标 本队 4月"))
