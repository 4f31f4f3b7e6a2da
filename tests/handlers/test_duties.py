"""未交: a manager sees who is missing and why, a rep what they owe, and nobody is named before others."""

import pytest

from playground import Person
from tests.handlers.duties import Owing, owing
from tests.installation import Installation
from tests.seasons import at
from tests.seen import labels, read

__all__ = ["owing"]

MISSED, MONDAY = "03-06 19:00", "03-09 10:00"


def listed(owing: Owing, words: str = "未交", lang: str = "zh") -> str:
    """What the manager reads."""
    return read(owing.house.say(owing.squad.manager, words), lang)


def told(owing: Owing, who: Person, lang: str = "zh") -> str:
    """The last card that somebody got."""
    return read(owing.house.answer(who), lang)


# The list


@pytest.mark.parametrize(
    "words", ["未交", "missing", "wj", "未交 周报", "missing weekly", "未交 华东一队", "未交 周报 上周"]
)
def test_the_manager_sees_who_is_missing_and_by_when_it_was_due(owing: Owing, words: str) -> None:
    owing.sends(owing.squad.reps[1], "03-06 17:00")
    owing.go(MONDAY)
    said = listed(owing, words)
    assert "李雷 周报 2026-W10" in said
    assert "截止 3月6日 18:00 · 已过 2 天" in said
    assert "韩梅梅 周报" not in said
    english = told(owing, owing.squad.manager, "en")
    assert "李雷 Weekly report 2026-W10" in english
    assert "due 6 Mar 18:00 · 2 days ago" in english


def test_hours_are_said_as_hours(owing: Owing) -> None:
    owing.go(MISSED)
    assert "截止 3月6日 18:00 · 已过 1 小时" in listed(owing)
    owing.go("03-07 09:00")
    assert "已过 15 小时" in listed(owing)


def test_what_is_due_today_is_listed_before_its_time_and_what_is_due_later_is_not(owing: Owing) -> None:
    owing.go("03-05 10:00")
    assert "该交的都交了。" in listed(owing)
    owing.go("03-06 10:00")
    assert "截止 3月6日 18:00" in listed(owing)
    assert "已过" not in listed(owing)


def test_below_five_counts_stand_instead_of_percentages(owing: Owing) -> None:
    owing.sends(owing.squad.reps[1], "03-06 17:00")
    owing.go(MONDAY)
    said = listed(owing)
    assert "1/2" in said
    assert "样本不足" in said
    assert "%" not in said
    assert "too few for a rate" in told(owing, owing.squad.manager, "en")


def test_from_five_on_rates_are_shown_to_a_tenth(lite: Installation) -> None:
    """Of seven one is on leave, so six owe: four on time, one late, one missing."""
    owing = Owing(lite, tuple(f"销售{n}" for n in range(7)))
    owing.away(owing.squad.reps[6], "03-02", "03-06")
    for n in range(4):
        owing.sends(owing.squad.reps[n], "03-06 17:00")
    owing.sends(owing.squad.reps[4], "03-06 20:00")
    owing.go(MONDAY)
    said = listed(owing)
    for words in ("66.7%", "4/6", "83.3%", "5/6", "免交与豁免 1 份", "销售6 · 周报 2026-W10 · 免交（请假）"):
        assert words in said
    assert "及时率 · 周报 2026-W10" in said
    assert "On time · " in told(owing, owing.squad.manager, "en")


def test_a_team_of_which_all_are_on_leave_owes_nothing(owing: Owing) -> None:
    for rep in owing.squad.reps:
        owing.away(rep, "03-02", "03-06")
    owing.go(MONDAY)
    said = listed(owing)
    assert "周报 2026-W10：没有应交的报告。" in said
    assert "%" not in said
    assert "该交的都交了。" in said


def test_another_period_and_type_can_be_asked_for(owing: Owing) -> None:
    owing.house.clock.set(at("04-01 09:00"))
    owing.reckon()
    owing.go("04-03 10:00")
    said = listed(owing, "未交 月报 上月")
    assert "李雷 月报 2026-03" in said
    assert "周报" not in said
    assert "及时率 · 月报 2026-03" in said
    assert "李雷 周报 2026-W10" in listed(owing, "未交 2026-W10")


def test_a_provisional_period_is_marked_and_blames_nobody(lite: Installation) -> None:
    lite.clock.set(at("12-21 09:00"))
    owing = Owing(lite)
    owing.house.clock.set(at("12-22 09:00"))
    owing.reckon()
    owing.go("12-31 23:00")
    said = listed(owing, "未交 周报 2026-W53")
    assert "李雷 周报 2026-W53" in said
    assert "暂定" in said
    assert "没有应交的报告" in said


@pytest.mark.parametrize("words", ["未交 那个", "未交 周报 某天", "未交 没有的队"])
def test_words_that_name_nothing_are_said_back_with_examples(owing: Owing, words: str) -> None:
    assert "没看懂「" in listed(owing, words)
    assert "missing monthly last month" in told(owing, owing.squad.manager, "en")


def test_in_a_group_nobody_is_named(owing: Owing) -> None:
    owing.go(MONDAY)
    public = read(owing.house.say_in(owing.squad.chat, owing.squad.manager, "未交"))
    assert "名单只发给你本人" in public
    assert "李雷" not in public
    assert "李雷 周报 2026-W10" in told(owing, owing.squad.manager)


def test_an_admin_names_the_team_where_there_are_several(owing: Owing) -> None:
    owing.go(MONDAY)
    house = owing.house
    assert "李雷 周报 2026-W10" in read(house.say(house.admin, "未交"))
    house.squad("华南一队", "陈经理", ("周周",))
    assert "团队有：华东一队、华南一队" in read(house.say(house.admin, "未交"))
    assert "李雷 周报 2026-W10" in read(house.say(house.admin, "未交 华东一队 周报"))
    assert "李雷" not in read(house.say(house.admin, "未交 华南一队"))


def test_one_teams_manager_does_not_see_another_team(owing: Owing) -> None:
    other = owing.house.squad("华南一队", "陈经理", ("周周",))
    owing.go(MONDAY)
    assert "李雷" not in read(owing.house.say(other.manager, "未交"))
    assert "没看懂「华东一队」" in read(owing.house.say(other.manager, "未交 华东一队"))


def test_a_rep_sees_their_own_with_the_way_to_write_it(owing: Owing) -> None:
    owing.go("03-05 10:00")
    mine = owing.house.say(owing.squad.reps[0], "未交")
    assert "周报 2026-W10" in read(mine)
    assert "截止 3月6日 18:00" in read(mine)
    assert labels(mine) == ["去写", "为什么"]
    owing.sends(owing.squad.reps[0], "03-05 11:00")
    assert "你现在没有要交的报告。" in read(owing.house.say(owing.squad.reps[0], "未交"))


def test_a_team_of_sixty_fits_on_the_card(lite: Installation) -> None:
    owing = Owing(lite, tuple(f"销售{n:02}" for n in range(60)))
    owing.go(MONDAY)
    shown = owing.house.say(owing.squad.manager, "未交")
    assert "还有 32 份" in read(shown)
    assert labels(shown).count("豁免") == 8


# Reminding
