"""Quotes: what was offered to a customer, until when, in which version; the lines of every version are kept."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
    update,
)

from sales import quotes as rules
from sales.money import Money, total
from sales.orders import Content, Line
from sales.quotes import Move, State, number
from sales.records import dataclass
from sales.terms import Credit, Terms
from storage.audit import note
from storage.customers import Customer, counts_for, customers, roots
from storage.engine import AnyRow, Cents, Connection, UTCDateTime, metadata
from storage.order_lines import line_from, lines_of, sum_of, values_of, wish_of, with_products
from storage.orders import orders
from storage.people import Person, Team, people

quotes = Table(
    "quotes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("rep_id", ForeignKey("people.id"), nullable=False),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("valid_until", Date, nullable=False),
    Column("credit", String(16), nullable=False),
    Column("credit_days", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("amount", Cents, nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("entered_at", UTCDateTime, nullable=False),
    Column("settled_at", UTCDateTime),
    Index(None, "rep_id", "state", "valid_until"),
    sqlite_autoincrement=True,
)
"""`state` is open, accepted or withdrawn; whether it has expired follows from `valid_until`, its last day."""

quote_lines = Table(
    "quote_lines",
    metadata,
    Column("quote_id", ForeignKey("quotes.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("product_id", ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price", Cents, nullable=False),
    Column("rate", Integer, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("list_price", Cents),
    Column("floor_price", Cents),
    Column("cost", Cents),
    Column("amount", Cents, nullable=False),
)
"""One set of lines for each version; what an earlier version offered stays."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One quote in its latest version. `customer_id` and `customer` are of the one it counts for, dates the team's.

    `valid_until` is its last day; `order_id` is the order that it became, None until it is accepted.
    """

    id: int
    team_id: int
    rep_id: int
    rep: str
    customer_id: int
    customer: str
    state: State
    version: int
    valid_until: date
    content: Content
    lines: tuple[Line, ...]
    amount: Money
    entered_at: datetime
    order_id: int | None

    @property
    def number(self) -> str:
        """The short id that people say: `Q-12`."""
        return number(self.id)

    @property
    def list_amount(self) -> Money | None:
        """What it would be at list prices; None where one of them is not known."""
        known = [line.list_amount for line in self.lines if line.list_amount is not None]
        return total(known) if len(known) == len(self.lines) else None

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over while nobody has accepted it."""
        return self.state is State.OPEN and today > self.valid_until


def add_quote(
    db: Connection,
    team: Team,
    rep: Person,
    customer: Customer,
    content: Content,
    valid_until: date,
    said_at: datetime,
    entered_at: datetime,
) -> Quote:
    """Keep a quote at the prices of the team's day of `said_at`. Raises `QuoteEndsInPast`, `NoPrice` and the like."""
    today = said_at.astimezone(team.zone).date()
    rules.check_end(valid_until, today)
    lines = lines_of(db, content.wishes, today)
    row = _said(content, lines, valid_until) | {"team_id": team.id, "rep_id": rep.id, "customer_id": customer.id}
    row |= {"version": 1, "state": State.OPEN, "said_at": said_at, "entered_at": entered_at}
    quote_id: int = db.execute(insert(quotes), row).inserted_primary_key[0]  # type: ignore[index]
    _keep_lines(db, quote_id, 1, lines)
    return quote_by_id(db, quote_id)


def reword(
    db: Connection,
    quote: Quote,
    customer: Customer,
    content: Content,
    valid_until: date,
    by: int,
    today: date,
    at: datetime,
) -> Quote:
    """Make the next version of a held quote, at today's prices; raises `AlreadySettled` for one that is not open."""
    rules.after(Move.EDIT, quote.state, quote.number)
    rules.check_end(valid_until, today)
    lines = lines_of(db, content.wishes, today)
    note(db, at, by, Move.EDIT, quote.number, _told(quote))
    # It stays where it was entered, so that a merger that is undone gives it back.
    moved = {} if customer.id == quote.customer_id else {"customer_id": customer.id}
    _set(db, quote, **_said(content, lines, valid_until), **moved, version=quote.version + 1)
    _keep_lines(db, quote.id, quote.version + 1, lines)
    return quote_by_id(db, quote.id)


def accept(db: Connection, quote: Quote, order_id: int, by: int, at: datetime) -> Quote:
    """Let a held quote have become an order, once; whether it has expired is the caller's to ask."""
    quote = _settle(db, quote, Move.ACCEPT, by, at)
    db.execute(update(orders).where(orders.c.id == order_id).values(quote_id=quote.id))
    return quote_by_id(db, quote.id)


