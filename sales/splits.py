"""How the credit for an order is shared between reps, and how amounts of it are parted by the shares."""

from collections.abc import Mapping
from decimal import Decimal

from sales.money import FULL, Money, shared
from sales.orders import STANDING, State
from sales.trade_breaches import SharesByManager, SharesDoNotAddUp, SharesOver

MOST_COLLEAGUES = 4
"""With how many colleagues a rep may share."""


def with_rest(rep_id: int, given: Mapping[int, int]) -> dict[int, int]:
    """All shares (person's id to basis points, summing to FULL) where some are `given` to others than the rep.

    The rep keeps the rest, of which something must be left; raises `SharesDoNotAddUp`.
    """
    others = {person: share for person, share in given.items() if person != rep_id}
    rest = FULL - sum(others.values())
    if any(share <= 0 for share in others.values()) or rest <= 0:
        said = f"{Decimal(sum(others.values())) / 100:f}%"
        raise SharesDoNotAddUp(said)
    return {rep_id: rest} | others


def check_sharing(number: str, state: State, *, by_manager: bool) -> None:
    """Raise a breach unless the credit of an order in this state may be shared by its rep, or by a manager."""
    if state is State.CANCELLED:
        raise SharesOver(number, state)
    if state in STANDING and not by_manager:
        raise SharesByManager(number)


def parted(amount: Money, shares: Mapping[int, int]) -> dict[int, Money]:
    """What each has of an amount: sold, shipped, returned or cancelled alike; it adds up to the cent.

    What came back is parted as the mirror of what was sold. The order of the shares decides who gets an odd cent.
    """
    return dict(zip(shares, shared(amount, list(shares.values())), strict=True))
