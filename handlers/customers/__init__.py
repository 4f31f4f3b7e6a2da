"""Customers: found by any name, owned by one rep, visited by tier, merged where two are one."""

from handlers.customers import changes, merging
from handlers.customers.lookups import router

__all__ = ["changes", "merging", "router"]
