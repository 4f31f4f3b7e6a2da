"""What people can do, one file for each feature; the order here is the order of the help."""

from handlers import (
    calendars,
    customers,
    days,
    duties,
    follow_ups,
    guides,
    leaves,
    plans,
    quiet,
    reports,
    settings,
    teams,
    visits,
    welcome,
)
from handlers.reports import allowing, reviews

ROUTERS = (
    visits.router,
    customers.router,
    days.router,
    follow_ups.router,
    plans.router,
    reports.router,
    reviews.router,
    allowing.router,
    *duties.ROUTERS,
    leaves.router,
    quiet.router,
    calendars.router,
    teams.router,
    settings.router,
    guides.router,
    welcome.router,
)
"""Every feature's router."""
