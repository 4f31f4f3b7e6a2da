"""The one gate of everything that people are told unasked: it rings, stands on the day's card, or is not said."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.attention_words import KINDS
from bot.card import Card, cut
from bot.text import Text
from sales.attention import DAY_CARD, Budget, Verdict, Weight, decide, may_be_off, overnight, weight_of
from sales.records import dataclass
from storage import attention
from storage.attention import Said
from storage.engine import Connection
from storage.outbox import Outgoing

LONGEST_LINE: Final = 120
"""So many characters of what a message is about stand on a day's card."""

_ABOUT: Final = Text("{title}：{summary}", "{title}: {summary}")
_RUN: Final = "views.Run"
"""The name of the button that types a command."""


class Fate(Enum):
    """What became of something that was to be said: it is sent, stands on the day's card, or is not said at all."""

    RINGS = "rings"
    MERGED = "merged"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Admitted:
    """The answer of the gate: what is to be queued, if it rings."""

    fate: Fate
    outgoing: Outgoing | None = None

    @property
    def is_told(self) -> bool:
        """Whether the person gets to read it, one way or the other."""
        return self.fate is not Fate.UNSAID


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets messages through in one transaction; `off` and `muted` are what nobody and what some people (ids) want."""

    db: Connection
    budget: Budget
    now: datetime
    off: frozenset[str]
    muted: frozenset[tuple[int, str]]

    @classmethod
    def of(cls, db: Connection, budget: Budget, person_ids: Iterable[int], now: datetime) -> "Gate":
        """The gate for some people: two questions, however many they are."""
        return cls(db, budget, now, *attention.unwanted(db, person_ids, now))

    def admit(
        self, person_id: int, zone: ZoneInfo, kind: str, outgoing: Outgoing, card: Card, weight: Weight | None = None
    ) -> Admitted:
        """Decide about one message to one person, by the local date (in `zone`) on which it may leave.

        Under a dedupe key that was used before it is not said again. Somebody's day is held until the commit: who
        tells several people in one transaction goes by their ids, so that two never wait for each other. `weight` is
        for what is to count otherwise than its kind.
        """
        if may_be_off(kind) and (kind in self.off or (person_id, kind) in self.muted):
            return Admitted(Fate.UNSAID)
        leaves_at = max(outgoing.not_before or self.now, self.now)
        day = leaves_at.astimezone(zone).date()
        weight = weight or overnight(weight_of(kind), day, self.now.astimezone(zone).date())
        held = attention.hold_day(self.db, person_id, day)
        verdict = decide(weight, held.day, self.budget)
        said = Said(person_id, day, kind, _key(kind, verdict, person_id, day, outgoing), _line(card, kind), leaves_at)
        told = attention.tell(self.db, said)
        if told is None:
            return Admitted(Fate.UNSAID)
        attention.weigh_in(self.db, said, told, held, verdict, weight)
        if verdict in (Verdict.MERGE, Verdict.OPEN):
            return Admitted(Fate.MERGED)
        return Admitted(Fate.RINGS, replace(outgoing, dedupe=said.message))


def _key(kind: str, verdict: Verdict, person_id: int, day: date, outgoing: Outgoing) -> str:
    """Every message has a key, so that the day's card can be changed by it."""
    if kind == DAY_CARD and verdict is Verdict.BECOME:
        return attention.day_key(day, person_id)
    return outgoing.dedupe or f"told/{uuid4().hex}"


def _line(card: Card, kind: str) -> Mapping[str, str] | None:
    """The line of a message on the day's card; none for that card itself, which is composed from what is known."""
    return None if kind == DAY_CARD else item_of(card, kind)


def item_of(card: Card, kind: str) -> dict[str, str]:
    """What a card is about in one line, in both languages, and the command that leads on, empty without one."""
    read: Any = card.json
    title, summary = _words(read["header"]["title"]), _words(read["config"]["summary"])
    line = summary if title.zh in summary.zh else _ABOUT.fill(title=title, summary=summary)
    known = KINDS[kind].command if kind in KINDS else ""
    return {"zh": cut(line.zh, LONGEST_LINE), "en": cut(line.en, LONGEST_LINE), "say": known or _typed(card)}


def _words(shown: Mapping[str, Any]) -> Text:
    zh = str(shown["content"])
    return Text(zh, str(shown.get("i18n_content", {}).get("en_us", zh)))


def _typed(card: Card) -> str:
    """What the first button of a card types, if it types anything."""
    return next(_commands(card.json), "")


def _commands(part: object) -> Iterator[str]:
    """What the buttons of a card type, in their order."""
    if isinstance(part, list):
        for each in part:
            yield from _commands(each)
    if not isinstance(part, dict):
        return
    if part.get("do") == _RUN:
        yield str(part["with"]["said"])
    for each in part.values():
        yield from _commands(each)
