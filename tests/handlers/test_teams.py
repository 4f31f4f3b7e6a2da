"""团队: the team at a glance, for those who may see it."""

from datetime import datetime

import pytest

from playground import Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import read

WEDNESDAY = datetime(2026, 3, 4, 10, 0, tzinfo=SHANGHAI)


def worked(house: Installation) -> Squad:
    """A team on a Wednesday: one rep was busy, the other was not."""
    squad = house.squad()
    house.file(squad.reps[0], visited_on="2026-02-27")
    house.file(squad.reps[0])
    house.clock.set(WEDNESDAY)
    house.file(squad.reps[0])
    house.file(squad.reps[0], "长安重工")
    house.file(squad.manager, "经理自己的")
    return squad


@pytest.mark.parametrize("words", ["团队", "team", "td", "／团队", "团队 华东一队"])
def test_the_manager_sees_each_rep(lite: Installation, words: str) -> None:
    squad = worked(lite)
    card = lite.say(squad.manager, words)
    for said in (
        "华东一队 · 拜访",
        "3月4日 周三",
        "2 / 6 次",
        "3 / 18 次",
        "李雷 2 3 03-04",
        "韩梅梅 0 0 —",
        "截至 3月4日 10:00",
    ):
        assert said in read(card)
    for said in ("华东一队 · Visits", "This week so far / norm", "As of 4 Mar 10:00"):
        assert said in read(card, "en")
    assert "王经理" not in read(card)


def test_withdrawn_visits_are_not_counted(house: Installation) -> None:
    squad = worked(house)
    house.feishu.press(squad.reps[0], house.answer(squad.reps[0]).message_id, "撤回")
    assert "李雷 1 2 03-04" in read(house.say(squad.manager, "团队"))


def test_who_left_is_not_listed_any_more(lite: Installation) -> None:
    squad = worked(lite)
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    card = read(lite.say(squad.manager, "团队"))
    assert "李雷" not in card
    assert "0 / 3 次" in card


def test_a_rep_is_told_that_team_figures_are_for_managers(lite: Installation) -> None:
    squad = worked(lite)
    told = lite.say(squad.reps[0], "团队")
    assert "团队数据只有经理能看。想看自己的，请发「今天」。" in read(told)
    assert 'Team figures are for managers only. For your own, send "today".' in read(told, "en")


def asked(house: Installation, person: Person, team: str) -> str:
    """What a person is told who asks for a team."""
    return read(house.say(person, f"团队 {team}"))


def test_one_teams_figures_are_hidden_from_all_others_and_so_is_whether_it_exists(house: Installation) -> None:
    squad = worked(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    for person, team in (
        (squad.reps[0], "华南一队"),
        (squad.reps[0], "华东一队"),
        (squad.manager, "华南一队"),
        (other.manager, "华东一队"),
        (squad.manager, "没有的队"),
    ):
        assert f"「{team}」的数据只有该团队的经理能看。" in asked(house, person, team)
        assert "周周" not in asked(house, person, team)
    assert "华南一队 · 拜访" in asked(house, other.manager, "华南一队")


def test_an_admin_sees_every_team(house: Installation) -> None:
    worked(house)
    house.squad("华南一队", "陈经理", ("周周",))
    assert "李雷 2 3 03-04" in asked(house, house.admin, "华东一队")
    assert "周周 0 0 —" in asked(house, house.admin, "华南一队")
    assert "「没有的队」的数据只有该团队的经理能看。" in asked(house, house.admin, "没有的队")
    assert "现有团队：华东一队、华南一队" in read(house.say(house.admin, "团队"))
    assert "我能做什么" in read(house.say(house.admin, "帮助"))


def test_a_manager_of_two_teams_gets_the_one_of_the_group(lite: Installation) -> None:
    first = lite.squad("华东一队")
    second = lite.feishu.add_group("华东二队", [first.manager, *lite.people("周周")])
    lite.feishu.add_bot(second, first.manager)
    lite.drain()
    lite.feishu.press(first.manager, lite.feishu.last_card(second).message_id, "设为销售团队")
    assert "华东一队 · 拜访" in read(lite.say(first.manager, "团队"))
    assert "华东二队 · 拜访" in read(lite.say_in(second, first.manager, "团队"))
    assert "华东二队 · 拜访" in asked(lite, first.manager, "华东二队")


def test_a_team_without_reps_says_so(lite: Installation) -> None:
    squad = lite.squad(reps=())
    card = lite.say(squad.manager, "团队")
    assert "团队里还没有销售。" in read(card)
    assert "No reps yet." in read(card, "en")


def test_sixty_reps_fit_on_the_card(lite: Installation) -> None:
    squad = lite.squad(reps=tuple(f"销售{n:02}" for n in range(60)))
    assert "销售59 0 0 —" in read(lite.say(squad.manager, "团队"))
