"""Areas: which part of the market a team sells to, said in its group by its manager or an admin."""

from tests.installation import Installation
from tests.seen import house, lite, read

__all__ = ["house", "lite"]


def test_a_manager_sets_the_area_of_the_group(house: Installation) -> None:
    squad = house.squad()
    shown = house.say_in(squad.chat, squad.manager, "大区 华东")
    assert "华东一队 属于 华东" in read(shown)
    assert "sells to" in read(shown, "en")
    assert house.rows("select area from teams") == [("华东",)]
    shown = house.say_in(squad.chat, house.admin, "area 华南")
    assert "原来：华东" in read(shown)
    assert house.rows("select verb from audit where verb like 'team.%'") == [("team.area",), ("team.area",)]


def test_directly_a_manager_of_one_team_means_that_one(lite: Installation) -> None:
    squad = lite.squad()
    assert "华东一队 属于 华东" in read(lite.say(squad.manager, "大区 华东"))
    assert "请在团队群里" in read(lite.say(lite.admin, "大区 华东"))
    assert "不属于任何大区" in read(lite.say(squad.manager, "大区 无"))
    assert lite.rows("select area from teams") == [("",)]


def test_others_may_not(lite: Installation) -> None:
    squad = lite.squad()
    before = len(lite.rows("select 1 from audit"))
    lite.say_in(squad.chat, squad.reps[0], "大区 华东")
    lite.say(squad.reps[0], "大区 华东")
    assert lite.rows("select area from teams") == [("",)]
    assert len(lite.rows("select 1 from audit")) == before
    (stranger,) = lite.people("路人")
    assert "先加入一个销售团队" in read(lite.say(stranger, "大区"))


def test_too_long_a_name_is_refused(lite: Installation) -> None:
    squad = lite.squad()
    assert "最多 40 个字" in read(lite.say(squad.manager, "大区 " + "东" * 41))


def test_the_list_shows_areas_with_their_teams(house: Installation) -> None:
    east = house.squad()
    house.squad("北方队", "周经理", ("小红",))
    house.say_in(east.chat, east.manager, "大区 华东")
    shown = house.say(east.reps[0], "大区")
    assert "华东\n华东一队" in read(shown)
    assert "未设大区\n北方队" in read(shown)
    assert "No area\n北方队" in read(shown, "en")
