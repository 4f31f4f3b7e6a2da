"""The group's morning line: counts, and nobody is named for what is missing."""

from datetime import datetime

from tests.installation import SHANGHAI, Installation
from tests.seen import cards, every_card, read

NINE = datetime(2026, 3, 3, 9, 0, tzinfo=SHANGHAI)


def test_the_line_counts_and_names_nobody(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "周周"))
    house.file(squad.reps[0])
    house.file(squad.reps[1])
    house.tick(NINE)
    line = cards(house, squad.chat)[-1]
    assert "全队拜访 2 次（目标 9），2/3 人有记录" in read(line)
    assert "Visits 2 (norm 9), 2 of 3 reps reported" in read(line, "en")
    assert "3月2日 周一" in read(line)
    everything = str([card for card in every_card(house) if "团队进展" in str(card)])
    for rep in squad.reps:
        assert rep.name not in everything
        assert rep.open_id not in everything


def test_a_day_without_visits_is_told_as_it_is(lite: Installation) -> None:
    squad = lite.squad()
    lite.tick(NINE)
    assert "全队拜访 0 次（目标 6），0/2 人有记录" in read(cards(lite, squad.chat)[-1])


def test_monday_tells_of_the_weekend_too(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(datetime(2026, 3, 7, 12, 0, tzinfo=SHANGHAI))
    lite.file(squad.reps[0])
    lite.tick(NINE.replace(day=9))
    line = read(cards(lite, squad.chat)[-1])
    assert "全队拜访 1 次（目标 6），1/2 人有记录" in line
    assert "3月6日 周五 至 3月8日 周日" in line


def test_a_team_without_reps_gets_no_line(lite: Installation) -> None:
    squad = lite.squad(reps=())
    lite.tick(NINE)
    assert len(cards(lite, squad.chat)) == 1


def test_each_group_hears_of_itself(lite: Installation) -> None:
    first = lite.squad("一队", "王经理", ("李雷",))
    second = lite.squad("二队", "陈经理", ("周周",))
    lite.file(second.reps[0])
    lite.tick(NINE)
    assert "一队 · 团队进展" in read(cards(lite, first.chat)[-1])
    assert "全队拜访 0 次" in read(cards(lite, first.chat)[-1])
    assert "全队拜访 1 次" in read(cards(lite, second.chat)[-1])
