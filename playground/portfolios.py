"""What the invented company knows of its customers: how much they matter, other names of theirs, who works there."""

from datetime import datetime
from itertools import cycle

from playground.company import Company
from playground.history import desk_of
from sales.customers import Duty, Tier
from storage import contacts, customers
from storage.contacts import Contact
from storage.customers import Customer
from storage.engine import Connection
from storage.spellings import Sort, Spelling, add_spelling

ALIASES = {
    "杭州云栈物流设备有限公司": ("YZ Logistics", "云栈"),
    "重庆长桥电器": ("长桥",),
    "禾汀食品机械": ("HT Food",),
    "素问制药设备": ("素问",),
}
"""What customers are called beside their names."""

STAFF = (
    Contact("张工", Duty.USER, "021-5555-0101"),
    Contact("李经理", Duty.BUYER, "021-5555-0102"),
    Contact("王总", Duty.DECIDER, ""),
    Contact("采购小周", Duty.BUYER, "021-5555-0104"),
    Contact("陈主任", Duty.ADVISER, ""),
)
"""Who works at customers; the numbers are invented and belong to nobody."""


def write_portfolios(db: Connection, company: Company, at: datetime) -> int:
    """Put every customer into a tier, give it its other names and some people; tell how many customers there are."""
    staff, written = cycle(STAFF), 0
    for squad, rep, _, mine in company.portfolios:
        me = desk_of(db, squad, rep).me
        for name, tier in zip(mine, cycle(Tier)):
            customer = customers.find_or_add_customer(db, name, me.id, at)
            customers.rank(db, customer, tier, me.id, at)
            for _each in range(2):
                contacts.keep_contact(db, customer, next(staff), me.id, at)
            _called(db, customer, me.id, at)
            written += 1
    return written


def _called(db: Connection, customer: Customer, by: int, at: datetime) -> None:
    for alias in ALIASES.get(customer.name, ()):
        add_spelling(db, Spelling(customer.id, alias, Sort.ALIAS, by, at))
