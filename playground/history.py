"""What happened at the invented company before somebody opens the page: three weeks of visits and this morning."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from playground import cards
from playground.clocks import TurnableClock
from playground.company import Company, Squad
from playground.feishu import FakeFeishu
from playground.people import Person
from sales.cadence import moment
from sales.calendar import Calendar
from sales.visits import Findings, Kind
from storage import people, visits
from storage.customers import find_or_add_customer
from storage.engine import Connection
from storage.gazettes import CHINA, Gazettes

WORKDAYS = 15
"""How many working days of history there are, the last one being the day before."""

MORNING, EVENING = time(10), time(18)
"""Between these a working day is taken as it is; at any other hour the demonstration begins on the next morning."""

WEEK = timedelta(days=7)
CALENDAR = Calendar(Gazettes()(CHINA))

STORIES = (
    (Kind.ON_SITE, "张工", "看产线，量尺寸", "现场两处要改，图纸下周给", "送样品"),
    (Kind.PHONE, "李经理", "跟进上周的报价", "嫌贵 3%，要再和老板商量", "再报一次价"),
    (Kind.ON_SITE, "王总", "谈年度框架", "原则同意，等法务看合同", "约签合同"),
    (Kind.ONLINE, "采购小周", "演示新款", "很感兴趣，要和现有的对比", ""),
    (Kind.CARE, "陈主任", "节前问候", "新线十二月投产，会再要货", "问投产进度"),
    (Kind.ON_SITE, "仓库老刘", "处理到货破损", "换货两箱，客户满意", ""),
    (Kind.PHONE, "赵会计", "对账", "月底前付清", "催回款"),
)
"""What reps report, taken in turn: how, whom they met, what for, what came of it, what is next."""

VISIT = {"contact": "张工", "purpose": "谈二期报价", "outcome": "同意试用一个月，要先看样品", "next_step": "寄样品"}
"""What the rep fills in this morning."""


def opening(now: datetime, zone: ZoneInfo) -> datetime:
    """Choose the moment at which the demonstration begins: now, or ten o'clock of the next working morning.

    Who starts it on a Sunday night should still find people at work.
    """
    local = now.astimezone(zone)
    today = local.date()
    if CALENDAR.is_workday(today) and local.time() < EVENING:
        return local if local.time() >= MORNING else moment(today, MORNING, zone)
    return moment(CALENDAR.workday_after(today), MORNING, zone)


def workdays_before(today: date) -> list[date]:
    """List the working days of the history, oldest first, all before a date."""
    days = [CALENDAR.workday_before(today)]
    while len(days) < WORKDAYS:
        days.append(CALENDAR.workday_before(days[-1]))
    return days[::-1]


def write_visits(db: Connection, company: Company, today: date, zone: ZoneInfo) -> int:
    """Enter every past visit as its rep would have at the time; tell how many. Each rep has days without any."""
    written = 0
    for squad, rep, tempo, customers in company.portfolios:
        team = people.team_of_chat(db, squad.chat.chat_id)
        me, _ = people.find_person(db, rep.open_id)
        if team is None or me is None:
            msg = f"{squad.chat.name} is not founded yet"
            raise LookupError(msg)
        for n, (at, findings) in enumerate(_reported(tempo, today, zone, len(rep.name) + written)):
            customer = find_or_add_customer(db, customers[n % len(customers)], me.id, at)
            visits.add_visit(db, team, me, customer, findings, at, at)
            written += 1
    return written


def _reported(tempo: str, today: date, zone: ZoneInfo, first: int) -> Iterator[tuple[datetime, Findings]]:
    story = count(first)
    for day, visits_of_day in zip(workdays_before(today), tempo, strict=True):
        for n in range(int(visits_of_day)):
            at = moment(day, time(10 + 2 * n % 9, 7 * (n + 1)), zone)
            yield at, _findings(day, next(story))


def _findings(day: date, n: int) -> Findings:
    """A next step lies a week ahead, so that some are due today, tomorrow and on all days to come."""
    kind, contact, purpose, outcome, step = STORIES[n % len(STORIES)]
    return Findings(day, kind, contact, purpose, outcome, step, day + WEEK if step else None)


class Stage:
    """Plays the company's past on the local Feishu; `drain` has the bot send what waits, `tick` make what is due."""

    def __init__(
        self, feishu: FakeFeishu, clock: TurnableClock, *, drain: Callable[[], None], tick: Callable[[], None]
    ) -> None:
        """Take the place, its clock and the bot's two doings."""
        self._feishu, self._clock = feishu, clock
        self._drain, self._tick = drain, tick

    def found(self, company: Company) -> None:
        """Let the bot into the teams' groups, and have each manager press the button of its welcome."""
        for squad in company.squads:
            self._feishu.add_bot(squad.chat, squad.manager)
            self._drain()
            welcome = self._feishu.last_card(squad.chat)
            self._feishu.press(squad.manager, welcome.message_id, _first_button(welcome.card or {}))
            self._drain()

    def morning(self, company: Company, today: date, zone: ZoneInfo) -> None:
        """Let this morning's pushes be made at their time, and a rep and a manager begin their day with the bot."""
        for at in (time(8, 45), time(9)):
            self._at(today, at, zone)
            self._tick()
            self._drain()
        squad = company.squads[0]
        self._begin_day(squad, next(iter(squad.reps)), today, zone)

    def _begin_day(self, squad: Squad, rep: Person, today: date, zone: ZoneInfo) -> None:
        self._at(today, time(9, 4), zone)
        self._feishu.say(squad.manager, squad.chat, "早！拜访完随手记一下，别攒到晚上。")
        self._at(today, time(9, 10), zone)
        self._feishu.open_direct(rep)
        self._drain()
        self._at(today, time(9, 11), zone)
        self._say(rep, "今天")
        self._at(today, time(9, 42), zone)
        self._say(rep, "拜访 澄屿精工")
        form = self._feishu.last_card(self._feishu.direct(rep))
        self._at(today, time(9, 44), zone)
        self._feishu.submit(rep, form.message_id, VISIT | {"next_step_on": CALENDAR.workday_after(today).isoformat()})
        self._drain()

    def _say(self, person: Person, words: str) -> None:
        self._feishu.say(person, self._feishu.direct(person), words)
        self._drain()

    def _at(self, today: date, at: time, zone: ZoneInfo) -> None:
        self._clock.set(moment(today, at, zone))


def _first_button(card: dict[str, object]) -> str:
    return next(place.path for place in cards.places(card) if place.tag == "button")
