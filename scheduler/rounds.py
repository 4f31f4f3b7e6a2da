"""What one round of reminding goes by, and how a card that was sent before is changed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.attention import Gate, item_of
from bot.card import Card, fitting
from bot.context import House
from bot.words import clock
from sales.cadence import OnWorkdays
from sales.calendar import Calendar
from sales.records import dataclass
from scheduler.reminder_cards import DAY, Subject, visits_card
from storage import awaited, day_cards, plans
from storage.calendars import calendars_of
from storage.engine import Connection
from storage.obligations import Obligation
from storage.outbox import BY_KEY, Outgoing, Verb, enqueue
from storage.people import Team, open_teams

ABOUT = "reminder"
"""What reminders are called in lists of messages."""

VISITS = "visits"
"""What marks the key of a card about visit reports."""


@dataclass(frozen=True, slots=True)
class Staff:
    """The teams that are not at rest, by id, each with its calendar."""

    teams: Mapping[int, Team]
    calendars: Mapping[int, Calendar]

    @classmethod
    def look_up(cls, db: Connection, house: House) -> "Staff":
        """Two questions, however many teams there are."""
        found = open_teams(db)
        return cls({team.id: team for team in found}, calendars_of(db, house.gazettes, found))


@dataclass(frozen=True, slots=True)
class Round:
    """One transaction in which reminders are made or mended.

    `lanes` are open_ids by person; `gate` is what goes to them passes.
    """

    db: Connection
    house: House
    now: datetime
    staff: Staff
    lanes: Mapping[int, str]
    gate: Gate

    @classmethod
    def begin(cls, db: Connection, house: House, now: datetime, person_ids: Collection[int]) -> "Round":
        """Begin one about some people; a handful of questions, however many they are."""
        gate = Gate.of(db, house.attention, person_ids, now)
        return cls(db, house, now, Staff.look_up(db, house), awaited.open_ids(db, person_ids), gate)

    def subject(self, owed: Obligation) -> Subject | None:
        """What a card about an obligation needs; None for a team at rest or a type the config no longer has."""
        kind = next((kind for kind in self.house.report_types if kind.name == owed.type), None)
        team = self.staff.teams.get(owed.team_id)
        if kind is None or team is None:
            return None
        calendar = self.staff.calendars[team.id]
        listed_at = OnWorkdays(self.house.missing_list_at).following(owed.due_at, team.zone, calendar)
        return Subject(owed, kind, team.zone, self.now, listed_at)

    def visits(self, owed: Sequence[Obligation], zone: ZoneInfo) -> Card:
        """The card about visit reports, of which some may have come in meanwhile."""
        waiting = [each for each in owed if each.is_open]
        if not waiting:
            return visits_card(None, (), {})
        first, last = min(each.first_on for each in waiting), max(each.last_on for each in waiting)
        found = plans.plans_of(self.db, waiting[0].rep_id, first, last + DAY)
        customers = {plan.number: plan.customer for plan in found}
        return visits_card(clock(waiting[0].due_at.astimezone(zone)), waiting, customers)

    def change(self, lane: str, card: str, said: Card, dedupe: str | None = None) -> int:
        """Change an earlier message, named by its dedupe key, or its line where it stands on the day's card.

        Gives the number of rows queued.
        """
        return 0 if self.on_the_day(card, said) else self.patch(lane, card, said, dedupe)

    def on_the_day(self, card: str, said: Card | None) -> bool:
        """Let the day's card say what a message is now, or no more of it; False where the message is one of its own."""
        return day_cards.follow(self.db, card, item_of(said, ABOUT) if said else None, self.now)

    def patch(self, lane: str, card: str, said: Card, dedupe: str | None = None) -> int:
        """Change an earlier message that is one of its own; gives the number of rows queued."""
        content = fitting(said).dumps()
        patch = Outgoing(lane, Verb.PATCH, content, target=BY_KEY + card, about=ABOUT, dedupe=dedupe)
        return int(enqueue(self.db, patch, self.now) is not None)
