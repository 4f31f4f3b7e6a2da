"""What the kinds of unasked messages are called, and the command behind each, for lists, mutes and day cards."""

from collections.abc import Iterable, Mapping

from bot.text import Text, same
from sales.attention import DAY_CARD, REMINDER, may_be_off
from sales.obligations import VISIT, ReportType
from sales.records import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of message is called, and what one types to see all of it; empty where there is no such command."""

    name: Text
    command: str = ""


KINDS: Mapping[str, Kind] = {
    DAY_CARD: Kind(Text("今日卡", "Day card"), Text("今天", "today").zh),
    "receivables": Kind(Text("应收提醒", "Receivables"), Text("应收", "receivables").zh),
    "daily_kpi": Kind(Text("每日数据", "Daily figures"), Text("团队", "team").zh),
    "missing_list": Kind(Text("未交名单", "Missing reports"), Text("未交", "missing").zh),
    "month_close": Kind(Text("月度结账", "Monthly close")),
    "quarter_close": Kind(Text("季度结账", "Quarterly close")),
    "missing_targets": Kind(Text("缺目标提醒", "Missing targets"), Text("目标", "target").zh),
    "approval": Kind(Text("审批", "Approvals"), Text("审批", "approvals").zh),
    "decision": Kind(Text("审批结果", "Decisions")),
    "order": Kind(Text("订单动态", "Order news")),
    "duties": Kind(Text("经理催办", "Manager's nudges")),
    "report": Kind(Text("报告待阅", "Reports to read"), Text("点评", "review").zh),
    "plea": Kind(Text("补交申请", "Requests to send late")),
    "deputy": Kind(Text("代理审批", "Deputies"), Text("代理", "deputy").zh),
    "task": Kind(Text("任务提醒", "Tasks"), Text("待办", "todo").zh),
    "task_escalation": Kind(Text("任务多次延期", "Postponed tasks"), Text("待办", "todo").zh),
    REMINDER + VISIT: Kind(Text("拜访记录提醒", "Visit report reminders")),
}
"""Every kind that has a name of its own; reminders of reports are named by their report."""

_REPORT = Text("{name}提醒", "{name} reminders")


def kind_of(kind: str, reports: Iterable[ReportType] = ()) -> Kind:
    """A kind by its id; one that nobody named is called by its id."""
    if kind in KINDS:
        return KINDS[kind]
    of = kind.removeprefix(REMINDER)
    found = next((each for each in reports if each.name == of), None)
    return Kind(_REPORT.fill(name=Text(found.zh, found.en)) if found else same(kind))


def mutable_kinds(reports: Iterable[ReportType]) -> dict[str, Kind]:
    """Those that people may ask to be spared, by their ids."""
    return {kind: known for kind, known in known_kinds(reports).items() if may_be_off(kind)}


def named_kind(words: str, reports: Iterable[ReportType]) -> tuple[str, str] | None:
    """The kind that a phrase begins with, by its name in either language, and the rest of the phrase; None for none."""
    said = words.strip()
    folded = said.casefold()
    names = [(name, kind) for kind, known in mutable_kinds(reports).items() for name in (known.name.zh, known.name.en)]
    for name, kind in sorted(names, key=lambda each: -len(each[0])):
        if folded.startswith(name.casefold()):
            return kind, said[len(name) :].strip()
    return None


def known_kinds(reports: Iterable[ReportType]) -> dict[str, Kind]:
    """Every kind by its id, the reminders of this house's reports among them."""
    known = list(reports)
    return {**{REMINDER + each.name: kind_of(REMINDER + each.name, known) for each in known}, **KINDS}
