"""What the invented company's reps did before somebody opens the page: four weeks of visits, and what was promised."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from playground.company import Company, Squad
from playground.people import Person
from playground.seasons import china
from sales.cadence import moment
from sales.calendar import SATURDAY
from sales.periods import DAY, Period, week_of
from sales.visits import Findings, Kind, NoStep
from sales.willingness import LEVELS, QUESTIONS, Willingness, felt, scored
from storage import ledger, people, visits
from storage.customers import Customer, find_or_add_customer
from storage.engine import Connection
from storage.people import Team

WORKDAYS = 20
"""How many working days of history there are, the last one being the day before."""

WEEKS = 4
"""How many whole weeks of reports there are."""

MORNING, EVENING = time(10), time(18)
"""Between these a working day is taken as it is; at any other hour the demonstration begins on the next morning."""

WEEK = timedelta(days=7)
CALENDAR = china()

QUIET_DAYS = 11
"""For how many working days a rep with many customers has not been at the last one of them."""

STORIES = (
    (Kind.ON_SITE, "张工", "看产线，量尺寸", "现场两处要改，图纸下周给", "送样品", NoStep.UNSAID),
    (Kind.PHONE, "李经理", "跟进上周的报价", "嫌贵 3%，要再和老板商量", "再报一次价", NoStep.UNSAID),
    (Kind.ON_SITE, "王总", "谈年度框架", "原则同意，等法务看合同", "约签合同", NoStep.UNSAID),
    (Kind.ONLINE, "采购小周", "演示新款", "很感兴趣，要和现有的对比", "", NoStep.WAITING),
    (Kind.CARE, "陈主任", "节前问候", "新线十二月投产，会再要货", "问投产进度", NoStep.UNSAID),
    (Kind.ON_SITE, "仓库老刘", "处理到货破损", "换货两箱，客户满意", "", NoStep.OTHER),
    (Kind.PHONE, "赵会计", "对账", "月底前付清", "催回款", NoStep.UNSAID),
)
"""What reps report, taken in turn: how, whom they met, what for, what came of it, what is next or why nothing is."""

WHOLE, PART, FELT, JOINT, TARDY = 3, 5, 4, 9, 23
"""Every third visit has all ten questions answered, every fifth some, every fourth a feeling; every ninth was joint.

Every twenty-third was reported a working day too late.
"""


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


def past_weeks(today: date) -> list[Period]:
    """The last whole weeks in which anybody worked from Monday to Friday, the oldest first."""
    found: list[Period] = []
    week = week_of(today).before
    while len(found) < WEEKS:
        if CALENDAR.workdays(week.first, week.first + DAY * SATURDAY):
            found.append(week)
        week = week.before
    return found[::-1]


def founding_day(today: date) -> date:
    """The day on which the bot came: early enough for four weeks of visits, and for four whole weeks of reports."""
    return min(workdays_before(today)[0], CALENDAR.workday_from(past_weeks(today)[0].first))


@dataclass(frozen=True, slots=True)
class Desk:
    """A rep as the bot's database knows them, with their team and its other reps."""

    team: Team
    me: people.Person
    others: tuple[people.Person, ...]


def desk_of(db: Connection, squad: Squad, rep: Person) -> Desk:
    """Find a rep's desk; LookupError before their team was founded."""
    team, (me, _) = people.team_of_chat(db, squad.chat.chat_id), people.find_person(db, rep.open_id)
    if team is None or me is None:
        msg = f"{squad.chat.name} is not founded yet"
        raise LookupError(msg)
    found = (people.find_person(db, one.open_id)[0] for one in squad.reps if one is not rep)
    return Desk(team, me, tuple(one for one in found if one))


def write_visits(db: Connection, company: Company, today: date, zone: ZoneInfo) -> int:
    """Enter every past visit as its rep would have at the time; tell how many. Each rep has days without any."""
    written = 0
    for squad, rep, habit, customers in company.portfolios:
        desk = desk_of(db, squad, rep)
        known: dict[str, Customer | None] = {}
        for n, (at, findings) in enumerate(_reported(habit.tempo, today, zone, len(rep.name) + written, desk)):
            mine = customers[: len(customers) - _quiet(customers, findings.visited_on, today)]
            name = mine[n % len(mine)]
            customer = known.setdefault(name, None) or find_or_add_customer(db, name, desk.me.id, at)
            known[name] = customer
            kept = visits.add_visit(db, desk.team, desk.me, customer, findings, at, at)
            ledger.file_visit(db, desk.team, desk.me, kept.number, findings.visited_on, at, CALENDAR)
            written += 1
    return written


def _quiet(customers: tuple[str, ...], day: date, today: date) -> int:
    """How many of the customers are not visited any more; a rep with few knows them all."""
    return int(len(customers) > 3 and day >= workdays_before(today)[-QUIET_DAYS])


def _reported(tempo: str, today: date, zone: ZoneInfo, first: int, desk: Desk) -> Iterator[tuple[datetime, Findings]]:
    story = count(first)
    for day, visits_of_day in zip(workdays_before(today), tempo, strict=True):
        for n in range(int(visits_of_day)):
            number = next(story)
            at = moment(day, time(10 + 2 * n % 9, 7 * (n + 1)), zone)
            if number % TARDY == 0:
                at = min(moment(CALENDAR.workday_after(day), time(14, 7), zone), moment(today, time(8), zone))
            yield at, _findings(day, number, desk)


def _findings(day: date, n: int, desk: Desk) -> Findings:
    """A next step lies a week ahead, so that some are due today, tomorrow and on all days to come."""
    kind, contact, purpose, outcome, step, why_none = STORIES[n % len(STORIES)]
    step_on = day + WEEK if step else None
    companion = desk.others[n % len(desk.others)].id if n % JOINT == 0 and desk.others else None
    return Findings(day, kind, contact, purpose, outcome, step, step_on, why_none, companion, _willingness(n))


def _willingness(n: int) -> Willingness | None:
    """How willing the customer seemed: all questions answered, some, a feeling, or nothing said."""
    levels = {question: LEVELS[(n + 2 * place) % len(LEVELS)] for place, question in enumerate(QUESTIONS)}
    if n % WHOLE == 0:
        return scored(levels)
    if n % PART == 0:
        return scored(dict(list(levels.items())[: len(QUESTIONS) - 3]))
    return felt(30 + n * 7 % 60) if n % FELT == 0 else None
