"""The period at the end of what was asked for: `华宁 本月`, `Huaning last month`, `华宁 2026-03`."""

from datetime import date

from sales.periods import Period
from sales.periodwords import named_period

LONGEST = 3
"""How many words a period's name may have."""


def parted(said: str, today: date) -> tuple[str, Period | None]:
    """What was said before the period it ends with, and that period; the longest name of one counts."""
    words = said.split()
    for count in range(min(LONGEST, len(words)), 0, -1):
        if period := named_period(" ".join(words[-count:]), today):
            return " ".join(words[:-count]), period
    return said, None
