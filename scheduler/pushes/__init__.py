"""What is said unasked, one file for each push."""

from scheduler.pushes import (
    daily_kpi,
    missing_list,
    missing_targets,
    period_close,
    receivables,
    rep_day,
    team_line,
    weekly_digest,
)

PUSHES = (
    daily_kpi.push,
    team_line.push,
    missing_list.push,
    missing_targets.push,
    weekly_digest.push,
    period_close.month,
    period_close.quarter,
    rep_day.push,
    receivables.push,
)
"""Every push."""
