"""To whom a customer counts who buys of several."""

from collections.abc import Mapping, Sequence


def credited(bought: Mapping[int, Sequence[int]]) -> int:
    """Whose customer it is, by what it bought of each rep (person's id to minor units now and before).

    The one who sold most now, or where nobody sold anything, before; of equals the one who was here first. What only
    came back is no sale, and who has nothing either time has no part in it.
    """
    sold = {rep_id: both for rep_id, both in bought.items() if any(both)} or bought
    return max(sold, key=lambda rep_id: (max(0, sold[rep_id][0]), max(0, sold[rep_id][1]), -rep_id))
