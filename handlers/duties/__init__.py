"""What is owed: why somebody was reminded, who has not sent what, and what a manager may do about it."""

from handlers.duties import answers, missing, reasons

ROUTERS = (reasons.router, missing.router, answers.router)
"""The routers of this feature, in the order of the help."""
