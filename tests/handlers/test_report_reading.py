"""Finding old reports: one's own, a team member's for the manager, and a polite no that tells nothing to others."""

import pytest

from tests.installation import Installation
from tests.reporting import DONE, moment, on_friday, review, save, write
from tests.seen import labels, read

NO = "别人的报告只有本人、他们的经理和管理员能看。"


@pytest.mark.parametrize("said", ["周报 2026-W10", "周报 上周", "weekly last week", "周报 第10周", "ｚｂ　上周"])
def test_ones_own_old_report_is_found_by_its_time(lite: Installation, said: str) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    lite.tick(moment(9, 10))
    found = read(lite.say(squad.reps[0], said))
    assert "周报 2026-W10 已提交" in found
    assert DONE in found


def test_an_old_one_that_was_never_written_can_still_be_written(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.tick(moment(9, 10))
    assert labels(lite.say(squad.reps[0], "周报 上周")) == ["保存", "提交"]


@pytest.mark.parametrize(
    "said", ["周报 @李雷 上周", "周报 上周 @李雷", "周报 @李雷", "周报 ＠李雷上周", "weekly @李雷 2026-W10"]
)
def test_a_manager_finds_a_members_report(lite: Installation, said: str) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    review(lite, squad.manager, lite.answer(squad.manager), "read", "好")
    lite.tick(moment(9, 10))
    found = read(lite.say(squad.manager, said))
    assert "李雷 · 周报 2026-W10" in found
    assert DONE in found
    assert "王经理：已阅\n好" in found


def test_one_that_awaits_review_is_found_with_the_form(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    found = lite.say(squad.manager, "周报 @李雷 本周")
    assert labels(found) == ["已阅", "需补充", "优秀"]


def test_a_mention_in_the_group_finds_it_and_answers_in_private(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    shown = lite.say_in(squad.chat, squad.manager, "周报 @李雷 本周")
    assert "请看私信" in read(shown)
    assert DONE not in read(shown)
    assert DONE in read(lite.answer(squad.manager))


def test_an_admin_reads_every_teams_reports(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    assert DONE in read(lite.say(lite.admin, "周报 @李雷 本周"))
    assert "1 份" in read(lite.say(lite.admin, "点评"))


def test_others_get_the_same_no_whether_it_is_there_or_not(lite: Installation) -> None:
    squad = on_friday(lite)
    other = lite.squad("华南队", "孙经理", ("周七",))
    write(lite, squad.reps[0])
    answers = {
        read(lite.say(squad.reps[1], "周报 @李雷 本周")),
        read(lite.say(squad.reps[1], "周报 @李雷 上周")),
        read(lite.say(squad.reps[1], "周报 @没有这个人")),
    }
    assert len(answers) == 1
    assert NO in answers.pop()
    for name in ("李雷", "没有这个人"):
        assert f"你的团队里没有「{name}」。" in read(lite.say(other.manager, f"周报 @{name}"))


def test_a_draft_is_nobody_elses_to_read(lite: Installation) -> None:
    squad = on_friday(lite)
    save(lite, squad.reps[0], lite.say(squad.reps[0], "周报"), summary="还没写完的话")
    for said in ("周报 @李雷", "周报 @李雷 本周"):
        found = read(lite.say(squad.manager, said))
        assert "没有 李雷 已提交的周报" in found
        assert "还没写完的话" not in found


def test_ones_own_name_finds_ones_own(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    assert "周报 2026-W10 已提交" in read(lite.say(squad.reps[0], "周报 @李雷"))


def test_two_people_of_one_name_are_asked_about(lite: Installation) -> None:
    squad = lite.squad(reps=("张三", "张三", "张三丰"))
    lite.tick(moment(6, 15))
    write(lite, squad.reps[1], summary="第二个张三")
    asked = lite.say(squad.manager, "周报 @张三 本周")
    assert "哪一位 张三？" in read(asked)
    assert len(labels(asked)) == 2
    mine = next(label for label in labels(asked) if squad.reps[1].open_id[-4:] in label)
    lite.feishu.press(squad.manager, asked.message_id, mine)
    assert "第二个张三" in read(asked)
    assert "没有 张三丰 已提交的周报" in read(lite.say(squad.manager, "周报 @张三丰 本周"))


def test_who_has_left_is_still_read_by_the_manager(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    assert DONE in read(lite.say(squad.manager, "周报 @李雷 本周"))
    assert "先加入一个销售团队" in read(lite.say(squad.reps[0], "周报"))


def test_a_report_stays_with_the_team_it_was_written_for(lite: Installation) -> None:
    squad = on_friday(lite)
    write(lite, squad.reps[0])
    other = lite.squad("华南队", "孙经理", ("周七",))
    lite.feishu.join(other.chat, [squad.reps[0]])
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    assert "没有 李雷 已提交的周报" in read(lite.say(other.manager, "周报 @李雷 本周"))
    assert DONE in read(lite.say(squad.manager, "周报 @李雷 本周"))


def test_a_button_in_the_group_shows_nobodys_report_there(lite: Installation) -> None:
    squad = on_friday(lite)
    lite.file(squad.reps[0], "保密客户", outcome="好", next_step="等通知")
    shown = lite.say_in(squad.chat, squad.reps[0], "帮助")
    lite.feishu.press(squad.reps[0], shown.message_id, "周报")
    assert "保密客户" not in read(shown)
    assert "保密客户" in read(lite.answer(squad.reps[0]))
