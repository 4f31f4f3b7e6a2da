"""A history as rows: people and teams first, then whose customers are whose, goods, visits, and what was traded.

It is kept as it stands at its end: no obligations, reminders or approvals are made for what is over.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from sales.histories import Buyer, Call, History, Place
from sales.names import name_key
from sales.scopes import Level
from sales.visits import Findings
from storage import ledger
from storage.customers import customers
from storage.engine import Connection
from storage.follow_ups import State as Promised
from storage.follow_ups import follow_ups
from storage.histories import Batch, begin, complete
from storage.history_holdings import holdings_of
from storage.history_known import Known, known
from storage.history_posting import Scene
from storage.history_rows import Writer
from storage.history_trading import keep_trade
from storage.leaves import leaves
from storage.outbox import NOWHERE
from storage.ownerships import ownerships, tierings
from storage.people import Team, memberships, people, teams
from storage.products import prices, product_key, products
from storage.spellings import Sort, Spelling, add_spelling, fitting
from storage.targets import targets
from storage.visits import visits

NOON = time(12)
"""When something of which only the day is known is taken to have been said."""


def keep(
    db: Connection, history: History, source: str, by: int, at: datetime, progress: Callable[[int], None]
) -> Batch:
    """Keep a history that was found to be without fault, all of it in the transaction `db` is in; gives its batch.

    `by` is the id of who brings it in, `progress` hears how many rows of the files are kept.
    """
    return _Keeper(db, history, source, by, at, progress).keep()


class _Keeper:
    """One history being kept."""

    def __init__(
        self, db: Connection, history: History, source: str, by: int, at: datetime, progress: Callable[[int], None]
    ) -> None:
        self._db, self._history, self._by, self._at = db, history, by, at
        self._id = begin(db, source, by, at)
        self._writer = Writer(db, self._id, progress)
        self._seats: list[tuple[int, int]] = []

    def keep(self) -> Batch:
        """Everything, in the order in which one names the other; what is there by then is looked up again."""
        self._keep_squads(known(self._db))
        self._keep_places(known(self._db))
        there = known(self._db)
        self._keep_buyers(there)
        self._keep_sold()
        there = known(self._db)
        self._keep_prices(there)
        self._keep_calls(there)
        buyers = {there.customer(deal.customer) or 0 for deal in self._history.deals}
        holdings = holdings_of(self._db, buyers)
        keep_trade(Scene(self._db, self._writer, there, holdings, self._by, self._at), self._history)
        self._keep_goals(there)
        self._keep_absences(there)
        self._writer.flush()
        return complete(self._db, self._id, self._history.counts, self._seats, self._at)

    def _keep_squads(self, there: Known) -> None:
        first: dict[str, date] = {}
        for place in self._history.places:
            key = name_key(place.team)
            first[key] = min(first.get(key, place.first), place.first)
        taken = {team.chat_id for team in there.teams.values()}
        for squad in self._history.squads:
            key = name_key(squad.name)
            since = instant(first[key], ZoneInfo(squad.zone), time()) if key in first else self._at
            chat = squad.chat_id or _made_up(key, taken)
            row = {"chat_id": chat, "name": squad.name, "timezone": squad.zone, "area": squad.area}
            dated = {"met_at": since, "founded_at": since, "roster_at": None if squad.chat_id else self._at}
            self._writer.add(teams, row | dated | {"region": squad.region})
        self._writer.done(len(self._history.squads))
        self._writer.flush()

    def _keep_places(self, there: Known) -> None:
        named = {place.open_id: place.name for place in self._history.places if place.open_id not in there.people}
        for open_id, name in named.items():
            self._writer.add(people, {"open_id": open_id, "name": name})
        self._writer.flush()
        ids = known(self._db).people
        rows = [self._seat(there, place, ids[place.open_id]) for place in self._history.places]
        if rows:
            self._db.execute(insert(memberships), rows)
        for team_id in {row["team_id"] for row in rows}:
            ledger.forget_reckoning(self._db, int(str(team_id)))
        self._seats = [(int(str(row["team_id"])), int(str(row["person_id"]))) for row in rows]
        self._writer.done(len(rows))

    def _seat(self, there: Known, place: Place, person_id: int) -> dict[str, object]:
        team = _team(there, place.team)
        left = instant(place.last + timedelta(days=1), team.zone, time()) if place.last else None
        joined = instant(place.first, team.zone, time())
        role = place.role.value
        return {"team_id": team.id, "person_id": person_id, "role": role, "joined_at": joined, "left_at": left}

    def _keep_buyers(self, there: Known) -> None:
        ids = [self._keep_buyer(there, buyer) for buyer in self._history.buyers]
        self._writer.flush()
        for customer_id, buyer in zip(ids, self._history.buyers, strict=True):
            add_spelling(self._db, Spelling(customer_id, buyer.name, Sort.NAME, self._by, self._at))
        self._writer.done(sum(len(buyer.holds) for buyer in self._history.buyers))

    def _keep_buyer(self, there: Known, buyer: Buyer) -> int:
        last = buyer.holds[-1]
        owner = there.people[last.owner] if last.owner else None
        made = {"created_at": self._at, "created_by": owner or self._by}
        row = {"name": buyer.name, "key": fitting(name_key(buyer.name)), "owner_id": owner, "tier": last.tier}
        customer_id = self._writer.add(customers, row | made)
        before: object = ""
        for hold in buyer.holds:
            held = {"customer_id": customer_id, "from_on": hold.first, "set_at": self._at}
            owner_id = there.people[hold.owner] if hold.owner else None
            self._writer.add(ownerships, held | {"owner_id": owner_id, "set_by": self._by})
            if hold.tier != before:
                self._writer.add(tierings, held | {"tier": hold.tier})
            before = hold.tier
        return customer_id

    def _keep_sold(self) -> None:
        for sold in self._history.sold:
            row = {"code": sold.code, "key": product_key(sold.code), "name": sold.name, "unit": sold.unit}
            self._writer.add(products, row | {"group": sold.group, "created_at": self._at, "created_by": self._by})
        self._writer.done(len(self._history.sold))
        self._writer.flush()

    def _keep_prices(self, there: Known) -> None:
        for entry in self._history.prices:
            of = entry.priced
            row = {"product_id": there.product(entry.code), "first_on": entry.first_on, "list_price": of.list_price}
            entered = {"entered_at": self._at, "entered_by": self._by}
            self._writer.add(prices, row | {"floor_price": of.floor_price, "cost": of.cost} | entered)
        self._writer.done(len(self._history.prices))

    def _keep_calls(self, there: Known) -> None:
        for call in self._history.calls():
            team, rep, customer = _team(there, call.team), there.people[call.rep], there.customer(call.customer)
            said_at = instant(call.findings.visited_on, team.zone)
            who = {"team_id": team.id, "rep_id": rep, "customer_id": customer}
            told = {"said_at": said_at, "entered_at": said_at, "touched_at": said_at, "version": 1}
            visit_id = self._writer.add(visits, who | told | _said(call.findings))
            if promised := _promised(call, self._at.astimezone(team.zone).date()):
                self._writer.add(follow_ups, who | promised | {"visit_id": visit_id})
            self._writer.number("visits", call.number)
            self._writer.done(1)

    def _keep_goals(self, there: Known) -> None:
        for goal in self._history.goals:
            key = goal.of
            if goal.level is Level.TEAM:
                key = str(_team(there, goal.of).id)
            elif goal.level is Level.REP:
                key = str(there.people[goal.of])
            of = {"scope_kind": goal.level.value, "scope_key": key, "kpi": goal.kpi, "product": goal.product}
            span = {"period": goal.period, "first_on": goal.first, "end_on": goal.end, "value": goal.value}
            told = {"version": 1, "reason": f"H-{self._id}", "set_by": self._by, "set_at": self._at}
            self._writer.add(targets, of | span | told)
        self._writer.done(len(self._history.goals))

    def _keep_absences(self, there: Known) -> None:
        for absence in self._history.absences:
            span = absence.span
            row = {"person_id": there.people[absence.open_id], "first_on": span.first, "last_on": span.last}
            halves = {"first_half": span.first_half, "last_half": span.last_half, "reason": absence.reason}
            self._writer.add(leaves, row | halves | {"entered_by": self._by, "entered_at": self._at})
        if self._history.absences:
            ledger.forget_reckoning(self._db)
        self._writer.done(len(self._history.absences))


def instant(day: date, zone: ZoneInfo, at: time = NOON) -> datetime:
    """The instant of a local time, noon if nothing else is said, on a day."""
    return datetime.combine(day, at, zone)


def _said(findings: Findings) -> dict[str, object]:
    names = ("visited_on", "contact", "purpose", "outcome", "next_step", "next_step_on")
    said = {name: getattr(findings, name) for name in names}
    more = {"kind": findings.kind.value, "no_step": findings.no_step.value or None, "effective": findings.is_effective}
    return said | more


def _promised(call: Call, today: date) -> dict[str, object] | None:
    """What is still to be done; what lies in the past is nobody's duty any more."""
    due = call.findings.next_step_on
    if due is None or due < today or not call.findings.next_step:
        return None
    dated = {"due_on": due, "promised_on": call.findings.visited_on}
    return {"step": call.findings.next_step, "state": Promised.OPEN, **dated}


def _team(there: Known, name: str) -> Team:
    team = there.team(name)
    if team is None:
        raise LookupError(name)
    return team


def _made_up(key: str, taken: Iterable[str]) -> str:
    """A chat for a team that has none: its name's key, as far as there is room."""
    chat = f"{NOWHERE}{key}"[:56]
    number = sum(each.startswith(chat) for each in taken)
    return f"{chat}~{number}" if number else chat
