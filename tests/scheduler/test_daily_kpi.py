"""The manager's morning card: the right figures for the right days, and who had none."""

from datetime import datetime
from typing import Any

from playground import Message
from tests.installation import SHANGHAI, Installation, Squad, installed
from tests.seen import cards, labels, parts, read
from tests.stall import stocked

TUESDAY = datetime(2026, 3, 3, 8, 45, tzinfo=SHANGHAI)
FRIDAY = datetime(2026, 3, 6, 8, 45, tzinfo=SHANGHAI)
MONDAY = datetime(2026, 3, 9, 8, 45, tzinfo=SHANGHAI)


def morning(house: Installation, squad: Squad, at: datetime) -> Message:
    """The card a manager finds in the morning."""
    house.tick(at)
    return house.answer(squad.manager)


def bars(card: Message) -> list[tuple[Any, Any]]:
    """The bars of the chart, from top to bottom."""
    chart = next(part for part in parts(card.card) if part.get("tag") == "chart")
    return [(bar["name"], bar["value"]) for bar in chart["chart_spec"]["data"]["values"]]


def test_the_card_counts_yesterdays_visits_for_each_rep(house: Installation) -> None:
    squad = house.squad(reps=("李雷", "韩梅梅", "周周"))
    for rep, customer in ((0, "华宁精密"), (0, "长安重工"), (1, "华宁精密")):
        house.file(squad.reps[rep], customer)
    card = morning(house, squad, TUESDAY)
    for said in ("华东一队 · 每日数据", "3月2日 周一", "3/9", "完成 33%", "2/3", "截至 3月3日 08:45"):
        assert said in read(card)
    for said in ("华东一队 · Daily figures", "Mon 2 Mar", "3/9", "33% of norm", "2/3", "as of 3 Mar 08:45"):
        assert said in read(card, "en")
    assert bars(card) == [("李雷", 2), ("韩梅梅", 1), ("周周", 0)]
    assert "0/3 人达到目标 3 次" in read(card)
    assert "没有拜访记录（1 人）：周周" in read(card)
    assert "No visits (1): 周周" in read(card, "en")
    assert "补发" not in read(card)


def test_reps_get_no_card_of_the_manager(lite: Installation) -> None:
    squad = lite.squad()
    morning(lite, squad, TUESDAY)
    assert [cards(lite, lite.feishu.direct(rep)) for rep in squad.reps] == [[], []]
    assert "每日数据" not in "".join(read(card) for card in cards(lite, squad.chat))


def test_visits_count_on_their_own_date_and_not_when_they_were_entered(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.reps[0], visited_on="2026-03-01")
    house.clock.set(datetime(2026, 3, 3, 8, 30, tzinfo=SHANGHAI))
    house.file(squad.reps[0], visited_on="2026-03-02")
    house.file(squad.reps[0], "今天一早", visited_on="2026-03-03")
    assert bars(morning(house, squad, TUESDAY)) == [("李雷", 1), ("韩梅梅", 0)]


def test_withdrawn_visits_and_the_managers_own_are_not_counted(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.manager)
    house.file(squad.reps[0])
    house.feishu.press(squad.reps[0], house.answer(squad.reps[0]).message_id, "撤回")
    card = morning(house, squad, TUESDAY)
    assert bars(card) == [("李雷", 0), ("韩梅梅", 0)]
    assert "没有拜访记录（2 人）：李雷、韩梅梅" in read(card)
    assert "No visits (2): 李雷, 韩梅梅" in read(card, "en")


def test_monday_looks_back_to_friday_day_by_day(house: Installation) -> None:
    squad = house.squad()
    for day, times in ((5, 1), (6, 2), (7, 0), (8, 1)):
        house.clock.set(datetime(2026, 3, day, 18, 0, tzinfo=SHANGHAI))
        for number in range(times):
            house.file(squad.reps[0], f"客户{number}")
    card = morning(house, squad, MONDAY)
    assert "3月6日 周五 至 3月8日 周日" in read(card)
    assert "3月6日 周五：2 次\n3月7日 周六：0 次\n3月8日 周日：1 次" in read(card)
    assert "Fri 6 Mar: 2\nSat 7 Mar: 0\nSun 8 Mar: 1" in read(card, "en")
    assert "3/6" in read(card)
    assert "周五：" not in read(morning(house, squad, MONDAY.replace(day=10)))


def test_friday_is_counted_on_monday_and_not_on_saturday(lite: Installation) -> None:
    squad = lite.squad()
    lite.clock.set(FRIDAY)
    lite.file(squad.reps[0])
    for day in (7, 8):
        lite.tick(FRIDAY.replace(day=day))
    assert [card for card in cards(lite, lite.feishu.direct(squad.manager)) if "每日" in read(card)] == []
    assert bars(morning(lite, squad, MONDAY)) == [("李雷", 1), ("韩梅梅", 0)]


