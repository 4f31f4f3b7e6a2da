"""What managers press and fill in about one obligation; `view` is what was asked for, to draw that list again."""

from bot.form import Form, carried, words
from bot.text import Text
from sales.records import dataclass

NOTE = 200
"""How many characters a reason for letting somebody off may have."""


@dataclass(frozen=True)
class Nudge(Form):
    """Remind the rep in private."""

    obligation_id: int = carried(0)
    view: str = carried("")


@dataclass(frozen=True)
class LetOff(Form):
    """Let the rep off; the button asks before it does."""

    obligation_id: int = carried(0)
    view: str = carried("")


@dataclass(frozen=True)
class Reopen(Form):
    """Let a report come that is long past."""

    obligation_id: int = carried(0)
    view: str = carried("")


@dataclass(frozen=True)
class ConfirmLetOff(Form):
    """Let the rep off, with a reason, after the words were read back."""

    obligation_id: int = carried(0)
    note: str = words(Text("原因（选填）", "Reason (optional)"), limit=NOTE)
