"""Every table in one import, for whoever needs the whole metadata."""

from storage import (
    audit,
    calendars,
    contacts,
    customers,
    facts,
    follow_ups,
    inbox,
    leaves,
    mergers,
    mutes,
    obligations,
    outages,
    outbox,
    people,
    photos,
    plans,
    pushes,
    reminders,
    reports,
    spellings,
    visits,
)

__all__ = [
    "audit", "calendars", "contacts", "customers", "facts", "follow_ups", "inbox", "leaves", "mergers", "mutes",
    "obligations", "outages", "outbox", "people", "photos", "plans", "pushes", "reminders", "reports", "spellings",
    "visits",
]  # fmt: skip
