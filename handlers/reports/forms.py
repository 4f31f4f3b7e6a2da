"""What is asked of a rep in a report and of a manager about it, and the buttons around both."""

from bot.form import Form, carried, words
from bot.text import Text
from sales.records import dataclass

LONGEST = 1000
"""Characters of one answer: an input of the platform holds no more."""


@dataclass(frozen=True)
class WriteReport(Form):
    """The four questions of a report; `edition` is the one that the rep saw, `reason` is asked of a correction only."""

    type: str = carried("")
    period: str = carried("")
    edition: int = carried(0)
    summary: str = words(Text("总结", "Summary"), limit=LONGEST, lines=4)
    problems: str = words(Text("问题", "Problems"), limit=LONGEST, lines=2)
    needs_help: str = words(Text("需要支持", "Support needed"), limit=LONGEST, lines=2)
    next_plan: str = words(Text("下一步计划", "Plan"), limit=LONGEST, lines=3)
    reason: str = words(Text("更正原因", "Reason for the correction"), limit=200)


@dataclass(frozen=True)
class SaveReport(WriteReport):
    """The button 保存: keep what is typed, hand nothing in."""


@dataclass(frozen=True)
class SubmitReport(WriteReport):
    """The button 提交."""

    once = True


@dataclass(frozen=True)
class EditReport(Form):
    """The button 修改 or 更正 on a receipt."""

    report_id: int = carried(0)


@dataclass(frozen=True)
class KeepReport(Form):
    """The button below the form of a change: leave the report as it stands."""

    report_id: int = carried(0)


@dataclass(frozen=True)
class WithdrawReport(Form):
    """The button 撤回 on a receipt; `seen` is the version it shows."""

    report_id: int = carried(0)
    seen: int = carried(0)


@dataclass(frozen=True)
class ReadReport(Form):
    """A button that opens somebody's report: one of several people of a name, or one that awaits review."""

    rep_id: int = carried(0)
    type: str = carried("")
    period: str = carried("")


@dataclass(frozen=True)
class AllowReport(Form):
    """The button 允许补交: a report that is long past may come after all."""

    rep_id: int = carried(0)
    type: str = carried("")
    period: str = carried("")


@dataclass(frozen=True)
class ReviewReport(Form):
    """What a manager says of the version `seen` of a report; which of the three buttons it was travels in `verdict`."""

    report_id: int = carried(0)
    seen: int = carried(0)
    verdict: str = carried("")
    comment: str = words(Text("点评", "Comment"), limit=LONGEST, lines=3)


@dataclass(frozen=True)
class ReviewAgain(Form):
    """The button 改点评 on a reviewed report."""

    report_id: int = carried(0)
