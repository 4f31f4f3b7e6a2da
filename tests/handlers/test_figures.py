"""Figures on demand: 业绩, 团队, 完成率, 排行 and 漏斗, and whose each person may read."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from sqlalchemy import update

from bot.app import house_of
from bot.context import Context
from bot.deliveries import Delivery
from bot.figure_asks import asked_of
from bot.team_boards import team_board_card
from handlers.figures.board_cards import board_card
from handlers.figures.funnel_cards import funnel_card
from handlers.figures.rank_cards import rank_of
from handlers.figures.rate_cards import rate_card
from playground import Person
from sales.money import Money
from sales.scopes import COMPANY, Scope, area, rep, team
from sales.stretches import Stretch
from sales.targets import Place
from storage import people
from storage.engine import Connection
from storage.payments import Income, pay
from storage.targets import Entry, set_targets
from tests.installation import SHANGHAI, Installation, Squad
from tests.plans import statements
from tests.seen import check_everything, read
from tests.stall import draft_of, goods, keep, shipped, sold, stocked
from tests.weeks import person_id

TENTH = datetime(2026, 3, 10, 10, tzinfo=SHANGHAI)
MARCH = Stretch(date(2026, 3, 1), date(2026, 4, 1))
TEAM_DATA = "业绩数据只私信发送"
NOT_SEEN = "没有看懂「"


def traded(house: Installation) -> Squad:
    """A squad on the 10th of March: 李雷 sold for 1,029.97 yuan, 韩梅梅 for 500."""
    squad = house.squad()
    shop = stocked(house)
    house.clock.set(TENTH)
    sold(house, squad.reps[0], "华宁精密", shop.wish("A100", 10), shop.wish("B7", 3))
    sold(house, squad.reps[1], "长安电子", shop.wish("A200", 2))
    return squad


def aimed(house: Installation, scope: Scope, yuan: int, stretch: Stretch = MARCH) -> None:
    """Set a target."""
    admin = house.rows("select id from people order by id")[0][0]
    entry, now = Entry(Place(scope, stretch), yuan * 100, "年会定的"), house.clock.now()
    keep(house, lambda db: set_targets(db, [entry], admin, now, now.date(), from_above=True))


def team_id(house: Installation, name: str = "华东一队") -> int:
    return next(int(number) for number, called in house.rows("select id, name from teams") if called == name)


def test_a_rep_reads_their_own_pace_and_what_went_into_it(house: Installation) -> None:
    squad = traded(house)
    aimed(house, rep(person_id(house, squad.reps[0])), 4000)
    card = house.say(squad.reps[0], "业绩")
    for said in ("业绩：李雷", "销售额 · 2026-03", "¥1,030", "目标 ¥4,000 · 完成 25.8%", "已过 6/22 个工作日"):
        assert said in read(card)
    for said in ("1\n新客户（家）", "0\n有效拜访（次）", "—\n到期回款率\n本期无到期", "¥0\n逾期额", "报告及时率"):
        assert said in read(card)
    for said in ("Figures: 李雷", "target ¥4,000 · 25.8% of it", "6 of 22 working days over", "As of 10 Mar 10:00"):
        assert said in read(card, "en")
    assert "500" not in read(card)
    check_everything(house)


@pytest.mark.parametrize(
    "words, title, period",
    [
        ("业绩", "业绩：王经理", "2026-03"),
        ("kpi this month", "业绩：王经理", "2026-03"),
        ("yj 本队 上月", "业绩：华东一队", "2026-02"),
        ("业绩 华东一队 Q1", "业绩：华东一队", "2026-Q1"),
        ("业绩 2026-H1 李雷", "业绩：李雷", "2026-H1"),
        ("业绩 @李雷 2026-03", "业绩：李雷", "2026-03"),
        ("业绩 我的 3月2日到3月6日", "业绩：王经理", "2026-03-02..2026-03-06"),
        ("完成率 本队 2026", "完成率：华东一队", "2026"),
        ("rate 本周", "完成率：华东一队", "2026-W11"),
        ("漏斗 上周", "漏斗：华东一队", "2026-W10"),
        ("团队 本周", "华东一队 · 团队业绩", "2026-W11"),
        ("排行 新客户 今天", "排行：新客户", "2026-03-10"),
    ],
)
def test_of_whom_and_when_the_words_say(lite: Installation, words: str, title: str, period: str) -> None:
    squad = traded(lite)
    card = lite.say(squad.manager, words)
    assert title in read(card)
    assert f"{title} · {period}" in read(card)


def test_a_part_of_a_month_is_compared_with_as_many_working_days_of_the_one_before(lite: Installation) -> None:
    squad = lite.squad()
    shop = stocked(lite)
    for day, wish in ((3, 1), (27, 8)):
        at = datetime(2026, 2, day, 10, tzinfo=SHANGHAI)
        lite.clock.set(at)
        sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", wish))
    lite.clock.set(datetime(2026, 3, 3, 10, tzinfo=SHANGHAI))
    sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", 3))
    lite.clock.set(datetime(2026, 3, 4, 10, tzinfo=SHANGHAI))
    sold(lite, squad.reps[0], "华宁精密", shop.wish("A100", 5))
    card = lite.say(squad.reps[0], "业绩")
    assert "较2026-02同期 +200.0%" in read(card)
    assert "按相同的工作日数比较（不含今天）" in read(card)
    assert "新客户（家）\n较2026-01 +1" in read(lite.say(squad.reps[0], "业绩 2026-02"))


def test_what_is_no_figure_of_anybody_is_asked_for_again(lite: Installation) -> None:
    squad = traded(lite)
    assert NOT_SEEN in read(lite.say(squad.manager, "业绩 火星"))
    assert "I did not get" in read(lite.answer(squad.manager), "en")


ASKED = ("业绩", "业绩 本队", "业绩 韩梅梅", "业绩 华南一队", "业绩 公司", "业绩 华东", "完成率 公司", "漏斗 公司")
OWN = ("业绩：", "", "", "", "", "", "", "")
MANAGED = ("业绩：", "业绩：华东一队", "业绩：韩梅梅", "", "", "", "", "")
ELSEWHERE = ("业绩：", "业绩：华南一队", "", "业绩：华南一队", "", "", "", "")
ALL = ("", "", "业绩：韩梅梅", "业绩：华南一队", "业绩：公司", "业绩：华东", "完成率：公司", "漏斗：公司")


def test_who_may_read_whose(house: Installation) -> None:
    squad = traded(house)
    other = house.squad("华南一队", "陈经理", ("周周",))
    keep(house, lambda db: db.execute(update(people.teams).values(area="华东")))
    stranger, leaver = house.people("路人", "老郑")
    house.feishu.join(squad.chat, [leaver])
    house.feishu.leave(squad.chat, [leaver])
    director = house.admin
    table: list[tuple[Person, tuple[str, ...]]] = [
        (squad.reps[0], OWN),
        (other.reps[0], OWN),
        (squad.manager, MANAGED),
        (other.manager, ELSEWHERE),
        (director, ALL),
        (stranger, ("",) * len(ASKED)),
        (leaver, ("",) * len(ASKED)),
    ]
    for who, expected in table:
        for words, title in zip(ASKED, expected, strict=True):
            told = read(house.say(who, words))
            assert (title in told) if title else ("¥" not in told), (who.name, words, told)
    assert "还不认识你" in read(house.say(stranger, "业绩"))
    assert "还不认识你" in read(house.say(leaver, "排行"))
    check_everything(house)


def test_a_rep_may_be_above_themselves_only(lite: Installation) -> None:
    squad = traded(lite)
    for words in ("业绩 @韩梅梅", "业绩 韩梅梅", "排行 @韩梅梅"):
        told = read(lite.say(squad.reps[0], words))
        assert "500" not in told
    assert "别人的业绩只有其经理能看" in read(lite.say_in(squad.chat, squad.reps[0], "业绩 @韩梅梅"))


def test_in_a_group_figures_go_to_the_direct_chat(lite: Installation) -> None:
    squad = traded(lite)
    for words in ("业绩", "业绩 本队", "完成率", "排行", "漏斗", "团队 本月"):
        shown = read(lite.say_in(squad.chat, squad.manager, words))
        assert "只私信发送" in shown
        assert "¥" not in shown
        assert "2026-03" in read(lite.answer(squad.manager))


def test_what_is_reached_is_told_from_the_whole_to_its_parts(house: Installation) -> None:
    squad = traded(house)
    first, second = (rep(person_id(house, each)) for each in squad.reps)
    aimed(house, team(team_id(house)), 3000)
    aimed(house, first, 2000)
    card = house.say(squad.manager, "完成率")
    assert "目标 ¥3,000 · 完成 51% · 进度 1.87" in read(card)
    assert "李雷 51.5% 1.89 ¥1,030 / ¥2,000" in read(card)
    assert "未设目标（不参加排名）：韩梅梅" in read(card)
    aimed(house, second, 500)
    card = house.say(squad.manager, "完成率")
    lines = [line for line in read(card).split("\n") if "%" in line and "/" in line]
    assert [line.split()[0] for line in lines if line.split()[0] in ("李雷", "韩梅梅")] == ["韩梅梅", "李雷"]
    assert "1 / 2 已达成目标" in read(card)
    assert "1 of 2 have reached their target" in read(card, "en")
    check_everything(house)


def test_the_company_is_made_of_areas_and_of_teams_without_one(lite: Installation) -> None:
    squad = traded(lite)
    lite.squad("华南一队", "陈经理", ("周周",))
    keep(lite, lambda db: db.execute(update(people.teams).where(people.teams.c.id == 1).values(area="华东")))
    aimed(lite, COMPANY, 10_000)
    aimed(lite, area("华东"), 6_000)
    card = read(lite.say(lite.admin, "完成率"))
    assert "华东 25.5% 0.94 ¥1,530 / ¥6,000" in card
    assert "未设目标（不参加排名）：华南一队" in card
    assert squad.manager.name not in card


def test_a_manager_reads_the_ranking_with_names_and_figures(lite: Installation) -> None:
    squad = traded(lite)
    card = lite.say(squad.manager, "排行")
    assert "1 李雷 ¥1,030" in read(card)
    assert "2 韩梅梅 ¥500" in read(card)
    assert "李雷 领先：¥1,030" in read(card)
    assert "Ahead with ¥1,030: 李雷" in read(card, "en")
    tied = read(lite.say(squad.manager, "rank new customers this month"))
    assert "1 李雷 1" in tied
    assert "1 韩梅梅 1" in tied
    without = read(lite.say(squad.manager, "排行 完成率"))
    assert "未参加排名：李雷（未设目标）、韩梅梅（未设目标）" in without
    check_everything(lite)


def test_a_rep_reads_their_place_and_the_first_names_without_their_figures(lite: Installation) -> None:
    squad = traded(lite)
    card = lite.say(squad.reps[1], "排行")
    assert "第 2 名" in read(card)
    assert "共 2 人，你的数字：¥500" in read(card)
    assert "领先：1. 李雷、2. 韩梅梅" in read(card)
    assert "1,030" not in read(card)
    assert "口径" not in read(card)
    assert "No. 2" in read(card, "en")
    assert "排行只能看团队" in read(lite.say(squad.reps[1], "排行 我的"))


def test_the_funnel_has_every_step_and_every_state(house: Installation) -> None:
    squad = traded(house)
    shop = goods(house)
    draft_of(house, squad.reps[0], "新客户", shop.wish("A100", 1))
    order = sold(house, squad.reps[0], "华宁精密", shop.wish("X1", 2))
    shipped(house, order, 2)
    by = person_id(house, squad.reps[0])
    income = Income(order.customer_id, Money(500_00), TENTH.date(), (order.id,))
    keep(house, lambda db: pay(db, income, by, TENTH.date(), TENTH, TENTH))
    card = read(house.say(squad.manager, "漏斗"))
    for step in ("录入 4 单 ¥3,630", "提交 3 单 ¥3,530", "确认 3 单 ¥3,530", "发货 1 单 ¥2,000", "回款 1 单 ¥500"):
        assert step in card
    assert "草稿 Draft 1 ¥100.00" in card
    assert "录入 ¥3,630，确认 ¥3,530，回款 ¥500" in card
    assert "这段时间没有订单" in read(house.say(squad.manager, "漏斗 去年"))
    assert "1 Entered 4 for ¥3,630" in read(house.say(squad.manager, "funnel"), "en")
    check_everything(house)


def test_the_team_over_any_days_names_what_to_look_at(lite: Installation) -> None:
    squad = traded(lite)
    aimed(lite, rep(person_id(lite, squad.reps[0])), 40_000)
    lite.file(squad.reps[1], outcome="同意试用", next_step="报价", next_step_on="2026-03-16")
    card = lite.say(squad.manager, "团队 本月")
    assert "华东一队 · 团队业绩" in read(card)
    assert "李雷 ¥1,030 2.6% 0 · —" in read(card)
    assert "韩梅梅 ¥500 — 1 · 1/1" in read(card)
    assert "李雷 进度最慢 0.09" in read(card)
    assert "李雷 没有有效拜访 0 次" in read(card)
    assert "is slowest against the target" in read(card, "en")
    assert "华东一队 · 拜访" in read(lite.say(squad.manager, "团队"))
    assert "团队数据只有经理能看" in read(lite.say(squad.reps[0], "团队 本月"))
    check_everything(lite)


def context(house: Installation, db: Connection, who: Person) -> Context:
    person, seats = people.find_person(db, who.open_id)
    now = house.clock.now()
    return Context(db, now, Delivery("key", now), who.open_id, person, seats, house_of(house.settings))


CARDS: dict[str, Callable[[Context], object]] = {
    "业绩": lambda ctx: board_card(ctx, asked_of(ctx, "本队")),
    "团队": lambda ctx: team_board_card(ctx, asked_of(ctx, "本队")),
    "完成率": lambda ctx: rate_card(ctx, asked_of(ctx, "本队")),
    "排行": lambda ctx: rank_of(ctx, ""),
    "漏斗": lambda ctx: funnel_card(ctx, asked_of(ctx, "本队")),
}
MOST = {"业绩": 40, "团队": 22, "完成率": 14, "排行": 14, "漏斗": 12}
"""How many questions each card asks at most."""


@pytest.mark.parametrize("name", CARDS)
def test_a_card_asks_the_same_for_two_reps_as_for_twelve(lite: Installation, name: str) -> None:
    few = traded(lite)
    many = lite.squad("华北一队", "林经理", tuple(f"销售{n:02}" for n in range(12)))
    for person in many.reps:
        sold(lite, person, f"客户{person.name}", goods(lite).wish("A100", 1))
    asked = [
        statements(lite.app.db, lambda db, who=squad.manager: CARDS[name](context(lite, db, who)))  # type: ignore[misc]
        for squad in (few, many)
    ]
    assert len(asked[0]) == len(asked[1]) <= MOST[name], [one for one, _ in asked[0]]
