"""What people can do, one file for each feature; the order here is the order of the help."""

from handlers import days, guides, teams, visits, welcome

ROUTERS = (visits.router, days.router, teams.router, guides.router, welcome.router)
"""Every feature's router."""
