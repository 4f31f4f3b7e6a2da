"""Which pieces of a line are a customer's exact name: one question to the database for every place in it."""

from collections import defaultdict
from typing import Final

from sqlalchemy import BindParameter, bindparam, select

from sales.names import name_key
from storage.customers import counts_for, customers, roots
from storage.engine import Connection
from storage.prepared import Prepared
from storage.spellings import fitting, spellings

TOGETHER: Final = 40
"""How many names are asked for at once: as many as readers try at one place."""

_keys: list[BindParameter[str]] = [bindparam(f"key_{n}") for n in range(TOGETHER)]
_by_keys = Prepared(
    select(customers.c.key, roots.c.id).select_from(customers.join(roots, counts_for)).where(customers.c.key.in_(_keys))
)
_called = Prepared(
    select(spellings.c.key, roots.c.id)
    .select_from(spellings.join(customers, customers.c.id == spellings.c.customer_id).join(roots, counts_for))
    .where(spellings.c.key.in_(_keys))
    .order_by(spellings.c.customer_id)
)


class Known:
    """The customers named in one line, as `find_by_name` finds them; only for as long as that line is read.

    Readers try the longest words at a place first, then shorter ones: the question for the longest answers the rest.
    """

    def __init__(self, db: Connection) -> None:
        """Know nothing yet."""
        self._db = db
        self._ids: dict[str, int | None] = {}

    def id_of(self, words: str) -> int | None:
        """The id of the customer that is called exactly so, form aside; None if none is."""
        if words not in self._ids:
            self._ask([words[:end] for end in range(len(words), max(0, len(words) - TOGETHER), -1)] or [words])
        return self._ids[words]

    def _ask(self, names: list[str]) -> None:
        keyed = defaultdict[str, list[str]](list)
        for name in names:
            keyed[fitting(name_key(name))].append(name)
        keys = [*keyed, *[""] * (TOGETHER - len(keyed))]
        given = {f"key_{n}": key for n, key in enumerate(keys)}
        found: dict[str, int] = {}
        for row in (*_by_keys.rows(self._db, given), *_called.rows(self._db, given)):
            found.setdefault(row.key, row.id)
        self._ids |= {name: found.get(key) for key, called in keyed.items() for name in called}
