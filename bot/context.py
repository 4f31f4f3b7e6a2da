"""What a handler is given: who asks, when, the open transaction, and a way to say more once it has committed."""

import hashlib
from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from bot.attention import Gate
from bot.card import Card
from bot.deliveries import Delivery
from bot.errors import Refusal
from bot.text import Text
from sales.attention import Budget
from sales.calendar import Calendar
from sales.kpi import KpiRules
from sales.obligations import ReportType
from sales.quiet import QuietHours, at_the_earliest
from sales.records import dataclass
from sales.roles import Role
from sales.trade import Trade
from storage import calendars, outbox
from storage.engine import Connection
from storage.gazettes import Gazettes
from storage.outbox import Outgoing, Verb
from storage.people import Person, Seat, Team, find_person
from storage.quiet import hold_until

STRANGER = Text(
    "我还不认识你。请让同事把我拉进你们的销售群，在群里点「设为销售团队」，你就自动加入了。",
    'I do not know you yet. Have me added to your sales group and press "Make this a sales team" there: you are in.',
)


@dataclass(frozen=True, slots=True)
class House:
    """The settings of the installation that handlers and pushes go by; times are on the team's wall clock."""

    timezone: str
    daily_visit_norm: int
    admins: frozenset[str]
    manager_card_at: time
    team_line_at: time
    catch_up_until: time
    rep_card_at: time
    missing_list_at: time
    digest_at: time
    quiet: QuietHours
    gazettes: Gazettes
    report_types: Sequence[ReportType]
    trade: Trade
    kpi: KpiRules
    attention: Budget
    mirror_tasks: bool = True

    def business_day(self, at: datetime) -> date:
        """The company's date at an instant, by which money counts: people abroad have their own for everything else."""
        return at.astimezone(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class Guide:
    """A command as the help shows it: the word, what it does, an example if it takes arguments, and its heading."""

    word: Text
    about: Text
    example: Text | None
    part: Text


@dataclass(frozen=True, slots=True)
class Context:
    """One delivery being answered, inside its transaction. `now` is aware; `open_id` is empty if nobody is named."""

    db: Connection
    now: datetime
    delivery: Delivery
    open_id: str
    person: Person | None
    seats: Sequence[Seat]
    house: House
    guides: Sequence[Guide] = ()
    calendars_seen: dict[int, Calendar] = field(default_factory=dict, compare=False)

    @property
    def me(self) -> Person:
        """The member of a sales team who asks; raises `Refusal` with the way to join for anybody else."""
        if self.person is None or not self.seats:
            raise Refusal(STRANGER)
        return self.person

    @property
    def seat(self) -> Seat:
        """The seat this is about: the one in the group where it happens, else the person's oldest."""
        if not self.seats:
            raise Refusal(STRANGER)
        here = getattr(self.delivery, "chat_id", "")
        return next((seat for seat in self.seats if seat.team.chat_id == here), self.seats[0])

    @property
    def team(self) -> Team:
        """The team this is about; see `seat`."""
        return self.seat.team

    @property
    def today(self) -> date:
        """The team's local date."""
        return self.now.astimezone(self.team.zone).date()

    @property
    def calendar(self) -> Calendar:
        """The team's calendar as it stood when it was first asked for in this delivery."""
        team = self.team
        if team.id not in self.calendars_seen:
            self.calendars_seen[team.id] = self.calendar_of(team)
        return self.calendars_seen[team.id]

    def calendar_of(self, team: Team) -> Calendar:
        """The calendar of any team as it stands now; asks the database, so hold on to it."""
        return calendars.calendar_of(self.db, self.house.gazettes, team)

    @property
    def is_admin(self) -> bool:
        """Whether the person is an admin of the installation, by the config."""
        return self.open_id in self.house.admins

    @property
    def managed(self) -> Seat | None:
        """The person's seat as a manager: of this group's team, else their oldest; None for everybody else."""
        if self.seats and self.seat.role is Role.MANAGER:
            return self.seat
        return next((seat for seat in self.seats if seat.role is Role.MANAGER), None)

    @property
    def managed_ids(self) -> frozenset[int]:
        """The ids of the teams that the person manages."""
        return frozenset(seat.team.id for seat in self.seats if seat.role is Role.MANAGER)

    def card_key(self) -> str:
        """A key for a form card made now: the same for a repetition of this delivery, different for any other."""
        return hashlib.sha256(self.delivery.key.encode()).hexdigest()[:16]

    def notify(
        self,
        lane: str,
        card: Card,
        *,
        about: str,
        dedupe: str | None = None,
        unasked: bool = False,
        kind: str = "",
    ) -> datetime | None:
        """Say something beside the answer, to a chat (`oc_…`) or a person (`ou_…`), once this has committed.

        What a person did not ask for (`unasked`) waits while they want or are owed peace: quiet hours, days off, leave,
        a mute. It comes out of their day's budget, by its `kind` (that is `about` unless said), and may stand on their
        day's card instead. Gives the instant until which it waits, None when it leaves at once.
        """
        outgoing = Outgoing(lane, Verb.SEND, card.dumps(), about=about, dedupe=dedupe)
        listener = self._listener(lane) if unasked else None
        if listener is None:
            self.queue(outgoing)
            return None
        person, team = listener
        hold = self._hold(person, team)
        gate = Gate.of(self.db, self.house.attention, [person.id], self.now)
        held = replace(outgoing, not_before=hold)
        admitted = gate.admit(person.id, team.zone, kind or about, held, card)
        if admitted.outgoing:
            self.queue(admitted.outgoing)
        return hold

    def _listener(self, lane: str) -> tuple[Person, Team] | None:
        """A person by their open_id with the team in which they have been longest, whose calendar and clock count.

        Who is in no team has neither, and nobody keeps an account of what they are told.
        """
        person, seats = find_person(self.db, lane)
        return (person, seats[0].team) if person and seats else None

    def _hold(self, person: Person, team: Team) -> datetime | None:
        """Until when one is to be let alone; over night until the messages of that morning go out."""
        calendar, zone = self.calendar_of(team), team.zone
        opens = hold_until(self.db, person.id, calendar, zone, self.house.quiet, self.now)
        return at_the_earliest(opens, self.now, zone, self.house.rep_card_at) if opens else None

    def queue(self, outgoing: Outgoing) -> None:
        """Put any job for the platform into the outbox of this transaction."""
        outbox.enqueue(self.db, outgoing, self.now)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the person who asked: a card, a passing word (`toast`, only after a press), or both."""

    card: Card | None = None
    toast: Text | None = None
    tone: Literal["success", "info", "warning", "error"] = "success"
