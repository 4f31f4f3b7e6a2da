"""Who may give which discount: the row that goes, what is beyond it, and orders that are judged as one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.discounts import DEFAULT, LEVELS, Judgement, Level, Matrix, Over, Rule, Whole, in_force, limit, rate
from sales.money import ZERO, Money
from sales.orders import Kind, Line, Priced, Wish, amount_of

DAY = date(2026, 3, 2)
REP, MANAGER, DIRECTOR = LEVELS
PUMP = Priced(Money(100_00), Money(70_00), Money(60_00))


def line(quantity: int = 10, rate: int = 10_000, priced: Priced = PUMP, no: int = 1, product: int = 1) -> Line:
    """So many pumps at list price 100 (or 95 where there is no list), of which `rate` is paid."""
    price = priced.list_price or Money(95_00)
    amount = amount_of(Wish(product, quantity, price, rate), price)
    return Line(no, no, product, f"A{product}00", "泵", "台", "泵", quantity, price, rate, True, priced, amount)


def judged(
    *lines: Line,
    rules: tuple[Rule, ...] = DEFAULT,
    own: Level = REP,
    others: dict[int, Whole] | None = None,
    kind: Kind = Kind.SALE,
    tier: str = "",
) -> Judgement:
    return Matrix(rules, tier, DAY).judge(lines, others or {}, own, kind)


SPECIAL = (
    Rule(REP, 1000),
    Rule(REP, 900, tier="A"),
    Rule(REP, 800, group="泵"),
    Rule(REP, 700, group="泵", tier="A"),
    Rule(REP, 600, group="泵", tier="A", from_amount=Money(1000_00)),
    Rule(REP, 500, group="阀", first_on=date(2026, 3, 3)),
    Rule(REP, 400, group="轴", end_on=DAY),
)


@pytest.mark.parametrize(
    "group, tier, amount, most",
    [
        ("", "", 0, 1000),
        ("配件", "B", 0, 1000),
        ("配件", "A", 0, 900),
        ("泵", "B", 0, 800),
        ("泵", "A", 999_99, 700),
        ("泵", "A", 1000_00, 600),
        ("阀", "", 0, 1000),
        ("轴", "", 0, 1000),
    ],
)
def test_the_most_special_row_in_force_goes(group: str, tier: str, amount: int, most: int) -> None:
    found = limit(SPECIAL, REP, group, tier, Money(amount), DAY)
    assert found is not None
    assert found.most_discount == most


def test_a_special_row_without_a_start_beats_a_general_one_with_one() -> None:
    rules = (Rule(REP, 2000, from_amount=Money(500_00)), Rule(REP, 100, group="泵"))
    assert limit(rules, REP, "泵", "", Money(900_00), DAY) == rules[1]


def test_of_equal_rows_the_one_that_began_last_goes() -> None:
    rules = (Rule(REP, 2000, first_on=date(2026, 2, 1)), Rule(REP, 1500, first_on=date(2026, 1, 1)))
    assert limit(rules, REP, "", "", ZERO, DAY) == rules[0]


def test_a_level_of_which_nothing_is_said_grants_nothing() -> None:
    rules = (Rule(DIRECTOR, 10_000),)
    assert limit(rules, REP, "", "", ZERO, DAY) is None
    (over,) = judged(line(rate=9900), rules=rules).over
    assert (over.limit, over.points, over.level) == (0, 100, DIRECTOR)
    assert judged(line(), rules=rules).is_free


def test_a_sheet_takes_the_place_of_the_config_where_it_says_something() -> None:
    config = (Rule(REP, 1000), Rule(REP, 500, from_amount=Money(100_00)), Rule(MANAGER, 2000))
    sheet = (Rule(REP, 700), Rule(MANAGER, 100, first_on=date(2026, 4, 1)))
    assert in_force(config, sheet, DAY) == [config[2], sheet[0]]
    assert in_force(config, sheet, date(2026, 4, 1)) == [sheet[0], sheet[1]]


@pytest.mark.parametrize(
    "rate, level",
    [(10_000, REP), (11_000, REP), (9000, REP), (8999, MANAGER), (8000, MANAGER), (7999, DIRECTOR), (100, DIRECTOR)],
)
def test_the_lowest_level_that_may_grant_it_decides(rate: int, level: Level) -> None:
    found = judged(line(rate=rate, priced=replace(PUMP, floor_price=None)))
    assert found.level is level
    assert found.is_free == (level is REP)
    assert [found.within(each) for each in LEVELS] == [each.rank >= level.rank for each in LEVELS]


def test_a_manager_is_judged_by_the_row_of_managers() -> None:
    (over,) = judged(line(rate=7500), own=MANAGER).over
    assert (over.limit, over.points, over.level) == (2000, 500, DIRECTOR)
    assert judged(line(rate=8000), own=MANAGER).is_free
    assert judged(line(rate=100), own=DIRECTOR).is_free


def test_only_the_lines_that_are_over_are_named() -> None:
    found = judged(line(), line(rate=8500, no=2, product=2), line(rate=9500, no=3, product=3))
    assert [(over.no, over.code, over.points) for over in found.over] == [(2, "A200", 500)]


def test_below_the_floor_price_a_director_decides_whatever_the_discount() -> None:
    generous = (Rule(REP, 9000), Rule(MANAGER, 9000))
    (over,) = judged(line(rate=6900), rules=generous).over
    assert (over.level, over.below_floor, over.points) == (DIRECTOR, True, 0)
    assert judged(line(rate=7000), rules=generous).is_free


def test_without_a_list_price_a_manager_decides() -> None:
    (over,) = judged(line(priced=Priced())).over
    assert (over.level, over.has_list, over.points, over.discount) == (MANAGER, False, 0, None)
    assert judged(line(priced=Priced()), own=MANAGER).is_free


def test_a_least_margin_is_missed_or_not() -> None:
    rules = (Rule(REP, 5000, least_margin=3500), Rule(MANAGER, 5000, least_margin=3000), Rule(DIRECTOR, 10_000))
    (over,) = judged(line(rate=9000), rules=rules).over
    assert (over.margin, over.least_margin, over.points, over.level) == (3333, 3500, 0, MANAGER)
    assert judged(line(rate=8500), rules=rules).level is DIRECTOR
    assert judged(line(), rules=rules).is_free


def test_where_the_cost_is_unknown_no_margin_is_missed() -> None:
    rules = (Rule(REP, 5000, least_margin=3500),)
    assert judged(line(rate=9000, priced=replace(PUMP, cost=None)), rules=rules).is_free


@pytest.mark.parametrize("kind", [Kind.SAMPLE, Kind.INTERNAL])
def test_what_nobody_pays_for_needs_a_manager(kind: Kind) -> None:
    found = judged(line(), kind=kind)
    assert (found.level, found.is_free, found.over) == (MANAGER, False, ())
    assert judged(line(), kind=kind, own=MANAGER).is_free


BY_VOLUME = (Rule(REP, 2000), Rule(REP, 1500, from_amount=Money(10_000_00)), Rule(MANAGER, 3000))
"""A rep gives twenty per cent, from ten thousand of list value on only fifteen."""


def test_two_orders_that_side_step_a_limit_by_volume_are_joined_and_flagged() -> None:
    first = line(quantity=60, rate=8200)
    assert judged(first, rules=BY_VOLUME).is_free
    beside = Whole(numbers=("SO-1",)).with_lines([first])
    (over,) = judged(line(quantity=60, rate=8200), rules=BY_VOLUME, others={1: beside}).over
    assert (over.limit, over.points, over.level) == (1500, 300, MANAGER)
    assert (over.joined, over.joint_list, over.joint) == (("SO-1",), Money(12_000_00), 1800)
    assert over.from_amount == Money(10_000_00)


def test_what_was_given_too_much_before_counts_with_a_line_that_alone_would_pass() -> None:
    beside = Whole(Money(6000_00), Money(4800_00), ("SO-1",))
    (over,) = judged(line(quantity=60, rate=8600), rules=BY_VOLUME, others={1: beside}).over
    assert (over.discount, over.joint, over.points) == (1400, 1700, 200)


def test_two_lines_of_one_product_are_one_sale_too() -> None:
    found = judged(line(quantity=60, rate=8200), line(quantity=60, rate=8200, no=2), rules=BY_VOLUME)
    assert [over.points for over in found.over] == [300, 300]
    assert found.joined == ()


def test_what_is_sold_at_list_price_takes_nothing_from_anybody() -> None:
    beside = Whole(Money(6000_00), Money(3000_00), ("SO-1",))
    assert judged(line(quantity=60), rules=BY_VOLUME, others={1: beside}).is_free


def test_another_product_is_another_sale() -> None:
    beside = Whole(Money(60_000_00), Money(30_000_00), ("SO-1",))
    assert judged(line(rate=8200), rules=BY_VOLUME, others={2: beside}).is_free


def test_orders_are_named_once_each() -> None:
    beside = Whole(Money(60_000_00), Money(48_000_00), ("SO-1", "SO-2"))
    found = judged(line(rate=8200), line(rate=8200, no=2), rules=BY_VOLUME, others={1: beside})
    assert found.joined == ("SO-1", "SO-2")


@pytest.mark.parametrize(
    "over, lines, said", [(0, 4, None), (4, 4, None), (0, 5, 0), (1, 8, 1250), (1, 3, None), (2, 6, 3333)]
)
def test_a_rate_of_few_lines_says_nothing(over: int, lines: int, said: int | None) -> None:
    assert rate(over, lines) == said


rates = st.integers(0, 12_000)
margins = st.none() | st.integers(-5000, 10_000)
rules = st.lists(
    st.builds(
        Rule,
        st.sampled_from(Level),
        st.integers(0, 10_000),
        margins,
        st.sampled_from(["", "泵", "阀"]),
        st.sampled_from(["", "A", "B"]),
        st.integers(0, 5000_00).map(Money),
    ),
    max_size=8,
)


@given(rules, st.lists(rates, min_size=1, max_size=4), st.sampled_from(["", "A"]), st.sampled_from(Level))
def test_nobody_but_the_level_named_or_above_may_decide(
    matrix: list[Rule], paid: list[int], tier: str, own: Level
) -> None:
    found = judged(
        *(line(rate=each, no=no) for no, each in enumerate(paid, 1)), rules=tuple(matrix), own=own, tier=tier
    )
    assert found.within(DIRECTOR)
    assert found.is_free == (not found.over)
    assert all(over.level.rank > own.rank for over in found.over)
    assert found.level is max([REP, *(over.level for over in found.over)], key=lambda level: level.rank)


@given(rules, rates, st.sampled_from(["", "A"]))
def test_who_stands_higher_is_asked_no_more_than_who_stands_lower(matrix: list[Rule], paid: int, tier: str) -> None:
    free = [judged(line(rate=paid), rules=tuple(matrix), own=own, tier=tier).is_free for own in LEVELS]
    assert free == sorted(free)
    assert free[-1]


@given(rates, st.integers(1, 10_000_00), st.integers(0, 10_000_00))
def test_joining_never_loses_money(paid: int, full: int, net: int) -> None:
    whole = Whole(Money(full), Money(net), ("SO-1",)).with_lines([line(rate=paid)])
    assert whole.list_amount == Money(full + 1000_00)
    assert whole.amount == Money(net) + line(rate=paid).amount
    assert Whole().discount is None


def test_an_over_without_a_discount_has_no_points() -> None:
    assert Over(1, "A100", MANAGER, 1000).points == 0
