"""The two presses of a manager about a report that is missing: pushes draw them, a feature answers them."""

from bot.form import Form, carried
from sales.records import dataclass


@dataclass(frozen=True)
class NudgeRep(Form):
    """Remind the rep of one obligation in private, in the manager's name."""

    obligation_id: int = carried(0)


@dataclass(frozen=True)
class WaiveDuty(Form):
    """Let the rep off one obligation; the button asks before it does."""

    obligation_id: int = carried(0)
