"""What people say when they ask for figures: periods, names and nonsense, and what they are told of whom."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from sqlalchemy import update

from bot.card import Card
from bot.context import Context
from bot.errors import Refusal
from bot.figure_asks import asked_of, parted
from bot.sights import broadest
from handlers.figures.board_cards import board_card
from handlers.figures.funnel_cards import funnel_card
from handlers.figures.rank_cards import rank_of
from handlers.figures.rate_cards import rate_card
from playground.validation import problems
from sales import scopes
from sales.breaches import RuleBroken
from sales.scopes import COMPANY, Scope
from sales.stretches import Stretch
from storage import people
from tests.installation import Installation, sqlite_database
from tests.openings import ADMIN, Desk, desk, desk_of, words_of
from tests.seen import lite, parts, read
from tests.stall import keep

__all__ = ["desk", "lite"]

TODAY = date(2026, 3, 24)
EVERY = ("业绩", "完成率", "排行", "漏斗")
DRAWN: dict[str, Callable[[Context, str], Card]] = {
    "业绩": lambda ctx, words: board_card(ctx, asked_of(ctx, words, broadest)),
    "完成率": lambda ctx, words: rate_card(ctx, asked_of(ctx, words, broadest)),
    "排行": rank_of,
    "漏斗": lambda ctx, words: funnel_card(ctx, asked_of(ctx, words, broadest)),
}


def stretch(first: tuple[int, int, int], end: tuple[int, int, int]) -> Stretch:
    return Stretch(date(*first), date(*end))


@pytest.mark.parametrize(
    "words, rest, found",
    [
        ("", "", None),
        ("本月", "", stretch((2026, 3, 1), (2026, 4, 1))),
        ("this month", "", stretch((2026, 3, 1), (2026, 4, 1))),
        ("上月", "", stretch((2026, 2, 1), (2026, 3, 1))),
        ("last month", "", stretch((2026, 2, 1), (2026, 3, 1))),
        ("今天", "", stretch((2026, 3, 24), (2026, 3, 25))),
        ("today", "", stretch((2026, 3, 24), (2026, 3, 25))),
        ("昨天", "", stretch((2026, 3, 23), (2026, 3, 24))),
        ("本周", "", stretch((2026, 3, 23), (2026, 3, 30))),
        ("上周", "", stretch((2026, 3, 16), (2026, 3, 23))),
        ("Q3", "", stretch((2025, 7, 1), (2025, 10, 1))),
        ("q1", "", stretch((2026, 1, 1), (2026, 4, 1))),
        ("2026", "", stretch((2026, 1, 1), (2027, 1, 1))),
        ("2026-10", "", stretch((2026, 10, 1), (2026, 11, 1))),
        ("2026-h1", "", stretch((2026, 1, 1), (2026, 7, 1))),
        ("2026-W11", "", stretch((2026, 3, 9), (2026, 3, 16))),
        ("今年", "", stretch((2026, 1, 1), (2027, 1, 1))),
        ("3月1日到3月15日", "", stretch((2026, 3, 1), (2026, 3, 16))),
        ("李雷 本月", "李雷", stretch((2026, 3, 1), (2026, 4, 1))),
        ("本月 李雷", "李雷", stretch((2026, 3, 1), (2026, 4, 1))),
        ("my team last month", "my team", stretch((2026, 2, 1), (2026, 3, 1))),
        ("@李雷 Q3", "@李雷", stretch((2025, 7, 1), (2025, 10, 1))),
        ("华东一队", "华东一队", None),
        ("火星 很久", "火星 很久", None),
    ],
)
def test_days_are_told_from_names(words: str, rest: str, found: Stretch | None) -> None:
    assert parted(words, TODAY) == (rest, found)


def asked(desk: Desk, words: str, open_id: str) -> Scope:
    return desk.asking(lambda ctx: asked_of(ctx, words), open_id).sight.scope


@pytest.mark.parametrize(
    "open_id, words, whose",
    [
        ("ou_li", "", "li"),
        ("ou_li", "我", "li"),
        ("ou_li", "ME", "li"),
        ("ou_li", "my", "li"),
        ("ou_li", "李雷", "li"),
        ("ou_li", "@李雷", "li"),
        ("ou_li", "＠李雷", "li"),
        ("ou_li", "本队", None),
        ("ou_li", "华东一队", None),
        ("ou_li", "韩梅梅", None),
        ("ou_li", "周周", None),
        ("ou_li", "公司", None),
        ("ou_li", "all", None),
        ("ou_boss", "", "boss"),
        ("ou_boss", "本队", "east"),
        ("ou_boss", "My Team", "east"),
        ("ou_boss", "我们", "east"),
        ("ou_boss", "华东一队", "east"),
        ("ou_boss", "李雷", "li"),
        ("ou_boss", "@韩梅梅", "han"),
        ("ou_boss", "周周", None),
        ("ou_boss", "华南一队", None),
        ("ou_boss", "公司", None),
        ("ou_chen", "本队", "south"),
        ("ou_chen", "周周", "zhou"),
        ("ou_chen", "李雷", None),
        ("ou_chen", "华东一队", None),
        (ADMIN, "公司", "company"),
        (ADMIN, "ALL", "company"),
        (ADMIN, "华东一队", "east"),
        (ADMIN, "华南一队", "south"),
        (ADMIN, "周周", "zhou"),
        (ADMIN, "火星", None),
        ("ou_stranger", "", None),
        ("ou_stranger", "公司", None),
        ("ou_stranger", "李雷", None),
    ],
)
def test_whose_figures_are_given_to_whom(desk: Desk, open_id: str, words: str, whose: str | None) -> None:
    if whose is None:
        with pytest.raises((Refusal, RuleBroken)):
            asked(desk, words, open_id)
        return
    who = desk.who
    boss = desk.asking(lambda ctx: ctx.me.id, "ou_boss")
    known = {"li": who.li.id, "han": who.han.id, "zhou": who.zhou.id, "boss": boss}
    teams = {"east": who.east.id, "south": who.south.id}
    expected = COMPANY if whose == "company" else scopes.team(teams[whose]) if whose in teams else None
    assert asked(desk, words, open_id) == (expected or scopes.rep(known[whose]))


@pytest.mark.parametrize(
    "open_id, costs",
    [("ou_li", False), ("ou_boss", True), (ADMIN, True)],
)
def test_costs_are_told_to_managers_and_above(desk: Desk, open_id: str, costs: bool) -> None:
    assert desk.asking(lambda ctx: broadest(ctx).costs, open_id) is costs


NONSENSE = (
    "<at id=all></at>",
    '<at user_id="all">所有人</at> 本月',
    "**粗体** [点这里](https://example.com)",
    "很" * 300,
    "a" * 300,
    "'; drop table orders; --",
    "%s %(name)s {name} {0}",
    "\u202e反的",
    "1" * 40,
    "@ ＠",
    "本月 本月",
    "9999-12",
    "9999",
    "9999-Q4",
    "9999-W52",
    "9999-H2",
    "0001",
    "0001-01",
    "0001-W01",
    "12月31日到9999-12-31",
    "0000-00",
    "2026-13",
    "2026-W60",
    "Q9",
    "2月30日",
    "3月15日到3月1日",
)


@pytest.mark.parametrize("words", NONSENSE)
@pytest.mark.parametrize("command", EVERY)
def test_nonsense_is_refused_or_answered_and_breaks_nothing(desk: Desk, command: str, words: str) -> None:
    try:
        card = desk.asking(lambda ctx: DRAWN[command](ctx, words))
    except (Refusal, RuleBroken):
        return
    assert problems(card.json) == []
    assert "2026-" in words_of(card)


@pytest.mark.parametrize("command", EVERY)
def test_markup_in_a_question_is_said_back_as_letters(lite: Installation, command: str) -> None:
    squad = lite.squad()
    card = lite.say(squad.manager, f"{command} <at id=all></at>")
    drawn = [part for part in parts(card.card) if part.get("tag") in ("markdown", "lark_md")]
    assert "<at" not in str(drawn)
    assert "at id=all" in read(card)
    assert lite.rows("select error from inbox where state = 'failed'") == []


def test_a_very_long_question_is_answered_in_few_words(lite: Installation) -> None:
    squad = lite.squad()
    told = read(lite.say(squad.manager, "业绩 " + "很" * 300))
    assert "没有看懂" in told
    assert "很" * 41 not in told


@pytest.mark.parametrize("command", EVERY)
@pytest.mark.parametrize("words", ["2027", "2026-12", "Q4", "2019", "2019-02", "今天", "本周"])
def test_a_period_with_nothing_in_it_is_drawn(desk: Desk, command: str, words: str) -> None:
    card = desk.asking(lambda ctx: DRAWN[command](ctx, words))
    assert problems(card.json) == []
    told = words_of(card)
    assert "截至 3月24日 10:00" in told
    assert "As of 24 Mar 10:00" in words_of(card, "en")


@pytest.mark.parametrize("words", ["2027", "明年", "next year"])
def test_a_period_to_come_has_no_pace_and_compares_nothing(desk: Desk, words: str) -> None:
    found = parted(words, TODAY)[1]
    if found is None:
        with pytest.raises(Refusal):
            desk.asking(lambda ctx: asked_of(ctx, words, broadest))
        return
    told = words_of(desk.asking(lambda ctx: DRAWN["业绩"](ctx, words)))
    assert "¥0" in told
    assert "已过 0/" in told
    assert "同期" not in told


def test_oneself_by_mention_and_a_year(lite: Installation) -> None:
    squad = lite.squad()
    for words in ("业绩 @李雷 2027", "业绩 @李雷 2026", "kpi me 2027"):
        assert "业绩：李雷" in read(lite.say(squad.reps[0], words))


def test_of_two_with_one_name_the_one_in_sight_is_meant(lite: Installation) -> None:
    east = lite.squad(reps=("李雷", "王芳"))
    south = lite.squad("华南一队", "陈经理", ("王芳",))
    for squad in (east, south):
        card = lite.say(squad.manager, "业绩 王芳")
        assert "业绩：王芳" in read(card)
    own = lite.say(south.reps[0], "业绩 王芳")
    assert "业绩：王芳" in read(own)
    assert "没有看懂" in read(lite.say(east.reps[0], "业绩 王芳"))


def test_an_area_is_for_directors_and_for_whoever_manages_all_of_it(lite: Installation) -> None:
    east = lite.squad()
    south = lite.squad("华南一队", "陈经理", ("周周",))
    keep(lite, lambda db: db.execute(update(people.teams).values(area="华东")))
    assert "没有看懂" in read(lite.say(east.manager, "业绩 华东"))
    keep(lite, lambda db: db.execute(update(people.teams).where(people.teams.c.id == 2).values(area="华南")))
    assert "业绩：华东" in read(lite.say(east.manager, "业绩 华东"))
    assert "没有看懂" in read(lite.say(south.manager, "业绩 华东"))
    assert "业绩：华南" in read(lite.say(lite.admin, "业绩 华南"))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A company with an admin and nobody else: its teams are at rest and its people are gone."""
    with desk_of(sqlite_database(tmp_path_factory.mktemp("empty"), tmp_path_factory)) as made:
        made.db.write(lambda db: db.execute(update(people.teams).values(founded_at=None)))
        yield made


