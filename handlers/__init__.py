"""What people can do, one file for each feature; the order here is the order of the help."""

from handlers import days, help, teams, visits, welcome

ROUTERS = (visits.router, days.router, teams.router, help.router, welcome.router)
"""Every feature's router."""
