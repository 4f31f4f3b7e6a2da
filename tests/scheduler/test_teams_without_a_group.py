"""A team that came out of files without a chat: its people are served one by one, and nothing is said to a group."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from playground import Person
from scheduler.push import rehearse
from scheduler.pushes import team_line, weekly_digest
from storage import outbox, people
from storage.outbox import NOWHERE, Outgoing, Verb
from tests.installation import SHANGHAI, Installation
from tests.pasts import Past, brought_in
from tests.seen import cards, read
from tests.weeks import at

MONDAY = at(9, 9, 30)
LANES = "select count(*) from outbox where lane like 'import:%'"


def with_past(house: Installation, tmp_path: Path, name: str = "South") -> tuple[Person, Person]:
    """A manager and a rep of a team without a group, who have sold something and visited somebody last week."""
    boss, rep = house.people("孙经理", "林涛")
    past = Past()
    past.add("teams", name, "", "Asia/Shanghai", "", "")
    past.add("members", boss.open_id, "孙经理", name, "主管", "2025-01-01", "")
    past.add("members", rep.open_id, "林涛", name, "rep", "2025-01-01", "")
    past.add("customers", "远东机械", rep.open_id, "B", "2025-01-01")
    past.add("products", "Y9", "阀", "只", "")
    past.add("visits", "", rep.open_id, "远东机械", "2026-02-26", "上门", "同意试用", "", "")
    past.add("orders", "PO-1", "远东机械", rep.open_id, "2026-02-26", "", "", "", "")
    past.add("order_lines", "PO-1", "Y9", "3", "1000", "")
    brought_in(house.app.db, past.write(tmp_path / "past"), house.clock.now())
    return boss, rep


def a_week(house: Installation) -> None:
    """Ticks at the moments at which a group hears something, a line each morning and a digest on Monday."""
    for day in (2, 6, 9):
        for hour, minute in ((8, 45), (9, 0), (9, 30)):
            house.tick(at(day, hour, minute))


def test_nothing_waits_for_a_group_that_is_not_there(house: Installation, tmp_path: Path) -> None:
    house.clock.set(at(2, 7))
    boss, _ = with_past(house, tmp_path)
    a_week(house)
    assert house.rows(LANES) == [(0,)]
    assert house.rows("select count(*) from outbox where state = 'parked'") == [(0,)]
    assert "South · 每日数据" in read(cards(house, house.feishu.direct(boss))[0])


def test_no_digest_counts_as_told_there(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(at(2, 7))
    with_past(lite, tmp_path)
    a_week(lite)
    assert lite.rows("select count(*) from digests") == [(0,)]
    assert lite.rows("select count(*) from publications where card = 'weekly'") == [(0,)]
    assert lite.rows("select count(*) from push_slots where push = 'weekly_digest'") == [(2,)]


def test_a_group_beside_it_hears_its_own(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(at(2, 7))
    squad = lite.squad()
    with_past(lite, tmp_path)
    a_week(lite)
    assert [card for card in cards(lite, squad.chat) if "周汇总" in read(card)]
    assert lite.rows(LANES) == [(0,)]


def test_what_would_be_said_can_still_be_looked_at(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(at(2, 7))
    with_past(lite, tmp_path)
    for push, moment in ((weekly_digest.push, MONDAY), (team_line.push, at(9, 9, 0))):
        assert all(lane.startswith(NOWHERE) for lane, _ in rehearse(push, lite.app.db.read, lite.app.house, moment))


@pytest.mark.parametrize("verb", list(Verb))
def test_the_door_keeps_whatever_is_for_such_a_lane(lite: Installation, verb: Verb) -> None:
    said = Outgoing(f"{NOWHERE}South", verb, "{}", target="om_1", dedupe=f"once/{verb}")
    assert lite.app.db.write(partial(outbox.enqueue, outgoing=said, at=lite.clock.now())) is None
    assert lite.rows("select count(*) from outbox") == [(0,)]


def test_a_group_of_the_same_name_that_comes_later_is_a_team_of_its_own(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(at(2, 7))
    boss, rep = with_past(lite, tmp_path)
    chat = lite.feishu.add_group("South", [boss, rep])
    lite.feishu.add_bot(chat, boss)
    lite.drain()
    lite.feishu.press(boss, lite.feishu.last_card(chat).message_id, "设为销售团队")
    known = lite.app.db.read(people.every_team)
    assert [(team.name, team.chat_id) for team in known] == [("South", "import:south"), ("South", chat.chat_id)]
    _, seats = lite.app.db.read(lambda db: people.find_person(db, rep.open_id))
    assert {seat.team.id for seat in seats} == {team.id for team in known}
    a_week(lite)
    assert [card for card in cards(lite, chat) if "周汇总" in read(card)]
    assert lite.rows(LANES) == [(0,)]
    assert lite.rows("select count(*) from outbox where state = 'parked'") == [(0,)]


def test_its_people_go_on_working_in_the_group(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(datetime(2026, 3, 2, 10, tzinfo=SHANGHAI))
    boss, rep = with_past(lite, tmp_path)
    chat = lite.feishu.add_group("South", [boss, rep])
    lite.feishu.add_bot(chat, boss)
    lite.drain()
    lite.feishu.press(boss, lite.feishu.last_card(chat).message_id, "设为销售团队")
    lite.file(rep, "远东机械")
    filed = lite.rows("select customer_id, team_id, visited_on from visits order by id desc limit 1")
    assert [row[0] for row in filed] == [1]
    assert str(filed[0][2]) == str(date(2026, 3, 2))
    assert lite.say(rep, "今天").card is not None


def test_its_figures_answer_to_its_name(lite: Installation, tmp_path: Path) -> None:
    lite.clock.set(at(2, 10))
    boss, _ = with_past(lite, tmp_path)
    assert "¥3,000" in read(lite.say(boss, "业绩 South 上周")) or "0.3万" in read(lite.answer(boss))
