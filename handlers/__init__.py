"""What people can do, one file for each feature; the order here is the order of the help."""

from handlers import (
    approvals,
    calendars,
    customers,
    days,
    duties,
    follow_ups,
    guides,
    imports,
    leaves,
    orders,
    plans,
    prices,
    quiet,
    quotes,
    reports,
    settings,
    teams,
    visits,
    welcome,
)
from handlers.prices import pricing
from handlers.reports import allowing, reviews

ROUTERS = (
    visits.router,
    customers.router,
    days.router,
    follow_ups.router,
    plans.router,
    prices.router,
    pricing.router,
    quotes.router,
    *orders.ROUTERS,
    reports.router,
    reviews.router,
    allowing.router,
    *duties.ROUTERS,
    *approvals.ROUTERS,
    leaves.router,
    quiet.router,
    calendars.router,
    teams.router,
    settings.router,
    imports.router,
    guides.router,
    welcome.router,
)
"""Every feature's router."""
