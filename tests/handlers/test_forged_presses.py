"""Buttons that no card of ours ever held: every hidden value out of range, of another kind, or of something else."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.form import Form
from bot.import_forms import ApplyImport, DropImport, SendTemplate, UndoImport
from handlers.prices.forms import ResumeProduct, RetireProduct, SetPrices
from handlers.quotes.forms import (
    AcceptQuote,
    EditQuote,
    FileQuote,
    RenewQuote,
    ReviseOffer,
    SaveQuote,
    ShowQuote,
    WithdrawQuote,
)
from tests.installation import Installation
from tests.seen import toast
from tests.trading import town

TABLES = ("products", "prices", "imports", "quotes", "quote_lines", "orders", "order_lines", "audit")
IDS: tuple[Any, ...] = (99, 2**31 - 1, 2**31, 2**63, -1, "x", "", True, [1], "1\0")
FORMS: tuple[tuple[str, Form, str], ...] = (
    ("admin", SetPrices(), "product_id"),
    ("admin", RetireProduct(), "product_id"),
    ("admin", ResumeProduct(), "product_id"),
    ("admin", ApplyImport(), "import_id"),
    ("admin", DropImport(), "import_id"),
    ("admin", UndoImport(), "import_id"),
    ("member", ShowQuote(), "quote_id"),
    ("member", EditQuote(), "quote_id"),
    ("member", RenewQuote(), "quote_id"),
    ("member", AcceptQuote(seen=1), "quote_id"),
    ("member", WithdrawQuote(seen=1), "quote_id"),
    ("member", FileQuote(), "quote_id"),
    ("admin", SendTemplate(), "kind"),
)
FILLED = {"code": "N1", "unit": "台", "list_price": "1", "first_on": "2026-03-02"}


def test_an_id_that_means_nothing_is_refused_in_words_and_changes_nothing(house: Installation) -> None:
    made = town(house)
    before = made.rows(*TABLES)
    for who, form, name in FORMS:
        for forged in IDS:
            typed = (
                FILLED if isinstance(form, SetPrices) else {"customer": "谁"} if isinstance(form, FileQuote) else None
            )
            done = made.press(who, form, typed, **{name: forged})
            assert toast(done)[0] == "warning", (form, forged, done.body)
    assert made.failed() == []
    assert made.rows(*TABLES) == before


def offers() -> Iterator[dict[str, Any]]:
    """The hidden values of a preview, each with one that no preview carries."""
    lines = (
        "",
        "1",
        "1*1",
        "1*1@",
        "99*1@%10000",
        "1*0@%10000",
        "1*-5@%10000",
        "1*1@-500%10000",
        "1*1@0%10000",
        "1*1@%0",
    )
    more = (
        "0*1@%10000",
        f"{2**40}*1@%10000",
        f"1*{2**40}@%10000",
        "1*1@%99999",
        "1*1@%-1",
        "1*1@%10000 x",
        "1*1@1e3%1",
    )
    yield from ({"wishes": each} for each in (*lines, *more))
    yield from ({"until": each} for each in ("", "soon", "2026-02-30", "2026-W10-1T", "9999-12-31", "0001-01-01"))
    yield from ({"credit": each} for each in ("", "PREPAID", "gift"))
    yield from ({"days": each} for each in (2**31 - 1, -1, "x"))
    yield from ({"customer_id": each} for each in (0, 99, 2**31 - 1, 2**40, "x"))
    yield from ({"quote_id": each} for each in (99, 2**31 - 1, -1))
    yield {"seen": 2**40}


@pytest.mark.parametrize("kind", [SaveQuote, ReviseOffer], ids=lambda kind: kind.__name__)
def test_an_offer_that_no_preview_carries_is_never_kept(
    house: Installation, kind: type[SaveQuote] | type[ReviseOffer]
) -> None:
    made = town(house)
    before = made.rows(*TABLES)
    good = kind(0, 0, 1, "1*1@%10000", until="2026-03-31")
    for forged in offers():
        done = made.press("member", good, **forged)
        if kind is SaveQuote or "quote_id" not in forged:
            shown = done.body.get("toast", {"type": "none"})
            assert shown["type"] == "warning" or (kind is ReviseOffer and ("until" in forged or "seen" in forged)), (
                forged
            )
    assert made.failed() == []
    assert made.rows(*TABLES) == before


def test_a_good_offer_is_kept_and_the_same_press_again_keeps_it_once(house: Installation) -> None:
    made = town(house)
    good = SaveQuote(0, 0, 1, "1*1@%10000", until="2026-03-31")
    first, again = (made.press("member", good) for _ in range(2))
    assert toast(first)[:2] == ("success", "已保存 Q-2")
    assert again.body == first.body
    assert house.rows("select count(*) from quotes") == [(2,)]
