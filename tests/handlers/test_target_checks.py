"""The worked check of a month against its target as people see it: orders, a return, the pace, the projection."""

from datetime import date, datetime

import pytest

from playground import Person
from tests.handlers.test_targets import set_target
from tests.installation import SHANGHAI, Installation
from tests.scheduler.sellers import Sellers
from tests.seen import read
from tests.stall import returned, shipped

NOVEMBER = "2026-11"


def tree(house: Installation, who: Person, words: str) -> str:
    return read(house.say(who, f"目标 {words}"))


def november(house: Installation) -> Sellers:
    """A target of a million for a November of 21 working days; 860 sold, of which 8 come back."""
    house.clock.set(datetime(2026, 11, 1, 9, tzinfo=SHANGHAI))
    sellers = Sellers(house)
    set_target(house, house.admin, "目标 华东一队 2026-11 100万")
    sellers.sell(date(2026, 11, 3), 500)
    order = sellers.sell(date(2026, 11, 10), 360, 1, "长安电子")
    house.clock.set(datetime(2026, 11, 12, 12, tzinfo=SHANGHAI))
    shipped(house, order, 360)
    returned(house, order, 8)
    house.clock.set(datetime(2026, 11, 20, 10, tzinfo=SHANGHAI))
    return sellers


def test_a_month_against_its_target_after_two_thirds_of_its_working_days(house: Installation) -> None:
    sellers = november(house)
    for who in (house.admin, sellers.manager):
        said = tree(house, who, "华东一队 2026-11")
        for part in ("¥85.2万", "目标 ¥100万", "85.2%", "已过 14/21", "进度 1.28", "预计 ¥128万"):
            assert part in said


def test_a_target_that_is_doubled_halves_what_is_done_of_it(lite: Installation) -> None:
    sellers = november(lite)
    set_target(lite, lite.admin, "目标 华东一队 2026-11 200万 因为 并购")
    said = tree(lite, sellers.manager, "本队 2026-11")
    assert "42.6%" in said
    assert "0.64" in said
    assert "期间调整过：¥1,000,000.00 → ¥2,000,000.00（并购）" in said


@pytest.mark.parametrize("target, rate", [("1万", "≥999%"), ("85.2万", "100%"), ("852万", "10%"), ("170.4万", "50%")])
def test_what_is_done_of_a_target(lite: Installation, target: str, rate: str) -> None:
    sellers = november(lite)
    set_target(lite, lite.admin, f"目标 华东一队 2026-11 {target} 因为 重估")
    assert rate in tree(lite, sellers.manager, "本队 2026-11")


def test_without_a_target_there_is_no_rate_and_it_says_so(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.sell(date(2026, 3, 3), 5)
    said = tree(lite, sellers.manager, "本队 2026-03")
    assert "未设目标" in said
    assert "¥5,000" in said
    assert "%" not in said.split("未设目标")[0]


def test_a_target_of_nothing_is_no_target_to_be_measured_by(lite: Installation) -> None:
    sellers = Sellers(lite)
    sellers.sell(date(2026, 3, 3), 5)
    set_target(lite, sellers.manager, "目标 本队 2026-03 0元")
    said = tree(lite, sellers.manager, "本队 2026-03")
    assert "∞" not in said
    assert "%" not in said.split("¥5,000")[1].splitlines()[0]


def test_each_rep_stands_against_their_own_and_the_best_comes_first(house: Installation) -> None:
    sellers = november(house)
    for rep, value in zip(sellers.squad.reps, ("100万", "40万"), strict=True):
        set_target(house, sellers.manager, f"目标 {rep.name} 2026-11 {value}")
    said = tree(house, sellers.manager, "本队 2026-11")
    assert "李雷 50%" in said
    assert "韩梅梅 88%" in said
    assert said.index("韩梅梅 88%") < said.index("李雷 50%")
    assert "多分配了 ¥400,000.00" in said
    assert "¥50万 / ¥100万" in said
    own = tree(house, sellers.squad.reps[0], "2026-11")
    assert "50%" in own
    assert "韩梅梅" not in own


def test_a_product_has_a_target_and_a_figure_of_its_own(lite: Installation) -> None:
    sellers = november(lite)
    set_target(lite, lite.admin, "目标 华东一队 2026-11 X1 100万")
    set_target(lite, lite.admin, "目标 华东一队 2026-11 A100 10万")
    assert "85.2%" in tree(lite, sellers.manager, "本队 2026-11 X1")
    said = tree(lite, sellers.manager, "本队 2026-11 A100")
    assert "¥10万" in said
    assert "85.2%" not in said


def test_in_english_the_same_numbers(lite: Installation) -> None:
    sellers = november(lite)
    card = read(lite.say(sellers.manager, "target my team 2026-11"), "en")
    for part in ("¥852k", "¥1M", "85.2%", "1.28"):
        assert part in card
