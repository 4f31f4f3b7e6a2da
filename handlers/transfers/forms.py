"""What travels in the buttons of a transfer, and what is chosen there."""

from enum import StrEnum

from bot.form import Form, carried, choice
from bot.text import Text
from sales.records import dataclass


class Past(StrEnum):
    """What becomes of sales that are confirmed already."""

    STAYS = "stays"
    MOVES = "moves"


PASTS = {
    Past.STAYS: Text("历史业绩不动（默认）", "Past sales stay (default)"),
    Past.MOVES: Text("追溯：之前的业绩一起转", "Also move the past"),
}


@dataclass(frozen=True)
class TransferCustomers(Form):
    """The form below the preview: whose customers (ids of persons), all of them or one, from which date (ISO)."""

    once = True

    giver_id: int = carried(0)
    taker_id: int = carried(0)
    customer_id: int = carried(0)
    on: str = carried("")
    past: Past = choice(Text("之前的业绩", "Past sales"), PASTS, Past.STAYS)
