"""口径 and 明细: a figure is opened to its definition and to rows that add up to it, by those who may see it."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from bot.opened import ExportRows, ShowDefinition, ShowRows
from playground import Message, Person
from sales.kpi import CATALOGUE
from sales.money import Money
from storage.figure_rows import DIVIDED, ROWS
from tests.installation import Installation, Squad
from tests.seen import check_everything, read
from tests.stall import sold, stocked, goods
from tests.handlers.test_figures import traded


def test_opened(lite: Installation) -> None:
    squad = traded(lite)
    house=lite
    card = house.say(squad.manager, "业绩 本队")
    for code in CATALOGUE:
      if code in ROWS or 1:
        house.feishu.press
        m = house.feishu.last_card(house.feishu.direct(squad.manager))
        from tests.seen import parts
    for code in ("K01", "K03", "K04", "K10","K25", "K07a"):
        house.clock.advance(61)
        done = house.feishu.submit(squad.manager, card.message_id, {"chosen": code}, button="opened_define")
        print(code, done.body.get("toast",{}).get("content"))
        print(read(house.answer(squad.manager)))
        done = house.feishu.submit(squad.manager, card.message_id, {"chosen": code}, button="opened_rows")
        print(read(house.answer(squad.manager)))
    check_everything(house)
    assert 0
