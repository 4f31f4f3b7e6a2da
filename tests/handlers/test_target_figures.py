"""What has come in against targets, as the tree shows it."""

from playground import Person
from sales import scopes
from sales.grains import Grain, stretch_of
from sales.targets import Place
from storage.engine import Connection
from storage.target_figures import board_for
from storage.target_trees import tree_of
from tests.installation import Installation
from tests.plans import statements
from tests.seeds import TODAY
from tests.seen import house, lite, read
from tests.stall import sold, stocked

__all__ = ["house", "lite"]


def set_target(house: Installation, who: Person, words: str) -> None:
    """Say it and confirm it."""
    shown = house.say(who, words)
    house.feishu.press(who, shown.message_id, "确认")


def test_what_has_come_in_is_shown_for_the_team_its_reps_and_a_product(house: Installation) -> None:
    squad = house.squad()
    shop = stocked(house)
    sold(house, squad.reps[0], "华宁精密", shop.wish("A100", 30))
    sold(house, squad.reps[1], "长安机械", shop.wish("B7", 10))
    (net,) = house.rows("select sum(amount) from postings")
    assert net[0] > 300_000
    for words in ("本队 本月 1万", "李雷 本月 6000元", "本队 本月 5000元 A100", "本队 本月 新客户 4"):
        set_target(house, squad.manager, f"目标 {words}")
    shown = read(house.say(squad.manager, "目标 本队 本月"))
    assert "李雷 50%" in shown
    assert "¥3,000 / ¥6,000" in shown
    assert "未设目标：韩梅梅" in shown
    assert "已过 0/" in shown
    shown = read(house.say(squad.manager, "目标 本队 本月 A100"))
    assert "完成 60%" in shown
    shown = read(house.say(squad.manager, "目标 本队 本月 新客户"))
    assert "2 家" in shown
    assert "目标 4 家 · 完成 50%" in shown


def test_the_questions_of_a_tree_do_not_grow_with_the_team(lite: Installation) -> None:
    small = lite.squad()
    large = lite.squad("大队", "周经理", tuple(f"销售{n}" for n in range(30)))

    def asked(team_id: int) -> int:
        def work(db: Connection) -> None:
            place = Place(scopes.team(team_id), stretch_of(Grain.MONTH, TODAY))
            board_for(db, lite.app.house.gazettes, tree_of(db, place), lite.clock.now())

        return len(statements(lite.app.db, work))

    assert asked(1) == asked(2)
    assert "未设目标" in read(lite.say(large.manager, "目标"))
    assert small.chat != large.chat
