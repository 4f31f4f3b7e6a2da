"""What is asked of a rep about a visit, and the buttons on its receipt."""

from datetime import date

from bot.doubles import which_known
from bot.form import Form, carried, choice, day, pick, words
from bot.text import Text
from bot.words import KINDS, NO_STEPS
from handlers.visits.questions import ASKED, LEVELS, Level
from sales.records import dataclass
from sales.visits import Kind, NoStep


@dataclass(frozen=True)
class FileVisit(Form):
    """The visit form; with a visit's id and version it changes that one. `unread` is what of a line was not understood.

    `asked` is the customer's name for which the form asks, in `which`, whether it is one that we know.
    The ten answers are named like the questions of `sales.willingness`; `feeling` counts only without any of them.
    """

    once = True

    visit_id: int = carried(0)
    seen: int = carried(0)
    unread: str = carried("")
    asked: str = carried("")
    recent: str = pick(Text("最近的客户（没有就在下面填）", "Recent customers (or type one below)"), limit=100)
    customer: str = words(Text("客户", "Customer"), limit=100)
    which: str = which_known()
    contact: str = words(Text("联系人", "Contact"), limit=60)
    kind: Kind = choice(Text("方式", "How"), KINDS, Kind.ON_SITE)
    visited_on: date | None = day(Text("拜访日期", "Date of the visit"))
    companion: str = pick(Text("同行的同事", "Colleague who came along"), limit=10)
    purpose: str = words(Text("目的", "Purpose"), limit=500)
    outcome: str = words(Text("结果", "Outcome"), limit=1000, lines=3)
    next_step: str = words(Text("下一步", "Next step"), limit=500)
    next_step_on: date | None = day(Text("下一步日期", "Date of the next step"))
    no_step: NoStep = choice(Text("没有下一步？选个原因", "No next step? Choose why"), NO_STEPS, NoStep.UNSAID)
    feeling: str = words(Text("意愿分 0–100（凭感觉，可不填）", "Willingness 0–100 (a feeling will do)"), limit=10)
    used_similar: Level = choice(ASKED["used_similar"], LEVELS, Level.UNSAID)
    knows_product: Level = choice(ASKED["knows_product"], LEVELS, Level.UNSAID)
    knows_depth: Level = choice(ASKED["knows_depth"], LEVELS, Level.UNSAID)
    knows_rivals: Level = choice(ASKED["knows_rivals"], LEVELS, Level.UNSAID)
    knows_peers: Level = choice(ASKED["knows_peers"], LEVELS, Level.UNSAID)
    knows_value: Level = choice(ASKED["knows_value"], LEVELS, Level.UNSAID)
    knows_cost: Level = choice(ASKED["knows_cost"], LEVELS, Level.UNSAID)
    knows_service: Level = choice(ASKED["knows_service"], LEVELS, Level.UNSAID)
    influence: Level = choice(ASKED["influence"], LEVELS, Level.UNSAID)
    few_deciders: Level = choice(ASKED["few_deciders"], LEVELS, Level.UNSAID)
    reason: str = words(Text("更正原因", "Reason for the correction"), limit=200)


@dataclass(frozen=True)
class EditVisit(Form):
    """The button 修改 on a receipt, 更正 once the visit is locked."""

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
