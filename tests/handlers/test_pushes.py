"""推送: the admin sees what each kind leads to, and switches off what leads to nothing."""

from datetime import timedelta

from bot.attention import Gate
from bot.card import card, plain
from bot.text import same
from storage.engine import Connection
from storage.outbox import Outgoing, Verb
from tests.installation import SHANGHAI, Installation
from tests.seen import labels, read
from tests.weeks import at, begun, direct, person_id


def told(house: Installation, number: int, kind: str = "duties") -> None:
    """Let the first rep have been told so many things of a kind, four a day."""
    who = person_id(house, next(one for one in house.feishu.world.people.values() if one.name == "李雷"))

    def work(db: Connection) -> None:
        for each in range(number):
            now = house.clock.now() - timedelta(days=1 + each // 4)
            made = card(same(f"{kind} {each}"), plain(same(each)), summary=same(each))
            sent = Outgoing("ou_x", Verb.SEND, made.dumps(), about=kind, dedupe=f"{kind}/{each}")
            Gate.of(db, house.app.house.attention, [who], now).admit(who, SHANGHAI, kind, sent, made)

    house.app.db.write(work)


def test_what_leads_to_nothing_is_pointed_out_and_switched_off(house: Installation) -> None:
    squad = begun(house)
    house.tick(at(6, 9))
    told(house, 24)
    shown = house.say(house.admin, "推送")
    assert "建议关闭：经理催办" in read(shown)
    assert "单独发 18 · 并入今日卡 6 · 4 小时内有动作 0（0%）" in read(shown)
    assert "Better off" in read(shown, "en")
    house.feishu.press(house.admin, shown.message_id, "关闭")
    off = house.say(house.admin, "推送")
    assert "经理催办（已关闭）" in read(off)
    assert "没有需要关闭的推送" in read(off)
    before = len(direct(house, squad.reps[0]))
    house.say(squad.manager, "催 李雷 周报")
    assert len(direct(house, squad.reps[0])) == before
    house.feishu.press(house.admin, off.message_id, "打开")
    assert house.rows("select count(*) from off_kinds") == [(0,)]


def test_an_answer_within_four_hours_counts(house: Installation) -> None:
    squad = begun(house)
    house.tick(at(6, 9))
    house.say(squad.manager, "催 李雷 周报")
    house.say(squad.reps[0], "今天")
    assert "单独发 1 · 并入今日卡 0 · 4 小时内有动作 1（100%）" in read(house.say(house.admin, "推送"))


def test_escalations_have_no_switch(lite: Installation) -> None:
    begun(lite)
    told(lite, 4, "approval")
    shown = lite.say(lite.admin, "推送")
    assert "审批" in read(shown)
    assert labels(shown) == []


def test_only_admins_see_it(lite: Installation) -> None:
    squad = begun(lite)
    assert "只有管理员" in read(lite.say(squad.manager, "推送"))


def test_before_anything_was_told_there_is_nothing_to_switch(lite: Installation) -> None:
    lite.squad()
    assert "没有需要关闭的推送" in read(lite.say(lite.admin, "推送"))
