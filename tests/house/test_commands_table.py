"""The command table of both READMEs says what the routers know, and the events to subscribe to are the ones we read."""

import re

import pytest

from bot.feishu.events import ASKED_FOR
from bot.router import Switchboard
from handlers import ROUTERS
from tests.house.source import ROOT

ROW = re.compile(r"^\| `([^`]+)` \| `([^`]+)` \| ([^|]*) \|", re.MULTILINE)
READMES = ("README.md", "README.zh-CN.md")


@pytest.mark.parametrize("paper", READMES)
def test_the_command_table_is_drawn_from_the_routers(paper: str) -> None:
    listed = [
        (zh, en, tuple(re.findall("`([^`]+)`", also)))
        for zh, en, also in ROW.findall((ROOT / paper).read_text(encoding="utf-8"))
    ]
    assert listed == [(each.word.zh, each.word.en, each.aliases) for each in Switchboard(ROUTERS).commands]


@pytest.mark.parametrize("paper", READMES)
def test_the_events_to_subscribe_to_are_the_ones_that_are_read(paper: str) -> None:
    text = (ROOT / paper).read_text(encoding="utf-8")
    assert [event for event in ASKED_FOR if f"`{event}`" not in text] == []
