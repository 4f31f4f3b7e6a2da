"""Which customers are meant by what somebody typed: a name, an alias, pinyin, initials, a part or a misspelling."""

from collections.abc import Sequence

from sqlalchemy import select

from sales.names import Verdict
from sales.records import dataclass
from storage.catalogues import Proposal, catalogue_of
from storage.customers import Customer, counts_for, customer_from, customers, roots
from storage.engine import Connection
from storage.spellings import Sort, Spelling, add_spelling, spellings

LONGEST = 200
"""How many characters of what was typed are compared: no name is longer (see `storage.customers`)."""
VERIFIED = 4
"""How many spellings are looked up for each customer asked for: some will be of one customer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer that may be meant, the spelling that speaks for it, and how much it does, from 0 to 100."""

    customer: Customer
    spelling: str
    score: int
    verdict: Verdict


def search(db: Connection, words: str, most: int = 8) -> list[Hit]:
    """The customers that may be meant by some words, the likeliest first, each once, however many names it has.

    Asks the database three questions, whatever there is in it.
    """
    if not words.strip():
        return []
    proposals = catalogue_of(db).propose(db, words.strip()[:LONGEST])[: most * VERIFIED]
    found: dict[int, Hit] = {}
    for proposal, customer in _standing(db, proposals):
        hit = Hit(customer, proposal.words, proposal.likeness.score, proposal.likeness.verdict)
        found.setdefault(customer.id, hit)
    return list(found.values())[:most]


def clear(hits: Sequence[Hit]) -> Hit | None:
    """The hit that is meant beyond doubt: a certain one if no other is, else a likely one if it is alone."""
    for verdicts in ({Verdict.SAME}, {Verdict.SAME, Verdict.PROBABLY}):
        good = [hit for hit in hits if hit.verdict in verdicts]
        if good:
            return good[0] if len(good) == 1 or good[0].score == 100 > good[1].score else None
    return None


def doubtful(hits: Sequence[Hit]) -> list[Hit]:
    """The hits for which to ask before another customer is made: what is the same or probably so."""
    return [hit for hit in hits if hit.verdict is not Verdict.POSSIBLY]


def _standing(db: Connection, proposals: Sequence[Proposal]) -> list[tuple[Proposal, Customer]]:
    """The proposals that the database confirms, with the customers they count for, in the same order."""
    joined = spellings.join(customers, customers.c.id == spellings.c.customer_id).join(roots, counts_for)
    asked = select(
        spellings.c.id.label("spelling_id"),
        spellings.c.spelling,
        roots.c.id,
        roots.c.name,
        roots.c.owner_id,
        roots.c.tier,
    ).select_from(joined)
    rows = db.execute(asked.where(spellings.c.id.in_([each.id for each in proposals])))
    stand = {row.spelling_id: row for row in rows}
    confirmed = [each for each in proposals if each.id in stand and stand[each.id].spelling == each.words]
    return [(each, customer_from(stand[each.id])) for each in confirmed]


def complete_spellings(db: Connection, most: int) -> int:
    """Make customers found by name that came into being without (before, or in bulk); gives how many were, at most so.

    Also reads the catalogue, so that nobody who asks has to wait for it.
    """
    named = (spellings.c.customer_id == customers.c.id) & (spellings.c.kind == Sort.NAME)
    lacking = select(customers).outerjoin(spellings, named).where(spellings.c.id.is_(None))
    rows = db.execute(lacking.order_by(customers.c.id).limit(most)).all()
    for row in rows:
        add_spelling(db, Spelling(row.id, row.name, Sort.NAME, row.created_by, row.created_at))
    catalogue_of(db).read(db)
    return len(rows)


def aliases_of(db: Connection, customer: Customer) -> list[str]:
    """What a customer is called beside its name, the names of those merged into it among them, oldest first."""
    mine = spellings.join(customers, customers.c.id == spellings.c.customer_id).join(roots, counts_for)
    asked = select(spellings.c.spelling).select_from(mine).where(roots.c.id == customer.id)
    others = asked.where(spellings.c.spelling != customer.name).order_by(spellings.c.id)
    return list(dict.fromkeys(db.scalars(others)))
