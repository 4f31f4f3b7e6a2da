"""What is asked about an absence, and what the buttons around it carry."""

from datetime import date

from bot.form import Form, carried, choice, day, words
from bot.text import Text
from sales.records import dataclass
from sales.spans import Half

HALVES = {Half.AM: Text("上午", "morning"), Half.PM: Text("下午", "afternoon")}
"""The two halves of a day, as people say them."""


@dataclass(frozen=True)
class AskLeave(Form):
    """The form: first and last half day, and why; `person_id` is whose leave it is, 0 one's own."""

    person_id: int = carried(0)
    first_on: date | None = day(Text("第一天", "First day"), required=True)
    first_half: Half = choice(Text("从", "From the"), HALVES, Half.AM)
    last_on: date | None = day(Text("最后一天（不填就是同一天）", "Last day (empty: the same)"))
    last_half: Half = choice(Text("到", "To the"), HALVES, Half.PM)
    reason: str = words(Text("事由（可不填，只有本人、经理和管理员可见）", "Reason (optional, private)"), limit=200)


@dataclass(frozen=True)
class TakeLeave(Form):
    """The button that makes it hold: dates as ISO words, halves as `am` and `pm`."""

    once = True

    person_id: int = carried(0)
    first_on: str = carried("")
    first_half: str = carried("")
    last_on: str = carried("")
    last_half: str = carried("")
    reason: str = carried("")


@dataclass(frozen=True)
class ChangeLeave(Form):
    """The button 改 on the card that asks: back to the form with all of it."""

    person_id: int = carried(0)
    first_on: str = carried("")
    first_half: str = carried("")
    last_on: str = carried("")
    last_half: str = carried("")
    reason: str = carried("")


@dataclass(frozen=True)
class CancelLeave(Form):
    """The button 撤回 on a receipt or in the list."""

    leave_id: int = carried(0)
