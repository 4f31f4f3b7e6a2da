"""设置: a team's region, its time zone, and whether its group reads names."""

from datetime import datetime

import pytest

from playground import Person
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import held, read, toast

DECEMBER = datetime(2026, 12, 14, 10, 0, tzinfo=SHANGHAI)


def advent(house: Installation) -> Squad:
    squad = house.squad()
    house.tick(DECEMBER)
    return squad


def kept(house: Installation) -> list[tuple[str, str, bool]]:
    rows = house.rows("select region, timezone, names_missing from teams order by id")
    return [(str(region), str(zone), bool(names)) for region, zone, names in rows]


def dues(house: Installation, period: str) -> set[str]:
    rows = house.rows(f"select due_at from obligations where type = 'weekly' and period = '{period}'")  # noqa: S608
    return {str(due)[:16] for (due,) in rows}


@pytest.mark.parametrize("words", ["设置", "settings", "sz", "设置 华东一队"])
def test_the_form_shows_what_is_set(lite: Installation, words: str) -> None:
    squad = advent(lite)
    form = lite.say(squad.manager, words)
    assert held(form) == {"region": "CN", "timezone": "Asia/Shanghai", "names": "counts"}
    for said in ("团队设置", "华东一队", "中国大陆", "都不是（只休周末）", "提醒总是先私信本人。"):
        assert said in read(form)
    for said in ("Team settings", "Mainland China", "None of them (weekends only)"):
        assert said in read(form, "en")


def test_a_new_time_zone_moves_what_is_ahead(house: Installation) -> None:
    squad = advent(house)
    assert dues(house, "2026-W52") == {"2026-12-25 10:00"}
    past = house.rows("select id, due_at from obligations where state <> 'pending' order by id")
    form = house.say(squad.manager, "设置")
    done = house.feishu.submit(squad.manager, form.message_id, {"timezone": "Europe/Berlin", "names": "names"})
    assert toast(done)[1:] == ("设置已保存", "Settings are kept")
    assert kept(house) == [("CN", "Europe/Berlin", True)]
    assert dues(house, "2026-W52") == {"2026-12-25 17:00"}
    assert "周报 2026-W52 截止 12月25日 11:00 → 12月25日 18:00（2 人）" in read(form)
    assert house.rows("select id, due_at from obligations where state <> 'pending' order by id") == past
    (before,) = house.rows("select verb, subject from audit")
    assert before == ("change_team", "team-1")


def test_a_team_that_keeps_no_known_holidays_works_through_them(house: Installation) -> None:
    squad = house.squad()
    house.tick(datetime(2026, 9, 21, 10, 0, tzinfo=SHANGHAI))
    assert dues(house, "2026-W40") == {"2026-09-30 10:00"}
    form = house.say(squad.manager, "设置")
    house.feishu.submit(squad.manager, form.message_id, {"region": "ZZ"})
    assert kept(house)[0][0] == "ZZ"
    assert dues(house, "2026-W40") == {"2026-10-02 10:00"}
    assert "周报 2026-W40 截止 9月30日 18:00 → 10月2日 18:00（2 人）" in read(form)


@pytest.mark.parametrize("zone", ["Mars/Base", "Peking", "../etc/passwd", "/Asia/Shanghai"])
def test_a_time_zone_that_there_is_not_comes_back_with_what_was_typed(lite: Installation, zone: str) -> None:
    squad = advent(lite)
    form = lite.say(squad.manager, "设置")
    done = lite.feishu.submit(squad.manager, form.message_id, {"timezone": zone, "names": "names"})
    assert f"没有「{zone}」这个时区" in toast(done)[1]
    assert held(form) == {"region": "CN", "timezone": zone, "names": "names"}
    assert kept(lite) == [("CN", "Asia/Shanghai", False)]


def test_saving_what_is_set_already_changes_nothing(lite: Installation) -> None:
    squad = advent(lite)
    form = lite.say(squad.manager, "设置")
    lite.feishu.submit(squad.manager, form.message_id, {})
    assert "要交的报告和截止时间都不变。" in read(form)
    assert lite.rows("select * from audit") == []


def refusal(house: Installation, person: Person, words: str) -> str:
    return read(house.say(person, words))


def test_only_a_teams_manager_and_admins_set_it(house: Installation) -> None:
    squad = advent(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    assert "团队数据只有经理能看。" in refusal(house, squad.reps[0], "设置")
    for person in (squad.reps[0], other.manager):
        assert "「华东一队」的数据只有该团队的经理能看。" in refusal(house, person, "设置 华东一队")
    assert "现有团队：华东一队、华南一队" in refusal(house, house.admin, "设置")
    form = house.say(house.admin, "设置 华南一队")
    house.feishu.submit(house.admin, form.message_id, {"timezone": "Asia/Tokyo"})
    assert [zone for _, zone, _ in kept(house)] == ["Asia/Shanghai", "Asia/Tokyo"]
    stale = house.say(squad.manager, "设置")
    house.feishu.leave(squad.chat, [squad.manager])
    refused = house.feishu.submit(squad.manager, stale.message_id, {"timezone": "Asia/Tokyo"})
    assert toast(refused)[0] == "warning"
    assert kept(house)[0][1] == "Asia/Shanghai"
