"""The sentences for broken rules and for things that go wrong, in both languages, in one place."""

from datetime import date, datetime

from bot import task_words, trade_words
from bot.money import exact
from bot.text import Text, joined, same
from sales import breaches
from sales.breaches import RuleBroken
from sales.money import Money
from sales.orders import Move, State
from sales.visits import Kind, NoStep

KINDS = {
    Kind.ON_SITE: Text("上门", "On site"),
    Kind.PHONE: Text("电话", "Phone"),
    Kind.ONLINE: Text("线上", "Online"),
    Kind.CARE: Text("关怀", "Courtesy"),
}
"""How a visit was made, as people say it."""

NO_STEPS = {
    NoStep.WAITING: Text("等客户消息", "Waiting for the customer"),
    NoStep.WON: Text("已成交", "Deal made"),
    NoStep.NO_INTEREST: Text("无意向", "No interest"),
    NoStep.OTHER: Text("其他", "Other"),
}
"""Why a visit has no next step, as people say it."""

_WEEKDAYS = (
    Text("周一", "Mon"),
    Text("周二", "Tue"),
    Text("周三", "Wed"),
    Text("周四", "Thu"),
    Text("周五", "Fri"),
    Text("周六", "Sat"),
    Text("周日", "Sun"),
)
_BROKEN: dict[type[RuleBroken], Text] = {
    breaches.FutureVisit: Text(
        "拜访日期不能晚于今天（{latest}）。还没去的拜访，请填在下一步里。",
        "The visit cannot be dated after today ({latest}). Put a visit still to come into the next step.",
    ),
    breaches.VisitTooOld: Text(
        "只能补录 {earliest} 起的拜访。更早的请找经理。",
        "Visits can be entered back to {earliest}. For older ones, please ask your manager.",
    ),
    breaches.NextStepMissing: Text(
        "填了下一步日期，请也写上要做什么。",
        "There is a date for the next step: please say what will be done.",
    ),
    breaches.NextStepInPast: Text(
        "下一步日期不能早于今天（{earliest}）。", "The next step cannot lie before today ({earliest})."
    ),
    breaches.NextStepTooFar: Text(
        "下一步日期太远了，最晚明年 {latest}。", "The next step is too far ahead: {latest} next year at the latest."
    ),
    breaches.NextStepOrReason: Text(
        "请写下一步；暂时没有，就选一个原因（已先选「其他」，直接再提交也行）。",
        'Please write the next step or choose why there is none ("Other" is set: just submit again if that is right).',
    ),
    breaches.CorrectionWithoutReason: Text(
        "{number} 已在 {since} 锁定。可以更正，请写明原因。",
        "{number} was locked on {since}. It can still be corrected: please give the reason.",
    ),
    breaches.PlanOutOfRange: Text(
        "计划的日期只能在 {earliest} 到 {latest} 之间。", "A visit can be planned from {earliest} to {latest}."
    ),
    breaches.AlreadySettled: Text("{number} 之前已经处理过了。", "{number} has been dealt with already."),
    breaches.NotYours: Text(
        "{number} 是别人的记录，只有本人能改。", "{number} is somebody else's; only they can change it."
    ),
    breaches.NotFound: Text("没有找到 {number}。", "There is no {number}."),
    breaches.Locked: Text(
        "{number} 已在 {since} 锁定，不能撤回；内容有误，可以「更正」。",
        '{number} was locked on {since} and cannot be withdrawn; what is wrong in it can be put right with "Correct".',
    ),
    breaches.AlreadyWithdrawn: Text("{number} 已经撤回了。", "{number} was withdrawn before."),
    breaches.Outdated: Text(
        "{number} 后来改过，这张卡片不是最新的。",
        "{number} has been changed since: this card is not the latest.",
    ),
    breaches.TeamHasManager: Text(
        "「{team}」已经是销售团队了，经理是 {manager}。",
        "{team} is a sales team already; its manager is {manager}.",
    ),
    breaches.NotAMember: Text("只有「{team}」的群成员才能操作。", "Only members of the group {team} can do this."),
    breaches.TeamHidden: Text(
        "「{team}」的数据只有该团队的经理能看。", "The figures of {team} are for that team's manager only."
    ),
    breaches.LeaveBackwards: Text("结束早于开始，请检查。", "It ends before it begins: please check."),
    breaches.LeaveTooOld: Text(
        "只能补 {earliest} 起的请假。更早的请找经理豁免。",
        "Leave can be told back to {earliest}. For older days, please ask your manager to waive the report.",
    ),
    breaches.LeaveTooFar: Text("开始日期太远了，最晚 {latest}。", "It begins too far ahead: {latest} at the latest."),
    breaches.LeaveTooLong: Text("一次最多请 {most} 天。", "At most {most} days at once."),
    breaches.LeaveNotYours: Text(
        "{name} 的请假只能由本人、团队经理或管理员登记。",
        "Leave of {name} is told by themselves, their team's manager or an admin.",
    ),
    breaches.DayIsPast: Text(
        "日历只能从今天（{earliest}）起调整。", "The calendar can be changed from today ({earliest}) on."
    ),
    breaches.RulingTooWide: Text(
        "一次最多调整 {most} 天，且不晚于 {latest}。", "At most {most} days at once, none after {latest}."
    ),
    breaches.RulersOnly: Text(
        "只有管理员能调整公司日历，经理能调整自己团队的。",
        "Only admins change the company's calendar, and managers that of their own team.",
    ),
    breaches.MuteTooLong: Text("免打扰最长到 {latest}。", "You can be left alone until {latest} at most."),
    breaches.UnknownZone: Text(
        "没有「{name}」这个时区，请填 Asia/Shanghai 这样的名称。",
        "There is no time zone {name}; please give a name such as Asia/Shanghai.",
    ),
    breaches.ManagersOnly: Text(
        "团队数据只有经理能看。想看自己的，请发「今天」。",
        'Team figures are for managers only. For your own, send "today".',
    ),
}


def broken(breach: RuleBroken) -> Text:
    """The sentence for a broken rule, with its dates and names in place."""
    kind = type(breach)
    said = _BROKEN.get(kind) or task_words.BROKEN.get(kind) or trade_words.BROKEN[kind]
    return said.fill(**{name: _value(value) for name, value in vars(breach).items()})


def day(of: date) -> Text:
    """A date as people say it, with its weekday: `3月2日 周一`, `Mon 2 Mar`."""
    weekday = _WEEKDAYS[of.weekday()]
    return Text(f"{of.month}月{of.day}日 {weekday.zh}", f"{weekday.en} {of.day} {of:%b}")


def clock(at: datetime) -> Text:
    """A local date and time: `3月2日 09:30`, `2 Mar 09:30`; `at` must be in the reader's zone already."""
    return Text(f"{at.month}月{at.day}日 {at:%H:%M}", f"{at.day} {at:%b %H:%M}")


def span(first: date, end: date) -> Text:
    """The half-open span `[first, end)` as people say it: one day, or from the first to the last."""
    last = date.fromordinal(end.toordinal() - 1)
    return day(first) if first == last else joined([day(first), day(last)], Text(" 至 ", " to "))


def _value(value: object) -> Text:
    if isinstance(value, datetime):
        return clock(value)
    if isinstance(value, Money):
        return exact(value)
    if isinstance(value, State):
        return trade_words.STATES[value]
    if isinstance(value, Move):
        return trade_words.MOVES[value]
    return day(value) if isinstance(value, date) else same(value)
