"""Time that goes wrong: a process that was down, clocks that jump, calendars, and many workers at once."""
