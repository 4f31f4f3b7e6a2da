"""Composing day cards for several people at once: their teams and calendars, then as many questions for each team."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.card import Card
from bot.context import House
from sales.quiet import at_the_earliest
from sales.records import dataclass
from sales.roles import Role
from scheduler.day_cards import day_card
from scheduler.mornings import Morning, mornings_of
from scheduler.push import Occasion
from scheduler.rounds import Staff
from storage import day_cards
from storage.day_cards import Place, Stale, Told
from storage.engine import Connection
from storage.people import Team
from storage.quiet import Retreats, retreats_of


@dataclass(frozen=True, slots=True)
class Composer:
    """Knows where some people are; `places` are their seats by their ids, without those who are in no team."""

    db: Connection
    house: House
    now: datetime
    staff: Staff
    places: Mapping[int, Sequence[Place]]
    retreats: Retreats

    @classmethod
    def look_up(cls, db: Connection, house: House, now: datetime, person_ids: Collection[int]) -> "Composer":
        """A handful of questions, however many people there are."""
        places = day_cards.places_of(db, person_ids)
        return cls(db, house, now, Staff.look_up(db, house), places, retreats_of(db, person_ids, now))

    @property
    def people(self) -> Collection[int]:
        """The ids of those who are in a team."""
        return self.places.keys()

    def lane(self, person_id: int) -> str:
        """The open_id of one of them."""
        return self.places[person_id][0].person.open_id

    def zone(self, person_id: int) -> ZoneInfo:
        """The time zone of the team in which one of them has been longest."""
        return self._home(person_id).zone

    def opening(self, person_id: int) -> datetime | None:
        """When one of them may be spoken to; None when that is now."""
        team = self._home(person_id)
        calendar = self.staff.calendars[team.id]
        opens = self.retreats.opening(person_id, calendar, team.zone, self.house.quiet, self.now)
        return at_the_earliest(opens, self.now, team.zone, self.house.rep_card_at) if opens else None

    def cards(self, days: Sequence[tuple[Stale, Sequence[Told]]]) -> dict[Stale, Card]:
        """The cards of these days as they are now; what is due stands on today's only."""
        known = [(day, told) for day, told in days if day.person_id in self.places]
        mornings = self._mornings(day.person_id for day, _ in known if self._is_today(day))
        return {day: self._card(day, told, mornings) for day, told in known}

    def card_again(self, day: Stale) -> Card:
        """The card of one person's day once more, as it is now."""
        known = day_cards.card_of(self.db, day.person_id, day.day)
        stale = Stale(day.person_id, day.day, known or day.card)
        told = day_cards.standing(self.db, [stale])[stale]
        return self.cards([(stale, told)])[stale]

    def _card(self, day: Stale, told: Sequence[Told], mornings: Mapping[int, Morning]) -> Card:
        morning = mornings.get(day.person_id) if self._is_today(day) else None
        return day_card(self._occasion(self._home(day.person_id), day), self.lane(day.person_id), morning, told)

    def _mornings(self, person_ids: Iterable[int]) -> dict[int, Morning]:
        """What each of them has before them as a rep, in all of their teams."""
        wanted = set(person_ids)
        teams: dict[int, list[Place]] = {}
        for who in sorted(wanted):
            for place in self.places[who]:
                if place.role is Role.REP:
                    teams.setdefault(place.team_id, []).append(place)
        found: dict[int, Morning] = {}
        for team_id, seats in teams.items():
            made = mornings_of(self._occasion(self.staff.teams[team_id]), [place.person for place in seats])
            for who, morning in made.items():
                found[who] = found[who].beside(morning) if who in found else morning
        return found

    def _occasion(self, team: Team, day: Stale | None = None) -> Occasion:
        local = self.now.astimezone(team.zone)
        due = local if day is None else local.replace(year=day.day.year, month=day.day.month, day=day.day.day)
        # As if it were being made just then: nothing is late about a card that is changed.
        return Occasion(self.db, team, due, due, self.house, self.staff.calendars[team.id])

    def _is_today(self, day: Stale) -> bool:
        return self.now.astimezone(self.zone(day.person_id)).date() == day.day

    def _home(self, person_id: int) -> Team:
        return self.staff.teams[self.places[person_id][0].team_id]