def test_what_is_due_today_is_listed_with_whose_it_is(house: Installation) -> None:
    squad = house.squad()
    house.file(squad.reps[0], "华宁精密", next_step="送样", next_step_on="2026-03-03")
    house.file(squad.reps[1], "长安重工", next_step="回访", next_step_on="2026-03-04")
    card = morning(house, squad, TUESDAY)
    assert "今天要跟进 1 项" in read(card)
    assert "华宁精密 送样 李雷 · V-1" in read(card)
    assert "回访" not in read(card)


def test_many_due_steps_are_listed_in_part(lite: Installation) -> None:
    squad = lite.squad()
    for number in range(11):
        lite.file(squad.reps[0], f"客户{number:02}", next_step="送样", next_step_on="2026-03-03")
        lite.clock.advance(60)
    card = read(morning(lite, squad, TUESDAY))
    assert "今天要跟进 11 项" in card
    assert "还有 3 项" in card
    assert "客户07" in card
    assert "客户08" not in card


def test_without_a_norm_nobody_is_called_silent(sqlite_url: str) -> None:
    with installed(sqlite_url, daily_visit_norm=0) as easy:
        card = morning(easy, easy.squad(), TUESDAY)
        assert "无目标" in read(card)
        assert "没有拜访记录" not in read(card)


def test_the_norm_is_the_configs(sqlite_url: str) -> None:
    with installed(sqlite_url, daily_visit_norm=5) as strict:
        squad = strict.squad()
        strict.file(squad.reps[0])
        assert "1/10" in read(morning(strict, squad, TUESDAY))


def test_a_team_of_a_manager_alone_gets_its_card(lite: Installation) -> None:
    squad = lite.squad(reps=())
    card = morning(lite, squad, TUESDAY)
    assert "团队里还没有销售。" in read(card)
    assert "0/0" not in read(card)


def test_a_hundred_reps_fit_on_the_card(lite: Installation) -> None:
    squad = lite.squad(reps=tuple(f"销售{n:03}" for n in range(100)))
    lite.file(squad.reps[99])
    card = morning(lite, squad, TUESDAY)
    assert (len(bars(card)), bars(card)[0]) == (20, ("销售099", 1))
    assert "没有拜访记录（99 人）" in read(card)


def test_who_left_is_not_reproached(lite: Installation) -> None:
    squad = lite.squad()
    lite.feishu.leave(squad.chat, [squad.reps[1]])
    card = read(morning(lite, squad, TUESDAY))
    assert "韩梅梅" not in card
    assert "没有拜访记录（1 人）：李雷" in card


def test_names_that_are_markup_stay_names(lite: Installation) -> None:
    squad = lite.squad("**队**", "<at id=all></at>", ("<at id=all></at>李", "[雷](https://x.example)"))
    lite.file(squad.reps[0], "<at id=all></at>", next_step="**送**", next_step_on="2026-03-03")
    card = morning(lite, squad, TUESDAY)
    markdown = [str(part) for part in parts(card.card) if part.get("tag") in ("markdown", "lark_md")]
    assert not [one for one in markdown if "<at" in one or "](" in one or "**送" in one]
    assert [name for name, _ in bars(card)] == ["<at id=al…", "[雷](https…"]


def over_authority(house: Installation, squad: Squad, rep: int, customer: str = "华宁精密") -> None:
    """Submit an order that is over its rep's authority, so that the manager has to decide about it."""
    house.say(squad.reps[rep], f"订单 {customer} A100*10 81折")
    house.feishu.press(squad.reps[rep], house.answer(squad.reps[rep]).message_id, "提交")


def test_what_waits_for_the_manager_is_counted_with_the_way_there(house: Installation) -> None:
    squad = house.squad()
    stocked(house)
    for rep, customer in ((0, "华宁精密"), (1, "长安电子")):
        house.file(squad.reps[rep], customer)
        over_authority(house, squad, rep, customer)
    card = morning(house, squad, TUESDAY)
    assert "待你审批 2 单" in read(card)
    assert "2 orders wait for your decision" in read(card, "en")
    assert labels(card)[0] == "审批"
    house.feishu.press(squad.manager, card.message_id, "审批")
    assert "长安电子" in read(house.answer(squad.manager))


def test_what_waits_in_another_team_or_for_nobody_is_not_counted(lite: Installation) -> None:
    east, west = lite.squad(), lite.squad("华西一队", "刘经理", ("周周",))
    stocked(lite)
    lite.file(west.reps[0], "华宁精密")
    over_authority(lite, west, 0)
    lite.tick(TUESDAY)
    assert "待你审批" not in read(lite.answer(east.manager))
    assert "待你审批 1 单" in read(lite.answer(west.manager))


def test_a_manager_alone_hears_of_what_waits_too(lite: Installation) -> None:
    squad = lite.squad(reps=("李雷",))
    stocked(lite)
    lite.file(squad.reps[0])
    over_authority(lite, squad, 0)
    lite.feishu.leave(squad.chat, [squad.reps[0]])
    card = read(morning(lite, squad, TUESDAY))
    assert "团队里还没有销售。" in card
    assert "待你审批 1 单" in card
