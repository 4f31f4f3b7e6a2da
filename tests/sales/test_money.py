"""Money is whole minor units, rounded half up once, and its parts add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.money import FULL, ZERO, Money, half_up, portion, shared, total

AMOUNTS = st.integers(-(10**15), 10**15).map(Money)


@pytest.mark.parametrize(
    "n, d, rounded", [(5, 10, 1), (4, 10, 0), (-5, 10, -1), (-4, 10, 0), (15, 10, 2), (25, 10, 3), (7, -2, -4)]
)
def test_a_half_goes_away_from_zero(n: int, d: int, rounded: int) -> None:
    assert half_up(n, d) == rounded


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_a_counter_entry_is_the_mirror_of_what_it_reverses(n: int, d: int) -> None:
    assert half_up(-n, d) == -half_up(n, d)


@given(AMOUNTS, st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_piece_by_piece_the_whole_is_neither_more_nor_less(amount: Money, pieces: list[int]) -> None:
    gone, parts = 0, []
    for piece in pieces:
        parts.append(portion(amount, gone, piece, sum(pieces)))
        gone += piece
    assert total(parts) == amount


@given(AMOUNTS, st.lists(st.integers(0, FULL), min_size=1, max_size=6).filter(any))
def test_shares_add_up_and_none_is_more_than_a_cent_off(amount: Money, shares: list[int]) -> None:
    parts = shared(amount, shares)
    assert total(parts) == amount
    off = [abs(part.minor * sum(shares) - amount.minor * share) for part, share in zip(parts, shares, strict=True)]
    assert max(off) <= sum(shares)


def test_arithmetic_stays_whole() -> None:
    assert Money(150) + Money(50) - Money(300) == -Money(100)
    assert Money(333).times(3) == Money(999)
    assert Money(100_05).part(9000, FULL) == Money(90_05)
    assert not ZERO
    assert Money(1)
