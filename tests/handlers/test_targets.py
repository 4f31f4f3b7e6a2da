"""Targets as people set them: a line, a preview, a press; who may, and what stands afterwards."""

from datetime import datetime

from playground import Person
from tests.installation import SHANGHAI, Installation
from tests.seen import held, house, labels, lite, read, toast

__all__ = ["house", "lite"]

ROWS = "select scope_kind, kpi, period, value, version, reason from targets order by id"


def press(house: Installation, who: Person, label: str) -> tuple[str, str, str]:
    """Press a button on the newest card of somebody's direct chat."""
    done = house.feishu.press(who, house.answer(who).message_id, label)
    return toast(done) if "toast" in done.body else ("", "", "")


def set_target(house: Installation, who: Person, words: str) -> None:
    """Say it and confirm it."""
    house.say(who, words)
    assert press(house, who, "确认")[0] == "success"


def rows(house: Installation) -> list[tuple[object, ...]]:
    return house.rows(ROWS)


def test_a_line_is_previewed_and_kept_on_a_press(house: Installation) -> None:
    house.squad()
    shown = house.say(house.admin, "目标 华东一队 Q2 300万")
    assert "¥3,000,000.00" in read(shown)
    assert "新目标" in read(shown)
    assert "2026年Q2" in read(shown)
    assert rows(house) == []
    assert press(house, house.admin, "确认") == ("success", "目标已保存。", "The target is kept.")
    assert rows(house) == [("team", "K01", "2026-Q2", 300000000, 1, "")]
    assert "目标 ¥300万" in read(house.answer(house.admin))
    assert house.rows("select verb, subject from audit where verb = 'target.set'") == [("target.set", "TG-1")]
    assert "target ¥3M" in read(house.answer(house.admin), "en")


def test_a_change_wants_a_reason_and_shows_what_it_replaces(house: Installation) -> None:
    house.squad()
    set_target(house, house.admin, "目标 华东一队 Q2 300万")
    shown = house.say(house.admin, "目标 华东一队 Q2 350万")
    assert "要改请写原因" in read(shown)
    assert held(shown)["value"] == "3500000"
    assert held(shown)["period"] == "2026-Q2"
    shown = house.say(house.admin, "目标 华东一队 Q2 350万 因为 新增客户")
    assert "替换第 1 版的 ¥3,000,000.00" in read(shown)
    press(house, house.admin, "确认")
    assert rows(house)[-1] == ("team", "K01", "2026-Q2", 350000000, 2, "新增客户")


def test_the_form_without_a_reason_comes_back_with_everything_typed(lite: Installation) -> None:
    lite.squad()
    set_target(lite, lite.admin, "目标 华东一队 Q2 300万")
    form = lite.say(lite.admin, "目标 华东一队 300万")
    assert labels(form)[-1] == "预览"
    filled = {"whose": "team:1", "period": "二季度", "value": "200万", "metric": "K01"}
    done = lite.feishu.submit(lite.admin, form.message_id, filled)
    assert toast(done)[0] == "warning"
    assert held(lite.answer(lite.admin))["value"] == "200万"
    lite.feishu.submit(lite.admin, form.message_id, filled | {"reason": "市场下滑"})
    assert press(lite, lite.admin, "确认")[0] == "success"
    assert rows(lite)[-1][-3:] == (200000000, 2, "市场下滑")


WRONG = [
    ({"whose": "", "period": "Q2", "value": "1"}, "谁的目标：请选择"),
    ({"whose": "team:1", "period": "天气", "value": "1"}, "期间：没看懂"),
    ({"whose": "team:1", "period": "Q2", "value": "很多"}, "目标值：没看懂"),
    ({"whose": "team:1", "period": "Q2", "value": "20家"}, "目标值：没看懂"),
    ({"whose": "team:1", "period": "Q2", "value": "1", "product": "没有"}, "没有这个产品"),
    ({"whose": "team:77", "period": "Q2", "value": "1"}, "旧版本"),
    ({"whose": "nobody", "period": "Q2", "value": "1"}, "旧版本"),
]


def test_the_form_says_what_is_wrong(lite: Installation) -> None:
    lite.squad()
    for filled, said in WRONG:
        form = lite.say(lite.admin, "目标 300万")
        done = lite.feishu.submit(lite.admin, form.message_id, {"metric": "K01"} | filled, unchecked=True)
        assert said in toast(done)[1]
    assert rows(lite) == []


def test_half_understood_fills_the_form_and_quotes_the_rest(house: Installation) -> None:
    squad = house.squad()
    shown = house.say(squad.manager, "目标 本队 本月 80万 天气好")
    assert "没看懂：天气好" in read(shown)
    assert held(shown) == {
        "whose": "team:1", "period": "2026-03", "metric": "K01", "value": "800000", "product": "", "reason": "",
    }  # fmt: skip


