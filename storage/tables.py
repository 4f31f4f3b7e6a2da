"""Every table in one import, for whoever needs the whole metadata."""

from storage import (
    audit,
    calendars,
    contacts,
    customers,
    digests,
    facts,
    follow_ups,
    inbox,
    leaves,
    mergers,
    mutes,
    notices,
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
    "audit", "calendars", "contacts", "customers", "digests", "facts", "follow_ups", "inbox", "leaves", "mergers",
    "mutes", "notices", "obligations", "outages", "outbox", "people", "photos", "plans", "pushes", "reminders",
    "reports", "spellings", "visits",
]  # fmt: skip
