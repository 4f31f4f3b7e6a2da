"""Whatever people press, in whatever order: no bug shows, and card, state, audit and figures agree."""

import pytest

from tests.installation import Installation
from tests.ordering import market
from tests.walks import Walk

STEPS = 60


@pytest.mark.parametrize("seed", [1, 7, 102])
def test_whatever_is_pressed_everything_agrees(lite: Installation, seed: int) -> None:
    walk = Walk(market(lite), seed)
    walk.market.draft("订单 华宁精密 A100*6 8折 30天")
    for _ in range(STEPS):
        walk.step()
    assert lite.rows("select count(*) from audit") > [(5,)]
