"""The presses on a task, which several cards draw and one feature answers."""

from datetime import date

from bot.form import Form, carried, day, pick, words
from bot.text import Text
from sales import tasks as rules
from sales.records import dataclass

CARD, LIST, MORNING = "card", "list", "morning"
"""On which card a button stands: a task's own, the list of what is to be done, or the day card, which stays."""


@dataclass(frozen=True)
class ShowTask(Form):
    """The task as it stands now."""

    task_id: int = carried(0)


@dataclass(frozen=True)
class FinishTask(Form):
    """It is done, as it was read in the version `seen`; `on` is the kind of card that is answered with."""

    task_id: int = carried(0)
    seen: int = carried(0)
    on: str = carried(CARD)


@dataclass(frozen=True)
class ReopenTask(Form):
    """It was not done, or is to be done after all."""

    task_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class AskPostpone(Form):
    """The button 延期."""

    task_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class PostponeTask(Form):
    """The card that asks for another day."""

    task_id: int = carried(0)
    seen: int = carried(0)
    due_on: date | None = day(Text("延到哪天", "Until which day"), required=True)
    reason: str = words(Text("原因（可不填）", "Reason (optional)"), limit=rules.REASON)


@dataclass(frozen=True)
class AskHandOver(Form):
    """The button 转交."""

    task_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class HandOverTask(Form):
    """The card that asks for the colleague who takes it over."""

    task_id: int = carried(0)
    seen: int = carried(0)
    to: str = pick(Text("转交给", "Hand over to"), limit=12)
    reason: str = words(Text("说明（可不填）", "Note (optional)"), limit=rules.REASON)


@dataclass(frozen=True)
class AskDrop(Form):
    """The button 取消任务."""

    task_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class DropTask(Form):
    """The card that asks why it is not to be done."""

    task_id: int = carried(0)
    seen: int = carried(0)
    reason: str = words(Text("原因", "Reason"), limit=rules.REASON, required=True)
