"""Broken rules of targets; see `sales.breaches`."""

from sales.breaches import RuleBroken, breach


@breach
class ReasonMissing(RuleBroken):
    """Another target stands already, and nobody said why it is to change."""

    field = "reason"


@breach
class PeriodOver(RuleBroken):
    """The period is over, and what stood at its end stays."""

    period: str
    field = "period"


@breach
class TargetMoved(RuleBroken):
    """Somebody else set the same target since the asker saw what stood."""


@breach
class NotTheirTarget(RuleBroken):
    """Who asks may not set this target."""


@breach
class SetAbove(RuleBroken):
    """The target was set by somebody above the manager who asks, so that only they may change it."""
