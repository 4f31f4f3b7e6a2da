"""Parts of a delivery: any order, once, within bounds."""

from hypothesis import given
from hypothesis import strategies as st

from bot.feishu.long.parts import MOST_BYTES, MOST_PARTS, PATIENCE, Parts


def test_one_part_is_the_whole() -> None:
    assert Parts().put("a", 0, 1, b"whole", 0.0) == b"whole"


@given(st.lists(st.binary(min_size=1, max_size=5), min_size=2, max_size=8), st.randoms())
def test_any_order_gives_the_whole_with_its_last_part(pieces: list[bytes], lots: object) -> None:
    parts, order = Parts(), list(enumerate(pieces))
    lots.shuffle(order)  # type: ignore[attr-defined]
    found = [parts.put("a", number, len(pieces), piece, 0.0) for number, piece in order]
    assert found == [None] * (len(pieces) - 1) + [b"".join(pieces)]
    assert parts.put("a", order[-1][0], len(pieces), order[-1][1], 0.0) is None, "the same part again is no delivery"


def test_two_deliveries_do_not_mix() -> None:
    parts = Parts()
    assert parts.put("a", 0, 2, b"A", 0.0) is None
    assert parts.put("b", 1, 2, b"b", 0.0) is None
    assert parts.put("a", 1, 2, b"a", 0.0) == b"Aa"
    assert parts.put("b", 0, 2, b"B", 0.0) == b"Bb"


def test_numbers_that_make_no_sense_are_no_parts() -> None:
    parts = Parts()
    assert [parts.put("a", number, of, b"x", 0.0) for number, of in ((2, 2), (-1, 2), (0, MOST_PARTS + 1))] == [
        None
    ] * 3
    assert parts.put("a", 0, 2, b"x", 0.0) is None
    assert parts.put("a", 1, 2, b"y", 0.0) == b"xy"


def test_what_waits_too_long_is_let_go() -> None:
    parts = Parts()
    parts.put("a", 0, 2, b"old", 0.0)
    assert parts.put("a", 1, 2, b"new", PATIENCE + 0.1) is None
    assert parts.put("a", 0, 2, b"first ", PATIENCE + 0.2) == b"first new"


def test_the_oldest_goes_when_it_is_too_much() -> None:
    parts = Parts()
    parts.put("a", 0, 2, b"a", 0.0)
    parts.put("b", 0, 2, bytes(MOST_BYTES), 0.0)
    assert parts.put("a", 1, 2, b"a", 0.0) is None


def test_all_parts_again_are_the_delivery_again() -> None:
    parts = Parts()
    for _ in range(3):
        assert parts.put("a", 0, 2, b"x", 1.0) is None
        assert parts.put("a", 1, 2, b"y", 1.0) == b"xy"
    assert parts.put("a", 1, 2, b"y", 1.0) is None
    assert parts.put("a", 0, 2, b"x", 1.0) == b"xy", "the repeated part does for the one that is not yet there"
