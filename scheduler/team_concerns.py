"""What of many teams needs a decision this morning: each kind of trouble is looked for in all of them at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import time, timedelta
from typing import TypeVar

from sales import concerns
from sales.cadence import moment
from sales.concerns import Concern
from sales.customers import Tier, long_ago
from sales.kpi import Pace
from sales.stretches import Stretch
from scheduler.push import Occasion
from storage import team_mornings
from storage.people import Person

Key = TypeVar("Key")
Found = TypeVar("Found")


def by_key(found: Iterable[tuple[Key, Found]]) -> dict[Key, list[Found]]:
    """Things parted by what stands before each, in their order."""
    parted: dict[Key, list[Found]] = {}
    for key, each in found:
        parted.setdefault(key, []).append(each)
    return parted


class Troubles:
    """What went wrong in the teams of some occasions that look back on the same days; four questions."""

    def __init__(self, group: Sequence[Occasion], span: Stretch, rep_ids: Sequence[int]) -> None:
        """Read everything; `rep_ids` are the people whose customers are looked at."""
        db, ids = group[0].db, [occasion.team.id for occasion in group]
        today = max(occasion.due.date() for occasion in group)
        since = moment(span.end, time(), group[0].team.zone) - concerns.LATELY
        debts = team_mornings.long_overdue(db, ids, span.end - concerns.LONG_OVERDUE + timedelta(days=1), concerns.MUCH)
        self._debts = by_key((debt.team_id, debt) for debt in debts)
        backs = team_mornings.came_back(db, ids, span.first, span.end, concerns.MUCH)
        self._backs = by_key((back.team_id, back) for back in backs)
        self._left = by_key(
            (left.rep_id, left) for left in team_mornings.last_there(db, rep_ids, Tier.A, long_ago(Tier.A, today))
        )
        self._missed = team_mornings.missed(db, ids, since, concerns.OFTEN)

    def of(self, occasion: Occasion, reps: Sequence[Person], paces: Mapping[int, Pace]) -> Sequence[Concern]:
        """The few that a team's card shows; `paces` are those of its reps who have a target."""
        return concerns.chosen([*self._of_money(occasion), *self._of_reps(occasion, reps, paces)])

    def _of_money(self, occasion: Occasion) -> Iterator[Concern | None]:
        today, whose = occasion.due.date(), occasion.team.id
        for back in self._backs.get(whose, ()):
            yield concerns.returned(back.customer, back.amount, back.order)
        for debt in self._debts.get(whose, ()):
            yield concerns.overdue(debt.customer, debt.amount, debt.since, today)

    def _of_reps(
        self, occasion: Occasion, reps: Sequence[Person], paces: Mapping[int, Pace]
    ) -> Iterator[Concern | None]:
        today, whose = occasion.due.date(), occasion.team.id
        for rep in reps:
            if rep.id in paces:
                yield concerns.behind(rep.name, paces[rep.id])
            yield concerns.missing(rep.name, self._missed.get((whose, rep.id), 0))
            for left in self._left.get(rep.id, ()):
                yield concerns.quiet(left.customer, left.last_on, today, occasion.calendar)
