"""Which handler answers what: each feature file has a `Router`, and the `Switchboard` joins them all.

Two features that claim one word, one form or one event refuse to start.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, Final, TypeVar

from bot.card import Card
from bot.context import Context, Reply
from bot.deliveries import Delivery
from bot.errors import Problem
from bot.form import Form
from bot.text import Text
from sales.records import dataclass

CommandHandler = TypeVar("CommandHandler", bound=Callable[[Context, str], Reply])
PressHandler = TypeVar("PressHandler", bound=Callable[[Context, Any], Reply])
EventHandler = TypeVar("EventHandler", bound=Callable[[Context, Any], Reply | None])
PictureHandler = Callable[[Context, str], Reply]
"""Answers a picture, given its key."""
FileHandler = Callable[[Context, str, str], Reply]
"""Answers a file, given its key and name."""
Redraw = Callable[[Context, Any, Mapping[str, object], tuple[Problem, ...]], Card]
"""Draws a form's card again with what was typed and what was wrong: (context, hidden fields, typed, problems)."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word people type. `members`: only for members of a sales team. `example` shows it with arguments."""

    word: Text
    about: Text
    run: Callable[[Context, str], Reply]
    aliases: tuple[str, ...]
    example: Text | None
    members: bool

    @property
    def names(self) -> tuple[str, ...]:
        """Every spelling that is understood, folded."""
        return tuple(fold(name) for name in (self.word.zh, self.word.en, *self.aliases))


@dataclass(frozen=True, slots=True)
class Press:
    """A form or button. `redraw` gives the card back with everything typed when it was refused."""

    form: type[Form]
    run: Callable[[Context, Any], Reply]
    redraw: Redraw | None
    members: bool


class Part(Enum):
    """Under which heading a feature's commands stand in the help, in the order of the headings."""

    VISITS = Text("拜访与客户", "Visits and customers")
    TRADE = Text("订单与回款", "Orders and payments")
    REPORTS = Text("报告与提醒", "Reports and reminders")
    TIME = Text("日历、请假与打扰", "Calendar, leave and quiet")
    TEAM = Text("给经理", "For managers")
    HELP = Text("其他", "Other")


@dataclass(slots=True)
class Router:
    """The handlers of one feature, in the order in which its file defines them."""

    part: Part
    commands: list[Command] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)
    events: dict[type[Delivery], Callable[[Context, Any], Reply | None]] = field(default_factory=dict)
    pictures: list[PictureHandler] = field(default_factory=list)
    files: list[FileHandler] = field(default_factory=list)

    def command(
        self,
        word: Text,
        about: Text,
        *,
        aliases: tuple[str, ...] = (),
        example: Text | None = None,
        members: bool = True,
    ) -> Callable[[CommandHandler], CommandHandler]:
        """Let the decorated handler answer a typed word; it gets what followed the word. `about` goes into the help."""

        def register(handler: CommandHandler) -> CommandHandler:
            self.commands.append(Command(word, about, handler, aliases, example, members))
            return handler

        return register

    def press(
        self, form: type[Form], *, redraw: Redraw | None = None, members: bool = True
    ) -> Callable[[PressHandler], PressHandler]:
        """Let the decorated handler answer a button or a submitted form; it gets the filled form."""

        def register(handler: PressHandler) -> PressHandler:
            self.presses.append(Press(form, handler, redraw, members))
            return handler

        return register

    def event(self, kind: type[Delivery]) -> Callable[[EventHandler], EventHandler]:
        """Let the decorated handler hear of an event; it gets the delivery."""

        def register(handler: EventHandler) -> EventHandler:
            self.events[kind] = handler
            return handler

        return register

    def picture(self, handler: PictureHandler) -> PictureHandler:
        """Let the decorated handler answer a picture that a member sends directly; it gets the picture's key."""
        self.pictures.append(handler)
        return handler

    def file(self, handler: FileHandler) -> FileHandler:
        """Let the decorated handler answer a file that anybody sends directly; it gets the file's key and name."""
        self.files.append(handler)
        return handler


class Switchboard:
    """All routers together. Raises ValueError when two of them claim the same thing."""

    def __init__(self, routers: Iterable[Router]) -> None:
        """Join the routers; their order is the order of the help."""
        self.routers = tuple(routers)
        self._commands = _unique(
            (name, command) for r in self.routers for command in r.commands for name in command.names
        )
        self._presses = _unique((press.form.name(), press) for r in self.routers for press in r.presses)
        self._picture = _unique(("picture", handler) for r in self.routers for handler in r.pictures).get("picture")
        self._file = _unique(("file", handler) for r in self.routers for handler in r.files).get("file")
        self._events = _unique((kind, handler) for r in self.routers for kind, handler in r.events.items())

    @property
    def commands(self) -> list[Command]:
        """Every command, in the order of the help."""
        return [command for router in self.routers for command in router.commands]

    def command(self, said: str) -> tuple[Command, str] | None:
        """The command that a message begins with, and what follows it; None when it begins with no known word."""
        match = _FIRST_WORD.match(said)
        if match is None or (command := self._commands.get(fold(match[1][:BEGINNING]))) is None:
            return None
        return command, match[2].strip()

    def press(self, name: str) -> Press | None:
        """The handler of a form or button by the form's name."""
        return self._presses.get(name)

    def event(self, kind: type[Delivery]) -> Callable[[Context, Any], Reply | None] | None:
        """The handler of a kind of event, if any feature listens to it."""
        return self._events.get(kind)

    @property
    def picture(self) -> PictureHandler | None:
        """What answers a picture, if any feature does."""
        return self._picture

    @property
    def file(self) -> FileHandler | None:
        """What answers a file, if any feature does."""
        return self._file

    def nearest(self, said: str, most: int = 3) -> list[Command]:
        """The commands most like what was said, likest first: a command whose word occurs in it comes before all."""
        folded, begins = fold_beginning(said), fold(said[:BEGINNING])
        return sorted(self.commands, key=lambda command: -_likeness(folded, begins, command))[:most]


NAMED: Final = 200
"""So many characters, at most, has whatever a line begins with that is not a command."""

BEGINNING: Final = 40
"""How many characters of a line are compared with the commands: several times as many as the longest of them has."""

_FIRST_WORD = re.compile(r"[\s/\uff0f]*([^\s,\uff0c:\uff1a\u3001]+)[,\uff0c:\uff1a\u3001]?(.*)", re.DOTALL)
"""An optional slash (full-width too), the first word up to a space, comma or colon, and the rest."""


def fold(word: str) -> str:
    """The form in which command words are compared: full-width as half-width, one letter case."""
    return unicodedata.normalize("NFKC", word).casefold()


def fold_beginning(words: str) -> str:
    """The same of as much of a line as names that it may begin with have: signs in heaps take long to put in order."""
    return fold(words[:NAMED])


def _likeness(folded: str, begins: str, command: Command) -> float:
    """How much what was said is like a command's best name; of two that are equally like it, the one begun alike.

    A name may occur anywhere in it, but only what it begins with is compared letter by letter, which takes long.
    """
    return max(
        1.0 + len(name)
        if name in folded
        else SequenceMatcher(None, begins, name).ratio() + 0.01 * (folded[:1] == name[0])
        for name in command.names
    )


def _unique(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    claimed: dict[Any, Any] = {}
    for key, value in pairs:
        if key in claimed and claimed[key] is not value:
            msg = f"two features claim {key!r}"
            raise ValueError(msg)
        claimed[key] = value
    return claimed