def test_the_tree_shows_parent_siblings_and_what_is_left(house: Installation) -> None:
    east = house.squad()
    house.squad("华东二队", "周经理", ("小红",))
    house.say_in(east.chat, east.manager, "大区 华东")
    set_target(house, house.admin, "目标 华东 Q2 500万")
    set_target(house, house.admin, "目标 华东一队 Q2 300万")
    shown = house.say(house.admin, "目标 华东大区 Q2")
    assert "下级合计 ¥3,000,000.00，未分配 ¥2,000,000.00" in read(shown)
    set_target(house, east.manager, "目标 李雷 Q2 200万")
    shown = house.say(east.manager, "目标 韩梅梅 Q2 150万")
    assert "上级 华东一队 ¥3,000,000.00，同级已设 ¥2,000,000.00" in read(shown)
    assert "多分配了 ¥500,000.00" in read(shown)
    assert "¥500,000.00 over-allocated" in read(shown, "en")
    press(house, east.manager, "确认")
    shown = house.say(east.manager, "目标 本队 Q2")
    assert "多分配了 ¥500,000.00" in read(shown)


def test_the_bare_command_shows_ones_own(house: Installation) -> None:
    squad = house.squad()
    set_target(house, squad.manager, "目标 李雷 本月 20万")
    shown = house.say(squad.reps[0], "目标")
    assert "目标：李雷" in read(shown)
    assert "目标 ¥20万" in read(shown)
    assert "设目标" not in labels(shown)
    assert "华东一队" in labels(shown)
    shown = house.say(squad.manager, "mb")
    assert "目标：华东一队" in read(shown)
    assert "未设目标：韩梅梅" in read(shown)
    assert "No target: 韩梅梅" in read(shown, "en")
    assert {"设目标", "分解到人"} <= set(labels(shown))
    assert "目标：公司" in read(house.say(house.admin, "target"))


def test_a_rep_sees_the_team_without_the_others(lite: Installation) -> None:
    squad = lite.squad()
    set_target(lite, squad.manager, "目标 李雷 本月 20万")
    set_target(lite, squad.manager, "目标 本队 本月 50万")
    lite.say(squad.reps[1], "目标")
    press(lite, squad.reps[1], "华东一队")
    shown = lite.answer(squad.reps[1])
    assert "目标 ¥50万" in read(shown)
    assert "李雷" not in read(shown)
    assert "分解到人" not in labels(shown)


NOT_YOURS = "这个目标不归你定"
ABOVE = "团队目标由上级定了"


MATRIX = [
    ("admin", "目标 公司 2026 5000万", "¥50,000,000.00"),
    ("admin", "目标 华东 Q2 300万", "¥3,000,000.00"),
    ("admin", "目标 华东二队 Q2 300万", "¥3,000,000.00"),
    ("admin", "目标 @小红 4月 30万", "¥300,000.00"),
    ("manager", "目标 公司 2026 5000万", NOT_YOURS),
    ("manager", "目标 华东 Q2 300万", NOT_YOURS),
    ("manager", "目标 本队 4月 30万", "¥300,000.00"),
    ("manager", "目标 华东一队 5月 30万", ABOVE),
    ("manager", "目标 李雷 4月 30万", "¥300,000.00"),
    ("manager", "目标 我 4月 30万", "¥300,000.00"),
    ("manager", "目标 小红 4月 30万", "没看懂：小红"),
    ("manager", "目标 华东二队 4月 30万", "没看懂：二队"),
    ("rep", "目标 我 4月 30万", NOT_YOURS),
    ("rep", "目标 本队 4月 30万", NOT_YOURS),
    ("rep", "目标 韩梅梅 4月 30万", NOT_YOURS),
    ("rep", "目标 公司 2026 5000万", NOT_YOURS),
    ("rep", "目标 公司", NOT_YOURS),
    ("rep", "目标 韩梅梅 4月", NOT_YOURS),
    ("rep", "目标 华东", NOT_YOURS),
    ("rep", "目标 30万", NOT_YOURS),
    ("rep", "目标 本队 4月", "目标：华东一队"),
    ("rep", "目标 4月", "目标：李雷"),
    ("manager", "目标 公司", NOT_YOURS),
    ("manager", "目标 李雷 4月", "目标：李雷"),
]


