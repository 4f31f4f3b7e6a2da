"""What two processes say to each other, whole or not at all."""

import os
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pytest

from bot.feishu.long.pipes import LONGEST, Pipe


@pytest.fixture
def ends() -> Iterator[tuple[Pipe, Pipe]]:
    """Two processes' ends of a pair of pipes."""
    (a, b), (c, d) = os.pipe(), os.pipe()
    with os.fdopen(a, "rb") as in_here, os.fdopen(c, "rb") as in_there:
        yield Pipe(in_here, os.fdopen(d, "wb")), Pipe(in_there, os.fdopen(b, "wb"))


def test_messages_arrive_in_their_order_and_the_end_is_seen(ends: tuple[Pipe, Pipe]) -> None:
    here, there = ends
    assert here.put("deliver", id=1, delivery="拜访 \u2028")
    assert here.put("beat")
    assert there.get() == {"do": "deliver", "id": 1, "delivery": "拜访 \u2028"}
    assert there.get() == {"do": "beat"}
    here.close()
    assert there.get() is None
    there.close()
    assert here.get() is None
    assert not here.put("beat")


def test_what_makes_no_sense_is_the_end() -> None:
    for raw in (b"\0\0", b"\0\0\0\5{}", b"\0\0\0\2[]", b"\0\0\0\3abc", (LONGEST + 1).to_bytes(4) + b"{}", b"\0\0\0\0"):
        reading: BinaryIO = BytesIO(raw)
        assert Pipe(reading, BytesIO()).get() is None
