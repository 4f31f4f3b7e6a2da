"""What is asked of a rep about a visit, and the buttons on its receipt."""

from dataclasses import dataclass
from datetime import date

from bot.form import Form, carried, choice, day, pick, words
from bot.text import Text
from bot.words import KINDS
from sales.visits import Kind


@dataclass(frozen=True)
class FileVisit(Form):
    """The visit form; with a visit's id and version it changes that one."""

    once = True

    visit_id: int = carried(0)
    seen: int = carried(0)
    recent: str = pick(Text("最近的客户（没有就在下面填）", "Recent customers (or type one below)"), limit=100)
    customer: str = words(Text("客户", "Customer"), limit=100)
    contact: str = words(Text("联系人", "Contact"), limit=60)
    kind: Kind = choice(Text("方式", "How"), KINDS, Kind.ON_SITE)
    visited_on: date | None = day(Text("拜访日期", "Date of the visit"))
    purpose: str = words(Text("目的", "Purpose"), limit=500)
    outcome: str = words(Text("结果", "Outcome"), limit=1000, lines=3)
    next_step: str = words(Text("下一步", "Next step"), limit=500)
    next_step_on: date | None = day(Text("下一步日期", "Date of the next step"))


@dataclass(frozen=True)
class EditVisit(Form):
    """The button 修改 on a receipt."""

    visit_id: int = carried(0)


@dataclass(frozen=True)
class KeepVisit(Form):
    """The button below the form of a change: leave the visit as it is."""

    visit_id: int = carried(0)


@dataclass(frozen=True)
class WithdrawVisit(Form):
    """The button 撤回 on a receipt."""

    visit_id: int = carried(0)
    seen: int = carried(0)
