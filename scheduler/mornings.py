"""What a rep's day holds: visits due, next steps, tasks, reports, orders, money to collect, and their own pace.

All of it is read for a whole team at once: more reps are no more questions.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta

from sales.cadence import moment
from sales.grains import Grain, stretch_of
from sales.kpi import Pace
from sales.measures import Measure
from sales.obligations import State
from sales.records import dataclass
from sales.scopes import rep as of_rep
from sales.workdays import elapsed
from scheduler.push import Occasion
from scheduler.trade_mornings import Matters, matters_of
from storage import follow_ups, obligations, sources, tasks, visits_due
from storage.follow_ups import FollowUp
from storage.measures import Ask
from storage.obligations import Obligation
from storage.people import Person
from storage.receivables import Receivable, open_of_team
from storage.targets import targets_for
from storage.tasks import Task
from storage.visits_due import Call

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Morning:
    """One rep's day in a team; `pace` is the month's, None where there is neither a target nor a sale."""

    today: date
    matters: Matters
    calls: Sequence[Call] = ()
    steps: Sequence[FollowUp] = ()
    owed: Sequence[Obligation] = ()
    tasks: Sequence[Task] = ()
    money: Sequence[Receivable] = ()
    pace: Pace | None = None

    def __len__(self) -> int:
        """How many things there are to do; orders and quotes one by one, too."""
        lists = (self.calls, self.steps, self.owed, self.tasks, self.money)
        return sum(map(len, lists)) + self.matters.count

    def beside(self, other: "Morning") -> "Morning":
        """The same with what there is to do in another team."""
        return replace(
            self,
            matters=self.matters.beside(other.matters),
            calls=[*self.calls, *other.calls],
            steps=[*self.steps, *other.steps],
            owed=[*self.owed, *other.owed],
            tasks=[*self.tasks, *other.tasks],
            money=[*self.money, *other.money],
            pace=self.pace or other.pace,
        )


def mornings_of(occasion: Occasion, reps: Sequence[Person]) -> Mapping[int, Morning]:
    """What each of a team's reps has before them on the day of the occasion, by their ids."""
    db, team, today = occasion.db, occasion.team, occasion.due.date()
    ids = [rep.id for rep in reps]
    first, end = moment(today, time(), team.zone), moment(today + DAY, time(), team.zone)
    calls = visits_due.calls_due(db, ids, today, occasion.calendar)
    steps = follow_ups.open_to(db, today, team_id=team.id)
    owed = obligations.due_between(db, first, end, team_id=team.id, states=[State.PENDING])
    due = tasks.tasks_due(db, team.id, ids, today, occasion.calendar.workday_after(today))
    money = [each for each in open_of_team(db, team.id) if each.due_on <= today]
    trade, paces = matters_of(occasion, reps), paces_of(occasion, ids)
    return {
        who: Morning(
            today,
            trade[who],
            [each for each in calls if each.rep_id == who],
            [each for each in steps if each.rep_id == who],
            [each for each in owed if each.rep_id == who],
            [each for each in due if each.owner_id == who],
            [each for each in money if each.rep_id == who],
            paces.get(who),
        )
        for who in ids
    }


def paces_of(occasion: Occasion, rep_ids: Iterable[int]) -> dict[int, Pace]:
    """How far each rep is with the month's net sales against their target; nobody without either is named."""
    db, team, today, calendar = occasion.db, occasion.team, occasion.due.date(), occasion.calendar
    month = stretch_of(Grain.MONTH, today)
    ask = Ask([team], month.first, month.end, occasion.now, {team.id: calendar})
    net = sources.count(db, ask, [Measure.NET])
    scopes = {who: of_rep(who) for who in rep_ids}
    targets = targets_for(db, list(scopes.values()), month)
    over, whole = elapsed(calendar, month, today)
    found = {}
    for who, scope in scopes.items():
        sold, target = net.get((team.id, who), {}).get(Measure.NET, 0), targets.get(scope)
        if sold or target:
            found[who] = Pace(sold, target.value if target else None, over, whole)
    return found
