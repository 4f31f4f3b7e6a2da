"""What is said unasked, one file for each push."""

from scheduler.pushes import daily_kpi, missing_list, receivables, rep_day, team_line, weekly_digest

PUSHES = (daily_kpi.push, team_line.push, missing_list.push, weekly_digest.push, rep_day.push, receivables.push)
"""Every push."""
