"""Presses every button and submits every form that a card leads to, so that a new card needs nobody to list it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from bot.text import Text
from bot.views import Run
from playground import cards
from playground.cards import Place
from playground.people import Json
from playground.scratch import Scratch

SAMPLES = {
    "customer": "澄屿精工",
    "contact": "张工",
    "purpose": "谈二期报价",
    "outcome": "同意试用一个月，要先看样品",
    "next_step": "寄样品",
    "score": "65",
    "timezone": "Asia/Shanghai",
    "feeling": "65",
    "phone": "021-5555-0100",
    "summary": "二期报价都递出去了。",
    "next_plan": "送样品，约签两家。",
    "product_1": "XH-100",
    "quantity_1": "2",
    "price_1": "9折",
    "overall": "",
    "other_terms": "",
    "share_1": "30%",
    "amount": "20000",
    "orders": "",
    "code": "XH-300",
    "called": "星禾计量泵",
    "unit": "台",
    "group": "泵",
    "list_price": "8800",
    "floor_price": "7000",
    "cost": "5200",
}
SAMPLES |= {f"part_{n}": "" for n in range(1, 21)} | {"part_1": "12万", "part_2": "9万"}
SAMPLES |= {f"{name}_{n}": "" for n in range(2, 11) for name in ("product", "quantity", "price", "colleague", "share")}
"""What is typed into a field of this name; into others goes `OTHERWISE`."""

OTHERWISE = "示例 Sample"
TOO_LONG = "写得太长" * 26
"""More than short fields take, and less than makes the card that comes back too large to show."""

EMPTY, LONG, FILLED = Text("空着提交", "left empty"), Text("写得太长", "too long"), Text("填好提交", "filled in")
"""The ways in which a form is submitted, in this order."""

Show = Callable[[str, Json, Text | None], bool]


@dataclass
class Explorer:
    """Follows cards from press to press, depth first, as one person; the same kind of press is made once.

    `show` is given each card with the form it came from and the way that was filled in, and tells whether it is new.
    """

    scratch: Scratch
    open_id: str
    chat_id: str
    show: Show
    tried: set[object] = field(default_factory=set)

    def follow(self, origin: str, card: Json, way: Text | None = None) -> None:
        """Show a card and everything that its buttons lead to."""
        self.show(origin, card, way)
        for place, stamp in stamped(card):
            if stamp["do"] != Run.name():
                self._try(place, stamp)

    def _try(self, place: Place, stamp: Json) -> None:
        """What is wrong comes first: what is accepted may turn the card into another."""
        for way, typed in _ways(place, str(self.scratch.now.date())):
            kind = (stamp["do"], way, tuple(map(bool, stamp["with"].values())))
            if kind in self.tried:
                continue
            found = self.scratch.press(self.open_id, self.chat_id, stamp, typed)
            if found:  # what was refused in a word may be answered elsewhere
                self.tried.add(kind)
            for card in found:
                self.follow(stamp["do"], card, way)


def stamped(card: Json) -> Iterator[tuple[Place, Json]]:
    """Every pressable element of a card that does something, with what is stamped on it."""
    for place in cards.places(card):
        for behavior in place.element.get("behaviors", []):
            value = behavior.get("value")
            if isinstance(value, dict) and "do" in value:
                yield place, value


def _ways(place: Place, today: str) -> Iterator[tuple[Text | None, Json]]:
    if place.form is None:
        yield None, {}
        return
    fields = cards.fields(place.form)
    yield EMPTY, {}
    words = {one["name"]: SAMPLES.get(one["name"], OTHERWISE) for one in fields}
    yield LONG, {one["name"]: _typed(one, today, words[one["name"]] and TOO_LONG) for one in fields}
    yield FILLED, {one["name"]: _typed(one, today, words[one["name"]]) for one in fields}


def _typed(field: Json, today: str, words: str) -> str:
    if field["tag"] == "date_picker":
        return f"{today} +0800"
    options = field.get("options") or []
    return str(options[0]["value"]) if options and words else words
