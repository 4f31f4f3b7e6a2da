"""What the admins are told about the installation: a message given up, a push left out, no sender, a used-up plan.

Each once: one card per reason and hour, per push and day, per silence, per share of the month; never about itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from bot.attention_words import kind_of
from bot.card import Card, card, facts, fitting, md, note
from bot.context import House
from bot.feishu.codes import meaning
from bot.text import Text, joined, same
from bot.words import clock
from sales.records import dataclass
from storage.claims import Claimed, Failure
from storage.engine import Connection
from storage.outbox import Outgoing, Verb, enqueue

ABOUT = "outbox.parked"
CARE: Final = "care"
"""What the other cards are called in lists of messages."""

USE: Final = timedelta(hours=12)
"""How long a card about the installation is of use, should nobody be able to send it."""

MOST_TEAMS, MOST_NAMES = 3, 12

STEPS: Final[Mapping[str, Text]] = {
    "ledger": Text("应交名单", "The list of what is owed"),
    "reminders": Text("提醒", "Reminders"),
    "approvals": Text("审批提醒", "Reminders of approvals"),
    "mending": Text("更新提醒卡片", "Changing of reminders"),
    "digests": Text("更新周报汇总", "Changing of digests"),
    "attention": Text("今日卡", "Day cards"),
    "retention": Text("清理旧数据", "Tidying up"),
    "team_line": Text("团队早报", "The group's line"),
    "weekly_digest": Text("周报汇总", "Weekly digest"),
}
"""What steps of a tick and pushes are called that people have no name for."""


@dataclass(frozen=True, slots=True, order=True)
class Omission:
    """A push that a team did not get at `due`, on its wall clock; or a step (team "") that has failed since `due`."""

    name: str
    due: datetime
    team: str = ""

    @property
    def day(self) -> date:
        """The local date that it is about."""
        return self.due.date()


def tell(db: Connection, admins: Iterable[str], row: Claimed, why: Failure, now: datetime) -> None:
    """Let every admin (open_id) know of a parked row, unless they heard of this code in this hour."""
    if row.about == ABOUT:
        return
    content = parked(row, why)
    for admin in admins:
        dedupe = f"{ABOUT}/{why.code}/{now:%Y%m%d%H}/{admin}"
        enqueue(db, Outgoing(admin, Verb.SEND, content, about=ABOUT, dedupe=dedupe), now)


def warn(db: Connection, admins: Iterable[str], said: Card, now: datetime, *, about: str = CARE) -> int:
    """Queue a card about the installation for every admin; gives how many. The caller sees to it that it is news."""
    content, useful = fitting(said).dumps(), now + USE
    rows = [Outgoing(each, Verb.SEND, content, about=about, expires_at=useful) for each in sorted(admins)]
    return sum(enqueue(db, row, now) is not None for row in rows)


def parked(row: Claimed, why: Failure) -> str:
    """The card's JSON text: which message, why, and what to type; nothing of what the message said."""
    return card(
        Text("一条消息没有发出", "A message could not be sent"),
        md(Text("**{reason}**", "**{reason}**"), reason=meaning(why.code) if why.code else _NO_ANSWER),
        facts(
            (Text("消息", "Message"), same(f"{row.id} {row.about}".strip())),
            (Text("接收方", "Receiver"), same(row.lane or "–")),
            (Text("错误码", "Code"), same(why.code or "–")),
        ),
        md(
            Text("处理后重新发送：`salesbot outbox retry {id}`", "Once solved: `salesbot outbox retry {id}`"),
            id=row.id,
        ),
        note(Text("同一原因每小时只提醒一次。", "You hear of the same reason once an hour.")),
        summary=Text("一条消息没有发出", "A message could not be sent"),
        colour="red",
    ).dumps()


_NO_ANSWER = Text("不知道有没有发出去：没有收到飞书的回应", "unknown whether it was sent: no answer came from Feishu")


