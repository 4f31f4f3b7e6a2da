"""The payment form: whatever is refused, everything typed is still there, in words that cannot break the card."""

from collections.abc import Mapping
from itertools import product

import pytest

from playground import Message
from tests.installation import Installation
from tests.seen import held, lite, parts, read, toast
from tests.till import Till

__all__ = ["lite"]

BAD = {
    "customer": ("没有这家", "<at id=all></at>", "**[x](http://x.example)**"),
    "amount": ("", "0", "-5", "很多", "1e9", "¥", "10000001", "5个", "&#48;", "9" * 40),
    "orders": ("SO-99", "SO-0", "1.5", "SO-1 SO-x", "</font>", " ".join(f"SO-{n}" for n in range(1, 12))),
    "on": ("2026-03-03", "2026-02-22", "1999-01-01"),
}
"""What is refused in each field while the others are right."""
GOOD = {
    "customer": "华宁精密",
    "amount": "12.5",
    "orders": "SO-1",
    "on": "2026-03-02",
    "note": "首付 **x** <b> & co\n二行",
}


def refused(till: Till, form: Message, typed: Mapping[str, str]) -> None:
    """Send the form: it says why in both languages; it is left as it is, or drawn again with all that was typed."""
    before = held(form)
    done = till.house.feishu.submit(till.rep, form.message_id, dict(typed), unchecked=True)
    kind, zh, en = toast(done)
    assert kind == "warning", typed
    assert zh != en, typed
    shown = {name: value for name, value in held(form).items() if name in typed}
    assert shown == (dict(typed) if "card" in done.body else {name: before[name] for name in shown}), typed
    markdown = [part["content"] for part in parts(form.card) if part.get("tag") in ("markdown", "lark_md")]
    assert not any("<at" in said or "](http" in said for said in markdown)


def test_everything_typed_survives_whatever_is_refused(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    form = till.say("回款")
    for name, values in BAD.items():
        for value in values:
            refused(till, form, GOOD | {name: value})
    for customer, amount in product(BAD["customer"][:2], BAD["amount"][:3]):
        refused(till, form, GOOD | {"customer": customer, "amount": amount})
    assert till.paid() == []
    lite.feishu.submit(till.rep, form.message_id, GOOD)
    assert "请确认回款" in read(form)


def test_going_back_from_the_card_to_confirm_brings_everything_typed(lite: Installation) -> None:
    till = Till(lite)
    till.owing(1)
    form = till.say("回款")
    lite.feishu.submit(till.rep, form.message_id, GOOD)
    lite.feishu.press(till.rep, form.message_id, "修改")
    assert held(form) == GOOD | {"amount": "12.50"}
    lite.feishu.submit(till.rep, form.message_id, {"amount": "13"})
    lite.feishu.press(till.rep, form.message_id, "确认")
    assert lite.rows("select amount, note from payments") == [(1300, GOOD["note"])]


@pytest.mark.parametrize("written,on,kept", [
    ("3月1日", "03-01", "2026-03-01"), ("2月28日", "02-28", "2026-02-28"), ("2月23日", "02-23", "2026-02-23"),
])  # fmt: skip
def test_money_around_the_end_of_a_month_stands_in_the_month_of_the_bank(
    lite: Installation, written: str, on: str, kept: str
) -> None:
    till = Till(lite)
    till.owing(1, late=3)
    till.pay(f"华宁精密 100 {written}")
    assert [str(day) for (day,) in lite.rows("select paid_on from payments")] == [kept]
    month = f"{kept[5:7].lstrip('0')}月"
    assert f"{on} " in read(till.say(f"对账 华宁精密 {month}"))
    other = "2月" if month == "3月" else "3月"
    assert f"{on} 回款" not in read(till.say(f"对账 华宁精密 {other}"))
