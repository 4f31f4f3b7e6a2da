"""How credit is shared: it sums to the whole, and every amount is parted to the cent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.money import FULL, Money, total
from sales.orders import STANDING, State
from sales.splits import check_sharing, parted, with_rest
from sales.trade_breaches import SharesByManager, SharesDoNotAddUp, SharesOver

AMOUNTS = st.integers(-(10**13), 10**13).map(Money)
COLLEAGUES = st.dictionaries(st.integers(2, 9), st.integers(1, 2400), max_size=4)


@given(COLLEAGUES)
def test_shares_sum_to_the_whole(colleagues: dict[int, int]) -> None:
    shares = with_rest(1, colleagues)
    assert sum(shares.values()) == FULL
    assert all(share > 0 for share in shares.values())
    assert {rep: share for rep, share in shares.items() if rep != 1} == colleagues


@given(AMOUNTS, COLLEAGUES)
def test_parts_sum_to_the_cent_and_are_near_their_share(amount: Money, colleagues: dict[int, int]) -> None:
    shares = with_rest(1, colleagues)
    parts = parted(amount, shares)
    assert total(list(parts.values())) == amount
    assert all(abs(parts[rep].minor * FULL - amount.minor * share) <= FULL for rep, share in shares.items())


@given(AMOUNTS, COLLEAGUES)
def test_what_comes_back_is_parted_as_the_mirror_of_what_was_sold(amount: Money, colleagues: dict[int, int]) -> None:
    shares = with_rest(1, colleagues)
    back = parted(-amount, shares)
    assert {rep: part + back[rep] for rep, part in parted(amount, shares).items()} == dict.fromkeys(shares, Money(0))


@given(st.lists(AMOUNTS, max_size=6), COLLEAGUES)
def test_sums_of_parts_are_the_parts_of_the_figure(rows: list[Money], colleagues: dict[int, int]) -> None:
    shares = with_rest(1, colleagues)
    each = [part for row in rows for part in parted(row, shares).values()]
    assert total(each) == total(rows)


@pytest.mark.parametrize("given_to,said", [
    ({2: 0}, "0%"),
    ({2: -100}, "-1%"),
    ({2: FULL}, "100%"),
    ({2: 6000, 3: 6050}, "120.5%"),
])  # fmt: skip
def test_what_does_not_add_up_is_refused(given_to: dict[int, int], said: str) -> None:
    with pytest.raises(SharesDoNotAddUp) as no:
        with_rest(1, given_to)
    assert no.value == SharesDoNotAddUp(said)


@pytest.mark.parametrize("state", list(State))
def test_a_rep_shares_until_it_is_promised_and_a_manager_until_it_is_cancelled(state: State) -> None:
    if state is State.CANCELLED:
        with pytest.raises(SharesOver):
            check_sharing("SO-1", state, by_manager=True)
        return
    check_sharing("SO-1", state, by_manager=True)
    if state in STANDING:
        with pytest.raises(SharesByManager):
            check_sharing("SO-1", state, by_manager=False)
    else:
        check_sharing("SO-1", state, by_manager=False)