def omitted(house: House, found: Sequence[Omission]) -> Card:
    """What was not said, to whom and when it was due; what fails now, and since when; and what to do."""
    title = Text("有提醒没有按时发出", "Something was not sent in time")
    named = [(name, sorted(each)) for name, each in groupby(sorted(found), lambda one: one.name)]
    lost = any(each.team for each in found)
    return card(
        title,
        *(_omission(house, name, each) for name, each in named[:MOST_NAMES]),
        md(_LOST if lost else _FAILING),
        md(Text("`salesbot doctor` 会说明要处理什么。", "`salesbot doctor` says what needs a hand.")),
        note(Text("每项每天只提醒一次，恢复后不再通知。", "You hear of each once a day, not of its recovery.")),
        summary=title,
        colour="red",
    )


_LOST = Text(
    "补发时间已过，不会再发。当时的内容可以查看：`salesbot push 名称 --dry-run --at 时刻`。",
    "It is too late for them, and they are not sent any more. What they would have said: "
    "`salesbot push NAME --dry-run --at MOMENT`.",
)
_FAILING = Text(
    "系统会继续尝试，日志里的 push_failed 写有原因。",
    "It is tried again and again; the log says why, under push_failed.",
)


def _omission(house: House, name: str, found: Sequence[Omission]) -> dict[str, object]:
    called = STEPS.get(name) or kind_of(name, house.report_types).name
    if not found[0].team:
        words = Text("**{called}**（{name}）自 {since} 起一直失败", "**{called}** ({name}) has failed since {since}")
        return md(words, called=called, name=name, since=clock(found[0].due))
    words = Text("**{called}**（{name}）：{since}，{teams}", "**{called}** ({name}): {since}, {teams}")
    dues = joined(
        [clock(due) for due in sorted({each.due.replace(second=0) for each in found})[:MOST_TEAMS]], Text("、", "; ")
    )
    return md(words, called=called, name=name, since=dues, teams=_teams(sorted({each.team for each in found})))


def _teams(names: Sequence[str]) -> Text:
    if len(names) <= MOST_TEAMS:
        return joined([same(name) for name in names], Text("、", ", "))
    more = Text("{first} 等 {n} 个团队", "{first} and {n} teams in all")
    return more.fill(first=names[0], n=len(names))


_NO_SIGN = Text("自 {since} 起没有发送进程的心跳。", "No worker has given a sign of life since {since}.")


def silent(since: datetime) -> Card:
    """That no worker has given a sign of life since a moment on the company's wall clock."""
    title = Text("发送进程没有响应", "No worker is alive")
    return card(
        title,
        md(_NO_SIGN, since=clock(since)),
        md(
            Text(
                "大家说的话仍会记录，但卡片、提醒和晨报都发不出去。请启动 `salesbot serve --worker`。",
                "What people send is still kept, but no card, reminder or morning message leaves. "
                "Start `salesbot serve --worker`.",
            )
        ),
        note(Text("由 web 进程直接发出，每天一次。", "Sent by a web process itself, once a day.")),
        summary=title,
        colour="red",
    )


def used_up(calls: int, allowed: int) -> Card:
    """How much of the month's calls is used; from all of it on, what that means."""
    title = Text("本月 API 调用量已用 {percent}%", "{percent}% of this month's API calls are used")
    is_gone = calls >= allowed
    return card(
        title.fill(percent=calls * 100 // allowed),
        facts(
            (Text("已调用", "Calls made"), same(f"{calls:,}")),
            (Text("每月额度", "Calls a month"), same(f"{allowed:,}")),
        ),
        md(_GONE if is_gone else _GOING),
        md(
            Text(
                "可以升级飞书版本，或减少推送（`推送 关`）。额度写在 `[feishu] monthly_calls`。",
                "Change the plan, or push less (`pushes off`). The allowance stands in `[feishu] monthly_calls`.",
            )
        ),
        note(Text("80% 和 100% 时各提醒一次。", "You hear of this at 80% and at 100%, once each.")),
        summary=title.fill(percent=calls * 100 // allowed),
        colour="red" if is_gone else "orange",
    )


_GOING = Text("用完后飞书会拒绝发送，直到下月 1 日。", "Once they are used up, Feishu sends nothing until the 1st.")
_GONE = Text("额度已用完，飞书会拒绝发送，直到下月 1 日。", "They are used up: Feishu may send nothing until the 1st.")