@pytest.mark.parametrize("command", EVERY)
def test_a_company_without_teams_has_cards_with_nothing_on_them(empty: Desk, command: str) -> None:
    card = empty.asking(lambda ctx: DRAWN[command](ctx, "公司 本月"))
    assert problems(card.json) == []
    told = words_of(card)
    assert "截至" in told
    assert "¥1" not in told


@pytest.mark.parametrize("command", EVERY)
def test_a_team_without_reps_and_orders_has_cards(lite: Installation, command: str) -> None:
    squad = lite.squad(reps=())
    told = read(lite.say(squad.manager, f"{command} 本队"))
    assert "截至" in told
    assert "¥0" in told or "没有" in told


@pytest.mark.parametrize("words", ["团队 本月", "团队 2019", "team 2027"])
def test_a_team_without_reps_says_so(lite: Installation, words: str) -> None:
    squad = lite.squad(reps=())
    assert "团队里还没有销售" in read(lite.say(squad.manager, words))


def test_what_is_cut_off_the_end_of_a_question_is_not_looked_at(desk: Desk) -> None:
    def ask(ctx: Context) -> Scope:
        return asked_of(ctx, "本月" + " " * 200 + "公司").sight.scope

    assert desk.asking(ask, "ou_li") == scopes.rep(desk.who.li.id)
