"""What no command brings about by itself: a late report and its manager, pictures, a week of reminders.

Each plot is played on the gallery's scratch installation, by the bot's own doings.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Protocol

from bot.form import Form
from bot.text import Text
from handlers.leaves.forms import TakeLeave
from handlers.reports.forms import ReviewReport, SubmitReport, WithdrawReport
from handlers.visits.forms import FileVisit
from playground.explorer import Explorer, stamped
from playground.people import Json
from playground.scratch import ADMIN, Scratch
from sales.cadence import moment
from scheduler.push import rehearse
from scheduler.pushes import missing_list, weekly_digest
from storage import people
from storage.customers import find_or_add_customer
from storage.engine import Connection

REP, SECOND, MANAGER, STRANGER = "ou_rep", "ou_second", "ou_manager", "ou_stranger"
TWIN = {"ou_twin": "何暮云"}
"""Somebody with the same name as another member."""

DAY = timedelta(days=1)
REPORT = {"summary": "二期报价都递出去了。", "problems": "两家嫌交期长。", "next_plan": "送样品，约签两家。"}
VISIT = {"customer": "澄屿精工", "outcome": "同意试用", "next_step": "寄样品"}
MOMENTS = {1: "09:00 11:30 12:00 13:00", 3: "11:00", 4: "15:00 15:01 17:30 18:00 19:00"}
"""When something is to be said unasked, by days after Monday: the month's report, a visit's, the week's."""

NUDGED = (4, 15, 0)
"""Friday at three, when everybody is asked for the week's report."""

TOO_LONG = Text("写得太长", "too long")
REMINDED = Text("提醒", "reminder")

ASKED = (
    (REP, "日历 2027"),
    (REP, "日历 2026-10"),
    (MANAGER, "日历 放假 2026-03-20 年会"),
    (ADMIN, "日历 上班 2026-03-21 盘点"),
    (REP, "客户 澄屿"),
    (SECOND, "客户 澄屿精工"),
    (REP, "客户 孤山文具"),
    (REP, "请假 周五"),
    (MANAGER, "豁免 林小满 周报 出差无网"),
    (MANAGER, "补交 @林小满 周报 2026-W06"),
    (MANAGER, "周报 @何暮云 上周"),
    (REP, "拜访 澄屿精工 张工 谈报价 意愿65 下周三 送样"),
    (REP, "计划 周三 澄屿精工"),
    (MANAGER, "任务 @林小满 周五前 寄样 #澄屿精工 结果：客户签收"),
    (MANAGER, "任务 @许一帆 今天 盘点样品间"),
    (REP, "任务 @许一帆 @江晚舟 本周内 整理报价 #澄屿"),
    (REP, "待办"),
    (MANAGER, "待办 本队"),
    (MANAGER, "转移 客户 北岚轴承 @许一帆"),
    (ADMIN, "关账 2026-02"),
    (ADMIN, "关账"),
    (ADMIN, "推送"),
)
"""What people say beside every command with its example, and who says it."""


class Hall(Protocol):
    """Where cards are hung up."""

    scratch: Scratch

    def show(self, name: str, card: Json, *more: Text | None) -> bool:
        """Hang a card up unless one like it hangs already."""

    def explorer(self, open_id: str, chat_id: str) -> Explorer:
        """Somebody who follows cards in a chat and hangs up what they lead to."""


