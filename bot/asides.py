"""Buttons of cards that came unasked and are to stay: the answer comes beside them, or they come back later."""

from bot.card import Element, panel
from bot.controls import button, buttons
from bot.form import Form, carried
from bot.text import Text
from sales.attention import Later
from sales.records import dataclass


@dataclass(frozen=True)
class Beside(Form):
    """Does what typing a command does, and lets the card stand; `said` is what would be typed."""

    said: str = carried("")


@dataclass(frozen=True)
class Snooze(Form):
    """Puts off what a card is about: the newest thing of this kind that its reader was told."""

    kind: str = carried("")
    until: str = carried("")


CHOICES = {
    Later.HALF_HOUR: Text("30 分钟", "30 min"),
    Later.AFTER_LUNCH: Text("13:30", "13:30"),
    Later.WORKDAY: Text("下个工作日", "Next workday"),
}
"""How long each press of 稍后 puts something off."""

LATER = Text("稍后", "Later")
BESIDE = Text("发在下面了", "Sent below")
"""What a press says whose answer comes as a message of its own."""


def beside_button(words: Text, said: str, *, style: str = "text") -> Element:
    """A quiet button that runs a command and leaves the card as it is."""
    return button(words, Beside(said).stamp(), style=style)


def snooze_row(kind: str) -> Element:
    """The three ways to put something off, as quiet buttons."""
    row = [button(words, Snooze(kind, choice).stamp(), style="text") for choice, words in CHOICES.items()]
    return buttons(*row, align="left")


def snooze_panel(kind: str) -> Element:
    """The same behind one tap, for cards that are about something else."""
    return panel(LATER, snooze_row(kind))
