"""What others must not read is answered in the direct chat, wherever it was asked."""

import re

import pytest

from storage.engine import Connection
from storage.people import find_person
from tests.installation import Installation
from tests.seen import cards, labels, read
from tests.trade import buyer, open_shop

AMOUNT = re.compile(r"¥\s?\d")


@pytest.mark.parametrize("words", ["价格", "订单 华宁精密 A100*2", "应收", "客户 华宁精密"])
def test_what_is_asked_in_a_group_is_answered_alone(lite: Installation, words: str) -> None:
    squad = lite.squad()
    rep = squad.reps[0]

    def stock(db: Connection) -> None:
        seller, _ = find_person(db, rep.open_id)
        assert seller is not None
        open_shop(db, seller, lite.clock.now())
        buyer(db, "华宁精密", seller, lite.clock.now())

    lite.app.db.write(stock)
    there = lite.say_in(squad.chat, rep, words)
    assert "私信发送" in read(there)
    assert "private" in read(there, "en")
    assert labels(there) == []
    assert not any(AMOUNT.search(read(one)) for one in cards(lite, squad.chat))
    assert "私信发送" not in read(lite.answer(rep))
