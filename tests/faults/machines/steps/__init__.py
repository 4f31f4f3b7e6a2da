"""Steps that no program has yet: after today's newest comes one that adds, one that takes away, one that never ends."""

from storage.migrations import HEAD as TODAY

__all__ = ["TODAY"]
