"""The presses on an approver's card and on the list of what waits; drawn in several places, answered in one."""

from bot.form import Form, carried, words
from bot.text import Text
from sales.records import dataclass


@dataclass(frozen=True)
class Approve(Form):
    """Grant what is asked, as it was asked."""

    approval_id: int = carried(0)


@dataclass(frozen=True)
class AskReason(Form):
    """Turn the card into the question why; `decision` is a value of `storage.approvals.Decision`."""

    approval_id: int = carried(0)
    decision: str = carried("")


@dataclass(frozen=True)
class Decline(Form):
    """Reject the order or send it back for a change, with the reason that its rep will read."""

    approval_id: int = carried(0)
    decision: str = carried("")
    reason: str = words(
        Text("理由（业务员会看到）", "Reason (the rep will read it)"), limit=200, lines=3, required=True
    )


@dataclass(frozen=True)
class ShowApproval(Form):
    """The question as it stands now."""

    approval_id: int = carried(0)