def withdraw(db: Connection, quote: Quote, by: int, at: datetime) -> Quote:
    """Take a held quote back; raises `AlreadySettled` for one that is not open."""
    return _settle(db, quote, Move.WITHDRAW, by, at)


def _settle(db: Connection, quote: Quote, move: Move, by: int, at: datetime) -> Quote:
    state = rules.after(move, quote.state, quote.number)
    note(db, at, by, move, quote.number, {"state": quote.state, "version": quote.version})
    _set(db, quote, state=state, settled_at=at)
    return quote_by_id(db, quote.id)


def find_quote(db: Connection, quote_id: int) -> Quote | None:
    """A quote by its id, in whatever state."""
    rows = _found(db, quotes.c.id == quote_id)
    return rows[0] if rows else None


def hold_quote(db: Connection, quote_id: int) -> Quote | None:
    """The same, held until the commit: whoever else wants to change or accept it waits. For a write only."""
    held = db.scalar(select(quotes.c.id).where(quotes.c.id == quote_id).with_for_update())
    return None if held is None else quote_by_id(db, quote_id)


def quote_by_id(db: Connection, quote_id: int) -> Quote:
    """A quote that there is, by its id."""
    return _found(db, quotes.c.id == quote_id)[0]


def open_of(db: Connection, rep_id: int, most: int | None = None) -> list[Quote]:
    """What a rep has offered and nobody has taken or taken back, expired ones too: the first to end first."""
    return _found(db, quotes.c.rep_id == rep_id, quotes.c.state == State.OPEN, most=most)


_became = select(orders.c.id).where(orders.c.quote_id == quotes.c.id).order_by(orders.c.id).limit(1).scalar_subquery()
_quotes = (
    select(
        quotes,
        roots.c.id.label("root"),
        roots.c.name.label("customer"),
        people.c.name.label("rep"),
        _became.label("order_id"),
    )
    .join(customers, customers.c.id == quotes.c.customer_id)
    .join(roots, counts_for)
    .join(people, people.c.id == quotes.c.rep_id)
    .order_by(quotes.c.valid_until, quotes.c.id)
)


def _found(db: Connection, *which: ColumnElement[bool], most: int | None = None) -> list[Quote]:
    """Quotes with the lines of their latest version, in two questions."""
    rows = db.execute(_quotes.where(*which).limit(most)).all()
    lines: dict[int, list[Line]] = {row.id: [] for row in rows}
    latest = with_products(quote_lines).join(quotes, quotes.c.id == quote_lines.c.quote_id)
    kept = latest.where(quote_lines.c.quote_id.in_(list(lines)), quote_lines.c.version == quotes.c.version)
    for row in db.execute(kept):
        lines[row.quote_id].append(line_from(row))
    return [_quote(row, lines[row.id]) for row in rows]


def _quote(row: AnyRow, lines: Sequence[Line]) -> Quote:
    terms = Terms(Credit(row.credit), row.credit_days)
    return Quote(
        row.id,
        row.team_id,
        row.rep_id,
        row.rep,
        row.root,
        row.customer,
        State(row.state),
        row.version,
        row.valid_until,
        Content(tuple(wish_of(line) for line in lines), terms, note=row.note),
        tuple(lines),
        row.amount,
        row.entered_at,
        row.order_id,
    )


def _said(content: Content, lines: Iterable[Line], valid_until: date) -> dict[str, Any]:
    return {
        "credit": content.terms.credit.value,
        "credit_days": content.terms.days,
        "note": content.note,
        "amount": sum_of(lines),
        "valid_until": valid_until,
    }


def _told(quote: Quote) -> dict[str, Any]:
    """What a version says beside its lines, which stay, for the audit."""
    said = _said(quote.content, quote.lines, quote.valid_until) | {"amount": quote.amount.minor}
    return said | {"valid_until": str(quote.valid_until), "version": quote.version, "customer_id": quote.customer_id}


def _keep_lines(db: Connection, quote_id: int, version: int, lines: Iterable[Line]) -> None:
    db.execute(insert(quote_lines), [values_of(line) | {"quote_id": quote_id, "version": version} for line in lines])


def _set(db: Connection, quote: Quote, **values: Any) -> None:
    db.execute(update(quotes).where(quotes.c.id == quote.id).values(**values))
