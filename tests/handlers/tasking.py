"""Tasks as people give and press them, for the tests of tasks."""

from datetime import datetime, timedelta

from playground import Delivered, Message, Person
from tests.installation import MONDAY, Installation
from tests.seen import read

FRIDAY = "2026-03-06"


def give(house: Installation, by: Person, words: str) -> Message:
    """Give a task in one line, and see what comes of it."""
    return house.say(by, f"任务 {words}")


def newest(house: Installation, person: Person, part: str) -> Message:
    """The newest card in somebody's direct chat that says this."""
    house.drain()
    chat = house.feishu.direct(person)
    found = [each for each in house.feishu.messages(chat) if each.card is not None and part in read(each)]
    return found[-1]


def heard(house: Installation, person: Person, part: str) -> int:
    """How many cards in somebody's direct chat say this."""
    house.drain()
    messages = house.feishu.messages(house.feishu.direct(person))
    return sum(each.card is not None and part in read(each) for each in messages)


def put_off(house: Installation, by: Person, card: Message, day: str, reason: str = "") -> Delivered:
    """Press 延期 and pick another day."""
    house.feishu.press(by, card.message_id, "延期")
    return house.feishu.submit(by, card.message_id, {"due_on": day, "reason": reason})


def at(days: int, hour: int = 10) -> datetime:
    """So many days after the Monday on which tests begin."""
    return MONDAY + timedelta(days=days, hours=hour - 10)


def stands(house: Installation, columns: str) -> list[tuple[str, ...]]:
    """Columns of all tasks, as text, by id."""
    rows = house.rows(f"select {columns} from tasks order by id")  # noqa: S608 - written in our tests
    return [tuple(str(cell) for cell in row) for row in rows]
