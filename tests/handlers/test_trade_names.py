"""Whatever products, units, customers, notes and files are called: on every card and in every sheet it stays a name."""

import json
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from playground import Message
from tests.handlers.test_imports import send, xlsx
from tests.installation import Installation, Squad
from tests.pricing import enter, shop
from tests.seen import every_card, held, parts, read

AT, BOLD, LINK, FORMULA = "<at id=all></at>", "**粗** _斜_ ~~删~~ `码`", "[点](http://x.example)", '=HYPERLINK("x")'
EVIL = (AT, BOLD, LINK, FORMULA, "</font><b>&lt;at&gt;", "{code} {n} {0} %s", "$\\alpha$ <br> | # > - 1.", "\u202eABC")


def drawn(card: dict[str, Any]) -> list[str]:
    """The texts of a card that are markdown."""
    texts = [part for part in parts(card) if part.get("tag") in ("markdown", "lark_md")]
    return [str(said) for text in texts for said in (text["content"], *text.get("i18n_content", {}).values())]


def seen(name: str) -> str:
    """A name as a card draws it: what would turn the rest of a line round is left out."""
    return name.replace("\u202e", "")


def check_markup(house: Installation) -> None:
    """No name became markup anywhere."""
    for card in every_card(house):
        for said in drawn(card):
            assert "<at id=all>" not in said
            assert "](http" not in said
            assert "**粗**" not in said


def sold(house: Installation, name: str) -> Squad:
    """A product whose name, unit and group are a name, sold to a customer of that name."""
    squad = shop(house)
    enter(house, "定价 Z1 牌价 5", called=name, unit=name[:20], group=name[:40])
    house.file(squad.reps[0], name)
    return squad


@pytest.mark.parametrize("name", EVIL)
def test_names_are_names_on_every_card_of_prices(lite: Installation, name: str) -> None:
    rep = sold(lite, name).reps[0]
    for words in (
        "价格 Z1",
        "价格 Z",
        f"价格 {name}",
        f"价格 {name[:40]}",
        "价格",
        "定价 Z1",
        "定价 Z1 停售",
        "定价 Z 3",
    ):
        who = lite.admin if words.startswith("定价") else rep
        lite.say(who, words)
    for lang in ("zh", "en"):
        assert {seen(name), seen(name[:40]).strip()} <= set(read(lite.say(rep, "价格 Z1"), lang).splitlines())
    check_markup(lite)


@pytest.mark.parametrize("name", EVIL)
def test_names_are_names_on_quotes_and_in_the_sheets_of_orders(lite: Installation, name: str) -> None:
    rep = sold(lite, name).reps[0]
    preview = filled(lite, rep, "报价", name)
    assert "请确认报价" in read(preview), read(preview)
    lite.feishu.press(rep, preview.message_id, "保存")
    card = lite.say(rep, "报价 Q-1")
    assert seen(name) in read(card)
    assert seen(name) in read(lite.say(rep, "报价"))
    lite.feishu.press(rep, lite.say(rep, "报价 Q-1").message_id, "转订单")
    order = lite.answer(rep)
    lite.feishu.press(rep, order.message_id, "提交")
    assert seen(name) in read(lite.say(rep, "订单 SO-1"))
    lite.say(rep, "导出 订单")
    assert {name, name[:20].strip()} <= set(exported(lite, rep))
    check_markup(lite)


def filled(house: Installation, rep: Any, words: str, name: str) -> Message:
    """The preview of a form for one of the product, with the name as its customer and note."""
    form = house.say(rep, words)
    typed = {"customer": name, "recent": "", "product_1": "Z1", "quantity_1": "2", "note": name}
    house.feishu.submit(rep, form.message_id, {**held(form), **typed})
    return house.answer(rep)


def exported(house: Installation, rep: Any) -> list[object]:
    """The cells of the row that was exported."""
    house.drain()
    file = [each for each in house.feishu.messages(house.feishu.direct(rep)) if each.kind == "file"][-1]
    rows = CalamineWorkbook.from_filelike(BytesIO(house.feishu.file_of(file))).get_sheet_by_index(0).to_python()
    return list(rows[1])


@pytest.mark.parametrize("name", [AT, BOLD, LINK, "{file} {n}", "长" * 250, "a\nb\tc", "…/../x", "\u202exslx.exe"])
def test_a_files_name_and_its_cells_are_shown_as_they_are(lite: Installation, name: str) -> None:
    shown = send(lite, xlsx([name, name, "台", name, 1], [name, "", "", 5, 1]), f"{name}.xlsx")
    assert seen(name)[:40].split()[0] in read(shown)
    lite.feishu.press(lite.admin, shown.message_id, "不导入")
    lite.say(lite.admin, "导入")
    check_markup(lite)


def test_a_refused_form_keeps_every_letter_that_was_typed(lite: Installation) -> None:
    rep = sold(lite, AT).reps[0]
    form = lite.say(rep, "报价")
    typed = {
        f"{name}_{no}": f"{seen(EVIL[no % 8])[:18].strip()}{no}" for no in range(1, 11) for name in ("product", "price")
    }
    typed |= {f"quantity_{no}": f"x{no}" for no in range(1, 11)}
    typed |= {"customer": f"新{AT}", "recent": "", "note": "\n".join(EVIL[:7]), "other_terms": AT, "overall": BOLD[:18]}
    lite.feishu.submit(rep, form.message_id, {**held(form), **typed})
    again = held(lite.answer(rep))
    assert {name: again.get(name) for name in typed} == typed | {"recent": again["recent"]}
    assert lite.rows("select count(*) from quotes") == [(0,)]
    check_markup(lite)


def test_a_refused_price_keeps_every_letter_that_was_typed(lite: Installation) -> None:
    shop(lite)
    card = lite.say(lite.admin, "定价")
    typed = {"code": "a*b", "called": BOLD, "unit": AT, "group": LINK, "list_price": "九毛九", "floor_price": "{n}"}
    typed |= {"cost": FORMULA, "first_on": "2026-03-01", "last_on": "2026-02-01"}
    done = lite.feishu.submit(lite.admin, card.message_id, typed)
    assert done.body["toast"]["type"] == "warning"
    shown = json.loads(json.dumps(card.card))
    assert {name: held(card).get(name) for name in typed} == typed, shown
    check_markup(lite)
