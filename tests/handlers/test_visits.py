"""A visit, as the rep files it and as everybody else sees it."""

from playground import RequiredMissing
import pytest

from tests.installation import Installation, words_of


def test_a_filed_visit_is_kept_and_answered_with_its_receipt(house: Installation) -> None:
    squad = house.squad()
    rep = squad.reps[0]
    form = house.say(rep, "拜访")
    done = house.feishu.submit(rep, form.message_id, {"customer": "华宁精密", "outcome": "同意试用"})
    assert done.status == 200
    assert house.rows("select rep_id, version from visits") != []
    receipt = house.feishu.last_card(house.feishu.direct(rep))
    assert "已记录 华宁精密 的拜访" in words_of(receipt)
    assert "V-1" in words_of(receipt)
