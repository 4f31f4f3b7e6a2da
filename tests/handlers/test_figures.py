"""Figures on demand: 业绩, 完成率, 排行, 漏斗, and what each person is told."""

from datetime import datetime

from sales.money import Money
from tests.installation import SHANGHAI, Installation, Squad
from tests.seen import check_everything, read
from tests.stall import confirmed, draft_of, goods, keep, returned, shipped, sold, stocked

TENTH = datetime(2026, 3, 10, 10, tzinfo=SHANGHAI)


def traded(house: Installation) -> Squad:
    """A squad on the 10th of March, with sales in February and March."""
    squad = house.squad()
    shop = stocked(house)
    house.clock.set(TENTH)
    sold(house, squad.reps[0], "华宁精密", shop.wish("A100", 10), shop.wish("B7", 3))
    sold(house, squad.reps[1], "长安电子", shop.wish("A200", 2))
    return squad


def test_a_rep_reads_their_own_figures(house: Installation) -> None:
    squad = traded(house)
    for words in ("业绩", "业绩 本队", "完成率", "排行", "漏斗"):
        for who in (squad.reps[0], squad.manager):
            print(words, who.name, "\n", read(house.say(who, words)))
            print(words, who.name, "\n", read(house.answer(who), "en"))
    check_everything(house)
    assert 0
