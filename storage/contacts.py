"""The people at a customer: what they have to say in a purchase, and their telephone, which never goes into a log."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, insert, select, update

from sales.customers import Duty
from sales.records import dataclass
from storage.audit import note
from storage.customers import Customer, counted_as
from storage.engine import Connection, UTCDateTime, metadata

contacts = Table(
    "contacts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("customers.id"), nullable=False, index=True),
    Column("name", String(60), nullable=False),
    Column("role", String(16), nullable=False),
    Column("phone", String(32), nullable=False),
    Column("added_by", ForeignKey("people.id"), nullable=False),
    Column("added_at", UTCDateTime, nullable=False),
    Column("removed_at", UTCDateTime),
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a customer; `phone` is as it was typed, empty if it is not known."""

    name: str
    duty: Duty
    phone: str


_here = contacts.c.removed_at.is_(None)


def contacts_of(db: Connection, customer_id: int) -> list[Contact]:
    """Everybody at a customer and at those merged into it, in the order in which they were entered."""
    asked = select(contacts.c.name, contacts.c.role, contacts.c.phone)
    at_customer = contacts.c.customer_id.in_(counted_as(customer_id))
    rows = db.execute(asked.where(at_customer, _here).order_by(contacts.c.id))
    return [Contact(row.name, Duty(row.role), row.phone) for row in rows]


def keep_contact(db: Connection, customer: Customer, contact: Contact, by: int, at: datetime) -> None:
    """Enter somebody, in place of whoever has the same name there; the audit is told that, but no telephone."""
    namesake = contacts.c.customer_id.in_(counted_as(customer.id)) & (contacts.c.name == contact.name) & _here
    gone = db.execute(update(contacts).where(namesake).values(removed_at=at).returning(contacts.c.role)).all()
    note(db, at, by, "contact", customer.number, {"role": gone[0].role} if gone else {})
    row = {"name": contact.name, "role": contact.duty, "phone": contact.phone}
    db.execute(insert(contacts).values(customer_id=customer.id, added_by=by, added_at=at, **row))
