"""What a ruling on days carries from the card that asks to the press that answers."""

from bot.form import Form, carried
from sales.records import dataclass


@dataclass(frozen=True)
class RuleDays(Form):
    """The button that makes a ruling hold: dates as ISO words, `team_id` 0 for the whole company."""

    once = True

    works: int = carried(0)
    first: str = carried("")
    last: str = carried("")
    called: str = carried("")
    team_id: int = carried(0)


@dataclass(frozen=True)
class LiftRulings(Form):
    """The button 撤销 beside a ruling; `ids` are its rows with commas, `team_id` whose calendar is shown again."""

    ids: str = carried("")
    team_id: int = carried(0)
