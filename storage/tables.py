"""Every table in one import, for whoever needs the whole metadata."""

from storage import (
    audit,
    calendars,
    customers,
    facts,
    follow_ups,
    inbox,
    leaves,
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
    visits,
)

__all__ = [
    "audit", "calendars", "customers", "facts", "follow_ups", "inbox", "leaves", "mutes", "obligations", "outages",
    "outbox", "people", "photos", "plans", "pushes", "reminders", "reports", "visits",
]  # fmt: skip
