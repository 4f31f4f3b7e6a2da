"""Every table in one import, for whoever needs the whole metadata."""

from storage import audit, customers, facts, inbox, outbox, people, pushes, visits

__all__ = ["audit", "customers", "facts", "inbox", "outbox", "people", "pushes", "visits"]
