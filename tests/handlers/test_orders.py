"""订单: from the form or one line over the preview to a confirmed order."""

import pytest

from tests.installation import Installation
from tests.ordering import CUSTOMER, market
from tests.seen import held, labels, read, toast


def test_an_order_goes_from_the_form_over_the_preview_to_confirmed(house: Installation) -> None:
    shop = market(house)
    card, _ = shop.form(price_1="95", product_2="B7", quantity_2="3个", terms="发货后 30 天", note="急")
    said = read(card)
    assert "请确认订单 SO-1" in said
    assert "¥979.97" in said
    assert "发货后 30 天" in said
    assert "毛利" not in said
    assert shop.states() == ["draft"]
    done = shop.press(card, "提交")
    assert toast(done)[:2] == ("success", "SO-1：已确认")
    assert shop.states() == ["confirmed"]
    assert "订单 SO-1" in read(card)
    assert "提交" not in labels(card)
