"""What is said unasked, one file for each push."""

from scheduler.pushes import daily_kpi, team_line

PUSHES = (daily_kpi.push, team_line.push)
"""Every push."""