def test_who_may_set_and_see_what(lite: Installation) -> None:
    east, other = lite.squad(), lite.squad("华东二队", "周经理", ("小红",))
    lite.say_in(east.chat, east.manager, "大区 华东")
    lite.say_in(other.chat, other.manager, "大区 华东")
    set_target(lite, lite.admin, "目标 华东一队 5月 40万")
    askers = {"admin": lite.admin, "manager": east.manager, "rep": east.reps[0]}
    for who, words, answer in MATRIX:
        assert answer in read(lite.say(askers[who], words)), (who, words)


def test_a_stranger_is_told_how_to_join(lite: Installation) -> None:
    (stranger,) = lite.people("路人")
    assert "先加入一个销售团队" in read(lite.say(stranger, "目标"))


def test_a_manager_may_split_what_was_set_above_and_change_what_they_set(lite: Installation) -> None:
    squad = lite.squad()
    set_target(lite, squad.manager, "目标 本队 4月 30万")
    set_target(lite, squad.manager, "目标 本队 4月 35万 因为 加人")
    set_target(lite, lite.admin, "目标 华东一队 4月 40万 因为 公司要求")
    assert ABOVE in read(lite.say(squad.manager, "目标 本队 4月 35万 因为 太高"))
    shown = lite.say(squad.manager, "目标 本队 4月")
    assert "分解到人" in labels(shown)
    assert "设目标" not in labels(shown)


def test_of_two_who_see_the_same_the_second_hears_of_the_first(house: Installation) -> None:
    squad = house.squad()
    house.say(house.admin, "目标 华东一队 4月 40万")
    house.say(squad.manager, "目标 本队 4月 30万")
    assert press(house, squad.manager, "确认")[0] == "success"
    assert press(house, house.admin, "确认")[:2] == ("warning", "刚才有人改过这个目标，请看新的情况。")
    assert "替换第 1 版的 ¥300,000.00" in read(house.answer(house.admin))
    assert [row[3] for row in rows(house)] == [30000000]


def test_a_second_press_changes_nothing(house: Installation) -> None:
    house.squad()
    card = house.say(house.admin, "目标 华东一队 4月 40万")
    pressed = card.card
    for _ in range(2):
        card.card = pressed
        assert toast(house.feishu.press(house.admin, card.message_id, "确认"))[0] == "success"
    assert len(rows(house)) == 1


def test_the_same_value_again_is_no_version(lite: Installation) -> None:
    lite.squad()
    set_target(lite, lite.admin, "目标 华东一队 4月 40万")
    assert "已经是这个目标" in read(lite.say(lite.admin, "目标 华东一队 4月 40万"))
    assert len(rows(lite)) == 1


def test_changing_turns_the_preview_into_the_form(lite: Installation) -> None:
    lite.squad()
    lite.say(lite.admin, "目标 @李雷 4月 拜访 60次")
    press(lite, lite.admin, "修改")
    shown = held(lite.answer(lite.admin))
    assert (shown["whose"], shown["metric"], shown["value"], shown["period"]) == ("rep:2", "K21", "60", "2026-04")


def test_what_stood_at_the_end_of_a_period_stays(lite: Installation) -> None:
    lite.squad()
    set_target(lite, lite.admin, "目标 华东一队 本月 40万")
    lite.clock.set(datetime(2026, 4, 2, 10, 0, tzinfo=SHANGHAI))
    assert "2026-03 已结束" in read(lite.say(lite.admin, "目标 华东一队 上月 30万 因为 太高"))
    set_target(lite, lite.admin, "目标 华东一队 2026-02 30万")
    set_target(lite, lite.admin, "目标 华东一队 2026-02 31万 因为 打错")
    assert [row[3] for row in rows(lite)] == [40000000, 30000000, 31000000]


def test_a_change_within_the_period_shows_both_values(house: Installation) -> None:
    house.squad()
    set_target(house, house.admin, "目标 华东一队 本月 40万")
    shown = house.say(house.admin, "目标 华东一队 本月 30万 因为 停产")
    assert "期间已开始" in read(shown)
    press(house, house.admin, "确认")
    assert "期间调整过：¥400,000.00 → ¥300,000.00（停产）" in read(house.answer(house.admin))


def test_in_a_group_it_is_said_privately(house: Installation) -> None:
    squad = house.squad()
    shown = house.say_in(squad.chat, squad.manager, "目标 本队 4月 30万")
    assert "私信" in read(shown)
    assert "300" not in read(shown)
    assert "¥300,000.00" in read(house.answer(squad.manager))


def test_two_of_one_name_are_asked_about_and_a_mention_tells_them_apart(lite: Installation) -> None:
    squad = lite.squad(reps=("李雷", "李雷"))
    shown = lite.say(squad.manager, "目标 李雷 4月 30万")
    assert held(shown)["whose"] == ""
    assert held(shown)["value"] == "300000"