class Plots:
    """Plays every plot once."""

    def __init__(self, hall: Hall, group: str) -> None:
        """Play for a hall whose team is there already; `group` is its chat."""
        self._hall, self._scratch, self._group = hall, hall.scratch, group

    def play(self) -> None:
        """All of them, in the order of time."""
        self._scratch.db.write(self._more_people)
        for open_id, words in ASKED:
            self._follow(open_id, "asked", self._scratch.say(open_id, words))
        for plot in (self._in_the_group, self._pictures, self._leave_told, self._long_past, self._review, self._week):
            plot()

    def _more_people(self, db: Connection) -> None:
        team, now = people.team_of_chat(db, self._group), self._scratch.now
        if team is None:
            return
        people.seat(db, team, TWIN, now - 30 * DAY)
        rep, other = people.meet(db, REP, ""), people.meet(db, STRANGER, "宋路远")
        find_or_add_customer(db, "澄屿精密", rep.id, now)
        find_or_add_customer(db, "孤山文具", other.id, now)

    def _follow(self, open_id: str, name: str, cards: list[Json]) -> None:
        for card in cards:
            self._hall.explorer(open_id, f"oc_of_{open_id}").follow(name, card)

    def _press(self, open_id: str, cards: list[Json], form: type[Form], **typed: str) -> list[Json]:
        """Press the first button that does this; the cards that come of it."""
        stamps = (stamp for card in cards for _, stamp in stamped(card) if stamp["do"] == form.name())
        return self._scratch.press(open_id, f"oc_of_{open_id}", next(stamps), typed)

    def _in_the_group(self) -> None:
        for open_id, words in ((REP, "客户 澄屿精工"), (MANAGER, "大区 华东")):
            for card in self._scratch.say_in(self._group, open_id, words):
                self._hall.show("group", card, Text("群", "group"))

    def _pictures(self) -> None:
        """Without a visit before it, then with one."""
        self._scratch.now += timedelta(minutes=30)
        for _ in range(2):
            for card in self._scratch.picture(REP):
                self._hall.show("picture", card)
            self._press(REP, self._scratch.say(REP, "拜访"), FileVisit, **VISIT)

    def _leave_told(self) -> None:
        for card in self._press(MANAGER, self._scratch.say(MANAGER, "请假 许一帆 周四"), TakeLeave):
            self._hall.show("leave", card)

    def _long_past(self) -> None:
        """A report over a week late needs the manager's word."""
        form = self._scratch.say(SECOND, "周报 2026-W06")
        self._follow(MANAGER, "late", self._press(SECOND, form, SubmitReport, **REPORT))

    def _review(self) -> None:
        """The manager looks at a report, then at one that was taken back meanwhile.

        So late in a full day a report is a line on the manager's day card, and is opened from there.
        """
        receipt = self._press(SECOND, self._scratch.say(SECOND, "周报"), SubmitReport, **REPORT)
        opened = receipt + self._scratch.say(MANAGER, "周报 @许一帆")
        for card in self._press(MANAGER, opened, ReviewReport, comment="长" * 1001):
            self._hall.show("review", card, TOO_LONG)
        self._follow(MANAGER, "review", opened)
        receipt = self._press(SECOND, self._scratch.say(SECOND, "周报 上周"), SubmitReport, **REPORT)
        again = receipt + self._scratch.say(MANAGER, "周报 @许一帆 上周")
        self._press(SECOND, receipt, WithdrawReport)
        for card in self._press(MANAGER, again, ReviewReport):
            self._hall.show("review", card)

    def _week(self) -> None:
        """The reminders from here to Friday night, one rep who sends after the nudge, and Monday's list and digest."""
        self._scratch.say(REP, "免打扰 取消")
        for at in self._moments():
            self._tick(at)
            if (at.weekday(), at.hour, at.minute) == NUDGED:
                self._press("ou_third", self._scratch.say("ou_third", "周报"), SubmitReport, **REPORT)
        monday = moment(self._scratch.now.date() + 3 * DAY, time(10), self._scratch.zone)
        for push in (missing_list.push, weekly_digest.push):
            for _, card in rehearse(push, self._scratch.db.read, self._scratch.house, monday):
                self._hall.show(push.name, card.json)

    def _tick(self, at: datetime) -> None:
        for card in self._scratch.tick(at):
            self._hall.show("reminders", card, REMINDED)

    def _moments(self) -> Iterator[datetime]:
        monday = self._scratch.now.date()
        for n, times in MOMENTS.items():
            for at in times.split():
                yield moment(monday + n * DAY, time.fromisoformat(at), self._scratch.zone)
