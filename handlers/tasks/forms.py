"""What is asked about a new task."""

from datetime import date

from bot.doubles import which_known
from bot.form import Form, carried, day, pick, words
from bot.text import Text
from sales import tasks as rules
from sales.records import dataclass

MORE = ("expected", "source", "start_on")
"""The fields that are folded away."""


@dataclass(frozen=True)
class GiveTask(Form):
    """The form; `unread` is what of a line belongs to no field, `asked` the customer's name that is asked about."""

    once = True

    unread: str = carried("")
    asked: str = carried("")
    what: str = words(Text("要做什么", "What is to be done"), limit=rules.WHAT, required=True, lines=2)
    owner: str = pick(Text("谁来做", "Who does it"), limit=12)
    due_on: date | None = day(Text("截止日期", "Due on"), required=True)
    which: str = which_known()
    customer: str = words(Text("客户（可不填）", "Customer (optional)"), limit=100)
    expected: str = words(Text("预期结果", "Expected result"), limit=rules.EXPECTED, lines=2)
    source: str = words(Text("来源（V-12、SO-3 或会议）", "From (V-12, SO-3 or a meeting)"), limit=rules.SOURCE)
    start_on: date | None = day(Text("开始日期", "Start on"))
