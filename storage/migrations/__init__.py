"""How an older database becomes this program's: Alembic revisions, run by `salesbot db upgrade`."""

HEAD = "0013"
"""The newest revision, written here too so that serving need not load Alembic to know it."""
